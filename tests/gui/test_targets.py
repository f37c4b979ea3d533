"""On the projector, what is clicked is large enough to be hit from a step away: 44 pixels, both ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QListView,
    QScrollBar,
    QTabBar,
    QTableView,
    QTreeView,
    QWidget,
)

from core.labs import compare, gradient, neuron, race
from gui.lab_table import LAB_KEYS
from tests.gui.hands import Hands
from tests.gui.looking import pages

LEAST = 44
_OWN_BUTTONS = ("ScrollLeftButton", "ScrollRightButton")  # Qt's, for a bar of tabs that is wider than the window


def targets(window: QWidget) -> Iterator[tuple[str, QSize]]:
    """Yield every part in view that can be clicked, with the size of what takes the click."""
    kinds = (QAbstractButton, QComboBox, QAbstractSpinBox, QLineEdit, QAbstractSlider)
    for part in window.findChildren(QWidget):
        name = part.objectName() or f"{type(part).__name__} {part.accessibleName()}"
        if not part.isVisible() or part.objectName() in _OWN_BUTTONS or isinstance(part, QScrollBar):
            continue
        if isinstance(part, QTabBar):
            yield from (
                (f"tab {part.tabText(i)}", part.tabRect(i).size()) for i in range(part.count()) if part.isTabVisible(i)
            )
        elif isinstance(part, QListView | QTreeView) and part.model() is not None and part.model().rowCount():
            index = part.model().index(0, 0)
            yield f"row of {name}", QSize(LEAST, part.visualRect(index).height() or part.sizeHintForRow(0))
        elif isinstance(part, QTableView) and part.model() is not None and part.model().rowCount():
            yield f"row of {name}", QSize(LEAST, part.rowHeight(0))
        elif isinstance(part, kinds) and not isinstance(part.parentWidget(), QAbstractSpinBox):
            yield name, part.size()


# What else a lab shows: its other views, by the changes that lead there.
VIEWS = {
    "multiples": ("compare", lambda own: compare.set_layout(own, "multiples")),
    "plane": ("neuron", lambda own: neuron.set_view(own, "plane")),
    "collapse": ("neuron", lambda own: neuron.set_view(own, "collapse")),
    "workshop": ("gradient", lambda own: gradient.set_view(own, "workshop")),
    "large": ("race", lambda own: race.enlarge(own, 0)),
}


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768), (1024, 768)])
@pytest.mark.parametrize("lab", LAB_KEYS)
def test_every_target_is_44_pixels_on_the_projector(launch, lab: str, size: tuple[int, int]) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language="ko", theme="projector", size=size, fresh=True))
    hands.application.visit(lab)
    hands.application._labs[lab].warm_up()
    hands.settle()
    assert small_targets(hands) == []


@pytest.mark.parametrize("view", VIEWS)
def test_targets_of_other_views_are_as_large(launch, view: str) -> None:  # type: ignore[no-untyped-def]
    lab, change = VIEWS[view]
    hands = Hands(launch(language="ko", theme="projector", size=(1024, 768), fresh=True))
    hands.application.visit(lab)
    state = hands.application.store.state
    hands.application.store.commit(replace(state, **{lab: change(getattr(state, lab))}), "change.view")
    hands.settle()
    hands.application._labs[lab].warm_up()
    hands.settle()
    assert small_targets(hands) == []


def small_targets(hands: Hands) -> list[str]:
    """Return the parts on every page in view that are too small to be hit."""
    small: dict[str, None] = {}
    seen = 0
    for page in pages(hands.window):
        for name, room in targets(hands.window):
            seen += 1
            if room.width() < LEAST or room.height() < LEAST:
                small[f"{name}{page}: {room.width()}×{room.height()}"] = None
    assert seen > 10
    return list(small)
