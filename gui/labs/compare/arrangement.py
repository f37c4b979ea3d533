"""Where Compare's cards lie: functions, plots and the table below where there is room; a stage and tabs elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from core.text import Words
from gui.labs.compare.functions_card import ROW_EM
from gui.theme import Theme
from gui.widgets.page import column, scrolled

# In base-font widths: below it the functions have no column of their own beside the plots.
WIDE_FROM_EM = 78
# In base-font heights: below it the stage has room for one plot only.
SLOPE_FROM_EM = 34
# In base-font heights: the table of facts without its rows, and each of them.
_TABLE_EM, _ROW_EM = 12.5, 2.8
_LEFT_EM = ROW_EM + 5


@dataclass(frozen=True)
class Parts:
    """The cards to arrange. ``plots`` are the ones under the first, by the id of their tab's title."""

    functions: QWidget
    params: QWidget
    main_plots: tuple[QWidget, ...]
    plots: tuple[tuple[str, QWidget], ...]
    bar: QWidget
    facts: QWidget
    code: QWidget

    def all(self) -> tuple[QWidget, ...]:
        """Return every card."""
        plots = (*self.main_plots, *(plot for _, plot in self.plots))
        return (self.functions, self.params, *plots, self.bar, self.facts, self.code)


def is_wide(width: int, theme: Theme) -> bool:
    """Return whether ``width`` pixels have room for a column beside the plots."""
    return width >= WIDE_FROM_EM * theme.em


def stacks_plots(width: int, height: int, theme: Theme) -> bool:
    """Return whether the plots of f and f′ have room above one another."""
    return is_wide(width, theme) or height >= SLOPE_FROM_EM * theme.em


def row_columns(width: int, theme: Theme) -> int:
    """Return how many functions have room side by side."""
    return 1 if is_wide(width, theme) else max(1, min(3, width // (ROW_EM * theme.em)))


def tabs_height(owner: QWidget, theme: Theme, rows: int) -> int:
    """Return how high the tabs are in an ``owner`` of its size, with ``rows`` functions in the table of facts."""
    if is_wide(owner.width(), theme):
        return min(round((_TABLE_EM + _ROW_EM * rows) * theme.em), round(owner.height() * 0.36))
    return min(round(owner.height() * 0.42), (12 if theme.name == "projector" else 19) * theme.em)


def arrange(owner: QWidget, parts: Parts, theme: Theme, words: Words) -> tuple[QWidget, QTabWidget]:
    """Return a new frame with the cards laid out for the size of ``owner``, and its tabs.

    How high the tabs are is told by ``tabs_height``. The cards leave the frame they lay in before.
    """
    for card in parts.all():
        card.hide()
        card.setParent(owner)
    for card in (parts.functions, parts.params, parts.bar, parts.facts, parts.code):
        card.show()
    frame = QWidget(owner)
    if is_wide(owner.width(), theme):
        return frame, _columns(frame, parts, theme, words)
    stacked = stacks_plots(owner.width(), owner.height(), theme)
    return frame, _stage(frame, parts, theme, words, stacked)


def _columns(frame: QWidget, parts: Parts, theme: Theme, words: Words) -> QTabWidget:
    gap, em = theme.px(12), theme.em
    whole = QVBoxLayout(frame)
    whole.setContentsMargins(gap, gap, gap, gap)
    whole.setSpacing(gap)
    top = QHBoxLayout()
    top.setSpacing(gap)
    left = column(gap, 0, ((parts.functions, 0), (parts.params, 0)))
    left.layout().addStretch(1)
    top.addWidget(scrolled(left, round(_LEFT_EM * em)))
    plots = (*((plot, 5) for plot in parts.main_plots), *((plot, _share(title)) for title, plot in parts.plots))
    middle = column(gap, 0, plots)
    middle.layout().addWidget(parts.bar)
    top.addWidget(middle, 1)
    whole.addLayout(top, 1)
    tabs = _tabs(frame)
    tabs.addTab(parts.facts, words("compare.tab_table"))
    tabs.addTab(parts.code, words("compare.tab_code"))
    whole.addWidget(tabs)
    return tabs


def _stage(frame: QWidget, parts: Parts, theme: Theme, words: Words, stacked: bool) -> QTabWidget:
    gap = theme.px(8) if theme.name != "projector" else theme.px(6)
    lines = QVBoxLayout(frame)
    lines.setContentsMargins(gap, gap, gap, gap)
    lines.setSpacing(gap)
    for plot in parts.main_plots:
        lines.addWidget(plot, 5)
    tabs = _tabs(frame)
    tabs.addTab(scrolled(_page(gap, parts.functions), 0), words("compare.tab_functions"))
    tabs.addTab(scrolled(_page(gap, parts.bar, parts.params), 0), words("compare.tab_look"))
    for title, plot in parts.plots:
        if stacked:
            lines.addWidget(plot, _share(title))
        else:
            tabs.addTab(plot, words(title))
    tabs.addTab(scrolled(column(gap, 0, ((parts.facts, 1),)), 0), words("compare.tab_table"))
    tabs.addTab(parts.code, words("compare.tab_code"))
    lines.addWidget(tabs)
    return tabs


def _share(title: str) -> int:
    """Return a plot's share of the height, of 5 for the first: slopes are lower, a difference is not."""
    return 5 if title == "compare.tab_difference" else 3


def _page(gap: int, *cards: QWidget) -> QWidget:
    page = column(gap, 0, tuple((card, 0) for card in cards))
    page.layout().setContentsMargins(0, gap, 0, 0)
    page.layout().addStretch(1)
    return page


def _tabs(frame: QWidget) -> QTabWidget:
    tabs = QTabWidget(frame)
    tabs.setObjectName("compareTabs")
    tabs.setDocumentMode(True)
    return tabs
