"""A lesson in the making, kept on disk while a teacher works on it: as it was typed, finished or not."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

import msgspec

from core.files import write_atomically
from core.lessons.model import Lesson, Step
from core.text import Lang

MAX_BYTES = 16 * 2**20
FORMAT = 1


class TypedStep(msgspec.Struct, frozen=True):
    """What stands in the form of one step, whether or not a step can be made of it.

    Attributes:
        texts: the plain fields by name.  kind: of the task.  curves: keys that are ticked.
        captured: the step with what was taken from the live lab.
    """

    texts: dict[str, str]
    minutes: float
    kind: str
    digits: int
    length: int
    curves: list[str]
    right_curve: str
    captured: Step | None


class LessonDraft(msgspec.Struct, frozen=True):
    """All that is in the editor: ``row`` is the step in view, -1 for none, and ``typed`` is what stands in its form.

    ``old`` is the lesson that was opened, None for a new one.
    """

    title: str
    lang: Lang
    steps: list[Step]
    row: int
    typed: TypedStep | None
    old: Lesson | None = None
    format: int = FORMAT


def draft_bytes(draft: LessonDraft) -> bytes:
    """Return a draft as its file has it."""
    # Problems are words about files; a draft is opened to be written on.
    old = replace(draft.old, problems=()) if draft.old is not None else None
    return msgspec.msgpack.encode(msgspec.structs.replace(draft, old=old))


def save_draft(draft: LessonDraft, path: Path) -> None:
    """Write a draft, whole or not at all. Raises UserError ``file.*``."""
    write_atomically(path, draft_bytes(draft))


def load_draft(path: Path) -> LessonDraft | None:
    """Return the draft in ``path``, None if there is none that can be read: a lost one is never in the way."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return None
        draft = msgspec.msgpack.decode(path.read_bytes(), type=LessonDraft)
    except (OSError, ValueError, RecursionError):
        return None
    return draft if draft.format == FORMAT and draft.steps and draft.row < len(draft.steps) else None


def drop_draft(path: Path) -> None:
    """Remove a draft that is not wanted any more."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
