"""A student's requests: each a pure verb over the whole state, because a step sets up the lab beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from core.labs.lessons import steps
from core.lessons.library import Library
from core.state import AppState
from core.store import Store
from core.text import UserError


class Requests:
    """Commits what ``core.labs.lessons.steps`` makes of a request. ``library`` is replaced when a lesson is opened."""

    def __init__(self, store: Store, library: Library, refused: Callable[[UserError], None]) -> None:
        self._store, self.library, self._refused = store, library, refused

    @property
    def app(self) -> AppState:
        """The state as it is now."""
        return self._store.state

    def change(self, label: str, verb: Callable[..., AppState], *values: Any, merge: str = "") -> None:
        """Commit ``verb(app, library, *values)``; a UserError changes nothing and is told.

        ``label`` is the catalogue id that undo shows; changes with the same ``merge`` key that follow each other are
        one step.
        """
        try:
            changed = verb(self.app, self.library, *values)
        except UserError as error:
            self._refused(error)
            return
        self._store.commit(changed, label, f"lessons:{merge}" if merge else "")

    def begin(self, lesson: str, step: str) -> None:
        """Open a step because the lessons are visited for the first time; what could be redone still can."""
        changed = steps.go_to(self.app, self.library, lesson, step)
        self._store.insert(changed, "lessons.change_step", lambda later: replace(later, lessons=changed.lessons))
