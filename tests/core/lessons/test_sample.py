"""A small lesson from its files to what is shown of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.labs.lessons import steps
from core.labs.lessons.result import LessonsResult, TaskResult, compute
from core.lessons.library import Library, open_lesson
from core.state import AppState

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "lessons" / "sample"


@pytest.fixture(scope="module")
def library() -> Library:
    lesson = open_lesson(SAMPLE)
    assert lesson.problems == ()
    return Library((lesson,))


def shown(app: AppState, library: Library) -> LessonsResult:
    result = compute(app, library, "ko")
    assert result
    return result


def task(app: AppState, library: Library) -> TaskResult:
    found = shown(app, library).task
    assert found
    return found


def test_a_step_sets_up_its_lab_and_fills_its_numbers_in(library: Library) -> None:
    app = steps.go_to(AppState(), library, "my:sample", "negatives")
    assert app.explore.function == "relu"
    assert app.explore.tensor.values.tolist() == [-1, 0, 1]
    assert shown(app, library).body == "입력 텐서 `[−1., 0., 1.]`을 **nn.ReLU()** 에 넣습니다."
    assert task(app, library).inputs == ("−1", "0", "1")


def test_the_usual_mistake_gets_its_own_answer(library: Library) -> None:
    app = steps.go_to(AppState(), library, "my:sample", "negatives")
    app = steps.check(steps.set_answer(app, library, ("-1", "0", "1")), library)
    found = task(app, library)
    assert found.verdict
    assert (found.verdict.right, found.verdict.wrong_id) == (False, "kept_negative")
    assert found.verdict.cells == (False, True, True)
    assert found.feedback == "음수가 그대로 남았습니다."


def test_the_right_answer_is_told_why(library: Library) -> None:
    app = steps.go_to(AppState(), library, "my:sample", "negatives")
    app = steps.check(steps.set_answer(app, library, ("0", "0", "1")), library)
    assert task(app, library).feedback.endswith("출력은 `[0., 0., 1.]`입니다.")


def test_another_try_draws_other_numbers_and_sets_the_lab_up_with_them(library: Library) -> None:
    app = steps.go_to(AppState(), library, "my:sample", "negatives")
    again = steps.try_again(app, library)
    drawn = again.explore.tensor.values
    assert not np.array_equal(drawn, app.explore.tensor.values)
    assert set(drawn * 2) <= set(range(-10, 11))
    assert steps.try_again(app, library) == again
    right = tuple(str(max(0.0, n)) for n in drawn)
    checked = steps.check(steps.set_answer(again, library, right), library)
    verdict = task(checked, library).verdict
    assert verdict
    assert verdict.right


def test_a_goal_is_reached_in_the_live_lab(library: Library) -> None:
    from core.labs.explore import set_param

    app = steps.check(steps.go_to(AppState(), library, "my:sample", "goal"), library)
    before = task(app, library).verdict
    assert before
    assert not before.right
    from dataclasses import replace

    moved = replace(app, explore=set_param(app.explore, "negative_slope", 0.1))
    after = task(moved, library).verdict
    assert after
    assert after.right


def test_hints_open_one_by_one_and_no_further(library: Library) -> None:
    app = steps.go_to(AppState(), library, "my:sample", "negatives")
    for _ in range(4):
        app = steps.show_hint(app, library)
    assert task(app, library).hints == ("음수인 칸을 찾으십시오.", "첫째 칸은 0입니다.")


def test_the_answer_is_shown_in_words(library: Library) -> None:
    app = steps.reveal(steps.go_to(AppState(), library, "my:sample", "order"), library)
    assert task(app, library).expected == ("x가 3일 때", "x가 1일 때", "x가 0일 때")


def test_next_and_back_stay_in_the_lesson(library: Library) -> None:
    app = steps.go_to(AppState(), library, "my:sample")
    assert app.lessons.step == "read"
    assert steps.go_on(app, library, -1) == app
    assert steps.go_on(app, library).lessons.step == "negatives"
    last = steps.go_to(app, library, "my:sample", "write")
    assert steps.go_on(last, library) == last
