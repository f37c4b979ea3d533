"""The selected layer of the selected function: its histogram large, its numbers, and what they mean in words."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from core.labs.gradient import LayerDetail
from core.text import Words
from gui.accessibility import Role
from gui.labs.gradient.numbers import short
from gui.theme import Theme
from gui.widgets.card import Card
from gui.widgets.live_label import LiveLabel
from gui.widgets.opaque import Opaque
from gui.widgets.series_look import series_color

# The rows of the table of numbers, by the second half of their words' ids.
FACTS = ("gradient", "factors", "mean", "spread", "saturated", "dead")


class LayerHistogram(Opaque):
    """Bars of one layer's outputs over their own range; a line at the mean."""

    accessible_role = Role.Chart

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("layerHistogram")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.detail: LayerDetail | None = None
        self._series, self._mean = 0, 0.0
        self.set_theme(theme)

    def show_detail(self, detail: LayerDetail, series: int, mean: float) -> None:
        """Show a layer's histogram in the colour of a series."""
        self.detail, self._series, self._mean = detail, series, mean
        self.update()

    def spoken_value(self) -> str:
        """Return the range of the outputs and their mean."""
        if self.detail is None:
            return ""
        low, high = self.detail.lowest, self.detail.highest
        return f"{short(low)} … {short(high)}, x̄ {short(self._mean)}"

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self.setMinimumHeight(6 * theme.em)
        self.update()

    def bar_box(self, index: int) -> QRectF:
        """Return where a bar stands."""
        assert self.detail is not None
        chart, counts = self._chart(), self.detail.counts
        wide = chart.width() / len(counts)
        high = chart.height() * float(counts[index]) / max(1, int(counts.max()))
        return QRectF(chart.left() + index * wide, chart.bottom() - high, wide, high)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.fillRect(self.rect(), theme.color("card"))
        if self.detail is not None:
            chart, color = self._chart(), theme.color(series_color(self._series))
            for index in range(len(self.detail.counts)):
                bar = self.bar_box(index)
                if bar.height() > 0:
                    painter.fillRect(bar.adjusted(0.5, min(0.0, bar.height() - 2), -0.5, 0), color)
            painter.setPen(QPen(theme.color("axis"), 1))
            painter.drawLine(chart.bottomLeft(), chart.bottomRight())
            self._paint_axis(painter, chart)
        painter.end()

    def _chart(self) -> QRectF:
        below = QFontMetricsF(self._theme.font("small_font")).height() + 0.3 * self._theme.em
        return QRectF(1, 4, max(10.0, self.width() - 2.0), max(10.0, self.height() - below - 4))

    def _paint_axis(self, painter: QPainter, chart: QRectF) -> None:
        assert self.detail is not None
        theme, (low, high) = self._theme, self.detail.value_range
        painter.setFont(theme.font("small_font"))
        below = QRectF(chart.left(), chart.bottom() + 2, chart.width(), self.height() - chart.bottom() - 2)
        painter.setPen(theme.color("muted"))
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, short(low))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, short(high))
        if low < self._mean < high:
            x = chart.left() + (self._mean - low) / (high - low) * chart.width()
            painter.setPen(QPen(theme.color("probe"), theme.px(2), Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, chart.top()), QPointF(x, chart.bottom()))


class LayerCard(Card):
    """Histogram, table of numbers, words."""

    def __init__(self, words: Words, theme: Theme) -> None:
        super().__init__(words, theme)
        self._threshold = ""
        self.head = LiveLabel("title")
        self.head.setObjectName("layerTitle")
        self.histogram = LayerHistogram(theme)
        self._table = QWidget(self)
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self.names = {key: LiveLabel("muted") for key in FACTS}
        self.values = {key: LiveLabel("number") for key in FACTS}
        for row, key in enumerate(FACTS):
            self.values[key].setObjectName(f"layer_{key}")
            self._grid.addWidget(self.names[key], row, 0)
            self._grid.addWidget(self.values[key], row, 1)
        self.add(self.head)
        self.add(self.histogram, 1)
        self.add(self._table)
        LayerCard.set_words(self, words)
        LayerCard.set_theme(self, theme)

    def show_facts(self, title: str, facts: dict[str, str], threshold: str) -> None:
        """Show the title and the numbers; ``threshold`` is what a saturated slope is below."""
        self.head.tell(title)
        self._threshold = threshold
        self._name_facts()
        for key, text in facts.items():
            self.values[key].tell(text)

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self._words = words
        if hasattr(self, "names"):
            self._name_facts()
            self.histogram.setAccessibleName(words("gradient.histogram_name"))

    def _name_facts(self) -> None:
        for key, label in self.names.items():
            label.tell(self._words(f"gradient.fact_{key}", threshold=self._threshold))

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        if hasattr(self, "names"):
            self.histogram.set_theme(theme)
            self._grid.setVerticalSpacing(theme.px(4))
            self._grid.setColumnMinimumWidth(1, round(8.5 * theme.em))
            self._grid.setHorizontalSpacing(theme.px(10))


class WordsCard(Card):
    """What is seen, in sentences."""

    def __init__(self, words: Words, theme: Theme, title_id: str, name: str) -> None:
        super().__init__(words, theme, title_id)
        self.text = LiveLabel()
        self.text.setObjectName(name)
        self.add(self.text)
        self.add_stretch()
