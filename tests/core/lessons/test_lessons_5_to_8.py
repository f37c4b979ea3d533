"""Lessons 5 to 8: their numbers against PyTorch itself, their goals brought about as a student would, the glossary."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812

from core.labs import compare, explore, gradient, race, softmax
from core.labs.gradient import workshop
from core.lessons.grade import grade
from core.lessons.library import built_in
from core.lessons.model import Lesson, Step
from core.lessons.patch import set_up
from core.lessons.text import filled
from core.lessons.values import computed
from core.state import AppState
from core.tensor_value import TensorValue

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
SEEDS = (0, 1, 2, 7)


def lesson(key: str) -> Lesson:
    return next(one for one in built_in() if one.key == key)


def step(key: str, id: str) -> Step:
    found = lesson(key).step(id)
    assert found.id == id
    return found


def numbers(key: str, id: str, seed: int = 0) -> dict[str, np.ndarray]:
    return dict(computed(step(key, id), seed))


def slope(function: object, x: float) -> float:
    leaf = torch.tensor(x, requires_grad=True)
    function(leaf).backward()  # type: ignore[operator]
    assert leaf.grad is not None
    return leaf.grad.item()


def right(key: str, id: str, app: AppState, report: object = None) -> bool:
    return grade(step(key, id), 0, (), app, report).right


def start(key: str, id: str) -> AppState:
    return set_up(AppState(), step(key, id), 0)


# --- lesson 5 ---


def test_example_d_is_predicted_from_one_number_and_is_not_on_screen() -> None:
    known = numbers("tanh", "run_d")
    assert [f"{n:.4f}" for n in known["y"]] == ["-0.7616", "0.0000", "0.7616"]
    assert known["y"].tolist() == nn.Tanh()(torch.tensor([-1.0, 0.0, 1.0])).tolist()
    assert start("tanh", "run_d").explore.tensor.values.tolist() == [1.0]
    verdict = grade(step("tanh", "run_d"), 0, ("0.2689", "0.5", "0.7311"), AppState())
    assert verdict.wrong_id == "sigmoid"


@pytest.mark.parametrize("seed", SEEDS)
def test_tanh_is_two_sigmoids_of_twice_x_less_one(seed: int) -> None:
    known = numbers("tanh", "identity", seed)
    assert np.allclose(known["y"], np.tanh(known["x"]), atol=1e-6)
    assert np.allclose(2 / (1 + np.exp(-2 * known["x"])) - 1, known["y"], atol=1e-6)
    assert start("tanh", "identity").explore.tensor.values.tolist() == [-2, 1, 2]


@pytest.mark.parametrize("seed", SEEDS)
def test_far_from_0_the_slope_of_tanh_is_the_smaller_one(seed: int) -> None:
    known = numbers("tanh", "far_out", seed)
    x = float(known["x"])
    expected = [1.0, 0.25, slope(torch.sigmoid, x), slope(torch.tanh, x)]
    assert known["slopes"].tolist() == pytest.approx(expected, rel=1e-6)
    if seed == 0:
        assert [f"{n:.4f}" for n in known["slopes"][2:]] == ["0.0452", "0.0099"]


def test_sigmoid_is_stretched_into_tanh_with_the_sliders() -> None:
    app = start("tanh", "stretch")
    assert not right("tanh", "stretch", app)
    state = app.compare
    for name, value in (("a", 2.0), ("c", -1.0), ("b", 2.0)):
        assert not right("tanh", "stretch", replace(app, compare=state))
        state = compare.set_param(state, 1, name, value)
    assert right("tanh", "stretch", replace(app, compare=state))


def test_a_fitting_gain_lets_tanh_keep_its_gradient_through_20_layers() -> None:
    app = start("tanh", "deep")
    assert not right("tanh", "deep", app)
    for gain in (1.0, 1.2, 1.5):
        assert right("tanh", "deep", replace(app, gradient=gradient.set_setting(app.gradient, "gain", gain)))
    assert not right("tanh", "deep", replace(app, gradient=gradient.set_setting(app.gradient, "gain", 3.0)))


# --- lesson 6 ---


@pytest.mark.parametrize("seed", SEEDS)
def test_leaky_relus_default_is_pytorchs(seed: int) -> None:
    known = numbers("leaky-relu", "negatives", seed)
    assert float(known["alpha"]) == nn.LeakyReLU().negative_slope == 0.01
    assert known["y"].tolist() == nn.LeakyReLU()(torch.tensor(known["x"]).float()).tolist()


def test_alpha_is_found_with_the_slider() -> None:
    app = start("leaky-relu", "alpha")
    shown = explore.compute(app.explore)
    assert shown.outputs is not None
    assert shown.outputs.tolist() == [-3.0, 2.0]
    assert not right("leaky-relu", "alpha", app)
    found = explore.set_param(app.explore, "negative_slope", 0.1)
    assert right("leaky-relu", "alpha", replace(app, explore=found))


def test_the_selected_unit_is_active_for_2_samples_of_48_and_alive() -> None:
    app = start("leaky-relu", "dead")
    shown = gradient.compute(app.gradient).workshop
    assert shown
    unit = app.gradient.workshop.unit
    assert round(float(shown.active[unit]) * len(shown.inputs)) == 2
    assert len(shown.inputs) == 48
    assert len(shown.active) == 12
    assert shown.gradient[unit] > 0
    assert not shown.dead[unit]


def test_units_die_by_both_ways_that_the_lesson_names() -> None:
    app = start("leaky-relu", "kill")
    assert not right("leaky-relu", "kill", app)

    def after(state: workshop.WorkshopState) -> bool:
        return right("leaky-relu", "kill", replace(app, gradient=gradient.in_workshop(app.gradient, state)))

    calm = workshop.step(app.gradient.workshop, 100)
    assert not after(calm)
    fast = workshop.step(workshop.set_workshop(app.gradient.workshop, "learning_rate", 0.3), 10)
    assert after(fast)
    assert after(workshop.set_workshop(app.gradient.workshop, "shift", -2.0))


def test_leaky_relu_brings_the_dead_back_and_relu_does_not() -> None:
    app = start("leaky-relu", "recover")
    shown = gradient.compute(app.gradient).workshop
    assert shown
    assert shown.dead_count == 12
    assert shown.gradient.tolist() == [0.0] * 12

    def after(state: workshop.WorkshopState) -> bool:
        return right("leaky-relu", "recover", replace(app, gradient=gradient.in_workshop(app.gradient, state)))

    still = workshop.step(app.gradient.workshop, 100)
    assert not after(still)
    leaky = workshop.choose_hidden(still, "leaky_relu")
    assert not after(leaky)
    assert after(workshop.step(workshop.step(leaky, 100), 100))
    assert after(workshop.step(workshop.set_hidden_param(leaky, "negative_slope", 0.1), 100))


@pytest.mark.parametrize("seed", SEEDS)
def test_slopes_at_kinks_are_what_autograd_picks(seed: int) -> None:
    known = numbers("leaky-relu", "kinks", seed)
    a, e = float(known["a"]), float(known["e"])
    expected = [
        slope(lambda x: F.leaky_relu(x, a), 0.0),
        slope(lambda x: F.elu(x, e), 0.0),
        slope(F.selu, 0.0),
        slope(F.hardtanh, 1.0),
        slope(F.relu6, 6.0),
    ]
    assert known["y"].tolist() == pytest.approx(expected, abs=1e-7)
    assert expected[2] == pytest.approx(1.7581, abs=5e-5)
    assert expected[3:] == [slope(F.hardtanh, -1.0), slope(F.relu6, 0.0)] == [0.0, 0.0]
    shown = set_up(AppState(), step("leaky-relu", "kinks"), seed).compare.compared
    assert (shown[0].params, shown[1].params) == ({"negative_slope": a}, {"alpha": e})


@pytest.mark.parametrize("seed", SEEDS)
def test_prelus_gradient_is_the_sum_of_the_negative_inputs(seed: int) -> None:
    known = numbers("leaky-relu", "prelu", seed)
    module = nn.PReLU()
    module(torch.tensor(known["x"]).float()).sum().backward()
    assert module.weight.grad is not None
    assert float(known["y"]) == module.weight.grad.item()
    assert module.weight.item() == float(known["start"])


# --- lesson 7 ---


@pytest.mark.parametrize("seed", SEEDS)
def test_example_f_is_worked_out_by_hand_and_is_not_on_screen(seed: int) -> None:
    known = numbers("softmax", "run_f", seed)
    assert known["p"].tolist() == nn.Softmax(dim=0)(torch.tensor(known["z"]).float()).tolist()
    if seed == 0:
        assert [f"{n:.4f}" for n in known["p"]] == ["0.6590", "0.2424", "0.0986"]
    shown = set_up(AppState(), step("softmax", "run_f"), seed).softmax
    assert shown.logits.values.tolist() == [0, 0, 0]


def test_usual_mistakes_with_softmax_have_their_own_answers() -> None:
    for answer, wrong in (
        (("0.6452", "0.3226", "0.0323"), "no_exp"),
        (("7.3891", "2.7183", "1.1052"), "not_divided"),
        (("0.8808", "0.7311", "0.5250"), "each"),
        (("0.1", "0.1", "0.1"), "other"),
    ):
        assert grade(step("softmax", "run_f"), 0, answer, AppState()).wrong_id == wrong
    assert grade(step("softmax", "dim"), 0, ("0.6652", "0.2447", "0.09") * 2, AppState()).wrong_id == "rows"
    assert grade(step("softmax", "overflow"), 0, ("nan", "nan", "nan"), AppState()).wrong_id == "naive"
    assert grade(step("softmax", "loss"), 0, ("0.8021",), AppState()).wrong_id == "twice"


def test_the_scale_makes_a_winner_take_all() -> None:
    app = start("softmax", "scale")
    assert not right("softmax", "scale", app)
    assert not right("softmax", "scale", replace(app, softmax=softmax.set_slider(app.softmax, "scale", 4.0)))
    assert right("softmax", "scale", replace(app, softmax=softmax.set_slider(app.softmax, "scale", 5.0)))


def test_a_higher_temperature_lowers_the_largest_probability() -> None:
    known = numbers("softmax", "temperature")
    z = torch.tensor([2.0, 1.0, 0.1])
    expected = [torch.softmax(z / t, 0)[0].item() for t in (0.5, 1.0, 2.0, 5.0)]
    assert known["largest"].tolist() == pytest.approx(expected, abs=1e-7)
    assert known["t"].tolist() == [0.5, 1, 2, 5]


@pytest.mark.parametrize("seed", SEEDS)
def test_dim_0_shares_among_the_rows_of_a_column(seed: int) -> None:
    known = numbers("softmax", "dim", seed)
    m = torch.tensor(known["m"]).float()
    assert known["y"].tolist() == nn.Softmax(dim=0)(m).tolist() == [[0.5] * 3] * 2
    assert known["rows"].tolist() == nn.Softmax(dim=1)(m).tolist()
    shown = set_up(AppState(), step("softmax", "dim"), seed).softmax
    assert (shown.dim, shown.matrix.values.tolist()) == (1, known["m"].tolist())


@pytest.mark.parametrize("seed", SEEDS)
def test_large_logits_overflow_unless_the_maximum_is_subtracted(seed: int) -> None:
    known = numbers("softmax", "overflow", seed)
    z = torch.tensor(known["z"]).float()
    assert torch.isnan(torch.exp(z) / torch.exp(z).sum()).all()
    assert known["p"].tolist() == torch.softmax(z, 0).tolist()
    if seed == 0:
        assert z.tolist() == [1000, 1001, 1002]
        assert [f"{n:.4f}" for n in known["p"]] == ["0.0900", "0.2447", "0.6652"]
    app = set_up(AppState(), step("softmax", "overflow"), seed)
    assert not app.softmax.subtract_max
    assert torch.isinf(torch.exp(torch.tensor(89.0)))
    assert torch.isfinite(torch.exp(torch.tensor(float(known["limit"]))))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_loss_takes_logits_and_twice_softmax_is_another_loss(seed: int) -> None:
    known = numbers("softmax", "loss", seed)
    z, target = torch.tensor(known["z"]).float()[None], torch.tensor([0])
    assert float(known["y"]) == pytest.approx(nn.CrossEntropyLoss()(z, target).item(), abs=1e-7)
    twice = nn.CrossEntropyLoss()(torch.softmax(z, dim=1), target).item()
    assert float(known["twice"]) == pytest.approx(twice, abs=1e-7)
    if seed == 0:
        assert (f"{float(known['y']):.4f}", f"{twice:.4f}") == ("0.4170", "0.8021")
    assert set_up(AppState(), step("softmax", "loss"), seed).softmax.target != 0


# --- lesson 8 ---


def test_the_ready_set_builds_the_second_table() -> None:
    app = start("choosing", "three")
    assert not right("choosing", "three", app)
    ready = compare.apply_set(app.compare, "leaky_tanh_softmax")
    assert right("choosing", "three", replace(app, compare=ready))


def test_shares_of_saturation_are_counted_with_autograd() -> None:
    known = numbers("choosing", "saturated")
    for key, function in (("gelu", F.gelu), ("relu", F.relu), ("sigmoid", torch.sigmoid), ("tanh", torch.tanh)):
        x = torch.linspace(-5, 5, 100_001, dtype=torch.float64, requires_grad=True)
        function(x).sum().backward()  # type: ignore[no-untyped-call]
        assert x.grad is not None
        assert float(known[key]) == pytest.approx((x.grad.abs() < 0.1).double().mean().item(), abs=2e-3)
    assert start("choosing", "saturated").compare.threshold == float(known["threshold"])


def test_the_experiment_asks_for_a_prediction_and_then_for_a_conclusion() -> None:
    app = start("choosing", "plan")
    assert (app.race.design.depth, app.race.design.seeds, app.race.data.kind) == (6, 8, "circle")
    assert not right("choosing", "plan", app)
    predicted = replace(app, race=race.write_prediction(app.race, "Sigmoid는 느릴 것이다."))
    assert right("choosing", "plan", predicted)
    kept = set_up(predicted, step("choosing", "run"), 0)
    assert kept.race == predicted.race
    concluded = replace(kept, race=race.write_conclusion(kept.race, "예상대로였다."))
    begun, ended = (race.Outcome(epochs, ended, (), (), ()) for epochs, ended in ((40, False), (100, True)))
    assert not right("choosing", "run", concluded)
    assert not right("choosing", "run", concluded, begun)
    assert not right("choosing", "run", kept, ended)
    assert right("choosing", "run", concluded, ended)


# --- the whole ---


@pytest.mark.parametrize("key", ["tanh", "leaky-relu", "softmax", "choosing"])
def test_a_lesson_has_tasks_of_many_kinds_and_ends_in_writing(key: str) -> None:
    kinds = [type(one.task).__name__ for one in lesson(key).steps]
    assert 5 <= len(kinds) <= 8
    assert len(set(kinds)) >= 3
    assert "ReachGoal" in kinds
    assert kinds[-1] == "Write"


def test_a_drawn_tensor_is_typed_as_the_text_says() -> None:
    one = step("tanh", "run_d")
    assert "`[−1.0, 0.0, 1.0]`을 직접" in filled(one.page("ko").body, one, 0, "ko")
    assert "torch.tensor([-1.0, 0.0, 1.0])" in filled(one.page("en").body, one, 0, "en")
    assert TensorValue.of([-1.0, 0.0, 1.0]).values.tolist() == [-1, 0, 1]


def test_the_glossary_says_every_term_in_both_languages() -> None:
    entries = tomllib.loads((RESOURCES / "glossary.toml").read_text(encoding="utf-8"))
    assert 45 <= len(entries) <= 70
    for lang in ("ko", "en"):
        words = [w.casefold() for e in entries.values() for w in (e[lang], *e.get(f"also_{lang}", []))]
        assert len(words) == len(set(words)), f"a {lang} word stands for two terms"
    for key, entry in entries.items():
        assert (
            {"ko", "en", "ko_text", "en_text"} <= set(entry) <= {"ko", "en", "ko_text", "en_text", "also_ko", "also_en"}
        )
        for lang in ("ko", "en"):
            sentences = entry[f"{lang}_text"].removesuffix(".").split(". ")
            assert len(sentences) == 2, (key, lang)
        assert entry["ko_text"].count("다.") == 2, key
