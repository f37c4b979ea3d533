"""The projected stage: what is hidden until the class has predicted it, what covers it, how large it is.

None of it is part of the session: it belongs to this moment in this classroom, so undo never touches it.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import Literal

from core.settings import ZOOM_STEPS

Cover = Literal["", "black", "white"]
Tool = Literal["", "laser", "spotlight", "pen", "region"]
Predict = Literal["", "cells", "curve", "both"]
PREDICTS: tuple[Predict, ...] = ("", "cells", "curve", "both")
# x, y, width, height as shares of the stage.
Region = tuple[float, float, float, float]
_LEAST_REGION = 0.05


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is not shown yet: the output cells from ``first_cell`` on, and the curve."""

    first_cell: int = sys.maxsize
    curve: bool = False

    def cell(self, index: int) -> bool:
        """Return whether output cell ``index`` is hidden."""
        return index >= self.first_cell

    @property
    def is_something(self) -> bool:
        """Whether anything of a stage that has all there can be is hidden."""
        return self.curve or self.first_cell != sys.maxsize

    def anything(self, cells: int) -> bool:
        """Return whether anything of a stage with ``cells`` output cells is hidden."""
        return self.curve or self.first_cell < cells


NOTHING_HIDDEN = Hidden()


@dataclass(frozen=True, slots=True)
class StageState:
    """What the teacher does with the stage.

    Attributes:
        cover: a black or a white sheet over everything.
        tool: what the mouse does on the stage.
        frozen: the class keeps the picture while the teacher prepares the next.
        zoom: on top of the size that fits the screen.
        predict: what is hidden until it is revealed.
        revealed: how many of the hidden things have been revealed; the cells come first, the curve last.
        region: the part of the stage that fills the screen, None for all of it.
    """

    cover: Cover = ""
    tool: Tool = ""
    frozen: bool = False
    zoom: float = 1.0
    predict: Predict = ""
    revealed: int = 0
    region: Region | None = None


def toggle_cover(state: StageState, cover: Cover) -> StageState:
    """Cover the stage, or take the same cover away."""
    return replace(state, cover="" if state.cover == cover else cover)


def toggle_tool(state: StageState, tool: Tool) -> StageState:
    """Take a tool into the hand, or put the same tool away. Taking the region tool shows the whole stage again."""
    if tool == "region" and state.region is not None:
        return replace(state, region=None, tool="")
    return replace(state, tool="" if state.tool == tool else tool)


def toggle_frozen(state: StageState) -> StageState:
    """Keep the picture, or let it follow again."""
    return replace(state, frozen=not state.frozen)


def zoom_by(state: StageState, steps: int) -> StageState:
    """Go to the next larger or smaller size."""
    at = ZOOM_STEPS.index(min(ZOOM_STEPS, key=lambda zoom: abs(zoom - state.zoom))) + steps
    return replace(state, zoom=ZOOM_STEPS[min(len(ZOOM_STEPS) - 1, max(0, at))])


def reset_zoom(state: StageState) -> StageState:
    """Go back to the size that fits the screen, all of the stage in view."""
    return replace(state, zoom=1.0, region=None)


def show_region(state: StageState, region: Region) -> StageState:
    """Fill the screen with a part of the stage; one too small to mean anything changes nothing but the tool."""
    x, y, width, height = region
    if width < _LEAST_REGION or height < _LEAST_REGION:
        return replace(state, tool="")
    left, top = min(max(x, 0.0), 1.0 - _LEAST_REGION), min(max(y, 0.0), 1.0 - _LEAST_REGION)
    return replace(state, tool="", region=(left, top, min(width, 1.0 - left), min(height, 1.0 - top)))


def set_predict(state: StageState, predict: Predict) -> StageState:
    """Hide outputs anew: cells, curve, both or nothing."""
    return replace(state, predict=predict, revealed=0)


def next_predict(state: StageState) -> StageState:
    """Go to the next of nothing, cells, curve, both."""
    return set_predict(state, PREDICTS[(PREDICTS.index(state.predict) + 1) % len(PREDICTS)])


def hideable(state: StageState, cells: int, has_curve: bool = True) -> int:
    """Return how many things are revealed one by one on a stage with ``cells`` output cells."""
    count = cells if state.predict in ("cells", "both") else 0
    return count + (has_curve and state.predict in ("curve", "both"))


def reveal_next(state: StageState, cells: int, has_curve: bool = True) -> StageState:
    """Reveal one more."""
    return replace(state, revealed=min(state.revealed + 1, hideable(state, cells, has_curve)))


def reveal_all(state: StageState, cells: int, has_curve: bool = True) -> StageState:
    """Reveal everything."""
    return replace(state, revealed=hideable(state, cells, has_curve))


def hide_last(state: StageState, cells: int, has_curve: bool = True) -> StageState:
    """Hide again what was revealed last."""
    return replace(state, revealed=max(0, min(state.revealed, hideable(state, cells, has_curve)) - 1))


def hidden(state: StageState, cells: int, has_curve: bool = True) -> Hidden:
    """Return what of a stage with ``cells`` output cells is hidden now."""
    hides_cells = state.predict in ("cells", "both")
    hides_curve = has_curve and state.predict in ("curve", "both")
    first = state.revealed if hides_cells and state.revealed < cells else sys.maxsize
    return Hidden(first, hides_curve and state.revealed < hideable(state, cells, has_curve))


def escaped(state: StageState) -> StageState | None:
    """Return the state after Escape: cover, tool and region go first; None when the projection itself ends."""
    if state.cover:
        return replace(state, cover="")
    if state.tool:
        return replace(state, tool="")
    if state.region is not None:
        return replace(state, region=None)
    return None
