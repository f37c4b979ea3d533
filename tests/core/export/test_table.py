"""Tables in files and on the clipboard: read back, every number is the one that was written."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from core.export.table import ROWS_AT_ONCE, Table, as_html, csv_pieces, harmless, pasted_text, table_of_rows

ODD = [0.1, -0.0, 1 / 3, 1e-45, 3.4e38, float("nan"), float("inf"), float("-inf"), 16777217.0]


def read(table: Table) -> list[list[str]]:
    data = b"".join(csv_pieces(table))
    assert data.startswith(b"\xef\xbb\xbf"), "a Korean spreadsheet needs the mark"
    assert data.count(b"\n") == data.count(b"\r\n") == table.count + 1
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_every_number_comes_back_bit_for_bit(dtype) -> None:  # type: ignore[no-untyped-def]
    with np.errstate(over="ignore"):
        numbers = np.array(ODD).astype(dtype)
    rows = read(Table(("x",), (numbers,)))
    assert rows[0] == ["x"]
    back = np.array([dtype(row[0]) for row in rows[1:]])
    assert back.tobytes() == numbers.tobytes()


def test_numbers_of_float32_are_written_in_as_few_digits_as_it_takes() -> None:
    assert read(Table(("x",), (np.array([0.1, -2.5], dtype=np.float32),)))[1:] == [["0.1"], ["-2.5"]]


def test_a_long_table_comes_in_pieces_and_loses_nothing() -> None:
    count = 2 * ROWS_AT_ONCE + 7
    table = Table(("i", "x"), (np.arange(count), np.linspace(-1, 1, count)))
    assert len(list(csv_pieces(table))) == 4
    rows = read(table)
    assert [int(row[0]) for row in rows[1:]] == list(range(count))
    assert [float(row[1]) for row in rows[1:]] == np.linspace(-1, 1, count).tolist()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_is_taken_for_a_formula(text: str) -> None:
    table = table_of_rows((text, "n"), [(text, -1.5), ("ReLU", None)])
    rows = read(table)
    assert rows[0][0] == f"'{text}"
    assert rows[1] == [f"'{text}", "-1.5"], "a number keeps its sign"
    assert rows[2] == ["ReLU", ""]
    assert harmless("") == ""


def test_cells_with_commas_quotes_and_lines_stay_one_cell() -> None:
    said = 'a, "b"\nc'
    data = b"".join(csv_pieces(table_of_rows(("name",), [(said,)]))).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(data, newline="")))[1] == [said]


def test_html_and_text_hold_the_same_cells() -> None:
    table = table_of_rows(("이름", "a<b"), [("ReLU & co", 0.5), ("<b>", 2)])

    class Cells(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: list[str] = []

        def handle_data(self, data: str) -> None:
            self.found.append(data)

    parser = Cells()
    parser.feed(as_html(table))
    assert parser.found == re.split(r"[\t\n]", pasted_text(table)) == ["이름", "a<b", "ReLU & co", "0.5", "<b>", "2"]
