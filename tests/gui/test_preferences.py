"""Preferences: each is chosen as a person does, seen at once, and there again at the next start."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog

from core.files import Places
from core.settings import DtypeName, load_settings
from core.tensor_value import DTYPES
from gui.theme import contrast, load_themes
from tests.gui.hands import Hands
from tests.gui.looking import cut_off, doubled, overlapping


def opened(hands: Hands) -> QDialog:
    hands.action("preferencesAction").trigger()
    hands.settle()
    dialog = hands.dialog(QDialog)
    assert dialog is not None
    return dialog


def choose(hands: Hands, dialog: QDialog, field: str, text: str) -> None:
    box = dialog.findChild(QComboBox, f"{field}Box")
    box.setCurrentText(text)
    assert box.currentText() == text
    box.activated.emit(box.currentIndex())
    hands.settle()


def test_every_preference_is_kept_for_the_next_start(launch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language="ko", theme="light"))
    dialog = opened(hands)
    for field, text in (("theme", "어둡게"), ("zoom", "125%"), ("decimals", "4"), ("dtype", "float64")):
        choose(hands, dialog, field, text)
    for check in ("high_contrast", "reduced_motion"):
        dialog.findChild(QCheckBox, f"{check}Check").click()
    choose(hands, dialog, "language", "English")
    assert dialog.windowTitle() == "Preferences"
    hands.application.looks.flush()
    kept = load_settings(Places.below(tmp_path).settings)[0]
    assert kept == hands.application.settings
    assert (kept.language, kept.theme, kept.zoom, kept.decimals, kept.dtype) == ("en", "dark", 1.25, 4, "float64")
    assert (kept.high_contrast, kept.reduced_motion) == (True, True)


def test_decimals_and_dtype_are_what_a_reset_lab_begins_with(launch) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language="ko", theme="light", decimals=5, dtype="float16"))
    assert (hands.own.decimals, hands.own.dtype) == (5, "float16")
    dialog = opened(hands)
    choose(hands, dialog, "decimals", "3")
    assert hands.own.decimals == 5, "work in progress is left alone"
    hands.action("reset_labAction").trigger()
    hands.settle()
    assert (hands.own.decimals, hands.own.dtype) == (3, "float16")
    hands.action("undoAction").trigger()
    assert hands.own.decimals == 5


def test_another_font_is_used_everywhere_and_one_that_is_not_here_falls_back(launch, qapp) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language="ko", theme="light", font="NanumGothicCoding"))
    assert "NanumGothicCoding" in qapp.styleSheet()
    assert hands.application.theme.font().families()[0] == "NanumGothicCoding"
    hands.application.looks.change(
        type(hands.application.settings)(language="ko", theme="light", font="Font of another computer")
    )
    dialog = opened(hands)
    assert dialog.findChild(QComboBox, "fontBox").currentIndex() == 0
    assert "Pretendard" in hands.application.theme.font().families()


@pytest.mark.parametrize("name", ["light", "dark", "projector"])
def test_high_contrast_writes_secondary_words_and_lines_in_full_ink(name: str) -> None:
    plain, strong = load_themes()[name], load_themes()[name].high_contrast()
    for token in ("muted", "border", "control_border", "axis"):
        assert contrast(strong.hex_of(token), strong.tokens.card) >= 12
    assert strong.tokens.curve_width > plain.tokens.curve_width
    assert replace(strong, tokens=plain.tokens) == plain


def test_the_dtypes_to_choose_from_are_those_of_the_core() -> None:
    assert get_args(DtypeName) == DTYPES


def test_a_data_folder_is_used_and_one_that_is_gone_is_told(tmp_path: Path) -> None:
    places = Places.below(tmp_path)
    moved, error = places.with_data(str(tmp_path / "공유" / "자료"))
    assert error is None
    assert moved.last_session == tmp_path / "공유" / "자료" / "last.actlab"
    assert moved.profiles == tmp_path / "공유" / "자료" / "profiles"
    assert moved.lessons == tmp_path / "공유" / "자료" / "lessons"
    assert moved.settings == places.settings
    (tmp_path / "file").write_text("x")
    kept, error = places.with_data(str(tmp_path / "file" / "below"))
    assert kept == places
    assert error is not None
    assert "file" in error.said_in("ko")
    assert "file" in error.said_in("en")
    assert places.with_data("") == (places, None)


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768)])
def test_nothing_in_the_preferences_is_cut_off(launch, monkeypatch, theme: str, size) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("gui.looks.words_in", doubled)
    hands = Hands(launch(language="ko", theme=theme, size=size))
    dialog = opened(hands)
    assert [*cut_off(dialog), *overlapping(dialog)] == []
    assert dialog.width() <= size[0]
    assert dialog.height() <= size[1]


def test_zooming_faster_than_the_window_follows_does_no_harm(launch, qapp) -> None:  # type: ignore[no-untyped-def]
    """Frames that were replaced are still alive then: their pages must leave the cards alone."""
    hands = Hands(launch(language="ko", theme="light"))
    for key in ("explore", "gradient"):
        hands.application.visit(key)
        for zoom in (0.8, 1.25, 0.9, 1.0):
            hands.application.set_zoom(zoom)
            qapp.processEvents()
            qapp.processEvents()
    hands.settle()
    hands.application.visit("explore")
    hands.settle()
    assert [*cut_off(hands.window), *overlapping(hands.window)] == []
