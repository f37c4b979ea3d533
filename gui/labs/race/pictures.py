"""Answers over the plane → pictures: what a network says everywhere, and the data on top."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap, QPolygonF

from core.training.datasets import Dataset
from core.training.frames import Board, BoardView
from gui.labs.race.look import class_color, paint_class_mark
from gui.theme import Theme
from gui.widgets.heat_map import paint_map
from gui.widgets.plot_frame import PlotFrame

Numbers = np.ndarray[tuple[int, ...], np.dtype[np.float32]]
_SHADES = 256


def board_frame(view: BoardView, width: float, height: float) -> PlotFrame:
    """Return the geometry of a picture of ``view`` in ``width`` × ``height`` pixels."""
    return PlotFrame(width, height, view.x_range, view.y_range)


def answer_picture(values: Numbers, data: Dataset, theme: Theme) -> QImage | None:
    """Return the picture of one entrant's answers ``values`` (C, ny, nx), the top row first; None for 1-D data."""
    if data.inputs == 1:
        return None
    if data.task == "multiclass":
        return _class_picture(values, theme)
    shown = values[0]
    if data.task == "regression":
        low, high = float(data.targets.min()), float(data.targets.max())
        shown = (shown - low) / max(high - low, 1e-9)
    return _picture(_table(theme)[_shades(shown)])


class BoardPictures:
    """The pictures of the newest board: made once, however often it is shown."""

    def __init__(self) -> None:
        self._made_of: tuple[object, ...] = ()
        self._pictures: tuple[QImage | None, ...] = ()

    def of(self, board: Board | None, data: Dataset, theme: Theme) -> tuple[QImage | None, ...]:
        """Return one picture for each entrant."""
        wanted = (board, data, theme)
        if len(self._made_of) != 3 or any(a is not b for a, b in zip(wanted, self._made_of, strict=True)):
            self._made_of = wanted
            values = board.values if board is not None else ()
            self._pictures = tuple(answer_picture(one, data, theme) for one in values)
        return self._pictures


def _class_picture(values: Numbers, theme: Theme) -> QImage:
    """The colour of the likeliest class, the paler the less sure."""
    best = values.argmax(axis=0)
    sure = np.nan_to_num(values.max(axis=0), nan=0.0)
    share = np.clip((sure - 1 / len(values)) / (1 - 1 / len(values)), 0.0, 1.0)[..., None]
    paper = _rgb(theme.color("card"))
    colors = np.array([_rgb(class_color(theme, label)) for label in range(len(values))])
    mixed = paper + (colors[best] - paper) * (0.25 + 0.75 * share)
    return _picture(_packed(mixed))


def _shades(shares: Numbers) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
    bounded = np.clip(np.nan_to_num(shares, nan=0.5), 0.0, 1.0)
    return np.asarray((bounded * (_SHADES - 1) + 0.5).astype(np.intp))


def _table(theme: Theme) -> np.ndarray[tuple[int, ...], np.dtype[np.uint32]]:
    """The colours of 0 to 1: class 0, the paper in the middle, class 1."""
    ends = (class_color(theme, 0), theme.color("card"), class_color(theme, 1))
    return _shaded(*(color.rgb() for color in ends))


@lru_cache(maxsize=8)
def _shaded(first: int, middle: int, last: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint32]]:
    at = np.linspace(-1.0, 1.0, _SHADES)[:, None]
    low, paper, high = (_rgb(QColor(color)) for color in (first, middle, last))
    return _packed(np.where(at < 0, paper + (low - paper) * -at, paper + (high - paper) * at))


def _packed(rgb: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> np.ndarray[tuple[int, ...], np.dtype[np.uint32]]:
    whole = (rgb + 0.5).astype(np.uint32)
    return np.asarray(0xFF000000 | whole[..., 0] << 16 | whole[..., 1] << 8 | whole[..., 2], dtype=np.uint32)


def _picture(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint32]]) -> QImage:
    upright = np.ascontiguousarray(pixels[::-1])  # row 0 of a board is the lowest y
    height, width = upright.shape
    return QImage(upright.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


def _rgb(color: QColor) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array([color.red(), color.green(), color.blue()], dtype=np.float64)


def data_layer(data: Dataset, view: BoardView, size: tuple[int, int], theme: Theme, ratio: float) -> QPixmap:
    """Return the data on transparent ground: filled marks were trained on, hollow ones are kept for testing."""
    layer = QPixmap(round(size[0] * ratio), round(size[1] * ratio))
    layer.setDevicePixelRatio(ratio)
    layer.fill(Qt.GlobalColor.transparent)
    painter = QPainter(layer)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_data(painter, data, board_frame(view, *size), theme)
    painter.end()
    return layer


def mark_radius(theme: Theme, frame: PlotFrame, count: int) -> float:
    """Return how large the marks of ``count`` points are: smaller in a small picture and among many."""
    room = (frame.width * frame.height / max(count, 40)) ** 0.5
    return min(theme.px(theme.tokens.point_size) * 0.42, max(2.8, room * 0.23))


def paint_data(painter: QPainter, data: Dataset, frame: PlotFrame, theme: Theme) -> None:
    """Draw every point of ``data``, those for testing first."""
    radius = mark_radius(theme, frame, len(data.points))
    table = _table(theme)
    low = float(data.targets.min()) if len(data.targets) else 0.0
    span = (float(data.targets.max()) - low or 1.0) if len(data.targets) else 1.0
    for indices, hollow in ((data.test, True), (data.train, False)):
        for i in indices.tolist():
            target = float(data.targets[i])
            y = target if data.inputs == 1 else float(data.points[i, 1])
            center = QPointF(frame.px(float(data.points[i, 0])), frame.py(y))
            if data.task != "regression":
                paint_class_mark(painter, theme, int(target), center, radius, hollow)
                continue
            shade = QColor.fromRgb(int(table[int((target - low) / span * (_SHADES - 1))]))
            ink = theme.color("ink")
            painter.setPen(QPen(ink, max(1.0, radius * 0.3)))
            painter.setBrush(theme.color("card") if data.inputs == 1 and hollow else shade)
            painter.drawEllipse(center, radius, radius)


def paint_answers(painter: QPainter, box: QRectF, picture: QImage | None, theme: Theme) -> None:
    """Draw ``picture`` into ``box``; for 1-D data only the paper on which the answer is a curve."""
    if picture is None:
        painter.fillRect(box, theme.color("saturation"))
        return
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    paint_map(painter, box, picture)


def paint_answer_curve(painter: QPainter, box: QRectF, board: Board, values: Numbers, pen: QPen) -> None:
    """Draw what is answered for 1-D data, over the data: a curve over x."""
    frame = board_frame(board.view, box.width(), box.height())
    rows = frame.py(values[0, 0].astype(np.float64))
    bounded = np.clip(np.nan_to_num(rows, nan=-1e4), -1e4, 1e4)
    columns = frame.px(board.x)
    line = QPolygonF([QPointF(box.left() + x, box.top() + y) for x, y in zip(columns, bounded, strict=True)])
    painter.save()
    painter.setClipRect(box)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.drawPolyline(line)
    painter.restore()


def signed_picture(values: Numbers, theme: Theme) -> QImage:
    """Return the picture of numbers (ny, nx) around 0: the paper is 0, each side by its largest size."""
    finite = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    largest = float(np.abs(finite).max()) or 1.0
    return _picture(_table(theme)[_shades(0.5 + 0.5 * finite / largest)])
