"""What Explore's plots and lines show of a result: numbers become words and ``CurveView``s, nothing is computed."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from core.facts import said
from core.labs.explore import ExploreDetails, ExploreResult, ExploreState, Probe
from core.record import Value, written_number
from core.stage import Hidden
from core.text import Words
from gui.widgets.plot_frame import CurveView, Series


def value_view(state: ExploreState, result: ExploreResult, hovered: int, words: Words) -> CurveView | None:
    """Return what the plot of f shows; None for a vector function without a chosen curve."""
    curve, probe = result.curve, result.probe
    if curve is None:
        return None
    name = output_name(state) if result.record.is_vector else "f(x)"
    line = Series(
        x=curve.x,
        y=curve.y,
        y_low=curve.y_low,
        y_high=curve.y_high,
        kinks=tuple((x, y) for x, y, _ in result.kinks),
        probe_y=probe.y if probe else None,
        name=name,
        color="accent",
    )
    return CurveView(
        series=(line,),
        x_range=state.x_view,
        y_range=result.y_view,
        points_x=result.marked_x,
        points_y=result.marked_y,
        selected=_position(result, state.selected),
        hovered=_position(result, hovered),
        saturation=result.saturated,
        probe_x=probe.x if probe else None,
        tangent=probe.slope if probe and math.isfinite(probe.slope) else None,
        readout=_readout(probe, name, words) if probe else (),
        name=name,
        spoken=spoken(result, words),
    )


def slope_view(state: ExploreState, result: ExploreResult, hovered: int, words: Words) -> CurveView | None:
    """Return what the plot of f′ shows."""
    curve, probe = result.curve, result.probe
    if curve is None:
        return None
    name = f"∂{output_name(state)}/∂x{subscript(state.moved)}" if result.record.is_vector else "f′(x)"
    line = Series(
        x=curve.x,
        y=curve.slope,
        kinks=tuple((x, slope) for x, _, slope in result.kinks),
        probe_y=probe.slope if probe else None,
        name=name,
        color="slope",
    )
    return CurveView(
        series=(line,),
        x_range=state.x_view,
        y_range=result.slope_view,
        points_x=result.marked_x,
        points_y=result.marked_slope,
        selected=_position(result, state.selected),
        hovered=_position(result, hovered),
        probe_x=probe.x if probe else None,
        name=name,
        spoken=spoken(result, words),
    )


def without_hidden(view: CurveView, result: ExploreResult, own: ExploreState, hidden: Hidden) -> CurveView:
    """Return the view without the curve, or without the marks that would give a hidden output away."""
    if hidden.curve:
        nothing = np.empty(0)
        return replace(view, series=(), points_x=nothing, points_y=nothing, selected=-1, saturation=(), tangent=None,
                       readout=(), probe_x=None, spoken="")  # fmt: skip
    keeps = np.array([not hidden.cell(index) for index in result.marked], dtype=bool)
    if keeps.all() and not hidden.cell(own.selected):
        return view
    selected = int(keeps[: view.selected].sum()) if view.selected >= 0 and keeps[view.selected] else -1
    shown = replace(view, points_x=view.points_x[keeps], points_y=view.points_y[keeps], selected=selected)
    if hidden.cell(max(own.selected, 0)):
        shown = replace(shown, probe_x=None, tangent=None, readout=(), spoken="",
                        series=tuple(replace(one, probe_y=None) for one in view.series))  # fmt: skip
    return shown


def facts_line(details: ExploreDetails, words: Words, most: int = 6) -> str:
    """Return the first ``most`` facts as one line."""
    if details.facts is None:
        return words("explore.vector_function")
    return " · ".join(said(details.facts, words)[:most])


def notes(result: ExploreResult, details: ExploreDetails, words: Words) -> tuple[str, ...]:
    """Return live remarks for the parameter panel: the gradient of a learned parameter, slopes at kinks."""
    lines = []
    if details.parameter_slope is not None:
        name = result.record.parameter(result.record.learned).symbol
        lines.append(words("explore.parameter_slope", name=name, slope=written_number(details.parameter_slope)))
    for x, _, slope in result.kinks[:2]:
        lines.append(words("explore.kink", x=written_number(x), slope=written_number(round(slope, 4))))
    return tuple(lines)


def formula_values(result: ExploreResult) -> dict[str, str]:
    """Return the live parameter values as the formula shows them."""
    return {p.name: _shown(result.params[p.name], p.step) for p in result.record.parameters}


def spoken(result: ExploreResult, words: Words) -> str:
    """Return one sentence for screen readers: function, x, value, slope."""
    name = words.text(result.record.name)
    if result.probe is None:
        return name
    probe = result.probe
    x, y, slope = (_said(number) for number in (probe.x, probe.y, probe.slope))
    return words("explore.spoken", name=name, x=x, y=y, slope=slope)


def bars_spoken(state: ExploreState, result: ExploreResult, words: Words) -> str:
    """Return what the bars of a vector function say: the selected element, or how many go in and come out."""
    name = words.text(result.record.name)
    if result.outputs is None:
        return name
    inputs, outputs = result.inputs.reshape(-1), result.outputs.reshape(-1)
    if not 0 <= state.selected < min(inputs.size, outputs.size):
        return words("explore.bars_spoken", name=name, inputs=inputs.size, outputs=outputs.size)
    x, y = _said(float(inputs[state.selected])), _said(float(outputs[state.selected]))
    return words("explore.bar_spoken", name=name, index=state.selected, x=x, y=y)


def output_name(state: ExploreState) -> str:
    """Return the name of the output shown as a curve: ``y₂``."""
    return f"y{subscript(max(0, state.selected))}"


def subscript(number: int) -> str:
    """Return a number in subscript digits."""
    return str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))


def _readout(probe: Probe, name: str, words: Words) -> tuple[str, str, str]:
    x = _read(probe.x)
    first = f"x = {x} → {probe.term}" if probe.term else f"x = {x}"
    prime = "f′(x)" if name == "f(x)" else "∂y/∂x"
    return first, f"{name} = {_read(probe.y)}", words("explore.slope_at", name=prime, slope=_read(probe.slope))


def _position(result: ExploreResult, flat_index: int) -> int:
    return result.marked.index(flat_index) if flat_index in result.marked else -1


def _read(value: float) -> str:
    """Return a number as the read-out shows it: three decimals, a real minus sign."""
    if not math.isfinite(value) or (value and not 1e-3 <= abs(value) < 1e5):
        return written_number(value)
    return f"{value + 0.0:.3f}".replace("-", "−")


def _said(value: float) -> str:
    """Return a number as it is spoken: the read-out's, without the zeros at its end."""
    text = _read(value)
    return text.rstrip("0").rstrip(".") if "." in text and "×" not in text else text


def _shown(value: Value, step: float) -> str:
    if isinstance(value, bool | str):
        return str(value)
    if isinstance(value, int):
        return str(value).replace("-", "−")
    digits = max(2, min(6, -math.floor(math.log10(step)))) if step > 0 else 2
    exact = f"{value:.6g}"
    fixed = f"{value:.{digits}f}"
    return (fixed if math.isclose(float(fixed), value, rel_tol=1e-9, abs_tol=1e-12) else exact).replace("-", "−")
