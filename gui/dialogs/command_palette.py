"""Ctrl+K: type a few letters, find a function, a lab, a command or a lesson, press Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.search import found
from core.text import Words

_SHOWN = 60


@dataclass(frozen=True)
class PaletteEntry:
    """One thing to find: what it is called, what kind it is, its keys, every name it is found by, what it does."""

    text: str
    kind: str
    keys: str
    names: Sequence[str]
    run: Callable[[], None]


class CommandPalette(QDialog):
    """A search line over a list; arrows move in the list while the line keeps the focus."""

    def __init__(self, words: Words, entries: Sequence[PaletteEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("commandPalette")
        self.setWindowTitle(words("palette.title"))
        self._words, self._entries = words, entries
        self._found: list[PaletteEntry] = []
        self.search = QLineEdit(self)
        self.search.setObjectName("paletteSearch")
        self.search.setPlaceholderText(words("palette.search"))
        self.search.setAccessibleName(words("palette.search"))
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self.list = QTreeWidget(self)
        self.list.setObjectName("paletteList")
        self.list.setColumnCount(3)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.setAccessibleName(words("palette.title"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._nothing = QLabel(self)
        self._nothing.setProperty("role", "muted")
        self._nothing.setWordWrap(True)
        column = QVBoxLayout(self)
        for part in (self.search, self.list, self._nothing):
            column.addWidget(part)
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(lambda: self._run(self._row()))
        # Not activated as well: where one click activates, a command would run twice.
        self.list.itemClicked.connect(lambda _item: self._run(self._row()))
        em = self.fontMetrics().height()
        room = parent.size() if parent else self.size()
        self.resize(min(34 * em, round(room.width() * 0.9)), min(26 * em, round(room.height() * 0.8)))
        self._fill()
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_Up: -1,
                Qt.Key.Key_PageDown: 8,
                Qt.Key.Key_PageUp: -8,
            }.get(Qt.Key(event.key()))
            if step is not None and self._found:
                row = self._row() + step
                # One step beyond an end comes round; a page stops there.
                row = row % len(self._found) if abs(step) == 1 else min(len(self._found) - 1, max(0, row))
                self._choose(row)
                return True
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        text = self.search.text()
        self._found = found(text, [(entry, entry.names) for entry in self._entries])[:_SHOWN]
        self.list.clear()
        for entry in self._found:
            self.list.addTopLevelItem(QTreeWidgetItem([entry.text, entry.kind, entry.keys]))
        if self._found:
            self._choose(0)
        self.list.setVisible(bool(self._found))
        self._nothing.setVisible(not self._found)
        self._nothing.setText(self._words("palette.nothing", text=text.strip()))

    def _row(self) -> int:
        return self.list.indexOfTopLevelItem(self.list.currentItem())

    def _choose(self, row: int) -> None:
        self.list.setCurrentItem(self.list.topLevelItem(row))

    def _run(self, row: int) -> None:
        if 0 <= row < len(self._found):
            # Closed first: what is run may open a window of its own.
            self.accept()
            self._found[row].run()
