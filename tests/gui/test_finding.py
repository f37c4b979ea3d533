"""The command palette, the history, recent files, and resetting everything: reached and used as a person does."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget, QMenu, QToolButton

from core.text import LANGUAGES
from gui.actions import COMMANDS
from gui.app import Application
from gui.dialogs.command_palette import CommandPalette
from gui.dialogs.history import HistoryDialog
from gui.lab_actions import lab_keys_text
from gui.lab_table import LAB_KEYS
from tests.gui.hands import CTRL, KEY, Hands
from tests.gui.looking import cut_off, doubled, overlapping

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def hands(application: Application) -> Hands:
    return Hands(application)


def palette(hands: Hands) -> CommandPalette:
    # Not by its keys: the off-screen desktop does not make the window active again when a dialog closes.
    hands.action("command_paletteAction").trigger()
    hands.settle()
    dialog = hands.dialog(CommandPalette)
    assert dialog is not None
    return dialog


def lines(dialog: CommandPalette | HistoryDialog) -> list[str]:
    model = dialog.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


@pytest.mark.parametrize(
    ("typed", "function"), [("시그모", "sigmoid"), ("leaky", "leaky_relu"), ("ㅅㄱㅁㅇㄷ", "sigmoid"), ("gelu", "gelu")]
)
def test_a_function_is_found_by_a_few_letters_and_shown(hands: Hands, typed: str, function: str) -> None:
    hands.press(Qt.Key(KEY.Key_1.value + LAB_KEYS.index("compare")), CTRL)
    palette(hands)
    hands.type(typed, KEY.Key_Return)
    assert hands.dialog(CommandPalette) is None
    assert (hands.application.store.state.lab, hands.own.function) == ("explore", function)
    hands.action("undoAction").trigger()
    assert hands.own.function == "relu"


@pytest.mark.parametrize("language", LANGUAGES)
def test_labs_and_commands_are_found_in_both_languages(launch, language: str) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language=language, theme="light"))
    palette(hands)
    hands.type("training race", KEY.Key_Return)
    assert hands.application.store.state.lab == "race"
    palette(hands)
    hands.type("크게" if language == "en" else "larger")
    assert any(hands.application.words("action.zoom_in") in line for line in lines(hands.dialog(CommandPalette)))
    hands.press(KEY.Key_Return)
    assert hands.application.settings.zoom == 1.1


@pytest.mark.parametrize("typed", ["죽은 뉴런", "dead neurons", "ㅈㅇㄴㄹ"])
def test_a_lesson_is_found_and_opened(hands: Hands, typed: str) -> None:
    palette(hands)
    hands.type(typed, KEY.Key_Return)
    state = hands.application.store.state
    assert (state.lab, state.lessons.lesson) == ("lessons", "leaky-relu")


def test_control_k_opens_it_and_the_line_waits_for_letters(hands: Hands) -> None:
    hands.press(KEY.Key_K, CTRL)
    dialog = hands.dialog(CommandPalette)
    assert dialog is not None
    assert dialog.findChild(QLineEdit).hasFocus()


def test_the_button_that_clears_the_line_stands_within_it(hands: Hands) -> None:
    search = palette(hands).search
    hands.type("gelu")
    clear = search.findChild(QToolButton)
    assert clear is not None
    assert abs(clear.geometry().center().y() - search.rect().center().y()) <= 2
    assert search.rect().contains(clear.geometry())
    hands.click(clear)
    assert search.text() == ""


def test_arrows_choose_a_line_while_typing_goes_on_and_come_round(hands: Hands) -> None:
    dialog = palette(hands)
    hands.press(KEY.Key_Up)
    assert dialog.list.currentIndex().row() == len(lines(dialog)) - 1
    hands.press(KEY.Key_Down)
    hands.press(KEY.Key_Down)
    assert dialog.list.currentIndex().row() == 1
    assert dialog.findChild(QLineEdit).hasFocus()


def test_nothing_found_is_said_and_enter_does_nothing(hands: Hands) -> None:
    dialog = palette(hands)
    hands.type("qqq")
    assert any("qqq" in label.text() for label in dialog.findChildren(QLabel) if label.isVisible())
    hands.press(KEY.Key_Return)
    assert dialog.isVisible()
    hands.press(KEY.Key_Escape)
    assert hands.dialog(CommandPalette) is None


def test_the_history_is_seen_and_a_click_goes_to_any_step(hands: Hands) -> None:
    for name in ("Tanh", "Sigmoid", "GELU"):
        hands.pick(name)
        hands.application.store.seal()
    hands.press(KEY.Key_Z, CTRL | ALT)
    dialog = hands.dialog(HistoryDialog)
    assert dialog is not None
    assert len(lines(dialog)) == 4
    assert hands.application.words("history.start") in lines(dialog)[0]
    shown = dialog.findChild(QListWidget)
    hands.click(shown.viewport(), shown.visualItemRect(shown.item(1)).center())
    assert hands.own.function == "tanh"
    assert shown.currentRow() == 1
    hands.click(shown.viewport(), shown.visualItemRect(shown.item(3)).center())
    assert hands.own.function == "gelu"
    hands.press(KEY.Key_Escape)


def test_resetting_all_labs_is_one_step_and_keeps_the_preferences(launch) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language="en", theme="dark"))
    hands.pick("Tanh")
    before = hands.application.store.state
    hands.action("reset_allAction").trigger()
    hands.settle()
    assert hands.own.function == "relu"
    assert (hands.application.settings.language, hands.application.settings.theme) == ("en", "dark")
    hands.press(KEY.Key_Z, CTRL)
    assert hands.application.store.state == before


def test_the_files_opened_last_are_listed_and_open_again(hands: Hands, tmp_path: Path) -> None:
    hands.pick("Tanh")
    first, second = tmp_path / "첫째 & <b>하나.actlab", tmp_path / "second.actlab"
    hands.application.files._save_to(first)
    hands.pick("Sigmoid")
    hands.application.files._save_to(second)
    menu = hands.window.findChild(QMenu, "recentMenu")
    # A name that looks like rich text is written as such, so that it is not taken for it.
    wanted = [str(second), f"<p style='white-space:pre'>{escape(str(first))}</p>"]
    assert [action.toolTip() for action in menu.actions()] == wanted
    assert menu.actions()[1].text() == "첫째 && <b>하나.actlab"
    menu.actions()[1].trigger()
    hands.settle()
    assert hands.own.function == "tanh"
    second.unlink()
    menu.actions()[1].trigger()
    hands.settle()
    assert "second.actlab" in hands.window.notices._text.text()
    assert hands.own.function == "tanh"


def test_the_menu_offers_every_command_once(hands: Hands) -> None:
    offered: list[str] = []

    def walk(menu: QMenu) -> None:
        for action in menu.actions():
            if action.menu() is not None:
                walk(action.menu())
            elif not action.isSeparator():
                offered.append(action.objectName())

    walk(hands.application.window.menu)
    wanted = [f"{key}LabAction" for key in LAB_KEYS] + [
        hands.application.window.actions_by_id[command.id].objectName() for command in COMMANDS
    ]
    assert sorted(offered) == sorted(wanted)


def test_no_two_commands_share_their_keys() -> None:
    """Qt would run neither of them."""
    keys = [keys for command in COMMANDS for keys in command.shortcuts] + [
        lab_keys_text(n) for n in range(len(LAB_KEYS))
    ]
    assert len(keys) == len({QKeySequence(text).toString() for text in keys})


@pytest.mark.parametrize("theme", ["light", "projector"])
@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768)])
def test_nothing_in_the_palette_or_the_history_is_cut_off(launch, monkeypatch, theme: str, size) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("gui.looks.words_in", doubled)
    hands = Hands(launch(language="ko", theme=theme, size=size))
    dialog = palette(hands)
    assert [*cut_off(dialog), *overlapping(dialog)] == []
    assert dialog.width() <= size[0]
    assert dialog.height() <= size[1]
    hands.press(KEY.Key_Escape)
    hands.action("historyAction").trigger()
    hands.settle()
    history = hands.dialog(HistoryDialog)
    assert [*cut_off(history), *overlapping(history)] == []
    history.close()


def test_the_keyboard_comes_back_when_a_dialog_closes(hands: Hands) -> None:
    """As a window manager has it; in a kiosk there is none."""
    back: list[str] = []
    hands.window.activateWindow = lambda: back.append("window")  # type: ignore[method-assign]
    for open_one in (hands.application.dialogs.show_preferences, hands.application.dialogs.show_about):
        open_one()
        hands.settle()
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        assert QApplication.activeWindow() is dialog
        QTest.keyClick(dialog, KEY.Key_Escape)
        hands.settle()
    for show in (hands.application.dialogs.show_history, hands.application.dialogs.show_guide):
        show()
        hands.settle()
        QTest.keyClick(QApplication.activeWindow(), KEY.Key_Escape)
        hands.settle()
    assert back == ["window"] * 4
