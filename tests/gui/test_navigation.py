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
    # The first visit to the lessons opens one, which sets its lab up: a step of its own.
    hands.application.visit("lessons")
    hands.settle()
    hands.application.visit("explore")
    hands.settle()
    hands.pick("Tanh")
    hands.press(KEY.Key_Z, CTRL)
    hands.click(hands.part("curvePlot"), None)
    hands.press(KEY.Key_Z, CTRL)
    before = hands.application.store.redo_label
    assert before
    for number in (*range(len(LAB_KEYS)), 0):
        hands.press(Qt.Key(KEY.Key_1.value + number), CTRL)
        assert hands.application.store.redo_label == before
    for _ in range(2):
        hands.press(KEY.Key_Y, CTRL)
    assert not hands.application.store.redo_label
    assert hands.own.function == "tanh"


def test_undo_leads_back_past_the_first_visit_to_the_lessons(launch) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language="ko", theme="light"))
    before = hands.application.store.state
    hands.application.visit("lessons")
    hands.settle()
    assert hands.application.store.state.compare != before.compare, "the first step sets its lab up"
    hands.press(KEY.Key_Z, CTRL)
    hands.settle()
    assert hands.application.store.state.compare == before.compare
    hands.application.visit("explore")
    hands.application.visit("lessons")
    hands.settle()
    assert hands.application.store.state.compare == before.compare


def test_a_lab_out_of_view_follows_language_and_theme_when_it_comes_into_view(launch) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language="ko", theme="light"))
    application = hands.application
    for key in ("neuron", "explore"):
        application.visit(key)
        hands.settle()
    hidden = application._labs["neuron"]
    korean = {label.text() for label in hidden.findChildren(QLabel)}
    application.set_language("en")
    application.set_theme("dark")
    hands.settle()
    assert {label.text() for label in hidden.findChildren(QLabel)} == korean, "what nobody sees costs nothing"
    application.visit("neuron")
    hands.settle()
    seen = " ".join(label.text() for label in hidden.findChildren(QLabel) if label.isVisible())
    assert not any("가" <= letter <= "힣" for letter in seen)
    assert hidden._theme.name == "dark"
