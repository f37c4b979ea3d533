"""Pieces that several records of the catalogue are made of: ranges, kinks, checks, worked terms, RReLU's randomness."""

from __future__ import annotations

import math
from typing import cast

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from core.record import ANY_NUMBER, EVERYTHING, Interval, Params, in_brackets, written_number
from core.text import UserError

REALS = (EVERYTHING,)
# What is divided by: its inverse fits every dtype, and PyTorch takes it (CELU refuses 1e-40 in float32).
POSITIVE = Interval(0.001, ANY_NUMBER.high)
NOT_NEGATIVE = (Interval(0.0, math.inf, False, True),)
# SELU's constants: Klambauer et al. 2017, "Self-Normalizing Neural Networks"; the digits PyTorch uses.
SELU_SCALE = 1.0507009873554804934193349852946
SELU_ALPHA = 1.6732632423543772848170429916717
# A jump of softplus at its threshold below this cannot be told from rounding in float32.
_SEEN_JUMP = 1e-6


def number(params: Params, name: str) -> float:
    """Return a parameter as the number it is (a tensor while its slope is asked for passes through)."""
    return cast(float, params[name])


def upwards(low: float, closed: bool = False) -> tuple[Interval, ...]:
    """Return everything above ``low``, with ``low`` itself if ``closed``."""
    return (Interval(low, math.inf, not closed, True),)


def between(low: float, high: float, closed: bool = False) -> tuple[Interval, ...]:
    """Return everything between two numbers, with both if ``closed``."""
    return (Interval(low, high, not closed, not closed),)


def leaky_range(slope: float) -> tuple[Interval, ...]:
    """Return the range of ``x if x > 0 else slope * x``."""
    return REALS if slope > 0 else NOT_NEGATIVE


def elu_range(alpha: float) -> tuple[Interval, ...]:
    """Return the range of ``x if x > 0 else alpha * (exp(x) - 1)``."""
    return upwards(-alpha) if alpha > 0 else NOT_NEGATIVE


def threshold_range(threshold: float, value: float) -> tuple[Interval, ...]:
    """Return the range of ``x if x > threshold else value``."""
    if value >= threshold:
        return upwards(threshold, closed=value == threshold)
    return (Interval(value, value), *upwards(threshold))


def hardshrink_range(lambd: float) -> tuple[Interval, ...]:
    """Return the range of ``x if |x| > lambd else 0``."""
    if lambd == 0:
        return REALS
    below = Interval(-math.inf, -lambd, True, True)
    return (below, Interval(0.0, 0.0), *upwards(lambd))


def kink_at_zero(slope: float) -> tuple[float, ...]:
    """Return where a function of slope 1 on the right and ``slope`` on the left of 0 bends."""
    return () if slope == 1 else (0.0,)


def shrink_kinks(params: Params) -> tuple[float, ...]:
    """Return ±lambd: at 0 too when lambd is 0, because autograd's slope there is 0."""
    lambd = number(params, "lambd")
    return (-lambd, lambd) if lambd else (0.0,)


def softplus_kinks(params: Params) -> tuple[float, ...]:
    """Return where PyTorch turns to x itself, as long as that step (exp(−threshold)) is more than rounding."""
    threshold = number(params, "threshold")
    return (threshold / number(params, "beta"),) if math.exp(min(0.0, -threshold)) > _SEEN_JUMP else ()


def softplus_range(params: Params) -> tuple[Interval, ...]:
    """Return (0, ∞): x itself, above the threshold, is never more than softplus, so a step only overlaps."""
    return upwards(min(0.0, number(params, "threshold") / number(params, "beta")))


def below_not_above(params: Params, low: str, high: str, equal: bool) -> None:
    """Raise UserError ``parameter.order`` unless ``low`` < ``high`` (or ≤ if ``equal``)."""
    small, large = number(params, low), number(params, high)
    if small > large or (small == large and not equal):
        id = "parameter.order_or_equal" if equal else "parameter.order"
        raise UserError(id, low=low, high=high, low_value=written_number(small), high_value=written_number(large))


def mean_slope(params: Params) -> float:
    """Return RReLU's slope on the negative side in evaluation."""
    return (number(params, "lower") + number(params, "upper")) / 2


def rrelu(x: Tensor, params: Params) -> Tensor:
    """Return RReLU of ``x``; in training with the slopes that ``torch.manual_seed(seed)`` would have given.

    The global generator is left alone. PyTorch has no float16 kernel for training: it is computed in float32.
    """
    lower, upper = number(params, "lower"), number(params, "upper")
    if not params["training"]:
        return F.rrelu(x, lower, upper, False)
    generator = torch.Generator().manual_seed(int(params["seed"]))
    wide = x.float() if x.dtype == torch.float16 else x
    drawn = torch.ops.aten.rrelu_with_noise(wide, torch.zeros_like(wide), lower, upper, True, generator)
    return cast(Tensor, drawn).to(x.dtype)


def rrelu_envelope(params: Params) -> tuple[Params, Params, Params] | None:
    """Return the parameters of RReLU's lowest, mean and highest slope, None in evaluation."""
    if not params["training"] or params["lower"] == params["upper"]:
        return None
    fixed = {**params, "training": False}
    return {**fixed, "upper": params["lower"]}, fixed, {**fixed, "lower": params["upper"]}


def rrelu_range(params: Params) -> tuple[Interval, ...]:
    """Return the range in evaluation; in training what any slope may give."""
    return leaky_range(number(params, "upper") if params["training"] else mean_slope(params))


def rrelu_kinks(params: Params) -> tuple[float, ...]:
    """Return 0, unless the slope is 1 on both sides."""
    return (0.0,) if rrelu_envelope(params) else kink_at_zero(mean_slope(params))


def rrelu_formula(params: Params) -> str:
    """Return the formula with the mean slope, or with a slope a from the interval it is drawn from."""
    if rrelu_envelope(params):
        return r"\max(0, x) + a \cdot \min(0, x), \quad <lower> \le a \le <upper>"
    return r"\max(0, x) + \frac{<lower> + <upper>}{2} \cdot \min(0, x)"


def gelu_formula(params: Params) -> str:
    """Return x·Φ(x), or Hendrycks and Gimpel's tanh approximation of it (2016, "Gaussian Error Linear Units")."""
    if params["approximate"] == "none":
        return r"x \cdot \Phi(x)"
    return r"\frac{x}{2} \left(1 + \tanh\left(\sqrt{\frac{2}{\pi}} (x + 0.0447 x^3)\right)\right)"


def step_term(x: float) -> str:
    """Return what is chosen and why: ``1 (2.0 > 0)``."""
    return f"1 ({written_number(x)} > 0)" if x > 0 else f"0 ({written_number(x)} ≤ 0)"


def leaky_term(x: float, slope: float) -> str:
    """Return ``0.1 × (−3.0)``, or x itself where x > 0."""
    return written_number(x) if x > 0 else f"{in_brackets(slope)} × {in_brackets(x)}"


def rrelu_term(x: float, params: Params) -> str:
    """Return the mean slope times x in evaluation, a drawn slope times x in training."""
    if x > 0:
        return written_number(x)
    lower, upper = number(params, "lower"), number(params, "upper")
    if rrelu_envelope(params):
        return f"a × {in_brackets(x)}, {written_number(lower)} ≤ a ≤ {written_number(upper)}"
    return f"({written_number(lower)} + {in_brackets(upper)}) / 2 × {in_brackets(x)}"


def elu_term(x: float, alpha: float, inner: float | None = None) -> str:
    """Return ``1.0 × (e^(−3.0) − 1)``; the exponent is x / ``inner`` when that is given (CELU)."""
    if x > 0:
        return written_number(x)
    power = in_brackets(x) if inner is None else f"({written_number(x)} / {written_number(inner)})"
    return f"{in_brackets(alpha)} × (e^{power} − 1)"


def gelu_term(x: float, params: Params) -> str:
    """Return x times the normal distribution, or the tanh approximation of it."""
    said, inner = written_number(x), in_brackets(x)
    if params["approximate"] == "none":
        return f"{said} × Φ({said})"
    return f"0.5 × {inner} × (1 + tanh(0.7979 × ({said} + 0.0447 × {inner}³)))"


def softplus_term(x: float, params: Params) -> str:
    """Return ln(1 + e^(beta × x)) / beta, or x itself above the threshold."""
    beta = number(params, "beta")
    if beta * x > number(params, "threshold"):
        return written_number(x)
    return f"ln(1 + e^({written_number(beta)} × {in_brackets(x)})) / {written_number(beta)}"


def threshold_term(x: float, params: Params) -> str:
    """Return what is chosen and why: ``3.0 (3.0 > 1.0)``."""
    limit = written_number(number(params, "threshold"))
    kept = x > number(params, "threshold")
    chosen = x if kept else number(params, "value")
    return f"{written_number(chosen)} ({written_number(x)} {'>' if kept else '≤'} {limit})"


def shrink_term(x: float, params: Params, soft: bool) -> str:
    """Return what Hardshrink or Softshrink makes of x."""
    lambd = number(params, "lambd")
    said, limit = written_number(x), written_number(lambd)
    if abs(x) <= lambd:
        return f"0 (|{said}| ≤ {limit})"
    if not soft:
        return f"{said} (|{said}| > {limit})"
    return f"{said} {'−' if x > 0 else '+'} {limit}"


def even_along_dim(shape: tuple[int, ...], params: Params) -> None:
    """Raise UserError ``function.odd_size`` unless GLU can halve dimension ``dim``."""
    if not shape:
        raise UserError("function.needs_dimension", function="GLU")
    dim = int(params["dim"])
    if shape[dim] % 2:
        raise UserError("function.odd_size", function="GLU", dim=dim, size=shape[dim], even=shape[dim] + 1)


def image_shape(shape: tuple[int, ...], _params: Params) -> None:
    """Raise UserError ``function.needs_image`` unless ``shape`` is (C, H, W) or (N, C, H, W)."""
    if len(shape) not in (3, 4):
        raise UserError("function.needs_image", function="Softmax2d", ndim=len(shape), shape=shape)
