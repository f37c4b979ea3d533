"""AppState ↔ session file (``.actlab``): JSON, versioned, validated, migrated, written atomically."""

from __future__ import annotations

import math
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from core.files import read_at_most, write_atomically
from core.state import SLICES, AppState
from core.tensor_value import check_shape
from core.text import UserError

FORMAT = "activation-lab-session"
VERSION = 1
SUFFIX = ".actlab"
MAX_BYTES = 64 * 1024 * 1024

_PLACE = re.compile(r"at `\$\.?([^`]+)`")

# version -> the function that makes a document of the next version from one of it.
MIGRATIONS: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


def encode(state: AppState) -> bytes:
    """Return the session file's bytes."""
    document = {"format": FORMAT, "version": VERSION, "state": state}
    return msgspec.json.format(msgspec.json.encode(document, enc_hook=_encode_array), indent=1)


def decode(data: bytes, name: str) -> AppState:
    """Return the state in a session file. ``name`` is what the messages call it.

    Raises UserError ``session.*`` for anything that is not a whole, valid session: empty, foreign, damaged (naming the
    field), newer than this program.
    """
    if len(data) > MAX_BYTES:
        raise UserError("session.too_large", name=name, limit=MAX_BYTES // 2**20)
    if not data.strip():
        raise UserError("session.empty", name=name)
    document = _document(data, name)
    try:
        state = msgspec.convert(document["state"], type=AppState, dec_hook=_decode_array)
    except (msgspec.ValidationError, KeyError) as error:
        raise UserError("session.field", name=name, reason=_place(error)) from None
    except UserError as error:
        raise UserError("session.value", name=name, reason=error) from None
    return _validated(state, name)


def save(state: AppState, path: Path) -> None:
    """Write the session file. Raises UserError ``file.*``; the old file then stays as it was."""
    write_atomically(path, encode(state))


def load(path: Path) -> AppState:
    """Read a session file. Raises UserError ``file.*`` or ``session.*``."""
    return decode(read_at_most(path, MAX_BYTES), path.name)


def _document(data: bytes, name: str) -> dict[str, Any]:
    try:
        document: dict[str, Any] = msgspec.json.decode(data.removeprefix(BOM_UTF8), type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise UserError("session.not_json", name=name) from None
    if document.get("format") != FORMAT:
        raise UserError("session.foreign", name=name)
    version = document.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise UserError("session.foreign", name=name)
    if version > VERSION:
        raise UserError("session.newer", name=name, version=version, known=VERSION)
    while version < VERSION:
        document = MIGRATIONS[version](document)
        version += 1
    return document


def _validated(state: AppState, name: str) -> AppState:
    """Return ``state`` with every part known to be usable, as the verbs would have made it."""
    try:
        if state.lab not in SLICES:
            raise UserError("session.unknown_lab", lab=state.lab)
        return replace(state, **{key: check(getattr(state, key)) for key, check in SLICES.items()})
    except UserError as error:
        raise UserError("session.value", name=name, reason=error) from None


def _place(error: Exception) -> str:
    """Return which field msgspec complains of: ``explore.selected``."""
    found = _PLACE.search(str(error))
    return found.group(1)[:80] if found else "state"


def _encode_array(value: object) -> object:
    if not isinstance(value, np.ndarray):
        raise TypeError(type(value).__name__)
    numbers: list[float] = value.reshape(-1).tolist()
    if np.isfinite(value).all():
        return {"shape": value.shape, "numbers": numbers}
    # JSON has no NaN or infinity.
    return {"shape": value.shape, "numbers": [n if math.isfinite(n) else str(n) for n in numbers]}


class _ArrayDocument(msgspec.Struct, forbid_unknown_fields=True):
    shape: list[int]
    numbers: list[float | str]


def _decode_array(_type: type, value: object) -> object:
    document = msgspec.convert(value, type=_ArrayDocument)
    check_shape(tuple(document.shape))
    if math.prod(document.shape) != len(document.numbers):
        raise ValueError(f"shape {document.shape} does not hold {len(document.numbers)} numbers")
    numbers = np.array([_number(v) for v in document.numbers], dtype=np.float64)
    return numbers.reshape(document.shape)


def _number(value: float | str) -> float:
    if isinstance(value, str) and value not in ("nan", "inf", "-inf"):
        raise ValueError(f"'{value}'")
    return float(value)
