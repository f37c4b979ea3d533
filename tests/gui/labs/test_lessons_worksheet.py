"""Worksheets, keys and results as PDF files: read back and looked at."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from core.lessons.grade import grade
from core.lessons.library import built_in
from core.lessons.progress import Progress, finished_quiz, tried, visited
from core.lessons.quiz import quiz_items
from core.lessons.quiz.outcome import outcome
from core.lessons.results import summary
from core.lessons.screen_sheet import screen_sheet
from core.lessons.sheet import Cell, Sheet, SheetItem, lesson_sheet
from core.lessons.text import filled
from core.state import AppState
from core.text import LANGUAGES, Lang, words_in
from gui.worksheet.figure import HEIGHT, WIDTH, figure_image, size_of
from gui.worksheet.paper import Paper
from gui.worksheet.pdf import pdf_of
from gui.worksheet.results import quiz_page, results_page
from gui.worksheet.sheets import answer_key, worksheet
from tests.conftest import Launch
from tests.gui.pdf_reader import Pdf

NOW = datetime(2026, 3, 2, 10, 0)
LESSONS = {lesson.key: lesson for lesson in built_in()}
KO = words_in("ko")
A4 = (595, 842)


def _bare(text: str) -> str:
    return "".join(text.split())


def _pdf(paper: Paper, lang: Lang = "ko") -> Pdf:
    return Pdf(pdf_of(paper, "제목", words_in(lang)))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", LESSONS)
def test_every_lesson_is_printed_on_a4_with_its_letters_inside(qapp: QApplication, key: str, lang: Lang) -> None:
    words, sheet = words_in(lang), lesson_sheet(LESSONS[key], lang)
    for paper in (worksheet(sheet, words), answer_key(sheet, words)):
        pdf = _pdf(paper, lang)
        assert {(round(page.size[0]), round(page.size[1])) for page in pdf.pages} == {A4}
        assert all(font.embedded for font in pdf.fonts.values())
        assert any(font.name.startswith("Pretendard") for font in pdf.fonts.values())
        assert "\ufffd" not in pdf.text, "every letter can be copied"
        for number, page in enumerate(pdf.pages, 1):
            assert page.text.endswith(f"{number}/{len(pdf.pages)}")
    page = _pdf(worksheet(sheet, words), lang).text
    assert _bare(words("worksheet.name_line")) in page
    for number, item in enumerate(sheet.items, 1):
        assert _bare(f"{number}. {item.title}") in page


def test_answers_stand_only_in_the_key(qapp: QApplication) -> None:
    secret = SheetItem(
        "기울기", "본문", "질문입니다.", table=((Cell("4"),), (Cell("비밀 7.25", blank=True),)), why="비밀 풀이"
    )
    options = SheetItem("고르기", question="무엇입니까?", options=("하나", "둘"), answer="B", why="둘이기 때문입니다.")
    write = SheetItem("쓰기", question="쓰십시오.", lines=5, why="모범 답안")
    sheet = Sheet("시험", "요약", (secret, options, write))
    page, key = _pdf(worksheet(sheet, KO)).text, _pdf(answer_key(sheet, KO)).text
    for hidden in ("비밀7.25", "비밀풀이", "둘이기때문입니다", "모범답안", _bare(KO("worksheet.key"))):
        assert hidden not in page
        assert hidden in key
    for shown in ("질문입니다.", "무엇입니까?", "A.하나", "B.둘", "쓰십시오."):
        assert shown in page
        assert shown in key
    assert f"{KO('worksheet.answer')}B" in key


def test_real_answers_of_a_lesson_are_not_on_its_worksheet(qapp: QApplication) -> None:
    sheet = lesson_sheet(LESSONS["relu"], "ko")
    page, key = _pdf(worksheet(sheet, KO)).text, _pdf(answer_key(sheet, KO)).text
    for item in sheet.items:
        plain = _bare(item.why.replace("`", "").replace("*", ""))[:40]
        assert plain not in page
        assert plain in key


def test_markdown_that_somebody_typed_is_printed_as_it_stands(qapp: QApplication) -> None:
    item = SheetItem("순서", question="?", items=("a", "b"), answer="2*3*4 <b> _x_ [0, 1] #1")
    assert "2*3*4<b>_x_[0,1]#1" in _pdf(answer_key(Sheet("s", "", (item,)), KO)).text


def _rendered(paper: Paper, page: int = 0) -> QImage:
    """Return a page as a picture of 96 dpi: one pixel for each unit of the layout."""
    image = QImage(658, 1028, QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(3780)
    image.setDotsPerMeterY(3780)
    image.fill(QColor("white"))
    body = QSizeF(658, 998)
    paper.lay_out(image, body)
    painter = QPainter(image)
    paper.draw_page(painter, page, body)
    painter.end()
    return image


def _dark_rows(image: QImage, x: int) -> list[int]:
    """Return where a column of pixels begins to be dark: the lines it crosses."""
    dark = [image.pixelColor(x, y).lightness() < 160 for y in range(image.height())]
    return [y for y in range(1, len(dark)) if dark[y] and not dark[y - 1]]


def test_blanks_leave_room_to_write_by_hand(qapp: QApplication) -> None:
    table = ((Cell("1"), Cell("2"), Cell("3")), tuple(Cell("x", blank=True) for _ in range(3)))
    image = _rendered(worksheet(Sheet("", "", (SheetItem("표", table=table),)), KO))
    # Beside the middle of a column, between its letters and its edge.
    lines = _dark_rows(image, 30)
    assert lines[-1] - lines[-2] >= 28, "about 8 mm"
    filled_in = _rendered(answer_key(Sheet("", "", (SheetItem("표", table=table),)), KO))
    assert filled_in != image


def test_lines_to_write_on_are_drawn_and_far_enough_apart(qapp: QApplication) -> None:
    paper = Paper()
    paper.plain("쓰십시오.")
    paper.lines(5)
    lines = _dark_rows(_rendered(paper), 500)
    assert len(lines) == 5
    assert all(25 <= below - above <= 60 for above, below in itertools.pairwise(lines))


def test_a_curve_is_drawn_where_its_function_says(qapp: QApplication) -> None:
    sheet = screen_sheet(replace(AppState(), lab="explore"), "ko")
    figure = sheet.items[0].figure
    assert figure is not None
    image = figure_image(figure)
    scale = image.width() // WIDTH
    assert image.size().toTuple() == (WIDTH * scale, HEIGHT * scale)
    # ReLU: level on the left half, rising to the top right corner of the frame.
    columns = {x: _curve_height(image, x * scale) for x in (60, 120, 400)}
    assert abs(columns[60] - columns[120]) <= 2
    assert columns[400] < columns[120] - 30 * scale


def _curve_height(image: QImage, x: int) -> int:
    """Return where the lowest thick black line crosses a column."""
    run, found = 0, 0
    for y in range(image.height() - 26 * 3):
        black = image.pixelColor(x, y).lightness() < 40
        run = run + 1 if black else 0
        if run >= 4:
            found = y
    return found


def test_curves_to_pick_stand_apart_each_with_its_letter(qapp: QApplication) -> None:
    item = next(
        item
        for lesson in LESSONS.values()
        for item in lesson_sheet(lesson, "ko").items
        if item.figure and item.figure.apart
    )
    assert item.figure is not None
    assert [line.name for line in item.figure.lines] == ["A", "B", "C", "D"]
    image = figure_image(item.figure)
    width, height = size_of(item.figure)
    scale = image.width() // width
    assert image.size().toTuple() == (width * scale, height * scale)
    quarters = [image.copy(n * image.width() // 4, 0, image.width() // 4, image.height()) for n in range(4)]
    for quarter in quarters:
        dark = sum(
            quarter.pixelColor(x, y).lightness() < 40
            for x in range(0, quarter.width(), 3)
            for y in range(0, quarter.height() - 40 * scale, 3)
        )
        assert dark > 60, "a curve in every plot"
    for one in range(4):
        assert all(quarters[one] != quarters[other] for other in range(one))


def test_a_plot_to_draw_in_is_empty_on_the_sheet_and_drawn_on_the_key(qapp: QApplication) -> None:
    item = screen_sheet(replace(AppState(), lab="explore"), "ko").items[1]
    assert item.figure is not None
    empty, drawn = figure_image(item.figure, is_drawn=False), figure_image(item.figure)
    assert empty != drawn
    scale = empty.width() // WIDTH
    column = [empty.pixelColor(400 * scale, y).lightness() for y in range(8 * scale, (HEIGHT - 30) * scale)]
    assert min(column) > 60, "nothing but its grid"


def test_what_is_asked_stays_on_one_page(qapp: QApplication) -> None:
    """A question that would begin near the foot of a page begins the next one."""
    paper = Paper()
    for number in range(12):
        paper.heading(f"{number}번 문제")
        for line in range(4):
            paper.plain(f"{number}-{line} " + "설명 " * 30)
        paper.plain(f"{number}끝")
    for page in _pdf(paper).pages:
        starts = [number for number in range(12) if f"{number}번문제" in page.text]
        for number in starts:
            assert f"{number}끝" in page.text


def test_no_table_and_no_lines_to_write_on_are_torn_apart(qapp: QApplication) -> None:
    body = QSizeF(680, 1000)
    for lesson in LESSONS.values():
        paper = worksheet(lesson_sheet(lesson, "ko"), KO)
        paper.lay_out(QImage(10, 10, QImage.Format.Format_RGB32), body)
        layout = paper.document.documentLayout()
        for _lead, table in paper._tables:
            box = layout.frameBoundingRect(table)
            assert box.top() // 1000 == (box.bottom() - 1) // 1000, lesson.key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_results_for_the_teacher(qapp: QApplication, lang: Lang) -> None:
    lesson = LESSONS["relu"]
    progress = visited(Progress("김민지"), "relu", "negatives", NOW)
    progress = tried(progress, "relu", "negatives", ("0", "0", "1"), True, NOW)
    progress = finished_quiz(progress, "relu", 0, 7, 8, NOW)
    words = words_in(lang)
    pdf = _pdf(results_page(summary(progress, tuple(LESSONS.values()), lang, filled), NOW, words), lang)
    text = pdf.text
    for said in ("김민지", "2026-03-0210:00", "1/8", "7/8", "0,0,1", _bare(lesson.title(lang))):
        assert said in text
    assert _bare(words("worksheet.teacher")) in text
    assert all(font.embedded for font in pdf.fonts.values())


def test_a_quiz_is_printed_with_answers_and_reasons(qapp: QApplication) -> None:
    steps = quiz_items("tanh", 1)
    answers = {step.id: grade(step, 0, (), AppState()).expected for step in steps[:5]}
    found = outcome("tanh", 1, answers, "ko")
    text = _pdf(quiz_page(found, "Tanh", "김민지", NOW, KO)).text
    assert "김민지" in text
    assert "63%" in text
    for item in found.items:
        assert _bare(item.title) in text
        assert _bare(item.expected.replace("`", "")) in text
    assert text.count(_bare(KO("progress.quiz_given"))) >= 5


# --- from the window


def _saves_to(monkeypatch: pytest.MonkeyPatch, path: Path) -> list[str]:
    suggested: list[str] = []

    def chosen(_parent: object, _title: str, start: str, _filter: str) -> tuple[str, str]:
        suggested.append(Path(start).name)
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    return suggested


def test_a_lesson_is_saved_as_worksheet_and_key_from_the_menu(
    launch: Launch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = launch(language="ko", theme="light")
    application.visit("lessons")
    application.lessons.lab.study.go("relu", "negatives")
    suggested = _saves_to(monkeypatch, tmp_path / "수업")
    application.window.actions_by_id["worksheet"].trigger()
    assert suggested == ["활동지 6.1 ReLU.pdf"]
    page, key = Pdf((tmp_path / "수업.pdf").read_bytes()), Pdf((tmp_path / "수업 정답.pdf").read_bytes())
    assert "6.1ReLU" in page.text
    assert _bare(KO("worksheet.key")) in key.text


def test_a_key_that_is_there_is_only_replaced_after_asking(
    launch: Launch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = launch(language="ko", theme="light")
    key = tmp_path / "a 정답.pdf"
    key.write_bytes(b"mine")
    _saves_to(monkeypatch, tmp_path / "a.pdf")
    monkeypatch.setattr(QMessageBox, "exec", lambda box: box.escapeButton().click())
    application.window.actions_by_id["worksheet"].trigger()
    assert key.read_bytes() == b"mine"
    assert not (tmp_path / "a.pdf").exists()
    monkeypatch.setattr(
        QMessageBox, "exec", lambda box: next(b for b in box.buttons() if b is not box.escapeButton()).click()
    )
    application.window.actions_by_id["worksheet"].trigger()
    assert Pdf(key.read_bytes()).pages


def test_another_labs_screen_is_saved_with_its_picture(
    launch: Launch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = launch(language="en", theme="light")
    application.visit("gradient")
    _saves_to(monkeypatch, tmp_path / "n.pdf")
    application.window.actions_by_id["worksheet"].trigger()
    data = (tmp_path / "n.pdf").read_bytes()
    assert b"/Subtype /Image" in data or b"/Subtype/Image" in data
    assert len(Pdf(data).pages) == 2


def test_a_folder_that_is_not_there_is_told(launch: Launch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    application = launch(language="ko", theme="light")
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    _saves_to(monkeypatch, blocked / "a.pdf")
    application.window.actions_by_id["worksheet"].trigger()
    assert application.window.notices.isVisible()
    assert application.window.notices.property("role") == "error"


def test_results_are_saved_from_the_record(launch: Launch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    application = launch(language="ko", theme="light")
    application.visit("lessons")
    lab = application.lessons.lab
    lab.learner.add("김민지")
    suggested = _saves_to(monkeypatch, tmp_path / "r.pdf")
    lab.pages.summary.buttons["export_pdf"].click()
    assert suggested == ["학습 결과 김민지.pdf"]
    assert "김민지의학습결과" in Pdf((tmp_path / "r.pdf").read_bytes()).text


def test_a_quiz_in_view_is_saved_as_worksheet_and_key(
    launch: Launch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = launch(language="ko", theme="light")
    application.visit("lessons")
    application.lessons.lab.study.start_quiz("relu")
    suggested = _saves_to(monkeypatch, tmp_path / "q.pdf")
    application.window.actions_by_id["worksheet"].trigger()
    assert suggested == ["활동지 ReLU 퀴즈 1.pdf"]
    page, key = (Pdf((tmp_path / name).read_bytes()).text for name in ("q.pdf", "q 정답.pdf"))
    for step in quiz_items("relu", 0):
        title = _bare(step.page("ko").title)
        assert title in page
        assert title in key


def test_a_class_is_saved_as_one_table(launch: Launch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    application = launch(language="ko", theme="light")
    application.visit("lessons")
    lab = application.lessons.lab
    for name in ("민지", "서준"):
        lab.learner.add(name)
        lab.learner.note(tried, "relu", "negatives", ("0",), True)
    suggested = _saves_to(monkeypatch, tmp_path / "class.csv")
    lab.pages.summary.buttons["export_class"].click()
    assert suggested == ["우리 반 수업 결과.csv"]
    rows = (tmp_path / "class.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [row.split(",")[0] for row in rows] == ["이름", "민지", "서준"]
