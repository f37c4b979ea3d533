"""The catalogue of activation functions: one record for each, in the order of the picker.

To add a function, add its record to the file of its family in ``core/families``; everything else follows from it.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from types import MappingProxyType

from core.families.basic import BASIC
from core.families.relu import RELU
from core.families.shrink import SHRINK
from core.families.smooth import SMOOTH
from core.families.vector import VECTOR
from core.record import Activation
from core.text import UserError

ACTIVATIONS: tuple[Activation, ...] = BASIC + RELU + SMOOTH + SHRINK + VECTOR
RECORDS: Mapping[str, Activation] = MappingProxyType({record.key: record for record in ACTIVATIONS})
_WELL_KNOWN = ("relu", "sigmoid", "tanh", "leaky_relu", "softmax")


def activation(key: str) -> Activation:
    """Return the record ``key``. Raises UserError ``function.unknown`` naming the closest keys there are."""
    record = RECORDS.get(key)
    if record is None:
        raise UserError("function.unknown", name=key, close=", ".join(closest(key)))
    return record


def closest(name: str) -> tuple[str, ...]:
    """Return up to three keys, by key, PyTorch name or other names closest to ``name``; the best known if none is."""
    known: dict[str, str] = {}
    for record in ACTIVATIONS:
        for called in (record.key, record.module, record.name.ko, record.name.en, *record.aliases):
            known.setdefault(_plain(called), record.key)
    known.pop("", None)
    found = [known[match] for match in difflib.get_close_matches(_plain(name), list(known), n=6, cutoff=0.6)]
    return tuple(dict.fromkeys(found))[:3] or _WELL_KNOWN


def _plain(name: str) -> str:
    return "".join(c for c in name.lower() if c.isalnum())
