"""The table of facts on its card, with the measurement of cost."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from core.activations import activation
from core.cost import ELEMENTS, Cost
from core.export.table import Table
from core.facts import Facts
from core.labs.compare import Line
from core.labs.compare.exports import facts_table
from core.labs.compare.table import cost_key, headers, table
from core.text import Words
from gui.labs.compare.cost_run import CostRun
from gui.labs.compare.facts_table import FactsTable
from gui.theme import Theme
from gui.widgets.card import Card
from gui.widgets.code_view import CopyButton
from gui.widgets.copy_actions import offer_table
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.number_field import number_field

_WATCH_MS = 40


class FactsCard(Card):
    """Facts of every function; what has been measured on this machine is kept here, outside the undoable state."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, parent=parent)
        self._lines: tuple[Line, ...] = ()
        self._facts: tuple[Facts, ...] = ()
        self._costs: dict[tuple[object, ...], Cost] = {}
        self._reference: Cost | None = None
        self._run: CostRun | None = None
        self._was_cancelled = False
        self._watch = QTimer(self)
        self._watch.setInterval(_WATCH_MS)
        self._watch.timeout.connect(self._watch_run)
        self._build(words, theme)
        self._retell()

    def _build(self, words: Words, theme: Theme) -> None:
        self._words = words
        self.table = FactsTable(theme, self)
        offer_table(self.table, self.as_table)
        self.copy = CopyButton(words, theme, self.as_table, self)
        self.copy.setObjectName("compareCopyTable")
        self.measure = QPushButton(self)
        self.measure.setObjectName("compareMeasure")
        self.measure.clicked.connect(self._start_or_cancel)
        self.bar = QProgressBar(self)
        self.bar.setObjectName("compareProgress")
        self.bar.hide()
        self.status = ElidedLabel(self)
        self.status.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.status.setObjectName("compareCostStatus")
        self.status.setProperty("role", "muted")
        self.threshold = number_field("compareThreshold", self)
        self.threshold.setRange(0.0, 1.0)
        self.threshold.setSingleStep(0.01)
        self._threshold_label = QLabel(self)
        self._threshold_label.setProperty("role", "muted")
        head = QWidget(self)
        self._line = QHBoxLayout(head)
        self._line.setContentsMargins(0, 0, 0, 0)
        controls = QWidget(head)
        self._flow = FlowLayout(controls)
        for part in (self._threshold_label, self.threshold, self.measure, self.bar, self.status):
            self._flow.addWidget(part)
        self._line.addWidget(controls, 1)
        self._line.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        self.add(head)
        self.add(self.table, 1)
        self.set_theme(theme)

    def show_facts(self, lines: Sequence[Line], facts: Sequence[Facts], threshold: float) -> None:
        """Show the facts of these functions. Emits nothing."""
        self._lines, self._facts = tuple(lines), tuple(facts)
        if self.threshold.value() != threshold:
            blocked = self.threshold.blockSignals(True)
            self.threshold.setValue(threshold)
            self.threshold.blockSignals(blocked)
        self._titles = headers(threshold, self._words)
        rows = table(self._lines, self._facts, self._costs, self._reference, self._words)
        self.table.show_rows(self._titles, rows, tuple(line.series for line in self._lines))
        self._say_status()

    def as_table(self) -> Table:
        """Return the table as it stands."""
        return facts_table(self._titles, self.table.rows_in_view())

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self._words = words
        self.copy.set_words(words)
        self._retell()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.table.set_theme(theme)
        self.copy.set_theme(theme)
        self._line.setSpacing(theme.px(8))
        self._flow.setSpacing(theme.px(8))
        for part in (self._threshold_label, self.status, self.bar):
            part.setMinimumHeight(theme.px(theme.tokens.target) + 2)
        self.threshold.setFixedWidth(round(theme.em * 5))
        self.bar.setFixedWidth(theme.em * 8)

    # --- cost ---

    def _start_or_cancel(self) -> None:
        if self._run is not None:
            self._run.cancel()
            self._end(was_cancelled=True)
            return
        relu = activation("relu")
        subjects = [(relu, relu.defaults()), *((line.record, line.params) for line in self._lines)]
        self._measured_keys = [cost_key(line) for line in self._lines]
        self._run = CostRun(subjects)
        self._run.start()
        self._watch.start()
        self._was_cancelled = False
        self._show_progress()

    def _watch_run(self) -> None:
        if self._run is None:
            return
        was_over = self._run.is_over
        costs = self._run.progress.costs
        if costs is None:
            if was_over:
                self._end(was_cancelled=True)
            else:
                self._show_progress()
            return
        self._reference = costs[0]
        self._costs |= dict(zip(self._measured_keys, costs[1:], strict=True))
        for key, (record, _) in zip(self._measured_keys, self._run.subjects[1:], strict=True):
            if record.key == "relu":
                self._costs[key] = costs[0]
        self._end(was_cancelled=False)
        self.show_facts(self._lines, self._facts, self.threshold.value())

    def _end(self, was_cancelled: bool) -> None:
        self._run = None
        self._was_cancelled = was_cancelled
        self._watch.stop()
        self._show_progress()

    def _show_progress(self) -> None:
        running = self._run is not None
        self.bar.setVisible(running)
        if self._run is not None:
            self.bar.setRange(0, self._run.progress.total)
            self.bar.setValue(self._run.progress.done)
        self.measure.setText(self._words("compare.cancel" if running else "compare.measure"))
        self._say_status()

    def _say_status(self) -> None:
        if self._run is not None:
            done = 100 * self._run.progress.done // self._run.progress.total
            said = self._words("compare.measuring", percent=str(done))
        elif self._was_cancelled:
            said = self._words("compare.cost_cancelled")
        elif self._reference is None:
            said = self._words("compare.cost_unknown")
        else:
            said = self._words("compare.cost_known", elements=f"{ELEMENTS:,}")
        if said != self.status.text():
            self.status.setText(said)

    def _retell(self) -> None:
        words = self._words
        self.table.setAccessibleName(words("compare.table_name"))
        self.table.setWhatsThis(words("compare.table_tip"))
        self.table.horizontalHeader().setToolTip(words("compare.table_tip"))
        self.copy.setToolTip(words("compare.copy_table_tip"))
        self.copy.setAccessibleName(words("compare.copy_table"))
        self.measure.setToolTip(words("compare.measure_tip", elements=f"{ELEMENTS:,}"))
        self._threshold_label.setText(words("compare.threshold"))
        self.threshold.setAccessibleName(words("compare.threshold_name"))
        self.threshold.setToolTip(words("compare.threshold_name"))
        self.bar.setAccessibleName(words("compare.measure"))
        self._show_progress()
        self.show_facts(self._lines, self._facts, self.threshold.value())
