"""The lines of the contents."""

from __future__ import annotations

from core.labs.lessons.state import LessonsState
from core.lessons.library import Library
from core.lessons.model import Lesson, Step
from core.lessons.progress import Progress
from core.lessons.quiz import MIXED, has_quiz
from core.text import Words
from gui.labs.lessons.contents import Row


class ContentsRows:
    """Makes the contents' lines for one moment: what is open, and what was done."""

    def __init__(self, library: Library, state: LessonsState, progress: Progress, words: Words) -> None:
        self._library, self._state, self._progress, self._words = library, state, progress, words
        found = library.lesson(state.lesson) or library.lesson("")
        self._open = found.key if found else ""
        self._step = found.step(state.step).id if found else ""

    def rows(self) -> list[Row]:
        """Return every line: the lessons with the steps of the open one, quiz and results, and the teacher's own."""
        words, view = self._words, self._state.view
        rows: list[Row] = []
        for number, lesson in enumerate(self._library.built_in):
            rows += self._lesson(lesson, f"{number + 1}. ")
        rows.append(Row("heading", words("lessons.practice")))
        mixed = view == "quiz" and self._state.quiz == MIXED
        rows.append(Row("quiz", words("lessons.mixed_quiz"), mark="quiz", chosen=mixed))
        rows.append(Row("summary", words("lessons.summary"), mark="summary", chosen=view == "summary"))
        rows.append(Row("glossary", words("lessons.glossary"), mark="glossary", chosen=view == "glossary"))
        rows.append(Row("heading", words("lessons.own")))
        built_in = {lesson.key for lesson in self._library.built_in}
        for lesson in self._library.lessons:
            if lesson.key not in built_in:
                rows += self._lesson(lesson, "")
        if self._library.own.refused:
            text = words("lessons.refused", count=len(self._library.own.refused))
            rows.append(Row("problem", text, mark="problem"))
        rows.append(Row("open", words("lessons.open_file"), mark="open"))
        rows.append(Row("make", words("action.make_lesson"), mark="make"))
        return rows

    def aside(self) -> str:
        """Return how many steps of all built-in lessons are done."""
        steps = [(lesson, step) for lesson in self._library.built_in for step in lesson.steps]
        done = sum(self._is_done(lesson, step) for lesson, step in steps)
        return self._words("lessons.done_count", done=done, total=len(steps))

    def _lesson(self, lesson: Lesson, number: str) -> list[Row]:
        words, view = self._words, self._state.view
        is_open = lesson.key == self._open
        done = sum(self._is_done(lesson, step) for step in lesson.steps)
        seen = any(self._progress.of(lesson.key, step.id).seen for step in lesson.steps)
        mark = "done" if done == len(lesson.steps) else "under_way" if seen else "to_do"
        quizzes = view == "quiz" and self._state.quiz == lesson.key
        rows = [
            Row(
                "lesson",
                number + lesson.title(words.lang),
                lesson.key,
                aside=f"{done}/{len(lesson.steps)}",
                mark=mark,
                said=words(f"lessons.state_{mark}"),
                chosen=is_open and view == "step",
            )
        ]
        if not is_open:
            return rows
        rows += [self._line(lesson, step) for step in lesson.steps]
        if has_quiz(lesson.key):
            rows.append(Row("quiz", words("lessons.quiz"), lesson.key, mark="quiz", chosen=quizzes))
        if lesson.problems:
            text = words("lessons.problems", count=len(lesson.problems))
            rows.append(Row("problem", text, lesson.key, mark="problem"))
        return rows

    def _line(self, lesson: Lesson, step: Step) -> Row:
        seen = self._progress.of(lesson.key, step.id).seen
        mark = "done" if self._is_done(lesson, step) else "under_way" if seen else "to_do"
        title = step.page(self._words.lang).title
        chosen = step.id == self._step and self._state.view == "step"
        said = self._words(f"lessons.state_{mark}")
        return Row("step", title, lesson.key, step.id, mark=mark, said=said, chosen=chosen)

    def _is_done(self, lesson: Lesson, step: Step) -> bool:
        return self._progress.of(lesson.key, step.id).done(step.task is not None)
