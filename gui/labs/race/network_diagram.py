"""One network as a diagram: what each hidden unit gives over the plane, and the weights between them."""

from __future__ import annotations

import math

import numpy as np
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.text import Words
from core.training.frames import NetworkView
from gui.accessibility import Role, value_changed
from gui.labs.race.pictures import Numbers, signed_picture
from gui.theme import Theme

# More weights than this are drawn only where they lead to the unit that stands out, or from it.
MOST_LINES = 1_500
_SMALLEST_PICTURE = 14


class NetworkDiagram(QWidget):
    """Columns of units. A click or the arrow keys choose the unit that stands out; Delete chooses none."""

    accessible_role = Role.Graphic
    unit_chosen = Signal(int, int)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("raceNetwork")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._theme = theme
        self._network: NetworkView | None = None
        self._pictures: list[list[QImage]] = []
        self._unit = (-1, -1)
        self.set_words(words)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self.setAccessibleName(words("race.network"))
        self.setToolTip(words("race.network_tip"))

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self._draw_pictures()
        self.update()

    def show_network(self, network: NetworkView | None, unit: tuple[int, int]) -> None:
        """Show ``network``; ``unit`` is (layer, unit) of the one that stands out, -1 for none."""
        self._unit = unit
        value_changed(self)
        if network is not self._network:
            self._network = network
            self._draw_pictures()
        self.update()

    def spoken_value(self) -> str:
        """Return the sizes of the layers, and which unit stands out."""
        network, (layer, unit) = self._network, self._unit
        if network is None:
            return ""
        sizes = "-".join(str(count) for count in self._counts())
        if layer < 0:
            return sizes
        said = self._words("race.unit_spoken", layer=str(layer + 1), unit=str(unit + 1))
        dead = 0 <= unit < network.dead.shape[1] and layer < network.dead.shape[0] and network.dead[layer, unit]
        return f"{sizes}. {said}{self._words('race.unit_dead_spoken') if dead else ''}"

    def place_of(self, layer: int, unit: int) -> QPointF:
        """Return the centre of a hidden unit; layer −1 are the inputs, ``depth`` the outputs."""
        counts = self._counts()
        column = (layer + 1.5) / len(counts)
        return QPointF(self.width() * column, self.height() * (unit + 0.5) / counts[layer + 1])

    def sizeHint(self) -> QSize:
        return QSize(20 * self._theme.em, 14 * self._theme.em)

    def minimumSizeHint(self) -> QSize:
        return QSize(9 * self._theme.em, 6 * self._theme.em)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw_pictures()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._network is None or event.button() != Qt.MouseButton.LeftButton:
            return
        hit = self._unit_at(event.position())
        self.unit_chosen.emit(*(hit if hit != self._unit else (-1, -1)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys, (layer, unit) = Qt.Key, self._unit
        moves = {keys.Key_Left: (-1, 0), keys.Key_Right: (1, 0), keys.Key_Up: (0, -1), keys.Key_Down: (0, 1)}
        counts = self._counts()[1:-1]
        if event.key() == keys.Key_Delete:
            self.unit_chosen.emit(-1, -1)
        elif event.key() in moves and counts:
            step = moves[Qt.Key(event.key())]
            there = (0, 0) if layer < 0 else (layer + step[0], unit + step[1])
            if 0 <= there[0] < len(counts) and 0 <= there[1] < counts[there[0]]:
                self.unit_chosen.emit(*there)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._network is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_weights(painter, self._network)
        self._paint_units(painter, self._network)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.color("accent"), self._theme.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _counts(self) -> tuple[int, ...]:
        if self._network is None:
            return (1, 1)
        weights = self._network.weights
        return (weights[0].shape[1], *(w.shape[0] for w in weights))

    def _radius(self) -> float:
        counts = self._counts()
        room = min(self.height() / max(counts), self.width() / len(counts) * 0.75)
        return max(2.0, min(room * 0.42, 1.6 * self._theme.em))

    def _unit_at(self, at: QPointF) -> tuple[int, int]:
        depth = len(self._counts()) - 2
        reach = max(self._radius(), self._theme.px(self._theme.tokens.target) / 2)
        near = [
            (math.dist(at.toTuple(), self.place_of(layer, unit).toTuple()), layer, unit)
            for layer in range(depth)
            for unit in range(self._counts()[layer + 1])
        ]
        nearest = min(near, default=(math.inf, -1, -1))
        return (nearest[1], nearest[2]) if nearest[0] <= reach else (-1, -1)

    def _draw_pictures(self) -> None:
        network, self._pictures = self._network, []
        if network is None or self._radius() * 2 < _SMALLEST_PICTURE or network.outputs.shape[2] < 2:
            return
        for layer in range(network.outputs.shape[0]):
            self._pictures.append([signed_picture(one, self._theme) for one in network.outputs[layer]])

    def _paint_weights(self, painter: QPainter, network: NetworkView) -> None:
        everything = sum(w.size for w in network.weights) <= MOST_LINES
        largest = max((float(np.nanmax(np.abs(w))) for w in network.weights if w.size), default=1.0) or 1.0
        if not math.isfinite(largest):
            return
        for layer, weight in enumerate(network.weights):
            for to, row in enumerate(weight.tolist()):
                for source, value in enumerate(row):
                    touches = self._unit in ((layer, to), (layer - 1, source)) and self._unit[0] >= 0
                    if not (everything or touches) or not math.isfinite(value):
                        continue
                    self._paint_weight(painter, layer, source, to, value / largest, touches)

    def _paint_weight(self, painter: QPainter, layer: int, source: int, to: int, share: float, touches: bool) -> None:
        theme = self._theme
        alpha = 1.0 if touches or self._unit[0] < 0 else 0.25
        pen = QPen(theme.color("accent" if share > 0 else "probe", alpha), 0.5 + theme.px(4) * abs(share))
        if share < 0:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(QLineF(self.place_of(layer - 1, source), self.place_of(layer, to)))

    def _paint_curve(self, painter: QPainter, values: Numbers, box: QRectF) -> None:
        """Draw what a unit gives for 1-D data: a curve over x, 0 in the middle of the box."""
        finite = np.nan_to_num(values.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
        half = box.height() / 2 - 4
        rows = box.center().y() - half * finite / (float(np.abs(finite).max()) or 1.0)
        painter.setPen(QPen(self._theme.color("accent"), self._theme.px(2)))
        painter.drawPolyline(arrayToQPolygonF(np.linspace(box.left() + 3, box.right() - 3, len(rows)), rows))

    def _paint_units(self, painter: QPainter, network: NetworkView) -> None:
        theme, radius, counts = self._theme, self._radius(), self._counts()
        painter.setFont(theme.font("small_font"))
        for layer in range(-1, len(counts) - 1):
            hidden = 0 <= layer < len(counts) - 2
            for unit in range(counts[layer + 1]):
                box = QRectF(0, 0, 2 * radius, 2 * radius)
                box.moveCenter(self.place_of(layer, unit))
                dead = hidden and bool(network.dead[layer, unit])
                chosen = (layer, unit) == self._unit
                painter.setPen(QPen(theme.color("probe" if chosen else "error" if dead else "axis"),
                                    theme.px(4 if chosen else 2)))  # fmt: skip
                painter.setBrush(theme.color("card"))
                painter.drawRoundedRect(box, 4, 4)
                if hidden and layer < len(self._pictures):
                    painter.drawImage(box.adjusted(2, 2, -2, -2), self._pictures[layer][unit])
                if hidden and network.outputs.shape[2] == 1:
                    self._paint_curve(painter, network.outputs[layer, unit, 0], box)
                if dead:
                    painter.drawLine(box.topLeft(), box.bottomRight())
                    painter.drawLine(box.topRight(), box.bottomLeft())
                if not hidden and radius > theme.em * 0.6:
                    name = f"x{_SUBSCRIPTS[unit + 1]}" if layer < 0 else "y" if counts[-1] == 1 else str(unit)
                    painter.setPen(theme.color("ink"))
                    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)


_SUBSCRIPTS = "₀₁₂₃"
