"""The running application: the shell first, PyTorch loaded behind it, then the lab."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTimer, QTranslator, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from core.files import Places
from core.settings import ZOOM_STEPS, Settings, load_settings, save_settings
from core.text import Lang, UserError, words_in
from gui.crash import LOG, CrashHook, start_log
from gui.lab_table import LAB_KEYS
from gui.loading import Loader, load_heavy
from gui.main_window import MainWindow
from gui.open_labs import OpenLabs
from gui.theme import FONT_FILES, RESOURCES, Theme, load_themes

FIRST_SIZE = (1440, 900)


def make_application(arguments: list[str]) -> QApplication:
    """Return the QApplication with the app's name, icon and fonts."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication.instance() or QApplication(arguments)
    assert isinstance(app, QApplication)
    app.setApplicationName("activation-lab")
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
        self.places, self.settings, self._remembers, self._fresh = places, settings, remembers, fresh
        self._first_lab = self._lab_in_view = lab
        self._to_open: Path | None = None
        self._translator = QTranslator(self)
        self._labs = OpenLabs(self.words, self.theme, places)
        handlers: dict[str, Callable[[], None]] = {
            "undo": lambda: self._walk(lambda: self.store.undo()),
            "redo": lambda: self._walk(lambda: self.store.redo()),
            "reset_lab": self.reset_lab,
            "open": self.ask_open,
            "save": self.save,
            "save_as": self.ask_save,
            "language": lambda: self.set_language("en" if self.settings.language == "ko" else "ko"),
            "theme": self.next_theme,
            "zoom_in": lambda: self.zoom_by(1),
            "zoom_out": lambda: self.zoom_by(-1),
            "zoom_reset": lambda: self.set_zoom(1.0),
            "full_screen": self.toggle_full_screen,
            "preferences": self.show_preferences,
            "shortcuts": self.show_shortcuts,
            "about": self.show_about,
            "quit": lambda: self.window.close() and None,
        }
        self._is_ready = False
        self._apply_looks()
        self.window = MainWindow(self.words, self.theme, LAB_KEYS, handlers)
        self.window.lab_requested.connect(self.visit)
        self.window.theme_requested.connect(self.set_theme)
        self.window.may_close = self._may_close
        self._install_translator()
        for id in ("undo", "redo", "save", "save_as", "open", "reset_lab"):
            self.window.actions_by_id[id].setEnabled(False)
        self._retitle()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_scheme)

    @property
    def words(self):  # type: ignore[no-untyped-def]
        """The words in the chosen language."""
        return words_in(self.settings.language)

    @property
    def theme(self) -> Theme:
        """The theme in force, at the chosen zoom."""
        name: str = self.settings.theme
        if name == "system":
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
            name = "dark" if dark else "light"
        return load_themes()[name].zoomed(self.settings.zoom)

    # --- start ---

    def show_shell(self) -> None:
        """Show the window where it was last time."""
        place = self.settings.window
        self.window.resize(*FIRST_SIZE)
        screens = QGuiApplication.screens()
        if place and any(s.availableGeometry().contains(place[0] + 20, place[1] + 20) for s in screens):
            self.window.setGeometry(*place)
        elif screens:
            room = screens[0].availableGeometry()
            self.window.resize(min(FIRST_SIZE[0], room.width()), min(FIRST_SIZE[1], room.height()))
        if self.settings.maximized:
            self.window.showMaximized()
        else:
            self.window.show()

    def load_behind(self, to_open: Path | None = None) -> None:
        """Load PyTorch on a thread, then show the lab."""
        self._to_open = to_open
        self._loader = Loader(self)
        self._loader.loaded.connect(self.start)
        self._loader.failed.connect(lambda reason: self._notify_error(UserError("window.not_loaded", reason=reason)))
        self._loader.start()

    def start(self) -> None:
        """Make store and document, bring back the last screen or the file asked for, show its lab."""
        from core.state import AppState
        from core.store import Store
        from gui.bridge import Bridge
        from gui.document import Document

        self.store = Store(AppState())
        self._labs.use(self.store)
        self._restore()
        self.document = Document(self.store, self.places, self._remembers, self)
        self.document.changed.connect(self._retitle)
        self.bridge = Bridge(self.store, self._on_state, self)
        self._is_ready = True
        for id in ("save", "save_as", "open", "reset_lab"):
            self.window.actions_by_id[id].setEnabled(True)
        self.visit(self._first_lab or self.store.state.lab)
        if self._to_open is not None:
            self.open(self._to_open)
        self.window.setFocus()
        self.ready.emit()

    def _restore(self) -> None:
        from core import session

        if self._fresh or not self._remembers:
            return
        try:
            self.store.replace(session.load(self.places.last_session))
        except UserError as error:
            if error.id != "file.not_found":
                broken = self.places.last_session.with_suffix(".broken")
                if self.places.last_session.exists():
                    os.replace(self.places.last_session, broken)
                self._notify_error(error)

    def visit(self, key: str) -> None:
        """Show a lab; its module is imported when it is first visited."""
        if not self._is_ready or key not in LAB_KEYS:
            return
        lab = self._labs.lend(key)
        self._lab_in_view = key
        self.store.replace_lab(key)
        self.window.show_lab(key, lab)
        self.bridge.show_lab(lab)  # type: ignore[arg-type]

    def _walk(self, step: Callable[[], None]) -> None:
        """Take a step through the history, and show the lab in which something changes."""
        if self._is_ready:
            step()
            if self.store.state.lab != self._lab_in_view:
                self.visit(self.store.state.lab)

    # --- files ---

    def open(self, path: Path) -> None:
        """Open a session file; on a fault say what it is and keep the screen."""
        try:
            self.document.open(path)
        except UserError as error:
            self._notify_error(error)
            return
        self._remember(self.settings.with_recent(path.resolve()))
        self.visit(self.store.state.lab)

    def ask_open(self) -> None:
        """Let the person choose a session file."""
        if not self._may_leave():
            return
        name, _ = QFileDialog.getOpenFileName(
            self.window, self.words("action.open"), self._folder(), self.words("window.session_filter")
        )
        if name:
            self.open(Path(name))

    def save(self) -> bool:
        """Save to the open file, or ask for one; return whether it was saved."""
        if self.document.path is None:
            return self.ask_save()
        return self._save_to(self.document.path)

    def ask_save(self) -> bool:
        """Let the person choose where to save; return whether it was saved."""
        QGuiApplication.inputMethod().commit()
        name, _ = QFileDialog.getSaveFileName(
            self.window, self.words("action.save_as"), self._folder(), self.words("window.session_filter")
        )
        return bool(name) and self._save_to(Path(name))

    def _save_to(self, path: Path) -> bool:
        QGuiApplication.inputMethod().commit()
        path = path if path.suffix else path.with_suffix(".actlab")
        try:
            self.document.save(path)
        except UserError as error:
            self._notify_error(error)
            return False
        self._remember(self.settings.with_recent(path.resolve()))
        self.window.notify(lambda words: words("window.saved", name=path.name))
        return True

    def _folder(self) -> str:
        recent = self.settings.recent
        return str(Path(recent[0]).parent) if recent else str(Path.home())

    # --- language, theme, zoom ---

    def set_language(self, language: Lang) -> None:
        """Speak another language everywhere, Qt's own dialogs included."""
        self._remember(msgspec.structs.replace(self.settings, language=language))
        self._install_translator()
        self.window.set_words(self.words)
        self._labs.set_words(self.words)
        self._on_state()
        self._retitle()

    def set_theme(self, name: str) -> None:
        """Switch to the theme ``light``, ``dark``, ``projector`` or ``system``."""
        self._remember(msgspec.structs.replace(self.settings, theme=name))
        self._restyle()

    def next_theme(self) -> None:
        """Go to the next of the three themes."""
        names = list(load_themes())
        self.set_theme(names[(names.index(self.theme.name) + 1) % len(names)])

    def set_zoom(self, zoom: float) -> None:
        """Scale everything: 1.0 is 100 %."""
        self._remember(msgspec.structs.replace(self.settings, zoom=zoom))
        self._restyle()

    def zoom_by(self, steps: int) -> None:
        """Go to the next larger or smaller zoom."""
        at = ZOOM_STEPS.index(min(ZOOM_STEPS, key=lambda z: abs(z - self.settings.zoom))) + steps
        self.set_zoom(ZOOM_STEPS[min(len(ZOOM_STEPS) - 1, max(0, at))])

    def _restyle(self) -> None:
        self._apply_looks()
        self.window.set_theme(self.theme)
        self._labs.set_theme(self.theme)

    def _apply_looks(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme = self.theme
        app.setPalette(theme.palette())
        app.setFont(theme.font())
        app.setStyleSheet(theme.style_sheet())

    def _on_system_scheme(self) -> None:
        if self.settings.theme == "system":
            self._restyle()

    def _install_translator(self) -> None:
        app = QApplication.instance()
        assert app is not None
        app.removeTranslator(self._translator)
        QLocale.setDefault(QLocale("ko_KR" if self.settings.language == "ko" else "en_US"))
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self.settings.language == "ko" and self._translator.load("qtbase_ko", folder):
            app.installTranslator(self._translator)

    # --- dialogs ---

    def show_preferences(self) -> None:
        """Show the preferences; they take effect at once."""
        from gui.dialogs.preferences import PreferencesDialog

        dialog = PreferencesDialog(self.words, self.settings, self.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.theme_requested.connect(self.set_theme)
        dialog.zoom_requested.connect(self.set_zoom)
        dialog.language_requested.connect(self.set_language)
        dialog.language_requested.connect(lambda _: dialog.set_words(self.words, self.settings))
        dialog.open()

    def show_shortcuts(self) -> None:
        """Show every command and its keys."""
        from gui.dialogs.message import shortcuts_text

        self._tell(self.words("action.shortcuts"), shortcuts_text(self.words))

    def show_about(self) -> None:
        """Show what this program is."""
        self._tell(self.words("window.title"), self.words("window.about"))

    def show_crash(self, report: str) -> None:
        """Show the report of a fault."""
        self._tell(self.words("crash.title"), self.words("crash.text", log=self.places.log), report)

    def _tell(self, title: str, text: str, report: str = "") -> None:
        from gui.dialogs.message import MessageDialog

        dialog = MessageDialog(self.words, title, text, report, self.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def reset_lab(self) -> None:
        """Bring the lab in view back to its first screen; undo brings the work again."""
        if self._is_ready:
            self._labs[self.store.state.lab].reset()  # type: ignore[attr-defined]

    def toggle_full_screen(self) -> None:
        """Fill the screen, or stop filling it."""
        if self.window.isFullScreen():
            self.window.showNormal()
        else:
            self.window.showFullScreen()

    # --- what follows from changes ---

    def save_work(self) -> None:
        """Write a copy of the work after a fault."""
        if self._is_ready:
            self.document.save_after_crash()

    def _on_state(self) -> None:
        if self._is_ready:
            self.window.actions_by_id.show_history(self.words, self.store.undo_label, self.store.redo_label)
            self._retitle()

    def _retitle(self) -> None:
        name = ""
        if self._is_ready and self.document.path is not None:
            name = self.document.path.name + (" •" if self.document.is_unsaved else "")
        self.window.bar.show_file(name)
        title = self.words("window.title")
        self.window.setWindowTitle(f"{name} — {title}" if name else title)

    def _notify_error(self, error: UserError) -> None:
        LOG.info("told: %s", error.id)
        self.window.notify(lambda words: error.said_in(words.lang), is_error=True)

    def _remember(self, settings: Settings) -> None:
        self.settings = settings
        if not self._remembers:
            return
        try:
            save_settings(settings, self.places.settings)
        except UserError as error:
            self._notify_error(error)

    def _may_leave(self) -> bool:
        """Ask before changes to a named file are lost; return whether to go on."""
        if not (self._is_ready and self.document.is_unsaved):
            return True
        buttons = QMessageBox.StandardButton
        box = QMessageBox(self.window)
        box.setWindowTitle(self.words("window.title"))
        assert self.document.path is not None
        box.setText(self.words("window.ask_save", name=self.document.path.name))
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        chosen = box.exec()
        return chosen == buttons.Discard or (chosen == buttons.Save and self.save())

    def _may_close(self) -> bool:
        QGuiApplication.inputMethod().commit()
        if not self._may_leave():
            return False
        if self._is_ready:
            self.document.save_now()
        place = self.window.normalGeometry()
        self._remember(
            msgspec.structs.replace(
                self.settings,
                window=(place.x(), place.y(), place.width(), place.height()),
                maximized=self.window.isMaximized(),
            )
        )
        return True


def run(settings_changes: dict[str, object], lab: str, to_open: Path | None, fresh: bool) -> int:
    """Start the application and return its exit code."""
    places = Places.of_user()
    start_log(places.log)
    settings, was_broken = load_settings(places.settings)
    app = make_application(sys.argv)
    application = Application(places, msgspec.structs.replace(settings, **settings_changes), True, lab, fresh)
    CrashHook(application.save_work, application.show_crash).install()
    application.show_shell()
    if was_broken:
        application.window.notify(lambda words: words("window.settings_broken"), is_error=True)
    QTimer.singleShot(0, lambda: application.load_behind(to_open))
    return app.exec()


def picture(file: Path, size: tuple[int, int], settings: Settings, lab: str, to_open: Path | None) -> Application:
    """Render the window off-screen into ``file``; nothing of the person's is read or written. Raises UserError."""
    app = make_application(sys.argv[:1])
    load_heavy()
    application = Application(Places.of_user(), settings, remembers=False, lab=lab)
    application.window.resize(*size)
    application.start()
    if to_open is not None:
        application.document.open(to_open)
    application.window.show()
    for _ in range(6):
        app.processEvents()
    for lab_widget in application._labs.values():
        lab_widget.warm_up()  # type: ignore[attr-defined]
    application.bridge.render_now()
    for _ in range(6):
        app.processEvents()
    if not application.window.grab().save(str(file)):
        raise UserError("file.not_written", name=file.name, folder=file.parent, reason=file.suffix or "?")
    return application
