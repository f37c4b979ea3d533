"""Two linear layers and the layer of their product, side by side."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from core.labs.neuron import Collapse, NeuronResult, NeuronState
from core.record import written_number
from core.text import Words
from gui.labs.neuron.matrix import MatrixView
from gui.labs.neuron.number_boxes import NumberBoxes
from gui.theme import Theme
from gui.widgets.card import Card
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.live_label import LiveLabel
from gui.widgets.steady_label import SteadyLabel

_SHAPES = {"x": (2, 1), "W1": (2, 2), "b1": (2, 1), "W2": (2, 2), "b2": (2, 1)}


def _keys(part: str) -> list[str]:
    if part == "x":
        return ["input0", "input1"]
    layer = "first" if part.endswith("1") else "second"
    if part.startswith("W"):
        return [f"{layer}_w{i}{j}" for i in range(2) for j in range(2)]
    return [f"{layer}_b{i}" for i in range(2)]


class _Chain(Card):
    """Matrices and signs in rows that break where the width ends."""

    def __init__(self, words: Words, theme: Theme, title_id: str, parent: QWidget | None = None) -> None:
        self._flows: list[FlowLayout] = []
        self._matrices: list[MatrixView] = []
        self._signs: list[QLabel] = []
        super().__init__(words, theme, title_id, parent)
        self._theme = theme

    def row_width(self) -> int:
        """Return how wide the card has to be so that no row breaks."""
        for view in self._matrices:
            view.measure()
        sides = self._column.contentsMargins()
        return max(_unbroken(flow) for flow in self._flows) + sides.left() + sides.right()

    def row(self) -> QWidget:
        """Begin a new row, and return it."""
        self._row = QWidget(self)
        self._flow = FlowLayout(self._row, 6)
        self._flows.append(self._flow)
        self.add(self._row)
        return self._row

    def matrix(self, view: MatrixView) -> MatrixView:
        """Append a matrix to the row."""
        self._flow.addWidget(view)
        self._matrices.append(view)
        return view

    def sign(self, text: str) -> QLabel:
        """Append a sign such as ``+`` to the row, as high as the matrices."""
        label = QLabel(text, self._row)
        self._flow.addWidget(label)
        self._signs.append(label)
        return label

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._theme = theme
        for view in self._matrices:
            view.set_theme(theme)
        for label in self._signs:
            label.setFont(theme.font("readout_font", bold=True))
            # The name above a matrix shifts its middle down: so does the blank above a sign.
            label.setContentsMargins(0, self._matrices[0].name_height(), 0, 0)
            label.setMinimumHeight(self._matrices[0].sizeHint().height())


class TwoLayersCard(_Chain):
    """W₁, b₁, then perhaps a function, then W₂, b₂: all of them to be typed or dragged."""

    between_requested = Signal(bool)

    def __init__(self, words: Words, theme: Theme, boxes: NumberBoxes, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, "neuron.two_linear", parent)
        self._words = words
        self.between = QPushButton(self)
        self.between.setObjectName("between")
        self.between.setCheckable(True)
        self.between.setProperty("role", "choice")
        self.between.clicked.connect(self.between_requested)
        self.add_to_head(self.between)
        first = self.row()
        for part, sign in (("W1", "·"), ("x", "+"), ("b1", "=")):
            self.matrix(MatrixView(_title(part), _SHAPES[part], theme, boxes, _keys(part), first))
            self.sign(sign)
        self.hidden = self.matrix(MatrixView("z", (2, 1), theme, parent=first))
        second = self.row()
        self.matrix(MatrixView(_title("W2"), _SHAPES["W2"], theme, boxes, _keys("W2"), second))
        self.sign("·")
        self.passed = self.matrix(MatrixView("h(z)", (2, 1), theme, parent=second))
        self.sign("+")
        self.matrix(MatrixView(_title("b2"), _SHAPES["b2"], theme, boxes, _keys("b2"), second))
        self.sign("=")
        self.output = self.matrix(MatrixView("y", (2, 1), theme, parent=second))
        self.add_stretch()
        self.set_theme(theme)
        self.set_words(words)

    def show_collapse(self, state: NeuronState, result: NeuronResult) -> None:
        """Show what the two layers make of x."""
        shown = result.collapse
        assert shown is not None
        self.hidden.show_values(shown.hidden)
        name = self._words.text(result.record.name) if state.has_between else ""
        self.passed.show_values(shown.passed, "accent" if name else "ink")
        self.passed.show_name(f"{name}(z)" if name else "z")
        self.output.show_values(shown.output, "probe_ink")
        if self.between.isChecked() != state.has_between:
            self.between.setChecked(state.has_between)

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self._words = words
        self.between.setText(words("neuron.between"))
        self.between.setToolTip(words("neuron.between_tip"))


class ProductCard(_Chain):
    """The one layer: W₂W₁ and W₂b₁ + b₂, its output, and whether it is the same."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, "neuron.one_linear", parent)
        self._words = words
        row = self.row()
        self.product = self.matrix(MatrixView("W₂W₁", (2, 2), theme, parent=row))
        self.sign("·")
        self.x = self.matrix(MatrixView("x", (2, 1), theme, parent=row))
        self.sign("+")
        self.bias = self.matrix(MatrixView("W₂b₁ + b₂", (2, 1), theme, parent=row))
        self.sign("=")
        self.output = self.matrix(MatrixView("y", (2, 1), theme, parent=row))
        self.verdict = SteadyLabel("page")
        self.verdict.setObjectName("collapseVerdict")
        self.why = LiveLabel("muted")
        self.add(self.verdict)
        self.add(self.why)
        self.add_stretch()
        self.set_theme(theme)

    def show_collapse(self, state: NeuronState, result: NeuronResult) -> None:
        """Show what the one layer makes of x, and compare."""
        shown = result.collapse
        assert shown is not None
        self.product.show_values([v for row in shown.product for v in row])
        self.x.show_values(shown.x)
        self.bias.show_values(shown.product_bias)
        self.output.show_values(shown.product_output, "probe_ink")
        self.verdict.tell_about(state.has_between, self._verdict(state, shown))
        self.why.tell(self._words("neuron.why_parted" if state.has_between else "neuron.why_same"))

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self._words = words
        self.verdict.forget()

    def _verdict(self, state: NeuronState, shown: Collapse) -> str:
        if not shown.is_same:
            difference = ", ".join(written_number(d) for d in shown.difference)
            return self._words("neuron.parted", difference=difference)
        return self._words("neuron.same_by_chance" if state.has_between else "neuron.same")


def _unbroken(flow: FlowLayout) -> int:
    widths = [flow.itemAt(i).sizeHint().width() for i in range(flow.count())]
    return sum(widths) + flow.spacing() * (len(widths) - 1)


def _title(part: str) -> str:
    return part.translate(str.maketrans("12", "₁₂"))
