"""The real ``.deb`` on a Debian with a desktop's parts, over its years: ``make package-test`` runs it, too. Root only.

File types open with it, an older version is replaced, a running one is not, two people use it at once, and whatever
they made stays when it goes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "packaging"), str(Path(__file__).resolve().parent)]

import pytest  # noqa: E402
from bare_root import USER, USER_ID, BareRoot  # noqa: E402
from build_deb import PROGRAM_PLACE  # noqa: E402
from project import PACKAGE, VERSION  # noqa: E402
from PySide6.QtGui import QImage  # noqa: E402
from run_in_bare_root import (  # noqa: E402
    DEB,
    PROGRAM,
    WORK,
    install,
    install_only_what_is_declared,
    ready,
    running,
    started,
    step,
)
from x_display import Display, close_windows, display, watch  # noqa: E402

# What a desktop has and a bare Debian has not: it tells file types and menus of new programs, and opens files.
DESKTOP = ("desktop-file-utils", "shared-mime-info", "hicolor-icon-theme", "xdg-utils", "libglib2.0-bin", "man-db")
HOME = Path("home") / USER
OTHER = ("teacher", USER_ID + 1)


def main() -> int:
    """Run every step; returns 0, or 1 when it cannot be run here. A step that fails raises AssertionError."""
    if not ready():
        return 1
    root = BareRoot(WORK / "root")
    step("debootstrap", root.make)
    install_only_what_is_declared(root)
    root.as_root("apt-get", "-q", "install", "-y", "--no-install-recommends", *DESKTOP)
    root.as_root("useradd", "--create-home", "--uid", str(OTHER[1]), "--shell", "/bin/sh", OTHER[0])
    before = root.files()
    step("an older version", lambda: install_older(root))
    with display() as screen:
        step("it is not replaced while it runs", lambda: replace_while_running(root, screen))
        step("upgrade", lambda: upgrade(root))
        step("two people at once", lambda: two_people(root, screen))
        step("file types", lambda: look_at_file_types(root))
        step("a file is opened", lambda: open_a_file(root, screen))
    step("/usr that cannot be written to", lambda: on_a_read_only_usr(root))
    step("removal", lambda: take_away(root, before))
    print("\neverything worked")
    return 0


def install_older(root: BareRoot) -> None:
    """Install a version before this one, with a file that this one does not have any more."""
    folder = WORK / "older"
    subprocess.run(["rm", "-rf", folder], check=True)
    subprocess.run(["dpkg-deb", "-R", DEB, folder], check=True)
    control = folder / "DEBIAN" / "control"
    control.write_text(control.read_text("utf-8").replace(f"Version: {VERSION}\n", "Version: 0.9\n"), "utf-8")
    (folder / PROGRAM_PLACE / "_internal" / "old.txt").write_text("of the older version")
    older = root.folder / "tmp" / "older.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", folder, older], check=True)
    subprocess.run(["rm", "-rf", folder], check=True)
    root.as_root("dpkg", "-i", "/tmp/older.deb")
    older.unlink()
    assert installed_version(root) == "0.9"


def replace_while_running(root: BareRoot, screen: Display) -> None:
    """Neither a newer version nor a removal takes the files away from under a person's hands."""
    with started(root, screen, "--fresh", "--lang", "ko"):
        for attempt in (lambda: install(root), lambda: root.as_root("apt-get", "-q", "remove", "-y", PACKAGE)):
            with pytest.raises(RuntimeError, match=r"실행 중입니다[^\n]*\nActivation Lab is running"):
                attempt()
            (root.folder / "tmp" / DEB.name).unlink(missing_ok=True)
        assert installed_version(root) == "0.9"
        assert root.as_root("dpkg", "--audit") == ""
    kept = root.folder / HOME / ".local/share" / PACKAGE / "last.actlab"
    assert kept.exists()


def upgrade(root: BareRoot) -> None:
    """Install over the older version: its own files go, a person's stay, nothing is left half done."""
    kept = root.folder / HOME / ".local/share" / PACKAGE / "last.actlab"
    work = kept.read_bytes()
    install(root)
    assert installed_version(root) == VERSION
    assert not (root.folder / PROGRAM_PLACE / "_internal" / "old.txt").exists()
    assert kept.read_bytes() == work
    verify(root)
    expect_well(root)


def two_people(root: BareRoot, screen: Display) -> None:
    """Each has a program, and files, of their own: the second start of somebody else hands nothing over."""
    other = root.user_command(PACKAGE, "--fresh", environment={"DISPLAY": screen.name}, person=OTHER)
    with started(root, screen, "--fresh"):
        program = subprocess.Popen(other, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        until = time.monotonic() + 90
        while len(owners()) < 2 and program.poll() is None and time.monotonic() < until:
            time.sleep(0.2)
        watch(screen)
        assert program.poll() is None, program.communicate()[0].decode()
        assert owners() == {USER_ID, OTHER[1]}
        for _ in range(10):
            close_windows(screen)
            time.sleep(1)
            if program.poll() is not None:
                break
        assert program.wait(20) == 0
    for name in (USER, OTHER[0]):
        assert (root.folder / "home" / name / ".local/share" / PACKAGE / "last.actlab").exists(), name


def owners() -> set[int]:
    """Return the numbers of the people whose programs run, started from this Debian."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(folder / "exe").endswith(PROGRAM):
                found.add(folder.stat().st_uid)
        except OSError:
            continue
    return found


def look_at_file_types(root: BareRoot) -> None:
    """Menus, icons and file types know the program; ``man`` finds its page."""
    share = root.folder / "usr" / "share"
    types = (share / "mime" / "globs2").read_text("utf-8")
    assert "application/x-activation-lab-session:*.actlab" in types
    assert "application/x-activation-lab-lesson:*.actlesson" in types
    for size in (48, 128, 256):
        assert QImage(str(share / f"icons/hicolor/{size}x{size}/apps/{PACKAGE}.png")).width() == size
    folder = root.folder / HOME
    (folder / "수업 1반.actlab").write_bytes((ROOT / "docs" / "session-example.actlab").read_bytes())
    (folder / "내 수업.actlesson").write_bytes(b"PK\x05\x06" + bytes(18))
    for name, kind in (("수업 1반.actlab", "session"), ("내 수업.actlesson", "lesson")):
        of = f"application/x-activation-lab-{kind}"
        assert of in said(root, "gio", "info", "-a", "standard::content-type", f"/home/{USER}/{name}")
        assert said(root, "xdg-mime", "query", "default", of) == f"{PACKAGE}.desktop"
        assert f"{PACKAGE}.desktop" in said(root, "gio", "mime", of)
    assert "--lesson relu --step 4" in said(root, "man", PACKAGE)
    assert "종료 코드" in said(root, "env", "LC_ALL=C.UTF-8", "man", "-L", "ko", PACKAGE)


def open_a_file(root: BareRoot, screen: Display) -> None:
    """A double click on a file, as a desktop does it, opens the program with that file."""
    file = f"/home/{USER}/수업 1반.actlab"
    # gio ends as soon as the program is started.
    script = f"gio open '{file}'; sleep 1; while pgrep -x activation-lab >/dev/null; do sleep 0.5; done"
    command = root.user_command("sh", "-c", script, environment={"DISPLAY": screen.name})
    root.as_root("apt-get", "-q", "install", "-y", "--no-install-recommends", "procps")
    with running(command, screen):
        lines = said(root, "pgrep", "-a", "-x", "activation-lab").splitlines()
        started_ones = [line for line in lines if f"{PACKAGE}/{PACKAGE} " in line]
        assert started_ones
        assert all(line.endswith(file) for line in started_ones), lines


def on_a_read_only_usr(root: BareRoot) -> None:
    """Nothing is ever written beside the program, not even by root."""
    script = "mount --bind /usr /usr && mount -o remount,bind,ro /usr && ! touch /usr/x 2>/dev/null"
    done = root.as_root("sh", "-c", f"{script} && {PACKAGE} --self-test --lang en")
    assert "All 12 checks passed" in done, done


def take_away(root: BareRoot, before: set[str]) -> None:
    """Removing it leaves what people made, and nothing of its own: there is nothing to purge any more."""
    mine = root.folder / HOME / ".local/share" / PACKAGE / "last.actlab"
    root.as_root("apt-get", "-q", "remove", "-y", PACKAGE)
    assert mine.exists()
    assert not (root.folder / PROGRAM_PLACE).exists()
    share = root.folder / "usr" / "share"
    assert "actlab" not in (share / "mime" / "globs2").read_text("utf-8")
    assert PACKAGE not in (share / "applications" / "mimeinfo.cache").read_text("utf-8")
    status = (root.folder / "var/lib/dpkg/status").read_text("utf-8")
    assert f"Package: {PACKAGE}\n" not in status
    left = {name for name in root.files() - before if PACKAGE in name or "actlab" in name}
    assert not left, left
    assert mine.exists()


def expect_well(root: BareRoot) -> None:
    """Run the self-test as an ordinary user."""
    done = root.as_user(PACKAGE, "--self-test", "--lang", "en")
    assert done.returncode == 0, done.stdout + done.stderr


def verify(root: BareRoot) -> None:
    """Have dpkg compare every file with the sums that came with the package."""
    assert root.as_root("dpkg", "--verify", PACKAGE) == ""
    assert root.as_root("dpkg", "--audit") == ""


def installed_version(root: BareRoot) -> str:
    """Return the version that dpkg knows."""
    return root.as_root("dpkg-query", "-W", "-f", "${Version}", PACKAGE)


def said(root: BareRoot, *command: str) -> str:
    """Return what a command of the ordinary user prints."""
    done = root.as_user(*command)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
