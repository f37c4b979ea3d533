"""The themes by numbers: contrast of every pair of colours that stands on screen, and the size of every letter."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget

from gui.theme import RESOURCES, STYLE_FILE, Theme, Tokens, contrast, load_themes
from gui.widgets.code_view import MARK_TINT, TOKEN_COLORS
from gui.widgets.tensor_cells import CellColours, blended
from tests.gui.hands import Hands

THEMES = ("light", "dark", "projector")
PAPERS = ("background", "card", "hover", "accent_soft", "error_soft", "right_soft", "saturation")
# Letters: (colour, what it stands on).
READ = (
    *[(ink, under) for ink in ("ink", "muted", "error", "accent", "right") for under in PAPERS],
    ("accent_ink", "accent"),
    *[("probe_ink", under) for under in ("background", "card")],
    *[(token, "card") for token in TOKEN_COLORS.values()],
    *[("slope", under) for under in ("background", "card", "saturation")],
)
# Lines and shapes that carry meaning: curves, marks, axes, frames of fields, and where the keyboard is.
SEEN = (
    *[(line, under) for line in ("accent", "slope", "probe", "axis") for under in ("background", "card", "saturation")],
    *[(line, under) for line in ("accent", "ink", "error", "right") for under in PAPERS if under != "saturation"],
    *[("control_border", under) for under in ("background", "card", "hover")],
    *[(f"series_{i}", under) for i in range(5) for under in ("background", "card")],
)
# What stands out by something else: hairlines beside words, a grid that must stay behind the curves, and the colours of
# cells and of planes, which have numbers on them or an edge around them.
QUIET = {"border", "grid", "positive", "negative", "transparent"}
LOOKS = [(name, strong) for name in ("light", "dark", "projector") for strong in (False, True)]
LOOK_NAMES = [f"{name}{' in high contrast' if strong else ''}" for name, strong in LOOKS]


def tokens_of(name: str) -> Theme:
    return load_themes()[name]


@pytest.mark.parametrize(("name", "strong"), LOOKS, ids=LOOK_NAMES)
@pytest.mark.parametrize(("ink", "paper"), sorted(set(READ)))
def test_letters_stand_out_from_what_they_stand_on(name: str, strong: bool, ink: str, paper: str) -> None:
    theme = tokens_of(name).high_contrast() if strong else tokens_of(name)
    assert contrast(theme.hex_of(ink), theme.hex_of(paper)) >= (7.0 if name == "projector" else 4.5)


@pytest.mark.parametrize(("name", "strong"), LOOKS, ids=LOOK_NAMES)
@pytest.mark.parametrize(("line", "paper"), sorted(set(SEEN)))
def test_curves_focus_and_borders_stand_out(name: str, strong: bool, line: str, paper: str) -> None:
    theme = tokens_of(name).high_contrast() if strong else tokens_of(name)
    assert contrast(theme.hex_of(line), theme.hex_of(paper)) >= 3.0


@pytest.mark.parametrize("name", THEMES)
def test_reading_contrast_is_what_the_theme_promises(name: str) -> None:
    assert tokens_of(name).tokens.reading_contrast == (7.0 if name == "projector" else 4.5)


def test_every_colour_that_is_painted_is_among_those_computed() -> None:
    colours = set(Tokens.__struct_fields__) - {"series", "base_font", "number_font", "readout_font", "small_font"}
    colours -= {"curve_width", "point_size", "target", "reading_contrast"}
    painted: set[str] = set()
    for path in (RESOURCES.parent / "gui").rglob("*.py"):
        named = re.findall(r'"(\w+)"', path.read_text(encoding="utf-8"))
        painted |= colours & set(named)
    computed = {ink for ink, _ in (*READ, *SEEN)} | {paper for _, paper in (*READ, *SEEN)}
    assert painted - computed - QUIET == set()
    assert {"accent", "probe", "slope", "axis", "muted"} <= painted


@pytest.mark.parametrize("name", THEMES)
def test_every_series_stands_out_from_the_card(name: str) -> None:
    tokens = tokens_of(name).tokens
    # The reddish purple of the colour-blind-safe series is the faintest.
    assert all(contrast(color, tokens.card) >= 3.0 for color in tokens.series)
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
        lines = re.findall(r"border(?:-\w+)*:\s*[^;]*?\$(?!\{)(\w+)", rule)
        for line in set(lines) - QUIET:
            for paper in papers or ["card", "background"]:
                # A frame in the colour of what it frames is no line, but where the thing ends.
                assert line == paper or (line, paper) in SEEN or paper == "accent", (line, paper)


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
