"""The column of labs at the left and the bar of commands at the top."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from core.text import Words
from gui.actions import Actions
from gui.icons import icon
from gui.lab_actions import lab_keys_text
from gui.theme import Theme
from gui.widgets.command_button import CommandButton
from gui.widgets.elided_label import ElidedLabel

# In base-font widths: below the first the commands for files show icons alone, below the second all of them do,
# below the third the column goes.
FILES_TEXT_FROM_EM = 95
TEXT_FROM_EM = 62
COLUMN_FROM_EM = 56


class LabColumn(QFrame):
    """One button per lab, preferences at the bottom."""

    lab_requested = Signal(str)

    def __init__(self, keys: Sequence[str], preferences: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("labColumn")
        self._buttons = {key: self._button(f"lab_{key}") for key in keys}
        self._preferences = self._button("preferencesButton")
        self._preferences.setCheckable(False)
        self._preferences.clicked.connect(preferences.trigger)
        self._preferences_keys = preferences.shortcut().toString()
        self._column = QVBoxLayout(self)
        for key, button in self._buttons.items():
            button.clicked.connect(lambda _checked=False, key=key: self.lab_requested.emit(key))
            self._column.addWidget(button)
        self._column.addStretch(1)
        self._column.addWidget(self._preferences)
        self._theme: Theme | None = None
        self._chosen = ""

    def show_lab(self, key: str) -> None:
        """Mark the lab in view."""
        self._chosen = key
        self._paint_icons()

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        for number, (key, button) in enumerate(self._buttons.items()):
            button.setText(words(f"{key}.title"))
            button.setToolTip(f"{words(f'{key}.subtitle')} ({lab_keys_text(number)})")
            button.setAccessibleName(words(f"{key}.title"))
        self._preferences.setText(words("window.settings"))
        self._preferences.setAccessibleName(words("window.settings"))
        self._preferences.setToolTip(f"{words('action.preferences_tip')} ({self._preferences_keys})")
        self._fit_width()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        gap = theme.px(8)
        self._column.setContentsMargins(gap, gap + theme.px(2), gap, gap)
        self._column.setSpacing(gap)
        for button in (*self._buttons.values(), self._preferences):
            button.setIconSize(QSize(round(theme.em * 1.75), round(theme.em * 1.75)))
            button.setMinimumHeight(theme.em * 4)
        self._fit_width()
        self._paint_icons()

    def _fit_width(self) -> None:
        if self._theme is None:
            return
        buttons = (*self._buttons.values(), self._preferences)
        for button in buttons:
            button.ensurePolished()
        widest = max(button.sizeHint().width() for button in buttons)
        self.setFixedWidth(max(round(self._theme.em * 6.3), widest + 2 * self._theme.px(8)))

    def _paint_icons(self) -> None:
        if self._theme is None:
            return
        for key, button in self._buttons.items():
            button.setChecked(key == self._chosen)
            button.setIcon(
                icon(
                    key,
                    self._theme,
                    "accent" if key == self._chosen else "muted",
                    26 * self._theme.tokens.base_font // 15,
                )
            )
        self._preferences.setIcon(icon("settings", self._theme, "muted", 26 * self._theme.tokens.base_font // 15))

    def _button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setProperty("role", "lab")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setCheckable(True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return button


class CommandBar(QFrame):
    """Title of the lab in view, the commands used most, and a menu with all of them."""

    def __init__(
        self, actions: Actions, menu: QMenu, theme_menu: QMenu, labs_menu: QMenu, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("commandBar")
        # Where there is no room for the column, its labs open from here.
        self._labs_button = QToolButton(self)
        self._labs_button.setObjectName("labsButton")
        self._labs_button.setProperty("role", "command")
        self._labs_button.setMenu(labs_menu)
        self._labs_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._labs_button.hide()
        self._title = ElidedLabel(self)
        self._title.setProperty("role", "page")
        # As wide as its words where there is room, and never at the cost of the commands.
        self._title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._subtitle = ElidedLabel(self)
        self._subtitle.setProperty("role", "muted")
        self._file = QLabel(self)
        self._file.setProperty("role", "muted")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._line = QHBoxLayout(self)
        self._line.addWidget(self._labs_button)
        self._line.addWidget(self._title)
        self._line.addWidget(self._subtitle, 1)
        self._line.addWidget(self._file)
        self._buttons: dict[str, QToolButton] = {}
        for id in ("undo", "redo", "open", "save", "export", "project", "theme", "language"):
            self._buttons[id] = self._button(actions[id], f"{id}Button")
        self._buttons["theme"].setMenu(theme_menu)
        self._buttons["theme"].setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu_button = QToolButton(self)
        self._menu_button.setObjectName("menuButton")
        self._menu_button.setProperty("role", "command")
        self._menu_button.setMenu(menu)
        self._menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._line.addWidget(self._menu_button)

    def show_lab(self, key: str, words: Words) -> None:
        """Show the lab's title."""
        self._title.setText(words(f"{key}.title"))
        self._subtitle.setText(words(f"{key}.subtitle"))

    def show_labs_button(self, shown: bool) -> None:
        """Offer the labs beside the title, or not."""
        self._labs_button.setVisible(shown)

    def show_file(self, name: str) -> None:
        """Show which file is open and whether it has unsaved changes."""
        self._file.setText(name)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._menu_button.setAccessibleName(words("window.menu"))
        self._menu_button.setToolTip(words("window.menu"))
        self._labs_button.setAccessibleName(words("window.labs"))
        self._labs_button.setToolTip(words("window.labs"))
        # The button names both languages: whoever reads only one finds it.
        self._buttons["language"].defaultAction().setIconText(words("window.language_button"))
        self._buttons["project"].defaultAction().setIconText(words("stage.button"))

    def set_theme(self, theme: Theme, width: int) -> None:
        """Switch the theme; ``width`` (pixels of the window) decides between words and icons."""
        margin = theme.px(14) if theme.name != "projector" else theme.px(10)
        self._line.setContentsMargins(margin, theme.px(6), margin, theme.px(6))
        self._line.setSpacing(theme.px(8))
        narrow = width < TEXT_FROM_EM * theme.em
        medium = width < FILES_TEXT_FROM_EM * theme.em
        very_narrow = width < 40 * theme.em
        for id, button in self._buttons.items():
            words_fit = not narrow and (id in ("project", "theme") or (not medium and id in ("open", "save", "export")))
            only_words = id == "language"
            style = (
                Qt.ToolButtonStyle.ToolButtonTextOnly
                if only_words
                else (
                    Qt.ToolButtonStyle.ToolButtonTextBesideIcon if words_fit else Qt.ToolButtonStyle.ToolButtonIconOnly
                )
            )
            button.setToolButtonStyle(style)
            button.setIconSize(QSize(theme.px(18), theme.px(18)) if theme.em < 30 else QSize(theme.em, theme.em))
            button.setVisible(not (very_narrow and id in ("open", "save", "export")))
        self._subtitle.setVisible(width >= 80 * theme.em)
        self._file.setVisible(width >= 70 * theme.em)
        self._line.setStretchFactor(self._title, 0 if self._subtitle.isVisibleTo(self) else 1)
        for button, name in ((self._menu_button, "menu"), (self._labs_button, "chevron_down")):
            button.setIcon(icon(name, theme))
            button.setIconSize(QSize(theme.em, theme.em))

    def _button(self, action: QAction, name: str) -> QToolButton:
        button = CommandButton(action, self)
        button.setObjectName(name)
        button.setProperty("role", "command")
        self._line.addWidget(button)
        return button
