"""The first minute of `make soak`, in a second or ten: everything is used once, and nothing complains."""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from core.store import MAX_STEPS
from gui.app import Application
from tests.gui.hands import Hands
from tests.soak import run
from tests.soak.figures import Faults, Look, Sample, slope, typical
from tests.soak.user import User

SEED = 7
ACTS = 9


def test_a_person_drawn_by_lot_meets_no_fault(
    application: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The user answers file dialogs; they are asked again afterwards.
    for name in ("getSaveFileName", "getOpenFileName", "getExistingDirectory"):
        monkeypatch.setattr(QFileDialog, name, getattr(QFileDialog, name))
    faults = Faults()
    faults.listen()
    threads = set(threading.enumerate())
    user = User(Hands(application), SEED, tmp_path, faults)
    try:
        for done, _ in enumerate(user.round(4), 1):
            if done == ACTS:
                break
        user.rest()
        sample = Sample.now()
    finally:
        user.stop()
        faults.stop()
    assert faults.found == []
    assert user.actions > 40
    assert len(application.store.history()[0]) > MAX_STEPS
    assert sample.megabytes > 50
    assert {thread for thread in set(threading.enumerate()) - threads if not thread.daemon} == set()


def test_a_fault_of_a_slot_is_kept_with_what_was_done(application: Application) -> None:
    told: list[str] = []
    faults = Faults(told.append)
    faults.listen()
    faults.doing = "pressing"

    def fail() -> None:
        raise ValueError("on purpose")

    try:
        application.window.lab_requested.connect(fail)
        application.window.lab_requested.emit("compare")
    finally:
        application.window.lab_requested.disconnect(fail)
        faults.stop()
    assert len(faults.found) == 1
    assert faults.found[0].startswith("while pressing")
    assert "on purpose" in faults.found[0]
    assert told == faults.found


def looks_at(*megabytes: float) -> list[Look]:
    return [(60.0 * minute, Sample(size, 0, 0, (), 0, Counter())) for minute, size in enumerate(megabytes)]


def test_growth_is_told_by_the_middle_of_some_looks_and_by_the_line_through_all() -> None:
    assert typical(looks_at(500, 530, 502)) == 502
    assert slope(looks_at(500, 501, 502, 503)) == pytest.approx(60)
    assert slope(looks_at(500, 510, 500, 510, 500)) == pytest.approx(0)
    assert slope(looks_at(500)) == 0


@pytest.mark.parametrize(("end", "code"), [(524.0, 0), (526.0, 1)])
def test_more_than_five_per_cent_is_refused(end: float, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run._report(looks_at(500, 500, 500, 560, end, end, end), Faults()) == code
    said = capsys.readouterr()
    assert f"500.0 MB, {end:.1f} MB" in said.out
    assert ("memory grew by 5.2%" in said.err) is bool(code)
