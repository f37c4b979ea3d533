"""A drag beside a lesson: the slope of Leaky ReLU in the lab at a step whose goal is watched meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QApplication, QMainWindow, QSlider, QTabWidget, QWidget

STEP = ("leaky-relu", "alpha")


def drag(window: QMainWindow) -> Iterator[Callable[[], None]]:
    """Yield steps for ever; the Lessons lab is in view, Explore beside the text of ``STEP``."""
    stage = _child(window, QWidget, "lessonStage")
    lessons = stage.parentWidget()
    while not hasattr(lessons, "study"):
        lessons = lessons.parentWidget()
    lessons.study.go(*STEP)
    for _ in range(10):
        QApplication.processEvents()
    slider = _child(window, QSlider, "param_negative_slope_slider")
    tabs = stage.findChild(QTabWidget, "stageTabs")
    if tabs is not None:
        tabs.setCurrentIndex(next(page for page in range(tabs.count()) if tabs.widget(page).isAncestorOf(slider)))
    for _ in range(10):
        QApplication.processEvents()
    assert slider.isVisible()
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
