"""Make ``dist/activation-lab_<version>_<architecture>.deb`` from the bundle.

``make package`` runs it after the bundle is made. Needs dpkg-deb and dpkg-shlibdeps (Debian package dpkg-dev). Menus,
file types and icons follow by the triggers of the packages that look after them; the maintainer scripts only refuse to
replace or remove a program that is running.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from check_system import (
    OFFSCREEN,
    WAYLAND_WINDOW,
    X11_WINDOW,
    find_missing,
    install,
    packages_of,
    report,
    this_system,
)
from desktop_files import write_desktop_files
from elf import search_path
from licences import copyright_file
from project import BUNDLE, EPOCH, PACKAGE, ROOT, VERSION

WORK = ROOT / "build" / "deb"
PROGRAM_PLACE = f"usr/lib/{PACKAGE}"
LAUNCHER = Path(__file__).resolve().parent / "linux" / "launcher.sh"
MAINTAINER = "Activation Lab contributors <activation-lab@local.invalid>"
# Nice to have: Korean input, faster drawing, the fonts of the system.
RECOMMENDS = "ibus-hangul | fcitx5-hangul, libgl1-mesa-dri, fontconfig"
OVERRIDES = LAUNCHER.with_name("lintian-overrides")
WHILE_RUNNING = LAUNCHER.with_name("while-running.sh")
SUMMARY = "learn the activation functions of neural networks by touching them"
DESCRIPTION = """\
 An offline laboratory for students who meet activation functions for the
 first time: formula, curve, slope, input and output tensor of every function
 of PyTorch, a neuron, softmax, vanishing gradients, a training race and
 lessons. Everything is in Korean and in English.
 .
 활성화 함수를 처음 만나는 학생을 위한 실험실입니다. 모든 숫자는 PyTorch가
 이 컴퓨터에서 계산하며 인터넷을 쓰지 않습니다."""


def main() -> int:
    """Write the package; returns 0, or 1 when something it is made from is missing."""
    if not (BUNDLE / PACKAGE).exists():
        print(f"{BUNDLE.relative_to(ROOT)}: not there. Run: make bundle", file=sys.stderr)
        return 1
    if not has_what_it_takes():
        return 1
    shutil.rmtree(WORK, ignore_errors=True)
    root = WORK / "root"
    lay_out(root)
    fault = fault_in(root)
    if fault:
        print(fault, file=sys.stderr)
        return 1
    needed = depends(root)
    missing = unlisted(needed)
    if missing:
        print(f"dpkg-shlibdeps does not list what check_system.py does: {', '.join(missing)}", file=sys.stderr)
        return 1
    write_control(root, needed, architecture())
    target = ROOT / "dist" / f"{PACKAGE}_{VERSION}_{architecture()}.deb"
    pack(root, target)
    print(
        f"{target.relative_to(ROOT)}: {target.stat().st_size / 1e6:.0f} MB, installed {installed_kb(root) / 1e3:.0f} MB"
    )
    print(f"Depends: {needed}")
    return 0


def has_what_it_takes() -> bool:
    """Return whether the tools are here, and every library whose package dpkg-shlibdeps has to find.

    Installs libraries as root; says what is missing otherwise.
    """
    for tool in ("dpkg-deb", "dpkg-shlibdeps"):
        if shutil.which(tool) is None:
            print(f"{tool}: not there. As root, run: apt-get install -y dpkg-dev", file=sys.stderr)
            return False
    # Those of a Wayland session, too, whatever runs here.
    system = replace(this_system(), environ={**os.environ, "WAYLAND_DISPLAY": "wayland-0"})
    missing = find_missing(system)
    if missing and system.is_root:
        install(system, packages_of(missing))
        missing = find_missing(system)
    if missing:
        report(system, missing, cannot_start=False)
    return not missing


def lay_out(root: Path) -> None:
    """Put everything where it will be installed, below ``root``."""
    program = root / PROGRAM_PLACE
    program.parent.mkdir(parents=True)
    # Linked, not copied: half a gigabyte.
    subprocess.run(["cp", "-al", BUNDLE, program], check=True)
    command = root / "usr" / "bin" / PACKAGE
    command.parent.mkdir(parents=True)
    shutil.copy(LAUNCHER, command)
    command.chmod(0o755)
    write_desktop_files(root / "usr" / "share")
    documents = root / "usr" / "share" / "doc" / PACKAGE
    documents.mkdir(parents=True)
    (documents / "copyright").write_text(copyright_file(PROGRAM_PLACE), encoding="utf-8")
    (documents / "changelog.gz").write_bytes(gzip.compress(changelog().encode(), 9, mtime=0))
    overrides = root / "usr" / "share" / "lintian" / "overrides" / PACKAGE
    overrides.parent.mkdir(parents=True)
    shutil.copy(OVERRIDES, overrides)
    for path in root.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or is_run(path) else 0o644)


def is_run(path: Path) -> bool:
    """Return whether a file is a program: the libraries and modules of some packages are marked as such, too."""
    return path.stat().st_mode & 0o100 != 0 and not re.search(r"\.so(\.|$)", path.name)


def changelog() -> str:
    """Return Debian's changelog: which version this is, and of when."""
    date = subprocess.run(["date", "-R", "-u", "-d", f"@{EPOCH}"], capture_output=True, text=True, check=True).stdout
    return f"{PACKAGE} ({VERSION}) stable; urgency=medium\n\n  * Version {VERSION}.\n\n -- {MAINTAINER}  {date}"


def fault_in(root: Path) -> str:
    """Return what is wrong with the files below ``root``, "" if nothing.

    A text names a folder of this machine, or a library looks for others in a folder that is not the package's.
    """
    of_this_machine = (str(ROOT).encode(), sys.prefix.encode())
    for path in root.rglob("*"):
        if not path.is_file() or path.is_symlink():
            continue
        if search_path(path).startswith("/"):
            return f"{path.relative_to(root)} looks for libraries in {search_path(path)}"
        if path.stat().st_size < 2**22:
            data = path.read_bytes()
            if b"\0" not in data and any(folder in data for folder in of_this_machine):
                return f"{path.relative_to(root)} names a folder of this machine"
    return ""


def depends(root: Path) -> str:
    """Return the packages that the programs and libraries below ``root`` need, as dpkg-shlibdeps finds them."""
    # By this folder it knows where the package's own tree begins.
    (root / "DEBIAN").mkdir(exist_ok=True)
    control = WORK / "debian" / "control"
    control.parent.mkdir(parents=True, exist_ok=True)
    control.write_text(f"Source: {PACKAGE}\n\nPackage: {PACKAGE}\nArchitecture: any\n", encoding="utf-8")
    objects = [path for path in sorted(root.rglob("*")) if not path.is_symlink() and is_elf(path)]
    private = sorted({str(path.parent) for path in objects if ".so" in path.name})
    command = ["dpkg-shlibdeps", "-O", "--ignore-missing-info", f"-x{PACKAGE}", *(f"-l{folder}" for folder in private)]
    done = subprocess.run([*command, *map(str, objects)], cwd=WORK, capture_output=True, text=True, check=False)
    if done.returncode:
        faults = [line for line in done.stderr.splitlines() if "error:" in line]
        raise RuntimeError("\n".join(faults))
    return done.stdout.strip().removeprefix("shlibs:Depends=")


def is_elf(path: Path) -> bool:
    """Return whether a file is a program or a shared library."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def unlisted(needed: str) -> list[str]:
    """Return the packages that a start from source checks for and ``needed`` does not name."""
    names = set(re.findall(r"[a-z0-9][a-z0-9.+-]+", re.sub(r"\([^)]*\)", "", needed)))
    return sorted({*OFFSCREEN.values(), *X11_WINDOW.values(), *WAYLAND_WINDOW.values()} - names)


def write_control(root: Path, needed: str, of: str) -> None:
    """Write the control files of the package below ``root`` for the architecture ``of``."""
    folder = root / "DEBIAN"
    sums = "".join(f"{digest(root / name)}  {name}\n" for name in installed_files(root))
    folder.mkdir(exist_ok=True)
    (folder / "md5sums").write_text(sums, encoding="utf-8")
    (folder / "control").write_text(control(needed, of, installed_kb(root)), encoding="utf-8")
    for name, occasion in (("preinst", "upgrade"), ("prerm", "remove")):
        script = folder / name
        script.write_text(WHILE_RUNNING.read_text("utf-8").replace("@OCCASION@", occasion), encoding="utf-8")
        script.chmod(0o755)


def control(needed: str, of: str, kilobytes: int) -> str:
    """Return the control file of the package."""
    fields = {
        "Package": PACKAGE,
        "Version": VERSION,
        "Architecture": of,
        "Maintainer": MAINTAINER,
        "Installed-Size": kilobytes,
        "Depends": needed,
        "Recommends": RECOMMENDS,
        "Section": "education",
        "Priority": "optional",
        "Description": f"{SUMMARY}\n{DESCRIPTION}",
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def installed_files(root: Path) -> list[str]:
    """Return the files that will be installed, by their places, without links."""
    files = (path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(path.relative_to(root).as_posix() for path in files if "DEBIAN" not in path.parts)


def installed_kb(root: Path) -> int:
    """Return the kilobytes that the package takes when installed."""
    return sum(-(-(root / name).stat().st_size // 1024) for name in installed_files(root))


def digest(path: Path) -> str:
    """Return the MD5 sum of a file, which dpkg compares."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def architecture() -> str:
    """Return Debian's name of this machine's architecture."""
    return subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True).stdout.strip()


def pack(root: Path, target: Path) -> None:
    """Make the package: owned by root, in one order, no file newer than ``EPOCH``."""
    target.parent.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH}
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "--build", str(root), str(target)],
        env=environment,
        check=True,
    )


if __name__ == "__main__":
    sys.exit(main())
