"""Every key on one sheet, by group."""

from __future__ import annotations

from html import escape

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from core.text import Words
from gui.actions import COMMANDS
from gui.lab_actions import lab_keys_text
from gui.lab_table import LAB_KEYS

# What has keys of its own without being a command: words ``shortcuts.<id>``, "what: key meaning, key meaning".
_HANDS = ("sliders", "plot", "bars", "table", "plane", "board", "lesson", "clicker", "letters", "tools")


def shortcut_groups(words: Words) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return (group's title, rows of (what, keys)) for every lab, command and part with keys."""
    groups = [
        (
            words("window.labs_group"),
            [(words(f"{key}.title"), lab_keys_text(number)) for number, key in enumerate(LAB_KEYS)],
        )
    ]
    for group in dict.fromkeys(command.group for command in COMMANDS):
        rows = [(words(f"action.{c.id}"), ", ".join(c.shortcuts)) for c in COMMANDS if c.group == group and c.shortcuts]
        groups.append((words(f"window.group_{group}"), rows))
    hands = [tuple(words(f"shortcuts.{id}").split(": ", 1)) for id in _HANDS]
    groups.append((words("shortcuts.hands"), [(what, keys) for what, keys in hands]))
    return groups


class ShortcutsDialog(QDialog):
    """The sheet, scrolled where it is longer than the window."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcutsSheet")
        self.setWindowTitle(words("action.shortcuts"))
        sheet = QTextBrowser(self)
        sheet.setAccessibleName(words("action.shortcuts"))
        sheet.setHtml("".join(_table(title, rows) for title, rows in shortcut_groups(words) if rows))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(sheet, 1)
        column.addWidget(buttons)
        em = self.fontMetrics().height()
        room = parent.size() if parent else self.size()
        self.resize(min(36 * em, round(room.width() * 0.95)), min(34 * em, round(room.height() * 0.9)))


def _table(title: str, rows: list[tuple[str, str]]) -> str:
    lines = "".join(
        f"<tr><td width='45%'>{escape(what)}</td><td width='55%'>{escape(keys)}</td></tr>" for what, keys in rows
    )
    return f"<h3>{escape(title)}</h3><table width='100%' cellpadding='3'>{lines}</table>"
