"""The settings file: it never stops the program, and a damaged one is set aside, not overwritten."""

from __future__ import annotations

import json
import random
from functools import cache

import msgspec

from core.files import Places
from core.settings import ZOOM_STEPS, Settings, load_settings, read_language, save_settings
from core.state import first_screen
from core.text import LANGUAGES
from tests.fuzz.documents import changed, spoilt
from tests.fuzz.target import Target, check_refusal, scratch


@cache
def _files() -> tuple[bytes, ...]:
    full = Settings(
        language="en", theme="projector", zoom=1.25, font="Pretendard", high_contrast=True, decimals=4, dtype="float64",
        data_folder=str(scratch("settings") / "자료"), recent=(str(scratch("settings") / "a.actlab"), "C:\\b.actlab"),
        export_folder=str(scratch("settings")), window=(10, 20, 1440, 900), maximized=True, toured=True,
    )  # fmt: skip
    return tuple(msgspec.json.encode(settings) for settings in (Settings(), full))


def use(data: bytes) -> bool:
    """Start from one settings file."""
    path = scratch("settings") / "settings.json"
    for old in scratch("settings").glob("*.broken*"):
        old.unlink()
    path.write_bytes(data)
    assert read_language(path) in LANGUAGES
    settings, wrong = load_settings(path)
    if wrong is not None:
        check_refusal(wrong, "name", "folder")
        assert settings == Settings()
        assert [old.read_bytes() for old in scratch("settings").glob("*.broken*")] == [data]
        return False
    assert settings.zoom in ZOOM_STEPS
    first_screen(settings.decimals, settings.dtype)
    _use_folder(settings.data_folder)
    assert len(settings.with_recent(path).recent) <= 8
    save_settings(settings, path)
    assert load_settings(path) == (settings, None)
    return True


def _use_folder(folder: str) -> None:
    # Nothing is made outside: other folders are only tried where none can be made of them.
    if (folder.startswith(f"{scratch('settings')}/") and ".." not in folder) or "\0" in folder or len(folder) > 300:
        _, wrong = Places.below(scratch("settings")).with_data(folder)
        if wrong is not None:
            check_refusal(wrong, "folder")


def mutated(draw: random.Random) -> bytes:
    """Return a good file's bytes, spoilt."""
    return spoilt(draw, _files())


TARGET = Target("settings", changed([json.loads(file) for file in _files()]), mutated, use)
