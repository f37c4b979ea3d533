"""The tool button of a command: it looks as its action does."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction, QActionEvent
from PySide6.QtWidgets import QToolButton, QWidget


class CommandButton(QToolButton):
    """Shows an action and triggers it.

    Qt 6.10 connects a tool button to its default action once more with every change of it, so that each change takes
    longer than the one before and none of it is ever given back. This button follows the changes by itself.
    """

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDefaultAction(action)

    def actionEvent(self, event: QActionEvent) -> None:
        if event.type() != QEvent.Type.ActionChanged:
            super().actionEvent(event)
        elif event.action() is self.defaultAction():
            self._follow(event.action())

    def _follow(self, action: QAction) -> None:
        self.setText(action.iconText())
        self.setIcon(action.icon())
        self.setToolTip(action.toolTip())
        self.setStatusTip(action.statusTip())
        self.setWhatsThis(action.whatsThis())
        self.setCheckable(action.isCheckable())
        self.setChecked(action.isChecked())
        self.setEnabled(action.isEnabled())
