"""The labs made so far: one widget each, made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from core.files import Places
from core.text import Words
from gui.lab_table import lab_entry
from gui.theme import Theme

if TYPE_CHECKING:  # The shell is there before PyTorch, which the store leads to.
    from core.store import Store


class OpenLabs(Mapping[str, QWidget]):
    """Makes labs, keeps them by their keys, and passes words and theme on: to those in view at once, to the others
    when they come into view, so that zooming costs the same however many labs were visited."""

    def __init__(self, words: Words, theme: Theme, places: Places) -> None:
        self.places = places
        self._home: QWidget | None = None
        self._words, self._theme = words, theme
        self._store: Store | None = None
        self._made: dict[str, QWidget] = {}
        self._shown_in: dict[str, tuple[Words, Theme]] = {}
        self._watcher: _Watcher | None = None
        self._when_made: dict[str, Callable[[], None]] = {}

    def use(self, store: Store, home: QWidget) -> None:
        """Have the labs read from ``store`` and commit to it; ``home`` holds those that are not in view yet."""
        self._store, self._home = store, home
        # A child of the window, which ends with it and on its thread.
        self._watcher = _Watcher(self._bring_up_to_date, home)

    def when_made(self, key: str, act: Callable[[], None]) -> None:
        """Call ``act`` as soon as there is the lab ``key``, however somebody comes to want it."""
        self._when_made[key] = act

    def lend(self, key: str) -> QWidget:
        """Return the lab ``key``. Raises KeyError if the table has none of that name."""
        if key not in self._made:
            assert self._store is not None
            # A lab that shows others may ask for them while it is made.
            made = lab_entry(key).build(self._words, self._theme, self._store, self)
            made.setParent(self._home)
            made.set_theme(self._theme)  # type: ignore[attr-defined]
            self._made[key] = made
            self._shown_in[key] = (self._words, self._theme)
            assert self._watcher is not None
            made.installEventFilter(self._watcher)
            self._when_made.get(key, lambda: None)()
        return self._made[key]

    def set_words(self, words: Words) -> None:
        """Switch the language of every lab."""
        self._words = words
        self._bring_those_in_view_up_to_date()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme of every lab."""
        self._theme = theme
        self._bring_those_in_view_up_to_date()

    def _bring_those_in_view_up_to_date(self) -> None:
        for lab in self._made.values():
            if lab.isVisibleTo(lab.window()):
                self._bring_up_to_date(lab)

    def _bring_up_to_date(self, lab: QObject) -> None:
        key = next(key for key, made in self._made.items() if made is lab)
        words, theme = self._shown_in[key]
        self._shown_in[key] = (self._words, self._theme)
        if words is not self._words:
            self._made[key].set_words(self._words)  # type: ignore[attr-defined]
        if theme != self._theme:
            self._made[key].set_theme(self._theme)  # type: ignore[attr-defined]

    def __getitem__(self, key: str) -> QWidget:
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


class _Watcher(QObject):
    """Tells when a lab comes into view."""

    def __init__(self, comes: Callable[[QObject], None], parent: QObject) -> None:
        super().__init__(parent)
        self._comes = comes

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._comes(watched)
        return super().eventFilter(watched, event)
