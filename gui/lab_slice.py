"""A lab's own slice of the state: what it reads from the store, and its requests for change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Generic, TypeVar

from core.state import AppState
from core.store import Store
from core.text import UserError

Slice = TypeVar("Slice")


class LabSlice(Generic[Slice]):
    """The slice ``key`` of the store's state.

    ``refused`` is told why a request was refused, unless the request names somebody nearer to the field.
    """

    def __init__(self, store: Store, key: str, refused: Callable[[UserError], None]) -> None:
        self._store, self._key, self._refused = store, key, refused

    @property
    def app(self) -> AppState:
        """The whole state as it is now."""
        return self._store.state

    @property
    def own(self) -> Slice:
        """The slice as it is now."""
        own: Slice = getattr(self._store.state, self._key)
        return own

    def change(
        self,
        label: str,
        verb: Callable[..., Slice],
        *values: Any,
        merge: str = "",
        refused: Callable[[UserError], None] | None = None,
    ) -> None:
        """Commit ``verb(own, *values)``; a UserError changes nothing and is told.

        ``label`` is the catalogue id that undo shows; changes with the same ``merge`` key that follow each other are
        one step.
        """
        try:
            changed = verb(self.own, *values)
        except UserError as error:
            (refused or self._refused)(error)
            return
        self._commit(changed, label, f"{self._key}:{merge}" if merge else "")

    def hold(self) -> None:
        """Begin a gesture: until ``seal``, its changes are one step however slow the hand is."""
        self._store.hold()

    def seal(self) -> None:
        """End the gesture."""
        self._store.seal()

    def reset(self) -> None:
        """Go back to the lab's first screen."""
        self._commit(getattr(self._store.start, self._key), "change.reset_lab", "")

    def _commit(self, changed: Slice, label: str, merge: str) -> None:
        self._store.commit(replace(self._store.state, **{self._key: changed}), label, merge)
