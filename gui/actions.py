"""Every command once: id, shortcut, icon. Its words are ``action.<id>``; menus, tool bar and shortcuts read this."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from core.text import Words
from gui.composing import finish_composing
from gui.icons import icon
from gui.theme import Theme


@dataclass(frozen=True, slots=True)
class Command:
    """One command. ``group`` orders the menu; ``icon`` names a file of ``resources/icons``.

    ``name`` is what its action's objectName begins with, where that is not the id.
    """

    id: str
    group: str
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    name: str = ""


COMMANDS: tuple[Command, ...] = (
    Command("undo", "edit", ("Ctrl+Z",), "undo"),
    Command("redo", "edit", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
    Command("history", "edit", ("Ctrl+Alt+Z",), "undo"),
    Command("reset_lab", "edit", ("Ctrl+Shift+R",), "reset"),
    Command("reset_all", "edit", (), "reset"),
    Command("open", "file", ("Ctrl+O",), "open"),
    Command("save", "file", ("Ctrl+S",), "save"),
    Command("save_as", "file", ("Ctrl+Shift+S",), "save"),
    Command("export", "file", ("Ctrl+E",), "export"),
    Command("open_lesson", "lessons", ("Ctrl+Shift+O",), "lessons"),
    Command("open_lesson_folder", "lessons", (), "open"),
    Command("make_lesson", "lessons", (), "text"),
    Command("worksheet", "lessons", ("Ctrl+P",), "export"),
    Command("notes", "lessons", ("Ctrl+Shift+N",), "notes"),
    Command("language", "view", ("Ctrl+Shift+L",), "language"),
    Command("theme", "view", ("Ctrl+Shift+T",), "theme"),
    Command("zoom_in", "view", ("Ctrl++", "Ctrl+="), "zoom_in", "zoomIn"),
    Command("zoom_out", "view", ("Ctrl+-",), "zoom_out", "zoomOut"),
    Command("zoom_reset", "view", ("Ctrl+0",), "fit", "zoomReset"),
    Command("data_table", "view", ("Ctrl+Shift+D",), "shape"),
    Command("full_screen", "view", ("F11",), "fit"),
    Command("project", "stage", ("F5",), "project"),
    Command("previous_step", "stage", ("Alt+PgUp",), "previous"),
    Command("next_step", "stage", ("Alt+PgDown",), "next"),
    Command("reveal_all", "stage", ("Ctrl+Shift+H",), "reveal"),
    Command("predict", "stage", ("Ctrl+H",), "predict"),
    Command("blank", "stage", ("Ctrl+B",), "blank"),
    Command("whiten", "stage", ("Ctrl+Shift+B",), "whiten"),
    Command("laser", "stage", ("Ctrl+L",), "laser"),
    Command("spotlight", "stage", ("F7",), "spotlight"),
    Command("pen", "stage", ("F9",), "pen"),
    Command("erase", "stage", ("Ctrl+Shift+E",), "erase"),
    Command("region", "stage", ("F8",), "region"),
    Command("freeze", "stage", ("F6",), "freeze"),
    Command("command_palette", "app", ("Ctrl+K",), "search"),
    Command("preferences", "app", ("Ctrl+,",), "settings"),
    Command("shortcuts", "app", ("F1",), "help"),
    Command("guide", "app", ("Shift+F1",), "notes"),
    Command("tour", "app", (), "help"),
    Command("about", "app", (), "explore"),
    Command("quit", "app", ("Ctrl+Q",), "close"),
)


def _carry_out(run: Callable[[], None]) -> None:
    finish_composing()
    run()


class Actions:
    """The QActions of all commands, by id; each carries the objectName ``<id>Action`` or ``<name>Action``."""

    def __init__(self, owner: QWidget, handlers: Mapping[str, Callable[[], None]]) -> None:
        self._by_id: dict[str, QAction] = {}
        for command in COMMANDS:
            action = QAction(owner)
            action.setObjectName(f"{command.name or command.id}Action")
            action.setShortcuts([QKeySequence(keys) for keys in command.shortcuts])
            action.triggered.connect(lambda _checked=False, run=handlers[command.id]: _carry_out(run))
            owner.addAction(action)
            self._by_id[command.id] = action

    def __getitem__(self, id: str) -> QAction:
        return self._by_id[id]

    def of(self, *ids: str) -> tuple[QAction, ...]:
        """Return the actions of some commands."""
        return tuple(self._by_id[id] for id in ids)

    def set_words(self, words: Words) -> None:
        """Switch the language of every command."""
        for command in COMMANDS:
            action = self._by_id[command.id]
            action.setText(words(f"action.{command.id}"))
            keys = f" ({command.shortcuts[0]})" if command.shortcuts else ""
            action.setToolTip(words(f"action.{command.id}_tip") + keys)

    def set_theme(self, theme: Theme) -> None:
        """Draw every command's icon in the theme's ink."""
        for command in COMMANDS:
            if command.icon:
                self._by_id[command.id].setIcon(icon(command.icon, theme))

    def show_history(self, words: Words, undo_label: str, redo_label: str) -> None:
        """Say what undo and redo would do, and whether they can."""
        for id, label in (("undo", undo_label), ("redo", redo_label)):
            action = self._by_id[id]
            action.setEnabled(bool(label))
            what = f": {words(label)}" if label else ""
            keys = next(c for c in COMMANDS if c.id == id).shortcuts[0]
            action.setToolTip(f"{words(f'action.{id}_tip')}{what} ({keys})")
