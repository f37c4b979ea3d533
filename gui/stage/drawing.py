"""What the teacher's hand does over the stage: laser pointer, spotlight, pen, and the part that is made large."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLineF, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QRadialGradient,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from core.stage import Region, Tool
from gui.theme import Theme

_LASER_EM, _SPOT_SHARE, _PEN_WIDTH = 0.55, 0.2, 7
_DARK = QColor(0, 0, 0, 190)
_WAIT_FOR_REST = 40  # ms
# How far one press of an arrow moves the tool: a share of the sheet's width.
_STEP, _LARGE_STEP = 0.01, 0.08
_TIP_EM = 0.5


class DrawingSheet(QWidget):
    """Takes the mouse while a tool is in the hand; without one it only keeps what the pen has drawn.

    Every tool can be led by keys as well: ``move_by`` moves it, ``press`` is the mouse's button, down and up again.
    Strokes are shares of the sheet, so that they stay where they belong when the stage gets another size.
    """

    region_chosen = Signal(float, float, float, float)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("stageDrawing")
        self.setMouseTracking(True)
        self.tool: Tool = ""
        self.strokes: list[list[QPointF]] = []
        self._place: QPointF | None = None
        self._start: QPointF | None = None
        self._draws = False
        self._is_led_by_keys = False
        self.set_theme(theme)
        self.take("")

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self._theme = theme
        self.update()

    def take(self, tool: Tool) -> None:
        """Take a tool into the hand; ``""`` lets the mouse through to the stage."""
        if tool != self.tool:
            self.tool, self._start, self._draws, self._is_led_by_keys = tool, None, False, False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not tool)
        if tool in ("laser", "spotlight"):
            # The point itself is the cursor.
            self.setCursor(Qt.CursorShape.BlankCursor)
            self._place = self._place or QPointF(self.rect().center())
        else:
            self.setCursor(Qt.CursorShape.CrossCursor if tool else Qt.CursorShape.ArrowCursor)
        self.update()

    def erase(self) -> None:
        """Take every stroke away."""
        self.strokes.clear()
        self.update()

    def move_by(self, right: int, down: int, is_large: bool) -> None:
        """Lead the tool in hand some steps by keys."""
        step = (_LARGE_STEP if is_large else _STEP) * self.width()
        place = self._place_of_keys() + QPointF(right * step, down * step)
        place = QPointF(min(max(place.x(), 0.0), self.width() - 1.0), min(max(place.y(), 0.0), self.height() - 1.0))
        self._is_led_by_keys = True
        self._lead_to(place)

    def press(self) -> None:
        """Lower the pen or lift it again; set the first corner of a part or the other one."""
        place, self._is_led_by_keys = self._place_of_keys(), True
        if self._draws or self._start is not None:
            self._let_go(place)
        else:
            self._begin(place)

    def _place_of_keys(self) -> QPointF:
        return self._place or QPointF(self.rect().center())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._is_led_by_keys = False
            self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._is_led_by_keys = False
        self._lead_to(event.position())
        # The edge of the stage is the window's matter, whatever is in the hand.
        event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._let_go(event.position())

    def _begin(self, place: QPointF) -> None:
        if self.tool == "pen":
            self._draws = True
            self.strokes.append([self._share(place)])
        elif self.tool == "region":
            self._start = place
        self._place = place
        self.update()

    def _lead_to(self, place: QPointF) -> None:
        self._place = place
        if self._draws:
            self.strokes[-1].append(self._share(place))
        self.update()

    def _let_go(self, place: QPointF) -> None:
        self._draws = False
        if self._start is not None:
            box, self._start = QRectF(self._start, place).normalized(), None
            width, height = max(1, self.width()), max(1, self.height())
            self.region_chosen.emit(box.x() / width, box.y() / height, box.width() / width, box.height() / height)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        # The mouse is at the teacher's own screen: no dot stays behind, unless the keys hold it.
        if not self._is_led_by_keys:
            self._place = None
        self.update()
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        # The stage goes to another screen, or ends: where the button comes up, nobody will tell.
        self._draws, self._start = False, None
        super().hideEvent(event)

    def _share(self, place: QPointF) -> QPointF:
        return QPointF(place.x() / max(1, self.width()), place.y() / max(1, self.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        pen = QPen(theme.color("probe"), theme.px(_PEN_WIDTH))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for stroke in self.strokes:
            points = [QPointF(p.x() * self.width(), p.y() * self.height()) for p in stroke]
            if len(points) == 1:
                painter.drawPoint(points[0])
            else:
                painter.drawPolyline(QPolygonF(points))
        if self.tool == "spotlight" and self._place is not None:
            self._paint_spotlight(painter, self._place)
        elif self.tool == "laser" and self._place is not None:
            self._paint_laser(painter, self._place)
        elif self.tool == "region" and self._start is not None and self._place is not None:
            box = QRectF(self._start, self._place).normalized()
            painter.setPen(QPen(theme.color("accent"), theme.px(3)))
            painter.setBrush(theme.color("accent", 0.12))
            painter.drawRect(box)
        if self._is_led_by_keys and self.tool in ("pen", "region") and self._place is not None:
            self._paint_tip(painter, self._place)
        painter.end()

    def _paint_tip(self, painter: QPainter, place: QPointF) -> None:
        """Draw a cross where the tool is: the mouse's own may be anywhere; it is thicker while the pen is down."""
        theme, arm = self._theme, _TIP_EM * self._theme.em
        lines = [QLineF(place - way, place + way) for way in (QPointF(arm, 0), QPointF(0, arm))]
        thick = theme.px(5 if self._draws else 3)
        for color, wide in (("card", 2 * thick), ("ink", thick)):
            painter.setPen(QPen(theme.color(color), wide))
            painter.drawLines(lines)

    def _paint_laser(self, painter: QPainter, place: QPointF) -> None:
        radius = _LASER_EM * self._theme.em
        color = QColor("#E00000")
        glow = QRadialGradient(place, 2 * radius)
        glow.setColorAt(0.0, color)
        glow.setColorAt(0.45, color)
        color.setAlphaF(0.35)
        glow.setColorAt(0.5, color)
        color.setAlphaF(0.0)
        glow.setColorAt(1.0, color)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(glow)
        painter.drawEllipse(place, 2 * radius, 2 * radius)

    def _paint_spotlight(self, painter: QPainter, place: QPointF) -> None:
        radius = _SPOT_SHARE * self.height()
        dark, light = QPainterPath(), QPainterPath()
        dark.addRect(QRectF(self.rect()))
        light.addEllipse(place, radius * 1.3, radius)
        painter.fillPath(dark - light, _DARK)


class RegionView(QWidget):
    """A part of the stage as large as the window, drawn anew, not enlarged from pixels."""

    def __init__(self, body: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("stageRegion")
        self._body = body
        self.region: Region | None = None
        self._picture = QPixmap()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.draw)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.hide()

    def show_region(self, region: Region | None) -> None:
        """Show a part of the stage, or leave the stage as it is."""
        if region != self.region:
            self.region = region
            self.draw()
            self.setVisible(region is not None)

    def refresh(self) -> None:
        """Draw anew what the stage shows by now, when it has been laid out."""
        if self.region is not None and not self._timer.isActive():
            self._timer.start(_WAIT_FOR_REST)

    def source(self) -> QRectF:
        """Return the part that is shown, in the stage's pixels, in the shape of the window and inside the stage."""
        width, height = float(self.width()), float(self.height())
        if self.region is None:
            return QRectF(0, 0, width, height)
        x, y, w, h = self.region
        share = max(w, h)
        left = min(max(x + w / 2 - share / 2, 0.0), 1.0 - share)
        top = min(max(y + h / 2 - share / 2, 0.0), 1.0 - share)
        return QRectF(left * width, top * height, share * width, share * height)

    def draw(self) -> None:
        """Let the stage draw that part with as many pixels as this window has for it."""
        if self.region is None:
            return
        part = self.source().toRect()
        ratio = self.devicePixelRatioF() * self.width() / max(part.width(), 1)
        self._picture = QPixmap(QSize(round(part.width() * ratio), round(part.height() * ratio)))
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(self._body.palette().window().color())
        self._body.render(self._picture, QPoint(0, 0), QRegion(part))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().window())
        painter.drawPixmap(self.rect(), self._picture)
        painter.end()
