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
# All of the data is looked at after every step if there are no more steps than this; otherwise after the last one.
_LOOKED_AT = 200


def diagnose(trainer: Trainer, good: Memory, networks: list[int]) -> list[Stop]:
    """Return why each of ``networks``, all finite at ``good``, is not finite where the trainer stands now.

    The steps in between are done once more. The trainer is left where it is.
    """
    here = trainer.remember()
    cancelled, trainer.cancelled = trainer.cancelled, lambda: False
    trainer.return_to(good)
    search = _Search(trainer, networks)
    with torch.inference_mode():
        looks = here.steps - good.steps <= _LOOKED_AT
        search.look_at_data()
        while trainer.position.steps < here.steps and search.networks:
            search.look_at_step()
            if looks or trainer.position.steps == here.steps:
                search.look_at_data()
    trainer.return_to(here)
    trainer.cancelled = cancelled
    return [search.found[network] for network in networks]


_Finding = tuple[int, Tensor, StopReason | None]


class _Search:
    """Looks for the first number that is not finite in each of ``networks``; those that are ``found`` leave the set."""

    def __init__(self, trainer: Trainer, networks: list[int]) -> None:
        self.networks = set(networks)
        self.found: dict[int, Stop] = {}
        self._trainer = trainer
        self._first = initial_parameters(trainer.plan)

    def look_at_step(self) -> None:
        """Do a step, looking at every layer."""
        trainer = self._trainer
        batch, inputs, targets = trainer.next_batch()
        batch.feed(inputs)
        self._note(_forward(batch))
        batch.output(targets)
        self._note(_backward(batch))
        trainer.update()
        self._note(_updated(trainer))
        trainer.position.steps += 1

    def look_at_data(self) -> None:
        """Look at all of the data: what is finite on a batch need not be there, or the loss alone outgrows float32."""
        trainer = self._trainer
        bad = set(np.flatnonzero(~trainer.finite(trainer.evaluate())).tolist()) & self.networks
        if not bad:
            return
        # The step that led here is the last one.
        steps, trainer.position.steps = trainer.position.steps, max(0, trainer.position.steps - 1)
        inputs = trainer.all_inputs()
        looked_at = trainer.watching_pass(inputs.shape[1])
        looked_at.feed(inputs)
        self._note(_forward(looked_at))
        for network in bad & self.networks:
            self._stop(network, len(trainer.plan.sizes) - 2, self._overflow(network))
        trainer.position.steps = steps

    def _note(self, findings: Iterator[_Finding]) -> None:
        """Keep the first finding of each network; all of ``findings`` are run through, for they are the step itself."""
        for layer, bad, reason in findings:
            for network in self.networks.intersection(bad.nonzero()[:, 0].tolist()):
                self._stop(network, layer, reason or self._overflow(network))

    def _stop(self, network: int, layer: int, reason: StopReason) -> None:
        trainer, seeds = self._trainer, self._trainer.plan.design.seeds
        place = (network // seeds, network % seeds, trainer.epoch + 1, trainer.step_in_epoch + 1, layer + 1)
        self.found[network] = Stop(*place, reason)
        self.networks.discard(network)

    def _overflow(self, network: int) -> StopReason:
        """Return whether an overflow comes from weights that grew, or in spite of ordinary ones."""
        now, first = (_largest(p.of_network(network)) for p in (self._trainer.parameters, self._first))
        return "learning_rate" if not now <= _OUT_OF_PROPORTION * max(1.0, first) else "exploding"


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


def _largest(parameters: list[Tensor]) -> float:
    return float(np.max([float(p.abs().max()) for p in parameters]))


def _not_finite(values: Tensor) -> Tensor:
    return ~torch.isfinite(values).flatten(1).all(1)


def _do(acts: tuple[Act, ...]) -> None:
    for act in acts:
        act()
