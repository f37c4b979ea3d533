"""Draw the program's icon, ``resources/icons/app.svg``, in every size and form that an installer asks for."""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from project import PACKAGE, ROOT
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICON = ROOT / "resources" / "icons" / "app.svg"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
# The largest that an icon file of Windows can hold.
ICO_SIZES = tuple(size for size in SIZES if size <= 256)


def main() -> int:
    """Write ``build/icons``: ``activation-lab-<size>.png`` and ``activation-lab.ico``; returns 0."""
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    folder = ROOT / "build" / "icons"
    draw_icons(folder)
    print(folder.relative_to(ROOT))
    del application
    return 0


def draw_icons(folder: Path) -> None:
    """Write a picture of every size and Windows' icon file into ``folder``; needs a QGuiApplication."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {size: png(size) for size in SIZES}
    for size, picture in pictures.items():
        (folder / f"{PACKAGE}-{size}.png").write_bytes(picture)
    (folder / f"{PACKAGE}.ico").write_bytes(ico({size: pictures[size] for size in ICO_SIZES}))


def png(size: int) -> bytes:
    """Return the icon as PNG, ``size`` × ``size`` pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(ICON)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return data.data()


def ico(pictures: dict[int, bytes]) -> bytes:
    """Return an icon file of Windows that holds PNG pictures by their size, at most 256 pixels."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    start = len(head) + 16 * len(pictures)
    for size, picture in pictures.items():
        # A side of 256 is written as 0; one colour plane, 32 bits a pixel.
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), start)
        start += len(picture)
    return head + b"".join(pictures.values())


if __name__ == "__main__":
    sys.exit(main())
