"""What is fuzzed: a reader of something that people type or open, and what must hold of it whatever it is given."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis.strategies import SearchStrategy

from core.text import LANGUAGES, UserError

# A message quotes what was typed, but never pages of it.
LONGEST_MESSAGE = 1_500
_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []


@cache
def scratch(name: str) -> Path:
    """Return a folder for the files of one target, gone when the process ends."""
    folder = tempfile.TemporaryDirectory(prefix=f"fuzz-{name}-", ignore_cleanup_errors=True)
    _FOLDERS.append(folder)
    return Path(folder.name)


@dataclass(frozen=True, slots=True)
class Target:
    """One reader.

    Attributes:
        name: what the table calls it.
        grown: cases that follow the grammar, mostly right; what they mean is known.
        mutated: a case made from a good one by spoiling it.
        use: reads a case and returns whether it was accepted; raises AssertionError, or what the reader let through.
        share: which part of the cases it gets: what starts a window for each of them takes its time.
    """

    name: str
    grown: SearchStrategy[Any]
    mutated: Callable[[random.Random], Any]
    use: Callable[[Any], bool]
    share: float = 1.0


def check_refusal(error: UserError, *places: str) -> None:
    """Check that a refusal is one readable line in both languages, and that it has every one of ``places``."""
    said = {lang: error.said_in(lang) for lang in LANGUAGES}
    for lang, line in said.items():
        assert line.strip(), f"{error.id} says nothing in {lang}"
        assert len(line) < LONGEST_MESSAGE, f"{error.id} says {len(line)} characters in {lang}"
    assert said["ko"] != said["en"], f"{error.id} says the same in both languages"
    missing = [place for place in places if place not in error.values]
    assert not missing, f"{error.id} names no {missing[0]}"
