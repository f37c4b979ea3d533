"""The themes by numbers: contrast of every pair of colours that stands on screen, and the size of every letter."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget

from gui.theme import STYLE_FILE, Theme, contrast, load_themes
from gui.widgets.code_view import MARK_TINT, TOKEN_COLORS
from gui.widgets.tensor_cells import CellColours, blended
from tests.gui.hands import Hands

THEMES = ("light", "dark", "projector")
# Letters: (colour, what it stands on).
READ = (
    *[("ink", under) for under in ("background", "card", "hover", "accent_soft", "saturation")],
    *[("ink", under) for under in ("right_soft", "error_soft")],
    *[("right", under) for under in ("card", "right_soft")],
    *[("muted", under) for under in ("background", "card", "saturation")],
    *[("accent", under) for under in ("card", "accent_soft", "right_soft", "error_soft", "hover")],
    ("accent_ink", "accent"),
    *[("error", under) for under in ("background", "card", "error_soft")],
    *[("probe_ink", under) for under in ("card",)],
    *[(token, "card") for token in TOKEN_COLORS.values()],
    ("slope", "card"),
)
# Lines and shapes that carry meaning.
SEEN = (
    *[(line, under) for line in ("accent", "slope", "probe") for under in ("card", "saturation")],
    *[("accent", under) for under in ("background", "card", "hover")],
    *[("control_border", under) for under in ("background", "card")],
    *[("error", under) for under in ("card", "background")],
    ("axis", "card"),
)


def tokens_of(name: str) -> Theme:
    return load_themes()[name]


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("ink", "paper"), sorted(set(READ)))
def test_letters_stand_out_from_what_they_stand_on(name: str, ink: str, paper: str) -> None:
    tokens = tokens_of(name).tokens
    assert contrast(getattr(tokens, ink), getattr(tokens, paper)) >= tokens.reading_contrast


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("line", "paper"), sorted(set(SEEN)))
def test_curves_focus_and_borders_stand_out(name: str, line: str, paper: str) -> None:
    tokens = tokens_of(name).tokens
    assert contrast(getattr(tokens, line), getattr(tokens, paper)) >= 3.0


@pytest.mark.parametrize("name", THEMES)
def test_every_series_stands_out_from_the_card(name: str) -> None:
    tokens = tokens_of(name).tokens
    # The reddish purple of the colour-blind-safe series is the faintest: 3.0 on white when rounded.
    assert all(round(contrast(color, tokens.card), 1) >= 3.0 for color in tokens.series)
    assert len(set(tokens.series)) == 5


@pytest.mark.parametrize("name", THEMES)
def test_numbers_stand_out_in_every_cell_colour(name: str) -> None:
    theme = tokens_of(name)
    faintest = min(contrast(theme.tokens.ink, color) for color in CellColours(theme).backgrounds)
    assert faintest >= theme.tokens.reading_contrast


@pytest.mark.parametrize("name", THEMES)
def test_a_marked_number_stands_out_from_its_tint(name: str) -> None:
    tokens = tokens_of(name).tokens
    tint = blended(tokens.probe, tokens.card, MARK_TINT)
    assert contrast(tokens.probe_ink, tint) >= tokens.reading_contrast


def test_every_pair_of_the_style_sheet_is_among_those_computed() -> None:
    for rule in re.findall(r"\{([^{}$]*(?:\$\{?\w+\}?[^{}$]*)*)\}", STYLE_FILE.read_text(encoding="utf-8")):
        colors = re.findall(r"(?<![-\w])color:\s*\$(\w+)", rule)
        papers = re.findall(r"(?<!-)background:\s*\$(\w+)", rule)
        for ink in colors:
            for paper in papers or ["card"]:
                assert (ink, paper) in READ, (ink, paper)


def test_fields_have_the_border_that_is_seen() -> None:
    style = STYLE_FILE.read_text(encoding="utf-8")
    rule = re.search(r"QLineEdit, QSpinBox, QDoubleSpinBox, QPlainTextEdit \{[^{]*?border: 1px solid \$(\w+)", style)
    assert rule is not None
    assert rule[1] == "control_border"


def test_contrast_is_computed_as_wcag_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)
    assert contrast("#FFFFFF", "#767676") == contrast("#767676", "#FFFFFF")


@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768)])
def test_no_letter_on_the_projector_is_smaller_than_25_pixels(launch, size: tuple[int, int]) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language="ko", theme="projector", size=size))
    for function in ("leaky_relu", "rrelu", "softmax", "custom"):
        hands.application._labs["explore"].picker.function_requested.emit(function)
        hands.settle()
        small = {
            f"{part.objectName() or type(part).__name__}: {part.fontInfo().pixelSize()} px"
            for part in hands.window.findChildren(QWidget)
            if part.fontInfo().pixelSize() < 25
        }
        assert small == set()


@pytest.mark.parametrize("name", THEMES)
def test_the_larger_sizes_are_larger(name: str) -> None:
    tokens = tokens_of(name).tokens
    sizes = np.array([tokens.small_font, tokens.base_font, tokens.readout_font])
    assert (np.diff(sizes) > 0).all()
    if name == "projector":
        assert tokens.small_font >= 25
        assert tokens.readout_font >= 36
        assert tokens.target >= 44
        assert (tokens.curve_width, tokens.point_size) == (6, 30)
