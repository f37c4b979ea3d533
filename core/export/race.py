"""A training race → a script and a notebook that train the same networks with plain PyTorch, and its numbers as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from core.export.calls import called, draws
from core.export.notebook import Cell
from core.export.table import Table, table_of_rows
from core.training.frames import PARTS, Frame, Rank
from core.training.plan import Contestant, Design, Plan

Numbers = NDArray[np.floating]
_WIDTH = 100
_INITIALIZATIONS = {
    "xavier": "nn.init.xavier_uniform_(linear.weight, generator=generator)",
    "he": 'nn.init.kaiming_normal_(linear.weight, nonlinearity="relu", generator=generator)',
    "normal": "nn.init.normal_(linear.weight, 0.0, {init_std!r}, generator=generator)",
    "matched": "nn.init.orthogonal_(linear.weight, generator=generator)",
}
_LOSSES = {"bce": "nn.BCEWithLogitsLoss()", "cross_entropy": "nn.CrossEntropyLoss()", "mse": "nn.MSELoss()"}
_APPLIED = '''
class Applied(nn.Module):
    """Lets any function stand in nn.Sequential."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)
'''
_TRAIN = """
def train(model):
    optimizer = {optimizer}
{penalised}    for epoch in range({epochs}):
        generator = torch.Generator().manual_seed(ORDER_SEED * 1_000_003 + epoch)
        order = torch.randperm(len(train_x), generator=generator)
        for batch in {batches}:
            loss = loss_of(model(train_x[batch]), train_y[batch])
{penalties}            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
"""
_MATCHED = """    with torch.no_grad():
        values = train_x
        for linear, activation in zip(layers[:-1:2], layers[1::2]):
            linear.weight /= linear(values).std().clamp_min(1e-6)
            values = activation(linear(values))
"""
_ACCURACIES = {
    "bce": "((logits > 0) == (y > 0.5)).double().mean().item()",
    "cross_entropy": "(logits.argmax(1) == y).double().mean().item()",
}


def race_script(plan: Plan, names: Sequence[str], epochs: int, steps: int = 0) -> str:
    """Return a script that trains every network for ``epochs`` epochs, one after the other, and prints the results.

    ``steps`` more mini-batches follow, where the race stands within an epoch. For each contestant, by its name of
    ``names``, a line with the mean and the standard deviation over seeds of ``loss`` and ``accuracy`` (of the test data
    if there is any).
    """
    return "\n\n".join(part.strip("\n") for part in script_parts(plan, names, epochs, steps)) + "\n"


def script_parts(plan: Plan, names: Sequence[str], epochs: int, steps: int = 0) -> list[str]:
    """Return the script as the cells of a notebook: settings, data, networks, training, results."""
    return [
        _settings(plan, epochs, steps),
        _data(plan),
        _networks(plan, names),
        _training(plan.design, steps),
        _results(plan),
    ]


def race_cells(
    plan: Plan, names: Sequence[str], epochs: int, before: str, after: str, steps: int = 0
) -> tuple[Cell, ...]:
    """Return the cells of a notebook: ``before`` as Markdown, the parts of the script, ``after`` as Markdown."""
    code: list[Cell] = [("code", part) for part in script_parts(plan, names, epochs, steps)]
    return (("markdown", before), *code, ("markdown", after))


def curves_table(frame: Frame, names: Sequence[str], first_seed: int = 0) -> Table:
    """Return every network's curves: a row for each recorded epoch, activation and seed; empty cells for nothing.

    Where not every epoch was recorded, a last column ``epochs_since_last`` says how many lie between two of them.
    """
    curves = frame.curves
    epochs, entrants, seeds = curves.train_loss.shape
    labels = np.tile(np.repeat(np.array(names), seeds), epochs)
    networks = entrants * seeds
    columns = (
        np.repeat(curves.epochs, networks),
        labels,
        np.tile(np.arange(first_seed, first_seed + seeds), epochs * entrants),
        *(_finite(getattr(curves, part)).reshape(-1) for part in PARTS),
    )
    if curves.every == 1:
        return Table(("epoch", "activation", "seed", *PARTS), columns, empty_nan=True)
    gaps = np.repeat(np.diff(curves.epochs, prepend=-1), networks)
    return Table(("epoch", "activation", "seed", *PARTS, "epochs_since_last"), (*columns, gaps), empty_nan=True)


def ranking_table(ranks: Sequence[Rank], names: Sequence[str], judged_by: str) -> Table:
    """Return the ranking, one row for each activation; ``judged_by`` is the name of the score's column."""
    heading = ("place", "activation", judged_by, "spread", "epochs_to_target", "seeds_at_target", "seeds",
               "stopped_seeds", "cost_of_a_step")  # fmt: skip
    rows = [
        (rank.place or None, names[rank.contestant], _cell(rank.score), _cell(rank.spread), _cell(rank.reached_epoch),
         rank.reached_seeds, rank.seeds, rank.stopped_seeds, _cell(rank.cost))
        for rank in ranks
    ]  # fmt: skip
    return table_of_rows(heading, rows)


# --- the parts of the script ---


def _settings(plan: Plan, epochs: int, steps: int) -> str:
    design = plan.design
    calls = [called(f.record, f.params) for c in plan.contestants for f in c.functions]
    lines = ["# The same data and the same initial weights: only the activation differs.", "import torch"]
    lines += ["from torch import nn"]
    lines += ["from torch.nn import functional as F"] if any("F." in call for call in calls) else []
    lines += [
        "",
        "torch.set_num_threads(1)",
        f"SEEDS = range({design.first_seed}, {design.first_seed + design.seeds})",
        f"EPOCHS = {epochs}",
        *([f"MORE_STEPS = {steps}"] if steps else []),
        f"BATCH_SIZE = {plan.batch_size}",
        f"SIZES = {list(plan.sizes)}",
        f"ORDER_SEED = {plan.dataset.order_seed}",
    ]
    return "\n".join(lines)


def _data(plan: Plan) -> str:
    data = plan.dataset
    lines = [f"# {data.kind}: {data.train.size} points to train on, {data.test.size} to test"]
    for name, chosen in (("train", data.train), ("test", data.test)):
        lines += _tensor(f"{name}_x", data.points[chosen].tolist(), "torch.float64", (chosen.size, data.inputs))
        targets = data.targets[chosen]
        if data.task == "multiclass":
            lines += _tensor(f"{name}_y", [int(t) for t in targets], "torch.int64", (chosen.size,))
        else:
            lines += _tensor(f"{name}_y", [[float(t)] for t in targets], "torch.float64", (chosen.size, 1))
    inputs = "{0}"
    if (data.center != 0).any() or (data.spread != 1).any():
        lines += [f"center = torch.tensor({data.center.tolist()!r}, dtype=torch.float64)"]
        lines += [f"spread = torch.tensor({data.spread.tolist()!r}, dtype=torch.float64)"]
        inputs = "({0} - center) / spread"
    for name in ("train", "test"):
        wide = inputs.format(f"{name}_x")
        lines += [f"{name}_x = {f'({wide})' if ' ' in wide else wide}.float()"]
    if data.task == "regression" and (data.target_center, data.target_spread) != (0.0, 1.0):
        for name in ("train", "test"):
            lines += [f"{name}_y = (({name}_y - {data.target_center!r}) / {data.target_spread!r}).float()"]
    elif data.task != "multiclass":
        lines += [f"{name}_y = {name}_y.float()" for name in ("train", "test")]
    return "\n".join(lines)


def _networks(plan: Plan, names: Sequence[str]) -> str:
    written = [_functions(contestant) for contestant in plan.contestants]
    parts = [_APPLIED] if any("Applied(" in functions for functions in written) else []
    table = ["", "ACTIVATIONS = {"]
    if any(draws(f.record, f.params) for c in plan.contestants for f in c.functions):
        table.insert(1, "# RReLU in training draws its slopes anew: here they are others than in the app.")
    table += [f"    {name!r}: lambda: {functions}," for name, functions in zip(names, written, strict=True)]
    parts.append("\n".join([*table, "}"]))
    start = _INITIALIZATIONS[plan.design.initialization].format(init_std=plan.design.init_std)
    lines = [
        "",
        "",
        "def make_network(activations, seed):",
        "    generator = torch.Generator().manual_seed(seed)",
        "    layers = []",
        "    for inputs, outputs, activation in zip(SIZES, SIZES[1:], [*activations, None]):",
        "        linear = nn.Linear(inputs, outputs)",
        f"        {start}",
        "        nn.init.zeros_(linear.bias)",
        "        layers += [linear] if activation is None else [linear, activation]",
    ]
    lines += [_MATCHED.rstrip("\n")] if plan.design.initialization == "matched" else []
    parts.append("\n".join([*lines, "    return nn.Sequential(*layers)"]))
    return "\n".join(parts)


def _functions(contestant: Contestant) -> str:
    calls = [called(f.record, f.params) for f in contestant.functions]
    return "[" + ", ".join(f"Applied({call})" if call.startswith("lambda") else call for call in calls) + "]"


def _training(design: Design, steps: int) -> str:
    rate = repr(design.learning_rate)
    optimizer = {
        "sgd": f"torch.optim.SGD(model.parameters(), lr={rate})",
        "momentum": f"torch.optim.SGD(model.parameters(), lr={rate}, momentum={design.momentum!r})",
        "adam": f"torch.optim.Adam(model.parameters(), lr={rate})",
    }[design.optimizer]
    terms = [f"            loss = loss + {design.l1!r} * sum(w.abs().sum() for w in weights)\n"] if design.l1 else []
    if design.l2:
        terms.append(f"            loss = loss + {design.l2!r} / 2 * sum(w.square().sum() for w in weights)\n")
    weights = "    weights = [layer.weight for layer in model if isinstance(layer, nn.Linear)]\n" if terms else ""
    epochs = "EPOCHS + 1" if steps else "EPOCHS"
    batches = "order.split(BATCH_SIZE)" + ("[: None if epoch < EPOCHS else MORE_STEPS]" if steps else "")
    return _TRAIN.format(
        optimizer=optimizer, penalised=weights, penalties="".join(terms), epochs=epochs, batches=batches
    )


def _results(plan: Plan) -> str:
    part = "test" if plan.dataset.test.size else "train"
    scale = plan.dataset.target_spread**2
    loss = "loss_of(logits, y).item()" + (f" * {scale!r}" if scale != 1.0 else "")
    accuracy = _ACCURACIES.get(plan.loss)
    found = ["loss", "accuracy"] if accuracy else ["loss"]
    lines = [
        f"loss_of = {_LOSSES[plan.loss]}",
        "for name, activations in ACTIVATIONS.items():",
        "    results = []",
        "    for seed in SEEDS:",
        "        model = make_network(activations(), seed)",
        "        train(model)",
        "        with torch.no_grad():",
        f"            logits, y = model({part}_x), {part}_y",
        f"            results.append([{loss}{', ' + accuracy if accuracy else ''}])",
        "    results = torch.tensor(results, dtype=torch.float64)",
        "    spread = results.std(0) if len(results) > 1 else torch.zeros_like(results[0])",
        "    means = results.mean(0)",
    ]
    said = ", ".join(f"{{means[{i}]:.4f}} ± {{spread[{i}]:.4f}}" for i in range(len(found)))
    lines.append(f'    print(f"{{name}}: {part} {" and ".join(found)} {said}")')
    return "\n".join(lines)


def _tensor(name: str, values: Sequence[object], dtype: str, shape: tuple[int, ...]) -> list[str]:
    """Return the lines of ``name = torch.tensor([…])`` with every digit, some numbers a line."""
    if not values:
        return [f"{name} = torch.empty({shape}, dtype={dtype})"]
    lines, line = [f"{name} = torch.tensor(["], "   "
    for value in values:
        piece = f" {value!r},"
        if len(line) + len(piece) > _WIDTH:
            lines.append(line)
            line = "   "
        line += piece
    return [*lines, line, f"], dtype={dtype})"]


# --- numbers of the tables ---


def _cell(value: float | None) -> float | None:
    return None if value is None or not isfinite(value) else float(f"{value:.6g}")


def _finite(values: Numbers) -> Numbers:
    return np.where(np.isfinite(values), values, np.nan)
