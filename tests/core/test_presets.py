"""Preferences that an administrator puts in place for a class: a few lines, the same for every account."""

from __future__ import annotations

import json
import os
import re
from codecs import BOM_UTF8
from pathlib import Path

import pytest

from core import session
from core.files import Places
from core.settings import Settings, load_settings
from core.state import AppState

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("PUPIL", "학생 03")
    return tmp_path


def test_what_a_preset_leaves_out_is_the_default_and_what_is_unknown_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"theme": "dark", "toured": true, "of a later version": [1]}', encoding="utf-8")
    assert load_settings(file)[0] == Settings(theme="dark", toured=True)
    assert file.exists()


def test_a_byte_order_mark_of_windows_does_no_harm(tmp_path: Path) -> None:
    preset = tmp_path / "settings.json"
    preset.write_text('{"theme": "dark"}', encoding="utf-8-sig")
    assert load_settings(preset) == (Settings(theme="dark"), None)
    saved = tmp_path / "수업.actlab"
    saved.write_bytes(BOM_UTF8 + session.encode(AppState(lab="race")))
    assert session.load(saved) == AppState(lab="race")


@pytest.mark.parametrize("file", ["administration.ko.md", "administration.en.md"])
def test_the_preset_of_the_page_is_read_as_it_stands(tmp_path: Path, file: str) -> None:
    blocks = re.findall(r"```json\n(.*?)```", (ROOT / "docs" / file).read_text(encoding="utf-8"), re.S)
    assert len(blocks) == 1
    preset = tmp_path / "settings.json"
    preset.write_text(blocks[0], encoding="utf-8")
    settings = load_settings(preset)[0]
    written = json.loads(blocks[0])
    assert set(written) <= set(Settings.__struct_fields__)
    assert {name: getattr(settings, name) for name in written} == written
    assert settings != Settings()


def test_one_preset_names_everybodys_own_data_folder(home: Path) -> None:
    usual = Places.below(home / "usual")
    places, problem = usual.with_data("~/수업 자료")
    assert (places.profiles, problem) == (home / "home" / "수업 자료" / "profiles", None)
    places, problem = usual.with_data(f"{home}/net/$PUPIL")
    assert (places.last_session, problem) == (home / "net" / "학생 03" / "last.actlab", None)
    assert places.settings == usual.settings
    assert places.log == usual.log


@pytest.mark.parametrize("folder", ["자료", "$NOBODY_SET_THIS/자료", "..", "%UNSET%\\자료"])
def test_a_folder_that_is_nowhere_certain_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    monkeypatch.chdir(home)
    usual = Places.below(home / "usual")
    places, problem = usual.with_data(folder)
    assert places == usual
    assert problem is not None
    assert folder in problem.said_in("ko")
    assert os.listdir(home) == []
