"""The labs made so far: one widget each, made when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtWidgets import QWidget

from core.files import Places
from core.store import Store
from core.text import Words
from gui.lab_table import lab_entry
from gui.theme import Theme


class OpenLabs(Mapping[str, QWidget]):
    """Makes labs, keeps them by their keys, and passes words and theme on to all of them."""

    def __init__(self, words: Words, theme: Theme, places: Places) -> None:
        self.places = places
        self._home: QWidget | None = None
        self._words, self._theme = words, theme
        self._store: Store | None = None
        self._made: dict[str, QWidget] = {}

    def use(self, store: Store, home: QWidget) -> None:
        """Have the labs read from ``store`` and commit to it; ``home`` holds those that are not in view yet."""
        self._store, self._home = store, home

    def lend(self, key: str) -> QWidget:
        """Return the lab ``key``. Raises KeyError if the table has none of that name."""
        if key not in self._made:
            assert self._store is not None
            # A lab that shows others may ask for them while it is made.
            made = lab_entry(key).build(self._words, self._theme, self._store, self)
            made.setParent(self._home)
            made.set_theme(self._theme)  # type: ignore[attr-defined]
            self._made[key] = made
        return self._made[key]

    def set_words(self, words: Words) -> None:
        """Switch the language of every lab."""
        self._words = words
        for lab in self._made.values():
            lab.set_words(words)  # type: ignore[attr-defined]

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme of every lab."""
        self._theme = theme
        for lab in self._made.values():
            lab.set_theme(theme)  # type: ignore[attr-defined]

    def __getitem__(self, key: str) -> QWidget:
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)
