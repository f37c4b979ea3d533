"""Whatever a person opens as a session: opened whole, or refused in both languages while the screen stays.

======================================================  ==============================================================
what the file is                                        test
======================================================  ==============================================================
empty, foreign, a picture, a zip file, deep, NaN, …     test_what_is_no_session_is_refused_by_name_and_the_screen_stays
a pickle that would run a program                       test_a_pickle_is_never_run
cut off anywhere                                        test_a_file_cut_off_anywhere_is_refused
one bit wrong anywhere                                  test_a_wrong_bit_is_refused_or_leaves_a_usable_session
larger than 64 MB, and just below                       test_a_huge_file_is_refused_at_once
of a newer program                                      test_a_file_of_a_newer_program_says_which_formats
a folder, a pipe, a device, a link to nowhere or itself test_what_is_no_file_is_refused_and_not_waited_for
not to be read                                          test_a_file_that_may_not_be_read_is_refused
double names of fields, whole numbers without end       test_what_json_allows_is_a_session_or_refused
======================================================  ==============================================================
"""

from __future__ import annotations

import io
import json
import os
import pickle
import random
import time
import zipfile
from pathlib import Path

import pytest

from core import session
from core.labs import explore
from core.state import AppState
from core.text import UserError
from tests.hardening.mishaps import UNIX, Clumsy, ordinary_folder, ordinary_user, refusal

HEAD = b'{"format": "activation-lab-session", "version": 1, "state": '


class _Bomb:
    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def __reduce__(self):  # type: ignore[no-untyped-def]
        return (os.mkdir, (str(self._mark),))


def _zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("state.json", session.encode(AppState()))
    return buffer.getvalue()


def _with(field: str, text: str) -> bytes:
    """Return a whole session in which one field of Explore is written as ``text``."""
    document = json.loads(session.encode(AppState()))
    document["state"]["explore"][field] = "@"
    return json.dumps(document).replace('"@"', text).encode()


FOREIGN = {
    "empty": b"",
    "blank": b"\n\n  ",
    "other json": b'{"cells": [], "nbformat": 4}',
    "list": b"[1, 2, 3]",
    "html": "<html>로그인이 필요합니다</html>".encode(),
    "cp949": "안녕하세요".encode("cp949"),
    "utf-16": session.encode(AppState()).decode().encode("utf-16"),
    "png": b"\x89PNG\r\n\x1a\n" + bytes(500),
    "zip": _zip(),
    "zeros": bytes(4096),
    "deep list": b"[" * 200_000,
    "deep state": HEAD + b'{"lab":' * 200_000,
    "deep field": _with("formula", "[" * 50_000 + "]" * 50_000),
    "nan": _with("threshold", "NaN"),
    "infinity": _with("threshold", "-Infinity"),
    "huge float": _with("threshold", "1e999"),
    "huge whole number": _with("threshold", "9" * 100_000),
    "wrong kind": _with("function", "[1]"),
    "null bytes": session.encode(AppState()).replace(b"relu", b"re\0u"),
}


def test_what_is_no_session_is_refused_by_name_and_the_screen_stays(hands: Clumsy, tmp_path: Path) -> None:
    before, title = hands.application.store.state, hands.window.windowTitle()
    for number, (kind, data) in enumerate(FOREIGN.items()):
        file = tmp_path / f"{kind}.actlab"
        file.write_bytes(data)
        (hands.drop if number % 2 else hands.open)(file)
        hands.says(file.name)
        assert ".actlab" in hands.notice or "저장한 파일" in hands.notice, f"{kind}: {hands.notice}"
        assert hands.application.store.state is before, kind
        assert hands.window.windowTitle() == title
        assert file.read_bytes() == data
        hands.close_notice()
    assert hands.action("undoAction").isEnabled(), "what was done before can still be taken back"


def test_a_pickle_is_never_run(hands: Clumsy, tmp_path: Path) -> None:
    mark = tmp_path / "it was run"
    for protocol in (0, 2, 5):
        data = pickle.dumps(_Bomb(mark), protocol=protocol)
        for name in ("a.actlab", "a.actlesson", "a.csv", "a.pt"):
            file = tmp_path / name
            file.write_bytes(data)
            hands.open(file)
            assert name in hands.notice
            hands.close_notice()
    assert not mark.exists()
    pickle.loads(pickle.dumps(_Bomb(mark)))
    assert mark.exists(), "the pickle would have done something"


def test_a_file_cut_off_anywhere_is_refused(hands: Clumsy, tmp_path: Path) -> None:
    whole = session.encode(AppState()).rstrip()
    before = hands.application.store.state
    chance = random.Random(7)
    for length in (*range(0, 60), *(chance.randrange(60, len(whole)) for _ in range(300)), len(whole) - 1):
        with pytest.raises(UserError) as caught:
            session.decode(whole[:length], "잘린 파일.actlab")
        assert "잘린 파일.actlab" in caught.value.said_in("ko"), length
    file = tmp_path / "잘린 파일.actlab"
    for length in (0, 1, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:length])
        hands.open(file)
        hands.says(file.name)
        assert hands.application.store.state is before


def test_a_wrong_bit_is_refused_or_leaves_a_usable_session(hands: Clumsy, tmp_path: Path) -> None:
    own = explore.choose_function(explore.ExploreState(), "gelu")
    whole = session.encode(AppState(explore=own))
    chance = random.Random(11)
    file = tmp_path / "bit.actlab"
    opened = refused = 0
    for _ in range(400):
        at, bit = chance.randrange(len(whole)), chance.randrange(8)
        data = whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :]
        if refusal(lambda data=data: session.decode(data, file.name), file.name):
            refused += 1
            continue
        state = session.decode(data, file.name)
        opened += 1
        assert session.decode(session.encode(state), "x") == state
        if opened % 12 == 0:
            # Not only read, but shown.
            file.write_bytes(data)
            hands.open(file)
            assert hands.application.document.path == file, f"byte {at}, bit {bit}: {hands.notice}"
            hands.application.bridge.render_now()
    assert opened > 30
    assert refused > 100


def test_a_huge_file_is_refused_at_once(hands: Clumsy, tmp_path: Path) -> None:
    before = hands.application.store.state
    larger, below = tmp_path / "larger.actlab", tmp_path / "below.actlab"
    with larger.open("wb") as file:
        file.truncate(300 * 2**30)  # takes no room, but would take all memory
    below.write_bytes(HEAD + b'{"lab": "' + b"a" * (session.MAX_BYTES - 100) + b'"}}')
    for file in (larger, below):
        start = time.process_time()
        hands.open(file)
        assert time.process_time() - start < 20, "it was not refused, but read"
        hands.says(file.name)
        assert hands.application.store.state is before


def test_a_file_of_a_newer_program_says_which_formats(hands: Clumsy, tmp_path: Path) -> None:
    file = tmp_path / "새 판.actlab"
    file.write_bytes(session.encode(AppState()).replace(b'"version": 1', b'"version": 12'))
    hands.open(file)
    hands.says("새 판.actlab", "12")
    assert "새 버전" in hands.notice


@UNIX
def test_what_is_no_file_is_refused_and_not_waited_for(hands: Clumsy, tmp_path: Path) -> None:
    before = hands.application.store.state
    folder, pipe, device = tmp_path / "폴더.actlab", tmp_path / "pipe.actlab", tmp_path / "device.actlab"
    nowhere, ring, below = tmp_path / "link.actlab", tmp_path / "ring.actlab", tmp_path / "plain" / "x.actlab"
    folder.mkdir()
    os.mkfifo(pipe)
    device.symlink_to("/dev/zero")
    nowhere.symlink_to(tmp_path / "gone.actlab")
    ring.symlink_to(ring)
    below.parent.write_bytes(b"a file in the folder's place")
    words = {
        folder: "폴더입니다",
        pipe: "파이프",
        device: "장치",
        nowhere: "없는 파일",
        ring: "링크",
        below: "없습니다",
    }
    for path, said in words.items():
        hands.drop(path)
        assert said in hands.notice, hands.notice
        hands.says(path.name)
        assert hands.application.store.state is before
        assert hands.application.document.path is None
    assert folder.is_dir()


@UNIX
def test_a_file_that_may_not_be_read_is_refused(hands: Clumsy) -> None:
    with ordinary_folder() as folder, ordinary_user():
        file = folder / "남의 것.actlab"
        session.save(AppState(), file)
        file.chmod(0o000)
        hands.open(file)
        assert "읽을 권한" in hands.notice
        hands.says("남의 것.actlab", str(folder))
        closed = folder / "closed"
        closed.mkdir()
        closed.chmod(0o000)
        hands.open(closed / "안.actlab")
        hands.says("안.actlab")
        closed.chmod(0o700)


def test_what_json_allows_is_a_session_or_refused(hands: Clumsy, tmp_path: Path) -> None:
    file = tmp_path / "json.actlab"
    whole = session.encode(AppState())
    twice = whole.replace(b'"function": "relu"', b'"function": "tanh", "function": "gelu"')
    assert twice != whole
    for data, function in (
        (b"\xef\xbb\xbf" + whole, None),
        (twice, "gelu"),
        (_with("selected", "9" * 30), "relu"),
        (_with("selected", "9" * 5000), None),
        (_with("function", '"\\u0072elu"'), "relu"),
        (_with("function", '"\\ud800"'), None),
        (whole.replace(b"\n", b"\r\n"), "relu"),
    ):
        file.write_bytes(data)
        hands.open(file)
        if function is None and hands.notice:
            hands.says(file.name)
        elif function is not None:
            assert hands.own.function == function, hands.notice
        hands.close_notice()
        hands.application.bridge.render_now()
