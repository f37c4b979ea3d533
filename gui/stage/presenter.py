"""What the teacher's own window shows while the class sees another screen: clock, next step, notes and the tools."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QElapsedTimer, QSize, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QLabel, QToolButton, QVBoxLayout, QWidget

from core.text import Words
from gui.stage.content import StageContent
from gui.theme import Theme
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.live_label import LiveLabel


class PresenterStrip(QFrame):
    """A strip above the lab, in view as long as the stage is on another screen."""

    def __init__(
        self, words: Words, theme: Theme, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("presenterStrip")
        self._words = words
        self._since = QElapsedTimer()
        self._content = StageContent("")
        self._asked = ""
        self.clock, self.next_step = QLabel(self), QLabel(self)
        self.clock.setObjectName("presenterClock")
        self.next_step.setObjectName("presenterNext")
        self.notes = LiveLabel("muted", self)
        self.notes.setObjectName("presenterNotes")
        self._tools = QWidget(self)
        self._flow = FlowLayout(self._tools, 4)
        self._flow.addWidget(self.clock)
        self.buttons = {id: self._button(id, action) for id, action in actions.items()}
        self._flow.addWidget(self.next_step)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._tools)
        self._column.addWidget(self.notes)
        self._tick = QTimer(self)
        self._tick.timeout.connect(self._show_time)
        self.hide()
        self.set_theme(theme)
        self.set_words(words)

    def _button(self, id: str, action: QAction) -> QToolButton:
        button = QToolButton(self._tools)
        button.setObjectName(f"presenter_{id}")
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self._flow.addWidget(button)
        return button

    def begin(self) -> None:
        """Come into view; the clock starts where the projection did."""
        if not self._since.isValid():
            self._since.start()
        self._show_time()
        self._tick.start(1000)
        self.show()

    def pause(self) -> None:
        """Go out of view for as long as there is no other screen; the clock goes on."""
        self._tick.stop()
        self.hide()

    def end(self) -> None:
        """Go out of view; the next projection's clock starts anew."""
        self.pause()
        self._since.invalidate()

    def show_content(self, content: StageContent, asked: str) -> None:
        """Show what comes next: the next step, or what is ``asked`` and hidden."""
        self._content, self._asked = content, asked
        step = content.next_step or asked
        self.next_step.setText(self._words("stage.next", step=step) if step else "")
        self.next_step.setVisible(bool(step))
        self.notes.tell(self._words("stage.notes", notes=content.notes) if content.notes else "")
        self.notes.setVisible(bool(content.notes))

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self.setAccessibleName(words("stage.presenter"))
        for id, button in self.buttons.items():
            button.setAccessibleName(words(f"action.{id}"))
        self.show_content(self._content, self._asked)
        self._show_time()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        side = theme.px(10)
        self._column.setContentsMargins(side, theme.px(4), side, theme.px(4))
        for label in (self.clock, self.next_step):
            label.setMinimumHeight(theme.px(theme.tokens.target))
        for button in self.buttons.values():
            button.setIconSize(QSize(theme.px(18), theme.px(18)))
        self.setStyleSheet(
            f"#presenterStrip {{ background: {theme.tokens.card}; border: none;"
            f" border-bottom: 1px solid {theme.tokens.border}; }}"
        )

    def _show_time(self) -> None:
        seconds = self._since.elapsed() // 1000 if self._since.isValid() else 0
        elapsed = f"{seconds // 60}:{seconds % 60:02d}"
        self.clock.setText(self._words("stage.clock", time=datetime.now().strftime("%H:%M"), elapsed=elapsed))
