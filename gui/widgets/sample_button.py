"""A piece of a function's line as a button."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

from gui.theme import Theme
from gui.widgets.series_look import DASHES, paint_sample, sample_width, series_color


class SampleButton(QToolButton):
    """A piece of a function's line; pressed, its parameters are shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self._series = -1
        self._theme: Theme | None = None

    def show_series(self, series: int, selected: bool) -> None:
        """Show the line of ``series``."""
        self.setChecked(selected)
        if series != self._series:
            self._series = series
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        if self._theme is None:
            return super().sizeHint()
        return QSize(sample_width(self._theme) + self._theme.px(16), self._theme.px(self._theme.tokens.target) + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def nextCheckState(self) -> None:
        """The state says what is chosen, not the click."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._theme is None or self._series < 0:
            return
        painter = QPainter(self)
        left = QPointF((self.width() - sample_width(self._theme)) / 2, self.height() / 2)
        paint_sample(painter, self._theme, series_color(self._series), DASHES[self._series], left)
        painter.end()
