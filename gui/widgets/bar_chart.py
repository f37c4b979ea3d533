"""One group of named bars on a card: a value for each class, in the colours of the classes."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from core.text import Words
from gui.accessibility import value_changed
from gui.theme import Theme
from gui.widgets.bar_panel import BarLook, BarPanel, bar_fonts, roomy_span
from gui.widgets.bar_surface import BarSurface
from gui.widgets.plain_painting import paint_frame, shows_focus
from gui.widgets.plot_frame import Array, Span

_PLAIN_FIELDS = ("labels", "colors", "marks", "span", "digits", "selected", "hovered", "spoken", "hidden_from")
# What the line of labels shows: while these stay, only what stands above it is painted again.
_LABEL_FIELDS = ("labels", "colors", "marks", "selected", "hovered")
_WIDEST_EM = 8.0
_FONTS = ("readout_font", "base_font", "small_font")
# A column this many digits wide holds a number such as −0.1234 with air beside it.
_DIGITS_IN_COLUMN = 8.5


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class BarChartView:
    """Everything one bar chart shows at one moment.

    Attributes:
        values: shape (n,).
        labels: a name below each bar.
        colors: a colour for each bar.  marks: a sign before each name, so that colour is not all that tells.
        span: the (low, high) of the scale; None fits it to the values, with room to drag.
        digits: most decimals of the numbers.
        selected, hovered: index of a bar, or -1.
        spoken: one sentence for screen readers.
        hidden_from: bars from this one on are not shown yet.
    """

    values: Array
    labels: tuple[str, ...]
    colors: tuple[QColor, ...] = ()
    marks: tuple[str, ...] = ()
    span: Span | None = None
    digits: int = 3
    selected: int = -1
    hovered: int = -1
    spoken: str = ""
    hidden_from: int = sys.maxsize


class BarChart(BarSurface):
    """Bars of one array; with ``draggable`` they can be dragged up and down. ``show(view)`` paints, never emits."""

    def __init__(
        self,
        words: Words,
        theme: Theme,
        title: str,
        draggable: bool = False,
        parent: QWidget | None = None,
        most_lines: int = 1,
    ) -> None:
        """``title`` is the catalogue id of the accessible name; a bar's name takes up to ``most_lines`` lines."""
        super().__init__(parent)
        self.view: BarChartView | None = None
        self._title, self._draggable, self._most_lines = title, draggable, most_lines
        self._span: Span = (0.0, 1.0)
        self._laid_out: tuple[BarPanel, ...] = ()
        self._laid_out_for: tuple[object, ...] = ()
        self.set_theme(theme)
        self.set_words(words)

    def set_words(self, words: Words) -> None:
        """Speak another language from now on."""
        self.setAccessibleName(words(self._title))
        self.setWhatsThis(words("plot.bar_keys") if self._draggable else "")
        self.setAccessibleDescription(words("plot.bar_keys" if self._draggable else "plot.bar_choice_keys"))

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self._theme = theme
        em = theme.px(theme.tokens.small_font)
        self.setMinimumSize(em * 9, em * 6)
        self.update()

    def show(self, view: BarChartView | None = None) -> None:
        """Paint ``view``. Emits nothing. Without a view it is QWidget's own ``show``."""
        if view is None:
            super().show()
            return
        if self._is_same(view):
            return
        old, self.view = self.view, view
        if not self._dragging:
            self._fit_scale()
        value_changed(self)
        whole = self.rect()
        if old is not None and all(getattr(old, name) == getattr(view, name) for name in _LABEL_FIELDS):
            whole.setBottom(math.floor(self._panels()[0].labels_top) - 1)
        self.update(whole)

    def spoken_value(self) -> str:
        """Return what the bars say in words."""
        return self.view.spoken if self.view is not None else ""

    def bar(self, index: int) -> QRectF:
        """Return the rectangle of a bar in this widget's pixels."""
        return self._panels()[0].bar(index)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def _is_same(self, view: BarChartView) -> bool:
        old = self.view
        return (
            old is not None
            and np.array_equal(old.values, view.values, equal_nan=True)
            and all(getattr(old, name) == getattr(view, name) for name in _PLAIN_FIELDS)
        )

    def _panels(self) -> tuple[BarPanel, ...]:
        key = (self.view, self._span, self.size(), self._theme)
        if key != self._laid_out_for:
            self._laid_out_for = key
            self._laid_out = (self._panel(self.view or BarChartView(values=np.empty(0), labels=())),)
        return self._laid_out

    def _panel(self, view: BarChartView) -> BarPanel:
        gap = self._theme.px(4)
        area = QRectF(self.rect()).adjusted(gap, gap, -gap, -gap)
        look = BarLook(
            colors=view.colors,
            marks=view.marks,
            outline="ink",
            outline_ink="ink",
            font=self._font_for(area.width() / max(view.values.size, 1)),
            digits=view.digits,
            titled=False,
            elided=True,
            most_lines=self._most_lines,
            widest=_WIDEST_EM,
            hidden_from=view.hidden_from,
        )
        marked = (view.selected, view.hovered)
        return BarPanel(self._theme, area, view.values, view.labels, self._span, marked, look)

    def _font_for(self, column: float) -> str:
        """Return the largest font whose numbers fit a column; not of the numbers of the moment, so that it is calm."""
        for token in _FONTS[:-1]:
            digit = bar_fonts(self._theme, token)[2].horizontalAdvance("0")
            if column >= _DIGITS_IN_COLUMN * digit:
                return token
        return _FONTS[-1]

    def _inputs(self) -> Array | None:
        return self.view.values if self._draggable and self.view is not None else None

    def _selection(self) -> tuple[int, int]:
        return (-1, 0) if self.view is None else (self.view.selected, self.view.values.size)

    def _fit_scale(self) -> None:
        if self.view is not None:
            self._span = self.view.span or roomy_span(self.view.values)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        painter.fillRect(event.rect(), theme.color("card"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.view is not None:
            panel = self._panels()[0]
            panel.paint(painter, labelled=event.rect().bottom() >= math.floor(panel.labels_top))
        if shows_focus(self):
            paint_frame(painter, theme, self)
        painter.end()


def unit_span(values: Array) -> Span:
    """Return a scale from 0 to the largest value, 1 at least: for what never falls below 0."""
    finite = values[np.isfinite(values)]
    largest = float(finite.max(initial=0.0))
    return 0.0, largest if largest > 1.0 and math.isfinite(largest) else 1.0
