"""Loss or accuracy over the epochs: one line per entrant, the mean over its seeds, in a band of ± one deviation."""

from __future__ import annotations

import math
import time

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.accessibility import Role, value_changed
from gui.labs.race.curves_drawing import CurveLine, CurvesDrawing, CurvesView
from gui.labs.race.look import paint_series_marker
from gui.theme import Theme
from gui.widgets.copy_actions import offer_picture
from gui.widgets.plain_painting import is_for_file, shows_focus
from gui.widgets.plot_frame import PlotFrame

# How long, in seconds, a patient drawing may hold up the window at a time.
_TURN_SECONDS = 0.004


class RaceCurves(QWidget):
    """Paints the curves. The pointer, or the arrow keys, choose an epoch whose values are told."""

    accessible_role = Role.Chart
    hovered = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        offer_picture(self)
        self.setObjectName("raceLoss")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.view = CurvesView(np.zeros(0), ())
        self._at: int | None = None
        self._has_title = False
        self._drawing: CurvesDrawing | None = None
        self._coming: CurvesDrawing | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._draw_on)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self._small = theme.font("small_font")
        self._metrics = QFontMetricsF(self._small)
        self.update()

    def show_title(self, shown: bool) -> None:
        """Write the name of the curves into the plot, or leave it to the card."""
        if shown != self._has_title:
            self._has_title = shown
            self.update()

    def show_view(self, view: CurvesView, patient: bool = False) -> None:
        """Show other curves; ``patient``: bit by bit behind what is urgent, the old ones stay so long."""
        if view.spoken != self.view.spoken:
            self.setAccessibleName(view.spoken)
        if not patient or self._drawing is None:
            self.view, self._coming = view, None
            self._timer.stop()
            self.update()
        elif self._coming is None:
            self.view = view
            self._coming = self._new_drawing()
            self._timer.start(0)

    def spoken_value(self) -> str:
        """Return what every entrant has at the chosen epoch, at the last one if none is chosen."""
        if not len(self.view.epochs):
            return ""
        epoch = int(self.view.epochs[-1]) if self._at is None else self._at
        said = ", ".join(f"{line.name} {self.said(mean, spread)}" for line, mean, spread in self.values_at(epoch))
        return f"{self.view.epoch_name.format(epoch=epoch)}: {said}"

    def sizeHint(self) -> QSize:
        return QSize(28 * self._theme.em, 12 * self._theme.em)

    def minimumSizeHint(self) -> QSize:
        return QSize(12 * self._theme.em, 6 * self._theme.em)

    def to_pixel(self, epoch: float, value: float) -> QPointF:
        """Return where a value is in this widget's pixels."""
        return self._drawn().to_pixel(epoch, value)

    def _new_drawing(self) -> CurvesDrawing:
        return CurvesDrawing(self.view, self._theme, self.size(), self.devicePixelRatioF(), self._has_title)

    def _drawn(self) -> CurvesDrawing:
        """Return the drawing in force, made now if it has become another one."""
        now, wanted = self._drawing, (self._theme, self.size(), self.devicePixelRatioF(), self._has_title)
        if now is None or not now.fits(*wanted) or (now.view is not self.view and self._coming is None):
            self._timer.stop()
            self._coming = None
            now = self._drawing = self._new_drawing()
        now.finish()
        return now

    def _draw_on(self) -> None:
        begun = time.perf_counter()
        while self._coming is not None and time.perf_counter() - begun < _TURN_SECONDS:
            if not self._coming.step():
                self._drawing, self._coming = self._coming, None
                self._timer.stop()
                self.update()

    # --- pointer and keys ---

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        box, frame = self._drawn().box, self._drawn().frame
        self._point_at(round(frame.x_at(event.position().x() - box.left())))

    def leaveEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        self._point_at(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        steps = {keys.Key_Left: -1, keys.Key_Right: 1, keys.Key_PageDown: -10, keys.Key_PageUp: 10}
        last = int(self.view.epochs[-1]) if len(self.view.epochs) else 0
        if event.key() in steps:
            here = last if self._at is None else self._at
            self._point_at(here + steps[Qt.Key(event.key())])
        elif event.key() in (keys.Key_Home, keys.Key_End):
            self._point_at(0 if event.key() == keys.Key_Home else last)
        elif event.key() == keys.Key_Escape and self._at is not None:
            self._point_at(None)
        else:
            super().keyPressEvent(event)

    def values_at(self, epoch: int) -> list[tuple[CurveLine, float, float]]:
        """Return (line, mean, spread) of every entrant that has a value at ``epoch``, highest first."""
        place = int(np.searchsorted(self.view.epochs, epoch))
        if not 0 <= place < len(self.view.epochs):
            return []
        found = [(line, float(line.mean[place]), float(line.spread[place])) for line in self.view.lines]
        return sorted((one for one in found if math.isfinite(one[1])), key=lambda one: -one[1])

    def _point_at(self, epoch: int | None) -> None:
        last = int(self.view.epochs[-1]) if len(self.view.epochs) else 0
        bounded = None if epoch is None else self._recorded(min(max(0, epoch), last))
        if bounded != self._at:
            self._at = bounded
            self.hovered.emit(-1 if bounded is None else bounded)
            value_changed(self)
            self.update()

    def _recorded(self, epoch: int) -> int:
        """Return the recorded epoch next to ``epoch``, that way of it in which the pointer moves."""
        epochs = self.view.epochs
        if not len(epochs):
            return epoch
        after = min(int(np.searchsorted(epochs, epoch)), len(epochs) - 1)
        if self._at is not None and epoch < self._at and epochs[after] > epoch:
            after -= 1
        return int(epochs[max(0, after)])

    # --- paint ---

    def paintEvent(self, event: QPaintEvent) -> None:
        drawn = self._drawn()
        painter = QPainter(self)
        if is_for_file():
            drawn.paint(painter)
        else:
            painter.drawPixmap(0, 0, drawn.picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small)
        if self._at is not None:
            self._paint_readout(painter, drawn.frame, drawn.box, self._at)
        if shows_focus(self):
            painter.setPen(QPen(self._theme.color("accent"), self._theme.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _paint_readout(self, painter: QPainter, frame: PlotFrame, box: QRectF, epoch: int) -> None:
        theme, metrics, height = self._theme, self._metrics, self._metrics.height()
        values = self.values_at(epoch)
        column = box.left() + frame.px(float(epoch))
        painter.fillRect(
            QRectF(math.floor(column), box.top(), max(1, theme.px(1.5)), box.height()), theme.color("probe")
        )
        said = [(line, self.said(mean, spread)) for line, mean, spread in values]
        title = self.view.epoch_name.format(epoch=epoch)
        gap = theme.px(8)
        names = max((metrics.horizontalAdvance(line.name) for line, _ in said), default=0.0)
        numbers = max((metrics.horizontalAdvance(text) for _, text in said), default=0.0)
        width = max(names + numbers + height + 3 * gap, metrics.horizontalAdvance(title) + 2 * gap)
        ground = QRectF(column + gap, box.top() + gap, width, (len(said) + 1) * height + gap)
        if ground.right() > box.right():
            ground.moveRight(max(column - gap, width))
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(theme.color("card"))
        painter.drawRoundedRect(ground, theme.px(9), theme.px(9))
        painter.setPen(theme.color("muted"))
        painter.drawText(QPointF(ground.left() + gap, ground.top() + gap / 2 + metrics.ascent()), title)
        for place, (line, text) in enumerate(said, 1):
            base = ground.top() + gap / 2 + place * height
            middle = QPointF(ground.left() + gap + height * 0.3, base + height * 0.5)
            paint_series_marker(painter, theme, line.series, middle, height * 0.28)
            painter.setPen(theme.color("ink"))
            painter.drawText(QPointF(ground.left() + gap + height * 0.9, base + metrics.ascent()), line.name)
            right = ground.right() - gap - metrics.horizontalAdvance(text)
            painter.drawText(QPointF(right, base + metrics.ascent()), text)

    def said(self, mean: float, spread: float) -> str:
        """Return a value as it is told beside the pointer."""
        if self.view.is_share:
            return f"{100 * mean:.1f} ± {100 * spread:.1f} %"
        return f"{mean:.3g} ± {spread:.2g}"
