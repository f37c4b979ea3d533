"""A field for one number of a view: no arrows, no steps while typing, Undo left to the window."""

from __future__ import annotations

from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from gui.widgets.field_undo import pass_undo


def number_field(name: str, parent: QWidget) -> QDoubleSpinBox:
    """Return a field called ``name`` for a number from −1,000,000 to 1,000,000 with two decimals."""
    box = QDoubleSpinBox(parent)
    box.setObjectName(name)
    box.setRange(-1e6, 1e6)
    box.setDecimals(2)
    box.setKeyboardTracking(False)
    pass_undo(box)
    box.setProperty("mono", True)
    return box
