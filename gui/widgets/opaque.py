"""Widgets that paint every one of their pixels."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget


class PaintsItsGround:
    """Goes before a widget's class: nothing under the widget is painted again when it changes.

    The style sheet's transparent ground takes that promise back whenever the widget is polished, so it is given again.
    """

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)  # type: ignore[misc]
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # type: ignore[attr-defined]

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)  # type: ignore[misc]
        if event.type() == QEvent.Type.StyleChange:
            self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # type: ignore[attr-defined]


class Opaque(PaintsItsGround, QWidget):
    """A widget that paints itself, ground and all."""
