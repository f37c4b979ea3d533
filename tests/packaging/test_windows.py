"""Windows' start and installer, as far as they can be tried here: what the start says, and that makensis compiles."""

from __future__ import annotations

import importlib.util
import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
WINDOWS = ROOT / "packaging" / "windows"
sys.path.insert(0, str(ROOT / "packaging"))

import build_windows  # noqa: E402


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"tested_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


boot = load(WINDOWS / "boot.py")


class Told(list[str]):
    """What was told, and to whom."""

    def start(self, main: Callable[[list[str]], int], is_old: bool = False) -> int:
        code: int = boot.start(["수업 1.actlab"], self.append, lambda: is_old, lambda: main)
        return code


def test_a_good_end_tells_nothing_and_the_arguments_arrive() -> None:
    told, got = Told(), []
    assert told.start(lambda arguments: got.append(arguments) or 0) == 0
    assert (told, got) == ([], [["수업 1.actlab"]])


def test_an_old_processor_is_named_before_anything_is_imported() -> None:
    told = Told()
    assert boot.start([], told.append, lambda: True, lambda: pytest.fail("imported")) == 1
    assert len(told) == 1
    assert "프로세서" in told[0]
    assert "processor of this computer is too old" in told[0]


@pytest.mark.parametrize("console", [True, False])
def test_what_cannot_be_imported_is_told_in_both_languages_with_the_report(
    monkeypatch: pytest.MonkeyPatch, console: bool
) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO() if console else None)
    told = Told()

    def load_main() -> Callable[[list[str]], int]:
        raise ImportError("DLL load failed while importing QtCore")

    assert boot.start([], told.append, lambda: False, load_main) == 1
    assert "재배포 가능 패키지" in told[0]
    assert "Visual C++ Redistributable (x64)" in told[0]
    assert "ImportError: DLL load failed while importing QtCore" in told[0]


def test_what_the_program_refuses_is_shown_where_there_is_no_console(monkeypatch: pytest.MonkeyPatch) -> None:
    def main(arguments: list[str]) -> int:
        print("그런 파일이 없습니다.", file=sys.stderr)
        return 2

    told = Told()
    console = io.StringIO()
    monkeypatch.setattr(sys, "stderr", console)
    assert told.start(main) == 2
    assert (told, console.getvalue()) == ([], "그런 파일이 없습니다.\n")
    monkeypatch.setattr(sys, "stderr", None)
    assert told.start(main) == 2
    assert told == ["그런 파일이 없습니다."]
    assert sys.stderr is None


@pytest.mark.parametrize(("code", "expected"), [(3, 3), (None, 0), ("said", 1)])
def test_an_exit_is_no_fault(code: object, expected: int) -> None:
    def main(arguments: list[str]) -> int:
        raise SystemExit(code)

    told = Told()
    assert told.start(main) == expected
    assert told == []


@pytest.mark.parametrize(("build", "present", "old"), [(19045, 1, False), (19045, 0, True), (18363, 0, False)])
def test_only_a_windows_that_knows_is_believed(
    monkeypatch: pytest.MonkeyPatch, build: int, present: int, old: bool
) -> None:
    class Answers:
        def __init__(self) -> None:
            self.kernel32 = self
            self.build = build

        def IsProcessorFeaturePresent(self, feature: int) -> int:  # noqa: N802  # Windows' name
            assert feature == 38
            return present

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "getwindowsversion", Answers, raising=False)
    monkeypatch.setattr(boot.ctypes, "windll", Answers(), raising=False)
    assert boot.is_old_processor() is old


def test_every_message_of_the_installer_is_in_both_languages() -> None:
    script = (WINDOWS / "activation-lab.nsi").read_text(encoding="utf-8")
    said: dict[str, dict[str, str]] = {}
    for name, lang, text in re.findall(r'^LangString (\w+) \$\{LANG_(\w+)\} "(.*)"$', script, re.MULTILINE):
        said.setdefault(name, {})[lang] = text
    assert len(said) >= 10
    for name, texts in said.items():
        assert set(texts) == {"ENGLISH", "KOREAN"}, name
        assert re.search("[가-힣]", texts["KOREAN"]), name
        assert not re.search("[가-힣]", texts["ENGLISH"]), name
        holes = [set(re.findall(r"\$(?:\d|[A-Z]+)", text)) for text in texts.values()]
        assert holes[0] == holes[1], name
    used = set(re.findall(r"\$\((\w+)\)", script))
    assert used == set(said)


@pytest.mark.skipif(shutil.which("makensis") is None, reason="makensis is not installed")
def test_the_installer_compiles_and_the_portable_folder_is_whole(tmp_path: Path) -> None:
    bundle = tmp_path / "활성화 lab"
    (bundle / "_internal" / "한글").mkdir(parents=True)
    for name in ("activation-lab.exe", "activation-lab-console.exe", "_internal/한글/수업.toml"):
        (bundle / name).write_bytes(b"MZ")
    command = [sys.executable, ROOT / "packaging" / "build_windows.py", "--quick", "--bundle", bundle]
    done = subprocess.run(
        [*command, "--out", tmp_path / "dist"], capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    installer, portable = sorted((tmp_path / "dist").iterdir())
    assert installer.name.endswith("-setup.exe")
    assert installer.read_bytes().startswith(b"MZ")
    assert portable.name.endswith("-windows-portable.zip")
    with zipfile.ZipFile(portable) as archive:
        names = ["_internal/한글/수업.toml", "activation-lab-console.exe", "activation-lab.exe"]
        assert archive.namelist() == [f"Activation Lab/{name}" for name in names]
        assert archive.read(f"Activation Lab/{names[0]}") == b"MZ"
        assert archive.testzip() is None
    again = tmp_path / "again.zip"
    (bundle / names[0]).touch()
    build_windows.make_portable(bundle, again, quick=True)
    assert again.read_bytes() == portable.read_bytes(), "the same files, another package"
