"""What the teacher's own window shows while the class sees another screen: clock, next step, notes and the tools."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QElapsedTimer, QSize, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QLabel, QToolButton, QVBoxLayout, QWidget

from core.stage import StageState
from core.text import Words
from gui.icons import icon
from gui.stage.content import StageContent
from gui.theme import Theme
from gui.widgets.command_button import CommandButton
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.live_label import LiveLabel

# When these commands are in force, the class does not see what the teacher sees.
_SEEN = ("freeze", "blank", "whiten")


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
        self.seen = {id: self._button(id, actions[id], "seen") for id in _SEEN}
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

    def _button(self, id: str, action: QAction, role: str = "presenter") -> QToolButton:
        button = CommandButton(action, self._tools) if role == "presenter" else QToolButton(self._tools)
        button.setObjectName(f"{role}_{id}")
        if role == "presenter":
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        else:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.clicked.connect(action.trigger)
            button.hide()
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

    def show_state(self, state: StageState) -> None:
        """Say in words and colour when the class does not see what the teacher does; a click ends it."""
        # Under a sheet nobody sees whether the picture follows.
        is_still = state.frozen and not state.cover
        in_force = {"freeze": is_still, "blank": state.cover == "black", "whiten": state.cover == "white"}
        for id, button in self.seen.items():
            button.setVisible(in_force[id])
        self.setProperty("differs", any(in_force.values()))
        told = (button.text() for id, button in self.seen.items() if in_force[id])
        self.setAccessibleDescription("\n".join(told))
        self._color()

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        for id, button in self.seen.items():
            button.setText(words(f"stage.class_{id}"))
            button.setAccessibleName(button.text())
            button.setToolTip(words(f"stage.class_{id}_tip"))
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
        for button in (*self.buttons.values(), *self.seen.values()):
            button.setIconSize(QSize(theme.px(18), theme.px(18)))
        for id, button in self.seen.items():
            button.setIcon(icon(id, theme, "card"))
            button.setMinimumHeight(theme.px(theme.tokens.target))
        self._theme = theme
        self._color()

    def _color(self) -> None:
        tokens = self._theme.tokens
        differs = bool(self.property("differs"))
        style = (
            f"#presenterStrip {{ background: {tokens.card}; border: none;"
            f" border-bottom: {self._theme.px(3)}px solid {tokens.probe_ink if differs else tokens.border}; }}"
            f" #seen_freeze, #seen_blank, #seen_whiten {{ background: {tokens.probe_ink}; color: {tokens.card};"
            f" border: 2px solid {tokens.probe_ink}; font-weight: bold; }}"
            f" #seen_freeze:focus, #seen_blank:focus, #seen_whiten:focus {{ border-color: {tokens.accent}; }}"
        )
        if style != self.styleSheet():
            self.setStyleSheet(style)

    def _show_time(self) -> None:
        seconds = self._since.elapsed() // 1000 if self._since.isValid() else 0
        elapsed = f"{seconds // 60}:{seconds % 60:02d}"
        self.clock.setText(self._words("stage.clock", time=datetime.now().strftime("%H:%M"), elapsed=elapsed))
