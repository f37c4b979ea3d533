"""What a Linux desktop reads of the program: menu entry, file types, icons, manual page.

The .deb and the .run install the same.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from draw_icons import ICON, SIZES
from man_page import write_pages
from project import PACKAGE, ROOT

SHARE = Path(__file__).resolve().parent / "linux" / "share"


def write_desktop_files(share: Path) -> None:
    """Write everything into ``share``, a folder laid out as ``/usr/share``. ``build/icons`` has to be drawn."""
    shutil.copytree(SHARE, share, dirs_exist_ok=True)
    write_pages(share)
    icons = share / "icons" / "hicolor"
    copy(ICON, icons / "scalable" / "apps" / f"{PACKAGE}.svg")
    for size in SIZES:
        copy(ROOT / "build" / "icons" / f"{PACKAGE}-{size}.png", icons / f"{size}x{size}" / "apps" / f"{PACKAGE}.png")


def copy(source: Path, target: Path) -> None:
    """Copy a file, making the folders on its way."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)
