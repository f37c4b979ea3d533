"""One line under a control: what is wrong with what was typed, or a quiet hint."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gui.theme import Theme


class MessageLine(QLabel):
    """A wrapped label, hidden while it has nothing to say.

    The dynamic property ``role`` is ``"error"`` or ``"hint"``, for the style sheet.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._role = "hint"
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take font and colours of another theme or zoom."""
        self._theme = theme
        self.setFont(theme.font("small_font"))
        self._colour()

    def show_error(self, message: str) -> None:
        """Show what is wrong, and let a screen reader say it."""
        self._show("error", message)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def show_hint(self, message: str) -> None:
        """Show something that is good to know."""
        self._show("hint", message)

    def clear_message(self) -> None:
        """Say nothing and take no room."""
        self._show("hint", "")

    def _show(self, role: str, message: str) -> None:
        self.setText(message)
        self.setVisible(bool(message))
        if role != self._role:
            self._role = role
            self.setProperty("role", role)
            self._colour()

    def _colour(self) -> None:
        palette = QPalette(self.palette())
        color = self._theme.color("error" if self._role == "error" else "muted")
        for part in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):  # on a window, on a card
            palette.setColor(part, color)
        self.setPalette(palette)
        self.style().unpolish(self)
        self.style().polish(self)
