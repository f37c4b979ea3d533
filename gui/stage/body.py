"""The stage itself, without what the teacher's hand does on it: head, picture, cards, footer."""

from __future__ import annotations

import math

from PySide6.QtCore import QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from core.stage import Hidden
from core.text import Words
from gui.stage.cards import CoveredPicture, NumbersCard, QuestionCard
from gui.stage.content import StageContent
from gui.stage.head import StageFooter, StageHead
from gui.theme import Theme

_MARGIN, _GAP = 24, 12
# A question stands beside the numbers if it gets this share of the width, or all that it needs.
_QUESTION_SHARE = 0.3
# A long question that leaves the picture less than this share of the height stands at its side, as narrow as it fits.
_LEAST_PICTURE = 0.28
_SIDE_SHARES = (0.34, 0.42, 0.5, 0.58)


class StageBody(QWidget):
    """Lays the parts of one content out for the size there is."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stageBody")
        self._words, self._theme = words, theme
        self.content = StageContent("")
        self._shown: tuple[StageContent, Hidden] | None = None
        self.picture: QWidget | None = None
        self.head = StageHead(words, theme, self)
        self.footer = StageFooter(words, theme, self)
        self.question = QuestionCard(theme, self)
        self.question.setObjectName("stageQuestion")
        self.head.relaid.connect(self._place)
        self.question.hide()
        self.covering = CoveredPicture(theme, self)
        self.covering.setObjectName("stageCovered")
        self.covering.hide()
        self.cards: list[NumbersCard] = []
        # The mouse at the edge is the window's matter.
        for part in (self, self.head, self.footer):
            part.setMouseTracking(True)

    def set_words(self, words: Words) -> None:
        """Switch the language of the footer; contents come in their own."""
        self._words, self._shown = words, None
        self.footer.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self._theme = theme
        for part in (self.head, self.footer, self.question, self.covering, *self.cards):
            part.set_theme(theme)
        self._place()

    def show_picture(self, picture: QWidget | None) -> None:
        """Put a lab's picture into the middle."""
        if picture is self.picture:
            return
        if self.picture is not None:
            self.picture.hide()
        self.picture, self._shown = picture, None
        if picture is not None:
            picture.setParent(self)
            picture.lower()
            picture.show()
            self._place()

    def show_content(self, content: StageContent, hidden: Hidden) -> None:
        """Show what is read; the next hidden thing is asked for."""
        # Most of a drag changes the picture alone.
        if (content, hidden) == self._shown:
            return
        self._shown = (content, hidden)
        self.content = content
        self.head.show_content(content)
        while len(self.cards) < len(content.cards):
            card = NumbersCard(self._theme, self)
            card.setObjectName(f"stageCard{len(self.cards)}")
            self.cards.append(card)
        first = content.drawn_cells
        for place, widget in enumerate(self.cards):
            widget.setVisible(place < len(content.cards))
            if place < len(content.cards):
                card = content.cards[place]
                widget.show_card(card, hidden.first_cell - first if card.is_output else 10**9)
                first += card.cells if card.is_output else 0
        self._ask(content, hidden)
        is_covered = content.is_covered and hidden.curve
        self.covering.setAccessibleName(self._words("stage.covered"))
        self.covering.setVisible(is_covered)
        if self.picture is not None:
            self.picture.setVisible(not is_covered)
        self._place()

    def shown_cards(self) -> list[NumbersCard]:
        """Return the cards in view."""
        return [card for card in self.cards if not card.isHidden()]

    def asked(self) -> str:
        """Return what the class is asked now; empty if nothing is hidden."""
        return "" if self.question.isHidden() else self.question.question()

    def _ask(self, content: StageContent, hidden: Hidden) -> None:
        asks = hidden.anything(content.output_cells)
        then, space = self._words(content.then), self._words("stage.space")
        if content.question:
            asks = True
            self.question.ask(content.question, *(("", "", content.answer) if content.answer else (then, space)))
        elif asks:
            if hidden.first_cell < content.output_cells:
                own = content.questions
                index = hidden.first_cell
                question = own[index] if index < len(own) else self._words("stage.ask_output")
            else:
                question = self._words("stage.ask_curve")
            self.question.ask(question, then, space)
        self.question.setVisible(asks)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _place(self) -> None:
        theme = self._theme
        margin, gap = theme.px(_MARGIN), theme.px(_GAP)
        width, height = max(1, self.width() - 2 * margin), self.height()
        head = self.head.needed_height(width)
        self.head.setGeometry(margin, theme.px(6), width, head)
        foot = self.footer.needed_height()
        self.footer.setGeometry(margin, height - foot - theme.px(8), width, foot)
        bottom = height - foot - theme.px(8) - gap
        top = theme.px(6) + head + theme.px(4)
        side = self._side_width(width, top, bottom, gap)
        if side:
            self.question.setGeometry(margin + width - side, top, side, bottom - top)
            width -= side + gap
        bottom = self._place_cards(self._rows(width, gap, with_question=not side), margin, bottom, gap)
        box = QRect(margin, top, width, max(1, bottom - top))
        if self.picture is not None:
            self.picture.setGeometry(box)
        self.covering.setGeometry(box)

    def _side_width(self, width: int, top: int, bottom: int, gap: int) -> int:
        """Return how wide a question is that has to stand beside the picture, 0 for one that can stand below."""
        if self.question.isHidden():
            return 0
        rows = self._rows(width, gap, with_question=True)
        left = bottom - top - sum(max(part.height_for(w) for part, w in row) + gap for row in rows)
        if left >= _LEAST_PICTURE * self.height():
            return 0
        widths = (max(round(share * width), math.ceil(self.question.least_width())) for share in _SIDE_SHARES)
        return next((w for w in widths if self.question.height_for(w) <= bottom - top), 0)

    def _rows(self, width: int, gap: int, with_question: bool) -> list[Row]:
        asks = with_question and not self.question.isHidden()
        return _rows(self.shown_cards(), self.question if asks else None, width, gap)

    def _place_cards(self, rows: list[Row], left: int, bottom: int, gap: int) -> int:
        """Place the cards above ``bottom``; return where the picture may end."""
        for row in reversed(rows):
            height = max(part.height_for(w) for part, w in row)
            x = left
            for part, w in row:
                part.setGeometry(x, bottom - height, w, height)
                x += w + gap
            bottom -= height + gap
        return bottom


Row = list[tuple[NumbersCard | QuestionCard, int]]


def _rows(cards: list[NumbersCard], question: QuestionCard | None, width: int, gap: int) -> list[Row]:
    """Return the cards in as few rows as hold all their numbers; the question beside them where it has room, too."""
    needed = [card.needed_width() for card in cards]
    if cards and question is not None:
        least = max(min(question.needed_width(), _QUESTION_SHARE * width), question.least_width())
        rest = width - sum(needed) - gap * len(cards)
        if rest >= least:
            # Half of what is left over goes to the question, whose lines get fewer.
            spare = (rest - least) / 2 / len(cards)
            row: Row = [(card, int(n + spare)) for card, n in zip(cards, needed, strict=True)]
            return [[*row, (question, width - sum(w for _, w in row) - gap * len(cards))]]
    rows = _number_rows(cards, width, gap)
    return rows if question is None else [*rows, [(question, width)]]


def _number_rows(cards: list[NumbersCard], width: int, gap: int) -> list[Row]:
    for count in range(1, len(cards) + 1):
        per_row = -(-len(cards) // count)
        parts = [cards[start : start + per_row] for start in range(0, len(cards), per_row)]
        rows = [_shared(row, width - gap * (len(row) - 1)) for row in parts]
        if count == len(cards) or all(w >= card.needed_width() for row in rows for card, w in row):
            return rows
    return []


def _shared(cards: list[NumbersCard], room: int) -> Row:
    """Return a row of cards, each as wide as its numbers ask for and an even share of what is left over."""
    needed = [card.needed_width() for card in cards]
    spare = (room - sum(needed)) / len(cards)
    shares = [n + spare for n in needed] if spare >= 0 else [room * n / sum(needed) for n in needed]
    return [(card, int(share)) for card, share in zip(cards, shares, strict=True)]
