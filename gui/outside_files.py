"""Files that come from outside of the window: dropped onto it, or given to a second start of the program."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from gui.file_drops import FileDrops
from gui.main_window import MainWindow

if TYPE_CHECKING:  # The shell is there before PyTorch, which files lead to.
    from gui.file_commands import FileCommands

ASKING_MS = 300


class OutsideFiles(QObject):
    """Opens them as soon as there is something to open them in, and nothing else is being asked."""

    def __init__(self, window: MainWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._files: FileCommands | None = None
        self._waiting: list[Path] = []
        FileDrops(window).dropped.connect(self.open)

    def wait_with(self, path: Path | None) -> None:
        """Open ``path`` first of all, None for nothing."""
        self._waiting = [] if path is None else [path]

    def use(self, files: FileCommands) -> None:
        """Open what has come so far, and from now on whatever comes."""
        self._files, waiting, self._waiting = files, self._waiting, []
        if len(waiting) == 1:
            files.open(waiting[0], at_start=True)
        elif waiting:
            files.open_several(waiting)

    def come_forward(self, to_open: str) -> None:
        """Come to the front for a second start of the program, and open the file it was given, "" for none."""
        window = self._window
        window.setWindowState((window.windowState() & ~Qt.WindowState.WindowMinimized) | Qt.WindowState.WindowActive)
        window.show()
        window.raise_()
        window.activateWindow()
        if to_open:
            self.open([Path(to_open)])

    def open(self, paths: Sequence[Path]) -> None:
        """Open files, or have them wait."""
        if self._files is None:
            self._waiting += paths
        elif QApplication.activeModalWidget() is not None:
            # Somebody is choosing where to save what is on screen: that must not become something else meanwhile.
            QTimer.singleShot(ASKING_MS, self._window, lambda: self.open(paths))
        elif len(paths) == 1:
            self._files.open_if_may_leave(paths[0])
        else:
            self._files.open_several(paths)
