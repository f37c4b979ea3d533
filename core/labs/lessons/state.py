"""Where a student is in the lessons and what has been answered so far: part of the state, so undo covers it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core.text import UserError

MAX_DRAFTS = 2_000  # that a file may hold
# That the program keeps: more than the lessons have steps. Every answer to another draw of a quiz is one more, and each
# step of the history has a list of its own.
KEPT_DRAFTS = 500
QUIZ = "quiz:"
MAX_CELLS = 64
MAX_TEXT = 4_000
VIEWS = ("step", "quiz", "summary", "glossary")


@dataclass(frozen=True, slots=True)
class Draft:
    """One task as the student left it.

    Attributes:
        seed: 0 for the numbers of the book, each later try draws with the next.
        answer: the cells' texts, the chosen options, the order, or one text.
        checked: whether the answer as it stands was checked, so that feedback is shown.
        hints: how many hints are open.  revealed: whether the answer is shown.
        uncovered: whether what the lab beside it had covered may be seen: it was right, or the student gave up.
    """

    seed: int = 0
    answer: tuple[str, ...] = ()
    checked: bool = False
    hints: int = 0
    revealed: bool = False
    uncovered: bool = False


@dataclass(frozen=True, slots=True)
class LessonsState:
    """Where the student is.

    Attributes:
        view: one of ``VIEWS``.
        lesson, step: key and id of the step in view; "" is the first.
        drafts: what was answered, by ``"<lesson>/<step>"``.
        quiz: key of the lesson the quiz is about, "" for all.  quiz_seed: draws its items.  quiz_item: the one in view.
            Its answers are drafts under ``"quiz:<quiz>:<seed>/<number>"``.
        term: the glossary's term in view.
    """

    view: str = "step"
    lesson: str = ""
    step: str = ""
    drafts: Mapping[str, Draft] = field(default_factory=dict)
    quiz: str = ""
    quiz_seed: int = 0
    quiz_item: int = 0
    term: str = ""

    def draft(self, lesson: str, step: str) -> Draft:
        """Return what was answered in a step."""
        return self.drafts.get(f"{lesson}/{step}", Draft())

    def with_draft(self, lesson: str, step: str, draft: Draft) -> LessonsState:
        """Return the state with another draft of a step. What is too much goes: old quizzes first, then old steps."""
        own = f"{lesson}/{step}"
        drafts = {key: kept for key, kept in self.drafts.items() if key != own}
        while len(drafts) >= KEPT_DRAFTS:
            del drafts[next((key for key in drafts if key.startswith(QUIZ)), next(iter(drafts)))]
        return replace(self, drafts={**drafts, own: draft})


def checked(state: LessonsState) -> LessonsState:
    """Return ``state`` if a session file may hold it. Raises UserError ``session.lessons``."""
    sizes = (
        len(draft.answer) <= MAX_CELLS and all(len(text) <= MAX_TEXT for text in draft.answer)
        for draft in state.drafts.values()
    )
    counts = all(draft.seed >= 0 and draft.hints >= 0 for draft in state.drafts.values())
    whole = len(state.drafts) <= MAX_DRAFTS and state.view in VIEWS and state.quiz_seed >= 0 and state.quiz_item >= 0
    if not (whole and counts and all(sizes)):
        raise UserError("session.lessons")
    return state
