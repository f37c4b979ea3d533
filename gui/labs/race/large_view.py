"""The large view of one entrant: a network of it opened, with its hidden units' boundaries and its weights."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

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
    """Asks to be closed (Esc), for another seed, for a unit to stand out."""

    closed = Signal()
    seed_requested = Signal(int)
    unit_chosen = Signal(int, int)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, parent=parent)
        self.setObjectName("raceLarge")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._mark = QLabel(self)
        self._name = ElidedLabel(self)
        self.seed = QComboBox(self)
        self.seed.setObjectName("raceOpenedSeed")
        self.seed.activated.connect(self.seed_requested)
        self.back = QPushButton(self)
        self.back.setObjectName("raceLargeBack")
        self.back.clicked.connect(self.closed)
        self.plane = NetworkPlane(theme, self)
        self.diagram = NetworkDiagram(words, theme, self)
        self.diagram.unit_chosen.connect(self.unit_chosen)
        self.weights = CodeView(words, theme, "raceWeights", "race.weights", False, self)
        self.weights.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._network: NetworkView | None = None
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
        if network is None:
            self.weights.show_code("", ())
        else:
            self.weights.show_code(*weights_text(network, unit))

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
        small = theme.name == "projector"
        self.weights.setVisible(not small)

    def _fill_seeds(self) -> None:
        chosen = self.seed.currentIndex()
        self.seed.clear()
        self.seed.addItems([self._words("race.seed_number", number=str(n + 1)) for n in range(max(0, self._seeds))])
        self.seed.setCurrentIndex(chosen)


def weights_text(network: NetworkView, unit: tuple[int, int]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return every weight, named as the script names them, and the span of the row of ``unit``."""
    lines: list[str] = []
    spans: list[tuple[int, int]] = []
    length = 0
    for layer, (weight, bias) in enumerate(zip(network.weights, network.biases, strict=True)):
        rows = [f"Linear {layer + 1}  weight {weight.shape[0]}×{weight.shape[1]} | bias"]
        rows += [
            f"{'  '.join(_number(v) for v in np.atleast_1d(row))} | {_number(b)}"
            for row, b in zip(weight, bias, strict=True)
        ]
        for place, row in enumerate(rows):
            if place and (layer, place - 1) == unit:
                spans.append((length, length + len(row)))
            lines.append(row)
            length += len(row) + 1
    return "\n".join(lines), tuple(spans)


def _number(value: float) -> str:
    return f"{value:.3f}".replace("-", "−").rjust(7) if abs(value) < 1e4 else written_number(float(f"{value:.3g}"))
