"""One cell for a predicted number: right or wrong is shown by a sign and a frame, never by colour alone."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gui.icons import icon
from gui.theme import Theme
from gui.widgets.field_undo import pass_undo

LONGEST = 40
SIGNS = {"right": ("check", "right"), "wrong": ("close", "error")}


class AnswerField(QLineEdit):
    """A field whose ``state`` is "", "right" or "wrong"."""

    def __init__(self, theme: Theme, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("mono", True)
        self.setProperty("role", "answer")
        self.setMaxLength(LONGEST)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        pass_undo(self)
        self._theme = theme
        self._state = ""

    def show_answer(self, text: str, state: str) -> None:
        """Show what was written and whether it is right. Emits nothing."""
        if text != self.text():
            with QSignalBlocker(self):
                self.setText(text)
        # What is written is in the state: Undo takes it back there.
        self.setModified(False)
        if state != self._state:
            self._state = state
            self.setProperty("state", state)
            self.style().unpolish(self)
            self.style().polish(self)
        self._make_room()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self._make_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._state:
            name, token = SIGNS[self._state]
            size = self._sign_size()
            painter = QPainter(self)
            picture = icon(name, self._theme, token)
            picture.paint(painter, self.width() - size - self._theme.px(4), (self.height() - size) // 2, size, size)

    def _make_room(self) -> None:
        side = self._sign_size() if self._state else 0
        self.setTextMargins(0, 0, side, 0)

    def _sign_size(self) -> int:
        return round(self._theme.em * 0.95)
