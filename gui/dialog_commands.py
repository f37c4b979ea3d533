"""Windows that ask or tell one thing, each made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from core.files import Places
from core.text import UserError
from gui.dialogs.opening import open_over_window
from gui.looks import Looks
from gui.main_window import MainWindow

if TYPE_CHECKING:
    from core.store import Store
    from gui.dialogs.guide import GuideDialog
    from gui.dialogs.history import HistoryDialog
    from gui.lesson_commands import LessonCommands


class DialogCommands:
    """Opens the dialogs over the window. Those that need the state take it, or come after ``use``.

    ``visit`` brings a lab into view.
    """

    def __init__(self, window: MainWindow, looks: Looks, visit: Callable[[str], None], places: Places) -> None:
        self._window, self._looks, self._visit, self._places = window, looks, visit, places
        self._store: Store | None = None
        self._lessons: LessonCommands | None = None
        self._history: HistoryDialog | None = None
        self._guide: GuideDialog | None = None
        looks.words_changed.connect(self._show_words)

    def use(self, store: Store, lessons: LessonCommands) -> None:
        """Read from ``store`` from now on."""
        self._store, self._lessons = store, lessons

    def show_preferences(self) -> None:
        """Show the preferences; they take effect at once."""
        from gui.dialogs.preferences import PreferencesDialog

        looks = self._looks
        dialog = PreferencesDialog(looks.words, looks.theme, looks.settings, self._window)
        dialog.settings_requested.connect(looks.change)
        dialog.settings_requested.connect(lambda _: dialog.show_settings(looks.words, looks.settings))
        open_over_window(dialog)

    def show_shortcuts(self) -> None:
        """Show every command and its keys."""
        from gui.dialogs.shortcuts import ShortcutsDialog

        open_over_window(ShortcutsDialog(self._looks.words, self._window))

    def show_guide(self) -> None:
        """Show the teacher's guide, beside the work."""
        from gui.dialogs.guide import GuideDialog

        if self._guide is None:
            try:
                self._guide = GuideDialog(self._looks.words, self._window)
            except UserError as error:
                self._window.notify_error(error)
                return
            self._guide.finished.connect(self._window.activateWindow)
        self._guide.show()
        self._guide.raise_()
        self._guide.activateWindow()

    def show_tour(self) -> None:
        """Show the notes of the first start, beside the parts of Explore."""
        from gui.tour import Tour

        if self._store is not None and self._window.findChild(Tour) is None:
            self._visit("explore")
            Tour(self._looks.words, self._looks.theme, self._window, self._toured)

    def offer_tour(self) -> None:
        """Show the tour to whoever has not seen it."""
        if not self._looks.settings.toured:
            self.show_tour()

    def show_history(self) -> None:
        """Show what undo can take back, beside the work."""
        from gui.dialogs.history import HistoryDialog

        assert self._store is not None
        if self._history is None:
            self._history = HistoryDialog(self._looks.words, self._store, self._window)
            self._history.finished.connect(self._window.activateWindow)
        self._history.show_steps()
        self._history.show()
        self._history.raise_()
        self._history.activateWindow()

    def follow_history(self) -> None:
        """Show the history as it is now, if it is open."""
        if self._history is not None and self._history.isVisible():
            self._history.show_steps()

    def show_palette(self) -> None:
        """Let the person find a function, a lab, a lesson or a command by typing."""
        from gui.dialogs.command_palette import CommandPalette
        from gui.palette_entries import palette_entries

        assert self._store is not None
        assert self._lessons is not None
        entries = palette_entries(self._looks.words, self._window, self._store, self._visit, self._lessons)
        open_over_window(CommandPalette(self._looks.words, entries, self._window))

    def show_about(self) -> None:
        """Show what this program is, its versions and licences."""
        from gui.dialogs.about import AboutDialog

        open_over_window(AboutDialog(self._looks.words, self._places, self._window))

    def show_crash(self, report: str, count: int, is_saved: bool) -> None:
        """Show the report of a fault in one dialog, however many there are.

        One that comes back after it was shown does not open the dialog again: nobody could work any more.
        """
        from gui.dialogs.report import ReportDialog

        words = self._looks.words
        shown = self._window.findChild(ReportDialog)
        if shown is not None and shown.isVisible():
            shown.show_again(count) if count > 1 else shown.add(report)
        elif count > 1:
            self._window.notify(lambda words: words("crash.again", count=count), is_error=True)
        else:
            text = words("crash.text" if is_saved else "crash.text_unsaved", log=self._places.log)
            open_over_window(ReportDialog(words, words("crash.title"), text, report, self._window))

    def show_not_loaded(self, error: UserError, report: str) -> None:
        """Show what to do when there can be no labs, with the report."""
        from gui.dialogs.report import ReportDialog

        words = self._looks.words
        text = f"{error.said_in(words.lang)}\n\n{words('crash.log', log=self._places.log)}"
        open_over_window(ReportDialog(words, words("window.not_loaded_title"), text, report, self._window))

    def _toured(self) -> None:
        self._looks.remember(msgspec.structs.replace(self._looks.settings, toured=True))

    def _show_words(self) -> None:
        if self._history is not None:
            self._history.set_words(self._looks.words)
        if self._guide is not None:
            self._guide.set_words(self._looks.words)
