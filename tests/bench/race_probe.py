"""Measures the window while 80 networks train, off-screen at 1920×1080: `race_probe.py race FOLDER` prints one line."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QPushButton, QSlider, QWidget

from core.files import Places
from core.labs import race
from core.settings import Settings
from gui.app import Application, load_heavy, make_application

SIZE = (1920, 1080)
SECONDS = 12.0
STOPS = 12
TIMEOUT = 30.0
MORE = ("silu", "elu", "softplus", "softsign")


class Paints(QObject):
    """Counts the paints of a widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        self.count += event.type() == QEvent.Type.Paint
        return False


class Race:
    """The application with ten activations of eight seeds each."""

    def __init__(self, folder: Path) -> None:
        self.app = make_application(sys.argv[:1])
        load_heavy()
        self.application = Application(Places.below(folder), Settings(language="ko", theme="light"), remembers=False)
        self.application.window.resize(*SIZE)
        self.application.window.show()
        self.application.start()
        store = self.application.store
        own = store.state.race
        for key in MORE:
            own = race.add_entrant(own, key)
        own = race.set_pace(race.set_goal(own, "last_epoch", 0), 0.0)
        store.replace(replace(store.state, race=own))
        self.application.visit("race")
        self.lab = self.application._labs["race"]
        self._until(lambda: self.lab.shown is not None)
        self.run = self.child(QPushButton, "raceRun")

    def child(self, kind: type, name: str) -> QWidget:
        """Return the widget called ``name``."""
        found = self.application.window.findChild(kind, name)
        assert found is not None, name
        return found

    def frames(self, seconds: float) -> tuple[list[float], float]:
        """Let it run; return how long each turn of the event loop took, and the network-epochs per second."""
        turns = []
        begun, epoch = time.perf_counter(), self.lab.shown.frame.epoch
        while time.perf_counter() - begun < seconds:
            before = time.perf_counter()
            self.app.processEvents()
            taken = time.perf_counter() - before
            # A turn in which nothing happened is no frame.
            if taken > 0.0005:
                turns.append(taken)
            time.sleep(0.0005)
        done = self.lab.shown.frame.epoch - epoch
        return turns, done * self.lab.shown.plan.networks / (time.perf_counter() - begun)

    def answers(self, count: int) -> list[float]:
        """Return how long a slider takes, from a move to its own paint, while networks train."""
        slider = self.child(QSlider, "param_noise_slider")
        painted, times = Paints(slider), []
        for at in range(count):
            before, seen = time.perf_counter(), painted.count
            slider.setValue(10 + 10 * (at % 2))
            slider.update()
            self._until(lambda seen=seen: painted.count > seen)
            times.append(time.perf_counter() - before)
            self.settle(0.15)
        return times

    def stops(self, count: int) -> list[float]:
        """Return how long it takes from the click on Pause until the window shows exactly where it stopped."""
        times = []
        for _ in range(count):
            self.settle(0.4)
            before = time.perf_counter()
            self.run.click()
            self._until(lambda: self.lab.shown.at_rest)
            times.append(time.perf_counter() - before)
            assert not self.lab.runner.is_running
            self.run.click()
        return times

    def leaves(self, count: int) -> list[float]:
        """Return how long the way to another lab takes while networks train."""
        times = []
        for _ in range(count):
            self.settle(0.3)
            before = time.perf_counter()
            self.application.visit("explore")
            self.app.processEvents()
            times.append(time.perf_counter() - before)
            self.application.visit("race")
            self.settle(0.1)
            self.run.click()
        return times

    def settle(self, seconds: float) -> None:
        """Let the window live."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self.app.processEvents()
            time.sleep(0.001)

    def _until(self, done: Callable[[], bool]) -> None:
        end = time.perf_counter() + TIMEOUT
        while not done():
            self.app.processEvents()
            assert time.perf_counter() < end, "nothing happened"


def measure(folder: Path) -> dict[str, float]:
    """Return the figures."""
    running = Race(folder)
    assert running.lab.shown.plan.networks == 80
    running.run.click()
    running.settle(1.0)
    turns, speed = running.frames(SECONDS)
    answers = running.answers(20)
    running.settle(0.5)
    stops = running.stops(STOPS)
    leaves = running.leaves(6)[1:]  # the first one builds the other lab
    running.lab.runner.halt()
    return {
        "frame_p50": 1e3 * float(np.percentile(turns, 50)),
        "frame_p99": 1e3 * float(np.percentile(turns, 99)),
        "frame_max": 1e3 * max(turns),
        "speed": speed,
        "answer_p50": 1e3 * float(np.percentile(answers, 50)),
        "answer_max": 1e3 * max(answers),
        "leave_max": 1e3 * max(leaves),
        "stop_max": 1e3 * max(stops),
    }


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[2]))), flush=True)
    os._exit(0)
