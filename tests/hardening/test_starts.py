"""The whole program started on a home that is damaged, closed or slow: it starts, says what is wrong, loses nothing.

======================================================  ==============================================================
what is wrong                                           looked at in
======================================================  ==============================================================
nothing at all, a file is given                         first_start
preferences and last screen damaged                     two_damaged_files
last screen damaged in a folder that is read-only       damaged_screen_that_cannot_be_put_aside
home not to be written                                  closed_home
data folder gone, read-only, slow; given file damaged   data_folders
preferences that may not be read                        test_preferences_that_may_not_be_read_are_not_written_over
======================================================  ==============================================================
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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


@contextlib.contextmanager
def every_start() -> Iterator[dict[str, Any]]:
    """Make every start in one go: what it said, and while it is looked at, what it left."""
    with ordinary_folder() as root:
        homes = {name: root / name for name in ("first", "both", "left", "closed", "gone", "readonly", "slow")}
        cases: list[dict[str, Any]] = []
        for name, home in homes.items():
            home.mkdir()
            home.chmod(0o777)
            cases.append({"home": str(home), "user": name in ("left", "closed", "readonly")})
            # Whoever has seen the tour has started before.
            if name not in ("first", "closed", "both"):
                save_settings(Settings(toured=True), own(home) / "settings.json")
        (own(homes["both"]) / "settings.json.broken").write_bytes(b"of another time")
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
        cases[list(homes).index("slow")]["arguments"] = ["--lang", "en", "--open", str(root / "damaged.actlab")]
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
    assert start["shown"] in (text.splitlines()[0] for text in start["notice"].values())
    assert start["next"] == (f"1/{start['count']}" if start["count"] > 1 else ""), "one does not hide the other"
    assert any("가" <= c <= "힣" for c in start["notice"]["ko"])
    assert start["closed"], "the window closes without a question"


def test_every_start_says_what_is_wrong_and_loses_nothing() -> None:
    with every_start() as seen:
        first_start(seen["first"], own(seen["homes"]["first"]))
        two_damaged_files(seen["both"], own(seen["homes"]["both"]))
        damaged_screen_that_cannot_be_put_aside(seen["left"], own(seen["homes"]["left"]))
        closed_home(seen["closed"], seen["homes"]["closed"])
        data_folders(seen)


def first_start(start: dict[str, Any], home: Path) -> None:
    assert start["notice"] == {}
    assert start["function"] == "tanh"
    assert start["path"].endswith("한 글 %20.actlab")
    assert session.load(home / "last.actlab").explore == tanh().explore
    assert load_settings(home / "settings.json")[1] is None
    assert not list(home.glob("*.broken*"))


def two_damaged_files(start: dict[str, Any], home: Path) -> None:
    says(start, "settings.json.broken2", "last.actlab.broken", str(home))
    assert start["count"] == 2
    assert (home / "settings.json.broken2").read_bytes() == b"\xff\xfe\x00"
    assert (home / "settings.json.broken").read_bytes() == b"of another time", "what was kept before is still kept"
    assert (home / "last.actlab.broken").read_bytes() == DAMAGED
    assert session.load(home / "last.actlab").explore == AppState().explore
    assert start["theme"] == Settings().theme
    assert load_settings(home / "settings.json")[1] is None


def damaged_screen_that_cannot_be_put_aside(start: dict[str, Any], home: Path) -> None:
    says(start, "last.actlab", "Ctrl+S")
    assert (home / "last.actlab").read_bytes() == DAMAGED


def closed_home(start: dict[str, Any], home: Path) -> None:
    says(start, str(home), "Ctrl+S")
    assert start["count"] == 1, start["notice"]
    assert "쓸 권한이 없음" in start["notice"]["ko"]
    assert list(home.iterdir()) == []


def data_folders(seen: dict[str, Any]) -> None:
    for name, folder, reason in (
        ("gone", "수업 자료", "폴더가 없음"),
        ("readonly", "locked", "쓸 권한이 없음"),
        ("slow", "network", "연결이 끊김"),
    ):
        start = seen[name]
        says(start, folder)
        assert reason in start["notice"]["ko"], start["notice"]["ko"]
        assert start["function"] == "tanh", "the last screen of the usual place is used"
        settings = load_settings(own(seen["homes"][name]) / "settings.json")[0]
        assert folder in settings.data_folder, "it is asked again at the next start"
    assert seen["slow"]["seconds"] < 45, "it was waited for until the network answered"
    says(seen["slow"], "damaged.actlab")
    assert seen["slow"]["shown"] == seen["slow"]["notice"]["en"].splitlines()[0]


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
