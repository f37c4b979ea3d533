"""The whole window looked at: curves where the function says, nothing cut off, nothing on top of something else."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint

from core.labs import explore
from core.tensor_value import TensorValue
from gui.widgets.curve_plot import CurvePlot
from tests.gui.hands import Hands, is_like
from tests.gui.looking import EVERY_LOOK, LOOK_NAMES, doubled, faults_in_view

# What is long on screen: a parameter with range and note, a choice, several parameters, bars, an own formula.
FUNCTIONS = ("relu", "leaky_relu", "gelu", "rrelu", "softmax", "custom")


def show(hands: Hands, function: str) -> None:
    hands.application._labs["explore"].picker.function_requested.emit(function)
    hands.settle()
    hands.application._labs["explore"].warm_up()
    hands.application.bridge.render_now()
    hands.settle()


@pytest.mark.parametrize(("lang", "theme", "size"), EVERY_LOOK, ids=LOOK_NAMES)
def test_the_curves_have_their_colour_where_the_function_says(launch, lang, theme, size) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language=lang, theme=theme, size=size))
    state = hands.application.store.state
    one_element = explore.set_tensor(state.explore, TensorValue.of([-1.0]))
    hands.application.store.commit(replace(state, explore=explore.select(one_element, 0)), "change.tensor")
    show(hands, "tanh")
    own = hands.application.theme
    functions = {"curvePlot": math.tanh, "slopePlot": lambda x: 1 - math.tanh(x) ** 2}
    for (name, function), token in zip(functions.items(), ("accent", "slope"), strict=True):
        plot = hands.part(name, CurvePlot)
        if name == "slopePlot" and theme == "projector" and size[1] < 1080:
            continue  # a small projector stage keeps its room for the one curve
        assert plot.isVisible()
        picture, wanted = hands.picture(plot), own.color(token)
        marked = [*plot.view.points_x, plot.view.probe_x]
        for x in (-6.2, -5.5, -3.6, -2.6, 1.4, 2.6, 3.4, 4.6, 5.4, 6.6):
            if min(abs(x - m) for m in marked) < 0.9:
                continue
            at = plot.to_pixel(x, function(x)).toPoint()
            assert is_like(picture.pixelColor(at), wanted, 90), (name, x)
            beside = at + QPoint(0, -4 * own.px(own.tokens.curve_width) * (1 if at.y() > plot.height() / 2 else -1))
            assert not is_like(picture.pixelColor(beside), wanted, 30), (name, x, "paint beside the curve")


@pytest.mark.parametrize(("lang", "theme", "size"), EVERY_LOOK, ids=LOOK_NAMES)
def test_nothing_is_cut_off_and_nothing_overlaps(launch, lang, theme, size) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language=lang, theme=theme, size=size))
    assert faults_of(hands, size) == []


@pytest.mark.parametrize(("lang", "theme", "size"), EVERY_LOOK, ids=LOOK_NAMES)
def test_nothing_is_cut_off_when_every_word_is_twice_as_long(  # type: ignore[no-untyped-def]
    launch, monkeypatch: pytest.MonkeyPatch, lang, theme, size
) -> None:
    monkeypatch.setattr("gui.looks.words_in", doubled)
    hands = Hands(launch(language=lang, theme=theme, size=size))
    assert faults_of(hands, size) == []


@pytest.mark.parametrize("zoom", [0.8, 2.0])
@pytest.mark.parametrize("theme", ["light", "projector"])
def test_nothing_is_cut_off_at_the_smallest_and_largest_zoom(launch, theme: str, zoom: float) -> None:  # type: ignore[no-untyped-def]
    size = (1920, 1080)
    assert faults_of(Hands(launch(language="ko", theme=theme, zoom=zoom, size=size)), size) == []


def faults_of(hands: Hands, size: tuple[int, int]) -> list[str]:
    """Return what cannot be read on any page of any function in question."""
    found: list[str] = []
    for function in FUNCTIONS:
        show(hands, function)
        found += faults_in_view(hands, size, function)
    return found
