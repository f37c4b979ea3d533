"""Questions about Softmax and losses, and about what to choose where."""

from __future__ import annotations

from core.activations import activation
from core.lessons import calls
from core.lessons.model import Choose, Order, Predict, Wrong
from core.lessons.quiz.item import Draw, Function, Item, Kind, chosen, in_both, same, short
from core.text import Text

# What a network is for, and the activation that fits.
_OUTPUT_TASKS = {
    **{"spam": "sigmoid", "disease": "sigmoid", "tags": "sigmoid"},
    **{"digit": "softmax", "animal": "softmax", "mood": "softmax"},
    **{"price": "identity", "temperature": "identity"},
}
_HIDDEN_TASKS = {"cnn": "relu", "rnn": "tanh", "dying": "leaky_relu", "first_try": "relu"}
_LOSSES = {
    **{"spam": "BCEWithLogitsLoss", "disease": "BCEWithLogitsLoss", "digit": "CrossEntropyLoss"},
    **{"animal": "CrossEntropyLoss", "price": "MSELoss", "temperature": "MSELoss"},
}


def _logits(draw: Draw, count: int = 3) -> list[float]:
    return draw.numbers(count, -1, 3, 0.5)


def probabilities() -> Kind:
    """Ask for softmax where the exponentials are given."""

    def build(draw: Draw) -> Item:
        return Item(
            Predict("y", input="z", tolerance=0.01, wrong=[Wrong("exp", "e"), Wrong("sigmoid", "each")]),
            numbers={"z": [*_logits(draw)]},
            values={
                "e": calls.Exponential("z"),
                "total": calls.Total("e"),
                "y": calls.Softmax("z"),
                "each": calls.Output("sigmoid", "z"),
            },
        )

    return Kind("probabilities", build)


def rank() -> Kind:
    """Ask to order classes by probability."""

    def build(draw: Draw) -> Item:
        logits = sorted(_logits(draw, 4), reverse=True)
        names = draw.shuffled("ABCD")
        shown = sorted(zip(names, logits, strict=True))
        return Item(
            Order([name.lower() for name in names], sorted_by="p"),
            numbers={"ordered": list(logits), "z": [logit for _, logit in shown]},
            values={"p": calls.Softmax("ordered")},
            options={name.lower(): same(name) for name in names},
            words={"names": ", ".join(names)},
        )

    return Kind("rank", build)


def sums() -> Kind:
    """Ask which numbers of a 2-D tensor add up to 1."""

    def build(draw: Draw) -> Item:
        dim = draw.pick((0, 1))
        task, texts = chosen(
            draw,
            {id: in_both(f"sums_option_{id}") for id in ("columns", "rows", "all", "cells")},
            [("columns", "rows")[dim]],
        )
        return Item(
            task,
            numbers={"z": [[*_logits(draw)], [*_logits(draw)]]},
            values={"y": calls.Softmax("z", dim=dim)},
            words={"dim": dim, "right": in_both(f"sums_option_{('columns', 'rows')[dim]}")},
            options=texts,
            why=in_both(f"sums_why_{dim}"),
        )

    return Kind("sums", build)


def total() -> Kind:
    """Ask what all outputs of a 2-D softmax add up to."""

    def build(draw: Draw) -> Item:
        dim, rows, columns = draw.pick((0, 1)), draw.pick((2, 3, 4)), draw.pick((5, 6, 7))
        zeros: list[float | list[float]] = [[0.0] * columns for _ in range(rows)]
        return Item(
            Predict("y", digits=2, wrong=[Wrong("one", "one"), Wrong("crossed", "crossed"), Wrong("cells", "cells")]),
            numbers={
                **{"zeros": zeros, "one": 1.0, "crossed": float(rows if dim == 0 else columns)},
                "cells": float(rows * columns),
            },
            values={"p": calls.Softmax("zeros", dim=dim), "y": calls.Total("p")},
            words={"dim": dim, "rows": rows, "columns": columns},
            why=in_both(f"total_why_{dim}", rows=rows, columns=columns),
        )

    return Kind("total", build)


def shift() -> Kind:
    """Ask what adding one number to all logits does."""

    def build(draw: Draw) -> Item:
        z, c = _logits(draw), draw.pick((-10.0, -5.0, 2.0, 5.0, 10.0, 100.0))
        task, texts = chosen(
            draw,
            {id: in_both(f"shift_option_{id}") for id in ("unchanged", "added", "sharper", "flatter")},
            ["unchanged"],
        )
        return Item(
            task,
            numbers={"z": [*z], "c": c, "moved": [number + c for number in z]},
            values={"before": calls.Softmax("z"), "after": calls.Softmax("moved")},
            options=texts,
        )

    return Kind("shift", build)


def sharpen() -> Kind:
    """Ask what a scale or a temperature does to the largest probability."""

    def build(draw: Draw) -> Item:
        way, by, right = draw.pick(
            (
                *(("scale", k, "larger") for k in (2.0, 3.0, 5.0)),
                *(("temperature", t, "smaller") for t in (2.0, 4.0, 10.0)),
                ("temperature", 0.5, "larger"),
            )
        )
        task, texts = chosen(
            draw, {id: in_both(f"sharpen_option_{id}") for id in ("larger", "smaller", "unchanged")}, [right]
        )
        after = calls.Softmax("z", scale=by) if way == "scale" else calls.Softmax("z", temperature=by)
        return Item(
            task,
            numbers={"z": [*_logits(draw)]},
            values={"before": calls.Softmax("z"), "after": after},
            words={"change": in_both(f"sharpen_{way}", by=short(by)), "right": in_both(f"sharpen_option_{right}")},
            options=texts,
            hint=in_both(f"sharpen_hint_{way}"),
        )

    return Kind("sharpen", build)


def loss() -> Kind:
    """Ask for the cross-entropy where the probabilities are given."""

    def build(draw: Draw) -> Item:
        target = draw.pick((0, 1, 2))
        # Far enough apart for no two of the options to look the same.
        z = draw.shuffled([draw.pick((2.0, 2.5, 3.0)), draw.pick((0.5, 1.0)), draw.pick((-1.0, -0.5))])
        other = (target + 1) % 3
        task, texts = chosen(
            draw,
            {id: Text(f"{{{id}}}", f"{{{id}}}") for id in ("right", "twice", "wrong_class", "probability")},
            ["right"],
        )
        return Item(
            task,
            numbers={"z": [*z]},
            values={
                "p": calls.Softmax("z"),
                "right": calls.CrossEntropy("z", target),
                "twice": calls.CrossEntropy("z", target, twice=True),
                "wrong_class": calls.CrossEntropy("z", other),
                "probability": calls.Same(f"p[{target}]"),
            },
            words={"target": target, "other": other},
            options=texts,
        )

    return Kind("loss", build)


def alone() -> Kind:
    """Ask for the softmax of a single number."""

    def build(draw: Draw) -> Item:
        return Item(
            Predict("y", wrong=[Wrong("sigmoid", "sigmoid"), Wrong("exp", "exp")]),
            numbers={"z": [*draw.numbers(1, -4, 5, 0.5, avoid=(0,))]},
            values={
                "y": calls.Softmax("z"),
                "sigmoid": calls.Output("sigmoid", "z"),
                "exp": calls.Exponential("z"),
            },
        )

    return Kind("alone", build)


def moved() -> Kind:
    """Ask how many outputs change with one input: of a function of vectors or of an elementwise one."""

    def build(draw: Draw) -> Item:
        n = draw.pick((3, 4, 5, 6, 10))
        key = draw.pick(("softmax", "softmax", "relu", "sigmoid"))
        mixes = activation(key).is_vector
        return Item(
            Predict("right", digits=0, wrong=[Wrong("count", "other")]),
            numbers={"right": float(n if mixes else 1), "other": float(1 if mixes else n)},
            words={"n": n, "f": Function(key).name},
            feedback={"count": in_both(f"moved_not_{'one' if mixes else 'all'}", f=Function(key).name)},
            why=in_both(f"moved_why_{'all' if mixes else 'one'}", f=Function(key).name, n=n),
        )

    return Kind("moved", build)


def residual() -> Kind:
    """Ask for the gradient of the binary cross-entropy at the logit."""

    def build(draw: Draw) -> Item:
        z, target = draw.pick((-3.0, -2.0, -1.0, 1.0, 2.0, 3.0)), draw.pick((0.0, 1.0))
        return Item(
            Predict("y", wrong=[Wrong("sign", "minus"), Wrong("probability", "p"), Wrong("slope", "slope")]),
            numbers={"z": z, "target": target},
            values={
                "p": calls.Output("sigmoid", "z"),
                "slope": calls.Slope("sigmoid", "z"),
                "y": calls.BinaryCrossEntropy("z", target, gradient=True),
                "minus": calls.Negated("y"),
            },
        )

    return Kind("residual", build)


def output_layer(wanted: str = "") -> Kind:
    """Ask which activation an output layer takes, for a task whose answer is ``wanted`` if given."""

    def build(draw: Draw) -> Item:
        job = draw.pick([job for job, key in _OUTPUT_TASKS.items() if wanted in ("", key)])
        right = _OUTPUT_TASKS[job]
        task, texts = chosen(draw, {k: Function(k).name for k in ("identity", "sigmoid", "softmax", "relu")}, [right])
        return Item(
            task,
            words={"job": in_both(f"job_{job}"), "f": Function(right).name},
            options=texts,
            why=in_both(f"output_layer_why_{'tags' if job == 'tags' else right}"),
        )

    return Kind("output_layer", build, wanted)


def hidden_layer() -> Kind:
    """Ask which activation a hidden layer takes."""

    def build(draw: Draw) -> Item:
        job = draw.pick(tuple(_HIDDEN_TASKS))
        right = _HIDDEN_TASKS[job]
        others = {
            "cnn": ("softmax", "step", "identity"),
            "rnn": ("softmax", "step", "identity"),
            "dying": ("relu", "step", "softmax"),
            "first_try": ("step", "identity", "softmax"),
        }[job]
        task, texts = chosen(draw, {k: Function(k).name for k in (right, *others)}, [right])
        return Item(
            task,
            words={"job": in_both(f"hidden_job_{job}")},
            options=texts,
            why=in_both(f"hidden_layer_why_{job}"),
        )

    return Kind("hidden_layer", build)


def loss_for() -> Kind:
    """Ask which loss a network's logits go into."""

    def build(draw: Draw) -> Item:
        job = draw.pick(tuple(_LOSSES))
        names = tuple(dict.fromkeys(_LOSSES.values()))
        task, texts = chosen(draw, {name.lower(): same(f"`nn.{name}`") for name in names}, [_LOSSES[job].lower()])
        return Item(task, words={"job": in_both(f"job_{job}"), "loss": f"nn.{_LOSSES[job]}"}, options=texts)

    return Kind("loss_for", build)


def plain(template: str, right: tuple[str, ...], wrong: tuple[str, ...], count: int = 4) -> Kind:
    """Ask a question of words: its options are ``quiz.<template>_option_<id>``, all right ones and some wrong ones."""

    def build(draw: Draw) -> Item:
        ids = [*right, *draw.sample(wrong, min(len(wrong), count - len(right)))]
        task, texts = chosen(
            draw, {id: in_both(f"{template}_option_{id}") for id in ids}, list(right), many=len(right) > 1
        )
        assert isinstance(task, Choose)
        return Item(task, options=texts)

    return Kind(template, build)
