"""Garbage with widgets in it is collected on the window's thread, never on one that works behind it."""

from __future__ import annotations

import gc
import threading

from PySide6.QtCore import QObject
from PySide6.QtTest import QTest

from gui.app import Application
from gui.collector import EVERY_MS, collect_if_due


class Told:
    """Notes on which thread it goes away; part of a cycle, as a lambda in a widget makes one."""

    def __init__(self, seen: list[threading.Thread]) -> None:
        self.seen, self.itself = seen, self

    def __del__(self) -> None:
        self.seen.append(threading.current_thread())


def make_garbage(seen: list[threading.Thread]) -> None:
    for _ in range(20_000):
        Told(seen)


def test_a_thread_that_makes_much_garbage_collects_none_of_it(application: Application) -> None:
    seen: list[threading.Thread] = []
    worker = threading.Thread(target=make_garbage, args=(seen,))
    worker.start()
    worker.join()
    assert seen == []
    QTest.qWait(2 * EVERY_MS)
    assert len(seen) == 20_000
    assert set(seen) == {threading.main_thread()}


def test_only_what_is_due_is_collected(application: Application) -> None:
    gc.collect()
    assert collect_if_due() == -1
    kept = [QObject() for _ in range(gc.get_threshold()[0] + 10)]
    assert collect_if_due() >= 0
    assert len(kept) > 0
