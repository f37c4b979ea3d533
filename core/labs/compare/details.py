"""What of Compare is read once the hand rests: the facts and the code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from core.export.compare import Shown, compare_code
from core.facts import Facts, facts
from core.labs.compare.result import CURVE_POINTS, CompareResult, Frozen, drawn_params
from core.labs.compare.state import CompareState
from core.record import Activation

_CACHED = 64


@dataclass(frozen=True, slots=True)
class CompareDetails:
    """Words about a result: the facts of each of its lines, and the script that prints its numbers."""

    facts: tuple[Facts, ...]
    code: str


def details(state: CompareState, result: CompareResult) -> CompareDetails:
    """Compute what Compare says about ``result``, the result of ``state``."""
    functions = tuple(
        (line.record, drawn_params(line.record, line.params), one.formula if one.function == "custom" else "")
        for line, one in zip(result.lines, state.compared, strict=True)
    )
    pair = (result.difference.first, result.difference.second) if result.difference else None
    shown = Shown(functions, state.x_view, CURVE_POINTS, state.probe, state.second, pair, state.threshold)
    found = tuple(_facts(line.record, tuple(line.params.items()), state.threshold) for line in result.lines)
    return CompareDetails(found, compare_code(shown))


@lru_cache(maxsize=_CACHED)
def _facts(record: Activation, params: Frozen, threshold: float) -> Facts:
    return facts(record, dict(params), threshold)
