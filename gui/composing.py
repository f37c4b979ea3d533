"""A syllable that is being composed, as Hangul is, becomes part of the text before the text is used."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit


def finish_composing() -> None:
    """End the composition in the field that has the keyboard: until then its last syllable is in no text.

    Qt asks for it when the keyboard goes elsewhere. A command that leaves it where it is has to ask by itself: a
    shortcut, a tool button, an entry of a menu, the end of the program.
    """
    ask_input_method()
    field = QApplication.focusWidget()
    if isinstance(field, QPlainTextEdit):
        # An input method that does not answer has kept it in the field.
        left = field.textCursor().block().layout().preeditAreaText()
        if left:
            commit_text(field, left)


def ask_input_method() -> None:
    """Ask the input method for what it holds; it answers with an event before this returns."""
    QGuiApplication.inputMethod().commit()


def commit_text(field: QPlainTextEdit, text: str) -> None:
    """Put ``text`` where the composition stands."""
    committed = QInputMethodEvent()
    committed.setCommitString(text)
    QApplication.sendEvent(field, committed)
