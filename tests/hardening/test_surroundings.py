"""The program starts, works and keeps its work in any surroundings; where it cannot, it says so in words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from core import session
from core.settings import load_settings
from tests.hardening.starting import ROOT, Ended, start, surroundings

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the surroundings are those of Linux")

EXPECTED = str(torch.nn.LeakyReLU(0.25)(torch.tensor([[-1.0, 2.0, -3.0], [4.0, -5.0, 6.0]])))
# Every one by itself with THOROUGH=1 (make hardening); in make test together, and the first alone.
THOROUGH = bool(os.environ.get("THOROUGH"))


def check_worked(ended: Ended, title: str = "활성화 함수 실험실") -> None:
    """The hand saw right numbers in the chosen language; the work is in its file and in the last screen."""
    assert ended.code == 0, ended.stderr[-2000:]
    assert "Traceback" not in ended.stderr
    assert "raised" not in ended.seen, ended.seen["raised"]
    assert ended.seen["printed"] == EXPECTED
    assert ended.seen["slope"] == "0.25"
    assert ended.seen["message"] == ""
    assert ended.seen["shown"] == [["−0.25", "2.00", "−0.75"], ["4.00", "−1.25", "6.00"]]
    assert title in str(ended.seen["title"])
    saved = session.load(ended.saved)
    assert saved.explore.params["leaky_relu"]["negative_slope"] == 0.25


def check_kept(ended: Ended) -> None:
    last = next(ended.home.rglob("last.actlab"))
    assert session.load(last).explore.function == "leaky_relu"
    settings, trouble = load_settings(next(ended.home.rglob("settings.json")))
    assert not trouble
    assert settings.window


def polluted(folder: Path) -> Path:
    """A folder on PYTHONPATH with modules that would raise if they took the place of others."""
    found = folder / "polluted"
    found.mkdir()
    for name in ("text", "files", "session", "state", "theme", "app", "crash", "tokenize_"):
        (found / f"{name}.py").write_text("raise SystemExit('the wrong module')\n")
    return found


def in_a_folder_with_a_name(folder: Path) -> Path:
    """The program's main.py, in a folder with blanks and Hangul."""
    place = folder / "수업 자료 (2 학년)"
    place.mkdir()
    for name in ("core", "gui", "resources", "main.py", "tests", "pyproject.toml", "LICENSE", "THIRD_PARTY.md"):
        (place / name).symlink_to(ROOT / name)
    return place / "main.py"


BROKEN_LOCALES = {
    "C": {"LANG": "C", "LC_ALL": "C"},
    "POSIX": {"LANG": None, "LC_ALL": "POSIX"},
    "none": {"LANG": None},
    "Turkish": {"LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"},
    "German": {"LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8"},
    "not installed": {"LANG": "xx_YY.UTF-8", "LC_ALL": "xx_YY.UTF-8"},
}


def test_a_bare_hostile_machine(tmp_path: Path) -> None:
    """All at once: LC_ALL=C, no HOME, no TMPDIR, PYTHONPATH, PYTHONOPTIMIZE=2, Hangul in the path, no stdin, stdout."""
    program = in_a_folder_with_a_name(tmp_path)
    changes = {
        **BROKEN_LOCALES["C"],
        "HOME": None,
        "TMPDIR": "/nowhere at all",
        "PYTHONPATH": str(polluted(tmp_path)),
        "PYTHONOPTIMIZE": "2",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    }
    ended = start(tmp_path, "work", changes=changes, program=program, before="exec <&- >&-", cwd=program.parent)
    check_worked(ended)
    check_kept(ended)


@pytest.mark.parametrize("locale", BROKEN_LOCALES if THOROUGH else ["German"])
def test_numbers_are_the_same_in_every_locale(tmp_path: Path, locale: str) -> None:
    check_worked(start(tmp_path, "work", "--lang", "en", changes=BROKEN_LOCALES[locale]), "Activation Lab")


@pytest.mark.parametrize(
    "changes",
    [
        {"HOME": None},
        {"TMPDIR": "/nowhere at all"},
        {"PYTHONOPTIMIZE": "2"},
        {"PYTHONOPTIMIZE": "1"},
        {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
        {"XDG_RUNTIME_DIR": None},
        {"QT_SCALE_FACTOR": "1.5"},
        {"QT_SCALE_FACTOR": "2"},
        {"LANGUAGE": "tr", "LC_NUMERIC": "de_DE.UTF-8"},
        {"OMP_NUM_THREADS": "banana"},
        {"PYTHONWARNINGS": "error"},
        {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"},
    ][: None if THOROUGH else 1],
    ids=lambda changes: "-".join(changes),
)
def test_one_oddity_at_a_time(tmp_path: Path, changes: dict[str, str | None]) -> None:
    ended = start(tmp_path, "work", changes=changes)
    check_worked(ended)
    check_kept(ended)


@pytest.mark.parametrize(
    "before", ["exec <&- >&- 2>&-", "exec <&-", "exec >&-", "cd /; umask 077"][: None if THOROUGH else 1]
)
def test_one_stream_closed_at_a_time(tmp_path: Path, before: str) -> None:
    ended = start(tmp_path, "work", before=before)
    check_worked(ended)
    check_kept(ended)


def test_where_no_file_can_be_kept_the_window_says_so_and_works(tmp_path: Path) -> None:
    """Home is a file, so is the folder for what runs: nothing can be written but what is saved elsewhere."""
    home = tmp_path / "no home"
    home.write_text("a file")
    nowhere = {name: str(home / "x") for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    ended = start(tmp_path, "work", changes={**nowhere, "XDG_RUNTIME_DIR": str(home / "x")})
    check_worked(ended)


def test_a_file_whose_name_is_not_utf8_is_opened_or_refused_but_never_fatal(tmp_path: Path) -> None:
    """As it comes from an old Korean disk: 수업.actlab in EUC-KR."""
    name = os.fsencode(str(tmp_path)) + "/수업.actlab".encode("euc-kr")
    with open(name, "wb") as file:
        file.write(b"{}")
    ended = start(tmp_path, "work", os.fsdecode(name))
    check_worked(ended)
    assert "활성화 함수 실험실의 세션 파일이 아닙니다" in str(ended.seen["notice"])


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_without_enough_memory_the_window_says_so_and_closes(tmp_path: Path, lang: str) -> None:
    ended = start(tmp_path, "notice", "--lang", lang, before="ulimit -v 450000")
    assert ended.code == 0, ended.stderr
    assert "Traceback" not in ended.stderr
    said = {"ko": "메모리가 모자라 PyTorch를 불러오지 못했습니다.", "en": "There is not enough memory for PyTorch:"}[
        lang
    ]
    assert str(ended.seen["notice"]).startswith(said)
    assert "439 MB" in str(ended.seen["notice"])
    assert ended.seen["closed"]


def test_without_enough_memory_a_command_says_so_in_one_line(tmp_path: Path) -> None:
    command = f'ulimit -v 300000; exec "{sys.executable}" "{ROOT / "main.py"}" eval relu --lang en'
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, env=surroundings(tmp_path))
    assert done.returncode == 2
    assert done.stderr.startswith(
        "There is not enough memory for PyTorch: this program may use 292 MB and needs 900 MB."
    )
    assert done.stderr.count("\n") == 1
