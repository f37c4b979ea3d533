"""The tools of the stage without a mouse: Ctrl and arrows lead what is in the hand, D is the button."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from core.text import words_in
from gui.app import Application
from gui.dialogs.shortcuts import shortcut_groups
from tests.gui.stage.audience import Audience
from tests.gui.stage.test_projection import near

KEY, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
WIDTH, HEIGHT = 1366, 768
STEP, LARGE = round(0.01 * WIDTH), 0.08 * WIDTH


@pytest.fixture
def audience(application: Application) -> Audience:
    audience = Audience(application)
    audience.project((WIDTH, HEIGHT))
    return audience


def take(audience: Audience, tool: str) -> None:
    audience.hands.action(f"{tool}Action").trigger()
    audience.settle()


def red_at(audience: Audience, x: float, y: float) -> bool:
    return near(audience.picture().pixelColor(round(x), round(y)), QColor("#E00000"))


def test_ctrl_and_arrows_move_the_laser_by_small_and_large_steps(audience: Audience) -> None:
    take(audience, "laser")
    assert red_at(audience, WIDTH / 2, HEIGHT / 2)
    for _ in range(3):
        audience.press(KEY.Key_Right, CTRL | SHIFT)
    audience.press(KEY.Key_Up, CTRL)
    assert red_at(audience, WIDTH / 2 + 3 * LARGE, HEIGHT / 2 - STEP)
    assert not red_at(audience, WIDTH / 2, HEIGHT / 2)
    for _ in range(30):
        audience.press(KEY.Key_Down, CTRL | SHIFT)
    assert red_at(audience, WIDTH / 2 + 3 * LARGE, HEIGHT - 2), "it stays on the stage"


def test_the_spotlight_follows_the_keys(audience: Audience) -> None:
    take(audience, "spotlight")
    for _ in range(5):
        audience.press(KEY.Key_Left, CTRL | SHIFT)
    picture = audience.picture()
    left = round(WIDTH / 2 - 5 * LARGE)
    assert picture.pixelColor(left + 40, 384).lightness() > 150
    assert picture.pixelColor(WIDTH - 20, 384).lightness() < 110


def test_a_clickers_arrows_walk_whatever_is_in_the_hand(audience: Audience) -> None:
    audience.hands.action("predictAction").trigger()
    take(audience, "laser")
    hidden = "".join(audience.cards()).count("?")
    audience.press(KEY.Key_Right)
    assert "".join(audience.cards()).count("?") == hidden - 1
    assert red_at(audience, WIDTH / 2, HEIGHT / 2)


def test_d_lowers_the_pen_and_lifts_it(audience: Audience) -> None:
    pen = audience.stage.theme.color("probe")
    take(audience, "pen")
    before = audience.picture()
    audience.press(KEY.Key_Right, CTRL | SHIFT)
    audience.press(KEY.Key_D)
    for _ in range(2):
        audience.press(KEY.Key_Right, CTRL | SHIFT)
    audience.press(KEY.Key_D)
    audience.press(KEY.Key_Right, CTRL | SHIFT)
    take(audience, "pen")
    picture = audience.picture()
    assert near(picture.pixelColor(round(WIDTH / 2 + 2.5 * LARGE), HEIGHT // 2), pen)
    assert near(picture.pixelColor(round(WIDTH / 2 + 1.5 * LARGE), HEIGHT // 2), pen)
    assert not near(picture.pixelColor(round(WIDTH / 2 + 3.5 * LARGE), HEIGHT // 2), pen), "lifted, it draws nothing"
    audience.press(KEY.Key_E)
    assert audience.picture() == before


def test_the_pen_led_by_keys_is_seen_where_it_is(audience: Audience) -> None:
    take(audience, "pen")
    audience.press(KEY.Key_Up, CTRL | SHIFT)
    picture, ink = audience.picture(), audience.stage.theme.color("ink")
    middle = round(HEIGHT / 2 - LARGE)
    columns = range(WIDTH // 2 - 40, WIDTH // 2 + 40)
    across = (sum(near(picture.pixelColor(x, y), ink) for x in columns) for y in range(middle - 2, middle + 3))
    assert max(across) >= audience.stage.theme.em * 0.8


def test_a_region_is_chosen_by_its_two_corners(audience: Audience) -> None:
    take(audience, "region")
    audience.press(KEY.Key_D)
    for _ in range(2):
        audience.press(KEY.Key_Right, CTRL | SHIFT)
        audience.press(KEY.Key_Down, CTRL | SHIFT)
    audience.press(KEY.Key_D)
    region = audience.projection.state.region
    assert region == pytest.approx((0.5, 0.5, 0.16, 0.16 * WIDTH / HEIGHT), abs=0.002)
    audience.press(KEY.Key_Escape)
    assert audience.projection.state.region is None


def test_without_a_tool_the_keys_do_nothing(audience: Audience) -> None:
    before = audience.picture()
    audience.press(KEY.Key_D)
    audience.press(KEY.Key_Right, CTRL)
    assert audience.picture() == before
    assert audience.projection.state.revealed == 0


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_keys_of_the_tools_are_on_the_sheet_and_on_the_buttons(audience: Audience, lang: str) -> None:
    sheet = " ".join(f"{what} {keys}" for _, rows in shortcut_groups(words_in(lang)) for what, keys in rows)  # type: ignore[arg-type]
    assert "Ctrl+화살표" in sheet if lang == "ko" else "Ctrl+arrows" in sheet
    audience.application.set_language(lang)  # type: ignore[arg-type]
    for tool in ("laser", "spotlight", "pen", "region"):
        tip = audience.stage.controls.buttons[tool].toolTip()
        assert ("Ctrl+화살표" if lang == "ko" else "Ctrl+arrows") in tip
        assert audience.hands.action(f"{tool}Action").shortcut().toString() in tip
