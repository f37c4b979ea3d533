"""A disk that is full: the old file is whole, nothing half-written stays, it is said in both languages, and when there
is room again, what was to be kept is kept.

The system itself cuts the writes short (``RLIMIT_FSIZE``), for whoever runs the tests.

======================================================  ==============================================================
what is written                                         test
======================================================  ==============================================================
a session with a name                                   test_a_session_is_not_saved_and_the_old_file_is_whole
the last screen, again and again                        test_autosaving_says_it_once_and_goes_on_when_there_is_room
… when the program ends                                 test_closing_asks_before_a_screen_that_was_not_kept_is_lost
preferences                                             test_preferences_are_in_force_and_written_when_there_is_room
a learner's record                                      test_a_learners_record_is_kept_in_memory_until_there_is_room
PNG, SVG, PDF, CSV, .py, .ipynb                         test_an_export_that_does_not_fit_is_said_in_the_dialog
worksheet and its key                                   test_a_worksheet_that_does_not_fit_leaves_the_old_one
results as a table                                      test_results_that_do_not_fit_leave_the_old_table
a lesson of one's own                                   test_a_lesson_that_does_not_fit_stays_in_the_editor
what a race leaves behind                               test_a_race_that_does_not_fit_is_said_at_the_card
a really full file system, for root                     test_a_disk_that_is_really_full
======================================================  ==============================================================
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QMenu

from core import files, session
from core.files import Places, write_atomically
from core.lessons.profiles import Profiles
from core.lessons.progress import Progress, tried
from core.settings import load_settings
from core.text import LANGUAGES, UserError, words_in
from gui.dialogs.lesson_editor.editor import LessonEditor
from tests.gui.exporting import Exporter, in_lab
from tests.gui.hands import CTRL, KEY, SHIFT
from tests.hardening.mishaps import UNIX, Clumsy, answering, choosing, full_disk, litter

pytestmark = UNIX


def test_a_session_is_not_saved_and_the_old_file_is_whole(
    hands: Clumsy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "USB"
    folder.mkdir()
    file, elsewhere = folder / "수업.actlab", tmp_path / "다른 곳.actlab"
    hands.save_as(monkeypatch, file)
    old = file.read_bytes()
    hands.pick("GELU")
    work = hands.application.store.state
    asked = answering(monkeypatch)
    with full_disk(1000):
        hands.save()
        hands.says("수업.actlab")
        assert "디스크에 자리가 없어" in hands.notice
        assert "disk is full" in hands.said()["en"]
        assert words_in("ko")("window.save_elsewhere") in asked[0]
        assert file.read_bytes() == old
        assert litter(tmp_path) == []
        assert "•" in hands.window.windowTitle(), "it is still unsaved"
        hands.leave()
        assert hands.window.isVisible(), "closing asks, and the question was cancelled"
    assert hands.application.store.state == work
    # Elsewhere there is room: the question leads there.
    answering(monkeypatch, "window.save_elsewhere")
    choosing(monkeypatch, elsewhere)
    monkeypatch.setattr(files.os, "fsync", _full_below(folder, files.os.fsync))
    hands.save()
    assert session.load(elsewhere) == work
    assert file.read_bytes() == old
    assert hands.application.document.path == elsewhere


def _full_below(folder: Path, fsync):  # type: ignore[no-untyped-def]
    import errno
    import os

    def full(handle: int) -> None:
        if str(folder) in os.readlink(f"/proc/self/fd/{handle}"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fsync(handle)

    return full


def test_autosaving_says_it_once_and_goes_on_when_there_is_room(hands: Clumsy, tmp_path: Path) -> None:
    last = Places.below(tmp_path).last_session
    old = last.read_bytes()
    with full_disk(500):
        for function in ("ReLU", "GELU", "ELU"):
            hands.pick(function)
            hands.autosave()
            if function == "ReLU":
                assert "자동으로 저장하지 못하고 있습니다" in hands.notice
                hands.says(str(tmp_path), "Ctrl+S")
                assert "디스크에 자리가 없음" in hands.notice
                hands.close_notice()
            assert not hands.notice, "it is said once, not every second"
        hands.try_again()
        assert not hands.notice
        assert last.read_bytes() == old
        assert litter(tmp_path) == []
    hands.try_again()
    assert session.load(last).explore.function == "elu", "what changed meanwhile was saved without a hand"
    assert "다시 저장되고 있습니다" in hands.notice
    hands.says()
    with full_disk(500):
        hands.pick("Tanh")
        hands.autosave()
        assert "자동으로 저장하지 못하고" in hands.notice, "trouble after good times is news"


def test_closing_asks_before_a_screen_that_was_not_kept_is_lost(
    hands: Clumsy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands.pick("GELU")
    asked = answering(monkeypatch)
    with full_disk(500):
        hands.leave()
        assert hands.window.isVisible(), "the person would rather stay"
        assert "자동으로 저장하지 못하고" in asked[0]
        assert words_in("ko")("window.close_anyway") in asked[0]
        hands.leave()
        assert len(asked) == 1, "who knows and closes again is not asked again"
    assert litter(tmp_path) == []


def test_preferences_are_in_force_and_written_when_there_is_room(hands: Clumsy, tmp_path: Path) -> None:
    file = Places.below(tmp_path).settings
    old = file.read_bytes()
    with full_disk(20):
        hands.press(KEY.Key_L, CTRL | SHIFT)
        assert hands.application.settings.language == "en"
        hands.keep_preferences()
        assert "The changed preferences were not saved" in hands.notice
        hands.says(str(tmp_path))
        hands.close_notice()
        hands.press(KEY.Key_L, CTRL | SHIFT)
        hands.keep_preferences()
        assert not hands.notice, "it is said once"
        hands.press(KEY.Key_L, CTRL | SHIFT)
        hands.keep_preferences()
        assert file.read_bytes() == old
        assert litter(tmp_path) == []
    hands.try_again()
    assert load_settings(file)[0].language == "en"
    assert "Saving works again" in hands.notice


def test_a_learners_record_is_kept_in_memory_until_there_is_room(launch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    hands = Clumsy(launch(language="ko", theme="light", size=(1366, 768)))
    hands.application.visit("lessons")
    learner = hands.application.lessons.lab.learner
    learner.add("민지")
    profiles = Profiles(Places.below(tmp_path).profiles)
    hands.application.document.save_now()  # or it would have its own say
    with full_disk(20):
        learner.note(tried, "relu", "a", ("0",), True)
        learner.flush()
        hands.settle()
        assert "민지" in hands.notice
        hands.says("민지", str(profiles.folder))
        hands.close_notice()
        learner.note(tried, "relu", "b", ("0",), True)
        learner.flush()
        hands.settle()
        assert not hands.notice
        assert profiles.load("민지") == (Progress("민지"), None), "the old record is whole"
        assert litter(tmp_path) == []
    learner._trouble.again.emit()
    learner.flush()
    hands.settle()
    assert profiles.load("민지")[0].of("relu", "b").right
    assert "다시 저장되고 있습니다" in hands.notice


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_export_that_does_not_fit_is_said_in_the_dialog(launch, lang: str, tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "exports"
    folder.mkdir()
    exporter = Exporter(Clumsy(launch(language=lang, theme="light", size=(1366, 768))), folder, monkeypatch)
    kinds = [("value_plot", "png"), ("value_plot", "svg"), ("value_plot", "pdf"), ("values", "csv")]
    offered = {item.id: item for item in exporter.dialog._items}
    chosen = [(id, ending) for id, ending in kinds if id in offered]
    chosen += [(id, ending) for id in offered for ending in ("csv", "py", "ipynb") if ending in _endings(offered[id])]
    assert {ending for _, ending in chosen} == {"png", "svg", "pdf", "csv", "py", "ipynb"}
    for id, ending in dict((ending, (id, ending)) for id, ending in chosen).values():
        exporter.name = f"그림.{ending}"
        file = folder / exporter.name
        file.write_bytes(b"old")
        with full_disk(10):
            exporter.save(id, ending)
        assert file.name in exporter.message
        assert ("디스크에 자리가 없어" if lang == "ko" else "disk is full") in exporter.message
        assert file.read_bytes() == b"old"
        assert litter(tmp_path) == []
    exporter.save(id, ending)
    assert len(file.read_bytes()) > 10, "with room, the same button saves"


def _endings(item) -> tuple[str, ...]:  # type: ignore[no-untyped-def]
    from gui.exportables import FORMATS

    return tuple(FORMATS[item.kind])


def test_a_worksheet_that_does_not_fit_leaves_the_old_one(
    hands: Clumsy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, key = tmp_path / "학습지.pdf", tmp_path / "학습지 정답.pdf"
    file.write_bytes(b"old")
    key.write_bytes(b"old key")
    answering(monkeypatch, "window.overwrite")
    choosing(monkeypatch, file)
    with full_disk(1000):
        hands.action("worksheetAction").trigger()
        hands.settle()
    assert "디스크에 자리가 없어" in hands.notice
    hands.says("학습지.pdf")
    assert (file.read_bytes(), key.read_bytes()) == (b"old", b"old key")
    assert litter(tmp_path) == []


def test_results_that_do_not_fit_leave_the_old_table(
    hands: Clumsy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands.application.visit("lessons")
    file = tmp_path / "결과.csv"
    file.write_bytes(b"old")
    for what in ("results", "quizzes", "class"):
        choosing(monkeypatch, file)
        with full_disk(5):
            hands.application.lessons._act(what)
        hands.says("결과.csv")
        assert file.read_bytes() == b"old"
    assert litter(tmp_path) == []


def test_a_lesson_that_does_not_fit_stays_in_the_editor(
    hands: Clumsy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "내 수업.actlesson"
    file.write_bytes(b"old")
    hands.application.lessons.make_lesson()
    editor = hands.dialog(LessonEditor)
    assert isinstance(editor, LessonEditor)
    editor.title.setText("내 수업")
    choosing(monkeypatch, file)
    with full_disk(100):
        editor.save()
    message = editor.findChild(QLabel, "editorMessage").text()
    assert "내 수업.actlesson" in message
    assert "디스크에 자리가 없어" in message
    assert file.read_bytes() == b"old"
    assert litter(tmp_path) == []
    assert editor._state() != editor._saved, "it is still unsaved"
    choosing(monkeypatch, file)
    editor.save()
    assert file.read_bytes()[:2] == b"PK"


def test_a_race_that_does_not_fit_is_said_at_the_card(
    hands: Clumsy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_lab(hands.application, "race")
    menu = hands.part("raceExportMenu", QMenu)
    card = hands.application._labs["race"].run_card
    for kind in ("curves", "notebook", "board_picture"):
        file = tmp_path / f"경주 {kind}"
        file.write_bytes(b"old")
        choosing(monkeypatch, file)
        with full_disk(10):
            next(action for action in menu.actions() if action.data() == kind).trigger()
        said = [label.text() for label in card.findChildren(QLabel) if "디스크에 자리가 없어" in label.text()]
        assert said, kind
        assert file.name in said[0]
        assert file.read_bytes() == b"old"
    assert litter(tmp_path) == []


def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    """On a file system of 64 kB where it may be mounted; else on a limit that the system sets for one program."""
    program = (
        "import os, sys, json\n"
        "from pathlib import Path\n"
        "from core.files import write_atomically\n"
        "from core.text import UserError\n"
        "folder = Path(sys.argv[1])\n"
        "if os.system(f'mount -t tmpfs -o size=64k none {folder} 2>/dev/null'):\n"
        "    import resource\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))\n"
        "file = folder / 'a.actlab'\n"
        "write_atomically(file, b'old')\n"
        "try:\n"
        "    write_atomically(file, bytes(200_000))\n"
        "except UserError as error:\n"
        "    said = error.id\n"
        "left = sorted(os.listdir(folder))\n"
        "write_atomically(file, b'new')\n"
        "print(json.dumps([said, left, file.read_bytes().decode()]))\n"
    )
    folder = tmp_path / "disk"
    folder.mkdir()
    command = [sys.executable, "-B", "-c", program, str(folder)]
    for inside in (["unshare", "-m"], []):
        try:
            done = subprocess.run(
                [*inside, *command],
                cwd=Path(files.__file__).parent.parent,
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
        except FileNotFoundError:
            continue
        if done.returncode == 0:
            break
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == ["file.disk_full", ["a.actlab"], "new"]


def test_the_disk_of_the_tests_is_full_indeed(tmp_path: Path) -> None:
    with full_disk(10), pytest.raises(UserError) as caught:
        write_atomically(tmp_path / "a", bytes(11))
    assert caught.value.id == "file.disk_full"
    assert list(tmp_path.iterdir()) == []
