"""Preferences, taking effect at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import msgspec
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.files import unusable_data
from core.settings import ZOOM_STEPS, DtypeName, Settings, ThemeName
from core.text import LANGUAGES, Words
from gui.theme import Theme
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.message_line import MessageLine


@dataclass(frozen=True)
class _Choice:
    """A preference with a few values: its field, the values, and what each is called."""

    field: str
    values: Sequence[Any]
    called: Callable[[Words, Any], str]


def _font_families() -> tuple[str, ...]:
    """Return "" for the program's own font, and every font of this computer that has Hangul."""
    hangul = QFontDatabase.families(QFontDatabase.WritingSystem.Korean)
    return ("", *(family for family in hangul if not QFontDatabase.isPrivateFamily(family)))


class PreferencesDialog(QDialog):
    """Shows preferences and asks for others: ``settings_requested`` carries them all."""

    settings_requested = Signal(object)

    def __init__(self, words: Words, theme: Theme, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preferences")
        self.message = MessageLine(theme, self)
        self.message.setObjectName("preferencesMessage")
        self._settings = settings
        self._choices = (
            _Choice("language", LANGUAGES, lambda words, value: words(f"preferences.{value}")),
            _Choice("theme", get_args(ThemeName), lambda words, value: words(f"preferences.theme_{value}")),
            _Choice("zoom", ZOOM_STEPS, lambda _words, value: f"{value:.0%}"),
            _Choice("font", _font_families(), lambda words, value: value or words("preferences.own_font")),
            _Choice("decimals", range(7), lambda _words, value: str(value)),
            _Choice("dtype", get_args(DtypeName), lambda _words, value: value),
        )
        self._boxes = {choice.field: QComboBox(self) for choice in self._choices}
        self._checks = {name: QCheckBox(self) for name in ("high_contrast", "reduced_motion")}
        self._folder = ElidedLabel(self)
        self._choose_folder, self._usual_folder = QPushButton(self), QPushButton(self)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self._buttons.rejected.connect(self.reject)
        self._connect()
        self._lay_out()
        self.show_settings(words, settings)

    def _connect(self) -> None:
        for choice in self._choices:
            box = self._boxes[choice.field]
            box.setObjectName(f"{choice.field}Box")
            box.activated.connect(lambda row, choice=choice: self._ask(**{choice.field: choice.values[row]}))
        for name, check in self._checks.items():
            check.setObjectName(f"{name}Check")
            check.toggled.connect(lambda on, name=name: self._ask(**{name: on}))
        self._choose_folder.setObjectName("chooseDataFolder")
        self._choose_folder.clicked.connect(self._ask_folder)
        self._usual_folder.setObjectName("usualDataFolder")
        self._usual_folder.clicked.connect(lambda: self._ask(data_folder=""))

    def _lay_out(self) -> None:
        page = QWidget(self)
        self._form = QFormLayout(page)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for choice in self._choices:
            self._form.addRow(" ", self._boxes[choice.field])
        for check in self._checks.values():
            self._form.addRow(check)
        self._form.addRow(" ", self._folder)
        self._form.addRow(self._choose_folder)
        self._form.addRow(self._usual_folder)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        column = QVBoxLayout(self)
        column.addWidget(area, 1)
        column.addWidget(self.message)
        column.addWidget(self._buttons)
        self._page, self._area = page, area

    def show_settings(self, words: Words, settings: Settings) -> None:
        """Show the settings in this language."""
        self._words, self._settings = words, settings
        self.setWindowTitle(words("preferences.title"))
        for choice in self._choices:
            box = self._boxes[choice.field]
            box.clear()
            box.addItems([choice.called(words, value) for value in choice.values])
            chosen = getattr(settings, choice.field)
            # A font of another computer, in a home that roams, is shown as the program's own.
            box.setCurrentIndex(list(choice.values).index(chosen) if chosen in choice.values else 0)
            self._name(box, words(f"preferences.{choice.field}"))
        for name, check in self._checks.items():
            check.setText(words(f"preferences.{name}"))
            with QSignalBlocker(check):
                check.setChecked(getattr(settings, name))
        self._name(self._folder, words("preferences.data_folder"))
        self._folder.setText(settings.data_folder or words("preferences.usual_folder"))
        self._folder.setToolTip(settings.data_folder)
        self._choose_folder.setText(words("preferences.choose_folder"))
        self._usual_folder.setText(words("preferences.use_usual_folder"))
        self._usual_folder.setEnabled(bool(settings.data_folder))
        self._fit()

    def _name(self, field: QWidget, name: str) -> None:
        field.setAccessibleName(name)
        label = self._form.labelForField(field)
        label.setText(name)  # type: ignore[attr-defined]

    def _fit(self) -> None:
        """Be as large as the page asks for, and no larger than the window behind."""
        wanted = self._page.sizeHint()
        around = self._buttons.sizeHint().height() + 4 * self.fontMetrics().height()
        room = self.parentWidget().size() if self.parentWidget() else wanted
        width = wanted.width() + 4 * self.fontMetrics().height()
        self.resize(min(width, round(room.width() * 0.95)), min(wanted.height() + around, round(room.height() * 0.9)))

    def _ask(self, **changed: object) -> None:
        self.message.clear_message()
        self.settings_requested.emit(msgspec.structs.replace(self._settings, **changed))

    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self._words("preferences.data_folder"))
        if not folder:
            return
        error = unusable_data(folder)
        if error is None:
            self._ask(data_folder=folder)
        else:
            self.message.show_error(error.said_in(self._words.lang))
