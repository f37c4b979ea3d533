"""A second start of the program: it hands over its file and ends; nothing stands in the way of a first one."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from multiprocessing.connection import Client
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from core import session
from core.labs import explore
from core.state import AppState
from gui import second_start
from gui.app import Application
from gui.file_opens import FileOpens
from gui.second_start import SecondStarts, hand_over
from tests.gui.hands import Hands

ROOT = Path(second_start.__file__).resolve().parent.parent


@pytest.fixture
def starts(qapp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    made = SecondStarts(tmp_path)
    yield made
    made.close()


def heard(starts: SecondStarts, ask) -> tuple[list[str], bool]:  # type: ignore[no-untyped-def]
    """Return what a running program is asked while ``ask`` runs elsewhere, and what ``ask`` returned."""
    asked: list[str] = []
    answers: list[bool] = []
    connection = starts.asked.connect(asked.append, Qt.ConnectionType.QueuedConnection)
    thread = threading.Thread(target=lambda: answers.append(ask()))
    thread.start()
    _until(lambda: QApplication.processEvents() or (asked and answers), 10.0)
    thread.join()
    starts.asked.disconnect(connection)
    return asked, answers[0]


def test_nobody_runs_so_nobody_takes_over(qapp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert hand_over(tmp_path, None) is False


def test_a_running_program_is_told_which_file(starts: SecondStarts, tmp_path: Path) -> None:
    file = tmp_path / "한글 수업.actlab"
    assert heard(starts, lambda: hand_over(tmp_path, file)) == ([str(file)], True)
    assert heard(starts, lambda: hand_over(tmp_path, None)) == ([""], True)


def test_another_persons_program_is_not_asked(starts: SecondStarts, tmp_path: Path) -> None:
    assert hand_over(tmp_path / "elsewhere", None) is False


@pytest.mark.parametrize("nonsense", [b"{", b"[]", b'{"open": 3}', b"null", b"x" * 200_000, b'{"a":' * 9_000])
def test_nonsense_is_not_answered_and_the_next_start_is_heard(
    starts: SecondStarts, tmp_path: Path, nonsense: bytes
) -> None:
    def asked() -> bytes:
        # A long message may already be refused while it is being sent.
        with Client(second_start._address(tmp_path)) as line:
            line.send_bytes(nonsense)
            return line.recv_bytes()

    with pytest.raises((EOFError, OSError)):
        asked()
    assert heard(starts, lambda: hand_over(tmp_path, None)) == ([""], True)


def test_what_a_killed_program_left_behind_does_not_stand_in_the_way(
    qapp,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,  # type: ignore[no-untyped-def]
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    listening = (
        "import sys, os; from pathlib import Path; from PySide6.QtCore import QCoreApplication;"
        "from gui.second_start import SecondStarts; app = QCoreApplication([]);"
        f"s = SecondStarts(Path({str(tmp_path)!r})); print(s.is_listening, flush=True); os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", listening], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert killed.stdout.strip() == "True"
    assert hand_over(tmp_path, None) is False
    again = SecondStarts(tmp_path)
    assert again.is_listening
    assert heard(again, lambda: hand_over(tmp_path, None)) == ([""], True)
    again.close()


def test_the_window_shows_the_file_of_a_second_start(application: Application, tmp_path: Path) -> None:
    hands = Hands(application)
    file = tmp_path / "tanh.actlab"
    session.save(AppState(explore=explore.choose_function(explore.ExploreState(), "tanh")), file)
    application.outside.come_forward(str(file))
    hands.settle()
    assert hands.own.function == "tanh"
    assert application.document.path == file
    application.outside.come_forward(str(tmp_path / "missing.actlab"))
    assert "missing.actlab" in application.window.notices._text.text()
    assert hands.own.function == "tanh"


def test_two_programs_in_a_row_the_second_ends_at_once(tmp_path: Path) -> None:
    """Really started twice: the second one ends with 0 and the first one has opened its file."""
    file = tmp_path / "sigmoid.actlab"
    session.save(AppState(explore=explore.choose_function(explore.ExploreState(), "sigmoid")), file)
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")
    env = {"PATH": "/usr/bin:/bin", "QT_QPA_PLATFORM": "offscreen", **{name: str(tmp_path) for name in names}}
    command = [sys.executable, str(ROOT / "main.py")]
    first = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        settings = next(iter(_until(lambda: list(tmp_path.glob("activation-lab-*")))), None)
        assert settings is not None, "the first one does not listen"
        second = subprocess.run([*command, "--open", str(file)], env=env, capture_output=True, text=True, timeout=60)
        assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
        last = tmp_path / "activation-lab" / "last.actlab"
        shown = _until(
            lambda: last.exists() and json.loads(last.read_text("utf-8"))["state"]["explore"]["function"] == "sigmoid"
        )
        assert shown
    finally:
        first.kill()
        first.wait()


def _until(condition, seconds: float = 40.0):  # type: ignore[no-untyped-def]
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if seen := condition():
            return seen
        time.sleep(0.02)
    return condition()


def test_a_file_that_macos_hands_over_is_told(qapp: QApplication) -> None:
    opens = FileOpens(qapp)
    asked: list[str] = []
    opens.asked.connect(asked.append)
    try:
        assert QApplication.sendEvent(qapp, QFileOpenEvent("/수업 자료/소프트맥스 1.actlab"))
        assert asked == ["/수업 자료/소프트맥스 1.actlab"]
    finally:
        qapp.removeEventFilter(opens)
        opens.deleteLater()
