"""Going to a lab, once for every lab: the menu, the keys Ctrl+1, Ctrl+2, … and the title's menu read it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from core.text import Words
from gui.icons import icon
from gui.theme import Theme


def lab_keys_text(number: int) -> str:
    """Return the keys that lead to the lab in place ``number`` of the table, counted from 0."""
    return f"Ctrl+{number + 1}"


class LabActions:
    """A QAction per lab, called ``<key>LabAction``; the one in view is checked. ``menu`` lists them."""

    def __init__(self, owner: QWidget, keys: Sequence[str], requested: Callable[[str], None]) -> None:
        self.menu = QMenu(owner)
        self.menu.setObjectName("labMenu")
        self._group = QActionGroup(owner)
        self._by_key: dict[str, QAction] = {}
        for number, key in enumerate(keys):
            action = QAction(owner)
            action.setObjectName(f"{key}LabAction")
            action.setCheckable(True)
            action.setShortcut(QKeySequence(lab_keys_text(number)))
            action.triggered.connect(lambda _checked=False, key=key: requested(key))
            self._group.addAction(action)
            owner.addAction(action)
            self.menu.addAction(action)
            self._by_key[key] = action

    def add_to(self, menu: QMenu) -> None:
        """List the labs in another menu, too."""
        for action in self._by_key.values():
            menu.addAction(action)

    def show_lab(self, key: str) -> None:
        """Check the lab in view."""
        self._by_key[key].setChecked(True)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        for number, (key, action) in enumerate(self._by_key.items()):
            action.setText(words(f"{key}.title"))
            action.setToolTip(f"{words(f'{key}.title')} ({lab_keys_text(number)})")

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        for key, action in self._by_key.items():
            action.setIcon(icon(key, theme))
