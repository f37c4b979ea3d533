"""Find the system libraries that Qt needs and install them, or say how to.

Run by ``make setup`` before Qt is touched, because a missing library makes Qt abort without a word a student could
act on. Needs nothing but the standard library. Exit code 0: the app can start (perhaps without a window, drawing
off-screen); 1: it cannot, and the command that helps has been printed.

The words stand here and not in ``resources/i18n``: this runs before anything of the app can be relied on, and the
language is not known yet, so both are printed.
"""

from __future__ import annotations

import ctypes
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

# Shared object -> Debian package. What the Qt libraries and the off-screen platform plugin of PySide6 6.10.3 name in
# their NEEDED entries (readelf -d), less what comes with every C++ program.
OFFSCREEN = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
X11_WINDOW = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND_WINDOW = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}


@dataclass(frozen=True)
class System:
    """What this script asks of the machine; a test puts another machine in its place.

    Attributes:
        platform: as ``sys.platform``.
        environ: the environment variables.
        is_root: whether packages may be installed.
        has: whether a command exists.
        loads: whether the dynamic loader finds a shared object.
        run: runs a command with extra environment variables, returns its exit code.
    """

    platform: str
    environ: Mapping[str, str]
    is_root: bool
    has: Callable[[str], bool]
    loads: Callable[[str], bool]
    run: Callable[[Sequence[str], Mapping[str, str]], int]


def main(system: System) -> int:
    """Check, install where that is allowed, report. Returns the exit code."""
    if not system.platform.startswith("linux"):
        return 0
    missing = find_missing(system)
    if missing and system.is_root and system.has("apt-get"):
        install(system, packages_of(missing))
        missing = find_missing(system)
    if not missing:
        return 0
    cannot_start = [name for name in missing if name in OFFSCREEN]
    report(system, missing, bool(cannot_start))
    return 1 if cannot_start else 0


def find_missing(system: System) -> list[str]:
    """Return the shared objects that the loader does not find. Wayland's count only in a Wayland session."""
    wanted = [*OFFSCREEN, *X11_WINDOW]
    if system.environ.get("WAYLAND_DISPLAY"):
        wanted += WAYLAND_WINDOW
    return [name for name in wanted if not system.loads(name)]


def packages_of(missing: Iterable[str]) -> list[str]:
    """Return the Debian packages that hold ``missing``, each once."""
    known = OFFSCREEN | X11_WINDOW | WAYLAND_WINDOW
    return sorted({known[name] for name in missing})


def install(system: System, packages: Sequence[str]) -> None:
    """Install ``packages`` with apt-get; asks nothing. Failure shows when the libraries are looked for again."""
    print(f"시스템 라이브러리를 설치합니다. · Installing system libraries: {' '.join(packages)}", flush=True)
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    # Another installer, such as the nightly upgrade, may hold the lock for a moment.
    apt = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
    system.run([*apt, "update"], quiet)
    system.run([*apt, "install", "-y", "--no-install-recommends", *packages], quiet)


def command_for(system: System, missing: Sequence[str]) -> str | None:
    """Return the one command that installs ``missing``, or None where the package manager is not known."""
    sudo = "" if system.is_root else "sudo "
    if system.has("apt-get"):
        return f"{sudo}apt-get install -y {' '.join(packages_of(missing))}"
    if system.has("dnf"):
        # An RPM package provides its shared objects by name.
        suffix = "()(64bit)" if sys.maxsize > 2**32 else ""
        return f"{sudo}dnf install -y {' '.join(shlex.quote(name + suffix) for name in missing)}"
    return None


def report(system: System, missing: Sequence[str], cannot_start: bool) -> None:
    """Print, in both languages, what is missing, what follows from it and the command that helps."""
    if cannot_start:
        print("앱을 시작하는 데 필요한 시스템 라이브러리가 없습니다. 다음을 실행한 뒤 다시 하십시오:", file=sys.stderr)
        print(
            "System libraries that the app cannot start without are missing. Run this, then try again:", file=sys.stderr
        )
    else:
        print("창을 여는 데 필요한 시스템 라이브러리가 없습니다. 창을 보려면 다음을 실행하십시오:", file=sys.stderr)
        print("System libraries for opening a window are missing. To see the window, run:", file=sys.stderr)
    command = command_for(system, missing)
    if command is None:
        print("    (배포판의 패키지 관리자로 설치 · install with your system's package manager)", file=sys.stderr)
        command = " ".join(missing)
    print(f"    {command}", file=sys.stderr)


def _loads(name: str) -> bool:
    # Asking the loader itself covers LD_LIBRARY_PATH and every distribution's folders; ldconfig's cache does not.
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _run(command: Sequence[str], extra_environ: Mapping[str, str]) -> int:
    return subprocess.run(command, env={**os.environ, **extra_environ}, check=False).returncode


def this_system() -> System:
    """Return the machine this runs on."""
    return System(
        platform=sys.platform,
        environ=os.environ,
        is_root=hasattr(os, "geteuid") and os.geteuid() == 0,
        has=lambda command: shutil.which(command) is not None,
        loads=_loads,
        run=_run,
    )


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot write Hangul shows question marks rather than a traceback.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    sys.exit(main(this_system()))
