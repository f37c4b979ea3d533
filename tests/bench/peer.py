"""The peer: the same two plots redrawn by Matplotlib's QtAgg canvas."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
from matplotlib.figure import Figure
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication

POINTS = 1000


class Canvas(FigureCanvasQTAgg):
    """Counts its paints."""

    paints = 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        super().paintEvent(event)
        self.paints += 1


class MatplotlibPlots:
    """f and f′ of leaky ReLU, one above the other, with grid, as a person would write it with Matplotlib."""

    def __init__(self, app: QApplication, size: tuple[int, int]) -> None:
        self._app = app
        self._canvas = Canvas(Figure(figsize=(size[0] / 100, size[1] / 100), dpi=100))
        self._x = np.linspace(-7.0, 7.0, POINTS)
        self._lines = []
        for axes, y_range in zip(self._canvas.figure.subplots(2), ((-7.5, 7.5), (-0.2, 1.2)), strict=True):
            axes.grid(True)
            axes.set_xlim(-7.0, 7.0)
            axes.set_ylim(*y_range)
            self._lines += axes.plot(self._x, np.zeros(POINTS), linewidth=3)
        self._canvas.resize(*size)
        self._canvas.show()
        for _ in range(5):
            app.processEvents()

    def times(self, slopes: Sequence[float]) -> list[float]:
        """Return the seconds from a new slope to painted pixels, for each."""
        return [self._time(slope) for slope in slopes]

    def _time(self, slope: float) -> float:
        before, paints = time.perf_counter(), self._canvas.paints
        self._lines[0].set_ydata(np.where(self._x > 0, self._x, slope * self._x))
        self._lines[1].set_ydata(np.where(self._x > 0, 1.0, slope))
        self._canvas.draw()
        while self._canvas.paints == paints:
            self._app.processEvents()
        return time.perf_counter() - before
