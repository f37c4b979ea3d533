"""The verbs for the student's own points: clicked into the plane, moved, taken away, or opened from a file."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.labs.race.state import RaceState, with_fitting_target
from core.tensor_value import FloatArray, TensorValue
from core.text import UserError
from core.training.datasets import MAX_CLASSES, MAX_POINTS, OWN, OwnPoints, check_own

MAX_COORDINATE = 1e6


def open_points(state: RaceState, own: OwnPoints) -> RaceState:
    """Race on the points of a file. Raises UserError ``training.own_points``."""
    check_own(own)
    return replace(_shown(state, own), brush=0)


def add_point(state: RaceState, x: float, y: float, label: int) -> RaceState:
    """Put a point of class ``label`` (0 to 4) into the plane; other data than one's own classes is put aside.

    Raises UserError ``race.point`` for a place or class that cannot be, ``race.too_many_points``.
    """
    own = _classed(state.own)
    check_place(x, y)
    if not 0 <= label < MAX_CLASSES:
        raise UserError("race.point_class", limit=MAX_CLASSES - 1)
    if own.count >= MAX_POINTS:
        raise UserError("race.too_many_points", limit=f"{MAX_POINTS:,}")
    names = own.classes + tuple(_new_name(own.classes, n) for n in range(len(own.classes), label + 1))
    rows = np.vstack([_rows(own), [[x, y, float(label)]]])
    return _shown(state, replace(own, rows=TensorValue(rows), classes=names))


def move_point(state: RaceState, index: int, x: float, y: float) -> RaceState:
    """Drag a point; one that is not there changes nothing. Raises UserError ``race.point``."""
    check_place(x, y)
    rows = _rows(state.own).copy()
    if not 0 <= index < len(rows) or rows.shape[1] != 3:
        return state
    rows[index, :2] = x, y
    return _shown(state, replace(state.own, rows=TensorValue(rows)))


def remove_point(state: RaceState, index: int) -> RaceState:
    """Take a point away; one that is not there changes nothing."""
    rows = _rows(state.own)
    if not 0 <= index < len(rows):
        return state
    left = np.delete(rows, index, axis=0)
    return _shown(state, replace(state.own, rows=TensorValue(left) if len(left) else None))


def clear_points(state: RaceState) -> RaceState:
    """Take all of the person's own points away."""
    return replace(_shown(state, OwnPoints()), brush=0)


def choose_brush(state: RaceState, brush: int) -> RaceState:
    """Choose the class that a click adds, -1 to remove points. Raises UserError ``race.point_class``."""
    if not -1 <= brush < MAX_CLASSES:
        raise UserError("race.point_class", limit=MAX_CLASSES - 1)
    return replace(state, brush=brush)


def check_place(x: float, y: float) -> None:
    """Raise UserError ``race.point`` unless both are numbers within ±1,000,000."""
    if not (abs(x) <= MAX_COORDINATE and abs(y) <= MAX_COORDINATE):
        raise UserError("race.point", limit=f"{MAX_COORDINATE:,.0f}")


def _classed(own: OwnPoints) -> OwnPoints:
    """Return the points if they are classes in a plane, none otherwise."""
    return own if own.classes else OwnPoints()


def _rows(own: OwnPoints) -> FloatArray:
    return own.rows.values if own.rows is not None else np.empty((0, 3))


def _new_name(taken: tuple[str, ...], number: int) -> str:
    name = str(number)
    while name in taken:
        name += "′"
    return name


def _shown(state: RaceState, own: OwnPoints) -> RaceState:
    return with_fitting_target(state, replace(state, own=own, data=replace(state.data, kind=OWN)))
