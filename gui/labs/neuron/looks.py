"""How a weight looks: its colour, the width of its edge, and the dash that tells a negative one without colour."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from gui.theme import Theme

_WIDEST = 4.0  # a larger weight is drawn no wider
_PIXELS_PER_UNIT = 2.6


def edge_color(weight: float) -> str:
    """Return the token for words about a weight: blue adds, orange takes away, grey does nothing."""
    return "accent" if weight > 0 else "probe_ink" if weight < 0 else "muted"


def edge_pen(weight: float, theme: Theme) -> QPen:
    """Return the pen of a weight's edge: the wider the larger, dashed if negative, dotted if 0."""
    scale = theme.px(theme.tokens.curve_width) / 3
    width = (1.5 + min(abs(weight), _WIDEST) * _PIXELS_PER_UNIT) * scale
    pen = QPen(theme.color("accent" if weight > 0 else "probe" if weight < 0 else "axis"), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if weight < 0:
        pen.setDashPattern([max(1.5, 9 * scale / width), max(0.8, 4 * scale / width)])
    elif weight == 0:
        pen.setDashPattern([1.0, 3.0])
    return pen
