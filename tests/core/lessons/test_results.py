"""A learner's results counted, and as a table that spreadsheets open."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta, timezone

import pytest

from core.lessons.model import Choose, Lesson, Order, PickCurve, Predict, Step, StepText, Task
from core.lessons.progress import Progress, finished_quiz, hinted, revealed, tried, visited
from core.lessons.results import Summary, answer_in_words, best_of, class_csv, quizzes_csv, results_csv, summary
from core.text import Lang

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=timezone(timedelta(hours=9)))


def _a_step(id: str, task: Task | None, **options: str) -> Step:
    pages: dict[Lang, StepText] = {
        "ko": StepText(f"{id} 단계", options={key: f"{text}입니다" for key, text in options.items()}),
        "en": StepText(f"step {id}", options=options),
    }
    return Step(id, 1, "", None, {}, {}, task, pages)


READ = _a_step("read", None)
CELLS = _a_step("cells", Predict("y"))
PICK = _a_step("pick", Choose(["a", "b"], ["a"]), a="max(0, x)", b="x")
LINE = _a_step("line", Order(["a", "b"]), a="A", b="B")
CURVE = _a_step("curve", PickCurve(["relu", "identity"], "relu"))
LESSON = Lesson("relu", "6.1", {"ko": "렐루", "en": "ReLU"}, {}, (READ, CELLS, PICK, LINE, CURVE))


def _progress() -> Progress:
    progress = visited(Progress("민지"), "relu", "read", NOON)
    progress = tried(hinted(progress, "relu", "cells", 2, NOON), "relu", "cells", ("-1", "0"), False, NOON)
    progress = tried(progress, "relu", "cells", ("0", "0"), True, NOON)
    progress = tried(progress, "relu", "pick", ("a",), True, NOON)
    progress = tried(revealed(progress, "relu", "curve", NOON), "relu", "curve", ("identity",), False, NOON)
    progress = finished_quiz(progress, "relu", 0, 5, 8, NOON)
    progress = finished_quiz(progress, "relu", 1, 7, 8, NOON)
    return finished_quiz(progress, "", 2, 15, 15, NOON)


def _rows(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf"), "Excel needs the byte-order mark"
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_lesson_is_counted() -> None:
    counted = summary(_progress(), (LESSON,), "ko").lessons[0]
    assert (counted.done, len(counted.steps), counted.tasks, counted.right, counted.unaided) == (3, 5, 4, 2, 1)
    assert (counted.tries, counted.hints, counted.shown) == (4, 2, 1)
    assert counted.best_quiz is not None
    assert (counted.best_quiz.seed, counted.best_quiz.right) == (1, 7)
    whole = summary(_progress(), (LESSON,), "ko")
    assert (whole.done, whole.steps, whole.tasks, whole.right, whole.unaided) == (3, 5, 4, 2, 1)
    assert [run.right for run in whole.quizzes] == [15]
    assert best_of(()) is None


def test_answers_are_told_in_words() -> None:
    assert answer_in_words(PICK, ("a", "b"), "ko") == "max(0, x)입니다, x입니다"
    assert answer_in_words(LINE, ("b", "a"), "en") == "B → A"
    assert answer_in_words(CURVE, ("identity",), "ko") == "선형(없음)"
    assert answer_in_words(CELLS, ("-1", ""), "ko") == "-1"
    assert answer_in_words(PICK, ("gone",), "en") == "gone"


def test_the_table_of_results_has_a_row_for_every_step_that_was_opened() -> None:
    rows = _rows(results_csv([summary(_progress(), (LESSON,), "ko")], "ko"))
    assert rows[0] == [
        *("이름", "수업", "단계", "제목", "과제", "완료", "시도", "맞힌 시도", "힌트", "답 보기", "마지막 답"),
        *("처음 연 때", "마지막으로 한 때"),
    ]
    assert [row[3] for row in rows[1:]] == ["read 단계", "cells 단계", "pick 단계", "curve 단계"]
    assert rows[2][:11] == ["민지", "렐루", "2", "cells 단계", "예측하기", "예", "2", "2", "2", "아니요", "0, 0"]
    assert rows[4][4:11] == ["곡선 찾기", "아니요", "1", "", "0", "예", "선형(없음)"]
    assert datetime.strptime(rows[1][11], "%Y-%m-%d %H:%M:%S") == NOON.astimezone().replace(tzinfo=None)


def test_the_table_speaks_english_too_and_holds_a_class() -> None:
    both = [
        summary(_progress(), (LESSON,), "en"),
        summary(visited(Progress("Ada"), "relu", "read", NOON), (LESSON,), "en"),
    ]
    rows = _rows(results_csv(both, "en"))
    assert rows[0][:5] == ["Name", "Lesson", "Step", "Title", "Task"]
    assert [row[0] for row in rows[1:]] == ["민지"] * 4 + ["Ada"]


def test_the_table_of_a_class_has_a_row_for_everybody() -> None:
    learners = (_progress(), Progress("서준"), tried(Progress("=1+1"), "relu", "pick", ("a",), True, NOON))
    rows = _rows(class_csv([summary(one, (LESSON,), "ko") for one in learners], "ko"))
    assert rows[0] == [
        *("이름", "마친 단계", "맞힌 과제", "도움 없이", "렐루(5단계 중)", "렐루 퀴즈(%)", "종합 퀴즈(%)"),
        "마지막으로 한 때",
    ]
    noon = NOON.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    assert rows[1:] == [
        ["민지", "3", "2", "1", "3", "88", "100", noon],
        ["서준", "0", "0", "0", "0", "", "", ""],
        ["'=1+1", "1", "1", "1", "1", "", "", noon],
    ]
    assert len(_rows(class_csv([], "en"))) == 1


def test_the_table_of_quizzes() -> None:
    rows = _rows(quizzes_csv([summary(_progress(), (LESSON,), "ko")], "ko"))
    assert [row[:6] for row in rows[1:]] == [
        ["민지", "렐루", "1", "5", "8", "63"],
        ["민지", "렐루", "2", "7", "8", "88"],
        ["민지", "종합 퀴즈", "3", "15", "15", "100"],
    ]


@pytest.mark.parametrize(
    "typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "=1", "=cmd|' /C calc'!A0", "-2+3"]
)
def test_no_answer_is_computed_by_a_spreadsheet(typed: str) -> None:
    progress = tried(Progress("민지"), "relu", "cells", (typed,), False, NOON)
    row = _rows(results_csv([summary(progress, (LESSON,), "ko")], "ko"))[1]
    assert row[10].startswith("'")
    assert row[10].lstrip("'").split() == typed.split()


def test_quotes_commas_lines_and_stray_halves_stay_in_their_cell() -> None:
    said = '그는 "0, 0"이라고\r\n썼다\ud800'
    progress = tried(Progress("민지"), "relu", "cells", (said,), False, NOON)
    rows = _rows(results_csv([summary(progress, (LESSON,), "ko")], "ko"))
    assert len(rows) == 2
    assert rows[1][10] == '그는 "0, 0"이라고\n썼다?'


def test_nothing_done_is_a_table_of_headings() -> None:
    assert len(_rows(results_csv([Summary("", (), ())], "en"))) == 1
