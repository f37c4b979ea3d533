"""The numbers behind the plots of the lab in view, as tables to read and copy."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from core.data_table import DataTable, as_html, as_text, read
from core.text import Words
from gui.widgets.table_data import text_and_html

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class TableModel(QAbstractTableModel):
    """One table, read only."""

    def __init__(self, table: DataTable, parent: QWidget) -> None:
        super().__init__(parent)
        self.table = table

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.table.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self.table.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return read(cell)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.table.columns[index.column()]} {read(cell)}"
        if role == Qt.ItemDataRole.TextAlignmentRole and not isinstance(cell, str):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        across = orientation == Qt.Orientation.Horizontal
        return self.table.columns[section] if across and role == Qt.ItemDataRole.DisplayRole else None


class DataTablesDialog(QDialog):
    """One table at a time; Ctrl+C copies it as text and as HTML, wherever the cell cursor stands."""

    def __init__(self, words: Words, tables: tuple[DataTable, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dataTables")
        self.setWindowTitle(words("data_table.title"))
        self._tables = tables
        self.which = QComboBox(self)
        self.which.setObjectName("dataTableChoice")
        self.which.setAccessibleName(words("data_table.which"))
        self.which.addItems([table.title for table in tables])
        self.view = QTableView(self)
        self.view.setObjectName("dataTable")
        self.view.setTabKeyNavigation(False)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.verticalHeader().hide()
        self.view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.copy = QPushButton(words("data_table.copy"), self)
        self.copy.setObjectName("dataTableCopy")
        self.copy.setToolTip(QKeySequence(QKeySequence.StandardKey.Copy).toString())
        self.copy.setAutoDefault(False)
        buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(self.copy_table)
        buttons.rejected.connect(self.reject)
        lines = QVBoxLayout(self)
        for part in (self.which, self.view, buttons):
            lines.addWidget(part)
        self.which.currentIndexChanged.connect(self._show_table)
        self._show_table(0)
        em = self.fontMetrics().height()
        room = parent.size() if parent else self.size()
        self.resize(min(52 * em, round(room.width() * 0.95)), min(34 * em, round(room.height() * 0.9)))
        self.view.setFocus()

    def copy_table(self) -> None:
        """Put the table in view on the clipboard."""
        table = self._tables[self.which.currentIndex()]
        QGuiApplication.clipboard().setMimeData(text_and_html(as_text(table), as_html(table)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_table()
        else:
            super().keyPressEvent(event)

    def _show_table(self, place: int) -> None:
        table, old = self._tables[place], self.view.model()
        self.view.setModel(TableModel(table, self))
        if old is not None:
            old.deleteLater()
        self.view.setAccessibleName(table.title)
        if table.rows:
            self.view.setCurrentIndex(self.view.model().index(0, 0))
