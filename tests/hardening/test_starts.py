"""The whole program started on a home that is damaged, closed or slow: it starts, says what is wrong, loses nothing.

======================================================  ==============================================================
what is wrong                                           test
======================================================  ==============================================================
preferences damaged                                     test_damaged_preferences_are_kept_aside_and_said
preferences and last screen damaged                     test_two_damaged_files_are_both_said
last screen damaged in a folder that is read-only       test_a_damaged_screen_that_cannot_be_put_aside_is_left_alone
home not to be written                                  test_a_home_that_cannot_be_written_is_said_once
data folder gone, read-only, slow                       test_a_data_folder_that_cannot_be_used_is_said
nothing at all                                          test_a_first_start_says_nothing
a file that is given is damaged, a link, with blanks    test_a_file_given_to_a_start_is_opened_or_said
======================================================  ==============================================================
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core import session
from core.labs import explore
from core.settings import Settings, load_settings, save_settings
from core.state import AppState
from gui import app as app_module
from tests.hardening.mishaps import UNIX, ordinary_folder, ordinary_user

pytestmark = UNIX
ROOT = Path(app_module.__file__).resolve().parent.parent
DAMAGED = b'{"format": "activation-lab-session", "version": 1, "state": {"lab"'


def own(home: Path) -> Path:
    """Return the folder of the program's files below ``home``."""
    folder = home / "activation-lab"
    folder.mkdir(exist_ok=True)
    folder.chmod(0o777)
    return folder


def tanh() -> AppState:
    return AppState(explore=explore.choose_function(explore.ExploreState(), "tanh"))


@pytest.fixture(scope="module")
def seen() -> Iterator[dict[str, Any]]:
    """Every start, made in one go: what it said and what it left."""
    with ordinary_folder() as root:
        homes = {
            name: root / name
            for name in ("first", "broken", "both", "left", "closed", "gone", "readonly", "slow", "odd")
        }
        cases: list[dict[str, Any]] = []
        for name, home in homes.items():
            home.mkdir()
            home.chmod(0o777)
            cases.append({"home": str(home), "user": name in ("left", "closed", "readonly")})
            # Whoever has seen the tour has started before.
            if name not in ("first", "closed", "broken", "both"):
                save_settings(Settings(toured=True), own(home) / "settings.json")
        (own(homes["broken"]) / "settings.json").write_bytes(b'{"theme": "dark", ')
        (own(homes["broken"]) / "settings.json.broken").write_bytes(b"of another time")
        (own(homes["both"]) / "settings.json").write_bytes(b"\xff\xfe\x00")
        (own(homes["both"]) / "last.actlab").write_bytes(DAMAGED)
        (own(homes["left"]) / "last.actlab").write_bytes(DAMAGED)
        own(homes["left"]).chmod(0o555)
        homes["closed"].chmod(0o555)
        (root / "plain").write_bytes(b"a file")
        locked = root / "locked"
        locked.mkdir(mode=0o555)
        folders = {"gone": root / "plain" / "수업 자료", "readonly": locked, "slow": root / "slow" / "network"}
        for name, folder in folders.items():
            save_settings(Settings(toured=True, data_folder=str(folder)), own(homes[name]) / "settings.json")
            session.save(tanh(), own(homes[name]) / "last.actlab")
            for file in own(homes[name]).iterdir():
                file.chmod(0o666)
        cases[list(homes).index("slow")]["slow"] = str(folders["slow"])
        session.save(tanh(), root / "한 글 %20.actlab")
        cases[list(homes).index("first")]["arguments"] = [str(root / "한 글 %20.actlab")]
        (root / "damaged.actlab").write_bytes(DAMAGED)
        cases[list(homes).index("odd")]["arguments"] = ["--lang", "en", "--open", str(root / "damaged.actlab")]
        probe = [sys.executable, "-m", "tests.hardening.start_probe", json.dumps(cases)]
        ran = subprocess.run(probe, cwd=ROOT, capture_output=True, text=True, timeout=200)
        assert ran.returncode == 0, ran.stderr[-3000:]
        assert "Traceback" not in ran.stderr, ran.stderr[-3000:]
        lines = [json.loads(line) for line in ran.stdout.splitlines()]
        found: dict[str, Any] = {"root": root, "homes": homes}
        yield found | dict(zip(homes, lines, strict=True))


def says(start: dict[str, Any], *names: str) -> None:
    for lang, text in start["notice"].items():
        for name in names:
            assert name in text, f"{lang}: {text}"
    assert start["shown"] == start["notice"]["ko"] or start["shown"] == start["notice"]["en"]
    assert any("가" <= c <= "힣" for c in start["notice"]["ko"])
    assert start["closed"], "the window closes without a question"


def test_a_first_start_says_nothing(seen: dict[str, Any]) -> None:
    start, home = seen["first"], own(seen["homes"]["first"])
    assert start["notice"] == {}
    assert session.load(home / "last.actlab").explore == tanh().explore
    assert load_settings(home / "settings.json")[1] is None
    assert not list(home.glob("*.broken*"))


def test_damaged_preferences_are_kept_aside_and_said(seen: dict[str, Any]) -> None:
    start, home = seen["broken"], own(seen["homes"]["broken"])
    says(start, "settings.json.broken2", str(home))
    assert (home / "settings.json.broken2").read_bytes() == b'{"theme": "dark", '
    assert (home / "settings.json.broken").read_bytes() == b"of another time", "what was kept before is still kept"
    assert start["theme"] == Settings().theme
    assert load_settings(home / "settings.json")[1] is None


def test_two_damaged_files_are_both_said(seen: dict[str, Any]) -> None:
    start, home = seen["both"], own(seen["homes"]["both"])
    says(start, "settings.json.broken", "last.actlab.broken")
    assert len(start["shown"].splitlines()) == 2
    assert (home / "last.actlab.broken").read_bytes() == DAMAGED
    assert session.load(home / "last.actlab").explore == AppState().explore


def test_a_damaged_screen_that_cannot_be_put_aside_is_left_alone(seen: dict[str, Any]) -> None:
    start, home = seen["left"], own(seen["homes"]["left"])
    says(start, "last.actlab", "Ctrl+S")
    assert (home / "last.actlab").read_bytes() == DAMAGED


def test_a_home_that_cannot_be_written_is_said_once(seen: dict[str, Any]) -> None:
    start, home = seen["closed"], seen["homes"]["closed"]
    says(start, str(home), "Ctrl+S")
    assert len(start["shown"].splitlines()) == 1, start["shown"]
    assert "쓸 권한이 없음" in start["notice"]["ko"]
    assert list(home.iterdir()) == []


def test_a_data_folder_that_cannot_be_used_is_said(seen: dict[str, Any]) -> None:
    for name, folder, reason in (
        ("gone", "수업 자료", "폴더가 없음"),
        ("readonly", "locked", "쓸 권한이 없음"),
        ("slow", "network", "연결이 끊김"),
    ):
        start = seen[name]
        says(start, folder)
        assert reason in start["notice"]["ko"], start["notice"]["ko"]
        assert start["function"] == "tanh", "the last screen of the usual place is used"
        assert start["seconds"] < 20
        settings = load_settings(own(seen["homes"][name]) / "settings.json")[0]
        assert folder in settings.data_folder, "it is asked again at the next start"


def test_a_file_given_to_a_start_is_opened_or_said(seen: dict[str, Any]) -> None:
    given, odd = seen["first"], seen["odd"]
    assert given["function"] == "tanh"
    assert given["path"].endswith("한 글 %20.actlab")
    says(odd, "damaged.actlab")
    assert odd["shown"] == odd["notice"]["en"]
    assert odd["function"] == "relu"


def test_preferences_that_may_not_be_read_are_not_written_over() -> None:
    with ordinary_folder() as folder, ordinary_user():
        file = folder / "settings.json"
        save_settings(Settings(theme="dark"), file)
        file.chmod(0o000)
        settings, trouble = load_settings(file)
        assert settings == Settings()
        assert trouble is not None
        assert trouble.id == "file.settings_not_read"
        assert "읽을 권한" in trouble.said_in("ko")
        file.chmod(0o600)
        assert load_settings(file)[0].theme == "dark", "nothing was moved"
