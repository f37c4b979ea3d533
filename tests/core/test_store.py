"""The history: what is one step, what undo brings back, what it is called, what it may weigh."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core import store as store_module
from core.labs import explore
from core.labs.lessons import LessonsState
from core.state import AppState
from core.store import MAX_STEPS, MERGE_SECONDS, Store
from core.tensor_value import TensorValue


class Hand:
    """A store with a clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0
        self.store = Store(AppState(), lambda: self.now)
        self.seen = 0
        self.store.subscribe(self._count)

    def _count(self) -> None:
        self.seen += 1

    @property
    def threshold(self) -> float:
        return self.store.state.explore.threshold

    def set(self, threshold: float, merge: str = "", label: str = "change.threshold") -> None:
        own = explore.set_threshold(self.store.state.explore, threshold)
        self.store.commit(replace(self.store.state, explore=own), label, merge)

    def steps(self) -> int:
        """Return how many times undo does something."""
        count = 0
        while self.store.undo_label:
            self.store.undo()
            count += 1
        return count


@pytest.fixture
def hand() -> Hand:
    return Hand()


def test_a_new_store_has_nothing_to_undo_or_redo(hand: Hand) -> None:
    before = hand.store.state
    hand.store.undo()
    hand.store.redo()
    assert (hand.store.undo_label, hand.store.redo_label) == ("", "")
    assert hand.store.state is before
    assert hand.seen == 0


def test_undo_and_redo_walk_through_the_states_with_their_labels(hand: Hand) -> None:
    hand.set(0.2, label="change.threshold")
    hand.set(0.3, label="change.param")
    assert (hand.store.undo_label, hand.store.redo_label) == ("change.param", "")
    hand.store.undo()
    assert hand.threshold == 0.2
    assert (hand.store.undo_label, hand.store.redo_label) == ("change.threshold", "change.param")
    hand.store.undo()
    assert hand.threshold == 0.1
    assert (hand.store.undo_label, hand.store.redo_label) == ("", "change.threshold")
    hand.store.redo()
    hand.store.redo()
    assert hand.threshold == 0.3
    assert (hand.store.undo_label, hand.store.redo_label) == ("change.param", "")
    assert hand.seen == 6


def test_an_equal_state_ends_a_commit(hand: Hand) -> None:
    hand.store.commit(replace(AppState(), explore=replace(AppState().explore)), "change.param")
    assert hand.seen == 0
    assert hand.store.undo_label == ""


def test_an_equal_state_keeps_what_can_be_redone(hand: Hand) -> None:
    hand.set(0.2)
    hand.store.undo()
    hand.set(0.1)
    assert hand.store.redo_label == "change.threshold"


def test_a_new_change_forgets_what_could_be_redone(hand: Hand) -> None:
    hand.set(0.2)
    hand.store.undo()
    hand.set(0.4)
    assert hand.store.redo_label == ""
    hand.store.redo()
    assert hand.threshold == 0.4


def test_what_the_program_does_by_itself_keeps_what_can_be_redone(hand: Hand) -> None:
    hand.set(0.1)
    hand.set(0.2, label="change.tensor")
    hand.store.undo()
    lessons = LessonsState(lesson="sigmoid", step="values")
    own = explore.set_threshold(hand.store.state.explore, 0.5)
    shown = replace(hand.store.state, lessons=lessons, explore=own)
    hand.store.insert(shown, "lessons.change_step", lambda later: replace(later, lessons=lessons))
    assert (hand.store.undo_label, hand.store.redo_label) == ("lessons.change_step", "change.tensor")
    hand.store.redo()
    assert (hand.threshold, hand.store.state.lessons) == (0.2, lessons)
    hand.store.undo()
    assert (hand.threshold, hand.store.state.lessons) == (0.5, lessons)
    hand.store.undo()
    assert (hand.threshold, hand.store.state.lessons) == (0.1, LessonsState())
    seen = hand.seen
    hand.store.insert(hand.store.state, "lessons.change_step", lambda later: later)
    assert hand.seen == seen, "an equal state is no step"


def test_a_quick_row_of_changes_of_one_thing_is_one_step(hand: Hand) -> None:
    for threshold in (0.2, 0.3, 0.4):
        hand.set(threshold, "threshold")
        hand.now += MERGE_SECONDS / 2
    assert hand.seen == 3
    hand.store.undo()
    assert hand.threshold == 0.1


def test_changes_without_a_key_or_with_another_are_steps_of_their_own(hand: Hand) -> None:
    hand.set(0.2, "one")
    hand.set(0.3, "two")
    hand.set(0.4)
    hand.set(0.5)
    assert hand.steps() == 4


def test_a_hand_that_rests_begins_a_new_step(hand: Hand) -> None:
    hand.set(0.2, "threshold")
    hand.now += MERGE_SECONDS
    hand.set(0.3, "threshold")
    assert hand.steps() == 2


def test_a_held_gesture_is_one_step_however_slow(hand: Hand) -> None:
    hand.store.hold()
    for threshold in (0.2, 0.3, 0.4):
        hand.set(threshold, "threshold")
        hand.now += 60.0
    hand.store.seal()
    hand.set(0.5, "threshold")
    hand.store.undo()
    assert hand.threshold == 0.4
    hand.store.undo()
    assert hand.threshold == 0.1


def test_holding_begins_a_step_even_right_behind_another(hand: Hand) -> None:
    hand.set(0.2, "threshold")
    hand.store.hold()
    hand.set(0.3, "threshold")
    assert hand.steps() == 2


def test_a_drag_back_to_where_it_began_leaves_no_step(hand: Hand) -> None:
    hand.set(0.5)
    hand.store.hold()
    hand.set(0.6, "threshold")
    hand.set(0.5, "threshold")
    assert hand.steps() == 1
    assert hand.threshold == 0.1


def test_a_drag_through_its_beginning_goes_back_there(hand: Hand) -> None:
    hand.set(0.5, label="change.param")
    hand.store.hold()
    for threshold in (0.6, 0.5, 0.4):
        hand.set(threshold, "threshold")
    hand.store.undo()
    assert hand.threshold == 0.5
    assert hand.store.undo_label == "change.param"


def test_a_change_right_after_undo_does_not_merge_into_the_past(hand: Hand) -> None:
    hand.set(0.2, "threshold")
    hand.set(0.3)
    hand.store.undo()
    hand.set(0.4, "threshold")
    hand.store.undo()
    assert hand.threshold == 0.2


def test_no_more_than_so_many_steps_are_kept(hand: Hand) -> None:
    for i in range(MAX_STEPS + 50):
        hand.set((i + 1) / 1000)
    assert hand.steps() == MAX_STEPS
    assert hand.threshold == 50 / 1000


def test_the_history_keeps_only_so_many_bytes_of_tensors(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "MAX_TENSOR_BYTES", 4 * 8000)
    for i in range(20):
        own = explore.set_tensor(hand.store.state.explore, TensorValue.of(np.full(1000, float(i))))
        hand.store.commit(replace(hand.store.state, explore=own), "change.tensor")
    assert hand.steps() == 4
    assert hand.store.state.explore.tensor.values[0] == 15.0


def test_one_shared_tensor_is_counted_once(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "MAX_TENSOR_BYTES", 2 * 8000)
    own = explore.set_tensor(hand.store.state.explore, TensorValue.of(np.ones(1000)))
    hand.store.commit(replace(hand.store.state, explore=own), "change.tensor")
    for i in range(30):
        hand.set((i + 1) / 100 + 0.2)
    assert hand.steps() == 31


def test_opening_a_file_clears_the_history(hand: Hand) -> None:
    hand.set(0.2)
    hand.set(0.3)
    hand.store.undo()
    opened = AppState(explore=explore.choose_function(AppState().explore, "tanh"))
    hand.store.replace(opened)
    assert hand.store.state is opened
    assert (hand.store.undo_label, hand.store.redo_label) == ("", "")


def test_undo_and_redo_bring_the_lab_in_which_something_changes_into_view(hand: Hand) -> None:
    hand.set(0.2)
    hand.store.replace_lab("race")
    hand.set(0.3)
    hand.store.replace_lab("neuron")
    hand.store.undo()
    assert (hand.store.state.lab, hand.threshold) == ("race", 0.2)
    hand.store.undo()
    assert (hand.store.state.lab, hand.threshold) == ("explore", 0.1)
    hand.store.replace_lab("neuron")
    hand.store.redo()
    assert (hand.store.state.lab, hand.threshold) == ("explore", 0.2)
    hand.store.redo()
    assert (hand.store.state.lab, hand.threshold) == ("race", 0.3)


def test_the_history_lists_every_step_and_leads_to_each(hand: Hand) -> None:
    for threshold in (0.2, 0.3, 0.4):
        hand.set(threshold)
    hand.store.undo()
    steps, now = hand.store.history()
    assert ([step.state.explore.threshold for step in steps], now) == ([0.1, 0.2, 0.3, 0.4], 2)
    assert [step.label for step in steps] == ["", *["change.threshold"] * 3]
    for place in (0, 3, 1, 2):
        hand.store.go_to(place)
        assert hand.threshold == steps[place].state.explore.threshold
        assert hand.store.history() == (steps, place)
    seen = hand.seen
    for nowhere in (-1, 4, 2):
        hand.store.go_to(nowhere)
    assert (hand.threshold, hand.seen) == (0.3, seen)


def test_going_far_through_the_history_brings_the_lab_of_the_change_into_view(hand: Hand) -> None:
    hand.set(0.2)
    hand.store.replace_lab("compare")
    hand.store.go_to(0)
    assert hand.store.state.lab == "explore"
    hand.store.replace_lab("race")
    hand.store.go_to(1)
    assert hand.store.state.lab == "explore"
