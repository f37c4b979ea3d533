"""A table as the clipboard holds it."""

from __future__ import annotations

from PySide6.QtCore import QMimeData

from core.export.table import Table, as_html, pasted_text


def table_data(table: Table) -> QMimeData:
    """Return a table as text with tabs, which spreadsheets take, and as HTML, which word processors take."""
    data = QMimeData()
    data.setText(pasted_text(table))
    data.setHtml(as_html(table))
    return data
