"""Measures a drag in the labs, off-screen at 1920×1080: `drag_probe.py drags FOLDER` prints one line of JSON.

``drag_<lab>.py`` tells how to drag in a lab: its ``drag(window)`` sets up the lab in view and yields steps for ever.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QApplication

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from core.files import Places
from core.settings import Settings
from gui.app import Application, load_heavy, make_application
from gui.lab_table import LAB_KEYS

SIZE = (1920, 1080)
WARM_UP = 100
STEPS = 600
TIMEOUT = 10.0


def labs() -> list[str]:
    """Return the labs that can be dragged in."""
    folder = Path(__file__).resolve().parent
    return [key for key in LAB_KEYS if (folder / f"drag_{key}.py").exists()]


class Dragging:
    """One lab in view, and a hand that drags in it."""

    def __init__(self, application: Application, key: str) -> None:
        self._application = application
        application.visit(key)
        self._lab = application._labs[key]
        self._renders = 0
        render = self._lab.render

        def counted(result: object) -> None:
            render(result)
            self._renders += 1

        self._lab.render = counted
        self.settle()
        self._steps = importlib.import_module(f"drag_{key}").drag(application.window)
        self.settle()

    def settle(self, seconds: float = 0.5) -> None:
        """Let everything that is under way come to rest."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            _app().processEvents()

    def times(self, count: int) -> list[float]:
        """Return the seconds of each of ``count`` steps, from the event to everything on screen painted."""
        return [self._time(step) for step in islice(self._steps, count)]

    def _time(self, step: Callable[[], None]) -> float:
        renders, before = self._renders, time.perf_counter()
        step()
        while self._renders == renders or not self._lab.is_complete:
            _app().processEvents()
            # A step that changes nothing, at the end of its way, is no step.
            if time.perf_counter() - before > TIMEOUT:
                raise AssertionError("nothing was rendered")
        _app().processEvents()
        return time.perf_counter() - before


def _app():  # type: ignore[no-untyped-def]
    # Made once: making it anew loads the fonts and styles every widget again.
    return QApplication.instance() or make_application(sys.argv[:1])


def main(folder: Path) -> dict[str, float]:
    """Return the figures of every lab."""
    _app()
    load_heavy()
    application = Application(Places.below(folder), Settings(language="ko", theme="light"), remembers=False)
    application.window.resize(*SIZE)
    application.window.show()
    application.start()
    seen = {}
    for key in labs():
        dragging = Dragging(application, key)
        dragging.times(WARM_UP)
        times = 1e3 * np.array(dragging.times(STEPS))
        seen[f"{key}_p50"], seen[f"{key}_p99"] = (float(np.percentile(times, q)) for q in (50, 99))
    return seen


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[2]))), flush=True)
    os._exit(0)
