"""Controls of a lab that stand on the stage a second time: what they ask for goes to the lab's own."""

from __future__ import annotations

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.widgets.param_panel import ParamPanel
from gui.widgets.setting_rows import SettingRows


def stacked(*parts: QWidget) -> QWidget:
    """Return the parts below each other."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        column.addWidget(part)
    return whole


def pass_on_params(panel: ParamPanel, own: ParamPanel) -> None:
    """Let ``panel`` ask as the lab's ``own`` does."""
    for name in ("param_requested", "range_requested", "reset_requested", "drag_started", "drag_finished"):
        getattr(panel, name).connect(getattr(own, name))
    # What is refused is said where it was typed, too.
    own.refused.connect(panel.show_error)


def pass_on_settings(rows: SettingRows, own: QWidget, requested: SignalInstance) -> None:
    """Let ``rows`` ask as the lab's ``own`` settings do, whose values are asked for by ``requested``."""
    rows.requested.connect(requested)
    for name in ("range_requested", "drag_started", "drag_finished"):
        getattr(rows, name).connect(getattr(own, name))
    own.refused.connect(rows.refuse)  # type: ignore[attr-defined]
