"""Tasks from a teacher's plain lines and from a live lab; lessons made of them can be opened again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from core.labs import explore, neuron, race, softmax
from core.lessons import authoring, capture
from core.lessons.grade import grade
from core.lessons.library import open_lesson
from core.lessons.model import ReachGoal, Step, StepText
from core.lessons.reached import reached
from core.lessons.values import computed
from core.lessons.write import save_lesson, step_from
from core.state import AppState
from core.tensor_value import TensorValue
from core.text import UserError

PAGES = {"ko": StepText("제목", question="질문")}


def step_of(app: AppState, lab: str) -> Step:
    return step_from(app, "one", PAGES, lab)


def test_lines_with_a_star_are_the_right_options() -> None:
    task, texts = authoring.choice_of("* `nn.ReLU()`\n\nSigmoid\n*Tanh")
    assert task.options == ["a", "b", "c"]
    assert task.right == ["a", "c"]
    assert task.many
    assert texts == {"a": "`nn.ReLU()`", "b": "Sigmoid", "c": "Tanh"}
    step = Step("one", 0, "", None, {}, {}, task, {"ko": replace(PAGES["ko"], options=texts)})
    assert authoring.lines_of(step, "ko") == "* `nn.ReLU()`\nSigmoid\n* Tanh"


@pytest.mark.parametrize(
    ("lines", "id"),
    [
        ("", "lessons.few_options"),
        ("* one", "lessons.few_options"),
        ("one\ntwo", "lessons.no_right_option"),
        ("\n".join(f"* {n}" for n in range(20)), "lessons.many_options"),
    ],
)
def test_lines_that_make_no_choice_are_refused(lines: str, id: str) -> None:
    with pytest.raises(UserError) as refused:
        authoring.choice_of(lines)
    assert refused.value.id == id


def test_the_answer_typed_is_the_one_that_is_right() -> None:
    numbers, task = authoring.prediction_of("0, −0.5 1e2", 1)
    step = Step("one", 0, "", None, numbers, {}, task, PAGES)
    assert grade(step, 0, ("0", "-0.5", "100"), AppState()).right
    assert not grade(step, 0, ("0", "0.5", "100"), AppState()).right
    with pytest.raises(UserError):
        authoring.prediction_of("0, zwei", 1)
    with pytest.raises(UserError):
        authoring.prediction_of(" ", 1)


def test_explore_is_predicted_with_its_function_parameters_and_tensor() -> None:
    own = explore.set_param(explore.choose_function(AppState().explore, "leaky_relu"), "negative_slope", 0.2)
    app = replace(AppState(), explore=explore.set_tensor(own, TensorValue.of([-2.0, 0.5])))
    taken = capture.with_prediction(step_of(app, "explore"), capture.prediction_from(app, "explore"))
    expected = torch.nn.functional.leaky_relu(torch.tensor([-2.0, 0.5]), 0.2)
    assert computed(taken, 0)["y"] == pytest.approx(expected.numpy())
    assert taken.patch is not None
    assert taken.patch["tensor"] == "{x}"


def test_a_neuron_and_a_softmax_are_predicted() -> None:
    app = AppState()
    unit = neuron.compute(app.neuron).unit
    taken = capture.with_prediction(step_of(app, "neuron"), capture.prediction_from(app, "neuron"))
    assert float(computed(taken, 0)["y"]) == pytest.approx(unit.y)
    app = replace(app, softmax=replace(app.softmax, temperature=2.0))
    taken = capture.with_prediction(step_of(app, "softmax"), capture.prediction_from(app, "softmax"))
    expected = torch.softmax(torch.tensor([2.0, 1.0, 0.1]) / 2, 0).numpy()
    assert computed(taken, 0)["p"] == pytest.approx(expected, abs=1e-6)
    assert np.allclose(softmax.compute(app.softmax).probabilities, expected, atol=1e-6)


def test_a_screen_without_a_few_numbers_is_refused() -> None:
    with pytest.raises(UserError):
        capture.prediction_from(AppState(), "race")
    own = explore.set_tensor(AppState().explore, TensorValue.of(np.zeros(100)))
    with pytest.raises(UserError):
        capture.prediction_from(replace(AppState(), explore=own), "explore")


@pytest.mark.parametrize("lab", ["explore", "compare", "neuron", "softmax", "race"])
def test_the_goal_taken_from_a_screen_is_reached_on_it(lab: str) -> None:
    goal = capture.goal_from(AppState(), lab)
    run = race.Outcome(1, ended=False, loss=(), accuracy=(), places=())
    assert reached(goal, AppState(), run), goal
    assert reached(goal, AppState()) == (lab != "race"), "a race has to be run"


def test_a_goal_of_the_plane_asks_for_its_gate() -> None:
    app = replace(AppState(), neuron=replace(AppState().neuron, view="plane", gate="or"))
    goal = capture.goal_from(app, "neuron")
    assert goal.gate == "or"  # type: ignore[union-attr]
    with pytest.raises(UserError):
        capture.goal_from(AppState(), "gradient")


def test_a_lesson_made_here_can_be_opened_again(tmp_path: Path) -> None:
    app = AppState()
    predict = capture.with_prediction(step_of(app, "explore"), capture.prediction_from(app, "explore"))
    warmer = replace(app, softmax=replace(app.softmax, temperature=3.0))
    goal = replace(step_of(app, "softmax"), id="two", task=ReachGoal(capture.goal_from(warmer, "softmax")))
    lesson = authoring.lesson_of("내 수업", "ko", (predict, goal))
    path = tmp_path / "mine.actlesson"
    save_lesson(lesson, path)
    opened = open_lesson(path)
    assert [step.id for step in opened.steps] == ["one", "two"]
    assert not opened.problems
    assert opened.titles == {"ko": "내 수업"}
    assert authoring.fresh_id(opened.steps) == "step_1"


def test_a_goal_that_is_reached_before_it_begins_is_said_before_saving() -> None:
    app = AppState()
    goal = replace(step_of(app, "softmax"), task=ReachGoal(capture.goal_from(app, "softmax")))
    problems = authoring.problems_of(authoring.lesson_of("제목", "ko", (goal,)))
    assert problems[0].id == "lesson_file.goal_reached"
    assert problems[0].field == "step[0].task.check"


def test_a_lesson_needs_a_title_and_a_step() -> None:
    with pytest.raises(UserError):
        authoring.lesson_of(" ", "ko", (step_of(AppState(), "explore"),))
    with pytest.raises(UserError):
        authoring.lesson_of("제목", "ko", ())
