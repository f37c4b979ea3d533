"""Whose record is used: a button with the learner's name, and the small windows that ask for one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from core.lessons.nameless import NamelessRecord, answers_in
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
        menu, words, learner = self._menu, self._words, self._learner
        menu.clear()
        group, name = QActionGroup(menu), learner.progress.name
        answers = 0 if name else answers_in(learner.progress)
        if answers:
            self._add(group, words("progress.nameless_now", count=answers), "", lambda: None, True)
        new = "progress.guest_anew" if answers else "progress.guest"
        self._add(group, words(new), "", lambda: learner.choose(""), not name and not answers)
        for record in learner.waiting():
            self._add(group, _told(record, words), record.id, lambda record=record: learner.go_on_with(record), False)
        for other in learner.names():
            self._add(group, other, other, lambda other=other: learner.choose(other), other == name)
        menu.addSeparator()
        menu.addAction(words("progress.new"), self.ask_new)
        menu.addAction(words("progress.rename"), self.ask_rename).setEnabled(bool(name))
        delete = menu.addAction(words("progress.delete" if name or not answers else "progress.delete_nameless"))
        delete.triggered.connect(self.ask_delete)
        delete.setEnabled(bool(name or answers))

    def _add(self, group: QActionGroup, text: str, data: str, choose: Callable[[], None], is_chosen: bool) -> None:
        action = QAction(text.replace("&", "&&"), self._menu)
        action.setCheckable(True)
        action.setChecked(is_chosen)
        action.setData(data)
        action.triggered.connect(lambda _checked=False: choose())
        group.addAction(action)
        self._menu.addAction(action)


def _told(record: NamelessRecord, words: Words) -> str:
    """Return how a record without a name is told from others: when it was, and how much, never what was answered."""
    last = record.last
    when = words("progress.when", month=last.month, day=last.day, time=last.strftime("%H:%M"))
    return words("progress.nameless", when=when, count=record.answers)


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
        self.setWindowTitle(
            words("progress.delete_title" if learner.progress.name else "progress.delete_nameless_title")
        )
        self._learner = learner
        name = learner.progress.name
        asked = words("progress.confirm_delete", name=name) if name else words("progress.confirm_delete_nameless")
        label = QLabel(asked, self)
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
