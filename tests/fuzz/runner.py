"""Runs the cases of one target, half grown from the grammar and half mutated, and gathers what must not have happened.

A failure is shown as the smallest case found, ready to be copied into a test.
"""

from __future__ import annotations

import random
import resource
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, given

from tests.fuzz.target import Target

# Generous: the slowest reader takes some tenths of a second, on a busy machine.
MOST_SECONDS = 5.0
MOST_MEGABYTES = 400.0
MOST_FAILURES = 5
_MEGABYTE = 1024 * 1024 if sys.platform == "darwin" else 1024
_SHOWN = 3_000


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that broke a promise, and how."""

    case: Any
    error: BaseException

    @property
    def place(self) -> tuple[str, int]:
        """The kind of fault and the innermost line: failures of one place are one failure."""
        trace = traceback.extract_tb(self.error.__traceback__)
        return type(self.error).__name__, trace[-1].lineno or 0 if trace else 0

    def __str__(self) -> str:
        case = repr(self.case)
        shown = case if len(case) <= _SHOWN else f"{case[:_SHOWN]} … ({len(case):,} characters)"
        where = "".join(traceback.format_exception(self.error, limit=-4))
        return f"    case = {shown}\n{where}"


@dataclass(slots=True)
class Outcome:
    """What became of the cases of one target."""

    name: str
    accepted: int = 0
    refused: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    slowest_case: Any = None
    failures: list[Failure] = field(default_factory=list)

    @property
    def cases(self) -> int:
        """How many there were."""
        return self.accepted + self.refused

    def __str__(self) -> str:
        counts = f"{self.cases:>7,} {self.accepted:>9,} {self.refused:>8,}"
        times = f"{self.seconds:>8.1f} {1000 * self.slowest:>9.0f}"
        return f"{self.name:<22}{counts} {times} {len(self.failures):>9}"


HEADING = f"{'reader':<22}{'cases':>7} {'accepted':>9} {'refused':>8} {'seconds':>8} {'worst ms':>9} {'failures':>9}"


def run(target: Target, cases: int, seed: int) -> Outcome:
    """Return what became of ``cases`` cases, the same for the same ``seed``."""
    outcome = Outcome(target.name)
    wanted = max(2, round(cases * target.share))
    began = time.perf_counter()
    _run_grown(target, wanted // 2, seed, outcome)
    _run_mutated(target, wanted - outcome.cases, seed, outcome)
    outcome.seconds = time.perf_counter() - began
    return outcome


def _run_grown(target: Target, cases: int, seed: int, outcome: Outcome) -> None:
    last: list[Any] = []

    # Shrinking is given what is left over by the cases themselves; it must not count as cases.
    counting = True

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=cases,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        derandomize=False,
        print_blob=False,
    )
    @given(target.grown)
    def one(case: Any) -> None:
        nonlocal counting
        last[:] = [case]
        try:
            _use(target.use, case, outcome if counting else Outcome(target.name))
        except BaseException:
            counting = False
            raise

    try:
        one()
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        outcome.failures.append(Failure(last[0] if last else None, error))
        outcome.refused += 1


def _run_mutated(target: Target, cases: int, seed: int, outcome: Outcome) -> None:
    for number in range(cases):
        case = target.mutated(random.Random(f"{target.name}/{seed}/{number}"))
        try:
            _use(target.use, case, outcome)
        except Exception as error:
            outcome.refused += 1
            failure = Failure(case, error)
            if failure.place not in [known.place for known in outcome.failures]:
                outcome.failures.append(_smaller(target.use, failure))
            if len(outcome.failures) == MOST_FAILURES:
                return


def _use(use: Callable[[Any], bool], case: Any, outcome: Outcome) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # The time of this process: what others do on the machine is no fault of the reader.
    began = time.process_time()
    accepted = use(case)
    seconds = time.process_time() - began
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / _MEGABYTE
    assert seconds <= MOST_SECONDS, f"took {seconds:.1f} s"
    assert grown <= MOST_MEGABYTES, f"took {grown:.0f} MB"
    if seconds > outcome.slowest:
        outcome.slowest, outcome.slowest_case = seconds, case
    if accepted:
        outcome.accepted += 1
    else:
        outcome.refused += 1


def _smaller(use: Callable[[Any], bool], failure: Failure, tries: int = 400) -> Failure:
    """Return the failure with as much as possible left out of a text: halves, quarters, … single signs."""
    best = failure
    size = len(best.case) // 2 if isinstance(best.case, str | bytes) else 0
    while size and tries:
        at = 0
        while at < len(best.case) and tries:
            tries -= 1
            shorter = best.case[:at] + best.case[at + size :]
            try:
                _use(use, shorter, Outcome(""))
            except Exception as error:
                if Failure(shorter, error).place == best.place:
                    best = Failure(shorter, error)
                    continue
            at += size
        size //= 2
    return best
