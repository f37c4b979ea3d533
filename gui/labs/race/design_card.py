"""The design of the experiment: the data, the networks, how they learn, when they end."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QWidget

from core.labs.race import RaceState
from core.text import UserError, Words
from core.training.datasets import KINDS, OWN
from core.training.plan import INITIALIZATIONS, OPTIMIZERS, Plan
from gui.labs.race.choice_buttons import ChoiceButtons
from gui.labs.race.goal_fields import GoalFields
from gui.labs.race.section import Section
from gui.labs.race.settings_rows import DATA_SETTINGS, RESTARTS, SettingRow
from gui.labs.race.wrapped_check import WrappedCheck
from gui.theme import Theme
from gui.widgets.card import Card
from gui.widgets.live_label import LiveLabel
from gui.widgets.message_line import MessageLine

_FIRST = ("depth", "width", "learning_rate", "batch_size", "seeds", "noise")
_MORE = ("momentum", "init_std", "l1", "l2", "count", "test_share", "seed", "first_seed")


class DesignCard(Card):
    """Asks for values: ``set_requested`` carries "design", "data" or "goal", the name and the value."""

    set_requested = Signal(str, str, object)
    drag_started = Signal()
    drag_finished = Signal()

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, "race.design", parent)
        self._words = words
        self.hint = LiveLabel("muted")
        self.add(self.hint)
        self.message = MessageLine(theme, self)
        self.add(self.message)
        self._error: UserError | None = None
        self._setting_error = False
        self._labels: dict[str, QLabel] = {}
        self.kinds = ChoiceButtons("datasetPicker", self)
        self.optimizers = ChoiceButtons("raceOptimizer", self)
        self.initializations = ChoiceButtons("raceInitialization", self)
        self.kinds.chosen.connect(lambda key: self.set_requested.emit("data", "kind", key))
        self.optimizers.chosen.connect(lambda key: self.set_requested.emit("design", "optimizer", key))
        self.initializations.chosen.connect(lambda key: self.set_requested.emit("design", "initialization", key))
        self.rows = {name: self._row(name, words, theme) for name in (*_FIRST, *_MORE)}
        self.all_samples = WrappedCheck("raceAllSamples", self)
        self.all_samples.clicked.connect(self._ask_for_all)
        self.task = LiveLabel("muted")
        self.goal = GoalFields(words, theme, self)
        self.goal.set_requested.connect(lambda name, value: self.set_requested.emit("goal", name, value))
        self.more = Section(words, theme, "race.more", False, self)
        self.goal_section = Section(words, theme, "race.goal", True, self)
        self._lay_out()
        self._name_parts()
        self.set_theme(theme)

    def _lay_out(self) -> None:
        self._labelled("race.data", self.kinds)
        self.add(self.task)
        for name in _FIRST:
            self.add(self.rows[name])
            if name == "batch_size":
                self.add(self.all_samples)
        self._labelled("race.optimizer", self.optimizers)
        self._labelled("race.initialization", self.initializations)
        self.add(self.goal_section)
        self.goal_section.lines.addWidget(self.goal)
        self.add(self.more)
        for name in _MORE:
            self.more.lines.addWidget(self.rows[name])
        self.add_stretch()

    def _labelled(self, id: str, widget: QWidget) -> None:
        label = QLabel(self)
        label.setWordWrap(True)
        self._labels[id] = label
        self.add(label)
        self.add(widget)

    def _row(self, name: str, words: Words, theme: Theme) -> SettingRow:
        row = SettingRow(name, words, theme)
        part = "data" if name in DATA_SETTINGS else "design"
        row.requested.connect(lambda value: self.set_requested.emit(part, name, value))
        row.drag_started.connect(self.drag_started)
        row.drag_finished.connect(self.drag_finished)
        return row

    def show_state(self, state: RaceState, is_regression: bool) -> None:
        """Show the values of ``state``. Emits nothing."""
        self.kinds.show_choice(state.data.kind)
        self.optimizers.show_choice(state.design.optimizer)
        self.initializations.show_choice(state.design.initialization)
        for name, row in self.rows.items():
            row.show_value(getattr(state.data if name in DATA_SETTINGS else state.design, name))
        self.all_samples.setChecked(state.design.batch_size == 0)
        self.goal.show_goal(state.goal, state.pace, is_regression)
        own = state.data.kind == OWN
        for name in ("noise", "count"):
            self.rows[name].setEnabled(not own)
        self.rows["momentum"].setEnabled(state.design.optimizer == "momentum")
        self.rows["init_std"].setEnabled(state.design.initialization == "normal")

    def show_plan(self, plan: Plan | None) -> None:
        """Say what the task is, and which output and loss follow from it."""
        if plan is None:
            return
        data, sizes = plan.dataset, "-".join(str(n) for n in plan.sizes)
        said = self._words(f"race.task_{plan.loss}")
        self.task.tell(
            self._words("race.task", task=said, sizes=sizes, train=str(data.train_count), test=str(len(data.test)))
        )

    def show_setting_error(self, error: UserError | None) -> None:
        """Say why there can be no race on the setting; a message about a request goes only when it is about this."""
        if error is not None:
            self._setting_error = True
            self.show_error(error)
        elif self._setting_error:
            self._setting_error = False
            self.show_error(None)

    def show_error(self, error: UserError | None) -> None:
        """Say why a request was refused; None when there is nothing to say."""
        self._error = error
        if error is None:
            self.message.clear_message()
        else:
            self.message.show_error(error.said_in(self._words.lang))

    def refuse(self, name: str, error: UserError) -> None:
        """Say at the row ``name`` why its value was refused, on top of the card if there is no such row."""
        if name in self.rows:
            self.rows[name].refuse(error)
        elif name in ("target", "last_epoch"):
            self.goal.refuse(error)
        else:
            self.show_error(error)

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self._words = words
        for row in self.rows.values():
            row.set_words(words)
        for part in (self.more, self.goal_section, self.goal):
            part.set_words(words)
        self._name_parts()
        self.show_error(self._error)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for row in self.rows.values():
            row.set_theme(theme)
        parts = (self.all_samples, self.more, self.goal_section, self.goal, self.message)
        for part in (*parts, self.kinds, self.optimizers, self.initializations):
            part.set_theme(theme)

    def _ask_for_all(self, checked: bool) -> None:
        # Not committed within the click: the check mark follows the state, and the state may refuse.
        value = 0 if checked else 32
        QTimer.singleShot(0, self, lambda: self.set_requested.emit("design", "batch_size", value))

    def _name_parts(self) -> None:
        words = self._words
        self.hint.tell(words("race.restarts_hint"))
        for id, label in self._labels.items():
            label.setText(words(id) + RESTARTS)
        self.kinds.setAccessibleName(words("race.data"))
        self.kinds.set_choices([(key, words(f"race.data_{key}"), None) for key in (*KINDS, OWN)])
        self.optimizers.setAccessibleName(words("race.optimizer"))
        self.optimizers.set_choices([(key, words(f"race.optimizer_{key}"), None) for key in OPTIMIZERS])
        self.initializations.setAccessibleName(words("race.initialization"))
        self.initializations.set_choices([(key, words(f"race.initialization_{key}"), None) for key in INITIALIZATIONS])
        self.initializations.set_tips({key: words(f"race.initialization_{key}_tip") for key in INITIALIZATIONS})
        self.all_samples.setText(words("race.all_samples"))
