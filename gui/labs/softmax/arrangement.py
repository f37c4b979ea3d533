"""Where Softmax's cards lie: all at once on a large screen, pages under the bars on a small one or in large letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QTabWidget, QWidget

from core.text import Words
from gui.theme import Theme
from gui.widgets.page import column, scrolled

# In base-font widths and heights: from here on the controls have a column of their own, and every card its place.
WIDE_FROM_EM = 78
ALL_FROM_EM = (112, 60)
# In base-font heights: below it there is no room for what PyTorch prints under the bars.
PRINTED_FROM_EM = 28
# In base-font heights: below it, bars and a page under them are nothing of either. They are pages, too.
BARS_ABOVE_FROM_EM = 20
Plan = Literal["all", "wide", "stage", "low"]


@dataclass(frozen=True)
class Parts:
    """The cards to arrange; ``bars`` holds the three groups of bars side by side."""

    controls: QWidget
    bars: QWidget
    cross_entropy: QWidget
    jacobian: QWidget
    matrix: QWidget
    overflow: QWidget
    sigmoid: QWidget
    code: QWidget

    def all(self) -> tuple[QWidget, ...]:
        """Return every card."""
        return tuple(getattr(self, name) for name in self.__dataclass_fields__)


def plan_for(width: int, height: int, theme: Theme) -> Plan:
    """Return which arrangement fits a size in pixels."""
    if width >= ALL_FROM_EM[0] * theme.em and height >= ALL_FROM_EM[1] * theme.em:
        return "all"
    if height < BARS_ABOVE_FROM_EM * theme.em:
        return "low"
    return "wide" if width >= WIDE_FROM_EM * theme.em else "stage"


def arrange(owner: QWidget, parts: Parts, theme: Theme, words: Words) -> tuple[QWidget, QTabWidget | None]:
    """Return a new frame with the cards laid out for the size of ``owner``, and its tabs (None if all are in view)."""
    for card in parts.all():
        card.setParent(owner)
        card.show()
    frame = QWidget(owner)
    plan = plan_for(owner.width(), owner.height(), theme)
    gap = theme.px({"all": 12, "wide": 10, "stage": 8, "low": 8}[plan] if theme.name != "projector" else 6)
    row = QHBoxLayout(frame)
    row.setContentsMargins(gap, gap, gap, gap)
    row.setSpacing(gap)
    if plan == "all":
        row.addWidget(column(gap, 25 * theme.em, ((parts.controls, 0), (parts.code, 1))))
        row.addWidget(column(gap, 0, ((parts.bars, 10), (_lower(parts, gap), 15))), 1)
        return frame, None
    if plan == "wide":
        row.addWidget(scrolled(parts.controls, 19 * theme.em))
    tabs = _tabs(parts, plan, gap, words)
    if plan == "low":
        row.addWidget(tabs)
        return frame, tabs
    shares = (9, 10) if owner.height() >= PRINTED_FROM_EM * theme.em else (1, 1)
    row.addWidget(column(gap, 0, ((parts.bars, shares[0]), (tabs, shares[1]))), 1)
    return frame, tabs


def _lower(parts: Parts, gap: int) -> QWidget:
    """Return the five cards under the bars in three columns."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(gap)
    for cards in (
        ((parts.jacobian, 5), (parts.matrix, 4)),
        ((parts.cross_entropy, 1),),
        ((parts.overflow, 0), (parts.sigmoid, 1)),
    ):
        row.addWidget(column(gap, 0, cards), 1)
    return box


def _tabs(parts: Parts, plan: Plan, gap: int, words: Words) -> QTabWidget:
    tabs = QTabWidget()
    tabs.setObjectName("softmaxTabs")
    tabs.setDocumentMode(True)
    tabs.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
    pages: tuple[tuple[str, tuple[QWidget, ...]], ...]
    if plan == "wide":
        pages = (
            ("softmax.tab_cross_entropy", (parts.cross_entropy,)),
            ("softmax.tab_jacobian_sigmoid", (parts.jacobian, parts.sigmoid)),
            ("softmax.tab_matrix_overflow", (parts.matrix, parts.overflow)),
            ("softmax.tab_code", (parts.code,)),
        )
    else:
        pages = (
            ("softmax.tab_controls", (parts.controls,)),
            ("softmax.tab_cross_entropy", (parts.cross_entropy,)),
            ("softmax.tab_jacobian", (parts.jacobian,)),
            ("softmax.tab_matrix", (parts.matrix,)),
            ("softmax.tab_overflow", (parts.overflow,)),
            ("softmax.tab_sigmoid", (parts.sigmoid,)),
            ("softmax.tab_code", (parts.code,)),
        )
    if plan == "low":
        pages = (("softmax.tab_bars", (parts.bars,)), *pages)
        tabs.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    for title, cards in pages:
        page = QWidget()
        line = QHBoxLayout(page)
        line.setContentsMargins(0, gap, 0, 0)
        line.setSpacing(gap)
        for card in cards:
            line.addWidget(card, 1)
        # The code scrolls by itself, and bars take what room there is.
        tabs.addTab(page if cards in ((parts.code,), (parts.bars,)) else scrolled(page, 0), words(title))
    return tabs
