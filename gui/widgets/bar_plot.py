"""Bars of a vector function: what goes in on one side, what comes out on the other."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from core.text import Words
from gui.accessibility import value_changed
from gui.theme import Theme
from gui.widgets.bar_panel import BarLook, BarPanel, value_span
from gui.widgets.bar_surface import MOST_BARS, BarSurface
from gui.widgets.plain_painting import shows_focus
from gui.widgets.plot_frame import Array, Span
from gui.widgets.plot_grid import CARD_RADIUS

_SIDE_BY_SIDE = 1.6
_INPUT_LOOK = BarLook(signed=True)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class BarView:
    """Everything a bar plot shows at one moment.

    Attributes:
        inputs: shape (n,). Only the first 40 are drawn.
        outputs: shape (m,); m may differ from n (GLU halves its input).
        labels: one word below each bar, such as ``"고양이"``; missing ones are the element's index.
        selected, hovered: index of an element, or -1.
        spoken: one sentence for screen readers.
        hidden_from: outputs from this one on are not shown yet.
    """

    inputs: Array
    outputs: Array
    labels: tuple[str, ...] = ()
    selected: int = -1
    hovered: int = -1
    spoken: str = ""
    hidden_from: int = sys.maxsize


class BarPlot(BarSurface):
    """Input bars that can be dragged, and the output bars they cause. ``show(view)`` paints and never emits."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: BarView | None = None
        self._input_span: Span = (-1.0, 1.0)
        self._output_span: Span = (0.0, 1.0)
        self.set_theme(theme)
        self.set_words(words)

    def set_words(self, words: Words) -> None:
        """Speak another language from now on."""
        self._words = words
        self.setAccessibleName(words("plot.bars"))
        self.setWhatsThis(words("plot.bar_keys"))
        self.setAccessibleDescription(words("plot.bar_keys"))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self._theme = theme
        em = theme.px(theme.tokens.small_font)
        self.setMinimumSize(em * 12, em * 10)
        self.update()

    def show(self, view: BarView | None = None) -> None:
        """Paint ``view``. Emits nothing. Without a view it is QWidget's own ``show``."""
        if view is None:
            super().show()
            return
        self.view = view
        if not self._dragging:
            self._fit_scale()
        self._output_span = value_span(view.outputs[:MOST_BARS])
        value_changed(self)
        self.update()

    def spoken_value(self) -> str:
        """Return what the bars say in words."""
        return self.view.spoken if self.view is not None else ""

    def input_bar(self, index: int) -> QRectF:
        """Return the rectangle of an input bar in this widget's pixels."""
        return self._panels()[0].bar(index)

    def output_bar(self, index: int) -> QRectF:
        """Return the rectangle of an output bar in this widget's pixels."""
        return self._panels()[1].bar(index)

    def sizeHint(self) -> QSize:
        return self.minimumSize() * 3

    def _panels(self) -> tuple[BarPanel, BarPanel]:
        gap = self._theme.px(16)
        whole = QRectF(self.rect()).adjusted(gap, gap * 0.75, -gap, -gap * 0.75)
        if whole.width() > _SIDE_BY_SIDE * whole.height():
            half = (whole.width() - 2 * gap) / 2
            areas = whole.adjusted(0, 0, -half - 2 * gap, 0), whole.adjusted(half + 2 * gap, 0, 0, 0)
        else:
            half = (whole.height() - gap) / 2
            areas = whole.adjusted(0, 0, 0, -half - gap), whole.adjusted(0, half + gap, 0, 0)
        view = self.view or BarView(inputs=np.empty(0), outputs=np.empty(0))
        marked = (view.selected, view.hovered)
        looks = (_INPUT_LOOK, BarLook(hidden_from=view.hidden_from))
        sides = zip(areas, (view.inputs, view.outputs), (self._input_span, self._output_span), looks, strict=True)
        first, second = (
            BarPanel(self._theme, area, values[:MOST_BARS], view.labels, span, marked, look)
            for area, values, span, look in sides
        )
        return first, second

    def _inputs(self) -> Array | None:
        return None if self.view is None else self.view.inputs

    def _selection(self) -> tuple[int, int]:
        return (-1, 0) if self.view is None else (self.view.selected, min(self.view.inputs.size, MOST_BARS))

    def _fit_scale(self) -> None:
        if self.view is not None:
            self._input_span = value_span(self.view.inputs[:MOST_BARS])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        painter.fillRect(self.rect(), theme.color("background"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = theme.px(2) if shows_focus(self) else 1
        painter.setPen(QPen(theme.color("accent" if shows_focus(self) else "border"), thick))
        painter.setBrush(theme.color("card"))
        card = QRectF(self.rect()).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
        painter.drawRoundedRect(card, theme.px(CARD_RADIUS), theme.px(CARD_RADIUS))
        if self.view is not None:
            for panel, title, total in zip(
                self._panels(),
                ("plot.input", "plot.output"),
                (self.view.inputs.size, self.view.outputs.size),
                strict=True,
            ):
                cut = self._words("plot.bars_cut", shown=MOST_BARS, total=total) if total > MOST_BARS else ""
                panel.paint(painter, self._words(title), cut)
        painter.end()
