"""The current state, its history, and who wants to know when it changes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from core.state import AppState

# Beyond this a step back is no longer offered; states share what they have in common, so most steps cost bytes.
MAX_STEPS = 200
# A million-element tensor is 8 MB: the history keeps as many different ones as fit in here.
MAX_TENSOR_BYTES = 256 * 1024 * 1024
# Commits under the same merge key become one step while they follow each other within this many seconds.
MERGE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the history: a state, the catalogue id of the change that led to it, and the lab it happened in."""

    state: AppState
    label: str
    lab: str = ""


class Store:
    """Holds the state; the only place where it is replaced.

    ``start`` is the state that resetting leads to.
    """

    def __init__(self, state: AppState, clock: Callable[[], float] = time.monotonic) -> None:
        self.start = state
        self._past: list[Step] = []
        self._now = Step(state, "")
        self._future: list[Step] = []
        self._subscribers: list[Callable[[], None]] = []
        self._clock = clock
        self._merge_key = ""
        self._merged_at = 0.0
        self._held = False

    @property
    def state(self) -> AppState:
        """The current state."""
        return self._now.state

    @property
    def undo_label(self) -> str:
        """Catalogue id of what ``undo`` would take back; empty when there is nothing to undo."""
        return self._now.label if self._past else ""

    @property
    def redo_label(self) -> str:
        """Catalogue id of what ``redo`` would bring again; empty when there is nothing to redo."""
        return self._future[-1].label if self._future else ""

    def commit(self, state: AppState, label: str, merge: str = "") -> None:
        """Make ``state`` the current one. An equal state changes nothing.

        ``label`` is the catalogue id that names the change to a person. Commits that follow each other with the same
        ``merge`` key are one step of the history, until ``seal`` is called or the hand rests.
        """
        if state == self._now.state:
            return
        now = self._clock()
        merges = bool(merge) and merge == self._merge_key
        merges = merges and (self._held or now - self._merged_at < MERGE_SECONDS)
        if not merges:
            self._past.append(self._now)
        self._future.clear()
        self._merge_key, self._merged_at = merge, now
        if merges and state == self._past[-1].state:
            # The gesture came back to where it began: nothing is left to undo.
            self._now = self._past.pop()
            self._merge_key = ""
        else:
            self._now = Step(state, label, state.lab)
        self._forget_old_steps()
        self._notify()

    def insert(self, state: AppState, label: str, carried: Callable[[AppState], AppState]) -> None:
        """Make ``state`` the current one without giving up what could be redone. An equal state changes nothing.

        For what the program does by itself, as a lesson that opens for the first time: nobody has chosen another way.
        ``carried`` returns what a state that comes after it is with it.
        """
        if state == self._now.state:
            return
        self.seal()
        self._past.append(self._now)
        self._now = Step(state, label, state.lab)
        self._future = [replace(step, state=carried(step.state)) for step in self._future]
        self._forget_old_steps()
        self._notify()

    def seal(self) -> None:
        """End the running gesture: the next commit begins a new step."""
        self._merge_key = ""
        self._held = False

    def hold(self) -> None:
        """Begin a gesture: until ``seal``, commits with one merge key are one step however slow the hand is."""
        self.seal()
        self._held = True

    def replace(self, state: AppState) -> None:
        """Start anew from ``state`` (a file was opened): the history is cleared."""
        self._past.clear()
        self._future.clear()
        self._now = Step(state, "")
        self.seal()
        self._notify()

    def replace_lab(self, key: str) -> None:
        """Bring another lab into view: a glance elsewhere, not a step of the history."""
        self._now = replace(self._now, state=replace(self._now.state, lab=key))

    def history(self) -> tuple[tuple[Step, ...], int]:
        """Return every state that can be gone to, oldest first, and the place of the current one among them.

        A step's label names the change that led to it; the first one has none.
        """
        return (*self._past, self._now, *reversed(self._future)), len(self._past)

    def go_to(self, place: int) -> None:
        """Go to the state in ``place`` of ``history()``, as that many steps of undo or redo; no such place: nothing."""
        steps, at = self.history()
        if not 0 <= place < len(steps) or place == at:
            return
        lab = steps[at].lab if place < at else steps[place].lab
        self._past, self._future = list(steps[:place]), list(reversed(steps[place + 1 :]))
        # What changes unseen would be a surprise.
        self._now = replace(steps[place], state=replace(steps[place].state, lab=lab or steps[place].state.lab))
        self.seal()
        self._notify()

    def undo(self) -> None:
        """Go one step back, if there is one, and bring the lab in which something changes into view."""
        self._move(self._past, self._future, lambda there: self._now.lab)

    def redo(self) -> None:
        """Go one step forward, if there is one, and bring the lab in which something changes into view."""
        self._move(self._future, self._past, lambda there: there.lab)

    def subscribe(self, changed: Callable[[], None]) -> None:
        """Call ``changed`` after every change of the state."""
        self._subscribers.append(changed)

    def _move(self, source: list[Step], target: list[Step], changed_lab: Callable[[Step], str]) -> None:
        if not source:
            return
        there = source.pop()
        # A label names the change between two states; walking back over it, it belongs to the later one.
        target.append(self._now)
        # What changes unseen would be a surprise.
        self._now = replace(there, state=replace(there.state, lab=changed_lab(there)))
        self.seal()
        self._notify()

    def _forget_old_steps(self) -> None:
        del self._past[:-MAX_STEPS]
        while len(self._past) > 1 and self._tensor_bytes() > MAX_TENSOR_BYTES:
            del self._past[0]

    def _tensor_bytes(self) -> int:
        tensors = {id(tensor): tensor for step in self._past for tensor in step.state.tensors()}
        return sum(tensor.values.nbytes for tensor in tensors.values())

    def _notify(self) -> None:
        for changed in tuple(self._subscribers):
            changed()
