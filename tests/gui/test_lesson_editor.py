"""A teacher makes a lesson from the screen, saves it, and it runs beside the built-in ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QPlainTextEdit,
    QWidget,
)

from core.lessons.library import open_lesson
from gui.dialogs.lesson_editor.editor import LessonEditor
from gui.dialogs.lesson_editor.task_form import KINDS
from tests.gui.hands import CTRL, KEY, Hands
from tests.gui.looking import cut_off

TAB = Qt.Key.Key_Tab


class Teacher(Hands):
    """A person with the editor open."""

    @property
    def editor(self) -> LessonEditor:
        found = self.dialog(LessonEditor)
        assert found is not None, "the editor is not open"
        return found

    def field(self, name: str, kind: type = QWidget):  # type: ignore[no-untyped-def]
        found = self.editor.findChild(kind, name)
        assert found is not None, name
        return found

    def write(self, name: str, text: str) -> None:
        field = self.field(name)
        field.setFocus()
        self.press(KEY.Key_A, CTRL)
        self.type(text)

    def kind(self, number: int) -> None:
        box = self.field("editorKind", QComboBox)
        box.setFocus()
        self.press(KEY.Key_Home)
        for _ in range(number):
            self.press(KEY.Key_Down)

    def press_button(self, name: str) -> None:
        self.click(self.field(name))

    def said(self) -> str:
        return self.field("editorMessage", QLabel).text()


@pytest.fixture
def teacher(launch) -> Teacher:  # type: ignore[no-untyped-def]
    teacher = Teacher(launch(language="ko", theme="light"))
    teacher.action("make_lessonAction").trigger()
    teacher.settle()
    yield teacher
    editor = teacher.dialog(LessonEditor)
    if editor is not None:
        editor._steps.clear()
        editor.close()


def save_to(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(path), "")))


def test_the_screen_becomes_a_step_that_students_predict(teacher: Teacher, monkeypatch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert teacher.field("editorSteps", QListWidget).count() == 1
    teacher.write("editorTitle", "My ReLU")
    teacher.write("editorStepTitle", "Predict")
    teacher.write("editorText", "Input {x}.")
    teacher.kind(1)
    teacher.press_button("editorFromLab")
    assert "[[−1., 2., −3.]" in teacher.field("editorCaptured", QLabel).text()
    teacher.write("editor_question", "What comes out?")
    teacher.write("editor_right", "Well done: {y}")
    path = tmp_path / "relu.actlesson"
    save_to(monkeypatch, path)
    teacher.press_button("editor_saveButton")
    assert "relu.actlesson" in teacher.said()
    lesson = open_lesson(path)
    assert lesson.titles == {"ko": "My ReLU"}
    assert lesson.steps[0].lab == "explore"
    teacher.press_button("editor_closeButton")
    teacher.window.activateWindow()
    teacher.application.visit("lessons")
    teacher.settle()
    for number, text in enumerate(("0", "2", "0", "4", "0", "6")):
        teacher.part(f"lessonCell_{number}", QLineEdit).setFocus()
        teacher.type(text)
    teacher.press(KEY.Key_Return)
    assert "맞았습니다" in teacher.part("lessonFeedback").heading.text()  # type: ignore[attr-defined]
    assert teacher.application.store.state.lessons.lesson == "my:relu"


def test_a_choice_is_typed_line_by_line_and_steps_change_places(teacher: Teacher, monkeypatch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    teacher.write("editorTitle", "Two steps")
    teacher.write("editorStepTitle", "First")
    teacher.press_button("editor_addButton")
    teacher.write("editorStepTitle", "Second")
    teacher.kind(2)
    lines = teacher.field("editorLines", QPlainTextEdit)
    lines.setPlainText("one\ntwo")
    teacher.press_button("editor_upButton")
    assert "*" in teacher.said()
    lines.setPlainText("* one\ntwo")
    teacher.write("editor_question", "Which?")
    teacher.press_button("editor_upButton")
    assert [step.pages["ko"].title for step in teacher.editor._steps] == ["Second", "First"]
    save_to(monkeypatch, tmp_path / "two")
    teacher.press_button("editor_saveButton")
    lesson = open_lesson(tmp_path / "two.actlesson")
    assert lesson.steps[0].task.right == ["a"]  # type: ignore[union-attr]
    assert [step.id for step in lesson.steps] == ["step_2", "step_1"]


def test_what_is_missing_is_said_and_nothing_is_written(teacher: Teacher, monkeypatch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "none.actlesson"
    save_to(monkeypatch, path)
    teacher.press_button("editor_saveButton")
    assert "제목" in teacher.said()
    teacher.write("editorTitle", "x")
    teacher.kind(5)
    teacher.press_button("editor_saveButton")
    assert "가져오기" in teacher.said()
    assert not path.exists()


def test_the_preview_shows_the_numbers(teacher: Teacher) -> None:
    teacher.write("editorText", "Input {x}, **bold**.")
    teacher.kind(1)
    teacher.press_button("editorFromLab")
    teacher.editor.form.tabs.setCurrentIndex(1)
    teacher.settle()
    assert "[[−1., 2., −3.], [4., −5., 6.]]" in teacher.editor.form.preview.toPlainText()
    assert "bold." in teacher.editor.form.preview.toPlainText()


@pytest.mark.parametrize(
    ("theme", "size"), [("light", (1024, 768)), ("dark", (1920, 1080)), ("projector", (1366, 768))]
)
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_no_word_of_the_editor_is_cut_off_for_any_kind_of_task(launch, theme: str, size, lang: str) -> None:  # type: ignore[no-untyped-def]
    teacher = Teacher(launch(language=lang, theme=theme, size=size))
    teacher.action("make_lessonAction").trigger()
    teacher.settle()
    editor = teacher.editor
    found = []
    for kind in range(len(KINDS)):
        editor.form.task.kind.setCurrentIndex(kind)
        editor.form.task._show_rows()
        teacher.settle()
        found += [f"{KINDS[kind]}: {fault}" for fault in cut_off(editor)]
    assert editor.width() <= size[0]
    assert editor.height() <= size[1]
    editor._steps.clear()
    editor.close()
    assert found == []


def test_unsaved_work_is_not_closed_without_a_question(teacher: Teacher, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    asked: list[str] = []

    def cancel(box: QMessageBox) -> QMessageBox.StandardButton:
        asked.append(box.text())
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "exec", cancel)
    teacher.editor.setFocus()
    teacher.press(KEY.Key_Escape)
    assert asked
    assert teacher.editor.isVisible()
