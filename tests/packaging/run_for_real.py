"""The real ``.run`` on this machine: ``make package-run-test``. Several minutes, some gigabytes in ``build``.

Installs, uses, upgrades and removes it in a home folder with Hangul and a blank in its name. What needs the rights of
root (a full disk, system libraries that are not there) is left out, and said to be, for everybody else.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bare_root import USER, USER_ID, BareRoot
from build_run import copy_linked, write_installer
from check_system import OFFSCREEN, X11_WINDOW
from project import BUNDLE, PACKAGE, ROOT, VERSION

RUN = ROOT / "dist" / f"{PACKAGE}-{VERSION}.run"
LIBRARIES = Path("/usr/lib/x86_64-linux-gnu")
DISPLAY = ":87"
IS_ROOT = os.geteuid() == 0


def main() -> int:
    """Run every step; returns 0, or 1 when there is nothing to try. A step that fails raises AssertionError."""
    if not RUN.exists():
        print(f"{RUN.relative_to(ROOT)}: not there. Run: make package-run", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(dir=ROOT / "build", prefix="run-test-") as scratch, screen():
        home = Path(scratch) / "홈 폴더"
        home.mkdir()
        install_and_use(home)
        upgrade(home, Path(scratch))
        if IS_ROOT:
            without_libraries(home)
            on_a_full_disk(Path(scratch))
            in_a_bare_debian(Path(scratch))
        else:
            print("not root: a full disk, missing libraries and a bare Debian are not tried")
        uninstall(home)
    print("everything worked")
    return 0


def install_and_use(home: Path) -> None:
    """Install, compute, draw, open a window, all without a network if that can be taken away."""
    began = time.monotonic()
    expect(run(home, "sh", RUN, "--yes"), 0, "설치했습니다", "Installed.")
    step(f"installed in {time.monotonic() - began:.0f} s")
    # A namespace of its own has no network; only root may make one.
    alone = ("unshare", "-n") if IS_ROOT else ()
    expect(run(home, *alone, launcher(home), "eval", "relu"), 0, "tensor([[0., 2., 0.],")
    picture = home / "그림 1.png"
    expect(run(home, *alone, launcher(home), "--lab", "race", "--fresh", "--screenshot", picture), 0, picture.name)
    assert picture.read_bytes().startswith(b"\x89PNG")
    picture.unlink()
    step("computes and draws" + (" without a network" if alone else ""))
    opens_a_window(home)
    step("opens a window")


def upgrade(home: Path, scratch: Path) -> None:
    """A version that cannot compute is refused; a good one takes the place of the old one."""
    before, link = files(home), (folder(home) / "program").readlink()
    broken = broken_installer(scratch)
    refused = run(home, "sh", broken, "--yes")
    expect(refused, 1, "새 버전이 이 컴퓨터에서 동작하지 않아", "does not work on this computer")
    assert files(home) == before
    assert (folder(home) / "program").readlink() == link
    expect(run(home, launcher(home), "eval", "relu"), 0, "tensor")
    broken.unlink()
    step("a broken version is refused, the old one still works")
    expect(run(home, "sh", RUN, "--yes"), 0, "Installed.")
    assert len(list(folder(home).glob("program-*"))) == 1
    expect(run(home, launcher(home), "eval", "relu"), 0, "tensor")
    step("installs over an older installation")


def broken_installer(scratch: Path) -> Path:
    """Return a ``.run`` whose PyTorch is cut short."""
    stage = scratch / "stage"
    copy_linked(BUNDLE, stage)
    library = next(stage.rglob("libtorch_cpu.so"))
    library.unlink()
    library.write_bytes(b"\x7fELF")
    installer = write_installer(stage, scratch / "broken.run", "9.9", "-0")
    shutil.rmtree(stage)
    return installer


def without_libraries(home: Path) -> None:
    """Without the helper libraries of X11 the installation uses its own; without Qt's it says what to type."""
    helpers = [name for name in X11_WINDOW if (folder(home) / "program" / "xcb" / name).exists()]
    assert len(helpers) >= 9
    opens_a_window(home, hide(helpers))
    step(f"opens a window without {len(helpers)} libraries of X11")
    stopped = run(home, *hide(["libEGL.so.1"]), launcher(home), "--screenshot", home / "x.png")
    expect(stopped, 1, "sudo apt-get install -y libegl1", "시스템 라이브러리가 없어서", "are missing")
    assert OFFSCREEN["libEGL.so.1"] == "libegl1"
    step("says what to type where Qt's libraries are missing")


def on_a_full_disk(scratch: Path) -> None:
    """Too small a disk is seen before; one that fills up all the same is cleared again."""
    home = scratch / "작은 디스크"
    home.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300m", "tmpfs", home], check=True)
    try:
        expect(run(home, "sh", RUN, "--yes"), 1, "자리가 모자랍니다", "not enough room")
        assert files(home) == {}
        commands = scratch / "commands"
        commands.mkdir()
        (commands / "df").write_text("#!/bin/sh\necho\necho '/dev/x 9999999 0 9999999 0% /'\n")
        (commands / "df").chmod(0o755)
        path = {"PATH": f"{commands}:{os.environ['PATH']}"}
        expect(run(home, "sh", RUN, "--yes", environ=path), 1, "풀지 못했습니다", "could not be unpacked")
        assert files(home) == {}
    finally:
        subprocess.run(["umount", home], check=True)
    step("a full disk is told and left as it was")


def in_a_bare_debian(scratch: Path) -> None:
    """Where next to nothing is installed it names what it needs; after typing just that, it installs and runs."""
    if shutil.which("debootstrap") is None:
        print("no debootstrap: a bare Debian is not tried")
        return
    root = BareRoot(scratch / "debian")
    root.make()
    (root.folder / "tmp" / RUN.name).hardlink_to(RUN)
    root.as_root("apt-get", "-q", "update")
    install = ("sh", f"/tmp/{RUN.name}", "--yes")
    typed = [type_what_it_says(root, *install)]
    if "xz" in typed[0]:
        typed.append(type_what_it_says(root, *install))
    expect_user(root, *install, code=0)
    program = f"/home/{USER}/.local/share/activation-lab/program/launcher.sh"
    expect_user(root, program, "eval", "relu", code=0)
    runtime = root.folder / "tmp" / "runtime"
    runtime.mkdir(mode=0o700)
    os.chown(runtime, USER_ID, USER_ID)
    window = root.user_command(program, environment={"DISPLAY": DISPLAY, "XDG_RUNTIME_DIR": "/tmp/runtime"})
    shown, errors = watch_window(window, clean(scratch), runtime)
    if not shown:
        typed.append(type_command(root, errors))
        shown, errors = watch_window(window, clean(scratch), runtime)
    assert shown, errors
    expect_user(root, "sh", f"/home/{USER}/.local/share/activation-lab/uninstall.sh", "--yes", "--remove-data", code=0)
    left = [path for path in (root.folder / "home" / USER).rglob("*") if "activation" in path.name]
    assert left == [], left
    shutil.rmtree(root.folder)
    step(f"in a bare Debian, after typing what it says ({'; '.join(typed)}): installs, opens a window, uninstalls")


def type_what_it_says(root: BareRoot, *command: str) -> str:
    """Run what is refused for want of packages, type the command that it names, and return that."""
    done = root.as_user(*command)
    assert done.returncode == 1, done.stdout + done.stderr
    return type_command(root, done.stdout + done.stderr)


def type_command(root: BareRoot, said: str) -> str:
    """Type, as root, the command that a message names; return the packages in it."""
    found = re.search(r"^ +sudo (apt-get install -y .+)$", said, re.MULTILINE)
    assert found is not None, said
    root.as_root(*found[1].split(), "--no-install-recommends")
    return found[1].removeprefix("apt-get install -y ")


def expect_user(root: BareRoot, *command: str, code: int) -> None:
    """Raise AssertionError unless an ordinary user's command ends with ``code``."""
    done = root.as_user(*command)
    assert done.returncode == code, f"{command}: {done.returncode}\n{done.stdout}{done.stderr}"


def uninstall(home: Path) -> None:
    """Nothing is left but what the program keeps for its person; and with ``--remove-data`` not even that."""
    own = folder(home) / "lessons" / "내 수업" / "lesson.toml"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text("")
    expect(run(home, "sh", folder(home) / "uninstall.sh", "--yes"), 0, "지웠습니다", "Uninstalled")
    places = (".local/share/activation-lab", ".config/activation-lab", ".local/state/activation-lab")
    left = [name for name in files(home) if (home / name).is_file()]
    assert own.exists()
    assert [name for name in left if not name.startswith(places) and not name.startswith(".cache/")] == [], left
    expect(run(home, "sh", RUN, "--yes"), 0)
    expect(run(home, "sh", folder(home) / "uninstall.sh", "--yes", "--remove-data"), 0)
    left = [name for name in files(home) if not name.startswith(".cache")]
    assert not [name for name in left if "activation" in name or (home / name).is_file()], left
    step("uninstalled, nothing left")


def opens_a_window(home: Path, prefix: tuple[object, ...] = ()) -> None:
    """Start the program on the screen; it listens for a second start as soon as its window is shown."""
    if shutil.which("Xvfb") is None:
        print("no Xvfb: no window is tried")
        return
    command = [str(word) for word in (*prefix, launcher(home), "--fresh")]
    with tempfile.TemporaryDirectory() as runtime:
        environ = {**clean(home), "DISPLAY": DISPLAY, "XDG_RUNTIME_DIR": runtime}
        shown, errors = watch_window(command, environ, Path(runtime))
    assert shown, errors


def watch_window(command: list[str], environ: Mapping[str, str], runtime: Path) -> tuple[bool, str]:
    """Start the program, wait for what it puts into ``runtime`` when its window is shown, and end it.

    Returns whether the window was there and stayed, and what was written to stderr.
    """
    with subprocess.Popen(command, env=environ, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE) as program:
        until = time.monotonic() + 120
        while program.poll() is None and time.monotonic() < until and not any(runtime.iterdir()):
            time.sleep(0.2)
        shown = program.poll() is None and any(runtime.iterdir())
        # PyTorch is still being loaded behind the window.
        time.sleep(5)
        alive = program.poll() is None
        program.terminate()
        errors = program.communicate(timeout=60)[1].decode()
    return shown and alive, errors


def hide(names: list[str]) -> tuple[object, ...]:
    """Return the head of a command that runs without some of the system's libraries, in a mount namespace."""
    script = "mount -t tmpfs tmpfs /mnt; mkdir /mnt/u /mnt/w; l=$1; shift; n=$1; shift; "
    script += 'mount -t overlay overlay -o lowerdir="$l",upperdir=/mnt/u,workdir=/mnt/w "$l" || exit 99; '
    script += 'for f in $n; do rm -f "$l/$f" "$l/$f".*; done; exec "$@"'
    return ("unshare", "-m", "sh", "-c", script, "sh", LIBRARIES, " ".join(names))


def folder(home: Path) -> Path:
    """Return where it is installed."""
    return home / ".local" / "share" / "activation-lab"


def launcher(home: Path) -> Path:
    """Return what starts it."""
    return folder(home) / "program" / "launcher.sh"


def clean(home: Path) -> dict[str, str]:
    """Return the environment of a person who has just logged in."""
    return {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"}


def run(home: Path, *command: object, environ: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command in a home folder; its output and errors together."""
    return subprocess.run(
        [str(word) for word in command],
        env={**clean(home), **(environ or {})},
        cwd=home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=600,
        check=False,
    )


def expect(done: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    """Raise AssertionError unless a command ended with ``code`` and said ``words``."""
    assert done.returncode == code, f"{done.args}: {done.returncode}\n{done.stdout}"
    for word in words:
        assert word in done.stdout, f"{word!r} is not in\n{done.stdout}"


def files(home: Path) -> dict[str, int]:
    """Return everything in a home folder with its size; of the log only that it is there."""
    return {
        str(path.relative_to(home)): 0 if path.suffix == ".log" or path.is_dir() else path.lstat().st_size
        for path in home.rglob("*")
    }


def step(text: str) -> None:
    """Tell what has worked."""
    print(f"{text}", flush=True)


@contextmanager
def screen() -> Iterator[None]:
    """A screen to open windows on."""
    if shutil.which("Xvfb") is None:
        yield
        return
    with subprocess.Popen(["Xvfb", DISPLAY, "-screen", "0", "1366x768x24"], stderr=subprocess.DEVNULL) as server:
        try:
            time.sleep(2)
            yield
        finally:
            server.terminate()


if __name__ == "__main__":
    sys.exit(main())
