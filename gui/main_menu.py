"""The menu with everything: the labs, and the commands by group."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from core.text import Words
from gui.actions import COMMANDS, Actions
from gui.lab_actions import LabActions
from gui.widgets.plain_tip import plain_tip

# Commands of this group stand in the menu itself, those of the others in a menu of their group.
_TOP_GROUP = "app"


class MainMenu(QMenu):
    """Labs, groups of commands, the files opened last. ``open_recent`` is asked to open one of them."""

    def __init__(
        self, actions: Actions, labs: LabActions, open_recent: Callable[[Path], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("mainMenu")
        self._actions, self._labs, self._open_recent = actions, labs, open_recent
        self._recent: tuple[str, ...] = ()
        # Not cleared with the menu: Qt would delete it while it is open.
        self._recent_menu = QMenu(self)
        self._recent_menu.setObjectName("recentMenu")
        self._groups: dict[str, QMenu] = {}
        for group in dict.fromkeys(command.group for command in COMMANDS if command.group != _TOP_GROUP):
            self._groups[group] = QMenu(self)
            self._groups[group].setObjectName(f"{group}Menu")

    def show_recent(self, paths: tuple[str, ...], words: Words) -> None:
        """List the files opened last."""
        self._recent = paths
        self._recent_menu.clear()
        self._recent_menu.setTitle(words("window.recent"))
        self._recent_menu.menuAction().setEnabled(bool(paths))
        for text in paths:
            path = Path(text)
            # An ampersand would mark a letter.
            action = self._recent_menu.addAction(path.name.replace("&", "&&"))
            action.setToolTip(plain_tip(text))
            action.triggered.connect(lambda _checked=False, path=path: self._open_recent(path))
        self._recent_menu.setToolTipsVisible(True)

    def set_words(self, words: Words) -> None:
        """Fill the menu anew in another language."""
        self.clear()
        self._labs.add_to(self)
        self.addSeparator()
        for group, menu in self._groups.items():
            menu.clear()
            menu.setTitle(words(f"window.group_{group}"))
            for command in COMMANDS:
                if command.group == group:
                    menu.addAction(self._actions[command.id])
                    if command.id == "open":
                        menu.addMenu(self._recent_menu)
            self.addMenu(menu)
        self.addSeparator()
        for command in COMMANDS:
            if command.group == _TOP_GROUP:
                self.addAction(self._actions[command.id])
        self.show_recent(self._recent, words)
