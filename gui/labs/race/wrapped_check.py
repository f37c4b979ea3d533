"""A check box whose words wrap."""

from __future__ import annotations

from PySide6.QtCore import QEvent as Event
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from gui.theme import Theme
from gui.widgets.param_row import WrappedLabel


class WrappedCheck(QWidget):
    """Asks with ``clicked``; a click on its words counts too."""

    clicked = Signal(bool)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox(self)
        self.box.setObjectName(name)
        self.box.clicked.connect(self.clicked)
        self._label = WrappedLabel()
        self._label.setBuddy(self.box)
        self._label.installEventFilter(self)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(self.box)
        self._line.addWidget(self._label, 1)

    def setText(self, text: str) -> None:
        """Say ``text``."""
        self._label.tell(text)
        self.box.setAccessibleName(text)

    def setChecked(self, checked: bool) -> None:
        """Show whether it is checked. Emits nothing."""
        self.box.setChecked(checked)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._line.setSpacing(theme.px(8))
        self.box.setMinimumWidth(theme.px(theme.tokens.target))

    def eventFilter(self, watched: QObject, event: Event) -> bool:
        if event.type() == Event.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton:  # type: ignore[attr-defined]
            self.box.click()
        return super().eventFilter(watched, event)
