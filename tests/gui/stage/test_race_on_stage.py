"""The race in front of the class: boards and curves at every size, with every name whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage

from core.labs import race
from core.labs.race.state import choose_function
from gui.app import Application
from gui.labs.race.look import series_token
from gui.theme import Theme
from tests.conftest import Launch
from tests.gui.stage.audience import SIZES, Audience, ink_in

KEY = Qt.Key
SIX = ("identity", "sigmoid", "tanh", "relu", "leaky_relu", "gelu")
TEXT, DIGIT = 25, 0.71


def trained(application: Application, functions: tuple[str, ...]) -> Audience:
    """Let these functions race, some epochs far."""
    application.visit("race")
    audience = Audience(application)
    store, runner = application.store, application._labs["race"].runner
    own = store.state.race
    while len(own.entrants) > 1:
        own = race.remove_entrant(own, len(own.entrants) - 1)
    own = choose_function(own, 0, functions[0])
    for function in functions[1:]:
        own = race.add_entrant(own, function)
    store.commit(replace(store.state, race=own), "change.function")
    for _ in range(12):
        runner.wait(20)
        runner.epoch()
    runner.wait(20)
    audience.settle()
    return audience


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_boards_and_curves_are_read_from_the_last_row(launch: Launch, size: tuple[int, int]) -> None:
    audience = trained(launch(language="ko"), SIX)
    stage = audience.project(size)
    parts = audience.projection._stages["race"].picture
    picture, theme = audience.picture(), stage.theme
    curves = audience.box(parts.curves)
    assert curves.height() >= 0.3 * size[1]
    assert not curves.intersects(audience.box(parts.board))
    assert drawn_lines(picture.copy(curves), theme) == {0, 1, 2, 3, 4, 5}
    ink = ink_in(picture, QRect(curves.left(), curves.top(), 5 * theme.em, round(1.3 * theme.em)))
    assert max(ink.heights) / DIGIT >= TEXT
    assert ink.contrast >= 7
    for tile in parts.board.tiles[: len(SIX)]:
        assert tile.isVisible()
        assert tile.head_width(tile.view.name, tile.view.score) <= tile.width()
        assert tile.picture_box().height() >= 2 * theme.em


def drawn_lines(picture: QImage, theme: Theme) -> set[int]:
    """Return which of the first six series are seen, as a line or as a marker of their colour."""
    pixels = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine() // 4, 4)
    seen = set()
    for series in range(6):
        color = theme.color(series_token(series))
        wanted = np.array([color.blue(), color.green(), color.red()])
        if (np.abs(pixels[:, :, :3].astype(int) - wanted).max(axis=2) <= 12).sum() > 60:
            seen.add(series)
    return seen


def test_with_many_entrants_the_clicker_goes_from_the_boards_to_the_curves(application: Application) -> None:
    audience = trained(application, (*SIX, "elu", "silu"))
    stage = audience.project((1024, 768))
    parts = audience.projection._stages["race"].picture
    assert (parts.board.isVisible(), parts.curves.isVisible()) == (True, False)
    assert stage.body.head.content.place == "1 / 2"
    audience.press(KEY.Key_PageDown)
    assert (parts.board.isVisible(), parts.curves.isVisible()) == (False, True)
    assert stage.body.head.content.place == "2 / 2"
    assert parts.curves.height() >= 0.6 * 768
    audience.press(KEY.Key_PageUp)
    assert (parts.board.isVisible(), parts.curves.isVisible()) == (True, False)
    # What is hidden is revealed before.
    audience.hands.action("predictAction").trigger()
    audience.press(KEY.Key_PageDown)
    assert audience.projection.state.revealed == 1
    assert parts.board.isVisible()
