"""Preferences: defaults, round trip, and what becomes of a damaged file."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from core.settings import MAX_RECENT, ZOOM_STEPS, Settings, load_settings, read_language, save_settings
from core.text import LANGUAGES


def test_before_the_first_run_the_program_speaks_korean(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    assert load_settings(file) == (Settings(), None)
    assert read_language(file) == "ko"
    assert list(tmp_path.iterdir()) == []


def test_preferences_come_back_as_they_were_saved(tmp_path: Path) -> None:
    file = tmp_path / "new" / "settings.json"
    settings = Settings(
        language="en",
        theme="projector",
        zoom=1.25,
        font="Nanum Gothic",
        high_contrast=True,
        reduced_motion=True,
        decimals=4,
        dtype="float64",
        data_folder="/수업/자료",
        recent=("/수업/a.actlab",),
        window=(-1920, 0, 1280, 720),
        maximized=True,
        toured=True,
    )
    save_settings(settings, file)
    assert load_settings(file) == (settings, None)
    assert read_language(file) == "en"


@pytest.mark.parametrize(
    "damaged",
    [
        b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"language": "fr"}', b'{"theme": 3}', b'{"zoom": "big"}',
        b'{"window": [1, 2]}', b'{"window": [0, 0, 99999999999, 1]}', b'{"window": [0, 0, 0, 0]}', b"[" * 100_000,
        b'{"data_folder": "a\\u0000b"}', b'{"recent": ["\\u0000"]}', b'{"export_folder": "\\u0000"}',
    ],
    ids=lambda data: repr(data[:24]),
)  # fmt: skip
def test_a_damaged_file_is_kept_beside_and_defaults_are_used(tmp_path: Path, damaged: bytes) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(damaged)
    assert read_language(file) == "ko"
    assert file.exists(), "asking for the language moves nothing"
    settings, trouble = load_settings(file)
    assert settings == Settings()
    assert trouble is not None
    for lang in LANGUAGES:
        assert "settings.json.broken" in trouble.said_in(lang)
    assert not file.exists()
    assert (tmp_path / "settings.json.broken").read_bytes() == damaged
    assert load_settings(file) == (Settings(), None)


def test_what_an_older_or_newer_program_wrote_is_taken_as_far_as_it_goes(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"language": "en", "telepathy": True}), encoding="utf-8")
    assert load_settings(file) == (Settings(language="en"), None)


@pytest.mark.parametrize(("written", "used"), [(1.3, 1.25), (-4, 0.8), (1e6, 2.0), (1, 1.0)])
def test_a_zoom_between_the_steps_becomes_the_nearest(tmp_path: Path, written: float, used: float) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"zoom": written}), encoding="utf-8")
    assert load_settings(file)[0].zoom == used
    assert used in ZOOM_STEPS


def test_the_recent_list_holds_each_file_once_the_newest_first() -> None:
    settings = Settings()
    for i in range(MAX_RECENT + 3):
        settings = settings.with_recent(Path(f"/class/{i}.actlab"))
    settings = settings.with_recent(Path("/class/5.actlab"))
    assert settings.recent[:2] == (str(Path("/class/5.actlab")), str(Path(f"/class/{MAX_RECENT + 2}.actlab")))
    assert len(settings.recent) == len(set(settings.recent)) == MAX_RECENT


def test_a_recent_file_is_found_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Settings().with_recent(Path("a.actlab")).recent == (str(tmp_path / "a.actlab"),)


def test_settings_cannot_be_changed_in_place() -> None:
    with pytest.raises(AttributeError):
        Settings().language = "en"  # type: ignore[misc]
    assert msgspec.structs.replace(Settings(), language="en").language == "en"
