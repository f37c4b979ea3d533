"""The lab as a whole: the view that is shown is the one that is computed."""

from __future__ import annotations

from dataclasses import dataclass

from core.export.gradient import layers_code
from core.export.gradient_workshop import workshop_code
from core.labs.gradient.result import LayersResult, compute_layers
from core.labs.gradient.state import GradientState, weight_spread
from core.labs.gradient.workshop_data import data
from core.labs.gradient.workshop_result import WorkshopResult, compute_workshop

_SHOWN_SAMPLES = 6


@dataclass(frozen=True, slots=True)
class GradientResult:
    """What the view in sight shows; the other one is None."""

    layers: LayersResult | None
    workshop: WorkshopResult | None


def compute(state: GradientState) -> GradientResult:
    """Compute what is shown for ``state``."""
    if state.view == "workshop":
        return GradientResult(None, compute_workshop(state.workshop))
    return GradientResult(compute_layers(state), None)


def full_code(state: GradientState) -> str:
    """Return the script that prints the numbers of the view in sight, as it is copied."""
    return _code(state, None)


def shown_code(state: GradientState) -> str:
    """Return the script as the card shows it: of long data only the beginning."""
    return _code(state, _SHOWN_SAMPLES)


def _code(state: GradientState, limit: int | None) -> str:
    if state.view == "workshop":
        own = state.workshop
        record, params = own.activation.record(), own.activation.checked_params()
        used = data(own.data)
        return workshop_code(
            record,
            params,
            (used.inputs.tolist(), used.targets.tolist()),
            own.current_weights(),
            own.shift,
            own.learning_rate,
            limit,
        )
    one = state.activations[state.selected]
    return layers_code(
        one.record(),
        one.checked_params(),
        depth=state.depth,
        width=state.width,
        spread=weight_spread(state),
        input_scale=state.input_scale,
        seed=state.seed,
        threshold=state.threshold,
    )
