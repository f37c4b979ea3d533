"""Steps of a drag in the Neuron lab, for the benchmark: a weight's edge with the mouse, all five inputs in view."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QPushButton

from gui.labs.neuron.diagram import NeuronDiagram

_REACH = 90  # pixels up and down: weights from about −11 steps to +11 steps
_STEP = 9  # more than one step of the weight, so that every move changes it


def drag(window: QMainWindow) -> Iterator[Callable[[], None]]:
    """Take the edge of w₁ and move it up and down for ever; the lab is in view."""
    count = window.findChild(QPushButton, "count_5")
    diagram = window.findChild(NeuronDiagram, "neuronDiagram")
    assert count is not None
    assert diagram is not None
    count.click()
    QTest.qWait(300)
    begin, _, _ = diagram.places().edge(0)
    place = diagram.mapTo(window, (begin.toPoint() + QPoint(6, 0)))
    handle = window.windowHandle()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    at, way = 0, _STEP

    def move() -> None:
        QTest.mouseMove(handle, place + QPoint(0, at))

    while True:
        if not -_REACH <= at + way <= _REACH:
            way = -way
        at += way
        yield move
