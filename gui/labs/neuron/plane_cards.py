"""What stands beside the plane: the question, the score, the points, and the two-layer network's numbers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from core.labs import neuron
from core.labs.neuron import NeuronResult, NeuronState, Plane
from core.record import written_number
from core.text import Words
from gui.labs.neuron.choice import Choice
from gui.labs.neuron.network_sketch import NetworkSketch
from gui.labs.neuron.number_boxes import NumberBoxes
from gui.labs.neuron.point_table import PointTable
from gui.theme import Theme
from gui.widgets.card import Card
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.live_label import LiveLabel
from gui.widgets.steady_label import SteadyLabel

# In base-font widths: the drawing of the network stands beside its formulas from here on.
_SIDE_BY_SIDE_EM = 40


class VerdictCard(Card):
    """Which gate, can one neuron do it, how many points are right, and ready answers."""

    gate_chosen = Signal(str)
    layers_chosen = Signal(int)
    answer_requested = Signal()
    solution_requested = Signal(str)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, "neuron.question", parent)
        self._words = words
        self.gates = Choice(words, "gate", tuple(neuron.GATES), self)
        self.layers = Choice(words, "layers", ("1", "2"), self)
        self._choices = [QWidget(self) for _ in range(2)]
        for choice, row in zip((self.gates, self.layers), self._choices, strict=True):
            choice.add_to(FlowLayout(row, 6))
        self.score = LiveLabel("page")
        self.score.setObjectName("score")
        self.verdict = SteadyLabel()
        self.verdict.setObjectName("verdict")
        self.table = PointTable(words, theme, self)
        self.rule = LiveLabel("muted")
        self.rule.setObjectName("rule")
        self._ready = QWidget(self)
        flow = FlowLayout(self._ready)
        self._buttons = {
            name: self._button(name, flow) for name in ("answer", *(f"solution_{n}" for n in neuron.SOLUTIONS))
        }
        for part in (*self._choices, self.score, self.verdict, self._ready, self.table, self.rule):
            self.add(part)
        self.gates.chosen.connect(self.gate_chosen)
        self.layers.chosen.connect(lambda count: self.layers_chosen.emit(int(count)))
        self._buttons["answer"].clicked.connect(self.answer_requested)
        for name in neuron.SOLUTIONS:
            self._buttons[f"solution_{name}"].clicked.connect(
                lambda _=False, name=name: self.solution_requested.emit(name)
            )
        self._name_parts()

    def show_plane(self, state: NeuronState, result: NeuronResult) -> None:
        """Show the score and what it means."""
        shown = result.plane
        assert shown is not None
        self.gates.show_choice(state.gate)
        self.layers.show_choice(str(state.layers))
        self.score.tell(self._words("neuron.score", right=shown.score, all=len(shown.spots)))
        self._say_answer(state.gate)

    def show_details(self, state: NeuronState, result: NeuronResult) -> None:
        """Say what the score means, and show the points' numbers."""
        shown = result.plane
        assert shown is not None
        self.verdict.tell_about((state.gate, state.layers), self._verdict(state, shown))
        self.table.show_spots(shown.spots)
        self.rule.tell(self._rule(result, shown))

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self._words = words
        for part in (self.gates, self.layers, self.table):
            part.set_words(words)
        self.verdict.forget()
        self._name_parts()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.table.set_theme(theme)

    def _button(self, name: str, flow: FlowLayout) -> QPushButton:
        button = QPushButton(self._ready)
        button.setObjectName(name)
        flow.addWidget(button)
        return button

    def _name_parts(self) -> None:
        for name, button in self._buttons.items():
            button.setText(self._words(f"neuron.{name}"))
            button.setToolTip(self._words(f"neuron.{name}_tip"))
        self._gate_said = ""

    _gate_said = ""

    def _say_answer(self, gate: str) -> None:
        if gate != self._gate_said:
            self._gate_said = gate
            self._buttons["answer"].setText(self._words("neuron.answer_xor" if gate == "xor" else "neuron.answer"))

    def _verdict(self, state: NeuronState, shown: Plane) -> str:
        gate = self._words(f"neuron.gate_{state.gate}")
        done = shown.score == len(shown.spots)
        if state.layers == 2:
            lines = [self._words("neuron.two_done" if done else "neuron.two_missed", gate=gate)]
        elif state.gate == "xor":
            found = shown.search
            lines = [self._words("neuron.one_never", tried=f"{found.tried:,}", best=found.best)]
        else:
            lines = [self._words("neuron.one_done" if done else "neuron.one_missed", gate=gate)]
        if any(line.ends is None for line in shown.lines):
            flat = any(line.weights == (0.0, 0.0) for line in shown.lines)
            lines.append(self._words("neuron.no_line" if flat else "neuron.line_outside"))
        return " ".join(lines)

    def _rule(self, result: NeuronResult, shown: Plane) -> str:
        if shown.boundary is None:
            return self._words("neuron.rule")
        name = self._words.text(result.record.name)
        return self._words("neuron.rule_output", name=name, boundary=written_number(shown.boundary))


class UnitsCard(Card):
    """Units as formulas whose numbers are boxes. ``rows``: what a row begins with, its inputs, its numbers' keys."""

    def __init__(
        self,
        words: Words,
        theme: Theme,
        title_id: str,
        rows: Sequence[tuple[str, tuple[str, str], tuple[str, str, str]]],
        boxes: NumberBoxes,
        parent: QWidget | None = None,
    ) -> None:
        self._labels: list[QLabel] = []
        super().__init__(words, theme, title_id, parent)
        self._body = QWidget(self)
        self.body = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._body)
        self.body.setContentsMargins(0, 0, 0, 0)
        formulas = QVBoxLayout()
        for name, inputs, keys in rows:
            formulas.addWidget(self._formula(name, inputs, keys, boxes))
        self.body.addLayout(formulas, 3)
        self.add(self._body)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for label in self._labels:
            label.setFont(theme.font("number_font"))
            label.setMinimumHeight(theme.px(theme.tokens.target) + theme.px(2))

    def _formula(self, name: str, inputs: tuple[str, str], keys: tuple[str, str, str], boxes: NumberBoxes) -> QWidget:
        row = QWidget(self)
        line = FlowLayout(row, 4)
        line.addWidget(self._label(name, row))
        for key, behind in zip(keys, (f"·{inputs[0]} +", f"·{inputs[1]} +", ")"), strict=True):
            together = QWidget(row)
            pair = QHBoxLayout(together)
            pair.setContentsMargins(0, 0, 0, 0)
            pair.setSpacing(4)
            pair.addWidget(boxes.box(key, together, "unit"))
            pair.addWidget(self._label(behind, together))
            line.addWidget(together)
        return row

    def _label(self, text: str, parent: QWidget) -> QLabel:
        label = QLabel(text, parent)
        self._labels.append(label)
        return label


class OneUnitCard(UnitsCard):
    """The neuron's weights and bias beside its plane."""

    def __init__(self, words: Words, theme: Theme, boxes: NumberBoxes, parent: QWidget | None = None) -> None:
        rows = (("y = h(", ("x₁", "x₂"), neuron.LINES["neuron"]),)
        super().__init__(words, theme, "neuron.one_unit", rows, boxes, parent)


class HiddenCard(UnitsCard):
    """The two-layer network, and what its hidden units are for."""

    def __init__(self, words: Words, theme: Theme, boxes: NumberBoxes, parent: QWidget | None = None) -> None:
        rows = (
            ("h₁ = h(", ("x₁", "x₂"), neuron.LINES["hidden0"]),
            ("h₂ = h(", ("x₁", "x₂"), neuron.LINES["hidden1"]),
            ("y = h(", ("h₁", "h₂"), neuron.LINES["output"]),
        )
        self.sketch = NetworkSketch(theme)
        self.note = LiveLabel("muted")
        super().__init__(words, theme, "neuron.two_layers", rows, boxes, parent)
        self.setObjectName("hiddenCard")
        self.body.addWidget(self.sketch, 2)
        self.add(self.note)
        self.set_words(words)

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self.note.tell(words("neuron.hidden_note"))

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._theme = theme
        self.sketch.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        way = ways.LeftToRight if self.width() >= _SIDE_BY_SIDE_EM * self._theme.em else ways.TopToBottom
        if self.body.direction() != way:
            self.body.setDirection(way)


class TwoInputsCard(Card):
    """Stands in the plane's place while the neuron has not two inputs."""

    two_inputs_requested = Signal()

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, parent=parent)
        self.text = LiveLabel()
        self.button = QPushButton(self)
        self.button.setObjectName("twoInputs")
        self.button.setProperty("role", "primary")
        self.button.clicked.connect(self.two_inputs_requested)
        self.add(self.text)
        self.add(self.button)
        self.add_stretch()
        self._count = 0
        self.set_words(words)

    def show_count(self, count: int) -> None:
        """Say how many inputs there are."""
        self._count = count
        self.text.tell(self._words("neuron.needs_two", count=count))

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self._words = words
        self.button.setText(words("neuron.make_two"))
        self.show_count(self._count)
