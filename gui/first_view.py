"""What the command line asks to see first: a lesson, one of its steps, the stage."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.text import UserError

if TYPE_CHECKING:
    from gui.lesson_commands import LessonCommands

# Not asked of core.lessons: it leads to PyTorch, and a name that is not there is refused before that.
SUFFIX, TOML, SESSION = ".actlesson", "lesson.toml", ".actlab"
_LESSONS = Path(__file__).resolve().parent.parent / "resources" / "lessons"
_FOLDER = re.compile(r"0*(\d+)-(.+)")


@dataclass(frozen=True, slots=True)
class FirstView:
    """A built-in lesson by its key, "" for none; a step from 1 on, 0 for where it begins; whether it is projected."""

    lesson: str = ""
    step: int = 0
    projects: bool = False

    def show_lesson(self, lessons: LessonCommands) -> None:
        """Go to the lesson, or in the lesson that was opened to the step. Raises UserError ``command.step``."""
        if self.lesson:
            lessons.show(self.lesson)
        if self.step:
            lessons.show_step(self.step)


def is_lesson(path: Path) -> bool:
    """Return whether ``path`` looks like a lesson: a ``.actlesson`` file, or a folder or its ``lesson.toml``."""
    if path.suffix.lower() == SESSION:
        return False  # a folder of that name is said to be one
    try:
        return path.suffix.lower() == SUFFIX or path.name == TOML or path.is_dir()
    except OSError:
        return False


def lesson_names() -> dict[str, str]:
    """Return the key of every built-in lesson by what it may be called: its number and its name."""
    found = (_FOLDER.fullmatch(folder.name) for folder in sorted(_LESSONS.iterdir()) if folder.is_dir())
    return {name: match[2] for match in found if match for name in (match[1], match[2], match[0])}


def lesson_called(name: str) -> str:
    """Return the key of the built-in lesson ``3``, ``relu`` or ``03-relu``.

    Raises UserError ``command.not_a_choice``.
    """
    names = lesson_names()
    if name not in names:
        choices = ", ".join(key for key in names if not key[0].isdigit())
        raise UserError("command.not_a_choice", option="--lesson", value=name, choices=choices)
    return names[name]
