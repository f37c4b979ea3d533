"""What is stopped in the middle of opening a network ends quietly, and the race goes on from where it stood."""

from __future__ import annotations

import threading

import pytest

from core.training.experiment import Experiment
from core.training.trainer import CancelledError
from tests.gui.labs.test_race import Racer


def test_a_race_stopped_while_a_network_is_opened_reports_no_fault(launch, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    reported: list[type] = []
    monkeypatch.setattr(threading, "excepthook", lambda what: reported.append(what.exc_type))
    racer = Racer(launch(language="ko", theme="light", size=(1366, 768)))
    racer.click(racer.tiles()[0])
    racer.rest()
    opened: list[int] = []

    def stopped(*_args: object) -> None:
        opened.append(1)
        raise CancelledError

    with monkeypatch.context() as patch:
        patch.setattr(Experiment, "network", stopped)
        racer.lab.runner.run()
        racer.until(lambda: opened)
        assert racer.lab.runner.wait(20)
        racer.settle()
    assert reported == []
    racer.lab.runner.epoch()
    racer.rest()
    assert racer.lab._network is not None
    assert reported == []
