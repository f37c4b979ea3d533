"""A CSV file → own points. Whatever else is opened is refused in words that name the row."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from pathlib import Path

from core.files import read_at_most
from core.tensor_value import TensorValue
from core.text import UserError
from core.text_files import text_of
from core.training.datasets import MAX_CLASSES, MAX_POINTS, OwnPoints

MAX_BYTES = 4 * 1024 * 1024
_LARGEST = 1e12
_DELIMITERS = ("\t", ";", ",")
_SHOWN = 40


def read_csv(path: Path) -> OwnPoints:
    """Return the points in a file. Raises UserError ``file.*`` or ``training.csv_*``.

    Not more of the file is read than may be used.
    """
    data = read_at_most(path, MAX_BYTES)
    cut_off = len(data) > MAX_BYTES
    text = text_of(data, cut_off)
    if text is None:
        raise UserError("training.csv_not_text", name=path.name)
    return parse_csv(text, path.name, cut_off)


def parse_csv(text: str, name: str, cut_off: bool = False) -> OwnPoints:
    """Return the points in ``text``: rows of ``x1, x2, class``, ``x1, x2, number`` or ``x, number``; a heading may be.

    Classes are whole numbers (at most 5 different ones) or words. Separated by comma, semicolon or tab. ``cut_off``:
    there was more than is in ``text``. Raises UserError ``training.csv_*`` naming the row (from 1, the heading counts).
    """
    rows = _rows(text, name)
    first = next(rows, None)
    if first is None:
        raise UserError("training.csv_empty", name=name)
    columns = len(first[1])
    if columns == 1:
        raise UserError("training.csv_one_column", name=name, row=first[0])
    if columns > 3:
        raise UserError("training.csv_columns", name=name, row=first[0], count=columns)
    is_heading = all(_number(cell) is None for cell in first[1])
    inputs: list[list[float]] = []
    labels: list[tuple[int, str]] = []
    for row, cells in rows if is_heading else _with_first(first, rows):
        if len(inputs) == MAX_POINTS:
            raise UserError("training.csv_too_long", name=name, row=f"{row:,}", limit=f"{MAX_POINTS:,}")
        if len(cells) != columns:
            raise UserError("training.csv_uneven", name=name, row=row, count=len(cells), expected=columns)
        inputs.append([_input(cell, name, row, place) for place, cell in enumerate(cells[:-1], 1)])
        labels.append((row, cells[-1]))
    if cut_off:
        raise UserError("training.csv_too_large", name=name, limit=MAX_BYTES // 2**20)
    if len(inputs) < 2:
        raise UserError("training.csv_too_few", name=name, count=len(inputs))
    targets, classes = _targets(labels, name, columns)
    numbers = [[*point, target] for point, target in zip(inputs, targets, strict=True)]
    return OwnPoints(TensorValue.of(numbers), classes, name)


def _rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (row number, cells) of every row that is not blank."""
    lines = text.lstrip("\ufeff")
    start = next((line for line in io.StringIO(lines) if line.strip()), "")
    delimiter = next((sign for sign in _DELIMITERS if sign in start), ",")
    reader = csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter, skipinitialspace=True)
    while True:
        begun = reader.line_num + 1
        try:
            found = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise UserError("training.csv_row", name=name, row=begun) from None
        if any("\n" in cell for cell in found):
            # A quote was left open: it has swallowed what follows.
            raise UserError("training.csv_row", name=name, row=begun)
        cells = [cell.strip() for cell in found]
        while cells and not cells[-1]:
            cells.pop()
        if delimiter != ",":
            cells = [_with_point(cell) for cell in cells]
        if cells:
            yield reader.line_num, cells


def _with_first(first: tuple[int, list[str]], rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    yield first
    yield from rows


def _with_point(cell: str) -> str:
    """Return a number written with a decimal comma as Python writes it; anything else as it is."""
    pointed = cell.replace(",", ".")
    return pointed if _number(pointed) is not None else cell


def _number(cell: str) -> float | None:
    try:
        return float(cell.replace("−", "-"))
    except ValueError:
        return None


def _input(cell: str, name: str, row: int, column: int) -> float:
    if not cell:
        raise UserError("training.csv_blank", name=name, row=row, column=column)
    number = _number(cell)
    if number is None:
        raise UserError("training.csv_word", name=name, row=row, column=column, cell=cell[:_SHOWN])
    if not math.isfinite(number) or abs(number) > _LARGEST:
        raise UserError("training.csv_not_finite", name=name, row=row, column=column, cell=cell[:_SHOWN])
    return number


def _targets(labels: list[tuple[int, str]], name: str, columns: int) -> tuple[list[float], tuple[str, ...]]:
    """Return the targets and the classes' names, none if the targets are numbers to predict."""
    first_is_number = _number(labels[0][1]) is not None
    if columns == 2 or first_is_number:
        for row, cell in labels:
            if _number(cell) is None:
                id = "training.csv_mixed_labels" if columns == 3 else "training.csv_word"
                raise UserError(id, name=name, row=row, column=columns, cell=cell[:_SHOWN])
        numbers = [_input(cell, name, row, columns) for row, cell in labels]
        kinds = sorted(set(numbers))
        if columns == 2 or len(kinds) > MAX_CLASSES or any(kind != int(kind) for kind in kinds):
            return numbers, ()
        if len(kinds) == 1:
            raise UserError("training.csv_one_class", name=name, cell=f"{kinds[0]:g}")
        return [float(kinds.index(number)) for number in numbers], tuple(f"{kind:g}" for kind in kinds)
    return _word_targets(labels, name)


def _word_targets(labels: list[tuple[int, str]], name: str) -> tuple[list[float], tuple[str, ...]]:
    found: dict[str, int] = {}
    for row, cell in labels:
        if _number(cell) is not None:
            raise UserError("training.csv_mixed_labels", name=name, row=row, column=3, cell=cell[:_SHOWN])
        if found.setdefault(cell[:_SHOWN], len(found)) >= MAX_CLASSES:
            raise UserError("training.csv_classes", name=name, row=row, cell=cell[:_SHOWN], limit=MAX_CLASSES)
    if len(found) == 1:
        raise UserError("training.csv_one_class", name=name, cell=next(iter(found)))
    kinds = sorted(found)
    return [float(kinds.index(cell[:_SHOWN])) for _, cell in labels], tuple(kinds)
