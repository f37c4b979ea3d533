"""The two-layer network as a small drawing: two inputs, two hidden units, one output."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.labs import neuron
from core.labs.neuron import NeuronState
from core.record import written_number
from gui.accessibility import Role
from gui.labs.neuron.looks import edge_pen
from gui.theme import Theme

_COLUMNS = (("x₁", "x₂"), ("h₁", "h₂"), ("y",))


class NetworkSketch(QWidget):
    """Edges look as in the drawn neuron: blue and solid adds, orange and dashed takes away, wider is more."""

    accessible_role = Role.Graphic

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("networkSketch")
        self._weights: dict[tuple[str, str], float] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_theme(theme)

    def show_network(self, state: NeuronState) -> None:
        """Paint the weights of ``state``."""
        weights = {}
        for unit, line, inputs in (("h₁", "hidden0", "x"), ("h₂", "hidden1", "x"), ("y", "output", "h")):
            for source, key in zip((f"{inputs}₁", f"{inputs}₂"), neuron.LINES[line][:2], strict=True):
                weights[source, unit] = state.number(key)
        if weights != self._weights:
            self._weights = weights
            self.update()

    def spoken_value(self) -> str:
        """Return every weight."""
        return ", ".join(f"{a} → {b} {written_number(weight)}" for (a, b), weight in self._weights.items())

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self.setFixedHeight(round((5.2 if theme.name == "projector" else 6.4) * theme.em))
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(10 * self._theme.em, self.minimumHeight())

    def sizeHint(self) -> QSize:
        return QSize(18 * self._theme.em, self.minimumHeight())

    def _places(self) -> dict[str, QPointF]:
        wide = min(self.width(), 26 * self._theme.em)
        left = (self.width() - wide) / 2
        places = {}
        for i, column in enumerate(_COLUMNS):
            for j, name in enumerate(column):
                x = left + wide * (0.12 + 0.38 * i)
                places[name] = QPointF(x, self.height() * (j + 0.5) / len(column))
        return places

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, places = QPainter(self), self._theme, self._places()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for (source, unit), weight in self._weights.items():
            painter.setPen(edge_pen(weight, theme))
            painter.drawLine(places[source], places[unit])
        radius = 1.15 * theme.em
        painter.setFont(theme.font("number_font", bold=True))
        for name, at in places.items():
            painter.setPen(QPen(theme.color("ink"), theme.px(2)))
            painter.setBrush(theme.color("card"))
            box = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
            painter.drawEllipse(box)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)
