"""What a long run leaves behind: memory, objects, threads, references to None, and faults."""

from __future__ import annotations

import ctypes
import gc
import os
import statistics
import sys
import threading
import weakref
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QPixmapCache
from PySide6.QtWidgets import QApplication

from tests.bench.resident import resident_megabytes

# The off-screen platform says so whenever a window with a smallest size is shown.
_NO_FAULT = ("This plugin does not support",)


@dataclass(frozen=True, slots=True)
class Sample:
    """One look at the process, after everything that can go has gone."""

    megabytes: float
    objects: int
    widgets: int
    threads: tuple[str, ...]
    none_references: int
    kinds: Counter[str] = field(repr=False)
    from_files: float = 0.0  # of the megabytes

    @classmethod
    def now(cls) -> Sample:
        """Look at this process."""
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QPixmapCache.clear()
        for _ in range(3):
            gc.collect()
        _give_back()
        objects = gc.get_objects()
        kinds = Counter(type(one).__name__ for one in objects)
        return cls(
            resident_megabytes(),
            len(objects),
            len(QApplication.allWidgets()),
            tuple(sorted(thread.name for thread in threading.enumerate())),
            sys.getrefcount(None),
            kinds,
            _from_files(),
        )


def _from_files() -> float:
    """Return the MB that are pages of files, as far as the system tells."""
    if not sys.platform.startswith("linux"):
        return 0.0
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[2]) * os.sysconf("SC_PAGE_SIZE") / 2**20


Look = tuple[float, Sample]


def typical(looks: Sequence[Look]) -> float:
    """Return the memory of some looks, in MB: their median."""
    return statistics.median(sample.megabytes for _, sample in looks)


def slope(looks: Sequence[Look]) -> float:
    """Return by how many MB an hour memory grows from look to look: the straight line that fits best.

    A look is (seconds, sample). Nothing can be told from one.
    """
    if len(looks) < 2:
        return 0.0
    return 3600 * statistics.linear_regression([at for at, _ in looks], [s.megabytes for _, s in looks]).slope


def _give_back() -> None:
    """Have the C library return what it holds free; elsewhere than on Linux it does so by itself."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).malloc_trim(0)


class Faults:
    """Hears what Qt complains of and what no slot caught; each is kept with what the user was doing.

    ``tell`` is called with each as soon as it is found.
    """

    def __init__(self, tell: Callable[[str], None] | None = None) -> None:
        self.found: list[str] = []
        self._tell = tell
        self.doing = ""
        self._handler: object = None
        self._hook = sys.excepthook

    def listen(self) -> None:
        """Begin."""
        heard = weakref.ref(self)

        def hear(kind: QtMsgType, _context: object, message: str) -> None:
            faults = heard()
            if faults is not None and kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg):
                faults.note(f"Qt: {message}")

        self._handler = qInstallMessageHandler(hear)
        sys.excepthook = self._uncaught
        threading.excepthook = lambda args: self.note(f"{args.exc_type.__name__} in a thread: {args.exc_value}")

    def stop(self) -> None:
        """End."""
        qInstallMessageHandler(self._handler)
        sys.excepthook = self._hook
        threading.excepthook = threading.__excepthook__

    def note(self, fault: str) -> None:
        """Keep a fault."""
        if not any(part in fault for part in _NO_FAULT):
            self.found.append(f"while {self.doing}: {fault}")
            if self._tell is not None:
                self._tell(self.found[-1])

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: object) -> None:
        import traceback

        self.note("".join(traceback.format_exception(kind, error, trace)))  # type: ignore[arg-type]
