"""Python's garbage collector, kept to the window's thread."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1000


class Collector(QObject):
    """Collects cycles now and then, and here only.

    Python collects on whichever thread happens to allocate. A widget that is part of a cycle would then be destroyed on
    the thread that saves or trains, which takes the program down with it.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(collect_if_due)
        self._timer.start(EVERY_MS)


def collect_if_due() -> int:
    """Collect the oldest generation that is due by Python's own thresholds; return which, -1 for none."""
    due = [generation for generation in range(3) if gc.get_count()[generation] > gc.get_threshold()[generation]]
    if due:
        gc.collect(due[-1])
    return due[-1] if due else -1
