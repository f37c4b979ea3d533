"""The Neuron lab looked at: nothing cut off or overlapping, and paint where the numbers say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF

from core.labs import neuron
from core.labs.neuron import NeuronState
from gui.labs.neuron.diagram import NeuronDiagram
from gui.labs.neuron.plane_plot import PlanePlot
from gui.widgets.curve_plot import CurvePlot
from tests.gui.hands import Hands, is_like
from tests.gui.looking import EVERY_LOOK, LOOK_NAMES, doubled, faults_in_view

START = NeuronState()
# Every view, with what is long on screen: five inputs, a function with parameters, a remark, two layers, wrong points.
SCREENS: dict[str, Callable[[], NeuronState]] = {
    "five inputs": lambda: neuron.choose_function(neuron.set_count(START, 5), "elu"),
    "rounded": lambda: neuron.set_dtype(START, "float64"),
    "plane": lambda: neuron.choose_gate(neuron.set_view(START, "plane"), "xor"),
    "two layers": lambda: neuron.show_solution(START, "step"),
    "three inputs": lambda: neuron.set_count(neuron.set_view(START, "plane"), 3),
    "collapse": lambda: neuron.choose_function(neuron.set_view(START, "collapse"), "leaky_relu"),
}


def visit(hands: Hands) -> Hands:
    hands.application.visit("neuron")
    hands.settle()
    return hands


def show(hands: Hands, state: NeuronState) -> None:
    store = hands.application.store
    store.commit(replace(store.state, neuron=state), "neuron.change_number")
    for _ in range(4):
        hands.settle()


def faults_of(hands: Hands, size: tuple[int, int]) -> list[str]:
    found: list[str] = []
    for name, made in SCREENS.items():
        show(hands, made())
        found += faults_in_view(hands, size, name)
    return found


@pytest.mark.parametrize(("lang", "theme", "size"), EVERY_LOOK, ids=LOOK_NAMES)
def test_nothing_is_cut_off_and_nothing_overlaps(launch, lang, theme, size) -> None:  # type: ignore[no-untyped-def]
    assert faults_of(visit(Hands(launch(language=lang, theme=theme, size=size))), size) == []


@pytest.mark.parametrize(("lang", "theme", "size"), EVERY_LOOK, ids=LOOK_NAMES)
def test_nothing_is_cut_off_when_every_word_is_twice_as_long(  # type: ignore[no-untyped-def]
    launch, monkeypatch: pytest.MonkeyPatch, lang, theme, size
) -> None:
    monkeypatch.setattr("gui.looks.words_in", doubled)
    assert faults_of(visit(Hands(launch(language=lang, theme=theme, size=size))), size) == []


@pytest.mark.parametrize("zoom", [0.8, 2.0])
@pytest.mark.parametrize("theme", ["light", "projector"])
def test_nothing_is_cut_off_at_the_smallest_and_largest_zoom(launch, theme: str, zoom: float) -> None:  # type: ignore[no-untyped-def]
    size = (1920, 1080)
    assert faults_of(visit(Hands(launch(language="ko", theme=theme, zoom=zoom, size=size))), size) == []


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_edges_have_the_colour_of_their_weight_and_are_wider_for_more(launch, theme: str) -> None:  # type: ignore[no-untyped-def]
    hands = visit(Hands(launch(language="ko", theme=theme)))
    show(hands, neuron.select(neuron.set_number(neuron.set_number(START, "w0", 2.0), "w1", -2.0), "b"))
    diagram, own = hands.part("neuronDiagram", NeuronDiagram), hands.application.theme

    def column(x: float, y: float) -> list[bool]:
        """Return, pixel by pixel downwards, where the edge's own colour is seen."""
        picture = hands.picture(diagram)
        token = "accent" if y < diagram.height() / 2 else "probe"
        return [is_like(picture.pixelColor(round(x), round(y) + d), own.color(token), 60) for d in range(-14, 15)]

    widths = {}
    for weight in (2.0, 0.5):
        show(hands, neuron.select(neuron.set_number(neuron.set_number(START, "w0", weight), "w1", -weight), "b"))
        for i in (0, 1):
            begin, _, _ = diagram.places().edge(i)
            # A dashed edge is looked for over the length of a dash.
            widths[i, weight] = max(sum(column(begin.x() + 4 + d, begin.y())) for d in range(0, 16, 2))
    assert widths[0, 2.0] > widths[0, 0.5] >= 1
    assert widths[1, 2.0] > widths[1, 0.5] >= 1


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_the_sum_lands_on_the_curve(launch, theme: str) -> None:  # type: ignore[no-untyped-def]
    hands = visit(Hands(launch(language="ko", theme=theme, size=(1366, 768) if theme != "projector" else (1920, 1080))))
    state = neuron.choose_function(neuron.set_number(START, "b", 1.6), "sigmoid")
    show(hands, state)
    plot, unit = hands.part("neuronCurve", CurvePlot), neuron.compute(state).unit
    at = plot.to_pixel(unit.z, unit.y).toPoint()
    assert is_like(hands.picture(plot).pixelColor(at), hands.application.theme.color("probe"))


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_the_plane_has_its_colours_line_and_points_where_the_numbers_say(launch, theme: str) -> None:  # type: ignore[no-untyped-def]
    hands = visit(Hands(launch(language="en", theme=theme)))
    show(hands, neuron.show_answer(neuron.set_view(START, "plane")))
    plot, own = hands.part("neuronPlane", PlanePlot), hands.application.theme
    picture = hands.picture(plot)

    def seen(x: float, y: float, offset: QPoint = QPoint(0, 0)):  # type: ignore[no-untyped-def]  # noqa: B008
        return picture.pixelColor(plot.to_pixel((x, y)).toPoint() + offset)

    assert is_like(seen(1.3, 1.3), own.color("positive"), 40), "the step answers 1 there"
    assert is_like(seen(-0.3, -0.3), own.color("card"), 20), "and 0 there"
    line = [is_like(seen(0.35, 1.15, QPoint(dx, 0)), own.color("ink"), 90) for dx in range(-3, 4)]
    assert any(line), "x + y = 1.5 is the decision line"
    for x, y in neuron.POINTS:
        tick = plot.to_pixel((x, y)) + QPointF(plot._painter._radius * 1.9, -plot._painter._radius * 1.1)
        around = [picture.pixelColor(tick.toPoint() + QPoint(dx, dy)) for dx in range(-9, 10) for dy in range(-9, 10)]
        assert any(is_like(color, own.color("slope"), 40) for color in around), (x, y)
    show(hands, neuron.set_number(neuron.show_answer(neuron.set_view(START, "plane")), "b", 1.0))
    picture = hands.picture(plot)
    tick = plot.to_pixel((0.0, 0.0)) + QPointF(plot._painter._radius * 1.45, -plot._painter._radius * 1.1)
    around = [picture.pixelColor(tick.toPoint() + QPoint(dx, dy)) for dx in range(-9, 10) for dy in range(-9, 10)]
    assert any(is_like(color, own.color("error"), 40) for color in around), "a wrong point is crossed"


def test_outputs_below_0_are_orange(launch) -> None:  # type: ignore[no-untyped-def]
    hands = visit(Hands(launch(language="ko", theme="light")))
    state = neuron.choose_function(neuron.set_view(START, "plane"), "tanh")
    for key, value in (("w0", 3.0), ("w1", 0.0), ("b", -1.5)):
        state = neuron.set_number(state, key, value)
    show(hands, state)
    plot, own = hands.part("neuronPlane", PlanePlot), hands.application.theme
    picture = hands.picture(plot)
    left, right = (picture.pixelColor(plot.to_pixel((x, 0.3)).toPoint()) for x in (-0.45, 1.45))
    assert is_like(left, own.color("negative"), 40)
    assert is_like(right, own.color("positive"), 40)
