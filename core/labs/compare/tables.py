"""The numbers of Compare's plots as tables."""

from __future__ import annotations

from core.data_table import DataTable, curve_rows
from core.labs.compare.result import CompareResult, Line
from core.labs.compare.state import CompareState
from core.labs.compare.table import line_name
from core.text import Words

_PRIMES = ("f(x)", "f′(x)", "f″(x)")


def data_tables(state: CompareState, result: CompareResult, words: Words) -> tuple[DataTable, ...]:
    """Return every function at the probe, the difference if it is shown, and the curve of every function."""
    count = 3 if state.second else 2
    probed = [line for line in result.lines if line.probe is not None]
    at_probe = DataTable(
        words("compare.table_probe"),
        (words("compare.column_function"), "x", *_PRIMES[:count]),
        tuple(
            (line_name(line, words), state.probe, *(line.probe.y, line.probe.slope, line.probe.second)[:count])
            for line in probed
            if line.probe is not None
        ),
    )
    difference = []
    if result.difference is not None:
        found = result.difference
        name = " − ".join(line_name(result.lines[i], words) for i in (found.first, found.second))
        title = words("plot.curve", name=name)
        difference.append(DataTable(title, ("x", words("compare.difference_name")), curve_rows(found.x, found.y)))
    return (at_probe, *difference, *(_curve(line, words) for line in probed))


def _curve(line: Line, words: Words) -> DataTable:
    assert line.curve is not None
    rows = curve_rows(line.curve.x, line.curve.y, line.curve.slope)
    return DataTable(words("plot.curve", name=line_name(line, words)), ("x", *_PRIMES[:2]), rows)
