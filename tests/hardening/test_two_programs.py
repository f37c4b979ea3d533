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
two windows on one home, both at work                   test_two_windows_on_one_home_lose_nothing
the next start on such a home                           test_the_next_start_shows_the_newest_screen_and_offers_the_other
a second screen that nobody needs                       test_a_screen_of_its_own_goes_when_its_work_has_a_file
many screens, a damaged one                             test_only_a_few_screens_are_kept_and_a_damaged_one_hides_none
another window's preferences                            test_preferences_that_another_window_changed_stay
a drive that hangs                                      test_preferences_on_a_drive_that_hangs_hold_nobody
                                                        test_a_last_screen_on_a_drive_that_hangs_is_asked_about
======================================================  ==============================================================
"""

from __future__ import annotations

import os
import socket
import tempfile
import threading
import time
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QDialog, QMenu

from core import session
from core.files import Places
from core.labs import explore
from core.last_screen import MAX_SCREENS, bring_newest_forward, free_place, screens_beside
from core.settings import ZOOM_STEPS, Settings, load_settings, save_changed, save_settings
from core.state import AppState
from gui import second_start
from gui.second_start import SecondStarts, hand_over
from tests.hardening.mishaps import UNIX, Clumsy, answering, at_work, choosing, litter, ordinary_folder, ordinary_user


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
    hands.application.outside.come_forward(str(file))
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
    hands.application.outside.come_forward(str(file))
    hands.settle()
    assert "내 것.actlab" in asked[0]
    assert hands.application.store.state == work
    hands.application.outside.come_forward(str(tmp_path / "없음.actlab"))
    hands.settle()
    assert hands.application.store.state == work


def test_a_second_start_without_a_file_changes_nothing(hands: Clumsy) -> None:
    work = hands.application.store.state
    hands.window.showMinimized()
    hands.application.outside.come_forward("")
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


def test_two_windows_on_one_home_lose_nothing(  # type: ignore[no-untyped-def]
    hands: Clumsy, launch, tmp_path: Path
) -> None:
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
        looks, change = busy.looks, {"decimals": number // 2} if number % 2 else {"zoom": ZOOM_STEPS[number]}
        looks.remember(msgspec.structs.replace(looks.settings, **change))
        busy.looks.flush()
        assert load_settings(places.settings)[1] is None
    for other in (one, two):
        assert other.application.document._worker.wait(10.0)
        other.settle()
    said = [other.notice for other in (one, two)]
    assert sorted(bool(text) for text in said) == [False, True], "one of them is told, once, and it is no error"
    assert "다른 창이 열려 있습니다" in "".join(said)
    screens = {other.application.document._screen.path for other in (one, two)}
    assert len(screens) == 2
    assert places.last_session in screens
    one.leave()
    two.leave()
    kept = [session.load(other.application.document._screen.path) for other in (one, two)]
    assert kept == [other.application.store.state for other in (one, two)], "whoever closes last, neither is lost"
    settings = load_settings(places.settings)[0]
    assert (settings.zoom, settings.decimals) == (ZOOM_STEPS[4], 2), "what each of them changed"
    assert litter(tmp_path) == []


def test_the_next_start_shows_the_newest_screen_and_offers_the_other(launch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    places = Places.below(tmp_path)
    hands = at_work(launch(language="ko", theme="light", toured=True))
    two = at_work(launch(language="ko", theme="light", toured=True))
    two.pick("GELU")
    two.autosave()
    hands.pick("ELU")
    hands.autosave()
    apart = hands.application.document._screen.path
    assert apart != places.last_session
    assert apart.name in hands.notice
    assert session.load(places.last_session).explore.function == "gelu"
    two.leave()
    os.utime(places.last_session, (1, 1))
    hands.leave()
    after = Clumsy(launch(language="ko", theme="light", toured=True))
    assert after.own.function == "elu", "the screen that was written last"
    beside = screens_beside(tmp_path)
    assert len(beside) == 1
    assert session.load(beside[0]).explore.function == "gelu"
    assert beside[0].name in after.notice
    assert "최근 파일" in after.notice
    after.close_notice()
    recent = after.part("recentMenu", QMenu).actions()
    assert recent[0].text() == beside[0].name
    recent[0].trigger()
    after.settle()
    assert after.own.function == "gelu"
    after.leave()
    again = Clumsy(launch(fresh=False))
    assert not again.notice, "it is said once"


def test_a_screen_of_its_own_goes_when_its_work_has_a_file(  # type: ignore[no-untyped-def]
    launch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = at_work(launch(language="ko", theme="light", toured=True))
    two = at_work(launch(language="ko", theme="light", toured=True))
    two.pick("GELU")
    two.autosave()
    hands.pick("ELU")
    hands.autosave()
    assert len(screens_beside(tmp_path)) == 1
    choosing(monkeypatch, tmp_path / "named.actlab")
    assert hands.application.files.ask_save()
    hands.leave()
    assert screens_beside(tmp_path) == []
    assert session.load(tmp_path / "named.actlab").explore.function == "elu"


def test_only_a_few_screens_are_kept_and_a_damaged_one_hides_none(tmp_path: Path) -> None:
    places = Places.below(tmp_path)
    session.save(AppState(lab="softmax"), places.last_session)
    for number in range(MAX_SCREENS + 3):
        file = free_place(tmp_path)
        session.save(AppState(), file)
        os.utime(file, (1000 + number, 1000 + number))
    newest = free_place(tmp_path)
    newest.write_bytes(b"{")
    os.utime(newest, (2**31, 2**31))
    bring_newest_forward(places)
    assert session.load(places.last_session).lab == "softmax", "what cannot be read takes no place"
    left = screens_beside(tmp_path)
    assert len(left) == MAX_SCREENS
    assert left[0] == newest
    assert {path.stat().st_mtime for path in left[1:]} == {1000.0 + n for n in range(4, MAX_SCREENS + 3)}


def test_preferences_that_another_window_changed_stay(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    save_settings(Settings(theme="dark", recent=("/a", "/b")), file)
    mine = Settings(language="en", recent=("/c", "/a"))
    save_changed(mine, {"language", "recent"}, file)
    assert load_settings(file)[0] == Settings(language="en", theme="dark", recent=("/c", "/a", "/b"))
    file.write_bytes(b"damaged")
    save_changed(mine, {"language"}, file)
    assert load_settings(file)[0] == mine


def test_preferences_on_a_drive_that_hangs_hold_nobody(  # type: ignore[no-untyped-def]
    launch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    over, looks = threading.Event(), launch(language="ko", theme="light", toured=True).looks
    hands = Clumsy(looks.parent())
    looks.flush()
    monkeypatch.setattr("gui.looks.save_changed", lambda *_: over.wait(60) and None)
    monkeypatch.setattr("gui.looks._LAST_SECONDS", 0.3)
    start = time.monotonic()
    looks.set_language("en")
    assert time.monotonic() - start < 5
    assert hands.application.settings.language == "en", "in force at once"
    looks.trouble._patience.timeout.emit()
    hands.settle()
    assert "The changed preferences were not saved" in hands.notice
    assert str(tmp_path) in hands.notice
    hands.leave()
    assert not hands.window.isVisible(), "the end does not wait for it"
    over.set()
    looks._writer.wait(10.0)


def test_a_last_screen_on_a_drive_that_hangs_is_asked_about(  # type: ignore[no-untyped-def]
    launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()
    hands = at_work(launch(language="ko", theme="light", toured=True))
    document = hands.application.document
    monkeypatch.setattr(document._screen, "write", lambda _state: over.wait(60) and None, raising=False)
    monkeypatch.setattr("gui.document.STOP_SECONDS", 0.2)
    asked = answering(monkeypatch)
    hands.pick("ELU")
    hands.leave()
    assert hands.window.isVisible(), "nobody knew that the work on screen is kept nowhere"
    assert "네트워크 연결이 끊김" in asked[0]
    document.trouble._patience.timeout.emit()
    hands.settle()
    assert "화면을 자동으로 저장하지 못하고 있습니다" in hands.notice
    hands.leave()
    assert not hands.window.isVisible(), "who knows is not asked again"
    over.set()
    document._worker.wait(10.0)
