"""Where contents, text and live lab lie: side by side where there is room, the lab behind a tab where there is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QTabWidget, QVBoxLayout, QWidget

from core.text import Words
from gui.theme import Theme

# In base-font widths: from here on the contents have a column of their own, and text and lab lie side by side.
CONTENTS_FROM_EM = 98
BESIDE_FROM_EM = 52
CONTENTS_EM = 19
# A lab can be used in no less.
LAB_EM = 32
TEXT_EM = (19, 36)
WIDEST_TEXT_EM = 64
_ANY = 2**24 - 1  # Qt's own: no limit
Plan = Literal["columns", "beside", "tabs"]


@dataclass(frozen=True)
class Parts:
    """What is arranged; ``text`` is the step, ``lab`` the stage with the live lab."""

    contents: QWidget
    text: QWidget
    lab: QWidget


def plan_for(width: int, theme: Theme) -> Plan:
    """Return which arrangement fits a width in pixels."""
    if width >= CONTENTS_FROM_EM * theme.em:
        return "columns"
    return "beside" if width >= BESIDE_FROM_EM * theme.em else "tabs"


def arrange(
    owner: QWidget, parts: Parts, has_lab: bool, theme: Theme, words: Words
) -> tuple[QWidget, QTabWidget | None]:
    """Return a new frame with the parts laid out for the width of ``owner``, and its tabs if it has any.

    Without a lab the text has all the room. Where the contents have no column they are left out: a button opens them.
    """
    for part in (parts.contents, parts.text, parts.lab):
        part.setParent(owner)
    plan = plan_for(owner.width(), theme)
    gap = theme.px(6 if theme.name == "projector" else 12)
    frame = QWidget(owner)
    row = QHBoxLayout(frame)
    row.setContentsMargins(gap, 0, 0 if has_lab else gap, 0)
    row.setSpacing(0)
    parts.contents.setVisible(plan == "columns")
    parts.lab.setVisible(has_lab)
    parts.text.show()
    if plan == "tabs" and has_lab:
        parts.text.setMinimumWidth(0)
        parts.text.setMaximumWidth(_ANY)
        tabs = _tabs(parts, gap, words)
        row.setContentsMargins(gap, 0, gap, gap)
        row.addWidget(tabs)
        return frame, tabs
    room = owner.width() - gap
    if plan == "columns":
        parts.contents.setFixedWidth(CONTENTS_EM * theme.em)
        row.addWidget(_above_and_below(parts.contents, gap))
        row.addSpacing(gap)
        room -= CONTENTS_EM * theme.em + gap
    if has_lab:
        parts.text.setFixedWidth(_text_width(room, theme))
        row.addWidget(_above_and_below(parts.text, gap))
        row.addWidget(parts.lab, 1)
    else:
        # Longer lines are hard to read.
        parts.text.setMinimumWidth(0)
        parts.text.setMaximumWidth(_ANY)
        page = _above_and_below(parts.text, gap)
        page.setMaximumWidth(WIDEST_TEXT_EM * theme.em)
        row.addStretch(1)
        row.addWidget(page, 100)
        row.addStretch(1)
    return frame, None


def _text_width(room: int, theme: Theme) -> int:
    """Return how much of ``room`` the text gets: two fifths, and never so much that the lab cannot be used."""
    low, high = (ems * theme.em for ems in TEXT_EM)
    return max(low, min(high, round(room * 0.41), room - LAB_EM * theme.em))


def _above_and_below(part: QWidget, gap: int) -> QWidget:
    # The lab brings margins of its own; the other cards get theirs here.
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, gap, 0, gap)
    column.addWidget(part)
    return box


def _tabs(parts: Parts, gap: int, words: Words) -> QTabWidget:
    tabs = QTabWidget()
    tabs.setObjectName("lessonTabs")
    tabs.setDocumentMode(True)
    tabs.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
    for part, title, around in ((parts.text, "lessons.tab_text", gap), (parts.lab, "lessons.tab_lab", 0)):
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, around, 0, 0)
        column.addWidget(part)
        tabs.addTab(page, words(title))
    return tabs
