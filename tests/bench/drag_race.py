"""A drag in the race: the learning rate, which starts the race again at every step."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QApplication, QMainWindow, QSlider


def drag(window: QMainWindow) -> Iterator[Callable[[], None]]:
    """Yield steps for ever; the lab is in view as it is at first."""
    for _ in range(10):
        QApplication.processEvents()
    slider = window.findChild(QSlider, "param_learning_rate_slider")
    assert slider is not None
    tick = slider.minimum() + 1
    while True:
        tick = slider.minimum() + 1 if tick >= slider.maximum() - 7 else tick + 7
        yield lambda value=tick: slider.setValue(value)
