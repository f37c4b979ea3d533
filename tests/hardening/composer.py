"""An input method that composes Hangul, as ibus or Windows does: it holds the last syllable until it is asked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget


class Composer:
    """Types Hangul into what has the keyboard; ``compose`` leaves the last syllable underlined and in no text."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._held: tuple[QWidget, str] | None = None
        patch.setattr("gui.composing.ask_input_method", self.finish)

    def compose(self, text: str) -> None:
        """Type ``text`` so that its last syllable is still being composed."""
        field = QApplication.focusWidget()
        assert field is not None
        assert field.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled), f"{field} takes no Hangul"
        whole = QInputMethodEvent()
        whole.setCommitString(text[:-1])
        QCoreApplication.sendEvent(field, whole)
        look = [QInputMethodEvent.Attribute(QInputMethodEvent.AttributeType.Cursor, 1, 1, None)]
        QCoreApplication.sendEvent(field, QInputMethodEvent(text[-1], look))
        self._held = (field, text[-1])

    def finish(self) -> None:
        """Answer who asks: the syllable is committed where it stands."""
        held, self._held = self._held, None
        if held is not None:
            committed = QInputMethodEvent()
            committed.setCommitString(held[1])
            QCoreApplication.sendEvent(held[0], committed)

    @property
    def holds(self) -> bool:
        """Whether a syllable is in no text yet."""
        return self._held is not None
