"""A titled card: the paper on which a lab lays its parts."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.text import Words
from gui.icons import icon
from gui.theme import Theme


class CoverSign(QWidget):
    """Says in place of a card's parts that they are covered, and why."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("coverSign")
        self._sign, self._said, self._why = QLabel(self), QLabel(self), QLabel(self)
        self._why.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.addStretch(1)
        for part in (self._sign, self._said, self._why):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            part.setWordWrap(True)
            column.addWidget(part)
        column.addStretch(1)
        self._column = column

    def say(self, words: Words) -> None:
        """Speak a language."""
        self._said.setText(words("cover.sign"))
        self._why.setText(words("cover.why"))
        self.setAccessibleName(f"{words('cover.sign')}: {words('cover.why')}")

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._sign.setPixmap(icon("predict", theme, "muted").pixmap(QSize(theme.em, theme.em)))
        self._column.setSpacing(theme.px(4))


class Card(QFrame):
    """A rounded frame with a title line (``title_id`` of the catalogue) and a body below."""

    def __init__(self, words: Words, theme: Theme, title_id: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._title_id = title_id
        self.title = QLabel(self)
        self.title.setProperty("role", "title")
        self.title.setWordWrap(True)
        self.aside = QLabel(self)
        self.aside.setProperty("role", "muted")
        self.aside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._column = QVBoxLayout(self)
        self._inside: QWidget | None = None  # what is covered, once it ever was
        self._head = QHBoxLayout()
        if title_id:
            self._head.addWidget(self.title, 1)
            self._head.addWidget(self.aside)
            self._column.addLayout(self._head)
        else:
            self.title.hide()
            self.aside.hide()
        # Named, so that a subclass whose own parts are not made yet is not asked.
        Card.set_words(self, words)
        Card.set_theme(self, theme)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put ``widget`` below what is there."""
        self._column.addWidget(widget, stretch)

    def add_to_head(self, widget: QWidget) -> None:
        """Put ``widget`` at the right end of the title line."""
        self._head.addWidget(widget)

    def add_stretch(self) -> None:
        """Leave the rest of the card empty."""
        self._column.addStretch(1)

    def cover(self, is_covered: bool, words: Words) -> None:
        """Show a sign instead of everything on the card, or everything again: covered, nothing of it can be reached."""
        if self._inside is None:
            if not is_covered:
                return
            self._inside, self._sign = QWidget(self), CoverSign(self)
            # Qt hands the layout on with all that lies in it.
            self._inside.setLayout(self._column)
            whole = QVBoxLayout(self)
            whole.setContentsMargins(0, 0, 0, 0)
            whole.addWidget(self._inside)
            whole.addWidget(self._sign)
            self._sign.set_theme(self._look)
        self._sign.say(words)
        self._inside.setVisible(not is_covered)
        self._sign.setVisible(is_covered)

    @property
    def is_covered(self) -> bool:
        """Whether a sign stands in place of everything on the card."""
        return self._inside is not None and self._inside.isHidden()

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        if self._inside is not None:
            self._sign.say(words)
        if self._title_id:
            self.title.setText(words(self._title_id))

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        side, top = theme.px(14), theme.px(10)
        if theme.name == "projector":
            side, top = theme.px(16), theme.px(8)
        self._look = theme
        if self._inside is not None:
            self._sign.set_theme(theme)
        self._column.setContentsMargins(side, top, side, top)
        self._column.setSpacing(theme.px(8))
        self._head.setSpacing(theme.px(8))
