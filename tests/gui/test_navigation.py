"""From lab to lab: by the column, by a menu where there is no column, by keys; undo leads back to what changed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton

from gui.lab_table import LAB_KEYS
from tests.gui.hands import CTRL, KEY, Hands


def lab_of(hands: Hands) -> str:
    return hands.application.store.state.lab


def test_every_lab_is_reached_from_the_column_in_both_languages(launch) -> None:  # type: ignore[no-untyped-def]
    for language in ("ko", "en"):
        hands = Hands(launch(language=language, theme="light"))
        words = hands.application.words
        for key in LAB_KEYS:
            hands.click(hands.part(f"lab_{key}", QToolButton))
            assert lab_of(hands) == key
            assert words(f"{key}.title") in [label.text() for label in hands.window.findChildren(QLabel)]


def test_control_and_a_number_bring_a_lab_into_view(launch) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language="ko", theme="light"))
    for number, key in reversed(list(enumerate(LAB_KEYS))):
        hands.press(Qt.Key(KEY.Key_1.value + number), CTRL)
        assert lab_of(hands) == key
        assert hands.action(f"{key}LabAction").isChecked()


def test_a_window_without_room_for_the_column_offers_the_labs_beside_the_title(launch) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language="ko", theme="projector", size=(1024, 768)))
    assert not hands.part("lab_explore").isVisible()
    button = hands.part("labsButton", QToolButton)
    assert button.isVisible()
    titles = [action.text() for action in button.menu().actions()]
    assert titles == [hands.application.words(f"{key}.title") for key in LAB_KEYS]
    button.menu().actions()[1].trigger()
    hands.settle()
    assert lab_of(hands) == LAB_KEYS[1]


def test_undo_from_another_lab_brings_back_the_lab_in_which_something_changes(launch) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language="ko", theme="light"))
    hands.pick("Tanh")
    hands.click(hands.part("lab_compare", QToolButton))
    hands.press(KEY.Key_Z, CTRL)
    assert lab_of(hands) == "explore"
    assert hands.own.function == "relu"
    assert hands.part("curvePlot").isVisible()


def test_a_glance_into_every_lab_changes_nothing_and_keeps_what_redo_would_bring(launch) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language="ko", theme="light"))
    hands.pick("Tanh")
    hands.press(KEY.Key_Z, CTRL)
    hands.click(hands.part("curvePlot"), None)
    hands.press(KEY.Key_Z, CTRL)
    before = hands.application.store.redo_label
    assert before
    for number in (*range(len(LAB_KEYS)), 0):
        hands.press(Qt.Key(KEY.Key_1.value + number), CTRL)
        assert hands.application.store.redo_label == before
    hands.press(KEY.Key_Y, CTRL)
    assert not hands.application.store.redo_label
