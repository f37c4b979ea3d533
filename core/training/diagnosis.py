"""Where a network first had a number that is not finite, and why: the same steps once more, looking at every layer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from core.training.frames import Stop, StopReason
from core.training.functions import Act
from core.training.network import initial_parameters
from core.training.passes import Pass
from core.training.trainer import Memory, Trainer

# Weights beyond so many times their largest initial size did not come from the data: the steps were too large.
_OUT_OF_PROPORTION = 100.0
# An activation that gives NaN, or infinity, for numbers as small as these has no value there; it did not overflow.
_SMALL_FOR_NAN, _SMALL_FOR_INFINITY = 100.0, 1.0


def diagnose(trainer: Trainer, good: Memory, networks: list[int]) -> list[Stop]:
    """Return why each of ``networks``, all finite at ``good``, is not finite where the trainer stands now.

    The steps in between are done once more. The trainer is left where it is.
    """
    here = trainer.remember()
    cancelled, trainer.cancelled = trainer.cancelled, lambda: False
    trainer.return_to(good)
    found: dict[int, Stop] = {}
    with torch.inference_mode():
        _watch_data(trainer, set(networks), found)
        while trainer.position.steps < here.steps and len(found) < len(networks):
            _watch_step(trainer, set(networks) - set(found), found)
            _watch_data(trainer, set(networks) - set(found), found)
    trainer.return_to(here)
    trainer.cancelled = cancelled
    return [found[network] for network in networks]


_Finding = tuple[int, Tensor, StopReason | None]


def _watch_step(trainer: Trainer, networks: set[int], found: dict[int, Stop]) -> None:
    batch, inputs, targets = trainer.next_batch()
    batch.feed(inputs)
    _note(trainer, _forward(batch), networks, found)
    batch.output(targets)
    _note(trainer, _backward(batch), networks - set(found), found)
    trainer.update()
    _note(trainer, _updated(trainer), networks - set(found), found)
    trainer.position.steps += 1


def _watch_data(trainer: Trainer, networks: set[int], found: dict[int, Stop]) -> None:
    """Look at all of the data: what is finite on the batch need not be there, or the loss alone may outgrow float32."""
    bad = set(np.flatnonzero(~trainer.finite(trainer.evaluate())).tolist()) & networks
    if not bad:
        return
    # The step that led here is the last one.
    steps, trainer.position.steps = trainer.position.steps, max(0, trainer.position.steps - 1)
    inputs = trainer.all_inputs()
    looked_at = trainer.watching_pass(inputs.shape[1])
    looked_at.feed(inputs)
    _note(trainer, _forward(looked_at), bad, found)
    for network in bad - set(found):
        found[network] = _stop(trainer, network, len(trainer.plan.sizes) - 2, _overflow(trainer, network))
    trainer.position.steps = steps


def _forward(batch: Pass) -> Iterator[_Finding]:
    """Run the layers one after the other; yield (layer, (K,) not finite, reason) after each part of each."""
    for index, layer in enumerate(batch.layers):
        _do(layer.linear)
        yield index, _not_finite(batch.values[index]), None
        if not layer.activate:
            continue
        weighted = batch.values[index].clone()
        _do(layer.activate)
        bad = ~torch.isfinite(batch.values[index])
        limit = torch.where(batch.values[index].isnan(), _SMALL_FOR_NAN, _SMALL_FOR_INFINITY)
        yield index, (bad & (weighted.abs() <= limit)).flatten(1).any(1), "undefined"
        yield index, bad.flatten(1).any(1), None


def _backward(batch: Pass) -> Iterator[_Finding]:
    for index, layer in reversed([*enumerate(batch.layers)]):
        yield index, _not_finite(batch.slopes[index]), None
        _do(layer.activate_back)
        yield index, _not_finite(batch.slopes[index]), "slope"
        _do(layer.propagate)
        _do(layer.update)


def _updated(trainer: Trainer) -> Iterator[_Finding]:
    parameters = trainer.parameters
    for index in reversed(range(parameters.layers)):
        bad = _not_finite(parameters.weight(index)) | _not_finite(parameters.bias(index))
        yield index, bad, "learning_rate"


def _note(trainer: Trainer, findings: Iterator[_Finding], networks: set[int], found: dict[int, Stop]) -> None:
    """Keep the first finding of each network; all of ``findings`` are run through, for they are the step itself."""
    open_ = set(networks)
    for layer, bad, reason in findings:
        for network in [n for n in bad.nonzero()[:, 0].tolist() if n in open_]:
            open_.discard(network)
            found[network] = _stop(trainer, network, layer, reason or _overflow(trainer, network))


def _stop(trainer: Trainer, network: int, layer: int, reason: StopReason) -> Stop:
    seeds = trainer.plan.design.seeds
    return Stop(network // seeds, network % seeds, trainer.epoch + 1, trainer.step_in_epoch + 1, layer + 1, reason)


def _overflow(trainer: Trainer, network: int) -> StopReason:
    """Return whether an overflow comes from weights that grew, or in spite of ordinary ones."""
    now = _largest_weight(trainer.parameters.of_network(network))
    first = _largest_weight(initial_parameters(trainer.plan).of_network(network))
    return "learning_rate" if not now <= _OUT_OF_PROPORTION * max(1.0, first) else "exploding"


def _largest_weight(parameters: list[Tensor]) -> float:
    return float(np.max([float(p.abs().max()) for p in parameters]))


def _not_finite(values: Tensor) -> Tensor:
    return ~torch.isfinite(values).flatten(1).all(1)


def _do(acts: tuple[Act, ...]) -> None:
    for act in acts:
        act()
