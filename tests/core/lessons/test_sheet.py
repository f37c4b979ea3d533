"""What stands on worksheets: every step of every lesson, blanks where the key has answers, and screens."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from core.labs.explore.state import ExploreState
from core.lessons.library import built_in
from core.lessons.model import Choose, Order, PickCurve, Predict, Write
from core.lessons.quiz import MIXED, quiz_items
from core.lessons.quiz.scopes import SCOPES
from core.lessons.screen_sheet import screen_sheet
from core.lessons.sheet import SheetItem, lesson_sheet, steps_sheet
from core.state import AppState
from core.tensor_value import TensorValue
from core.text import LANGUAGES, Lang

LESSONS = {lesson.key: lesson for lesson in built_in()}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", LESSONS)
def test_every_step_of_a_lesson_has_its_question_and_its_answer(key: str, lang: Lang) -> None:
    lesson = LESSONS[key]
    sheet = lesson_sheet(lesson, lang)
    assert lesson.title(lang) in sheet.title
    assert len(sheet.items) == len(lesson.steps)
    for step, item in zip(lesson.steps, sheet.items, strict=True):
        where = (key, step.id)
        texts = (item.title, item.text, item.question, item.answer, item.why, *item.options, *item.items)
        assert not any(re.search(r"\{\w+[^}]*\}", text.replace("{0, 1}", "")) for text in texts), where
        task = step.task
        if task is None:
            continue
        assert item.question or item.text, where
        assert item.why, where
        if isinstance(task, Predict):
            blanks = [cell for row in item.table for cell in row if cell.blank]
            assert blanks, where
            assert all(cell.text for cell in blanks), where
            assert len({len(row) for row in item.table}) == 1, where
        if isinstance(task, Choose):
            assert len(item.options) == len(task.options), where
            assert len(item.answer.split(", ")) == len(task.right), where
        if isinstance(task, Order):
            assert sorted(item.items) == sorted(item.answer.split(" → ")), where
            assert " → ".join(item.items) != item.answer, where
        if isinstance(task, PickCurve):
            assert item.figure is not None, where
            assert [line.name for line in item.figure.lines] == list("ABCDEF"[: len(task.functions)]), where
            assert item.answer[0] == "ABCDEF"[task.functions.index(task.right)], where
        if isinstance(task, Write):
            assert item.lines >= 4, where


def _step(key: str, id: str) -> SheetItem:
    lesson = LESSONS[key]
    return lesson_sheet(lesson, "ko").items[[step.id for step in lesson.steps].index(id)]


def test_a_prediction_is_a_table_with_a_blank_under_every_input() -> None:
    item = _step("relu", "negatives")
    assert [cell.text for cell in item.table[0]] == ["−1", "0", "1"]
    assert [(cell.text, cell.blank) for cell in item.table[1]] == [("0", True), ("0", True), ("1", True)]


def test_rows_of_a_tensor_have_their_blanks_right_below() -> None:
    item = _step("relu", "elementwise")
    assert [[cell.text for cell in row] for row in item.table] == [
        ["−1", "2", "−3"], ["0", "2", "0"], ["4", "−5", "6"], ["4", "0", "6"],
    ]  # fmt: skip
    assert [row[0].blank for row in item.table] == [False, True, False, True]


def test_a_curve_is_drawn_once_in_a_lesson() -> None:
    names = [
        tuple(line.name for line in item.figure.lines)
        for item in lesson_sheet(LESSONS["relu"], "ko").items
        if item.figure and item.figure.lines[0].name != "A"
    ]
    assert names
    assert len(names) == len(set(names))


def test_other_numbers_make_another_sheet() -> None:
    first, again = (lesson_sheet(LESSONS["relu"], "ko", seed).items[0].table for seed in (0, 3))
    assert first != again


@pytest.mark.parametrize("lang", LANGUAGES)
def test_explore_asks_for_outputs_and_slopes_of_the_tensor(lang: Lang) -> None:
    explore = ExploreState(function="sigmoid", tensor=TensorValue.of([-1.0, 0.0, 1.0]), selected=0)
    sheet = screen_sheet(replace(AppState(), lab="explore", explore=explore), lang)
    item = sheet.items[0]
    assert item.figure is not None
    assert [line.name for line in item.figure.lines] == ["Sigmoid"]
    rows = [[cell.text for cell in row] for row in item.table]
    assert rows == [
        ["x", "−1", "0", "1"],
        ["f(x)", "0.2689", "0.5000", "0.7311"],
        ["f′(x)", "0.1966", "0.2500", "0.1966"],
    ]
    assert [cell.blank for cell in item.table[1]] == [False, True, True, True]
    assert sheet.items[1].lines > 3
    assert not sheet.picture


def test_compare_asks_for_the_facts_of_every_function() -> None:
    item = screen_sheet(replace(AppState(), lab="compare"), "ko").items[0]
    assert [cell.text for cell in item.table[1]] == ["ReLU", "[0, ∞)", "아니요", "1", "1.0000"]
    assert [cell.text for cell in item.table[2]] == ["Sigmoid", "(0, 1)", "아니요", "0.25", "0.7311"]
    assert [cell.blank for cell in item.table[2]] == [False, True, True, True, True]
    assert item.figure is not None
    assert len(item.figure.lines) == 2


def test_softmax_asks_for_the_probabilities() -> None:
    item = screen_sheet(replace(AppState(), lab="softmax"), "en").items[0]
    assert [[cell.text for cell in row] for row in item.table] == [
        ["z", "2", "1", "0.1"],
        ["e^(z − max)", "1.0000", "0.3679", "0.1496"],
        ["p", "0.6590", "0.2424", "0.0986"],
    ]


@pytest.mark.parametrize("lab", ["neuron", "gradient", "race"])
def test_labs_without_such_a_table_show_a_picture_of_the_screen(lab: str) -> None:
    sheet = screen_sheet(replace(AppState(), lab=lab), "ko")
    assert sheet.picture
    assert [item.lines for item in sheet.items] == [6]


@pytest.mark.parametrize("tensor", [[float("nan"), 1.0], [float("inf")], [[1e30, -2.0]]])
def test_senseless_numbers_are_printed_as_they_are(tensor: list[float]) -> None:
    explore = ExploreState(function="relu", tensor=TensorValue.of(tensor), selected=0)
    table = screen_sheet(replace(AppState(), lab="explore", explore=explore), "ko").items[0].table
    assert len(table[0]) == np.asarray(tensor).size + 1
    assert all(cell.text for row in table for cell in row)


def test_vector_functions_have_no_slopes_and_no_curve() -> None:
    explore = ExploreState(function="softmax", tensor=TensorValue.of([2.0, 1.0, 0.1]), selected=0)
    sheet = screen_sheet(replace(AppState(), lab="explore", explore=explore), "ko")
    assert [[cell.text for cell in row] for row in sheet.items[0].table] == [
        ["x", "2", "1", "0.1"],
        ["f(x)", "0.6590", "0.2424", "0.0986"],
    ]
    assert sheet.items[0].figure is None
    assert sheet.picture


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_quiz_can_be_printed_like_a_lesson(lang: Lang) -> None:
    for scope in (*SCOPES, MIXED):
        steps = quiz_items(scope, 4)
        sheet = steps_sheet("퀴즈", steps, lang)
        assert [item.title for item in sheet.items] == [step.page(lang).title for step in steps]
        for step, item in zip(steps, sheet.items, strict=True):
            blanks = [cell for row in item.table for cell in row if cell.blank]
            assert blanks or item.answer, (scope, step.id)
            assert item.why
