"""A fault of the program: the work is saved, the fault is logged and shown, the app goes on."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import logging.handlers
import platform
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal

from core.version import VERSION, system

LOG = logging.getLogger("activation_lab")
LOG_BYTES = 512 * 1024
ROOT = str(Path(__file__).resolve().parent.parent)
# A fault that comes back within this many seconds is the same trouble, and needs no report of its own.
SAME_TROUBLE_SECONDS = 60.0
# A paint that fails fails at every frame: the work is saved, and the count is told, no more often than this.
REST_SECONDS = 0.5
_DEEPEST_CHAIN = 20


def start_log(path: Path) -> None:
    """Write the log to ``path``, at most two files of 512 kB; without a writable folder there is none."""
    LOG.setLevel(logging.INFO)
    LOG.propagate = False
    # A full disk is told in the window; the log need not complain of itself on a console that nobody sees.
    logging.raiseExceptions = False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8"
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOG.addHandler(handler)


def log_what_kills(path: Path) -> None:
    """From now on, let a fault that ends the process at once (SIGSEGV, SIGILL) write where it was into the log."""
    with contextlib.suppress(OSError):
        # Never closed: it is written to when nothing else works any more. A rotated log takes the open file along.
        faulthandler.enable(path.open("a", encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: ``report`` is shown and holds everything; ``traces``, for the log, only types and lines of code.

    A message may carry what was typed: a word that is no number, a learner's name. A log stays behind on a machine
    that others use. ``place`` tells one fault from another.
    """

    report: str
    traces: str
    place: str

    @classmethod
    def of(cls, type_: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> Fault:
        """Return the fault that an exception is."""
        error = error if error is not None else type_()
        frames = traceback.extract_tb(trace)
        place = f"{type_.__name__} {frames[-1].filename}:{frames[-1].lineno}" if frames else type_.__name__
        return cls(report_of(type_, error, trace), "\n".join(_traces(error, trace)), place)


class CrashHook(QObject):
    """Catches what nobody caught, in any thread, slot or event.

    ``save_work`` writes a copy of the work and returns whether it could. ``show`` is called on the window's thread
    with the report, how often this fault has come by now, and whether the work is saved.
    """

    _came = Signal(object)

    def __init__(
        self,
        save_work: Callable[[], bool],
        show: Callable[[str, int, bool], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._save_work, self._show, self._clock = save_work, show, clock
        self._reporting = False
        self._seen: dict[str, tuple[int, float, float]] = {}  # place -> how often, last came, last told
        self._saved_at, self._is_saved = -REST_SECONDS, True
        self._came.connect(self._report, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over the hooks of Python for what is raised in a slot, in a thread, and where nobody can catch it."""
        sys.excepthook = self.caught
        threading.excepthook = self._caught_in_thread
        sys.unraisablehook = self._unraisable

    def caught(self, type_: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Save, log and show one fault. A fault inside the report is only logged."""
        if issubclass(type_, KeyboardInterrupt):
            sys.__excepthook__(type_, error, trace)
            return
        fault = Fault.of(type_, error, trace)
        # Python keeps the last one for a debugger, and with it every widget that its lines have to do with.
        sys.last_value = sys.last_traceback = None
        if threading.current_thread() is threading.main_thread():
            self._report(fault)
        else:
            self._came.emit(fault)

    def _caught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_type is not SystemExit:
            self._came.emit(Fault.of(args.exc_type, args.exc_value, args.exc_traceback))

    def _unraisable(self, args: sys.UnraisableHookArgs) -> None:
        """Log what was raised while something went away: nothing on screen depends on it."""
        LOG.error("while cleaning up\n%s", Fault.of(args.exc_type, args.exc_value, args.exc_traceback).traces)

    def _report(self, fault: Fault) -> None:
        now = self._clock()
        count, came, told = self._seen.get(fault.place, (0, now, now - REST_SECONDS))
        count = 1 if now - came > SAME_TROUBLE_SECONDS else count + 1
        if count & (count - 1) == 0:  # 1, 2, 4, 8 …: a log of one fault over and over helps nobody
            LOG.error("%s, number %d\n%s", fault.place.replace(ROOT, "…"), count, fault.traces)
        self._seen[fault.place] = (count, now, told)
        if self._reporting or (count > 1 and now - told < REST_SECONDS):
            return
        self._seen[fault.place] = (count, now, now)
        self._reporting = True
        try:
            if now - self._saved_at >= REST_SECONDS:
                self._saved_at = now
                self._is_saved = self._save_work()
            self._show(fault.report, count, self._is_saved)
        finally:
            self._reporting = False


def report_of(type_: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """Return what a person reads and can send: versions and the traceback, without the folders of this machine."""
    head = f"Activation Lab {VERSION}, Python {platform.python_version()}, {system()}"
    return head + "\n\n" + "".join(traceback.format_exception(type_, error, trace)).replace(ROOT, "…")


def _traces(error: BaseException, trace: TracebackType | None) -> Iterator[str]:
    """Yield lines of code and types, from what came first to what nobody caught; no message of any of them."""
    chain: list[tuple[BaseException, TracebackType | None]] = [(error, trace)]
    while len(chain) < _DEEPEST_CHAIN:
        before = chain[-1][0].__cause__ or chain[-1][0].__context__
        if before is None:
            break
        chain.append((before, before.__traceback__))
    for raised, at in reversed(chain):
        yield "".join(traceback.format_tb(at)).replace(ROOT, "…").rstrip()
        name = f"{type(raised).__module__}.{type(raised).__qualname__}".removeprefix("builtins.")
        # A UserError's id is a name in the catalogue; what fills its words is not in it.
        yield f"{name} {raised.id}" if type(raised).__name__ == "UserError" else name  # type: ignore[attr-defined]
