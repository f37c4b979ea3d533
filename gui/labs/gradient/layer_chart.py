"""What every picture over the layers shares: columns that stand above each other, a selected layer, mouse and keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QHideEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy

from gui.accessibility import Role, value_changed
from gui.labs.gradient.focusable import FocusableWidget
from gui.theme import Theme
from gui.widgets.plain_painting import is_for_file

# In base-font widths: room for the numbers of the axis, and for the functions' names.
LEFT_EM, RIGHT_EM = 3.6, 8.3


class LayerChart(FocusableWidget):
    """Layers from left to right, one column each. Asks for a layer; shows the one it is given.

    Signals:
        layer_requested(layer): from 1, by click, drag or arrow key.
        layer_hovered(layer): the layer under the pointer; 0 when it leaves.
    """

    accessible_role = Role.Chart
    layer_requested = Signal(int)
    layer_hovered = Signal(int)
    drag_started = Signal()
    drag_finished = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, name)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.depth, self.layer, self.hovered = 1, 1, 0
        self._dragging = False
        self._layer_word = "{layer}"
        self._chart = QRectF()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self._chart_of = (-1, -1)
        self._paper_key: tuple[object, ...] = ()
        self.tick_font = theme.font("small_font")
        self.tick_metrics = QFontMetricsF(self.tick_font)
        self.fonts = theme.font("base_font"), theme.font("base_font", bold=True)
        self.font_metrics = QFontMetricsF(self.fonts[0]), QFontMetricsF(self.fonts[1])
        self.setMinimumHeight(self.least_height())
        self.update()

    def least_height(self) -> int:
        """Return how low it may become, in pixels."""
        return 5 * self._theme.em

    def show_layer(self, depth: int, layer: int, hovered: int) -> None:
        """Show which layer is selected and which is pointed at, of ``depth``."""
        if (depth, layer, hovered) != (self.depth, self.layer, self.hovered):
            self.depth, self.layer, self.hovered = depth, layer, hovered
            self.update()
        value_changed(self)

    def say_layer(self, template: str) -> None:
        """Call a layer by ``template``, ``{layer}`` in it its number."""
        self._layer_word = template

    def spoken_value(self) -> str:
        """Return what every function has at the selected layer."""
        said = ", ".join(f"{name} {value}" for name, value in self.readings())
        return f"{self._layer_word.format(layer=self.hovered or self.layer)}: {said}"

    def readings(self) -> tuple[tuple[str, str], ...]:
        """Return every function's name and what it has at the layer."""
        raise NotImplementedError

    # --- places ---

    def chart(self) -> QRectF:
        """Return where the columns stand."""
        if self._chart_of != (self.width(), self.height()):
            self._chart_of, self._chart = (self.width(), self.height()), self._measured_chart()
        return self._chart

    def _measured_chart(self) -> QRectF:
        em = self._theme.em
        left, right, top, bottom = LEFT_EM * em, RIGHT_EM * em, 0.5 * em, self.axis_height()
        width, height = max(20.0, self.width() - left - right), max(10.0, self.height() - top - bottom)
        return QRectF(left, top, width, height)

    def axis_height(self) -> float:
        """Return the room for the layers' numbers below the columns."""
        return self.tick_metrics.height() + 0.3 * self._theme.em

    def column(self, layer: int) -> QRectF:
        """Return the column of a layer, from 1."""
        chart = self.chart()
        wide = chart.width() / self.depth
        return QRectF(chart.left() + (layer - 1) * wide, chart.top(), wide, chart.height())

    def layer_at(self, x: float) -> int:
        """Return the layer at a pixel column, the nearest end beyond the chart."""
        chart = self.chart()
        return min(self.depth, max(1, 1 + int((x - chart.left()) * self.depth / chart.width())))

    # --- painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        chart = self.chart()
        if is_for_file():
            self._paint_whole_paper(painter, chart)
        else:
            painter.drawPixmap(0, 0, self._drawn_paper(self.devicePixelRatioF(), chart))
        self.paint_content(painter, chart)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._paint_marks(painter, self.column(min(self.layer, self.depth)))
        self.paint_focus(painter)
        painter.end()

    def _drawn_paper(self, ratio: float, chart: QRectF) -> QPixmap:
        """Return what lies below the content: drawn once and copied while nothing of it changes."""
        key = (self.size(), ratio, self.depth, self.layer, self.paper())
        if key != self._paper_key:
            self._paper_key = key
            self._paper = QPixmap(self.size() * ratio)
            self._paper.setDevicePixelRatio(ratio)
            painter = QPainter(self._paper)
            self._paint_whole_paper(painter, chart)
            painter.end()
        return self._paper

    def _paint_whole_paper(self, painter: QPainter, chart: QRectF) -> None:
        painter.fillRect(self.rect(), self._theme.color("card"))
        painter.fillRect(self.column(min(self.layer, self.depth)), self._theme.color("accent_soft"))
        self.paint_paper(painter, chart)
        self._paint_layer_numbers(painter, chart)

    def paper(self) -> object:
        """Return what ``paint_paper`` depends on, beside size, layers and theme."""
        raise NotImplementedError

    def paint_paper(self, painter: QPainter, chart: QRectF) -> None:
        """Paint what mostly stays while a slider moves."""
        raise NotImplementedError

    def paint_content(self, painter: QPainter, chart: QRectF) -> None:
        """Paint what the picture is about."""
        raise NotImplementedError

    def _paint_marks(self, painter: QPainter, column: QRectF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.color("accent"), self._theme.px(2)))
        painter.drawRect(column)
        if self.hovered and self.hovered != self.layer and self.hovered <= self.depth:
            painter.setPen(QPen(self._theme.color("axis"), 1, Qt.PenStyle.DashLine))
            painter.drawRect(self.column(self.hovered))

    def _paint_layer_numbers(self, painter: QPainter, chart: QRectF) -> None:
        painter.setFont(self.tick_font)
        metrics = self.tick_metrics
        wide = chart.width() / self.depth
        need = metrics.horizontalAdvance("00") + 0.4 * self._theme.em
        step = next(s for s in (1, 2, 5, 10, 25, 50) if s * wide >= need or s == 50)
        taken: list[QRectF] = []
        for layer in (self.layer, *(n for n in range(1, self.depth + 1) if n == 1 or n % step == 0)):
            middle = self.column(min(layer, self.depth)).center().x()
            box = QRectF(middle - need / 2, chart.bottom() + 0.2 * self._theme.em, need, metrics.height())
            chosen = not taken
            if any(box.intersects(other) for other in taken):
                continue
            taken.append(box)
            painter.setPen(self._theme.color("accent" if chosen else "muted"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(layer))

    def ink(self, token: str) -> QColor:
        """Return the colour of words that belong to a series."""
        return self._theme.color(self._theme.for_words(token))

    # --- mouse and keys ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragging = True
            self.drag_started.emit()
            self.layer_requested.emit(self.layer_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        layer = self.layer_at(event.position().x())
        if self._dragging:
            self.layer_requested.emit(layer)
        else:
            self.layer_hovered.emit(layer)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._let_go()

    def hideEvent(self, event: QHideEvent) -> None:
        self._let_go()
        super().hideEvent(event)

    def _let_go(self) -> None:
        if self._dragging:
            self._dragging = False
            self.drag_finished.emit()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.layer_hovered.emit(0)

    def key_moves(self) -> dict[Qt.Key, int]:
        keys, here = Qt.Key, min(self.layer, self.depth)
        return {
            keys.Key_Left: here - 1,
            keys.Key_Right: here + 1,
            keys.Key_PageDown: here - 10,
            keys.Key_PageUp: here + 10,
            keys.Key_Home: 1,
            keys.Key_End: self.depth,
        }

    def ask_for(self, wanted: int) -> None:
        self.layer_requested.emit(min(self.depth, max(1, wanted)))
