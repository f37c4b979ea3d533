"""A quiz in the Lessons lab: which question is in view, what was answered, how it went in the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.labs.lessons.result import TaskResult, task_result
from core.labs.lessons.state import MAX_CELLS, MAX_TEXT, VIEWS, Draft, LessonsState
from core.lessons.library import Library
from core.lessons.model import Step
from core.lessons.quiz import quiz_items
from core.lessons.quiz.outcome import Outcome, outcome
from core.lessons.text import filled
from core.state import AppState
from core.text import Lang, UserError


@dataclass(frozen=True, slots=True)
class QuizResult:
    """A question of a quiz, or behind the last one how the quiz went.

    Attributes:
        scope: key of the lesson it is about, "" for the mixed one.  seed: draws its questions.
        index: of the question in view, from 0.  count: how many there are.  answered: how many have an answer.
        step, title, body, task: the question in view; None and "" behind the last one.
        outcome: how it went, None while there are questions left.
    """

    scope: str
    seed: int
    index: int
    count: int
    answered: int
    step: Step | None
    title: str
    body: str
    task: TaskResult | None
    outcome: Outcome | None


def show(app: AppState, _library: Library, view: str, term: str = "") -> AppState:
    """Show the steps, the summary or the glossary (at ``term``). Raises UserError ``session.lessons``."""
    if view not in VIEWS:
        raise UserError("session.lessons")
    return replace(app, lessons=replace(app.lessons, view=view, term=term))


def start_quiz(app: AppState, _library: Library, scope: str, seed: int) -> AppState:
    """Show the first question that has no answer yet of a quiz; a scope without questions changes nothing."""
    items = quiz_items(scope, seed)
    if not items:
        return app
    state = replace(app.lessons, view="quiz", quiz=scope, quiz_seed=seed, quiz_item=0)
    given = answers(state)
    first = next((n for n, item in enumerate(items) if not any(given.get(item.id, ()))), 0)
    return replace(app, lessons=replace(state, quiz_item=first))


def go_to_item(app: AppState, _library: Library, index: int) -> AppState:
    """Show another question; the place behind the last one shows how the quiz went."""
    count = len(quiz_items(app.lessons.quiz, app.lessons.quiz_seed))
    return replace(app, lessons=replace(app.lessons, quiz_item=min(max(index, 0), count)))


def set_quiz_answer(app: AppState, _library: Library, answer: tuple[str, ...]) -> AppState:
    """Write down the answer to the question in view."""
    state = app.lessons
    items = quiz_items(state.quiz, state.quiz_seed)
    if state.quiz_item >= len(items):
        return app
    kept = tuple(text[:MAX_TEXT] for text in answer[:MAX_CELLS])
    return replace(app, lessons=state.with_draft(_key(state), items[state.quiz_item].id, Draft(answer=kept)))


def answers(state: LessonsState) -> Mapping[str, tuple[str, ...]]:
    """Return the answers given in the quiz, by the questions' ids."""
    items = quiz_items(state.quiz, state.quiz_seed)
    return {item.id: state.draft(_key(state), item.id).answer for item in items}


def quiz_result(app: AppState, lang: Lang) -> QuizResult:
    """Return what is shown of the quiz."""
    state = app.lessons
    items = quiz_items(state.quiz, state.quiz_seed)
    given = answers(state)
    index = min(state.quiz_item, len(items))
    step = items[index] if index < len(items) else None
    page = step.page(lang) if step else None
    return QuizResult(
        scope=state.quiz,
        seed=state.quiz_seed,
        index=index,
        count=len(items),
        answered=sum(any(answer) for answer in given.values()),
        step=step,
        title=filled(page.title, step, 0, lang) if step and page else "",
        body=filled(page.body, step, 0, lang) if step and page else "",
        task=task_result(step, state.draft(_key(state), step.id), app, lang) if step and step.task else None,
        outcome=None if step else outcome(state.quiz, state.quiz_seed, given, lang),
    )


def _key(state: LessonsState) -> str:
    return f"quiz:{state.quiz}:{state.quiz_seed}"
