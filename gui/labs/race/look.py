"""How activations and classes are told apart: by colour and by shape, never by colour alone."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from gui.theme import Theme
from gui.widgets.series_look import DASHES

# The colour of each series; the five colours and the muted one twice, the second time with another dash and marker.
_COLORS = (
    "muted", "series_4", "series_1", "series_0", "series_2", "series_3",
    "series_4", "series_1", "series_0", "series_3",
)  # fmt: skip
_DASHES = (1, 2, 0, 0, 4, 0, 3, 1, 2, 3)
# Corners of each marker, the angle of the first one, and how deep a star's dents are (1: none). 0 corners: a disc.
_MARKERS = (
    (0, 0.0, 1.0), (4, 45.0, 1.0), (3, 90.0, 1.0), (4, 0.0, 1.0), (3, 270.0, 1.0), (5, 90.0, 0.45),
    (6, 0.0, 1.0), (4, 0.0, 0.35), (5, 90.0, 1.0), (4, 45.0, 0.35),
)  # fmt: skip
# Colours and markers of the classes 0 to 4: a disc, a square, a triangle, a star, a diamond.
_CLASS_COLORS = ("negative", "positive", "series_3", "series_4", "muted")
_CLASS_MARKERS = (0, 1, 2, 5, 3)
_DARKER = 180


def series_token(series: int) -> str:
    """Return the colour token of a series of the race."""
    return _COLORS[series]


def series_dash(series: int) -> tuple[float, ...]:
    """Return the dash of a series of the race."""
    return DASHES[_DASHES[series]]


def series_icon(series: int, theme: Theme) -> QIcon:
    """Return the marker of a series as an icon."""
    return _icon(series, theme.color(series_token(series)).rgb(), theme.em)


@lru_cache(maxsize=64)
def _icon(series: int, color: int, size: int) -> QIcon:
    picture = QPixmap(2 * size, 2 * size)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor.fromRgb(color))
    painter.drawPath(marker(series, size * 0.4).translated(size / 2, size / 2))
    painter.end()
    return QIcon(picture)


def paint_series_marker(painter: QPainter, theme: Theme, series: int, center: QPointF, radius: float) -> None:
    """Draw the marker of a series."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(series_token(series)))
    painter.drawPath(marker(series, radius).translated(center))
    painter.restore()


def marker(number: int, radius: float) -> QPainterPath:
    """Return marker ``number`` (0 to 9) around the origin."""
    corners, first, dent = _MARKERS[number]
    path = QPainterPath()
    if not corners:
        path.addEllipse(QPointF(0, 0), radius, radius)
        return path
    count = corners if dent == 1.0 else 2 * corners
    for i in range(count):
        angle = math.radians(first + 360 * i / count)
        reach = radius * (1.25 if dent == 1.0 or i % 2 == 0 else 1.25 * dent)
        corner = QPointF(reach * math.cos(angle), -reach * math.sin(angle))
        if i:
            path.lineTo(corner)
        else:
            path.moveTo(corner)
    path.closeSubpath()
    return path


def class_color(theme: Theme, label: int) -> QColor:
    """Return the colour of the ground on which a network answers class ``label``."""
    return theme.color(_CLASS_COLORS[label])


def paint_class_mark(
    painter: QPainter, theme: Theme, label: int, center: QPointF, radius: float, hollow: bool = False
) -> None:
    """Draw a point of class ``label``; ``hollow`` for one that is kept for testing."""
    dark = class_color(theme, label).darker(_DARKER)
    paper = QColor("#FFFFFF")
    painter.setPen(QPen(dark if hollow else paper, max(0.9, radius * 0.22)))
    painter.setBrush(paper if hollow else dark)
    painter.drawPath(marker(_CLASS_MARKERS[label], radius).translated(center))
