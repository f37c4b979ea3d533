"""Open, save, and the question before a loss: what a person does with session files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox

from core.session import SUFFIX
from core.text import UserError
from gui.document import Document
from gui.first_view import is_lesson
from gui.lesson_commands import LessonCommands
from gui.looks import Looks
from gui.main_window import MainWindow


class FileCommands:
    """Asks in dialogs, acts on the document, tells in the window.

    ``opened`` is called when another session is on screen; what is a lesson is left to ``lessons``.
    """

    def __init__(
        self,
        document: Document,
        window: MainWindow,
        looks: Looks,
        lessons: LessonCommands,
        opened: Callable[[], None],
    ) -> None:
        self._document, self._window, self._looks, self._opened = document, window, looks, opened
        self._lessons = lessons

    def open(self, path: Path) -> None:
        """Open a session file or a lesson; on a fault say what it is and keep the screen."""
        if is_lesson(path):
            self._lessons.open(path)
            return
        try:
            self._document.open(path)
        except UserError as error:
            self._window.notify_error(error)
            return
        self._looks.remember(self._looks.settings.with_recent(path.resolve()))
        self._opened()

    def open_quietly(self, path: Path) -> None:
        """Open a session file or a lesson. Raises UserError."""
        if is_lesson(path):
            self._lessons.open_quietly(path)
        else:
            self._document.open(path)
            self._opened()

    def open_if_may_leave(self, path: Path) -> None:
        """Open a file; before another session, the person may rather keep unsaved changes."""
        if is_lesson(path) or self.may_leave():
            self.open(path)

    def ask_open(self) -> None:
        """Let the person choose a session file."""
        if not self.may_leave():
            return
        words = self._looks.words
        name, _ = QFileDialog.getOpenFileName(
            self._window, words("action.open"), self._folder(), words("window.session_filter")
        )
        if name:
            self.open(Path(name))

    def save(self) -> bool:
        """Save to the open file, or ask for one; return whether it was saved."""
        if self._document.path is None:
            return self.ask_save()
        return self._save_to(self._document.path)

    def ask_save(self) -> bool:
        """Let the person choose where to save; return whether it was saved."""
        QGuiApplication.inputMethod().commit()
        words = self._looks.words
        name, _ = QFileDialog.getSaveFileName(
            self._window, words("action.save_as"), self._folder(), words("window.session_filter")
        )
        return bool(name) and self._save_to(Path(name))

    def may_leave(self) -> bool:
        """Ask before changes to a named file are lost; return whether to go on."""
        if not self._document.is_unsaved:
            return True
        buttons = QMessageBox.StandardButton
        words = self._looks.words
        box = QMessageBox(self._window)
        box.setWindowTitle(words("window.title"))
        assert self._document.path is not None
        box.setText(words("window.ask_save", name=self._document.path.name))
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        chosen = box.exec()
        return chosen == buttons.Discard or (chosen == buttons.Save and self.save())

    def _save_to(self, path: Path) -> bool:
        QGuiApplication.inputMethod().commit()
        path = path if path.suffix else path.with_suffix(SUFFIX)
        try:
            self._document.save(path)
        except UserError as error:
            self._window.notify_error(error)
            return False
        self._looks.remember(self._looks.settings.with_recent(path.resolve()))
        self._window.notify(lambda words: words("window.saved", name=path.name))
        return True

    def _folder(self) -> str:
        recent = self._looks.settings.recent
        return str(Path(recent[0]).parent) if recent else str(Path.home())
