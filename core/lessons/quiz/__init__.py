"""Quizzes: ordinary steps with tasks, drawn by seed from the catalogue of functions.

``quiz_items`` draws them. A kind of question is a builder in ``functions``, ``leaky``, ``networks`` or ``classes``
(see ``item``) with its words in ``resources/i18n/quiz.toml``, and stands in the list of its lesson in ``scopes``.
"""

from __future__ import annotations

from functools import lru_cache

from core.lessons.model import Step
from core.lessons.quiz.item import Draw, Kind, as_step
from core.lessons.quiz.scopes import SCOPES

MIXED = ""
LESSON_ITEMS = 8
MIXED_ITEMS = 15


def has_quiz(scope: str) -> bool:
    """Return whether there are questions for a lesson's key, or for ``MIXED``."""
    return scope == MIXED or scope in SCOPES


@lru_cache(maxsize=64)
def quiz_items(scope: str, seed: int) -> tuple[Step, ...]:
    """Return the questions of a quiz about the lesson ``scope``, or of the mixed one, none for any other lesson.

    8 or 15 steps with the ids "1", "2", …, each with a task that is graded with the step's own seed 0. The same seed
    gives the same quiz on every machine; no question comes twice.
    """
    if not has_quiz(scope):
        return ()
    draw = Draw(f"quiz/{scope}/{seed}")
    kinds = _mixed(draw) if scope == MIXED else draw.sample(SCOPES[scope], LESSON_ITEMS)
    return tuple(as_step(kind, number, draw) for number, kind in enumerate(kinds, 1))


def _mixed(draw: Draw) -> list[Kind]:
    """Return questions of different templates: one of every lesson first, then of any."""
    kinds: list[Kind] = []

    def take(candidates: tuple[Kind, ...]) -> None:
        known = {kind.template for kind in kinds}
        kinds.append(draw.pick([kind for kind in candidates if kind.template not in known]))

    for candidates in SCOPES.values():
        take(candidates)
    everything = tuple(kind for candidates in SCOPES.values() for kind in candidates)
    while len(kinds) < MIXED_ITEMS:
        take(everything)
    return draw.shuffled(kinds)
