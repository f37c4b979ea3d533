"""What a quiz came to: every question with the answer given, the right one and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.lessons.grade import Verdict, grade
from core.lessons.model import Predict, Step
from core.lessons.quiz import quiz_items
from core.lessons.results import answer_in_words, percent
from core.lessons.text import filled
from core.state import AppState
from core.text import Lang


@dataclass(frozen=True, slots=True)
class ItemOutcome:
    """One question and what was answered. All texts are Markdown with their numbers filled in.

    Attributes:
        id: of the step, "1", "2", ….
        answered: whether there is an answer that can be judged; without one it counts as wrong.
        given, expected: the answers as a person reads them, "" for no answer.
        feedback: what is said to this wrong answer, "" if it is right or there is none.
        why: why the right answer is right.
    """

    id: str
    title: str
    question: str
    answered: bool
    right: bool
    given: str
    expected: str
    feedback: str
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A quiz and how it went."""

    scope: str
    seed: int
    items: tuple[ItemOutcome, ...]

    @property
    def right(self) -> int:
        """How many answers are right."""
        return sum(item.right for item in self.items)

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(item.answered for item in self.items)

    @property
    def percent(self) -> int:
        """How many of a hundred are right."""
        return percent(self.right, len(self.items))


def outcome(scope: str, seed: int, answers: Mapping[str, tuple[str, ...]], lang: Lang) -> Outcome:
    """Return how the quiz ``quiz_items(scope, seed)`` went with ``answers`` by the steps' ids."""
    return Outcome(
        scope, seed, tuple(_outcome(step, answers.get(step.id, ()), lang) for step in quiz_items(scope, seed))
    )


def _outcome(step: Step, answer: tuple[str, ...], lang: Lang) -> ItemOutcome:
    page = step.page(lang)
    verdict = grade(step, 0, answer, AppState())
    answered = verdict.problem is None
    feedback = page.wrong.get(verdict.wrong_id) or page.wrong.get("other", "")
    return ItemOutcome(
        id=step.id,
        title=filled(page.title, step, 0, lang),
        question=filled(page.question, step, 0, lang),
        answered=answered,
        right=verdict.right,
        given=answer_in_words(step, answer, lang, filled),
        expected=expected_in_words(step, verdict, lang),
        feedback=filled(feedback, step, 0, lang) if answered and not verdict.right else "",
        why=filled(page.right, step, 0, lang),
    )


def expected_in_words(step: Step, verdict: Verdict, lang: Lang) -> str:
    """Return the right answer as a person reads it; numbers without decimals that say nothing."""
    expected = verdict.expected
    if isinstance(step.task, Predict) and all("." in cell for cell in expected):
        expected = tuple(cell.rstrip("0").rstrip(".") for cell in expected)
    return answer_in_words(step, expected, lang, filled)
