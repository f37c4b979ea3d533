"""Whether widgets paint themselves for the screen, or for a file that has more pixels or none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPaintEngine, QPainter, QPen
from PySide6.QtWidgets import QWidget

from gui.theme import Theme

_CORNER = 9
_depth = 0


def is_for_file() -> bool:
    """Whether a widget that is asked to paint does so for a file.

    Then nothing may be copied from pictures kept for the screen: they would be coarse, and words in them no words. What
    shows where hand and keyboard are is left away, too.
    """
    return _depth > 0


def shows_focus(widget: QWidget) -> bool:
    """Whether ``widget`` paints that the keyboard is there."""
    return widget.hasFocus() and not is_for_file()


def paint_frame(painter: QPainter, theme: Theme, widget: QWidget) -> None:
    """Draw the frame of the keyboard along the edges of ``widget``."""
    thick = theme.px(2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("accent"), thick))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inside = QRectF(widget.rect()).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
    painter.drawRoundedRect(inside, theme.px(_CORNER), theme.px(_CORNER))


def clips(painter: QPainter) -> bool:
    """Whether a clip that is set takes effect: Qt writes none into SVG."""
    return painter.paintEngine().type() != QPaintEngine.Type.SVG


@contextmanager
def painting_for_file() -> Iterator[None]:
    """Within this, widgets paint for a file. For the window's thread only, as is all painting of widgets."""
    global _depth
    _depth += 1
    try:
        yield
    finally:
        _depth -= 1
