"""Copying from where it is seen: the menu of a plot or a table, and keys while it has the focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from weakref import WeakSet

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QGuiApplication, QImage, QKeySequence, QPainter
from PySide6.QtWidgets import QMenu, QWidget
from shiboken6 import isValid

from core.export.table import Table
from core.tensor_value import TensorValue
from core.tensors import to_code
from core.text import Words
from gui.widgets.plain_painting import painting_for_file
from gui.widgets.table_data import table_data

if TYPE_CHECKING:
    from gui.widgets.tensor_table import TensorTable

PICTURE, TABLE, CELLS, TENSOR = "copy_picture", "copy_table", "copy_cells", "copy_tensor"
# Most plots know no words, and many lie in no window yet when they are made.
_offered: WeakSet[QAction] = WeakSet()
_words: Words | None = None
_SCALE = 2.0  # sharp in a document, too
_COPY, _COPY_ALL = "Ctrl+C", "Ctrl+Shift+C"


def offer_picture(widget: QWidget) -> None:
    """Let what ``widget`` shows be copied as a picture."""
    _offer(widget, PICTURE, _COPY, lambda: QGuiApplication.clipboard().setImage(picture_of(widget)))
    widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    widget.customContextMenuRequested.connect(lambda place: show_copies(widget, QPointF(place)))


def offer_table(widget: QWidget, make: Callable[[], Table]) -> None:
    """Let the table that ``make`` returns be copied, as text and as HTML."""
    _offer(widget, TABLE, _COPY, lambda: QGuiApplication.clipboard().setMimeData(table_data(make())))


def offer_tensor(table: TensorTable) -> None:
    """Let the selected cells be copied as numbers, and the whole tensor as the Python that makes it."""
    _offer(table, CELLS, _COPY, table.copy)
    _offer(
        table,
        TENSOR,
        _COPY_ALL,
        lambda: QGuiApplication.clipboard().setText(to_code(TensorValue(table.values), table.dtype)),
    )


def name_copies(words: Words) -> None:
    """Say what everything that is offered, now and later, does in another language."""
    global _words
    _words = words
    for action in list(_offered):
        if isValid(action):
            _name(action, words)


def show_copies(widget: QWidget, place: QPointF) -> None:
    """Show the menu of what is offered for a plot, and of the numbers behind it, at a place of ``widget``."""
    menu = QMenu(widget)
    menu.setObjectName("plotMenu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addActions(widget.actions())
    as_table = widget.window().findChild(QAction, "data_tableAction")
    if as_table is not None and as_table.isEnabled():
        menu.addAction(as_table)
    menu.popup(widget.mapToGlobal(place.toPoint()))


def picture_of(widget: QWidget) -> QImage:
    """Return what ``widget`` shows, painted anew with more pixels."""
    image = QImage(widget.size() * _SCALE, QImage.Format.Format_RGB32)
    image.fill(widget.palette().window().color())
    painter = QPainter(image)
    painter.scale(_SCALE, _SCALE)
    with painting_for_file():
        QWidget.render(widget, painter, QPoint(0, 0))
    painter.end()
    return image


def _offer(widget: QWidget, name: str, keys: str, run: Callable[[], None]) -> None:
    action = QAction(widget)
    action.setObjectName(name)
    _offered.add(action)
    action.setShortcut(QKeySequence(keys))
    if _words is not None:
        _name(action, _words)
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    action.triggered.connect(lambda _checked=False: run())
    widget.addAction(action)
    widget.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)


def _name(action: QAction, words: Words) -> None:
    said = words(f"export.{action.objectName()}")
    action.setText(said)
    action.setToolTip(f"{said} ({action.shortcut().toString()})")
