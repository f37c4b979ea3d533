"""The cards of the stage: large numbers, and the question that the class answers before they are shown."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.stage.content import StageCard
from gui.theme import Theme

_RADIUS = 14
# How much larger than a readout a number may be where there is room.
_LARGEST = 1.6
_AIR = 1.12
_HIDDEN_WIDTH = "0.00"
_MOST_LARGE_LINES = 2
HIDDEN_MARK = "?"
LEFT_OUT = "…"
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class NumbersCard(QWidget):
    """Shows one StageCard. Numbers grow as the card does and never get smaller than a readout."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = StageCard("", ())
        self._hidden_from = 10**9
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self._theme = theme
        self._label_font = theme.font("small_font")
        self._label_metrics = QFontMetricsF(self._label_font)
        self._least = theme.font("readout_font", bold=True)
        # Digits of one width: a number does not dance while a slider moves.
        self._least.setFeature(QFont.Tag("tnum"), 1)
        self.update()

    def show_card(self, card: StageCard, hidden_from: int) -> None:
        """Show ``card``; its cells from ``hidden_from`` on are hidden."""
        if (card, hidden_from) != (self.card, self._hidden_from):
            self.card, self._hidden_from = card, hidden_from
            self.setAccessibleName(card.label)
            self.setAccessibleDescription(self.shown_text())
            self.update()

    def shown_text(self) -> str:
        """Return the numbers as they stand on the card."""
        return "\n".join("".join(piece.text for piece in row) for row in self._pieces())

    def needed_width(self) -> float:
        """Return the width at which nothing is left out."""
        rows = self._pieces()
        label = self._label_metrics.horizontalAdvance(self.card.label)
        return max(_Measured(rows, self._least).width, label) + 2 * self._pad() + 2

    def height_for(self, width: int) -> int:
        """Return how high the card has to be: the same for every width."""
        return self.needed_height()

    def needed_height(self) -> int:
        """Return the height of the label and of every row, with some air."""
        rows = max(1, len(self.card.rows)) * QFontMetricsF(self._least).height() * _AIR
        note = self._label_metrics.height() if self.card.note else 0.0
        return round(self._label_metrics.height() + rows + note + 1.1 * self._pad())

    def _pad(self) -> float:
        return self._theme.px(16)

    def _pieces(self) -> list[list[_Piece]]:
        """Return each row in pieces, what is hidden as a question mark."""
        rows, index, card = [], 0, self.card
        nested = card.is_list and len(card.rows) > 1
        for number, cells in enumerate(card.rows):
            row: list[_Piece] = []
            if nested:
                row.append(_Piece("[" if number == 0 else " ", column=0))
            if card.is_list:
                row.append(_Piece("["))
            for place, cell in enumerate(cells):
                if place:
                    row.append(_Piece(", " if card.is_list else "   "))
                is_hidden = index >= self._hidden_from
                color = "accent" if is_hidden else "probe_ink" if index == card.selected else "ink"
                row.append(_Piece(HIDDEN_MARK if is_hidden else cell, color, place + 1, is_hidden))
                index += 1
            if card.is_list:
                is_last = number == len(card.rows) - 1
                row.append(_Piece("]" if not nested else "]]" if is_last else "],"))
            rows.append(row)
        return rows

    def _fitting(self, rows: list[list[_Piece]], room: QSize) -> _Measured:
        least = self._least.pixelSize()
        for size in range(round(least * _LARGEST), least, -1):
            font = QFont(self._least)
            font.setPixelSize(size)
            measured = _Measured(rows, font)
            if measured.line * len(rows) <= room.height() and measured.width <= room.width():
                return measured
        return _Measured(rows, self._least)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, pad = self._theme, self._pad()
        paint_card(painter, theme, QRectF(self.rect()), "card", "border")
        painter.setFont(self._label_font)
        painter.setPen(theme.color("muted"))
        top = 0.5 * pad
        width = self.width() - 2 * pad
        label = self._label_metrics.elidedText(self.card.label, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QPointF(pad, top + self._label_metrics.ascent()), label)
        top += self._label_metrics.height()
        rows = self._pieces()
        if self.card.note:
            bottom = self.height() - 0.5 * pad - self._label_metrics.descent()
            painter.drawText(QPointF(pad, bottom), self.card.note)
        below = self._label_metrics.height() if self.card.note else 0.0
        room = QSize(round(width), round(self.height() - top - 0.6 * pad - below))
        measured = self._fitting(rows, room)
        painter.setFont(measured.font)
        top += max(0.0, (room.height() - measured.line * len(rows)) / 2)
        for row in rows:
            self._paint_row(painter, row, measured, QPointF(pad, top + measured.ascent), pad + width)
            top += measured.line

    def _paint_row(self, painter: QPainter, row: list[_Piece], measured: _Measured, at: QPointF, right: float) -> None:
        """Write the pieces from the left; from where they do not fit, an ellipsis stands for the rest."""
        x, rest = at.x(), sum(measured.room(piece) for piece in row)
        dots = measured.text_width(LEFT_OUT)
        for piece in row:
            width = measured.room(piece)
            if x + rest > right + 1 and x + width + dots > right:
                painter.setPen(self._theme.color("ink"))
                painter.drawText(QPointF(x, at.y()), LEFT_OUT)
                return
            painter.setPen(self._theme.color(piece.color))
            away = width - measured.text_width(piece.text)
            painter.drawText(QPointF(x + (away / 2 if piece.is_hidden else away), at.y()), piece.text)
            x, rest = x + width, rest - width


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some words in a row; those of one column stand below each other."""

    text: str
    color: str = "ink"
    column: int = -1
    is_hidden: bool = False


class _Measured:
    """Rows of pieces in a font: a column is as wide as its widest number, so that nothing moves sideways."""

    def __init__(self, rows: list[list[_Piece]], font: QFont) -> None:
        self.font = font
        self._metrics = QFontMetricsF(font)
        self.line, self.ascent = self._metrics.height(), self._metrics.ascent()
        self._columns: dict[int, float] = {}
        for row in rows:
            for piece in row:
                wide = self.text_width(piece.text if not piece.is_hidden else _HIDDEN_WIDTH)
                self._columns[piece.column] = max(wide, self._columns.get(piece.column, 0.0))
        self.width = max((sum(self.room(piece) for piece in row) for row in rows), default=0.0)

    def text_width(self, text: str) -> float:
        """Return the width of some words."""
        return self._metrics.horizontalAdvance(text)

    def room(self, piece: _Piece) -> float:
        """Return how wide a piece stands in its row."""
        return self._columns[piece.column] if piece.column >= 0 else self.text_width(piece.text)


class QuestionCard(QWidget):
    """Asks for a prediction, and says which key shows the answer."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question = self._then = self._key = self._answer = ""
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self._theme = theme
        self._fonts = {
            token: (theme.font(token), theme.font(token, bold=True)) for token in ("base_font", "small_font")
        }
        self._font, self._bold = self._fonts["small_font"]
        self.update()

    def _size_for(self, width: int) -> None:
        """Write in the base font where question and answer take no more than two lines of it, else smaller."""
        self._font, self._bold = self._fonts["base_font"]
        lines = self._question_box(width).height() + self._answer_box(width).height()
        if lines > _MOST_LARGE_LINES * QFontMetricsF(self._font).height() + 2:
            self._font, self._bold = self._fonts["small_font"]

    def ask(self, question: str, then: str, key: str, answer: str = "") -> None:
        """Show ``question``, and ``then`` with the ``key`` to press, or the ``answer``."""
        if (question, then, key, answer) != (self._question, self._then, self._key, self._answer):
            self._question, self._then, self._key, self._answer = question, then, key, answer
            self.setAccessibleName(question)
            self.setAccessibleDescription(answer or f"{then} {key}".strip())
            self.update()

    def question(self) -> str:
        """Return what is asked."""
        return self._question

    def needed_width(self) -> float:
        """Return a width at which the question takes about two lines."""
        one_line = QFontMetricsF(self._font).horizontalAdvance(self._question)
        return max(0.6 * one_line + 2 * self._pad(), self.least_width())

    def least_width(self) -> float:
        """Return the width below which what to do, or the key to press, does not fit a line."""
        metrics = QFontMetricsF(self._fonts["base_font"][1])
        parts = (metrics.horizontalAdvance(self._then), metrics.horizontalAdvance(self._key) + metrics.height())
        return max(parts if self._then else (0.0,)) + 2 * self._pad()

    def height_for(self, width: int) -> int:
        """Return how high the card has to be: one line where question and key fit beside each other."""
        self._size_for(width)
        if self._is_one_line(width):
            return round(1.5 * QFontMetricsF(self._bold).height() + 0.6 * self._pad())
        lines = self._question_box(width).height() + self._answer_box(width).height()
        below = self._then_lines(width) * 1.5 * QFontMetricsF(self._bold).height()
        return round(lines + below + 1.2 * self._pad())

    def _is_one_line(self, width: int) -> bool:
        if self._answer or "\n" in self._question:
            return False
        words = QFontMetricsF(self._font).horizontalAdvance(self._question) + self._theme.em
        return words + self._then_width() + 2 * self._pad() <= width

    def _pad(self) -> float:
        return self._theme.px(16)

    def _then_width(self) -> float:
        metrics = QFontMetricsF(self._bold)
        return metrics.horizontalAdvance(f"{self._then} {self._key}") + 1.5 * metrics.height() if self._then else 0.0

    def _then_lines(self, width: int) -> int:
        """Return in how many lines what to do and the key to press are written."""
        return (1 if self._then_width() <= width - 2 * self._pad() else 2) if self._then else 0

    def _answer_box(self, width: int) -> QRectF:
        if not self._answer:
            return QRectF()
        room = QRectF(0, 0, width - 2 * self._pad(), 10_000)
        return QFontMetricsF(self._bold).boundingRect(room, _WRAP, self._answer)

    def _question_box(self, width: int) -> QRectF:
        room = QRectF(0, 0, width - 2 * self._pad(), 10_000)
        return QFontMetricsF(self._font).boundingRect(room, _WRAP, self._question)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, pad = self._theme, self._pad()
        self._size_for(self.width())
        paint_card(painter, theme, QRectF(self.rect()), "accent_soft", "border")
        painter.setFont(self._font)
        painter.setPen(theme.color("ink"))
        if self._is_one_line(self.width()) and self.height() < 2.6 * QFontMetricsF(self._bold).height():
            metrics = QFontMetricsF(self._font)
            painter.drawText(QPointF(pad, (self.height() - metrics.height()) / 2 + metrics.ascent()), self._question)
            left = pad + metrics.horizontalAdvance(self._question) + theme.em
            self._paint_then(painter, QPointF(left, self.height() / 2))
            return
        box = QRectF(pad, 0.6 * pad, self.width() - 2 * pad, self._question_box(self.width()).height())
        painter.drawText(box, _WRAP, self._question)
        if self._answer:
            painter.setFont(self._bold)
            painter.setPen(theme.color("probe_ink"))
            painter.drawText(box.translated(0, box.height()).adjusted(0, 0, 0, 10_000), _WRAP, self._answer)
        if self._then:
            self._paint_then(painter, QPointF(pad, box.bottom() + 0.75 * QFontMetricsF(self._bold).height()))

    def _paint_then(self, painter: QPainter, left_middle: QPointF) -> None:
        """Write what to do, and the key beside it or in the line below."""
        metrics = QFontMetricsF(self._bold)
        painter.setFont(self._bold)
        painter.setPen(self._theme.color("ink"))
        base = left_middle.y() - metrics.height() / 2 + metrics.ascent()
        painter.drawText(QPointF(left_middle.x(), base), self._then)
        if self._key:
            at = left_middle + QPointF(metrics.horizontalAdvance(self._then + " "), 0)
            if self._then_lines(self.width()) == 2:
                at = left_middle + QPointF(0, 1.5 * metrics.height())
            paint_key(painter, self._theme, self._key, at)


class CoveredPicture(QWidget):
    """Stands where a picture will be when it is revealed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_card(painter, self._theme, QRectF(self.rect()), "accent_soft", "border")
        font = self._theme.font("readout_font", bold=True)
        font.setPixelSize(max(1, min(self.height() // 2, 6 * self._theme.em)))
        painter.setFont(font)
        painter.setPen(self._theme.color("accent"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, HIDDEN_MARK)


def paint_card(painter: QPainter, theme: Theme, whole: QRectF, ground: str, border: str) -> None:
    """Draw a card's paper and border."""
    thick = max(1.0, theme.px(2))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color(border), thick))
    painter.setBrush(theme.color(ground))
    radius = theme.px(_RADIUS)
    painter.drawRoundedRect(whole.adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2), radius, radius)


def paint_key(painter: QPainter, theme: Theme, key: str, left_middle: QPointF) -> None:
    """Draw a key of the keyboard with the painter's font, its left edge's middle at ``left_middle``."""
    metrics = QFontMetricsF(painter.font())
    width, height = metrics.horizontalAdvance(key) + metrics.height() * 0.8, metrics.height() * 1.25
    cap = QRectF(left_middle.x(), left_middle.y() - height / 2, width, height)
    painter.setPen(QPen(theme.color("ink"), max(1.0, theme.px(2))))
    painter.setBrush(theme.color("card"))
    painter.drawRoundedRect(cap, theme.px(8), theme.px(8))
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
