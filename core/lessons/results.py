"""What a learner has done, counted by step and lesson, and as CSV that a spreadsheet opens with Hangul intact."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from core.activations import RECORDS
from core.lessons.model import Choose, Lesson, Order, PickCurve, Step
from core.lessons.progress import Progress, QuizRun, StepProgress
from core.text import Lang, Words, words_in

_BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for the system's old encoding
# What a spreadsheet may take for the beginning of a formula, in either width.
_FORMULA = tuple("=+-@=+-@\t\r\n")

# How a text of the lesson is written out: (markdown, step, seed, language) -> text.
Filled = Callable[[str, Step, int, Lang], str]


@dataclass(frozen=True, slots=True)
class StepSummary:
    """One step: its place (from 1), title, kind of task ("" for a step that is only read), and what was done.

    ``answer`` is the last answer checked, in words: the titles of options instead of their ids.
    """

    number: int
    id: str
    title: str
    kind: str
    done: bool
    work: StepProgress
    answer: str


@dataclass(frozen=True, slots=True)
class LessonSummary:
    """One lesson: its steps and how many of them are done; ``quizzes`` are its finished quizzes, the latest last."""

    key: str
    title: str
    steps: tuple[StepSummary, ...]
    quizzes: tuple[QuizRun, ...]

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.done for step in self.steps)

    @property
    def tasks(self) -> int:
        """How many steps have a task."""
        return sum(bool(step.kind) for step in self.steps)

    @property
    def right(self) -> int:
        """How many tasks were solved."""
        return sum(step.work.right for step in self.steps if step.kind)

    @property
    def unaided(self) -> int:
        """How many tasks were solved without a hint and before the answer was shown."""
        return sum(step.work.unaided for step in self.steps if step.kind)

    @property
    def tries(self) -> int:
        """How many answers were checked."""
        return sum(step.work.tries for step in self.steps)

    @property
    def hints(self) -> int:
        """How many hints were opened."""
        return sum(step.work.hints for step in self.steps)

    @property
    def shown(self) -> int:
        """How many answers were shown before they were found."""
        return sum(step.work.shown for step in self.steps)

    @property
    def best_quiz(self) -> QuizRun | None:
        """The best of the finished quizzes, the latest of equal ones."""
        return best_of(self.quizzes)


@dataclass(frozen=True, slots=True)
class Summary:
    """All lessons of one learner; ``quizzes`` are the mixed ones."""

    name: str
    lessons: tuple[LessonSummary, ...]
    quizzes: tuple[QuizRun, ...]

    @property
    def done(self) -> int:
        """How many steps of all lessons are done."""
        return sum(lesson.done for lesson in self.lessons)

    @property
    def steps(self) -> int:
        """How many steps there are."""
        return sum(len(lesson.steps) for lesson in self.lessons)

    @property
    def tasks(self) -> int:
        """How many tasks there are."""
        return sum(lesson.tasks for lesson in self.lessons)

    @property
    def right(self) -> int:
        """How many tasks were solved."""
        return sum(lesson.right for lesson in self.lessons)

    @property
    def unaided(self) -> int:
        """How many tasks were solved without help."""
        return sum(lesson.unaided for lesson in self.lessons)

    @property
    def last(self) -> str:
        """When something was last done, "" if nothing was."""
        return max((step.work.last for lesson in self.lessons for step in lesson.steps), default="")


def percent(part: int, whole: int) -> int:
    """Return how many of a hundred ``part`` of ``whole`` is, halves up; 0 of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def best_of(quizzes: Iterable[QuizRun]) -> QuizRun | None:
    """Return the quiz with the largest share of right answers, the latest of equal ones, None if there is none."""
    return max(reversed(tuple(quizzes)), key=lambda run: run.right / max(1, run.of), default=None)


def summary(progress: Progress, lessons: Sequence[Lesson], lang: Lang, filled: Filled | None = None) -> Summary:
    """Return what was done in ``lessons``. ``filled`` writes out the numbers in titles and options."""
    return Summary(
        name=progress.name,
        lessons=tuple(
            LessonSummary(
                key=lesson.key,
                title=lesson.title(lang),
                steps=tuple(
                    _step(number, step, progress.of(lesson.key, step.id), lang, filled or _as_written)
                    for number, step in enumerate(lesson.steps, 1)
                ),
                quizzes=tuple(run for run in progress.quizzes if run.quiz == lesson.key),
            )
            for lesson in lessons
        ),
        quizzes=tuple(run for run in progress.quizzes if not run.quiz),
    )


def results_csv(summaries: Sequence[Summary], lang: Lang) -> bytes:
    """Return one row for every step that was opened, of one learner or a class, as UTF-8 with a byte-order mark."""
    words = words_in(lang)
    headings = (
        *("name", "lesson", "step", "title", "task", "done", "tries", "right_at"),
        *("hints", "shown", "answer", "first", "last"),
    )
    rows = [
        (
            *(person.name, lesson.title, step.number, step.title, task_name(step.kind, words)),
            *(_yes(step.done, words), step.work.tries, step.work.right_at or ""),
            *(
                step.work.hints,
                _yes(step.work.shown, words),
                step.answer,
                *map(_time, (step.work.first, step.work.last)),
            ),
        )
        for person in summaries
        for lesson in person.lessons
        for step in lesson.steps
        if step.work.seen
    ]
    return _csv([words(f"progress.column_{heading}") for heading in headings], rows)


def quizzes_csv(summaries: Sequence[Summary], lang: Lang) -> bytes:
    """Return one row for every finished quiz, of one learner or a class, as UTF-8 with a byte-order mark."""
    words = words_in(lang)
    headings = ("name", "quiz", "number", "quiz_right", "quiz_of", "percent", "last")
    rows = [
        (person.name, title, run.seed + 1, run.right, run.of, percent(run.right, run.of), _time(run.at))
        for person in summaries
        for title, runs in (
            *((lesson.title, lesson.quizzes) for lesson in person.lessons),
            (words("progress.mixed_quiz"), person.quizzes),
        )
        for run in runs
    ]
    return _csv([words(f"progress.column_{heading}") for heading in headings], rows)


def class_csv(summaries: Sequence[Summary], lang: Lang) -> bytes:
    """Return one row for every learner, those who have not begun too: what is done of each lesson, the best quizzes.

    The columns of the lessons are those of the first learner: all of them have the same. Bytes are UTF-8 with a
    byte-order mark.
    """
    words = words_in(lang)
    lessons = summaries[0].lessons if summaries else ()
    headings = [
        *(words(f"progress.column_{heading}") for heading in ("name", "steps_done", "tasks_right", "unaided")),
        *(words("progress.column_done_of", title=one.title, count=len(one.steps)) for one in lessons),
        *(words("progress.column_best_quiz", title=one.title) for one in lessons),
        words("progress.column_best_mixed"),
        words("progress.column_last"),
    ]
    rows = [
        (
            *(person.name, person.done, person.right, person.unaided),
            *(lesson.done for lesson in person.lessons),
            *(_best(lesson.quizzes) for lesson in person.lessons),
            *(_best(person.quizzes), _time(person.last)),
        )
        for person in summaries
    ]
    return _csv(headings, rows)


def task_name(kind: str, words: Words) -> str:
    """Return what a kind of task is called; "" is a step that is only read."""
    return words(f"lessons.kind_{kind or 'read'}")


def _step(number: int, step: Step, work: StepProgress, lang: Lang, filled: Filled) -> StepSummary:
    kind = step.task.__struct_config__.tag if step.task else ""
    return StepSummary(
        number=number,
        id=step.id,
        title=filled(step.page(lang).title, step, 0, lang),
        kind=str(kind),
        done=work.done(step.task is not None),
        work=work,
        answer=answer_in_words(step, work.answer, lang, filled),
    )


def answer_in_words(step: Step, answer: Sequence[str], lang: Lang, filled: Filled | None = None) -> str:
    """Return an answer as a person reads it: numbers and texts as they are, options and functions by their names."""
    if isinstance(step.task, Choose | Order):
        options = step.page(lang).options
        said = [(filled or _as_written)(options.get(id, id), step, 0, lang) for id in answer]
    elif isinstance(step.task, PickCurve):
        said = [RECORDS[key].name.said_in(lang) if key in RECORDS else key for key in answer]
    else:
        said = list(answer)
    return (" → " if isinstance(step.task, Order) else ", ").join(text for text in said if text)


def _as_written(markdown: str, _step: Step, _seed: int, _lang: Lang) -> str:
    return markdown


def _best(quizzes: Iterable[QuizRun]) -> int | str:
    """Return the percentage of the best quiz, "" if none was finished."""
    best = best_of(quizzes)
    return percent(best.right, best.of) if best else ""


def _yes(true: bool, words: Words) -> str:
    return words("progress.yes" if true else "progress.no")


def _time(iso: str) -> str:
    """Return local date and time as spreadsheets read them, without the offset."""
    return iso[:19].replace("T", " ")


def _csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([[_cell(value) for value in row] for row in rows])
    return (_BYTE_ORDER_MARK + text.getvalue()).encode("utf-8", "replace")


def _cell(value: object) -> object:
    """Return the value, a text that a spreadsheet would compute with an apostrophe in front."""
    if not isinstance(value, str):
        return value
    plain = value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return "'" + plain if plain.lstrip(" \u00a0\u3000").startswith(_FORMULA) else plain
