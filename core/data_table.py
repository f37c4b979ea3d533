"""The numbers behind a plot as a table: what is read instead of the picture, and copied into other programs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from core.record import written_number

Cell = str | int | float
# A curve has a thousand points: so many of them, evenly chosen, are told.
CURVE_ROWS = 41


@dataclass(frozen=True, slots=True)
class DataTable:
    """One plot: ``title``, ``columns`` and ``rows``, each as long as ``columns``."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def read(cell: Cell) -> str:
    """Return a cell as it stands on screen: six digits at most, a real minus sign, a dash where there is no number."""
    if isinstance(cell, float):
        if math.isnan(cell):
            return "—"
        if not math.isfinite(cell) or (cell and not 1e-3 <= abs(cell) < 1e6):
            return written_number(cell)
        return f"{cell + 0.0:.6g}".replace("-", "−")
    return str(cell).replace("-", "−") if isinstance(cell, int) else cell


def copied(cell: Cell) -> str:
    """Return a cell as other programs read it: nine digits, an ASCII minus sign."""
    return f"{cell + 0.0:.9g}" if isinstance(cell, float) else str(cell)


def as_text(table: DataTable) -> str:
    """Return the table as lines of cells with tabs between them, the columns' titles first."""
    lines = [table.columns, *(tuple(copied(cell) for cell in row) for row in table.rows)]
    return "\n".join("\t".join(line) for line in lines) + "\n"


def as_html(table: DataTable) -> str:
    """Return the table as an HTML table under its title."""
    heads = "".join(f"<th>{escape(title)}</th>" for title in table.columns)
    rows = "".join("<tr>" + "".join(f"<td>{escape(copied(cell))}</td>" for cell in row) + "</tr>" for row in table.rows)
    return f"<table><caption>{escape(table.title)}</caption><tr>{heads}</tr>{rows}</table>"


def curve_rows(x: NDArray[np.float64], *columns: NDArray[np.float64]) -> tuple[tuple[float, ...], ...]:
    """Return rows (x, one number of each column) at evenly chosen points of curves over ``x``, shape (n,)."""
    if not x.size:
        return ()
    chosen = np.linspace(0, x.size - 1, min(CURVE_ROWS, x.size)).round().astype(np.intp)
    return tuple(zip(*(values[chosen].tolist() for values in (x, *columns)), strict=True))
