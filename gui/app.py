"""The running application: the shell first, PyTorch loaded behind it, then the lab."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from core.files import Places
from core.settings import Settings, load_settings
from core.text import Lang, UserError, Words, shown
from gui import overrides
from gui.allocation import share_one_arena
from gui.collector import Collector
from gui.composing import finish_composing
from gui.crash import LOG, CrashHook, log_what_kills, start_log
from gui.dialog_commands import DialogCommands
from gui.first_view import FirstView
from gui.lab_table import LAB_KEYS, Lab
from gui.leaving import leave
from gui.loading import Loader, load_lessons
from gui.loading import load_heavy as load_heavy
from gui.looks import Looks
from gui.main_window import MainWindow
from gui.open_labs import OpenLabs
from gui.outside_files import OutsideFiles
from gui.screen_changes import ScreenChanges, first_place
from gui.second_start import SecondStarts, hand_over
from gui.stage.projection import Projection
from gui.theme import FONT_FILES, RESOURCES, Theme

if TYPE_CHECKING:
    from core.state import AppState

# Instead of the words of the command line: Qt dies of a file's name that is not UTF-8.
APP_NAME = "activation-lab"
FIRST_SIZE = (1440, 900)
# Commands that wait until there is something to act on.
NEEDS_STATE = (
    *("save", "save_as", "open", "export", "reset_lab", "reset_all", "history", "command_palette"),
    *("open_lesson", "open_lesson_folder", "make_lesson", "worksheet", "notes"),
)


def make_application(arguments: list[str]) -> QApplication:
    """Return the QApplication with the app's name, icon and fonts."""
    app = QApplication.instance()
    if app is None:
        share_one_arena()
        overrides.install()
        QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
        app = QApplication(arguments)
    assert isinstance(app, QApplication)
    app.setApplicationName(APP_NAME)
    app.setStyle("Fusion")
    app.setWindowIcon(QIcon(str(RESOURCES / "icons" / "app.svg")))
    load_fonts()
    return app


def load_fonts() -> None:
    """Make the bundled fonts known to Qt."""
    for name in FONT_FILES:
        if QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / name)) < 0:
            LOG.error("font %s not loaded", name)


class Application(QObject):
    """Holds settings, window, store and document, and runs the commands."""

    ready = Signal()

    def __init__(
        self, places: Places, settings: Settings, remembers: bool = True, lab: str = "", fresh: bool = False
    ) -> None:
        super().__init__()
        self.places, self._remembers, self._fresh = places, remembers, fresh
        self._collector = Collector(self)
        self.looks = Looks(places, settings, remembers, self)
        self.projection = Projection(self.looks, self)
        self._first_lab = self._lab_in_view = lab
        self._first_view = FirstView()
        self._labs = OpenLabs(self.words, self.theme, places)
        handlers: dict[str, Callable[[], None]] = {
            "undo": lambda: self._is_ready and self.store.undo(),
            "redo": lambda: self._is_ready and self.store.redo(),
            "history": lambda: self.dialogs.show_history(),
            "reset_lab": self.reset_lab,
            "reset_all": self.reset_all,
            "open": lambda: self.files.ask_open(),
            "save": lambda: self.files.save() and None,
            "save_as": lambda: self.files.ask_save() and None,
            "export": lambda: self.exports.show(),
            "open_lesson": lambda: self.lessons.ask_open(),
            "open_lesson_folder": lambda: self.lessons.ask_open_folder(),
            "make_lesson": lambda: self.lessons.make_lesson(),
            "worksheet": lambda: self.lessons.papers.ask_worksheet(),
            "notes": lambda: self.lessons.toggle_notes(),
            "language": self.looks.next_language,
            "theme": self.looks.next_theme,
            "full_screen": self.toggle_full_screen,
            "command_palette": lambda: self.dialogs.show_palette(),
            "preferences": lambda: self.dialogs.show_preferences(),
            "shortcuts": lambda: self.dialogs.show_shortcuts(),
            "guide": lambda: self.dialogs.show_guide(),
            "tour": lambda: self.dialogs.show_tour(),
            "about": lambda: self.dialogs.show_about(),
            "quit": lambda: self.window.close() and None,
            **self.projection.handlers(),
        }
        self._is_ready = False
        self.window = MainWindow(self.words, self.theme, LAB_KEYS, handlers)
        self.window.lab_requested.connect(self.visit)
        self.window.theme_requested.connect(self.set_theme)
        self.window.open_requested.connect(lambda path: self.files.open_if_may_leave(path))
        self.outside = OutsideFiles(self.window, self)
        self.window.may_close = self._may_close
        self.dialogs = DialogCommands(self.window, self.looks, self.visit, places)
        for id in ("undo", "redo", *NEEDS_STATE):
            self.window.actions_by_id[id].setEnabled(False)
        self.projection.attach(self.window)
        self.screens = ScreenChanges(self.window, self)
        self.screens.settled.connect(self.projection.return_to_a_screen)
        self._retitle()
        self.looks.words_changed.connect(self._show_words)
        self.looks.theme_changed.connect(self._show_theme)
        self.looks.trouble.told.connect(self.window.notify_error)
        self.looks.trouble.over.connect(self._tell_kept_again)

    @property
    def settings(self) -> Settings:
        """The preferences."""
        return self.looks.settings

    @property
    def words(self) -> Words:
        """The words in the chosen language."""
        return self.looks.words

    @property
    def theme(self) -> Theme:
        """The theme in force, at the chosen zoom."""
        return self.looks.theme

    # --- start ---

    def show_shell(self) -> None:
        """Show the window where it was last time."""
        first_place(self.window, self.settings.window, FIRST_SIZE)
        if self.settings.maximized:
            self.window.showMaximized()
        else:
            self.window.show()
        self.screens.look_soon()
        # In a kiosk no window manager gives the keyboard to the only window there is.
        self.window.activateWindow()

    def load_behind(self, to_open: Path | None = None, first_view: FirstView = FirstView()) -> None:  # noqa: B008
        """Load PyTorch on a thread, then show the lab."""
        self._first_view = first_view
        self.outside.wait_with(to_open)
        self._loader = Loader(self)
        self._loader.loaded.connect(self.start)
        self._loader.failed.connect(self._show_not_loaded)
        self._loader.start()

    def _show_not_loaded(self, error: UserError, report: str) -> None:
        LOG.error("%s", report)
        self.window.show_not_loaded(error)
        self.dialogs.show_not_loaded(error, report)

    def start(self) -> None:
        """Make store and document, bring back the last screen or the file asked for, show its lab."""
        from core.store import Store
        from gui.bridge import Bridge
        from gui.document import Document
        from gui.export_commands import ExportCommands
        from gui.file_commands import FileCommands
        from gui.last_screen import bring_back, look_after_home, tell_of_others
        from gui.lesson_commands import LessonCommands
        from gui.number_files import NumberFiles

        self.store = Store(self._first_screen())
        self._labs.use(self.store, self.window)
        tell, reads = self.window.notify_error, self._remembers and not self._fresh
        is_kept = not reads or bring_back(self.store, self.places, tell)
        self.document = Document(self.store, self.places, self._remembers and is_kept, self)
        self.document.changed.connect(self._retitle)
        self.document.trouble.told.connect(self.window.notify_error)
        self.document.trouble.over.connect(self._tell_kept_again)
        self.document.parted.connect(self._tell_parted)
        if self._remembers:
            look_after_home(self.document, self.looks, self.places, tell)
        self.lessons = LessonCommands(self._labs, self.store, self.window, self.looks, self.visit)
        self.dialogs.use(self.store, self.lessons)
        numbers = NumberFiles(self._labs, self.store, self.window, self.visit)
        self.files = FileCommands(self.document, self.window, self.looks, self.lessons, numbers, self._show_opened)
        self.exports = ExportCommands(self.window, self.looks, self.lab_shown)
        self.bridge = Bridge(self.store, self._on_state, self)
        self.projection.follow(self.store, self.bridge)
        self.store.subscribe(self._follow_lab)
        self._is_ready = True
        for id in NEEDS_STATE:
            self.window.actions_by_id[id].setEnabled(True)
        self.window.menu.show_recent(self.settings.recent, self.words)
        self.looks.remembered.connect(self._show_remembered)
        self.visit(self._first_lab or self.store.state.lab)
        self.outside.use(self.files)
        if reads:
            tell_of_others(self.window, self.looks, self.places)
            self.lessons.tell_of_draft()
        try:
            self.show_first(self._first_view)
        except UserError as error:
            self.window.notify_error(error)
        self.window.setFocus()
        self.ready.emit()

    def show_first(self, first: FirstView) -> None:
        """Show what the command line asks for, the stage included. Raises UserError ``command.step``."""
        first.show_lesson(self.lessons)
        if first.projects:
            self.bridge.render_now()
            self.projection.begin()

    def _show_opened(self) -> None:
        self.visit(self.store.state.lab)

    def _first_screen(self) -> AppState:
        from core.state import first_screen

        return first_screen(self.settings.decimals, self.settings.dtype)

    def _show_remembered(self) -> None:
        self.window.menu.show_recent(self.settings.recent, self.words)
        self.store.start = self._first_screen()

    def _tell_kept_again(self) -> None:
        if self.document.trouble.error is None and self.looks.trouble.error is None:
            self.window.notify(lambda words: words("file.kept_again"))

    def _tell_parted(self, path: Path) -> None:
        self.window.notify(lambda words: words("window.parted", name=path.name))

    def visit(self, key: str) -> None:
        """Show a lab; its module is imported when it is first visited."""
        if not self._is_ready or key not in LAB_KEYS:
            return
        finish_composing()
        lab = self._labs.lend(key)
        self._lab_in_view = key
        self.store.replace_lab(key)
        self.window.show_lab(key, lab)
        self.projection.show_lab(key, lab)
        self.bridge.show_lab(lab)  # type: ignore[arg-type]

    def lab_shown(self) -> tuple[str, Lab]:
        """Return the key and the widget of the lab in view."""
        return self._lab_in_view, self._labs[self._lab_in_view]  # type: ignore[return-value]

    # --- language, theme, zoom ---

    def set_language(self, language: Lang) -> None:
        """Speak another language everywhere, Qt's own dialogs included."""
        self.looks.set_language(language)

    def set_theme(self, name: str) -> None:
        """Switch to the theme ``light``, ``dark``, ``projector`` or ``system``."""
        self.looks.set_theme(name)

    def set_zoom(self, zoom: float) -> None:
        """Scale everything: 1.0 is 100 %."""
        self.looks.set_zoom(zoom)

    def _show_words(self) -> None:
        self.window.set_words(self.words)
        self._labs.set_words(self.words)
        self._on_state()
        self._retitle()

    def _show_theme(self) -> None:
        self.window.set_theme(self.theme)
        self._labs.set_theme(self.theme)

    # --- commands ---

    def reset_lab(self) -> None:
        """Bring the lab in view back to its first screen; undo brings the work again."""
        if self._is_ready:
            self._labs[self.store.state.lab].reset()  # type: ignore[attr-defined]

    def reset_all(self) -> None:
        """Bring every lab back to its first screen; preferences stay, and undo brings the work again."""
        self.store.seal()
        self.store.commit(replace(self.store.start, lab=self.store.state.lab), "change.reset_all")

    def toggle_full_screen(self) -> None:
        """Fill the screen, or stop filling it."""
        if self.window.isFullScreen():
            self.window.showNormal()
            self.screens.look_soon()
        else:
            self.window.showFullScreen()

    # --- what follows from changes ---

    def save_work(self) -> bool:
        """Write a copy of the work after a fault; return whether none is in danger."""
        return not self._is_ready or self.document.save_after_crash()

    def _follow_lab(self) -> None:
        """Show the lab in which a step through the history changes something."""
        if self.store.state.lab != self._lab_in_view:
            self.visit(self.store.state.lab)

    def _on_state(self) -> None:
        if self._is_ready:
            self.window.actions_by_id.show_history(self.words, self.store.undo_label, self.store.redo_label)
            self.dialogs.follow_history()
            self._retitle()

    def _retitle(self) -> None:
        name = ""
        if self._is_ready and self.document.path is not None:
            name = shown(self.document.path.name) + (" •" if self.document.is_unsaved else "")
        self.window.bar.show_file(name)
        title = self.words("window.title")
        self.window.setWindowTitle(f"{name} — {title}" if name else title)

    def _may_close(self) -> bool:
        finish_composing()
        if self._is_ready:
            if not self.files.may_leave() or not self.files.may_close():
                return False
            self.exports.stop()
        place = self.window.normalGeometry()
        self.looks.remember(
            msgspec.structs.replace(
                self.settings,
                window=(place.x(), place.y(), place.width(), place.height()),
                maximized=self.window.isMaximized(),
            )
        )
        self.looks.flush()
        return True


def run(settings_changes: dict[str, object], lab: str, to_open: Path | None, fresh: bool, first_view: FirstView) -> int:
    """Start the application and return its exit code."""
    places = Places.of_user()
    start_log(places.log)
    log_what_kills(places.log)
    settings, settings_trouble = load_settings(places.settings)
    places, lost_folder = places.with_data(settings.data_folder)
    app = make_application([APP_NAME])
    if hand_over(places.settings.parent, to_open):
        return 0
    application = Application(places, msgspec.structs.replace(settings, **settings_changes), True, lab, fresh)
    application.looks.keep(settings_changes)
    CrashHook(application.save_work, application.dialogs.show_crash).install()
    application.show_shell()
    starts = SecondStarts(places.settings.parent, application)
    starts.asked.connect(application.outside.come_forward)
    if sys.platform == "darwin":
        from gui.file_opens import FileOpens

        FileOpens(app).asked.connect(application.outside.come_forward)
    for trouble in (settings_trouble, lost_folder):
        if trouble is not None:
            application.window.notify_error(trouble)
    # What could not be read today is not written over.
    application.looks.remembers = settings_trouble is None or settings_trouble.id != "file.settings_not_read"
    application.ready.connect(application.dialogs.offer_tour)
    # Reading them takes most of a second: nobody should wait for it at the first visit.
    application.ready.connect(lambda: QTimer.singleShot(1500, load_lessons))
    QTimer.singleShot(0, lambda: application.load_behind(to_open, first_view))
    code = app.exec()
    starts.close()
    return leave(code)
