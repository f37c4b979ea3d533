"""What stands on worksheets: every step of every lesson, blanks where the key has answers, and screens."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from core.labs import gradient, race
from core.labs.explore.state import ExploreState
from core.labs.gradient import workshop
from core.labs.neuron import NeuronState
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
    assert sheet.items[-1].lines > 3
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


def rows_of(item: SheetItem) -> list[list[str]]:
    return [[cell.text for cell in row] for row in item.table]


def blanks_of(item: SheetItem) -> list[list[bool]]:
    return [[cell.blank for cell in row] for row in item.table]


def test_the_neuron_asks_for_products_sum_and_output_and_for_the_points_of_xor() -> None:
    sheet = screen_sheet(replace(AppState(), lab="neuron"), "ko")
    first, points, notice = sheet.items
    assert rows_of(first) == [
        ["", "x₁", "x₂", "편향 b", "z", "y = h(z)"],
        ["x", "1.0", "2.0", "1", "", ""],
        ["w", "0.5", "−0.3", "0.1", "", ""],
        ["w·x", "0.5", "−0.6", "0.1", "0.0", "0.0"],
    ]
    assert blanks_of(first)[1:] == [[False] * 6, [False] * 6, [False, *[True] * 5]]
    # 0.5·x₁ − 0.3·x₂ + 0.1, and the step of it.
    assert rows_of(points)[1:] == [
        ["0", "0", "0", "0.1", "1.0", "1", "아니요"],
        ["0", "1", "1", "−0.2", "0.0", "0", "아니요"],
        ["1", "0", "1", "0.6", "1.0", "1", "예"],
        ["1", "1", "0", "0.3", "1.0", "1", "아니요"],
    ]
    assert blanks_of(points)[1] == [False] * 3 + [True] * 4
    assert points.answer.startswith("네 점 가운데 1개")
    assert notice.lines > 3
    assert not sheet.picture, "the picture would tell the answers"
    assert first.figure is not None


def test_a_network_of_two_layers_shows_its_hidden_outputs_as_blanks() -> None:
    app = replace(AppState(), lab="neuron", neuron=NeuronState(view="plane", gate="xor", layers=2))
    (points, _notice) = screen_sheet(app, "en").items
    assert rows_of(points)[0] == ["x₁", "x₂", "XOR", "h₁", "h₂", "z", "y", "answer", "right"]
    assert [row[-1] for row in rows_of(points)[1:]] == ["yes"] * 4
    assert rows_of(points)[2] == ["0", "1", "1", "1.0", "1.0", "0.5", "1.0", "1", "yes"]
    assert "h₁ = h(1.0·x₁ + 1.0·x₂ + (−0.5))" in points.text


def test_a_neuron_of_three_inputs_has_no_points() -> None:
    app = replace(AppState(), lab="neuron", neuron=NeuronState(count=3))
    assert [len(item.table) for item in screen_sheet(app, "en").items] == [4, 0]


def test_the_collapse_asks_for_the_product() -> None:
    app = replace(AppState(), lab="neuron", neuron=NeuronState(view="collapse"))
    item = screen_sheet(app, "ko").items[0]
    first, second = (np.array(m) for m in (((1.0, 2.0), (-1.0, 1.0)), ((2.0, -1.0), (1.0, 1.0))))
    product, bias = second @ first, second @ np.array([1.0, -1.0]) + np.array([0.0, 1.0])
    asked = [[float(text.replace("−", "-")) for text in row[1:]] for row in rows_of(item)[5:]]
    assert asked == [[*row, b] for row, b in zip(product.tolist(), bias.tolist(), strict=True)]
    assert blanks_of(item)[5:] == [[False, True, True, True]] * 2


@pytest.mark.parametrize("depth", [2, 7, 10, 30])
def test_the_deep_stack_asks_for_gradients_and_their_ratios(depth: int) -> None:
    app = replace(AppState(), lab="gradient", gradient=replace(AppState().gradient, depth=depth))
    sheet = screen_sheet(app, "ko")
    line = gradient.compute(app.gradient).layers.line  # type: ignore[union-attr]
    rows, blanks = rows_of(sheet.items[0])[1:], blanks_of(sheet.items[0])[1:]
    layers = [int(row[0]) for row in rows]
    assert (layers[0], layers[-1], len(layers)) == (1, depth, min(depth, 10))
    for number, layer in enumerate(layers[:-1]):
        expected = line.gradient[layer - 1] / line.gradient[layers[number + 1] - 1]
        assert float(rows[number][3]) == pytest.approx(float(expected), rel=6e-3)
    assert sum(row[2] for row in blanks) >= 1, "some gradients are read from the picture"
    assert all(row[3] for row in blanks[:-1])
    assert sheet.picture
    assert sheet.items[0].why


def test_the_workshop_asks_which_units_are_dead() -> None:
    state = workshop.step(workshop.set_workshop(AppState().gradient.workshop, "learning_rate", 0.3), 100)
    own = gradient.in_workshop(replace(AppState().gradient, view="workshop"), state)
    sheet = screen_sheet(replace(AppState(), lab="gradient", gradient=own), "ko")
    found = gradient.compute(own).workshop
    assert found is not None
    assert found.dead_count > 0
    assert [row[-1] == "예" for row in rows_of(sheet.items[0])[1:]] == found.dead.tolist()
    assert f"{found.dead_count}개가 죽었습니다" in sheet.items[0].answer
    assert not sheet.picture


def test_a_race_has_columns_to_fill_in_and_the_key_of_one_that_was_run() -> None:
    app = replace(AppState(), lab="race")
    before = screen_sheet(app, "ko")
    names = ["선형(없음)", "Sigmoid", "Tanh", "ReLU", "Leaky ReLU", "GELU"]
    assert [row[0] for row in rows_of(before.items[0])[1:]] == names
    assert {text for row in rows_of(before.items[0])[1:] for text in row[1:]} == {""}
    assert before.picture
    assert before.items[0].answer
    run = race.Outcome(
        200, True, (0.7, 0.1, 0.02, 0.03, 0.03, 0.5), (0.5, 0.9, 1.0, 0.99, 0.98, float("nan")), (6, 4, 1, 2, 3, 5)
    )
    after = screen_sheet(app, "ko", run)
    assert rows_of(after.items[0])[1:4] == [
        ["선형(없음)", "", "0.7", "50 %", "6"],
        ["Sigmoid", "", "0.1", "90 %", "4"],
        ["Tanh", "", "0.02", "100 %", "1"],
    ]
    assert rows_of(after.items[0])[6][3] == "–"
    assert all(all(row[1:]) for row in blanks_of(after.items[0])[1:])
    assert not after.picture, "it would tell the results"


def test_the_slope_of_a_curve_is_drawn_into_an_empty_plot() -> None:
    item = screen_sheet(replace(AppState(), lab="explore"), "ko").items[1]
    assert item.figure is not None
    assert item.figure.blank
    line = item.figure.lines[0]
    assert set(line.y[np.isfinite(line.y)].tolist()) == {0.0, 1.0}


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
    assert not sheet.picture, "its bars would tell the outputs"
    assert len(sheet.items) == 2


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
