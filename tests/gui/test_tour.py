"""The tour of the first start, and the sheet of keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton, QTextBrowser, QWidget

from gui.actions import COMMANDS
from gui.lab_table import LAB_KEYS
from gui.tour import STOPS, Tour
from tests.gui.hands import KEY, Hands
from tests.gui.looking import cut_off


def place(hands: Hands, part: QWidget) -> QRect:
    return QRect(part.mapTo(hands.window, QPoint(0, 0)), part.size())


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    ("theme", "size"), [("light", (1920, 1080)), ("dark", (1366, 768)), ("projector", (1024, 768))]
)
def test_five_notes_stand_beside_their_parts_and_are_seen_once(launch, language: str, theme: str, size) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language=language, theme=theme, size=size))
    hands.application.dialogs.offer_tour()
    hands.settle()
    tour = hands.window.findChild(Tour)
    said = []
    for number, stop in enumerate(STOPS):
        said.append(tour.findChildren(QLabel)[1].text())
        assert said[-1] == hands.application.words(f"tour.{stop.id}")
        card = place(hands, tour)
        assert hands.window.rect().contains(card)
        assert list(cut_off(tour)) == []
        beside = next(p for n in stop.parts if (p := hands.window.findChild(QWidget, n)) and p.isVisible())
        ring = place(hands, tour._ring)
        assert ring.intersects(place(hands, beside))
        if number < len(STOPS) - 1:
            hands.click(tour.findChild(QPushButton, "tourNext"))
    assert len(set(said)) == 5
    hands.click(tour.findChild(QPushButton, "tourBack"))
    assert tour.findChildren(QLabel)[1].text() == said[3]
    tour.findChild(QPushButton, "tourNext").setFocus()
    hands.press(KEY.Key_Return)
    hands.press(KEY.Key_Return)
    assert hands.window.findChild(Tour) is None
    assert hands.application.settings.toured
    hands.application.dialogs.offer_tour()
    hands.settle()
    assert hands.window.findChild(Tour) is None


def test_escape_skips_the_tour_and_the_menu_brings_it_again(launch) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language="ko", theme="light"))
    hands.application.dialogs.offer_tour()
    hands.settle()
    hands.press(KEY.Key_Escape)
    assert hands.window.findChild(Tour) is None
    assert hands.application.settings.toured
    hands.action("tourAction").trigger()
    hands.settle()
    tour = hands.window.findChild(Tour)
    hands.click(tour.findChild(QPushButton, "tourSkip"))
    assert hands.window.findChild(Tour) is None


def test_the_program_can_be_used_under_the_tour(launch) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language="ko", theme="light"))
    hands.application.dialogs.offer_tour()
    hands.settle()
    hands.pick("Tanh")
    assert hands.own.function == "tanh"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_sheet_of_keys_names_every_key(launch, language: str) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language=language, theme="projector", size=(1024, 768)))
    hands.press(KEY.Key_F1)
    dialog = hands.dialog()
    text = dialog.findChild(QTextBrowser).toPlainText()
    words = hands.application.words
    for command in COMMANDS:
        for keys in command.shortcuts:
            assert words(f"action.{command.id}") in text
            assert keys in text
    for number, key in enumerate(LAB_KEYS):
        assert words(f"{key}.title") in text
        assert f"Ctrl+{number + 1}" in text
    assert dialog.width() <= 1024
    assert dialog.height() <= 768
    assert dialog.findChild(QTextBrowser).horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_has_a_key_says_so_where_the_mouse_rests(launch, language: str) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language=language, theme="light", size=(1920, 1080)))
    hands.press(KEY.Key_Escape)
    silent = {}
    for number, key in enumerate(LAB_KEYS):
        hands.application.visit(key)
        hands.settle()
        assert f"(Ctrl+{number + 1})" in hands.part(f"lab_{key}").toolTip()
        for action in hands.window.findChildren(QAction):
            keys = action.shortcut().toString()
            if keys and keys not in action.toolTip():
                silent[action.objectName()] = action.toolTip()
    assert silent == {}
    assert "(Ctrl+,)" in hands.part("preferencesButton").toolTip()
