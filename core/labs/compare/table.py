"""The table of facts: what its cells say in one language, how they are sorted, and how they are copied."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.cost import Cost, Timing
from core.facts import SATURATION_RANGE, Facts
from core.labs.compare.result import Line
from core.record import written_number
from core.text import Words

COLUMNS = (
    "function", "range", "zero_centred", "monotonic", "smooth", "largest_slope", "saturated", "forward", "backward",
    "character", "problem", "use",
)  # fmt: skip
Key = tuple[int, float | str]

_NOTHING = "—"
_LAYERS = 10
_MONOTONIC = ("increasing", "nondecreasing", "constant", "none", "nonincreasing", "decreasing")
_SMOOTHNESS = ("smooth", "differentiable", "continuous", "discontinuous")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell says, and what it is sorted by: cells that say nothing come last."""

    text: str
    key: Key


@dataclass(frozen=True, slots=True)
class Row:
    """One function's cells, one for each of ``COLUMNS``; ``line`` is its place among the functions compared."""

    line: int
    cells: tuple[Cell, ...]


def cost_key(line: Line) -> tuple[object, ...]:
    """Return what a measured cost belongs to: numbers such as α do not change it, choices and flags do."""
    choices = tuple(value for value in line.params.values() if isinstance(value, bool | str))
    return (line.record.key, line.detail if line.record.key == "custom" else "", choices)


def table(
    lines: Sequence[Line],
    facts: Sequence[Facts],
    costs: Mapping[tuple[object, ...], Cost],
    reference: Cost | None,
    words: Words,
) -> tuple[Row, ...]:
    """Return the rows in the order of ``lines``, each with its ``facts``.

    ``costs`` holds what has been measured, by ``cost_key``; ``reference`` is ReLU's cost of the same measurement.
    """
    return tuple(
        Row(i, _cells(line, found, costs.get(cost_key(line)), reference, words))
        for i, (line, found) in enumerate(zip(lines, facts, strict=True))
    )


def headers(threshold: float, words: Words) -> tuple[str, ...]:
    """Return the titles of ``COLUMNS``."""
    low, high = (written_number(end).removesuffix(".0") for end in SATURATION_RANGE)
    values = {"saturated": {"threshold": f"{threshold:g}", "low": low, "high": high}}
    return tuple(words(f"compare.column_{name}", **values.get(name, {})) for name in COLUMNS)


def sorted_rows(rows: Sequence[Row], column: int, descending: bool) -> tuple[Row, ...]:
    """Return the rows sorted by a column, those that say nothing there at the end; ``column`` -1 leaves them."""
    if column < 0:
        return tuple(rows)
    telling = [row for row in rows if row.cells[column].key[0] == 0]
    silent = [row for row in rows if row.cells[column].key[0] != 0]
    return (*sorted(telling, key=lambda row: row.cells[column].key, reverse=descending), *silent)


def line_name(line: Line, words: Words) -> str:
    """Return what a function is called: ``Leaky ReLU, α = 0.1``; the second of the same ends in ``(2)``."""
    name = words.text(line.record.name)
    named = f"{name}, {line.detail}" if line.detail else name
    return f"{named} ({line.number})" if line.number > 1 else named


def short_name(line: Line, words: Words) -> str:
    """Return what stands at a curve: ``ReLU``, ``Leaky ReLU 0.1``, a formula by itself."""
    if line.record.key == "custom":
        named = line.detail if len(line.detail) <= 24 else line.detail[:23] + "…"
    else:
        values = (_short(part) for part in line.detail.split(", "))
        named = " ".join((words.text(line.record.name), *filter(None, values)))
    return f"{named} ({line.number})" if line.number > 1 else named


def _short(part: str) -> str:
    """Return what a curve says of one parameter: ``0.1`` of ``α = 0.1``, the name of a flag that is set."""
    symbol, _, value = part.partition(" = ")
    return {"True": symbol, "False": ""}.get(value, value)


def _cells(line: Line, found: Facts, cost: Cost | None, reference: Cost | None, words: Words) -> tuple[Cell, ...]:
    say = words.text
    name, range_text = line_name(line, words), _range_text(found, words)
    return (
        Cell(name, (0, name.lower())),
        Cell(range_text, (0, found.range.low)),
        Cell(words("facts.zero_centred" if found.zero_centred else "facts.not_zero_centred"),
             (0, 0.0 if found.zero_centred else 1.0)),
        _ranked(found.monotonic, _MONOTONIC, "facts.monotonic_", words),
        _ranked(found.smoothness, _SMOOTHNESS, "facts.", words),
        _slope_cell(found, words),
        _saturated_cell(found, words),
        _cost_cell(cost.forward if cost else None, reference.forward if reference else None, words),
        _cost_cell(cost.backward if cost else None, reference.backward if reference else None, words),
        Cell(say(line.record.note), (0, say(line.record.note))) if line.record.note else Cell(_NOTHING, (1, "")),
        Cell(say(line.record.problem), (0, say(line.record.problem))),
        Cell(say(line.record.use), (0, say(line.record.use))),
    )  # fmt: skip


def _range_text(found: Facts, words: Words) -> str:
    text = found.range_text
    if found.range_is_measured:
        text = words("compare.measured", value=text)
    if found.outputs_sum_to is not None:
        text += ", " + words("facts.outputs_sum_to", sum=f"{found.outputs_sum_to:g}")
    return text


def _ranked(value: str | None, order: tuple[str, ...], prefix: str, words: Words) -> Cell:
    if value is None:
        return Cell(_NOTHING, (1, ""))
    return Cell(words(f"{prefix}{value}"), (0, float(order.index(value))))


def _slope_cell(found: Facts, words: Words) -> Cell:
    if found.largest_slope is None or math.isnan(found.largest_slope):
        return Cell(_NOTHING, (1, ""))
    slope = written_number(round(found.largest_slope, 4)).removesuffix(".0")
    if found.largest_slope_at is not None:
        at = written_number(round(found.largest_slope_at, 4)).removesuffix(".0")
        slope = words("compare.slope_at", slope=slope, x=at)
    if 0 < found.largest_slope < 1:
        # What is left of a gradient that every layer multiplies by the largest slope at most.
        left = written_number(found.largest_slope**_LAYERS)
        slope = words("compare.slope_layers", slope=slope, layers=str(_LAYERS), left=left)
    return Cell(slope, (0, found.largest_slope))


def _saturated_cell(found: Facts, words: Words) -> Cell:
    if found.saturated_share is None:
        return Cell(_NOTHING, (1, ""))
    share = f"{100 * found.saturated_share:.0f}%"
    if found.saturated_sides:
        share = words(f"compare.saturated_{found.saturated_sides}", share=share)
    return Cell(share, (0, found.saturated_share))


def _cost_cell(timing: Timing | None, reference: Timing | None, words: Words) -> Cell:
    if timing is None or reference is None:
        return Cell(_NOTHING, (1, ""))
    values = {
        "median": f"{timing.median:.2f}",
        "low": f"{timing.low:.2f}",
        "high": f"{timing.high:.2f}",
        "times": f"{timing.median / reference.median:.1f}",
    }
    if timing == reference:
        id = "compare.cost_reference"
    elif timing.is_within_noise_of(reference):
        id = "compare.cost_in_noise"
    else:
        id = "compare.cost"
    return Cell(words(id, **values), (0, timing.median))
