"""Make ``build/bundle/activation-lab``: the program as a folder that runs on a machine without Python.

``make bundle`` runs it, with the packages of requirements.lock. The installers are made from this folder.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import draw_icons
from elf import drop_search_path, search_path
from licences import parts, write_texts
from project import BUNDLE, EPOCH, ROOT

SPEC = Path(__file__).resolve().parent / "activation-lab.spec"
WORK = ROOT / "build" / "pyinstaller"


def main() -> int:
    """Build the folder; returns the exit code."""
    # Nothing of an earlier build: what it left behind may differ from what would be made now.
    for folder in (BUNDLE.parent, WORK):
        shutil.rmtree(folder, ignore_errors=True)
    draw_icons.main()
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", str(BUNDLE.parent), "--workpath", str(WORK), str(SPEC)]
    # The same hashes in every run: the archives come out in one order.
    environment = {**os.environ, "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": EPOCH, "QT_QPA_PLATFORM": "offscreen"}
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    if code:
        return code
    unnamed = shipped_packages() - {part.package for part in parts()}
    if unnamed:
        print(f"packaging/licences/parts.toml does not name: {', '.join(sorted(unnamed))}", file=sys.stderr)
        return 1
    if sys.platform.startswith("linux"):
        strip_symbols(BUNDLE)
    for folder in licence_folders(BUNDLE, sys.platform):
        write_texts(folder)
    size = sum(file.stat().st_size for file in BUNDLE.rglob("*") if file.is_file() and not file.is_symlink())
    print(f"{BUNDLE.relative_to(ROOT)}: {size / 1e6:.0f} MB")
    return 0


def shipped_packages() -> set[str]:
    """Return the names of the packages whose modules went into the bundle just built, as PyInstaller lists them."""
    listed = ast.literal_eval((WORK / "activation-lab" / "PYZ-00.toc").read_text("utf-8"))
    modules = {name.partition(".")[0] for name, *_ in listed[1]}
    owners = packages_distributions()
    return {
        owner.replace("PySide6_Essentials", "PySide6-Essentials") for name in modules for owner in owners.get(name, ())
    }


def licence_folders(bundle: Path, platform: str) -> list[Path]:
    """Return where the licence texts have to be: on macOS what is given away is not the folder but the program."""
    if platform == "darwin":
        return [bundle, bundle.with_name("Activation Lab.app") / "Contents" / "Resources"]
    return [bundle]


def strip_symbols(bundle: Path) -> None:
    """Take the symbols nobody runs out of PyTorch's libraries, 90 MB, and out of Python's.

    Not out of the others: what was patched when its package was made does not load any more after it. Out of Python's
    goes, too, where the Python of this machine lies: nothing may be looked for there on another.
    """
    python = [*bundle.glob("_internal/libpython*.so*"), *bundle.glob("_internal/python3*/lib-dynload/*.so")]
    libraries = [*bundle.glob("_internal/torch/**/*.so*"), *python]
    subprocess.run(["strip", "--strip-unneeded", *map(str, libraries)], check=True)
    for library in python:
        if search_path(library).startswith("/"):
            drop_search_path(library)


if __name__ == "__main__":
    sys.exit(main())
