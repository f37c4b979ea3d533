"""What is expected before the start, and what came out: the experiment's first and last page.

Once training has begun the expectation is shut: it can be read and copied, and written anew from the start.
"""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QSizePolicy, QWidget

from core.text import UserError, Words
from gui.icons import icon
from gui.labs.race.choice_buttons import ChoiceButtons
from gui.theme import Theme
from gui.widgets.card import Card
from gui.widgets.field_undo import pass_undo
from gui.widgets.live_label import LiveLabel
from gui.widgets.message_line import MessageLine


class ThoughtsCard(Card):
    """Asks for the expected winner (its series, −1 for none), for the two texts, and to start anew."""

    winner_chosen = Signal(int)
    prediction_written = Signal(str)
    conclusion_written = Signal(str)
    anew_requested = Signal()

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, "race.thoughts", parent)
        self._words = words
        self._question, self._after = QLabel(self), QLabel(self)
        self.winners = ChoiceButtons("racePredicted", self)
        self.winners.chosen.connect(lambda key: self.winner_chosen.emit(int(key)))
        self.prediction, self.conclusion = QPlainTextEdit(self), QPlainTextEdit(self)
        self.outcome = LiveLabel()
        self.outcome.setObjectName("raceOutcome")
        self.message = MessageLine(theme, self)
        for text, name, written in (
            (self.prediction, "racePrediction", self.prediction_written),
            (self.conclusion, "raceConclusion", self.conclusion_written),
        ):
            text.setObjectName(name)
            text.setProperty("role", "words")
            text.setTabChangesFocus(True)
            # Every word is in the state: Undo takes it back there.
            text.setUndoRedoEnabled(False)
            pass_undo(text)
            text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
            text.textChanged.connect(lambda text=text, written=written: written.emit(text.toPlainText()))
        for label in (self._question, self._after):
            label.setWordWrap(True)
        for part in (self._question, self._lock_line(), self.winners):
            self.add(part)
        self.add(self.prediction, 1)
        self.add(self._after)
        self.add(self.outcome)
        self.add(self.conclusion, 1)
        self.add(self.message)
        self.set_words(words)
        self.set_theme(theme)

    def show_thoughts(
        self,
        entrants: list[tuple[int, str, QIcon]],
        predicted: int,
        prediction: str,
        conclusion: str,
        locked: bool,
        outcome: str,
    ) -> None:
        """Show who may win as (series, name, icon), what was written, and what came out. Emits nothing."""
        self._question.setVisible(not locked)
        self._locked.setVisible(locked)
        self.winners.setEnabled(not locked)
        self.prediction.setReadOnly(locked)
        example = "race.prediction_none" if locked else "race.prediction_example"
        self.prediction.setPlaceholderText(self._words(example))
        self.winners.set_choices([(str(series), name, mark) for series, name, mark in entrants])
        self.winners.show_choice(str(predicted))
        for field, text in ((self.prediction, prediction), (self.conclusion, conclusion)):
            if field.toPlainText() != text:
                with QSignalBlocker(field):
                    field.setPlainText(text)
                self.message.clear_message()
        self.outcome.tell(outcome)

    def _lock_line(self) -> QWidget:
        """Return the line that stands instead of the question when it is too late."""
        self._locked = QWidget(self)
        self._locked.setObjectName("raceLocked")
        self._lock = QLabel(self._locked)
        self._lock_said = LiveLabel("hint", self._locked)
        self.anew = QPushButton(self._locked)
        self.anew.setObjectName("racePredictAnew")
        self.anew.clicked.connect(self.anew_requested)
        line = QHBoxLayout(self._locked)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._lock)
        line.addWidget(self._lock_said, 1)
        line.addWidget(self.anew)
        self._locked.hide()
        return self._locked

    def refuse(self, error: UserError, prediction: str, conclusion: str) -> None:
        """Say why a text was refused, and show the one that stays."""
        for field, text in ((self.prediction, prediction), (self.conclusion, conclusion)):
            if field.toPlainText() != text:
                with QSignalBlocker(field):
                    field.setPlainText(text)
        self.message.show_error(error.said_in(self._words.lang))

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self._words = words
        self._question.setText(words("race.who_wins"))
        self._after.setText(words("race.conclusion"))
        self._lock_said.tell(words("race.prediction_is_locked"))
        self.anew.setText(words("race.predict_anew"))
        self.anew.setToolTip(words("race.predict_anew_tip"))
        self.winners.setAccessibleName(words("race.who_wins"))
        self.prediction.setAccessibleName(words("race.prediction_why"))
        example = "race.prediction_none" if self.prediction.isReadOnly() else "race.prediction_example"
        self.prediction.setPlaceholderText(words(example))
        self.conclusion.setAccessibleName(words("race.conclusion"))
        self.conclusion.setPlaceholderText(words("race.conclusion_example"))

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.message.set_theme(theme)
        self.winners.set_theme(theme)
        self._lock.setPixmap(icon("lock", theme).pixmap(QSize(theme.em, theme.em)))
        for field in (self.prediction, self.conclusion):
            field.setMinimumHeight(round(3.4 * theme.em))
