"""Windows' installer under Wine: ``make package-windows-test``. Root only; some minutes, 2 GB in ``build``.

What it installs are small programs that only answer, in place of the real ones: it shows what the installer does with
files, the registry and exit codes, and nothing of whether the program itself runs on Windows.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "packaging"), str(Path(__file__).resolve().parent)]

import draw_icons  # noqa: E402
from bare_root import USER, BareRoot  # noqa: E402
from build_windows import compile_installer  # noqa: E402
from project import VERSION  # noqa: E402
from run_in_bare_root import TOOLS, ready_for, step  # noqa: E402

WORK = ROOT / "build" / "wine"
NEEDED = ("wine", "wine32:i386", "wine64", "gcc-mingw-w64-x86-64-win32")
# Answers the self-test with CODE; with "wait" it goes on running for a while.
PROGRAM = """
#include <string.h>
#include <windows.h>
int main(int count, char **words) {
    for (int at = 1; at < count; at++) if (!strcmp(words[at], "wait")) Sleep(300000);
    return CODE;
}
"""
ENTRY = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\ActivationLab"
CLASS = r"Software\Classes\ActivationLab.Session"
FILES = [
    "program/_internal/한글/수업.toml",
    "program/activation-lab-console.exe",
    "program/activation-lab.exe",
    "uninstall.exe",
]


class Windows:
    """Wine of an ordinary user in the bare Debian."""

    def __init__(self, root: BareRoot) -> None:
        self._root = root
        self.drive = root.folder / "home" / USER / ".wine" / "drive_c"
        self.local = self.drive / "users" / USER / "AppData" / "Local"

    def command(self, *words: str) -> list[str]:
        """Return what runs a program of Windows."""
        return self._root.user_command("wine", *words, environment={"WINEDEBUG": "-all", "WINEARCH": "win64"})

    def run(self, *words: str) -> tuple[int, str]:
        """Run a program of Windows; return its exit code and what it printed."""
        done = subprocess.run(
            self.command(*words), stdin=subprocess.DEVNULL, capture_output=True, timeout=180, check=False
        )
        return done.returncode, done.stdout.decode("utf-8", errors="replace")

    def asked(self, key: str) -> str:
        """Return what the registry holds below a key, "" if there is none."""
        code, said = self.run("reg", "query", key, "/s", "/reg:64")
        return said if code == 0 else ""

    def shortcuts(self) -> list[str]:
        """Return where the start menus have the program."""
        return sorted(str(file.relative_to(self.drive).parts[0]) for file in self.drive.rglob("Activation Lab.lnk"))


def main() -> int:
    """Run every step; returns 0, or 1 when it cannot be run here. A step that fails raises AssertionError."""
    if not ready_for({"debootstrap": TOOLS["debootstrap"], "makensis": "nsis"}):
        return 1
    root = BareRoot(WORK / "root")
    if not (root.folder / "usr" / "lib" / "wine").exists():
        step("a bare Debian with Wine", lambda: bring_wine(root))
    windows = Windows(root)
    step("two installers", lambda: write_installers(root))
    subprocess.run(["rm", "-rf", windows.drive.parent], check=True)
    step("an old Windows is refused", lambda: on_an_old_windows(windows))
    step("for oneself", lambda: for_oneself(windows))
    step("a running program is left alone", lambda: while_running(windows))
    step("removed, what a person made stays", lambda: remove(windows))
    step("a folder of somebody else's is refused, one that is named is used", lambda: into_a_folder(windows))
    step("for everybody", lambda: for_everybody(windows))
    print("everything worked")
    return 0


def bring_wine(root: BareRoot) -> None:
    """Make the Debian and install Wine, which needs the 32-bit half, too: the installer is a 32-bit program."""
    root.make()
    root.as_root("dpkg", "--add-architecture", "i386")
    root.as_root("apt-get", "-q", "update")
    root.as_root("apt-get", "-q", "install", "-y", "--no-install-recommends", *NEEDED)
    root.as_root("apt-get", "clean")


def write_installers(root: BareRoot) -> None:
    """Write ``good-setup.exe``, and ``broken-setup.exe`` whose self-test fails, into the drive C of the installers."""
    draw_icons.main()
    place = root.folder / "tmp"
    (place / "program.c").write_text(PROGRAM)
    for name, code in (("good", 0), ("broken", 1)):
        bundle = WORK / name
        lesson = bundle / "_internal" / "한글" / "수업.toml"
        lesson.parent.mkdir(parents=True, exist_ok=True)
        lesson.write_text(name)
        root.as_root("x86_64-w64-mingw32-gcc", f"-DCODE={code}", "-o", f"/tmp/{name}.exe", "/tmp/program.c")
        for program in ("activation-lab.exe", "activation-lab-console.exe"):
            (bundle / program).write_bytes((place / f"{name}.exe").read_bytes())
        assert compile_installer(bundle, place / f"{name}-setup.exe", quick=True) == 0


def on_an_old_windows(windows: Windows) -> None:
    """Wine begins as Windows 7."""
    assert windows.run("winecfg", "-v", "win7")[0] == 0
    assert windows.run("/tmp/good-setup.exe", "/S")[0] == 2
    assert not (windows.local / "Programs").exists()
    assert windows.run("winecfg", "-v", "win10")[0] == 0


def for_oneself(windows: Windows) -> None:
    """Silent, into the person's own folders; a version that does not work changes nothing."""
    own = windows.local / "Programs" / "Activation Lab"
    assert windows.run("/tmp/good-setup.exe", "/S")[0] == 0
    assert files(own) == FILES
    assert windows.shortcuts() == ["users"]
    entry = windows.asked(rf"HKCU\{ENTRY}")
    for said in (VERSION, r'Activation Lab\uninstall.exe" /S', r"AppData\Local\Programs\Activation Lab"):
        assert said in entry, entry
    assert r'Activation Lab\program\activation-lab.exe" "%1"' in windows.asked(rf"HKCU\{CLASS}")
    assert "ActivationLab.Session" in windows.asked(r"HKCU\Software\Classes\.actlab")
    assert windows.asked(rf"HKLM\{ENTRY}") == ""
    assert windows.run("/tmp/broken-setup.exe", "/S")[0] == 3
    assert (files(own), (own / FILES[0]).read_text()) == (FILES, "good")
    (own / FILES[0]).write_text("an older version")
    assert windows.run("/tmp/good-setup.exe", "/S")[0] == 0
    assert (files(own), (own / FILES[0]).read_text()) == (FILES, "good")


def while_running(windows: Windows) -> None:
    """Neither replaced nor removed under a person's hands."""
    own = windows.local / "Programs" / "Activation Lab"
    program = rf"C:\users\{USER}\AppData\Local\Programs\Activation Lab\program\activation-lab.exe"
    with subprocess.Popen(windows.command(program, "wait"), stdout=subprocess.DEVNULL) as running:
        time.sleep(5)
        assert windows.run("/tmp/good-setup.exe", "/S")[0] == 2
        windows.run(program.replace(r"program\activation-lab", "uninstall"), "/S")
        assert running.poll() is None, "it was not running any more: nothing is shown"
        assert files(own) == FILES
        assert windows.asked(rf"HKCU\{CLASS}"), "half removed"
        running.terminate()


def remove(windows: Windows) -> None:
    """Silently; the preferences and the work stay."""
    own = windows.local / "Programs" / "Activation Lab"
    kept = windows.local / "activation-lab" / "last.actlab"
    kept.parent.mkdir()
    kept.write_text("mine")
    uninstall(windows, own)
    assert windows.shortcuts() == []
    for key in (ENTRY, CLASS, r"Software\Classes\.actlab", r"Software\Classes\.actlesson"):
        assert windows.asked(rf"HKCU\{key}") == "", key
    assert kept.read_text() == "mine"


def into_a_folder(windows: Windows) -> None:
    """With a blank and Hangul in its name; what lies there and is not the program is not touched.

    The folder is given in pieces: one piece would get the quotes that the installer does not want.
    """
    other = windows.drive / "my tools" / "program" / "own.txt"
    other.parent.mkdir(parents=True)
    other.write_text("mine")
    assert windows.run("/tmp/good-setup.exe", "/S", r"/D=C:\my", "tools")[0] == 2
    assert files(windows.drive / "my tools") == ["program/own.txt"]
    assert windows.run("/tmp/good-setup.exe", "/S", "/D=C:\\우리", "반")[0] == 0
    beside = windows.drive / "우리 반" / "own.txt"
    beside.write_text("mine")
    assert files(beside.parent) == sorted([*FILES, "own.txt"])
    # What the registry's program prints of Hangul depends on the console: the path is not the usual one.
    opens = windows.asked(rf"HKCU\{CLASS}\shell\open\command")
    assert r'\program\activation-lab.exe" "%1"' in opens
    assert "AppData" not in opens
    uninstall(windows, beside.parent, left=["own.txt"])


def for_everybody(windows: Windows) -> None:
    """As administrator, which Wine's only user is."""
    folder = windows.drive / "Program Files" / "Activation Lab"
    assert windows.run("/tmp/good-setup.exe", "/S", "/ALLUSERS")[0] == 0
    assert files(folder) == FILES
    assert windows.shortcuts() == ["ProgramData"]
    assert r"C:\Program Files\Activation Lab" in windows.asked(rf"HKLM\{ENTRY}")
    assert windows.asked(rf"HKCU\{ENTRY}") == ""
    uninstall(windows, folder)
    assert windows.shortcuts() == []
    for key in (ENTRY, CLASS):
        assert windows.asked(rf"HKLM\{key}") == "", key


def uninstall(windows: Windows, folder: Path, left: list[str] | None = None) -> None:
    """Run the uninstaller of ``folder``, which goes on as a copy of itself, until nothing but ``left`` is there."""
    inside = "C:\\" + str(folder.relative_to(windows.drive)).replace("/", "\\")
    windows.run(rf"{inside}\uninstall.exe", "/S")
    until = time.monotonic() + 60
    while files(folder) != (left or []) and time.monotonic() < until:
        time.sleep(0.5)
    assert files(folder) == (left or []), files(folder)
    time.sleep(2)


def files(folder: Path) -> list[str]:
    """Return the files below ``folder``."""
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


if __name__ == "__main__":
    sys.exit(main())
