"""Activations on a slice of a batch of networks: forward in place, backward in place, without building a graph.

Where PyTorch has a kernel for a slope it is called directly, the one that autograd itself calls. Every other
elementwise function, the person's own included, is followed by autograd on its slice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from core.record import Activation, Params, Value
from core.record_parts import SELU_ALPHA, SELU_SCALE, mean_slope, number
from core.training.plan import LayerFunction

Act = Callable[[], None]
_aten = torch.ops.aten
_nn: Any = torch._C._nn
_MAX_SEED = 2**31 - 1


@dataclass(slots=True)
class Position:
    """How many steps have been done: what the randomness of RReLU in training follows from."""

    steps: int = 0


@dataclass(frozen=True, slots=True)
class Slice:
    """What one activation works on, as views of the batch's buffers.

    Attributes:
        values: (networks, units, samples): what enters the activation, and after ``forward`` what leaves it.
        slopes: of the same shape: ∂loss/∂output, and after ``backward`` ∂loss/∂input.
        learned: (networks, 1, 1) the learned parameter of each network, None if there is none.
        learned_slopes: where ``backward`` puts ∂loss/∂learned, likewise.
        position: of the training; None in evaluation, where a random function is its mean.
    """

    values: Tensor
    slopes: Tensor
    learned: Tensor | None = None
    learned_slopes: Tensor | None = None
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """An activation tied to its slice; ``forward`` and ``backward`` take turns. None where there is nothing to do."""

    forward: Act | None
    backward: Act | None


Kernel = Callable[[Slice, Params], Bound]


def bind(function: LayerFunction, place: Slice) -> Bound:
    """Return the activation at work on ``place``."""
    record, params = function.record, function.params
    if record.is_random(params):
        if place.position is not None:
            return _followed(place, _drawn_anew(record, params, place.position))
        assert record.envelope is not None
        envelope = record.envelope(params)
        params = envelope[1] if envelope else params
    if record.learned and place.learned is not None:
        return _prelu(place, place.learned)
    kernel = _KERNELS.get(record.key)
    if kernel is None:
        return _followed(place, lambda x: record.apply(x, params))
    return kernel(place, params)


def learns(function: LayerFunction) -> bool:
    """Return whether the networks learn a parameter of the function (PReLU's slope)."""
    return bool(function.record.learned)


def _drawn_anew(record: Activation, params: Params, position: Position) -> Callable[[Tensor], Tensor]:
    first = int(params["seed"])

    def apply(x: Tensor) -> Tensor:
        drawn: dict[str, Value] = {**params, "seed": (first + position.steps) % _MAX_SEED}
        return record.apply(x, drawn)

    return apply


def _followed(place: Slice, apply: Callable[[Tensor], Tensor]) -> Bound:
    """Let autograd follow any elementwise function on its slice."""
    values, slopes = place.values, place.slopes
    graph: list[tuple[Tensor, Tensor]] = []

    def forward() -> None:
        with torch.inference_mode(False), torch.enable_grad():
            x = values.clone().requires_grad_()
            y = apply(x)
            graph[:] = [(x, y)]
        values.copy_(y.detach())

    def backward() -> None:
        ((x, y),) = graph
        graph.clear()
        if not y.requires_grad:
            slopes.zero_()
            return
        with torch.inference_mode(False), torch.enable_grad():
            # A weighted sum, because autograd imports sympy (0.5 s, 60 MB) as soon as it is handed the weights.
            (slope,) = torch.autograd.grad((y * slopes).sum(), x)
        slopes.copy_(slope)

    return Bound(forward, backward)


def _prelu(place: Slice, weight: Tensor) -> Bound:
    values, slopes, sink = place.values, place.slopes, place.learned_slopes
    kept = torch.empty_like(values)

    def forward() -> None:
        kept.copy_(values)
        values.copy_(torch._prelu_kernel(kept, weight))

    def backward() -> None:
        of_input, of_weight = _aten._prelu_kernel_backward(slopes, kept, weight)
        slopes.copy_(of_input)
        if sink is not None:
            torch.sum(of_weight, (1, 2), keepdim=True, out=sink)

    return Bound(forward, backward)


# --- PyTorch's own kernels: each (place, params) -> Bound. ``kept`` is the input where the slope needs it. ---


def _identity(_place: Slice, _params: Params) -> Bound:
    return Bound(None, None)


def _sigmoid(place: Slice, _params: Params) -> Bound:
    values, slopes = place.values, place.slopes
    op = _aten.sigmoid_backward.grad_input._op
    return Bound(lambda: _none(values.sigmoid_()), lambda: _none(op(slopes, values, grad_input=slopes)))


def _tanh(place: Slice, _params: Params) -> Bound:
    values, slopes = place.values, place.slopes
    op = _aten.tanh_backward.grad_input._op
    return Bound(lambda: _none(values.tanh_()), lambda: _none(op(slopes, values, grad_input=slopes)))


def _relu(place: Slice, _params: Params) -> Bound:
    values, slopes = place.values, place.slopes
    op = _aten.threshold_backward.grad_input._op
    return Bound(lambda: _none(values.relu_()), lambda: _none(op(slopes, values, 0, grad_input=slopes)))


def _leaky(place: Slice, slope: float) -> Bound:
    values, slopes = place.values, place.slopes
    op = _aten.leaky_relu_backward.grad_input._op
    if slope > 0:
        # The sign of the output is that of the input: there is no need to keep the input.
        return Bound(
            lambda: _none(_nn.leaky_relu_(values, slope)),
            lambda: _none(op(slopes, values, slope, True, grad_input=slopes)),
        )
    return _keeping(
        place,
        lambda x, y: _nn.leaky_relu(x, slope, out=y),
        lambda grad, x: op(grad, x, slope, False, grad_input=grad),
    )


def _keeping(
    place: Slice, forward: Callable[[Tensor, Tensor], object], backward: Callable[[Tensor, Tensor], object]
) -> Bound:
    """Tie a kernel whose slope needs the input: ``forward(x, y)`` fills y, ``backward(grad, x)`` changes grad."""
    values, slopes = place.values, place.slopes
    kept = torch.empty_like(values)

    def run_forward() -> None:
        kept.copy_(values)
        forward(kept, values)

    return Bound(run_forward, lambda: _none(backward(slopes, kept)))


def _gelu(place: Slice, params: Params) -> Bound:
    how = str(params["approximate"])
    op = _aten.gelu_backward.grad_input._op
    # Seen crosswise the very same memory is not "contiguous": PyTorch then takes its own kernel instead of oneDNN's,
    # whose set-up costs ten times the work on a slice as small as these.
    values, slopes = place.values.transpose(1, 2), place.slopes.transpose(1, 2)
    kept = torch.empty_like(place.values).transpose(1, 2)

    def forward() -> None:
        kept.copy_(values)
        _nn.gelu(kept, approximate=how, out=values)

    return Bound(forward, lambda: _none(op(slopes, kept, approximate=how, grad_input=slopes)))


def _elu(place: Slice, alpha: float, scale: float, input_scale: float) -> Bound:
    op = _aten.elu_backward.grad_input._op
    return _keeping(
        place,
        lambda x, y: _nn.elu(x, alpha, scale, input_scale, out=y),
        lambda grad, x: op(grad, alpha, scale, input_scale, False, x, grad_input=grad),
    )


def _into(forward: Any, backward: Any, *names: str) -> Kernel:
    """Return the kernel of a function whose calls in PyTorch take the parameters ``names`` and a place for results."""

    def kernel(place: Slice, params: Params) -> Bound:
        given = [number(params, name) for name in names]
        return _keeping(
            place,
            lambda x, y: forward(x, *given, out=y),
            lambda grad, x: backward(grad, x, *given, grad_input=grad),
        )

    return kernel


def _returning(forward: Any, backward: Any) -> Kernel:
    """Return the kernel of a function whose slope PyTorch only returns."""
    return lambda place, _params: _keeping(
        place, lambda x, y: forward(x, out=y), lambda grad, x: grad.copy_(backward(grad, x))
    )


def _hardtanh(place: Slice, low: float, high: float) -> Bound:
    op = _aten.hardtanh_backward.grad_input._op
    return _keeping(
        place,
        lambda x, y: _nn.hardtanh(x, low, high, out=y),
        lambda grad, x: op(grad, x, low, high, grad_input=grad),
    )


def _threshold(place: Slice, params: Params) -> Bound:
    limit, value = number(params, "threshold"), number(params, "value")
    op = _aten.threshold_backward.grad_input._op
    return _keeping(
        place,
        lambda x, y: _aten.threshold.out(x, limit, value, out=y),
        lambda grad, x: op(grad, x, limit, grad_input=grad),
    )


def _none(_done: object) -> None:
    """Let an expression stand where nothing is returned."""


_KERNELS: Mapping[str, Kernel] = {
    "identity": _identity,
    "sigmoid": _sigmoid,
    "tanh": _tanh,
    "relu": _relu,
    "leaky_relu": lambda place, p: _leaky(place, number(p, "negative_slope")),
    "rrelu": lambda place, p: _leaky(place, mean_slope(p)),
    "relu6": lambda place, p: _hardtanh(place, 0.0, 6.0),
    "hardtanh": lambda place, p: _hardtanh(place, number(p, "min_val"), number(p, "max_val")),
    "elu": lambda place, p: _elu(place, number(p, "alpha"), 1.0, 1.0),
    "celu": lambda place, p: _elu(place, number(p, "alpha"), 1.0, 1.0 / number(p, "alpha")),
    "selu": lambda place, p: _elu(place, SELU_ALPHA, SELU_SCALE, 1.0),
    "gelu": _gelu,
    "silu": _into(_nn.silu, _aten.silu_backward.grad_input._op),
    "mish": _returning(_nn.mish, _aten.mish_backward.default._op),
    "softplus": _into(_nn.softplus, _aten.softplus_backward.grad_input._op, "beta", "threshold"),
    "hardsigmoid": _into(_nn.hardsigmoid, _aten.hardsigmoid_backward.grad_input._op),
    "hardswish": _returning(_nn.hardswish, _aten.hardswish_backward.default._op),
    "threshold": _threshold,
    "softshrink": _into(_nn.softshrink, _aten.softshrink_backward.grad_input._op, "lambd"),
    "hardshrink": _into(_aten.hardshrink.out, _aten.hardshrink_backward.grad_input._op, "lambd"),
}
