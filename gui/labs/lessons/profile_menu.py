"""Whose record is used: a button with the learner's name, and the small windows that ask for one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from core.text import UserError, Words
from gui.composing import finish_composing
from gui.labs.lessons.learner import Learner
from gui.theme import Theme
from gui.widgets.menu_button import MenuButton
from gui.widgets.message_line import MessageLine

_SHOWN = 14  # characters of a name on the button; all of it stands in the tool tip


class ProfileMenu(MenuButton):
    """Chooses, adds, renames and deletes learners through a ``Learner``."""

    def __init__(self, words: Words, theme: Theme, learner: Learner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("profileButton")
        self._words, self._theme, self._learner = words, theme, learner
        self._menu = QMenu(self)
        self._menu.setObjectName("profileMenu")
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        learner.changed.connect(self._show_name)
        self._show_name()

    def ask_new(self) -> None:
        """Ask for the name of a new learner."""
        self._ask("new", "", self._learner.add)

    def ask_rename(self) -> None:
        """Ask for another name of the learner in use."""
        self._ask("rename", self._learner.progress.name, self._learner.rename)

    def ask_delete(self) -> None:
        """Ask whether the learner in use is to be deleted."""
        ConfirmDelete(self._words, self._theme, self._learner, self.window()).open()

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self._show_name()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme

    def _ask(self, what: str, old: str, submit: Callable[[str], None]) -> None:
        AskName(self._words, self._theme, what, old, submit, self.window()).open()

    def _show_name(self) -> None:
        words, name = self._words, self._learner.progress.name
        shown = name if len(name) <= _SHOWN else name[: _SHOWN - 1] + "…"
        self.setText((shown or words("progress.guest")).replace("&", "&&"))
        said = words("progress.learner", name=name or words("progress.guest"))
        self.setAccessibleName(said)
        self.setToolTip(f"{said}\n{words('progress.choose_tip')}")

    def _fill(self) -> None:
        """List who there is: another program may have added somebody."""
        menu, words, current = self._menu, self._words, self._learner.progress.name
        menu.clear()
        group = QActionGroup(menu)
        for name in ("", *self._learner.names()):
            action = QAction((name or words("progress.guest")).replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(name == current)
            action.setData(name)
            action.triggered.connect(lambda _checked=False, name=name: self._learner.choose(name))
            group.addAction(action)
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(words("progress.new"), self.ask_new)
        for id, ask in (("progress.rename", self.ask_rename), ("progress.delete", self.ask_delete)):
            menu.addAction(words(id), ask).setEnabled(bool(current))


class AskName(QDialog):
    """A line for a name; what is wrong with it is said below, and the window stays until it is right."""

    def __init__(
        self, words: Words, theme: Theme, what: str, old: str, submit: Callable[[str], None], parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("askName")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words(f"progress.{what}_title"))
        self._words, self._submit = words, submit
        label = QLabel(words("progress.name_label"), self)
        self.name = QLineEdit(old, self)
        self.name.setObjectName("profileName")
        self.name.setAccessibleName(words("progress.name_label"))
        self.name.selectAll()
        label.setBuddy(self.name)
        self.message = MessageLine(theme, self)
        self.message.setObjectName("profileMessage")
        self.message.show_hint(words("progress.name_hint"))
        self.accept_button = QPushButton(words(f"progress.accept_{what}"), self)
        self.accept_button.setObjectName("profileAccept")
        self.accept_button.setProperty("role", "primary")
        self.accept_button.setDefault(True)
        cancel = QPushButton(words("progress.cancel"), self)
        cancel.clicked.connect(self.reject)
        self.accept_button.clicked.connect(self._try)
        self.name.textEdited.connect(lambda _text: self._tell(None))
        column = QVBoxLayout(self)
        for part in (label, self.name, self.message):
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(_buttons(cancel, self.accept_button))
        self.setMinimumWidth(min(24 * theme.em, parent.width() if parent else 24 * theme.em))

    def _try(self) -> None:
        finish_composing()
        try:
            self._submit(self.name.text())
        except UserError as error:
            self._tell(error)
            self.name.setFocus()
            self.name.selectAll()
        else:
            self.accept()

    def _tell(self, error: UserError | None) -> None:
        if error:
            self.message.show_error(error.said_in(self._words.lang))
        else:
            self.message.show_hint(self._words("progress.name_hint"))
        self.name.setProperty("state", "error" if error else "")
        self.name.style().unpolish(self.name)
        self.name.style().polish(self.name)
        self.adjustSize()


class ConfirmDelete(QDialog):
    """Says what will be gone; the safe button is the default."""

    def __init__(self, words: Words, theme: Theme, learner: Learner, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("confirmDelete")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words("progress.delete_title"))
        self._learner = learner
        label = QLabel(words("progress.confirm_delete", name=learner.progress.name), self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        self.keep_button = QPushButton(words("progress.keep"), self)
        self.keep_button.setDefault(True)
        self.keep_button.clicked.connect(self.reject)
        self.delete_button = QPushButton(words("progress.clear"), self)
        self.delete_button.setObjectName("profileDelete")
        self.delete_button.setAutoDefault(False)
        self.delete_button.clicked.connect(self._delete)
        column = QVBoxLayout(self)
        column.addWidget(label)
        column.addStretch(1)
        column.addLayout(_buttons(self.delete_button, self.keep_button))
        self.setMinimumWidth(min(24 * theme.em, parent.width() if parent else 24 * theme.em))

    def _delete(self) -> None:
        try:
            self._learner.delete()
        except UserError as error:
            self._learner.troubled.emit(error)
        self.accept()


def _buttons(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    return row
