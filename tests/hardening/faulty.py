"""A program in which something raises: the hooks as ``main.py`` sets them, the log, and the report on screen."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from core.files import Places
from gui.app import Application
from gui.crash import LOG, CrashHook, start_log
from gui.dialogs.report import ReportDialog


@contextmanager
def hooked(application: Application, folder: Path) -> Iterator[Path]:
    """Install hooks and log as the program does; yield the file of the log."""
    log = Places.below(folder).log
    before, raising, spreads = list(LOG.handlers), logging.raiseExceptions, LOG.propagate
    with pytest.MonkeyPatch.context() as patch:
        for holder, name in ((sys, "excepthook"), (threading, "excepthook"), (sys, "unraisablehook")):
            patch.setattr(holder, name, getattr(holder, name))
        start_log(log)
        hook = CrashHook(application.save_work, application.dialogs.show_crash)
        hook.install()
        yield log
    for handler in set(LOG.handlers) - set(before):
        handler.close()
        LOG.removeHandler(handler)
    logging.raiseExceptions, LOG.propagate = raising, spreads


def reports() -> list[ReportDialog]:
    """Return every report that is on screen."""
    return [top for top in QApplication.topLevelWidgets() if isinstance(top, ReportDialog) and top.isVisible()]


def live(milliseconds: int) -> None:
    """Let the event loop run as the program's does: what a paint raises goes to the hook, not to whoever asked."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
