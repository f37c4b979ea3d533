"""Quitting at any moment: exit code 0, no traceback, everything kept, in a bounded time, nobody left behind."""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

import pytest

from core import session
from core.settings import load_settings
from tests.hardening.starting import Ended, start

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are started as on Linux")

# make hardening quits during the loading many times; make test, at three moments.
THOROUGH = bool(os.environ.get("THOROUGH"))
_CHANCE = random.Random(7)
MOMENTS = [0.02, 0.3, 0.8] if not THOROUGH else [round(_CHANCE.uniform(0.0, 2.5), 3) for _ in range(60)]


def check_quit(ended: Ended, seconds: float) -> None:
    assert ended.code == 0, ended.stderr[-2000:]
    assert ended.stderr == "" or "Traceback" not in ended.stderr, ended.stderr[-2000:]
    assert "raised" not in ended.seen, ended.seen
    assert ended.seen["closed"] is True
    assert float(str(ended.seen["seconds"])) < seconds
    settings, trouble = load_settings(next(ended.home.rglob("settings.json")))
    assert not trouble
    assert settings.window
    for left in ended.home.rglob("activation-lab-*"):
        pytest.fail(f"left behind: {left}")


@pytest.mark.parametrize("moment", MOMENTS)
def test_quitting_while_pytorch_loads(tmp_path: Path, moment: float) -> None:
    check_quit(start(tmp_path, f"quit:{moment}"), 5.0)


@pytest.mark.parametrize("what", ["train", "export"])
def test_quitting_in_the_middle_of_training_or_exporting(tmp_path: Path, what: str) -> None:
    ended = start(tmp_path, what)
    check_quit(ended, 5.0)
    last = session.load(next(ended.home.rglob("last.actlab")))
    if what == "train":
        assert ended.seen["running"] is True
        assert last.race.started
    else:
        assert not ended.saved.exists(), "half an export"


def test_quitting_while_training_export_and_autosave_hang_takes_a_bounded_time(tmp_path: Path) -> None:
    ended = start(tmp_path, "hang")
    assert ended.seen["running"] is True
    # Two seconds each for training and export, three for the autosave; then the screen is kept, by another thread.
    check_quit(ended, 12.0)
    assert session.load(next(ended.home.rglob("last.actlab"))).lab == "race"
