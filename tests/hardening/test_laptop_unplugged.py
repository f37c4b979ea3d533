"""The teacher's own screen goes, or changes, or is gone at the next start: the window is on one that is there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QWidget

from core.files import Places
from core.settings import Settings
from gui.app import Application
from tests.gui.stage.virtual_screens import VirtualScreen
from tests.hardening.desk import CTRL, KEY, LAPTOP, PROJECTOR, Desk, resized

SMALL = ((1920, 1080), (1280, 720), (1024, 600))
BESIDE = (1366, 0, 960, 540)  # the projector, drawn two for one


def on_laptop(desk: Desk) -> QWidget:
    window = desk.hands.window
    assert window.screen().name() == "laptop"
    assert desk.out_of_sight() == []
    return window


# --- the laptop's screen goes


def test_the_teachers_window_comes_to_the_screen_that_is_left_behind_the_stage(desk: Desk) -> None:
    desk.project()
    desk.have(PROJECTOR)
    window = desk.hands.window
    assert desk.out_of_sight() == []
    assert window.screen().name() == "projector"
    assert QRect(*BESIDE).contains(window.frameGeometry())
    assert desk.fills("projector")
    assert QApplication.activeWindow() is desk.stage
    assert not desk.application.projection.strip.isVisible()
    desk.key(KEY.Key_Escape)
    assert not desk.stage.isVisible()
    assert QApplication.activeWindow() is window


def test_the_class_keeps_its_screen_when_the_laptop_is_back(desk: Desk) -> None:
    desk.project()
    desk.key(KEY.Key_F)
    desk.have(PROJECTOR)
    desk.have(PROJECTOR, LAPTOP)
    on_laptop(desk)
    assert desk.fills("projector")
    assert desk.application.projection.strip.isVisible()
    assert desk.application.projection.state.frozen


@pytest.mark.parametrize("name", ["preferences", "palette"])
def test_a_dialog_comes_along_and_is_not_lost_behind_the_stage(desk: Desk, name: str) -> None:
    desk.project()
    desk.hands.window.activateWindow()
    desk.settle()
    dialogs = desk.application.dialogs
    {
        "preferences": dialogs.show_preferences,
        "palette": lambda: QTest.keyClick(desk.hands.window, KEY.Key_K, CTRL),
    }[name]()
    desk.settle()
    dialog = desk.hands.dialog(QDialog)
    assert dialog is not None
    field = dialog.findChild(QLineEdit)
    if name == "palette":
        desk.hands.type("tan")
        assert field is not None
    text = field.text() if field is not None else ""
    desk.have(PROJECTOR)
    assert desk.out_of_sight() == []
    assert QRect(*BESIDE).contains(dialog.frameGeometry())
    desk.have(PROJECTOR, LAPTOP)
    on_laptop(desk)
    assert dialog.screen().name() == "laptop"
    assert (field.text() if field is not None else "") == text
    desk.key(KEY.Key_Escape)
    assert QApplication.activeWindow() is dialog
    QTest.keyClick(dialog, KEY.Key_Escape)
    desk.hands.settle()
    assert desk.hands.dialog(QDialog) is None


def test_an_open_list_is_closed_and_its_window_can_be_used(desk: Desk) -> None:
    desk.application.dialogs.show_preferences()
    desk.settle()
    dialog = desk.hands.dialog(QDialog)
    assert dialog is not None
    box = next(part for part in dialog.findChildren(QComboBox) if part.isVisible())
    before = box.currentIndex()
    desk.hands.click(box)
    assert box.view().isVisible()
    desk.have(PROJECTOR)
    assert desk.out_of_sight() == []
    assert not box.view().isVisible()
    assert box.currentIndex() == before
    desk.hands.click(box)
    assert desk.out_of_sight() == []
    assert box.view().isVisible()


@pytest.mark.parametrize("state", ["maximized", "full screen"])
def test_a_window_that_fills_its_screen_fills_the_other_one(desk: Desk, state: str) -> None:
    window = desk.hands.window
    window.showMaximized() if state == "maximized" else QTest.keyClick(window, KEY.Key_F11)
    desk.settle()
    assert window.frameGeometry().getRect() == (0, 0, 1366, 768)
    desk.have(PROJECTOR)
    assert window.frameGeometry().getRect() == BESIDE
    assert window.isMaximized() if state == "maximized" else window.isFullScreen()
    window.showNormal() if state == "maximized" else QTest.keyClick(window, KEY.Key_F11)
    desk.settle()
    assert desk.out_of_sight() == []


def test_a_window_across_two_screens_stays_there_until_one_of_them_goes(desk: Desk) -> None:
    window = desk.hands.window
    window.setGeometry(900, 50, 800, 400)
    desk.have(LAPTOP, PROJECTOR, VirtualScreen("third", 0, 2000, 640, 480))
    assert window.geometry().getRect() == (900, 50, 800, 400)
    desk.have(LAPTOP)
    on_laptop(desk)
    assert window.size().toTuple() == (800, 400)


def test_another_first_screen_moves_nothing(desk: Desk) -> None:
    desk.project()
    desk.have(PROJECTOR)
    assert QGuiApplication.primaryScreen().name() == "projector"
    desk.have(PROJECTOR, LAPTOP)
    before = on_laptop(desk).geometry()
    desk.have(PROJECTOR, LAPTOP, VirtualScreen("third", 4000, 0, 800, 600))
    assert on_laptop(desk).geometry() == before
    assert desk.fills("projector")


# --- the resolution changes


@pytest.mark.parametrize("state", ["ordinary", "maximized", "full screen"])
def test_the_window_fits_each_resolution_of_its_screen(desk: Desk, state: str) -> None:
    desk.have(resized(LAPTOP, *SMALL[0]))
    window = desk.hands.window
    window.setGeometry(500, 200, 1400, 860)
    {"ordinary": window.showNormal, "maximized": window.showMaximized, "full screen": window.showFullScreen}[state]()
    desk.settle()
    wide, tall = window.frameGeometry().size().toTuple()
    for size in SMALL[1:]:
        desk.have(resized(LAPTOP, *size))
        assert desk.out_of_sight() == []
        if state == "ordinary":
            assert window.frameGeometry().size().toTuple() == (min(wide, size[0]), min(tall, size[1]))
        else:
            assert window.frameGeometry().getRect() == (0, 0, *size)
    desk.have(resized(LAPTOP, *SMALL[0]))
    assert desk.out_of_sight() == []
    if state != "ordinary":
        assert window.frameGeometry().getRect() == (0, 0, *SMALL[0])


def test_the_stage_fills_each_resolution_of_its_screen_and_nothing_is_cut_off(desk: Desk) -> None:
    desk.have(LAPTOP, resized(PROJECTOR, *SMALL[0], dpi=96))
    desk.project()
    drawn = desk.stage.drawing.strokes
    desk.hands.action("penAction").trigger()
    sheet = desk.stage.drawing
    desk.press(sheet, sheet.rect().center())
    desk.move(sheet, sheet.rect().center() / 2)
    desk.let_go(sheet, sheet.rect().center() / 2)
    strokes = [list(stroke) for stroke in drawn]
    assert strokes
    for size in SMALL[1:]:
        desk.have(LAPTOP, resized(PROJECTOR, *size, dpi=96))
        assert desk.fills("projector")
        assert desk.stage.size().toTuple() == size
        assert [list(stroke) for stroke in sheet.strokes] == strokes
        body = desk.stage.body
        for part in (body.head, body.footer, *(card for card in body.cards if card.isVisible())):
            assert desk.stage.rect().contains(QRect(part.mapTo(desk.stage, part.rect().topLeft()), part.size()))
    assert desk.out_of_sight() == []


def test_a_dialog_fits_the_resolution_too(desk: Desk) -> None:
    desk.application.dialogs.show_preferences()
    desk.settle()
    dialog = desk.hands.dialog(QDialog)
    assert dialog is not None
    dialog.move(800, 200)
    for size in SMALL[1:]:
        desk.have(resized(LAPTOP, *size))
        assert desk.out_of_sight() == []
        assert dialog.isVisible()


# --- the next start


@contextmanager
def started(desk: Desk, folder: Path, **settings: object) -> Iterator[Application]:
    """A second program, its window shown as at a start."""
    application = Application(Places.below(folder), Settings(**settings), remembers=False, fresh=True)  # type: ignore[arg-type]
    application.show_shell()
    for _ in range(8):
        QApplication.processEvents()
    application.screens.look_again()
    yield application
    application.window.close()
    QApplication.instance().removeTranslator(application.looks.translator)  # type: ignore[union-attr]
    application.window.deleteLater()
    application.deleteLater()
    for _ in range(3):
        QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize(
    ("place", "wanted"),
    [
        ((100, 60, 1000, 600), (100, 60, 1000, 600)),
        ((1500, 40, 700, 400), None),  # on the projector that is not there today
        ((-1900, 20, 1280, 720), None),  # on a screen at the left
        ((0, 0, 1920, 1040), (0, 0, 1366, 768)),  # the screen was larger
        ((1200, 600, 1000, 600), (366, 168, 1000, 600)),  # a corner is on it
        ((-900, 100, 1000, 600), (0, 100, 1000, 600)),
        (None, None),
    ],
)
def test_a_start_shows_all_of_the_window_on_a_screen_that_is_there(
    desk: Desk, tmp_path: Path, place: tuple[int, int, int, int] | None, wanted: tuple[int, int, int, int] | None
) -> None:
    desk.have(LAPTOP)
    desk.hands.window.hide()
    with started(desk, tmp_path, window=place) as application:
        assert desk.out_of_sight() == []
        box = application.window.frameGeometry()
        assert box.getRect() == wanted if wanted else box.size().toTuple() == (1366, 768)
    desk.hands.window.show()


def test_a_window_that_was_maximized_on_the_projector_is_so_on_the_laptop(desk: Desk, tmp_path: Path) -> None:
    desk.have(LAPTOP)
    with started(desk, tmp_path, window=(1500, 40, 700, 400), maximized=True) as application:
        assert application.window.isMaximized()
        assert application.window.geometry().getRect() == (0, 0, 1366, 768)
