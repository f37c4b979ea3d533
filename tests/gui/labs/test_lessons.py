"""The Lessons lab through the real window: read, predict, check, see; with the real lab beside the text."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTabWidget,
    QToolButton,
)

from core import session
from core.labs.lessons import LessonsState
from core.lessons.goals import ExploreSlope
from core.lessons.grade import grade
from core.lessons.library import built_in
from core.lessons.progress import tried
from core.text import words_in
from gui.labs.lessons.contents import ROW, Row
from gui.labs.lessons.lab import LessonsLab
from gui.widgets.curve_plot import CurvePlot
from gui.widgets.markdown_view import MarkdownView
from gui.widgets.option_button import OptionButton
from tests.gui.hands import CTRL, KEY, Hands, is_like
from tests.gui.looking import EVERY_LOOK, LOOK_NAMES, doubled, faults_in_view

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "lessons" / "sample"
ALT = Qt.KeyboardModifier.AltModifier
STEPS = ("read", "negatives", "choose", "curve", "order", "goal", "write")


class Pupil(Hands):
    """A person in the sample lesson."""

    @property
    def own(self) -> LessonsState:
        return self.application.store.state.lessons

    @property
    def lab(self) -> LessonsLab:
        return self.application._labs["lessons"]

    def open(self, path: Path = SAMPLE) -> None:
        self.application.files.open(path)
        self.settle()

    def go(self, step: str) -> None:
        """Click the step in the contents."""
        tree = self.lab.contents.list
        model = tree.model()
        index = next(i for i in map(lambda r: model.index(r, 0), range(model.rowCount())) if i.data(ROW).step == step)
        tree.scrollTo(index)
        self.click(tree.viewport(), tree.visualRect(index).center())

    def cell(self, number: int) -> QLineEdit:  # type: ignore[override]
        return self.part(f"lessonCell_{number}", QLineEdit)

    def fill(self, *numbers: str) -> None:
        for number, text in enumerate(numbers):
            self.retype(self.cell(number), text, None)

    def says(self, panel: str = "lessonFeedback") -> str:
        """The heading and the text of a panel, "" while it is hidden."""
        found = self.part(panel)
        if not found.isVisible():
            return ""
        return f"{found.heading.text()} {found.text.markdown()}"  # type: ignore[attr-defined]

    def marks(self) -> list[str]:
        count = len(self.lab.page.tasks["predict"]._fields)
        return [str(self.cell(n).property("state") or "") for n in range(count)]


@pytest.fixture
def pupil(launch) -> Pupil:  # type: ignore[no-untyped-def]
    return entered(launch(language="ko", theme="light"))


def entered(application) -> Pupil:  # type: ignore[no-untyped-def]
    pupil = Pupil(application)
    pupil.open()
    return pupil


# --- predict, check, see


def test_a_right_prediction_is_marked_in_every_cell_and_says_why(pupil: Pupil) -> None:
    pupil.go("negatives")
    pupil.fill("0", "0", "1")
    pupil.press(KEY.Key_Return)
    assert pupil.marks() == ["right"] * 3
    assert pupil.says().startswith("맞았습니다")
    assert len(pupil.says()) > len("맞았습니다") + 5
    assert pupil.cell(0).accessibleName().endswith("맞음")


def test_usual_mistakes_get_their_own_feedback(pupil: Pupil) -> None:
    pupil.go("negatives")
    said = []
    for answer in (("-1", "0", "1"), ("1", "0", "-1"), ("7", "7", "7")):
        pupil.fill(*answer)
        pupil.click(pupil.part("lessonCheck"))
        assert "wrong" in pupil.marks()
        said.append(pupil.says())
    assert len(set(said)) == 3, said
    assert pupil.marks() == ["wrong"] * 3


def test_a_sign_and_a_frame_mark_a_cell_not_colour_alone(pupil: Pupil) -> None:
    pupil.go("negatives")
    pupil.fill("0", "0", "3")
    pupil.press(KEY.Key_Return)
    theme = pupil.application.theme
    for number, token in ((0, "right"), (2, "error")):
        field = pupil.cell(number)
        picture = pupil.picture(field)
        sign = [
            (x, y)
            for x in range(field.width() - theme.em - 6, field.width() - 6)
            for y in range(8, field.height() - 8)
            if is_like(picture.pixelColor(x, y), theme.color(token), 170)
        ]
        assert len(sign) > 8, number


def test_what_is_no_number_is_said_and_typing_takes_the_feedback_away(pupil: Pupil) -> None:
    pupil.go("negatives")
    pupil.fill("0", "abc", "1")
    pupil.press(KEY.Key_Return)
    assert "아직 확인할 수 없습니다" in pupil.says()
    assert pupil.own.draft("my:sample", "negatives").checked
    pupil.fill("0", "0")
    assert pupil.says() == ""


def test_tab_goes_from_cell_to_cell_and_control_enter_checks(pupil: Pupil) -> None:
    pupil.go("negatives")
    pupil.click(pupil.cell(0))
    for text in ("0", "0", "1"):
        pupil.type(text)
        pupil.press(KEY.Key_Tab)
    pupil.press(KEY.Key_Return, CTRL)
    assert pupil.marks() == ["right"] * 3


def test_hints_come_one_by_one_and_the_answer_when_asked_for(pupil: Pupil) -> None:
    pupil.go("negatives")
    hint = pupil.part("lessonHint")
    for _ in range(9):
        if hint.isEnabled():
            pupil.click(hint)
    count = pupil.own.draft("my:sample", "negatives").hints
    assert count >= 1
    assert pupil.says(f"lessonHint_{count - 1}").startswith(f"힌트 {count} / {count}")
    pupil.click(pupil.part("lessonAnswer"))
    assert pupil.says("lessonShownAnswer").startswith("답: 0.0, 0.0, 1.0")


def test_another_try_draws_other_numbers_and_sets_the_lab_up_with_them(pupil: Pupil) -> None:
    pupil.go("negatives")
    pupil.fill("0", "0", "1")
    before = pupil.application.store.state.explore.tensor
    pupil.click(pupil.part("lessonAgain"))
    after = pupil.application.store.state.explore.tensor
    assert after != before
    assert [pupil.cell(n).text() for n in range(3)] == ["", "", ""]
    shown = [label.text() for label in pupil.lab.page.tasks["predict"]._inputs]
    assert [float(text.replace("−", "-")) for text in shown] == after.values.tolist()
    pupil.fill(*(str(max(0.0, float(v))) for v in after.values))
    pupil.press(KEY.Key_Return)
    assert pupil.marks() == ["right"] * 3


# --- the other kinds


def test_choosing_an_option_and_the_keys_that_do_it(pupil: Pupil) -> None:
    pupil.go("choose")
    wrong = pupil.part("lessonOption_1", OptionButton)
    pupil.click(wrong)
    pupil.click(pupil.part("lessonCheck"))
    assert pupil.says().startswith("다시 생각해 봅시다")
    pupil.press(KEY.Key_Tab)
    pupil.click(wrong)
    pupil.press(KEY.Key_Up)
    pupil.press(KEY.Key_Space)
    assert pupil.own.draft("my:sample", "choose").answer == ("zero",)
    pupil.press(KEY.Key_Return, CTRL)
    assert pupil.says().startswith("맞았습니다")
    assert "맞음" in pupil.part("lessonOption_0").accessibleName()


def test_a_curve_is_picked_and_named_once_it_is_right(pupil: Pupil) -> None:
    pupil.go("curve")
    assert "ReLU" not in pupil.part("lessonCurve_0").accessibleName()
    pupil.click(pupil.part("lessonCurve_1"))
    pupil.click(pupil.part("lessonCheck"))
    assert pupil.says().startswith("다시 생각해 봅시다")
    pupil.click(pupil.part("lessonCurve_0"))
    pupil.click(pupil.part("lessonCheck"))
    assert pupil.says().startswith("맞았습니다")
    assert "ReLU" in pupil.part("lessonCurve_0").accessibleName()


def test_items_are_put_in_order_by_keys_by_buttons_and_by_dragging(pupil: Pupil) -> None:
    pupil.go("order")
    first = shown_order(pupil)
    pupil.click(pupil.part("lessonItem_0"), QPoint(10, 10))
    pupil.press(KEY.Key_Down, ALT)
    assert shown_order(pupil) == (first[1], first[0], first[2])
    pupil.click(pupil.lab.page.tasks["order"]._rows[1].up)
    assert shown_order(pupil) == first
    steps = pupil.steps()
    row, last = pupil.part("lessonItem_0"), pupil.part("lessonItem_2")
    way = [QPoint(12, row.height() // 2)]
    way += [QPoint(12, y) for y in range(row.height(), last.y() - row.y() + last.height() // 2, 6)]
    pupil.drag(row, way)
    assert shown_order(pupil) == (first[1], first[2], first[0])
    assert pupil.steps() == steps + 1
    for item in ("one", "three"):
        while shown_order(pupil)[0] != item:
            at = shown_order(pupil).index(item)
            pupil.click(pupil.lab.page.tasks["order"]._rows[at].up)
    pupil.click(pupil.part("lessonCheck"))
    assert pupil.says().startswith("맞았습니다"), shown_order(pupil)


def shown_order(pupil: Pupil) -> tuple[str, ...]:
    return pupil.lab.page.tasks["order"]._shown.answer


def test_a_goal_is_seen_to_be_reached_while_dragging_in_the_real_lab(pupil: Pupil) -> None:
    pupil.go("goal")
    state = pupil.part("lessonGoalState", QLabel)
    assert "아직" in state.text()
    assert pupil.part("lessonStage").isAncestorOf(pupil.part("curvePlot", CurvePlot))
    tabs = pupil.part("lessonStage").findChild(QTabBar)
    pupil.click(tabs, tabs.tabRect(1).center())
    pupil.retype(pupil.part("param_negative_slope"), "0.1")
    assert "아직" not in state.text()
    assert pupil.says().startswith("맞았습니다")
    assert pupil.application.store.state.lab == "lessons"
    pupil.press(KEY.Key_Z, CTRL)
    assert "아직" in state.text()
    assert pupil.says().startswith("맞았습니다"), "what was reached stays reached"


def test_a_goal_is_reached_by_dragging_and_the_drag_is_one_step_of_undo(pupil: Pupil) -> None:
    lesson = pupil.lab.library.lesson("sigmoid")
    step = next(s for s in lesson.steps if isinstance(getattr(s.task, "check", None), ExploreSlope))  # type: ignore[union-attr]
    pupil.lab.study.go("sigmoid", step.id)
    pupil.settle()
    before, steps = pupil.application.store.state, pupil.steps()
    plot = pupil.application._labs["explore"].curve
    own = before.explore
    start = plot.view.probe_x
    height = 1 / (1 + math.exp(-start))
    pupil.drag(plot, [plot.to_pixel(start + (0 - start) * n / 12, height) for n in range(13)])
    assert pupil.says().startswith("맞았습니다"), (own.selected, start, pupil.application.store.state.explore.probe)
    assert pupil.lab.learner.progress.of("sigmoid", step.id).right
    assert pupil.steps() == steps + 1
    pupil.press(KEY.Key_Z, CTRL)
    assert pupil.application.store.state == before


def test_a_written_answer_is_compared_with_the_model_answer(pupil: Pupil) -> None:
    pupil.go("write")
    field = pupil.part("lessonWriting", QPlainTextEdit)
    pupil.click(field)
    pupil.type("계산")
    pupil.click(pupil.part("lessonCheck"))
    assert "아직 확인할 수 없습니다" in pupil.says()
    pupil.click(field)
    pupil.press(KEY.Key_End, CTRL)
    pupil.type("이 간단하고 빠릅니다")
    pupil.click(pupil.part("lessonCheck"))
    assert "모범 답안" in pupil.says()
    assert "계산이 간단합니다." in pupil.says("lessonShownAnswer")
    assert field.toPlainText() == "계산이 간단하고 빠릅니다"


# --- from step to step


def test_next_and_back_by_button_and_by_keys_and_undo_brings_the_step_back(pupil: Pupil) -> None:
    assert pupil.own.step == "read"
    pupil.click(pupil.part("lessonNext"))
    assert pupil.own.step == "negatives"
    pupil.press(KEY.Key_Right, ALT)
    assert pupil.own.step == "choose"
    pupil.press(KEY.Key_PageUp)
    assert pupil.own.step == "negatives"
    pupil.press(KEY.Key_PageDown)
    pupil.press(KEY.Key_Left, ALT)
    assert pupil.own.step == "negatives"
    assert "수업 단계 이동" in pupil.action("undoAction").toolTip()
    pupil.press(KEY.Key_Z, CTRL)
    assert pupil.own.step == "choose"
    assert pupil.part("lessonTitle", QLabel).text() == "고르기"
    QTest.keyClick(pupil.lab, KEY.Key_PageUp)
    assert pupil.own.step == "negatives", "wherever in the lab the keyboard is"


def test_behind_the_last_step_the_next_lesson_begins(pupil: Pupil) -> None:
    first, second = pupil.lab.library.built_in[:2]
    pupil.lab.study.go(first.key, first.steps[-1].id)
    pupil.settle()
    button = pupil.part("lessonNext")
    assert button.text() == "다음 수업 →"  # type: ignore[attr-defined]
    pupil.click(button)
    assert (pupil.own.lesson, pupil.own.step) == (second.key, second.steps[0].id)
    pupil.lab.study.go("my:sample", "write")
    pupil.settle()
    assert not button.isEnabled(), "the last lesson of the list"


def test_arrows_and_enter_in_the_contents_go_to_a_step(pupil: Pupil) -> None:
    pupil.go("negatives")
    pupil.lab.contents.list.setFocus()
    pupil.press(KEY.Key_Down)
    assert pupil.own.step == "negatives", "arrows only look"
    pupil.press(KEY.Key_Return)
    assert pupil.own.step == "choose"


def test_where_the_contents_have_no_column_a_button_opens_them(launch) -> None:  # type: ignore[no-untyped-def]
    pupil = entered(launch(language="ko", theme="light", size=(1366, 768)))
    assert not pupil.lab.contents.isVisible()
    pupil.click(pupil.part("lessonContentsButton"))
    assert pupil.lab.contents.isVisible()
    pupil.press(KEY.Key_Down)
    pupil.press(KEY.Key_Return)
    assert pupil.own.step == "negatives"
    assert not pupil.lab.contents.isVisible()


def test_in_large_letters_text_and_lab_are_two_pages_and_a_new_step_begins_with_its_text(launch) -> None:  # type: ignore[no-untyped-def]
    pupil = entered(launch(language="ko", theme="projector", size=(1024, 768)))
    pupil.lab.study.go("my:sample", "negatives")
    pupil.settle()
    tabs = pupil.part("lessonTabs", QTabWidget)
    pupil.click(tabs.tabBar(), tabs.tabBar().tabRect(1).center())
    assert pupil.part("curvePlot").isVisible()
    assert not pupil.part("lessonText").isVisible()
    pupil.press(KEY.Key_Right, ALT)
    assert pupil.own.step == "choose"
    pupil.press(KEY.Key_Left, ALT)
    assert pupil.part("lessonTask").isVisible()


def test_the_lab_beside_the_text_is_the_lab_itself(pupil: Pupil) -> None:
    pupil.go("negatives")
    pupil.click(pupil.part("lessonUncover"))
    explore = pupil.application._labs["explore"]
    assert pupil.part("lessonStage").isAncestorOf(explore)
    assert explore.isVisible()
    plot = explore.curve
    before = pupil.application.store.state.explore.tensor.values.tolist()
    pupil.drag(plot, [plot.to_pixel(1.0, 1.0), plot.to_pixel(2.0, 1.0), plot.to_pixel(2.5, 2.0)])
    moved = pupil.application.store.state.explore.tensor.values.tolist()
    assert moved[:2] == before[:2]
    assert moved[2] == pytest.approx(2.5, abs=0.1)
    pupil.click(pupil.part("lab_explore", QToolButton))
    assert not pupil.part("lessonStage").isAncestorOf(explore)
    assert explore.isVisible()
    assert pupil.application.store.state.explore.tensor.values.tolist() == moved
    pupil.click(pupil.part("lab_lessons", QToolButton))
    assert pupil.part("lessonStage").isAncestorOf(explore)
    pupil.press(KEY.Key_Z, CTRL)
    assert pupil.application.store.state.lab == "lessons"
    assert pupil.application.store.state.explore.tensor.values.tolist() == before


def test_moving_in_the_lab_computes_and_paints_nothing_of_the_step(pupil: Pupil, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    pupil.go("negatives")
    pupil.click(pupil.part("lessonUncover"))
    calls: list[str] = []
    monkeypatch.setattr("gui.labs.lessons.lab.compute", lambda *_: calls.append("compute"))
    monkeypatch.setattr(pupil.lab.page, "show_step", lambda *_: calls.append("show_step"))
    monkeypatch.setattr(pupil.lab.contents, "show_rows", lambda *_: calls.append("show_rows"))
    plot = pupil.application._labs["explore"].curve
    pupil.drag(plot, [plot.to_pixel(1.0, 1.0), plot.to_pixel(2.0, 1.0), plot.to_pixel(2.5, 2.0)])
    assert pupil.application.store.state.explore.tensor.values[2] > 2
    assert calls == []


def test_a_step_sets_its_lab_up_again_on_request_and_undo_takes_that_back(pupil: Pupil) -> None:
    pupil.go("negatives")
    pupil.pick_function("tanh")
    pupil.click(pupil.part("lessonSetUp"))
    assert pupil.application.store.state.explore.function == "relu"
    pupil.press(KEY.Key_Z, CTRL)
    assert pupil.application.store.state.explore.function == "tanh"


def _pick(self: Pupil, key: str) -> None:
    self.application._labs["explore"].picker.function_requested.emit(key)
    self.settle()


Pupil.pick_function = _pick  # type: ignore[attr-defined]


def test_a_session_file_keeps_the_place_and_every_draft(pupil: Pupil, tmp_path: Path) -> None:
    pupil.go("negatives")
    pupil.fill("0", "5")
    pupil.go("write")
    pupil.click(pupil.part("lessonWriting"))
    pupil.type("한글")
    kept = session.decode(session.encode(pupil.application.store.state), "x")
    assert kept == pupil.application.store.state
    pupil.go("read")
    pupil.application.store.replace(kept)
    pupil.settle()
    assert pupil.part("lessonWriting", QPlainTextEdit).toPlainText() == "한글"
    pupil.go("negatives")
    assert [pupil.cell(n).text() for n in range(3)] == ["0", "5", ""]


def test_language_and_theme_change_the_page_and_the_lab(pupil: Pupil) -> None:
    pupil.go("negatives")
    pupil.application.set_language("en")
    pupil.settle()
    assert pupil.part("lessonCheck").text() == "Check"  # type: ignore[attr-defined]
    assert "Predict" in pupil.part("lessonHead", QLabel).text()
    pupil.application.set_theme("dark")
    pupil.settle()
    ground = pupil.picture(pupil.part("lessonPage")).pixelColor(30, pupil.part("lessonPage").height() - 30)
    assert is_like(ground, pupil.application.theme.color("card"), 20)


# --- the teacher's


def test_notes_are_shown_by_keys_and_never_in_the_projector_theme(pupil: Pupil) -> None:
    pupil.go("negatives")
    notes = pupil.part("lessonNotes")
    assert not notes.isVisible()
    pupil.press(KEY.Key_N, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert notes.isVisible()
    assert "4분" in notes.accessibleName()
    pupil.application.set_theme("projector")
    pupil.settle()
    assert not notes.isVisible()
    pupil.application.set_theme("light")
    pupil.settle()
    assert notes.isVisible()
    pupil.click(pupil.part("closeNotes"))
    assert not notes.isVisible()


def test_long_notes_scroll_and_leave_the_step_its_room(launch) -> None:  # type: ignore[no-untyped-def]
    pupil = entered(launch(language="ko", theme="light", size=(1024, 768)))
    pupil.lab.toggle_notes()
    pupil.lab.page.notes.show_notes(3, "긴 메모입니다. " * 400, "", "")
    pupil.settle()
    notes, page = pupil.part("lessonNotes"), pupil.part("lessonPage")
    assert notes.height() <= 0.4 * page.height() + 1
    assert pupil.part("lessonScroll").height() > 0.3 * page.height()
    assert pupil.part("lessonNotesText").height() > notes.height()


def test_a_broken_step_is_left_out_with_a_note_and_a_list_of_what_is_wrong(pupil: Pupil, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(SAMPLE, folder)
    text = (folder / "lesson.toml").read_text("utf-8").replace('right = "relu"', 'right = "rulu"')
    (folder / "lesson.toml").write_text(text, "utf-8")
    pupil.open(folder)
    dialog = pupil.dialog()
    assert dialog is not None
    said = dialog.findChild(QPlainTextEdit, "lessonProblemList").toPlainText()
    assert "lesson.toml" in said
    assert "rulu" in said
    dialog.close()
    pupil.settle()
    assert pupil.own.lesson == "my:broken"
    assert "건너뛴" in pupil.says("lessonNote")
    model = pupil.lab.contents.list.model()
    assert "problem" in [model.index(r, 0).data(ROW).kind for r in range(model.rowCount())]


def test_a_file_that_is_no_lesson_is_refused_and_nothing_changes(pupil: Pupil, tmp_path: Path) -> None:
    bad = tmp_path / "bad.actlesson"
    bad.write_bytes(b"no zip")
    before = pupil.application.store.state
    pupil.open(bad)
    assert pupil.application.store.state == before
    assert "bad" in pupil.part("noticeText", QLabel).text()


def test_a_lesson_is_opened_by_dropping_its_file_on_the_window(launch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    pupil = Pupil(launch(language="ko", theme="light"))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(SAMPLE))])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(pupil.window, QDragEnterEvent(QPoint(400, 300), *how))
    QApplication.sendEvent(pupil.window, QDropEvent(QPointF(400, 300), *how))
    pupil.settle()
    assert pupil.own.lesson == "my:sample"
    assert pupil.application.store.state.lab == "lessons"


def test_a_lesson_that_is_not_open_any_more_is_said(launch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    pupil = entered(launch(language="ko", theme="light"))
    kept = pupil.application.store.state
    other = Pupil(launch(language="ko", theme="light", size=(1366, 768)))
    other.application.store.replace(kept)
    other.application.visit("lessons")
    other.settle()
    assert "열려 있지 않아" in other.says("lessonNote")


# --- progress, quizzes, glossary


def test_what_is_done_is_marked_in_the_contents_and_kept_under_a_name(launch) -> None:  # type: ignore[no-untyped-def]
    pupil = entered(launch(language="ko", theme="light"))
    pupil.lab.learner.add("김하늘")
    pupil.go("negatives")
    assert row(pupil, "negatives").mark == "under_way"
    pupil.fill("0", "0", "1")
    pupil.press(KEY.Key_Return)
    assert row(pupil, "negatives").mark == "done"
    assert row(pupil, "read").mark == "done", "a step that is only read is done once it was opened"
    assert row(pupil, "choose").mark == "to_do"
    lesson = next(r for r in rows(pupil) if r.kind == "lesson" and r.lesson == "my:sample")
    assert lesson.aside == "2/7"
    assert lesson.mark == "under_way"
    index = next(i for i in indexes(pupil) if i.data(ROW).step == "negatives")
    assert "마침" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    again = Pupil(launch(language="ko", theme="light"))
    again.application.visit("lessons")
    again.open()
    assert again.lab.learner.progress.name == "김하늘"
    assert row(again, "negatives").mark == "done"


def test_undo_takes_back_an_answer_but_not_that_it_was_right_once(pupil: Pupil) -> None:
    pupil.go("negatives")
    pupil.fill("0", "0", "1")
    pupil.press(KEY.Key_Return)
    pupil.press(KEY.Key_Z, CTRL)
    assert pupil.says() == ""
    assert row(pupil, "negatives").mark == "done"


def test_a_quiz_is_answered_question_by_question_and_its_results_say_why(pupil: Pupil) -> None:
    click_row(pupil, "quiz", "")
    state = pupil.own
    assert (state.view, state.quiz, state.quiz_item) == ("quiz", "", 0)
    assert not pupil.part("lessonCheck").isVisible()
    count = pupil.lab._page.count  # type: ignore[union-attr]
    for _ in range(count):
        page = pupil.lab._page
        expected = grade(page.step, 0, (), pupil.application.store.state).expected  # type: ignore[union-attr, arg-type]
        pupil.lab.study.answer(expected, "x")
        pupil.settle()
        pupil.click(pupil.part("lessonNext"))
    assert pupil.part("quizResults").isVisible()
    run = pupil.lab.learner.progress.quizzes[-1]
    assert (run.quiz, run.right, run.of) == ("", count, count)
    pupil.click(pupil.part("quizAgain"))
    assert pupil.own.quiz_seed == 1
    assert pupil.own.quiz_item == 0
    pupil.press(KEY.Key_Z, CTRL)
    assert pupil.own.quiz_seed == 0


def test_a_term_is_explained_where_it_is_clicked(pupil: Pupil) -> None:
    pupil.lab.study.go("relu", "negatives")
    pupil.settle()
    text = pupil.part("lessonText", MarkdownView)
    assert "](term:" in text.markdown()
    text.link_asked.emit("term:relu")
    pupil.settle()
    assert "ReLU" in pupil.says("lessonTerm")
    click_row(pupil, "glossary", "")
    assert pupil.part("glossaryPage").isVisible()
    pupil.click(pupil.part("glossaryBack"))
    assert pupil.part("lessonText").isVisible()


def test_results_are_saved_as_a_table(pupil: Pupil, monkeypatch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    pupil.go("negatives")
    pupil.fill("0", "0", "1")
    pupil.press(KEY.Key_Return)
    click_row(pupil, "summary", "")
    file = tmp_path / "결과.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(file), "")))
    pupil.click(pupil.part("summary_export_csv"))
    lines = file.read_bytes().decode("utf-8-sig").splitlines()
    assert any("음수는 어떻게 될까?" in line and "0, 0, 1" in line for line in lines), lines


def indexes(pupil: Pupil) -> list[QModelIndex]:
    model = pupil.lab.contents.list.model()
    return [model.index(r, 0) for r in range(model.rowCount())]


def rows(pupil: Pupil) -> list[Row]:
    return [index.data(ROW) for index in indexes(pupil)]


def row(pupil: Pupil, step: str) -> Row:
    return next(r for r in rows(pupil) if r.step == step and r.lesson == "my:sample")


def click_row(pupil: Pupil, kind: str, lesson: str) -> None:
    tree = pupil.lab.contents.list
    index = next(i for i in indexes(pupil) if i.data(ROW).kind == kind and i.data(ROW).lesson == lesson)
    tree.scrollTo(index)
    pupil.click(tree.viewport(), tree.visualRect(index).center())


# --- looks


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("lesson", [lesson.key for lesson in built_in()])
def test_every_step_of_every_lesson_shows_its_text_whole(launch, lesson: str, lang: str) -> None:  # type: ignore[no-untyped-def]
    size = (1366, 768)
    pupil = Pupil(launch(language=lang, theme="light", size=size))
    pupil.application.visit("lessons")
    found: list[str] = []
    for step in pupil.lab.library.lesson(lesson).steps:  # type: ignore[union-attr]
        pupil.lab.study.go(lesson, step.id)
        pupil.settle()
        pupil.lab.warm_up()
        found += faults_in_view(pupil, size, step.id)
        found += unread(pupil, step.id)
        assert not step.lab or pupil.lab.stage.lab is pupil.application._labs[step.lab]
        if step.task is not None:
            for _ in step.page("ko").hints:
                pupil.lab.study.show_hint()
            pupil.lab.reveal()
            pupil.settle()
            found += unread(pupil, f"{step.id} with its answer")
    assert found == []


def unread(pupil: Pupil, what: str) -> list[str]:
    """Texts that are higher than their place, or hold marks of Markdown that were not understood."""
    found = []
    for view in pupil.lab.page.findChildren(MarkdownView):
        if view.isVisible():
            needed = view.document().size()
            if needed.height() > view.height() + 1 or needed.width() > view.viewport().width() + 1:
                found.append(f"{what}: {view.objectName()} {view.toPlainText()[:40]!r}")
            for mark in ("**", ":::", "{"):
                if mark in view.toPlainText() and "`" not in view.markdown():
                    found.append(f"{what}: {mark} in {view.toPlainText()[:60]!r}")
    for option in pupil.lab.page.findChildren(OptionButton):
        if option.isVisible() and option.heightForWidth(option.width()) > option.height() + 1:
            found.append(f"{what}: option {option.accessibleName()[:40]!r}")
    return found


@pytest.mark.parametrize(("lang", "theme", "size"), EVERY_LOOK, ids=LOOK_NAMES)
def test_nothing_is_cut_off_in_any_kind_of_step(launch, lang, theme, size) -> None:  # type: ignore[no-untyped-def]
    pupil = entered(launch(language=lang, theme=theme, size=size))
    assert faults(pupil, size) == []


@pytest.mark.parametrize(("lang", "theme", "size"), EVERY_LOOK, ids=LOOK_NAMES)
def test_nothing_is_cut_off_when_every_word_is_twice_as_long(  # type: ignore[no-untyped-def]
    launch, monkeypatch: pytest.MonkeyPatch, lang, theme, size
) -> None:
    monkeypatch.setattr("gui.looks.words_in", doubled)
    pupil = entered(launch(language=lang, theme=theme, size=size))
    assert faults(pupil, size) == []


@pytest.mark.parametrize("zoom", [0.8, 2.0])
@pytest.mark.parametrize("theme", ["light", "projector"])
def test_nothing_is_cut_off_at_the_smallest_and_largest_zoom(launch, theme: str, zoom: float) -> None:  # type: ignore[no-untyped-def]
    size = (1920, 1080)
    pupil = entered(launch(language="ko", theme=theme, zoom=zoom, size=size))
    assert faults(pupil, size) == []


def faults(pupil: Pupil, size: tuple[int, int]) -> list[str]:
    found: list[str] = []
    for step in STEPS:
        pupil.lab.study.go("my:sample", step)
        pupil.lab.check()
        pupil.settle()
        found += faults_in_view(pupil, size, step)
        found += unread(pupil, step)
    return found


def test_a_first_look_at_the_lessons_keeps_what_could_be_redone(application) -> None:  # type: ignore[no-untyped-def]
    pupil = Pupil(application)
    pupil.pick("Leaky ReLU")
    pupil.action("undoAction").trigger()
    pupil.settle()
    assert application.store.redo_label
    application.visit("lessons")
    pupil.settle()
    assert pupil.own.lesson
    assert pupil.action("redoAction").isEnabled()
    pupil.action("redoAction").trigger()
    pupil.settle()
    assert application.store.state.lab == "explore"
    assert application.store.state.explore.function == "leaky_relu"
    application.visit("lessons")
    pupil.settle()
    assert pupil.lab.step is not None, "the lesson is still open"


def test_lessons_found_by_their_own_button_answer_to_theirs(launch, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    application = launch(language="ko", theme="light", toured=True)
    asked: list[str] = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", staticmethod(lambda _parent, title, *_: (asked.append(title), ("", ""))[1])
    )
    application.visit("lessons")
    lab = application._labs["lessons"]
    lab.study.show_view("summary")
    application.bridge.render_now()
    lab.pages.summary.buttons["export_csv"].click()
    assert asked == [words_in("ko")("lessons.save_table")], "nobody heard the button"


def test_answers_without_a_name_outlive_the_program_and_are_nobody_elses(launch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    first = launch(language="ko", theme="light", toured=True)
    first.visit("lessons")
    first.lessons.lab.learner.note(tried, "relu", "shape", ("7",), False)
    first.visit("explore")
    first.window.close()
    assert len(list((tmp_path / "profiles").glob("*.nameless"))) == 1
    later = launch(language="ko", theme="light", toured=True)
    assert not later.window.notices.isVisible(), "only who comes to the lessons is told"
    later.visit("lessons")
    assert "이름 없이 답한 기록이" in later.window.notices.texts(later.words)[0]
    learner = later.lessons.lab.learner
    assert learner.progress.of("relu", "shape").tries == 0
    learner.go_on_with(learner.waiting()[0])
    assert learner.progress.of("relu", "shape").answer == ("7",)
    learner.add("민지")
    assert list((tmp_path / "profiles").glob("*.nameless")) == []
    later.window.close()
    last = launch(language="ko", theme="light", toured=True)
    last.visit("lessons")
    assert last.lessons.lab.learner.progress.name == "민지"
    assert not last.window.notices.isVisible()
