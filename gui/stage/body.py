"""The stage itself, without what the teacher's hand does on it: head, picture, cards, footer."""

from __future__ import annotations

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
# The picture is the hero: cards in more than one row take at most this share of the height.
_MOST_CARDS = 0.45


class StageBody(QWidget):
    """Lays the parts of one content out for the size there is."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stageBody")
        self._words, self._theme = words, theme
        self.content = StageContent("")
        self.picture: QWidget | None = None
        self.head = StageHead(words, theme, self)
        self.footer = StageFooter(words, theme, self)
        self.question = QuestionCard(theme, self)
        self.question.setObjectName("stageQuestion")
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
        self._words = words
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
        self.picture = picture
        if picture is not None:
            picture.setParent(self)
            picture.lower()
            picture.show()
            self._place()

    def show_content(self, content: StageContent, hidden: Hidden) -> None:
        """Show what is read; the next hidden thing is asked for."""
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
        then, space = self._words("stage.then"), self._words("stage.space")
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
        bottom = self._place_cards(margin, width, bottom, gap, round(_MOST_CARDS * (bottom - top)))
        if self.picture is not None:
            self.picture.setGeometry(QRect(margin, top, width, max(1, bottom - top)))
        self.covering.setGeometry(QRect(margin, top, width, max(1, bottom - top)))

    def _place_cards(self, left: int, width: int, bottom: int, gap: int, most: int) -> int:
        """Place the cards above ``bottom``; return where the picture may end."""
        shown: list[NumbersCard | QuestionCard] = list(self.shown_cards())
        if not self.question.isHidden():
            shown.append(self.question)
        if not shown:
            return bottom
        rows = _rows(shown, width, gap)
        heights = [max(self._height(part, w) for part, w in row) for row in rows]
        while len(rows) > 1 and sum(heights) + gap * (len(rows) - 1) > most:
            rows = _in_rows(shown, len(rows) - 1, width, gap)
            heights = [max(self._height(part, w) for part, w in row) for row in rows]
        for row, height in zip(reversed(rows), reversed(heights), strict=True):
            x = left
            for part, w in row:
                part.setGeometry(x, bottom - height, w, height)
                x += w + gap
            bottom -= height + gap
        return bottom

    def _height(self, part: NumbersCard | QuestionCard, width: int) -> int:
        return part.height_for(width) if isinstance(part, QuestionCard) else part.needed_height()


Row = list[tuple[NumbersCard | QuestionCard, int]]


def _rows(parts: list[NumbersCard | QuestionCard], width: int, gap: int) -> list[Row]:
    """Return the parts in as few rows as hold them."""
    for count in range(1, len(parts)):
        rows = _in_rows(parts, count, width, gap)
        if all(sum(p.needed_width() for p, _ in row) + gap * (len(row) - 1) <= width for row in rows):
            return rows
    return _in_rows(parts, len(parts), width, gap)


def _in_rows(parts: list[NumbersCard | QuestionCard], count: int, width: int, gap: int) -> list[Row]:
    """Return the parts in ``count`` rows, each as wide as its words ask for, the row filled."""
    per_row = -(-len(parts) // count)
    rows: list[Row] = []
    for start in range(0, len(parts), per_row):
        row = parts[start : start + per_row]
        room = width - gap * (len(row) - 1)
        needed = [part.needed_width() for part in row]
        # Between what is needed and even shares: a long tensor gets more room, a short one does not look lost.
        spare = (room - sum(needed)) / len(row)
        shares = [n + spare for n in needed] if spare >= 0 else [room * n / sum(needed) for n in needed]
        rows.append([(part, int(share)) for part, share in zip(row, shares, strict=True)])
    return rows
