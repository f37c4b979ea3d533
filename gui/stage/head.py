"""The upper and the lower edge of the stage: what this is, and which keys there are."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from core.text import Words
from gui.stage.content import StageContent
from gui.theme import Theme
from gui.widgets.formula_view import FormulaView

_TITLE_EM = 1.35
_ROW_EM = 2.2
_FORMULA_EM = 2.9
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
# A formula narrower than this gets a line of its own.
_NARROWEST_FORMULA_EM = 13.0
FOOTER_KEYS = ("stage.keys_walk", "stage.keys_blank", "stage.keys_laser", "stage.keys_size", "stage.keys_end")


class StageHead(QWidget):
    """Title, the same in other words, the formula, and the place in the lesson.

    ``relaid``: it may need another height.
    """

    relaid = Signal()

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content = StageContent("")
        self.formula = FormulaView(words, theme, self)
        self.formula.setObjectName("stageFormula")
        self.formula.warm_up_behind()
        self._is_stacked = False
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self._theme = theme
        self.formula.set_theme(theme)
        self._title, self._also = self._sized(_TITLE_EM, bold=True), self._sized(_TITLE_EM, bold=False)
        self._small = theme.font("small_font")
        self._place()

    def show_content(self, content: StageContent) -> None:
        """Show the head of ``content``."""
        self.content = content
        formula = content.formula
        if formula is not None:
            self.formula.show_formula(formula.latex, formula.prefix, formula.values)
        self.formula.setVisible(formula is not None)
        self.setAccessibleName(" ".join(part for part in (content.title, content.also, content.place) if part))
        self._place()
        self.update()

    def event(self, event: QEvent) -> bool:
        # The formula has been typeset, or has become a longer one: it may need a line of its own, or none any more.
        if event.type() == QEvent.Type.LayoutRequest:
            self.relaid.emit()
        return super().event(event)

    def needed_height(self, width: int) -> int:
        """Return the height for a width: more lines where title and formula do not fit one."""
        em, words = self._theme.em, self._words_height(width)
        if self.content.formula is None:
            return words
        stacked = self._room_beside(width) < min(self.formula.sizeHint().width(), _NARROWEST_FORMULA_EM * em)
        return words + round(_FORMULA_EM * em) if stacked else max(words, round(_FORMULA_EM * em))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _sized(self, ems: float, bold: bool) -> QFont:
        font = self._theme.font(bold=bold)
        font.setPixelSize(round(ems * self._theme.em))
        return font

    def _words_width(self) -> float:
        title = QFontMetricsF(self._title).horizontalAdvance(self.content.title + " ")
        return title + QFontMetricsF(self._also).horizontalAdvance(self.content.also) + self._theme.em

    def _words_height(self, width: int) -> int:
        """Return the height of title and other name: one line, or each of them wrapped below the other."""
        row = round(_ROW_EM * self._theme.em)
        if self._is_one_line(width):
            return row
        boxes = (box.height() for box in self._wrapped(width))
        return max(row, math.ceil(sum(boxes)) + self._theme.px(6))

    def _is_one_line(self, width: int) -> bool:
        return self._words_width() - self._theme.em <= width - self._place_width()

    def _wrapped(self, width: int) -> tuple[QRectF, QRectF]:
        """Return the boxes of title and other name, each in as many lines as it takes."""
        room = QRectF(0, 0, width - self._place_width(), 10_000)
        title = QFontMetricsF(self._title).boundingRect(room, _WRAP, self.content.title)
        also = QRectF()
        if self.content.also:
            also = QFontMetricsF(self._also).boundingRect(room, _WRAP, self.content.also)
        return title, also.translated(0, title.height())

    def _place_width(self) -> float:
        width = QFontMetricsF(self._small).horizontalAdvance(self.content.place)
        return width + self._theme.em if self.content.place else 0.0

    def _room_beside(self, width: int) -> float:
        return width - self._words_width() - self._place_width()

    def _place(self) -> None:
        em, height = self._theme.em, self.height()
        words = self._words_height(self.width())
        self._is_stacked = self.content.formula is not None and height >= words + round(_FORMULA_EM * em)
        tall = min(height, round(_FORMULA_EM * em))
        self.formula.setFixedHeight(tall)
        if self._is_stacked:
            self.formula.setGeometry(QRect(0, height - tall, self.width(), tall))
        else:
            left = round(self._words_width())
            room = max(1, self.width() - left - round(self._place_width()))
            self.formula.setGeometry(QRect(left, (height - tall) // 2, room, tall))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, content = self._theme, self.content
        row = self._words_height(self.width()) if self._is_stacked else self.height()
        if self._is_one_line(self.width()):
            metrics = QFontMetricsF(self._title)
            base = (row - metrics.height()) / 2 + metrics.ascent()
            at = (QPointF(0, base), QPointF(metrics.horizontalAdvance(content.title + " "), base))
            for font, token, said, place in zip(*self._styles(), at, strict=True):
                painter.setFont(font)
                painter.setPen(theme.color(token))
                painter.drawText(place, said)
        else:
            base = QFontMetricsF(self._title).ascent()
            for font, token, said, box in zip(*self._styles(), self._wrapped(self.width()), strict=True):
                painter.setFont(font)
                painter.setPen(theme.color(token))
                painter.drawText(box, _WRAP, said)
        painter.setFont(self._small)
        painter.setPen(theme.color("muted"))
        small = QFontMetricsF(self._small)
        painter.drawText(QPointF(self.width() - small.horizontalAdvance(content.place), base), content.place)

    def _styles(self) -> tuple[tuple[QFont, QFont], tuple[str, str], tuple[str, str]]:
        """Return fonts, colours and words of the title and of the other name."""
        return (self._title, self._also), ("ink", "muted"), (self.content.title, self.content.also)


class StageFooter(QWidget):
    """The keys of the clicker, and what the program is called where there is room for it."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notice = ""
        self.set_theme(theme)
        self.set_words(words)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._keys = tuple(words(id) for id in FOOTER_KEYS)
        self._name = words("window.title")
        self.setAccessibleName(" · ".join(self._keys))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self._theme = theme
        self._font = theme.font("small_font")
        self.update()

    def tell(self, notice: str) -> None:
        """Say something instead of the program's name, such as that the picture is frozen."""
        if notice != self._notice:
            self._notice = notice
            self.update()

    def needed_height(self) -> int:
        """Return the height of its one line."""
        return round(QFontMetricsF(self._font).height() * 1.15)

    def shown_keys(self) -> tuple[str, ...]:
        """Return the keys there is room for; the last one, which ends the projection, always."""
        metrics, gap = QFontMetricsF(self._font), self._theme.em
        room = self.width() - (metrics.horizontalAdvance(self._notice) + gap if self._notice else 0.0)
        keys = list(self._keys)
        while len(keys) > 1 and sum(metrics.horizontalAdvance(key) + gap for key in keys) - gap > room:
            del keys[-2]
        return tuple(keys)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics, gap = QFontMetricsF(self._font), self._theme.em
        painter.setFont(self._font)
        painter.setPen(self._theme.color("muted"))
        base = (self.height() - metrics.height()) / 2 + metrics.ascent()
        x = 0.0
        for key in self.shown_keys():
            painter.drawText(QPointF(x, base), key)
            x += metrics.horizontalAdvance(key) + gap
        right = self._notice or self._name
        left = self.width() - metrics.horizontalAdvance(right)
        if self._notice:
            painter.setPen(self._theme.color("probe_ink"))
        if left >= x or self._notice:
            painter.drawText(QPointF(left, base), right)
