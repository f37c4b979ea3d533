"""Plain lines that a teacher types into tasks and back, and lessons made of steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.lessons.load import PAGES, TOML, LessonError, LessonFiles, load_lesson
from core.lessons.model import Choose, Drawn, Lesson, Order, Predict, Problem, Step, StepText
from core.lessons.write import lesson_files
from core.tensors import parse_number
from core.text import Lang, UserError

RIGHT = "*"
MAX_OPTIONS = 12
_LETTERS = "abcdefghijkl"


def choice_of(lines: str) -> tuple[Choose, Mapping[str, str]]:
    """Return the choice among ``lines``, one option each, the right ones with ``*`` in front; and the options' texts.

    Raises UserError ``lessons.few_options``, ``lessons.many_options`` or ``lessons.no_right_option``.
    """
    texts = _options(lines)
    right = [id for id, text in texts.items() if text.startswith(RIGHT)]
    if not right:
        raise UserError("lessons.no_right_option")
    said = {id: text.removeprefix(RIGHT).strip() for id, text in texts.items()}
    return Choose(list(said), right, many=len(right) > 1), said


def order_of(lines: str) -> tuple[Order, Mapping[str, str]]:
    """Return the task to put ``lines`` in the order they stand in, and the items' texts. Raises UserError."""
    texts = _options(lines)
    return Order(list(texts)), texts


def numbers_of(text: str) -> Drawn:
    """Return the numbers in ``text``, separated by commas or blanks. Raises UserError ``tensor.*``, ``lessons.*``."""
    words = text.replace(",", " ").split()
    if not words:
        raise UserError("lessons.no_answer")
    numbers: list[float | list[float]] = [parse_number(word) for word in words]
    return Drawn(numbers)


def prediction_of(text: str, digits: int) -> tuple[Mapping[str, Drawn], Predict]:
    """Return the task to write the numbers in ``text``, and them by name. Raises UserError."""
    return {"y": numbers_of(text)}, Predict(answer="y", digits=digits)


def lines_of(step: Step, lang: Lang) -> str:
    """Return the lines that ``choice_of`` or ``order_of`` make the task of ``step`` from; "" for other tasks."""
    texts = step.page(lang).options
    if isinstance(step.task, Choose):
        right = set(step.task.right)
        return "\n".join((f"{RIGHT} " if id in right else "") + texts.get(id, id) for id in step.task.options)
    if isinstance(step.task, Order):
        return "\n".join(texts.get(id, id) for id in step.task.items)
    return ""


def fresh_id(steps: Sequence[Step]) -> str:
    """Return an id that no step has."""
    taken = {step.id for step in steps}
    return next(id for id in (f"step_{n}" for n in range(1, len(steps) + 2)) if id not in taken)


def with_page(step: Step, lang: Lang, text: StepText) -> Step:
    """Return ``step`` telling ``text`` in ``lang``."""
    return replace(step, pages={**step.pages, lang: text})


def lesson_of(title: str, lang: Lang, steps: Sequence[Step], old: Lesson | None = None) -> Lesson:
    """Return the lesson of ``steps``; what ``old`` says besides is kept. Raises UserError ``lessons.no_title``, …"""
    if not title.strip():
        raise UserError("lessons.no_title")
    if not steps:
        raise UserError("lessons.no_steps")
    titles = {**(old.titles if old else {}), lang: title.strip()}
    return Lesson(
        old.key if old else "my:new", old.section if old else "", titles, old.summaries if old else {}, tuple(steps)
    )


def problems_of(lesson: Lesson) -> tuple[Problem, ...]:
    """Return what would be left out of ``lesson`` if it were saved and opened again, each with the place of it."""
    files = lesson_files(lesson)
    pages = {lang: files[name] for lang, name in PAGES.items() if name in files}
    try:
        return load_lesson(LessonFiles(lesson.key, lesson.key, files[TOML], pages)).problems
    except LessonError as error:
        return error.problems


def _options(lines: str) -> dict[str, str]:
    texts = [line.strip() for line in lines.splitlines() if line.strip()]
    if len(texts) < 2:
        raise UserError("lessons.few_options")
    if len(texts) > MAX_OPTIONS:
        raise UserError("lessons.many_options", limit=MAX_OPTIONS)
    return dict(zip(_LETTERS, texts, strict=False))
