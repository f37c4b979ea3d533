"""What an experiment shows of itself: numpy copies and numbers, nothing that the training goes on changing.

E is the number of contestants, S of seeds, n of recorded epochs, C of outputs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.floating]]
IntArray = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

StopReason = Literal["learning_rate", "exploding", "slope", "undefined"]
Ending = Literal["", "epoch", "target", "stopped"]
Range = tuple[float, float]


# The numbers that are kept of every network, by their names in Curves and Scores.
PARTS = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")


@dataclass(frozen=True, slots=True)
class Band:
    """A curve over seeds: mean and standard deviation (n − 1), each (n, E), of the networks that have not stopped."""

    mean: FloatArray
    spread: FloatArray


@dataclass(frozen=True, slots=True)
class Curves:
    """How every network did at the end of every epoch, epoch 0 (before the first step) included.

    Attributes:
        epochs: (n,) whole numbers from 0, each one after the other until there are a million rows (networks × epochs);
            then every second one, then every fourth, …
        train_loss, test_loss, train_accuracy, test_accuracy: (n, E, S) float32; the loss without L1 and L2. NaN where
            there is nothing to say: no test data, the accuracy of a regression, a network that has stopped.
        bands: by the same names.
        every: the distance between recorded epochs at the end of ``epochs``.
    """

    epochs: IntArray
    train_loss: FloatArray
    test_loss: FloatArray
    train_accuracy: FloatArray
    test_accuracy: FloatArray
    bands: Mapping[str, Band]
    every: int = 1


@dataclass(frozen=True, slots=True)
class Scores:
    """How every network does now, each (E, S); a network that has stopped keeps its last numbers. NaN as in Curves."""

    train_loss: FloatArray
    test_loss: FloatArray
    train_accuracy: FloatArray
    test_accuracy: FloatArray


@dataclass(frozen=True, slots=True)
class Stop:
    """Why one network went no further: something in it was no longer a finite number.

    Attributes:
        epoch: the epoch (from 1) in which it began.  step: of that epoch (from 1).
        layer: the linear layer (from 1) where it began; ``depth`` + 1 is the output layer.
        reason: "learning_rate": the weights had grown out of all proportion; "exploding": the numbers outgrew float32
            on their way through the layers although the weights are ordinary; "slope": the activation's slope is not a
            number or infinite there; "undefined": the activation has no value there, as log(x) for x < 0.
    """

    contestant: int
    seed: int
    epoch: int
    step: int
    layer: int
    reason: StopReason


@dataclass(frozen=True, slots=True)
class BoardView:
    """Which part of the plane the decision boundaries are shown for.

    ``seed`` is a seed number (0 to S−1), or -1 for the mean over seeds. One-dimensional data needs no ``y_range``.
    """

    x_range: Range = (-3.0, 3.0)
    y_range: Range = (-3.0, 3.0)
    resolution: int = 100
    seed: int = -1


@dataclass(frozen=True, slots=True)
class Board:
    """What every contestant answers over the plane.

    Attributes:
        view: what was asked for.  epoch, step: the position this belongs to.
        x, y: (resolution,) rising; ``y`` is (1,) for one-dimensional data.
        values: (E, C, len(y), len(x)) float32: the probability of the positive class (binary, C = 1), of each class
            (multiclass), or the predicted number (regression). Row 0 is the lowest y. Mean over the seeds that have not
            stopped, of all if all have.
    """

    view: BoardView
    epoch: int
    step: int
    x: FloatArray
    y: FloatArray
    values: np.ndarray[tuple[int, ...], np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where an experiment stands.

    Attributes:
        epoch, step: finished epochs, and steps of the running one (0 to steps_per_epoch − 1).
        gradient: (E, S) L2 norm of ∂loss/∂weight of the first linear layer, over all of the training data.
        dead: (E, S, depth) units that give 0 for every sample, training and test.
        stops: in the order in which they happened.
        reached: (E, S) the first epoch at whose end a network was at the target (see ``Goal``), -1 if not yet.
        board: the newest decision boundaries; while training runs they may be some epochs older than the rest.
        speed: network-epochs per second, over the last frames; 0 when paused.
        ended: why the training came to its end by itself; "" if it did not. "stopped": every network has.
        can_step_back, can_epoch_back: whether recent history reaches that far.
    """

    epoch: int
    step: int
    steps_per_epoch: int
    curves: Curves
    scores: Scores
    gradient: FloatArray
    dead: IntArray
    stops: tuple[Stop, ...]
    reached: IntArray
    board: Board | None
    speed: float
    ended: Ending
    can_step_back: bool
    can_epoch_back: bool


@dataclass(frozen=True, slots=True)
class Goal:
    """When training ends by itself, and what counts as arriving.

    ``target`` is an accuracy (0 to 1) to reach, or for regression a loss (MSE) to go below; of the test data if there
    is any. ``last_epoch`` 0 means no end. ``stop_at_target``: end as soon as every contestant's mean over seeds is at
    the target.
    """

    target: float = 0.9
    last_epoch: int = 200
    stop_at_target: bool = False


@dataclass(frozen=True, slots=True)
class NetworkView:
    """One network opened: its weights, and the boundaries of its hidden units.

    Attributes:
        weights: for each linear layer (outputs, inputs), as ``nn.Linear.weight``.  biases: (outputs,).
        learned: for each hidden layer the learned parameter of its activation (PReLU's slope), None if it has none.
        x, y: the grid.  values: (C, len(y), len(x)) as in ``Board``.
        outputs: (depth, width, len(y), len(x)) float32: what each hidden unit gives over the plane.
        boundaries: ``boundaries[layer][unit]`` is (segments, 2, 2): ends (x, y) of the line pieces along which the
            unit's weighted sum is 0. For one-dimensional data both ends have the same x, at the plane's bottom and top.
        dead: (depth, width) whether the unit gives 0 for every sample.
    """

    contestant: int
    seed: int
    epoch: int
    step: int
    weights: tuple[FloatArray, ...]
    biases: tuple[FloatArray, ...]
    learned: tuple[float | None, ...]
    x: FloatArray
    y: FloatArray
    values: np.ndarray[tuple[int, ...], np.dtype[np.float32]]
    outputs: np.ndarray[tuple[int, ...], np.dtype[np.float32]]
    boundaries: tuple[tuple[FloatArray, ...], ...]
    dead: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class Rank:
    """One row of the ranking table.

    Attributes:
        contestant: index.
        place: from 1; who has the same score and was as early at the target shares it. 0 before the first step.
        score: mean over seeds of the accuracy (regression: of the loss); of the test data if there is any.
        spread: standard deviation over seeds (n − 1 in the denominator), 0 for one seed.
        reached_epoch: mean over the seeds that reached the target of their epoch; None if none did.
        reached_seeds, seeds: how many reached it, of how many.
        cost: how long a training step takes relative to ReLU's (to the cheapest, without ReLU); None until measured.
        stopped_seeds: how many networks have stopped.
    """

    contestant: int
    place: int
    score: float
    spread: float
    reached_epoch: float | None
    reached_seeds: int
    seeds: int
    cost: float | None
    stopped_seeds: int
