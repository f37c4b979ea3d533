"""The workshop's cards: the network with its meter and steps, what it is made of, the loss, the selected unit."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.labs.gradient import DATA_SETS, WORKSHOP_SETTINGS, WorkshopResult
from core.text import Words
from gui.labs.gradient.choice import Choice
from gui.labs.gradient.functions_card import ELEMENTWISE
from gui.labs.gradient.loss_plot import LossPlot
from gui.labs.gradient.network_plot import NetworkPlot
from gui.labs.gradient.refusing_card import RefusingCard
from gui.labs.gradient.unit_meter import UnitMeter
from gui.theme import Theme
from gui.widgets.card import Card
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.formula_field import FormulaField
from gui.widgets.function_button import FunctionButton
from gui.widgets.live_label import LiveLabel
from gui.widgets.param_panel import ParamPanel
from gui.widgets.setting_rows import SettingRows

STEP_COUNTS = (1, 10, 100)


# In base-font heights: a card lower than this has no room for a square above the meter.
LOW_EM = 32
# Lower than this, above the meter's second line of numbers neither.
COMPACT_EM = 19


class NetworkCard(RefusingCard):
    """The picture, the meter, and the buttons that take steps."""

    steps_requested = Signal(int)
    restart_requested = Signal()

    def __init__(self, words: Words, theme: Theme) -> None:
        super().__init__(words, theme, "gradient.network_title")
        self.status = LiveLabel("title")
        self.status.setObjectName("workshopStatus")
        self.status.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.aside.hide()
        self.add_to_head(self.status)
        self.plot = NetworkPlot(theme)
        self.meter = UnitMeter(words, theme)
        self._buttons = QWidget(self)
        self._flow = FlowLayout(self._buttons)
        self.steps = {count: QPushButton(self) for count in STEP_COUNTS}
        for count, button in self.steps.items():
            button.setObjectName(f"workshopStep_{count}")
            button.clicked.connect(lambda _checked=False, n=count: self.steps_requested.emit(n))
            self._flow.addWidget(button)
        self.restart = QPushButton(self)
        self.restart.setObjectName("workshopRestart")
        self.restart.clicked.connect(self.restart_requested)
        self._flow.addWidget(self.restart)
        body, below = QWidget(self), QWidget(self)
        self._parts, self._below = QBoxLayout(QBoxLayout.Direction.TopToBottom, body), QVBoxLayout(below)
        for lines in (self._parts, self._below):
            lines.setContentsMargins(0, 0, 0, 0)
        for part in (self.meter, self._buttons, self.message):
            self._below.addWidget(part)
        self._below.addStretch(1)
        self._parts.addWidget(self.plot, 1)
        self._parts.addWidget(below)
        self._is_plane = False
        self.add(body, 1)
        NetworkCard.set_words(self, words)
        NetworkCard.set_theme(self, theme)

    def show_result(self, result: WorkshopResult, unit: int, headline: str) -> None:
        """Show a network; ``headline`` counts its dead units in words."""
        self.plot.show_result(result, unit, headline)
        self.meter.show_result(result, unit, headline)
        if result.is_plane != self._is_plane:
            self._is_plane = result.is_plane
            self._turn()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        """Put the meter beside the plane where the card is low: the plane is a square and leaves its sides empty."""
        beside = self._is_plane and self.height() < LOW_EM * self._em
        self.meter.set_compact(not beside and self.height() < COMPACT_EM * self._em)
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._parts.direction() != direction:
            self._parts.setDirection(direction)
        for index in range(2):
            self._parts.setStretch(index, (4, 5)[index] if beside else (1, 0)[index])

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self.meter.set_words(words)
        self.plot.setAccessibleName(words("gradient.network_name"))
        for count, button in self.steps.items():
            button.setText(words("gradient.steps", count=str(count)) if count > 1 else words("gradient.one_step"))
        self.restart.setText(words("gradient.restart"))
        self.restart.setToolTip(words("gradient.restart_tip"))

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._em = theme.em
        for part in (self.plot, self.meter):
            part.set_theme(theme)
        for lines in (self._flow, self._parts, self._below):
            lines.setSpacing(theme.px(8))


class MakingCard(Card):
    """Data, hidden layer, learning rate, bias, number of units."""

    data_requested = Signal(str)
    function_requested = Signal(str)

    def __init__(self, words: Words, theme: Theme) -> None:
        super().__init__(words, theme, "gradient.making_title")
        self.data = Choice(words, DATA_SETS, "gradient.data", "workshopData", parent=self)
        self.task = LiveLabel("muted")
        self.function = FunctionButton(words, theme, ELEMENTWISE, offers_own=True)
        self.function.setObjectName("workshopFunction")
        self.formula = FormulaField(words, theme, "workshopFormula", self)
        self.panel = ParamPanel(words, theme)
        self.rows = SettingRows(WORKSHOP_SETTINGS, words, theme)
        self.data.key_requested.connect(self.data_requested)
        self.function.function_requested.connect(self.function_requested)
        for part in (self.data, self.task, self.function, self.formula, self.panel, self.rows):
            self.add(part)

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        if hasattr(self, "rows"):
            for part in (self.data, self.function, self.formula, self.panel, self.rows):
                part.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        if hasattr(self, "rows"):
            for part in (self.function, self.formula, self.panel, self.rows):
                part.set_theme(theme)


class LossCard(Card):
    """The loss over the steps."""

    def __init__(self, words: Words, theme: Theme) -> None:
        super().__init__(words, theme, "gradient.loss_title")
        self.plot = LossPlot(theme)
        self.add(self.plot, 1)
        LossCard.set_words(self, words)

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        if hasattr(self, "plot"):
            self.plot.setAccessibleName(words("gradient.loss_name"))

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        if hasattr(self, "plot"):
            self.plot.set_theme(theme)
