"""What answers are worth, cell by cell, and which usual mistake they are."""

from __future__ import annotations

import pytest

from core.lessons.grade import Verdict, cell_count, grade, shuffled
from core.lessons.model import Step
from core.state import AppState
from tests.core.lessons.made_steps import made_step

APP = AppState()
SIGMOID = {"call": "output", "function": "sigmoid", "x": [-1, 0, 1]}  # 0.26894142, 0.5, 0.73105858


def predict(*wrong: tuple[str, str], **task: object) -> Step:
    return made_step(
        {
            "y": SIGMOID,
            "tanh": {"call": "output", "function": "tanh", "x": "x"},
            "minus": {"call": "negated", "of": "y"},
            "mixed": {"call": "same", "of": [-0.26894142, 0.5, 0.9]},
        },
        {"x": [-1, 0, 1]},
        {"kind": "predict", "answer": "y", "wrong": [{"id": a, "value": b} for a, b in wrong], **task},
    )


def verdict(step: Step, *answer: str) -> Verdict:
    return grade(step, 0, answer, APP)


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("0.2689", True),
        ("0.26894142", True),
        (" 0.2689 ", True),
        (".2689", True),
        ("0,2689", True),
        ("2.689e-1", True),
        ("0.26899", True),
        ("0.26888", False),
        ("0.2690", False),
        ("0.2688", False),
        ("−0.2689", False),
        ("0.7311", False),
    ],
)
def test_a_cell_is_right_within_half_a_unit_of_the_last_decimal_asked_for(text: str, is_right: bool) -> None:
    found = verdict(predict(), text, "0.5", "0.7311")
    assert found.cells == (is_right, True, True)
    assert found.right == is_right
    assert found.problem is None
    assert found.expected == ("0.2689", "0.5000", "0.7311")


def test_fewer_decimals_than_asked_for_are_right_so_far() -> None:
    found = verdict(predict(), "0.27", "0.5", "0.731")
    assert not found.right
    assert found.cells == (None, True, None)
    assert found.short == (True, False, True)
    assert found.problem
    assert (found.problem.id, found.problem_cell, found.wrong_id) == ("lesson_file.more_decimals", 0, "")
    assert found.problem.said_in("ko") == "여기까지는 맞습니다. 소수 4자리까지 쓰십시오."


@pytest.mark.parametrize("text", ["0.26", "0.28", "0", "0.", "0.0", "1"])
def test_a_number_that_is_wrong_is_not_called_short(text: str) -> None:
    assert verdict(predict(), text, "0.5", "0.7311").cells == (False, True, True)


def test_a_wrong_cell_counts_more_than_a_short_one() -> None:
    found = verdict(predict(), "0.27", "0.5", "0.9")
    assert (found.cells, found.short) == ((None, True, False), (True, False, False))
    assert (found.problem, found.wrong_id) == (None, "other")


def test_digits_and_tolerance_say_how_near_is_near_enough() -> None:
    assert verdict(predict(digits=1), "0.3", "0.5", "0.7").right
    assert not verdict(predict(digits=1), "0.2", "0.5", "0.7").right
    assert verdict(predict(tolerance=0.02), "0.28", "0.48", "0.74").right
    found = verdict(predict(tolerance=0.02), "0.3", "0.5", "0.73")
    assert (found.cells, found.short, found.problem) == ((False, True, True), (False, False, False), None)


@pytest.mark.parametrize(
    ("text", "id", "says"),
    [
        ("", "tensor.no_number", "1.5"),
        ("  ", "tensor.no_number", "1.5"),
        ("1/2", "lesson_file.fraction", "0.5"),
        ("abc", "tensor.not_a_number", "abc"),
        ("영", "tensor.not_a_number", "1.5"),
        ("1,234", "tensor.ambiguous_number", "1.234"),
        ("9" * 5_000, "tensor.not_a_number", "…"),
    ],
)
def test_what_is_no_number_is_said_at_its_cell(text: str, id: str, says: str) -> None:
    found = verdict(predict(), "0.2689", text, "0.7311")
    assert found.problem
    assert (found.problem.id, found.problem_cell) == (id, 1)
    assert says in found.problem.said_in("en")
    assert (found.right, found.cells, found.wrong_id) == (False, (True, None, True), "")


@pytest.mark.parametrize("answer", [(), ("0.2689",), ("0.2689", "0.5", "0.7311", "9")])
def test_answers_of_another_length_do_no_harm(answer: tuple[str, ...]) -> None:
    found = grade(predict(), 0, answer, APP)
    assert len(found.cells) == 3
    assert found.right == (len(answer) > 3)


def test_infinity_and_no_number_are_answers_where_they_are_expected() -> None:
    step = made_step({"y": {"call": "same", "of": [1.0]}, "e": {"call": "exp", "x": [1000, -1000]}}, {},
                     {"kind": "predict", "answer": "e"})  # fmt: skip
    assert verdict(step, "inf", "0").right
    assert verdict(step, "∞", "0.0").right
    assert verdict(step, "nan", "0").cells == (False, True)
    nan = made_step({"y": {"call": "same", "of": [float("nan")]}}, {}, {"kind": "predict", "answer": "y"})
    assert verdict(nan, "nan").right
    assert verdict(nan, "0").cells == (False,)
    assert verdict(nan, "0").expected == ("nan",)


MISTAKES = (("tanh", "tanh"), ("sign", "minus"), ("mixed", "mixed"))


@pytest.mark.parametrize(
    ("answer", "wrong_id"),
    [
        (("-0.7616", "0", "0.7616"), "tanh"),
        (("-0.2689", "-0.5", "-0.7311"), "sign"),
        (("-0.2689", "0.5", "0.7311"), "sign"),
        (("-0.2689", "0.5", "0.9"), "mixed"),
        (("-0.2689", "0.1", "0.7311"), "sign"),
        (("0.2689", "0", "0.7311"), "tanh"),
        (("-0.76", "0", "0.76"), "tanh"),
        (("0.2689", "0.5", "3"), "other"),
        (("0.2689", "0.5", "0.7311"), ""),
    ],
)
def test_a_usual_mistake_is_recognised(answer: tuple[str, ...], wrong_id: str) -> None:
    """The first that explains every wrong cell, else the first that explains one."""
    assert verdict(predict(*MISTAKES), *answer).wrong_id == wrong_id


def test_one_number_may_stand_for_the_mistake_in_every_cell() -> None:
    step = made_step({"y": SIGMOID, "one": {"call": "same", "of": 1}}, {},
                     {"kind": "predict", "answer": "y", "wrong": [{"id": "ones", "value": "one"}]})  # fmt: skip
    assert verdict(step, "1", "1", "1").wrong_id == "ones"


def test_rows_are_cells_one_after_the_other() -> None:
    step = made_step({"y": {"call": "output", "function": "relu", "x": [[-1, 2], [3, -4]]}}, {},
                     {"kind": "predict", "answer": "y"})  # fmt: skip
    assert cell_count(step, 0) == 4
    assert verdict(step, "0", "2", "3", "4").cells == (True, True, True, False)


def choose(*right: str, many: bool = False) -> Step:
    return made_step(task={"kind": "choose", "options": ["a", "b", "c"], "right": list(right), "many": many})


@pytest.mark.parametrize(
    ("step", "answer", "is_right", "wrong_id"),
    [
        (choose("a"), ("a",), True, ""),
        (choose("a"), ("b",), False, "b"),
        (choose("a", "b", many=True), ("b", "a"), True, ""),
        (choose("a", "b", many=True), ("a",), False, "other"),
        (choose("a", "b", many=True), ("a", "b", "c"), False, "c"),
        (choose("a"), ("no option",), False, "other"),
    ],
)
def test_a_choice_is_graded(step: Step, answer: tuple[str, ...], is_right: bool, wrong_id: str) -> None:
    found = verdict(step, *answer)
    assert (found.right, found.wrong_id, found.problem) == (is_right, wrong_id, None)


@pytest.mark.parametrize("answer", [(), ("",)])
def test_nothing_chosen_is_no_wrong_answer(answer: tuple[str, ...]) -> None:
    curve = made_step(task={"kind": "curve", "functions": ["relu", "tanh"], "right": "relu"})
    for step in (choose("a"), curve):
        found = grade(step, 0, answer, APP)
        assert found.problem
        assert (found.right, found.wrong_id, found.problem.id) == (False, "", "lesson_file.nothing_chosen")


def test_a_curve_is_graded_by_its_function() -> None:
    step = made_step(task={"kind": "curve", "functions": ["relu", "tanh"], "right": "relu"})
    assert verdict(step, "relu").right
    assert verdict(step, "tanh").wrong_id == "tanh"
    assert verdict(step, "gelu").wrong_id == "other"


ORDER = made_step(task={"kind": "order", "items": ["a", "b", "c"]})


def test_an_order_says_what_is_in_place() -> None:
    assert verdict(ORDER, "a", "b", "c") == Verdict(True, (True, True, True), expected=("a", "b", "c"))
    found = verdict(ORDER, "a", "c", "b")
    assert (found.right, found.cells, found.wrong_id) == (False, (True, False, False), "other")
    for answer in ((), ("a", "b"), ("a", "a", "b")):
        assert grade(ORDER, 0, answer, APP).problem


@pytest.mark.parametrize("count", range(2, 7))
def test_items_are_never_shown_in_the_right_order(count: int) -> None:
    items = [f"i{n}" for n in range(count)]
    step = made_step(task={"kind": "order", "items": items})
    orders = [shuffled(step, seed) for seed in range(40)]
    assert all(sorted(one) == sorted(items) and list(one) != items for one in orders)
    assert orders[0] == shuffled(step, 0)
    assert len(set(orders)) > min(count, 4) - 2


def test_a_written_answer_is_taken_once_it_is_long_enough() -> None:
    step = made_step(task={"kind": "write", "min_length": 5})
    found = verdict(step, " 가 나 다 라 ")
    assert found.problem
    assert (found.right, found.problem.values) == (False, {"count": 4, "needed": 5})
    assert verdict(step, "가나다라마").right
    assert not grade(step, 0, (), APP).right
