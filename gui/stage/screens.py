"""Which screen the class sees, and which one the teacher keeps."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget


def stage_screen(window: QWidget) -> QScreen:
    """Return the screen for the stage: one that the teacher's window is not on, the only one if there is no other."""
    own = window.screen()
    others = [screen for screen in QGuiApplication.screens() if screen != own and not _is_mirror(screen, own)]
    return others[0] if others else own


def _is_mirror(screen: QScreen, own: QScreen) -> bool:
    """Return whether a screen shows the same as the teacher's: the same piece of the desktop."""
    return screen.geometry() == own.geometry()


def fill(window: QWidget, screen: QScreen) -> None:
    """Show ``window`` over the whole of ``screen``, at that screen's scale."""
    if window.isVisible():
        # A full screen window stays on its screen until it is an ordinary one again.
        window.showNormal()
    window.setScreen(screen)
    window.setGeometry(screen.geometry())
    window.showFullScreen()
