"""What one learner has done in the lessons: kept on this machine under a name, outside the state and outside undo."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

FORMAT = 1
MAX_ANSWER = 4_000
MAX_QUIZZES = 500

Count = Annotated[int, Meta(ge=0, le=10**9)]


class StepProgress(msgspec.Struct, frozen=True):
    """What was done in one step.

    Attributes:
        tries: how often an answer was checked.
        right_at: which of the tries was right first, 0 if none was.
        hints: how many hints were opened before that.  shown: whether the answer was shown before that.
        answer: the last answer checked: cells, options, order or one text.
        first, last: when the step was first seen and last worked on, ISO 8601 with the offset from UTC.
    """

    tries: Count = 0
    right_at: Count = 0
    hints: Count = 0
    shown: bool = False
    answer: tuple[str, ...] = ()
    first: str = ""
    last: str = ""

    @property
    def right(self) -> bool:
        """Whether one of the tries was right."""
        return self.right_at > 0

    @property
    def unaided(self) -> bool:
        """Whether it was right without a hint and before the answer was shown."""
        return self.right and not self.hints and not self.shown

    @property
    def seen(self) -> bool:
        """Whether the step was ever opened."""
        return bool(self.first)

    def done(self, has_task: bool) -> bool:
        """Return whether nothing is left to do: its task was right, or a step that is only read was opened."""
        return self.right if has_task else self.seen


class QuizRun(msgspec.Struct, frozen=True):
    """A finished quiz: ``quiz`` is the lesson's key or "" for the mixed one, ``seed`` draws the same items again."""

    quiz: str
    seed: Count
    right: Count
    of: Count
    at: str = ""


class Progress(msgspec.Struct, frozen=True):
    """Everything one learner has done.

    Attributes:
        name: of the learner; valid by ``profiles.valid_name``. "" is a guest whose progress is not saved.
        lesson, step: where to resume, "" before the first step.
        steps: by ``"<lesson>/<step>"``.
        quizzes: finished quizzes, the oldest first.
        format: version of the file.
    """

    name: str = ""
    lesson: str = ""
    step: str = ""
    steps: dict[str, StepProgress] = {}
    quizzes: tuple[QuizRun, ...] = ()
    format: int = FORMAT

    def of(self, lesson: str, step: str) -> StepProgress:
        """Return what was done in a step."""
        return self.steps.get(f"{lesson}/{step}", StepProgress())


def visited(progress: Progress, lesson: str, step: str, now: datetime) -> Progress:
    """Return the progress after a step was opened: the place to resume at."""
    here = msgspec.structs.replace(progress, lesson=lesson, step=step)
    return _changed(here, lesson, step, now)


def tried(progress: Progress, lesson: str, step: str, answer: tuple[str, ...], right: bool, now: datetime) -> Progress:
    """Return the progress after an answer was checked. Right once stays right."""
    before = progress.of(lesson, step)
    tries = before.tries + 1
    kept = tuple(text[:MAX_ANSWER] for text in answer)
    right_at = before.right_at or (tries if right else 0)
    return _changed(progress, lesson, step, now, tries=tries, right_at=right_at, answer=kept)


def hinted(progress: Progress, lesson: str, step: str, hints: int, now: datetime) -> Progress:
    """Return the progress with ``hints`` hints open. Those opened after a right answer do not count."""
    before = progress.of(lesson, step)
    counted = before.hints if before.right else max(before.hints, hints)
    return _changed(progress, lesson, step, now, hints=counted)


def revealed(progress: Progress, lesson: str, step: str, now: datetime) -> Progress:
    """Return the progress after the answer was shown. After a right answer it does not count."""
    before = progress.of(lesson, step)
    return _changed(progress, lesson, step, now, shown=before.shown or not before.right)


def finished_quiz(progress: Progress, quiz: str, seed: int, right: int, of: int, now: datetime) -> Progress:
    """Return the progress with one more finished quiz; the oldest go beyond ``MAX_QUIZZES``."""
    run = QuizRun(quiz, seed, right, of, _written(now))
    return msgspec.structs.replace(progress, quizzes=(*progress.quizzes, run)[-MAX_QUIZZES:])


def reset(progress: Progress, lesson: str | None = None) -> Progress:
    """Return the progress without what was done in ``lesson``, or without anything but the name."""
    if lesson is None:
        return Progress(name=progress.name)
    steps = {key: done for key, done in progress.steps.items() if not key.startswith(f"{lesson}/")}
    quizzes = tuple(run for run in progress.quizzes if run.quiz != lesson)
    place = ("", "") if progress.lesson == lesson else (progress.lesson, progress.step)
    return msgspec.structs.replace(progress, steps=steps, quizzes=quizzes, lesson=place[0], step=place[1])


def _changed(progress: Progress, lesson: str, step: str, now: datetime, **changes: object) -> Progress:
    at = _written(now)
    before = progress.of(lesson, step)
    after = msgspec.structs.replace(before, first=before.first or at, last=at, **changes)
    return msgspec.structs.replace(progress, steps={**progress.steps, f"{lesson}/{step}": after})


def _written(now: datetime) -> str:
    return now.astimezone().isoformat(timespec="seconds")
