"""Looking at a window as a person would: what is cut off, what lies on something else. Serves every lab."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabBar,
    QTabWidget,
    QToolButton,
    QWidget,
)

from core.text import LANGUAGES, Lang, Words, load_entries
from gui.widgets.curve_plot import CurvePlot
from tests.gui.hands import Hands

THEMES = ("light", "dark", "projector")
SIZES = ((1920, 1080), (1366, 768), (1024, 768))
EVERY_LOOK = [(lang, theme, size) for size in SIZES for theme in THEMES for lang in LANGUAGES]
LOOK_NAMES = [f"{lang}-{theme}-{size[0]}x{size[1]}" for lang, theme, size in EVERY_LOOK]


def doubled(lang: Lang) -> Words:
    """Return the catalogue with every entry said twice."""
    said = {id: text.said_in(lang) for id, text in load_entries().items()}
    return Words(lang, {id: f"{text} {text}" for id, text in said.items()})


def faults_in_view(hands: Hands, size: tuple[int, int], what: str) -> list[str]:
    """Return what cannot be read on any page of the screen in view; ``what`` names it in the messages."""
    found: dict[str, None] = {}
    if (hands.window.width(), hands.window.height()) != size:
        found[f"the window is {hands.window.width()}×{hands.window.height()}"] = None
    for page in pages(hands.window):
        for fault in (*cut_off(hands.window), *overlapping(hands.window)):
            found[f"{what}{page}: {fault}"] = None
    return list(found)


def pages(window: QWidget) -> Iterator[str]:
    """Turn every page of the window's tabs, once."""
    tabs = next((t for t in window.findChildren(QTabWidget) if t.isVisible()), None)
    for page in range(tabs.count() if tabs else 1):
        if tabs:
            tabs.setCurrentIndex(page)
        QApplication.processEvents()
        QApplication.processEvents()
        yield f" page {page}" if tabs else ""


def seen(window: QWidget, kinds: type | tuple[type, ...]) -> list[QWidget]:
    """Return the parts of some kinds that show something."""
    found = [part for part in window.findChildren(QWidget) if isinstance(part, kinds) and part.isVisible()]
    # Qt lays the two arrows of a tab bar over its edge itself; they hold no words.
    found = [part for part in found if part.objectName() not in ("ScrollLeftButton", "ScrollRightButton")]
    return [part for part in found if not (isinstance(part, QLabel) and not part.text())]


def cut_off(window: QWidget) -> Iterator[str]:
    """Say which words and fields do not get the room they need."""
    for part in seen(window, (QLabel, QAbstractButton, QTabBar, QAbstractSpinBox, QComboBox)):
        who = f"{part.objectName() or type(part).__name__} {text_of(part)!r}"
        needed = needed_size(part)
        if needed is not None and (needed[0] > part.width() + 1 or needed[1] > part.height() + 1):
            yield f"{who} needs {needed[0]}×{needed[1]}, has {part.width()}×{part.height()}"
        sideways = beyond(part)
        if sideways > 1:
            yield f"{who} is cut {sideways} px at the side"


def needed_size(part: QWidget) -> tuple[int, int] | None:
    if isinstance(part, QLabel):
        if not part.text() or (part.pixmap() and not part.pixmap().isNull()):
            return None
        if part.wordWrap():
            return longest_word(part), part.heightForWidth(part.width())
        if part.property("elided"):
            return None
    if isinstance(part, QToolButton) and part.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
        return part.iconSize().width(), part.iconSize().height()
    if isinstance(part, QTabBar):
        # A bar with scroll buttons reaches every tab in any width.
        width = 0 if part.usesScrollButtons() else part.sizeHint().width()
        return width, part.minimumSizeHint().height()
    if isinstance(part, QPushButton | QToolButton | QLabel):
        return part.sizeHint().width(), part.sizeHint().height()
    if isinstance(part, QAbstractSpinBox | QComboBox):
        text = part.currentText() if isinstance(part, QComboBox) else part.text()
        return part.fontMetrics().horizontalAdvance(text) + 4, part.fontMetrics().height()
    return None


def longest_word(label: QLabel) -> int:
    plain = label.text() if not label.text().startswith("<") and "<span" not in label.text() else ""
    return max((label.fontMetrics().horizontalAdvance(word) for word in plain.split()), default=0)


def text_of(part: QWidget) -> str:
    return part.text()[:40] if isinstance(part, QLabel | QAbstractButton | QAbstractSpinBox) else ""


def beyond(part: QWidget) -> int:
    """Return how many pixels of ``part`` stick out, at the left or right, of a part that holds it."""
    worst = 0
    holder = part.parentWidget()
    while holder is not None and not part.isWindow():
        left = part.mapTo(holder, QPoint(0, 0)).x()
        worst = max(worst, -left, left + part.width() - holder.width())
        if holder.isWindow():
            break
        holder = holder.parentWidget()
    return worst


def overlapping(window: QWidget) -> Iterator[str]:
    """Say which two parts with words or plots stand on each other."""
    kinds = (QLabel, QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QAbstractScrollArea, CurvePlot, QTabBar)
    boxes = [(part, visible_box(part, window)) for part in seen(window, kinds)]
    boxes = [(part, box) for part, box in boxes if box.width() > 2 and box.height() > 2]
    for i, (first, one) in enumerate(boxes):
        for second, other in boxes[i + 1 :]:
            if "qt_spinbox_lineedit" in (first.objectName(), second.objectName()):
                continue  # the box around it is looked at
            if first.isAncestorOf(second) or second.isAncestorOf(first):
                continue
            shared = one & other
            if shared.width() > 2 and shared.height() > 2:
                names = [f"{p.objectName() or type(p).__name__} {text_of(p)!r}" for p in (first, second)]
                yield f"{names[0]} and {names[1]} overlap by {shared.width()}×{shared.height()}"


def visible_box(part: QWidget, window: QWidget) -> QRect:
    """Return where ``part`` shows in the window, what its holders hide left away."""
    box = QRect(part.mapTo(window, QPoint(0, 0)), part.size())
    holder = part.parentWidget()
    while holder is not None and holder is not window:
        box &= QRect(holder.mapTo(window, QPoint(0, 0)), holder.size())
        holder = holder.parentWidget()
    return box
