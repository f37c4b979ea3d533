"""The whole window by keyboard alone: Tab reaches everything once, in the order in which it is read, and is seen."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QWidget

from gui.lab_table import LAB_KEYS
from tests.gui.hands import KEY, SHIFT, Hands
from tests.gui.looking import visible_box
from tests.gui.test_targets import VIEWS

SIZE = (1366, 768)
_MOST = 200


def opened(launch, lab: str, lang: str, theme: str = "light", size: tuple[int, int] = SIZE) -> Hands:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language=lang, theme=theme, size=size, fresh=True))
    hands.application.visit(lab)
    hands.application._labs[lab].warm_up()
    hands.settle()
    hands.window.setFocus()
    hands.settle()
    return hands


def wanting_keys(window: QWidget) -> list[QWidget]:
    """Every part in view that takes the keyboard by Tab; a field within a spin box is the box.

    Of buttons of which one is chosen it is that one: the arrow keys lead to the others.
    """
    found = []
    for part in window.findChildren(QWidget):
        by_tab = part.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        if by_tab and part.isVisible() and part.isEnabled() and part.focusProxy() is None:
            found.append(part)
    return [part for part in found if not is_passed_over(part)]


def is_passed_over(part: QWidget) -> bool:
    group = part.group() if isinstance(part, QAbstractButton) else None
    return group is not None and group.exclusive() and group.checkedButton() not in (None, part)


def name_of(part: QWidget) -> str:
    return part.objectName() or f"{type(part).__name__} {part.accessibleName()}"


def walked(hands: Hands, back: bool = False) -> list[QWidget]:
    """Press Tab until a part comes again; a text with links keeps the keyboard for each of them."""
    seen: list[QWidget] = []
    for _ in range(_MOST):
        hands.press(KEY.Key_Backtab if back else KEY.Key_Tab, SHIFT if back else Qt.KeyboardModifier.NoModifier)
        here = QApplication.focusWidget()
        assert here is not None
        if seen and here is seen[-1]:
            continue
        if here in seen:
            assert here is seen[0], f"from {name_of(seen[-1])} Tab goes back to {name_of(here)}"
            return seen
        seen.append(here)
    raise AssertionError(f"Tab never comes round: it ends at {name_of(seen[-1])}")


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("lab", LAB_KEYS)
def test_tab_reaches_everything_once_and_comes_round(launch, lab: str, lang: str) -> None:  # type: ignore[no-untyped-def]
    hands = opened(launch, lab, lang)
    wanted = wanting_keys(hands.window)
    seen = walked(hands)
    assert len(seen) == len(set(seen))
    # Choosing one of the neuron's numbers brings its own slider: what has gone since cannot be reached.
    still_there = wanting_keys(hands.window)
    missed = [name_of(part) for part in wanted if part not in seen and part in still_there]
    assert missed == []
    assert all(part.isEnabled() and part.isVisible() for part in seen)


@pytest.mark.parametrize("view", VIEWS)
def test_other_views_are_walked_and_seen_as_well(launch, view: str) -> None:  # type: ignore[no-untyped-def]
    lab, change = VIEWS[view]
    hands = opened(launch, lab, "ko")
    state = hands.application.store.state
    hands.application.store.commit(replace(state, **{lab: change(getattr(state, lab))}), "change.view")
    hands.settle()
    hands.application._labs[lab].warm_up()
    hands.settle()
    wanted = wanting_keys(hands.window)
    seen = walked(hands)
    still_there = wanting_keys(hands.window)
    assert [name_of(part) for part in wanted if part not in seen and part in still_there] == []
    assert [unseen for part in seen if (unseen := unseen_focus(hands, part))] == []


@pytest.mark.parametrize("lab", LAB_KEYS)
def test_shift_tab_goes_the_same_way_back(launch, lab: str) -> None:  # type: ignore[no-untyped-def]
    hands = opened(launch, lab, "ko")
    walked(hands)  # what choosing a part changes has changed by then
    hands.window.setFocus()
    there = walked(hands)
    hands.window.setFocus()
    assert [name_of(part) for part in walked(hands, back=True)] == [name_of(part) for part in reversed(there)]


@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768)])
@pytest.mark.parametrize("lab", LAB_KEYS)
def test_tab_follows_the_page_column_by_column(launch, lab: str, size: tuple[int, int]) -> None:  # type: ignore[no-untyped-def]
    hands = opened(launch, lab, "ko", size=size)
    places = {part: clipped(part, hands.window) for part in wanting_keys(hands.window)}
    seen = [part for part in walked(hands) if part in places]
    upwards = []
    for before, after in pairwise(seen):
        one, other = places[before], places[after]
        # Up only to a column further right; a page that scrolls counts as the place of what it hides.
        if other.bottom() < one.top() and other.left() < one.left():
            upwards.append(f"{name_of(before)} {one.getRect()} → {name_of(after)} {other.getRect()}")
    assert upwards == []


def clipped(part: QWidget, window: QWidget) -> QRect:
    """Return where ``part`` lies in the window, moved into each page that hides it."""
    box = QRect(part.mapTo(window, QPoint(0, 0)), part.size())
    holder = part.parentWidget()
    while holder is not None and holder is not window:
        if isinstance(holder, QScrollArea):
            page = QRect(holder.mapTo(window, QPoint(0, 0)), holder.size())
            box.moveTop(min(box.top(), page.bottom()))
            box.setBottom(min(box.bottom(), page.bottom()))
        holder = holder.parentWidget()
    return box


@pytest.mark.parametrize("theme", ["light", "projector"])
@pytest.mark.parametrize("lab", LAB_KEYS)
def test_the_focus_is_seen_wherever_it_is(launch, lab: str, theme: str) -> None:  # type: ignore[no-untyped-def]
    hands = opened(launch, lab, "ko", theme, (1366, 768) if theme == "light" else (1920, 1080))
    assert [unseen for part in walked(hands) if (unseen := unseen_focus(hands, part))] == []


def unseen_focus(hands: Hands, here: QWidget) -> str:
    """Return what is wrong with the mark of the keyboard on a part, nothing if it is seen."""
    hands.window.setFocus()
    move_to(here)
    hands.settle()
    box = visible_box(here, hands.window).adjusted(-3, -3, 3, 3)
    if box.height() < 12 or box.width() < 12:
        return f"{name_of(here)} is out of view: {box.getRect()}"
    with_focus = look(hands, box)
    here.clearFocus()
    hands.settle()
    without = look(hands, box)
    # More than a blinking cursor: at least as many pixels as one side of a frame has.
    return name_of(here) if differing(with_focus, without) < min(box.width(), box.height()) else ""


def move_to(part: QWidget) -> None:
    """Put the keyboard on ``part`` as Tab does, scrolled into view."""
    part.setFocus(Qt.FocusReason.TabFocusReason)
    holder = part.parentWidget()
    while holder is not None:
        if isinstance(holder, QScrollArea):
            holder.ensureWidgetVisible(part)
        holder = holder.parentWidget()


def look(hands: Hands, box: QRect) -> QImage:
    return hands.window.grab(box).toImage().convertToFormat(QImage.Format.Format_RGB32)


def differing(one: QImage, other: QImage) -> int:
    first, second = (
        np.frombuffer(image.constBits(), dtype=np.uint32).reshape(image.height(), image.bytesPerLine() // 4)
        for image in (one, other)
    )
    return int(np.count_nonzero(first != second))
