"""Files of numbers that are opened or dropped: into the lab in view if it takes them, else into Explore."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, cast, runtime_checkable

from core.store import Store
from core.text import UserError
from gui.main_window import MainWindow
from gui.open_labs import OpenLabs

ENDINGS = (".csv", ".tsv", ".txt")
FIRST = "explore"


@runtime_checkable
class TakesNumbers(Protocol):
    """A lab that can work on the numbers in a file."""

    def open_numbers(self, path: Path) -> None:
        """Take the numbers. Raises UserError; the old ones then stay."""


def is_numbers(path: Path) -> bool:
    """Return whether ``path`` looks like a table of numbers."""
    return path.suffix.lower() in ENDINGS


class NumberFiles:
    """Finds the lab for a file. ``visit`` brings a lab into view."""

    def __init__(self, labs: OpenLabs, store: Store, window: MainWindow, visit: Callable[[str], None]) -> None:
        self._labs, self._store, self._window, self._visit = labs, store, window, visit

    def open(self, path: Path) -> bool:
        """Take the numbers of a file and return True; what is wrong with it is said, and the old ones stay."""
        key = self._store.state.lab
        if not isinstance(self._labs.lend(key), TakesNumbers):
            key = FIRST
        try:
            cast(TakesNumbers, self._labs.lend(key)).open_numbers(path)
        except UserError as error:
            self._window.notify_error(error)
            return False
        self._visit(key)
        self._window.notify(lambda words: words("window.numbers_opened", name=path.name, lab=words(f"{key}.title")))
        return True
