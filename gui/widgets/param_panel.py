"""The parameters of the function in view."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from core.record import Activation, Parameter, Value
from core.text import Text, UserError, Words
from gui.theme import Theme
from gui.widgets.live_label import LiveLabel
from gui.widgets.param_row import FOCUS_FRAME, NumberRow, ParamRow, WrappedLabel, row_for


class ParamPanel(QWidget):
    """One row per parameter. Asks for values and ranges; shows those it is given.

    ``refused`` tells what ``show_error`` was told, for a second panel that asks through this one.
    """

    param_requested = Signal(str, object)
    drag_started = Signal(str)
    drag_finished = Signal(str)
    reset_requested = Signal()
    range_requested = Signal(str, float, float, float)
    refused = Signal(str, object)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paramPanel")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._words, self._theme = words, theme
        self._built_for: tuple[str, tuple[Parameter, ...], Text | None] | None = None
        self._rows: dict[str, ParamRow] = {}
        self._record: Activation | None = None
        self._params: Mapping[str, Value] = {}
        self._notes: tuple[str, ...] = ()
        self._title = QLabel()
        self._title.setProperty("role", "muted")
        self._reset = QPushButton()
        self._reset.setObjectName("paramReset")
        self._reset.setProperty("role", "flat")
        self._reset.clicked.connect(self._ask_for_reset)
        self._none, self._note = WrappedLabel(), LiveLabel("muted")
        self._none.setProperty("role", "muted")
        self._lay_out()
        self._retell()

    def show_params(
        self,
        record: Activation,
        params: Mapping[str, Value],
        ranges: Mapping[str, tuple[float, float, float]],
    ) -> None:
        """Show the parameters of ``record``. Emits nothing.

        Args:
            params: the value of each parameter.
            ranges: (low, high, step) of the sliders the user has changed; the others take the record's.
        """
        if record is not self._record:
            self._take_record(record)
        self._params = params
        for name, row in self._rows.items():
            parameter = row.parameter
            row.show_range(*ranges.get(name, (parameter.low, parameter.high, parameter.step)))
            row.show_value(params.get(name, parameter.default))

    def show_notes(self, notes: tuple[str, ...]) -> None:
        """Show more lines under the record's own note, in the language of the moment."""
        if notes != self._notes:
            self._notes = notes
            self._say_note()

    def show_error(self, name: str, error: UserError) -> None:
        """Say under the row of ``name`` why its last request was refused, and show the value it has."""
        if name in self._rows:
            self._rows[name].refuse(error)
        self.refused.emit(name, error)

    def stop_animation(self) -> None:
        """Stop whichever parameter is being animated."""
        for row in self._rows.values():
            row.stop()

    def set_words(self, words: Words) -> None:
        """Speak another language. Values, messages and a running animation stay."""
        self._words = words
        for row in self._rows.values():
            row.set_words(words)
        self._retell()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours and sizes of ``theme``."""
        self._theme = theme
        for row in self._rows.values():
            row.set_theme(theme)
        self._retell()

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.addWidget(self._title, 1)
        header.addWidget(self._reset)
        self._row_column = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(header)
        self._column.addWidget(self._none)
        self._column.addLayout(self._row_column)
        self._column.addWidget(self._note)

    def _take_record(self, record: Activation) -> None:
        self._record = record
        signature = (record.key, record.parameters, record.note)
        if signature == self._built_for:
            return
        self._built_for = signature
        self._clear()
        for parameter in record.parameters:
            row = row_for(parameter, self._words, self._theme)
            self._connect(parameter.name, row)
            self._rows[parameter.name] = row
            self._row_column.addWidget(row)
        self._retell()

    def _clear(self) -> None:
        """Remove the rows. A drag or animation is reported finished only after this turn: showing is silent."""
        for name, row in self._rows.items():
            if row.busy:
                QTimer.singleShot(0, self, partial(self.drag_finished.emit, name))
            row.blockSignals(True)
            row.stop()
            self._row_column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = {}

    def _checked(self, name: str, raw: object) -> Value:
        """Return ``raw`` as a value that goes together with the other parameters. Raises UserError."""
        assert self._record is not None
        others = {other: self._params[other] for other in self._rows if other in self._params}
        return self._record.checked({**others, name: raw})[name]

    def _connect(self, name: str, row: ParamRow) -> None:
        row.check = partial(self._checked, name)
        row.requested.connect(partial(self.param_requested.emit, name))
        row.drag_started.connect(partial(self.drag_started.emit, name))
        row.drag_finished.connect(partial(self.drag_finished.emit, name))
        row.range_requested.connect(partial(self.range_requested.emit, name))
        if isinstance(row, NumberRow):
            row.play.pressed.connect(partial(self._stop_others, name))

    def _stop_others(self, name: str) -> None:
        """Two animations at once would be two undo steps inside each other."""
        for other, row in self._rows.items():
            if other != name:
                row.stop()

    def _ask_for_reset(self) -> None:
        self.stop_animation()
        for row in self._rows.values():
            row.clear_error()
        self.reset_requested.emit()

    def _retell(self) -> None:
        words, theme = self._words, self._theme
        self.setFont(theme.font())
        self.setAccessibleName(words("param_panel.title"))
        self._title.setText(words("param_panel.title"))
        self._title.setFont(theme.font(bold=True))
        self._reset.setText(words("param_panel.reset"))
        self._reset.setToolTip(words("param_panel.reset_tip"))
        self._reset.setMinimumHeight(theme.px(theme.tokens.target) + FOCUS_FRAME)
        self._reset.setVisible(bool(self._rows))
        self._none.tell(words("param_panel.none"))
        self._none.setVisible(self._record is not None and not self._rows)
        self._column.setSpacing(theme.px(4))
        self._row_column.setSpacing(theme.px(12))
        self._say_note()

    def _say_note(self) -> None:
        own = (self._words.text(self._record.note),) if self._record is not None and self._record.note else ()
        self._note.tell("\n".join(own + self._notes))
        self._note.setVisible(bool(own + self._notes))
