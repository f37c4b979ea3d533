"""What Compare leaves behind: its curves, a difference, and the facts as they stand, as tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.export.table import Table, table_of_rows
from core.labs.compare.result import CompareResult, FloatArray, Line
from core.labs.compare.table import Row, line_name
from core.text import Words


def curves_table(result: CompareResult, words: Words) -> Table:
    """Return a row for each function and x of its curve: f and f′. Vector functions have none."""
    drawn = [(line, line.curve) for line in result.lines if line.curve is not None]
    names = [line_name(line, words) for line, curve in drawn for _ in range(curve.x.size)]
    columns = (_joined([getattr(curve, part) for _, curve in drawn]) for part in ("x", "y", "slope"))
    return Table(("function", "x", "f(x)", "f'(x)"), (names, *columns))


def seconds_table(result: CompareResult, words: Words) -> Table:
    """Return a row for each function and x: f″. Only functions with a curve, while f″ is shown."""
    drawn = [line for line in result.lines if line.second is not None]
    names = [line_name(line, words) for line in drawn for _ in range(_size(line))]
    x, second = (_joined([getattr(line, part) for line in drawn]) for part in ("second_x", "second"))
    return Table(("function", "x", "f''(x)"), (names, x, second))


def difference_table(result: CompareResult) -> Table:
    """Return f − g at each x; empty while there is no difference."""
    found = result.difference
    return Table(("x", "f(x) - g(x)"), (found.x, found.y) if found else ((), ()))


def facts_table(titles: Sequence[str], rows: Sequence[Row]) -> Table:
    """Return the facts as they stand, a line break within a cell as a blank."""
    return table_of_rows(tuple(titles), [tuple(" ".join(cell.text.split()) for cell in row.cells) for row in rows])


def _size(line: Line) -> int:
    return 0 if line.second is None else line.second.size


def _joined(parts: list[FloatArray]) -> FloatArray:
    joined: FloatArray = np.concatenate(parts) if parts else np.empty(0)
    return joined
