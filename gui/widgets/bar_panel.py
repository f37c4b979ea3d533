"""One group of bars: scale, columns, numbers and their drawing."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from gui.theme import Theme
from gui.widgets.plot_frame import Array, Span, nice_step

_BAR_SHARE = 0.64
_HEADROOM = 1.1
_KEPT_WIDTHS = 500


def value_span(values: Array) -> Span:
    """Return a round scale that holds 0 and every finite value; probabilities get 0 to 1."""
    finite = values[np.isfinite(values)]
    low = min(float(finite.min(initial=0.0)), 0.0)
    high = max(float(finite.max(initial=0.0)), 0.0)
    if low == high:
        return (0.0, 1.0)
    if low == 0.0 and 0.2 < high <= 1.0:
        return (0.0, 1.0)
    step = nice_step((high - low) * _HEADROOM / 5)
    bottom = math.floor(low * _HEADROOM / step) * step
    return bottom, math.ceil(high * _HEADROOM / step) * step


def short_number(value: float, digits: int) -> str:
    """Return a number of at most ``digits`` decimals with a true minus sign; exponents for the very large."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    said = f"{value:.{digits}f}" if abs(value) < 1e5 else f"{value:.1e}"
    if float(said) == 0.0:
        said = said.lstrip("-")
    return said.replace("-", "−")


def roomy_span(values: Array) -> Span:
    """Return a round scale with air on both sides of 0, for bars that are dragged up and down."""
    finite = values[np.isfinite(values)]
    low, high = min(float(finite.min(initial=0.0)), 0.0), max(float(finite.max(initial=0.0)), 0.0)
    air = max((high - low) * 0.25, 0.5)
    step = nice_step((high - low + 2 * air) / 10)
    return math.floor((low - air) / step) * step, math.ceil((high + air) / step) * step


@dataclass(frozen=True, slots=True)
class BarLook:
    """How a group of bars is drawn.

    Attributes:
        signed: coloured by the sign of each value, in the accent otherwise.
        colors: one for each bar, instead.
        outline, outline_ink: theme tokens of the selected bar's outline and words.
        font: size token of the numbers and labels.
        digits: most decimals of a number.
        titled: whether a title line stands above.
        elided: whether a label that is too long is shortened; otherwise it is left out.
        most_lines: in how many lines a label may be written before it is shortened.
        marks: a sign before each label, left out where there is no room for both.
        widest: the widest bar, in small-font widths.
        hidden_from: bars from this one on are not shown, only that they are to come.
    """

    signed: bool = False
    colors: tuple[QColor, ...] = ()
    outline: str = "probe"
    outline_ink: str = "probe_ink"
    font: str = "small_font"
    digits: int = 3
    titled: bool = True
    elided: bool = False
    most_lines: int = 1
    marks: tuple[str, ...] = ()
    widest: float = 4.5
    hidden_from: int = sys.maxsize


_FONTS: dict[tuple[str, float, str], tuple[QFont, QFont, QFontMetricsF]] = {}
_WIDTHS: dict[tuple[str, float, str], dict[str, float]] = {}


def bar_fonts(theme: Theme, token: str) -> tuple[QFont, QFont, QFontMetricsF]:
    """Return the plain and the bold font of a size token, and the bold one's metrics; made once."""
    key = (theme.name, theme.zoom, token)
    if key not in _FONTS:
        bold = theme.font(token, bold=True)
        _FONTS[key] = theme.font(token), bold, QFontMetricsF(bold)
    return _FONTS[key]


def wrapped(text: str, room: float, metrics: QFontMetricsF) -> list[str]:
    """Return ``text`` in lines no wider than ``room``, broken at blanks where that is possible, else within a word."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= room:
            lines[-1] = longer
            continue
        while len(word) > 1 and metrics.horizontalAdvance(word) > room:
            fitting = max(1, *(n for n in range(1, len(word)) if n == 1 or metrics.horizontalAdvance(word[:n]) <= room))
            lines.append(word[:fitting])
            word = word[fitting:]
        lines.append(word)
    return lines or [""]


class BarPanel:
    """Bars of ``values`` in ``area``: a title line, a number above each bar, a label below."""

    def __init__(
        self,
        theme: Theme,
        area: QRectF,
        values: Array,
        labels: tuple[str, ...],
        span: Span,
        marked: tuple[int, int],
        look: BarLook,
    ) -> None:
        self._theme, self._values, self._labels, self._span = theme, values, labels, span
        self._selected, self._hovered = marked
        self._look = look
        self._font, self._bold, self._metrics = bar_fonts(theme, look.font)
        self._widths = _WIDTHS.setdefault((theme.name, theme.zoom, look.font), {})
        self._area = area
        line = self._metrics.height()
        self._column = area.width() / max(values.size, 1)
        self._lines = max((len(self._label(index)) for index in range(values.size)), default=1)
        # Room for the title, for a number beyond the highest and lowest bar, and for the labels.
        below = line * ((1.2 if span[0] < 0 else 0.2) + self._lines)
        self._bars = area.adjusted(0, line * (2.4 if look.titled else 1.2), 0, -below)

    @property
    def per_pixel(self) -> float:
        """How much value one pixel of height is."""
        return (self._span[1] - self._span[0]) / max(self._bars.height(), 1.0)

    def bar(self, index: int) -> QRectF:
        """Return the rectangle of a bar, from zero to its value, cut off at the panel."""
        width = min(self._column * _BAR_SHARE, self._look.widest * self._theme.px(self._theme.tokens.small_font))
        value = float(self._values[index])
        zero, end = self._row(0.0), self._row(0.0 if math.isnan(value) else value)
        return QRectF(self._middle(index) - width / 2, min(zero, end), width, abs(end - zero))

    def column_at(self, place: QPointF) -> int:
        """Return the element whose column holds a place, or −1."""
        if not self._area.contains(place):
            return -1
        index = int((place.x() - self._area.left()) // self._column)
        return index if 0 <= index < self._values.size else -1

    @property
    def labels_top(self) -> float:
        """The upper edge of the labels; no bar and no number reaches below it."""
        return self._area.bottom() - self._lines * self._metrics.height()

    def paint(self, painter: QPainter, title: str = "", note: str = "", labelled: bool = True) -> None:
        """Draw title, note, zero line, bars and numbers, and the labels if ``labelled``."""
        theme = self._theme
        if self._look.titled:
            painter.setFont(self._bold)
            painter.setPen(theme.color("muted"))
            painter.drawText(self._area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, title)
            painter.setFont(self._font)
            painter.drawText(self._area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, note)
        for index in range(self._values.size):
            self._paint_bar(painter, index)
        zero = round(self._row(0.0))
        painter.fillRect(QRectF(self._area.left(), zero, self._area.width(), 1), theme.color("axis"))
        digits = None if self._look.elided else self._digits()
        for index in range(self._values.size):
            self._paint_words(painter, index, self._own_digits(index) if self._look.elided else digits, labelled)

    def _advance(self, text: str) -> float:
        """Return how wide a text is in bold. Few texts are new from one step of a drag to the next."""
        if text not in self._widths:
            if len(self._widths) > _KEPT_WIDTHS:
                self._widths.clear()
            self._widths[text] = self._metrics.horizontalAdvance(text)
        return self._widths[text]

    def _row(self, value: float) -> float:
        low, high = self._span
        inside = min(max(value, low), high)
        return self._bars.bottom() - (inside - low) / (high - low) * self._bars.height()

    def _middle(self, index: int) -> float:
        return self._area.left() + (index + 0.5) * self._column

    def _paint_bar(self, painter: QPainter, index: int) -> None:
        if index >= self._look.hidden_from:
            return
        theme, bar = self._theme, self.bar(index)
        if index == self._hovered:
            column = QRectF(self._area.left() + index * self._column, self._bars.top(), self._column, 0)
            column.setBottom(self._area.bottom())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(column, theme.px(6), theme.px(6))
        if index == self._selected:
            outline = min(max(2.0, float(theme.px(theme.tokens.curve_width))), bar.width() / 4)
            painter.setPen(QPen(theme.color(self._look.outline), outline))
            bar = bar.adjusted(outline / 2, 0, -outline / 2, 0)
        elif self._look.signed and not self._look.colors:
            # The cells' colours are pale, as numbers stand on them: the bar's edge is what stands out from the card.
            painter.setPen(QPen(theme.color("axis"), 1))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._color(index))
        corner = min(theme.px(4), bar.height() / 2)
        painter.drawRoundedRect(bar, corner, corner)

    def _color(self, index: int) -> QColor:
        if index < len(self._look.colors):
            return self._look.colors[index]
        signed = "positive" if self._values[index] >= 0 else "negative"
        return self._theme.color(signed if self._look.signed else "accent")

    def _digits(self) -> int | None:
        """Return the most decimals with which every number fits its column; None when not even 0 do."""
        for digits in range(self._look.digits, -1, -1):
            widest = max((self._width(v, digits) for v in self._values.tolist()), default=0.0)
            if widest <= self._column - 4 and (digits > 0 or self._are_whole()):
                return digits
        return None

    def _own_digits(self, index: int) -> int | None:
        """Return the most decimals with which one number fits its column; None when it does not fit."""
        value = float(self._values[index])
        fewest = 0 if not math.isfinite(value) or value == round(value) else 1
        fitting = (n for n in range(self._look.digits, fewest - 1, -1) if self._width(value, n) <= self._column - 2)
        return next(fitting, None)

    def _are_whole(self) -> bool:
        finite = self._values[np.isfinite(self._values)]
        return bool((finite == np.round(finite)).all())

    def _width(self, value: float, digits: int) -> float:
        return self._advance(short_number(value, digits))

    def _paint_words(self, painter: QPainter, index: int, digits: int | None, labelled: bool) -> None:
        is_marked = index in (self._selected, self._hovered)
        # In narrow columns only the selected element speaks, or the hovered one while nothing is selected.
        speaks = index == (self._selected if self._selected >= 0 else self._hovered)
        if digits is None and not speaks and not self._look.elided:
            return
        painter.setFont(self._bold if is_marked else self._font)
        painter.setPen(self._theme.color(self._look.outline_ink if index == self._selected else "ink"))
        value, bar, line = float(self._values[index]), self.bar(index), self._metrics.height()
        top = bar.bottom() + 2 if value < 0 else bar.top() - line - 2
        if index >= self._look.hidden_from:
            self._write(painter, "?", index, self._row(0.0) - line - 2)
        elif digits is not None or speaks:
            self._write(painter, short_number(value, self._look.digits if digits is None else digits), index, top)
        if labelled:
            self._paint_label(painter, index, digits is not None)

    def _label(self, index: int) -> list[str]:
        """Return the lines of a label: with its mark where there is room, shortened where there is none at all."""
        look, room = self._look, self._column - 4
        label = self._labels[index] if index < len(self._labels) else str(index)
        marked = f"{look.marks[index]} {label}" if index < len(look.marks) else label
        if look.most_lines == 1 and self._advance(marked) > room:
            marked = label
        lines = wrapped(marked, room, self._metrics) if look.most_lines > 1 else [marked]
        if look.elided and (len(lines) > look.most_lines or look.most_lines == 1):
            rest = " ".join(lines[look.most_lines - 1 :])
            last = self._metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room)
            lines = [*lines[: look.most_lines - 1], last]
        return lines

    def _paint_label(self, painter: QPainter, index: int, is_numbered: bool) -> None:
        for number, label in enumerate(self._label(index)):
            if not is_numbered or self._advance(label) <= self._column:
                painter.setPen(self._theme.color(self._look.outline_ink if index == self._selected else "muted"))
                self._write(painter, label, index, self.labels_top + number * self._metrics.height())

    def _write(self, painter: QPainter, text: str, index: int, top: float) -> None:
        width = self._advance(text) + 2
        left = min(max(self._middle(index) - width / 2, self._area.left()), self._area.right() - width)
        box = QRectF(left, top, width, self._metrics.height())
        if width > self._column:
            painter.fillRect(box, self._theme.color("card"))
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, text)
