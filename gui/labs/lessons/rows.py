"""The lines of the contents."""

from __future__ import annotations

from core.labs.lessons.result import LessonsResult
from core.lessons.library import Library
from core.lessons.model import Lesson
from core.text import Words
from gui.labs.lessons.contents import Row


def rows_of(library: Library, result: LessonsResult, words: Words) -> tuple[list[Row], str]:
    """Return the contents' lines with the steps of the open lesson, and what stands beside their title."""
    rows: list[Row] = []
    for number, lesson in enumerate(library.built_in):
        rows += _lesson_rows(lesson, f"{number + 1}. ", result, words)
    rows.append(Row("heading", words("lessons.own")))
    for lesson in library.lessons:
        if lesson not in library.built_in:
            rows += _lesson_rows(lesson, "", result, words)
    rows.append(Row("open", words("lessons.open_file"), mark="open"))
    return rows, ""


def _lesson_rows(lesson: Lesson, number: str, result: LessonsResult, words: Words) -> list[Row]:
    is_open = lesson.key == result.lesson.key
    rows = [Row("lesson", number + lesson.title(words.lang), lesson.key, mark="to_do", chosen=is_open)]
    if not is_open:
        return rows
    for step in lesson.steps:
        title = step.page(words.lang).title
        rows.append(Row("step", title, lesson.key, step.id, mark="to_do", chosen=step.id == result.step.id))
    if lesson.problems:
        rows.append(Row("problem", words("lessons.problems", count=len(lesson.problems)), lesson.key, mark="problem"))
    return rows
