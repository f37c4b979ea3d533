"""Learners, what they have done, and the glossary: pages that the Lessons lab shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from core.lessons.glossary import Term
from core.lessons.library import built_in
from core.lessons.progress import Progress, finished_quiz, hinted, reset, tried, visited
from core.lessons.quiz import MIXED
from core.lessons.results import summary
from core.lessons.text import filled
from core.text import LANGUAGES, Lang, UserError, words_in
from gui.labs.lessons.glossary_page import GlossaryPage
from gui.labs.lessons.learner import Learner
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
    page.show_summary(summary(_progress(), built_in(), lang, filled), ("민지", "서준"))
    _show(stage, page)
    return page


def test_the_record_lists_every_lesson_and_step(stage: QWidget) -> None:
    page = _summary_page(stage)
    assert page.learners.currentText() == "민지"
    assert [page.learners.itemData(row) for row in range(page.learners.count())] == ["", "민지", "서준"]
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
    page.show_summary(summary(reset(_progress()), built_in(), "ko", filled), ())
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
    page.buttons["reset"].click()
    page.clear.click()
    assert spy.at(1) == [""]
    deleted = QSignalSpy(page.delete_requested)
    page.buttons["delete"].click()
    assert any("민지" in label.text() for label in page.question.findChildren(QLabel))
    assert deleted.count() == 0
    page.clear.click()
    assert (deleted.count(), spy.count()) == (1, 2)


def test_a_guest_has_no_name_to_change_or_delete(stage: QWidget) -> None:
    page = SummaryPage(KO, LIGHT)
    page.show_summary(summary(Progress(), built_in(), "ko", filled), ())
    _show(stage, page)
    assert page.learners.currentText() == KO("lessons.guest")
    assert [page.rename.isEnabled(), page.buttons["delete"].isEnabled()] == [False, False]
    spy = QSignalSpy(page.asked)
    for key in ("export", "export_quizzes", "print"):
        page.buttons[key].click()
    assert [spy.at(i) for i in range(spy.count())] == [["export"], ["export_quizzes"], ["print"]]


def test_a_name_is_entered_changed_and_refused_at_the_field(stage: QWidget) -> None:
    page = _summary_page(stage)
    entered, renamed = QSignalSpy(page.name_entered), QSignalSpy(page.rename_entered)
    page.name.setFocus()
    QTest.keyClicks(page.name, "CON")
    QTest.keyClick(page.name, Qt.Key.Key_Return)
    assert entered.count() == 1
    assert entered.at(0) == ["CON"]
    page.refuse(UserError("progress.name_reserved", name="CON"))
    assert "CON" in page.message.text()
    assert (page.name.property("state"), page.name.selectedText()) == ("error", "CON")
    QTest.keyClicks(page.name, "Ada")
    assert (page.name.property("state"), page.message.isVisible()) == ("", False)
    page.rename.click()
    assert renamed.count() == 1
    assert renamed.at(0) == ["Ada"]


# --- the glossary


def _glossary(stage: QWidget) -> GlossaryPage:
    page = GlossaryPage(KO, LIGHT, terms=TERMS)
    page.show_term("")
    _show(stage, page)
    return page


def test_a_term_is_searched_in_either_language_and_explained_in_both(stage: QWidget) -> None:
    page = _glossary(stage)
    assert page.names["ko"].text() == "뉴런"
    assert "유닛" in page.also["ko"].text()
    page.search.setFocus()
    QTest.keyClicks(page.search, "logi")
    assert page.list.topLevelItemCount() == 1
    assert (page.term, page.names["ko"].text(), page.names["en"].text()) == ("logit", "로짓", "logit")
    assert page.texts["en"].markdown() == "A number before it is a probability."
    page.search.setText("없는 말")
    assert page.nothing.isVisible()
    assert "없는 말" in page.nothing.text()
    page.search.clear()
    assert (page.list.topLevelItemCount(), page.term) == (3, "logit")


def test_arrows_move_in_the_list_from_the_search(stage: QWidget) -> None:
    page = _glossary(stage)
    page.search.setFocus()
    for expected in ("bias", "logit", "logit"):
        QTest.keyClick(page.search, Qt.Key.Key_Down)
        assert page.term == expected
    QTest.keyClick(page.search, Qt.Key.Key_Up)
    assert page.term == "bias"


def test_the_page_jumps_to_a_term_and_asks_for_those_that_a_text_links(stage: QWidget) -> None:
    page = _glossary(stage)
    spy = QSignalSpy(page.link_asked)
    page.search.setText("로짓")
    page.show_term("neuron")
    assert page.search.text() == ""
    assert page.names["ko"].text() == "뉴런"
    page.texts["ko"].link_asked.emit("term:bias")
    assert spy.at(0) == ["term:bias"]
    page.show_term("unknown")
    assert page.term == "neuron"


# --- learners


@pytest.fixture
def learner(tmp_path: Path, qapp: QApplication) -> Learner:
    return Learner(tmp_path / "profiles")


def test_who_learned_last_goes_on_next_time(learner: Learner) -> None:
    learner.add("민지")
    learner.note(tried, "relu", "negatives", ("0",), True)
    learner.save()
    later = Learner(learner.profiles.folder)
    later.resume()
    assert later.progress == learner.progress
    assert later.progress.of("relu", "negatives").right
    later.use("")
    third = Learner(learner.profiles.folder)
    third.resume()
    assert third.progress == Progress()


def test_another_name_keeps_the_record(learner: Learner) -> None:
    learner.add("Kim")
    learner.note(tried, "relu", "negatives", ("0",), True)
    learner.rename("KIM")
    assert learner.profiles.names() == ("KIM",)
    assert learner.profiles.load("KIM")[0].of("relu", "negatives").right
    later = Learner(learner.profiles.folder)
    later.resume()
    assert later.name == "KIM"


def test_a_record_that_was_damaged_since_is_told_at_the_start(learner: Learner) -> None:
    learner.add("민지")
    (learner.profiles.folder / "민지.json").write_bytes(b"{")
    later = Learner(learner.profiles.folder)
    spy = QSignalSpy(later.failed)
    later.resume()
    assert later.progress == Progress("민지")
    assert spy.at(0)[0].id == "progress.broken"


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
        for make in (_summary_of, _glossary_of):
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
    page.show_summary(summary(_progress(), built_in(), lang, filled), ("민지",))
    page.table.topLevelItem(0).setExpanded(True)
    page.table.setCurrentItem(page.table.topLevelItem(0))
    page.buttons["reset_lesson"].click()
    return page


def _glossary_of(lang: Lang) -> GlossaryPage:
    page = GlossaryPage(words_in(lang), LIGHT, terms=TERMS)
    page.show_term("")
    return page


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_every_button_is_large_enough_and_named(stage: QWidget, qapp: QApplication, theme: str) -> None:
    look = load_themes()[theme]
    qapp.setStyleSheet(look.style_sheet())
    for make in (_summary_of, _glossary_of):
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
