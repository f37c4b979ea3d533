"""The syllable being composed is never lost: not by saving, running, checking, leaving, Enter, or quitting."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QLineEdit, QPlainTextEdit

from core import session
from core.files import Places
from gui.dialogs.lesson_editor.editor import LessonEditor
from gui.labs.lessons.profile_menu import AskName
from gui.widgets.cell_editing import CellEdit
from tests.gui.hands import CTRL, KEY, Hands
from tests.hardening.composer import Composer

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "lessons" / "sample"


@pytest.fixture
def hands(launch) -> Hands:  # type: ignore[no-untyped-def]
    return Hands(launch(language="ko", theme="light", size=(1366, 768)))


@pytest.fixture
def composer(monkeypatch: pytest.MonkeyPatch) -> Composer:
    return Composer(monkeypatch)


def writing(hands: Hands) -> QPlainTextEdit:
    """Open the step of the sample lesson in which a sentence is written; return its field, with the keyboard."""
    hands.application.files.open(SAMPLE)
    hands.settle()
    study = hands.application._labs["lessons"].study  # type: ignore[attr-defined]
    study.go(hands.application.store.state.lessons.lesson, "write")
    hands.settle()
    field = hands.part("lessonWriting", QPlainTextEdit)
    field.setFocus()
    hands.settle()
    return field


def test_a_written_answer_is_whole_when_it_is_saved_checked_or_left(
    hands: Hands, composer: Composer, tmp_path: Path
) -> None:
    field = writing(hands)
    hands.application.document.path = tmp_path / "답.actlab"
    composer.compose("계산이 간단")
    assert field.toPlainText() == "계산이 간", "nothing is being composed"
    hands.action("saveAction").trigger()
    assert field.toPlainText() == "계산이 간단"
    assert "계산이 간단" in (tmp_path / "답.actlab").read_text("utf-8")
    composer.compose("하고")
    hands.press(KEY.Key_Return, CTRL)
    assert field.toPlainText() == "계산이 간단하고"
    hands.application.files.open(SAMPLE)
    writing(hands)
    hands.press(KEY.Key_End, CTRL)
    composer.compose(" 빠릅니다")
    hands.press(KEY.Key_3, CTRL)
    assert hands.application.store.state.lab != "lessons"
    hands.application.visit("lessons")
    hands.settle()
    assert hands.part("lessonWriting", QPlainTextEdit).toPlainText() == "계산이 간단하고 빠릅니다"


def test_quitting_keeps_the_syllable_in_the_last_screen(hands: Hands, composer: Composer, tmp_path: Path) -> None:
    writing(hands)
    composer.compose("기울기가 사라짐")
    hands.action("quitAction").trigger()
    assert not hands.window.isVisible()
    assert "기울기가 사라짐" in Places.below(tmp_path).last_session.read_text("utf-8")


def test_an_input_method_that_does_not_answer_takes_nothing_from_a_written_answer(
    hands: Hands, composer: Composer, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = writing(hands)
    composer.compose("영벡터")
    monkeypatch.setattr("gui.composing.ask_input_method", lambda: None)
    hands.press(KEY.Key_Return, CTRL)
    assert field.toPlainText() == "영벡터"


def test_a_prediction_is_whole_when_the_race_begins(hands: Hands, composer: Composer) -> None:
    hands.application.visit("race")
    hands.settle()
    lab = hands.application._labs["race"]
    assert lab.runner.wait(20)  # type: ignore[attr-defined]
    lab.thoughts.prediction.setFocus()  # type: ignore[attr-defined]
    if not lab.thoughts.prediction.hasFocus():  # type: ignore[attr-defined]
        tabs = lab._tabs  # type: ignore[attr-defined]
        page = next(n for n in range(tabs.count()) if tabs.widget(n).isAncestorOf(lab.thoughts))  # type: ignore[attr-defined]
        tabs.setCurrentIndex(page)
        hands.settle()
        lab.thoughts.prediction.setFocus()  # type: ignore[attr-defined]
    composer.compose("렐루가 이김")
    lab.run_card.asked.emit("step")  # type: ignore[attr-defined]
    assert lab.runner.wait(20)  # type: ignore[attr-defined]
    assert hands.application.store.state.race.prediction == "렐루가 이김"


def test_a_learners_name_is_whole(hands: Hands, composer: Composer) -> None:
    hands.application.visit("lessons")
    hands.settle()
    hands.application._labs["lessons"].profile.ask_new()  # type: ignore[attr-defined]
    hands.settle()
    dialog = hands.dialog(AskName)
    assert dialog is not None
    dialog.name.setFocus()
    composer.compose("홍길동")
    dialog.accept_button.click()
    hands.settle()
    assert hands.application._labs["lessons"].learner.progress.name == "홍길동"  # type: ignore[attr-defined]


def test_a_lesson_being_written_is_whole_when_it_is_saved_or_its_step_is_left(
    hands: Hands, composer: Composer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hands.application.lessons.make_lesson()
    hands.settle()
    editor = hands.dialog(LessonEditor)
    assert editor is not None
    editor.title.setFocus()
    editor.title.clear()
    composer.compose("우리 반")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "lesson.actlesson"), ""))
    editor.save()
    hands.settle()
    assert editor.title.text() == "우리 반"
    editor.form.body.setFocus()
    editor.form.body.clear()
    composer.compose("설명을 읽습니다")
    assert editor._keep()
    assert any("설명을 읽습니다" in str(step) for step in editor._steps)
    monkeypatch.setattr(editor, "_may_leave", lambda: True)
    editor.close()


@pytest.mark.parametrize("name", ["pickerSearch", "paletteSearch"])
def test_what_is_searched_for_is_found_with_its_last_syllable(hands: Hands, composer: Composer, name: str) -> None:
    if name == "paletteSearch":
        hands.press(KEY.Key_K, CTRL)
        field = hands.dialog(QDialog).findChild(QLineEdit, name)  # type: ignore[union-attr]
    else:
        field = hands.part(name, QLineEdit)
    field.setFocus()
    composer.compose("하이퍼볼릭")
    # An input method commits before it passes Enter on.
    composer.finish()
    QTest.keyClick(field, KEY.Key_Return)
    hands.settle()
    assert hands.own.function == "tanh"


def test_a_cell_keeps_what_is_composed(hands: Hands, composer: Composer) -> None:
    hands.click_cell("inputTensor", 0, 0)
    hands.press(KEY.Key_F2)
    hands.press(KEY.Key_A, CTRL)
    editor = hands.part("cellEditor", CellEdit)
    composer.compose("둘")
    QTest.keyClick(editor, KEY.Key_Return)
    hands.settle()
    message = hands.part("tableMessage", QLabel)
    assert message.isVisible()
    assert "둘" in message.text(), "the message names another text than the one that was typed"
    assert hands.own.tensor.values.reshape(-1)[0] == -1.0


def test_saving_as_asks_for_a_name_with_the_work_whole(
    hands: Hands, composer: Composer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    writing(hands)
    composer.compose("마지막 글자")
    seen: list[bool] = []

    def chosen(*_: object) -> tuple[str, str]:
        seen.append(composer.holds)
        return str(tmp_path / "수업.actlab"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    hands.application.files.ask_save()
    hands.settle()
    assert seen == [False]
    assert "마지막 글자" in (tmp_path / "수업.actlab").read_text("utf-8")
    assert session.load(tmp_path / "수업.actlab") == hands.application.store.state
