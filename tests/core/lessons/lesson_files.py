"""The sample lesson's files, and what becomes of them when something in them is changed."""

from __future__ import annotations

from pathlib import Path

from core.lessons.load import LessonError, LessonFiles, load_lesson
from core.lessons.model import Lesson, Problem
from core.text import Lang

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "lessons" / "sample"
TOML = (SAMPLE / "lesson.toml").read_text(encoding="utf-8")
KO = (SAMPLE / "ko.md").read_text(encoding="utf-8")
EN = (SAMPLE / "en.md").read_text(encoding="utf-8")


def changed(text: str, old: str, new: str) -> str:
    """Return ``text`` with its first ``old`` replaced by ``new``."""
    assert old in text, f"{old!r} is not in the sample"
    return text.replace(old, new, 1)


def files(toml: str | bytes | None = TOML, ko: str | bytes | None = KO, en: str | bytes | None = EN) -> LessonFiles:
    """Return the sample's files, some of them others."""
    given: dict[Lang, str | bytes | None] = {"ko": ko, "en": en}
    pages = {lang: _bytes(page) for lang, page in given.items() if page is not None}
    return LessonFiles("my:sample", "sample", None if toml is None else _bytes(toml), pages)


def loaded(**texts: str | bytes | None) -> Lesson:
    """Return the lesson of the sample's files, some of them others."""
    return load_lesson(files(**texts))


def problems(**texts: str | bytes | None) -> tuple[Problem, ...]:
    """Return what is wrong with the sample when some files are others, whether or not it can be opened."""
    try:
        return loaded(**texts).problems
    except LessonError as error:
        return error.problems


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()
