"""The system-library check on machines that are not this one."""

from __future__ import annotations

import importlib.util
import os
import re
import struct
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import PySide6
import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "check_system.py"


def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_system", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # dataclasses look their module up by name.
    sys.modules["check_system"] = module
    spec.loader.exec_module(module)
    return module


check_system = load_script()


@dataclass
class Machine:
    """A pretended machine: what it lacks, what it can run, and what was run on it."""

    lacks: set[str]
    commands: Iterable[str] = ("apt-get",)
    is_root: bool = False
    platform: str = "linux"
    environ: Mapping[str, str] = field(default_factory=dict)
    apt_works: bool = True
    ran: list[list[str]] = field(default_factory=list)

    def run(self, command: Sequence[str], extra_environ: Mapping[str, str]) -> int:
        assert extra_environ["DEBIAN_FRONTEND"] == "noninteractive"
        self.ran.append(list(command))
        if "install" in command and self.apt_works:
            self.lacks = {name for name in self.lacks if check_system.packages_of([name])[0] not in command}
        return 0 if self.apt_works else 100

    def check(self) -> int:
        return check_system.main(
            check_system.System(
                platform=self.platform,
                environ=self.environ,
                is_root=self.is_root,
                has=lambda command: command in self.commands,
                loads=lambda name: name not in self.lacks,
                run=self.run,
            )
        )


def test_a_complete_machine_is_silent(capfd: pytest.CaptureFixture[str]) -> None:
    machine = Machine(lacks=set(), is_root=True)
    assert machine.check() == 0
    assert machine.ran == []
    assert capfd.readouterr() == ("", "")


def test_an_ordinary_user_without_xcb_cursor_reads_the_one_command_and_set_up_goes_on(
    capfd: pytest.CaptureFixture[str],
) -> None:
    machine = Machine(lacks={"libxcb-cursor.so.0", "libxcb-icccm.so.4"})
    assert machine.check() == 0
    assert machine.ran == []
    printed = capfd.readouterr().err
    assert "    sudo apt-get install -y libxcb-cursor0 libxcb-icccm4\n" in printed
    assert "창을 보려면" in printed
    assert "To see the window" in printed


def test_a_machine_on_which_qt_cannot_load_stops_with_the_command(capfd: pytest.CaptureFixture[str]) -> None:
    assert Machine(lacks={"libEGL.so.1", "libxcb-cursor.so.0"}).check() == 1
    printed = capfd.readouterr().err
    assert "    sudo apt-get install -y libegl1 libxcb-cursor0\n" in printed
    assert "cannot start without" in printed


def test_root_on_debian_installs_each_package_once(capfd: pytest.CaptureFixture[str]) -> None:
    machine = Machine(lacks={"libglib-2.0.so.0", "libgthread-2.0.so.0", "libxcb-cursor.so.0"}, is_root=True)
    assert machine.check() == 0
    update, install = machine.ran
    assert update[0] == install[0] == "apt-get"
    assert update[-1] == "update"
    assert install[-2:] == ["libglib2.0-0", "libxcb-cursor0"]
    assert "-y" in install
    assert capfd.readouterr().err == ""


def test_root_without_a_network_is_told_what_to_type(capfd: pytest.CaptureFixture[str]) -> None:
    assert Machine(lacks={"libGL.so.1"}, is_root=True, apt_works=False).check() == 1
    assert "    apt-get install -y libgl1\n" in capfd.readouterr().err


def test_wayland_libraries_count_only_in_a_wayland_session(capfd: pytest.CaptureFixture[str]) -> None:
    lacks = {"libwayland-cursor.so.0"}
    assert Machine(lacks=lacks).check() == 0
    assert capfd.readouterr().err == ""
    assert Machine(lacks=lacks, environ={"WAYLAND_DISPLAY": "wayland-0"}).check() == 0
    assert "libwayland-cursor0" in capfd.readouterr().err


def test_fedora_is_asked_for_the_shared_objects_by_name(capfd: pytest.CaptureFixture[str]) -> None:
    Machine(lacks={"libxcb-cursor.so.0"}, commands=("dnf",)).check()
    assert "    sudo dnf install -y 'libxcb-cursor.so.0()(64bit)'\n" in capfd.readouterr().err


def test_an_unknown_distribution_is_told_the_names(capfd: pytest.CaptureFixture[str]) -> None:
    Machine(lacks={"libxcb-cursor.so.0"}, commands=(), is_root=True).check()
    assert "    libxcb-cursor.so.0\n" in capfd.readouterr().err


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_systems_need_nothing(platform: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert Machine(lacks={"libGL.so.1"}, platform=platform).check() == 0
    assert capfd.readouterr() == ("", "")


def test_the_script_runs_without_any_package_and_under_a_plain_locale() -> None:
    run = subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT)], env={"LC_ALL": "C", "PATH": ""}, capture_output=True, check=False
    )
    assert run.returncode == 0, run.stderr


def test_the_list_misses_nothing_that_the_installed_qt_asks_for() -> None:
    qt = Path(os.fspath(PySide6.__path__[0])) / "Qt"
    libraries = (
        "Core",
        "Gui",
        "Widgets",
        "Svg",
        "SvgWidgets",
        "DBus",
        "OpenGL",
        "OpenGLWidgets",
        "PrintSupport",
        "Test",
    )
    offscreen = {f"lib/libQt6{name}.so.6" for name in libraries} | {"plugins/platforms/libqoffscreen.so"}
    window = {"plugins/platforms/libqxcb.so", "lib/libQt6XcbQpa.so.6"}
    installed = {path.relative_to(qt).as_posix() for path in qt.rglob("*.so*")}
    # Only Linux has them; there, all of them.
    assert installed & (offscreen | window) in (set(), offscreen | window)
    assert asked_for(qt / name for name in installed & offscreen) <= set(check_system.OFFSCREEN)
    assert asked_for(qt / name for name in installed & window) <= {*check_system.OFFSCREEN, *check_system.X11_WINDOW}


def asked_for(libraries: Iterable[Path]) -> set[str]:
    """Return the shared objects that ``libraries`` need from outside the Qt folder, the C library left out."""
    needed = {name for path in libraries for name in needed_entries(path.read_bytes())}
    from_libc = re.compile(r"lib(c|m|dl|rt|pthread|gcc_s)\.so|ld-linux")
    return {name for name in needed if not name.startswith(("libQt6", "libicu")) and not from_libc.match(name)}


def needed_entries(elf: bytes) -> Iterator[str]:
    """Yield the NEEDED entries of a 64-bit little-endian ELF file (System V ABI, chapters 4 and 5)."""
    assert elf[:6] == b"\x7fELF\x02\x01"
    dynamic_section, needed_tag, section_size = 6, 1, 64
    (start,) = struct.unpack_from("<Q", elf, 0x28)
    (count,) = struct.unpack_from("<H", elf, 0x3C)
    # name, type, flags, address, offset, size, link to the section of strings
    sections = [struct.unpack_from("<IIQQQQI", elf, start + i * section_size) for i in range(count)]
    for _name, kind, _flags, _address, offset, size, link in sections:
        if kind != dynamic_section:
            continue
        for tag, value in struct.iter_unpack("<QQ", elf[offset : offset + size]):
            if tag == needed_tag:
                begin = sections[link][4] + value
                yield elf[begin : elf.index(b"\0", begin)].decode()
