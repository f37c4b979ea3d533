"""From a result to what the widgets show: formatting and words, nothing computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.activations import ACTIVATIONS
from core.labs.lessons.quizzing import QuizResult
from core.labs.lessons.result import LessonsResult, TaskResult
from core.lessons.glossary import linked, terms_in
from core.lessons.library import Library
from core.lessons.model import Choose, Lesson, Order, PickCurve, Predict, ReachGoal, Write
from core.text import Text, Words
from gui.labs.lessons.step_page import Said, StepShown
from gui.labs.lessons.task_view import TaskShown

KIND_OF = {Predict: "predict", Choose: "choose", PickCurve: "curve", Order: "order", ReachGoal: "goal", Write: "write"}


def page_name(page: LessonsResult | QuizResult | str | None) -> str:
    """Return which page shows a result: "step", "results" of a quiz, or the view that it names."""
    if isinstance(page, str):
        return page
    return "results" if isinstance(page, QuizResult) and page.outcome is not None else "step"


def kind_of(task: object) -> str:
    """Return the kind of a task as the format spells it, "read" for none."""
    return KIND_OF.get(type(task), "read")  # type: ignore[arg-type]


def number_of(key: str, library: Library) -> int:
    """Return the number that stands in front of a lesson in the contents, 0 for one of the teacher's own."""
    keys = [lesson.key for lesson in library.built_in]
    return keys.index(key) + 1 if key in keys else 0


def head_line(number: int, lesson: Lesson, index: int, task: object, words: Words) -> str:
    """Return the line above a step: "3. ReLU · 4 / 6 · Predict"; ``number`` 0 is left away."""
    name = lesson.title(words.lang)
    return words(
        "lessons.head",
        lesson=f"{number}. {name}" if number else name,
        number=index + 1,
        count=len(lesson.steps),
        kind=words(f"lessons.kind_{kind_of(task)}"),
    )


def step_shown(result: LessonsResult, number: int, note: str, leads_on: bool, words: Words) -> StepShown:
    """Return a step with its task; ``number`` is the lesson's place in the list, 0 for one of the teacher's own.

    ``leads_on``: whether another lesson follows behind the last step.
    """
    lesson, task = result.lesson, result.task
    is_last = result.index + 1 == len(lesson.steps)
    notes = (result.step.minutes, result.teacher, result.misconception, result.ask)
    base = StepShown(
        place=f"{lesson.key}/{result.step.id}/{result.draft.seed}",
        head=head_line(number, lesson, result.index, result.step.task, words),
        title=result.title,
        text=linked(result.body, words.lang),
        has_previous=result.index > 0,
        has_next=leads_on or not is_last,
        next="lessons.next_lesson" if is_last and leads_on else "lessons.next",
        notes=notes,
        note=note,
    )
    return with_task(base, task, words) if task else base


def note_above(step: LessonsResult, is_other: bool, words: Words) -> str:
    """Return what is said above a step, "" for nothing: ``is_other`` than was asked for, or not whole."""
    if is_other:
        return words("lessons.missing")
    if step.lesson.problems:
        return words("lessons.skipped", row=words("lessons.problems", count=len(step.lesson.problems)))
    return ""


def with_task(base: StepShown, task: TaskResult, words: Words) -> StepShown:
    """Return a step that only says something, with its task and all that is said about the answer."""
    return replace(
        base,
        question=linked(task.question, words.lang, terms_in(base.text)),
        task=task_shown(task),
        verdict=verdict_said(task, words),
        hints=tuple(
            Said("", words("lessons.hint_number", number=n + 1, count=task.hint_count), hint)
            for n, hint in enumerate(task.hints)
        ),
        answer=_answer_said(task, words) if task.is_revealed or task.solution else Said(),
        hints_left=len(task.hints) < task.hint_count,
        can_reveal=not task.is_revealed,
        can_retry=bool(task.verdict or task.is_revealed or task.draws),
        draws=task.draws,
    )


def quiz_shown(result: QuizResult, name: str, words: Words) -> StepShown:
    """Return a question of a quiz; ``name`` is what the quiz is about, "" for the mixed one."""
    place = f"quiz:{result.scope}:{result.seed}/{result.index}"
    about = words("lessons.quiz_of", name=name) if name else words("lessons.mixed_quiz")
    head = words("lessons.quiz_head", quiz=about, number=result.index + 1, count=result.count)
    last = result.index + 1 == result.count
    base = StepShown(
        place,
        head,
        result.title,
        result.body,
        has_previous=result.index > 0,
        next="lessons.quiz_finish" if last else "lessons.quiz_next",
        is_checked=False,
        can_set_up=False,
    )
    if result.task is None:
        return base
    shown = with_task(base, result.task, words)
    return replace(shown, hints=(), hints_left=False, can_reveal=False, can_retry=False)


def task_shown(task: TaskResult) -> TaskShown:
    """Return a task as its view shows it."""
    kind = kind_of(task.task)
    verdict = task.verdict
    knows = verdict is not None and (verdict.right or task.is_revealed or bool(verdict.wrong_id))
    inputs = _rows(task.inputs, task.shape[1]) if task.shape[0] > 1 else (task.inputs,) if task.inputs else ()
    return TaskShown(
        kind=kind,
        answer=task.answer,
        marks=_marks(task),
        inputs=inputs,
        columns=task.shape[1] if task.shape[0] > 1 else 0,
        labels=task.labels,
        options=task.options,
        many=isinstance(task.task, Choose) and task.task.many,
        functions=task.functions,
        slope=isinstance(task.task, PickCurve) and task.task.slope,
        names_shown=kind == "curve" and (task.is_revealed or bool(knows and verdict and verdict.right)),
        min_length=task.task.min_length if isinstance(task.task, Write) else 0,
        reached=bool(verdict and verdict.right),
    )


def _rows(texts: Sequence[str], columns: int) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(texts[i : i + columns]) for i in range(0, len(texts), max(1, columns)))


def _marks(task: TaskResult) -> tuple[bool | None, ...]:
    """Return what is said of each cell, option or place: of options only of the chosen ones."""
    verdict = task.verdict
    if verdict is None:
        return ()
    if isinstance(task.task, Choose):
        if verdict.problem:
            return ()
        right = set(task.task.right)
        return tuple((id in right) if id in task.answer else None for id, _ in task.options)
    if isinstance(task.task, PickCurve):
        return tuple((key == task.task.right) if key in task.answer else None for key in task.functions)
    return verdict.cells


def verdict_said(task: TaskResult, words: Words) -> Said:
    """Return what is said about the answer as it was checked."""
    verdict = task.verdict
    if verdict is None:
        return Said()
    if verdict.problem is not None:
        return Said("wrong", words("lessons.verdict_problem"), _escaped(verdict.problem.said_in(words.lang)))
    if verdict.right:
        written = isinstance(task.task, Write)
        return Said("right", words("lessons.verdict_written" if written else "lessons.verdict_right"), task.feedback)
    fallback = "lessons.check_again_cells" if any(c is False for c in verdict.cells) else "lessons.check_again"
    return Said("wrong", words("lessons.verdict_wrong"), task.feedback or words(fallback))


def goal_said(task: TaskResult, reached: bool, right: str, words: Words) -> Said:
    """Return what is said about a goal that is watched: ``right`` is the page's text for having reached it."""
    return Said("right", words("lessons.verdict_right"), right) if reached else verdict_said(task, words)


def _answer_said(task: TaskResult, words: Words) -> Said:
    """Return the answer: the numbers, names or options, and the explanation."""
    kind = kind_of(task.task)
    expected = task.expected
    if kind == "curve":
        names = {record.key: record.name for record in ACTIVATIONS}
        expected = tuple(words.text(names.get(key, Text(key, key))) for key in expected)
    if kind in ("choose", "order"):
        lines = "\n".join(f"{n + 1}. {text}" if kind == "order" else f"- {text}" for n, text in enumerate(expected))
        return Said("", words("lessons.answer_title"), "\n\n".join(filter(None, (lines, task.solution))))
    said = ", ".join(expected)
    heading = words("lessons.answer_is", answer=said) if expected else words("lessons.answer_title")
    if kind == "write":
        heading = words("lessons.model_answer")
    return Said("", heading, task.solution)


def _escaped(text: str) -> str:
    """Return plain words so that Markdown leaves them as they are."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#|~" else c for c in text)
