"""A table as the clipboard holds it."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QStandardItemModel

from core.export.table import Table, as_html, pasted_text


def table_data(table: Table) -> QMimeData:
    """Return a table as text with tabs, which spreadsheets take, and as HTML, which word processors take."""
    return text_and_html(pasted_text(table), as_html(table))


def text_and_html(text: str, html: str) -> QMimeData:
    """Return both as the clipboard takes them.

    The data are made by Qt: those that Python makes would bring the program down at its end, when the clipboard lets go
    of them after Python is gone.
    """
    model = QStandardItemModel(1, 1)
    data = model.mimeData([model.index(0, 0)])
    data.clear()
    data.setText(text)
    data.setHtml(html)
    return data
