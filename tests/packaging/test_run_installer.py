"""The ``.run``: what it installs, keeps, refuses and takes away again; the program in it is a tiny one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("xz") is None, reason="the .run is for Linux, made with xz"
)
PROGRAM = """#!/bin/sh
case "$1" in
--self-test) {self_test} ;;
*) echo "version {version}"; [ $# = 0 ] || printf '%s\\n' "$@" ;;
esac
"""
ENTRY = """[Desktop Entry]
Type=Application
Name=Activation Lab
Name[ko]=활성화 함수 실험실
TryExec=activation-lab
Exec=activation-lab %f
Icon=activation-lab
"""
MIME = """<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="application/x-actlab-test"><comment>x</comment><glob pattern="*.actlab"/></mime-type>
</mime-info>
"""
SHARE = {
    "applications/activation-lab.desktop": ENTRY,
    "mime/packages/activation-lab.xml": MIME,
    "icons/hicolor/scalable/apps/activation-lab.svg": "<svg/>",
}
Build = Callable[..., Path]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Make a ``.run`` of a version, whose self-test runs the shell words given; each once."""
    sys.path.insert(0, str(ROOT / "packaging"))
    try:
        from build_run import write_installer
    finally:
        sys.path.remove(str(ROOT / "packaging"))
    made: dict[tuple[str, str], Path] = {}

    def build(version: str = "1.0", self_test: str = "exit 0") -> Path:
        if (version, self_test) not in made:
            stage = tmp_path_factory.mktemp("build") / "stage"
            files = {"activation-lab": PROGRAM.format(version=version, self_test=self_test), f"_internal/{version}": ""}
            # Larger than what a limit on the size of files lets pass, and not to be packed smaller.
            (stage / "_internal").mkdir(parents=True)
            (stage / "_internal" / "large").write_bytes(os.urandom(300_000))
            for name, text in {**files, **{f"share/{name}": text for name, text in SHARE.items()}}.items():
                (stage / name).parent.mkdir(parents=True, exist_ok=True)
                (stage / name).write_text(text, encoding="utf-8")
            (stage / "activation-lab").chmod(0o755)
            target = stage.parent / f"활성화 lab {version}.run"
            made[version, self_test] = write_installer(stage, target, version, "-0")
        return made[version, self_test]

    return build


@dataclass
class Person:
    """A home folder with Hangul and a blank in its name, and what is started in it."""

    home: Path

    @property
    def share(self) -> Path:
        return self.home / ".local" / "share"

    @property
    def folder(self) -> Path:
        return self.share / "activation-lab"

    def run(self, *command: object, path: str = "", limit: str = "") -> subprocess.CompletedProcess[str]:
        line = [str(word) for word in command]
        if limit:
            line = ["sh", "-c", f'{limit}; exec "$@"', "sh", *line]
        return subprocess.run(
            line,
            env={"PATH": path + os.environ["PATH"], "HOME": str(self.home)},
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def install(self, run: Path, *options: str, path: str = "", limit: str = "") -> subprocess.CompletedProcess[str]:
        return self.run("sh", run, "--yes", *options, path=path, limit=limit)

    def program(self, *arguments: str) -> str:
        return self.run(self.folder / "program" / "launcher.sh", *arguments).stdout

    def files(self) -> set[str]:
        return {str(path.relative_to(self.home)) for path in self.home.rglob("*")}


@pytest.fixture
def person(tmp_path: Path) -> Person:
    home = tmp_path / "홈 폴더 $x"
    home.mkdir()
    return Person(home)


def says_both(text: str, korean: str, english: str) -> bool:
    return korean in text and english in text


def test_it_installs_for_one_person_and_leaves_nothing_behind(build: Build, person: Person) -> None:
    (person.home / "문서").mkdir()
    before = person.files()
    done = person.install(build())
    assert done.returncode == 0, done.stderr
    assert says_both(done.stdout, "설치했습니다", "Installed.")
    assert person.program("list", "한글 이름.actlab") == "version 1.0\nlist\n한글 이름.actlab\n"
    assert person.run(person.home / ".local/bin/activation-lab", "x").stdout == "version 1.0\nx\n"
    for name in SHARE:
        assert (person.share / name).exists()
    if shutil.which("update-mime-database"):
        assert "*.actlab" in (person.share / "mime" / "globs2").read_text()
    gone = person.run("sh", person.folder / "uninstall.sh", "--yes")
    assert gone.returncode == 0, gone.stderr
    assert says_both(gone.stdout, "지웠습니다", "Uninstalled")
    assert person.files() == before


def test_the_menu_entry_starts_this_installation_whatever_the_folders_name_holds(build: Build, person: Person) -> None:
    person.install(build())
    entry = person.share / "applications" / "activation-lab.desktop"
    lines = entry.read_text(encoding="utf-8").splitlines()
    launcher = person.folder / "program" / "launcher.sh"
    # The specification: $ is escaped for the command, that backslash for the file.
    assert f'Exec="{launcher}" %f'.replace("$x", r"\\$x") in lines
    assert f"TryExec={launcher}" in lines
    assert "Name[ko]=활성화 함수 실험실" in lines
    gio = shutil.which("gio")
    if gio is not None:
        started = person.run(gio, "launch", entry, person.home / "수업 1.actlab")
        assert started.stdout == f"version 1.0\n{person.home / '수업 1.actlab'}\n"


def test_a_new_version_takes_the_place_of_the_old_one(build: Build, person: Person) -> None:
    person.install(build())
    before = person.files()
    assert person.install(build("2.0")).returncode == 0
    assert person.program() == "version 2.0\n"
    assert {name.replace("2.0", "1.0") for name in person.files()} == before
    assert person.run("sh", person.folder / "uninstall.sh", "--yes").returncode == 0
    assert person.files() == set()


def test_the_same_version_again_mends_it(build: Build, person: Person) -> None:
    person.install(build())
    (person.folder / "program" / "_internal" / "1.0").unlink()
    assert person.install(build()).returncode == 0
    assert (person.folder / "program" / "_internal" / "1.0").exists()
    assert len(list(person.folder.glob("program-*"))) == 1


def test_a_version_that_fails_its_test_is_not_installed_and_the_old_one_stays(build: Build, person: Person) -> None:
    broken = build("2.0", "echo 'torch is broken' >&2; exit 1")
    refused = person.install(broken)
    assert refused.returncode == 1
    assert person.files() == set()
    person.install(build())
    before = person.files()
    refused = person.install(broken)
    assert refused.returncode == 1
    assert says_both(refused.stderr, "설치하지 않았습니다", "was not installed")
    assert "torch is broken" in refused.stderr
    assert person.files() == before
    assert person.program() == "version 1.0\n"


@pytest.mark.parametrize("installed", [False, True])
def test_too_little_room_is_seen_before_anything_is_written(build: Build, person: Person, installed: bool) -> None:
    if installed:
        person.install(build())
    before = person.files()
    df = person.home.parent / "commands" / "df"
    df.parent.mkdir()
    df.write_text("#!/bin/sh\necho Filesystem\necho '/dev/x 100 90 1200 9% /'\n")
    df.chmod(0o755)
    done = person.install(build("2.0"), path=f"{df.parent}:")
    assert done.returncode == 1
    assert says_both(done.stderr, "1MB가 남아 있습니다", "1 MB are free")
    assert person.files() == before


@pytest.mark.parametrize("installed", [False, True])
def test_a_disk_that_fills_up_while_unpacking_changes_nothing(build: Build, person: Person, installed: bool) -> None:
    if installed:
        person.install(build())
    before = person.files()
    # In blocks of 512 bytes: the large file does not fit.
    done = person.install(build("2.0"), limit="ulimit -f 200")
    assert done.returncode == 1
    assert says_both(done.stderr, "파일을 풀지 못했습니다", "could not be unpacked")
    assert person.files() == before
    if installed:
        assert person.program() == "version 1.0\n"


def test_a_menu_that_cannot_be_written_is_undone(build: Build, person: Person) -> None:
    (person.share / "mime").mkdir(parents=True)
    (person.share / "mime" / "packages").write_text("a file where a folder belongs")
    before = person.files()
    done = person.install(build())
    assert done.returncode == 1
    assert says_both(done.stderr, "파일을 쓸 수 없어서", "Files could not be written")
    assert person.files() == before


def test_a_damaged_file_says_download_again(build: Build, person: Person) -> None:
    damaged = person.home.parent / "damaged.run"
    content = bytearray(build().read_bytes())
    content[-5000] ^= 1
    damaged.write_bytes(content)
    done = person.install(damaged)
    assert done.returncode == 1
    assert says_both(done.stderr, "다시 내려받으십시오", "Download it again")
    cut = person.home.parent / "cut.run"
    cut.write_bytes(build().read_bytes()[:-1000])
    assert person.run("sh", cut, "--check").returncode == 1
    assert person.run("sh", build(), "--check").stdout == "OK\n"
    assert person.files() == set()


def test_it_goes_into_the_folder_that_is_given_without_a_menu(build: Build, person: Person) -> None:
    (person.home / "수업 자료").mkdir()
    before = person.files()
    assert person.install(build(), "--folder", "수업 자료/활성화 lab", "--no-menu").returncode == 0
    folder = person.home / "수업 자료" / "활성화 lab"
    assert sorted(path.name for path in folder.iterdir()) == [
        "installed-files",
        "program",
        "program-1.0",
        "uninstall.sh",
    ]
    assert not person.share.exists()
    assert person.run(folder / "program" / "launcher.sh", "x").stdout == "version 1.0\nx\n"
    assert person.run("sh", folder / "uninstall.sh", "--yes").returncode == 0
    assert person.files() == before


def test_a_program_that_is_running_is_neither_replaced_nor_removed(build: Build, person: Person) -> None:
    person.install(build())
    before = person.files()
    sleep = person.folder / "program" / "_internal" / "sleep"
    shutil.copy("/bin/sleep", sleep)
    with subprocess.Popen([sleep, "60"]) as running:
        try:
            refused = person.install(build("2.0"))
            assert refused.returncode == 1
            assert says_both(refused.stderr, "실행 중입니다", "is running")
            kept = person.run("sh", person.folder / "uninstall.sh", "--yes")
            assert kept.returncode == 1
            assert says_both(kept.stderr, "실행 중입니다", "is running")
        finally:
            running.kill()
    sleep.unlink()
    assert person.files() == before


def test_uninstalling_keeps_what_the_person_made_unless_it_is_asked_for(build: Build, person: Person) -> None:
    own = {".local/share/activation-lab/last.actlab", ".local/share/activation-lab/lessons/내 수업/lesson.toml"}
    own |= {".config/activation-lab/settings.json", ".local/state/activation-lab/log/activation-lab.log"}
    other = {".local/share/applications/other.desktop", "문서/lab.actlab"}
    person.install(build())
    for name in own | other:
        (person.home / name).parent.mkdir(parents=True, exist_ok=True)
        (person.home / name).write_text("mine")
    done = person.run("sh", person.folder / "uninstall.sh", "--yes")
    assert says_both(done.stdout, "남아 있습니다", "are still there")
    left = {name for name in person.files() if (person.home / name).is_file()}
    assert left - {".local/share/applications/mimeinfo.cache"} == own | other
    person.install(build())
    assert person.run("sh", person.folder / "uninstall.sh", "--yes", "--remove-data").returncode == 0
    left = {name for name in person.files() if (person.home / name).is_file()}
    assert left - {".local/share/applications/mimeinfo.cache"} == other
    assert not person.folder.exists()


def test_somebody_elses_command_and_folder_are_left_alone(build: Build, person: Person) -> None:
    command = person.home / ".local" / "bin" / "activation-lab"
    command.parent.mkdir(parents=True)
    command.write_text("#!/bin/sh\n")
    before = person.files()
    person.install(build())
    assert command.read_text() == "#!/bin/sh\n"
    person.run("sh", person.folder / "uninstall.sh", "--yes")
    assert person.files() == before
    (person.home / "다른 것" / "program").mkdir(parents=True)
    refused = person.install(build(), "--folder", "다른 것")
    assert refused.returncode == 1
    assert says_both(refused.stderr, "빈 폴더를 고르십시오", "Choose an empty one")


def test_an_option_that_does_not_exist_is_named(build: Build, person: Person) -> None:
    done = person.install(build(), "--silent")
    assert done.returncode == 2
    assert says_both(done.stderr, "'--silent' 옵션을 쓸 수 없습니다", "The option '--silent' cannot be used")
    assert person.run("sh", build(), "--version").stdout == "1.0\n"
    assert "--no-menu" in person.run("sh", build(), "--help").stdout


def test_what_an_interrupted_installation_left_is_cleared(build: Build, person: Person) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    (person.folder / f".new-{gone.pid}" / "_internal").mkdir(parents=True)
    assert person.install(build()).returncode == 0
    assert list(person.folder.glob(".new-*")) == []


def test_shellcheck_has_nothing_to_say() -> None:
    shellcheck = shutil.which("shellcheck")
    if shellcheck is None:
        pytest.skip("shellcheck is not installed")
    scripts = [ROOT / "packaging" / "linux" / name for name in ("install.sh", "uninstall.sh")]
    done = subprocess.run([shellcheck, *scripts], capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert (done.stdout, done.returncode) == ("", 0)


def answered(person: Person, answers: str, *command: object) -> tuple[int, str]:
    """Run a command on a terminal on which ``answers`` are typed; return its exit code and what it printed."""
    ours, theirs = os.openpty()
    try:
        os.write(ours, answers.encode())
        done = subprocess.run(
            [str(word) for word in command],
            env={"PATH": os.environ["PATH"], "HOME": str(person.home)},
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
    finally:
        os.close(ours)
        os.close(theirs)
    return done.returncode, done.stdout


def test_started_by_a_double_click_it_tells_in_a_window(build: Build, person: Person) -> None:
    shown = person.home.parent / "shown"
    zenity = person.home.parent / "commands" / "zenity"
    zenity.parent.mkdir()
    zenity.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >>"{shown}"\n')
    zenity.chmod(0o755)
    command = ["env", "DISPLAY=:0", "sh", build()]
    assert person.run(*command, path=f"{zenity.parent}:").returncode == 0
    assert shown.read_text().startswith("--info\n")
    assert says_both(shown.read_text(), "설치했습니다", "Installed.")
    shown.unlink()
    (person.folder / "program").unlink()
    (person.folder / "program").mkdir()
    assert person.run(*command, path=f"{zenity.parent}:").returncode == 1
    assert shown.read_text().startswith("--error\n")
    assert says_both(shown.read_text(), "빈 폴더를 고르십시오", "Choose an empty one")


def test_on_a_terminal_it_asks_first(build: Build, person: Person) -> None:
    code, said = answered(person, "n\n", "sh", build())
    assert (code, person.files()) == (1, set())
    assert str(person.folder) in said
    assert "설치할까요? · Install? [Y/n]" in said
    assert answered(person, "\n", "sh", build())[0] == 0
    (person.folder / "last.actlab").write_text("mine")
    uninstaller = person.folder / "uninstall.sh"
    assert answered(person, "\n", "sh", uninstaller)[0] == 1
    assert person.program() == "version 1.0\n"
    code, said = answered(person, "y\nㅛ\n", "sh", uninstaller)
    assert code == 0
    assert "학습 기록도 지울까요?" in said
    assert person.files() == set()
