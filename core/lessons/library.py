"""The lessons there are: those that come with the program, a teacher's own, and those that were opened."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from core.lessons.archive import SUFFIX, read_folder, read_zip
from core.lessons.load import TOML, load_lesson
from core.lessons.model import Lesson
from core.text import UserError, shown

LESSONS_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "lessons"
OWN_PREFIX = "my:"
MAX_OWN = 200
_NUMBERED = re.compile(r"\d+-")


@dataclass(frozen=True, slots=True)
class Own:
    """What was found in a folder of lessons: the lessons, and why others cannot be opened."""

    lessons: tuple[Lesson, ...] = ()
    refused: tuple[UserError, ...] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """All lessons that can be shown now.

    Attributes:
        own: those of the teacher's folder.  opened: those opened from elsewhere, the newest last.
    """

    built_in: tuple[Lesson, ...]
    own: Own = Own()
    opened: tuple[Lesson, ...] = ()

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """Every lesson, in the order of the list; an opened one takes the place of an own one with its key."""
        opened = {lesson.key for lesson in self.opened}
        return (*self.built_in, *(one for one in self.own.lessons if one.key not in opened), *self.opened)

    def lesson(self, key: str) -> Lesson | None:
        """Return the lesson ``key``, the first one for "", None if it is not there."""
        lessons = self.lessons
        return next((one for one in lessons if one.key == key or not key), None)

    def with_opened(self, lesson: Lesson) -> Library:
        """Return the library with a lesson opened; one with the same key goes."""
        return replace(self, opened=(*(one for one in self.opened if one.key != lesson.key), lesson))


@cache
def built_in() -> tuple[Lesson, ...]:
    """Return the lessons that come with the program, in their order; read once. One that is damaged is left out."""
    found = []
    for folder in built_in_folders():
        with contextlib.suppress(UserError):
            found.append(load_lesson(read_folder(folder, built_in_key(folder))))
    return tuple(found)


def built_in_folders() -> tuple[Path, ...]:
    """Return the folders of the lessons that come with the program, in their order."""
    return tuple(sorted(path.parent for path in LESSONS_FOLDER.glob(f"*/{TOML}")))


def built_in_key(folder: Path) -> str:
    """Return the key of a built-in lesson: its folder's name without the number."""
    return _NUMBERED.sub("", folder.name, count=1)


def own_key(path: Path) -> str:
    """Return the key of a teacher's lesson: ``my:`` and its file's name."""
    return OWN_PREFIX + shown(path.name.removesuffix(SUFFIX) if path.suffix == SUFFIX else path.name)


def open_lesson(path: Path) -> Lesson:
    """Return the lesson in a folder, in a ``.actlesson`` file, or the one that a ``lesson.toml`` belongs to.

    Raises UserError ``file.*`` or ``lesson_file.*`` naming file, line and field.
    """
    if path.name == TOML:
        path = path.absolute().parent
    files = read_folder(path, own_key(path.absolute())) if os.path.isdir(path) else read_zip(path, own_key(path))
    return load_lesson(files)


def own(folder: Path) -> Own:
    """Return the lessons in a teacher's folder: folders and ``.actlesson`` files, by name. Nothing is raised."""
    lessons: dict[str, Lesson] = {}
    refused = []
    for path in _candidates(folder):
        try:
            lesson = open_lesson(path)
        except UserError as error:
            refused.append(error)
        else:
            lessons.setdefault(lesson.key, lesson)
    return Own(tuple(lessons.values()), tuple(refused))


def _candidates(folder: Path) -> Iterator[Path]:
    try:
        found = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError:
        return
    lessons = (path for path in found if path.suffix == SUFFIX or (path / TOML).is_file())
    yield from (path for _, path in zip(range(MAX_OWN), lessons, strict=False))
