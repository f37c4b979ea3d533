"""One check, what became of it, and how that is said."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from core.text import Lang, UserError, words_in
from core.version import VERSION

# Relative. PyTorch itself keeps constants such as 1/6 in float32 here and there.
CLOSE = 1e-7


class WrongResultError(UserError):
    """A check found something else than it should have."""

    @classmethod
    def differs(cls, place: str, found: object, wanted: object) -> WrongResultError:
        """Return the fault that ``found`` stands at ``place`` instead of ``wanted``."""
        return cls("self_test.differs", place=place, found=found, wanted=wanted)


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    Attributes:
        id: its words are ``self_test.<id>``.
        run: returns what fills the placeholders of its words. Whatever it raises means that the check failed; what is
            to be said about it is a ``WrongResultError``.
    """

    id: str
    run: Callable[[], Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a check, in words."""

    passed: bool
    line: str


def outcome_of(check: Check, lang: Lang) -> Outcome:
    """Run ``check``. Nothing is raised: a fault is what is looked for."""
    words = words_in(lang)
    try:
        values = check.run()
    except Exception as error:  # a damaged installation can fail in any way, and the next check is to run all the same
        reason = error.said_in(lang) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"
        what = words(f"self_test.{check.id}_short")
        return Outcome(False, words("self_test.failed", what=what, reason=" ".join(reason.split("\n"))))
    return Outcome(True, words("self_test.passed", what=words(f"self_test.{check.id}", **values)))


def summary(outcomes: Sequence[Outcome], seconds: float, lang: Lang) -> str:
    """Return the last line: how many checks passed, in how long, with which versions."""
    words = words_in(lang)
    failed = sum(not one.passed for one in outcomes)
    made_with = f"{VERSION}, Python {platform.python_version()}, PyTorch {torch.__version__}, {platform.machine()}"
    id = "self_test.some_failed" if failed else "self_test.all_passed"
    return words(id, count=len(outcomes), failed=failed, seconds=f"{seconds:.1f}", versions=made_with)


def same(place: str, found: float, wanted: float, relative: float = CLOSE, least: float = 1e-13) -> None:
    """Raise ``WrongResultError`` unless ``found`` is ``wanted`` but for rounding."""
    if not (abs(found - wanted) <= max(relative * abs(wanted), least)):
        raise WrongResultError.differs(place, repr(found), repr(wanted))


def all_same(place: str, found: Iterable[float], wanted: Iterable[float], relative: float = CLOSE) -> int:
    """Raise ``WrongResultError`` at the first number that differs; return how many were compared."""
    pairs = [*zip(np.ravel(list(found)).tolist(), np.ravel(list(wanted)).tolist(), strict=True)]
    for at, (one, other) in enumerate(pairs):
        same(f"{place}[{at}]", one, other, relative)
    return len(pairs)
