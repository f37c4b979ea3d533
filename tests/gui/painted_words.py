"""What painters write: which words are shortened, and which run beyond the part that they are written on.

Widgets that paint themselves have no labels to be measured; here every word is looked at on its way to the painter.
"""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

_LEFT, _RIGHT, _CENTRE = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter
# Antialiased letters and rounded boxes reach a pixel or two further than they are said to.
_SLACK = 3.0


class PaintedWords:
    """Listens from the moment it is made until the test ends; ``faults`` is what cannot be read whole."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.faults: dict[str, None] = {}
        self.written: list[str] = []
        draw = QPainter.drawText

        def drawText(painter: QPainter, *args: Any) -> Any:
            try:
                self._look(painter, args)
            except Exception as error:
                self.faults[f"{args}: {error!r}"] = None
            return draw(painter, *args)

        monkeypatch.setattr(QPainter, "drawText", drawText)
        for kind in (QFontMetrics, QFontMetricsF):
            monkeypatch.setattr(kind, "elidedText", self._watched(kind.elidedText))

    def clear(self) -> None:
        """Forget what was written so far."""
        self.faults.clear()
        self.written.clear()

    def _watched(self, elided: Any) -> Any:
        def elidedText(metrics: Any, text: str, *args: Any) -> Any:
            shown = elided(metrics, text, *args)
            if shown != text:
                self.faults[f"{text!r} is shortened to {shown!r}"] = None
            return shown

        return elidedText

    def _look(self, painter: QPainter, args: tuple[Any, ...]) -> None:
        device, text = painter.device(), next((arg for arg in args if isinstance(arg, str)), "")
        if not text.strip():
            return
        self.written.append(text)
        box = painter.transform().mapRect(_ink_box(painter, args, text))
        room = QRectF(0, 0, device.width(), device.height())
        if not isinstance(device, QWidget):
            room.setSize(room.size() / device.devicePixelRatioF())
        if not room.adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(box):
            who = device.objectName() or type(device).__name__ if isinstance(device, QWidget) else "a picture"
            self.faults[f"{text!r} at {_said(box)} is beyond {who}, {_said(room)}"] = None


def _ink_box(painter: QPainter, args: tuple[Any, ...], text: str) -> QRectF:
    """Return where ``text`` is written, in the painter's own pixels: as wide as it is, as high as a digit."""
    metrics = QFontMetricsF(painter.font())
    width, cap = metrics.horizontalAdvance(text), metrics.capHeight()
    if isinstance(args[0], QPoint | QPointF):
        return QRectF(args[0].x(), args[0].y() - cap, width, cap)
    if not isinstance(args[0], QRect | QRectF):
        return QRectF(args[0], args[1] - cap, width, cap)
    room = QRectF(args[0])
    flags = next((Qt.AlignmentFlag(int(arg) & 0xFF) for arg in args[1:] if not isinstance(arg, str)), _LEFT)
    wraps = any(not isinstance(arg, str) and int(arg) & int(Qt.TextFlag.TextWordWrap) for arg in args[1:])
    if wraps:
        return metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap) | int(flags), text).adjusted(0, cap / 4, 0, 0)
    left = room.left()
    if flags & _RIGHT:
        left = room.right() - width
    elif flags & _CENTRE:
        left = room.center().x() - width / 2
    return QRectF(left, room.center().y() - cap / 2, width, cap)


def _said(box: QRectF) -> str:
    return f"{box.left():.0f},{box.top():.0f} {box.width():.0f}×{box.height():.0f}"
