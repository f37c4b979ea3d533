"""The first minute of `make soak`, in a second or ten: everything is used once, and nothing complains."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from gui.app import Application
from tests.gui.hands import Hands
from tests.soak.figures import Faults, Sample
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
    assert sample.megabytes > 50
    assert {thread for thread in set(threading.enumerate()) - threads if not thread.daemon} == set()


def test_a_fault_of_a_slot_is_kept_with_what_was_done(application: Application) -> None:
    faults = Faults()
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
