"""A tensor as a table of coloured cells: shows, selects, copies; asks for changes, never makes them."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QSizePolicy, QTableView, QWidget

from core.tensors import parse, parse_number
from core.text import UserError, Words
from gui.theme import Theme
from gui.widgets.cell_editing import CellDelegate
from gui.widgets.cell_painter import CellPainter
from gui.widgets.copy_actions import offer_tensor
from gui.widgets.index_header import IndexHeader
from gui.widgets.tensor_cells import TensorModel, cell_text

ROWS_SHOWN = 6
HEADERS_FROM = 8
_SAMPLE = 8
_HINT = QAbstractItemDelegate.EndEditHint
_Index = QModelIndex | QPersistentModelIndex


class TensorTable(QTableView):
    """A 2-D view of an n-D array. Cells are named by their C-order ("flat") index in the whole array."""

    cell_edited = Signal(int, float)
    cell_refused = Signal(int, str)
    cell_selected = Signal(int)
    cell_hovered = Signal(int)
    pasted = Signal(object)

    def __init__(
        self, words: Words, theme: Theme, editable: bool = False, title: str = "", parent: QWidget | None = None
    ) -> None:
        """``title`` is the catalogue id of the accessible name; the input or output table's by default."""
        super().__init__(parent)
        self.dtype = "float32"  # of the tensor, for the code that makes it
        offer_tensor(self)
        self._title = title or ("tensor_editor.input_table" if editable else "tensor_editor.output_table")
        self._model = TensorModel(words, editable, self)
        self._showing = False
        self._selected = -1
        self._hovered = -1
        self._pointed = -1
        self._refused = -1
        self._refused_text = ""
        self._group_axis = -1
        self.refusal: UserError | None = None
        self._headers = (
            IndexHeader(Qt.Orientation.Horizontal, theme, self),
            IndexHeader(Qt.Orientation.Vertical, theme, self),
        )
        self.setHorizontalHeader(self._headers[0])
        self.setVerticalHeader(self._headers[1])
        self.setModel(self._model)
        self.setItemDelegate(CellDelegate(self._text_to_edit, self._typed, self))
        self._configure(editable)
        self.set_theme(theme)
        self.set_words(words)

    def _configure(self, editable: bool) -> None:
        trigger = QAbstractItemView.EditTrigger
        starts = trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed
        self.setEditTriggers(starts if editable else trigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    @property
    def values(self) -> np.ndarray:
        """The tensor in view."""
        return self._model.values

    # --- state down -------------------------------------------------------------------------------------------------

    def set_words(self, words: Words) -> None:
        """Say names and messages in another language."""
        self._model.words = words
        self.setAccessibleName(words(self._title))
        self.setAccessibleDescription(words("tensor_editor.input_table_tip") if self._model.editable else "")

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme or zoom."""
        self._theme = theme
        self._painter = CellPainter(theme)
        self.setFont(self._painter.font)
        for header in self._headers:
            header.set_theme(theme)
        self.setMinimumWidth(theme.em * 6)
        self._longest = 0
        self._measure()
        self._fit()
        self.viewport().update()

    def show_values(self, values: np.ndarray, selected: int, hovered: int, decimals: int) -> None:
        """Show ``values`` (0 to 4 dimensions), with ``decimals`` places; -1 is no cell. Emits nothing."""
        fresh = values is not self._model.values or decimals != self._model.decimals
        reshaped = values.shape != self._model.values.shape
        marked = (self._selected, self._hovered, self.currentIndex())
        self._showing = True
        try:
            if reshaped or decimals != self._model.decimals:
                self._longest = 0
            if reshaped:
                self.forget_refusal()
            self._model.show(values, decimals)
            if fresh:
                self._show_headers(values.shape)
                self._measure()
                self._fit()
            self._hovered = hovered
            self._select(selected)
        finally:
            self._showing = False
        if fresh or marked != (self._selected, self._hovered, self.currentIndex()):
            self.viewport().update()

    def set_slice(self, leading: tuple[int, ...]) -> None:
        """Show ``values[*leading, :, :]`` of a tensor with more than two dimensions. Emits nothing."""
        if leading == self._model.wanted:
            return
        self._showing = True
        try:
            self._model.show_slice(leading)
            self._select(self._selected)
        finally:
            self._showing = False
        self.viewport().update()

    def show_group(self, axis: int) -> None:
        """Outline the column (0) or the row (1) of the cell that is pointed at, or else selected; -1 for neither."""
        if axis != self._group_axis:
            self._group_axis = axis
            self.viewport().update()

    def forget_refusal(self) -> None:
        """Take the error mark off the cell whose text was refused."""
        self._refused, self._refused_text, self.refusal = -1, "", None
        self.viewport().update()

    def refusal_message(self) -> str:
        """Return what was wrong with the last refused text, in the current language; empty if nothing."""
        if self.refusal is None:
            return ""
        words = self._model.words
        reason = words(self.refusal.id, **self.refusal.values)
        index = self._model.cell(self._refused)
        if not index.isValid():
            return reason
        return words("tensor_editor.cell_refused", position=self._model.position(index), reason=reason)

    def _select(self, flat: int) -> None:
        self._selected = flat
        index = self._model.cell(flat)
        if index != self.currentIndex():
            flag = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect)

    # --- measures ---------------------------------------------------------------------------------------------------

    def _show_headers(self, shape: tuple[int, ...]) -> None:
        large = any(n > HEADERS_FROM for n in shape)
        rows, columns = self._model.cells.shape
        self._headers[0].setVisible(large and columns > 1)
        self._headers[1].setVisible(large and rows > 1)

    def _measure(self) -> None:
        """Find the width the longest text needs. It only grows while the shape stays, so that cells do not jump."""
        model, metrics = self._model, self._painter.metrics
        samples = [*model.limits[:2], *model.cells[:_SAMPLE, :_SAMPLE].ravel().tolist()]
        texts = (cell_text(value, model.decimals) for value in samples)
        self._longest = max(self._longest, *(metrics.horizontalAdvance(text) for text in texts))

    def _fit(self) -> None:
        """Share the width among the columns: wide cells if there is room, as narrow as the text if not."""
        theme = self._theme
        columns = max(self._model.cells.shape[1], 1)
        needed = self._painter.needed_width(self._longest)
        preferred = max(needed, theme.px(theme.tokens.number_font * 4.8))
        width = min(max(self.viewport().width() // columns, needed), preferred)
        for header, size in zip(self._headers, (width, self._painter.row_height), strict=True):
            if header.defaultSectionSize() != size:
                header.setDefaultSectionSize(size)
        self._scrolls_sideways = width * columns > self.viewport().width()
        hint = self._height(ROWS_SHOWN)
        if hint != getattr(self, "_hint", None):
            self._hint = hint
            self.updateGeometry()

    def _height(self, most_rows: int) -> int:
        rows = min(max(self._model.cells.shape[0], 1), most_rows)
        height = rows * self._headers[1].defaultSectionSize() + 2 * self.frameWidth()
        height += self.contentsMargins().top() + self.contentsMargins().bottom()
        if not self._headers[0].isHidden():
            height += self._headers[0].sizeHint().height()
        return height + (self.horizontalScrollBar().sizeHint().height() if self._scrolls_sideways else 0)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.em * 20, self._height(ROWS_SHOWN))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.em * 6, self._height(2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # --- painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the exposed cells in one go: a delegate called per cell would take most of a frame."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.color("card"))  # the viewport is opaque
        if not self._model.cells.size:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rows = self._exposed(self._headers[1], event.rect().top(), event.rect().bottom())
        columns = self._exposed(self._headers[0], event.rect().left(), event.rect().right())
        cells = self._model.cells[rows.start : rows.stop, columns.start : columns.stop]
        corner = QPoint(self.columnViewportPosition(columns.start), self.rowViewportPosition(rows.start))
        size = QSize(self._headers[0].defaultSectionSize(), self._headers[1].defaultSectionSize())
        self._painter.paint(painter, cells, self._model.limits[2], self._model.decimals, corner, size)
        self._outline_block(painter)
        self._outline_group(painter)
        self._outline(painter, self._model.cell(self._hovered), "probe", 1.5)
        self._outline(painter, self._model.cell(self._refused), "error", 2.5)
        self._outline(painter, self.currentIndex(), "probe", 3)

    @staticmethod
    def _exposed(header: QHeaderView, first: int, last: int) -> range:
        start, stop = header.visualIndexAt(first), header.visualIndexAt(last)
        return range(max(start, 0), header.count() if stop < 0 else stop + 1)

    def _outline_block(self, painter: QPainter) -> None:
        for part in self.selectionModel().selection():
            if part.width() * part.height() > 1:
                corners = self.visualRect(part.topLeft()), self.visualRect(part.bottomRight())
                self._painter.outline(painter, corners[0].united(corners[1]), "accent", 2)

    def _outline_group(self, painter: QPainter) -> None:
        marked = self._model.cell(self._hovered)
        index = marked if marked.isValid() else self.currentIndex()
        if self._group_axis < 0 or not index.isValid():
            return
        rows, columns = self._model.cells.shape
        first = (index.row(), 0) if self._group_axis else (0, index.column())
        last = (index.row(), columns - 1) if self._group_axis else (rows - 1, index.column())
        ends = (self.visualRect(self._model.index(*end)) for end in (first, last))
        self._painter.outline(painter, next(ends).united(next(ends)), "accent", 3)

    def _outline(self, painter: QPainter, index: QModelIndex, token: str, width: float) -> None:
        if index.isValid():
            self._painter.outline(painter, self.visualRect(index), token, width)

    # --- requests up ------------------------------------------------------------------------------------------------

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        if not self._showing:
            self._selected = self._model.flat(current)
            self.cell_selected.emit(self._selected)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._showing = True  # the view would select the first cell by itself
        super().focusInEvent(event)
        self._select(self._selected)
        self._showing = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not self.indexAt(event.position().toPoint()).isValid():
            self.setCurrentIndex(QModelIndex())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self._model.flat(self.indexAt(event.position().toPoint())))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)

    def _hover(self, flat: int) -> None:
        if flat != self._pointed:
            self._pointed = self._hovered = flat
            self.viewport().update()
            self.cell_hovered.emit(flat)

    def event(self, event: QEvent) -> bool:
        # The window's own Copy and Paste actions would otherwise take the keys before they reach the table.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._clipboard_key(event):
            event.accept()
            return True
        return super().event(event)

    def _clipboard_key(self, event: QKeyEvent) -> bool:
        pastes = self._model.editable and event.matches(QKeySequence.StandardKey.Paste)
        return pastes or event.matches(QKeySequence.StandardKey.Copy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif self._model.editable and event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Escape and current.isValid():
            self.setCurrentIndex(QModelIndex())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # An open editor lets its Enter through to here.
            if self._model.editable and current.isValid() and self.state() != QAbstractItemView.State.EditingState:
                self.edit(current)
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Copy the selected cells as tab-separated text, in full precision."""
        parts = self.selectionModel().selection()
        if parts.isEmpty():
            return
        part = parts.first()
        rows, columns = slice(part.top(), part.bottom() + 1), slice(part.left(), part.right() + 1)
        lines = ("\t".join(map(repr, row)) for row in self._model.cells[rows, columns].tolist())
        QGuiApplication.clipboard().setText("\n".join(lines))

    def paste(self) -> None:
        """Ask for the tensor that stands as text on the clipboard, or refuse it with a message."""
        text = QGuiApplication.clipboard().text()
        try:
            if not text.strip():
                raise UserError("tensor_editor.clipboard_empty")
            value = parse(text)
        except UserError as error:
            self._refuse(-1, "", error)
            return
        self.forget_refusal()
        self.pasted.emit(value)

    def _text_to_edit(self, index: _Index) -> str:
        if self._refused >= 0 and self._model.flat(index) == self._refused:
            return self._refused_text
        value = self._model.cells.item(index.row(), index.column())
        return repr(int(value) if math.isfinite(value) and value == int(value) and abs(value) < 1e15 else value)

    def _typed(self, index: _Index, text: str) -> None:
        if self._showing:
            return
        flat = self._model.flat(index)
        try:
            number = parse_number(text)
        except UserError as error:
            self._refuse(flat, text, error)
            return
        self.forget_refusal()
        self.cell_edited.emit(flat, number)

    def _refuse(self, flat: int, text: str, error: UserError) -> None:
        self._refused, self._refused_text, self.refusal = flat, text, error
        self.viewport().update()
        self.cell_refused.emit(flat, self.refusal_message())

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        current = self.currentIndex()
        refused = self._refused >= 0 and self._model.flat(current) == self._refused
        stays = refused and hint in (_HINT.EditNextItem, _HINT.EditPreviousItem)
        super().closeEditor(editor, _HINT.NoHint if stays else hint)
        if hint == _HINT.SubmitModelCache and current.isValid() and not refused:
            self.setCurrentIndex(self._below(current))

    def _below(self, index: QModelIndex) -> QModelIndex:
        rows, columns = self._model.cells.shape
        down = index.row() + 1
        return self._model.index(down % rows, (index.column() + down // rows) % columns)
