"""A fault of the program: the work is saved, the report is logged and shown, the app goes on."""

from __future__ import annotations

import logging
import logging.handlers
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

LOG = logging.getLogger("activation_lab")
LOG_BYTES = 512 * 1024


def start_log(path: Path) -> None:
    """Write the log to ``path``, at most two files of 512 kB; without a writable folder there is none."""
    LOG.setLevel(logging.INFO)
    # A full disk is told in the window; the log need not complain of itself on the console.
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


class CrashHook:
    """Catches what nobody caught, in any thread and any slot."""

    def __init__(self, save_work: Callable[[], None], show_report: Callable[[str], None]) -> None:
        self._save_work = save_work
        self._show_report = show_report
        self._reporting = False

    def install(self) -> None:
        """Take over ``sys.excepthook`` and ``threading.excepthook``."""
        sys.excepthook = self.caught
        threading.excepthook = lambda args: LOG.error(
            "in thread %s\n%s",
            args.thread.name if args.thread else "?",
            "".join(traceback.format_exception(args.exc_type, args.exc_value, args.exc_traceback)),
        )

    def caught(self, type_: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Save, log and show one fault. A fault inside the report is only logged."""
        if issubclass(type_, KeyboardInterrupt):
            sys.__excepthook__(type_, error, trace)
            return
        report = report_of(type_, error, trace)
        LOG.error("%s", report)
        if self._reporting:
            return
        self._reporting = True
        try:
            self._save_work()
            self._show_report(report)
        finally:
            self._reporting = False


def report_of(type_: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """Return what a person can send: versions and the traceback; nothing that was typed."""
    head = f"Python {platform.python_version()}, {platform.platform()}"
    return head + "\n\n" + "".join(traceback.format_exception(type_, error, trace))
