"""What the deep stack shows for a state: measured by PyTorch, handed on as numpy arrays and numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor

from core.facts import facts
from core.labs.gradient import network
from core.labs.gradient.elementwise import Stacked
from core.labs.gradient.network import BATCH, FloatArray, IntArray
from core.labs.gradient.state import GradientState, weight_spread
from core.record import Activation, Params
from core.view_range import Range

BINS = 48
# How far the values' axis reaches, in standard deviations of the first layer's outputs.
_REACH = 4.0
# Where the gradient that reaches the first layer is this many times larger or smaller than the one that came in.
_FAR = 1e3


@dataclass(frozen=True, slots=True)
class LayerLine:
    """One function's stack, layer by layer. Arrays have one entry per layer, the first layer first.

    Attributes:
        one, record, params: the function.
        shown: what the plot draws: RMS of ∂L/∂z, RMS of ∂L/∂W, or the standard deviation of h.
        model: what the product of slopes alone says: s^n with s the largest slope of f and n the functions between
            here and the loss; None for the standard deviation, or where s grows without end. For ∂L/∂W it begins at
            the last layer's measured size.
        largest_slope: s.
        gradient: RMS of ∂L/∂z, whatever is shown; NaN throughout where the outputs leave float32 on their way.
        slope_factor, weight_factor: what a layer does to the gradient on its way back:
            gradient[l] = gradient[l+1] · weight_factor[l] · slope_factor[l], exactly; the last layer's weight factor
            is the size of the incoming gradient. NaN where nothing arrives.
        mean, spread: of the outputs h.
        saturated: share of units × inputs whose |f′(z)| is below the threshold.
            NaN where the outputs are no numbers.
        dead: how many units are 0 and have the slope 0 for every input of the batch.
        counts: (depth, BINS) histogram of h over ``value_range``; what lies beyond is counted at its ends.
        overflow: the first layer, from 1, in which a number ended in inf or nan (forward, else backward); 0 for none.
        verdict: ``"vanishes"``, ``"explodes"``, ``"holds"``, ``"nothing"`` (no gradient at all), ``"overflow"``.
    """

    one: Stacked
    record: Activation
    params: Params
    shown: FloatArray
    model: FloatArray | None
    largest_slope: float
    gradient: FloatArray
    slope_factor: FloatArray
    weight_factor: FloatArray
    mean: FloatArray
    spread: FloatArray
    saturated: FloatArray
    dead: IntArray
    counts: IntArray
    value_range: Range
    overflow: int
    verdict: str


@dataclass(frozen=True, slots=True)
class LayerDetail:
    """The selected function's outputs in the selected layer: ``counts`` over even bins of ``value_range``."""

    counts: IntArray
    value_range: Range
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class LayersResult:
    """Everything that the deep stack shows. ``layer`` counts from 1."""

    lines: tuple[LayerLine, ...]
    selected: int
    layer: int
    depth: int
    width: int
    quantity: str
    weight_spread: float
    detail: LayerDetail

    @property
    def line(self) -> LayerLine:
        """The selected function's line."""
        return self.lines[self.selected]


def compute_layers(state: GradientState) -> LayersResult:
    """Run every function's stack forward and backward and measure it."""
    measured = [_measured(one, state) for one in state.activations]
    outputs = measured[state.selected][1]
    return LayersResult(
        lines=tuple(one for one, _ in measured),
        selected=state.selected,
        layer=state.shown_layer,
        depth=state.depth,
        width=state.width,
        quantity=state.quantity,
        weight_spread=weight_spread(state),
        detail=_detail(outputs[state.shown_layer - 1]),
    )


@dataclass(frozen=True, slots=True)
class _Settings:
    """What a stack depends on beside its function."""

    depth: int
    width: int
    spread: float
    input_scale: float
    seed: int
    threshold: float
    quantity: str


def _measured(one: Stacked, state: GradientState) -> tuple[LayerLine, Tensor]:
    settings = _Settings(
        state.depth, state.width, weight_spread(state), state.input_scale, state.seed, state.threshold, state.quantity
    )
    return _line(_Key(one), settings)


class _Key:
    """A function as a key of the cache: its parameters are a mapping, which has no hash."""

    def __init__(self, one: Stacked) -> None:
        self.one = one
        formula = one.formula if one.function == "custom" else ""
        self._parts = (one.function, one.series, formula, tuple(sorted(one.checked_params().items())))

    def __hash__(self) -> int:
        return hash(self._parts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._parts == other._parts


# One more function than are shown: while one parameter moves, the others' stacks are still there.
@lru_cache(maxsize=6)
def _line(key: _Key, settings: _Settings) -> tuple[LayerLine, Tensor]:
    one = key.one
    record, params = one.record(), one.checked_params()
    numbers = network.draws(settings.seed, settings.width, settings.depth)
    wants_weights = settings.quantity == "weight"
    passes = network.run(record, params, numbers, settings.spread, settings.input_scale, wants_weights)
    gradient = network.sizes(passes.preactivation_grads)
    arriving = network.sizes(passes.output_grads)
    size = network.sizes(passes.outputs)
    mean, spread = _moments(passes.outputs, size)
    largest = _largest_slope(key)
    shown = {"preactivation": gradient, "spread": spread}.get(settings.quantity)
    if shown is None:
        assert passes.weight_grads is not None
        shown = network.sizes(passes.weight_grads)
    value_range = _value_range(record, params, float(size[0]))
    overflow = _overflow(size, gradient)
    if not np.isfinite(size).all():
        # The loss is no number then: what autograd still sends back says nothing.
        gradient = arriving = np.full(settings.depth, math.nan)
        shown = spread if settings.quantity == "spread" else gradient
    with np.errstate(divide="ignore", invalid="ignore"):
        slope_factor = gradient / arriving
        weight_factor = arriving / np.append(gradient[1:], 1.0)
    return LayerLine(
        one=one,
        record=record,
        params=params,
        shown=shown,
        model=_model(largest, shown, settings),
        largest_slope=largest,
        gradient=gradient,
        slope_factor=slope_factor,
        weight_factor=weight_factor,
        mean=mean,
        spread=spread,
        saturated=np.where(np.isfinite(size), _saturated(passes.slopes, settings.threshold), math.nan),
        dead=np.where(np.isfinite(size), _dead(passes), 0),
        counts=_counts(passes.outputs, value_range),
        value_range=value_range,
        overflow=overflow,
        verdict=_verdict(gradient, overflow),
    ), passes.outputs


def _moments(outputs: Tensor, size: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return each layer's mean and standard deviation (over units and inputs); ``size`` is its root mean square.

    E[h²] − E[h]² is a quarter of the time of two passes, and float64 loses less of it than float32 holds.
    """
    mean: FloatArray = outputs.flatten(1).mean(dim=1, dtype=torch.float64).numpy()
    with np.errstate(invalid="ignore"):
        spread: FloatArray = np.sqrt(np.maximum(size**2 - mean**2, 0.0))
    return mean, spread


@lru_cache(maxsize=16)
def _largest_slope(key: _Key) -> float:
    largest = facts(key.one.record(), key.one.checked_params()).largest_slope
    assert largest is not None, "every function side by side is elementwise"
    return largest


def _saturated(slopes: Tensor, threshold: float) -> FloatArray:
    below = np.abs(slopes.numpy()) < np.float32(threshold)  # several times as fast as comparing in PyTorch
    return np.array([np.count_nonzero(layer) / layer.size for layer in below], dtype=np.float64)


def _dead(passes: network.Passes) -> IntArray:
    # Only a unit that is 0 for the first input can be 0 for all of them: mostly there is none.
    layers, units = torch.nonzero(passes.outputs[:, 0] == 0, as_tuple=True)
    silent = [torch.count_nonzero(of[layers, :, units], dim=1) == 0 for of in (passes.outputs, passes.slopes)]
    dead: IntArray = np.bincount(layers[silent[0] & silent[1]].numpy(), minlength=len(passes.outputs))
    return dead


def _model(largest: float, shown: FloatArray, settings: _Settings) -> FloatArray | None:
    if settings.quantity == "spread" or not math.isfinite(largest):
        return None
    left = np.arange(settings.depth, 0, -1)
    with np.errstate(over="ignore", invalid="ignore"):
        if settings.quantity == "preactivation":
            return np.asarray(largest**left, dtype=np.float64)
        return np.asarray(shown[-1] * largest ** (left - 1), dtype=np.float64)


def _value_range(record: Activation, params: Params, size: float) -> Range:
    """Return the axis of the outputs: the function's range where it has ends, else round numbers that stand still.

    ``size`` is the RMS of the first layer's outputs.
    """
    parts = record.value_range(params) if record.value_range else ()
    low, high = (parts[0].low, parts[-1].high) if parts else (-math.inf, math.inf)
    reach = _round_up(_REACH * size) if math.isfinite(size) and size > 0 else 1.0
    low, high = (low if math.isfinite(low) else -reach), (high if math.isfinite(high) else reach)
    return (low, high) if high > low else (low - 1.0, low + 1.0)


def _round_up(value: float) -> float:
    """Return the next of 1, 2, 5, 10, 20, … that is not below ``value``."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power >= value * 0.999999)


def _counts(outputs: Tensor, value_range: Range) -> IntArray:
    """Return (depth, BINS): how many outputs of each layer lie in each bin; NaN is not counted."""
    depth, (low, high) = len(outputs), value_range
    # Clamped before they become integers, where NaN has no place: a column of its own takes it.
    scaled = (outputs.flatten(1) - low).mul_(BINS / (high - low)).clamp_(0, BINS - 1)
    if not math.isfinite(scaled.sum().item()):
        scaled.nan_to_num_(nan=BINS)
    bins = scaled.to(torch.int32)
    bins += torch.arange(depth, dtype=torch.int32)[:, None] * (BINS + 1)
    counted = torch.bincount(bins.flatten(), minlength=depth * (BINS + 1)).reshape(depth, BINS + 1)
    counts: IntArray = counted[:, :BINS].numpy()
    return counts


def _detail(outputs: Tensor) -> LayerDetail:
    """Return the histogram of one layer over its own range."""
    finite = outputs[outputs.isfinite()]
    if finite.numel() == 0:
        return LayerDetail(np.zeros(BINS, dtype=np.int64), (-1.0, 1.0), math.nan, math.nan)
    lowest, highest = float(finite.min()), float(finite.max())
    middle, half = (lowest + highest) / 2, (highest - lowest) / 2
    # All numbers the same: one bar in the middle of a narrow axis.
    half = half if half > 1e-6 * max(abs(middle), 1e-30) else max(abs(middle), 1e-30)
    value_range = (middle - half, middle + half)
    counts = _counts(finite[None, :].double(), value_range)[0]
    return LayerDetail(counts, value_range, lowest, highest)


def _overflow(size: FloatArray, gradient: FloatArray) -> int:
    """Return the first layer with an output that is not finite; else the layer in which the gradient left float32."""
    forward = np.flatnonzero(~np.isfinite(size))
    if forward.size:
        return int(forward[0]) + 1
    backward = np.flatnonzero(~np.isfinite(gradient))
    return int(backward[-1]) + 1 if backward.size else 0


def _verdict(gradient: FloatArray, overflow: int) -> str:
    if overflow:
        return "overflow"
    arrived = gradient[0]
    if arrived == 0:
        return "nothing"
    if arrived < 1 / _FAR:
        return "vanishes"
    return "explodes" if arrived > _FAR else "holds"


__all__ = ["BATCH", "BINS", "LayerDetail", "LayerLine", "LayersResult", "compute_layers"]
