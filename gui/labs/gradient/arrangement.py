"""Where the lab's cards lie: three columns where there is room, a stage with pages where letters are large."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from core.text import Words
from gui.theme import Theme
from gui.widgets.page import column, scrolled

# In base-font widths: below it three columns do not leave the pictures their room.
WIDE_FROM_EM = 78
# In base-font heights: below it the pictures under the first one share its lower half as pages.
TALL_FROM_EM = 56


@dataclass(frozen=True)
class Places:
    """One view's cards. Three columns: ``left`` scrolls, ``middle`` and ``right`` share their height as stretched.

    Where the window is low, the cards of ``middle`` after the first become pages called ``middle_titles``.
    On the stage ``stage`` is always in view, ``stage_share`` tenths as high as the ``pages`` (title, cards) under it;
    the cards ``filling`` take the height of their page, the others scroll.
    """

    left: tuple[QWidget, ...]
    middle: tuple[tuple[QWidget, int], ...]
    middle_titles: tuple[str, ...]
    right: tuple[tuple[QWidget, int], ...]
    stage: QWidget
    stage_share: int
    pages: tuple[tuple[str, tuple[QWidget, ...]], ...]
    filling: tuple[QWidget, ...]

    def all(self) -> tuple[QWidget, ...]:
        """Return every card once."""
        return tuple(dict.fromkeys((*self.left, *(c for c, _ in self.middle), *(c for c, _ in self.right))))


def is_wide(width: int, theme: Theme) -> bool:
    """Return whether ``width`` pixels have room for three columns."""
    return width >= WIDE_FROM_EM * theme.em


def is_tall(height: int, theme: Theme) -> bool:
    """Return whether every picture of a view has room below the others."""
    return height >= TALL_FROM_EM * theme.em


def arrange(
    owner: QWidget, head: QWidget, places: Places, hidden: tuple[QWidget, ...], theme: Theme, words: Words
) -> tuple[QWidget, QTabWidget | None]:
    """Return a new frame with the cards laid out for the size of ``owner``, and its tabs (None if all are in view).

    ``head`` stands above everything. ``hidden`` are the cards of the view that is not shown: they wait in ``owner``.
    """
    for card in (*hidden, *places.all(), head):
        card.hide()
        card.setParent(owner)
    for card in (*places.all(), head):
        card.show()
    frame = QWidget(owner)
    gap = theme.px(12 if is_wide(owner.width(), theme) else 6 if theme.name == "projector" else 8)
    lines = QVBoxLayout(frame)
    lines.setContentsMargins(gap, gap, gap, gap)
    lines.setSpacing(gap)
    lines.addWidget(head)
    if not is_wide(owner.width(), theme):
        tabs = _pages(places, gap, words)
        lines.addWidget(places.stage, places.stage_share)
        lines.addWidget(tabs, 10)
        return frame, tabs
    row = QHBoxLayout()
    row.setSpacing(gap)
    lines.addLayout(row, 1)
    roomy = owner.width() >= 100 * theme.em
    left = column(gap, 0, (*((card, 0) for card in places.left), (QWidget(), 1)))
    row.addWidget(scrolled(left, round(20.8 * theme.em)))
    middle, low_tabs = _middle(places, is_tall(owner.height(), theme), gap, words)
    row.addWidget(middle, 1)
    row.addWidget(scrolled(column(gap, 0, places.right), round((27 if roomy else 20) * theme.em)))
    return frame, low_tabs


def _middle(places: Places, tall: bool, gap: int, words: Words) -> tuple[QWidget, QTabWidget | None]:
    if tall or len(places.middle) == 1:
        return column(gap, 0, places.middle), None
    tabs = QTabWidget()
    tabs.setObjectName("gradientTabs")
    tabs.setDocumentMode(True)
    for title, (card, _share) in zip(places.middle_titles, places.middle[1:], strict=True):
        tabs.addTab(card, words(title))
    return column(gap, 0, ((places.middle[0][0], 1), (tabs, 1))), tabs


def _pages(places: Places, gap: int, words: Words) -> QTabWidget:
    tabs = QTabWidget()
    tabs.setObjectName("gradientTabs")
    tabs.setDocumentMode(True)
    for title, cards in places.pages:
        page = QWidget()
        lines = QVBoxLayout(page)
        lines.setContentsMargins(0, gap, 0, 0)
        lines.setSpacing(gap)
        for card in cards:
            lines.addWidget(card, 1 if card in places.filling else 0)
        if not set(cards) & set(places.filling):
            lines.addStretch(1)
        tabs.addTab(scrolled(page, 0), words(title))
    return tabs
