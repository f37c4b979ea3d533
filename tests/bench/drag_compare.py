"""A drag in Compare: the probe that five functions share, and α of one of them, in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QSlider, QToolButton, QWidget

from gui.widgets.curve_plot import CurvePlot

_STEP = 7  # pixels
_TURN = 40  # steps of one drag before the other begins
_PARAMETER = "negative_slope"


def drag(window: QMainWindow) -> Iterator[Callable[[], None]]:
    """Yield steps for ever; the lab is in view, with the ready set of the ReLU family."""
    menu = _child(window, QMenu, "compareSetMenu")
    next(action for action in menu.actions() if action.data() == "relu_family").trigger()
    _child(window, QToolButton, "compareSample_1").click()
    for _ in range(10):
        QApplication.processEvents()
    plot = _child(window, CurvePlot, "compareCurves")
    slider = _child(window, QSlider, f"param_{_PARAMETER}_slider")
    left, right = round(plot.width() * 0.1), round(plot.width() * 0.9)
    at, tick = left, slider.minimum() + 1
    _send(plot, QEvent.Type.MouseButtonPress, plot.probe_place())
    while True:
        for _ in range(_TURN):
            at = left if at >= right else at + _STEP
            yield lambda x=at: _send(plot, QEvent.Type.MouseMove, QPointF(x, plot.height() / 2))
        for _ in range(_TURN):
            tick = slider.minimum() + 1 if tick >= slider.maximum() - 1 else tick + 1
            yield lambda value=tick: slider.setValue(value)


def _send(plot: CurvePlot, kind: QEvent.Type, place: QPointF | None) -> None:
    assert place is not None
    button = Qt.MouseButton.LeftButton
    held = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(plot, QMouseEvent(kind, place, plot.mapToGlobal(place), button, button, held))


def _child(window: QMainWindow, kind: type, name: str) -> QWidget:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found
