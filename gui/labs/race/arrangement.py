"""Where the race's cards lie: a column beside board and curves where there is room; a stage and tabs elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QTabWidget, QVBoxLayout, QWidget

from core.text import Words
from gui.theme import Theme
from gui.widgets.page import column, scrolled

# In base-font widths: below the first there is no column for the design; below the second nothing stands side by side.
WIDE_FROM_EM, BESIDE_FROM_EM = 78, 48
# In base-font heights: below it board and tabs do not stand above one another.
STACKED_FROM_EM = 36
# In base-font heights: below it the large view takes the place of the curves too.
ROOMY_FROM_EM = 60
_LEFT_EM = 20
Shape = Literal["columns", "stacked", "beside", "tabs"]


@dataclass(frozen=True)
class Parts:
    """The cards to arrange. ``board`` is the pile of small multiples and large view."""

    run: QWidget
    design: QWidget
    functions: QWidget
    board: QWidget
    curves: QWidget
    ranking: QWidget
    thoughts: QWidget
    points: QWidget

    def all(self) -> tuple[QWidget, ...]:
        """Return every card."""
        return tuple(getattr(self, name) for name in self.__dataclass_fields__)


def shape_of(width: int, height: int, theme: Theme) -> Shape:
    """Return which arrangement fits."""
    if width >= WIDE_FROM_EM * theme.em:
        return "columns"
    if height >= STACKED_FROM_EM * theme.em:
        return "stacked"
    return "beside" if width >= BESIDE_FROM_EM * theme.em else "tabs"


def arrange(owner: QWidget, parts: Parts, theme: Theme, words: Words, is_enlarged: bool) -> tuple[QWidget, QTabWidget]:
    """Return a new frame with the cards laid out for the size of ``owner``, and its tabs.

    The cards leave the frame they lay in before.
    """
    for card in parts.all():
        card.hide()
        card.setParent(owner)
    for card in parts.all():
        card.show()
    frame = QWidget(owner)
    shape = shape_of(owner.width(), owner.height(), theme)
    if shape == "columns":
        only_board = is_enlarged and owner.height() < ROOMY_FROM_EM * theme.em
        return frame, _columns(frame, parts, theme, words, only_board)
    return frame, _stage(frame, parts, theme, words, shape)


def _columns(frame: QWidget, parts: Parts, theme: Theme, words: Words, only_board: bool) -> QTabWidget:
    gap = theme.px(12)
    row = QHBoxLayout(frame)
    row.setContentsMargins(gap, gap, gap, gap)
    row.setSpacing(gap)
    settings = scrolled(column(gap, 0, ((parts.design, 0), (parts.functions, 1))), 0)
    row.addWidget(column(gap, _LEFT_EM * theme.em, ((settings, 1), (parts.run, 0))))
    right = QVBoxLayout()
    right.setSpacing(gap)
    right.addWidget(parts.board, 11)
    below = QWidget(frame)
    # Board and curves share the height as told, whatever is written on the cards.
    below.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
    line = QHBoxLayout(below)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(gap)
    line.addWidget(parts.curves, 11)
    tabs = _tabs(frame)
    _add(tabs, words, ("ranking", parts.ranking), ("thoughts", parts.thoughts), ("points", parts.points))
    line.addWidget(tabs, 9)
    right.addWidget(below, 8)
    below.setVisible(not only_board)
    row.addLayout(right, 1)
    return tabs


def _stage(frame: QWidget, parts: Parts, theme: Theme, words: Words, shape: Shape) -> QTabWidget:
    gap = theme.px(8) if theme.name != "projector" else theme.px(6)
    lines = QVBoxLayout(frame)
    lines.setContentsMargins(gap, gap, gap, gap)
    lines.setSpacing(gap)
    lines.addWidget(parts.run)
    tabs = _tabs(frame)
    if shape == "tabs":
        _add(tabs, words, ("board", parts.board))
        lines.addWidget(tabs, 1)
    elif shape == "stacked":
        lines.addWidget(parts.board, 10)
        lines.addWidget(tabs, 9)
    else:
        row = QHBoxLayout()
        row.setSpacing(gap)
        row.addWidget(parts.board, 11)
        row.addWidget(tabs, 9)
        lines.addLayout(row, 1)
    _add(tabs, words, ("curves", parts.curves), ("ranking", parts.ranking))
    for name, card in (("design", parts.design), ("functions", parts.functions)):
        tabs.addTab(scrolled(column(gap, 0, ((card, 1),)), 0), words(f"race.tab_{name}"))
    _add(tabs, words, ("thoughts", parts.thoughts), ("points", parts.points))
    return tabs


def _add(tabs: QTabWidget, words: Words, *pages: tuple[str, QWidget]) -> None:
    for name, card in pages:
        titles = {"points": "race.points_tab"}
        # Scrolled where it is low: what is written must not be squeezed.
        page = scrolled(column(0, 0, ((card, 1),)), 0) if name in ("thoughts", "points") else card
        tabs.addTab(page, words(titles.get(name, f"race.tab_{name}")))


def _tabs(frame: QWidget) -> QTabWidget:
    tabs = QTabWidget(frame)
    tabs.setObjectName("raceTabs")
    tabs.setDocumentMode(True)
    tabs.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
    return tabs
