"""Maps of colours in files: cells stay cells in SVG and PDF, and too many of them become a picture."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator, QSvgRenderer

from gui.widgets import heat_map


def image_of(pixels: np.ndarray) -> QImage:  # type: ignore[type-arg]
    rows, columns = pixels.shape
    data = np.ascontiguousarray(pixels.astype(np.uint32))
    return QImage(data.tobytes(), columns, rows, 4 * columns, QImage.Format.Format_ARGB32).copy()


def svg_of(image: QImage, size: int = 240) -> bytes:
    buffer, generator = QBuffer(), QSvgGenerator()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator.setOutputDevice(buffer)
    generator.setResolution(96)
    generator.setSize(QSize(size, size))
    generator.setViewBox(QRectF(0, 0, size, size))
    painter = QPainter(generator)
    heat_map.paint_map(painter, QRectF(0, 0, size, size), image)
    painter.end()
    return bytes(buffer.data().data())


def seen(svg: bytes, size: int = 240) -> QImage:
    shown = QImage(size, size, QImage.Format.Format_RGB32)
    shown.fill(0xFFFFFFFF)
    painter = QPainter(shown)
    QSvgRenderer(svg).render(painter)
    painter.end()
    return shown


def test_every_cell_has_its_colour_and_place_in_svg(qapp) -> None:  # type: ignore[no-untyped-def]
    colors = np.array([[0xFFB03010, 0xFFB03010, 0xFF2050C0], [0xFF2050C0, 0x00000000, 0xFF008040]])
    svg = svg_of(image_of(colors))
    assert b"<image" not in svg
    shown = seen(svg)
    for row in range(2):
        for column in range(3):
            wanted = QColor.fromRgba(int(colors[row, column])) if colors[row, column] else QColor("white")
            found = shown.pixelColor(40 + 80 * column, 60 + 120 * row)
            gaps = [abs(a - b) for a, b in zip(found.getRgb()[:3], wanted.getRgb()[:3], strict=True)]
            assert max(gaps) <= 3, (row, column)
    # The paper does not shine through where cells meet.
    assert min(shown.pixelColor(x, 60).lightness() for x in range(79, 82)) < 200


def test_neighbours_of_one_colour_are_one_rectangle(qapp) -> None:  # type: ignore[no-untyped-def]
    svg = svg_of(image_of(np.full((8, 50), 0xFF2050C0)))
    assert svg.count(b"<rect") == 8


def test_more_cells_than_a_file_can_bear_are_an_image(qapp, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(heat_map, "MOST_RECTANGLES", 30)
    checks = np.indices((6, 6)).sum(axis=0) % 2 * 0x00FFFFFF + 0xFF000000
    svg = svg_of(image_of(checks))
    assert svg.count(b"<image") == 1
    assert svg.count(b"<rect") <= 1


def test_a_pdf_has_no_image_either(qapp) -> None:  # type: ignore[no-untyped-def]
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    painter = QPainter(writer)
    heat_map.paint_map(painter, QRectF(0, 0, 4000, 4000), image_of(np.array([[0xFFB03010, 0xFF2050C0]])))
    painter.end()
    assert b"/Subtype /Image" not in bytes(buffer.data().data())
