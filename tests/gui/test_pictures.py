"""The whole window looked at: curves where the function says, nothing cut off, nothing on top of something else."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import pytest
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

from core.labs import explore
from core.tensors import TensorValue
from core.text import LANGUAGES, Lang, Words, load_entries
from gui.widgets.curve_plot import CurvePlot
from tests.gui.hands import Hands, is_like

THEMES = ("light", "dark", "projector")
SIZES = ((1920, 1080), (1366, 768), (1024, 768))
EVERY_LOOK = [(lang, theme, size) for size in SIZES for theme in THEMES for lang in LANGUAGES]
LOOK_NAMES = [f"{lang}-{theme}-{size[0]}x{size[1]}" for lang, theme, size in EVERY_LOOK]
# What is long on screen: a parameter with range and note, a choice, several parameters, bars, an own formula.
FUNCTIONS = ("relu", "leaky_relu", "gelu", "rrelu", "softmax", "custom")


def show(hands: Hands, function: str) -> None:
    hands.application._labs["explore"].picker.function_requested.emit(function)
    hands.settle()
    hands.application._labs["explore"].warm_up()
    hands.application.bridge.render_now()
    hands.settle()


@pytest.mark.parametrize(("lang", "theme", "size"), EVERY_LOOK, ids=LOOK_NAMES)
def test_the_curves_have_their_colour_where_the_function_says(launch, lang, theme, size) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language=lang, theme=theme, size=size))
    state = hands.application.store.state
    one_element = explore.set_tensor(state.explore, TensorValue.of([-1.0]))
    hands.application.store.commit(replace(state, explore=explore.select(one_element, 0)), "change.tensor")
    show(hands, "tanh")
    own = hands.application.theme
    functions = {"curvePlot": math.tanh, "slopePlot": lambda x: 1 - math.tanh(x) ** 2}
    for (name, function), token in zip(functions.items(), ("accent", "slope"), strict=True):
        plot = hands.part(name, CurvePlot)
        if name == "slopePlot" and theme == "projector" and size[1] < 1080:
            continue  # a small projector stage keeps its room for the one curve
        assert plot.isVisible()
        picture, wanted = hands.picture(plot), own.color(token)
        marked = [*plot.view.points_x, plot.view.probe_x]
        for x in (-6.2, -5.5, -3.6, -2.6, 1.4, 2.6, 3.4, 4.6, 5.4, 6.6):
            if min(abs(x - m) for m in marked) < 0.9:
                continue
            at = plot.to_pixel(x, function(x)).toPoint()
            assert is_like(picture.pixelColor(at), wanted, 90), (name, x)
            beside = at + QPoint(0, -4 * own.px(own.tokens.curve_width) * (1 if at.y() > plot.height() / 2 else -1))
            assert not is_like(picture.pixelColor(beside), wanted, 30), (name, x, "paint beside the curve")


@pytest.mark.parametrize(("lang", "theme", "size"), EVERY_LOOK, ids=LOOK_NAMES)
def test_nothing_is_cut_off_and_nothing_overlaps(launch, lang, theme, size) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language=lang, theme=theme, size=size))
    assert faults_of(hands, size) == []


@pytest.mark.parametrize(("lang", "theme", "size"), EVERY_LOOK, ids=LOOK_NAMES)
def test_nothing_is_cut_off_when_every_word_is_twice_as_long(  # type: ignore[no-untyped-def]
    launch, monkeypatch: pytest.MonkeyPatch, lang, theme, size
) -> None:
    monkeypatch.setattr("gui.app.words_in", doubled)
    hands = Hands(launch(language=lang, theme=theme, size=size))
    assert faults_of(hands, size) == []


@pytest.mark.parametrize("zoom", [0.8, 2.0])
@pytest.mark.parametrize("theme", ["light", "projector"])
def test_nothing_is_cut_off_at_the_smallest_and_largest_zoom(launch, theme: str, zoom: float) -> None:  # type: ignore[no-untyped-def]
    size = (1920, 1080)
    assert faults_of(Hands(launch(language="ko", theme=theme, zoom=zoom, size=size)), size) == []


def doubled(lang: Lang) -> Words:
    """Return the catalogue with every entry said twice."""
    said = {id: text.said_in(lang) for id, text in load_entries().items()}
    return Words(lang, {id: f"{text} {text}" for id, text in said.items()})


def faults_of(hands: Hands, size: tuple[int, int]) -> list[str]:
    """Return what cannot be read on any page of any function in question."""
    found: dict[str, None] = {}
    for function in FUNCTIONS:
        show(hands, function)
        if (hands.window.width(), hands.window.height()) != size:
            found[f"the window is {hands.window.width()}×{hands.window.height()}"] = None
        for page in pages(hands.window):
            for fault in (*cut_off(hands.window), *overlapping(hands.window)):
                found[f"{function}{page}: {fault}"] = None
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
