"""Two monitors of a real X server, one of them unplugged: ``make hardening`` tries it where there is an Xvfb."""

from __future__ import annotations

import ctypes.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.hardening.effort import THOROUGH

ROOT = Path(__file__).resolve().parents[2]
_HAS_X = shutil.which("Xvfb") is not None and ctypes.util.find_library("Xrandr") is not None
pytestmark = pytest.mark.skipif(not (THOROUGH and _HAS_X), reason="takes half a minute and Xvfb, with libXrandr")


@contextmanager
def x_server() -> Iterator[str]:
    """Start an Xvfb as wide as two monitors; yield what DISPLAY has to be."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "3286x1080x24", "-nolisten", "tcp", "-ac"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        yield f":{os.read(reading, 16).decode().strip()}"
    finally:
        os.close(reading)
        server.terminate()
        server.wait()


def test_a_lesson_goes_on_and_keeps_the_keys_without_a_window_manager(tmp_path: Path) -> None:
    with x_server() as name:
        done = subprocess.run(
            [sys.executable, "-m", "tests.hardening.x11_lesson", str(tmp_path)],
            cwd=ROOT,
            env={**os.environ, "DISPLAY": name},
            capture_output=True,
            text=True,
            timeout=180,
        )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stderr.strip() == ""
    seen = json.loads(done.stdout.splitlines()[-1])
    on_projector, on_laptop = ["projector", 1366, 0, 1920, 1080], ["laptop", 0, 0, 1366, 768]
    for when in ("projected", "plugged in again"):
        assert seen[when]["screens"] == ["laptop", "projector"]
        assert seen[when]["windows"]["StageWindow"] == on_projector, when
        assert seen[when]["strip"]
    for when in ("unplugged", "unplugged with preferences"):
        assert seen[when]["screens"] == ["laptop"]
        assert seen[when]["windows"]["StageWindow"] == on_laptop, when
        assert not seen[when]["strip"]
    for when in ("projected", "unplugged", "plugged in again", "unplugged with preferences"):
        assert seen[when]["active"] == "StageWindow", when
    assert seen["plugged in again"]["strokes"] == [1], "the pen was lifted when the cable came out"
    assert seen["preferences"]["active"] == "PreferencesDialog"
    assert "StageWindow" not in seen["ended"]["windows"]
    assert seen["ended"]["active"] == "PreferencesDialog"
    for noted in seen.values():
        assert noted["windows"]["MainWindow"] == ["laptop", 60, 40, 1200, 680]
