"""What the Lessons lab shows of the step in view, in one language and with its numbers filled in."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.labs.lessons.state import Draft
from core.labs.lessons.steps import answer_of, hidden_beside, place
from core.lessons.checks import OTHER
from core.lessons.grade import Verdict, grade
from core.lessons.library import Library
from core.lessons.model import Choose, Lesson, Order, PickCurve, Predict, Step, StepText, Task, Write
from core.lessons.text import filled, printed
from core.lessons.values import computed, looked_up
from core.stage import NOTHING_HIDDEN, Hidden
from core.state import AppState
from core.text import Lang


@dataclass(frozen=True, slots=True)
class TaskResult:
    """The task of a step as it stands.

    Attributes:
        task: what it is.  question: in Markdown.
        answer: one text per cell; chosen options; items in their order now; one text.
        inputs: numbers above the cells, printed; empty if there are none.  labels: what stands there instead.
        shape: rows and columns of the cells of a prediction, (1, n) for a list.
        options: (id, Markdown) of what can be chosen or ordered, in the order of the file.
        functions: keys of the curves to choose from.
        hints: the open ones.  hint_count: how many there are.
        verdict: of the answer as it stands once it was checked; None before, or after it was changed.
        feedback: Markdown, "" if nothing is to be said yet or the pages say nothing.
        is_revealed: whether the answer is shown.  expected: the right answer; texts of options, not ids.
        solution: the explanation that comes with it, or the model answer.
        draws: whether another try has other numbers.
    """

    task: Task
    question: str
    answer: tuple[str, ...]
    inputs: tuple[str, ...]
    labels: tuple[str, ...]
    shape: tuple[int, int]
    options: tuple[tuple[str, str], ...]
    functions: tuple[str, ...]
    hints: tuple[str, ...]
    hint_count: int
    verdict: Verdict | None
    feedback: str
    is_revealed: bool
    expected: tuple[str, ...]
    solution: str
    draws: bool


@dataclass(frozen=True, slots=True)
class LessonsResult:
    """The step in view.

    ``index`` counts from 0; texts are Markdown. ``task`` is None for a step that is only read. ``hidden``: what of the
    lab beside it is covered.
    """

    lesson: Lesson
    step: Step
    index: int
    draft: Draft
    title: str
    body: str
    teacher: str
    misconception: str
    ask: str
    task: TaskResult | None
    hidden: Hidden = NOTHING_HIDDEN


def compute(state: AppState, library: Library, lang: Lang, report: object = None) -> LessonsResult | None:
    """Return what is shown of the step in view; None where there is no lesson at all.

    ``report`` is what the lab beside it says of itself that is no part of the state.
    """
    now = place(state.lessons, library)
    if not now:
        return None
    lesson, step = now
    draft = state.lessons.draft(lesson.key, step.id)
    page = step.page(lang)
    title, body, teacher, misconception, ask = (
        filled(text, step, draft.seed, lang)
        for text in (page.title, page.body, page.teacher, page.misconception, page.ask)
    )
    task = task_result(step, draft, state, lang, report) if step.task else None
    is_right = task is not None and task.verdict is not None and task.verdict.right
    return LessonsResult(
        lesson=lesson,
        step=step,
        index=lesson.steps.index(step),
        draft=draft,
        title=title,
        body=body,
        teacher=teacher,
        misconception=misconception,
        ask=ask,
        task=task,
        hidden=NOTHING_HIDDEN if is_right else hidden_beside(step, draft),
    )


def task_result(step: Step, draft: Draft, app: AppState, lang: Lang, report: object = None) -> TaskResult:
    """Return the task of ``step``, which has one, as ``draft`` left it. A quiz shows its items through this too."""
    task, page, seed = step.task, step.page(lang), draft.seed
    assert task is not None
    answer = answer_of(draft, step)
    verdict = grade(step, seed, answer, app, report) if draft.checked or draft.revealed else None
    options = {id: filled(text, step, seed, lang) for id, text in page.options.items()}
    inputs, shape = _cells(step, seed)
    listed = task.options if isinstance(task, Choose) else task.items if isinstance(task, Order) else []
    return TaskResult(
        task=task,
        question=filled(page.question, step, seed, lang),
        answer=answer,
        inputs=inputs,
        labels=tuple(task.labels) if isinstance(task, Predict) else (),
        shape=shape,
        options=tuple((id, options.get(id, id)) for id in listed),
        functions=tuple(task.functions) if isinstance(task, PickCurve) else (),
        hints=tuple(filled(hint, step, seed, lang) for hint in page.hints[: draft.hints]),
        hint_count=len(page.hints),
        verdict=verdict if draft.checked else None,
        feedback=filled(_feedback(page, verdict), step, seed, lang) if draft.checked and verdict else "",
        is_revealed=draft.revealed,
        expected=tuple(options.get(id, id) for id in verdict.expected) if draft.revealed and verdict else (),
        solution=filled(page.answer, step, seed, lang) if draft.revealed or _is_written(task, draft, verdict) else "",
        draws=any(drawn.low is not None for drawn in step.numbers.values()),
    )


def _is_written(task: Task, draft: Draft, verdict: Verdict | None) -> bool:
    """Return whether a text was written and checked: then it is compared with the model answer."""
    return isinstance(task, Write) and draft.checked and verdict is not None and verdict.right


def _feedback(page: StepText, verdict: Verdict) -> str:
    """Return what the page says to a verdict; "" where a problem with the answer says it all."""
    if verdict.problem:
        return ""
    return page.right if verdict.right else page.wrong.get(verdict.wrong_id, page.wrong.get(OTHER, ""))


def _cells(step: Step, seed: int) -> tuple[tuple[str, ...], tuple[int, int]]:
    task = step.task
    if not isinstance(task, Predict):
        return (), (0, 0)
    known = computed(step, seed)
    answer = looked_up(known, task.answer)
    columns = answer.shape[-1] if answer.ndim else 1
    shown = looked_up(known, task.input).reshape(-1) if task.input else ()
    is_drawn = task.input.split("[")[0] in step.numbers
    inputs = (printed(np.asarray(n), "" if is_drawn else _short(float(n)), as_drawn=is_drawn) for n in shown)
    return tuple(inputs), (answer.size // columns, columns)


def _short(number: float) -> str:
    """Return the format with as few decimals as show a computed number as it is in float32, four at most."""
    if not math.isfinite(number) or abs(number) >= 1e8:
        return ""
    near = 1e-6 * (1 + abs(number))
    return next((f".{n}f" for n in range(4) if abs(number - round(number, n)) < near), "")
