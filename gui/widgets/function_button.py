"""The function in view as a button that opens the picker: for labs that have no column for the whole list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from core.record import Activation
from core.text import Words
from gui.icons import icon
from gui.theme import Theme
from gui.widgets.activation_picker import ActivationPicker
from gui.widgets.card import Card
from gui.widgets.picker_popup import PickerPopup

_POPUP_EM = (22, 28)


class FunctionButton(QToolButton):
    """Shows one of ``records``; a click opens the list with its search. The list is made when it is first opened."""

    function_requested = Signal(str)

    def __init__(
        self,
        words: Words,
        theme: Theme,
        records: Sequence[Activation],
        offers_own: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words, self._theme = words, theme
        self._records, self._offers_own = records, offers_own
        self._chosen: Activation | None = None
        self._picker: ActivationPicker | None = None
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.clicked.connect(self.open_list)
        self.set_theme(theme)
        self.set_words(words)

    def show_function(self, record: Activation) -> None:
        """Show which function is chosen. Emits nothing."""
        if record is not self._chosen:
            self._chosen = record
            self._say_name()

    def open_list(self) -> None:
        """Open the list under the button, the keyboard in its search field."""
        if self._picker is None:
            self._picker = ActivationPicker(self._words, self._theme, self._records, self._offers_own)
            self._picker.function_requested.connect(self._take)
            self._card = Card(self._words, self._theme, parent=self)
            self._card.add(self._picker, 1)
            self._popup = PickerPopup(self._card, self)
        self._picker.show_chosen(self._chosen.key if self._chosen else "")
        width, height = (n * self._theme.em for n in _POPUP_EM)
        self._popup.open_below(self, width, height)
        self._picker.search.setFocus()

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self._say_name()
        if self._picker is not None:
            self._picker.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self.setIcon(icon("chevron_down", theme))
        self.setIconSize(QSize(theme.em, theme.em))
        if self._picker is not None:
            self._picker.set_theme(theme)
            self._card.set_theme(theme)

    def _take(self, key: str) -> None:
        assert self._picker is not None
        self._popup.hide()
        self._picker.search.clear()
        self.function_requested.emit(key)

    def _say_name(self) -> None:
        name = self._words.text(self._chosen.name) if self._chosen else ""
        self.setText(name)
        self.setAccessibleName(self._words("picker.button", name=name))
        self.setToolTip(self._words("picker.button", name=name))
