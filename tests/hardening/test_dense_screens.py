"""Screens of two pixels for one, and of three for two: everything is crisp, also after a move, and nothing is cut off.

The off-screen platform keeps a window's own pixels when it goes to a screen of another scale, where a window manager
keeps what it measures to the eye: here the test does.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from core.settings import Settings
from gui.first_view import FirstView
from gui.picture import picture
from gui.widgets.copy_actions import picture_of
from gui.widgets.curve_plot import CurvePlot
from tests.gui.looking import cut_off
from tests.gui.stage.virtual_screens import VirtualScreen
from tests.hardening.desk import KEY, LAPTOP, Desk
from tests.hardening.test_small_screens import out_of_reach

Gray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
LABS = ("explore", "neuron", "gradient", "race")
_TILE = 60


def dense(width: int, height: int, dpi: int) -> VirtualScreen:
    """A screen at the right of the laptop's, its size in its own pixels; at 192 dpi two of them are one of Qt's."""
    return VirtualScreen("dense", 1366, 0, width, height, logicalDpi=dpi)


def gray(shown: QPixmap | QImage) -> Gray:
    image = (shown.toImage() if isinstance(shown, QPixmap) else shown).convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return pixels[:, :, :3].mean(axis=2)


def shapes_and_finer(once: Gray, twice: Gray) -> tuple[int, int]:
    """Return how much of a picture is letters and curves, and how much finer the one of two pixels for one draws.

    In a picture that was only stretched, the two pixels of what was one are alike, wherever the first pair begins.
    Straight lines do not count: they end where such a pair does.
    """
    across, down = (np.abs(np.diff(once, axis=axis)) > 90 for axis in (1, 0))
    finer = 0
    for axis in (1, 0):
        steps = np.moveaxis(np.abs(np.diff(twice, axis=axis)) > 80, axis, 0)
        finer += min(int(steps[::2].sum()), int(steps[1::2].sum()))
    return int((across[:-1] & down[:, :-1]).sum()), finer


def blurred(once: Gray, twice: Gray) -> list[tuple[int, int]]:
    """Return where letters or curves of a picture are not drawn finer in the one that has two pixels for one."""
    found = []
    for top in range(0, once.shape[0] - _TILE, _TILE):
        for left in range(0, once.shape[1] - _TILE, _TILE):
            fine = twice[2 * top : 2 * (top + _TILE), 2 * left : 2 * (left + _TILE)]
            shapes, finer = shapes_and_finer(once[top : top + _TILE, left : left + _TILE], fine)
            if shapes > 25 and finer < 2 * shapes:
                found.append((left, top))
    return found


def at_rest(desk: Desk) -> None:
    """Let everything be painted, also what may wait behind the first picture."""
    desk.settle()
    for lab in desk.application._labs.values():
        lab.warm_up()  # type: ignore[attr-defined]
    desk.application.bridge.render_now()
    for _ in range(6):
        QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def put(desk: Desk, name: str) -> QPixmap:
    """Move the teacher's window to a screen; return its picture there."""
    window, screen = desk.hands.window, desk.screen(name)
    window.setScreen(screen)
    window.setGeometry(screen.geometry().left() + 10, 10, 1300, 720)
    at_rest(desk)
    return window.grab()


def test_the_measure_tells_a_stretched_picture_from_a_crisp_one(desk: Desk) -> None:
    once = put(desk, "laptop").toImage()
    for smooth in (False, True):
        way = Qt.TransformationMode.SmoothTransformation if smooth else Qt.TransformationMode.FastTransformation
        stretched = once.scaled(once.size() * 2, Qt.AspectRatioMode.IgnoreAspectRatio, way)
        assert len(blurred(gray(once), gray(stretched))) > 10


@pytest.mark.parametrize("lab", LABS)
def test_a_lab_is_crisp_on_a_dense_screen_and_the_same_as_before_when_it_is_back(desk: Desk, lab: str) -> None:
    desk.have(LAPTOP, dense(2732, 1536, 192))
    desk.application.visit(lab)
    if lab == "race":
        desk.application._labs["race"].runner.wait(20)
    before = put(desk, "laptop")
    there = put(desk, "dense")
    assert desk.out_of_sight() == []
    assert (there.devicePixelRatio(), there.width()) == (2.0, 2600)
    assert blurred(gray(before), gray(there)) == []
    assert np.array_equal(gray(put(desk, "laptop")), gray(before))
    desk.application.visit("explore")


def test_the_stage_is_crisp_and_a_copied_picture_is_the_same_from_every_screen(desk: Desk) -> None:
    desk.have(LAPTOP, VirtualScreen("dense", 1366, 0, 1600, 920))
    desk.project()
    plot = desk.application.projection._stages["explore"].curve
    formula = desk.stage.body.head.formula
    once, letters, copied = desk.stage.grab(), gray(formula.grab()), picture_of(plot).size()
    desk.have(LAPTOP, dense(3200, 1840, 192))
    assert desk.fills("dense")
    formula.warm_up()
    at_rest(desk)
    twice = desk.stage.grab()
    assert (twice.devicePixelRatio(), twice.size().toTuple()) == (2.0, (3200, 1840))
    assert blurred(gray(once), gray(twice)) == []
    shapes, finer = shapes_and_finer(letters, gray(formula.grab()))
    assert finer > 2 * shapes > 100
    assert picture_of(plot).size() == copied


@pytest.mark.parametrize(("width", "height", "dpi"), [(1024, 600, 192), (1280, 720, 192), (1366, 768, 144)])
def test_a_small_dense_screen_shows_all_of_the_window_and_of_the_stage(
    desk: Desk, width: int, height: int, dpi: int
) -> None:
    desk.have(LAPTOP, dense(width, height, dpi))
    ratio = dpi / 96
    desk.project()
    assert desk.fills("dense")
    stage = desk.stage
    assert stage.devicePixelRatioF() == ratio
    assert [*cut_off(stage)] == []
    sizes = [part.font().pixelSize() for part in stage.body.findChildren(QWidget) if part.isVisible()]
    assert min(size for size in sizes if size > 0) * ratio >= 25
    assert all(card.needed_width() <= card.width() + 1 for card in stage.body.shown_cards())
    desk.key(KEY.Key_Escape)
    window = desk.hands.window
    window.setScreen(desk.screen("dense"))
    window.setGeometry(desk.screen("dense").geometry().adjusted(4, 4, -4, -4))
    at_rest(desk)
    assert desk.out_of_sight() == []
    assert window.devicePixelRatioF() == ratio
    assert [*out_of_reach(window)] == []


def test_a_curve_lies_where_it_is_computed_at_three_pixels_for_two(desk: Desk) -> None:
    desk.have(LAPTOP, dense(2049, 1152, 144))
    put(desk, "dense")
    plot = desk.hands.part("curvePlot", CurvePlot)
    shown = plot.grab()
    assert shown.devicePixelRatio() == 1.5
    image, accent = shown.toImage(), desk.application.theme.color("accent")
    for x in (-1.5, -0.5, 0.5, 1.5):
        place = plot.to_pixel(x, float(np.tanh(x))) * 1.5
        colors = [image.pixelColor(round(place.x()) + dx, round(place.y()) + dy) for dx in (-1, 0) for dy in (-1, 0)]
        assert any(abs(c.red() - accent.red()) + abs(c.blue() - accent.blue()) < 60 for c in colors), x


def test_a_screenshot_has_the_pixels_of_a_dense_screen(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "stage.png"
    desk.have(VirtualScreen("dense", 0, 0, 2732, 1536, logicalDpi=192))
    desk.hands.window.hide()
    application = picture(file, (1024, 600), Settings(), "explore", None, FirstView(projects=True))
    application.window.may_close = lambda: True
    application.window.close()
    QApplication.instance().removeTranslator(application.looks.translator)  # type: ignore[union-attr]
    application.window.deleteLater()
    application.deleteLater()
    QTest.qWait(1)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    desk.hands.window.show()
    assert QImage(str(file)).size().toTuple() == (2048, 1200)
