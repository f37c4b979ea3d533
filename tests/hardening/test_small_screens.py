"""1024×600 at 200 %: every lab and dialog can be used; nothing is cut at the side, every button can be reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from gui.lab_table import LAB_KEYS
from gui.widgets.page import Page
from tests.gui.hands import Hands
from tests.gui.looking import beyond, pages

SMALL = (1024, 600)
SAMPLE = Path(__file__).resolve().parents[1] / "data" / "lessons" / "sample"
_USED = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit)


@pytest.fixture
def hands(launch) -> Hands:  # type: ignore[no-untyped-def]
    return Hands(launch(language="ko", theme="light", size=SMALL, zoom=2.0))


def out_of_reach(window: QWidget) -> Iterator[str]:
    """Say which parts that are used stick out of the window and no scroll area brings them in."""
    for part in window.findChildren(QWidget):
        if not isinstance(part, _USED) or not part.isVisible() or not part.isEnabled():
            continue
        if part.objectName() in ("ScrollLeftButton", "ScrollRightButton") or part.objectName().startswith("qt_"):
            continue
        who = f"{type(part).__name__} {part.objectName() or getattr(part, 'text', str)()!r}"
        if min(part.width(), part.height()) < 12:
            yield f"{who} is {part.width()}×{part.height()}"
        if beyond(part) > 1:
            yield f"{who} sticks out at the side by {beyond(part)}"
        holder, box = part.parentWidget(), part.rect().translated(part.mapTo(window, QPoint(0, 0)))
        while holder is not None and holder is not window:
            if isinstance(holder, QAbstractScrollArea | Page):
                break
            holder = holder.parentWidget()
        else:
            if not QRect(QPoint(0, 0), window.size()).adjusted(-1, -1, 1, 1).contains(box):
                yield f"{who} lies at {box.getRect()} outside of {window.width()}×{window.height()}"


def scrolled_to(window: QWidget) -> Iterator[str]:
    """Scroll to every button that lies in a scroll area, as the keyboard does; say which is not to be seen then."""
    for part in window.findChildren(QAbstractButton):
        if not part.isVisible() or not part.isEnabled():
            continue
        areas = []
        holder = part.parentWidget()
        while holder is not None and holder is not window:
            if isinstance(holder, QScrollArea):
                areas.append(holder)
            holder = holder.parentWidget()
        for area in areas:
            area.ensureWidgetVisible(part, 0, 0)
        QApplication.processEvents()
        if areas and part.visibleRegion().boundingRect().height() < min(12, part.height()):
            yield f"{part.objectName() or part.text()!r} cannot be scrolled to"


def faults(window: QWidget) -> list[str]:
    found: dict[str, None] = {}
    for page in pages(window):
        for fault in (*out_of_reach(window), *scrolled_to(window)):
            found[f"{page} {fault}"] = None
    return list(found)


def test_every_lab_can_be_used_on_the_smallest_screen_in_the_largest_letters(hands: Hands) -> None:
    found: dict[str, list[str]] = {}
    for key in LAB_KEYS:
        hands.application.visit(key)
        if key == "lessons":
            hands.application.files.open(SAMPLE)
        hands.settle()
        assert (hands.window.width(), hands.window.height()) == SMALL, f"{key} makes the window larger"
        if said := faults(hands.window):
            found[key] = said
    assert found == {}


def dialogs(hands: Hands) -> dict[str, Callable[[], object]]:
    application = hands.application
    return {
        "preferences": application.dialogs.show_preferences,
        "shortcuts": application.dialogs.show_shortcuts,
        "history": application.dialogs.show_history,
        "palette": application.dialogs.show_palette,
        "about": application.dialogs.show_about,
        "export": application.exports.show,
        "data tables": application.window.show_data_tables,
        "lesson editor": application.lessons.make_lesson,
        "report": lambda: application.dialogs.show_crash("Traceback\n" * 60, 1, True),
        "learner": lambda: application._labs["lessons"].profile.ask_new(),  # type: ignore[attr-defined]
    }


def test_every_dialog_fits_the_smallest_screen_in_the_largest_letters(hands: Hands) -> None:
    hands.application.visit("lessons")
    hands.application.visit("explore")
    hands.settle()
    found: dict[str, list[str]] = {}
    for name, show in dialogs(hands).items():
        show()
        hands.settle()
        dialog = hands.dialog(QDialog)
        assert dialog is not None, name
        said = faults(dialog)
        if dialog.width() > SMALL[0] or dialog.height() > SMALL[1]:
            said.append(f"it is {dialog.width()}×{dialog.height()}, at least {dialog.minimumSizeHint().toTuple()}")
        if said:
            found[name] = said
        if hasattr(dialog, "_may_leave"):
            dialog._may_leave = lambda: True  # type: ignore[attr-defined]
        dialog.close()
        hands.settle()
    assert found == {}
