"""The list of functions over the stage, where it has no column of its own."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget


class PickerPopup(QFrame):
    """Borrows the picker's card while it is open and gives it back to its owner when it closes."""

    def __init__(self, card: QWidget, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Popup)
        self.setObjectName("pickerPopup")
        self._card, self._owner = card, owner
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def open_below(self, button: QWidget, width: int, height: int) -> None:
        """Open under ``button``, within the window."""
        self._column.addWidget(self._card)
        self._card.show()
        window = self._owner.window()
        place = button.mapToGlobal(QPoint(0, button.height()))
        bottom = window.mapToGlobal(QPoint(0, window.height())).y()
        self.resize(min(width, window.width()), max(120, min(height, bottom - place.y())))
        self.move(place)
        self.show()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._card.parent() is self:
            self._card.hide()
            self._card.setParent(self._owner)
