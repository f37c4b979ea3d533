"""The real ``.deb`` in a bare Debian: ``make package-test``. Root only; some minutes, 1.5 GB in ``build``.

Installs it with nothing but what it declares, uses it as an ordinary user without a network, looks at its pictures and
its window, measures how it starts, and removes it. The figures of README.md come from here.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "packaging"), str(Path(__file__).resolve().parent)]

import numpy as np  # noqa: E402
from bare_root import USER, BareRoot, needed_tools, opened_sockets  # noqa: E402
from build_deb import PROGRAM_PLACE  # noqa: E402
from project import PACKAGE, VERSION  # noqa: E402
from PySide6.QtGui import QImage  # noqa: E402
from x_display import Display, Frame, Watched, close_windows, display, watch  # noqa: E402

# Of whatever architecture this machine is.
DEB = next(iter((ROOT / "dist").glob(f"{PACKAGE}_{VERSION}_*.deb")), ROOT / "dist" / f"{PACKAGE}_{VERSION}.deb")
WORK = ROOT / "build" / "bare"
PICTURES = ROOT / "build" / "package-test"
TOOLS = {
    "debootstrap": "debootstrap",
    "lintian": "lintian",
    "strace": "strace",
    "Xvfb": "xvfb",
    "unshare": "util-linux",
}
MOST_PACKED, MOST_INSTALLED = 145e6, 600e6  # bytes
SAME_PICTURE = 0.01  # share of pixels that may differ: symbols that our fonts lack come from the system's
PROGRAM = f"/{PROGRAM_PLACE}/{PACKAGE}"
T = TypeVar("T")


def main() -> int:
    """Run every step; returns 0, or 1 when it cannot be run here. A step that fails raises AssertionError."""
    if not ready():
        return 1
    assert DEB.stat().st_size < MOST_PACKED, "the package is too large"
    step("lintian", ask_lintian)
    root = BareRoot(WORK / "root")
    step("debootstrap", root.make)
    PICTURES.mkdir(parents=True, exist_ok=True)
    install_only_what_is_declared(root)
    before = root.files()
    step("install", lambda: install(root))
    use_without_a_window(root)
    compare_pictures(root)
    with display() as screen:
        open_and_close(root, screen)
        measure_starts(root, screen)
    step("purge", lambda: purge(root))
    expect_nothing_left(root, before)
    print(f"\neverything worked; pictures: {PICTURES.relative_to(ROOT)}")
    return 0


def ready() -> bool:
    """Return whether it can be run here; say what is missing, install it where that is allowed."""
    if not DEB.exists():
        print(f"{DEB.relative_to(ROOT)}: not there. Run: make package", file=sys.stderr)
        return False
    return ready_for(TOOLS)


def ready_for(tools: Mapping[str, str]) -> bool:
    """Return whether this runs as root with ``tools``, commands and the packages that bring them."""
    if os.geteuid() != 0:
        print("관리자(root)로 실행해야 합니다. · This has to be run as root.", file=sys.stderr)
        return False
    missing = [tools[tool] for tool in needed_tools(list(tools))]
    if missing:
        command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
        print(" ".join(command), flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)
    still = needed_tools(list(tools))
    if still:
        print(f"not there: {' '.join(still)}", file=sys.stderr)
    return not still


# --- installing and removing ---


def ask_lintian() -> None:
    """Have Debian's own checks look at the package; what they may say is in ``packaging/linux/lintian-overrides``."""
    command = ["lintian", "--no-cfg", "--allow-root", "--fail-on", "error,warning", DEB]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def install_only_what_is_declared(root: BareRoot) -> None:
    """Bring the packages that the .deb depends on, so that what is compared later is the package alone."""
    needed = subprocess.run(
        ["dpkg-deb", "-f", DEB, "Depends"], capture_output=True, text=True, check=True
    ).stdout.strip()

    def bring() -> None:
        root.as_root("apt-get", "-q", "update")
        root.as_root("apt-get", "-q", "satisfy", "-y", "--no-install-recommends", needed)

    step(f"{needed.count(',') + 1} declared dependencies", bring)
    # Theirs alone: whoever reads this file list later must not find them as news.
    root.as_root("ldconfig")


def install(root: BareRoot) -> None:
    """Install the .deb itself; dpkg refuses it if a dependency is not there."""
    inside = root.folder / "tmp" / DEB.name
    inside.hardlink_to(DEB)
    root.as_root("dpkg", "-i", f"/tmp/{DEB.name}")
    inside.unlink()
    kilobytes = int(root.as_root("dpkg-query", "-W", "-f", "${Installed-Size}", PACKAGE))
    figure("package", f"{DEB.stat().st_size / 1e6:.0f} MB")
    figure("installed", f"{kilobytes * 1024 / 1e6:.0f} MB")
    assert kilobytes * 1024 < MOST_INSTALLED, "the package takes too much of the disk"


def purge(root: BareRoot) -> None:
    """Remove the package and its configuration."""
    root.as_root("apt-get", "-q", "purge", "-y", PACKAGE)


def expect_nothing_left(root: BareRoot, before: set[str]) -> None:
    """Compare the files with those that were there before the package came."""
    after = root.files()
    # dpkg keeps the last list of packages beside the new one.
    left = {name for name in after - before if not name.startswith("var/lib/dpkg/status")}
    assert not left, f"left behind: {sorted(left)[:20]}"
    assert not before - after, f"taken along: {sorted(before - after)[:20]}"
    status = (root.folder / "var/lib/dpkg/status").read_text("utf-8")
    assert f"Package: {PACKAGE}\n" not in status
    home = sorted(path.relative_to(root.folder) for path in (root.folder / "home" / USER).rglob("*") if path.is_file())
    kept = [str(path) for path in home if PACKAGE in str(path)]
    print(f"    nothing is left of the package; the person's own files stay: {', '.join(kept)}")


# --- using it ---


def use_without_a_window(root: BareRoot) -> None:
    """Run the self-test and a command, watched: no socket may leave this machine."""
    trace = WORK / "self-test.strace"
    done = step("self-test under strace", lambda: root.as_user(PACKAGE, "--self-test", "--lang", "en", traced=trace))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.rstrip().splitlines()[-1].startswith("All 12 checks passed"), done.stdout
    assert done.stderr == "", done.stderr
    print("    " + "\n    ".join(done.stdout.splitlines()))
    expect_no_network(trace)
    answer = root.as_user(PACKAGE, "eval", "leaky_relu", "--param", "negative_slope=0.1", "--input", "[-1, 2]")
    assert answer.stdout == "tensor([-1.,  2.])\ntensor([-0.1000,  2.0000])\n", answer.stdout + answer.stderr


def expect_no_network(trace: Path) -> None:
    """Look through what strace wrote."""
    sockets = opened_sockets(trace)
    assert not {"AF_INET", "AF_INET6", "AF_PACKET"} & set(sockets), sockets
    print(f"    sockets opened: {sockets or 'none'}")


def compare_pictures(root: BareRoot) -> None:
    """Draw labs and a lesson here and there: Hangul and all the rest have to come out the same."""
    for name, options in {
        "explore-ko": ("--lang", "ko", "--lab", "explore"),
        "lessons-ko": ("--lang", "ko", "--lab", "lessons"),
        "race-dark-en": ("--lang", "en", "--lab", "race", "--theme", "dark"),
    }.items():
        rest = (*options, "--fresh", "--size", "1366x768", "--screenshot")
        done = root.as_user(PACKAGE, *rest, f"/home/{USER}/{name}.png")
        assert done.returncode == 0, done.stdout + done.stderr
        installed, source = PICTURES / f"{name}.png", PICTURES / f"{name}-from-source.png"
        installed.write_bytes((root.folder / "home" / USER / f"{name}.png").read_bytes())
        subprocess.run([sys.executable, ROOT / "main.py", *rest, source], check=True, capture_output=True)
        one, other = (pixels(QImage(str(file))) for file in (installed, source))
        assert len(np.unique(one.reshape(-1, 4), axis=0)) > 100, f"{name}: blank"
        share = float((np.abs(one.astype(int) - other.astype(int)).max(axis=2) > 24).mean())
        print(f"    {name}: {share:.2%} of the pixels differ from a start from source")
        assert share < SAME_PICTURE, name


def pixels(image: QImage) -> Frame:
    """Return a picture as (height, width, 4) bytes."""
    converted = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(bytes(converted.constBits()), np.uint8).reshape(converted.height(), converted.width(), 4)


# --- the window ---


@contextmanager
def started(root: BareRoot, screen: Display, *arguments: str, traced: Path | None = None) -> Iterator[Watched]:
    """Start the program on ``screen`` and wait until it stands still; then close its windows: it has to end well."""
    with running(
        root.user_command(PACKAGE, *arguments, environment={"DISPLAY": screen.name}, traced=traced), screen
    ) as seen:
        yield seen


@contextmanager
def running(command: list[str], screen: Display) -> Iterator[Watched]:
    """As ``started``, with a whole command."""
    program = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        yield watch(screen)
        # A tour or another dialogue goes first.
        for _ in range(5):
            if program.poll() is None:
                close_windows(screen)
                try:
                    program.wait(5)
                except subprocess.TimeoutExpired:
                    continue
        said = program.communicate(timeout=10)[0].decode()
        assert program.returncode == 0, f"it ended with {program.returncode}: {said}"
        assert said == "", said
    finally:
        if program.poll() is None:
            program.terminate()
            program.wait()


def open_and_close(root: BareRoot, screen: Display) -> None:
    """Open the window, watched by strace; start the program once more beside it; close it."""
    trace = WORK / "window.strace"
    with started(root, screen, "--lang", "ko", traced=trace) as seen:
        picture = PICTURES / "window.png"
        height, width = seen.last.shape[:2]
        QImage(seen.last.tobytes(), width, height, QImage.Format.Format_RGB32).save(str(picture))
        assert len(np.unique(seen.last.reshape(-1, 4), axis=0)) > 100, "the window is blank"
        began = time.monotonic()
        again = root.as_user("env", f"DISPLAY={screen.name}", PACKAGE)
        assert again.returncode == 0, again.stdout + again.stderr
        print(f"    a second start handed over in {time.monotonic() - began:.1f} s")
    expect_no_network(trace)
    assert opened_sockets(trace).get("AF_UNIX"), "strace saw nothing"
    print("    the window came up and closed")


def measure_starts(root: BareRoot, screen: Display) -> None:
    """Measure a start from the disk and one from memory, and what the program takes."""
    for name in ("cold", "warm", "warm"):
        if name == "cold":
            forget(root.folder / PROGRAM_PLACE)
        with started(root, screen) as seen:
            resident, shared_out, computed = memory_and_work()
        figure(f"{name} start: window", f"{seen.shown:.2f} s")
        figure(f"{name} start: lab drawn", f"{seen.settled:.2f} s")
        # On a busy machine this says more than the seconds that went by.
        figure(f"{name} start: processor time until it stands still", f"{computed:.2f} s")
        figure("memory, resident and proportional", f"{resident:.0f} MB, {shared_out:.0f} MB")


def forget(folder: Path) -> None:
    """Have the system forget what it remembers of the files below ``folder``, as if they had never been read."""
    os.sync()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def memory_and_work() -> tuple[float, float, float]:
    """Return the running program's resident memory and its proportional share (Rss, Pss) in MB, and its CPU seconds."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if not os.readlink(folder / "exe").endswith(PROGRAM):
                continue
            rollup = (folder / "smaps_rollup").read_text()
            ticks = (folder / "stat").read_text().rpartition(")")[2].split()[11:13]
        except OSError:
            continue
        rss, pss = (int(re.search(rf"^{name}:\s+(\d+)", rollup, re.MULTILINE)[1]) for name in ("Rss", "Pss"))  # type: ignore[index]
        return rss * 1024 / 1e6, pss * 1024 / 1e6, sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
    raise AssertionError("the program does not run")


# --- what is printed ---


def step(name: str, run: Callable[[], T]) -> T:
    """Run a step and say how long it took."""
    print(name, end=" … ", flush=True)
    began = time.monotonic()
    result = run()
    print(f"{time.monotonic() - began:.0f} s", flush=True)
    return result


def figure(name: str, value: str) -> None:
    """Print something measured."""
    print(f"    {name}: {value}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
