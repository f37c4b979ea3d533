"""Every function of the catalogue against a 40-digit reference table and against the real torch.nn modules."""

from __future__ import annotations

import csv
import inspect
import itertools
import json
import math
import re
import warnings
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core import evaluate
from core.activations import ACTIVATIONS, RECORDS, activation
from core.record import Activation, Value
from core.text import UserError

ELEMENTWISE = [r for r in ACTIVATIONS if not r.is_vector]
WITH_MODULE = [r for r in ACTIVATIONS if r.module]
DTYPES = [torch.float64, torch.float32, torch.float16, torch.bfloat16]
REFERENCE = Path(__file__).resolve().parents[2] / "resources" / "self_test" / "activations.csv"
# Parameters that PyTorch's constructor does not have.
NOT_PYTORCH = {"training", "seed"}
OTHER_PARAMS: dict[str, list[dict[str, Value]]] = {
    "leaky_relu": [{"negative_slope": 0.0}, {"negative_slope": 1.0}, {"negative_slope": -0.3}],
    "prelu": [{"init": 1.0}, {"init": -0.5}],
    "rrelu": [{"lower": 0.1, "upper": 0.5}, {"lower": 0.2, "upper": 0.2, "training": True}],
    "hardtanh": [{"min_val": -2.5, "max_val": 0.5}],
    "elu": [{"alpha": 0.0}, {"alpha": 2.0}, {"alpha": -0.5}],
    "celu": [{"alpha": 0.3}, {"alpha": 2.0}],
    "gelu": [{"approximate": "tanh"}],
    "softplus": [{"beta": 3.0, "threshold": 2.0}, {"beta": 0.5}, {"threshold": -1.0}],
    "hardshrink": [{"lambd": 0.0}, {"lambd": 1.2}],
    "softshrink": [{"lambd": 0.0}, {"lambd": 1.2}],
    "threshold": [{"threshold": 0.1, "value": 20.0}, {"threshold": -1.0, "value": -1.0}],
    "softmax": [{"dim": 0}],
    "log_softmax": [{"dim": 0}],
    "softmin": [{"dim": 0}],
    "glu": [{"dim": 0}],
}
CASES = [
    pytest.param(r, r.checked(p), id=f"{r.key}-{p}") for r in ACTIVATIONS for p in [{}, *OTHER_PARAMS.get(r.key, [])]
]
ELEMENTWISE_CASES = [case for case in CASES if not case.values[0].is_vector]  # type: ignore[attr-defined]


def reference_rows() -> list[dict[str, str]]:
    with REFERENCE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def record_of_module(module: str) -> Activation:
    return next(r for r in ACTIVATIONS if r.module == module)


def real_module(record: Activation, params: dict[str, Value], dtype: torch.dtype) -> torch.nn.Module:
    own = {name: value for name, value in params.items() if name not in NOT_PYTORCH}
    module: torch.nn.Module = getattr(torch.nn, record.module)(**own)
    return module.to(dtype).eval()


def an_input(record: Activation, dtype: torch.dtype) -> torch.Tensor:
    x = torch.linspace(-7.0, 7.0, 48, dtype=torch.float64)
    x[::6] = torch.tensor([-3.0, -1.0, -0.5, 0.0, 0.5, 1.0, 3.0, 6.0], dtype=torch.float64)
    return x.reshape(4, 3, 4).to(dtype)


def test_the_catalogue_holds_all_of_torch_nn_and_identity_and_step() -> None:
    wanted = set(torch.nn.modules.activation.__all__) - {"MultiheadAttention"} | {"Identity", ""}
    assert {r.module for r in ACTIVATIONS} == wanted
    assert len(ACTIVATIONS) == len(RECORDS) == 30
    assert {r.module for r in ACTIVATIONS if r.is_vector} == {"Softmax", "Softmin", "LogSoftmax", "Softmax2d", "GLU"}


@pytest.mark.parametrize("record", WITH_MODULE, ids=lambda r: r.key)
def test_parameters_are_pytorchs_in_name_order_and_default(record: Activation) -> None:
    left_out = {"self", "args", "kwargs", "inplace", "min_value", "max_value", "num_parameters", "device", "dtype"}
    signature = inspect.signature(getattr(torch.nn, record.module).__init__).parameters
    theirs = {name: p.default for name, p in signature.items() if name not in left_out}
    ours = {name: value for name, value in record.defaults().items() if name not in NOT_PYTORCH}
    assert list(ours) == list(theirs)
    for name, default in theirs.items():
        if default is not inspect.Parameter.empty and default is not None:
            assert ours[name] == default


@pytest.mark.parametrize("record", ACTIVATIONS, ids=lambda r: r.key)
def test_defaults_and_slider_ends_are_accepted(record: Activation) -> None:
    assert record.checked(record.defaults()) == record.defaults()
    for p in record.parameters:
        if p.kind in ("number", "integer"):
            assert p.low <= float(p.default) <= p.high
            assert 0 < p.step <= p.high - p.low
            assert p.check(p.low) == p.low
            assert p.check(p.high) == p.high


def test_the_slope_sliders_reach_relu_and_the_straight_line() -> None:
    for key, name in (("leaky_relu", "negative_slope"), ("prelu", "init")):
        parameter = activation(key).parameter(name)
        assert (parameter.low, parameter.high) == (0.0, 1.0)
    assert activation("leaky_relu").defaults() == {"negative_slope": 0.01}


@pytest.mark.parametrize(("dtype", "relative", "floor"), [(torch.float64, 1e-7, 1e-14), (torch.float32, 1e-5, 1e-6)])
def test_values_and_slopes_agree_with_the_reference(dtype: torch.dtype, relative: float, floor: float) -> None:
    # The floor is where 1 + tanh(…) and 1 + erf(…) cancel: a few units in the last place of 1, times x.
    rows = reference_rows()
    assert len(rows) == 866
    for row in rows:
        record = record_of_module(row["module"])
        params = record.checked(json.loads(row["params"]))
        x = torch.tensor([float(row["x"])], dtype=dtype)
        at = f"{row['module']} {row['params']} at {row['x']}"
        # Rounding x to float32 moves steep places: compare with the slope times that step allowed.
        moved = abs(x.double().item() - float(row["x"])) * 2
        y = evaluate.values(record, params, x).item()
        slope = evaluate.slopes(record, params, x).item()
        assert y == pytest.approx(float(row["f"]), rel=relative, abs=floor + moved), at
        if dtype == torch.float32 and row["kink"] == "1" and x.double().item() != float(row["x"]):
            continue  # float32 cannot stand on this kink
        assert slope == pytest.approx(float(row["df"]), rel=relative, abs=floor + moved), at


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize(("record", "params"), CASES)
def test_values_and_slopes_are_those_of_the_real_module(
    record: Activation, params: dict[str, Value], dtype: torch.dtype
) -> None:
    if not record.module:
        assert record.key == "step"
        return
    x = an_input(record, dtype)
    if record.key == "glu" and params["dim"] == -1:
        assert evaluate.values(record, params, x).shape == (4, 3, 2)
    ours = evaluate.values(record, params, x)
    leaf = x.clone().requires_grad_()
    theirs = real_module(record, params, dtype)(leaf)
    assert ours.dtype == dtype
    assert not ours.requires_grad
    torch.testing.assert_close(ours, theirs.detach(), rtol=0, atol=0, equal_nan=True)
    if not record.is_vector:
        (slope,) = torch.autograd.grad(theirs.sum(), leaf)
        ours_slope = evaluate.slopes(record, params, x)
        assert ours_slope.dtype == dtype
        torch.testing.assert_close(ours_slope, slope, rtol=0, atol=0)


@pytest.mark.parametrize("record", WITH_MODULE, ids=lambda r: r.key)
def test_the_python_call_names_the_module_and_its_parameters(record: Activation) -> None:
    params = record.defaults()
    call = record.call.format(**{name: repr(value) for name, value in params.items()})
    found = re.fullmatch(r"nn\.(\w+)\((.*?)\)(\.train\(False\))?", call)
    assert found
    assert found[1] == record.module
    written = dict(part.split("=") for part in found[2].split(", ") if part)
    assert written == {name: repr(value) for name, value in params.items() if name not in NOT_PYTORCH}


@pytest.mark.parametrize(("record", "params"), ELEMENTWISE_CASES)
def test_slopes_agree_with_differences_away_from_kinks(record: Activation, params: dict[str, Value]) -> None:
    x = torch.tensor([-6.3, -2.2, -1.37, -0.61, -0.23, 0.17, 0.44, 0.83, 1.61, 2.4, 5.1, 7.7], dtype=torch.float64)
    if record.key == "step":
        assert evaluate.slopes(record, params, x).abs().max() == 0
        return
    assert torch.autograd.gradcheck(lambda t: record.apply(t, params), x.requires_grad_())


@pytest.mark.parametrize(
    ("key", "params", "x", "slope"),
    [
        ("relu", {}, 0.0, 0.0),
        ("leaky_relu", {"negative_slope": 0.2}, 0.0, 0.2),
        ("elu", {"alpha": 0.7}, 0.0, 0.7),
        ("selu", {}, 0.0, 1.7580993408473768),
        ("hardtanh", {}, 1.0, 0.0),
        ("hardtanh", {}, -1.0, 0.0),
        ("relu6", {}, 0.0, 0.0),
        ("relu6", {}, 6.0, 0.0),
        ("step", {}, 0.0, 0.0),
        ("sigmoid", {}, 0.0, 0.25),
        ("tanh", {}, 3.0, 0.009866),
        ("sigmoid", {}, 3.0, 0.045177),
    ],
)
def test_what_autograd_picks_at_a_kink(key: str, params: dict[str, Value], x: float, slope: float) -> None:
    record = activation(key)
    at = torch.tensor([x], dtype=torch.float64)
    assert evaluate.slopes(record, record.checked(params), at).item() == pytest.approx(slope, abs=5e-7)


@pytest.mark.parametrize(("record", "params"), ELEMENTWISE_CASES)
def test_value_and_slope_jump_at_the_kinks_and_nowhere_else(record: Activation, params: dict[str, Value]) -> None:
    kinks = record.kinks(params)
    gap = 1e-6
    places = torch.linspace(-9.0, 9.0, 3601, dtype=torch.float64) + 0.00123
    places = torch.cat([places[[all(abs(x - k) > 0.002 for k in kinks) for x in places.tolist()]]])
    jumps = [(evaluate.values(record, params, places + gap) - evaluate.values(record, params, places - gap)).abs()]
    jumps.append((evaluate.slopes(record, params, places + gap) - evaluate.slopes(record, params, places - gap)).abs())
    assert all(float(jump.max()) < 1e-3 for jump in jumps)
    for kink in kinks:
        at = torch.tensor([kink - gap, kink, kink + gap], dtype=torch.float64)
        y, slope = evaluate.values(record, params, at), evaluate.slopes(record, params, at)
        assert max(float(y.diff().abs().max()), float(slope.diff().abs().max())) > 1e-3


@settings(max_examples=60, deadline=None)
@given(x=st.floats(-1e4, 1e4), data=st.data())
def test_no_output_leaves_the_stated_range(x: float, data: st.DataObject) -> None:
    record, params = data.draw(st.sampled_from([case.values for case in ELEMENTWISE_CASES]))  # type: ignore[misc]
    assert isinstance(record, Activation)
    y = evaluate.values(record, params, torch.tensor([x], dtype=torch.float64)).item()
    parts = record.value_range(params)  # type: ignore[misc]
    # Open ends are reached by rounding only: the closed interval holds every computed value.
    assert any(p.low - 1e-12 <= y <= p.high + 1e-12 for p in parts)


def test_rrelu_in_training_draws_the_slopes_of_the_seed_and_leaves_the_global_generator_alone() -> None:
    record = activation("rrelu")
    params = record.checked({"lower": 0.1, "upper": 0.4, "training": True, "seed": 7})
    x = torch.linspace(-3.0, 3.0, 200)
    before = torch.get_rng_state()
    ours = evaluate.values(record, params, x)
    assert torch.equal(torch.get_rng_state(), before)
    torch.manual_seed(7)
    assert torch.equal(ours, torch.nn.RReLU(0.1, 0.4).train()(x))
    assert not torch.equal(ours, evaluate.values(record, {**params, "seed": 8}, x))
    drawn = evaluate.slopes(record, params, x)
    assert torch.equal(drawn[x > 0], torch.ones(100))
    assert 0.1 <= float(drawn[x < 0].min()) < 0.2 < 0.3 < float(drawn[x < 0].max()) <= 0.4
    torch.testing.assert_close(ours, drawn * x)
    for dtype in DTYPES:
        assert evaluate.values(record, params, x.to(dtype)).dtype == dtype
    assert record.is_random(params)
    assert not record.is_random(record.defaults())


def test_rrelu_in_evaluation_uses_the_mean_slope() -> None:
    record = activation("rrelu")
    y = evaluate.values(record, record.checked({"lower": 0.1, "upper": 0.3}), torch.tensor([-10.0, 10.0]))
    torch.testing.assert_close(y, torch.tensor([-2.0, 10.0]))


def test_prelus_slope_can_be_differentiated_because_a_network_learns_it() -> None:
    record = activation("prelu")
    weight = torch.tensor(0.25, dtype=torch.float64, requires_grad=True)
    assert record.learned == "init"
    y = record.apply(torch.tensor([-2.0, -1.0, 3.0], dtype=torch.float64), {"init": weight})  # type: ignore[dict-item]
    y.sum().backward()
    assert weight.grad is not None
    assert weight.grad.item() == -3.0


def test_step_is_one_only_above_zero() -> None:
    y = evaluate.values(activation("step"), {}, torch.tensor([-2.0, -0.0, 0.0, 1e-30, 3.0]))
    assert y.tolist() == [0.0, 0.0, 0.0, 1.0, 1.0]


@pytest.mark.parametrize(("record", "params"), CASES)
def test_formulas_typeset_and_fit_their_strip(record: Activation, params: dict[str, Value]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # ziamath opens its font in an old way
        import ziamath
    latex = "f(x) = " + record.latex(params)
    assert not re.search(r"[가-힣]", latex)
    for name in re.findall(r"<(\w+)>", latex):
        latex = latex.replace(f"<{name}>", f"{float(params[name]):.3f}")
    width, _ = ziamath.Latex(latex, size=22).getsize()
    assert width < 740


def test_the_formula_of_gelu_and_rrelu_follows_its_choice() -> None:
    gelu, rrelu = activation("gelu"), activation("rrelu")
    assert "Phi" in gelu.latex(gelu.defaults())
    assert "tanh" in gelu.latex(gelu.checked({"approximate": "tanh"}))
    assert "{2}" in rrelu.latex(rrelu.defaults())
    assert r"\le a \le" in rrelu.latex(rrelu.checked({"training": True}))


@pytest.mark.parametrize("record", ACTIVATIONS, ids=lambda r: r.key)
def test_every_record_speaks_both_languages(record: Activation) -> None:
    texts = [record.name, record.use, record.problem, *(p.label for p in record.parameters)]
    texts += [record.note] if record.note else []
    for text in texts:
        assert text.ko.strip()
        assert text.en.strip()
        assert not re.search(r"[가-힣]", text.en)
        assert " -" not in text.ko + text.en  # a minus sign, not a hyphen
    for text in [record.use, record.problem]:
        assert re.search(r"[가-힣]", text.ko)
    assert any(re.search(r"[가-힣]", alias) for alias in record.aliases)


@pytest.mark.parametrize(
    ("key", "params", "x", "term"),
    [
        ("relu", {}, -3.0, "max(0, −3.0)"),
        ("sigmoid", {}, -1.0, "1 / (1 + e^1.0)"),
        ("sigmoid", {}, 2.5, "1 / (1 + e^(−2.5))"),
        ("tanh", {}, -1.0, "tanh(−1.0)"),
        ("leaky_relu", {"negative_slope": 0.1}, -3.0, "0.1 × (−3.0)"),
        ("leaky_relu", {"negative_slope": 0.1}, 2.0, "2.0"),
        ("elu", {"alpha": 1.5}, -2.0, "1.5 × (e^(−2.0) − 1)"),
        ("celu", {"alpha": 0.5}, -2.0, "0.5 × (e^(−2.0 / 0.5) − 1)"),
        ("selu", {}, 2.0, "1.0507 × 2.0"),
        ("selu", {}, -2.0, "1.0507 × 1.6733 × (e^(−2.0) − 1)"),
        ("step", {}, 0.0, "0 (0.0 ≤ 0)"),
        ("hardtanh", {}, -3.0, "min(max(−1.0, −3.0), 1.0)"),
        ("softshrink", {}, -3.0, "−3.0 + 0.5"),
        ("softshrink", {}, 0.25, "0 (|0.25| ≤ 0.5)"),
        ("threshold", {}, 3.0, "3.0 (3.0 > 1.0)"),
        ("threshold", {"value": -2}, 1.0, "−2.0 (1.0 ≤ 1.0)"),
        ("softplus", {"beta": 2}, -3.0, "ln(1 + e^(2.0 × (−3.0))) / 2.0"),
        ("softplus", {"beta": 2}, 12.0, "12.0"),
        ("rrelu", {}, -3.0, "(0.125 + 0.3333) / 2 × (−3.0)"),
        ("rrelu", {"training": True}, -3.0, "a × (−3.0), 0.125 ≤ a ≤ 0.3333"),
        ("gelu", {}, -3.0, "−3.0 × Φ(−3.0)"),
        ("softmax", {}, 1.0, ""),
    ],
)
def test_the_worked_term_shows_the_arithmetic(key: str, params: dict[str, Value], x: float, term: str) -> None:
    record = activation(key)
    assert record.worked(x, record.checked(params)) == term


@pytest.mark.parametrize(("record", "x"), list(itertools.product(ELEMENTWISE, [-4.0, 0.0, 4.0, math.inf])))
def test_every_elementwise_function_has_a_worked_term(record: Activation, x: float) -> None:
    term = record.worked(x, record.defaults())
    assert term
    assert not re.search(r"[-{}]", term)


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("leakyrelu", "leaky_relu"),
        ("swish", "silu"),
        ("시그모이드", "sigmoid"),
        ("sofmax", "softmax"),
        ("선형", "identity"),
    ],
)
def test_an_unknown_name_is_answered_with_the_closest(typed: str, suggested: str) -> None:
    with pytest.raises(UserError) as caught:
        activation(typed)
    assert caught.value.id == "function.unknown"
    assert str(caught.value.values["close"]).split(", ")[0] == suggested
    assert suggested in caught.value.said_in("ko")
    assert typed in caught.value.said_in("en")


def test_a_name_like_nothing_is_answered_with_the_well_known() -> None:
    with pytest.raises(UserError) as caught:
        activation("§§§")
    assert "relu, sigmoid" in caught.value.said_in("en")


@pytest.mark.parametrize(
    ("key", "params", "id"),
    [
        ("hardtanh", {"min_val": 1, "max_val": 1}, "parameter.order"),
        ("hardtanh", {"min_val": 2}, "parameter.order"),
        ("rrelu", {"lower": 0.5, "upper": 0.1}, "parameter.order_or_equal"),
        ("celu", {"alpha": 0}, "parameter.out_of_range"),
        ("softplus", {"beta": 0}, "parameter.out_of_range"),
        ("softshrink", {"lambd": -0.1}, "parameter.out_of_range"),
        ("gelu", {"approximate": "erf"}, "parameter.not_a_choice"),
        ("softmax", {"dim": 0.5}, "parameter.not_an_integer"),
        ("leaky_relu", {"negative_slope": math.nan}, "parameter.not_finite"),
        ("leaky_relu", {"alpha": 0.1}, "parameter.unknown"),
        ("relu", {"alpha": 0.1}, "parameter.none"),
    ],
)
def test_wrong_parameters_are_refused_in_both_languages(key: str, params: dict[str, object], id: str) -> None:
    with pytest.raises(UserError) as caught:
        activation(key).checked(params)
    assert caught.value.id == id
    for lang in ("ko", "en"):
        assert "{" not in caught.value.said_in(lang)  # type: ignore[arg-type]


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_the_largest_and_smallest_accepted_parameters_fit_every_dtype(dtype: torch.dtype) -> None:
    x = torch.tensor([-1.0, 0.0, 1.0], dtype=dtype)
    for record in ELEMENTWISE:
        for p in record.parameters:
            if p.kind == "number" and not record.check:
                for value in (p.accepted.low, p.accepted.high):
                    assert torch.isfinite(evaluate.slopes(record, record.checked({p.name: value}), x)).all(), record.key


def test_a_number_too_small_to_divide_by_is_refused() -> None:
    with pytest.raises(UserError) as caught:
        activation("celu").checked({"alpha": 1e-40})
    assert caught.value.id == "parameter.out_of_range"
    assert "[0.001, 10000]" in caught.value.said_in("en")
