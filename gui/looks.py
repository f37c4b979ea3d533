"""How the program looks and speaks: language, theme and zoom, kept in the preferences and applied to Qt."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import replace

import msgspec
from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTranslator, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from core.files import Places, reason_of
from core.jobs import LatestWorker
from core.settings import ZOOM_STEPS, Settings, save_changed
from core.text import Lang, UserError, Words, words_in
from gui.theme import Theme, load_themes
from gui.trouble import Trouble

_LAST_SECONDS = 3.0
# Preferences that the theme is made of.
_SEEN = ("theme", "zoom", "font", "high_contrast", "reduced_motion")


class Looks(QObject):
    """Holds the preferences; a change is applied to Qt at once, told, and written on a thread.

    ``remembers`` False keeps the file of the preferences as it is. ``trouble`` tells when it cannot be written. Only
    what was changed here is written: another window on the same home keeps its own changes.
    """

    words_changed = Signal()
    theme_changed = Signal()
    remembered = Signal()

    def __init__(self, places: Places, settings: Settings, remembers: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings, self._places, self.remembers = settings, places, remembers
        self.trouble = Trouble(self)
        self.trouble.again.connect(self._save)
        self._writer = LatestWorker("preferences")
        self._lock = threading.Lock()
        self._unsaved: set[str] = set()
        self.translator = QTranslator(self)
        self._apply_theme()
        self._apply_language()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_scheme)

    @property
    def words(self) -> Words:
        """The words in the chosen language."""
        return words_in(self.settings.language)

    @property
    def theme(self) -> Theme:
        """The theme in force, at the chosen zoom."""
        name: str = self.settings.theme
        if name == "system":
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
            name = "dark" if dark else "light"
        return self.preferred(name)

    def preferred(self, name: str) -> Theme:
        """Return the theme ``name`` with the person's font, contrast, motion and zoom."""
        chosen, settings = load_themes()[name], self.settings
        if settings.high_contrast:
            chosen = chosen.high_contrast()
        return replace(
            chosen, zoom=settings.zoom, family=settings.font or chosen.family, moves=not settings.reduced_motion
        )

    def remember(self, settings: Settings) -> None:
        """Keep other preferences, from now on and in their file."""
        self._take(settings)
        self.remembered.emit()
        self._save()

    def keep(self, names: Iterable[str]) -> None:
        """Let the preferences called ``names`` be written with the next change, as if they had been changed here."""
        with self._lock:
            self._unsaved.update(names)

    def flush(self) -> None:
        """Wait until everything is written, a few seconds at most: a drive that hangs must not hold the end."""
        self._writer.wait(_LAST_SECONDS)

    def _take(self, settings: Settings) -> None:
        self.keep(n for n in Settings.__struct_fields__ if getattr(settings, n) != getattr(self.settings, n))
        self.settings = settings

    def _save(self) -> None:
        if self.remembers:
            folder = self._places.settings.parent
            gone = UserError("file.settings_not_saved", folder=folder, reason=UserError("file.why_gone"))
            self.trouble.expect_report(gone)
            self._writer.start(self._write)

    def _write(self) -> None:
        """Write what is not written yet, on the worker's thread."""
        with self._lock:
            mine, changed, path = self.settings, frozenset(self._unsaved), self._places.settings
        try:
            save_changed(mine, changed, path)
        except UserError as error:
            self.trouble.report(UserError("file.settings_not_saved", folder=path.parent, reason=reason_of(error)))
            return
        with self._lock:
            # They may have changed again meanwhile.
            self._unsaved -= {name for name in changed if getattr(self.settings, name) == getattr(mine, name)}
        self.trouble.report(None)

    def change(self, settings: Settings) -> None:
        """Take over other preferences; what they change is seen at once."""
        old = self.settings
        self._take(settings)
        if settings.language != old.language:
            self._apply_language()
        self.remember(settings)
        if settings.language != old.language:
            self.words_changed.emit()
        if any(getattr(settings, name) != getattr(old, name) for name in _SEEN):
            self._restyle()

    def set_language(self, language: Lang) -> None:
        """Speak another language, Qt's own dialogs included."""
        self.change(msgspec.structs.replace(self.settings, language=language))

    def next_language(self) -> None:
        """Go to the other language."""
        self.set_language("en" if self.settings.language == "ko" else "ko")

    def set_theme(self, name: str) -> None:
        """Switch to the theme ``light``, ``dark``, ``projector`` or ``system``."""
        self.change(msgspec.structs.replace(self.settings, theme=name))

    def next_theme(self) -> None:
        """Go to the next of the three themes."""
        names = list(load_themes())
        self.set_theme(names[(names.index(self.theme.name) + 1) % len(names)])

    def set_zoom(self, zoom: float) -> None:
        """Scale everything: 1.0 is 100 %."""
        self.change(msgspec.structs.replace(self.settings, zoom=zoom))

    def zoom_by(self, steps: int) -> None:
        """Go to the next larger or smaller zoom."""
        at = ZOOM_STEPS.index(min(ZOOM_STEPS, key=lambda z: abs(z - self.settings.zoom))) + steps
        self.set_zoom(ZOOM_STEPS[min(len(ZOOM_STEPS) - 1, max(0, at))])

    def _restyle(self) -> None:
        self._apply_theme()
        self.theme_changed.emit()

    def _apply_theme(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme = self.theme
        app.setPalette(theme.palette())
        app.setFont(theme.font())
        app.setStyleSheet(theme.style_sheet())

    def _on_system_scheme(self) -> None:
        if self.settings.theme == "system":
            self._restyle()

    def _apply_language(self) -> None:
        app = QApplication.instance()
        assert app is not None
        app.removeTranslator(self.translator)
        QLocale.setDefault(QLocale("ko_KR" if self.settings.language == "ko" else "en_US"))
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self.settings.language == "ko" and self.translator.load("qtbase_ko", folder):
            app.installTranslator(self.translator)
