"""The row and column numbers beside a large tensor table."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from gui.theme import Theme


class IndexHeader(QHeaderView):
    """Muted 0-based indices beside the cells, all sections of one size."""

    def __init__(self, orientation: Qt.Orientation, theme: Theme, parent: QWidget) -> None:
        super().__init__(orientation, parent)
        self.setMinimumSectionSize(1)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take font and colours of another theme or zoom."""
        self._theme = theme
        self._font = theme.font("small_font", mono=True)
        self.viewport().update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._font)
        width = metrics.horizontalAdvance(str(max(self.count() - 1, 0))) + self._theme.px(12)
        return QSize(width, metrics.height() + self._theme.px(4))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.fillRect(rect, self._theme.color("card"))
        painter.setPen(self._theme.color("muted"))
        painter.setFont(self._font)
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), str(section))
