"""What works behind the window raises or hangs: the window lives, says so, can cancel and quit."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtTest import QTest

from core.jobs import FrameWorker, LatestWorker
from core.text import UserError, words_in
from gui.dialogs.export import ExportDialog
from gui.dialogs.report import ReportDialog
from gui.labs.race import runner as runner_module
from gui.labs.race.lab import RaceLab
from tests.gui.hands import CTRL, KEY, Hands
from tests.hardening.faulty import hooked, live, reports

KO = words_in("ko")
HANGUL = re.compile("[\uac00-\ud7a3]")


@pytest.fixture
def hands(launch) -> Hands:  # type: ignore[no-untyped-def]
    return Hands(launch(language="ko", theme="light", size=(1366, 768)))


@pytest.fixture
def log(hands: Hands, tmp_path: Path) -> Iterator[Path]:
    with hooked(hands.application, tmp_path) as path:
        yield path


@pytest.fixture
def hanging() -> Iterator[Callable[..., object]]:
    """What hangs in a worker until the test is over."""
    over = threading.Event()
    yield lambda *_: over.wait(60)
    over.set()


def until(happened: Callable[[], bool], seconds: float = 15.0) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it does not happen"
        live(10)


def race_of(hands: Hands) -> RaceLab:
    hands.application.visit("race")
    hands.settle()
    lab = hands.application._labs["race"]
    assert isinstance(lab, RaceLab)
    assert lab.runner.wait(20)
    hands.settle()
    return lab


# --- the race ---------------------------------------------------------------------------------------------------------


def test_a_training_that_raises_says_so_and_begins_again_from_the_same_weights(  # type: ignore[no-untyped-def]
    hands: Hands, log: Path, monkeypatch
) -> None:
    lab = race_of(hands)
    start = np.array(lab.shown.frame.scores.train_loss)

    def fault(*_: object) -> None:
        raise ZeroDivisionError("in the middle of an epoch")

    with monkeypatch.context() as patch:
        patch.setattr("core.training.trainer.Trainer.run", fault)
        hands.click(hands.part("raceRun"))
        until(lambda: bool(reports()))
    assert "in the middle of an epoch" in reports()[0].report.toPlainText()
    QTest.keyClick(reports()[0], KEY.Key_Escape)
    hands.settle()
    assert not lab.runner.is_running
    assert lab.run_card.run.text() == "학습 시작"
    assert lab.run_card.notice.text().startswith("프로그램의 문제로 학습이 멈췄습니다.")
    hands.application.set_language("en")
    assert lab.run_card.notice.text().startswith("A fault of the program stopped the training.")
    hands.application.set_language("ko")
    hands.settle()
    hands.click(hands.part("raceStep"))
    assert lab.runner.wait(20)
    hands.settle()
    assert (lab.shown.frame.epoch, lab.shown.frame.step) == (0, 1)
    assert "프로그램의 문제" not in lab.run_card.notice.text()
    lab.runner.step_back()
    assert lab.runner.wait(20)
    hands.settle()
    assert np.array_equal(np.array(lab.shown.frame.scores.train_loss), start)


def test_a_training_that_hangs_is_said_and_the_window_lives_pauses_and_trains_again(  # type: ignore[no-untyped-def]
    hands: Hands, monkeypatch, hanging
) -> None:
    lab = race_of(hands)
    monkeypatch.setattr(runner_module, "PATIENCE_SECONDS", 0.6)
    monkeypatch.setattr(runner_module, "STOP_SECONDS", 0.3)
    with monkeypatch.context() as patch:
        patch.setattr("core.training.trainer.Trainer.run", hanging)
        hands.click(hands.part("raceRun"))
        until(lambda: "소식이 없습니다" in lab.run_card.notice.text(), 5)
    hands.application.visit("explore")
    hands.settle()
    hands.pick("Tanh")
    assert hands.own.function == "tanh", "the rest of the program waits for the race"
    hands.application.visit("race")
    hands.settle()
    assert not lab.runner.is_running
    hands.click(hands.part("raceRun"))
    until(lambda: lab.shown.frame.epoch >= 2)
    hands.click(hands.part("raceRun"))
    assert lab.runner.wait(20)
    assert "소식이 없습니다" not in lab.run_card.notice.text()


def test_a_training_that_hangs_gives_way_to_pause(hands: Hands, monkeypatch, hanging) -> None:  # type: ignore[no-untyped-def]
    lab = race_of(hands)
    monkeypatch.setattr(runner_module, "PATIENCE_SECONDS", 0.6)
    with monkeypatch.context() as patch:
        patch.setattr("core.training.trainer.Trainer.run", hanging)
        hands.click(hands.part("raceRun"))
        until(lambda: lab.runner.trouble is not None, 5)
    hands.click(hands.part("raceRun"))
    assert lab.runner.wait(5)
    hands.settle()
    assert not lab.runner.is_running
    assert lab.shown.frame.epoch == lab.shown.frame.step == 0
    assert lab.runner.trouble is None


def test_closing_the_window_while_the_training_hangs_takes_a_bounded_time(  # type: ignore[no-untyped-def]
    hands: Hands, monkeypatch, hanging
) -> None:
    race_of(hands)
    monkeypatch.setattr("core.training.trainer.Trainer.run", hanging)
    hands.click(hands.part("raceRun"))
    live(100)
    before = time.monotonic()
    hands.window.close()
    assert not hands.window.isVisible()
    assert time.monotonic() - before < runner_module.STOP_SECONDS + 3


# --- exports ----------------------------------------------------------------------------------------------------------


def exporting(hands: Hands) -> ExportDialog:
    hands.application.exports.show()
    hands.settle()
    dialog = hands.dialog(ExportDialog)
    assert dialog is not None
    dialog.choose("data" if "data" in [item.id for item in dialog._items] else dialog._items[0].id)
    hands.settle()
    return dialog


def test_an_export_that_raises_says_so_and_the_next_one_is_written(  # type: ignore[no-untyped-def]
    hands: Hands, log: Path, monkeypatch, tmp_path: Path
) -> None:
    dialog = exporting(hands)

    def fault(*_: object) -> None:
        raise ZeroDivisionError("while writing")

    with monkeypatch.context() as patch:
        patch.setattr("core.export.writing.write_atomically", fault)
        dialog.save_to(tmp_path / "plot.png")
        until(lambda: bool(reports()))
    QTest.keyClick(reports()[0], KEY.Key_Escape)
    hands.settle()
    assert dialog.message.text() == KO("export.failed")
    assert not dialog.progress.isVisible()
    assert dialog.save.isEnabled()
    dialog.save_to(tmp_path / "plot.png")
    until((tmp_path / "plot.png").exists)
    until(lambda: "plot.png" in dialog.message.text())


def test_an_export_that_hangs_is_cancelled_and_the_next_one_is_written(  # type: ignore[no-untyped-def]
    hands: Hands, monkeypatch, tmp_path: Path, hanging
) -> None:
    dialog = exporting(hands)
    with monkeypatch.context() as patch:
        patch.setattr("core.export.writing.check_writable", hanging)
        dialog.save_to(tmp_path / "hangs.png")
        live(100)
        assert dialog.progress.isVisible()
        hands.click(dialog.cancel)
    assert dialog.message.text() == KO("export.cancelled")
    dialog.save_to(tmp_path / "plot.png")
    until(lambda: "plot.png" in dialog.message.text())
    assert not (tmp_path / "hangs.png").exists()


# --- what else works behind the window --------------------------------------------------------------------------------


def test_measuring_that_raises_or_hangs_can_be_started_again(  # type: ignore[no-untyped-def]
    hands: Hands, log: Path, monkeypatch, hanging
) -> None:
    hands.application.visit("compare")
    hands.settle()
    card = hands.application._labs["compare"].facts  # type: ignore[attr-defined]

    def fault(*_: object) -> None:
        raise ZeroDivisionError("while measuring")

    with monkeypatch.context() as patch:
        patch.setattr("gui.labs.compare.cost_run.measure", fault)
        card._start_or_cancel()
        until(lambda: bool(reports()))
    QTest.keyClick(reports()[0], KEY.Key_Escape)
    until(lambda: card.measure.text() == KO("compare.measure"), 3)
    with monkeypatch.context() as patch:
        patch.setattr("gui.labs.compare.cost_run.measure", lambda *_: iter(hanging, None))
        card._start_or_cancel()
        live(50)
        assert card.measure.text() == KO("compare.cancel")
        card._start_or_cancel()
    assert card.status.text() == KO("compare.cost_cancelled")
    assert card.measure.text() == KO("compare.measure")


def test_lessons_that_cannot_be_read_leave_the_window_as_it_was(  # type: ignore[no-untyped-def]
    hands: Hands, log: Path, monkeypatch
) -> None:
    def fault() -> None:
        raise ZeroDivisionError("while reading lessons")

    with monkeypatch.context() as patch:
        patch.setattr("gui.labs.lessons.lab.built_in", fault)
        hands.press(KEY.Key_1, CTRL)
        until(lambda: bool(reports()))
    QTest.keyClick(reports()[0], KEY.Key_Escape)
    hands.settle()
    hands.pick("Tanh")
    assert hands.own.function == "tanh"
    hands.window.activateWindow()
    hands.settle()
    hands.press(KEY.Key_1, CTRL)
    assert hands.application.store.state.lab == "lessons"


def test_pytorch_that_cannot_be_loaded_is_said_and_the_window_closes(  # type: ignore[no-untyped-def]
    qapp, monkeypatch, tmp_path: Path
) -> None:
    from core.files import Places
    from core.settings import Settings
    from gui.app import Application

    def fault() -> None:
        cause = OSError("libtorch_cpu.so: cannot open shared object file")
        raise UserError("window.not_loaded", reason="OSError") from cause

    monkeypatch.setattr("gui.loading.load_heavy", fault)
    application = Application(Places.below(tmp_path), Settings(language="ko", theme="light"))
    application.window.show()
    application.load_behind()
    until(lambda: application.window.findChild(ReportDialog) is not None)
    dialog = application.window.findChild(ReportDialog)
    assert "libtorch_cpu.so" in dialog.report.toPlainText()
    assert HANGUL.search(dialog.body.text())
    dialog.close()
    application.window.close()
    assert not application.window.isVisible()
    application.window.deleteLater()
    application.deleteLater()


# --- the worker itself ------------------------------------------------------------------------------------------------


def test_a_worker_that_was_given_up_takes_the_next_job_at_once_and_the_old_thread_ends() -> None:
    worker, ran, begun, go_on = LatestWorker("test-giving-up"), [], threading.Event(), threading.Event()
    worker.start(lambda: (begun.set(), go_on.wait(20), ran.append("old")))
    assert begun.wait(5)
    worker.start(lambda: ran.append("forgotten"))
    worker.give_up()
    assert worker.wait(0)
    worker.start(lambda: ran.append("new"))
    assert worker.wait(5)
    assert ran == ["new"]
    go_on.set()
    for thread in threading.enumerate():
        if thread.name == "test-giving-up":
            thread.join(5)
            assert not thread.is_alive()
    assert ran == ["new", "old"]
    worker.start(lambda: ran.append("last"))
    assert worker.wait(5)
    assert ran[-1] == "last"


def test_a_stream_that_raises_tells_which_one_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda what: None)
    failed: list[int] = []

    def frames(cancelled: Callable[[], bool]) -> Iterator[int]:
        yield 1
        raise ZeroDivisionError

    worker: FrameWorker[int] = FrameWorker("frames", lambda ticket, frame: None, failed.append)
    ticket = worker.start(frames)
    assert worker.wait(5)
    assert failed == [ticket]
