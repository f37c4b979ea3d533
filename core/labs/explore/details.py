"""What is read once the hand rests: the print, the code, the facts. The rest of what Explore shows."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from core import evaluate
from core.export.explore import explore_code
from core.facts import Facts, facts
from core.labs.explore.state import ExploreState
from core.printed import number_spans
from core.record import Activation, Params
from core.text import UserError

SHOWN_IN_CODE = 200


@dataclass(frozen=True, slots=True)
class ExploreDetails:
    """Words about the result, none of which the eye follows during a drag.

    ``printed_output`` is empty where the function refuses the tensor; ``printed_span`` is where the selected element
    stands in it. ``facts`` are None for a vector function, ``parameter_slope`` for one that learns no parameter.
    """

    printed_output: str
    printed_span: tuple[int, int] | None
    code: str
    facts: Facts | None
    parameter_slope: float | None


def details(state: ExploreState) -> ExploreDetails:
    """Compute what Explore says about ``state``."""
    record = state.record()
    params = state.checked_params()
    x = state.tensor.to_torch(state.dtype)
    printed = _printed_output(record, params, x)
    shape = state.tensor.shape
    return ExploreDetails(
        printed_output=printed,
        printed_span=number_spans(printed, state.selected, shape) if state.selected >= 0 and printed else None,
        code=shown_code(state),
        facts=None if record.is_vector else facts(record, params, state.threshold),
        parameter_slope=_parameter_slope(record, params, x),
    )


def printed_input(state: ExploreState) -> str:
    """Return what PyTorch prints for the input tensor."""
    return evaluate.printed(state.tensor.to_torch(state.dtype))


def full_code(state: ExploreState) -> str:
    """Return the script with every number of the tensor written out, as it is copied."""
    return explore_code(state.record(), state.checked_params(), state.tensor, state.dtype, _free_probe(state))


def shown_code(state: ExploreState) -> str:
    """Return the script as the card shows it: of a large tensor only the beginning."""
    record, params = state.record(), state.checked_params()
    return explore_code(record, params, state.tensor, state.dtype, _free_probe(state), SHOWN_IN_CODE)


def _free_probe(state: ExploreState) -> float | None:
    return None if state.selected >= 0 else state.probe


def _printed_output(record: Activation, params: Params, x: torch.Tensor) -> str:
    try:
        evaluate.check_input(record, params, tuple(x.shape))
    except UserError:
        return ""
    return evaluate.printed(evaluate.values(record, params, x))


def _parameter_slope(record: Activation, params: Params, x: torch.Tensor) -> float | None:
    """Return ∂(Σ outputs)/∂parameter for the function whose parameter a network learns (PReLU)."""
    if not record.learned:
        return None
    weight = torch.tensor(float(params[record.learned]), requires_grad=True, dtype=torch.float64)
    y = record.apply(x.to(torch.float64), {**params, record.learned: weight})  # type: ignore[dict-item]
    torch.autograd.backward(y.sum())
    return float(weight.grad.item()) if weight.grad is not None else 0.0
