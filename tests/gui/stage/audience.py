"""Somebody in the classroom: puts the stage on a screen of some size and measures what can be read on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gui.app import Application
from gui.stage.projection import Projection
from gui.stage.window import StageWindow
from gui.theme import contrast
from tests.gui.hands import Hands

SIZES = ((1920, 1080), (1366, 768), (1024, 768))


class Audience:
    """Watches the stage of one application."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.hands = Hands(application)

    @property
    def projection(self) -> Projection:
        return self.application.projection

    @property
    def stage(self) -> StageWindow:
        window = self.projection.window
        assert window is not None
        return window

    def project(self, size: tuple[int, int] = (1366, 768)) -> StageWindow:
        """Press F5, on a projector of this size."""
        self.hands.action("projectAction").trigger()
        self.stage.showNormal()
        self.stage.resize(*size)
        self.settle()
        for shown in self.projection._stages.values():
            shown.finish()
        self.stage.body.head.formula.warm_up()
        self.settle()
        assert (self.stage.width(), self.stage.height()) == size
        return self.stage

    def settle(self) -> None:
        for _ in range(6):
            QApplication.processEvents()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.stage, key, held)
        self.settle()

    def picture(self) -> QImage:
        self.settle()
        return self.stage.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)

    def mouse(self, kind: str, part: QWidget, place: QPointF) -> None:
        """Send a mouse event of the window system's kind to a part of the stage."""
        types = {
            "move": QMouseEvent.Type.MouseMove,
            "press": QMouseEvent.Type.MouseButtonPress,
            "release": QMouseEvent.Type.MouseButtonRelease,
        }
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        event = QMouseEvent(
            types[kind],
            place,
            QPointF(part.mapToGlobal(place.toPoint())),
            none if kind == "move" else left,
            none if kind == "release" else left,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(part, event)
        self.settle()

    def cards(self) -> list[str]:
        """Return the numbers on the cards."""
        return [card.shown_text() for card in self.stage.body.cards if card.isVisible()]

    def box(self, part: QWidget) -> QRect:
        return QRect(part.mapTo(self.stage, QPoint(0, 0)), part.size())


@dataclass(frozen=True)
class Ink:
    """Letters in a part of a picture: the heights of the separate shapes, and their contrast to the paper."""

    heights: tuple[int, ...]
    contrast: float


def ink_in(picture: QImage, box: QRect) -> Ink:
    """Measure the letters in ``box``: every shape of connected pixels that differs from the paper."""
    paper = Counter(
        picture.pixel(x, y) for x in range(box.left(), box.right() + 1, 2) for y in range(box.top(), box.bottom() + 1)
    ).most_common(1)[0][0]
    paper_name = QColor(paper).name()
    dark = {}
    for y in range(box.top(), box.bottom() + 1):
        for x in range(box.left(), box.right() + 1):
            pixel = picture.pixel(x, y)
            if pixel != paper:
                dark[x, y] = QColor(pixel).name()
    strong = {at for at, name in dark.items() if contrast(paper_name, name) >= 2.0}
    heights = tuple(bottom - top + 1 for _, top, _, bottom in _shapes(strong))
    best = max((contrast(paper_name, name) for name in set(dark.values())), default=1.0)
    return Ink(heights, best)


def _shapes(pixels: set[tuple[int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Yield (left, top, right, bottom) of every connected shape."""
    left = set(pixels)
    while left:
        waiting = [left.pop()]
        xs, ys = [], []
        while waiting:
            x, y = waiting.pop()
            xs.append(x)
            ys.append(y)
            for near in ((x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
                if near in left:
                    left.remove(near)
                    waiting.append(near)
        yield min(xs), min(ys), max(xs), max(ys)
