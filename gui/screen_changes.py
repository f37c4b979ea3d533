"""Screens come and go while the program runs: every window is brought back to one that is there."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QRegion, QScreen
from PySide6.QtWidgets import QApplication, QDialog, QToolTip, QWidget

# By then a window manager that puts windows elsewhere by itself has done so.
SECOND_LOOK_MS = 700
# How far the frame of a maximized window sticks out of its screen.
_FRAME = 16


def fitted(box: QRect, room: QRect) -> QRect:
    """Return ``box`` within ``room``: smaller if it has to be, moved as little as can be."""
    width, height = min(box.width(), room.width()), min(box.height(), room.height())
    left = min(max(box.left(), room.left()), room.left() + room.width() - width)
    top = min(max(box.top(), room.top()), room.top() + room.height() - height)
    return QRect(left, top, width, height)


def first_place(window: QWidget, place: tuple[int, int, int, int] | None, size: tuple[int, int]) -> None:
    """Give a window that is not shown yet its ``place`` (x, y, width, height) of last time, as far as it is there.

    Without one, or where no screen shows any of it now, it is as large as ``size``, or as the first screen: where it
    goes is the system's matter then.
    """
    rooms = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    box = QRect(*place) if place else QRect()
    best = max(rooms, key=lambda room: _area(room & box), default=QRect())
    if _area(best & box):
        window.setGeometry(fitted(box, best))
    else:
        primary = QGuiApplication.primaryScreen()
        room = primary.availableGeometry() if primary is not None else QRect(0, 0, *size)
        window.resize(min(size[0], room.width()), min(size[1], room.height()))


class ScreenChanges(QObject):
    """Watches the screens for the teacher's window and its dialogs.

    ``settled``: the windows are back; what fills a screen of its own can be put there now.
    """

    settled = Signal()

    def __init__(self, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._first, self._second = QTimer(self), QTimer(self)
        for timer, act in ((self._first, self._look), (self._second, self.look_again)):
            timer.setSingleShot(True)
            timer.timeout.connect(act)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        # No lambdas: the application would hold them, and with them all of this, for ever.
        app.screenAdded.connect(self._add)
        app.screenRemoved.connect(self._change)
        app.primaryScreenChanged.connect(self._change)
        for screen in QGuiApplication.screens():
            self._watch(screen)

    @property
    def waits(self) -> bool:
        """Whether there is something that is looked at a second time."""
        return self._second.isActive()

    def look_again(self) -> None:
        """Look a second time: a window manager may have put the windows elsewhere meanwhile."""
        self._second.stop()
        self._put_back()

    def look_soon(self) -> None:
        """Look whether the windows are in view as a whole: their frames have come, or a screen has."""
        # Not now: Qt is still moving the windows of the screen that went.
        self._first.start(0)

    def _add(self, screen: QScreen) -> None:
        self._watch(screen)
        self._change()

    def _watch(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self._change)
        screen.geometryChanged.connect(self._change)
        screen.logicalDotsPerInchChanged.connect(self._change)

    def _change(self, *_what: object) -> None:
        self.look_soon()

    def _look(self) -> None:
        self._put_back()
        self._second.start(SECOND_LOOK_MS)

    def _put_back(self) -> None:
        moved = [window for window in self._windows() if bring_back(window, self._window.screen())]
        popup = QApplication.activePopupWidget()
        # A list hangs where the window was that opened it.
        if popup is not None and (moved or not _is_seen(popup.frameGeometry())):
            while (popup := QApplication.activePopupWidget()) is not None and popup.close():
                pass
            QToolTip.hideText()
        self.settled.emit()

    def _windows(self) -> list[QWidget]:
        return [self._window, *_dialogs()] if self._window.isVisible() else _dialogs()


def move_to(window: QWidget, screen: QScreen) -> None:
    """Move a window and the dialogs over it to another screen, each as far from its corner as it was."""
    for part in (window, *_dialogs()):
        _place(part, screen, part.frameGeometry().translated(screen.geometry().topLeft() - _corner(part)))


def _corner(window: QWidget) -> QPoint:
    return window.screen().geometry().topLeft()


def _dialogs() -> list[QWidget]:
    return [top for top in QApplication.topLevelWidgets() if isinstance(top, QDialog) and top.isVisible()]


def bring_back(window: QWidget, screen: QScreen) -> bool:
    """Put a window on ``screen`` if no screen shows all of it; return whether it had to be moved."""
    if window.isMinimized() or screen is None:
        return False
    frame = window.frameGeometry()
    if _is_seen(frame) and not (window.isMaximized() or window.isFullScreen()):
        return False
    if (window.isMaximized() or window.isFullScreen()) and _fills(frame, _room(window, screen)):
        return False
    _place(window, screen, frame)
    return True


def _place(window: QWidget, screen: QScreen, frame: QRect) -> None:
    """Put a window on ``screen``, its frame as near to ``frame`` as can be; one that fills a screen fills this one."""
    state = window.windowState()
    if not state & (Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen):
        _fit(window, screen, frame)
        return
    room, ordinary = _room(window, screen), window.normalGeometry()
    window.showNormal()
    # What it goes back to one day.
    _fit(window, screen, ordinary.marginsAdded(_margins(window)) if ordinary.isValid() else frame)
    window.setWindowState(state)
    if not _fills(window.frameGeometry(), room):
        # Without a window manager nobody else does it.
        window.setGeometry(room.marginsRemoved(_margins(window)))


def _fit(window: QWidget, screen: QScreen, frame: QRect) -> None:
    window.setScreen(screen)
    window.setGeometry(fitted(frame, screen.availableGeometry()).marginsRemoved(_margins(window)))


def _margins(window: QWidget) -> QMargins:
    """Return how far the system's frame reaches beyond a window."""
    inner, frame = window.geometry(), window.frameGeometry()
    return QMargins(
        inner.left() - frame.left(),
        inner.top() - frame.top(),
        frame.right() - inner.right(),
        frame.bottom() - inner.bottom(),
    )


def _room(window: QWidget, screen: QScreen) -> QRect:
    return screen.geometry() if window.isFullScreen() else screen.availableGeometry()


def _is_seen(frame: QRect) -> bool:
    """Return whether the screens together show all of ``frame``."""
    left = QRegion(frame)
    for screen in QGuiApplication.screens():
        left -= QRegion(screen.availableGeometry())
    return left.isEmpty()


def _fills(frame: QRect, room: QRect) -> bool:
    return room.adjusted(-_FRAME, -_FRAME * 4, _FRAME, _FRAME).contains(frame) and frame.adjusted(
        -_FRAME, -_FRAME * 4, _FRAME, _FRAME
    ).contains(room)


def _area(box: QRect) -> int:
    return box.width() * box.height() if box.isValid() else 0
