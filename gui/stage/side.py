"""The lab's own controls, slid in from the right edge: a function, a parameter, the start of a race."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from core.text import Words
from gui.stage.sliding import SlidingFrame
from gui.theme import Theme

_SHARE, _LEAST_EM = 0.34, 14


class SidePanel(SlidingFrame):
    """Shows the controls of one lab."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("right", parent)
        self.setObjectName("stageSide")
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._scroll)
        self._theme: Theme | None = None
        self.content: QWidget | None = None

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self.setAccessibleName(words("stage.side"))

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme, self.moves = theme, theme.moves
        pad = theme.px(10)
        self._column.setContentsMargins(pad, pad, pad, pad)
        self.setStyleSheet(
            f"#stageSide {{ background: {theme.tokens.card}; border: {theme.px(2)}px solid"
            f" {theme.tokens.control_border}; border-radius: {theme.px(14)}px; }}"
        )

    def keep(self, content: QWidget) -> None:
        """Hold controls that are not in view: they go when the stage does."""
        content.setParent(self)
        content.hide()

    def show_controls(self, content: QWidget | None) -> None:
        """Hold a lab's controls, or none."""
        if content is self.content:
            return
        if self.content is not None:
            self._scroll.takeWidget()
            self.keep(self.content)
        self.content = content
        if content is not None:
            self._scroll.setWidget(content)
            content.show()
        else:
            self.slide(False)

    def slide(self, is_in: bool) -> None:
        """Slide in or out; without controls there is nothing to show."""
        super().slide(is_in and self.content is not None)

    def fit(self, stage: QRect) -> None:
        if self._theme is None or self.content is None:
            return
        width = min(stage.width() - 8, max(round(_SHARE * stage.width()), _LEAST_EM * self._theme.em))
        inner = width - 2 * self._theme.px(12)
        wanted = self.content.heightForWidth(inner) if self.content.hasHeightForWidth() else 0
        wanted = max(wanted, self.content.sizeHint().height()) + 2 * self._theme.px(12) + 4
        self.resize(width, min(stage.height() - 8, wanted))
