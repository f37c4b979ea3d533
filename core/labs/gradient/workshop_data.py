"""The dead-neuron workshop's data: small sets made from a seed, one or two numbers in, one number out."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

SAMPLES = 48
# The part of the line or the plane in which the data lie.
REACH = 3.0
_DATA_SEED = 7


@dataclass(frozen=True, slots=True)
class Data:
    """``inputs`` (SAMPLES, 1 or 2) and ``targets`` (SAMPLES,), float32.

    Two numbers in: targets are classes 0 and 1, the loss is ``nn.BCEWithLogitsLoss``. One number in: targets are
    heights, the loss is ``nn.MSELoss``.
    """

    inputs: Tensor
    targets: Tensor

    @property
    def is_plane(self) -> bool:
        """Whether inputs are points of the plane."""
        return self.inputs.shape[1] == 2


def _line(height: Callable[[Tensor], Tensor], noise: Tensor) -> Data:
    x = torch.linspace(-REACH, REACH, SAMPLES)
    return Data(x[:, None], height(x) + 0.08 * noise[:, 0])


def _ring(noise: Tensor) -> Data:
    inner = torch.arange(SAMPLES) < SAMPLES // 2
    angle = torch.arange(SAMPLES) * (4 * math.pi / SAMPLES)
    radius = torch.where(inner, 0.7, 2.3) + 0.2 * noise[:, 0]
    return Data(torch.stack([radius * angle.cos(), radius * angle.sin()], dim=1), inner.float())


def _clouds(noise: Tensor) -> Data:
    first = torch.arange(SAMPLES) < SAMPLES // 2
    centre = torch.where(first[:, None], torch.tensor([1.1, 0.9]), torch.tensor([-1.1, -0.9]))
    return Data(centre + 0.6 * noise, first.float())


_SETS: Mapping[str, Callable[[Tensor], Data]] = {
    "wave": lambda noise: _line(lambda x: torch.sin(1.6 * x), noise),
    "vee": lambda noise: _line(lambda x: x.abs() - 1.0, noise),
    "ring": _ring,
    "clouds": _clouds,
}
DATA_SETS = tuple(_SETS)


@lru_cache(maxsize=len(_SETS))
def data(key: str) -> Data:
    """Return the set ``key`` of ``DATA_SETS``."""
    return _SETS[key](torch.randn(SAMPLES, 2, generator=torch.Generator().manual_seed(_DATA_SEED)))
