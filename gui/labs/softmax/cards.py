"""The cards under the bars: cross-entropy, Jacobian, overflow, sigmoid."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.labs.softmax import CrossEntropy, Pair, loss_curve, sigmoid_curve
from core.text import Words
from gui.labs.softmax.jacobian_map import JacobianMap
from gui.labs.softmax.overflow_table import OverflowTable
from gui.theme import Theme
from gui.widgets.bar_chart import BarChart
from gui.widgets.card import Card
from gui.widgets.curve_plot import CurvePlot
from gui.widgets.live_label import LiveLabel
from gui.widgets.plot_frame import Array, CurveView, Series, Span
from gui.widgets.steady_label import SteadyLabel
from gui.widgets.turning_row import TurningRow

# In base-font widths: from here on the gradient's bars stand beside the words.
SIDEWAYS_FROM_EM = 40
LEAST_PLOT_EM = 4.5
_LOSS_X, _LOSS_Y, _SIGMOID_Y = (-0.05, 1.1), (-0.5, 4.5), (-0.08, 1.12)


class _TargetChoice(QComboBox):
    """Scrolling the page past it does not change it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class CrossEntropyCard(Card):
    """The target, −log p worked out, the module beside it, the double softmax, and p − y as bars."""

    target_requested = Signal(int)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, "softmax.cross_entropy", parent)
        self.setObjectName("crossEntropyPanel")
        self.target = _TargetChoice(self)
        self.target.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.target.setObjectName("targetClass")
        self.target.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.target.activated.connect(self.target_requested)
        self._target_label = QLabel(self)
        self._target_label.setProperty("role", "muted")
        self.worked, self.module = LiveLabel(mono=True), LiveLabel(mono=True)
        self.differs = LiveLabel("muted")
        self.differs.hide()
        self.worked.setObjectName("workedLoss")
        self.module.setObjectName("moduleLoss")
        self.double = LiveLabel("error")
        self.double.setObjectName("doubleSoftmax")
        self.gradient_title, self.gradient_line = QLabel(self), LiveLabel("muted")
        self.gradient_title.setProperty("role", "muted")
        self.gradient_title.setWordWrap(True)
        self.chart = BarChart(words, theme, "softmax.gradient_spoken")
        self.chart.setObjectName("gradientBars")
        self.curve = CurvePlot(words, theme)
        self.curve.setObjectName("lossPlot")
        self.curve.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.curve.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._curve_name = ""
        self._parts = TurningRow(SIDEWAYS_FROM_EM, theme)
        self._lay_out()
        CrossEntropyCard.set_words(self, words)

    def show_targets(self, names: tuple[str, ...], target: int) -> None:
        """Show which classes there are and which is the right one."""
        if tuple(self.target.itemText(i) for i in range(self.target.count())) != names:
            self.target.clear()
            self.target.addItems(names)
        if self.target.currentIndex() != target:
            self.target.setCurrentIndex(target)

    def show_loss(self, loss: CrossEntropy, worked: str) -> None:
        """Show −log p: its numbers, and where it lies on the curve."""
        self.worked.tell(worked)
        x, y = loss_curve()
        at = (loss.probability, loss.worked) if x[0] <= loss.probability <= x[-1] else None
        self.curve.show(_one_curve((x, y), (_LOSS_X, _LOSS_Y), at, self._curve_name, worked))

    def show_difference(self, why: str) -> None:
        """Say why the worked loss and the module's differ; nothing if they do not."""
        self.differs.tell(why)
        if self.differs.isVisibleTo(self) != bool(why):
            self.differs.setVisible(bool(why))

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self._curve_name = words("softmax.loss_curve")
        self.curve.set_words(words)
        self._target_label.setText(words("softmax.target"))
        self.target.setAccessibleName(words("softmax.target"))
        self.gradient_title.setText(words("softmax.gradient"))
        self.chart.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.chart.set_theme(theme)
        self.curve.set_theme(theme)
        self.curve.setMinimumHeight(round(LEAST_PLOT_EM * theme.em))
        self._parts.set_theme(theme)

    def _lay_out(self) -> None:
        self.add_to_head(self._target_label)
        self.add_to_head(self.target)
        said, drawn = QWidget(self), QWidget(self)
        for box, parts in (
            (said, (self.worked, self.module, self.differs, self.double, self.curve)),
            (drawn, (self.gradient_title, self.chart, self.gradient_line)),
        ):
            lines = QVBoxLayout(box)
            lines.setContentsMargins(0, 0, 0, 0)
            for part in parts:
                lines.addWidget(part, 1 if part in (self.chart, self.curve) else 0)
            self._parts.add(box)
        self.add(self._parts, 1)


class JacobianCard(Card):
    """The heat map and what the class in view does to the others."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, "softmax.jacobian", parent)
        self.map = JacobianMap(words, theme)
        self.line = LiveLabel("muted")
        self.add(self.map, 1)
        self.add(self.line)

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self.map.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.map.set_theme(theme)


class OverflowCard(Card):
    """The two ways side by side, and from which logit on exp overflows."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, "softmax.overflow", parent)
        self.table = OverflowTable(words, theme)
        self.line = LiveLabel("muted")
        self.line.setObjectName("overflowLimits")
        self.add(self.table)
        self.add(self.line)
        self.add_stretch()

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self.table.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.table.set_theme(theme)


class SigmoidCard(Card):
    """Softmax of two against the difference of their logits: the S-curve of the sigmoid.

    ``difference_dragged(d)``: the first logit is wanted so that u₀ − u₁ is d.
    """

    difference_dragged = Signal(float)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, "softmax.sigmoid", parent)
        self.plot = CurvePlot(words, theme)
        self.plot.setObjectName("sigmoidPlot")
        self.plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.plot.probe_moved.connect(self.difference_dragged)
        self.line, self.note = SteadyLabel(mono=True), LiveLabel("muted")
        self.line.setObjectName("pairLine")
        self.add(self.plot, 1)
        self.add(self.line)
        self.add(self.note)

    def show_pair(self, pair: Pair | None, line: str, note: str, words: Words) -> None:
        """Show the two classes' difference on the curve, and the two equal numbers."""
        x, y = sigmoid_curve()
        at = (pair.difference, pair.softmax) if pair and x[0] <= pair.difference <= x[-1] else None
        spans = (float(x[0]), float(x[-1])), _SIGMOID_Y
        self.plot.show(_one_curve((x, y), spans, at, words("softmax.sigmoid_curve"), line))
        self.line.tell(line)
        self.note.tell(note)

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self.plot.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.plot.set_theme(theme)
        self.plot.setMinimumHeight(round(LEAST_PLOT_EM * theme.em))


def _one_curve(
    curve: tuple[Array, Array], spans: tuple[Span, Span], at: tuple[float, float] | None, name: str, spoken: str
) -> CurveView:
    """Return the view of one curve with the probe ``at`` a place on it, if there is one."""
    x, y = curve
    line = Series(x=x, y=y, name=name, probe_y=at[1] if at else None)
    return CurveView(
        series=(line,), x_range=spans[0], y_range=spans[1], probe_x=at[0] if at else None, name=name, spoken=spoken
    )
