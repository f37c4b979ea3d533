"""Run, pause, one step, one epoch, back, reset; and where the race stands."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QPushButton, QToolButton, QVBoxLayout, QWidget

from core.text import Words
from gui.icons import icon
from gui.labs.race.export_menu import ExportButton
from gui.theme import Theme
from gui.widgets.card import Card
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.live_label import LiveLabel
from gui.widgets.message_line import MessageLine

# name -> icon
_BUTTONS = {"step": "step", "epoch": "epoch", "back": "back", "reset": "reset"}


class RunCard(Card):
    """Asks for "run", "step", "epoch", "back" (Shift: "epoch_back"), "reset"; for a seed on the board; for a file."""

    asked = Signal(str)
    seed_requested = Signal(int)
    export_asked = Signal(str)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, parent=parent)
        self.run = QPushButton(self)
        self.run.setObjectName("raceRun")
        self.run.setProperty("role", "primary")
        self.run.clicked.connect(lambda: self.asked.emit("run"))
        self.buttons: dict[str, QToolButton] = {}
        box = QWidget(self)
        self._flow = FlowLayout(box)
        self._flow.addWidget(self.run)
        for name in _BUTTONS:
            button = QToolButton(self)
            button.setObjectName(f"race{name.capitalize()}")
            button.clicked.connect(lambda _checked=False, name=name: self._ask(name))
            self.buttons[name] = button
            self._flow.addWidget(button)
        self.seed = QComboBox(self)
        self.seed.setObjectName("raceBoardSeed")
        self.seed.activated.connect(lambda row: self.seed_requested.emit(row - 1))
        self._flow.addWidget(self.seed)
        self.export = ExportButton(words, self.export_asked.emit, self)
        self._flow.addWidget(self.export)
        self.status = LiveLabel("muted")
        self.status.setObjectName("raceStatus")
        self.notice = LiveLabel("hint")
        self.notice.setObjectName("raceNotice")
        lines = QWidget(self)
        self._lines = QVBoxLayout(lines)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.addWidget(box)
        self._lines.addWidget(self.status)
        self._lines.addWidget(self.notice)
        self.message = MessageLine(theme, self)
        self._lines.addWidget(self.message)
        self.add(lines)
        self._running = False
        self._seeds = 0
        self._theme = theme
        self.set_words(words)
        self.set_theme(theme)

    def show_running(self, running: bool) -> None:
        """Say what the first button does now."""
        if running != self._running:
            self._running = running
            self._say_run()

    def show_seeds(self, chosen: int, seeds: int) -> None:
        """Show which of ``seeds`` seeds the board shows, -1 for their mean."""
        if seeds != self._seeds:
            self._seeds = seeds
            self._fill_seeds()
        self.seed.setCurrentIndex(chosen + 1)

    def show_status(self, status: str, notice: str, can_go_back: bool) -> None:
        """Say where the race stands."""
        self.status.tell(status)
        self.notice.tell(notice)
        if self.notice.isHidden() == bool(notice):
            self.notice.setVisible(bool(notice))
        if self.buttons["back"].isEnabled() != can_go_back:
            self.buttons["back"].setEnabled(can_go_back)

    def show_possible(self, possible: bool) -> None:
        """Let training be asked for, or not while there is no race on the setting."""
        for button in (self.run, self.buttons["step"], self.buttons["epoch"]):
            button.setEnabled(possible)

    def tell(self, said: str, is_error: bool = False) -> None:
        """Say what came of saving a file."""
        if is_error:
            self.message.show_error(said)
        elif said:
            self.message.show_hint(said)
        else:
            self.message.clear_message()

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self._words = words
        for name, button in self.buttons.items():
            button.setAccessibleName(words(f"race.{name}_button"))
            button.setToolTip(words(f"race.{name}_button_tip"))
        self.export.set_words(words)
        self.seed.setAccessibleName(words("race.board_seed"))
        self.seed.setToolTip(words("race.board_seed_tip"))
        chosen = self.seed.currentIndex()
        self._fill_seeds()
        self.seed.setCurrentIndex(chosen)
        self._say_run()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._theme = theme
        self._flow.setSpacing(theme.px(6))
        self._lines.setSpacing(theme.px(4))
        self.message.set_theme(theme)
        for name, button in self.buttons.items():
            button.setIcon(icon(_BUTTONS[name], theme))
            button.setIconSize(QSize(theme.em, theme.em))
            button.setMinimumWidth(theme.px(theme.tokens.target))
        self._say_run()

    def _ask(self, name: str) -> None:
        shift = QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        self.asked.emit("epoch_back" if name == "back" and shift else name)

    def _fill_seeds(self) -> None:
        words = self._words
        self.seed.clear()
        self.seed.addItem(words("race.board_mean"))
        self.seed.addItems([words("race.seed_number", number=str(n + 1)) for n in range(self._seeds)])

    def _say_run(self) -> None:
        words = self._words
        self.run.setText(words("race.pause_button" if self._running else "race.run_button"))
        self.run.setToolTip(words("race.pause_button_tip" if self._running else "race.run_button_tip"))
        self.run.setIcon(icon("pause" if self._running else "play", self._theme, "accent_ink"))
        self.run.setIconSize(QSize(self._theme.em, self._theme.em))
