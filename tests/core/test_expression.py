"""A typed formula computes what it says, slopes included, and nothing but a formula gets through."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from core import evaluate
from core.expression import MAX_LENGTH, parse
from core.facts import facts
from core.record import Activation
from core.text import UserError

POINTS = [-30.0, -3.0, -1.0, -0.5, -0.1, 0.0, 0.1, 0.5, 1.0, 2.0, 30.0]
DTYPES = [torch.float64, torch.float32, torch.float16, torch.bfloat16]
Params = dict[str, float]


def points(dtype: torch.dtype = torch.float64) -> Tensor:
    return torch.tensor(POINTS, dtype=dtype)


def value_and_slope(function: Callable[[Tensor], Tensor], dtype: torch.dtype = torch.float64) -> tuple[Tensor, Tensor]:
    x = points(dtype).requires_grad_()
    y = function(x)
    slope = torch.autograd.grad(y.sum(), x)[0] if y.requires_grad else torch.zeros_like(x)
    return y.detach(), slope


def applied(record: Activation, params: Params | None = None) -> Callable[[Tensor], Tensor]:
    checked = record.checked(params or {})
    return lambda x: record.apply(x, checked)


def refused(text: str) -> UserError:
    with pytest.raises(UserError) as caught:
        parse(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "params", "by_hand"),
    [
        ("x * tanh(softplus(x))", {}, nn.Mish()),
        ("where(x > 0, x, a*x)", {"a": 0.1}, nn.LeakyReLU(0.1)),
        ("x if x > 0 else a*x", {"a": -0.5}, nn.LeakyReLU(-0.5)),
        ("f(x) = x if x > 0 else α*(exp(x) - 1)", {"alpha": 0.7}, nn.ELU(0.7)),
        ("y = x / (1 + exp(-x))", {}, lambda x: x * torch.sigmoid(x)),
        ("1/(1+e**-x)", {}, torch.sigmoid),
        ("0.5*x*(1+tanh(sqrt(2/pi)*(x+0.044715*x^3)))", {}, nn.GELU("tanh")),
        ("x/2*(1+erf(x/sqrt(2)))", {}, nn.GELU()),
        ("clamp(x, -1, 1)", {}, lambda x: torch.clamp(x, -1, 1)),
        ("hardtanh(x)", {}, nn.Hardtanh()),
        ("max(x, 0.5, -x)", {}, lambda x: torch.maximum(torch.maximum(x, torch.tensor(0.5)), -x)),
        ("min(x, 2)", {}, lambda x: torch.minimum(x, torch.tensor(2.0, dtype=torch.float64))),
        ("clip(x, -a, x**2)", {"a": 0.2}, lambda x: torch.minimum(torch.maximum(x, x.new_tensor(-0.2)), x**2)),
        ("where(x > 1, 1, where(x < -1, -1, x))", {}, lambda x: torch.where(x.abs() > 1, x.detach().sign(), x)),
        ("(x > 0) * x", {}, lambda x: (x > 0) * x),
        ("2*(x > 0) - 1", {}, lambda x: 2.0 * (x > 0).double() - 1),
        ("-1 < x < 1", {}, lambda x: ((x > -1) & (x < 1)).double()),
        ("x > 1 or not (x > -1 and x != 0)", {}, lambda x: ((x > 1) | (x <= -1) | (x == 0)).double()),
        ("x and a", {"a": 2.0}, lambda x: (x != 0).double()),
        ("step(x)", {}, lambda x: (x > 0).double()),
        ("heaviside(x, 0.5)", {}, lambda x: torch.heaviside(x.detach(), torch.tensor(0.5, dtype=torch.float64))),
        ("-x**2", {}, lambda x: -(x**2)),
        ("(-a)**2 * x", {"a": 3.0}, lambda x: 9 * x),
        ("a**x", {"a": 2.0}, lambda x: torch.exp(x * math.log(2))),
        ("x − 2×x + x·3 ÷ 2", {}, lambda x: 0.5 * x),
        ("α*x² + β*x³", {"alpha": 2.0, "beta": 3.0}, lambda x: 2 * x**2 + 3 * x**3),
        ("a = x", {}, lambda x: 1 * x),
        ("ｘ＋１", {}, lambda x: x + 1),
        ("a - (b - x) - 1", {"a": 5.0, "b": 2.0}, lambda x: x + 2),
        ("x/(2/4)/2", {}, lambda x: x),
        ("x if a > 0 else 3", {"a": -1.0}, lambda x: torch.full_like(x, 3.0)),
        ("exp(a) * x + 1/b", {"a": 1.0, "b": 4.0}, lambda x: math.e * x + 0.25),
        ("LeakyReLU(x, 1/a)", {"a": 5.0}, nn.LeakyReLU(0.2)),
        ("ln(1 + exp(x))", {}, lambda x: torch.log(1 + torch.exp(x))),
        ("abs(x - 1) + abs(x + 2)", {}, lambda x: (x - 1).abs() + (x + 2).abs()),
    ],
)
def test_a_formula_computes_what_it_says_and_its_slope(
    text: str, params: Params, by_hand: Callable[[Tensor], Tensor]
) -> None:
    y, slope = value_and_slope(applied(parse(text), params))
    expected_y, expected_slope = value_and_slope(by_hand)
    torch.testing.assert_close(y, expected_y.double(), rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(slope, expected_slope.double(), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    "name",
    ["leaky_relu", "relu6", "elu", "celu", "selu", "gelu", "silu", "mish", "softplus", "logsigmoid", "softsign", "relu",
     "tanhshrink", "hardtanh", "hardsigmoid", "hardswish", "hardshrink", "softshrink"],
)  # fmt: skip
def test_every_elementwise_function_of_pytorch_goes_by_its_key(name: str) -> None:
    for got, expected in zip(
        value_and_slope(applied(parse(f"{name}(x)"))), value_and_slope(getattr(F, name)), strict=True
    ):
        assert torch.equal(got, expected)


@pytest.mark.parametrize(
    "name",
    [
        "exp",
        "log1p",
        "sqrt",
        "tanh",
        "sinh",
        "cosh",
        "sin",
        "cos",
        "tan",
        "atan",
        "erf",
        "sigmoid",
        "abs",
        "sign",
        "floor",
        "round",
    ],
)
def test_every_function_of_mathematics_goes_by_its_name(name: str) -> None:
    y, _ = value_and_slope(applied(parse(f"{name}(abs(x) + 0.25)")))
    torch.testing.assert_close(y, getattr(torch, name)(points().abs() + 0.25), rtol=0, atol=0)


@pytest.mark.parametrize(
    "text", ["x*tanh(softplus(x))", "a*x**3 - sin(b*x)", "where(x > 0, log(1+x), x*exp(x))", "x**2/(1+x**2)"]
)
def test_slopes_agree_with_central_differences(text: str) -> None:
    record = parse(text)
    x = torch.linspace(-3.05, 3.05, 50, dtype=torch.float64)
    h = 1e-6
    params = record.defaults()
    measured = (record.apply(x + h, params) - record.apply(x - h, params)) / (2 * h)
    torch.testing.assert_close(evaluate.slopes(record, params, x), measured, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize(
    ("text", "slope_at"),
    [
        ("where(x > 0, log(x), x)", {-3.0: 1.0, 0.0: 1.0, 2.0: 0.5}),
        ("where(x > 0, sqrt(x), x)", {-3.0: 1.0, 0.0: 1.0, 4.0: 0.25}),
        ("sqrt(x) if x > 0 else -sqrt(-x) if x < 0 else x", {-4.0: 0.25, 0.0: 1.0, 4.0: 0.25}),
        ("where(x < 5, x, exp(x))", {3.0: 1.0, 1000.0: math.inf}),
        ("where(x < 5, exp(x), x)", {0.0: 1.0, 1000.0: 1.0}),
        ("where(x == 0, 1, sin(x)/x)", {0.0: 0.0, 1.0: math.cos(1) - math.sin(1)}),
        ("where(x > 0, where(x > 1, log(x), x), 0.5*x)", {-1.0: 0.5, 0.5: 1.0, 2.0: 0.5}),
        ("where(x > 0, x**a, 2*x)", {-1.0: 2.0, 3.0: 1.0}),
    ],
)
def test_a_branch_not_taken_never_spoils_the_slope(text: str, slope_at: dict[float, float]) -> None:
    record = parse(text)
    x = torch.tensor(list(slope_at), dtype=torch.float64)
    expected = torch.tensor(list(slope_at.values()), dtype=torch.float64)
    torch.testing.assert_close(evaluate.slopes(record, record.defaults(), x), expected)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize(
    ("text", "params"),
    [
        ("x * tanh(softplus(x))", {}),
        ("where(x > 0, x, a*(exp(x) - 1))", {"a": -0.3}),
        ("where(x > 0, log(x), sqrt(-x)) + x/3", {}),
        ("(-a)**2*x - -a*x**-a", {"a": -0.5}),
        ("max(0, x, a/b) + exp(a)*sqrt(2)", {"a": 0.3, "b": 0.7}),
        ("x if a > 0 else sqrt(b)*2", {"a": -1.0, "b": 0.3}),
        ("2*(-1 < x < a) - (x > 0 and not x > 1 or a > 0)", {"a": 0.3}),
        ("leaky_relu(x, 1/a) + softplus(x, 2) + hardtanh(x, -a, a)", {"a": 3.0}),
        ("where(x > 0, 1, 0)", {}),
        ("heaviside(x - 1, a*a) + sign(x)*floor(x/0.3)", {"a": 0.3}),
        ("a**x + 0.1", {"a": 1.5}),
        ("max(a, -a)*x + clamp(a*2, 0, 1) + where(a > 1, 2, step(a))", {"a": 0.3}),
        ("x - λ*sign(x)*(abs(x) > λ)", {"lambda": 0.25}),
    ],
)
def test_the_written_code_gives_the_same_bits(text: str, params: Params, dtype: torch.dtype) -> None:
    record = parse(text)
    literals = {name: repr(value) for name, value in record.checked(params).items()}
    function = eval(record.call.format(**literals), {"torch": torch, "F": F})
    for got, expected in zip(
        value_and_slope(applied(record, params), dtype), value_and_slope(function, dtype), strict=True
    ):
        assert got.dtype == expected.dtype == dtype
        assert got.shape == expected.shape
        assert torch.equal(got.nan_to_num(nan=-7.0), expected.nan_to_num(nan=-7.0))


def test_a_single_number_and_a_cube_keep_their_shape() -> None:
    record = parse("where(x > 0, 1, a)")
    for shape in ((), (1,), (2, 3, 4)):
        assert record.apply(torch.ones(shape), {"a": 2.0}).shape == shape


def test_free_names_become_sliders_in_the_order_they_are_typed() -> None:
    record = parse("beta*x + α*sin(k_1*x) + beta")
    assert [p.name for p in record.parameters] == ["beta", "alpha", "k_1"]
    assert [p.symbol for p in record.parameters] == ["beta", "α", "k_1"]
    assert {(p.default, p.low, p.high, p.step) for p in record.parameters} == {(1.0, -5.0, 5.0, 0.01)}


def test_the_record_is_like_any_other() -> None:
    record = parse("where(x > 0, x, a*x)")
    assert (record.key, record.family, record.module) == ("custom", "custom", "")
    assert record.formula == r"\begin{cases} x & x > 0 \\ <a> \cdot x & x \le 0 \end{cases}"
    assert record.call == "lambda x: torch.where(x > 0, x, {a} * x)"
    assert record.name.ko == "나의 함수"
    assert parse("x + 1", "shifted").name.en == "shifted"


@pytest.mark.parametrize(
    ("text", "params", "range_text", "largest_slope", "smooth"),
    [
        ("where(x > 0, x, a*x)", {"a": 0.5}, "(−∞, ∞)", 1.0, False),
        ("1/(1+exp(-x))", {}, "(0, 1)", 0.25, True),
    ],
)
def test_its_properties_are_measured_like_those_of_the_catalogue(
    text: str, params: Params, range_text: str, largest_slope: float, smooth: bool
) -> None:
    record = parse(text)
    found = facts(record, record.checked(params))
    assert found.range_is_measured
    assert found.range_text == range_text
    assert found.largest_slope == pytest.approx(largest_slope)
    assert found.smooth is smooth


def test_the_same_text_is_parsed_once() -> None:
    assert parse("x*sin(x)") is parse("x*sin(x)")


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("x*tanh(softplus(x))", r"x \cdot \tanh\left(\operatorname{softplus}\left(x\right)\right)"),
        ("(x+1)/(a*x)", r"\frac{x + 1}{<a> \cdot x}"),
        ("(-x)**2*(x-(1-x))", r"\left(-x\right)^{2} \cdot \left(x - \left(1 - x\right)\right)"),
        ("max(0, x, λ)", r"\max\left(0, x, <lambda>\right)"),
        ("sqrt(2/pi)*abs(x)", r"\sqrt{\frac{2}{\pi}} \cdot \left|x\right|"),
        ("exp(-x**2) + 1e-9", r"e^{-x^{2}} + 1 \times 10^{-9}"),
        (
            "x if x > 1 else -1 if x < -1 else 0",
            r"\begin{cases} x & x > 1 \\ -1 & x < -1 \\ 0 & \mathrm{else} \end{cases}",
        ),
        (
            "x*(0 < x < a or not x > -a)",
            r"x \cdot \left(\left(0 < x \; \mathrm{and} \; x < <a>\right) \; \mathrm{or} \; "
            r"\mathrm{not} \left(x > -<a>\right)\right)",
        ),
    ],
)
def test_the_formula_is_written_as_mathematics(text: str, formula: str) -> None:
    assert parse(text).formula == formula


@pytest.mark.parametrize(
    ("text", "x", "params", "worked"),
    [
        ("x*tanh(softplus(x))", -3.0, {}, "(−3.0) × tanh(softplus(−3.0))"),
        ("max(0, x)", -3.0, {}, "max(0, −3.0)"),
        ("where(x > 0, x, a*x)", -3.0, {"a": 0.1}, "0.1 × (−3.0)"),
        ("where(x > 0, x, a*x)", 2.0, {"a": 0.1}, "2.0"),
        ("1 - x**2/3", -0.5, {}, "1 − (−0.5)^2 / 3"),
        ("x - (x - abs(x))", -1.0, {}, "−1.0 − (−1.0 − |−1.0|)"),
        ("-x", -1.0, {}, "−(−1.0)"),
    ],
)
def test_the_worked_line_puts_the_numbers_in(text: str, x: float, params: Params, worked: str) -> None:
    record = parse(text)
    assert record.worked(x, record.checked(params)) == worked


@pytest.mark.parametrize(
    ("text", "params", "kinks"),
    [
        ("where(x > 0, x, a*x)", {"a": 0.1}, (0.0,)),
        ("where(x > 0, x, a*x)", {"a": 1.0}, ()),  # a straight line
        ("relu(2*x + 3)", {}, (-1.5,)),
        ("abs(x - c) + max(0, x)", {"c": 2.0}, (0.0, 2.0)),
        ("clamp(x, -a, a)", {"a": 0.5}, (-0.5, 0.5)),
        ("x*(abs(x) > k)", {"k": 0.25}, (-0.25, 0.25)),
        ("step(1 - x/2)", {}, (2.0,)),
        ("1/(x - 1)", {}, (1.0,)),
        ("relu6(x)", {}, (0.0, 6.0)),
        ("softshrink(x, k)", {"k": 2.0}, (-2.0, 2.0)),
        ("relu(x)**2", {}, ()),  # the slope bends, but does not jump
        ("x*tanh(softplus(x))", {}, ()),
        ("max(x, 3) - max(x, 3)", {}, ()),
    ],
)
def test_kinks_are_where_value_or_slope_jumps(text: str, params: Params, kinks: tuple[float, ...]) -> None:
    record = parse(text)
    assert record.kinks(record.checked(params)) == kinks


@pytest.mark.parametrize(
    ("text", "smooth"),
    [("x*tanh(softplus(x))", True), ("a*sin(x)", True), ("abs(x)", False), ("max(0, x)", False), ("(x > 0)*x", False),
     ("floor(x)", False), ("abs(a)*x", True), ("x if a > 0 else x**2", False)],
)  # fmt: skip
def test_smooth_means_nothing_in_it_bends(text: str, smooth: bool) -> None:
    assert parse(text).is_smooth({}) is smooth


@pytest.mark.parametrize(
    ("text", "id", "column", "said"),
    [
        ("", "empty", 1, ["x * tanh(softplus(x))"]),
        ("f(x) = ", "empty", 7, []),
        ("2x", "implicit_product", 2, ["2x", "2*x"]),
        ("3 + 2 sin(x)", "implicit_product", 7, ["2*sin("]),
        ("x(x + 1)", "implicit_product", 2, ["x*("]),
        ("(x)(x)", "implicit_product", 4, [")*("]),
        ("1 + ax", "implicit_product", 6, ["a*x"]),
        ("x2", "digits_after_x", 1, ["x**2", "2*x"]),
        ("3 + a", "no_x", 1, ["a * x"]),
        ("sigmod(x)", "unknown_function", 1, ["sigmod", "sigmoid"]),
        ("x + qqqq(x)", "no_such_function", 5, ["qqqq", "tanh"]),
        ("softmax(x)", "unknown_function", 1, ["softplus"]),
        ("x * tanh", "function_alone", 5, ["tanh(x)"]),
        ("sinx", "function_alone", 1, ["sin(x)"]),
        ("max(x)", "argument_few", 1, ["max(0, x)"]),
        ("where(x > 0, x)", "argument_count", 1, ["where", "3", "2"]),
        ("x + elu(x, 1, 2)", "argument_range", 5, ["elu", "3"]),
        ("leaky_relu(x, x)", "argument_with_x", 15, ["leaky_relu"]),
        ("hardtanh(x, 1, -1)", "bad_argument", 1, ["hardtanh", "1, -1"]),
        ("softshrink(x, -1)", "bad_argument", 1, ["-1"]),
        ("(x + 1", "bracket_missing", 1, [")"]),
        ("x + 1)", "bracket_extra", 6, ["("]),
        ("x +", "unfinished", 4, ["'+'"]),
        ("x + * 2", "syntax", 5, ["'*'"]),
        ("x if x > 0", "else_missing", 3, ["x if x > 0 else 0"]),
        ("0,5 * x", "comma", 2, ["0.5"]),
        ("|x|", "bars", 1, ["abs(x)"]),
        ("x % 2", "bad_character", 3, ["'%'"]),
        ("기울기 * x", "bad_character", 1, ["'기'"]),
        ("β₀ * x", "bad_character", 2, ["'₀'"]),
        ("elu(x, alpha=2)", "equals_sign", 13, ["leaky_relu(x, 0.1)"]),
        ("a*b*c*d*f*g*h*x", "too_many_names", 13, ["'h'", "6"]),
        ("averyveryverylongname12 * x", "name_too_long", 1, ["20"]),
        ("x * 1e999", "number_too_large", 5, ["1e999"]),
        ("x + 1/0", "not_finite", 7, []),
        ("x * log(0)", "not_finite", 5, []),
        ("x + (-1)**0.5", "not_finite", 5, []),
        ("x**65", "exponent", 4, ["65", "64"]),
        ("x ** -(70 + 1)", "exponent", 6, ["-71"]),
        ("9**9**9 * x", "exponent", 4, ["64"]),
        ("２ｘ", "implicit_product", 2, []),
        ("x² − y $", "bad_character", 8, ["'$'"]),
    ],
)
def test_an_error_points_at_the_column_and_says_what_to_type(text: str, id: str, column: int, said: list[str]) -> None:
    error = refused(text)
    assert (error.id, error.values["column"]) == (f"expression.{id}", column)
    for lang in ("ko", "en"):
        assert all(piece in error.said_in(lang) for piece in said)


def test_the_message_for_a_missing_sign_reads_as_a_person_would_say_it() -> None:
    assert refused("2x").said_in("ko") == "2번째 글자: '2x'는 2*x처럼 곱셈 기호를 쓰십시오."
    assert refused("tanh").said_in("ko") == "1번째 글자: tanh는 함수입니다. tanh(x)처럼 괄호 안에 값을 쓰십시오."


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')", "x.__class__", "torch.tanh(x)", "x[0]", "lambda x: x", "[x for x in x]",
        "{x}", "'x'", '"x"', "f'{x}'", "(y := x)", "max(*x)", "relu(x, inplace=True)", "x; x", "import os", "__x__ * x",
        "eval(x)", "exec(x)", "open(x)", "getattr(x, x)", "x @ x", "~x", "x if x else", "yield x", "await x", "None*x",
        "True*x", "x is x", "x in x", "x // 2", "x\x00", "x\\", "x # 1", "0x10*x", "1j*x", "1_0*x", "...", "\ud800*x",
        "ｅｖａｌ(x)", "ｘ．ｒｅａｌ",
    ],
)  # fmt: skip
def test_nothing_but_a_formula_gets_through(text: str) -> None:
    error = refused(text)
    assert error.id.startswith("expression.")
    assert 1 <= int(str(error.values["column"])) <= len(text) + 1


@pytest.mark.parametrize(
    "text",
    [
        "(" * 200 + "x" + ")" * 200, "(" * 499 + "x", "-" * 400 + "x", "not " * 120 + "x", "x+" * 249 + "x",
        "x**" * 160 + "x",
        "0<(" * 70 + "x" + "<1)" * 70, "step(" * 60 + "x" + ",1)" * 60, "x" * (MAX_LENGTH + 1), "9**" * 160 + "9*x",
        "x if x else " * 41 + "x", "(0<" * 60 + "x" + "<1)" * 60,
    ],
    ids=lambda text: text[:8],
)  # fmt: skip
def test_bombs_are_refused_without_being_worked_out(text: str) -> None:
    refused(text)


def test_the_most_tangled_formula_allowed_stays_short() -> None:
    text = "x"
    while len(text) < MAX_LENGTH - 40:
        text = f"where(log({text})>0,log(x),x/x)"
        try:
            record = parse(text)
        except UserError:
            break
    record.apply(points(), {})
    record.kinks({})
    assert len(record.call) < 5000
    assert len(record.formula) < 5000
    assert len(record.worked(1.0, {})) < 5000


def test_a_parameter_that_pytorch_refuses_is_reported_when_it_is_set() -> None:
    record = parse("softshrink(x, k)")
    with pytest.raises(UserError) as caught:
        record.checked({"k": -1.0})
    assert "softshrink" in caught.value.said_in("ko")
    assert "-1" in caught.value.said_in("en")


def grown(dice: random.Random, depth: int) -> str:
    """Return a random formula with every kind of part in it."""
    if depth == 0:
        return dice.choice(["x", "x", "a", "b", "2", "0.5", "pi", "-1"])
    one, two, three = (grown(dice, dice.randrange(depth)) for _ in range(3))
    forms = [f"({one} {dice.choice('+-*/')} {two})", f"({one})**{dice.choice(['2', '0.5', '-1', 'a'])}", f"-({one})",
             f"{dice.choice(['tanh', 'exp', 'log', 'abs', 'relu', 'floor', 'softplus', 'step'])}({one})",
             f"where({one} > {two}, {three}, {one})", f"({one} if {two} <= a and not {three} else {two})",
             f"max({one}, {two}, {three})", f"({one} < {two} <= {three})", f"clamp({one}, {two}, {three})",
             f"leaky_relu({one}, a/3)", f"heaviside({one}, {two})"]  # fmt: skip
    return dice.choice(forms)


def test_code_and_computation_agree_on_random_formulas() -> None:
    dice = random.Random(3)
    tried = 0
    while tried < 150:
        try:
            record = parse(grown(dice, 3))
        except UserError:  # no x in it, or a part without x that is not finite
            continue
        tried += 1
        params = {p.name: round(dice.uniform(-2, 2), 2) for p in record.parameters}
        function = eval(record.call.format(**{n: repr(v) for n, v in params.items()}), {"torch": torch, "F": F})
        ours, written = value_and_slope(applied(record, params)), value_and_slope(function)
        for got, expected in zip(ours, written, strict=True):
            assert torch.equal(got.nan_to_num(nan=-7.0), expected.nan_to_num(nan=-7.0)), record.call


def parsed_or_said(text: str) -> bool:
    """Whether ``text`` gives a function that computes, or an error that can be said in both languages."""
    try:
        record = parse(text)
        y = evaluate.slopes(record, record.defaults(), torch.tensor([-1.0, 0.0, 2.0]))
        record.call.format(**record.defaults())
        record.worked(-1.0, record.defaults())
        record.kinks(record.defaults())
    except UserError as error:
        return all(error.said_in(lang) for lang in ("ko", "en")) and "column" in error.values
    return y.shape == (3,)


def test_spoilt_formulas_give_a_function_or_a_clear_refusal() -> None:
    seeds = ["x * tanh(softplus(x))", "where(x > 0, x, a*x)", "f(x) = x if x > 0 else 2*(exp(x)-1)", "1/(1+e**-x)",
             "max(0, x)/α + x²", "not (x > 1 or x < -1)", "leaky_relu(x, 0.1)", "clamp(x, -a, 1)"]  # fmt: skip
    pieces = ["x", "a", "(", ")", ",", "*", "**", "-", "/", "<", "==", "=", "2", ".5", "1e9", " ", "log(", "sqrt(",
              "step(", " if ", " else ", " and ", " not ", "²", "√", "\n", "'", "[", "π", "λ", "가", "max(", "celu(",
              "0"]  # fmt: skip
    dice = random.Random(1)
    for _ in range(1000):
        text = list(dice.choice(seeds))
        for _ in range(dice.randint(1, 4)):
            at = dice.randrange(len(text) + 1)
            text[at : at + dice.randint(0, 2)] = [dice.choice(pieces)]
        assert parsed_or_said("".join(text)), "".join(text)
