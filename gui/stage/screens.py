"""Which screen the class sees, and which one the teacher keeps."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QWidget


def stage_screen(window: QWidget, current: QScreen | None = None) -> QScreen:
    """Return the screen for the stage: one that the teacher's window is not on, the only one if there is no other.

    ``current`` is where it is: it goes nowhere else without need.
    """
    own = window.screen()
    others = [screen for screen in QGuiApplication.screens() if screen != own and not _is_mirror(screen, own)]
    if current is not None and current in others:
        return current
    return others[0] if others else own


def place_for_teacher(window: QWidget, stage: QWidget, of_class: str) -> QScreen | None:
    """Return the screen that the teacher's window goes to, None to stay: it must not stand where the class looks.

    That is when its own screen went, so that it came to the stage's, and is there again: the stage then stays on the
    screen that the class sees, whose name is ``of_class``.
    """
    own = window.screen()
    if not stage.isVisible() or stage.screen() != own or own.name() != of_class:
        return None
    return next((s for s in QGuiApplication.screens() if s != own and not _is_mirror(s, own)), None)


def _is_mirror(screen: QScreen, own: QScreen) -> bool:
    """Return whether a screen shows the same as the teacher's: a piece of the same desktop."""
    return screen.geometry().intersects(own.geometry())


def fills(window: QWidget, screen: QScreen) -> bool:
    """Return whether ``window`` is seen over the whole of ``screen``."""
    is_there = window.screen() == screen and window.geometry() == screen.geometry()
    return is_there and window.isVisible() and window.isFullScreen()


def fill(window: QWidget, screen: QScreen) -> None:
    """Show ``window`` over the whole of ``screen``, at that screen's scale."""
    if window.isVisible():
        # A full screen window stays on its screen until it is an ordinary one again.
        window.showNormal()
    window.setScreen(screen)
    window.setGeometry(screen.geometry())
    window.showFullScreen()


def come_forward(stage: QWidget) -> None:
    """Stand before the teacher's window and take the keys, but not before a question that no window works without."""
    asking = QApplication.activeModalWidget()
    holds_all = asking is not None and asking.windowModality() == Qt.WindowModality.ApplicationModal
    front = asking if asking is not None and holds_all else stage
    front.raise_()
    front.activateWindow()
