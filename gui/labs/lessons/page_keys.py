"""Page Up and Page Down lead from step to step, unless the part with the keyboard has a use for them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
)

_KEEP_THEM = (QLineEdit, QPlainTextEdit, QAbstractSpinBox, QAbstractSlider, QComboBox)
_DISTANCE = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


def steps_asked(event: QKeyEvent) -> int:
    """Return how many steps a key leads on, negative for back, 0 if it is no such key."""
    return 0 if isinstance(QApplication.focusWidget(), _KEEP_THEM) else _DISTANCE.get(Qt.Key(event.key()), 0)
