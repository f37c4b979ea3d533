"""The bar plot of vector functions, judged by its pixels and driven by mouse and keys."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFontDatabase
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.text import words_in
from gui.theme import FONT_FILES, RESOURCES, load_themes
from gui.widgets.bar_panel import short_number, value_span
from gui.widgets.bar_plot import BarPlot, BarView

# The off-screen platform says so whenever a window with a minimum size is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

LOGITS = np.array([2.0, 1.0, 0.1, -1.5])
VIEW = BarView(
    inputs=LOGITS,
    outputs=np.exp(LOGITS) / np.exp(LOGITS).sum(),
    labels=("고양이", "개", "새", "말"),
    spoken="Softmax, 0번 입력 2, 출력 0.646",
)
Make = Callable[..., BarPlot]


@pytest.fixture
def make(qtbot: QtBot) -> Make:
    for name in FONT_FILES:
        QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / name))

    def made(view: BarView, theme: str = "light", size: tuple[int, int] = (1000, 640)) -> BarPlot:
        plot = BarPlot(words_in("ko"), load_themes()[theme])
        qtbot.addWidget(plot)
        plot.resize(*size)
        plot.show()
        plot.show(view)
        QApplication.processEvents()
        return plot

    return made


def heard(plot: BarPlot) -> list[tuple[object, ...]]:
    said: list[tuple[object, ...]] = []
    for name in ("input_dragged", "bar_selected", "bar_hovered"):
        getattr(plot, name).connect(lambda *values, name=name: said.append((name, *values)))
    for name in ("drag_started", "drag_finished"):
        getattr(plot, name).connect(lambda name=name: said.append((name,)))
    return said


def color_at(plot: BarPlot, place: QPoint) -> QColor:
    return plot.grab().toImage().pixelColor(place)


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
@pytest.mark.parametrize("size", [(1000, 640), (990, 250)])
def test_bars_are_coloured_by_sign_and_outputs_in_the_accent(make: Make, theme: str, size: tuple[int, int]) -> None:
    plot, tokens = make(VIEW, theme, size), load_themes()[theme]
    assert color_at(plot, plot.input_bar(0).center().toPoint()) == tokens.color("positive")
    assert color_at(plot, plot.input_bar(3).center().toPoint()) == tokens.color("negative")
    assert color_at(plot, plot.output_bar(0).center().toPoint()) == tokens.color("accent")


def test_bars_are_as_long_as_their_values_say(make: Make) -> None:
    plot = make(VIEW)
    assert plot.input_bar(0).height() == pytest.approx(2 * plot.input_bar(1).height(), abs=1e-6)
    ratio = plot.output_bar(0).height() / plot.output_bar(1).height()
    assert ratio == pytest.approx(math.e, rel=1e-6)
    assert plot.input_bar(3).top() == pytest.approx(plot.input_bar(0).bottom())


def test_the_value_stands_above_its_bar(make: Make) -> None:
    plot, ink = make(VIEW), load_themes()["light"].color("ink")
    image, bar = plot.grab().toImage(), plot.input_bar(1)
    above = range(int(bar.top()) - 18, int(bar.top()) - 1)
    assert any(image.pixelColor(x, y) == ink for x in range(int(bar.left()), int(bar.right())) for y in above)


def test_the_selected_bar_is_outlined_in_the_probe_colour_on_both_sides(make: Make) -> None:
    plot = make(replace(VIEW, selected=0))
    probe = load_themes()["light"].color("probe")
    for bar in (plot.input_bar(0), plot.output_bar(0)):
        assert color_at(plot, QPoint(int(bar.left()) + 1, int(bar.center().y()))) == probe


def test_dragging_an_input_bar_asks_for_the_value_under_the_mouse(make: Make) -> None:
    plot = make(VIEW)
    said = heard(plot)
    bar = plot.input_bar(1)
    per_unit = bar.height()
    start = bar.center().toPoint()
    QTest.mousePress(plot, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(plot, start - QPoint(0, round(per_unit / 2)))
    # The bar that grows under the mouse must not change the scale it is dragged on.
    plot.show(replace(VIEW, inputs=np.array([2.0, 9.0, 0.1, -1.5])))
    QTest.mouseMove(plot, start + QPoint(0, round(2 * per_unit)))
    QTest.mouseRelease(plot, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    names = [s[0] for s in said]
    assert names == ["bar_selected", "drag_started", "input_dragged", "input_dragged", "drag_finished"]
    assert said[2][1:] == (1, pytest.approx(1.5, abs=1 / per_unit))
    assert said[3][1:] == (1, pytest.approx(-1.0, abs=1 / per_unit))


def test_output_bars_can_be_selected_but_not_dragged(make: Make) -> None:
    plot = make(VIEW)
    said = heard(plot)
    start = plot.output_bar(0).center().toPoint()
    QTest.mousePress(plot, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(plot, start - QPoint(0, 60))
    QTest.mouseRelease(plot, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    assert [s for s in said if s[0] != "bar_hovered"] == [("bar_selected", 0)]


def test_hovering_a_bar_is_told_once(make: Make) -> None:
    plot = make(VIEW)
    said = heard(plot)
    for place in (
        plot.input_bar(2).center().toPoint(),
        plot.input_bar(2).center().toPoint() + QPoint(3, 0),
        QPoint(2, 2),
    ):
        QTest.mouseMove(plot, place)
    assert said == [("bar_hovered", 2), ("bar_hovered", -1)]


@pytest.mark.parametrize(
    ("key", "held", "value"),
    [
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, 1.1),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, 0.9),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier, 1.01),
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, 0.0),
    ],
)
def test_keys_change_the_selected_input(make: Make, key: Qt.Key, held: Qt.KeyboardModifier, value: float) -> None:
    plot = make(replace(VIEW, selected=1))
    said = heard(plot)
    QTest.keyClick(plot, key, held)
    assert said == [("drag_started",), ("input_dragged", 1, value), ("drag_finished",)]


def test_keys_move_the_selection_and_stop_at_the_ends(make: Make) -> None:
    plot = make(replace(VIEW, selected=2))
    said = heard(plot)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
        QTest.keyClick(plot, key)
    plot.show(replace(VIEW, selected=3))
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert said == [("bar_selected", i) for i in (1, 3, 0, 3, 3)]


def test_show_never_emits(make: Make) -> None:
    plot = make(VIEW)
    said = heard(plot)
    plot.show(replace(VIEW, selected=1, hovered=2, inputs=LOGITS * 3))
    plot.show(BarView(inputs=np.empty(0), outputs=np.empty(0)))
    QApplication.processEvents()
    assert said == []


def test_forty_bars_fit_and_the_rest_is_mentioned(make: Make) -> None:
    view = BarView(inputs=np.linspace(-1, 1, 45), outputs=np.linspace(-1, 1, 22), selected=3)
    plot = make(view, size=(600, 260))
    muted, image = load_themes()["light"].color("muted"), plot.grab().toImage()
    title_row = range(8, 28)
    assert any(image.pixelColor(x, y) == muted for x in range(200, 290) for y in title_row), "45개 가운데 40개"
    assert plot.input_bar(39).right() < 300 < plot.output_bar(0).left()
    assert plot.input_bar(1).left() > plot.input_bar(0).right()


def test_nan_has_no_bar_and_infinity_a_full_one(make: Make) -> None:
    plot = make(BarView(inputs=np.array([1.0, math.nan]), outputs=np.array([0.5, math.inf])))
    assert plot.input_bar(1).height() == 0
    assert plot.output_bar(1).height() > plot.output_bar(0).height() > 0


def test_language_and_theme_switch_at_run_time(make: Make) -> None:
    plot = make(VIEW)
    before = plot.grab().toImage()
    plot.set_words(words_in("en"))
    assert plot.accessibleName() == "Bars of input and output"
    assert plot.spoken_value() == "Softmax, 0번 입력 2, 출력 0.646"
    assert plot.grab().toImage() != before
    plot.set_theme(load_themes()["dark"])
    assert color_at(plot, plot.output_bar(0).center().toPoint()) == load_themes()["dark"].color("accent")


def test_scales_are_round_and_hold_every_value() -> None:
    assert value_span(np.array([0.65, 0.24, 0.1])) == (0.0, 1.0)
    low, high = value_span(np.array([-1.5, 2.0, math.nan, math.inf]))
    assert low <= -1.5
    assert high >= 2.0
    assert value_span(np.zeros(3)) == (0.0, 1.0)


def test_numbers_are_written_as_in_a_textbook() -> None:
    assert [short_number(v, 2) for v in (-1.5, -0.001, math.inf, -math.inf, math.nan)] == [
        "−1.50", "0.00", "∞", "−∞", "NaN",
    ]  # fmt: skip
