"""A running experiment: run, pause, step, back, reset; who stops and why; what the board shows."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
import torch

from core.jobs import FrameWorker
from core.training import records
from core.training.boundaries import coarser, zero_lines
from core.training.datasets import DataChoice
from core.training.experiment import FRAMES_PER_SECOND, Experiment
from core.training.frames import BoardView, Frame, Goal
from core.training.ranking import ranking
from core.training.records import Records
from tests.core.training.plans import plan

VIEW = BoardView(resolution=20)


def _run(experiment: Experiment, epochs: int) -> Frame:
    experiment.goal = Goal(last_epoch=epochs)
    *_, last = experiment.run(lambda: False)
    return last


def _same(one: Frame, other: Frame) -> None:
    assert (one.epoch, one.step, one.stops) == (other.epoch, other.step, other.stops)
    for name in ("train_loss", "test_loss", "train_accuracy", "test_accuracy"):
        np.testing.assert_array_equal(getattr(one.curves, name), getattr(other.curves, name))
        np.testing.assert_array_equal(getattr(one.scores, name), getattr(other.scores, name))
    np.testing.assert_array_equal(one.gradient, other.gradient)
    np.testing.assert_array_equal(one.dead, other.dead)


def test_a_race_runs_to_its_last_epoch_and_writes_every_epoch_down() -> None:
    frame = _run(Experiment(plan(["relu", "tanh"], seeds=3)), 30)
    assert (frame.epoch, frame.step, frame.ended) == (30, 0, "epoch")
    assert frame.curves.epochs.tolist() == list(range(31))
    assert frame.curves.test_loss.shape == (31, 2, 3)
    assert frame.scores.train_accuracy.shape == (2, 3)
    np.testing.assert_allclose(frame.curves.test_loss[-1], frame.scores.test_loss, rtol=1e-6)
    band = frame.curves.bands["test_loss"]
    np.testing.assert_allclose(band.mean, frame.curves.test_loss.mean(2), rtol=1e-5)
    np.testing.assert_allclose(band.spread, frame.curves.test_loss.std(2, ddof=1), rtol=1e-3, atol=1e-7)


def test_frames_come_at_most_thirty_times_a_second_by_the_clock() -> None:
    now = 0.0

    def clock() -> float:
        nonlocal now
        now += 0.001
        return now

    experiment = Experiment(plan(), Goal(last_epoch=300))
    times = []
    for _ in experiment.run(lambda: False, clock=clock):
        times.append(now)
    assert len(times) > 5
    assert min(np.diff(times[:-1])) >= 1 / FRAMES_PER_SECOND - 1e-9


def test_a_pace_is_kept() -> None:
    experiment = Experiment(plan(), Goal(last_epoch=6))
    start = time.perf_counter()
    frames = list(experiment.run(lambda: False, pace=lambda: 20.0))
    assert 0.2 < time.perf_counter() - start < 3.0
    assert [frame.epoch for frame in frames][:5] == [1, 2, 3, 4, 5]


def test_cancelling_ends_the_run_between_two_steps_and_everything_goes_on_from_there() -> None:
    experiment, undisturbed = (Experiment(plan(["relu", "gelu"], optimizer="adam")) for _ in range(2))
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 20

    assert list(experiment.run(cancelled)) == []
    here = experiment.frame()
    assert here.epoch < 20
    _same(_run(experiment, 25), _run(undisturbed, 25))


def test_steps_epochs_and_runs_lead_to_the_same_numbers() -> None:
    stepped, run = (Experiment(plan(["relu", "silu"], optimizer="momentum")) for _ in range(2))
    for _ in range(3):
        stepped.step()
    assert stepped.frame().step == 3
    for _ in range(6):
        stepped.epoch()
    _same(stepped.frame(), _run(run, 6))


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_back_is_exactly_where_it_was(optimizer: str) -> None:
    experiment = Experiment(plan(["relu", "prelu"], optimizer=optimizer))
    frames = [experiment.frame()]
    frames += [experiment.step() for _ in range(12)]
    assert not frames[0].can_step_back
    assert frames[-1].can_step_back
    for before in reversed(frames[:-1]):
        _same(experiment.step_back(), before)
    assert experiment.step_back().step == 0
    _same(experiment.step(), frames[1])


def test_back_to_the_last_end_of_an_epoch_also_in_the_middle_of_a_run() -> None:
    experiment, other = (Experiment(plan(["relu", "tanh"])) for _ in range(2))
    _run(experiment, 40)
    for epoch in (39, 38, 37):
        _same(
            experiment.epoch_back(),
            _run(other if other.frame().epoch <= epoch else Experiment(plan(["relu", "tanh"])), epoch),
        )
    experiment.step()
    assert experiment.epoch_back().epoch == 37
    _same(_run(experiment, 45), _run(Experiment(plan(["relu", "tanh"])), 45))


def test_reset_is_the_very_same_start() -> None:
    experiment = Experiment(plan(["relu", "tanh"], optimizer="adam"))
    start = experiment.frame()
    first = _run(experiment, 12)
    _same(experiment.reset(), start)
    assert not experiment.frame().can_step_back
    _same(_run(experiment, 12), first)


def test_a_target_ends_the_race_when_all_are_there() -> None:
    made = plan(["tanh", "gelu"], DataChoice("gaussians", count=80), optimizer="adam")
    experiment = Experiment(made, Goal(target=0.9, last_epoch=500, stop_at_target=True))
    *_, frame = experiment.run(lambda: False)
    assert frame.ended == "target"
    assert frame.epoch < 500
    accuracy = frame.curves.test_accuracy
    assert (accuracy[-1].mean(1) >= 0.9).all()
    assert (accuracy[-2].mean(1) < 0.9).any()
    for e in range(2):
        for s in range(2):
            at = np.flatnonzero(accuracy[:, e, s] >= np.float32(0.9))
            assert frame.reached[e, s] == (at[0] if at.size else -1)


def test_a_regression_is_judged_by_its_loss() -> None:
    made = plan(["tanh", "identity"], DataChoice("sine", count=80, noise=0.0), optimizer="adam", learning_rate=0.03)
    frame = _run(Experiment(made, Goal(target=0.1)), 150)
    assert np.isnan(frame.scores.test_accuracy).all()
    rows = ranking(made, frame)
    assert [row.contestant for row in rows] == [0, 1]
    assert rows[0].score < rows[1].score


# --- networks that stop ---


def test_a_learning_rate_far_too_large_stops_that_network_and_no_other() -> None:
    made = plan(["identity", "sigmoid"], DataChoice("plane", count=60), learning_rate=0.3, depth=3)
    experiment = Experiment(made)
    frame = _run(experiment, 10)
    assert {stop.contestant for stop in frame.stops} == {0}
    assert {stop.seed for stop in frame.stops} == {0, 1}
    stop = frame.stops[0]
    assert stop.reason == "learning_rate"
    assert 1 <= stop.epoch <= 3
    assert 1 <= stop.layer <= 4
    assert frame.ended == "epoch"
    assert np.isfinite(frame.scores.train_loss).all()
    assert np.isnan(frame.curves.train_loss[-1, 0]).all()
    assert np.isfinite(frame.curves.train_loss[-1, 1]).all()
    for parameter in experiment.network(0, 0, VIEW).weights:
        assert np.isfinite(parameter).all()


def test_the_others_learn_as_if_nobody_had_stopped() -> None:
    design = {"learning_rate": 0.3, "depth": 3}
    data = DataChoice("plane", count=60)
    together = _run(Experiment(plan(["identity", "sigmoid"], data, **design)), 10)
    alone = _run(Experiment(plan(["sigmoid"], data, **design)), 10)
    np.testing.assert_allclose(together.scores.test_loss[1], alone.scores.test_loss[0], rtol=1e-4)


def test_a_stop_is_told_alike_however_one_gets_there_and_taken_back() -> None:
    made = plan(["identity", "sigmoid"], DataChoice("plane", count=60), learning_rate=0.3, depth=3)
    run, stepped = Experiment(made), Experiment(made)
    stops = _run(run, 6).stops
    while len(stepped.frame().stops) < 2:
        stepped.step()
    assert set(stepped.frame().stops) == set(stops)
    first = min((stop.epoch - 1) * made.steps_per_epoch + stop.step for stop in stops)
    while stepped.frame().epoch * made.steps_per_epoch + stepped.frame().step >= first:
        stepped.step_back()
    assert stepped.frame().stops == ()
    _same(_run(stepped, 6), run.frame())


def test_a_function_without_a_value_there_is_said_to_be_undefined() -> None:
    frame = _run(Experiment(plan(["log(x)", "relu"])), 3)
    assert {(stop.contestant, stop.reason, stop.layer, stop.epoch) for stop in frame.stops} == {(0, "undefined", 1, 1)}
    assert np.isfinite(frame.scores.train_loss[1]).all()


def test_numbers_that_outgrow_float32_on_their_way_are_said_to_explode() -> None:
    frame = _run(Experiment(plan(["exp(x*x)", "relu"], initialization="normal", init_std=3.0)), 3)
    assert {stop.contestant for stop in frame.stops} == {0}
    assert {stop.reason for stop in frame.stops} <= {"exploding", "undefined"}
    assert "exploding" in {stop.reason for stop in frame.stops}


def test_a_slope_without_end_is_named() -> None:
    frame = _run(Experiment(plan(["sqrt(max(0, x))", "relu"], learning_rate=0.01)), 5)
    assert {stop.reason for stop in frame.stops} == {"slope"}


def test_a_race_in_which_everyone_stops_is_over() -> None:
    frame = _run(Experiment(plan(["log(x)"])), 50)
    assert frame.ended == "stopped"
    assert frame.epoch < 50
    assert ranking(plan(["log(x)"]), frame)[0].stopped_seeds == 2


# --- what is shown ---


def test_the_board_shows_the_mean_over_seeds_or_one_of_them() -> None:
    experiment = Experiment(plan(["relu", "tanh"], seeds=3))
    _run(experiment, 5)
    mean = experiment.board(VIEW)
    seeds = [experiment.board(BoardView(resolution=20, seed=s)).values for s in range(3)]
    assert mean.values.shape == (2, 1, 20, 20)
    np.testing.assert_allclose(mean.values, np.mean(seeds, axis=0), rtol=1e-5)
    opened = experiment.network(1, 2, VIEW)
    np.testing.assert_allclose(opened.values, seeds[2][1], rtol=1e-4, atol=1e-6)
    x, y = np.array([mean.x[3]]), np.array([mean.y[17]])
    hidden = np.tanh(opened.weights[0] @ np.concatenate([x, y]) + opened.biases[0])
    np.testing.assert_allclose(opened.outputs[0][:, 17, 3], hidden, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("kind", ["blobs", "spirals", "sine", "plane"])
def test_every_task_has_a_board(kind: str) -> None:
    made = plan(["relu", "prelu"], DataChoice(kind, count=40))
    board = Experiment(made).board(VIEW)
    rows = 1 if kind == "sine" else 20
    assert board.values.shape == (2, made.dataset.outputs, rows, 20)
    if made.dataset.task == "multiclass":
        np.testing.assert_allclose(board.values.sum(1), 1.0, rtol=1e-5)
    opened = Experiment(made).network(1, 0, VIEW)
    assert opened.learned == (0.25, 0.25)
    np.testing.assert_allclose(
        opened.values, Experiment(made).board(BoardView(resolution=20, seed=0)).values[1], rtol=1e-4, atol=1e-6
    )


def test_the_boundary_of_a_first_layer_unit_is_the_line_of_its_weights() -> None:
    experiment = Experiment(plan(["relu"]))
    experiment.epoch()
    opened = experiment.network(0, 0, VIEW)
    drawn = 0
    for unit, lines in enumerate(opened.boundaries[0]):
        if lines.size:
            drawn += 1
            sums = lines.reshape(-1, 2) @ opened.weights[0][unit] + opened.biases[0][unit]
            assert np.abs(sums).max() < 1e-3
    assert drawn


def test_zero_lines_of_a_circle_lie_on_it_and_close() -> None:
    x = np.linspace(-2, 2, 81)
    across, up = np.meshgrid(x, x)
    lines = zero_lines(across**2 + up**2 - 1.0001, x, x, VIEW)
    assert np.abs(np.hypot(lines[..., 0], lines[..., 1]) - 1).max() < 2e-3
    length = np.hypot(*(lines[:, 1] - lines[:, 0]).T).sum()
    assert length == pytest.approx(2 * np.pi, rel=1e-2)
    ends = np.round(lines.reshape(-1, 2), 6)
    _, counts = np.unique(ends, axis=0, return_counts=True)
    assert set(counts.tolist()) == {2}


def test_zero_lines_part_a_saddle_in_two() -> None:
    x = np.linspace(-1.1, 1, 12)
    across, up = np.meshgrid(x, x)
    lines = zero_lines(across * up - 0.001, x, x, VIEW)
    assert (lines[..., 0] * lines[..., 1]).min() > -0.02


def test_running_frames_carry_boards_and_the_last_one_is_fresh() -> None:
    experiment = Experiment(plan(["relu", "tanh"]), Goal(last_epoch=80))
    *_, last = experiment.run(lambda: False, lambda: VIEW)
    assert last.board is not None
    assert (last.board.epoch, last.board.step) == (80, 0)
    np.testing.assert_array_equal(last.board.values, experiment.board(VIEW).values)


def test_curves_of_an_earlier_frame_stay_as_they_were() -> None:
    experiment = Experiment(plan(["relu"]))
    early = _run(experiment, 5).curves
    kept = early.test_loss.copy()
    _run(experiment, 700)
    np.testing.assert_array_equal(early.test_loss, kept)


def test_the_ranking_names_the_best_first_and_ties_share_a_place() -> None:
    made = plan(["identity", "tanh", "tanh"], DataChoice("circle", count=200), optimizer="adam", learning_rate=0.03)
    frame = _run(Experiment(made), 60)
    rows = ranking(made, frame, (1.0, 2.0, 2.0))
    assert [row.contestant for row in rows] == [1, 2, 0]
    assert [row.place for row in rows] == [1, 1, 3]
    accuracy = frame.scores.test_accuracy
    assert rows[0].score == pytest.approx(accuracy[1].mean())
    assert rows[0].spread == pytest.approx(accuracy[1].std(ddof=1))
    assert [row.cost for row in rows] == [2.0, 2.0, 1.0]
    assert rows[0].reached_seeds == 2
    assert rows[0].reached_epoch == pytest.approx(frame.reached[1].mean())
    assert rows[2].reached_epoch is None


def test_nobody_has_a_place_before_the_first_step() -> None:
    experiment = Experiment(plan(["identity", "sigmoid", "tanh", "relu"]))
    assert [(row.contestant, row.place) for row in ranking(experiment.plan, experiment.frame())] == [
        (number, 0) for number in range(4)
    ]
    assert {row.place for row in ranking(experiment.plan, _run(experiment, 1))} >= {1}


def test_costs_are_measured_apart_from_the_race() -> None:
    experiment = Experiment(plan(["identity", "mish"]))
    before = experiment.frame()
    costs = experiment.measure_costs()
    assert costs is not None
    assert len(costs) == 2
    assert 0 < costs[0] < costs[1]
    assert experiment.measure_costs(lambda: True) is None
    _same(experiment.frame(), before)


def test_all_night_fits_in_memory() -> None:
    kept = Records(10, 16)
    recorded = sum(kept.is_recorded(epoch) for epoch in range(1_000_000))
    assert kept.every_epoch == 6_250
    assert recorded < 7 * kept.every_epoch
    assert all(kept.is_recorded(epoch) for epoch in range(kept.every_epoch + 1))
    assert not kept.is_recorded(kept.every_epoch + 1)
    assert Records(1, 1).every_epoch >= 100_000, "a race of one network may last as long as can be asked for"


def test_thinned_records_say_how_far_apart_they_are_and_the_target_is_found_in_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(records, "EVERY_ROW", 2 * 8)
    experiment = Experiment(plan(["tanh"], seeds=2), Goal(target=0.9))
    assert experiment.frame().curves.every == 1
    for _ in range(23):
        experiment.epoch()
    frame = experiment.frame()
    assert frame.curves.epochs.tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20]
    assert frame.curves.every == 4
    for target in (0.9, 0.5, 0.9):
        experiment.goal = Goal(target=target)
        reached = experiment.frame().reached
        for seed, accuracy in enumerate(frame.curves.test_accuracy[:, 0].T):
            there = [epoch for epoch, one in zip(frame.curves.epochs, accuracy, strict=True) if one >= target]
            assert reached[0, seed] == (there[0] if there else -1)
    for _ in range(10):
        experiment.epoch_back()
    back = experiment.frame()
    assert back.epoch == 13
    assert back.curves.epochs.tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12]
    assert back.curves.every == 2


def test_eighty_networks_do_not_need_a_second_thread() -> None:
    Experiment(plan())
    assert torch.get_num_threads() == 1


def test_boundaries_are_coarser_while_large_networks_run_and_whole_at_the_end() -> None:
    small, large = plan(["relu"]), plan(["relu"] * 10, depth=8, width=64, seeds=16)
    assert coarser(small, BoardView()) == BoardView()
    assert 25 <= coarser(large, BoardView()).resolution < 100


def test_a_command_that_is_cancelled_keeps_the_boundaries_it_had() -> None:
    experiment = Experiment(plan(["relu"]))
    board = experiment.frame(VIEW).board
    assert experiment.step(VIEW, lambda: True).board is board


def test_an_epoch_whose_end_was_cut_short_is_written_down_later() -> None:
    experiment, other = (Experiment(plan(["relu", "tanh"])) for _ in range(2))
    steps = experiment.plan.steps_per_epoch
    experiment._trainer.run(steps)
    frame = experiment.frame(cancelled=lambda: True)
    assert frame.curves.epochs.tolist() == [0]
    _same(experiment.frame(), _run(other, 1))
    _same(_run(experiment, 4), _run(other, 4))


def test_eighty_networks_stop_within_a_tenth_of_a_second_and_the_largest_too() -> None:
    for made in (plan(["relu", "gelu"] * 5, seeds=8), plan(["relu"] * 10, depth=8, width=64, seeds=16, batch_size=0)):
        worker: FrameWorker[Frame] = FrameWorker("race", lambda ticket, frame: None)
        experiment = Experiment(made, Goal(last_epoch=0))
        worst = []
        for _ in range(5):
            worker.start(lambda cancelled, e=experiment: e.run(cancelled, lambda: VIEW))
            time.sleep(0.3)
            start = time.perf_counter()
            worker.cancel()
            assert worker.wait(10)
            worst.append(time.perf_counter() - start)
        assert sorted(worst)[2] < 0.1


def test_equal_accuracies_in_another_order_of_seeds_are_a_tie() -> None:
    made = plan(["relu", "tanh"], seeds=3)
    frame = Experiment(made).frame()
    same = np.array([[0.1, 0.2, 0.3], [0.3, 0.2, 0.1]])
    assert same[0].sum() != same[1].sum()
    frame = replace(frame, epoch=1, scores=replace(frame.scores, test_accuracy=same))
    assert [rank.place for rank in ranking(made, frame)] == [1, 1]
