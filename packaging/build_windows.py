"""Make the installer and the portable folder for Windows in ``dist``, from the bundle that was built there.

Runs on Windows after ``build_bundle.py``; makensis (NSIS 3) has to be found. On Linux, makensis compiles the same
script, which shows that it is right, not that the installer works.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import draw_icons
from project import BUNDLE, EPOCH, PACKAGE, ROOT, VERSION

SCRIPT = Path(__file__).resolve().parent / "windows" / "activation-lab.nsi"


def main(arguments: list[str]) -> int:
    """Build both; returns makensis' exit code, or 1 when there is no bundle."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--bundle", type=Path, default=BUNDLE)
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    parser.add_argument("--quick", action="store_true", help="pack fast instead of small")
    options = parser.parse_args(arguments)
    if not options.bundle.is_dir():
        print(f"{options.bundle}: not there. Run: packaging/build_bundle.py", file=sys.stderr)
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    draw_icons.main()
    make_portable(options.bundle, options.out / f"{PACKAGE}-{VERSION}-windows-portable.zip", options.quick)
    return compile_installer(options.bundle, options.out / f"{PACKAGE}-{VERSION}-setup.exe", options.quick)


def compile_installer(bundle: Path, target: Path, quick: bool) -> int:
    """Pack ``bundle`` into the installer ``target``; returns makensis' exit code. Warnings are errors."""
    values = {
        "VERSION": VERSION,
        "FILES": bundle.resolve() / "*",
        "OUTPUT": target.resolve(),
        "ICON": ROOT / "build" / "icons" / f"{PACKAGE}.ico",
    }
    command = ["makensis", "-V2", "-WX", *(f"-D{name}={value}" for name, value in values.items())]
    return subprocess.run([*command, *(["-DQUICK"] if quick else []), str(SCRIPT)], check=False).returncode


def make_portable(bundle: Path, target: Path, quick: bool) -> None:
    """Zip ``bundle`` as one folder: unpacked anywhere, it starts by a double click. The same files, the same bytes."""
    date = datetime.fromtimestamp(int(EPOCH), UTC).timetuple()[:6]
    level = 1 if quick else 9
    with zipfile.ZipFile(target, "w") as archive:
        for file in sorted(bundle.rglob("*")):
            if file.is_file():
                entry = zipfile.ZipInfo(f"Activation Lab/{file.relative_to(bundle).as_posix()}", date)
                archive.writestr(entry, file.read_bytes(), zipfile.ZIP_DEFLATED, level)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
