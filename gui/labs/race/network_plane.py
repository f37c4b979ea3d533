"""One network large: its answers over the plane, and the lines along which its hidden units change."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.training.datasets import Dataset
from core.training.frames import Board, BoardView, NetworkView
from gui.accessibility import Role
from gui.labs.race.look import series_token
from gui.labs.race.pictures import board_frame, data_layer, paint_answer_curve, paint_answers
from gui.theme import Theme
from gui.widgets.plot_frame import PlotFrame
from gui.widgets.series_look import DASHES

# More lines than this are a thicket: only those of the unit that stands out are drawn.
MOST_UNITS = 64


class NetworkPlane(QWidget):
    """Paints one network. Its lines: a dash of its own for each layer, thick for the unit that stands out."""

    accessible_role = Role.Chart

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("racePlane")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._theme = theme
        self._network: NetworkView | None = None
        self._picture: QImage | None = None
        self._data: Dataset | None = None
        self._board_view = BoardView()
        self._layer: QPixmap | None = None
        self._series = 0
        self._unit = (-1, -1)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme, self._layer = theme, None
        self.update()

    def spoken_value(self) -> str:
        """Return the epoch of the network that is shown."""
        return "" if self._network is None else str(self._network.epoch)

    def show_network(
        self,
        network: NetworkView | None,
        picture: QImage | None,
        data: Dataset,
        view: BoardView,
        series: int,
        unit: tuple[int, int],
    ) -> None:
        """Show ``network`` (None: only the data); ``unit`` is (layer, unit) of the hidden unit that stands out."""
        if data is not self._data or view != self._board_view:
            self._layer = None
        self._network, self._picture, self._data = network, picture, data
        self._board_view, self._series, self._unit = view, series, unit
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(20 * self._theme.em, 16 * self._theme.em)

    def minimumSizeHint(self) -> QSize:
        return QSize(8 * self._theme.em, 6 * self._theme.em)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._layer = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        network, data = self._network, self._data
        box = QRectF(self.rect())
        if network is None or data is None:
            painter.fillRect(box, theme.color("hover"))
        else:
            paint_answers(painter, box, self._picture, theme)
            self._paint_lines(painter, network, board_frame(self._board_view, box.width(), box.height()))
        if data is not None:
            if self._layer is None:
                size = (self.width(), self.height())
                self._layer = data_layer(data, self._board_view, size, theme, self.devicePixelRatioF())
            painter.drawPixmap(0, 0, self._layer)
        if network is not None and self._picture is None:
            board = Board(self._board_view, network.epoch, network.step, network.x, network.y, network.values)
            pen = QPen(theme.color(series_token(self._series)), theme.px(theme.tokens.curve_width))
            paint_answer_curve(painter, box, board, network.values, pen)
        painter.end()

    def _paint_lines(self, painter: QPainter, network: NetworkView, frame: PlotFrame) -> None:
        theme = self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        everything = sum(len(units) for units in network.boundaries) <= MOST_UNITS
        chosen = self._unit
        for layer, units in enumerate(network.boundaries):
            for unit, pieces in enumerate(units):
                is_chosen = (layer, unit) == chosen
                if not (everything or is_chosen) or not len(pieces):
                    continue
                alpha = 1.0 if is_chosen else 0.35 if chosen[0] >= 0 else 0.75
                pen = QPen(theme.color("probe" if is_chosen else "ink", alpha), theme.px(4 if is_chosen else 1.5))
                if DASHES[min(layer, len(DASHES) - 1)]:
                    pen.setDashPattern(list(DASHES[min(layer, len(DASHES) - 1)]))
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                painter.setPen(pen)
                columns, rows = frame.px(pieces[..., 0]).tolist(), frame.py(pieces[..., 1]).tolist()
                painter.drawLines([QLineF(x[0], y[0], x[1], y[1]) for x, y in zip(columns, rows, strict=True)])
