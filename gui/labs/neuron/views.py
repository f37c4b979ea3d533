"""What the Neuron lab's plots show of a result: numbers become words and views, nothing is computed."""

from __future__ import annotations

import math
from dataclasses import replace

from core.labs import neuron
from core.labs.neuron import NeuronResult, NeuronState, Plane, Spot
from core.record import written_number
from core.stage import Hidden
from core.text import Words
from gui.labs.neuron.plane_plot import Mark, PlaneView
from gui.widgets.plot_frame import CurveView, Series

_DASH = (4.0, 2.5)  # of the one layer's line: in curve widths


def curve_view(result: NeuronResult, words: Words) -> CurveView:
    """Return h as a curve, the neuron's sum as the probe on it."""
    unit = result.unit
    assert result.curve is not None
    z, y, slope = (written_number(n) for n in (unit.z, unit.y, unit.slope))
    line = Series(
        x=result.curve.x,
        y=result.curve.y,
        y_low=result.curve.y_low,
        y_high=result.curve.y_high,
        kinks=result.kinks,
        probe_y=unit.y,
        name="h(z)",
    )
    return CurveView(
        series=(line,),
        x_range=result.x_view,
        y_range=result.y_view,
        probe_x=unit.z,
        tangent=unit.slope if math.isfinite(unit.slope) else None,
        readout=(f"z = {z}", f"h(z) = {y}", words("neuron.slope_at", slope=slope)),
        name="h(z)",
        spoken=words("neuron.curve_spoken", name=words.text(result.record.name), z=z, y=y, slope=slope),
    )


def collapse_view(result: NeuronResult, words: Words) -> CurveView:
    """Return y[0] over x[0]: of the two layers, and dashed of the one layer."""
    shown = result.collapse
    assert shown is not None
    x, two, one = (written_number(n) for n in (shown.x[0], shown.output[0], shown.product_output[0]))
    lines = (
        Series(x=shown.line_x, y=shown.two_y, probe_y=shown.output[0], name=words("neuron.two_layers_line")),
        Series(
            x=shown.line_x,
            y=shown.one_y,
            color="slope",
            dash=_DASH,
            probe_y=shown.product_output[0],
            name=words("neuron.one_layer_line"),
        ),
    )
    return CurveView(
        series=lines,
        x_range=neuron.LINE_VIEW,
        y_range=shown.y_view,
        probe_x=shown.x[0],
        readout=(f"x[0] = {x}", f"y[0] = {two}", words("neuron.one_layer_gives", y=one)),
        name="y[0]",
        spoken=words("neuron.collapse_spoken", x=x, two=two, one=one),
    )


def without_hidden(view: CurveView, hidden: Hidden) -> CurveView:
    """Return the view without its curves, or without what is read at the probe."""
    if hidden.curve:
        return replace(view, series=(), readout=(), spoken="", probe_x=None, tangent=None)
    if not hidden.cell(1):
        return view
    series = tuple(replace(one, probe_y=None) for one in view.series)
    return replace(view, series=series, readout=(), spoken="", probe_x=None, tangent=None)


def plane_view(state: NeuronState, shown: Plane, words: Words) -> PlaneView:
    """Return the plane of the two inputs."""
    names = {"neuron": "w·x + b = 0", "hidden0": "h₁: z = 0", "hidden1": "h₂: z = 0"}
    return PlaneView(
        heat=shown.heat,
        lines=tuple((line, names[line.key]) for line in shown.lines),
        marks=tuple(Mark(spot.inputs, "", spot.target, spot.is_right) for spot in shown.spots),
        axes=("x₁", "x₂"),
        spoken=_plane_spoken(state, shown, words),
    )


def hidden_view(state: NeuronState, shown: Plane, words: Words) -> PlaneView | None:
    """Return the plane of the two hidden outputs, where the four points lie anew; None for one neuron."""
    if shown.hidden is None or shown.hidden_line is None:
        return None
    return PlaneView(
        heat=shown.hidden,
        lines=((shown.hidden_line, "y: z = 0"),),
        marks=tuple(_moved(spot) for spot in shown.spots),
        axes=("h₁", "h₂"),
        spoken=_plane_spoken(state, shown, words),
    )


def _moved(spot: Spot) -> Mark:
    first, second = spot.hidden
    return Mark((first, second), f"({spot.inputs[0]:g}, {spot.inputs[1]:g})", spot.target, spot.is_right)


def _plane_spoken(state: NeuronState, shown: Plane, words: Words) -> str:
    return words(
        "neuron.plane_spoken", gate=words(f"neuron.gate_{state.gate}"), right=shown.score, all=len(shown.spots)
    )


def rounding_note(state: NeuronState, result: NeuronResult, words: Words) -> str:
    """Return what PyTorch's own sum is beside the written one, and why, where they look different."""
    unit = result.unit
    if unit.rounding == "none":
        return words("neuron.not_rounded", dtype=state.dtype, z=written_number(unit.z))
    z, y = written_number(unit.torch_z), written_number(unit.torch_y)
    said = words("neuron.rounding", dtype=state.dtype, z=z)
    if unit.rounding == "output":
        said += " " + words("neuron.rounding_output", dtype=state.dtype, y=y, exact=written_number(unit.y))
    return said


def slopes_note(result: NeuronResult, words: Words) -> str:
    """Return what gradient descent would see of this neuron: the slope of y for every weight and the bias."""
    unit = result.unit
    if unit.slope == 0:
        return words("neuron.slopes_step" if result.record.key == "step" else "neuron.slopes_zero")
    said = [f"∂y/∂{neuron.NUMBERS[f'w{i}'].symbol} = {written_number(s)}" for i, s in enumerate(unit.weight_slopes)]
    return words("neuron.slopes", slopes=", ".join([*said, f"∂y/∂b = {written_number(unit.slope)}"]))
