"""One entrant of the race: what its networks answer over the plane, and how they do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFontMetrics,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from core.training.frames import Board
from gui.labs.race.look import paint_series_marker, series_token
from gui.labs.race.pictures import paint_answer_curve, paint_answers
from gui.theme import Theme
from gui.widgets.plain_painting import is_for_file, shows_focus

Numbers = np.ndarray[tuple[int, ...], np.dtype[np.float32]]
CARD_RADIUS = 14
_PICTURE_RADIUS = 6


@dataclass(frozen=True, slots=True, eq=False)
class TileView:
    """What a tile shows; words are ready to be written.

    Attributes:
        name, series: the entrant.  score: ``98 ± 1 %``.
        left, right: the line under the picture.  left_short, right_short: where there is no room for them.
        warning: stands instead of ``left`` when networks have stopped.
        notice: stands over the picture when all have.
        board, values: (C, ny, nx) answers, and their ``picture`` (None for 1-D data).
        spoken: all of it, for screen readers.
    """

    name: str
    series: int
    score: str = ""
    left: str = ""
    left_short: str = ""
    right: str = ""
    right_short: str = ""
    warning: str = ""
    notice: str = ""
    board: Board | None = None
    values: Numbers | None = None
    picture: QImage | None = None
    spoken: str = ""

    def looks(self) -> tuple[object, ...]:
        """Return what is written around the picture."""
        return self.name, self.series, self.score, self.left, self.right, self.warning, self.notice


class BoardTile(QAbstractButton):
    """A small multiple. A click, Enter or Space asks for the large view.

    ``pointed`` tells that the pointer moves over it (True), that it is gone or has something else to do (False).
    """

    pointed = Signal(bool)

    def __init__(self, theme: Theme, place: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"raceTile_{place}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMouseTracking(True)
        self.view = TileView("", 0)
        self.layer: QPixmap | None = None
        self.has_foot = True  # whether there is a line below the picture
        # What ``layer`` shows, drawn anew for a file that has more pixels or none.
        self.paint_points: Callable[[QPainter, QSize], None] = lambda _painter, _size: None
        self._is_entered = False
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self._bold, self._small = theme.font(bold=True), theme.font("small_font")
        if theme.name == "projector":
            self._bold = theme.font("small_font", bold=True)
        self.update()

    def show_view(self, view: TileView, layer: QPixmap | None) -> None:
        """Show an entrant, with the data ``layer`` on top of its answers."""
        changed = view.looks() != self.view.looks() or view.board is not self.view.board or layer is not self.layer
        changed = changed or view.picture is not self.view.picture
        self.view, self.layer = view, layer
        if changed:
            self.update()

    def say(self) -> None:
        """Tell a screen reader what is shown now."""
        if self.view.spoken != self.accessibleName():
            self.setAccessibleName(self.view.spoken)

    def picture_box(self) -> QRect:
        """Return where the picture is, in the tile's pixels."""
        side, head, foot = self._measures()
        return QRect(side, head, max(1, self.width() - 2 * side), max(1, self.height() - head - foot))

    def head_width(self, name: str, score: str = "100 ± 0 %") -> int:
        """Return how wide a tile must be to write ``name`` and ``score`` above its picture."""
        metrics, theme = QFontMetrics(self._bold), self._theme
        taken = 2 * self._measures()[0] + round(0.6 * metrics.height()) + 2 * theme.px(6)
        return taken + metrics.horizontalAdvance(name) + metrics.horizontalAdvance(score)

    def sizeHint(self) -> QSize:
        return QSize(12 * self._theme.em, 9 * self._theme.em)

    def minimumSizeHint(self) -> QSize:
        return QSize(7 * self._theme.em, 5 * self._theme.em)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._is_entered = True
        self.pointed.emit(True)
        self.update()
        super().enterEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons():
            self.pointed.emit(True)
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pointed.emit(False)
        super().mousePressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.pointed.emit(False)
        super().hideEvent(event)

    def leaveEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        self._is_entered = False
        self.pointed.emit(False)
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        emphasised = shows_focus(self) or self._is_entered
        pen = QPen(theme.color("accent" if emphasised else "border"), theme.px(2) if shows_focus(self) else 1)
        inset = pen.widthF() / 2
        painter.setPen(pen)
        painter.setBrush(theme.color("card"))
        radius = theme.px(CARD_RADIUS)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)
        self._paint_picture(painter)
        self._paint_head(painter)
        self._paint_foot(painter)
        painter.end()

    def _measures(self) -> tuple[int, int, int]:
        """Return (side, head, foot) in pixels."""
        theme = self._theme
        head = QFontMetrics(self._bold).height() + theme.px(12)
        if not self.has_foot:
            return theme.px(10), head, theme.px(10)
        return theme.px(10), head, QFontMetrics(self._small).height() + theme.px(10)

    def _paint_picture(self, painter: QPainter) -> None:
        box, view, theme = self.picture_box(), self.view, self._theme
        painter.save()
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(box), theme.px(_PICTURE_RADIUS), theme.px(_PICTURE_RADIUS))
        painter.setClipPath(clip)
        if view.board is None or view.values is None:
            painter.fillRect(box, theme.color("hover"))
        else:
            paint_answers(painter, QRectF(box), view.picture, theme)
        if is_for_file():
            painter.translate(box.topLeft())
            self.paint_points(painter, box.size())
            painter.translate(-box.topLeft())
        elif self.layer is not None:
            painter.drawPixmap(box.topLeft(), self.layer)
        if view.board is not None and view.values is not None and view.picture is None:
            pen = QPen(theme.color(series_token(view.series)), theme.px(theme.tokens.curve_width))
            paint_answer_curve(painter, QRectF(box), view.board, view.values, pen)
        painter.restore()
        if view.notice:
            self._paint_notice(painter, box)

    def _paint_notice(self, painter: QPainter, box: QRect) -> None:
        theme = self._theme
        painter.setFont(self._small)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        gap = theme.px(6)
        room = box.adjusted(2 * gap, gap, -2 * gap, -gap)
        needed = painter.fontMetrics().boundingRect(room, int(flags), self.view.notice)
        ground = (needed & room).adjusted(-gap, -gap // 2, gap, gap // 2)
        painter.setPen(QPen(theme.color("error"), 1))
        painter.setBrush(theme.color("error_soft"))
        painter.drawRoundedRect(ground, gap, gap)
        painter.drawText(room & ground, int(flags), self.view.notice)

    def _paint_head(self, painter: QPainter) -> None:
        theme, view = self._theme, self.view
        side, head, _ = self._measures()
        radius = QFontMetrics(self._bold).height() * 0.3
        paint_series_marker(painter, theme, view.series, QPointF(side + radius, head / 2), radius)
        left = side + round(2 * radius) + theme.px(6)
        painter.setFont(self._bold)
        metrics = painter.fontMetrics()
        width = self.width() - side - left
        score = metrics.horizontalAdvance(view.score)
        painter.setPen(theme.color("ink"))
        painter.drawText(QRect(left, 0, width, head), _RIGHT, view.score)
        room = max(0, width - score - theme.px(6))
        name = metrics.elidedText(view.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, 0, room, head), _LEFT, name)

    def _paint_foot(self, painter: QPainter) -> None:
        if not self.has_foot:
            return
        theme, view = self._theme, self.view
        side, _, foot = self._measures()
        room = QRect(side, self.height() - foot, self.width() - 2 * side, foot)
        painter.setFont(self._small)
        metrics = painter.fontMetrics()
        painter.setPen(theme.color("muted"))
        left, right = self._foot_texts(room.width(), metrics)
        taken = metrics.horizontalAdvance(right) + theme.px(8) if right else 0
        painter.drawText(room, _RIGHT, right)
        if view.warning:
            painter.setPen(theme.color("error"))
        room.setWidth(max(0, room.width() - taken))
        painter.drawText(room, _LEFT, metrics.elidedText(left, Qt.TextElideMode.ElideRight, room.width()))

    def _foot_texts(self, room: int, metrics: QFontMetrics) -> tuple[str, str]:
        """Return the longest pair of texts that fits: a number must not be cut."""
        view, gap = self.view, self._theme.px(8)
        if view.warning:
            pairs = [(view.warning, view.right), (view.warning, view.right_short), (view.warning, "")]
        else:
            pairs = [(view.left, view.right), (view.left_short, view.right), (view.left_short, view.right_short)]
            pairs.append((view.left_short, ""))
        widths = (metrics.horizontalAdvance(left) + gap + metrics.horizontalAdvance(right) for left, right in pairs)
        return next((pair for pair, width in zip(pairs, widths, strict=True) if width <= room), pairs[-1])


_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
