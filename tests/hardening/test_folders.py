"""Folders that go away or are closed, and files that somebody else writes to: asked about, never silently replaced.

======================================================  ==============================================================
what happens                                            test
======================================================  ==============================================================
the folder of the open file is gone                     test_a_folder_that_is_gone_is_said_and_saving_goes_elsewhere
the folder of the program's own files is gone           test_the_programs_own_folder_is_made_again
the folder, or the file, is read-only                   test_a_read_only_folder_is_said_and_the_old_file_stays
somebody else has changed the open file                 test_a_file_that_somebody_changed_is_asked_about
it was only touched, copied back, deleted, clocks ran   test_a_file_that_is_the_same_is_not_asked_about
the same name without its ending is there already       test_a_name_is_completed_and_what_is_there_is_asked_about
a device, a pipe or a folder is chosen for saving       test_saving_onto_what_is_no_file_is_refused
another session is opened over nameless work            test_work_without_a_name_is_kept_when_a_file_takes_its_place
… where nothing can be kept                             test_opening_over_work_that_cannot_be_kept_asks
the program's own last screen is opened                 test_the_last_screen_is_nobodys_file
a closed folder is chosen in the preferences            test_a_data_folder_that_cannot_be_used_is_refused_at_once
======================================================  ==============================================================
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QMessageBox, QPushButton

from core import session
from core.files import Places, write_atomically
from core.labs import explore
from core.state import AppState
from core.text import LANGUAGES, Lang, UserError, words_in
from gui.dialogs.preferences import PreferencesDialog
from gui.dialogs.saving import ask
from tests.gui.hands import CTRL, KEY, SHIFT
from tests.gui.looking import cut_off
from tests.hardening.mishaps import (
    UNIX,
    Clumsy,
    answering,
    choosing,
    full_disk,
    litter,
    ordinary_folder,
    ordinary_user,
)


def gelu() -> AppState:
    return AppState(explore=explore.choose_function(explore.ExploreState(), "gelu"))


def test_a_folder_that_is_gone_is_said_and_saving_goes_elsewhere(
    hands: Clumsy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "USB 디스크"
    stick.mkdir()
    hands.save_as(monkeypatch, stick / "수업.actlab")
    shutil.rmtree(stick)
    hands.pick("GELU")
    asked = answering(monkeypatch)
    hands.save()
    assert "폴더가 없어" in asked[0]
    assert words_in("ko")("window.save_elsewhere") in asked[0]
    hands.says("수업.actlab", str(stick))
    assert not stick.exists(), "nothing is written where the stick was"
    assert "•" in hands.window.windowTitle()
    answering(monkeypatch, "window.save_elsewhere")
    choosing(monkeypatch, tmp_path / "건진 것.actlab")
    hands.save()
    assert session.load(tmp_path / "건진 것.actlab") == hands.application.store.state
    assert "•" not in hands.window.windowTitle()
    hands.says("건진 것.actlab")


def test_the_programs_own_folder_is_made_again(hands: Clumsy, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path)
    hands.pick("ELU")
    hands.autosave()
    assert session.load(Places.below(tmp_path).last_session).explore.function == "elu"
    hands.press(KEY.Key_T, CTRL | SHIFT)
    hands.keep_preferences()
    assert Places.below(tmp_path).settings.exists()
    assert not hands.notice


@UNIX
def test_a_read_only_folder_is_said_and_the_old_file_stays(hands: Clumsy, monkeypatch: pytest.MonkeyPatch) -> None:
    hands.application.document.stop_autosaving()
    hands.application.looks.remembers = False
    with ordinary_folder() as folder, ordinary_user():
        file, copy = folder / "예제.actlab", folder / "사본.actlab"
        session.save(AppState(), file)
        old = file.read_bytes()
        hands.open(file)
        hands.pick("GELU")
        for path, mode, back in ((folder, 0o555, 0o777), (file, 0o444, 0o644)):
            path.chmod(mode)
            asked = answering(monkeypatch)
            hands.save()
            assert "쓸 권한이 없어" in asked[0]
            hands.says("예제.actlab", str(folder))
            assert file.read_bytes() == old
            assert litter(folder) == []
            path.chmod(back)
        answering(monkeypatch, "window.save_elsewhere")
        choosing(monkeypatch, copy)
        file.chmod(0o444)
        hands.save()
        assert session.load(copy).explore.function == "gelu"
        assert file.read_bytes() == old


@pytest.mark.parametrize("answer", ["window.overwrite", "window.save_elsewhere", ""])
def test_a_file_that_somebody_changed_is_asked_about(
    hands: Clumsy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    file, other = tmp_path / "모둠.actlab", tmp_path / "내 것.actlab"
    hands.save_as(monkeypatch, file)
    hands.press(KEY.Key_S, CTRL)
    session.save(gelu(), file)
    theirs = file.read_bytes()
    hands.pick("ELU")
    asked = answering(monkeypatch, *([answer] if answer else []))
    choosing(monkeypatch, other)
    hands.save()
    assert len(asked) == 1
    assert "모둠.actlab" in asked[0]
    assert str(tmp_path) in asked[0]
    for id in ("window.overwrite", "window.save_elsewhere", "export.cancel"):
        assert words_in("ko")(id) in asked[0]
    if answer == "window.overwrite":
        assert session.load(file).explore.function == "elu"
    else:
        assert file.read_bytes() == theirs
    assert other.exists() == (answer == "window.save_elsewhere")
    if not answer:
        hands.press(KEY.Key_L, CTRL | SHIFT)
        again = answering(monkeypatch)
        hands.save()
        assert "Somebody or another program has changed '모둠.actlab'" in again[0], "and again at the next time"
        answering(monkeypatch)
        hands.leave()
        assert hands.window.isVisible()
    else:
        answering(monkeypatch)
        hands.pick("Tanh")
        hands.save()
        assert "•" not in hands.window.windowTitle(), "what was answered is not asked again"


def test_a_file_that_is_the_same_is_not_asked_about(
    hands: Clumsy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.actlab"
    hands.save_as(monkeypatch, file)
    asked = answering(monkeypatch)
    for number, happen in enumerate(
        (
            lambda: os.utime(file, (4e9, 4e9)),
            lambda: os.utime(file, (0, 0)),
            lambda: write_atomically(file, file.read_bytes()),
            lambda: file.unlink(),
        )
    ):
        happen()
        hands.pick(("ELU", "GELU", "ReLU", "Tanh")[number])
        hands.save()
        assert not asked
        assert session.load(file) == hands.application.store.state
    hands.open(file)
    assert not hands.application.document.is_changed_elsewhere()
    # The same length at the same second: only the contents tell.
    data = file.read_bytes()
    when = file.stat().st_mtime_ns
    file.write_bytes(data.replace(b"tanh", b"mish"))
    os.utime(file, ns=(when + 1, when + 1))
    assert hands.application.document.is_changed_elsewhere()


def test_a_name_is_completed_and_what_is_there_is_asked_about(
    hands: Clumsy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for typed, name in (("수업", "수업.actlab"), ("3.2 활성화", "3.2 활성화.actlab"), ("A.ACTLAB", "A.ACTLAB")):
        hands.save_as(monkeypatch, tmp_path / typed)
        assert session.load(tmp_path / name) == hands.application.store.state
        assert not (tmp_path / typed).exists() or typed == name
    theirs = tmp_path / "남의 것.actlab"
    theirs.write_bytes(b"somebody's")
    asked = answering(monkeypatch)
    hands.save_as(monkeypatch, tmp_path / "남의 것")
    assert "남의 것.actlab" in asked[0]
    assert theirs.read_bytes() == b"somebody's"
    answering(monkeypatch, "window.overwrite")
    hands.save_as(monkeypatch, tmp_path / "남의 것")
    assert session.load(theirs) == hands.application.store.state


def test_a_data_folder_that_cannot_be_used_is_refused_at_once(
    hands: Clumsy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plain").write_bytes(b"")
    good, bad = tmp_path / "자료", tmp_path / "plain" / "자료"
    good.mkdir()
    hands.action("preferencesAction").trigger()
    hands.settle()
    dialog = hands.dialog(PreferencesDialog)
    assert isinstance(dialog, PreferencesDialog)
    for folder, kept in ((good, str(good)), (bad, str(good))):
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, folder=folder: str(folder))
        dialog.findChild(QPushButton, "chooseDataFolder").click()
        assert hands.application.settings.data_folder == kept
        message = dialog.findChild(QLabel, "preferencesMessage")
        assert message.isVisible() == (folder is bad)
        assert folder is good or str(bad) in message.text()
    dialog.findChild(QPushButton, "usualDataFolder").click()
    assert hands.application.settings.data_folder == ""
    assert not message.isVisible()


@UNIX
def test_saving_onto_what_is_no_file_is_refused(hands: Clumsy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe, folder, device = tmp_path / "pipe.actlab", tmp_path / "folder.actlab", tmp_path / "null.actlab"
    os.mkfifo(pipe)
    folder.mkdir()
    device.symlink_to("/dev/null")
    answering(monkeypatch)
    for path in (pipe, folder, device, tmp_path / ("가" * 100)):
        before = os.stat(path).st_mode if os.path.exists(path) else None
        hands.save_as(monkeypatch, path)
        hands.says(path.name[:50])
        assert hands.application.document.path is None
        if before is not None:
            assert os.stat(path).st_mode == before
    with pytest.raises(UserError):
        write_atomically(Path("/dev/null"), b"x")
    assert litter(tmp_path) == []


def test_work_without_a_name_is_kept_when_a_file_takes_its_place(hands: Clumsy, tmp_path: Path) -> None:
    work, kept, file = hands.application.store.state, Places.below(tmp_path).screen_before, tmp_path / "파일.actlab"
    session.save(gelu(), file)
    hands.open(file)
    assert hands.own.function == "gelu"
    assert session.load(kept) == work
    hands.says("파일.actlab", kept.name)
    recent = [action.text() for action in hands.part("recentMenu", QMenu).actions()]
    assert recent[:2] == ["파일.actlab", kept.name]
    old = kept.read_bytes()
    hands.pick("ELU")
    hands.save()
    hands.open(file)
    assert kept.read_bytes() == old, "what has a name of its own needs no second one"
    hands.open(kept)
    assert hands.application.store.state == work


def test_opening_over_work_that_cannot_be_kept_asks(
    hands: Clumsy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, work = tmp_path / "파일.actlab", hands.application.store.state
    session.save(gelu(), file)
    Places.below(tmp_path).screen_before.mkdir()
    asked = answering(monkeypatch)
    hands.drop(file)
    assert "파일.actlab" in asked[0]
    assert hands.application.store.state == work, "the person would rather keep the work"
    choosing(monkeypatch, tmp_path / "work.actlab")
    answering(monkeypatch, "window.save_elsewhere")
    hands.drop(file)
    assert session.load(tmp_path / "work.actlab") == work
    assert hands.own.function == "gelu"


def test_the_last_screen_is_nobodys_file(hands: Clumsy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hands.open(Places.below(tmp_path).last_session)
    assert hands.application.document.path is None
    hands.pick("GELU")
    hands.autosave()
    asked = answering(monkeypatch)
    hands.save_as(monkeypatch, tmp_path / "named.actlab")
    assert not asked
    assert session.load(tmp_path / "named.actlab").explore.function == "gelu"


@pytest.mark.parametrize("theme", ["light", "projector"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_of_a_question_is_cut_off(
    hands: Clumsy, monkeypatch: pytest.MonkeyPatch, theme: str, lang: Lang
) -> None:
    looks, faults = hands.application.looks, []
    looks.change(msgspec.structs.replace(looks.settings, language=lang, theme=theme))
    words = looks.words

    def look(box: QMessageBox) -> None:
        box.show()
        hands.settle()
        faults.extend(cut_off(box))
        small = looks.theme.px(looks.theme.tokens.target)
        faults.extend(button.text() for button in box.buttons() if button.height() < small)
        box.close()

    monkeypatch.setattr(QMessageBox, "exec", look)
    text = words("window.ask_changed", name="모둠 3 수업 자료.actlab", folder="/media/학생/USB 디스크/2학기")
    answers = [words("window.overwrite"), words("window.save_elsewhere")]
    assert ask(hands.window, words("window.title"), text, answers, words("export.cancel")) == -1
    assert not faults


def test_the_log_does_not_complain_of_a_full_disk(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    import logging

    from gui.crash import LOG, start_log

    handlers = list(LOG.handlers)
    try:
        start_log(tmp_path / "log" / "a.log")
        if os.name == "posix":
            with full_disk(0):
                LOG.error("nobody reads this")
    finally:
        for handler in set(LOG.handlers) - set(handlers):
            LOG.removeHandler(handler)
            handler.close()
    assert "Traceback" not in capfd.readouterr().err
    assert not logging.raiseExceptions
    logging.raiseExceptions = True
