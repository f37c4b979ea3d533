"""Preferences: language, theme and zoom, taking effect at once."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QWidget

from core.settings import ZOOM_STEPS, Settings, ThemeName
from core.text import LANGUAGES, Words


class PreferencesDialog(QDialog):
    """Asks for another language, theme or zoom."""

    language_requested = Signal(str)
    theme_requested = Signal(str)
    zoom_requested = Signal(float)

    def __init__(self, words: Words, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preferences")
        self._language, self._theme, self._zoom = QComboBox(self), QComboBox(self), QComboBox(self)
        for name, box in (("language", self._language), ("theme", self._theme), ("zoom", self._zoom)):
            box.setObjectName(f"{name}Box")
        self._form = QFormLayout(self)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self._buttons.rejected.connect(self.reject)
        self.set_words(words, settings)
        self._language.activated.connect(lambda row: self.language_requested.emit(LANGUAGES[row]))
        self._theme.activated.connect(lambda row: self.theme_requested.emit(get_args(ThemeName)[row]))
        self._zoom.activated.connect(lambda row: self.zoom_requested.emit(ZOOM_STEPS[row]))

    def set_words(self, words: Words, settings: Settings) -> None:
        """Show the settings in this language."""
        self.setWindowTitle(words("preferences.title"))
        while self._form.rowCount():
            self._form.takeRow(0)
        themes = get_args(ThemeName)
        for box, id, entries, chosen in (
            (self._language, "language", [words(f"preferences.{lang}") for lang in LANGUAGES], settings.language),
            (self._theme, "theme", [words(f"preferences.theme_{name}") for name in themes], settings.theme),
            (self._zoom, "zoom", [f"{z:.0%}" for z in ZOOM_STEPS], settings.zoom),
        ):
            box.clear()
            box.addItems(entries)
            keys: tuple[object, ...] = {"language": LANGUAGES, "theme": themes, "zoom": ZOOM_STEPS}[id]
            box.setCurrentIndex(keys.index(chosen))
            box.setAccessibleName(words(f"preferences.{id}"))
            self._form.addRow(words(f"preferences.{id}"), box)
        self._form.addRow(self._buttons)
