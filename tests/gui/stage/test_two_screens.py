"""Two screens of different scale, one of them unplugged mid-lesson: the stage comes back and nothing is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
# In device-independent pixels: the projector's 1920×1080 are drawn two for one.
LAPTOP, PROJECTOR = [0, 0, 1366, 768], [1366, 0, 960, 540]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("classroom")
    done = subprocess.run(
        [sys.executable, "-m", "tests.gui.stage.classroom", str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = [line for line in done.stderr.splitlines() if line.strip() and "This plugin does not support" not in line]
    assert told == []
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def test_the_stage_goes_to_the_projector_and_the_teacher_keeps_the_window(seen: dict[str, dict[str, Any]]) -> None:
    begun = seen["begun"]
    assert (begun["stage_on"], begun["stage_box"], begun["full_screen"]) == ("projector", PROJECTOR, True)
    assert (begun["teacher_on"], begun["teacher_box"][2:]) == ("laptop", [1200, 700])


def test_the_teacher_has_clock_tools_and_the_next_step(seen: dict[str, dict[str, Any]]) -> None:
    assert seen["begun"]["strip"]
    assert "0:0" in seen["begun"]["clock"]
    assert seen["begun"]["next"] == ""
    assert "2.0" in seen["one revealed"]["next"]


def test_each_screen_is_drawn_at_its_own_scale(seen: dict[str, dict[str, Any]]) -> None:
    assert seen["begun"]["ratio"] == 2.0
    assert seen["begun"]["picture_wide"] == 1920
    assert seen["unplugged"]["ratio"] == 1.0
    assert seen["unplugged"]["picture_wide"] == 1366
    assert all(seen[when]["small_font"] >= 25 for when in ("begun", "unplugged", "plugged in again"))


def test_an_unplugged_projector_brings_the_stage_back_with_all_that_was_on_it(seen: dict[str, dict[str, Any]]) -> None:
    before, after = seen["one revealed"], seen["unplugged"]
    assert (after["stage_on"], after["stage_box"]) == ("laptop", LAPTOP)
    assert after["stage_visible"]
    assert after["full_screen"]
    assert not after["strip"]
    for kept in ("cards", "strokes", "tensor"):
        assert after[kept] == before[kept]
    assert before["cards"][1].count("?") == 5


def test_the_lesson_goes_on_where_it_was(seen: dict[str, dict[str, Any]]) -> None:
    assert seen["went on"]["cards"][1].count("?") == 4
    again = seen["plugged in again"]
    assert (again["stage_on"], again["stage_box"], again["strip"]) == ("projector", PROJECTOR, True)
    assert again["cards"] == seen["went on"]["cards"]


def test_what_is_covered_and_frozen_stays_so_on_the_other_screen(seen: dict[str, dict[str, Any]]) -> None:
    after = seen["unplugged while covered"]
    assert (after["stage_on"], after["cover"], after["frozen"]) == ("laptop", "black", True)
    assert after["cards"] == seen["plugged in again"]["cards"]


def test_after_the_end_no_screen_brings_the_stage_back(seen: dict[str, dict[str, Any]]) -> None:
    assert seen["ended"] == {"stage_visible": False, "teacher_visible": True}
    assert not seen["plugged in after the end"]["stage_visible"]


def test_the_stage_takes_whichever_screen_the_teacher_does_not(seen: dict[str, dict[str, Any]]) -> None:
    other = seen["teacher on the other screen"]
    assert (other["teacher_on"], other["stage_on"], other["stage_box"]) == ("projector", "laptop", LAPTOP)
