"""What Compare's plots and rows show of a result: numbers become words and ``CurveView``s, nothing is computed."""

from __future__ import annotations

import math
from dataclasses import replace

from core.labs.compare import CompareResult, CompareState, Difference, Line
from core.labs.compare.table import line_name, short_name
from core.record import written_number
from core.stage import Hidden
from core.text import Words
from core.view_range import Range
from gui.labs.compare.function_row import RowView
from gui.widgets.plot_frame import CurveView, Series
from gui.widgets.series_look import DASHES, series_color

PRIMES = ("f(x)", "f′(x)", "f″(x)")
_NOTHING, _HIDDEN = "—", "?"


def plot_views(state: CompareState, result: CompareResult, words: Words) -> tuple[CurveView, CurveView, CurveView]:
    """Return what the plots of f, f′ and f″ show; of the last only if it is asked for."""
    shown = result.lines
    if result.difference is not None:
        shown = (result.lines[result.difference.first], result.lines[result.difference.second])
    ordered = _selected_last(state, result, shown)
    ranges = (result.y_view, result.slope_view, result.second_view)
    spoken = said_at_probe(state, result, words)
    views = []
    for order, y_range in enumerate(ranges):
        series = tuple(one for line in ordered if (one := _series(line, order, words)) is not None)
        views.append(_view(state, series, y_range, PRIMES[order], PRIMES[order], spoken))
    return views[0], views[1], views[2]


def multiple_views(state: CompareState, result: CompareResult, words: Words) -> tuple[CurveView, ...]:
    """Return one view for each function with a curve: f in its own look, f′ beside it, all in the same ranges."""
    low = min(result.y_view[0], result.slope_view[0]) if state.y_view is None else state.y_view[0]
    high = max(result.y_view[1], result.slope_view[1]) if state.y_view is None else state.y_view[1]
    views = []
    for line in result.lines:
        value, slope = _series(line, 0, words), _series(line, 1, words)
        if value is None or slope is None:
            continue
        value = replace(value, name=PRIMES[0])
        prime = Series(x=slope.x, y=slope.y, color="muted", name=PRIMES[1], probe_y=slope.probe_y)
        probe = line.probe
        spoken = f"{line_name(line, words)}: f {read(probe.y)}, f′ {read(probe.slope)}" if probe else ""
        views.append(_view(state, (prime, value), (low, high), short_name(line, words), line_name(line, words), spoken))
    return tuple(views)


def difference_view(state: CompareState, result: CompareResult, words: Words) -> CurveView | None:
    """Return what the plot of f − g shows, with its largest value told at the probe."""
    found = result.difference
    if found is None:
        return None
    name = words("compare.difference_name")
    line = Series(x=found.x, y=found.y, name=name, probe_y=found.probe)
    return CurveView(
        series=(line,),
        x_range=state.x_view,
        y_range=found.view,
        probe_x=state.probe,
        readout=("", f"f − g = {read(found.probe)}", f"x = {read(state.probe)}"),
        title=largest(found, words),
        name=difference_name(result, words),
        spoken=words("compare.difference_here", x=read(state.probe), value=read(found.probe)),
    )


def difference_name(result: CompareResult, words: Words) -> str:
    """Return which functions are subtracted: ``ReLU − GELU``."""
    found = result.difference
    if found is None:
        return words("compare.difference_name")
    return " − ".join(line_name(result.lines[i], words) for i in (found.first, found.second))


def largest(found: Difference, words: Words) -> str:
    """Say where the two functions differ most."""
    return words("compare.difference_largest", value=read(found.largest), x=read(found.largest_at))


def without_hidden(view: CurveView, hidden: Hidden) -> CurveView:
    """Return the view without its curves, or without what is read at the probe."""
    if hidden.curve:
        return replace(view, series=(), readout=(), title="", spoken="")
    if not hidden.cell(0):
        return view
    series = tuple(replace(one, probe_y=None) for one in view.series)
    return replace(view, series=series, readout=(), spoken="")


def row_views(state: CompareState, result: CompareResult, words: Words, is_hidden: bool = False) -> tuple[RowView, ...]:
    """Return what the rows of the functions show; where it is hidden, without the values."""
    rows = []
    for i, line in enumerate(result.lines):
        values: tuple[tuple[str, str], ...] = ()
        if line.probe is not None:
            numbers = (line.probe.y, line.probe.slope, line.probe.second)[: 3 if state.second else 2]
            values = tuple(zip(PRIMES, (_HIDDEN if is_hidden else read(n) for n in numbers), strict=False))
        name = line_name(line, words)
        detail = f"{line.detail} ({line.number})" if line.number > 1 else line.detail
        instead = "" if values else words("compare.readout_vector")
        rows.append(RowView(line.record, line.series, name, detail, values, instead, i == state.selected))
    return tuple(rows)


def vector_note(result: CompareResult, words: Words) -> str:
    """Say why some functions have no curve; empty if all of them have one."""
    names = [words.text(line.record.name) for line in result.lines if line.curve is None]
    if not names:
        return ""
    said = words("compare.vector_note", names=", ".join(dict.fromkeys(names)))
    return said if len(names) < len(result.lines) else f"{said} {words('compare.only_vectors')}"


def said_at_probe(state: CompareState, result: CompareResult, words: Words) -> str:
    """Return one sentence for screen readers: every function at the probe."""
    rows = [
        words("compare.readout_spoken", name=line_name(line, words), y=read(line.probe.y), slope=read(line.probe.slope))
        for line in result.lines
        if line.probe is not None
    ]
    return words("compare.spoken", x=read(state.probe), rows="; ".join(rows))


def read(value: float) -> str:
    """Return a number as read-outs show it: three decimals, a real minus sign, a dash where there is none."""
    if math.isnan(value):
        return _NOTHING
    if not math.isfinite(value) or (value and not 1e-3 <= abs(value) < 1e5):
        return written_number(value)
    return f"{value + 0.0:.3f}".replace("-", "−")


def _selected_last(state: CompareState, result: CompareResult, shown: tuple[Line, ...]) -> tuple[Line, ...]:
    """Put the function whose parameters are shown on top of the others."""
    selected = result.lines[state.selected]
    return tuple(sorted(shown, key=lambda line: line is selected))


def _series(line: Line, order: int, words: Words) -> Series | None:
    if line.curve is None or line.probe is None or (order == 2 and line.second is None):
        return None
    xs = (line.curve.x, line.curve.x, line.second_x)
    ys = (line.curve.y, line.curve.slope, line.second)
    at = (line.probe.y, line.probe.slope, line.probe.second)[order]
    kinks = tuple((x, y if order == 0 else slope) for x, y, slope in line.kinks) if order < 2 else ()
    return Series(
        x=xs[order],
        y=ys[order],
        color=series_color(line.series),
        dash=DASHES[line.series],
        name=short_name(line, words),
        y_low=line.curve.y_low if order == 0 else None,
        y_high=line.curve.y_high if order == 0 else None,
        kinks=kinks,
        probe_y=at,
    )


def _view(
    state: CompareState, series: tuple[Series, ...], y_range: Range, title: str, name: str, spoken: str
) -> CurveView:
    return CurveView(
        series=series,
        x_range=state.x_view,
        y_range=y_range,
        probe_x=state.probe,
        has_probe_line=True,
        title=title,
        name=name,
        spoken=spoken,
    )
