"""Files with every kind of name, and clocks that are set back.

======================================================  ==============================================================
what the file is called                                 test
======================================================  ==============================================================
Hangul composed and in parts, blanks, %, emoji, HTML …  test_a_file_of_any_name_is_saved_changed_and_opened_again
a name in CP949, which is no Unicode                    test_a_name_that_is_no_unicode_is_opened_saved_and_said
a lesson with such a name                               test_a_lesson_whose_name_is_no_unicode_is_shown_and_kept
such names on the command line                          test_a_path_that_cannot_be_is_refused_on_the_command_line
paths in preferences that no system has                 test_paths_that_cannot_be_in_the_preferences_do_no_harm
------------------------------------------------------  --------------------------------------------------------------
the clock is set back, or to the next century           test_a_clock_that_is_set_back_changes_nothing
a learner works before they began                       test_a_record_from_the_future_is_shown_as_it_is
======================================================  ==============================================================
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import unicodedata
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu

import core
from core import session
from core.files import Places
from core.labs import explore
from core.lessons.library import built_in
from core.lessons.progress import Progress, tried, visited
from core.lessons.results import results_csv, summary
from core.lessons.text import filled
from core.settings import load_settings
from core.state import AppState
from core.text import LANGUAGES
from gui.dialogs.lesson_problems import LessonProblems
from tests.core.lessons.lesson_files import EN, KO, TOML
from tests.hardening.mishaps import UNIX, Clumsy, answering
from tests.hardening.test_lesson_files import zipped

NAMES = (
    "수업 자료",
    unicodedata.normalize("NFD", "수업 자모"),
    "a  b   c",
    "100%25 %s %d {name} {0}",
    "줄\n바꿈",
    "가" * 81,
    "😀🧪",
    "<b>굵게<i>",
    "a&b&c",
    "-rf",
    "끝. .",
    ".숨김",
    "con",
)
ROOT = Path(core.__file__).resolve().parent.parent


def test_a_file_of_any_name_is_saved_changed_and_opened_again(
    hands: Clumsy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "한글 폴더 100% <i>"
    folder.mkdir()
    asked = answering(monkeypatch)
    for number, name in enumerate(NAMES):
        file = folder / f"{name}.actlab"
        hands.save_as(monkeypatch, file)
        assert hands.notice.count(file.name) == 1, hands.notice
        hands.says(file.name)
        own = explore.set_cell(hands.own, 0, float(number))
        hands.application.store.commit(replace(hands.application.store.state, explore=own), "change.cell")
        hands.save()
        assert session.load(file) == hands.application.store.state
        hands.drop(file)
        assert hands.application.document.path == file
        assert hands.own.tensor.values.flat[0] == number
        assert file.name.replace("\n", " ") in hands.window.windowTitle().replace("\n", " ")
        hands.keep_preferences()
        recent = load_settings(Places.below(tmp_path).settings)[0].recent[0]
        assert recent == str(file)
        action = hands.part("recentMenu", QMenu).actions()[0]
        assert action.text().replace("&&", "&") == file.name
    assert not asked
    assert len(list(folder.iterdir())) == len(NAMES)


@UNIX
def test_a_name_that_is_no_unicode_is_opened_saved_and_said(hands: Clumsy, tmp_path: Path) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "수업.actlab".encode("cp949")))
    try:
        session.save(AppState(), file)
    except OSError:
        pytest.skip("this file system takes Unicode only")
    hands.application.outside.come_forward(str(file))
    hands.settle()
    assert hands.application.document.path == file
    assert "수업.actlab" in hands.window.windowTitle()
    hands.pick("GELU")
    hands.save()
    assert session.load(file).explore.function == "gelu"
    hands.says("수업.actlab")
    hands.keep_preferences()
    settings, trouble = load_settings(Places.below(tmp_path).settings)
    assert trouble is None
    assert str(file) not in settings.recent
    file.write_bytes(b"")
    hands.open(file)
    hands.says("수업.actlab")
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\x80.actlab"))
    hands.open(odd)
    assert ".actlab" in hands.notice


@UNIX
def test_a_lesson_whose_name_is_no_unicode_is_shown_and_kept(launch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    lessons = Places.below(tmp_path).lessons
    lessons.mkdir()
    file = Path(os.fsdecode(os.fsencode(lessons) + b"/" + "수업".encode("cp949") + b".actlesson"))
    file.write_bytes(zipped({"lesson.toml": TOML, "ko.md": KO, "en.md": EN}))
    hands = Clumsy(launch(language="ko", theme="light", size=(1366, 768)))
    hands.open(file)
    assert hands.application.store.state.lessons.lesson == "my:수업"
    hands.autosave()
    assert session.load(Places.below(tmp_path).last_session).lessons.lesson == "my:수업"
    assert not hands.notice


@UNIX
def test_a_path_that_cannot_be_is_refused_on_the_command_line(tmp_path: Path) -> None:
    ring, nowhere = tmp_path / "ring.actlab", tmp_path / "nowhere.actlab"
    ring.symlink_to(ring)
    nowhere.symlink_to(tmp_path / "gone")
    for path in (ring, nowhere, tmp_path / ("가" * 100), tmp_path / "없음" / "a.actlab", b"/tmp/\xbc\xf6.actlab"):
        done = subprocess.run(
            [sys.executable, "-B", "-c", "import sys, main; sys.exit(main.main(sys.argv[1:]))", "--lang", "ko", path],
            cwd=ROOT,
            capture_output=True,
            timeout=60,
        )
        said = done.stderr.decode()
        assert done.returncode == 2, said
        assert len(said.splitlines()) == 1, said
        assert "없" in said


def test_paths_that_cannot_be_in_the_preferences_do_no_harm(launch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    recent = ["/수업/없음.actlab", "x" * 5000, "", "~", "<b>", "/dev/zero", "."]
    places = Places.below(tmp_path)
    document = {"toured": True, "recent": recent, "export_folder": "없음/없음", "data_folder": "a/b"}
    places.settings.write_text(json.dumps(document), encoding="utf-8")
    hands = Clumsy(launch(size=(1366, 768)))
    assert hands.application.settings.recent == tuple(recent)
    before = hands.application.store.state
    for action in hands.part("recentMenu", QMenu).actions():
        action.trigger()
        hands.settle()
        assert hands.notice
        hands.close_notice()
        if (problems := hands.dialog(LessonProblems)) is not None:
            problems.reject()
            hands.settle()
    assert hands.application.store.state == before
    moved, error = places.with_data("a\0b")
    assert moved == places
    assert error is not None


def test_a_clock_that_is_set_back_changes_nothing(
    hands: Clumsy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "시계.actlab"
    hands.save_as(monkeypatch, file)
    asked = answering(monkeypatch)
    clock = iter(range(2 * 10**9, 0, -(10**6)))
    monkeypatch.setattr(time, "time", lambda: float(next(clock)))
    for seconds, function in ((4e9, "GELU"), (1.0, "ELU")):
        os.utime(file, (seconds, seconds))
        hands.pick(function)
        hands.autosave()
        kept = session.load(Places.below(tmp_path).last_session)
        assert kept.explore.function == function.lower()
        hands.save()
        assert session.load(file) == hands.application.store.state
    assert not asked
    # Qt's timers and time.monotonic go on whatever the clock on the wall says.
    found = [
        f"{path.name}: {line.strip()}"
        for folder in ("core", "gui")
        for path in (ROOT / folder).rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"\btime\.time\(|QDateTime\.current|QTime\.current", line)
    ]
    assert not found


def test_a_record_from_the_future_is_shown_as_it_is() -> None:
    now = datetime(2026, 3, 2, 9, 0)
    lesson = built_in()[0]
    step = lesson.steps[0].id
    progress = visited(Progress("민지"), lesson.key, step, now + timedelta(days=36500))
    progress = tried(progress, lesson.key, step, ("0",), True, now)
    for lang in LANGUAGES:
        table = results_csv([summary(progress, built_in(), lang, filled)], lang).decode("utf-8-sig")
        assert "2026-03-02" in table
        assert "2126-02-06" in table
    assert progress.of(lesson.key, step).right
