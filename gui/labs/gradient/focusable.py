"""Painted widgets that take the keyboard: they show it by a frame."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPen

from gui.theme import Theme
from gui.widgets.copy_actions import offer_picture
from gui.widgets.opaque import Opaque
from gui.widgets.plain_painting import shows_focus

_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class FocusableWidget(Opaque):
    """Reached by Tab and by a click; ``key_moves`` says what the arrow keys ask for."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        offer_picture(self)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme = theme

    def key_moves(self) -> dict[Qt.Key, int]:
        """Return what each key asks for."""
        raise NotImplementedError

    def ask_for(self, wanted: int) -> None:
        """Ask for what a key means."""
        raise NotImplementedError

    def paint_focus(self, painter: QPainter) -> None:
        """Paint the frame while the keyboard is here."""
        if shows_focus(self):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("accent"), self._theme.px(2)))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wanted = self.key_moves().get(Qt.Key(event.key()))
        if wanted is None or event.modifiers() & _COMMANDS:
            event.ignore()
        else:
            self.ask_for(wanted)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
