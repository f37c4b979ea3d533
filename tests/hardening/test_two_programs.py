"""Two programs, or what one left behind: the next start works at once, trusts nobody else, and loses nothing.

======================================================  ==============================================================
what is there                                           test
======================================================  ==============================================================
a program that hangs, others waiting at its door        test_a_program_that_hangs_is_not_waited_for
a socket of somebody else                               test_somebody_elses_socket_is_not_spoken_to
a file, a folder, a link in the socket's place          test_anything_in_the_sockets_place_is_no_trouble
no folder for sockets, one that may not be written      test_without_a_place_to_listen_the_program_still_starts
a program killed, then started again                    tests/gui/test_second_start.py
a second start with a file while a question is open     test_a_second_start_waits_until_a_question_is_answered
a second start with a file over unsaved work            test_a_second_start_asks_before_unsaved_work_is_lost
a second start without a file                           test_a_second_start_without_a_file_changes_nothing
what a killed program has left half-written             test_what_was_half_written_is_swept_up_at_the_next_start
two windows on one last screen                          test_two_windows_leave_one_whole_last_screen
======================================================  ==============================================================
"""

from __future__ import annotations

import os
import socket
import tempfile
import time
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QDialog

from core import session
from core.files import Places
from core.labs import explore
from core.settings import load_settings
from core.state import AppState
from gui import second_start
from gui.second_start import SecondStarts, hand_over
from tests.hardening.mishaps import UNIX, Clumsy, answering, at_work, litter, ordinary_folder, ordinary_user


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return tmp_path


def gelu(file: Path) -> Path:
    session.save(AppState(explore=explore.choose_function(explore.ExploreState(), "gelu")), file)
    return file


@UNIX
def test_a_program_that_hangs_is_not_waited_for(qapp: QApplication, home: Path) -> None:
    waiting: list[socket.socket] = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as hung:
        hung.bind(second_start._address(home))
        hung.listen(0)
        start = time.monotonic()
        assert hand_over(home, home / "a.actlab") is False
        assert time.monotonic() - start < 4
        for _ in range(20):
            # Others have come before: the queue at the door is full.
            other = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            other.setblocking(False)
            waiting.append(other)
            if other.connect_ex(second_start._address(home)):
                break
        else:
            pytest.fail("the queue is never full")
        start = time.monotonic()
        assert hand_over(home, None) is False
        assert time.monotonic() - start < 4
        starts = SecondStarts(home)
        assert starts.is_listening, "the new one takes the place of the one that hangs"
        starts.close()
    for other in waiting:
        other.close()


@UNIX
def test_somebody_elses_socket_is_not_spoken_to(
    qapp: QApplication, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as theirs:
        theirs.bind(second_start._address(home))
        theirs.listen(5)
        theirs.setblocking(False)
        me = os.getuid()
        monkeypatch.setattr(second_start.os, "getuid", lambda: me + 1)
        start = time.monotonic()
        assert hand_over(home, home / "비밀.actlab") is False
        assert time.monotonic() - start < 1
        with pytest.raises(BlockingIOError):
            theirs.accept()


@UNIX
@pytest.mark.parametrize("kind", ["file", "folder", "full folder", "link to nowhere"])
def test_anything_in_the_sockets_place_is_no_trouble(qapp: QApplication, home: Path, kind: str) -> None:
    place = Path(second_start._address(home))
    if kind == "file":
        place.write_bytes(b"x")
    elif kind == "link to nowhere":
        place.symlink_to(home / "gone")
    else:
        place.mkdir()
        if kind == "full folder":
            (place / "a").write_bytes(b"")
    assert hand_over(home, None) is False
    starts = SecondStarts(home)
    assert starts.is_listening == (kind in ("file", "link to nowhere"))
    starts.close()


@UNIX
def test_without_a_place_to_listen_the_program_still_starts(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plain").write_bytes(b"")
    long = tmp_path / ("긴 이름" * 12)
    long.mkdir()
    with ordinary_folder() as folder:
        closed = folder / "closed"
        closed.mkdir()
        closed.chmod(0o555)
        monkeypatch.setattr(tempfile, "tempdir", str(closed))
        for place in (tmp_path / "plain" / "below", long, closed):
            monkeypatch.setenv("XDG_RUNTIME_DIR", str(place))
            with ordinary_user():
                assert hand_over(tmp_path, None) is False
                starts = SecondStarts(tmp_path)
            assert not starts.is_listening
            starts.close()


def test_a_second_start_waits_until_a_question_is_answered(hands: Clumsy, tmp_path: Path) -> None:
    file, work = gelu(tmp_path / "a.actlab"), hands.application.store.state
    question = QDialog(hands.window)
    question.open()
    hands.settle()
    hands.application.come_forward(str(file))
    hands.settle()
    assert hands.application.store.state == work, "what somebody is about to save does not become something else"
    question.reject()
    hands.wait_for(lambda: hands.application.document.path == file)
    assert hands.own.function == "gelu"


def test_a_second_start_asks_before_unsaved_work_is_lost(
    hands: Clumsy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, file = tmp_path / "내 것.actlab", gelu(tmp_path / "a.actlab")
    hands.save_as(monkeypatch, mine)
    hands.pick("ELU")
    work = hands.application.store.state
    asked = answering(monkeypatch)
    hands.application.come_forward(str(file))
    hands.settle()
    assert "내 것.actlab" in asked[0]
    assert hands.application.store.state == work
    hands.application.come_forward(str(tmp_path / "없음.actlab"))
    hands.settle()
    assert hands.application.store.state == work


def test_a_second_start_without_a_file_changes_nothing(hands: Clumsy) -> None:
    work = hands.application.store.state
    hands.window.showMinimized()
    hands.application.come_forward("")
    hands.settle()
    assert not hands.window.isMinimized()
    assert hands.application.store.state == work
    assert not hands.notice


def test_what_was_half_written_is_swept_up_at_the_next_start(launch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    places = Places.below(tmp_path)
    places.profiles.mkdir()
    now = time.time()
    for name, when in (("old", now - 7200), ("of a clock gone wrong", now + 10**8), ("at work", now)):
        for folder in (tmp_path, places.profiles):
            left = folder / f".activation-lab-{name}"
            left.write_bytes(b"half")
            os.utime(left, (when, when))
    (tmp_path / ".somebody-elses").write_bytes(b"")
    launch(language="ko", theme="light", toured=True)
    assert sorted(litter(tmp_path)) == [".activation-lab-at work"] * 2 + [".somebody-elses"]


def test_two_windows_leave_one_whole_last_screen(hands: Clumsy, launch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    places = Places.below(tmp_path)
    one, two = hands, at_work(launch(language="ko", theme="light", toured=True))
    for number in range(6):
        busy = (one, two)[number % 2].application
        own = explore.set_cell(busy.store.state.explore, 0, float(number))
        busy.store.commit(AppState(explore=own), "change.cell")
        # Both at once, each on its own thread.
        for other in (one, two):
            other.application.document._autosave()
        session.load(places.last_session)
        looks = busy.looks
        looks.remember(msgspec.structs.replace(looks.settings, decimals=number))
        assert load_settings(places.settings)[1] is None
    for other in (one, two):
        assert other.application.document._worker.wait(10.0)
        other.settle()
        assert not other.notice
    one.leave()
    two.leave()
    assert session.load(places.last_session) == two.application.store.state, "the one that closed last"
    assert litter(tmp_path) == []
