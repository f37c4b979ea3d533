"""The data of an experiment: generated problems, or a person's own points; noise, and the split for testing."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from torch import Tensor

from core.tensor_value import TensorValue
from core.text import UserError

FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.floating]]
IntArray = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
Task = Literal["binary", "multiclass", "regression"]

OWN = "own"
MAX_POINTS = 5_000
MAX_CLASSES = 5
PLANE = 3.0  # generated data lies within ±3; noise may push a point a little further
# Own points within this are given to the networks as they are; larger numbers are standardised first.
_MODERATE = 10.0
LIMITS: Mapping[str, tuple[float, float]] = {
    "count": (10, 2_000),
    "noise": (0.0, 1.0),
    "test_share": (0.0, 0.9),
    "seed": (0, 1_000_000),
}


@dataclass(frozen=True, slots=True)
class DataChoice:
    """Which data: ``kind`` is a key of ``KINDS`` or "own".

    ``count`` points in all; ``noise`` 0 to 1 is the spread of the noise added to generated data; ``test_share`` of the
    points is kept from training; ``seed`` draws the points, the noise, the split and the order of the mini-batches.
    """

    kind: str = "circle"
    count: int = 250
    noise: float = 0.1
    test_share: float = 0.3
    seed: int = 0


@dataclass(frozen=True, slots=True)
class OwnPoints:
    """Points that a person clicked or opened.

    Attributes:
        rows: (N, inputs + 1): the inputs (1 or 2) and the target, which is a class index or a number; None for none.
        classes: names of the classes; empty for regression.
        source: the file's name, empty for clicked points.
    """

    rows: TensorValue | None = None
    classes: tuple[str, ...] = ("0", "1")
    source: str = ""

    @property
    def count(self) -> int:
        """How many points there are."""
        return 0 if self.rows is None else self.rows.shape[0]


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Points with targets, split for training and testing; in the units in which they are shown.

    Attributes:
        points: (N, inputs) with 1 or 2 inputs.  targets: (N,) class index or number.
        train, test: indices of the points, each rising.
        classes: names of the classes; empty for regression.
        center, spread: (inputs,); networks are given (points − center) / spread.
        target_center, target_spread: likewise for the numbers of a regression.
        order_seed: what the order of the mini-batches is drawn from.
    """

    kind: str
    task: Task
    points: FloatArray
    targets: FloatArray
    train: IntArray
    test: IntArray
    classes: tuple[str, ...]
    center: FloatArray
    spread: FloatArray
    target_center: float = 0.0
    target_spread: float = 1.0
    order_seed: int = 0

    @property
    def inputs(self) -> int:
        """Numbers that describe a point: 1 or 2."""
        return int(self.points.shape[1])

    @property
    def outputs(self) -> int:
        """Numbers that a network gives: one logit, one per class, or the predicted number."""
        return len(self.classes) if self.task == "multiclass" else 1

    @property
    def train_count(self) -> int:
        """Points to train on."""
        return int(self.train.size)

    def network_inputs(self, points: FloatArray | None = None) -> Tensor:
        """Return points ((N, inputs), all of the data's if left out) as the networks are given them, float32."""
        given = self.points if points is None else points
        return torch.from_numpy((given - self.center) / self.spread).to(torch.float32)

    def network_targets(self) -> Tensor:
        """Return the targets of all points as the losses take them: (N,) int64 for multiclass, else (N, 1) float32."""
        if self.task == "multiclass":
            return torch.from_numpy(self.targets.astype(np.int64))
        scaled = (self.targets - self.target_center) / self.target_spread
        return torch.from_numpy(scaled).to(torch.float32).reshape(-1, 1)

    def batch_order(self, epoch: int) -> Tensor:
        """Return in which order the training points come in ``epoch`` (from 0): a permutation of train_count."""
        generator = torch.Generator().manual_seed(self.order_seed * 1_000_003 + epoch)
        return torch.randperm(self.train_count, generator=generator)


def make_dataset(choice: DataChoice, own: OwnPoints | None = None) -> Dataset:
    """Return the data; the same for the same ``choice`` (and ``own``). Raises UserError ``training.*``."""
    check_choice(choice)
    if choice.kind == OWN:
        return _own_dataset(choice, own or OwnPoints())
    task, classes, draw = KINDS[choice.kind]
    generator = torch.Generator().manual_seed(choice.seed)
    points, targets = draw(choice.count, choice.noise, generator)
    names = tuple(str(n) for n in range(classes))
    return _split(choice, task, points.numpy(), targets.to(torch.float64).numpy(), names, generator)


def check_choice(choice: DataChoice) -> None:
    """Raise UserError ``training.*`` unless every part of ``choice`` can be used."""
    if choice.kind != OWN and choice.kind not in KINDS:
        raise UserError("training.choice", value=choice.kind, known=", ".join((*KINDS, OWN)))
    for name, (low, high) in LIMITS.items():
        value = getattr(choice, name)
        if not math.isfinite(value) or not low <= value <= high:
            raise UserError("training.out_of_range", name=name, value=value, low=f"{low:g}", high=f"{high:g}")
        if name in ("count", "seed") and value != int(value):
            raise UserError("training.not_whole", name=name, value=value)


def check_own(own: OwnPoints) -> None:
    """Raise UserError ``training.own_points`` unless the points fit each other and the classes."""
    if own.rows is None:
        return
    values = own.rows.values
    fits = values.ndim == 2 and values.shape[1] in (2, 3) and values.shape[0] <= MAX_POINTS
    fits = fits and bool(np.isfinite(values).all()) and bool((np.abs(values) <= 1e12).all())
    fits = fits and len(own.classes) <= MAX_CLASSES and len(own.classes) != 1
    if fits and own.classes:
        labels = values[:, -1]
        fits = values.shape[1] == 3 and bool(((labels == np.floor(labels)) & (labels >= 0)).all())
        fits = fits and bool((labels < len(own.classes)).all())
    if not fits:
        raise UserError("training.own_points", points=f"{MAX_POINTS:,}", classes=MAX_CLASSES)


def _own_dataset(choice: DataChoice, own: OwnPoints) -> Dataset:
    check_own(own)
    if own.rows is None or own.count < 2:
        raise UserError("training.too_few_points", count=own.count)
    points, targets = own.rows.values[:, :-1], own.rows.values[:, -1]
    task: Task = "regression" if not own.classes else "binary" if len(own.classes) == 2 else "multiclass"
    return _split(choice, task, points, targets, own.classes, torch.Generator().manual_seed(choice.seed))


def _split(
    choice: DataChoice,
    task: Task,
    points: FloatArray,
    targets: FloatArray,
    classes: tuple[str, ...],
    generator: torch.Generator,
) -> Dataset:
    count = points.shape[0]
    order = torch.randperm(count, generator=generator).numpy()
    tests = min(count - 1, round(count * choice.test_share))
    center, spread = _scale(points)
    target_center, target_spread = 0.0, 1.0
    if task == "regression":
        middle, width = _scale(targets[:, None])
        target_center, target_spread = float(middle[0]), float(width[0])
    return Dataset(
        choice.kind,
        task,
        points,
        targets,
        np.sort(order[tests:]),
        np.sort(order[:tests]),
        classes,
        center,
        spread,
        target_center,
        target_spread,
        choice.seed,
    )


def _scale(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return what to subtract and to divide by, (columns,): nothing unless a number is far from 0."""
    if np.abs(values).max() <= _MODERATE:
        return np.zeros(values.shape[1]), np.ones(values.shape[1])
    spread = values.std(axis=0)
    return values.mean(axis=0), np.where(spread > 0, spread, 1.0)


# --- the generated problems: (count, noise, generator) -> points (count, inputs) float64, targets (count,) ---

_Drawn = tuple[Tensor, Tensor]


def _uniform(count: int, low: float, high: float, generator: torch.Generator) -> Tensor:
    return low + (high - low) * torch.rand(count, generator=generator, dtype=torch.float64)


def _normal(count: int, columns: int, generator: torch.Generator) -> Tensor:
    return torch.randn(count, columns, generator=generator, dtype=torch.float64)


def _in_turn(count: int, classes: int) -> Tensor:
    return torch.arange(count) % classes


def _around(radius: Tensor, angle: Tensor) -> Tensor:
    return torch.stack((radius * angle.cos(), radius * angle.sin()), dim=1)


def _circle(count: int, noise: float, generator: torch.Generator) -> _Drawn:
    inside = _in_turn(count, 2)
    share = _uniform(count, 0.0, 1.0, generator).sqrt()
    radius = torch.where(inside.bool(), 1.2 * share, 1.7 + 0.9 * share)
    points = _around(radius, _uniform(count, 0.0, 2 * math.pi, generator))
    return points + 0.6 * noise * _normal(count, 2, generator), inside


def _xor(count: int, noise: float, generator: torch.Generator) -> _Drawn:
    points = torch.stack([_uniform(count, -2.4, 2.4, generator) for _ in range(2)], dim=1)
    differs = (points[:, 0] > 0) != (points[:, 1] > 0)
    apart = points + 0.2 * points.sign()
    return apart + noise * _normal(count, 2, generator), differs


def _gaussians(count: int, noise: float, generator: torch.Generator) -> _Drawn:
    label = _in_turn(count, 2)
    middle = torch.where(label.bool(), 1.2, -1.2).to(torch.float64)[:, None]
    return middle + (0.5 + noise) * _normal(count, 2, generator), label


def _moons(count: int, noise: float, generator: torch.Generator) -> _Drawn:
    lower = _in_turn(count, 2).bool()
    arc = _around(torch.full((count,), 1.6, dtype=torch.float64), _uniform(count, 0.0, math.pi, generator))
    shift = torch.tensor([0.8, 0.4], dtype=torch.float64)
    points = torch.where(lower[:, None], shift - arc, arc - shift)
    return points + 0.6 * noise * _normal(count, 2, generator), lower


def _spirals(classes: int, turns: float) -> Callable[[int, float, torch.Generator], _Drawn]:
    def draw(count: int, noise: float, generator: torch.Generator) -> _Drawn:
        label = _in_turn(count, classes)
        share = _uniform(count, 0.05, 1.0, generator)
        angle = 2 * math.pi * (turns * share + label / classes)
        return _around(2.7 * share, angle) + 0.4 * noise * _normal(count, 2, generator), label

    return draw


def _blobs(count: int, noise: float, generator: torch.Generator) -> _Drawn:
    label = _in_turn(count, 4)
    middle = _around(torch.full((count,), 1.8, dtype=torch.float64), math.pi * (0.25 + label / 2))
    return middle + (0.4 + 0.7 * noise) * _normal(count, 2, generator), label


def _sine(count: int, noise: float, generator: torch.Generator) -> _Drawn:
    x = _uniform(count, -PLANE, PLANE, generator)
    return x[:, None], (2 * x).sin() + 0.5 * noise * _normal(count, 1, generator)[:, 0]


def _step(count: int, noise: float, generator: torch.Generator) -> _Drawn:
    x = _uniform(count, -PLANE, PLANE, generator)
    return x[:, None], (x > 0).to(torch.float64) + 0.5 * noise * _normal(count, 1, generator)[:, 0]


def _plane(count: int, noise: float, generator: torch.Generator) -> _Drawn:
    points = torch.stack([_uniform(count, -PLANE, PLANE, generator) for _ in range(2)], dim=1)
    return points, (points[:, 0] + points[:, 1]) / 4 + 0.5 * noise * _normal(count, 1, generator)[:, 0]


# kind -> (task, number of classes, how it is drawn), in the order of the picker
KINDS: Mapping[str, tuple[Task, int, Callable[[int, float, torch.Generator], _Drawn]]] = {
    "circle": ("binary", 2, _circle),
    "xor": ("binary", 2, _xor),
    "gaussians": ("binary", 2, _gaussians),
    "moons": ("binary", 2, _moons),
    "spiral": ("binary", 2, _spirals(2, 1.25)),
    "blobs": ("multiclass", 4, _blobs),
    "spirals": ("multiclass", 3, _spirals(3, 1.0)),
    "sine": ("regression", 0, _sine),
    "plane": ("regression", 0, _plane),
    "step": ("regression", 0, _step),
}
