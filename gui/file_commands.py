"""Open, save, and the question before a loss: what a person does with session files."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from core import session
from core.files import Fingerprint
from core.text import UserError, shown
from gui.composing import finish_composing
from gui.dialogs.saving import ask, ask_where_to_save, fit
from gui.document import Document
from gui.first_view import is_lesson
from gui.lesson_commands import LessonCommands
from gui.looks import Looks
from gui.main_window import MainWindow
from gui.number_files import NumberFiles, is_numbers


class FileCommands:
    """Asks in dialogs, acts on the document, tells in the window.

    ``opened`` is called when another session is on screen; what is a lesson is left to ``lessons``, a table of numbers
    to ``numbers``.
    """

    def __init__(
        self,
        document: Document,
        window: MainWindow,
        looks: Looks,
        lessons: LessonCommands,
        numbers: NumberFiles,
        opened: Callable[[], None],
    ) -> None:
        self._document, self._window, self._looks, self._opened = document, window, looks, opened
        self._lessons, self._numbers = lessons, numbers

    def open(self, path: Path, at_start: bool = False) -> bool:
        """Open a session file, a lesson or numbers and return True; on a fault say what it is and keep the screen.

        Work that has no name is kept in a file of its own.
        """
        if is_lesson(path) or is_numbers(path):
            return (self._lessons.open if is_lesson(path) else self._numbers.open)(path)
        try:
            on_disk = Fingerprint.of(path)
            state = session.load(path)
        except UserError as error:
            self._window.notify_error(error)
            return False
        kept = self._keep_before(path)
        if kept is None:
            return False
        self._document.show(path, state, on_disk)
        for file in (*kept, path):
            self._looks.remember(self._looks.settings.with_recent(_absolute(file)))
        self._opened()
        if kept and not at_start:
            self._window.notify(lambda words: words("window.screen_before", name=path.name, kept=kept[0].name))
        return True

    def open_several(self, paths: Sequence[Path]) -> None:
        """Open what goes together: one session, every lesson, one table of numbers; say which, and how to open others.

        The numbers come last: they go into what the session or the lesson has set up.
        """
        lessons = [path for path in paths if is_lesson(path)]
        numbers = [path for path in paths if is_numbers(path) and path not in lessons]
        others = [path for path in paths if path not in lessons and path not in numbers]
        sessions = sorted(others, key=lambda path: path.suffix.lower() != session.SUFFIX)
        if sessions and not self.may_leave():
            return
        asked = [*sessions[:1], *lessons, *numbers[:1]]
        opened = [path for path in asked if self.open(path)]
        left = [*sessions[1:], *numbers[1:]]
        settings = self._looks.settings
        for path in reversed(left):
            settings = settings.with_recent(_absolute(path))
        if left:
            self._looks.remember(settings)
        id = "window.several_left" if left and opened else "window.none_opened" if left else "window.several_opened"
        if left or opened:
            self._window.notify(lambda words: words(id, opened=_listed(opened), left=_listed(left)))

    def _keep_before(self, path: Path) -> tuple[Path, ...] | None:
        """Return the file that keeps the work on screen, none where it needs none, None if ``path`` is not to open."""
        try:
            file = self._document.keep_before_opening()
        except UserError as error:
            words = self._looks.words
            asked = words("window.ask_open_unkept", reason=error, name=path.name)
            answers = [words("window.save_elsewhere"), words("window.open_anyway")]
            answer = ask(self._window, words("window.title"), asked, answers, words("export.cancel"))
            return () if answer == 1 or (answer == 0 and self.ask_save()) else None
        return () if file is None else (file,)

    def open_quietly(self, path: Path) -> None:
        """Open a session file or a lesson. Raises UserError."""
        if is_lesson(path):
            self._lessons.open_quietly(path)
        else:
            self._document.open(path)
            self._opened()

    def open_if_may_leave(self, path: Path) -> None:
        """Open a file; before another session, the person may rather keep unsaved changes."""
        if is_lesson(path) or is_numbers(path) or self.may_leave():
            self.open(path)

    def ask_open(self) -> None:
        """Let the person choose a file."""
        words = self._looks.words
        name, _ = QFileDialog.getOpenFileName(
            self._window, words("action.open"), self._folder(), words("window.open_filter")
        )
        self._window.activateWindow()
        if name:
            self.open_if_may_leave(Path(name))

    def save(self) -> bool:
        """Save to the open file, or ask for one; return whether it was saved."""
        path = self._document.path
        if path is None:
            return self.ask_save()
        if not self._document.is_changed_elsewhere():
            return self._save_to(path)
        words = self._looks.words
        asked = words("window.ask_changed", name=path.name, folder=path.absolute().parent)
        answers = [words("window.overwrite"), words("window.save_elsewhere")]
        answer = ask(self._window, words("window.title"), asked, answers, words("export.cancel"))
        return (answer == 0 and self._save_to(path)) or (answer == 1 and self.ask_save())

    def ask_save(self) -> bool:
        """Let the person choose where to save; return whether it was saved."""
        words = self._looks.words
        path = ask_where_to_save(
            self._window,
            words,
            words("action.save_as"),
            self._folder(),
            words("window.session_filter"),
            session.SUFFIX,
        )
        return path is not None and self._save_to(path)

    def may_leave(self) -> bool:
        """Ask before changes to a named file are lost; return whether to go on."""
        if not self._document.is_unsaved:
            return True
        buttons = QMessageBox.StandardButton
        words = self._looks.words
        box = QMessageBox(self._window)
        box.setWindowTitle(words("window.title"))
        assert self._document.path is not None
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(words("window.ask_save", name=self._document.path.name))
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        fit(box)
        chosen = box.exec()
        return chosen == buttons.Discard or (chosen == buttons.Save and self.save())

    def may_close(self) -> bool:
        """Write the last screen; where that fails and nobody knows, ask before the work is lost."""
        error = self._document.save_now()
        if error is None or self._document.path is not None:
            return True
        words = self._looks.words
        asked = words("window.ask_close_unkept", reason=error)
        answers = [words("window.save_elsewhere"), words("window.close_anyway")]
        answer = ask(self._window, words("window.title"), asked, answers, words("export.cancel"))
        return answer == 1 or (answer == 0 and self.ask_save())

    def _save_to(self, path: Path) -> bool:
        finish_composing()
        try:
            self._document.save(path)
        except UserError as error:
            self._window.notify_error(error)
            words = self._looks.words
            said, answers = error.said_in(words.lang), [words("window.save_elsewhere")]
            # A stick that was pulled out, a folder that somebody else has removed: elsewhere there is room.
            answer = ask(self._window, words("window.title"), said, answers, words("export.cancel"))
            return answer == 0 and self.ask_save()
        self._looks.remember(self._looks.settings.with_recent(_absolute(path)))
        self._window.notify(lambda words: words("window.saved", name=path.name))
        return True

    def _folder(self) -> str:
        recent = self._looks.settings.recent
        return str(Path(recent[0]).parent) if recent else str(Path.home())


def _listed(paths: Sequence[Path]) -> str:
    return ", ".join(f"'{shown(path.name)}'" for path in paths)


def _absolute(path: Path) -> Path:
    """Return the path that finds a file from any folder; links are followed as far as they lead somewhere."""
    return Path(os.path.realpath(path))
