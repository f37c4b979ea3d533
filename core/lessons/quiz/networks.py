"""Questions about neurons and layers: sums, gates, layers that collapse, units that die."""

from __future__ import annotations

import torch

from core.activations import activation
from core.evaluate import values
from core.lessons import calls
from core.lessons.model import Predict, Wrong
from core.lessons.quiz.item import Draw, Function, Item, Kind, chosen, in_both, same, short
from core.text import Text

# Weights and bias of one neuron with a step behind it.
_GATES = {"and": (1.0, 1.0, -1.5), "or": (1.0, 1.0, -0.5), "nand": (-1.0, -1.0, 1.5), "nor": (-1.0, -1.0, 0.5)}
_INPUTS = [[0.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 1.0]]  # the last column takes the bias


def weighted_sum() -> Kind:
    """Ask for w · x + b."""

    def build(draw: Draw) -> Item:
        return Item(
            Predict("z", wrong=[Wrong("no_bias", "no_bias"), Wrong("inputs", "inputs")]),
            numbers=_neuron_numbers(draw),
            values={
                "z": calls.Neuron("x", "w", "b"),
                "no_bias": calls.Neuron("x", "w"),
                "inputs": calls.Total("x"),
            },
        )

    return Kind("weighted_sum", build)


def neuron(key: str) -> Kind:
    """Ask for h(w · x + b)."""

    def build(draw: Draw) -> Item:
        return Item(
            Predict("y", wrong=[Wrong("sum", "z"), Wrong("no_bias", "no_bias")]),
            numbers=_neuron_numbers(draw),
            values={
                "z": calls.Neuron("x", "w", "b"),
                "y": calls.Neuron("x", "w", "b", key),
                "no_bias": calls.Neuron("x", "w", 0.0, key),
            },
            words={"f": Function(key).name, "rule": in_both(f"rule_{key}", alpha="0.01")},
        )

    return Kind("neuron", build, key)


def _neuron_numbers(draw: Draw) -> dict[str, float | list[float | list[float]]]:
    return {
        "x": [*draw.numbers(2, -3, 4, 1, avoid=(0,))],
        "w": [*draw.numbers(2, -2, 2, 0.5, avoid=(0,))],
        "b": draw.pick((-2.0, -1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 2.0)),
    }


def _gate_numbers(draw: Draw) -> tuple[str, list[float]]:
    gate = draw.pick(tuple(_GATES))
    scale = draw.pick((0.5, 1.0, 2.0, 4.0))
    return gate, [scale * weight for weight in _GATES[gate]]


def gate() -> Kind:
    """Ask which gate a neuron is."""

    def build(draw: Draw) -> Item:
        right, weights = _gate_numbers(draw)
        task, texts = chosen(draw, {name: same(name.upper()) for name in _GATES}, [right])
        return Item(
            task,
            numbers={"inputs": [list(row) for row in _INPUTS], "weights": list(weights), "w": list(weights[:2])},
            values={"z": calls.MatrixProduct("inputs", "weights"), "y": calls.Output("step", "z")},
            words={"gate": same(right.upper()), "b": short(weights[2])},
            options=texts,
        )

    return Kind("gate", build)


def gate_table() -> Kind:
    """Ask for the four outputs of a neuron with a step."""

    def build(draw: Draw) -> Item:
        right, weights = _gate_numbers(draw)
        labels = [f"({short(row[0])}, {short(row[1])})" for row in _INPUTS]
        return Item(
            Predict("y", labels=labels, wrong=[Wrong("sum", "z"), Wrong("opposite", "opposite")]),
            numbers={"inputs": [list(row) for row in _INPUTS], "weights": list(weights), "w": list(weights[:2])},
            values={
                "z": calls.MatrixProduct("inputs", "weights"),
                "y": calls.Output("step", "z"),
                "minus": calls.Negated("z"),
                "opposite": calls.Output("step", "minus"),
            },
            words={"gate": same(right.upper()), "b": short(weights[2])},
        )

    return Kind("gate_table", build)


def separable() -> Kind:
    """Ask which gates no single neuron can be."""

    def build(draw: Draw) -> Item:
        right = draw.sample(("xor", "xnor"), draw.pick((1, 2)))
        names = [*right, *draw.sample(tuple(_GATES), 4 - len(right))]
        task, texts = chosen(draw, {name: same(name.upper()) for name in names}, right, many=True)
        return Item(task, options=texts)

    return Kind("separable", build)


def data() -> Kind:
    """Ask which data a network without activations can separate."""

    def build(draw: Draw) -> Item:
        right = draw.sample(("blobs", "halves", "and_gate"), draw.pick((1, 2)))
        names = [*right, *draw.sample(("xor", "circles", "spirals"), 4 - len(right))]
        task, texts = chosen(draw, {name: in_both(f"data_option_{name}") for name in names}, right, many=True)
        return Item(task, options=texts)

    return Kind("data", build)


def product() -> Kind:
    """Ask for the one weight that two linear layers of one unit amount to."""

    def build(draw: Draw) -> Item:
        a, b = draw.numbers(2, -3, 4, 0.5, avoid=(0, 1))
        return Item(
            Predict("y", wrong=[Wrong("added", "added"), Wrong("sign", "minus")]),
            numbers={"a": a, "b": b, "pair": [a, b]},
            values={
                "y": calls.Neuron([a], [b]),
                "added": calls.Total("pair"),
                "minus": calls.Negated("y"),
            },
        )

    return Kind("product", build)


def affine() -> Kind:
    """Ask for weight and bias of the one layer that two layers with biases amount to."""

    def build(draw: Draw) -> Item:
        w1, w2 = draw.numbers(2, -3, 4, 1, avoid=(0, 1))
        b1, b2 = draw.numbers(2, -3, 3, 1, avoid=(0,))
        return Item(
            Predict("y", labels=["w", "b"], wrong=[Wrong("biases_added", "careless"), Wrong("added", "added")]),
            numbers={"w1": w1, "w2": w2, "b1": b1, "b2": b2, "pair": [w1 + w2, b1 + b2]},
            # (w2, b2) · [[w1, b1], [0, 1]] is (w2·w1, w2·b1 + b2).
            values={
                "y": calls.MatrixProduct([w2, b2], [[w1, b1], [0.0, 1.0]]),
                "careless": calls.MatrixProduct([w2, b2], [[w1, b1 / w2], [0.0, 1.0]]),
                "added": calls.Same("pair"),
            },
            words={"plus_b1": _added(b1), "plus_b2": _added(b2), "in_b1": _in_brackets(b1), "in_w1": _in_brackets(w1)},
        )

    return Kind("affine", build)


def _added(number: float) -> str:
    """Return a number as it is added: ``+ 2``, ``− 3``."""
    return f"{'−' if number < 0 else '+'} {short(abs(number))}"


def _in_brackets(number: float) -> str:
    return f"({short(number)})" if number < 0 else short(number)


def matrices() -> Kind:
    """Ask for W2 · W1."""

    def build(draw: Draw) -> Item:
        entries = [draw.pick((-2.0, -1.0, 0.0, 1.0, 2.0, 3.0)) for _ in range(6)]
        first, second = [entries[:2], entries[2:4]], [[*draw.numbers(2, -2, 3, 1)], entries[4:]]
        return Item(
            Predict("y", wrong=[Wrong("order", "order")]),
            numbers={"W1": [list(row) for row in first], "W2": [list(row) for row in second]},
            values={"y": calls.MatrixProduct("W2", "W1"), "order": calls.MatrixProduct("W1", "W2")},
        )

    return Kind("matrices", build)


def additive(key: str) -> Kind:
    """Ask for f(a), f(b), f(a + b): the last one is not the sum of the others."""

    def build(draw: Draw) -> Item:
        a, b = draw.pick((-2.0, -3.0, -4.0, -5.0)), draw.pick((1.0, 2.0, 3.0, 6.0))
        return Item(
            Predict("y", input="x", wrong=[Wrong("kept", "x")]),
            numbers={"x": [a, b, a + b]},
            values={"y": calls.Output(key, "x")},
            words={"f": Function(key).name},
        )

    return Kind("additive", build, key)


def stays_linear() -> Kind:
    """Ask which functions between two linear layers leave them one layer."""

    def build(draw: Draw) -> Item:
        linear = {
            "none": Function("identity").name,
            "leaky": Function("leaky_relu", {"negative_slope": 1.0}).name,
            "prelu": Function("prelu", {"init": 1.0}).name,
        }
        right = draw.sample(tuple(linear), draw.pick((1, 2)))
        bent = draw.sample(("relu", "tanh", "sigmoid", "leaky_relu", "elu"), 4 - len(right))
        options = {id: linear[id] for id in right} | {key: Function(key).name for key in bent}
        task, texts = chosen(draw, options, right, many=True)
        return Item(task, options=texts)

    return Kind("stays_linear", build)


def dead_unit() -> Kind:
    """Ask which of three ReLU units is dead, from their weighted sums over all of the data; maybe none is."""

    def build(draw: Draw) -> Item:
        never = draw.numbers(4, -4, -0.5, 0.5)
        once = [*draw.numbers(3, -4, -0.5, 0.5), draw.pick((0.5, 1.0, 1.5))]
        mixed = [*draw.numbers(2, -4, -0.5, 0.5), *draw.numbers(2, 0.5, 4, 0.5)]
        often = [*draw.numbers(1, -4, -0.5, 0.5), *draw.numbers(3, 0.5, 4, 0.5)]
        is_dead = draw.pick((True, True, True, False))
        rows = draw.shuffled([draw.shuffled(row) for row in (never if is_dead else often, once, mixed)])
        right = next((f"unit_{n}" for n, row in enumerate(rows, 1) if max(row) < 0), "none")
        options = {f"unit_{n}": same("ABC"[n - 1]) for n in (1, 2, 3)} | {"none": in_both("dead_unit_option_none")}
        task, texts = chosen(draw, options, [right])
        return Item(
            task,
            numbers={f"z{n}": list(row) for n, row in enumerate(rows, 1)},
            values={f"y{n}": calls.Output("relu", f"z{n}") for n in (1, 2, 3)},
            words={"right": options[right]},
            options=texts,
            why=in_both("dead_unit_why_none") if right == "none" else in_both("dead_unit_why_one", unit=options[right]),
        )

    return Kind("dead_unit", build)


def relu_output() -> Kind:
    """Ask which list ReLU can have made."""

    def build(draw: Draw) -> Item:
        def numbers(low: float, high: float, count: int) -> list[float]:
            return draw.numbers(count, low, high, 0.5, avoid=(0,))

        lists = {
            "right": [0.0, *numbers(0.5, 4, 2)],
            "negative": [*numbers(-3, -0.5, 1), *numbers(0.5, 4, 2)],
            "all_negative": [*numbers(-4, -0.5, 2), 0.0],
            "mixed": [0.0, *numbers(-3, -0.5, 1), *numbers(1, 4, 1)],
        }
        shuffled = {id: draw.shuffled(row) for id, row in lists.items()}
        checked = values(activation("relu"), {}, torch.tensor(shuffled["right"])).tolist()
        assert checked == shuffled["right"], "ReLU leaves its own outputs as they are"
        task, texts = chosen(draw, {id: Text(f"`{{{id}}}`", f"`{{{id}}}`") for id in lists}, ["right"])
        return Item(task, numbers={id: list(row) for id, row in shuffled.items()}, options=texts)

    return Kind("relu_output", build)
