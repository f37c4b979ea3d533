"""docs/architecture.md names places that exist, every room, and the pins as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PLACE = re.compile(r"`((?:core|gui|tests|resources|packaging|docs|main|pyproject)[\w/.<>-]*)`")
LABS = sorted(path.name for path in (ROOT / "gui" / "labs").iterdir() if (path / "lab.py").exists())


def _places() -> list[str]:
    found = sorted({place for place in PLACE.findall(PAGE) if "/" in place or place.endswith((".py", ".toml"))})
    return [place.replace("<lab>", lab) for place in found for lab in (LABS if "<lab>" in place else [""])]


@pytest.mark.parametrize("place", _places())
def test_every_place_exists(place: str) -> None:
    if place.endswith("/exports.py") and not (ROOT / place).exists():
        assert place.split("/")[2] in ("lessons",), "every lab that computes has its exports"
        return
    path = ROOT / place
    assert path.is_dir() if place.endswith("/") else path.exists()


def test_many_places_are_named_and_every_room_is_among_them() -> None:
    assert len(_places()) > 60
    rooms = [path.name for path in (*(ROOT / "core").iterdir(), *(ROOT / "gui").iterdir()) if path.is_dir()]
    assert [room for room in rooms if room != "__pycache__" and f"/{room}/`" not in PAGE] == []


def test_it_is_short() -> None:
    assert len(PAGE.splitlines()) <= 250


def test_the_pins_are_those_of_the_project() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert '"PySide6-Essentials==6.10.3"' in project
    assert "the pin 6.10.3" in PAGE
    assert re.search(r"pyqtgraph (\S+) cannot", PAGE)[1] in project  # type: ignore[index]


def test_every_name_of_code_that_is_called_so_exists() -> None:
    for name, file in (
        ("written_number", "core/record.py"),
        ("write_atomically", "core/files.py"),
        ("MAX_STEPS = 200", "core/store.py"),
        ("set_num_threads(1)", "gui/loading.py"),
        ("class Labs", "gui/lab_table.py"),
        ("def launch", "tests/conftest.py"),
        ("inputMethod().commit()", "gui/composing.py"),
    ):
        assert name in (ROOT / file).read_text(encoding="utf-8"), name
        assert name.removeprefix("class ").removeprefix("def ") in PAGE, name
