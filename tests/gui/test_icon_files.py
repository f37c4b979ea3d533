"""The icon files: drawn inside their square, in the one colour that the themes replace."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "icons"
LINE_ICONS = sorted(path for path in FOLDER.glob("*.svg") if path.stem != "app")
SIDE = 96


def painted(svg: str) -> QImage:
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    assert renderer.isValid()
    image = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


@pytest.mark.parametrize("path", LINE_ICONS, ids=lambda path: path.stem)
def test_a_line_icon_takes_the_colour_it_is_given_and_keeps_off_the_edge(path: Path) -> None:
    svg = path.read_text("utf-8")
    assert set(re.findall(r"#\w+", svg)) == {"#000000"}
    image = painted(svg.replace("#000000", "#D55E00"))
    drawn = [(x, y) for x in range(SIDE) for y in range(SIDE) if image.pixelColor(x, y).alpha() > 200]
    assert len(drawn) > 0.02 * SIDE * SIDE
    assert all(near(image.pixelColor(x, y), QColor("#D55E00")) for x, y in drawn)
    edge = {0, SIDE - 1}
    assert not [(x, y) for x, y in drawn if x in edge or y in edge]


def test_the_app_icon_is_a_blue_square_with_round_corners() -> None:
    image = painted((FOLDER / "app.svg").read_text("utf-8"))
    assert image.pixelColor(1, 1).alpha() == 0
    ground = image.pixelColor(SIDE // 2, SIDE - 8)
    assert ground.alpha() == 255
    assert ground.blue() > 150 > ground.green() > ground.red()


def near(seen: QColor, wanted: QColor) -> bool:
    # Where the paint is not quite opaque, the colour is rounded.
    return all(abs(a - b) <= 2 for a, b in zip(seen.getRgb()[:3], wanted.getRgb()[:3], strict=True))
