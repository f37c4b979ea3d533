"""The command line without a window: ``list`` and ``eval``."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch

from core import evaluate, expression
from core.activations import ACTIVATIONS, RECORDS, activation
from core.record import Activation, Value, written
from core.tensors import parse
from core.text import Lang, UserError, words_in

DEFAULT_INPUT = "[[-1., 2., -3.], [4., -5., 6.]]"
MAX_JACOBIAN = 256


@dataclass(frozen=True, slots=True)
class EvalRequest:
    """What ``eval`` was asked: a key or a formula, ``NAME=VALUE`` texts, tensor text, and what to show."""

    function: str
    params: Sequence[str] = ()
    input: str = DEFAULT_INPUT
    dim: str | None = None
    grad: bool = False
    as_json: bool = False


def list_functions(lang: Lang, as_json: bool) -> str:
    """Return every function with its parameters, defaults and accepted ranges, as a table or as JSON."""
    words = words_in(lang)
    if as_json:
        return json.dumps([_described(record) for record in ACTIVATIONS], ensure_ascii=False, indent=1)
    lines = []
    for record in ACTIVATIONS:
        said = [f"{p.name}={p.default} {p.choices or written(p.accepted)}" for p in record.parameters]
        lines.append(f"{record.key:<13} {words.text(record.name)}" + (f"  [{'; '.join(said)}]" if said else ""))
    return "\n".join(lines)


def evaluate_request(request: EvalRequest) -> str:
    """Return what ``eval`` prints: input, output and, on request, slopes, as PyTorch prints tensors, or JSON.

    The slopes of a vector function are its Jacobian, of shape output + input. Raises UserError for anything wrong.
    """
    record = _function(request.function)
    params = _params(record, request)
    x = parse(request.input).to_torch("float32")
    evaluate.check_input(record, params, tuple(x.shape))
    y = evaluate.values(record, params, x)
    grad = _grad(record, params, x) if request.grad else None
    if not request.as_json:
        return "\n".join(evaluate.printed(t) for t in (x, y, grad) if t is not None)
    answer = {
        "function": request.function,
        "params": params,
        "input": _plain(x),
        "output": _plain(y),
        "grad": None if grad is None else _plain(grad),
        "shape": list(y.shape),
        "dtype": str(y.dtype).removeprefix("torch."),
    }
    return json.dumps(answer, ensure_ascii=False)


def _function(text: str) -> Activation:
    """Return the catalogue's record, or the formula's. A lone word is meant as a key."""
    key = text.strip()
    if key in RECORDS:
        return RECORDS[key]
    if key.isidentifier() and key != "x":
        return activation(key)
    return expression.parse(text)


def _params(record: Activation, request: EvalRequest) -> dict[str, Value]:
    given: dict[str, object] = {}
    for text in request.params:
        name, equals, value = text.partition("=")
        if not equals:
            raise UserError("command.param_form", value=text)
        given[name.strip()] = value.strip()
    if request.dim is not None:
        given["dim"] = request.dim
    return record.checked(given)


def _grad(record: Activation, params: dict[str, Value], x: torch.Tensor) -> torch.Tensor:
    if not record.is_vector:
        return evaluate.slopes(record, params, x)
    if x.numel() > MAX_JACOBIAN:
        raise UserError("command.jacobian_size", limit=MAX_JACOBIAN)
    return evaluate.jacobian(record, params, x)


def _plain(tensor: torch.Tensor) -> object:
    """Return nested lists with every digit; NaN and infinities as text, which JSON has no numbers for."""
    return _spelled(tensor.detach().to(torch.float64).tolist())


def _spelled(value: object) -> object:
    if isinstance(value, list):
        return [_spelled(v) for v in value]
    return value if isinstance(value, float) and math.isfinite(value) else str(value)


def _described(record: Activation) -> dict[str, object]:
    return {
        "key": record.key,
        "name": {"ko": record.name.ko, "en": record.name.en},
        "family": record.family,
        "module": f"torch.nn.{record.module}" if record.module else None,
        "vector": record.is_vector,
        "parameters": [
            {
                "name": p.name,
                "default": p.default,
                "kind": p.kind,
                "accepted": list(p.choices) or written(p.accepted),
                "slider": None if p.kind in ("choice", "flag") else [p.low, p.high, p.step],
            }
            for p in record.parameters
        ],
    }
