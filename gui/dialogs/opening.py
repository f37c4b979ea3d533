"""Opening a dialog over the window, for as long as somebody looks at it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog


def open_over_window(dialog: QDialog) -> None:
    """Show a dialog that ends with its closing; the keyboard goes to it, and then back to the window.

    A window manager does as much; in a kiosk there is none.
    """
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window = dialog.parentWidget()
    if window is not None:
        dialog.finished.connect(window.activateWindow)
    dialog.open()
    dialog.activateWindow()
