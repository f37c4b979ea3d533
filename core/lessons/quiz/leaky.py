"""Questions about Leaky ReLU: its α, and units that can still learn where ReLU's cannot."""

from __future__ import annotations

import torch

from core.activations import activation
from core.evaluate import slopes
from core.lessons import calls
from core.lessons.model import Predict, Wrong
from core.lessons.quiz.functions import slopes_said
from core.lessons.quiz.item import Draw, Function, Item, Kind, chosen, short


def special_alpha() -> Kind:
    """Ask what Leaky ReLU is with α = 0 and α = 1."""

    def build(draw: Draw) -> Item:
        alpha, right = draw.pick(((0.0, "relu"), (1.0, "identity")))
        task, texts = chosen(draw, {k: Function(k).name for k in ("relu", "identity", "tanh", "step")}, [right])
        return Item(
            task,
            words={"alpha": short(alpha), "f": Function(right).name},
            options=texts,
        )

    return Kind("special_alpha", build)


def find_alpha() -> Kind:
    """Ask for the α of a Leaky ReLU that makes y of x."""

    def build(draw: Draw) -> Item:
        alpha, x = draw.pick((0.05, 0.1, 0.2, 0.25, 0.3, 0.5)), draw.pick((-2.0, -3.0, -4.0, -5.0, -6.0, -8.0))
        return Item(
            Predict("alpha", wrong=[Wrong("output", "y"), Wrong("sign", "minus")]),
            numbers={"x": x, "alpha": alpha},
            values={
                "y": calls.Output("leaky_relu", "x", {"negative_slope": alpha}),
                "minus": calls.Negated("alpha"),
            },
        )

    return Kind("find_alpha", build)


def learned() -> Kind:
    """Ask which function learns its α."""

    def build(draw: Draw) -> Item:
        others = draw.sample(("leaky_relu", "rrelu", "elu", "relu6", "celu"), 3)
        task, texts = chosen(draw, {key: Function(key).name for key in ("prelu", *others)}, ["prelu"])
        return Item(task, options=texts)

    return Kind("learned", build)


def revives() -> Kind:
    """Ask which functions still have a slope where ReLU has none."""

    def build(draw: Draw) -> Item:
        x = draw.pick((-1.0, -1.5, -2.0, -2.5))
        count = draw.pick((1, 2, 2, 3))
        keys = [*draw.sample(("leaky_relu", "elu", "silu", "prelu"), count)]
        keys += draw.sample(("relu", "relu6", "step", "threshold", "hardtanh"), 4 - count)
        at = torch.tensor(x)
        found = {key: float(slopes(activation(key), activation(key).defaults(), at)) for key in keys}
        right = [key for key in keys if found[key] != 0]
        task, texts = chosen(draw, {key: Function(key).name for key in keys}, right, many=True)
        return Item(
            task,
            numbers={"x": x},
            values={key: calls.Slope(key, "x") for key in keys},
            words={"slopes": slopes_said(task.options)},
            options=texts,
        )

    return Kind("revives", build)
