"""What a teacher writes in the lesson editor outlives a power cut, a crash and a window closed by mistake."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QListWidget, QMessageBox, QPlainTextEdit, QPushButton

from core.files import Places
from core.lessons.draft import LessonDraft, draft_bytes, load_draft, save_draft
from core.lessons.library import built_in
from gui import app as app_module
from gui.dialogs.lesson_editor.editor import LessonEditor
from gui.dialogs.lesson_editor.task_form import KINDS
from tests.conftest import Launch
from tests.gui.hands import Hands

ROOT = Path(app_module.__file__).resolve().parent.parent
MOST_LOST = 3.0


class Teacher(Hands):
    """A person who makes a lesson; ``goes_on`` is what is answered to the offer of a draft."""

    def make(self, monkeypatch: pytest.MonkeyPatch, goes_on: bool = True) -> list[str]:
        asked: list[str] = []

        def answer(box: QMessageBox) -> int:
            asked.append(box.text())
            role = QMessageBox.ButtonRole.AcceptRole if goes_on else QMessageBox.ButtonRole.RejectRole
            button = next(b for b in box.buttons() if box.buttonRole(b) == role)
            monkeypatch.setattr(box, "clickedButton", lambda: button, raising=False)
            monkeypatch.setattr(QMessageBox, "clickedButton", lambda _self: button)
            return 0

        monkeypatch.setattr(QMessageBox, "exec", answer)
        self.action("make_lessonAction").trigger()
        self.settle()
        return asked

    @property
    def editor(self) -> LessonEditor:
        editor = self.application.lessons._editor
        assert editor is not None
        return editor

    def field(self, name: str, kind: type = QLineEdit):  # type: ignore[no-untyped-def]
        return self.editor.findChild(kind, name)

    def leave(self) -> None:
        """End as a crash does: nothing is asked, nothing is written any more."""
        self.editor.keeper._timer.stop()
        self.editor.keeper._worker.wait(5)
        self.editor._steps.clear()
        self.editor.close()


def test_a_power_cut_takes_three_seconds_of_writing_at_most(tmp_path: Path) -> None:
    probe = [sys.executable, "-m", "tests.gui.lesson_draft_probe", str(tmp_path)]
    running = subprocess.Popen(probe, cwd=ROOT, stderr=subprocess.DEVNULL)
    log = tmp_path / "typed"
    try:
        until = time.monotonic() + 120
        while time.monotonic() < until and (not log.exists() or log.read_text().count("\n") < 110):
            time.sleep(0.1)
    finally:
        running.kill()
        running.wait()
    typed = {
        int(number): float(at) for number, at in (line.split() for line in log.read_text().splitlines() if " " in line)
    }
    draft = load_draft(Places.below(tmp_path).lesson_draft)
    assert draft is not None
    assert draft.typed is not None
    kept = len(draft.typed.texts["body"].split())
    assert kept > 1
    end = max(typed.values())
    assert end - typed.get(kept + 1, end) <= MOST_LOST, f"{kept} of {len(typed)} words"


def test_what_was_not_saved_is_offered_and_comes_back_as_it_was(
    launch: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Teacher(launch(language="ko", theme="light"))
    assert before.make(monkeypatch) == []
    before.field("editorTitle").setText("내 수업")
    before.field("editorStepTitle").setText("첫 단계")
    before.editor.add_from_here()
    before.field("editorStepTitle").setText("")
    before.field("editorText", QPlainTextEdit).setPlainText("쓰다 만 글")
    before.editor.form.task.kind.setCurrentIndex(KINDS.index("choose"))
    before.editor.form.task.lines.setPlainText("* 하나")
    before.editor.keeper.keep()
    before.leave()
    after = Teacher(launch(language="ko", theme="light"))
    assert "저장하지 않은 수업이 있습니다" in after.window.notices._text.text()  # type: ignore[attr-defined]
    asked = after.make(monkeypatch)
    assert asked == ["저장하지 않은 수업 '내 수업'이 있습니다. 단계는 2개입니다."]
    assert after.field("editorTitle").text() == "내 수업"
    assert after.field("editorSteps", QListWidget).count() == 2
    assert after.field("editorStepTitle").text() == ""
    assert after.field("editorText", QPlainTextEdit).toPlainText() == "쓰다 만 글"
    assert after.editor.form.task.lines.toPlainText() == "* 하나"
    assert KINDS[after.editor.form.task.kind.currentIndex()] == "choose"
    after.leave()


def test_whoever_begins_anew_is_not_asked_again(
    launch: Launch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    step = next(iter(built_in())).steps[0]
    path = Places.below(tmp_path).lesson_draft
    save_draft(LessonDraft("옛 수업", "ko", [step, step], 1, None), path)
    teacher = Teacher(launch(language="ko", theme="light"))
    assert len(teacher.make(monkeypatch, goes_on=False)) == 1
    assert teacher.field("editorSteps", QListWidget).count() == 1
    teacher.editor.keeper.keep_now()
    draft = load_draft(path)
    assert draft is not None
    assert (draft.title, len(draft.steps)) == ("", 1)
    teacher.leave()


def test_a_saved_lesson_leaves_no_draft_behind(launch: Launch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    teacher = Teacher(launch(language="ko", theme="light"))
    teacher.make(monkeypatch)
    teacher.field("editorTitle").setText("내 수업")
    teacher.editor.keeper.keep_now()
    path = Places.below(tmp_path).lesson_draft
    assert load_draft(path) is not None
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(tmp_path / "a.actlesson"), "")))
    teacher.click(teacher.field("editor_saveButton", QPushButton))
    assert (tmp_path / "a.actlesson").exists()
    assert not path.exists()
    teacher.editor.keeper.keep_now()
    assert not path.exists(), "nothing has changed since"
    teacher.field("editorText", QPlainTextEdit).setPlainText("mehr")
    teacher.editor.keeper.keep_now()
    assert load_draft(path) is not None
    teacher.leave()


@pytest.mark.parametrize("lesson", built_in(), ids=lambda lesson: lesson.key)
def test_every_lesson_is_kept_to_the_last_number(lesson, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    draft = LessonDraft("제목", "en", list(lesson.steps), 0, None, lesson)
    save_draft(draft, tmp_path / "d")
    assert load_draft(tmp_path / "d") == draft


def test_a_damaged_draft_is_no_draft(tmp_path: Path) -> None:
    step = next(iter(built_in())).steps[0]
    whole = draft_bytes(LessonDraft("제목", "ko", [step], 0, None))
    path = tmp_path / "d"
    for data in (b"", b"\xff" * 40, whole[:-9], whole + b"x", b"\x91" * 100_000):
        path.write_bytes(data)
        assert load_draft(path) is None
    assert load_draft(tmp_path / "none") is None
    path.write_bytes(whole)
    assert load_draft(path) is not None
