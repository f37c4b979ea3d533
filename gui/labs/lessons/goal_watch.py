"""Watches the live lab for the goal of a step."""

from __future__ import annotations

from collections.abc import Callable

from core.labs.lessons.result import LessonsResult
from core.lessons.model import ReachGoal
from core.lessons.reached import reached
from core.lessons.text import filled
from core.state import AppState
from core.text import Words
from gui.labs.lessons import views
from gui.labs.lessons.step_page import StepPage


class GoalWatch:
    """Says on ``page`` whether a goal is reached; once it was, that stays said while the student plays on.

    ``note`` hears of a goal the first time.
    """

    def __init__(self, page: StepPage, note: Callable[[LessonsResult], None]) -> None:
        self._page, self._note = page, note
        self._reached: set[str] = set()

    @staticmethod
    def watches(step: LessonsResult | None) -> bool:
        """Return whether the step has a goal."""
        return step is not None and isinstance(step.step.task, ReachGoal)

    def look(self, step: LessonsResult, state: AppState, report: object, words: Words) -> bool:
        """Look at the live lab, of which ``report`` is no part of the state; return whether the goal is reached."""
        task = step.step.task
        assert isinstance(task, ReachGoal)
        assert step.task is not None
        key = f"{step.lesson.key}/{step.step.id}/{step.draft.seed}"
        is_there = reached(task.check, state, report)
        if is_there and key not in self._reached:
            self._reached.add(key)
            self._note(step)
        right = filled(step.step.page(words.lang).right, step.step, step.draft.seed, words.lang)
        self._page.show_goal(is_there, views.goal_said(step.task, key in self._reached, right, words))
        return is_there
