"""Parts side by side where there is room, one below the other where there is not."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from gui.theme import Theme


class TurningRow(QWidget):
    """Holds parts of equal share; ``from_em`` is the width, in base-font widths, from which they stand side by side."""

    def __init__(self, from_em: float, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._from_em = from_em
        self._line = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self.set_theme(theme)

    def add(self, part: QWidget, alignment: Qt.AlignmentFlag | None = None) -> None:
        """Put ``part`` behind what is there."""
        if alignment is None:
            self._line.addWidget(part, 1)
        else:
            self._line.addWidget(part, 1, alignment)

    def set_theme(self, theme: Theme) -> None:
        """Take the sizes of ``theme``."""
        self._em = theme.em
        self._line.setSpacing(theme.px(12))
        self._turn(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn(event.size().width())

    def _turn(self, width: int) -> None:
        beside = width >= self._from_em * self._em
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._line.direction() != direction:
            self._line.setDirection(direction)
