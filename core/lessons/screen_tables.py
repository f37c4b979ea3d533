"""Questions with tables about the Neuron, Gradient and Race screens: blanks for students, filled in on the key."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from core.data_table import read
from core.labs import gradient, neuron, race
from core.labs.gradient import GradientState, LayersResult, WorkshopResult
from core.labs.neuron import NeuronState, Plane
from core.labs.race.exports import entrant_names
from core.lessons.sheet import Cell, Figure, SheetItem
from core.record import written_number
from core.state import AppState
from core.text import Words

_MOST_LAYERS = 10
_EVERY_READ = 3  # of the gradients, one in so many is read from the screen
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
Row = tuple[Cell, ...]


# --- the neuron ---


def neuron_items(state: NeuronState, figure: Figure | None, words: Words) -> tuple[SheetItem, ...]:
    """Return the questions about the neuron, the four points of a gate, or the two layers that are one."""
    if state.view == "collapse":
        return (_collapse_item(state, words),)
    name = words.text(state.record().name)
    points = _points_item(state, figure if state.view == "plane" else None, name, words)
    return (
        (points,)
        if state.view == "plane" and points
        else tuple(filter(None, (_sum_item(state, figure, words), points)))
    )


def _sum_item(state: NeuronState, figure: Figure | None, words: Words) -> SheetItem:
    """Return w·x of every input and of the bias, their sum and what h makes of it."""
    unit = neuron.compute(replace(state, view="neuron")).unit
    name = words.text(state.record().name)
    inputs = [_indexed("x", n) for n in range(1, len(unit.terms) + 1)]
    head = ("", *inputs, words("worksheet.bias"), "z", "y = h(z)")
    given = (
        ("x", *(written_number(term.value) for term in unit.terms), "1", "", ""),
        ("w", *(written_number(term.weight) for term in unit.terms), written_number(unit.bias), "", ""),
    )
    products = [*(term.product for term in unit.terms), unit.bias, unit.z, unit.y]
    rows: tuple[Row, ...] = (
        *(tuple(map(Cell, row)) for row in (head, *given)),
        (Cell("w·x"), *(_blank(number) for number in products)),
    )
    return SheetItem(
        title=words("worksheet.neuron_title"),
        question=words("worksheet.neuron", h=name),
        figure=figure,
        table=rows,
        has_head=True,
    )


def _points_item(state: NeuronState, figure: Figure | None, name: str, words: Words) -> SheetItem | None:
    """Return the four points: of the gate in view, of XOR beside a lone neuron; None where it has other inputs."""
    asked = state if state.view == "plane" else replace(state, view="plane", gate="xor", layers=1)
    shown = neuron.compute(asked).plane if asked.has_plane() else None
    if shown is None:
        return None
    gate = words(f"neuron.gate_{asked.gate}")
    hidden = [_indexed("h", n) for n in range(1, len(shown.spots[0].hidden) + 1)]
    head = ("x₁", "x₂", gate, *hidden, "z", "y", words("worksheet.decided"), words("worksheet.is_right"))
    rows = (tuple(map(Cell, head)), *(_spot_row(shown, n, words) for n in range(len(shown.spots))))
    return SheetItem(
        title=words("worksheet.points_title", gate=gate),
        text=_weights(asked, words),
        question=words("worksheet.points", h=name, gate=gate),
        figure=figure,
        table=rows,
        has_head=True,
        answer=words("worksheet.points_key", right=shown.score, of=len(shown.spots)),
    )


def _spot_row(shown: Plane, number: int, words: Words) -> Row:
    spot = shown.spots[number]
    known = (*(f"{x:g}" for x in spot.inputs), str(spot.target))
    blanks = (*(_blank(h) for h in spot.hidden), _blank(spot.z), _blank(spot.y))
    decided = (str(spot.decided), words("progress.yes" if spot.is_right else "progress.no"))
    return (*map(Cell, known), *blanks, *(Cell(text, blank=True) for text in decided))


def _weights(state: NeuronState, words: Words) -> str:
    """Return the numbers of the neuron, or of the two layers, as formulas."""
    if state.layers == 1:
        keys = ("w0", "w1", "b")
        return words("worksheet.one_unit", z=_sum_of(("x₁", "x₂"), state.numbers_of(*keys)))
    hidden = [_sum_of(("x₁", "x₂"), state.numbers_of(f"hidden_w{i}0", f"hidden_w{i}1", f"hidden_b{i}")) for i in (0, 1)]
    output = _sum_of(("h₁", "h₂"), state.numbers_of("output_w0", "output_w1", "output_b"))
    return words("worksheet.two_layers", first=hidden[0], second=hidden[1], z=output)


def _sum_of(names: tuple[str, str], numbers: Sequence[float]) -> str:
    parts = [
        *(f"{_in_brackets(w)}·{name}" for w, name in zip(numbers[:-1], names, strict=True)),
        _in_brackets(numbers[-1]),
    ]
    return " + ".join(parts)


def _in_brackets(number: float) -> str:
    written = written_number(number)
    return f"({written})" if number < 0 else written


def _collapse_item(state: NeuronState, words: Words) -> SheetItem:
    """Return the two layers' matrices, and blanks for the one layer that they are."""
    shown = neuron.compute(state).collapse
    assert shown is not None
    head = (
        "",
        words("worksheet.column_number", number=1),
        words("worksheet.column_number", number=2),
        words("worksheet.bias"),
    )
    rows: list[Row] = [tuple(map(Cell, head))]
    for layer, (weights, biases) in enumerate(neuron.layers_of(state), 1):
        for number, (row, bias) in enumerate(zip(weights, biases, strict=True), 1):
            label = f"W{layer}, b{layer}".translate(_SUBSCRIPTS)
            name = words("worksheet.row_of", name=label, number=number)
            rows.append((Cell(name), *(Cell(written_number(n)) for n in (*row, bias))))
    for number, (row, bias) in enumerate(zip(shown.product, shown.product_bias, strict=True), 1):
        name = words("worksheet.row_of", name="W₂W₁, W₂b₁ + b₂", number=number)
        rows.append((Cell(name), *(_blank(n) for n in (*row, bias))))
    return SheetItem(
        title=words("worksheet.collapse_title"),
        question=words("worksheet.collapse"),
        table=tuple(rows),
        has_head=True,
    )


# --- gradients ---


def gradient_items(state: GradientState, words: Words) -> tuple[SheetItem, ...]:
    """Return the question about the deep stack, layer by layer, or about the workshop's units."""
    found = gradient.compute(state)
    if found.layers is not None:
        return (_layers_item(found.layers, words),)
    assert found.workshop is not None
    return (_workshop_item(found.workshop, words),)


def _layers_item(result: LayersResult, words: Words) -> SheetItem:
    """Return signal and gradient of the selected function in every layer, and how they change from layer to layer."""
    line = result.line
    head = ("layer", "signal", "gradient", "ratio")
    rows: list[Row] = [tuple(Cell(words(f"worksheet.column_{id}")) for id in head)]
    shown = _shown_layers(result.depth)
    sizes = [float(line.gradient[layer - 1]) for layer in shown]
    for number, (layer, here) in enumerate(zip(shown, sizes, strict=True)):
        is_read = number % _EVERY_READ == 1
        is_last = layer == result.depth
        below = math.nan if is_last else sizes[number + 1]
        rows.append(
            (
                Cell(str(layer)),
                Cell(_three(float(line.spread[layer - 1])), blank=is_read),
                Cell(_three(here), blank=is_read),
                Cell("–") if is_last else Cell(_three(here / below if below else math.nan), blank=True),
            )
        )
    name = words.text(line.record.name)
    return SheetItem(
        title=words("worksheet.layers_title"),
        question=words("worksheet.layers", f=name, depth=result.depth),
        table=tuple(rows),
        has_head=True,
        why=words(f"worksheet.layers_{line.verdict}", f=name),
    )


def _shown_layers(depth: int) -> list[int]:
    """Return up to ten layers from 1 to ``depth``, the first and the last among them."""
    if depth <= _MOST_LAYERS:
        return list(range(1, depth + 1))
    return sorted({round(1 + n * (depth - 1) / (_MOST_LAYERS - 1)) for n in range(_MOST_LAYERS)})


def _workshop_item(result: WorkshopResult, words: Words) -> SheetItem:
    head = ("unit", "active", "unit_gradient", "dead")
    rows: list[Row] = [tuple(Cell(words(f"worksheet.column_{id}")) for id in head)]
    for unit, (active, slope, is_dead) in enumerate(zip(result.active, result.gradient, result.dead, strict=True), 1):
        known = (str(unit), f"{100 * float(active):.0f} %", _three(float(slope)))
        rows.append((*map(Cell, known), Cell(words("progress.yes" if is_dead else "progress.no"), blank=True)))
    return SheetItem(
        title=words("worksheet.workshop_title"),
        text=words(
            "worksheet.workshop_about", f=words.text(result.record.name), steps=result.steps, loss=_three(result.loss)
        ),
        question=words("worksheet.workshop"),
        table=tuple(rows),
        has_head=True,
        answer=words("worksheet.workshop_key", dead=result.dead_count, of=len(result.dead)),
    )


# --- the race ---


def race_items(app: AppState, report: object, words: Words) -> tuple[SheetItem, ...]:
    """Return the race's table: what is expected, and what came out; the key knows that if the race was run."""
    state = app.race
    found = report if isinstance(report, race.Outcome) and report.epochs else None
    head = ("function", "expected", "final_loss", "accuracy", "place")
    rows: list[Row] = [tuple(Cell(words(f"worksheet.column_{id}")) for id in head)]
    for place, name in enumerate(entrant_names(state, words)):
        answers = _results(found, place) if found is not None else ("", "", "")
        rows.append((Cell(name), Cell("", blank=True), *(Cell(text, blank=True) for text in answers)))
    data = words(f"race.data_{state.data.kind}")
    about = {"data": data, "depth": state.design.depth, "width": state.design.width, "seeds": state.design.seeds}
    return (
        SheetItem(
            title=words("worksheet.race_title"),
            text=words("worksheet.race_about", **about, epochs=found.epochs if found else state.goal.last_epoch or "…"),
            question=words("worksheet.race"),
            table=tuple(rows),
            has_head=True,
            answer="" if found else words("worksheet.race_not_run"),
        ),
    )


def _results(found: race.Outcome, place: int) -> tuple[str, str, str]:
    loss, accuracy = found.loss[place], found.accuracy[place]
    return _three(loss), "–" if math.isnan(accuracy) else f"{100 * accuracy:.0f} %", str(found.places[place])


def _indexed(name: str, number: int) -> str:
    return name + str(number).translate(_SUBSCRIPTS)


def _blank(number: float) -> Cell:
    return Cell(written_number(number), blank=True)


def _three(number: float) -> str:
    """Return a number with three digits."""
    return read(float(f"{number:.3g}")) if math.isfinite(number) else "–" if math.isnan(number) else read(number)
