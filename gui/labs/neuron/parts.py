"""The Neuron lab's cards, built once; the arrangement only decides where they lie."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.labs import neuron
from core.labs.neuron import NeuronResult, NeuronState
from core.text import UserError, Words
from gui.labs.neuron.choice import Choice
from gui.labs.neuron.collapse_card import ProductCard, TwoLayersCard
from gui.labs.neuron.diagram import NeuronDiagram
from gui.labs.neuron.number_boxes import NumberBoxes
from gui.labs.neuron.number_card import NumberCard
from gui.labs.neuron.plane_cards import HiddenCard, OneUnitCard, TwoInputsCard, VerdictCard
from gui.labs.neuron.plane_plot import PlanePlot
from gui.labs.neuron.views import rounding_note, slopes_note
from gui.labs.neuron.worked_sum import WorkedSum, sum_lines
from gui.theme import Theme
from gui.widgets.card import Card
from gui.widgets.code_view import CopyButton
from gui.widgets.curve_plot import CurvePlot
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.function_button import FunctionButton
from gui.widgets.message_line import MessageLine
from gui.widgets.param_panel import ParamPanel
from gui.widgets.steady_label import SteadyLabel
from gui.widgets.text_card import TextCard


class TopBar(QFrame):
    """Which view, which function, how many inputs."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.views = Choice(words, "view", neuron.VIEWS, self)
        self.function = FunctionButton(words, theme, neuron.elementwise(), parent=self)
        self.function.setObjectName("functionButton")
        self.count = Choice(words, "count", [str(n + 1) for n in range(neuron.MAX_INPUTS)], self)
        self._labels = {"neuron.function": QLabel(self), "neuron.count": QLabel(self)}
        self._flow = FlowLayout(self, 8)
        self.views.add_to(self._flow)
        self._groups = [self._group(label) for label in self._labels.values()]
        self._groups[0].layout().addWidget(self.function)
        self.count.add_to(self._groups[1].layout())
        self.set_words(words)

    def show_state(self, state: NeuronState, result: NeuronResult) -> None:
        """Show what is chosen."""
        self.views.show_choice(state.view)
        self.function.show_function(result.record)
        self.count.show_choice(str(state.count))
        if self._groups[1].isVisibleTo(self) != (state.view == "neuron"):
            self._groups[1].setVisible(state.view == "neuron")

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        for id, label in self._labels.items():
            label.setText(words(id))
        for part in (self.views, self.function, self.count):
            part.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self.function.set_theme(theme)
        for button in self.findChildren(QAbstractButton):
            button.setMinimumHeight(theme.px(theme.tokens.target) + theme.px(4))

    def _group(self, label: QLabel) -> QWidget:
        """Return a label with room for what it names, kept together on one line."""
        group = QWidget(self)
        line = QHBoxLayout(group)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(label)
        self._flow.addWidget(group)
        return group


class SumCard(Card):
    """The sum written out, what h makes of it, and what gradient descent would see."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, parent=parent)
        self._words = words
        self.sum = WorkedSum(theme, self)
        self.slopes = SteadyLabel("muted")
        self.slopes.setObjectName("slopes")
        self.add(self.sum)
        self.add(self.slopes)

    def show_sum(self, result: NeuronResult) -> None:
        """Write the sum."""
        self.sum.show_lines(sum_lines(result.unit))

    def show_slopes(self, result: NeuronResult) -> None:
        """Write the slopes."""
        self.slopes.tell_about(result.record.key, slopes_note(result, self._words))

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self._words = words
        self.slopes.forget()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.sum.set_theme(theme)


class PrintedCard(TextCard):
    """What PyTorch prints, the dtype it computes in, and why its sum is not the written one, where it is not."""

    dtype_requested = Signal(str)

    def __init__(self, words: Words, theme: Theme) -> None:
        self.dtype = QComboBox()
        self.note = SteadyLabel("muted")
        self.note.setObjectName("roundingNote")
        super().__init__(words, theme, "neuron.printed", "neuronPrinted", "code_view.printed", False)
        self.dtype.setObjectName("neuronDtype")
        self.dtype.addItems(neuron.DTYPES)
        self.dtype.currentTextChanged.connect(self.dtype_requested)
        self.add_to_head(self.dtype)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(1, self.note)  # between the title and the text
        self.set_words(words)

    def show_printed(self, text: str, state: NeuronState, result: NeuronResult) -> None:
        """Show the text, the dtype and the note. Emits nothing."""
        self.view.show_code(text)
        if self.dtype.currentText() != state.dtype:
            blocked = self.dtype.blockSignals(True)
            self.dtype.setCurrentText(state.dtype)
            self.dtype.blockSignals(blocked)
        note = rounding_note(state, result, self._words) if state.view == "neuron" else ""
        self.note.tell_about((state.view, state.function), note)

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self._words = words
        self.note.forget()
        self.dtype.setAccessibleName(words("neuron.dtype"))
        self.dtype.setToolTip(words("neuron.dtype"))


class Parts:
    """Every card of the lab."""

    def __init__(self, words: Words, theme: Theme, owner: QWidget, code: object) -> None:
        self.boxes = NumberBoxes(words, theme, owner)
        self.bar = TopBar(words, theme, owner)
        self.diagram = NeuronDiagram(words, theme, self.boxes)
        self.diagram_card = Card(words, theme, "neuron.drawing")
        self.diagram_card.add(self.diagram, 1)
        self.sum = SumCard(words, theme)
        self.curve = CurvePlot(words, theme)
        self.curve.setObjectName("neuronCurve")
        self.curve.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.plane, self.plane_card = _plane(words, theme, "neuronPlane", "neuron.plane")
        self.hidden_plane, self.hidden_plane_card = _plane(words, theme, "hiddenPlane", "neuron.hidden_plane")
        self.verdict = VerdictCard(words, theme)
        self.one_unit = OneUnitCard(words, theme, self.boxes)
        self.hidden = HiddenCard(words, theme, self.boxes)
        self.two_inputs = TwoInputsCard(words, theme)
        self.two_layers = TwoLayersCard(words, theme, self.boxes)
        self.product = ProductCard(words, theme)
        self.number = NumberCard(words, theme)
        self.fit = QPushButton()
        self.fit.setObjectName("fitCurve")
        self.fit.setProperty("role", "flat")
        self.number.add_to_head(self.fit)
        self.params = ParamPanel(words, theme)
        self.params_card = Card(words, theme)
        self.params_card.add(self.params)
        self.printed = PrintedCard(words, theme)
        self.code = TextCard(words, theme, "neuron.code", "neuronCode", "code_view.code", True)
        self.copy = CopyButton(words, theme, code)  # type: ignore[arg-type]
        self.copy.setObjectName("neuronCopy")
        self.code.add_to_head(self.copy)
        self._lines = {card: MessageLine(theme, card) for card in self._typed_into()}
        for card, line in self._lines.items():
            card.add(line)
        self._errors: dict[MessageLine, UserError] = {}
        self.set_words(words)

    def cards(self) -> tuple[QWidget, ...]:
        """Return what the arrangement lays out."""
        return (
            *(self.diagram_card, self.sum, self.curve, self.plane_card, self.hidden_plane_card, self.verdict),
            *(self.one_unit, self.hidden, self.two_inputs, self.two_layers, self.product, self.number),
            *(self.params_card, self.printed, self.code),
        )

    def show_error(self, key: str, error: UserError, words: Words) -> None:
        """Say under the drawing in view what was wrong with what was typed for ``key``."""
        for card in self._typed_into():
            if card.isVisible():
                self._errors[self._lines[card]] = error
                self._lines[card].show_error(error.said_in(words.lang))
        self.boxes.show_error(key)

    def _typed_into(self) -> tuple[Card, ...]:
        """Return the cards with boxes; one of them is in view."""
        return self.diagram_card, self.one_unit, self.hidden, self.two_layers

    def clear_errors(self) -> None:
        """Take all messages away."""
        for line in self._errors:
            line.clear_message()
        self._errors.clear()

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        for part in (*self._speaking(), self.plane_card, self.hidden_plane_card):
            part.set_words(words)
        self.boxes.set_words(words)
        self.plane.setAccessibleName(words("neuron.plane"))
        self.hidden_plane.setAccessibleName(words("neuron.hidden_plane"))
        for plot in (self.plane, self.hidden_plane):
            plot.setToolTip(words("neuron.plane_keys"))
            plot.setWhatsThis(words("neuron.plane_keys"))
        self.fit.setText(words("neuron.fit"))
        self.fit.setToolTip(words("neuron.fit_tip"))
        for line, error in self._errors.items():
            line.show_error(error.said_in(words.lang))

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self.boxes.set_theme(theme)
        for part in (*self._speaking(), self.plane, self.hidden_plane, self.plane_card, self.hidden_plane_card):
            part.set_theme(theme)
        for line in self._lines.values():
            line.set_theme(theme)

    def _speaking(self) -> tuple[QWidget, ...]:
        return (
            *(
                self.bar,
                self.diagram_card,
                self.diagram,
                self.sum,
                self.curve,
                self.verdict,
                self.one_unit,
                self.hidden,
            ),
            *(self.two_inputs, self.two_layers, self.product, self.number, self.params, self.params_card),
            *(self.printed, self.code, self.copy),
        )


def _plane(words: Words, theme: Theme, name: str, title_id: str) -> tuple[PlanePlot, Card]:
    plot = PlanePlot(theme)
    plot.setObjectName(name)
    card = Card(words, theme, title_id)
    card.add(plot, 1)
    card.aside.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    return plot, card
