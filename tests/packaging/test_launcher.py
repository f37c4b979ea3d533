"""The Linux launcher before, around and after a program that is not the real one."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import PySide6
import pytest

from tests.packaging.test_check_system import check_system

SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "linux" / "launcher.sh"
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the launcher is for Linux")

NEW_PROCESSOR = "processor\t: 0\nmodel name\t: Some\nflags\t\t: fpu sse2 sse4_1 sse4_2 popcnt avx\n"
OLD_PROCESSOR = NEW_PROCESSOR.replace(" sse4_2 popcnt avx", "")
PLATFORMS = "_internal/PySide6/Qt/plugins/platforms"
XCB, OFFSCREEN, WAYLAND = (f"{PLATFORMS}/libq{name}.so" for name in ("xcb", "offscreen", "wayland"))
TORCH = "_internal/torch/lib/libtorch_python.so"
# Answers as the dynamic loader does, from what the test wrote into the "library"; what stands in a folder of
# LD_LIBRARY_PATH is found.
LOADER = """#!/bin/sh
[ "$TRACED" = 1 ] || exit 1
while read -r name; do
    where='not found'
    IFS=:
    for folder in $LD_LIBRARY_PATH; do [ ! -e "$folder/$name" ] || where="$folder/$name"; done
    unset IFS
    case $name in *version*) echo "$name" ;; *) echo "	$name => $where" ;; esac
done <"$1"
echo '	libc.so.6 => /lib/libc.so.6 (0x00007f)'
"""
RECORDS = '#!/bin/sh\nprintf "%s\\n" "$@" >"$(dirname "$0")/arguments"\n'


@dataclass
class Machine:
    """A folder with a launcher, a bundle, a loader, a processor and the commands that the test puts there."""

    folder: Path

    @property
    def bundle(self) -> Path:
        return self.folder / "한글 lab" / "lib" / "activation-lab"

    @property
    def launcher(self) -> Path:
        return self.folder / "한글 lab" / "bin" / "activation-lab"

    @property
    def logs(self) -> Path:
        return self.folder / "state" / "activation-lab" / "log"

    def put(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)

    def program(self, text: str) -> None:
        self.put(self.bundle / "activation-lab", RECORDS + text + "\n")

    def lacks(self, library: str, *names: str) -> None:
        self.put(self.bundle / library, "".join(f"{name}\n" for name in names))

    def command(self, name: str, text: str = "") -> None:
        """A command that notes that it was called, and with what."""
        self.put(
            self.folder / "commands" / name, f'#!/bin/sh\nprintf "%s\\n" "$@" >>"{self.folder}/{name}.called"\n{text}'
        )

    def called(self, name: str) -> str:
        file = self.folder / f"{name}.called"
        return file.read_text(encoding="utf-8") if file.exists() else ""

    def environ(self, extra: Mapping[str, str]) -> dict[str, str]:
        return {
            "PATH": f"{self.folder / 'commands'}:{self.folder / 'system'}",
            "HOME": str(self.folder / "home"),
            "XDG_STATE_HOME": str(self.folder / "state"),
            **extra,
        }

    def start(self, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.launcher, *arguments],
            env=self.environ(extra),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    def arguments(self) -> list[str]:
        return (self.bundle / "arguments").read_text(encoding="utf-8").splitlines()

    @property
    def was_run(self) -> bool:
        return (self.bundle / "arguments").exists()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path)
    text = SCRIPT.read_text(encoding="utf-8")
    text, replaced = re.subn(r"^CPUINFO=.*$", f"CPUINFO={tmp_path}/cpuinfo", text, flags=re.MULTILINE)
    assert replaced == 1
    text, replaced = re.subn(r"^LOADERS=.*$", f"LOADERS={tmp_path}/loader", text, flags=re.MULTILINE)
    assert replaced == 1
    # The real variable would make the real loader answer for the shell that runs the pretended one.
    assert text.count("LD_TRACE_LOADED_OBJECTS=1") == 1
    machine.put(machine.launcher, text.replace("LD_TRACE_LOADED_OBJECTS=1", "TRACED=1"))
    machine.put(tmp_path / "cpuinfo", NEW_PROCESSOR)
    machine.put(tmp_path / "loader", LOADER)
    (tmp_path / "home").mkdir()
    # Only what every system has, so that no dialog tool or package manager of this one is found.
    for name in ("sh", "readlink", "dirname", "grep", "mkdir", "cat", "tail", "sed", "sleep", "kill"):
        found = shutil.which(name)
        assert found is not None
        (tmp_path / "system").mkdir(exist_ok=True)
        (tmp_path / "system" / name).symlink_to(found)
    for library in (XCB, OFFSCREEN, WAYLAND, TORCH):
        machine.lacks(library)
    machine.program("exit 0")
    return machine


def says_both(text: str, korean: str, english: str) -> bool:
    return korean in text and english in text and text.index(korean) < text.index(english)


def test_a_good_start_is_silent_and_every_argument_arrives(machine: Machine) -> None:
    file = "수업 자료/소프트맥스 1.actlab"
    done = machine.start(file, "--lang", "ko", "", "a'b\"c$d", DISPLAY=":0")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert machine.arguments() == [file, "--lang", "ko", "", "a'b\"c$d"]


def test_it_finds_the_bundle_through_a_link_and_beside_itself(machine: Machine) -> None:
    beside = machine.bundle / "launcher.sh"
    machine.put(beside, machine.launcher.read_text(encoding="utf-8"))
    shutil.rmtree(machine.launcher.parent)
    machine.launcher.parent.mkdir()
    machine.launcher.symlink_to(beside)
    machine.program("exit 2")
    assert machine.start("list").returncode == 2
    assert machine.arguments() == ["list"]


def test_without_the_bundle_it_says_install_again(machine: Machine) -> None:
    shutil.rmtree(machine.bundle)
    done = machine.start()
    assert done.returncode == 127
    assert says_both(done.stderr, "다시 설치하십시오", "Install Activation Lab again")


def test_the_exit_code_and_the_output_of_a_command_are_the_programs(machine: Machine) -> None:
    machine.program('read -r line; echo "out $line"; echo 고치십시오 >&2; exit 2')
    done = subprocess.run(
        [machine.launcher, "eval", "relu"],
        env=machine.environ({}),
        input="typed\n",
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (2, "out typed\n", "고치십시오\n")


@pytest.mark.parametrize("arguments", [(), ("eval", "relu"), ("--screenshot", "a.png")])
def test_an_old_processor_is_named_and_nothing_is_run(machine: Machine, arguments: tuple[str, ...]) -> None:
    machine.put(machine.folder / "cpuinfo", OLD_PROCESSOR)
    done = machine.start(*arguments, DISPLAY=":0")
    assert done.returncode == 1
    assert says_both(done.stderr, "프로세서", "processor of this computer is too old")
    assert not machine.was_run


@pytest.mark.parametrize("text", ["processor\t: 0\nFeatures\t: fp asimd\n", ""])
def test_a_processor_without_flags_is_not_judged(machine: Machine, text: str) -> None:
    machine.put(machine.folder / "cpuinfo", text)
    assert machine.start("list").returncode == 0


def test_missing_window_libraries_are_named_with_the_one_command(machine: Machine) -> None:
    machine.lacks(XCB, "libxcb-cursor.so.0", "libxcb-icccm.so.4", "libnew.so.9")
    machine.command("apt-get")
    done = machine.start(DISPLAY=":0")
    assert done.returncode == 1
    assert not machine.was_run
    assert says_both(done.stderr, "시스템 라이브러리가 없어서", "System libraries that the program needs are missing")
    assert done.stderr.count("    sudo apt-get install -y libxcb-cursor0 libxcb-icccm4 libnew.so.9\n") == 2
    assert machine.called("apt-get") == ""


def test_other_systems_read_their_own_command(machine: Machine) -> None:
    machine.lacks(XCB, "libxcb-cursor.so.0")
    assert "    (배포판의 패키지 관리자로 설치 · install with your system's package manager) libxcb-cursor.so.0\n" in (
        machine.start(DISPLAY=":0").stderr
    )
    machine.command("dnf")
    assert "    sudo dnf install -y 'libxcb-cursor.so.0()(64bit)'\n" in machine.start(DISPLAY=":0").stderr


@pytest.mark.parametrize(
    ("library", "arguments", "environ", "starts"),
    [
        # What opens no window needs no window's libraries.
        (XCB, (), {}, True),
        (XCB, ("eval", "relu"), {"DISPLAY": ":0"}, True),
        (XCB, ("--screenshot", "a.png"), {"DISPLAY": ":0"}, True),
        (XCB, (), {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, True),
        (XCB, (), {"QT_QPA_PLATFORM": "xcb"}, False),
        # One of Wayland and X11 is enough.
        (XCB, (), {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, True),
        (WAYLAND, (), {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, True),
        (WAYLAND, (), {"WAYLAND_DISPLAY": "wayland-0"}, False),
        (WAYLAND, (), {"DISPLAY": ":0"}, True),
        # Only what draws needs Qt's.
        (OFFSCREEN, (), {}, False),
        (OFFSCREEN, ("--self-test",), {}, False),
        (OFFSCREEN, ("list",), {}, True),
        (TORCH, ("list",), {}, False),
    ],
)
def test_only_what_is_needed_has_to_be_there(
    machine: Machine, library: str, arguments: tuple[str, ...], environ: dict[str, str], starts: bool
) -> None:
    machine.lacks(library, "libGL.so.1")
    machine.command("apt-get")
    done = machine.start(*arguments, **environ)
    assert machine.was_run == starts
    assert done.returncode == (0 if starts else 1)
    assert ("install -y libgl1\n" in done.stderr) != starts


def test_what_the_bundle_brings_is_used_only_where_the_system_lacks_it(machine: Machine) -> None:
    machine.put(machine.bundle / "xcb" / "libxcb-cursor.so.0", "")
    machine.program('echo "${LD_LIBRARY_PATH-none}"')
    assert machine.start(DISPLAY=":0").stdout == "none\n"
    machine.lacks(XCB, "libxcb-cursor.so.0")
    assert machine.start(DISPLAY=":0").stdout == f"{machine.launcher.parent}/../lib/activation-lab/xcb\n"
    machine.lacks(XCB, "libxcb-cursor.so.0", "libxcb.so.1")
    machine.command("apt-get")
    done = machine.start(DISPLAY=":0")
    assert done.returncode == 1
    assert "install -y libxcb1\n" in done.stderr


def test_the_real_loader_is_understood(machine: Machine) -> None:
    real = next(Path(folder) for folder in PySide6.__path__) / "Qt"
    machine.put(machine.launcher, SCRIPT.read_text(encoding="utf-8"))
    machine.command("apt-get")
    qt = machine.bundle / "_internal/PySide6/Qt"
    (qt / "lib").symlink_to(real / "lib")
    plugin = (real / "plugins/platforms/libqoffscreen.so").read_bytes()
    assert plugin.count(b"\0libGL.so.1\0") == 1
    (machine.bundle / TORCH).unlink()
    (machine.bundle / OFFSCREEN).write_bytes(plugin)
    assert machine.start("--self-test").returncode == 0
    (machine.bundle / OFFSCREEN).write_bytes(plugin.replace(b"\0libGL.so.1\0", b"\0libGL.so.7\0"))
    done = machine.start("--self-test")
    assert done.returncode == 1
    assert "install -y libGL.so.7\n" in done.stderr


def test_a_system_older_than_the_program_is_told_so(machine: Machine) -> None:
    machine.lacks(TORCH, "/lib/libc.so.6: version `GLIBC_2.35' not found (required by libtorch_python.so)")
    done = machine.start("list")
    assert done.returncode == 1
    assert says_both(done.stderr, "이 시스템은 너무 오래되었습니다", "This system is too old")
    assert "GLIBC_2.35" in done.stderr


@pytest.mark.parametrize(
    ("name", "korean", "english"),
    [
        ("ILL", "프로세서가 너무 오래되었을 수 있습니다", "The processor may be too old"),
        ("ABRT", "갑자기 끝났습니다(SIGABRT)", "ended by itself (SIGABRT)"),
        ("BUS", "갑자기 끝났습니다(SIGBUS)", "ended by itself (SIGBUS)"),
        ("SEGV", "갑자기 끝났습니다(SIGSEGV)", "ended by itself (SIGSEGV)"),
        ("KILL", "메모리가 모자랐을 수 있습니다", "Memory may have run out"),
    ],
)
def test_an_abnormal_end_is_explained_with_the_log(machine: Machine, name: str, korean: str, english: str) -> None:
    machine.program(f"kill -s {name} $$")
    done = machine.start("eval", "relu")
    assert done.returncode == 128 + signal.Signals[f"SIG{name}"]
    assert says_both(done.stderr, korean, english)
    assert done.stderr.count(f"{machine.logs}/activation-lab.log\n") == 2


def test_a_program_that_cannot_be_run_is_named(machine: Machine) -> None:
    (machine.bundle / "activation-lab").write_bytes(b"\x7fELF no program")
    done = machine.start("list")
    assert done.returncode >= 126
    assert says_both(done.stderr, "프로그램을 실행하지 못했습니다", "The program could not be run")


def test_a_request_to_end_reaches_the_program_and_is_no_fault(machine: Machine) -> None:
    machine.program('trap "exit 0" TERM; : >"$(dirname "$0")/ready"; while :; do sleep 0.05; done')
    with subprocess.Popen(
        [machine.launcher], env=machine.environ({}), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as running:
        until = time.monotonic() + 30
        while not (machine.bundle / "ready").exists():
            assert time.monotonic() < until
            time.sleep(0.02)
        running.send_signal(signal.SIGTERM)
        _, errors = running.communicate(timeout=30)
    assert (running.returncode, errors) == (0, "")


@pytest.mark.parametrize("tool", ["zenity", "kdialog", "yad", "xmessage"])
def test_without_a_terminal_a_window_says_it_in_both_languages(machine: Machine, tool: str) -> None:
    machine.program("echo could not connect to display >&2; kill -s ABRT $$")
    machine.command(tool)
    done = machine.start(DISPLAY=":0")
    assert done.returncode == 134
    shown = machine.called(tool)
    assert says_both(shown, "갑자기 끝났습니다", "ended by itself")
    assert "could not connect to display" in shown
    assert "could not connect to display" in done.stderr


def test_the_window_may_draw_with_the_programs_korean_fonts(machine: Machine) -> None:
    machine.put(machine.folder / "cpuinfo", OLD_PROCESSOR)
    fonts = machine.bundle / "_internal" / "resources" / "fonts"
    fonts.mkdir(parents=True)
    machine.command("zenity", f'cat "$FONTCONFIG_FILE" >"{machine.folder}/fonts.conf"')
    machine.start(DISPLAY=":0")
    found = ElementTree.parse(machine.folder / "fonts.conf").findall("dir")
    assert [Path(folder.text or "").resolve() for folder in found] == [fonts]


def test_what_the_program_refuses_is_shown_where_no_terminal_would(machine: Machine) -> None:
    machine.program("echo '그런 파일이 없습니다.' >&2; exit 2")
    machine.command("zenity")
    assert machine.start("없음.actlab", DISPLAY=":0").returncode == 2
    assert "--text=그런 파일이 없습니다." in machine.called("zenity")


def test_a_fault_with_a_traceback_is_shown_too(machine: Machine) -> None:
    machine.program("exit 1")
    machine.command("zenity")
    assert machine.start(DISPLAY=":0").returncode == 1
    assert says_both(machine.called("zenity"), "오류로 끝났습니다(코드 1)", "ended with a fault (code 1)")


@pytest.mark.parametrize("arguments", [("list",), ("--self-test",), ("--screenshot", "a.png")])
def test_a_script_is_never_stopped_by_a_dialog(machine: Machine, arguments: tuple[str, ...]) -> None:
    machine.program("kill -s SEGV $$")
    machine.command("zenity")
    assert machine.start(*arguments, DISPLAY=":0").returncode == 139
    assert machine.called("zenity") == ""


def test_without_a_dialog_tool_a_text_file_is_opened(machine: Machine) -> None:
    machine.put(machine.folder / "cpuinfo", OLD_PROCESSOR)
    machine.command("xdg-open")
    machine.start(DISPLAY=":0")
    note = machine.logs / "start-problem.txt"
    assert machine.called("xdg-open") == f"{note}\n"
    assert says_both(note.read_text(encoding="utf-8"), "프로세서", "processor")


def test_the_last_resort_is_a_file_on_the_desktop(machine: Machine) -> None:
    machine.put(machine.folder / "cpuinfo", OLD_PROCESSOR)
    desktop = machine.folder / "home" / "바탕화면"
    desktop.mkdir()
    machine.command("xdg-user-dir", f'echo "{desktop}"')
    machine.start(DISPLAY=":0")
    text = (desktop / "activation-lab.txt").read_text(encoding="utf-8")
    assert says_both(text, "프로세서", "processor")


def test_a_home_that_cannot_be_written_stops_nothing(machine: Machine) -> None:
    machine.program("kill -s SEGV $$")
    machine.command("zenity")
    (machine.folder / "state").write_text("")
    assert machine.start(DISPLAY=":0").returncode == 139
    assert says_both(machine.called("zenity"), "SIGSEGV", "ended by itself")


def test_its_packages_are_those_of_the_check_before_set_up() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    table = re.search(r"^PACKAGES='\n(.*?)^'", text, re.MULTILINE | re.DOTALL)
    assert table is not None
    packages = dict(line.split() for line in table[1].splitlines())
    wanted = check_system.OFFSCREEN | check_system.X11_WINDOW | check_system.WAYLAND_WINDOW
    assert {name: packages.get(name) for name in wanted} == wanted


def test_shellcheck_has_nothing_to_say() -> None:
    shellcheck = shutil.which("shellcheck")
    if shellcheck is None:
        pytest.skip("shellcheck is not installed")
    done = subprocess.run([shellcheck, SCRIPT], capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert (done.stdout, done.returncode) == ("", 0)


def test_it_starts_with_what_an_empty_environment_has(machine: Machine) -> None:
    environ = {"PATH": machine.environ({})["PATH"]}
    done = subprocess.run(
        [machine.launcher, "list"], env=environ, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert os.access(machine.bundle / "arguments", os.R_OK)
