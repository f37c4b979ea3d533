"""One real start, timed from the birth of the process: main.py's own path, with hooks where the pixels are."""

from __future__ import annotations

import json
import os
import sys
import time

BORN = float(os.environ["BENCH_BORN"])

import main as command_line  # noqa: E402  # the clock above comes first

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from PySide6.QtCore import QTimer  # noqa: E402

import gui.app  # noqa: E402
from gui.main_window import MainWindow  # noqa: E402

HEARTBEAT_MS = 5


class Heartbeat:
    """Notes the longest time between two beats of the event loop."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(self._timer.timerType().PreciseTimer)
        self._timer.timeout.connect(self.beat)
        self._timer.start(HEARTBEAT_MS)

    def beat(self) -> None:
        """Note how long the last beat is ago."""
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now

    def lap(self) -> float:
        """Return the longest pause since the last lap."""
        self.beat()
        longest, self.longest = self.longest, 0.0
        return longest


class Hooks:
    """Wraps the few methods at which something becomes visible."""

    def __init__(self) -> None:
        self.seen: dict[str, float] = {}
        self.heartbeat: Heartbeat | None = None
        self._shell_paint = MainWindow.paintEvent
        self._start = gui.app.Application.start
        self._painted: set[int] = set()
        hooks = self

        def paint_shell(window: MainWindow, event: object) -> None:
            hooks._shell_paint(window, event)
            if hooks.heartbeat is None:
                hooks.heartbeat = Heartbeat()
                # Behind the paint in the queue: by then the whole window is on its way to the screen.
                QTimer.singleShot(0, lambda: hooks.note("first_paint"))

        def start(application: gui.app.Application) -> None:
            assert hooks.heartbeat is not None
            hooks.seen["stall_loading"] = hooks.heartbeat.lap()
            hooks.watch_plots()
            hooks._start(application)

        MainWindow.paintEvent = paint_shell
        gui.app.Application.start = start

    def note(self, name: str) -> None:
        """Note that something is visible now, unless it was before."""
        self.seen.setdefault(name, time.perf_counter() - BORN)

    def watch_plots(self) -> None:
        """End when both plots have painted a curve."""
        from gui.widgets.plot_canvas import PlotCanvas

        paint = PlotCanvas.paintEvent

        def paint_plot(canvas: PlotCanvas, event: object) -> None:
            paint(canvas, event)
            if canvas._view is not None:
                self._painted.add(id(canvas))
            if len(self._painted) == 2:
                QTimer.singleShot(0, self.finish)

        PlotCanvas.paintEvent = paint_plot

    def finish(self) -> None:
        """Print what was seen and end at once; what follows is not part of the start."""
        if "ready" in self.seen:
            return
        self.note("ready")
        assert self.heartbeat is not None
        self.seen["stall_building"] = self.heartbeat.lap()
        QTimer.singleShot(500, self.report)

    def report(self) -> None:
        """Print; by now the formula, too, is typeset."""
        from resident import resident_megabytes

        self.seen["memory"] = resident_megabytes()
        print(json.dumps(self.seen), flush=True)
        os._exit(0)


if __name__ == "__main__":
    hooks = Hooks()
    sys.argv = ["main.py"]
    sys.exit(command_line.main(["--lang", "ko", "--theme", "light", "--fresh"]))
