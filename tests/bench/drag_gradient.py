"""A drag in Gradient: the gain of fifty layers of width 64 with five functions, the heaviest picture there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QSlider, QSpinBox, QWidget

_FUNCTIONS = ("gelu", "selu", "leaky_relu")
_DEPTH = 50


def drag(window: QMainWindow) -> Iterator[Callable[[], None]]:
    """Yield steps for ever; the lab is in view, with five functions and fifty layers."""
    menu = _child(window, QMenu, "gradientSceneMenu")
    next(action for action in menu.actions() if action.data() == "sigmoid_vanishes").trigger()
    add = _child(window, QWidget, "gradientAdd")
    for key in _FUNCTIONS:
        add.function_requested.emit(key)
    _child(window, QSpinBox, "depth").setValue(_DEPTH)
    for _ in range(10):
        QApplication.processEvents()
    slider = _child(window, QSlider, "gainSlider")
    tick, step = slider.minimum() + 1, 7
    while True:
        if not slider.minimum() < tick + step < slider.maximum():
            step = -step
        tick += step
        yield lambda value=tick: slider.setValue(value)


def _child(window: QMainWindow, kind: type, name: str) -> QWidget:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found
