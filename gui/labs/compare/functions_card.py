"""The functions compared, each with its values at the probe; what is added, and where the probe stands."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QVBoxLayout, QWidget

from core.activations import ACTIVATIONS
from core.labs.compare import MAX_COMPARED, READY_SETS
from core.text import UserError, Words
from gui.icons import icon
from gui.labs.compare.function_row import FunctionRow, RowView
from gui.theme import Theme
from gui.widgets.card import Card
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.function_button import FunctionButton
from gui.widgets.menu_button import MenuButton
from gui.widgets.message_line import MessageLine
from gui.widgets.number_field import number_field

# In base-font widths: what one row needs.
ROW_EM = 19


class AddButton(FunctionButton):
    """Opens the list of functions to take one more from."""

    def _say_name(self) -> None:
        self.setText(self._words("compare.add"))
        self.setAccessibleName(self._words("compare.add"))
        self.setToolTip(self._words("compare.add_tip", limit=str(MAX_COMPARED)))

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.setIcon(icon("plus", theme))


class FunctionsCard(Card):
    """One row per function. ``function_requested``, ``selected`` and ``removed`` carry the row's place."""

    function_requested = Signal(int, str)
    selected = Signal(int)
    removed = Signal(int)
    added = Signal(str)
    set_requested = Signal(str)
    probe_typed = Signal(float)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, "compare.functions", parent)
        self._probe_label = QLabel(self)
        self._probe_label.setProperty("role", "muted")
        self._probe_label.setWordWrap(True)
        self._probe_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.probe = number_field("compareProbe", self)
        self.probe.setDecimals(3)
        self.probe.valueChanged.connect(self.probe_typed)
        self.add_to_head(self._probe_label)
        self.add_to_head(self.probe)
        self.rows = [FunctionRow(words, theme, i, self) for i in range(MAX_COMPARED)]
        for i, row in enumerate(self.rows):
            row.function_requested.connect(lambda key, i=i: self.function_requested.emit(i, key))
            row.selected.connect(lambda i=i: self.selected.emit(i))
            row.removed.connect(lambda i=i: self.removed.emit(i))
        self._columns = 0
        self._error: UserError | None = None
        self._lay_out(words, theme)
        self.set_columns(1)
        self._name_parts(words)
        self.set_theme(theme)

    def _lay_out(self, words: Words, theme: Theme) -> None:
        grid_box = QWidget(self)
        self._grid = QGridLayout(grid_box)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.add_button = AddButton(words, theme, ACTIVATIONS, offers_own=True)
        self.add_button.setObjectName("compareAdd")
        self.add_button.function_requested.connect(self.added)
        self.sets = MenuButton(self)
        self.sets.setObjectName("compareSets")
        self._menu = QMenu(self.sets)
        self._menu.setObjectName("compareSetMenu")
        self.sets.setMenu(self._menu)
        self._menu.triggered.connect(lambda action: self.set_requested.emit(action.data()))
        self._buttons = QWidget(self)
        self._flow = FlowLayout(self._buttons)
        self._flow.addWidget(self.add_button)
        self._flow.addWidget(self.sets)
        self.message = MessageLine(theme, self)
        self.note = MessageLine(theme, self)
        below = QWidget(self)
        self._below = QVBoxLayout(below)
        self._below.setContentsMargins(0, 0, 0, 0)
        for part in (self.message, self._buttons, self.note):
            self._below.addWidget(part)
        self.add(grid_box)
        self.add(below)

    def show_rows(self, views: tuple[RowView, ...], probe: float, note: str) -> None:
        """Show the functions and where the probe stands. Emits nothing."""
        for i, row in enumerate(self.rows):
            if i < len(views):
                row.show_row(views[i])
            if row.isHidden() == (i < len(views)):
                row.setVisible(i < len(views))
        for row in self.rows:
            row.remove.setEnabled(len(views) > 1)
        self.add_button.setEnabled(len(views) < MAX_COMPARED)
        if not self.probe.hasFocus() or self.probe.value() != probe:
            blocked = self.probe.blockSignals(True)
            self.probe.setValue(probe)
            self.probe.blockSignals(blocked)
        if note != self.note.text():
            self.note.show_hint(note)

    def show_error(self, error: UserError | None) -> None:
        """Say why the last request was refused; None when there is nothing to say."""
        if error is not self._error:
            self._error = error
            if error is None:
                self.message.clear_message()
            else:
                self.message.show_error(error.said_in(self._words.lang))

    def set_columns(self, columns: int) -> None:
        """Lay the rows side by side in this many columns."""
        if columns == self._columns:
            return
        self._columns = columns
        for row in self.rows:
            self._grid.removeWidget(row)
        for i, row in enumerate(self.rows):
            self._grid.addWidget(row, i // columns, i % columns)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        for part in (*self.rows, self.add_button):
            part.set_words(words)
        self._name_parts(words)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for part in (*self.rows, self.add_button, self.message, self.note):
            part.set_theme(theme)
        self._grid.setVerticalSpacing(theme.px(8))
        self._grid.setHorizontalSpacing(theme.px(16))
        self._flow.setSpacing(theme.px(8))
        self._below.setSpacing(theme.px(6))
        self.probe.setFixedWidth(round(theme.em * 6))

    def _name_parts(self, words: Words) -> None:
        self._words = words
        self._probe_label.setText(words("compare.probe"))
        self.probe.setAccessibleName(words("compare.probe_name"))
        self.sets.setText(words("compare.sets"))
        self._menu.clear()
        for key in READY_SETS:
            self._menu.addAction(words(f"compare.set_{key}")).setData(key)
        if self._error is not None:
            self.message.show_error(self._error.said_in(words.lang))
