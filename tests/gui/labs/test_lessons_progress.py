"""Learners, what they have done, quiz results and the glossary: widgets that the Lessons lab shows."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from core.lessons.glossary import Term
from core.lessons.grade import grade
from core.lessons.library import built_in
from core.lessons.model import Predict
from core.lessons.profiles import Profiles
from core.lessons.progress import Progress, finished_quiz, hinted, reset, tried, visited
from core.lessons.quiz import MIXED, quiz_items
from core.lessons.quiz.outcome import outcome
from core.lessons.results import summary
from core.lessons.text import filled
from core.state import AppState
from core.text import LANGUAGES, Lang, UserError, words_in
from gui.labs.lessons.glossary_page import GlossaryPage
from gui.labs.lessons.learner import Learner
from gui.labs.lessons.order_task import OrderRow
from gui.labs.lessons.profile_menu import AskName, ConfirmDelete, ProfileMenu
from gui.labs.lessons.quiz_results import QuizResults
from gui.labs.lessons.summary_page import COLUMNS, SummaryPage
from gui.theme import load_themes
from tests.gui.looking import cut_off, doubled, overlapping

NOW = datetime(2026, 3, 2, 10, 0)
KO, LIGHT = words_in("ko"), load_themes()["light"]
SMALL, LARGE = (1024, 768), (1920, 1080)
LOOKS = [("ko", "light", LARGE), ("ko", "light", SMALL), ("en", "dark", SMALL)]
LOOKS += [(lang, "projector", size) for lang in LANGUAGES for size in (SMALL, LARGE)]
TERMS = (
    Term("neuron", "뉴런", "neuron", "입력을 더합니다. [편향](term:bias)", "Adds its inputs.", ("유닛",), ("unit",)),
    Term("bias", "편향", "bias", "더하는 수입니다.", "A number that is added."),
    Term("logit", "로짓", "logit", "확률이 되기 전의 수입니다.", "A number before it is a probability."),
)


@pytest.fixture
def stage(qapp: QApplication) -> Iterator[QWidget]:
    """A window that shows one part at a time and takes it along at the end."""
    qapp.setStyleSheet(LIGHT.style_sheet())
    window = QWidget()
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    yield window
    window.close()
    window.deleteLater()
    qapp.processEvents()
    qapp.setStyleSheet("")


def _show(stage: QWidget, part: QWidget, size: tuple[int, int] = (1000, 700)) -> None:
    part.setParent(stage)
    stage.resize(*size)
    part.resize(*size)
    part.show()
    stage.show()
    _settle()


def _settle() -> None:
    for _ in range(5):
        QApplication.processEvents()


def _progress() -> Progress:
    lesson = built_in()[0]
    first, second = [step for step in lesson.steps if step.task][:2]
    progress = visited(Progress("민지"), lesson.key, first.id, NOW)
    progress = tried(progress, lesson.key, first.id, ("1",), False, NOW)
    progress = tried(progress, lesson.key, first.id, ("2",), True, NOW)
    progress = tried(hinted(progress, lesson.key, second.id, 1, NOW), lesson.key, second.id, ("3",), False, NOW)
    progress = finished_quiz(progress, lesson.key, 0, 6, 8, NOW)
    return finished_quiz(progress, MIXED, 0, 9, 15, NOW)


# --- the record


def _summary_page(stage: QWidget, lang: Lang = "ko") -> SummaryPage:
    page = SummaryPage(words_in(lang), LIGHT)
    page.show_summary(summary(_progress(), built_in(), lang, filled))
    _show(stage, page)
    return page


def test_the_record_lists_every_lesson_and_step(stage: QWidget) -> None:
    page = _summary_page(stage)
    assert "민지" in page.title.text()
    assert not page.guest.isVisible()
    lessons = built_in()
    assert page.table.topLevelItemCount() == len(lessons) + 1, "and the mixed quiz"
    head = page.table.topLevelItem(0)
    assert head.childCount() == len(lessons[0].steps)
    assert head.text(COLUMNS.index("tries")) == "3"
    assert head.text(COLUMNS.index("quiz")) == "6 / 8"
    assert page.table.topLevelItem(len(lessons)).text(COLUMNS.index("quiz")) == "9 / 15"
    states = [head.child(row).text(1) for row in range(head.childCount())]
    assert states.count("✔ 맞힘") == 1
    assert states.count("하는 중") == 1
    assert "아직" in states


def test_a_step_is_gone_to_by_enter(stage: QWidget) -> None:
    page = _summary_page(stage)
    spy = QSignalSpy(page.step_requested)
    head = page.table.topLevelItem(0)
    page.table.setFocus()
    page.table.setCurrentItem(head)
    QTest.keyClick(page.table, Qt.Key.Key_Right)
    assert head.isExpanded()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert spy.count() == 1
    assert spy.at(0) == [built_in()[0].key, built_in()[0].steps[0].id]


def test_lessons_that_are_open_stay_open_when_there_is_news(stage: QWidget) -> None:
    page = _summary_page(stage)
    page.table.topLevelItem(0).setExpanded(True)
    page.table.setCurrentItem(page.table.topLevelItem(0).child(1))
    page.show_summary(summary(reset(_progress()), built_in(), "ko", filled))
    assert page.table.topLevelItem(0).isExpanded()
    assert page.table.currentItem() is page.table.topLevelItem(0).child(1)


def test_clearing_asks_first_and_the_safe_answer_has_the_keyboard(stage: QWidget) -> None:
    page = _summary_page(stage)
    spy = QSignalSpy(page.reset_requested)
    page.table.setCurrentItem(None)
    assert not page.buttons["reset_lesson"].isEnabled()
    page.table.setCurrentItem(page.table.topLevelItem(0).child(0))
    page.buttons["reset_lesson"].click()
    assert page.question.isVisible()
    assert page.keep.hasFocus()
    page.keep.click()
    assert (spy.count(), page.question.isVisible()) == (0, False)
    page.buttons["reset_lesson"].click()
    page.clear.click()
    assert spy.at(0) == [built_in()[0].key]
    page.buttons["reset_all"].click()
    page.clear.click()
    assert spy.at(1) == [""]


def test_who_has_no_name_is_told_where_it_is_kept(stage: QWidget) -> None:
    page = SummaryPage(KO, LIGHT)
    page.show_summary(summary(Progress(), built_in(), "ko", filled))
    _show(stage, page)
    assert page.guest.isVisible()
    for name, signal in (
        ("export_csv", page.results_requested),
        ("export_quizzes", page.quizzes_requested),
        ("export_class", page.class_requested),
        ("export_pdf", page.pdf_requested),
    ):
        spy = QSignalSpy(signal)
        page.buttons[name].click()
        assert spy.count() == 1


# --- quiz results


def _answers(scope: str, seed: int) -> dict[str, tuple[str, ...]]:
    """The right answers to all questions but the last two: one wrong, one not answered."""
    steps = quiz_items(scope, seed)
    answers = {step.id: grade(step, 0, (), AppState()).expected for step in steps[:-2]}
    wrong = steps[-2]
    size = len(grade(wrong, 0, (), AppState()).expected)
    task = wrong.task
    if isinstance(task, Predict):
        return answers | {wrong.id: ("77.5",) * size}
    options = getattr(task, "options", None) or getattr(task, "functions", None) or list(reversed(task.items))  # type: ignore[union-attr]
    right = getattr(task, "right", None)
    return answers | {wrong.id: tuple(options) if right is None else (next(o for o in options if o not in right),)}


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_quiz_results_say_of_every_question_what_was_right_and_why(stage: QWidget, lang: Lang) -> None:
    found = outcome("softmax", 2, _answers("softmax", 2), lang)
    page = QuizResults(words_in(lang), LIGHT)
    page.show_outcome("Softmax", found)
    _show(stage, page)
    assert ("6" in page.score.text(), "75%" in page.score.text()) == (True, True)
    assert page.open.isVisible()
    assert [panel.property("state") for panel in page.panels] == ["right"] * 6 + ["wrong", "told"]
    for panel, item in zip(page.panels, found.items, strict=True):
        said = panel.text.markdown()
        assert item.question in said
        assert item.why in said
        assert (words_in(lang)("progress.quiz_expected") in said) is not item.right
    assert found.items[6].feedback in page.panels[6].text.markdown()


def test_quiz_results_ask_for_new_questions_and_a_printable_page(stage: QWidget) -> None:
    page = QuizResults(KO, LIGHT)
    _show(stage, page)
    again, pdf = QSignalSpy(page.again_requested), QSignalSpy(page.pdf_requested)
    page.again.click()
    page.pdf.click()
    assert (again.count(), pdf.count()) == (1, 1)
    page.show_outcome("", outcome(MIXED, 0, {}, "ko"))
    assert len(page.panels) == 15
    page.show_outcome("ReLU", outcome("relu", 0, {}, "ko"))
    assert len(page.panels) == 8


# --- the glossary


def test_a_term_is_searched_in_either_language_and_explained_in_both(stage: QWidget) -> None:
    page = GlossaryPage(KO, LIGHT, TERMS)
    _show(stage, page)
    spy = QSignalSpy(page.term_chosen)
    assert page.names["ko"].text() == "뉴런"
    assert "유닛" in page.also["ko"].text()
    page.search.setFocus()
    QTest.keyClicks(page.search, "logi")
    assert page.list.topLevelItemCount() == 1
    assert (page.term, page.names["ko"].text(), page.names["en"].text()) == ("logit", "로짓", "logit")
    assert page.texts["en"].markdown() == "A number before it is a probability."
    assert spy.at(0) == ["logit"]
    page.search.setText("없는 말")
    assert page.nothing.isVisible()
    assert "없는 말" in page.nothing.text()
    page.search.clear()
    assert (page.list.topLevelItemCount(), page.term) == (3, "logit")


def test_arrows_move_in_the_list_from_the_search(stage: QWidget) -> None:
    page = GlossaryPage(KO, LIGHT, TERMS)
    _show(stage, page)
    page.search.setFocus()
    for expected in ("bias", "logit", "logit"):
        QTest.keyClick(page.search, Qt.Key.Key_Down)
        assert page.term == expected
    QTest.keyClick(page.search, Qt.Key.Key_Up)
    assert page.term == "bias"


def test_the_page_jumps_to_a_term_that_a_link_names(stage: QWidget) -> None:
    page = GlossaryPage(KO, LIGHT, TERMS)
    _show(stage, page)
    spy = QSignalSpy(page.term_chosen)
    page.search.setText("로짓")
    page.show_term("neuron")
    assert page.search.text() == ""
    assert page.names["ko"].text() == "뉴런"
    page.texts["ko"].link_asked.emit("term:bias")
    assert page.term == "bias"
    assert [spy.at(i) for i in range(spy.count())][-1] == ["bias"]
    page.show_term("unknown")
    assert page.term == "bias"
    back = QSignalSpy(page.back_requested)
    page.back.click()
    assert back.count() == 1


# --- learners


@pytest.fixture
def learner(tmp_path: Path, qapp: QApplication) -> Learner:
    return Learner(Profiles(tmp_path / "profiles"))


def test_what_a_learner_does_is_saved_at_once_and_resumed(learner: Learner) -> None:
    learner.add("민지")
    learner.note(visited, "relu", "negatives")
    learner.note(tried, "relu", "negatives", ("0",), True)
    later = Learner(Profiles(learner.profiles.folder))
    later.resume()
    assert later.progress == learner.progress
    assert later.progress.of("relu", "negatives").right
    later.choose("")
    third = Learner(Profiles(learner.profiles.folder))
    third.resume()
    assert third.progress == Progress()


def test_a_slow_folder_keeps_nobody_waiting_and_has_it_all_in_the_end(
    learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner.add("민지")
    goes_on, saved = threading.Event(), Profiles.save
    monkeypatch.setattr(Profiles, "save", lambda self, progress: (goes_on.wait(20), saved(self, progress)))
    for number in range(30):
        learner.note(tried, "relu", f"step{number}", ("0",), True)
    assert len(learner.progress.steps) == 30, "nobody waited for the file"
    folder = learner._profiles.folder
    assert msgspec.json.decode((folder / "민지.json").read_bytes(), type=Progress).steps == {}
    goes_on.set()
    learner.flush()
    assert msgspec.json.decode((folder / "민지.json").read_bytes(), type=Progress) == learner.progress


def test_a_guests_work_goes_along_when_there_is_a_name(learner: Learner) -> None:
    learner.note(tried, "relu", "negatives", ("0",), True)
    learner.flush()
    assert len(nameless(learner)) == 1
    learner.add("민지")
    assert nameless(learner) == [], "it has a name now"
    assert learner.progress.of("relu", "negatives").right
    learner.add("서준")
    assert learner.progress.steps == {}


def nameless(learner: Learner) -> list[Path]:
    return sorted(learner.profiles.folder.glob("*.nameless"))


def test_what_was_answered_without_a_name_is_offered_and_nobody_is_taken_for_another(
    stage: QWidget, learner: Learner
) -> None:
    learner.note(visited, "relu", "shape")
    learner.flush()
    assert nameless(learner) == [], "what was only looked at is nothing to keep"
    learner.note(tried, "relu", "negatives", ("비밀 답",), True)
    learner.note(tried, "relu", "shape", ("0",), False)
    before = learner.progress
    learner.flush()
    # The next start: somebody else may sit here.
    later = Learner(Profiles(learner.profiles.folder))
    later.resume()
    assert later.progress == Progress()
    menu = ProfileMenu(KO, LIGHT, later)
    _show(stage, menu, (300, 60))
    menu._fill()
    offered = [action for action in menu.menu().actions() if action.isCheckable()]
    record = later.waiting()[0]
    when = f"{record.last.month}월 {record.last.day}일 {record.last:%H:%M}"
    assert [action.text() for action in offered] == ["이름 없음", f"이름 없음 · {when} · 답 2개"]
    assert [action.isChecked() for action in offered] == [True, False]
    assert not any("비밀" in action.text() for action in offered)
    offered[1].trigger()
    assert later.progress == before
    later.note(tried, "relu", "sides", ("1",), True)
    later.flush()
    assert len(nameless(later)) == 1, "it is the same record that goes on"
    menu._fill()
    texts = [action.text() for action in menu.menu().actions()]
    assert texts[:2] == ["이름 없음 · 지금 · 답 3개", "이름 없이 처음부터"]
    assert "새 이름…" in texts
    assert "이 기록 지우기…" in texts
    next(action for action in menu.menu().actions() if action.text() == "이름 없이 처음부터").trigger()
    assert later.progress == Progress()
    assert [one.answers for one in later.waiting()] == [3]


def test_a_record_without_a_name_is_deleted_only_after_a_question(stage: QWidget, learner: Learner) -> None:
    learner.note(tried, "relu", "shape", ("0",), False)
    menu = ProfileMenu(KO, LIGHT, learner)
    _show(stage, menu, (600, 300))
    menu.ask_delete()
    dialog = stage.findChild(ConfirmDelete)
    assert dialog is not None
    assert dialog.windowTitle() == "기록 지우기"
    assert dialog.keep_button.isDefault()
    dialog.delete_button.click()
    assert (learner.progress, nameless(learner)) == (Progress(), [])
    learner.note(tried, "relu", "shape", ("0",), False)
    learner.flush()
    learner.clear(reset)
    learner.flush()
    assert nameless(learner) == [], "who clears everything leaves nothing"


def test_going_over_to_a_name_and_back_loses_no_answer(learner: Learner) -> None:
    learner.add("민지")
    learner.choose("")
    learner.note(tried, "relu", "shape", ("0",), False)
    learner.choose("민지")
    assert learner.progress.steps == {}
    assert [record.answers for record in learner.waiting()] == [1]
    assert learner.names() == ("민지",), "it is nobody's name"
    assert [one.name for one in learner.profiles.everybody()] == ["민지"]


def test_a_record_without_a_name_on_a_full_disk_is_told_and_tried_again(
    learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, _data: bytes) -> None:
        raise UserError("file.disk_full", name=path.name, folder=path.parent)

    spy, over = QSignalSpy(learner.troubled), QSignalSpy(learner.recovered)
    with monkeypatch.context() as patch:
        patch.setattr("core.lessons.nameless.write_atomically", full)
        learner.note(tried, "relu", "shape", ("0",), False)
        learner.flush()
        _settle()
    assert "'이름 없음'의 학습 기록을" in spy.at(0)[0].said_in("ko")
    assert "The record of 'no name' is not being saved (the disk is full" in spy.at(0)[0].said_in("en")
    learner._trouble.again.emit()
    learner.flush()
    _settle()
    assert over.count() == 1
    assert len(nameless(learner)) == 1


def test_a_damaged_record_is_told_and_the_learner_begins_anew(learner: Learner) -> None:
    learner.add("민지")
    learner.choose("")
    (learner.profiles.folder / "민지.json").write_bytes(b"{")
    spy = QSignalSpy(learner.troubled)
    learner.choose("민지")
    assert learner.progress == Progress("민지")
    assert spy.at(0)[0].id == "progress.broken"
    learner.choose("없는 사람")
    assert spy.at(1)[0].id == "progress.no_profile"
    assert learner.progress.name == "민지"


def test_a_record_that_cannot_be_written_is_told_and_kept_in_memory(
    learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner.add("민지")

    def full(_self: Profiles, _progress: Progress) -> None:
        raise UserError("file.disk_full", name="민지.json")

    monkeypatch.setattr(Profiles, "save", full)
    spy = QSignalSpy(learner.troubled)
    learner.note(tried, "relu", "a", ("0",), True)
    learner.flush()
    QApplication.processEvents()
    assert spy.count() == 1
    assert spy.at(0)[0].id == "file.progress_not_saved"
    assert learner.progress.of("relu", "a").right
    learner.note(tried, "relu", "b", ("0",), True)
    learner.flush()
    QApplication.processEvents()
    assert spy.count() == 1, "it is said once, not after every answer"
    learner.choose("")
    learner.choose("민지")
    assert learner.progress.of("relu", "b").right, "what could not be written is not forgotten with the learner"
    monkeypatch.undo()
    recovered = QSignalSpy(learner.recovered)
    learner._trouble.again.emit()
    learner.flush()
    QApplication.processEvents()
    assert recovered.count() == 1
    assert learner.profiles.load("민지")[0].of("relu", "b").right


def test_the_menu_lists_learners_and_shows_who_it_is(stage: QWidget, learner: Learner) -> None:
    menu = ProfileMenu(KO, LIGHT, learner)
    _show(stage, menu, (300, 60))
    assert menu.text() == "이름 없음"
    learner.add("민지")
    learner.add("A & B")
    assert menu.text() == "A && B"
    assert "A & B" in menu.accessibleName()
    menu._fill()
    names = [action.text() for action in menu.menu().actions() if action.isCheckable()]
    assert names == ["이름 없음", "A && B", "민지"]
    next(action for action in menu.menu().actions() if action.data() == "민지").trigger()
    assert learner.progress.name == "민지"
    assert menu.text() == "민지"
    learner.add("가" * 40)
    assert len(menu.text()) == 14
    assert "가" * 40 in menu.toolTip()


def test_a_name_that_is_taken_is_refused_at_the_field(stage: QWidget, learner: Learner) -> None:
    learner.add("Kim")
    menu = ProfileMenu(KO, LIGHT, learner)
    _show(stage, menu, (600, 300))
    menu.ask_new()
    dialog = stage.findChild(AskName)
    assert dialog is not None
    QTest.keyClicks(dialog.name, "KIM")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert "Kim" in dialog.message.text()
    assert dialog.name.property("state") == "error"
    assert dialog.name.selectedText() == "KIM"
    QTest.keyClicks(dialog.name, "Lee")
    assert dialog.name.property("state") == ""
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert learner.progress.name == "Lee"
    menu.ask_rename()
    _settle()
    rename = next(d for d in stage.findChildren(AskName) if d.isVisible())
    assert rename.name.text() == "Lee"
    rename.name.setText("LEE")
    rename.accept_button.click()
    assert learner.profiles.names() == ("Kim", "LEE")


def test_deleting_asks_and_the_safe_button_is_the_default(stage: QWidget, learner: Learner) -> None:
    learner.add("민지")
    menu = ProfileMenu(KO, LIGHT, learner)
    _show(stage, menu, (600, 300))
    menu.ask_delete()
    dialog = stage.findChild(ConfirmDelete)
    assert dialog is not None
    assert any("민지" in label.text() for label in dialog.findChildren(QLabel))
    assert dialog.keep_button.isDefault()
    dialog.keep_button.click()
    assert learner.profiles.names() == ("민지",)
    menu.ask_delete()
    _settle()
    asked = next(d for d in stage.findChildren(ConfirmDelete) if d.isVisible())
    asked.delete_button.click()
    assert (learner.profiles.names(), learner.progress, menu.text()) == ((), Progress(), "이름 없음")


# --- looks


@pytest.mark.parametrize(("lang", "theme", "size"), LOOKS, ids=str)
def test_nothing_is_cut_off_or_overlaps(
    stage: QWidget, qapp: QApplication, lang: Lang, theme: str, size: tuple[int, int]
) -> None:
    look = load_themes()[theme]
    qapp.setStyleSheet(look.style_sheet())
    # The lab's column and the command bar take their share of the window.
    room = (size[0] - 100, size[1] - 80)
    for words in (words_in(lang), doubled(lang)):
        for make in (_summary_of, _results_of, _glossary_of):
            part = make(lang)
            _show(stage, part, room)
            part.set_theme(look)
            part.set_words(words)
            _settle()
            assert not [*cut_off(stage), *overlapping(stage)], type(part).__name__
            part.hide()
            part.setParent(None)
            part.deleteLater()


def _summary_of(lang: Lang) -> SummaryPage:
    page = SummaryPage(words_in(lang), LIGHT)
    page.show_summary(summary(_progress(), built_in(), lang, filled))
    page.table.topLevelItem(0).setExpanded(True)
    page.table.setCurrentItem(page.table.topLevelItem(0))
    page.buttons["reset_lesson"].click()
    return page


def _results_of(lang: Lang) -> QuizResults:
    page = QuizResults(words_in(lang), LIGHT)
    page.show_outcome("ReLU", outcome("relu", 1, _answers("relu", 1), lang))
    return page


def _glossary_of(lang: Lang) -> GlossaryPage:
    return GlossaryPage(words_in(lang), LIGHT, TERMS)


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_every_button_is_large_enough_and_named(stage: QWidget, qapp: QApplication, theme: str) -> None:
    look = load_themes()[theme]
    qapp.setStyleSheet(look.style_sheet())
    for make in (_summary_of, _results_of, _glossary_of):
        part = make("en")
        _show(stage, part)
        part.set_theme(look)
        _settle()
        for button in part.findChildren(QPushButton):
            assert button.text().strip()
            if button.isVisible():
                assert button.height() >= look.px(look.tokens.target)
        part.hide()
        part.setParent(None)
        part.deleteLater()


# --- rows to put in order


@pytest.mark.parametrize("theme", ["light", "projector"])
def test_an_items_words_stand_on_the_line_of_its_number(stage: QWidget, theme: str) -> None:
    look = load_themes()[theme]
    row = OrderRow(KO, look, stage)
    row.show_item(KO, look, 0, 2, "1", None)
    row.place.setText("1")
    row.place.setFont(look.font())
    _show(stage, row, (700, row.sizeHint().height()))
    image = row.grab().toImage()
    lines = []
    for part in (row.place, row.text):
        area = part.geometry()
        dark = [
            y
            for y in range(4, image.height() - 4)
            if any(image.pixelColor(x, y).lightness() < 110 for x in range(area.left(), area.left() + look.em))
        ]
        lines.append((min(dark), max(dark)))
    assert abs(lines[0][0] - lines[1][0]) <= 1, lines
    assert abs(lines[0][1] - lines[1][1]) <= 1, lines
