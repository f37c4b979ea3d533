"""What an experiment is: the data, the networks' shape, how they learn, and which activations take part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from core.record import Activation, Params
from core.text import UserError
from core.training.datasets import Dataset

Initialization = Literal["xavier", "he", "normal", "matched"]
OptimizerName = Literal["sgd", "momentum", "adam"]
LossName = Literal["bce", "cross_entropy", "mse"]

INITIALIZATIONS: tuple[str, ...] = ("xavier", "he", "normal", "matched")
OPTIMIZERS: tuple[str, ...] = ("sgd", "momentum", "adam")
MAX_DEPTH, MAX_WIDTH, MAX_SEEDS, MAX_CONTESTANTS = 8, 64, 16, 10
# Numbers that one hidden layer's outputs, over all layers, networks and samples of a batch, may be: 160 MB in float32.
MAX_OUTPUTS = 42_000_000
# What every number of a design may be: (lowest, highest). Its slider may span less.
LIMITS: Mapping[str, tuple[float, float]] = {
    "depth": (0, MAX_DEPTH),
    "width": (1, MAX_WIDTH),
    "learning_rate": (1e-6, 1000.0),
    "momentum": (0.0, 0.999),
    "batch_size": (0, 100_000),
    "l1": (0.0, 10.0),
    "l2": (0.0, 10.0),
    "init_std": (0.0, 100.0),
    "seeds": (1, MAX_SEEDS),
    "first_seed": (0, 1_000_000),
}
WHOLE_NUMBERS = frozenset({"depth", "width", "batch_size", "seeds", "first_seed"})


@dataclass(frozen=True, slots=True)
class Design:
    """The networks' shape and how they learn: the same for every activation.

    Attributes:
        depth: hidden layers, 0 to 8.  width: units in each, 1 to 64.
        optimizer: one of ``OPTIMIZERS``; "momentum" is SGD with ``momentum``; Adam has PyTorch's betas and eps.
        batch_size: samples of a step; 0 means all of the training data.
        l1, l2: what is added to the loss: l1·Σ|weight| + l2/2·Σweight² (biases are left alone).
        initialization: "xavier" ``nn.init.xavier_uniform_``, "he" ``nn.init.kaiming_normal_``, "normal"
            ``nn.init.normal_`` with ``init_std``; biases start at 0. "matched" scales orthogonal weights layer by layer
            until what enters each activation has variance 1 over the data (Mishkin and Matas 2016, "All you need is a
            good init"); then only the scale differs between activations.
        seeds: how many networks of each activation; network i starts from the weights of seed ``first_seed`` + i.
    """

    depth: int = 2
    width: int = 8
    optimizer: str = "adam"
    learning_rate: float = 0.03
    momentum: float = 0.9
    batch_size: int = 32
    l1: float = 0.0
    l2: float = 0.0
    initialization: str = "xavier"
    init_std: float = 0.5
    seeds: int = 8
    first_seed: int = 0


@dataclass(frozen=True, slots=True)
class LayerFunction:
    """An elementwise activation with every parameter given. ``record`` is one of the catalogue or a formula's."""

    record: Activation
    params: Params


@dataclass(frozen=True, slots=True)
class Contestant:
    """The activations of one kind of network: ``functions[i]`` follows hidden layer i; ``depth`` of them."""

    functions: tuple[LayerFunction, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole experiment: len(contestants) × design.seeds networks on one data set.

    Network k belongs to contestant k // seeds and to seed number k % seeds. Raises UserError ``training.*`` for what
    cannot be trained.
    """

    dataset: Dataset
    design: Design
    contestants: tuple[Contestant, ...]

    def __post_init__(self) -> None:
        check_design(self.design)
        if not 1 <= len(self.contestants) <= MAX_CONTESTANTS:
            raise UserError("training.contestants", limit=MAX_CONTESTANTS)
        for function in (f for contestant in self.contestants for f in contestant.functions):
            if function.record.is_vector:
                raise UserError("training.not_elementwise", function=function.record.name)
        design = self.design
        outputs = self.networks * self.batch_size * design.width * max(1, design.depth)
        if outputs > MAX_OUTPUTS:
            raise UserError("training.too_large", batch_size=max(1, self.batch_size * MAX_OUTPUTS // outputs))

    @property
    def networks(self) -> int:
        """How many networks there are."""
        return len(self.contestants) * self.design.seeds

    @property
    def batch_size(self) -> int:
        """Samples in a full batch."""
        samples = self.dataset.train_count
        return min(self.design.batch_size or samples, samples)

    @property
    def steps_per_epoch(self) -> int:
        """Batches in an epoch; the last one may be smaller."""
        return -(-self.dataset.train_count // self.batch_size)

    @property
    def loss(self) -> LossName:
        """The loss that follows from the task; always computed from logits."""
        return {"binary": "bce", "multiclass": "cross_entropy", "regression": "mse"}[self.dataset.task]  # type: ignore[return-value]

    @property
    def is_regression(self) -> bool:
        """Whether numbers are predicted, so that the loss is what counts and not the accuracy."""
        return self.dataset.task == "regression"

    @property
    def judged_by(self) -> str:
        """The name in ``Scores`` of what decides the ranking and the target: of the test data if there is any."""
        part = "test" if self.dataset.test.size else "train"
        return f"{part}_loss" if self.is_regression else f"{part}_accuracy"

    @property
    def sizes(self) -> tuple[int, ...]:
        """Numbers that enter each linear layer, and at the end the outputs: (2, 8, 8, 1)."""
        return (self.dataset.inputs, *(self.design.width,) * self.design.depth, self.dataset.outputs)


def check_design(design: Design) -> None:
    """Raise UserError ``training.*`` unless every part of ``design`` can be used."""
    for name, (low, high) in LIMITS.items():
        value = getattr(design, name)
        if not isfinite(value) or not low <= value <= high:
            raise UserError("training.out_of_range", name=name, value=value, low=f"{low:g}", high=f"{high:g}")
        if name in WHOLE_NUMBERS and value != int(value):
            raise UserError("training.not_whole", name=name, value=value)
    if design.optimizer not in OPTIMIZERS:
        raise UserError("training.choice", value=design.optimizer, known=", ".join(OPTIMIZERS))
    if design.initialization not in INITIALIZATIONS:
        raise UserError("training.choice", value=design.initialization, known=", ".join(INITIALIZATIONS))
