"""Columns of numbers and words → CSV that spreadsheets open as it is meant, text to paste, and HTML."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

# A spreadsheet in Korean takes UTF-8 without this mark for cp949.
MARK = b"\xef\xbb\xbf"
ROWS_AT_ONCE = 4096
Column = np.ndarray[tuple[int, ...], np.dtype[np.generic]] | Sequence[object]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A heading and as many columns, all of one length.

    Numbers of a column that is a NumPy array are written in the fewest digits that its dtype reads back as the same
    number: 0.1 for float32, not 0.10000000149011612. None is an empty cell, and with ``empty_nan`` so is NaN.
    """

    heading: tuple[str, ...]
    columns: tuple[Column, ...]
    empty_nan: bool = False

    @property
    def count(self) -> int:
        """How many rows there are below the heading."""
        return len(self.columns[0]) if self.columns else 0

    def rows(self, start: int = 0, end: int | None = None) -> Iterator[tuple[str, ...]]:
        """Return the rows from ``start`` up to ``end`` as they are written."""
        pieces = [_written(column[start:end]) for column in self.columns]
        if self.empty_nan:
            pieces = [["" if cell == "nan" else cell for cell in piece] for piece in pieces]
        yield from zip(*pieces, strict=True)


def table_of_rows(heading: tuple[str, ...], rows: Sequence[Sequence[object]]) -> Table:
    """Return the table of these rows, each with a cell for every name of the heading."""
    return Table(heading, tuple(zip(*rows, strict=True)) if rows else tuple(() for _ in heading))


def csv_pieces(table: Table) -> Iterator[bytes]:
    """Return the CSV file (UTF-8 with mark, lines end in CR LF) piece by piece, some thousand rows each."""
    yield MARK + _lines([tuple(harmless(name) for name in table.heading)])
    for start in range(0, table.count, ROWS_AT_ONCE):
        yield _lines(table.rows(start, start + ROWS_AT_ONCE))


def pasted_text(table: Table) -> str:
    """Return the table as spreadsheets and word processors paste it: tabs between cells."""
    return "\n".join("\t".join(row) for row in (table.heading, *table.rows()))


def as_html(table: Table) -> str:
    """Return the table as HTML."""
    head = "".join(f"<th>{html.escape(name)}</th>" for name in table.heading)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(c)}</td>" for c in row) + "</tr>" for row in table.rows())
    return f'<table border="1"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: a person's own function may begin with = or −."""
    return f"'{text}" if text[:1] in tuple("=+-@\t\r") and text else text


def _written(column: Column) -> list[str]:
    if isinstance(column, np.ndarray) and (column.dtype == np.float64 or column.dtype.kind == "i"):
        return [repr(value) for value in column.tolist()]
    if isinstance(column, np.ndarray) and column.dtype.kind == "f":
        return [str(value) for value in column]
    return ["" if cell is None else harmless(cell) if isinstance(cell, str) else str(cell) for cell in column]


def _lines(rows: Sequence[tuple[str, ...]] | Iterator[tuple[str, ...]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()
