"""An export on its way to a file: it tells how far it is, can be cancelled, and leaves a whole file or none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.export.notebook import notebook, script_cells
from core.export.writing import written


def never() -> bool:
    return False


def test_the_file_holds_the_pieces_and_the_steps_rise(tmp_path: Path) -> None:
    file = tmp_path / "numbers.csv"
    steps = list(written(file, [b"a", b"b", b"c"], 3, never))
    assert file.read_bytes() == b"abc"
    assert [step.share for step in steps] == pytest.approx([1 / 3, 2 / 3, 1, 1])
    assert [step.path for step in steps] == [None, None, None, file]


def test_cancelled_half_way_leaves_no_file_and_asks_for_no_more(tmp_path: Path) -> None:
    made: list[int] = []

    def pieces() -> Iterator[bytes]:
        for number in range(100):
            made.append(number)
            yield b"x"

    steps = list(written(tmp_path / "numbers.csv", pieces(), 100, lambda: len(made) >= 5))
    assert len(made) == 5
    assert all(step.path is None for step in steps)
    assert list(tmp_path.iterdir()) == []


def test_cancelled_after_the_last_piece_keeps_the_file_that_was_there(tmp_path: Path) -> None:
    file = tmp_path / "numbers.csv"
    file.write_bytes(b"old")
    answers = iter([False, True])
    assert len(list(written(file, [b"new"], 1, lambda: next(answers)))) == 1
    assert file.read_bytes() == b"old"


def test_what_cannot_be_written_is_told_before_anything_is_made(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        raise AssertionError("nothing is made for a place that does not exist")
        yield b""

    (step,) = written(tmp_path / "no such folder" / "numbers.csv", pieces(), 1, never)
    assert step.error is not None
    assert step.error.id == "file.no_folder"
    (step,) = written(tmp_path, pieces(), 1, never)
    assert step.error is not None
    assert step.error.id == "file.is_folder"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_is_protected_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "numbers.csv"
    file.write_bytes(b"old")
    file.chmod(0o444)
    (step,) = written(file, [b"new"], 1, never)
    assert step.error is not None
    assert file.read_bytes() == b"old"


def test_a_script_becomes_cells_at_its_paragraphs() -> None:
    script = "import torch\n\n\ndef f(x):\n    y = x\n\n    return y\n\n# then\nprint(f(1))\n"
    cells = script_cells(script, "# Title")
    assert cells[0] == ("markdown", "# Title")
    code = [text.strip("\n") for kind, text in cells if kind == "code"]
    assert code == ["import torch", "def f(x):\n    y = x\n\n    return y", "# then\nprint(f(1))"]
    assert b"cell-3" in notebook(cells)
    assert b"cell-3" not in notebook((*cells[:1], ("markdown", "  \n"), *cells[1:3]))
