"""The stage's state: what is hidden, in which order it comes, and what Escape takes away first."""

from __future__ import annotations

import pytest

from core import stage
from core.stage import NOTHING_HIDDEN, StageState


def hidden_cells(state: StageState, cells: int) -> list[int]:
    return [i for i in range(cells) if stage.hidden(state, cells).cell(i)]


def test_cells_are_revealed_one_by_one_and_the_curve_last() -> None:
    state = stage.set_predict(StageState(), "both")
    seen = []
    for _ in range(5):
        seen.append((hidden_cells(state, 3), stage.hidden(state, 3).curve))
        state = stage.reveal_next(state, 3)
    assert seen == [([0, 1, 2], True), ([1, 2], True), ([2], True), ([], True), ([], False)]
    assert state.revealed == 4


def test_going_back_hides_the_last_one_again() -> None:
    state = stage.reveal_all(stage.set_predict(StageState(), "both"), 3)
    assert stage.hidden(state, 3) == NOTHING_HIDDEN
    state = stage.hide_last(state, 3)
    assert (hidden_cells(state, 3), stage.hidden(state, 3).curve) == ([], True)
    state = stage.hide_last(state, 3)
    assert hidden_cells(state, 3) == [2]
    for _ in range(5):
        state = stage.hide_last(state, 3)
    assert state.revealed == 0


@pytest.mark.parametrize(
    ("predict", "cells", "curve"),
    [("", [], False), ("cells", [0, 1], False), ("curve", [], True), ("both", [0, 1], True)],
)
def test_each_mode_hides_what_it_says(predict: stage.Predict, cells: list[int], curve: bool) -> None:
    state = stage.set_predict(StageState(), predict)
    assert (hidden_cells(state, 2), stage.hidden(state, 2).curve) == (cells, curve)


def test_the_modes_come_in_turn_and_hide_anew() -> None:
    state = stage.reveal_all(stage.next_predict(StageState()), 2)
    assert (state.predict, state.revealed) == ("cells", 2)
    modes = []
    for _ in range(3):
        state = stage.next_predict(state)
        modes.append((state.predict, state.revealed))
    assert modes == [("curve", 0), ("both", 0), ("", 0)]


def test_a_picture_without_a_curve_has_none_to_hide() -> None:
    state = stage.set_predict(StageState(), "both")
    assert stage.hideable(state, 2, has_curve=False) == 2
    assert not stage.hidden(state, 2, has_curve=False).curve


def test_escape_takes_cover_tool_and_region_away_before_it_ends_the_projection() -> None:
    state: StageState | None = StageState(cover="black", tool="laser", region=(0.1, 0.1, 0.5, 0.5))
    left = []
    while state is not None:
        left.append((state.cover, state.tool, state.region is not None))
        state = stage.escaped(state)
    assert left == [("black", "laser", True), ("", "laser", True), ("", "", True), ("", "", False)]


def test_a_region_stays_inside_and_a_click_is_no_region() -> None:
    assert stage.show_region(StageState(tool="region"), (0.2, 0.2, 0.01, 0.01)) == StageState()
    shown = stage.show_region(StageState(tool="region"), (0.8, -0.3, 0.6, 0.5))
    assert shown.tool == ""
    assert shown.region == pytest.approx((0.8, 0.0, 0.2, 0.5))


def test_the_same_tool_is_put_away_and_the_region_tool_shows_everything_again() -> None:
    state = stage.toggle_tool(StageState(), "pen")
    assert stage.toggle_tool(state, "laser").tool == "laser"
    assert stage.toggle_tool(state, "pen").tool == ""
    assert stage.toggle_tool(StageState(region=(0, 0, 0.5, 0.5)), "region") == StageState()


def test_sizes_have_ends() -> None:
    state = StageState()
    for _ in range(20):
        state = stage.zoom_by(state, 1)
    assert state.zoom == 2.0
    for _ in range(20):
        state = stage.zoom_by(state, -1)
    assert state.zoom == 0.8
    assert stage.reset_zoom(state).zoom == 1.0
