"""Where Explore's cards lie: three columns where there is room, a stage where letters are large or the window small."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.text import Words
from gui.theme import Theme

# In base-font widths: below it three columns do not leave the plot its room.
WIDE_FROM_EM = 62


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


def arrange(owner: QWidget, parts: Parts, theme: Theme, words: Words, picker_button: QToolButton) -> QTabWidget | None:
    """Lay the cards out in ``owner`` for its width; return the tabs of the stage, None for three columns."""
    old = owner.layout()
    for card in parts.all():
        card.setParent(owner)
    if old is not None:
        # A layout goes when its widget does: hand it to one that is dropped.
        QWidget().setLayout(old)
    for child in owner.findChildren(QWidget, "arrangement", Qt.FindChildOption.FindDirectChildrenOnly):
        child.deleteLater()
    picker_button.setParent(owner)
    wide = is_wide(owner.width(), theme)
    tabs = _columns(owner, parts, theme) if wide else _stage(owner, parts, theme, words, picker_button)
    picker_button.setVisible(not wide)
    for card in (parts.params, parts.formula, parts.view_bar, parts.input, parts.output, parts.printed, parts.code):
        card.show()
    parts.picker.setVisible(wide)
    return tabs


def _columns(owner: QWidget, parts: Parts, theme: Theme) -> None:
    gap, em = theme.px(12), theme.em
    row = QHBoxLayout(owner)
    row.setContentsMargins(gap, gap, gap, gap)
    row.setSpacing(gap)
    roomy = owner.width() >= 100 * em
    left, right = (round(em * n) for n in ((21, 29) if roomy else (14.5, 19.5)))
    row.addWidget(_column(owner, gap, left, ((parts.picker, 1), (parts.params, 0))))
    middle = _column(owner, gap, 0, ((parts.formula, 0), (parts.curve, 5), (parts.slope, 2), (parts.bars, 7)))
    middle.layout().addWidget(parts.view_bar)
    row.addWidget(middle, 1)
    cards = ((parts.input, 0), (parts.output, 0), (parts.printed, 0), (parts.code, 1))
    row.addWidget(_scrolled(_column(owner, gap, 0, cards), owner, right))


def _stage(owner: QWidget, parts: Parts, theme: Theme, words: Words, picker_button: QToolButton) -> QTabWidget:
    gap = theme.px(8) if theme.name != "projector" else theme.px(6)
    column = QVBoxLayout(owner)
    column.setContentsMargins(gap, gap, gap, gap)
    column.setSpacing(gap)
    top = QHBoxLayout()
    top.setSpacing(gap)
    top.addWidget(picker_button)
    top.addWidget(parts.formula, 1)
    column.addLayout(top)
    for card, share in ((parts.curve, 5), (parts.slope, 2), (parts.bars, 7)):
        column.addWidget(card, share)
    tabs = QTabWidget(owner)
    tabs.setObjectName("arrangement")
    tabs.setDocumentMode(True)
    height = min(round(owner.height() * 0.42), 17 * theme.em)
    tabs.setFixedHeight(height)
    pages: tuple[tuple[str, tuple[QWidget, ...]], ...] = (
        ("explore.tab_tensors", (parts.input, parts.output)),
        ("explore.tab_params", (parts.params, parts.view_bar)),
        ("explore.tab_printed", (parts.printed,)),
        ("explore.tab_code", (parts.code,)),
    )
    for title, cards in pages:
        page = QWidget(owner)
        side_by_side = title == "explore.tab_tensors"
        line: QHBoxLayout | QVBoxLayout = QHBoxLayout(page) if side_by_side else QVBoxLayout(page)
        line.setContentsMargins(0, gap, 0, 0)
        line.setSpacing(gap)
        for card in cards:
            line.addWidget(card, 3 if card is parts.input else 2)
        tabs.addTab(_scrolled(page, owner, 0) if side_by_side or "params" in title else page, words(title))
    tabs.setCurrentIndex(1 if theme.name == "projector" else 0)
    column.addWidget(tabs)
    return tabs


def _column(owner: QWidget, gap: int, width: int, cards: tuple[tuple[QWidget, int], ...]) -> QWidget:
    box = QWidget(owner)
    box.setObjectName("arrangement")
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(gap)
    for card, stretch in cards:
        column.addWidget(card, stretch)
    if width:
        box.setFixedWidth(width)
    return box


def _scrolled(inner: QWidget, owner: QWidget, width: int) -> QScrollArea:
    area = QScrollArea(owner)
    area.setObjectName("arrangement")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    if width:
        area.setFixedWidth(width)
        area.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
    return area
