"""A bar that lies beyond an edge of the stage until the mouse comes there."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEasingCurve, QEvent, QPoint, QPropertyAnimation, QRect, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

_SLIDE_MS = 180
# How long it stays when nobody reaches for it, and when the mouse has left it.
_UNUSED_MS, _LEFT_MS = 3000, 800


class SlidingFrame(QFrame):
    """Slides in from the lower or the right edge of its parent; goes out by itself when it is not used."""

    def __init__(self, edge: Literal["bottom", "right"], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edge = edge
        self._is_in = False
        self.moves = True  # whether it may glide
        self._slide = QPropertyAnimation(self, b"pos", self)
        self._slide.setDuration(_SLIDE_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.finished.connect(lambda: self.setVisible(self._is_in))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._rested)
        self.setMouseTracking(True)
        self.hide()

    @property
    def is_in(self) -> bool:
        """Whether it is in view, or on its way."""
        return self._is_in

    def fit(self, stage: QRect) -> None:
        """Take on the size for a stage of this size."""
        self.adjustSize()

    def place(self, stage: QRect) -> None:
        """Stand where it belongs on a stage of this size."""
        self._slide.stop()
        self.fit(stage)
        self.move(self._there(stage, self._is_in))
        self.setVisible(self._is_in)

    def slide(self, is_in: bool) -> None:
        """Slide in or out; at once where nothing may glide."""
        if is_in == self._is_in:
            return
        self._is_in = is_in
        stage = self.parentWidget().rect()
        self._slide.stop()
        self._rest.stop()
        if is_in:
            self._rest.start(_UNUSED_MS)
        if not self.moves:
            self.place(stage)
            return
        if is_in:
            self.fit(stage)
            self.move(self._there(stage, False))
            self.show()
            self.raise_()
        self._slide.setEndValue(self._there(stage, is_in))
        self._slide.start()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._rest.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if self._is_in:
            self._rest.start(_LEFT_MS)
        super().leaveEvent(event)

    def _rested(self) -> None:
        # A list that was opened from here, or a number being typed, keeps it.
        if QApplication.activePopupWidget() is not None or self.isAncestorOf(
            QApplication.focusWidget() or self.window()
        ):
            self._rest.start(_UNUSED_MS)
        else:
            self.slide(False)

    def _there(self, stage: QRect, is_in: bool) -> QPoint:
        if self._edge == "bottom":
            left = (stage.width() - self.width()) // 2
            return QPoint(left, stage.height() - self.height() - 4 if is_in else stage.height())
        top = (stage.height() - self.height()) // 2
        return QPoint(stage.width() - self.width() - 4 if is_in else stage.width(), top)
