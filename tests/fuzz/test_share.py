"""A small share of what `make fuzz` does, the same cases every time."""

from __future__ import annotations

from pathlib import Path

import pytest

from gui.app import Application
from tests.fuzz import fuzz_fields
from tests.fuzz.runner import Outcome, run
from tests.fuzz.target import Target
from tests.fuzz.targets import readers
from tests.gui.hands import Hands

CASES = 80
TYPED = 42
SEED = 1


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))


def _check(outcome: Outcome) -> None:
    assert not outcome.failures, "\n".join(map(str, outcome.failures))
    # A reader that refuses everything, or takes everything, was not reached.
    assert outcome.accepted
    assert outcome.refused


@pytest.mark.parametrize("target", readers(), ids=lambda target: target.name)
def test_whatever_is_opened_or_typed_is_read_or_refused_in_words(qapp, target: Target) -> None:  # type: ignore[no-untyped-def]
    _check(run(target, CASES, SEED))


def test_whatever_is_typed_into_the_window_is_taken_or_refused(application: Application) -> None:
    hands = Hands(application)
    total = Outcome("fields")
    for target in fuzz_fields.targets(lambda: hands):
        outcome = run(target, TYPED, SEED)
        total.accepted += outcome.accepted
        total.refused += outcome.refused
        total.failures += outcome.failures
    _check(total)


def test_a_fault_is_found_and_its_case_made_small() -> None:
    target = readers()[0]

    def use(text: object) -> bool:
        assert not isinstance(text, str) or "[" not in text
        return True

    outcome = run(Target("spoilt", target.grown, target.mutated, use), CASES, SEED)
    assert outcome.failures
    assert outcome.failures[-1].case == "["
