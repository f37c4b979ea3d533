"""Points from a spreadsheet, as bytes in the encodings that are met. What is grown is known point by point."""

from __future__ import annotations

import csv
import io
import math
import random
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from core.text import UserError
from core.training.csv_points import read_csv
from core.training.datasets import MAX_CLASSES, MAX_POINTS, OwnPoints
from tests.fuzz.mutation import ODD_NUMBERS, mutate_bytes
from tests.fuzz.target import Target, check_refusal, scratch

CORPUS = (
    b"x1,x2,class\n1,2,0\n-1.5,0.25,1\n3,4,0\n",
    "\ufeff키;몸무게;모둠\r\n1,5;2,5;가\r\n-1,0;3;나\r\n".encode(),
    "키,몸무게,모둠\n1,2,가\n3,4,나\n".encode("cp949"),
    "x\ty\n0\t0.5\n1\t1.5\n2\t2.25\n".encode("utf-16"),
    b"0.1,1\n0.2,2\n0.3,3.5\n",
    b'"1","2","red"\n"3","4","blue"\n',
    b"1,2,0.5\n3,4,1.5\n5,6,2.5\n7,8,3.5\n",
)
TOKENS = (",", ";", "\t", "\n", "\r", "\r\n", '"', '""', "nan", "inf", "1e13", "x", "가", "0", "1", "−1", ",,", "\n\n")
ENCODINGS = ("utf-8", "utf-8-sig", "cp949", "utf-16")
# The row of what is wrong, where it is one row that is wrong.
ROWS = ("csv_blank", "csv_word", "csv_not_finite", "csv_uneven", "csv_mixed_labels", "csv_classes", "csv_row")


@dataclass(frozen=True, slots=True)
class Grown:
    """A file and the points in it: inputs and class name, or inputs and number."""

    data: bytes
    rows: tuple[tuple[float, ...], ...]
    classes: tuple[str, ...]


@cache
def _file() -> Path:
    return scratch("points") / "점.csv"


_numbers = st.one_of(st.integers(-1000, 1000).map(float), st.floats(-1e6, 1e6).map(lambda n: round(n, 4) + 0.0))


@st.composite
def _grown(draw: st.DrawFn) -> Grown:
    delimiter = draw(st.sampled_from(",;\t"))
    is_decimal_comma = delimiter != "," and draw(st.booleans())
    inputs, count = draw(st.integers(1, 2)), draw(st.integers(2, 12))
    classes = draw(st.sampled_from([("가", "나"), ("a", "b", "c"), ()])) if inputs == 2 else ()
    rows, lines = [], []
    for index in range(count):
        point = [draw(_numbers) for _ in range(inputs)]
        # Halves are never classes.
        target = float(index % len(classes)) if classes else draw(st.integers(-99, 99)) + 0.5
        rows.append((*point, target))
        cells = [f"{n!r}" for n in point] + [classes[index % len(classes)] if classes else f"{target!r}"]
        lines.append([cell.replace(".", ",") if is_decimal_comma else cell for cell in cells])
    if draw(st.booleans()):
        lines.insert(0, ["높이", "폭", "모둠"][-inputs - 1 :])
    quote = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    text = io.StringIO()
    end = draw(st.sampled_from(["\n", "\r\n"]))
    csv.writer(text, delimiter=delimiter, quoting=quote, lineterminator=end).writerows(lines)
    return Grown(text.getvalue().encode(draw(st.sampled_from(ENCODINGS))), tuple(rows), classes[:count])


def mutated(draw: random.Random) -> bytes:
    """Return a good file's bytes, spoilt; sometimes in another encoding."""
    data = draw.choice(CORPUS)
    if draw.random() < 0.2:
        data = data.decode("cp949", "replace").encode(draw.choice(ENCODINGS), "replace")
    return mutate_bytes(data, draw, (*TOKENS, *ODD_NUMBERS), CORPUS)


def use(case: Grown | bytes) -> bool:
    """Open one file; what was read is written and read again."""
    try:
        points = _read(case if isinstance(case, bytes) else case.data)
    except UserError as error:
        assert isinstance(case, bytes), f"refused: {error.said_in('en')}"
        is_placed = error.id.removeprefix("training.") in ROWS
        check_refusal(error, "name", *(("row",) if is_placed else ()))
        return False
    assert points.rows is not None
    values = points.rows.values
    assert 2 <= len(values) <= MAX_POINTS
    assert all(math.isfinite(n) for n in values.reshape(-1).tolist())
    assert len(points.classes) <= MAX_CLASSES
    if points.classes:
        assert set(values[:, -1].tolist()) == {float(i) for i in range(len(points.classes))}
    if isinstance(case, Grown):
        assert tuple(map(tuple, values.tolist())) == case.rows
        assert points.classes == case.classes
    assert _read(_written(points)) == points
    return True


def _read(data: bytes) -> OwnPoints:
    _file().write_bytes(data)
    return replace(read_csv(_file()), source="")


def _written(points: OwnPoints) -> bytes:
    assert points.rows is not None
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    # A heading, so that no row is taken for one.
    writer.writerow([f"column {i}" for i in range(points.rows.shape[1])])
    for *point, target in points.rows.values.tolist():
        writer.writerow([*map(repr, point), points.classes[int(target)] if points.classes else repr(target)])
    return text.getvalue().encode()


TARGET = Target("CSV file", _grown(), mutated, use)
