"""A teacher's desk: a laptop and a projector whose cable comes out, and what is seen on the screens that are left.

The off-screen platform leaves a window where it was when its screen goes, at a place that no screen shows: so does a
desktop whose window manager does not tidy up.
"""

from __future__ import annotations

import gc
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from core.stage import StageState
from gui.app import Application
from gui.stage.window import StageWindow
from tests.gui.hands import CTRL, KEY, LEFT, NONE, Hands
from tests.gui.stage.virtual_screens import LAPTOP, PROJECTOR, VirtualScreen, plug

# What the off-screen platform has without being told.
ORDINARY = VirtualScreen("", 0, 0, 800, 800)
__all__ = ["CTRL", "KEY", "LAPTOP", "PROJECTOR", "Desk", "resized"]


def resized(screen: VirtualScreen, width: int, height: int, dpi: int = 0) -> VirtualScreen:
    """Return the screen with another resolution."""
    return replace(screen, width=width, height=height, logicalDpi=dpi or screen.logicalDpi)


class Desk:
    """Plugs screens in and out under a running program, and looks where its windows are."""

    def __init__(self, running: Application) -> None:
        self.application = running
        self.hands = Hands(running)
        self._has = (ORDINARY,)
        # Whether the next test finds the stage where this one leaves it: to begin anew takes longer than most of them.
        self.keeps_stage = False

    def have(self, *screens: VirtualScreen) -> None:
        """Have these screens from now on."""
        # Qt does not survive a moment without any screen.
        if not {screen.name for screen in screens} & {screen.name for screen in self._has}:
            plug(*self._has, *screens)
            self.settle()
        plug(*screens)
        self._has = screens
        self.settle()

    def settle(self) -> None:
        """Let everything happen that a change of screens brings, the second look included."""
        for _ in range(12):
            QApplication.processEvents()
        keeper = self.application.screens
        if keeper.waits:
            keeper.look_again()
            for _ in range(6):
                QApplication.processEvents()

    # --- the stage

    @property
    def stage(self) -> StageWindow:
        window = self.application.projection.window
        assert window is not None
        return window

    def project(self) -> None:
        """Press F5 in the teacher's window."""
        QTest.keyClick(self.hands.window, KEY.Key_F5)
        self.settle()
        for shown in self.application.projection._stages.values():
            shown.finish()
        self.stage.body.head.formula.warm_up()
        self.settle()

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        """Press a key on the stage."""
        QTest.keyClick(self.stage.windowHandle(), key, held)
        self.settle()

    def press(self, widget: QWidget, place: QPointF | QPoint | None = None) -> None:
        """Press the mouse's button down over a part and hold it."""
        QTest.mousePress(*self._at(widget, place))

    def move(self, widget: QWidget, place: QPointF | QPoint) -> None:
        """Move the mouse over a part, its button as it is."""
        handle, _, _, at = self._at(widget, place)
        QTest.mouseMove(handle, at)
        for _ in range(4):
            QApplication.processEvents()

    def let_go(self, widget: QWidget, place: QPointF | QPoint | None = None) -> None:
        """Let the mouse's button go."""
        QTest.mouseRelease(*self._at(widget, place))
        self.settle()

    def _at(self, widget: QWidget, place: QPointF | QPoint | None):  # type: ignore[no-untyped-def]
        at = widget.rect().center() if place is None else QPointF(place).toPoint()
        top = widget.window()
        return top.windowHandle(), LEFT, NONE, widget.mapTo(top, at)

    # --- what is seen

    def windows(self) -> list[QWidget]:
        """Return every window that is in view."""
        return [top for top in QApplication.topLevelWidgets() if top.isVisible()]

    def out_of_sight(self) -> list[str]:
        """Say which windows do not lie on one of the screens as a whole, or belong to another one than they lie on."""
        screens = QGuiApplication.screens()
        said = []
        for window in self.windows():
            box = window.frameGeometry()
            who = f"{type(window).__name__} {window.objectName()} at {box.getRect()}"
            on = [screen for screen in screens if screen.geometry().contains(box)]
            if not on:
                said.append(f"{who} is on none of {[screen.geometry().getRect() for screen in screens]}")
            elif window.screen() not in on:
                said.append(f"{who} belongs to {window.screen().name()}")
        return said

    def screen(self, name: str) -> QScreen:
        return next(screen for screen in QGuiApplication.screens() if screen.name() == name)

    def fills(self, name: str) -> bool:
        """Whether the stage is what a screen shows, all of it."""
        screen = self.screen(name)
        stage = self.stage
        return stage.isVisible() and stage.screen() == screen and stage.geometry() == screen.geometry()

    def seen_on(self, window: QWidget) -> QImage:
        """Return a window's pixels as they were painted for its screen; painted anew on a dense one.

        Of what it painted at two pixels for one, the off-screen platform hands out a quarter.
        """
        for _ in range(6):
            QApplication.processEvents()
        if window.devicePixelRatioF() != 1:
            return window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        return window.screen().grabWindow(window.winId()).toImage().convertToFormat(QImage.Format.Format_RGB32)

    def clear(self) -> None:
        """Close every list, menu and dialog, and the stage, or leave it as it is when it begins."""
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for window in self.windows():
            if window not in (self.hands.window, self.application.projection.window):
                window.close()
        projection = self.application.projection
        if self.keeps_stage and projection.is_on:
            projection._change(StageState())
            projection.erase()
        else:
            projection.end()
            projection.state = StageState()
        # The program does so when it rests, which a test never does: what is left of closed windows is taken by PySide
        # for what lies in its place by then.
        gc.collect()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
