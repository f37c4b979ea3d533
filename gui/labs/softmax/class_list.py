"""The classes as a list of fields: name and logit of each, and how many there are."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from core.labs.softmax import CLASS_COUNT
from core.record import written_number
from core.text import UserError, Words
from gui.icons import icon
from gui.theme import Theme
from gui.widgets.field_undo import pass_undo
from gui.widgets.message_line import MessageLine
from gui.widgets.opaque import Opaque
from gui.widgets.param_box import IntegerBox


class _Field(QLineEdit):
    """A field that asks once for what was typed, and shows the value that there is."""

    asked = Signal(str)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._shown = ""
        self.editingFinished.connect(self._ask)
        pass_undo(self)

    def show_text(self, text: str) -> None:
        """Show ``text``, unless somebody is typing over the same text."""
        if text != self._shown or not self.isModified():
            self._shown = text
            if self.text() != text:
                self.setText(text)
                self.setCursorPosition(0)
            self.setModified(False)

    def take_back(self) -> None:
        """Show the value that there is instead of what was typed."""
        self.setText(self._shown)
        self.setModified(False)

    def _ask(self) -> None:
        if self.isModified() and self.text() != self._shown:
            self.asked.emit(self.text())
        self.setModified(False)


class ClassRow(Opaque):
    """One class: its mark, name and logit, and what was wrong with what was typed.

    It paints the card itself: its number changes with every move of a bar.
    """

    def __init__(self, index: int, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mark = QLabel(self)
        self.name = _Field(f"className_{index}", self)
        self.logit = _Field(f"logit_{index}", self)
        self.logit.setProperty("mono", True)
        self.logit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.message = MessageLine(theme, self)
        self.message.setObjectName(f"logit_{index}_error")
        self._error: UserError | None = None
        self._line = QHBoxLayout()
        self._line.addWidget(self.mark)
        self._line.addWidget(self.name, 5)
        self._line.addWidget(self.logit, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._line)
        column.addWidget(self.message)
        for field in (self.name, self.logit):
            field.textEdited.connect(self.clear_error)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QGuiApplication.palette().base())
        painter.end()

    def refuse(self, error: UserError, words: Words) -> None:
        """Say what was wrong, and show the values that there are."""
        self._error = error
        self.message.show_error(error.said_in(words.lang))
        self.name.take_back()
        self.logit.take_back()

    def clear_error(self) -> None:
        """Take the message away."""
        if self._error is not None:
            self._error = None
            self.message.clear_message()

    def set_words(self, words: Words, number: int, name: str) -> None:
        """Say the names of the fields, and a message there is, in a language."""
        self.name.setAccessibleName(words("softmax.class_name", number=number))
        self.name.setToolTip(words("softmax.class_name_tip"))
        self.logit.setAccessibleName(words("softmax.class_logit", name=name))
        self.logit.setToolTip(words("softmax.class_logit_tip"))
        if self._error is not None:
            self.message.show_error(self._error.said_in(words.lang))

    def set_theme(self, theme: Theme) -> None:
        """Take the sizes of ``theme``."""
        self.message.set_theme(theme)
        self._line.setSpacing(theme.px(6))
        self.mark.setFixedWidth(theme.em)
        for field in (self.name, self.logit):
            field.setMinimumWidth(theme.px(theme.tokens.number_font) * 3)

    def show_mark(self, mark: str, color: QColor) -> None:
        """Show the class's mark in its colour."""
        self.mark.setText(mark)
        if self.mark.palette().color(QPalette.ColorRole.WindowText) != color:
            self.mark.setStyleSheet(f"color: {color.name()}")


class ClassList(QWidget):
    """Asks for names, logits and another number of classes.

    Signals:
        name_typed(index, text), logit_typed(index, text): as they were typed.
        count_requested(count): another number of classes.
    """

    name_typed = Signal(int, str)
    logit_typed = Signal(int, str)
    count_requested = Signal(int)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._theme = words, theme
        self.rows: list[ClassRow] = []
        self._names: tuple[str, ...] = ()
        self._count_error: UserError | None = None
        self._heads = QLabel(self), QLabel(self)
        self._count_label = QLabel(self)
        self.less, self.more = QToolButton(self), QToolButton(self)
        self.less.setObjectName("removeClass")
        self.more.setObjectName("addClass")
        self.count = IntegerBox(CLASS_COUNT, self)
        self.count.setObjectName("classCount")
        self.message = MessageLine(theme, self)
        self.message.setObjectName("classCount_error")
        self._lay_out()
        self.less.clicked.connect(lambda: self._ask_count(len(self._names) - 1))
        self.more.clicked.connect(lambda: self._ask_count(len(self._names) + 1))
        self.count.valueChanged.connect(self._ask_count)
        self.count.refused.connect(self.refuse_count)
        self.set_theme(theme)
        self.set_words(words)

    def show_classes(
        self,
        names: tuple[str, ...],
        logits: list[float],
        marks: tuple[str, ...],
        colors: tuple[QColor, ...],
    ) -> None:
        """Show a row for each class. Emits nothing."""
        if len(names) != len(self._names):
            self.clear_errors()
        while len(self.rows) < len(names):
            self._add_row()
        for index, row in enumerate(self.rows):
            shown = index < len(names)
            if row.isVisibleTo(self) != shown:
                row.setVisible(shown)
            if shown:
                row.name.show_text(names[index])
                row.logit.show_text(written_number(logits[index]))
                row.show_mark(marks[index], colors[index])
        if names != self._names:
            self._names = names
            self._name_rows()
        self._show_count()

    def refuse_row(self, index: int, error: UserError) -> None:
        """Say under a class why its name or logit was refused."""
        self.rows[index].refuse(error, self._words)

    def refuse_count(self, error: UserError) -> None:
        """Say why there cannot be that many classes, and show how many there are."""
        self._count_error = error
        self.message.show_error(error.said_in(self._words.lang))
        self._show_count()

    def clear_errors(self) -> None:
        """Take every message away."""
        for row in self.rows:
            row.clear_error()
        if self._count_error is not None:
            self._count_error = None
            self.message.clear_message()

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        for head, id in zip(self._heads, ("softmax.head_name", "softmax.head_logit"), strict=True):
            head.setText(words(id))
        self._count_label.setText(words("softmax.class_count"))
        self.count.setAccessibleName(words("softmax.class_count"))
        for button, id in ((self.less, "softmax.remove_class"), (self.more, "softmax.add_class")):
            button.setAccessibleName(words(id))
            button.setToolTip(words(id))
        if self._count_error is not None:
            self.message.show_error(self._count_error.said_in(words.lang))
        self._name_rows()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self._column.setSpacing(theme.px(4))
        self.message.set_theme(theme)
        for row in self.rows:
            row.set_theme(theme)
        self._head_line.setContentsMargins(theme.em + theme.px(6), 0, 0, 0)
        self.more.setIcon(icon("plus", theme))
        self.less.setIcon(icon("minus", theme))
        self.count.setMaximumWidth(theme.px(theme.tokens.number_font) * 4)

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._head_line = QHBoxLayout()
        for head, share in zip(self._heads, (5, 4), strict=True):
            head.setProperty("role", "muted")
            head.setWordWrap(True)
            self._head_line.addWidget(head, share)
        self._rows = QVBoxLayout()
        count = QHBoxLayout()
        self._count_label.setProperty("role", "muted")
        self._count_label.setWordWrap(True)
        count.addWidget(self._count_label, 1)
        for part in (self.less, self.count, self.more):
            count.addWidget(part)
        for part in (self._head_line, self._rows, count):
            self._column.addLayout(part)
        self._column.addWidget(self.message)

    def _add_row(self) -> None:
        index = len(self.rows)
        row = ClassRow(index, self._theme, self)
        row.set_theme(self._theme)
        row.name.asked.connect(partial(self.name_typed.emit, index))
        row.logit.asked.connect(partial(self.logit_typed.emit, index))
        self.rows.append(row)
        self._rows.addWidget(row)

    def _name_rows(self) -> None:
        for number, (row, name) in enumerate(zip(self.rows, self._names, strict=False), start=1):
            row.set_words(self._words, number, name)

    def _ask_count(self, count: int) -> None:
        if count != len(self._names):
            self.count_requested.emit(count)

    def _show_count(self) -> None:
        if self.count.value() == len(self._names) and self.count.text() == str(len(self._names)):
            return
        blocked = self.count.blockSignals(True)
        self.count.setValue(len(self._names))
        self.count.blockSignals(blocked)
