"""Measures the real window, off-screen at 1920×1080: `window_probe.py PART FOLDER` prints one line of JSON."""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar, QSlider, QTableView, QToolButton, QWidget

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from resident import resident_megabytes

from core.files import Places
from core.settings import Settings
from gui.app import Application, load_heavy, make_application
from gui.widgets.curve_plot import CurvePlot
from gui.widgets.plot_canvas import PlotCanvas

SIZE = (1920, 1080)
PARAMETER = "negative_slope"
FUNCTION = "leaky_relu"
WARM_UP = 60
MOVES = 600
TURNS = 6  # ours and the peer's take turns, so that a busy moment of the machine hits both
PEER_MOVES = 120
LONG_WARM_UP = 500
LONG_MOVES = 20_000
REFERENCE_FRAMES = 200
SIDE = 1000
TIMEOUT = 60.0


class PaintCount(QObject):
    """Counts the paints of some widgets."""

    def __init__(self, widgets: list[QWidget]) -> None:
        super().__init__()
        self._index = {id(widget): i for i, widget in enumerate(widgets)}
        self.counts = [0] * len(widgets)
        self._kept = widgets
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        if event.type() == QEvent.Type.Paint:
            self.counts[self._index[id(watched)]] += 1
        return False


class Window:
    """The application with leaky ReLU in Explore."""

    def __init__(self, folder: Path) -> None:
        self.app = make_application(sys.argv[:1])
        load_heavy()
        self.application = Application(Places.below(folder), Settings(language="ko", theme="light"), remembers=False)
        self.application.window.resize(*SIZE)
        self.application.window.show()
        self.application.start()
        self.lab = self.application._labs["explore"]
        self._renders = 0
        self._count_renders()
        self.settle()
        self.lab.warm_up()
        self.lab._choose_function(FUNCTION)
        self.settle()
        self.plots = PaintCount([self.viewport("curvePlot"), self.viewport("slopePlot")])
        slider = self.application.window.findChild(QSlider, f"param_{PARAMETER}_slider")
        assert slider is not None
        self.slider = slider

    def settle(self, seconds: float = 0.3) -> None:
        """Let everything that is under way come to rest."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self.app.processEvents()

    def move(self, tick: int) -> tuple[float, float]:
        """Move the slider; return the seconds until both plots are painted, and until everything on screen is."""
        renders, (curve, slope) = self._renders, self.plots.counts
        before = time.perf_counter()
        self.slider.setValue(tick)
        self._until(lambda: self._renders > renders)
        self._until(lambda: self.plots.counts[0] > curve and self.plots.counts[1] > slope)
        plots = time.perf_counter() - before
        self._until(lambda: self.lab.is_complete)
        self.app.processEvents()  # what painting has put off
        return plots, time.perf_counter() - before

    def ticks(self) -> Iterator[int]:
        """Positions of the slider, there and back for ever."""
        span = self.slider.maximum() - 2
        at = 0
        while True:
            at = (at + 7) % (2 * span)
            yield 1 + (at if at < span else 2 * span - at)

    def child(self, kind: type, name: str) -> QWidget:
        """Return the widget called ``name``."""
        found = self.application.window.findChild(kind, name)
        assert found is not None, name
        return found

    def paste(self, text: str) -> float:
        """Press the paste button with ``text`` on the clipboard; return the seconds until the tensor is shown."""
        QGuiApplication.clipboard().setText(text)
        output = self.child(QTableView, "outputTensor")
        renders = self._renders
        before = time.perf_counter()
        self.child(QToolButton, "pasteButton").click()
        self._until(lambda: self._renders > renders and self.lab.is_complete)
        painted = PaintCount([output.viewport()])
        self._until(lambda: painted.counts[0] > 0)
        self.app.processEvents()
        taken = time.perf_counter() - before
        assert self.lab._result.outputs.size == SIDE * SIDE
        return taken

    def scroll(self, table: QAbstractScrollArea, bar: QScrollBar, steps: int) -> list[float]:
        """Return the seconds of each of ``steps`` scrolls, from the bar's move to painted cells."""
        painted, times = PaintCount([table.viewport()]), []
        for at in np.linspace(bar.minimum() + 1, bar.maximum(), steps).astype(int):
            count, before = painted.counts[0], time.perf_counter()
            bar.setValue(int(at))
            self._until(lambda count=count: painted.counts[0] > count)
            times.append(time.perf_counter() - before)
        return times

    def _until(self, done: Callable[[], bool]) -> None:
        end = time.perf_counter() + TIMEOUT
        while not done():
            self.app.processEvents()
            assert time.perf_counter() < end, "nothing was painted"

    def _count_renders(self) -> None:
        render = self.lab.render

        def counted(result: object) -> None:
            render(result)
            self._renders += 1

        self.lab.render = counted

    def viewport(self, name: str) -> QWidget:
        """Return what the plot called ``name`` is painted on."""
        return self.child(CurvePlot, name).findChild(PlotCanvas)


def frames(window: Window) -> dict[str, float]:
    """Slider moves and Matplotlib's redraws, in turn."""
    from peer import MatplotlibPlots

    ticks = window.ticks()
    own, whole, peers, plots = [], [], [], []
    for tick in islice(ticks, WARM_UP):
        window.move(tick)
    peer = MatplotlibPlots(window.app, SIZE)
    peer.times(np.linspace(0, 1, 5))
    for _ in range(TURNS):
        window.settle(0.05)
        moves = [window.move(tick) for tick in islice(ticks, MOVES // TURNS)]
        own += [plots_painted for plots_painted, _ in moves]
        whole += [all_painted for _, all_painted in moves]
        peers += peer.times(np.linspace(0.01, 0.99, PEER_MOVES // TURNS))
        plots += [_plots_alone(window) for _ in range(PEER_MOVES // TURNS)]
    half, most = (lambda times: 1e3 * float(np.percentile(times, 50))), (lambda t: 1e3 * float(np.percentile(t, 99)))
    return {
        "p50": half(own),
        "p99": most(own),
        "whole_p50": half(whole),
        "whole_p99": most(whole),
        "peer_p50": half(peers),
        "peer_p99": most(peers),
        "plots_p50": half(plots),
    }


def _plots_alone(window: Window) -> float:
    """Hand both plots a new curve and paint them: what is left when nothing else of the window changes."""
    total = 0.0
    for name in ("curvePlot", "slopePlot"):
        plot = window.child(CurvePlot, name)
        line = plot.view.series[0]
        changed = replace(plot.view, series=(replace(line, y=line.y.copy()),))
        before = time.perf_counter()
        plot.show(changed)
        window.viewport(name).repaint()
        total += time.perf_counter() - before
    return total


def tensor(window: Window) -> dict[str, float]:
    """A thousand rows of a thousand numbers, as a spreadsheet puts them on the clipboard."""
    pasted = []
    for seed in range(3):
        numbers = np.random.default_rng(seed).normal(size=(SIDE, SIDE))
        pasted.append(window.paste("\n".join("\t".join(f"{v:.4f}" for v in row) for row in numbers)))
        window.settle()
    times: list[float] = []
    for name in ("inputTensor", "outputTensor"):
        table = window.child(QTableView, name)
        for bar in (table.verticalScrollBar(), table.horizontalScrollBar()):
            times += window.scroll(table, bar, 150)
    middle, most = (1e3 * float(np.percentile(times, q)) for q in (50, 99))
    return {"paste": float(np.median(pasted)), "scroll_p50": middle, "scroll_p99": most}


def references(window: Window) -> dict[str, float]:
    """Whole frames, counted once everything that is kept from frame to frame exists."""
    ticks = window.ticks()
    for tick in islice(ticks, REFERENCE_FRAMES):
        window.move(tick)
    gc.collect()
    before = sys.getrefcount(None)
    for tick in islice(ticks, REFERENCE_FRAMES):
        window.move(tick)
    gc.collect()
    return {"lost": max(0, before - sys.getrefcount(None))}


def growth(window: Window) -> dict[str, float]:
    """Resident memory over many moves."""
    ticks = window.ticks()
    for tick in islice(ticks, LONG_WARM_UP):
        window.move(tick)
    gc.collect()
    before = resident_megabytes()
    for tick in islice(ticks, LONG_MOVES):
        window.move(tick)
    gc.collect()
    return {"growth": resident_megabytes() - before}


if __name__ == "__main__":
    measure = {"frames": frames, "tensor": tensor, "references": references, "growth": growth}[sys.argv[1]]
    print(json.dumps(measure(Window(Path(sys.argv[2])))), flush=True)
    os._exit(0)
