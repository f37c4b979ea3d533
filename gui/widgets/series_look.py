"""How the functions of one plot are told apart: by colour and by dash, never by colour alone."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from gui.theme import Theme

# Dash and gap in curve widths: solid, dashed, dash-dot, dotted, long dash with two dots.
DASHES: tuple[tuple[float, ...], ...] = (
    (),
    (4.0, 2.2),
    (5.0, 1.8, 1.2, 1.8),
    (1.3, 1.6),
    (6.0, 1.6, 1.2, 1.6, 1.2, 1.6),
)


def series_color(number: int) -> str:
    """Return the colour token of a series."""
    return f"series_{number}"


def curve_pen(theme: Theme, color: str, dash: tuple[float, ...]) -> QPen:
    """Return the pen of a curve in a colour token of ``theme``."""
    pen = QPen(theme.color(color), theme.px(theme.tokens.curve_width))
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    # A round cap would fill the gaps between dashes.
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if dash else Qt.PenCapStyle.RoundCap)
    if dash:
        pen.setDashPattern(list(dash))
    return pen


def sample_width(theme: Theme) -> int:
    """Return how long a piece of line has to be to show every dash."""
    return 14 * theme.px(theme.tokens.curve_width)


def paint_sample(painter: QPainter, theme: Theme, color: str, dash: tuple[float, ...], left: QPointF) -> None:
    """Draw a piece of a curve's line to the right of ``left``."""
    painter.setPen(curve_pen(theme, color, dash))
    painter.drawLine(left, left + QPointF(sample_width(theme), 0))
