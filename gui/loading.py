"""What is slow to import, on a thread of its own, so that the shell is on screen meanwhile."""

from __future__ import annotations

import builtins
import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from PySide6.QtCore import QObject, Signal

from core.pytorch_import import told_if_not_loaded
from core.text import UserError
from gui.crash import report_of


class Loader(QObject):
    """Imports PyTorch, the core and the plots behind the window."""

    loaded = Signal()
    # What to say, a UserError, and the report for whoever mends it.
    failed = Signal(object, str)

    def start(self) -> None:
        """Begin importing."""
        threading.Thread(target=self._load, name="loader", daemon=True).start()

    def _load(self) -> None:
        try:
            load_heavy()
        except UserError as error:
            cause = error.__cause__ or error
            self.failed.emit(error, report_of(type(cause), cause, cause.__traceback__))
            return
        self.loaded.emit()


@cache
def load_heavy() -> None:
    """Import PyTorch, the core and the plots, once. Raises UserError.

    PyTorch computes on one thread: its own pool makes small work slower.
    """
    with told_if_not_loaded(), _quick_imports():
        import torch

        torch.set_num_threads(1)
        import gui.bridge
        import gui.document
        import gui.export_commands
        import gui.file_commands
        import gui.labs.explore.lab
        import gui.last_screen
        import gui.number_files  # noqa: F401


def load_lessons() -> None:
    """Read the lessons that come with the program on a thread of their own; once read, they stay."""
    from core.lessons.library import built_in

    threading.Thread(target=built_in, name="lessons", daemon=True).start()


@contextmanager
def _quick_imports() -> Iterator[None]:
    """Make some thousand imports cost a sixth less.

    They make objects that stay, which the garbage collector would walk again and again, and PySide looks at every
    import statement in search of its feature switches, which nothing here uses.
    """
    hooked = builtins.__import__
    builtins.__import__ = getattr(builtins, "__orig_import__", hooked)
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        builtins.__import__ = hooked
        # What is loaded stays until the end: the collector need not look at it again in the middle of a lesson.
        gc.freeze()
        if collects:
            gc.enable()
