"""Whatever raises, wherever: one report in the reader's language, the work saved, the log written, the app goes on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from core import session
from core.files import Places
from core.labs import explore
from core.text import UserError, words_in
from gui.dialogs.preferences import PreferencesDialog
from gui.lab_table import LAB_KEYS
from tests.gui.hands import CTRL, KEY, Hands
from tests.hardening.effort import THOROUGH
from tests.hardening.faulty import hooked, live, reports

FAULT = "a fault of the program"
SECRET = "비밀marker"


@pytest.fixture
def hands(launch) -> Hands:  # type: ignore[no-untyped-def]
    return Hands(launch(language="ko", theme="light", size=(1366, 768)))


@pytest.fixture
def log(hands: Hands, tmp_path: Path) -> Iterator[Path]:
    with hooked(hands.application, tmp_path) as path:
        yield path


def fault() -> None:
    raise ZeroDivisionError(FAULT)


def wait_for_report(hands: Hands) -> None:
    end = time.monotonic() + 10
    while not reports() and time.monotonic() < end:
        live(10)
    hands.settle()


def check_reported(hands: Hands, log: Path, tmp_path: Path, type_: str = "ZeroDivisionError") -> None:
    """One report, to be copied by its button; work and log written."""
    wait_for_report(hands)
    [dialog] = reports()
    words = words_in("ko")
    assert dialog.windowTitle() == words("crash.title") == "프로그램에 문제가 생겼습니다"
    assert dialog.body.text().startswith("작업은 저장했고 계속 쓸 수 있습니다.")
    report = dialog.report.toPlainText()
    assert type_ in report
    QGuiApplication.clipboard().clear()
    hands.click(dialog.findChild(QPushButton, "crashCopy"))
    assert QGuiApplication.clipboard().text() == report
    assert session.load(Places.below(tmp_path).crashed_session) == hands.application.store.state
    assert type_ in log.read_text("utf-8")
    QTest.keyClick(dialog, KEY.Key_Escape)
    hands.settle()
    assert reports() == []


def check_goes_on(hands: Hands) -> None:
    """The window works as before."""
    hands.application.visit("explore")
    hands.settle()
    hands.pick("Tanh" if hands.own.function != "tanh" else "Sigmoid")
    assert hands.own.function in ("tanh", "sigmoid")
    hands.press(KEY.Key_Z, CTRL)


def check_reported_and_go_on(hands: Hands, log: Path, tmp_path: Path, type_: str = "ZeroDivisionError") -> None:
    check_reported(hands, log, tmp_path, type_)
    check_goes_on(hands)


# --- where it raises --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", LAB_KEYS if THOROUGH else ("race", "lessons", "gradient"))
def test_a_slot_that_raises_and_a_lab_that_cannot_be_drawn_are_reported(  # type: ignore[no-untyped-def]
    hands: Hands, log: Path, tmp_path: Path, monkeypatch, key: str
) -> None:
    hands.application.visit(key)
    hands.settle()
    lab = hands.application._labs[key]
    button = QPushButton(FAULT, lab)
    button.clicked.connect(fault)
    button.show()
    button.raise_()
    hands.click(button)
    check_reported(hands, log, tmp_path)
    button.deleteLater()

    def no_picture(result: object) -> None:
        raise LookupError(FAULT)

    monkeypatch.setattr(lab, "render", no_picture)
    hands.application.bridge.schedule()
    hands.settle()
    monkeypatch.undo()
    assert hands.window.isVisible()
    check_reported(hands, log, tmp_path, "LookupError")
    check_goes_on(hands)


class Broken(QWidget):
    """Raises where it is told to."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.paints = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        self.paints += 1
        fault()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        raise LookupError(FAULT)


def test_a_paint_that_fails_at_every_frame_opens_one_report_and_lets_people_work(
    hands: Hands, log: Path, tmp_path: Path
) -> None:
    broken = Broken(hands.window)
    broken.resize(40, 40)
    broken.show()
    again = QTimer(broken)
    again.timeout.connect(broken.update)
    again.start(5)
    end = time.monotonic() + 60
    while broken.paints <= 50 and time.monotonic() < end:
        live(100)
    if broken.paints <= 50:
        again.stop()  # or it would go on in the next test
    assert broken.paints > 50
    assert len(reports()) == 1
    assert log.read_text("utf-8").count("in paintEvent") < 20, "a log of one fault over and over"
    QTest.keyClick(reports()[0], KEY.Key_Escape)
    live(800)
    assert reports() == [], "the report comes back and nobody can work"
    notice = hands.part("noticeText", QLabel).text()
    assert notice.startswith("같은 문제가 다시 생겼습니다(모두 ")
    again.stop()
    QTimer.singleShot(0, lambda: QCoreApplication.sendEvent(broken, QKeyEvent(QEvent.Type.KeyPress, 65, CTRL)))
    live(100)
    broken.hide()
    check_reported_and_go_on(hands, log, tmp_path, "LookupError")


def test_a_timer_that_raises_again_and_again_is_counted_in_one_report(hands: Hands, log: Path, tmp_path: Path) -> None:
    timer = QTimer(hands.window)
    timer.timeout.connect(fault)
    timer.start(0)
    live(700)
    timer.stop()
    again = reports()[0].findChild(QLabel, "crashAgain")
    assert again.isVisible()
    assert again.text().startswith("같은 문제가 다시 생겼습니다(모두 ")
    check_reported_and_go_on(hands, log, tmp_path)


def test_another_fault_while_the_report_is_open_is_added_to_it(hands: Hands, log: Path, tmp_path: Path) -> None:
    QTimer.singleShot(0, fault)
    live(50)

    def other() -> None:
        raise LookupError("another one")

    QTimer.singleShot(0, other)
    live(50)
    assert f"ZeroDivisionError: {FAULT}" in reports()[0].report.toPlainText()
    assert "LookupError: another one" in reports()[0].report.toPlainText()
    check_reported_and_go_on(hands, log, tmp_path)


def test_a_thread_that_raises_is_reported_in_the_window(hands: Hands, log: Path, tmp_path: Path) -> None:
    thread = threading.Thread(target=fault)
    thread.start()
    thread.join()
    check_reported_and_go_on(hands, log, tmp_path)


def test_an_autosave_that_raises_is_reported_and_the_next_one_saves(  # type: ignore[no-untyped-def]
    hands: Hands, log: Path, tmp_path: Path, monkeypatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(hands.application.document, "_write", lambda state: fault())
        hands.pick("ELU")
        wait_for_report(hands)
    check_reported_and_go_on(hands, log, tmp_path)
    hands.pick("GELU")
    end = time.monotonic() + 5
    last = Places.below(tmp_path).last_session
    while time.monotonic() < end and not (last.exists() and session.load(last).explore.function == "gelu"):
        QTest.qWait(20)
    assert session.load(last).explore.function == "gelu"


def test_a_fault_behind_an_open_dialog_is_shown_before_it(hands: Hands, log: Path, tmp_path: Path) -> None:
    hands.application.dialogs.show_preferences()
    hands.settle()
    preferences = hands.dialog(PreferencesDialog)
    assert preferences is not None
    QTimer.singleShot(0, fault)
    wait_for_report(hands)
    hands.click(reports()[0].findChild(QPushButton, "crashCopy"))
    assert "ZeroDivisionError" in QGuiApplication.clipboard().text()
    QTest.keyClick(reports()[0], KEY.Key_Escape)
    hands.settle()
    QTest.keyClick(preferences, KEY.Key_Escape)
    hands.settle()
    assert hands.dialog(PreferencesDialog) is None
    hands.pick("Tanh")
    assert hands.own.function == "tanh"


def test_a_fault_while_closing_is_shown_once_and_the_second_time_the_window_closes(hands: Hands, log: Path) -> None:
    hands.application.window.may_close = fault  # type: ignore[assignment]
    QTimer.singleShot(0, hands.action("quitAction").trigger)
    live(50)
    assert hands.window.isVisible()
    assert len(reports()) == 1
    QTest.keyClick(reports()[0], KEY.Key_Escape)
    QTimer.singleShot(0, hands.action("quitAction").trigger)
    live(50)
    assert not hands.window.isVisible()


def test_a_fault_in_english_is_told_in_english_and_says_when_nothing_could_be_saved(  # type: ignore[no-untyped-def]
    hands: Hands, log: Path, monkeypatch
) -> None:
    hands.application.set_language("en")

    def refused(*_: object) -> None:
        raise UserError("file.disk_full", name="crashed.actlab", folder="/", reason="")

    monkeypatch.setattr("gui.document.session.save", refused)
    QTimer.singleShot(0, fault)
    live(50)
    [dialog] = reports()
    assert dialog.windowTitle() == "Something went wrong"
    assert "no copy of your work could be saved: please save it elsewhere" in dialog.body.text()
    assert dialog.findChild(QPushButton, "crashCopy").text() == "Copy the report"


# --- what the log holds -----------------------------------------------------------------------------------------------


def carriers() -> list[Callable[[], None]]:
    """Return what raises with something typed in its message, as Python and the program do."""

    def number() -> None:
        float(SECRET)

    def file() -> None:
        Path(f"/nowhere/{SECRET}.actlab").read_bytes()

    def told() -> None:
        raise UserError("tensor.not_a_number", text=SECRET)

    def chained() -> None:
        try:
            {}[SECRET]
        except KeyError as error:
            raise RuntimeError(f"no {SECRET}") from error

    def compiled() -> None:
        compile(f"{SECRET} = = 1", SECRET, "exec")

    return [number, file, told, chained, compiled]


def test_the_log_holds_nothing_that_was_typed(hands: Hands, log: Path, tmp_path: Path) -> None:
    application = hands.application
    hands.type_cell(0, 0, SECRET)
    hands.retype(hands.part("pickerSearch"), SECRET)
    application.files.open(tmp_path / f"{SECRET}.actlab")
    application.document.path = tmp_path / f"{SECRET}.actlab"
    application.visit("lessons")
    hands.settle()
    learner = application._labs["lessons"].learner  # type: ignore[attr-defined]
    learner.add(SECRET)
    application.visit("explore")
    for raise_ in carriers():
        QTimer.singleShot(0, raise_)
        live(50)
        thread = threading.Thread(target=raise_)
        thread.start()
        thread.join()
        hands.settle()
    shown = reports()[0].report.toPlainText()
    assert f"could not convert string to float: '{SECRET}'" in shown, "the report says everything"
    written = log.read_text("utf-8")
    for type_ in (
        "ValueError",
        "FileNotFoundError",
        "core.text.UserError tensor.not_a_number",
        "KeyError",
        "SyntaxError",
    ):
        assert type_ in written
    assert "in number" in written
    assert SECRET not in written
    assert SECRET.encode("utf-16-le") not in log.read_bytes()
    assert str(Path(__file__).parents[2]) not in written, "folders of this machine"


def test_what_raises_while_something_goes_away_is_logged_without_its_message(hands: Hands, log: Path) -> None:
    class Last:
        def __del__(self) -> None:
            raise ValueError(SECRET)

    last = Last()
    del last
    assert "while cleaning up" in log.read_text("utf-8")
    assert SECRET not in log.read_text("utf-8")
    assert reports() == []


def test_an_autosave_that_cannot_write_logs_no_name(hands: Hands, log: Path, tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    def refused(*_: object) -> None:
        raise UserError("file.disk_full", name=SECRET, folder=SECRET, reason=SECRET)

    monkeypatch.setattr("core.last_screen.write_atomically", refused)
    application = hands.application
    state = application.store.state
    application.store.commit(replace(state, explore=explore.set_cell(state.explore, 0, 7.0)), "change.cell")
    application.document._autosave()
    application.document._worker.wait(5)
    assert "autosave: file.disk_full" in log.read_text("utf-8")
    assert SECRET not in log.read_text("utf-8")
