"""A few buttons of which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QToolButton, QWidget

from gui.theme import Theme
from gui.widgets.flow_layout import FlowLayout


class ChoiceButtons(QWidget):
    """Lays its buttons in as many lines as they need. ``chosen`` carries the key; showing a choice emits nothing."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._flow = FlowLayout(self, 6)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}

    def set_choices(self, choices: Sequence[tuple[str, str, QIcon | None]]) -> None:
        """Offer (key, text, icon) each; buttons that stay keep their place and focus."""
        if list(self.buttons) != [key for key, _, _ in choices]:
            self._make([key for key, _, _ in choices])
        for key, text, icon in choices:
            button = self.buttons[key]
            button.setText(text)
            button.setAccessibleName(text)
            if icon is not None:
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
                button.setIcon(icon)

    def show_choice(self, key: str) -> None:
        """Show which one is chosen; none for a key that is not offered."""
        if key not in self.buttons:
            self._group.setExclusive(False)
            for button in self.buttons.values():
                button.setChecked(False)
            self._group.setExclusive(True)
        elif not self.buttons[key].isChecked():
            self.buttons[key].setChecked(True)

    def set_tips(self, tips: dict[str, str]) -> None:
        """Give the buttons their tool tips."""
        for key, tip in tips.items():
            if key in self.buttons:
                self.buttons[key].setToolTip(tip)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._flow.setSpacing(theme.px(6))
        for button in self.buttons.values():
            button.setIconSize(QSize(theme.em, theme.em))
        self.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        return self._flow.heightForWidth(width)

    def _make(self, keys: list[str]) -> None:
        for button in self.buttons.values():
            self._group.removeButton(button)
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = {}
        for key in keys:
            button = QToolButton(self)
            button.setObjectName(f"{self.objectName()}_{key}")
            button.setProperty("role", "choice")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._group.addButton(button)
            self._flow.addWidget(button)
            self.buttons[key] = button
            button.show()
