"""What a student does in a lesson: verbs over the whole state, because a step sets up the lab beside it."""

from __future__ import annotations

import sys
from dataclasses import replace

from core.labs.lessons.state import MAX_CELLS, MAX_TEXT, Draft, LessonsState
from core.lessons.grade import cell_count, grade, shuffled
from core.lessons.library import Library
from core.lessons.model import Lesson, Order, PickCurve, Predict, Step
from core.lessons.patch import set_up
from core.stage import NOTHING_HIDDEN, Hidden
from core.state import AppState


def place(state: LessonsState, library: Library) -> tuple[Lesson, Step] | None:
    """Return the lesson and the step in view: the first where none is named, None where there is no lesson at all."""
    lesson = library.lesson(state.lesson) or library.lesson("")
    return (lesson, lesson.step(state.step)) if lesson else None


def answer_of(draft: Draft, step: Step) -> tuple[str, ...]:
    """Return a draft's answer as it is shown: an empty text for every cell, items in their first order."""
    if isinstance(step.task, Order):
        is_whole = sorted(draft.answer) == sorted(step.task.items)
        return draft.answer if is_whole else shuffled(step, draft.seed)
    if step.task is None or draft.answer:
        return draft.answer
    return ("",) * cell_count(step, draft.seed)


def may_cover(step: Step) -> bool:
    """Return whether the lab beside the step is covered in part until the answer is right or shown."""
    return bool(step.lab) and isinstance(step.task, Predict | PickCurve) and step.task.cover != "none"


def hidden_beside(step: Step, draft: Draft) -> Hidden:
    """Return what of the lab beside the step is covered now."""
    task = step.task
    if not isinstance(task, Predict | PickCurve) or not may_cover(step) or draft.uncovered or draft.revealed:
        return NOTHING_HIDDEN
    return Hidden(0 if task.cover in ("values", "both") else sys.maxsize, task.cover in ("curve", "both"))


def go_to(app: AppState, library: Library, lesson: str, step: str = "") -> AppState:
    """Show a step, its lab set up as it says with the numbers of the student's try; "" is the first one.

    A lesson that is not there changes nothing.
    """
    found = library.lesson(lesson)
    if not found:
        return app
    shown = found.step(step)
    state = replace(app.lessons, view="step", lesson=found.key, step=shown.id)
    return set_up(replace(app, lessons=state), shown, state.draft(found.key, shown.id).seed)


def neighbour(app: AppState, library: Library, distance: int) -> tuple[str, str] | None:
    """Return lesson and step ``distance`` steps on (-1 back) in the same lesson; None beyond its ends."""
    now = place(app.lessons, library)
    if not now:
        return None
    lesson, step = now
    index = lesson.steps.index(step) + distance
    return (lesson.key, lesson.steps[index].id) if 0 <= index < len(lesson.steps) else None


def go_on(app: AppState, library: Library, distance: int = 1) -> AppState:
    """Show the next step, or the one before for -1; at the end of the lesson nothing changes."""
    target = neighbour(app, library, distance)
    return go_to(app, library, *target) if target else app


def set_answer(app: AppState, library: Library, answer: tuple[str, ...]) -> AppState:
    """Write down an answer; feedback goes until it is checked again."""
    kept = tuple(text[:MAX_TEXT] for text in answer[:MAX_CELLS])
    now = place(app.lessons, library)
    if now and answer_of(_draft(app, now), now[1]) == kept:
        return app
    return _with(app, library, answer=kept, checked=False)


def check(app: AppState, library: Library) -> AppState:
    """Show what the answer as it stands is worth; a right one uncovers the lab."""
    now = place(app.lessons, library)
    if not now:
        return app
    draft, step = _draft(app, now), now[1]
    answer = answer_of(draft, step)
    is_seen = draft.uncovered or (may_cover(step) and grade(step, draft.seed, answer, app).right)
    return _with(app, library, answer=answer, checked=True, uncovered=is_seen)


def show_hint(app: AppState, library: Library) -> AppState:
    """Open one hint more, as far as there are any."""
    now = place(app.lessons, library)
    if not now:
        return app
    most = max(len(page.hints) for page in now[1].pages.values())
    return _with(app, library, hints=min(most, _draft(app, now).hints + 1))


def reveal(app: AppState, library: Library) -> AppState:
    """Show the answer."""
    return _with(app, library, revealed=True)


def uncover(app: AppState, library: Library) -> AppState:
    """Show what the lab beside the step has covered."""
    return _with(app, library, uncovered=True)


def try_again(app: AppState, library: Library) -> AppState:
    """Begin the task anew, with new numbers where the step draws them; the lab is set up with them."""
    now = place(app.lessons, library)
    if not now:
        return app
    lesson, step = now
    fresh = Draft(seed=_draft(app, now).seed + 1)
    return set_up(replace(app, lessons=app.lessons.with_draft(lesson.key, step.id, fresh)), step, fresh.seed)


def set_up_again(app: AppState, library: Library) -> AppState:
    """Bring the lab back to where the step began; the answer stays."""
    now = place(app.lessons, library)
    return set_up(app, now[1], _draft(app, now).seed) if now else app


def _draft(app: AppState, now: tuple[Lesson, Step]) -> Draft:
    return app.lessons.draft(now[0].key, now[1].id)


def _with(app: AppState, library: Library, **changed: object) -> AppState:
    now = place(app.lessons, library)
    if not now:
        return app
    draft = replace(_draft(app, now), **changed)  # type: ignore[arg-type]
    return replace(app, lessons=app.lessons.with_draft(now[0].key, now[1].id, draft))
