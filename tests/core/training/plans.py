"""Experiments that several tests start from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core import expression
from core.activations import ACTIVATIONS, activation
from core.training.datasets import DataChoice, make_dataset
from core.training.plan import Contestant, Design, LayerFunction, Plan

ELEMENTWISE = tuple(record.key for record in ACTIVATIONS if not record.is_vector)


def function(said: str, **params: object) -> LayerFunction:
    """Return the catalogue's function, or a formula's."""
    record = activation(said) if said in ELEMENTWISE else expression.parse(said)
    return LayerFunction(record, record.checked(params))


def plan(functions: Sequence[str | LayerFunction] = ("relu",), data: DataChoice | None = None, **design: Any) -> Plan:
    """Return a small experiment: every function behind every hidden layer of its networks."""
    shape = Design(**{"optimizer": "sgd", "learning_rate": 0.05, "batch_size": 10, "seeds": 2, **design})
    chosen = [function(f) if isinstance(f, str) else f for f in functions]
    contestants = tuple(Contestant((f,) * shape.depth) for f in chosen)
    return Plan(make_dataset(data or DataChoice(count=60)), shape, contestants)
