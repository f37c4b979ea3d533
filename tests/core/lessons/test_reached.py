"""Every goal: not reached on the lab's first screen, reached once a person has done what it asks for."""

from __future__ import annotations

import typing
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from core.labs import compare, explore, gradient, neuron, race, softmax
from core.labs.gradient import workshop
from core.lessons.goals import Goal
from core.lessons.reached import reached
from core.state import AppState
from core.tensor_value import TensorValue
from tests.core.lessons.made_steps import goal


def doing(lab: str, *verbs: Callable[[Any], Any]) -> AppState:
    """Return the app once each verb has been applied to the slice of ``lab``."""
    slice = getattr(AppState(), lab)
    for verb in verbs:
        slice = verb(slice)
    return replace(AppState(), **{lab: slice})


# A goal, and what a person does: some of it is not enough, the rest is.
DONE: tuple[tuple[Goal, AppState, AppState], ...] = (
    (
        goal(check="explore_output", x=-3, equals=-0.3, function="leaky_relu"),
        doing("explore", lambda s: explore.choose_function(s, "leaky_relu")),
        doing("explore", lambda s: explore.choose_function(s, "leaky_relu"),
              lambda s: explore.set_param(s, "negative_slope", 0.1)),
    ),
    (
        goal(check="explore_slope", low=0.24, high=0.25, function="sigmoid"),
        doing("explore", lambda s: explore.choose_function(s, "sigmoid"), lambda s: explore.move_probe(s, 2.0)),
        doing("explore", lambda s: explore.choose_function(s, "sigmoid"), lambda s: explore.move_probe(s, 0.1)),
    ),
    (
        goal(check="explore_element", low=0.9999, high=1.0, function="sigmoid"),
        doing("explore", lambda s: explore.choose_function(s, "sigmoid")),
        doing("explore", lambda s: explore.choose_function(s, "sigmoid"), lambda s: explore.set_cell(s, 0, 17.0)),
    ),
    (
        goal(check="compare_has", functions=["relu", "gelu"]),
        doing("compare", lambda s: compare.add_function(s, "tanh")),
        doing("compare", lambda s: compare.add_function(s, "gelu")),
    ),
    (
        goal(check="compare_same", function="tanh", tolerance=0.01),
        doing("compare", lambda s: compare.choose_function(s, 0, "tanh"),
              lambda s: compare.set_formula(s, 1, "2 * sigmoid(2 * x) - 0.98")),
        doing("compare", lambda s: compare.choose_function(s, 0, "tanh"),
              lambda s: compare.set_formula(s, 1, "2 * sigmoid(2 * x) - 1")),
    ),
    (
        goal(check="neuron_gate", gate="and", layers=1),
        doing("neuron", lambda s: neuron.show_answer(neuron.choose_gate(s, "or"))),
        doing("neuron", lambda s: neuron.show_answer(neuron.choose_gate(s, "and"))),
    ),
    (
        goal(check="neuron_gate", gate="xor"),
        doing("neuron", lambda s: neuron.show_answer(neuron.choose_gate(s, "xor"))),
        doing("neuron", lambda s: neuron.show_solution(s, "relu")),
    ),
    (
        goal(check="neuron_gate", gate="xor", right=3),
        doing("neuron", lambda s: neuron.choose_gate(s, "and")),
        doing("neuron", lambda s: neuron.show_answer(neuron.choose_gate(s, "xor"))),
    ),
    (
        goal(check="neuron_output", low=2.5, high=3.5),
        doing("neuron", lambda s: neuron.choose_function(s, "relu")),
        doing("neuron", lambda s: neuron.choose_function(s, "relu"), lambda s: neuron.move_sum(s, 3.0)),
    ),
    (
        goal(check="neuron_between"),
        doing("neuron", lambda s: neuron.choose_function(neuron.set_view(s, "collapse"), "identity")),
        doing("neuron", lambda s: neuron.choose_function(neuron.set_view(s, "collapse"), "sigmoid")),
    ),
    (
        goal(check="softmax_share", low=0.99),
        doing("softmax", lambda s: softmax.set_slider(s, "scale", 2.0)),
        doing("softmax", lambda s: softmax.set_slider(s, "scale", 8.0)),
    ),
    (
        goal(check="softmax_dim", dim=0),
        doing("softmax", lambda s: softmax.set_dim(s, -1)),
        doing("softmax", lambda s: softmax.set_dim(s, -2)),
    ),
    (
        goal(check="softmax_loss", low=0, high=0.1),
        doing("softmax", lambda s: softmax.set_target(s, 1)),
        doing("softmax", lambda s: softmax.set_logit(s, 0, 8.0)),
    ),
    (
        goal(check="gradient_ratio", function="relu", low=0.1, high=10),
        doing("gradient", lambda s: gradient.set_init(s, "normal")),
        doing("gradient", lambda s: gradient.set_init(s, "he")),
    ),
    (
        goal(check="dead_units", low=12, high=12, function="relu"),
        doing("gradient", lambda s: replace(s, workshop=workshop.set_workshop(s.workshop, "shift", -1.0))),
        doing("gradient", lambda s: replace(s, workshop=workshop.set_workshop(s.workshop, "shift", -500.0))),
    ),
    (
        goal(check="workshop_loss", low=0, high=0.45, function="relu"),
        doing("gradient", lambda s: replace(s, workshop=workshop.step(s.workshop, 1))),
        doing("gradient", lambda s: replace(s, workshop=workshop.step(s.workshop, 100))),
    ),
    (
        goal(check="race_ready", functions=["relu", "mish"], data="xor", prediction=True, conclusion=True),
        doing("race", lambda s: race.add_entrant(race.set_data(s, "kind", "xor"), "mish"),
              lambda s: race.write_prediction(s, "ReLU"), lambda s: race.write_conclusion(s, "  ")),
        doing("race", lambda s: race.add_entrant(race.set_data(s, "kind", "xor"), "mish"),
              lambda s: race.write_prediction(s, "ReLU"), lambda s: race.write_conclusion(s, "Mish")),
    ),
    (
        goal(check="race_run", functions=["mish"], data="xor", epochs=5),
        doing("race", lambda s: race.set_data(s, "kind", "xor")),
        doing("race", lambda s: race.add_entrant(race.set_data(s, "kind", "xor"), "mish")),
    ),
)  # fmt: skip
RUN = race.Outcome(epochs=5, ended=False, loss=(), accuracy=(), places=())


@pytest.mark.parametrize(("goal", "almost", "done"), DONE, ids=lambda v: type(v).__name__)
def test_a_goal_is_reached_by_what_it_asks_for_and_not_before(goal: Goal, almost: AppState, done: AppState) -> None:
    assert not reached(goal, AppState(), RUN)
    assert not reached(goal, almost, RUN)
    assert reached(goal, done, RUN)


def test_a_race_counts_as_run_after_so_many_epochs_or_at_its_end() -> None:
    run, app = goal(check="race_run", epochs=5), AppState()
    assert not reached(run, app)
    assert not reached(run, app, "something else")
    assert not reached(run, app, replace(RUN, epochs=0, ended=True))
    assert not reached(run, app, replace(RUN, epochs=4))
    assert reached(run, app, replace(RUN, epochs=4, ended=True))
    assert reached(run, app, RUN)


def test_every_goal_is_tried() -> None:
    assert {type(goal) for goal, _, _ in DONE} == set(typing.get_args(Goal))


@pytest.mark.parametrize("kind", typing.get_args(Goal), ids=lambda kind: kind.__name__)
def test_a_goal_about_one_function_is_not_reached_with_another(kind: type[msgspec.Struct]) -> None:
    if "function" not in kind.__struct_fields__:
        return
    of_kind = [(one, done) for one, _, done in DONE if isinstance(one, kind)]
    for one, done in of_kind:
        assert not reached(msgspec.structs.replace(one, function="hardshrink"), done)


def test_a_vector_function_has_no_single_output_to_reach() -> None:
    app = doing("explore", lambda s: explore.choose_function(s, "softmax"))
    assert not reached(goal(check="explore_output", x=3, equals=1), app)
    assert not reached(goal(check="explore_slope", low=-9, high=9), app)


def test_a_function_that_does_not_take_the_tensor_reaches_nothing() -> None:
    app = doing("explore", lambda s: explore.choose_function(s, "glu"),
                lambda s: explore.set_tensor(s, TensorValue.of([1.0, 2.0, 3.0])))  # fmt: skip
    assert not reached(goal(check="explore_element", low=-9, high=9), app)


def test_the_gradient_may_underflow_or_explode_without_harm() -> None:
    app = doing("gradient", lambda s: gradient.set_setting(gradient.set_init(s, "normal"), "sigma", 100.0))
    assert not reached(goal(check="gradient_ratio", function="relu", low=0, high=1), app)
