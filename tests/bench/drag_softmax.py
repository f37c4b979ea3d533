"""The Softmax lab's drag: the first logit's bar up and down under the mouse, every number following."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

REACH = 90  # pixels up and down


def drag(window: QMainWindow) -> Iterator[Callable[[], None]]:
    """Press on a logit's bar of the lab in view; yield one move of the mouse after the other, for ever."""
    bars = window.findChild(QWidget, "logitBars")
    assert bars is not None
    start = bars.bar(0).center()  # type: ignore[attr-defined]
    _send(bars, QEvent.Type.MouseButtonPress, start)
    _send(bars, QEvent.Type.MouseMove, start - QPointF(0, REACH))  # far enough to be a drag from here on
    way = [*range(REACH - 3, -REACH, -3), *range(-REACH, REACH + 1, 3)]
    for rise in cycle(way):
        yield partial(_send, bars, QEvent.Type.MouseMove, start - QPointF(0, rise))


def _send(widget: QWidget, kind: QEvent.Type, place: QPointF) -> None:
    left = Qt.MouseButton.LeftButton
    button = left if kind == QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
    event = QMouseEvent(kind, place, QPointF(widget.mapToGlobal(place)), button, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)
