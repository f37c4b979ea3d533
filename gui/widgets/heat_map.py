"""Maps of coloured cells: an image on the screen and in pixel files, rectangles in files that have no pixels."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter

# More rectangles make a file that programs open slowly (about 200 bytes each in SVG): beyond, it is an image in there.
MOST_RECTANGLES = 20_000
# Neighbours meet within a pixel: the paper would shine through between them.
_OVERLAP = 1.0
_STEPS = np.uint32(0x00030303)
_WITHOUT_PIXELS = (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf)


def paint_map(painter: QPainter, box: QRectF, image: QImage) -> None:
    """Draw ``image`` into ``box``, one cell for each of its pixels where the file has none of its own."""
    if painter.paintEngine().type() not in _WITHOUT_PIXELS:
        painter.drawImage(box, image)
        return
    runs = list(_runs(image))
    if len(runs) > MOST_RECTANGLES:
        painter.drawImage(box, image)
        return
    across, down = box.width() / image.width(), box.height() / image.height()
    for row, first, last, color in runs:
        cell = QRectF(box.left() + first * across, box.top() + row * down, (last - first) * across, down)
        # What comes later covers the overlap again; what is translucent ends on whole pixels instead.
        solid = color.alpha() == 255
        painter.fillRect(cell.adjusted(0, 0, _OVERLAP, _OVERLAP) & box if solid else _whole(cell), color)


def _whole(cell: QRectF) -> QRectF:
    """Return the cell with its edges on pixels: each edge is rounded alike in the two cells that share it."""
    left, top, right, bottom = (round(edge) for edge in (cell.left(), cell.top(), cell.right(), cell.bottom()))
    return QRectF(left, top, right - left, bottom - top)


def _runs(image: QImage) -> Iterator[tuple[int, int, int, QColor]]:
    """Yield (row, first column, column behind the last, colour) of neighbours in one colour; nothing for no colour."""
    plain = image.convertToFormat(QImage.Format.Format_ARGB32)
    width = plain.width()
    # Steps of colour that no eye sees would be rectangles of their own.
    pixels = (
        np.frombuffer(plain.constBits(), np.uint32).reshape(plain.height(), plain.bytesPerLine() // 4)[:, :width]
        | _STEPS
    )
    for row, line in enumerate(pixels):
        edges = [0, *(np.flatnonzero(np.diff(line)) + 1).tolist(), width]
        for first, last in pairwise(edges):
            color = QColor.fromRgba(int(line[first]))
            if color.alpha():
                yield row, first, last, color
