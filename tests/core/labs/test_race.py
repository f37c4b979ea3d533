"""The race's state: its verbs, what restarts it, and what a session file may hold."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from core import session
from core.labs import race
from core.labs.race import RaceState
from core.state import AppState
from core.text import UserError
from core.training.csv_points import parse_csv
from core.training.datasets import DataChoice
from core.training.plan import Design

START = RaceState()


def _refused(id: str, verb: Any, *values: object) -> None:
    with pytest.raises(UserError) as caught:
        verb(*values)
    assert caught.value.id == id
    assert caught.value.said_in("ko")
    assert caught.value.said_in("en")


def test_the_first_race_can_be_run() -> None:
    made = race.plan(START)
    assert made.networks == 48
    assert made.sizes == (2, 8, 8, 1)
    assert made.loss == "bce"
    assert race.checked(START) == START


def test_entrants_come_and_go_and_keep_their_colours() -> None:
    state = race.add_entrant(START, "elu")
    assert state.entrants[-1].series == 6
    assert state.selected == 6
    state = race.remove_entrant(race.predict(state, 2), 2)
    assert [one.series for one in state.entrants] == [0, 1, 3, 4, 5, 6]
    assert state.predicted == -1
    state = race.add_entrant(state, "mish")
    assert state.entrants[-1].series == 2
    for key in ("selu", "celu", "softplus"):
        state = race.add_entrant(state, key)
    _refused("race.too_many", race.add_entrant, state, "silu")
    only = replace(START, entrants=START.entrants[:1])
    _refused("race.last_one", race.remove_entrant, only, 0)


def test_vector_functions_cannot_race() -> None:
    for verb in (lambda: race.add_entrant(START, "softmax"), lambda: race.choose_function(START, 0, "glu")):
        _refused("training.not_elementwise", verb)
    _refused("training.not_elementwise", race.set_layer, START, 0, 1, "softmax")


def test_parameters_formulas_and_layers_reach_the_networks() -> None:
    state = race.set_param(START, 4, "negative_slope", 0.2)
    state = race.set_formula(state, 0, "x * a")
    state = race.set_param(state, 0, "a", 0.5)
    state = race.set_layer(state, 3, 1, "tanh")
    contestants = race.plan(state).contestants
    assert contestants[4].functions[0].params == {"negative_slope": 0.2}
    assert contestants[0].functions[0].params == {"a": 0.5}
    assert [f.record.key for f in contestants[3].functions] == ["relu", "tanh"]
    assert race.set_layer(state, 3, 1, "").entrants[3].layers == ()
    _refused("parameter.out_of_range", race.set_param, state, 4, "negative_slope", 1e9)
    _refused("race.no_layer", race.set_layer, state, 0, 8, "tanh")


@pytest.mark.parametrize(
    ("name", "value", "id"),
    [
        ("depth", 9, "training.out_of_range"),
        ("width", 0, "training.out_of_range"),
        ("width", 2.5, "training.not_whole"),
        ("learning_rate", "빨리", "training.not_a_number"),
        ("learning_rate", float("nan"), "training.not_a_number"),
        ("learning_rate", -1, "training.out_of_range"),
        ("seeds", 17, "training.out_of_range"),
        ("optimizer", "rmsprop", "training.choice"),
        ("initialization", "zeros", "training.choice"),
        ("batch_size", -1, "training.out_of_range"),
        ("l2", float("inf"), "training.not_a_number"),
    ],
)
def test_a_design_that_cannot_be_is_refused(name: str, value: object, id: str) -> None:
    _refused(id, race.set_design, START, name, value)


def test_numbers_may_be_typed() -> None:
    assert race.set_design(START, "learning_rate", "0.1").design.learning_rate == 0.1
    state = race.set_design(START, "depth", "3")
    assert state.design.depth == 3
    assert isinstance(state.design.depth, int)
    assert race.set_data(START, "noise", "0.25").data.noise == 0.25


def test_a_step_that_needs_too_much_memory_says_how_large_a_batch_may_be() -> None:
    rows = "".join(f"{n / 1000},{-n / 1000},{n % 2}\n" for n in range(5000))
    state = race.open_points(START, parse_csv(rows, "x.csv"))
    for name, value in (("depth", 8), ("width", 64), ("seeds", 16), ("batch_size", 0)):
        state = race.set_design(state, name, value)
    with pytest.raises(UserError) as caught:
        race.plan(state)
    assert caught.value.id == "training.too_large"
    race.plan(race.set_design(state, "batch_size", caught.value.values["batch_size"]))


def test_what_restarts_the_race_is_said() -> None:
    for name in (f.name for f in fields(Design)):
        assert race.restarting(name)
    changes = {
        ("learning_rate",): race.set_design(START, "learning_rate", 0.1),
        ("data_seed",): race.set_data(START, "seed", 5),
        ("kind",): race.set_data(START, "kind", "xor"),
        ("entrants",): race.add_entrant(START, "elu"),
        (): race.set_goal(START, "target", 0.95),
    }
    for said, state in changes.items():
        assert race.restarts(START, state) == said
    for view in (
        race.set_pace(START, 5.0),
        race.write_prediction(START, "GELU"),
        race.enlarge(START, 2, 3),
        race.show_seed(START, 1),
        race.show_curve(START, "accuracy", "train", True),
        race.select(START, 3),
        race.set_range(START, 4, "negative_slope", 0.0, 0.5, 0.01),
    ):
        assert race.restarts(START, view) == ()
    for name in ("target", "last_epoch", "stop_at_target", "pace", "prediction", "board_seed"):
        assert not race.restarting(name)
    # The default given by hand is the same race.
    assert race.restarts(START, race.set_param(START, 4, "negative_slope", 0.01)) == ()


def test_own_points_are_clicked_moved_and_taken_away() -> None:
    state = race.add_point(START, 1.0, 2.0, 0)
    assert state.data.kind == "own"
    _refused("training.too_few_points", race.plan, state)
    state = race.add_point(state, -1.0, 0.5, 1)
    assert race.plan(state).loss == "bce"
    state = race.add_point(state, 0.0, 0.0, 2)
    assert race.plan(state).loss == "cross_entropy"
    assert state.own.classes == ("0", "1", "2")
    moved = race.move_point(state, 2, 3.0, -3.0)
    assert moved.own.rows is not None
    assert moved.own.rows.values[2].tolist() == [3.0, -3.0, 2.0]
    assert race.remove_point(moved, 0).own.count == 2
    assert race.clear_points(moved).own.count == 0
    assert race.set_data(moved, "kind", "xor").own == moved.own
    assert race.restarts(race.set_data(moved, "kind", "xor"), race.set_data(state, "kind", "xor")) == ()
    assert race.restarts(state, moved) == ("points",)
    _refused("race.point", race.add_point, state, float("nan"), 0.0, 0)
    _refused("race.point_class", race.add_point, state, 0.0, 0.0, 5)


def test_a_regression_has_a_target_of_its_own() -> None:
    state = race.set_data(START, "kind", "sine")
    assert state.goal.target == 0.05
    assert race.set_data(race.set_goal(state, "target", 0.2), "kind", "plane").goal.target == 0.2
    assert race.set_data(state, "kind", "circle").goal.target == 0.9
    assert race.open_points(START, parse_csv("1,2\n3,4\n5,6\n", "x.csv")).goal.target == 0.05


def test_the_board_shows_the_whole_plane_or_the_own_points() -> None:
    view = race.board_view(START, race.dataset(START))
    assert view.x_range == view.y_range == (-3.0, 3.0)
    state = race.open_points(START, parse_csv("170,60,0\n150,50,1\n190,95,0\n", "x.csv"))
    view = race.board_view(state, race.dataset(state))
    assert view.x_range[0] < 150
    assert view.x_range[1] > 190
    sine = race.set_data(START, "kind", "sine")
    view = race.board_view(sine, race.dataset(sine))
    assert view.y_range[0] < -1
    assert view.y_range[1] > 1


def test_everything_a_person_can_change_comes_back_from_a_file() -> None:
    state = race.set_formula(race.set_layer(START, 2, 0, "relu"), 0, "x * a")
    state = race.set_range(race.set_param(state, 0, "a", 0.5), 0, "a", 0.0, 2.0, 0.1)
    state = race.set_design(race.set_design(state, "optimizer", "momentum"), "l1", 0.001)
    state = race.set_goal(race.set_goal(state, "stop_at_target", True), "last_epoch", 0)
    state = race.predict(race.write_prediction(state, "아마도 Tanh"), 2)
    state = race.write_conclusion(state, "그렇지 않았습니다.\n왜냐하면 …")
    state = race.add_point(race.add_point(state, 1.0, 2.0, 0), 0.5, 0.25, 3)
    state = race.choose_brush(race.set_pace(state, 12.0), 2)
    state = race.show_curve(race.show_seed(state, 3), "accuracy", "train", True)
    state = race.point_out(race.enlarge(state, 1, 2), 1, 5)
    app = AppState(race=state)
    back = session.decode(session.encode(app), "x")
    assert back == app
    assert app.tensors()[-1] is state.own.rows


@pytest.mark.parametrize(
    "broken",
    [
        replace(START, entrants=()),
        replace(START, entrants=(START.entrants[0], START.entrants[0])),
        replace(START, entrants=(replace(START.entrants[0], series=10),)),
        replace(START, entrants=(replace(START.entrants[0], function="softmax"),)),
        replace(START, entrants=(replace(START.entrants[0], function="nothing"),)),
        replace(START, entrants=(replace(START.entrants[0], params={"alpha": 1.0}),)),
        replace(START, entrants=(replace(START.entrants[0], formula="import os"),)),
        replace(START, entrants=(replace(START.entrants[0], layers=("relu",) * 9),)),
        replace(START, data=DataChoice("nothing")),
        replace(START, design=Design(width=0)),
        replace(START, goal=replace(START.goal, target=2.0)),
        replace(START, pace=-1.0),
        replace(START, curve="speed"),
        replace(START, conclusion="가" * 3000),
    ],
)
def test_what_no_verb_would_make_is_refused(broken: RaceState) -> None:
    with pytest.raises(UserError):
        race.checked(broken)


def test_places_that_are_not_there_are_brought_back_in() -> None:
    odd = replace(START, selected=99, predicted=42, enlarged=77, opened_unit=100, board_seed=50, brush=9)
    made = race.checked(odd)
    assert (made.selected, made.predicted, made.enlarged, made.opened_unit) == (0, -1, -1, -1)
    assert made.board_seed == made.design.seeds - 1
    assert made.brush == 1


def test_a_prediction_stands_from_the_start_of_the_training() -> None:
    state = race.start(race.predict(race.write_prediction(RaceState(), "because"), 3))
    _refused("race.prediction_locked", race.predict, state, 2)
    _refused("race.prediction_locked", race.write_prediction, state, "no")
    assert race.write_conclusion(state, "so").conclusion == "so"
    assert race.checked(state) == state
    assert race.predict(race.start_anew(state), 2).predicted == 2
