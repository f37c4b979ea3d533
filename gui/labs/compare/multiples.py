"""Small multiples: every function in a plot of its own, all over the same ranges."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from core.labs.compare import MAX_COMPARED
from core.text import Words
from gui.theme import Theme
from gui.widgets.curve_plot import CurvePlot, CurveView


class Multiples(QWidget):
    """Two by two; with five functions the second row holds three."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.plots = tuple(CurvePlot(words, theme, self) for _ in range(MAX_COMPARED))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._shown = 0
        for i, plot in enumerate(self.plots):
            plot.setObjectName(f"compareMultiple_{i}")
            plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
            plot.hide()
        self.set_theme(theme)

    def show_views(self, views: tuple[CurveView, ...]) -> None:
        """Show one plot for each view."""
        if len(views) != self._shown:
            self._shown = len(views)
            self._lay_out()
        for plot, view in zip(self.plots, views, strict=False):
            plot.show(view)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        for plot in self.plots:
            plot.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._grid.setSpacing(theme.px(8))
        for plot in self.plots:
            plot.set_theme(theme)

    def _lay_out(self) -> None:
        for plot in self.plots:
            self._grid.removeWidget(plot)
            plot.hide()
        upper = 2 if self._shown > 1 else 1
        lower = max(1, self._shown - upper)
        # Sixths of the width suit rows of one, two and three.
        width = 6 // upper
        for i in range(self._shown):
            row = 0 if i < upper else 1
            span = width if row == 0 else 6 // lower
            column = (i if row == 0 else i - upper) * span
            self._grid.addWidget(self.plots[i], row, column, 1, span)
            self.plots[i].show()
        for column in range(6):
            self._grid.setColumnStretch(column, 1)
        for row in range(2):
            self._grid.setRowStretch(row, 1 if row == 0 or self._shown > upper else 0)
