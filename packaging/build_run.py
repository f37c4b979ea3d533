"""Make ``dist/activation-lab-<version>.run``: the bundle, installed by one person without administrator rights.

``make package-run`` runs it after the bundle is made. The file is ``linux/install.sh``, the packed program behind it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from check_system import X11_WINDOW
from desktop_files import write_desktop_files
from licences import PLACE
from project import BUNDLE, EPOCH, PACKAGE, ROOT, VERSION

LINUX = Path(__file__).resolve().parent / "linux"
# The last file of the archive: when it is there, everything is.
LAST = "whole"
# Never brought along: every program with a window shares these with the server of the screen.
OF_EVERY_DESKTOP = ("libxcb.so.1", "libX11-xcb.so.1")
LIBRARY_FOLDERS = ("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/lib64", "/usr/lib")


def main(arguments: list[str]) -> int:
    """Write the file, with ``--quick`` packed fast instead of small; returns 0, or 1 when the bundle is not there."""
    if not (BUNDLE / PACKAGE).exists():
        print(f"{BUNDLE.relative_to(ROOT)}: not there. Run: make bundle", file=sys.stderr)
        return 1
    preset = "-0" if "--quick" in arguments else "-6"
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as scratch:
        stage = Path(scratch) / "stage"
        copy_linked(BUNDLE, stage)
        bring_window_libraries(stage / "xcb", stage / PLACE / "x11")
        write_desktop_files(stage / "share")
        written = write_installer(stage, ROOT / "dist" / f"{PACKAGE}-{VERSION}.run", VERSION, preset)
    print(f"{written.relative_to(ROOT)}: {written.stat().st_size / 1e6:.0f} MB")
    return 0


def copy_linked(source: Path, target: Path) -> None:
    """Copy a folder without copying what is in its files, where the disk can link them."""
    subprocess.run(["cp", "-al", source, target], check=True)


def bring_window_libraries(libraries: Path, licences: Path) -> None:
    """Copy Qt's small helper libraries for X11, and their licences: few systems have them all.

    libxkbcommon comes along because libxkbcommon-x11 reads its structures: the two have to be of one version. Raises
    FileNotFoundError for a library that is not installed here, or one without its licence.
    """
    libraries.mkdir(parents=True)
    licences.mkdir(parents=True)
    for name, package in {**X11_WINDOW, "libxkbcommon.so.0": "libxkbcommon0"}.items():
        if name not in OF_EVERY_DESKTOP:
            shutil.copy(library_file(name), libraries / name)
            shutil.copy(f"/usr/share/doc/{package}/copyright", licences / f"{package}.txt")


def library_file(name: str) -> Path:
    """Return where this system keeps the shared library ``name``. Raises FileNotFoundError."""
    for folder in LIBRARY_FOLDERS:
        if (Path(folder) / name).exists():
            return Path(folder) / name
    raise FileNotFoundError(f"{name} is not installed here: python packaging/check_system.py names its package")


def write_installer(stage: Path, target: Path, version: str, preset: str = "-6") -> Path:
    """Pack ``stage`` behind ``install.sh`` into ``target`` and return it.

    ``stage`` holds the bundle, perhaps ``xcb`` and ``share``; the launcher, the uninstaller and the mark of the end
    are added. ``preset`` is xz's.
    """
    for script in ("launcher.sh", "uninstall.sh"):
        shutil.copy(LINUX / script, stage / script)
    (stage / LAST).write_text(f"{version}\n", encoding="ascii")
    packed = stage.parent / "packed.tar.xz"
    pack(stage, packed, preset)
    values = {
        "VERSION": version,
        "PACKED_BYTES": packed.stat().st_size,
        "PACKED_SHA256": digest(packed),
        "UNPACKED_KB": sum(_blocks(stage.rglob("*"))),
    }
    head = (LINUX / "install.sh").read_text(encoding="utf-8")
    for name, value in values.items():
        placeholder = f"'@{name}@'"
        if head.count(placeholder) != 1:
            raise ValueError(f"install.sh has to hold {placeholder} once")
        head = head.replace(placeholder, f"'{value}'")
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        file.write(head.encode())
        with packed.open("rb") as source:
            shutil.copyfileobj(source, file)
    packed.unlink()
    target.chmod(0o755)
    return target


def pack(stage: Path, packed: Path, preset: str) -> None:
    """Write the archive of ``stage``: in one order, of nobody, of one date, the mark of the end last."""
    names = sorted(path.name for path in stage.iterdir() if path.name != LAST)
    command = [
        "tar",
        "--sort=name",
        f"--mtime=@{EPOCH}",
        "--owner=0",
        "--group=0",
        "--numeric-owner",
        "--hard-dereference",
    ]
    making = [*command, "-cf", "-", "-C", stage, "--", *names, LAST]
    with packed.open("wb") as file, subprocess.Popen(making, stdout=subprocess.PIPE) as tar:
        # Never one thread alone: what several write is the same for any number of them, but not what one writes.
        threads = f"-T{max(2, os.cpu_count() or 2)}"
        xz = subprocess.run(["xz", preset, threads, "-c"], stdin=tar.stdout, stdout=file, check=False)
    if tar.returncode or xz.returncode:
        raise RuntimeError(f"tar ended with {tar.returncode}, xz with {xz.returncode}")


def digest(file: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _blocks(paths: Iterable[Path]) -> Iterable[int]:
    """Yield the kilobytes that each file takes on a disk with blocks of 4 kB."""
    return (-(-path.lstat().st_size // 4096) * 4 for path in paths if not path.is_dir())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
