"""Everything that undo can take back, to be seen and clicked."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from core.store import Store
from core.text import Words

_STEP = Qt.ItemDataRole.UserRole


class HistoryDialog(QDialog):
    """The steps, oldest first, the current one chosen; a click or Enter goes to another. It stays beside the work."""

    def __init__(self, words: Words, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("historyDialog")
        self._store = store
        self._hint = QLabel(self)
        self._hint.setProperty("role", "muted")
        self._hint.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setObjectName("historyList")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for part in (self._hint, self.list, buttons):
            column.addWidget(part)
        self.list.clicked.connect(self._go)
        self.list.activated.connect(self._go)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        em = self.fontMetrics().height()
        room = parent.size()
        self.resize(min(22 * em, round(room.width() * 0.9)), min(24 * em, round(room.height() * 0.9)))
        self.set_words(words)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self.setWindowTitle(words("history.title"))
        self._hint.setText(words("history.hint"))
        self.list.setAccessibleName(words("history.title"))
        self.show_steps()

    def show_steps(self) -> None:
        """List the steps as they are now."""
        steps, now = self._store.history()
        self.list.clear()
        for place, step in enumerate(steps):
            said = self._words(step.label) if step.label else self._words("history.start")
            lab = f"  ·  {self._words(f'{step.lab}.title')}" if step.lab else ""
            item = QListWidgetItem(f"{place}.  {said}{lab}")
            item.setData(_STEP, place)
            font = item.font()
            font.setBold(place == now)
            # What was taken back and may come again.
            font.setItalic(place > now)
            item.setFont(font)
            self.list.addItem(item)
        self.list.setCurrentRow(now)

    def _go(self, index: QModelIndex) -> None:
        self._store.go_to(int(index.data(_STEP)))
