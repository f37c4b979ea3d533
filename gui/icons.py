"""The app's line icons, drawn in a theme's colours."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gui.theme import RESOURCES, Theme

ICON_FOLDER = RESOURCES / "icons"
_DRAWN_COLOR = "#000000"


def icon(name: str, theme: Theme, token: str = "ink", size: int = 20) -> QIcon:
    """Return the icon ``name`` (a file of ``resources/icons``) in a colour token, ``size`` pixels at 100 % zoom."""
    return QIcon(_picture(name, theme.color(token).name(), theme.px(size)))


@lru_cache(maxsize=256)
def _picture(name: str, color: str, size: int) -> QPixmap:
    svg = (ICON_FOLDER / f"{name}.svg").read_text(encoding="utf-8").replace(_DRAWN_COLOR, color)
    # Twice the pixels: crisp on a screen of device pixel ratio 2.
    picture = QPixmap(2 * size, 2 * size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, 2 * size, 2 * size))
    painter.end()
    picture.setDevicePixelRatio(2.0)
    return picture
