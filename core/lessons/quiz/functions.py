"""Questions about one function: its values, slopes, curve, range and what else can be said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import torch

from core.activations import activation
from core.evaluate import slopes
from core.facts import Facts, facts
from core.lessons import calls
from core.lessons.model import Order, PickCurve, Predict, Wrong
from core.lessons.quiz.item import Draw, Function, Item, Kind, chosen, in_both, same, short
from core.text import LANGUAGES, Text

_ALPHAS = (0.01, 0.05, 0.1, 0.2, 0.25, 0.5)
# Curves that are told apart at a glance, for each other's company.
_CURVES = ("identity", "step", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "softplus", "hardtanh")
_SLOPE_CURVES = ("identity", "step", "sigmoid", "tanh", "relu", "elu")
_RANGES = ("identity", "step", "sigmoid", "tanh", "relu", "relu6", "hardtanh", "elu", "softplus")
_ODD = ("identity", "tanh", "softsign", "hardtanh")
_NOT_ODD = ("sigmoid", "relu", "step", "softplus", "relu6", "hardsigmoid")


def _function(key: str, draw: Draw) -> Function:
    """Return the function, Leaky ReLU with a drawn α."""
    return Function(key, {"negative_slope": draw.pick(_ALPHAS)} if key == "leaky_relu" else {})


def _rule(function: Function, of: str = "rule") -> Text:
    alpha = short(float(function.params.get("negative_slope", 0.01)))
    return in_both(f"{of}_{function.key}", alpha=alpha)


def value(key: str) -> Kind:
    """Ask for f(x) at three numbers, where it can be computed in one's head."""

    def build(draw: Draw) -> Item:
        function = _function(key, draw)
        x = draw.shuffled([*draw.numbers(1, -6, -0.5, 0.5), *draw.numbers(1, 0.5, 8, 0.5), *draw.numbers(1, -3, 3, 1)])
        return Item(
            Predict("y", input="x", wrong=[Wrong("kept", "x"), Wrong("slope", "slope"), Wrong("sign", "minus")]),
            numbers={"x": list(x)},
            values={
                "y": calls.Output(key, "x", dict(function.params)),
                "slope": calls.Slope(key, "x", dict(function.params)),
                "minus": calls.Negated("y"),
            },
            words={"f": function.name, "rule": _rule(function)},
            hint=_rule(function),
        )

    return Kind("value", build, key)


def rows(key: str) -> Kind:
    """Ask for f of a 2 × 3 tensor: every cell on its own."""

    def build(draw: Draw) -> Item:
        function = _function(key, draw)
        x = draw.shuffled([*draw.numbers(3, -9, -1, 1), *draw.numbers(3, 1, 9, 1)])
        return Item(
            Predict("y", input="x", wrong=[Wrong("kept", "x"), Wrong("slope", "slope")]),
            numbers={"x": [x[:3], x[3:]]},
            values={
                "y": calls.Output(key, "x", dict(function.params)),
                "slope": calls.Slope(key, "x", dict(function.params)),
            },
            words={"f": function.name, "rule": _rule(function)},
            hint=_rule(function),
        )

    return Kind("rows", build, key)


def slope(key: str) -> Kind:
    """Ask for f′(x) at three numbers beside the kinks."""

    def build(draw: Draw) -> Item:
        function = _function(key, draw)
        kinks = activation(key).kinks(function.all_params)
        x = draw.shuffled([*draw.numbers(1, -6, -0.5, 0.5, kinks), *draw.numbers(2, 0.5, 8, 0.5, kinks)])
        return Item(
            Predict("y", input="x", wrong=[Wrong("output", "output"), Wrong("sign", "minus")]),
            numbers={"x": list(x)},
            values={
                "y": calls.Slope(key, "x", dict(function.params)),
                "output": calls.Output(key, "x", dict(function.params)),
                "minus": calls.Negated("y"),
            },
            words={"f": function.name, "rule": _rule(function, "slope_rule")},
            hint=_rule(function, "slope_rule"),
        )

    return Kind("slope", build, key)


def kink(key: str) -> Kind:
    """Ask what autograd gives at a kink."""

    def build(draw: Draw) -> Item:
        function = Function(key, {"alpha": draw.pick((0.5, 1.5, 2.0))}) if key == "elu" else _function(key, draw)
        at = draw.pick(activation(key).kinks(function.all_params))
        lower = float(function.params.get("alpha", function.params.get("negative_slope", 0.0)))
        return Item(
            Predict("y", wrong=[Wrong("middle", "middle"), Wrong("one", "one"), Wrong("zero", "zero")]),
            numbers={"x": at, "one": 1.0, "zero": 0.0, "middle": (1 + lower) / 2},
            values={"y": calls.Slope(key, "x", dict(function.params))},
            words={"f": function.name},
        )

    return Kind("kink", build, key)


def _company(key: str, pool: tuple[str, ...], draw: Draw, count: int = 3) -> list[str]:
    # Leaky ReLU with α = 0.01 looks like ReLU.
    alike = {"relu": ("leaky_relu",), "leaky_relu": ("relu",), "identity": ("leaky_relu",)}
    others = [other for other in pool if other != key and other not in alike.get(key, ())]
    return draw.shuffled([key, *draw.sample(others, count)])


def curve(key: str) -> Kind:
    """Ask which curve is f."""

    def build(draw: Draw) -> Item:
        functions = _company(key, tuple(other for other in _CURVES if other != "leaky_relu" or other == key), draw)
        return Item(
            PickCurve(functions, key),
            words={"f": Function(key).name, "look": in_both(f"look_{key}")},
            feedback={
                k: in_both("curve_not", g=Function(k).name, look=in_both(f"look_{k}")) for k in functions if k != key
            },
            hint=in_both(f"look_{key}"),
        )

    return Kind("curve", build, key)


def slope_curve(key: str) -> Kind:
    """Ask which curve is f′."""

    def build(draw: Draw) -> Item:
        functions = _company(key, _SLOPE_CURVES, draw)
        return Item(
            PickCurve(functions, key, slope=True),
            words={"f": Function(key).name, "look": in_both(f"slope_look_{key}")},
            feedback={
                k: in_both("slope_curve_not", g=Function(k).name, look=in_both(f"slope_look_{k}"))
                for k in functions
                if k != key
            },
            hint=in_both(f"slope_look_{key}"),
        )

    return Kind("slope_curve", build, key)


def output_range(key: str) -> Kind:
    """Ask for the set of outputs among those of other functions; open ends against closed ones."""

    def build(draw: Draw) -> Item:
        right = _range_text(key)
        closed = right.replace("(0, 1)", "[0, 1]").replace("(−1, 1)", "[−1, 1]")
        others = list(dict.fromkeys(_range_text(k) for k in draw.shuffled(_RANGES) if _range_text(k) != right))
        others = [text for text in others if text != closed][: 2 if closed != right else 3]
        options = {"right": same(right), **{f"other_{n}": same(text) for n, text in enumerate(others)}}
        if closed != right:
            options["closed"] = same(closed)
        task, texts = chosen(draw, options, ["right"])
        return Item(
            task,
            words={"f": Function(key).name, "range": same(right), "rule": in_both(f"rule_{key}", alpha="0.01")},
            options=texts,
            hint=in_both(f"rule_{key}", alpha="0.01"),
        )

    return Kind("range", build, key)


@cache
def _facts(key: str) -> Facts:
    record = activation(key)
    return facts(record, record.defaults())


def _range_text(key: str) -> str:
    return _facts(key).range_text


def centred() -> Kind:
    """Ask which functions are zero-centred."""

    def build(draw: Draw) -> Item:
        count = draw.pick((1, 2, 2, 3))
        keys = [*draw.sample(_ODD, count), *draw.sample(_NOT_ODD, 4 - count)]
        right = [key for key in keys if _facts(key).zero_centred]
        task, texts = chosen(draw, {key: Function(key).name for key in keys}, right, many=True)
        ko, en = (", ".join(Function(k).name.said_in(lang) for k in task.right) for lang in LANGUAGES)
        return Item(task, words={"names": Text(ko, en)}, options=texts)

    return Kind("centred", build)


def steepest(key: str) -> Kind:
    """Ask for the largest slope."""

    def build(draw: Draw) -> Item:
        return Item(
            Predict("y", digits=2, wrong=[Wrong("value", "value"), Wrong("one", "one")]),
            numbers={"zero": 0.0, "one": 1.0},
            values={"y": calls.LargestSlope(key), "value": calls.Output(key, "zero")},
            words={"f": Function(key).name},
            hint=in_both(f"slope_look_{key}"),
        )

    return Kind("steepest", build, key)


def vanishing() -> Kind:
    """Ask how small n slopes of Sigmoid make a gradient at the least."""

    def build(draw: Draw) -> Item:
        n = draw.pick((2.0, 3.0, 4.0, 5.0))
        return Item(
            Predict("y", wrong=[Wrong("added", "added"), Wrong("half", "half")]),
            numbers={"n": n},
            values={
                "most": calls.LargestSlope("sigmoid"),
                "y": calls.Power("most", n),
                "added": calls.MatrixProduct([0.25], [n]),
                "half": calls.Power(0.5, n),
            },
        )

    return Kind("vanishing", build)


def estimate(key: str) -> Kind:
    """Ask which number is nearest to f(x): the others are those of functions that are mixed up with it."""

    def build(draw: Draw) -> Item:
        x = draw.pick((-3.0, -2.0, -1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 2.0, 3.0))
        other = "tanh" if key == "sigmoid" else "sigmoid"
        task, texts = chosen(
            draw, {id: Text(f"{{{id}}}", f"{{{id}}}") for id in ("right", "mixed", "mirrored", "kept")}, ["right"]
        )
        return Item(
            task,
            numbers={"x": x},
            values={
                "right": calls.Output(key, "x"),
                "mixed": calls.Output(other, "x"),
                "minus": calls.Negated("x"),
                "mirrored": calls.Output(key, "minus"),
                "kept": calls.Same("x"),
            },
            words={"f": Function(key).name, "g": Function(other).name},
            options=texts,
            hint=in_both(f"rule_{key}"),
        )

    return Kind("estimate", build, key)


def mirrored(key: str) -> Kind:
    """Ask for f(−x) where f(x) is given."""

    def build(draw: Draw) -> Item:
        x = draw.pick((0.5, 1.0, 1.5, 2.0, 2.5, 3.0))
        return Item(
            Predict("y", wrong=[Wrong("same", "given"), Wrong("minus", "negative"), Wrong("rest", "rest")]),
            numbers={"x": x, "back": -x, "row": [x]},
            values={
                "given": calls.Output(key, "x"),
                "y": calls.Output(key, "back"),
                "negative": calls.Negated("given"),
                "one": calls.Output(key, "row"),
                "rest": calls.Neuron("one", [-1.0], 1.0),
            },
            words={"f": Function(key).name},
            why=in_both(f"mirrored_why_{key}"),
            hint=in_both(f"mirrored_hint_{key}"),
        )

    return Kind("mirrored", build, key)


def twice() -> Kind:
    """Ask for tanh(x) where sigmoid(2x) is given."""

    def build(draw: Draw) -> Item:
        x = draw.pick((-1.5, -1.0, -0.5, -0.25, 0.25, 0.5, 1.0, 1.5))
        return Item(
            Predict("y", tolerance=0.001, wrong=[Wrong("same", "given"), Wrong("doubled", "doubled")]),
            numbers={"x": x, "row": [2 * x]},
            values={
                "double": calls.Total("row"),
                "given": calls.Output("sigmoid", "double"),
                "one": calls.Output("sigmoid", "row"),
                "doubled": calls.Neuron("one", [2.0]),
                "y": calls.Output("tanh", "x"),
            },
        )

    return Kind("twice", build)


def which(keys: tuple[str, ...]) -> Kind:
    """Ask which function has made these outputs of these inputs."""

    def build(draw: Draw) -> Item:
        key = draw.pick(keys)
        x = [*draw.numbers(1, -4, -1, 0.5), 0.0, *draw.numbers(1, 1.5, 4, 0.5)]
        others = draw.sample([other for other in keys if other != key], 3)
        task, texts = chosen(draw, {k: Function(k).name for k in (key, *others)}, [key])
        return Item(
            task,
            numbers={"x": list(x)},
            values={"y": calls.Output(key, "x"), **{f"y_{other}": calls.Output(other, "x") for other in others}},
            words={"f": Function(key).name, "rule": in_both(f"rule_{key}", alpha="0.01")},
            options=texts,
            feedback={other: in_both("which_not", g=Function(other).name, y=f"y_{other}") for other in others},
        )

    return Kind("which", build)


def steepness() -> Kind:
    """Ask to order functions by their slope at one place."""

    def build(draw: Draw) -> Item:
        # At −3 Tanh's slope is within 0.0001 of Leaky ReLU's.
        x = draw.pick((2.0, 2.5, 3.0, 4.0, -2.0, -2.5, -4.0))
        keys = ("relu", "leaky_relu", "sigmoid", "tanh")
        found: Mapping[str, float] = {
            key: float(slopes(activation(key), activation(key).defaults(), torch.tensor(x))) for key in keys
        }
        # ReLU and Leaky ReLU are equally steep on the right.
        picked = sorted((k for k in keys if k != "leaky_relu" or x < 0), key=lambda key: -found[key])
        return Item(
            Order(list(picked)),
            numbers={"x": x},
            values={key: calls.Slope(key, "x") for key in picked},
            words={"slopes": slopes_said(picked)},
            options={key: Function(key).name for key in picked},
        )

    return Kind("steepness", build)


def slopes_said(keys: Sequence[str]) -> Text:
    """Return the functions, each with the placeholder of the value called like it."""
    ko, en = (", ".join(f"{Function(key).name.said_in(lang)} {{{key}}}" for key in keys) for lang in LANGUAGES)
    return Text(ko, en)
