"""The large view of one entrant: a network of it opened, with its hidden units' boundaries and its weights."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.record import written_number
from core.text import Words
from core.training.datasets import Dataset
from core.training.frames import BoardView, NetworkView
from gui.icons import icon
from gui.labs.race.look import series_icon
from gui.labs.race.network_diagram import NetworkDiagram
from gui.labs.race.network_plane import NetworkPlane
from gui.labs.race.pictures import answer_picture
from gui.theme import Theme
from gui.widgets.card import Card
from gui.widgets.code_view import CodeView
from gui.widgets.elided_label import ElidedLabel


class LargeView(Card):
    """Asks to be closed (Esc), for another seed, for a unit to stand out, for numbers instead of the picture."""

    closed = Signal()
    seed_requested = Signal(int)
    unit_chosen = Signal(int, int)
    numbers_requested = Signal(bool)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, parent=parent)
        self.setObjectName("raceLarge")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._mark = QLabel(self)
        self._name = ElidedLabel(self)
        self.seed = QComboBox(self)
        self.seed.setObjectName("raceOpenedSeed")
        self.seed.activated.connect(self.seed_requested)
        self.numbers = QToolButton(self)
        self.numbers.setObjectName("raceOpenedNumbers")
        self.numbers.setProperty("role", "choice")
        self.numbers.setCheckable(True)
        self.numbers.clicked.connect(self.numbers_requested)
        self.back = QPushButton(self)
        self.back.setObjectName("raceLargeBack")
        self.back.clicked.connect(self.closed)
        self.plane = NetworkPlane(theme, self)
        self.diagram = NetworkDiagram(words, theme, self)
        self.diagram.unit_chosen.connect(self.unit_chosen)
        self.weights = CodeView(words, theme, "raceWeights", "race.weights", False, self)
        self.weights.installEventFilter(self)
        self.weights.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._network: NetworkView | None = None
        self._unit = (-1, -1)
        self._lay_out()
        self._seeds = -1
        self._series = 0
        self.set_words(words)
        self.set_theme(theme)

    def _lay_out(self) -> None:
        head = QWidget(self)
        line = QHBoxLayout(head)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._mark)
        line.addWidget(self._name, 1)
        line.addWidget(self.numbers)
        line.addWidget(self.seed)
        line.addWidget(self.back)
        self.add(head)
        body = QWidget(self)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._body.setContentsMargins(0, 0, 0, 0)
        side = QWidget(body)
        self._side = QVBoxLayout(side)
        self._side.setContentsMargins(0, 0, 0, 0)
        self._side.addWidget(self.diagram, 3)
        self._side.addWidget(self.weights, 2)
        self._body.addWidget(self.plane, 1)
        self._body.addWidget(side, 1)
        self.add(body, 1)

    def show_entrant(self, name: str, series: int, seeds: int, opened: int) -> None:
        """Show whose network it is."""
        self._name.setText(name)
        if series != self._series or self._mark.pixmap().isNull():
            self._series = series
            self._mark.setPixmap(series_icon(series, self._theme).pixmap(self._theme.em))
        if seeds != self._seeds:
            self._seeds = seeds
            self._fill_seeds()
        self.seed.setCurrentIndex(opened)

    def show_network(self, network: NetworkView | None, data: Dataset, view: BoardView, unit: tuple[int, int]) -> None:
        """Show a network, None while it is not there yet."""
        picture = answer_picture(network.values, data, self._theme) if network is not None else None
        self.plane.show_network(network, picture, data, view, self._series, unit)
        self.diagram.show_network(network, unit)
        is_another, self._network, self._unit = unit != self._unit, network, unit
        self._write_weights()
        if is_another:
            self._scroll_to_unit()

    def show_numbers(self, shown: bool) -> None:
        """Show the weights as numbers or as a picture, where there is no room for both."""
        self.numbers.setChecked(shown)
        self._share_room()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.weights and event.type() == QEvent.Type.Resize:
            # Not within the resize, which the text has not heard of yet.
            QTimer.singleShot(0, self, self._break_lines_anew)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self._words = words
        self.back.setText(words("race.back_to_board"))
        self.back.setToolTip(words("race.back_to_board_tip"))
        self.numbers.setText(words("race.opened_numbers"))
        self.numbers.setToolTip(words("race.opened_numbers_tip"))
        self.seed.setAccessibleName(words("race.opened_seed"))
        self.plane.setAccessibleName(words("race.plane"))
        self.plane.setToolTip(words("race.plane_tip"))
        self.diagram.set_words(words)
        self.weights.set_words(words)
        self._fill_seeds()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._theme = theme
        self._name.setFont(theme.font(bold=True))
        self._mark.setPixmap(series_icon(self._series, theme).pixmap(theme.em))
        self.back.setIcon(icon("close", theme))
        self.back.setIconSize(QSize(theme.em, theme.em))
        for part in (self.plane, self.diagram, self.weights):
            part.set_theme(theme)
        self._body.setSpacing(theme.px(12))
        self._side.setSpacing(theme.px(8))
        self._share_room()
        self._write_weights()

    def _break_lines_anew(self) -> None:
        self._write_weights()
        self._scroll_to_unit()

    def _share_room(self) -> None:
        """What the last row of a classroom reads is large: there picture and numbers take turns."""
        in_turns = self._theme.name == "projector"
        as_numbers = in_turns and self.numbers.isChecked()
        self.numbers.setVisible(in_turns)
        self.weights.setVisible(as_numbers or not in_turns)
        self.diagram.setVisible(not as_numbers)
        self._body.setStretch(0, 2 if as_numbers else 1)
        self._body.setStretch(1, 3 if as_numbers else 1)

    def _write_weights(self) -> None:
        # The bar takes its room whether there is one yet or not: the text must not be broken anew because of it.
        edges = 2 * (self.weights.frameWidth() + round(self.weights.document().documentMargin()))
        room = self.weights.width() - edges - self.weights.verticalScrollBar().sizeHint().width()
        columns = max(1, room // max(1, self.weights.fontMetrics().horizontalAdvance("0")))
        if self._network is None:
            self.weights.show_code("", ())
        else:
            self.weights.show_code(*weights_text(self._network, self._unit, columns))

    def _scroll_to_unit(self) -> None:
        marks = self.weights.extraSelections()
        if marks:
            place = QTextCursor(marks[0].cursor)
            place.setPosition(place.selectionStart())
            self.weights.setTextCursor(place)
            self.weights.centerCursor()

    def _fill_seeds(self) -> None:
        chosen = self.seed.currentIndex()
        self.seed.clear()
        self.seed.addItems([self._words("race.seed_number", number=str(n + 1)) for n in range(max(0, self._seeds))])
        self.seed.setCurrentIndex(chosen)


def weights_text(network: NetworkView, unit: tuple[int, int], columns: int) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return every weight, named as the script names them, and the span of the numbers of ``unit``.

    A unit with more weights than fit into ``columns`` characters goes on in the next line, below its first weight.
    """
    lines: list[str] = []
    spans: list[tuple[int, int]] = []
    length = 0
    for layer, (weight, bias) in enumerate(zip(network.weights, network.biases, strict=True)):
        lines.append(f"Linear {layer + 1}  weight {weight.shape[0]}×{weight.shape[1]} | bias")
        length += len(lines[-1]) + 1
        for place, (row, offset) in enumerate(zip(weight.tolist(), bias.tolist(), strict=True)):
            written = _unit_text(place + 1, [*(f" {_number(v)}" for v in row), f" | {_number(offset)}"], columns)
            if (layer, place) == unit:
                spans.append((length, length + len(written)))
            lines.append(written)
            length += len(written) + 1
    return "\n".join(lines), tuple(spans)


def _unit_text(number: int, cells: list[str], columns: int) -> str:
    lines = [f"{number:>2}"]
    for cell in cells:
        if len(lines[-1]) + len(cell) > columns and len(lines[-1]) > 2:
            lines.append("  ")
        lines[-1] += cell
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:.3f}".replace("-", "−").rjust(7) if abs(value) < 1e4 else written_number(float(f"{value:.3g}"))
