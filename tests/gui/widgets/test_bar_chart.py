"""The bar chart of one array: colours, scale, names, dragging; and the row that turns."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFontDatabase
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from core.text import words_in
from gui.theme import FONT_FILES, RESOURCES, load_themes
from gui.widgets.bar_chart import BarChart, BarChartView, unit_span
from gui.widgets.bar_panel import roomy_span
from gui.widgets.turning_row import TurningRow

# The off-screen platform says so whenever a window with a minimum size is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

NONE, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
COLORS = (QColor("#0072B2"), QColor("#D55E00"), QColor("#009E73"))
VIEW = BarChartView(values=np.array([2.0, 1.0, 0.1]), labels=("고양이", "강아지", "새"), colors=COLORS, digits=1)
Make = Callable[..., BarChart]


@pytest.fixture
def make(qtbot: QtBot) -> Make:
    for name in FONT_FILES:
        QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / name))

    def made(view: BarChartView, draggable: bool = True, theme: str = "light", width: int = 480) -> BarChart:
        chart = BarChart(words_in("ko"), load_themes()[theme], "softmax.logitBars_spoken", draggable)
        qtbot.addWidget(chart)
        chart.resize(width, 300)
        chart.show()
        chart.show(view)
        QApplication.processEvents()
        return chart

    return made


def heard(chart: BarChart) -> list[tuple[object, ...]]:
    said: list[tuple[object, ...]] = []
    for name in ("input_dragged", "bar_selected"):
        getattr(chart, name).connect(lambda *values, name=name: said.append((name, *values)))
    return said


def test_every_bar_has_its_own_colour_and_stands_on_the_card(make: Make) -> None:
    chart = make(VIEW)
    image = chart.grab().toImage()
    for index, color in enumerate(COLORS):
        assert image.pixelColor(chart.bar(index).center().toPoint()) == color
    assert image.pixelColor(1, 1) == load_themes()["light"].color("card")


def test_bars_that_are_no_inputs_cannot_be_dragged_or_changed_by_keys(make: Make) -> None:
    chart = make(replace(VIEW, selected=0), draggable=False)
    said = heard(chart)
    start = chart.bar(0).center().toPoint()
    QTest.mousePress(chart, LEFT, NONE, start)
    QTest.mouseMove(chart, start - QPoint(0, 60))
    QTest.mouseRelease(chart, LEFT, NONE, start - QPoint(0, 60))
    QTest.keyClick(chart, Qt.Key.Key_Up)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert said == [("bar_selected", 0), ("bar_selected", 1)]


def test_an_input_follows_the_mouse(make: Make) -> None:
    chart = make(VIEW)
    said = heard(chart)
    per_unit, start = chart.bar(1).height(), chart.bar(1).center().toPoint()
    QTest.mousePress(chart, LEFT, NONE, start)
    QTest.mouseMove(chart, start + QPoint(0, round(2 * per_unit)))
    QTest.mouseRelease(chart, LEFT, NONE, start)
    assert said == [("bar_selected", 1), ("input_dragged", 1, pytest.approx(-1.0, abs=2 / per_unit))]


def test_names_are_shortened_and_marks_left_out_where_there_is_no_room(make: Make) -> None:
    marked = replace(VIEW, marks=("●", "■", "▲"), labels=("아주긴이름의고양이", "강아지", "새"))
    wide, narrow = make(marked, width=900), make(marked, width=130)
    for chart in (wide, narrow):
        image = chart.grab().toImage()
        ink = load_themes()["light"].color("muted")
        row = range(chart.height() - 24, chart.height() - 4)
        assert any(image.pixelColor(x, y) == ink for x in range(chart.width()) for y in row)


def test_a_masked_class_and_an_overflow_are_drawn_without_a_fault(make: Make) -> None:
    chart = make(replace(VIEW, values=np.array([-math.inf, math.nan, math.inf])))
    assert chart.bar(1).height() == 0
    assert chart.bar(0).height() > 0


def test_scales_leave_room_to_drag_on_both_sides() -> None:
    low, high = roomy_span(np.array([2.0, 1.0, 0.1]))
    assert low < 0
    assert high > 2
    low, high = roomy_span(np.array([-math.inf, math.nan, 0.0]))
    assert low < 0 < high
    assert unit_span(np.array([0.3, 0.2])) == (0.0, 1.0)
    assert unit_span(np.array([7.4, math.inf])) == (0.0, 7.4)


def test_a_row_turns_where_there_is_no_room(qtbot: QtBot) -> None:
    row = TurningRow(40, load_themes()["light"])
    qtbot.addWidget(row)
    first, second = QLabel("1"), QLabel("2")
    row.add(first)
    row.add(second, Qt.AlignmentFlag.AlignTop)
    row.resize(40 * 15 + 10, 200)
    row.show()
    QApplication.processEvents()
    assert first.x() < second.x()
    row.resize(40 * 15 - 10, 200)
    QApplication.processEvents()
    assert first.x() == second.x()
    assert first.y() < second.y()
