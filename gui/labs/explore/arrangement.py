"""Where Explore's cards lie: three columns where there is room, a stage where letters are large or the window small."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QToolButton, QVBoxLayout, QWidget

from core.text import Words
from gui.theme import Theme
from gui.widgets.page import GrowingPage, column, scrolled

# In base-font widths: below it three columns do not leave the plot its room.
WIDE_FROM_EM = 78
# In base-font heights: below the first, print and code share tabs; below the second, the slope's plot is a tab too.
TALL_FROM_EM = 56
SLOPE_FROM_EM = 26


@dataclass(frozen=True)
class Parts:
    """The cards to arrange."""

    picker: QWidget
    params: QWidget
    formula: QWidget
    curve: QWidget
    slope: QWidget
    bars: QWidget
    view_bar: QWidget
    input: QWidget
    output: QWidget
    printed: QWidget
    code: QWidget

    def all(self) -> tuple[QWidget, ...]:
        """Return every card."""
        return tuple(getattr(self, name) for name in self.__dataclass_fields__)


def is_wide(width: int, theme: Theme) -> bool:
    """Return whether ``width`` pixels have room for three columns."""
    return width >= WIDE_FROM_EM * theme.em


def arrange(
    owner: QWidget, parts: Parts, theme: Theme, words: Words, picker_button: QToolButton
) -> tuple[QWidget, QTabWidget | None]:
    """Return a new frame with the cards laid out for the size of ``owner``, and its tabs (None in three columns).

    The cards leave the frame they lay in before; a card that has no place now waits, hidden, in ``owner``.
    """
    for card in (*parts.all(), picker_button):
        card.hide()
        card.setParent(owner)
    # Before they are laid out: a tab page that is shown later would lie over the one in view.
    for card in (parts.params, parts.formula, parts.view_bar, parts.input, parts.output, parts.printed, parts.code):
        card.show()
    frame = QWidget(owner)
    if is_wide(owner.width(), theme):
        _columns(frame, owner.size(), parts, theme, words)
        parts.picker.show()
        tabs = None
    else:
        tabs = _stage(frame, owner.height(), parts, theme, words, picker_button)
        picker_button.show()
    return frame, tabs


def _columns(frame: QWidget, size: QSize, parts: Parts, theme: Theme, words: Words) -> None:
    gap, em = theme.px(12), theme.em
    row = QHBoxLayout(frame)
    row.setContentsMargins(gap, gap, gap, gap)
    row.setSpacing(gap)
    roomy = size.width() >= 100 * em
    left, right = (round(em * n) for n in ((21, 29) if roomy else (20.8, 20.5)))
    row.addWidget(column(gap, left, ((parts.picker, 3), (GrowingPage(parts.params), 0))))
    middle = column(gap, 0, ((parts.formula, 0), (parts.curve, 5), (parts.slope, 2), (parts.bars, 7)))
    middle.layout().addWidget(parts.view_bar)
    row.addWidget(middle, 1)
    if size.height() >= TALL_FROM_EM * em:
        cards = ((parts.input, 0), (parts.output, 0), (parts.printed, 0), (parts.code, 1))
        row.addWidget(scrolled(column(gap, 0, cards), right))
        return
    texts = QTabWidget()
    texts.setDocumentMode(True)
    texts.setMinimumHeight(6 * em)
    for card, title in ((parts.printed, "explore.tab_printed"), (parts.code, "explore.tab_code")):
        texts.addTab(card, words(title))
    row.addWidget(scrolled(column(gap, 0, ((parts.input, 0), (parts.output, 0), (texts, 1))), right))


def _stage(
    frame: QWidget, height: int, parts: Parts, theme: Theme, words: Words, picker_button: QToolButton
) -> QTabWidget:
    gap = theme.px(8) if theme.name != "projector" else theme.px(6)
    lines = QVBoxLayout(frame)
    lines.setContentsMargins(gap, gap, gap, gap)
    lines.setSpacing(gap)
    top = QHBoxLayout()
    top.setSpacing(gap)
    top.addWidget(picker_button)
    top.addWidget(parts.formula, 1)
    lines.addLayout(top)
    shows_slope = height >= SLOPE_FROM_EM * theme.em
    for card, share in ((parts.curve, 3), (parts.slope, 1), (parts.bars, 4)):
        if card is not parts.slope or shows_slope:
            lines.addWidget(card, share)
    tabs = QTabWidget(frame)
    tabs.setObjectName("stageTabs")
    tabs.setDocumentMode(True)
    tabs.setFixedHeight(round(min(height * 0.4, (12.5 if theme.name == "projector" else 17) * theme.em)))
    pages: list[tuple[str, tuple[QWidget, ...]]] = [
        ("explore.tab_tensors", (parts.input, parts.output)),
        ("explore.tab_params", (parts.params, parts.view_bar)),
        ("explore.tab_printed", (parts.printed,)),
        ("explore.tab_code", (parts.code,)),
    ]
    if not shows_slope:
        pages.insert(2, ("explore.tab_slope", (parts.slope,)))
    for title, cards in pages:
        page = QWidget(frame)
        side_by_side = title == "explore.tab_tensors"
        line: QHBoxLayout | QVBoxLayout = QHBoxLayout(page) if side_by_side else QVBoxLayout(page)
        line.setContentsMargins(0, gap, 0, 0)
        line.setSpacing(gap)
        for card in cards:
            line.addWidget(card, 3 if card is parts.input else 2 if side_by_side else 0)
        if title == "explore.tab_params":
            line.addStretch(1)
        tabs.addTab(scrolled(page, 0) if side_by_side or "params" in title else page, words(title))
    lines.addWidget(tabs)
    return tabs
