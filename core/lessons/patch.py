"""A step's screen: the lab's first screen with what the step says instead."""

from __future__ import annotations

import dataclasses
import math
import re
import types
import typing
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from core import tensors
from core.chosen_function import ChosenFunction
from core.lessons.call_values import FloatArray, array
from core.lessons.misfit import MisfitError, Path
from core.lessons.model import Step
from core.lessons.typed import check_keys, typed
from core.lessons.values import computed, looked_up
from core.state import SLICES, AppState
from core.tensor_value import TensorValue
from core.text import UserError

# A text that is one placeholder and nothing else; "{{x}}" is the text {x}.
_NAMED = re.compile(r"\{([^{}]+)\}")
_LITERAL = re.compile(r"\{(\{.*\})\}", re.DOTALL)
Known = Mapping[str, FloatArray]


def set_up(app: AppState, step: Step, seed: int) -> AppState:
    """Return the state with the step's lab set up as it says; ``app.lab`` stays, and so does a lab without a patch.

    Raises MisfitError, a UserError with the path of what the lab refuses: never for a step of a loaded lesson.
    """
    if not step.lab or step.patch is None:
        return app
    return replace(app, **{step.lab: slice_of(step.lab, step.patch, computed(step, seed))})


def slice_of(lab: str, patch: Mapping[str, object], known: Known) -> Any:
    """Return the slice of ``lab``: its first screen, patched, and checked by the lab itself. Raises MisfitError."""
    first = getattr(AppState(), lab)
    slice = _patched(type(first), first, patch, (), known)
    try:
        return SLICES[lab](slice)
    except UserError as error:
        raise MisfitError.of(error, _culprit(lab, first, patch, known, error)) from None
    except (ValueError, TypeError, KeyError, IndexError, OverflowError):
        raise MisfitError((), "lesson_file.state_refused", lab=lab) from None


def _culprit(lab: str, first: Any, patch: Mapping[str, object], known: Known, error: UserError) -> Path:
    """Return which key of the patch the lab refuses, if one alone is refused in the same words."""
    for key in patch:
        try:
            SLICES[lab](_patched(type(first), first, {key: patch[key]}, (), known))
        except UserError as alone:
            if (alone.id, str(alone.values)) == (error.id, str(error.values)):
                return (key,)
    return ()


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return typing.get_type_hints(kind)


def _patched(kind: type, base: Any, patch: Mapping[str, object], path: Path, known: Known) -> Any:
    """Return ``base``, a dataclass of type ``kind``, with the fields of ``patch``; ``base`` None makes a new one."""
    hints = _hints(kind)
    names = [field.name for field in dataclasses.fields(kind)]
    check_keys(patch, names, path)
    given = {}
    for name, value in patch.items():
        before = getattr(base, name) if base is not None else None
        given[name] = _built(hints[name], before, value, (*path, name), known)
    if base is not None:
        return replace(base, **given)
    for field in dataclasses.fields(kind):
        is_required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        if is_required and field.name not in given:
            raise MisfitError(path, "lesson_file.missing_key", key=field.name)
    return kind(**given)


def _built(hint: Any, base: Any, value: object, path: Path, known: Known) -> Any:
    kind = _without_none(hint)
    if kind is TensorValue:
        return _tensor(value, path, known)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        if not isinstance(value, Mapping):
            raise MisfitError(path, "lesson_file.not_a_table")
        return _patched(kind, base, value, path, known)
    arguments = typing.get_args(kind)
    if typing.get_origin(kind) is tuple and arguments and dataclasses.is_dataclass(arguments[0]):
        return _several(arguments[0], value, path, known)
    return typed(hint, _with_names(value, path, known), path)


def _without_none(hint: Any) -> Any:
    members = typing.get_args(hint) if typing.get_origin(hint) in (typing.Union, types.UnionType) else (hint,)
    some = [one for one in members if one is not type(None)]
    return some[0] if len(some) == 1 else hint


def _several(kind: Any, value: object, path: Path, known: Known) -> tuple[Any, ...]:
    """Return functions side by side; each that names no ``series`` gets its index."""
    if not isinstance(value, list):
        raise MisfitError(path, "lesson_file.not_a_list")
    made = []
    for index, one in enumerate(value):
        if not isinstance(one, Mapping):
            raise MisfitError((*path, index), "lesson_file.not_a_table")
        numbered = {"series": index, **one} if issubclass(kind, ChosenFunction) else one
        made.append(_patched(kind, None, numbered, (*path, index), known))
    return tuple(made)


def _tensor(value: object, path: Path, known: Known) -> TensorValue:
    try:
        if isinstance(value, str):
            named = _NAMED.fullmatch(value)
            return TensorValue(looked_up(known, named.group(1))) if named else tensors.parse(value)
        return TensorValue(array(typed(float | list[float | list[float]], value, path)))
    except MisfitError:
        raise
    except UserError as error:
        raise MisfitError.of(error, path) from None


def _with_names(value: object, path: Path, known: Known, depth: int = 0) -> object:
    """Return ``value`` with numbers in place of every ``"{name}"``."""
    if depth > 8:
        raise MisfitError(path, "lesson_file.too_deep")
    if isinstance(value, str):
        if literal := _LITERAL.fullmatch(value):
            return literal.group(1)
        named = _NAMED.fullmatch(value)
        if not named:
            return value
        try:
            return _plain(looked_up(known, named.group(1)).tolist())
        except UserError as error:
            raise MisfitError.of(error, path) from None
    if isinstance(value, Mapping):
        return {key: _with_names(one, (*path, key), known, depth + 1) for key, one in value.items()}
    if isinstance(value, list):
        return [_with_names(one, (*path, i), known, depth + 1) for i, one in enumerate(value)]
    return value


def _plain(number: object) -> object:
    """Return whole numbers as such: a setting that counts takes no 3.0."""
    if isinstance(number, list):
        return [_plain(one) for one in number]
    is_whole = isinstance(number, float) and math.isfinite(number) and number == int(number) and abs(number) < 2**53
    return int(number) if is_whole else number  # type: ignore[call-overload]


# --- the way back: the smallest patch that makes a slice ---


def patch_of(app: AppState, lab: str) -> dict[str, object]:
    """Return what differs in ``app`` from the first screen of ``lab``, tensors as text: ``set_up`` makes it again."""
    return _difference(getattr(app, lab), getattr(AppState(), lab))


def _difference(value: Any, base: Any) -> dict[str, object]:
    names = [field.name for field in dataclasses.fields(value)]
    pairs = ((name, getattr(value, name), getattr(base, name, None)) for name in names)
    return {name: _as_document(own, before) for name, own, before in pairs if own is not None and own != before}


def _as_document(value: Any, base: Any = None) -> object:
    if isinstance(value, TensorValue):
        return value.origin or tensors.to_list_text(value)
    if dataclasses.is_dataclass(value):
        kind: Any = type(value)
        return _difference(value, base if base is not None else _defaults(kind))
    if isinstance(value, str):
        return f"{{{value}}}" if value.startswith("{") and value.endswith("}") else value
    if isinstance(value, Mapping):
        return {key: _as_document(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_numbered(one, index) for index, one in enumerate(value)]
    return value.item() if isinstance(value, np.generic) else value


def _numbered(value: Any, index: int) -> object:
    document = _as_document(value)
    if isinstance(value, ChosenFunction) and isinstance(document, dict):
        document.pop("series", None)
        return document if value.series == index else {**document, "series": value.series}
    return document


@cache
def _defaults(kind: Any) -> Any:
    """Return what a new ``kind`` starts from: an object with the fields that have a default."""
    made = types.SimpleNamespace()
    for field in dataclasses.fields(kind):
        if field.default is not dataclasses.MISSING:
            setattr(made, field.name, field.default)
        elif field.default_factory is not dataclasses.MISSING:
            setattr(made, field.name, field.default_factory())
    return made
