"""The curve plot, judged by its pixels and driven by a real mouse, wheel and keyboard."""

from __future__ import annotations

import gc
import math
import sys
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFontDatabase, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from core.text import words_in
from gui.theme import FONT_FILES, RESOURCES, Theme, contrast, load_themes
from gui.widgets.curve_plot import CurvePlot, CurveView, Series
from gui.widgets.plot_frame import cut_to_height, fitted_y, nice_step, readable, simplified
from gui.widgets.plot_grid import tick_text, ticks

# The off-screen platform says so whenever a window with a minimum size is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

THEMES = ("light", "dark", "projector")
X = np.linspace(-7.0, 7.0, 1001)
OF_THE_CURVE = set(Series.__dataclass_fields__)


def changed(view: CurveView, **changes: object) -> CurveView:
    """Return ``view`` with other attributes, of its one curve or of the plot."""
    line = {name: value for name, value in changes.items() if name in OF_THE_CURVE and name != "name"}
    plot = {name: value for name, value in changes.items() if name not in line}
    if "name" in plot:
        line["name"] = plot["name"]
    return replace(view, series=(replace(view.series[0], **line),), **plot)


def one_curve(y: np.ndarray, y_range: tuple[float, float]) -> CurveView:
    return CurveView(series=(Series(x=X, y=y),), x_range=(-7.0, 7.0), y_range=y_range)


SIGMOID = one_curve(1 / (1 + np.exp(-X)), (-0.3, 1.3))
RELU = one_curve(np.maximum(X, 0.0), (-3.0, 7.0))
POINTS = np.array([-1.0, 2.0, -3.0, 4.0, -5.0, 6.0])
WITH_POINTS = changed(RELU, points_x=POINTS, points_y=np.maximum(POINTS, 0.0))
WITH_PROBE = changed(RELU, probe_x=3.0, probe_y=3.0)
READOUT = ("x = 3.0 → max(0, 3.0)", "f(x) = 3.000", "기울기 f′(x) = 1.000")

Make = Callable[..., CurvePlot]


@pytest.fixture
def make(qtbot: QtBot) -> Make:
    for name in FONT_FILES:
        QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / name))

    def made(view: CurveView, theme: str = "light", size: tuple[int, int] = (1000, 640)) -> CurvePlot:
        plot = CurvePlot(words_in("ko"), load_themes()[theme])
        qtbot.addWidget(plot)
        plot.resize(*size)
        plot.show()
        plot.show(view)
        QApplication.processEvents()
        return plot

    return made


class Heard:
    """Every request of a plot, in order."""

    def __init__(self, plot: CurvePlot) -> None:
        self.said: list[tuple[object, ...]] = []
        for name in ("probe_moved", "point_dragged", "point_selected", "point_hovered", "view_requested"):
            getattr(plot, name).connect(lambda *values, name=name: self.said.append((name, *values)))
        for name in ("drag_started", "drag_finished"):
            getattr(plot, name).connect(lambda name=name: self.said.append((name,)))

    def names(self) -> list[object]:
        return [said[0] for said in self.said]

    def last(self, name: str) -> tuple[object, ...]:
        return next(said[1:] for said in reversed(self.said) if said[0] == name)


def picture(plot: CurvePlot) -> QImage:
    return plot.grab().toImage()


def is_near(image: QImage, place: QPointF, color: QColor, reach: int = 1, tolerance: int = 24) -> bool:
    """Whether a pixel within ``reach`` of ``place`` has ``color``."""
    for dx in range(-reach, reach + 1):
        for dy in range(-reach, reach + 1):
            x, y = round(place.x()) + dx, round(place.y()) + dy
            if image.rect().contains(x, y):
                seen = image.pixelColor(x, y)
                off = max(
                    abs(a - b) for a, b in zip(seen.getRgb()[:3], color.getRgb()[:3], strict=True)
                )  # fmt: skip
                if off <= tolerance:
                    return True
    return False


def at(plot: CurvePlot, x: float, y: float) -> QPoint:
    return plot.to_pixel(x, y).toPoint()


def drag(plot: CurvePlot, start: QPoint, *stops: QPoint, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    QTest.mousePress(plot, button, Qt.KeyboardModifier.NoModifier, start)
    for stop in stops:
        QTest.mouseMove(plot, stop)
    QTest.mouseRelease(plot, button, Qt.KeyboardModifier.NoModifier, stops[-1])


def turn_wheel(plot: CurvePlot, place: QPoint, notches: int, held: Qt.KeyboardModifier) -> None:
    event = QWheelEvent(
        QPointF(place), plot.mapToGlobal(QPointF(place)), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        held, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(plot, event)


# --- pixels


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", [(1000, 640), (600, 260), (990, 250)])
def test_the_curve_has_its_colour_where_the_function_says_it_is(make: Make, theme: str, size: tuple[int, int]) -> None:
    plot = make(SIGMOID, theme, size)
    image, color = picture(plot), load_themes()[theme].color("accent")
    for x in np.linspace(-6.5, 6.5, 27):
        assert is_near(image, plot.to_pixel(x, 1 / (1 + math.exp(-x))), color), x
        assert not is_near(image, plot.to_pixel(x, 1 / (1 + math.exp(-x))) + QPointF(0, 30), color), x


@pytest.mark.parametrize("theme", THEMES)
def test_the_slope_curve_has_its_own_colour(make: Make, theme: str) -> None:
    plot = make(changed(SIGMOID, y=SIGMOID.series[0].y * (1 - SIGMOID.series[0].y), color="slope"), theme)
    assert is_near(picture(plot), plot.to_pixel(0.0, 0.25), load_themes()[theme].color("slope"))


def test_a_changed_parameter_moves_the_curve_and_leaves_no_trace_of_the_old_one(make: Make) -> None:
    plot = make(RELU)
    plot.show(changed(RELU, y=np.where(X > 0, X, 0.4 * X)))
    QApplication.processEvents()
    image, color = picture(plot), load_themes()["light"].color("accent")
    assert is_near(image, plot.to_pixel(-5.0, -2.0), color)
    assert not is_near(image, plot.to_pixel(-5.0, 0.0), color)


@pytest.mark.parametrize("theme", THEMES)
def test_a_jump_is_a_gap_and_not_a_slanted_line(make: Make, theme: str) -> None:
    step = np.where(X > 1, 1.0, 0.0)
    step[np.argmin(np.abs(X - 1))] = np.nan
    plot = make(changed(SIGMOID, y=step), theme)
    image, color = picture(plot), load_themes()[theme].color("accent")
    assert is_near(image, plot.to_pixel(0.8, 0.0), color, reach=2)
    assert is_near(image, plot.to_pixel(1.2, 1.0), color)
    for y in np.linspace(0.1, 0.9, 17):
        assert not is_near(image, plot.to_pixel(1.0, y), color, reach=5), y


@pytest.mark.parametrize("theme", THEMES)
def test_saturated_intervals_are_shaded_over_the_full_height_and_nothing_else_is(make: Make, theme: str) -> None:
    plot = make(changed(SIGMOID, saturation=((-math.inf, -4.0), (4.5, math.inf))), theme)
    image, tokens = picture(plot), load_themes()[theme]
    for y in (-0.27, 1.27):
        for x, token in (
            (-6.6, "saturation"),
            (-4.4, "saturation"),
            (-3.4, "card"),
            (3.6, "card"),
            (5.4, "saturation"),
        ):
            assert is_near(image, plot.to_pixel(x, y), tokens.color(token), reach=0, tolerance=0), (x, y)


def test_saturation_is_named_for_the_last_row_of_the_classroom_only(make: Make) -> None:
    view = changed(SIGMOID, saturation=((-math.inf, -3.0),))
    for theme, is_named in (("projector", True), ("light", False)):
        plot = make(view, theme)
        image, ink = picture(plot), load_themes()[theme].color("ink")
        left, right = at(plot, -7, 0).x(), at(plot, -3, 0).x()
        inked = sum(image.pixelColor(x, y) == ink for x in range(left, right) for y in range(10, image.height() - 10))
        assert (inked > 100) == is_named


@pytest.mark.parametrize("theme", THEMES)
def test_grid_lines_stand_at_the_ticks_and_axes_at_zero(make: Make, theme: str) -> None:
    plot = make(SIGMOID, theme)
    image, tokens = picture(plot), load_themes()[theme]
    xs, ys = plot.tick_positions()
    assert {-4.0, 0.0, 4.0} <= set(xs)
    assert {0.0, 1.0} <= set(ys)
    for x in xs[1:-1]:
        color = tokens.color("axis" if x == 0 else "grid")
        assert is_near(image, plot.to_pixel(x, 1.25), color, tolerance=0), x
    for y in ys[1:-1]:
        color = tokens.color("axis" if y == 0 else "grid")
        assert is_near(image, plot.to_pixel(6.5, y), color, tolerance=0) or y == 1.0, y
    assert is_near(image, plot.to_pixel(xs[1], 1.25) + QPointF(8, 0), tokens.color("card"), 0, 0)


def test_points_are_dropped_to_the_axis_and_the_selected_one_is_in_the_probe_colour(make: Make) -> None:
    plot = make(changed(WITH_POINTS, selected=3))
    image, theme = picture(plot), load_themes()["light"]
    assert is_near(image, plot.to_pixel(2.0, 2.0), theme.color("accent"), reach=0)
    assert is_near(image, plot.to_pixel(4.0, 4.0), theme.color("probe"), reach=0)
    column = [image.pixelColor(at(plot, 6.0, 0).x(), y) for y in range(at(plot, 0, 5).y(), at(plot, 0, 1).y())]
    assert len({c.name() for c in column}) >= 2, "dashes, not a solid line"


def test_kinks_are_open_rings(make: Make) -> None:
    plot = make(changed(RELU, kinks=((0.0, 0.0),)))
    image, theme = picture(plot), load_themes()["light"]
    assert is_near(image, plot.to_pixel(0.0, 0.0), theme.color("card"), reach=0)
    assert is_near(image, plot.to_pixel(0.0, 0.0) + QPointF(0, 5), theme.color("accent"))


def test_the_band_of_a_random_function_is_shaded(make: Make) -> None:
    plot = make(changed(RELU, y_low=np.where(X > 0, X, 0.33 * X), y_high=np.where(X > 0, X, 0.125 * X)))
    image, theme = picture(plot), load_themes()["light"]
    assert not is_near(image, plot.to_pixel(-6.5, -1.5), theme.color("card"), 0, 8)
    assert is_near(image, plot.to_pixel(-6.5, -2.75), theme.color("card"), 0, 0)


def test_the_tangent_passes_through_the_probe_with_the_slope_told(make: Make) -> None:
    plot = make(changed(SIGMOID, probe_x=0.0, probe_y=0.5, tangent=0.25))
    image, probe = picture(plot), load_themes()["light"].color("probe")
    seen = [is_near(image, plot.to_pixel(x, 0.5 + 0.25 * x), probe, 0) for x in np.linspace(0.5, 1.0, 40)]
    assert any(seen)
    assert not all(seen), "dashed"


def test_a_probe_without_a_value_has_no_mark(make: Make) -> None:
    plot = make(changed(RELU, probe_x=3.0, probe_y=math.nan))
    assert not is_near(picture(plot), plot.to_pixel(3.0, 0.0), load_themes()["light"].color("probe"), 3)


@pytest.mark.parametrize("size", [(1000, 640), (600, 260)])
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("corner", [(-6.9, -2.9), (-6.9, 6.9), (6.9, -2.9), (6.9, 6.9), (0.0, 2.0), (3.0, 9.0)])
def test_the_readout_stays_inside_and_off_the_probe(
    make: Make, theme: str, corner: tuple[float, float], size: tuple[int, int]
) -> None:
    x, y = corner
    plot = make(changed(RELU, probe_x=x, probe_y=y, readout=READOUT), theme, size)
    ink = load_themes()[theme].color("probe_ink")
    image = picture(plot)
    probe = plot.probe_place()
    assert probe is not None
    box = plot.readout_box()
    assert box is not None
    assert plot.rect().adjusted(4, 4, -4, -4).contains(box.toAlignedRect())
    assert not box.contains(probe)
    edge = box.topLeft() + QPointF(box.width() / 2, 0)
    assert is_near(image, edge, load_themes()[theme].color("probe"), 2)
    inked = sum(
        is_near(image, QPointF(px, py), ink, 0)
        for px in range(int(box.left()) + 8, int(box.right()) - 8)
        for py in range(int(box.top()) + 8, int(box.bottom()) - 8, 2)
    )
    assert inked > 30, "the large line is written inside"


def test_the_readout_keeps_off_the_curve_where_there_is_room(make: Make) -> None:
    plot = make(changed(WITH_PROBE, readout=READOUT))
    picture(plot)
    box = plot.readout_box()
    assert box is not None
    assert not any(box.contains(plot.to_pixel(x, max(x, 0.0))) for x in np.linspace(-7, 7, 700))


def test_switching_theme_and_language_repaints(make: Make) -> None:
    plot = make(changed(SIGMOID, name="f(x)", saturation=((3.0, math.inf),)))
    plot.set_theme(load_themes()["dark"])
    assert is_near(picture(plot), plot.to_pixel(2.0, 1 / (1 + math.exp(-2))), load_themes()["dark"].color("accent"))
    assert plot.accessibleName() == "f(x) 그래프"
    plot.set_words(words_in("en"))
    assert plot.accessibleName() == "Graph of f(x)"


def test_a_resized_plot_draws_its_curve_in_the_new_place(make: Make) -> None:
    plot = make(SIGMOID)
    plot.resize(700, 400)
    QApplication.processEvents()
    assert is_near(picture(plot), plot.to_pixel(0.0, 0.5), load_themes()["light"].color("accent"), 2)
    assert plot.to_pixel(7.0, 1.3) == QPointF(700, 0)


def test_the_focus_ring_is_seen_while_the_plot_has_the_focus(make: Make) -> None:
    plot, accent = make(SIGMOID), load_themes()["light"].color("accent")
    plot.setFocus()
    assert is_near(picture(plot), QPointF(500, 1), accent)
    plot.clearFocus()
    assert not is_near(picture(plot), QPointF(500, 1), accent)


@pytest.mark.parametrize("theme", THEMES)
def test_words_in_the_plot_are_readable_on_both_papers(theme: str) -> None:
    tokens = load_themes()[theme].tokens
    assert contrast(tokens.muted, tokens.card) >= tokens.reading_contrast
    assert contrast(tokens.muted, tokens.saturation) >= tokens.reading_contrast
    assert contrast(tokens.ink, tokens.saturation) >= tokens.reading_contrast
    assert contrast(tokens.probe_ink, tokens.card) >= tokens.reading_contrast


# --- several curves


TANH = np.tanh(X)
TWO = CurveView(
    series=(
        Series(x=X, y=SIGMOID.series[0].y, color="series_1", dash=(4.0, 2.2), name="Sigmoid"),
        Series(x=X, y=TANH, color="series_2", name="Tanh"),
    ),
    x_range=(-7.0, 7.0),
    y_range=(-1.4, 1.6),
)


@pytest.mark.parametrize("theme", THEMES)
def test_each_of_several_curves_has_its_colour_and_a_dashed_one_has_gaps(make: Make, theme: str) -> None:
    plot = make(TWO, theme)
    image, tokens = picture(plot), load_themes()[theme]
    for one in TWO.series:
        seen = [
            is_near(image, plot.to_pixel(float(x), float(y)), tokens.color(one.color))
            for x, y in zip(X[20:420:4], one.y[20:420:4], strict=True)
        ]
        assert sum(seen) > 0.5 * len(seen), one.name
        assert all(seen) == (not one.dash), one.name


def test_the_curve_that_moves_leaves_no_trace_and_those_at_rest_stay(make: Make) -> None:
    plot, theme = make(TWO), load_themes()["light"]
    still, moving = TWO.series
    for factor in (0.8, 0.6, 0.4, -0.4):
        plot.show(replace(TWO, series=(still, replace(moving, y=factor * TANH))))
        QApplication.processEvents()
    image = picture(plot)
    assert is_near(image, plot.to_pixel(5.0, -0.4), theme.color("series_2"))
    for factor in (1.0, 0.8, 0.6, 0.4):
        assert not is_near(image, plot.to_pixel(5.5, factor), theme.color("series_2"), 2), factor
    at_rest = [plot.to_pixel(float(x), float(y)) for x, y in zip(X[100:300], still.y[100:300], strict=True)]
    assert sum(is_near(image, place, theme.color("series_1")) for place in at_rest) > 100


def test_a_rest_changes_no_pixel(make: Make) -> None:
    plot = make(TWO)
    first = picture(plot)
    for _ in range(3):
        plot.show(replace(TWO))
        QApplication.processEvents()
    assert picture(plot) == first


@pytest.mark.parametrize("theme", THEMES)
def test_a_shared_probe_is_a_line_that_can_be_taken_anywhere_and_marks_every_curve(make: Make, theme: str) -> None:
    marked = tuple(replace(one, probe_y=float(np.interp(3.0, X, one.y))) for one in TWO.series)
    plot = make(replace(TWO, series=marked, probe_x=3.0, has_probe_line=True), theme)
    image, tokens = picture(plot), load_themes()[theme]
    column = [is_near(image, plot.to_pixel(3.0, y), tokens.color("probe"), 1, 90) for y in np.linspace(-1.3, 0.4, 60)]
    assert sum(column) > 20
    heard = Heard(plot)
    drag(plot, at(plot, 3.0, -1.2), at(plot, 2.0, -1.2))
    assert heard.names() == ["drag_started", "probe_moved", "drag_finished"]
    assert heard.last("probe_moved")[0] == pytest.approx(2.0, abs=14 / plot.width())


@pytest.mark.parametrize("theme", THEMES)
def test_names_too_faint_to_read_in_their_colour_are_written_in_ink(theme: str) -> None:
    own = load_themes()[theme]
    for number in range(5):
        token = own.for_words(f"series_{number}")
        assert contrast(own.hex_of(token), own.tokens.card) >= own.tokens.reading_contrast
    assert own.for_words("accent") == "accent"


# --- mouse


def test_dragging_the_probe_asks_for_the_x_under_the_mouse(make: Make) -> None:
    plot = make(WITH_PROBE)
    heard = Heard(plot)
    drag(plot, at(plot, 3, 3), at(plot, 2, 3), at(plot, -1.5, 5))
    assert heard.names() == ["drag_started", "probe_moved", "probe_moved", "drag_finished"]
    pixel = 14 / plot.width()
    assert heard.said[1][1] == pytest.approx(2.0, abs=pixel)
    assert heard.last("probe_moved")[0] == pytest.approx(-1.5, abs=pixel)


def test_a_probe_grabbed_off_its_middle_does_not_jump(make: Make) -> None:
    plot = make(WITH_PROBE)
    heard = Heard(plot)
    start = at(plot, 3, 3) + QPoint(6, 0)
    drag(plot, start, start + QPoint(0, 1))
    assert heard.last("probe_moved")[0] == pytest.approx(3.0, abs=14 / plot.width())


def test_the_probe_cannot_be_dragged_out_of_view(make: Make) -> None:
    plot = make(WITH_PROBE)
    heard = Heard(plot)
    drag(plot, at(plot, 3, 3), QPoint(plot.width() + 200, 100))
    assert heard.last("probe_moved") == (7.0,)


def test_a_press_on_the_curve_brings_the_probe_there(make: Make) -> None:
    plot = make(WITH_PROBE)
    heard = Heard(plot)
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at(plot, 5, 5))
    assert heard.last("probe_moved")[0] == pytest.approx(5.0, abs=14 / plot.width())


def test_dragging_a_point_asks_for_its_index_and_x(make: Make) -> None:
    plot = make(WITH_POINTS)
    heard = Heard(plot)
    drag(plot, at(plot, 4, 4), at(plot, 4.5, 4), at(plot, 5.25, 2))
    assert heard.names() == ["point_selected", "drag_started", "point_dragged", "point_dragged", "drag_finished"]
    index, x = heard.last("point_dragged")
    assert (index, x) == (3, pytest.approx(5.25, abs=14 / plot.width()))


def test_clicking_a_point_selects_it_and_changes_nothing(make: Make) -> None:
    plot = make(WITH_POINTS)
    heard = Heard(plot)
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at(plot, -3, 0))
    assert heard.said == [("point_selected", 2)]


def test_hovering_a_point_is_told_once_and_leaving_it_too(make: Make) -> None:
    plot = make(WITH_POINTS)
    heard = Heard(plot)
    for place in (at(plot, 2, 2), at(plot, 2, 2) + QPoint(2, 2), at(plot, -4, 5), at(plot, -5, 5)):
        QTest.mouseMove(plot, place)
    assert heard.said == [("point_hovered", 1), ("point_hovered", -1)]


def test_dragging_empty_paper_asks_for_the_view_pushed_along(make: Make) -> None:
    plot = make(RELU)
    heard = Heard(plot)
    drag(plot, QPoint(200, 100), QPoint(250, 120), QPoint(300, 164))
    assert heard.names() == ["drag_started", "view_requested", "view_requested", "drag_finished"]
    assert heard.last("view_requested") == pytest.approx((-8.4, 5.6, -2.0, 8.0))


@pytest.mark.parametrize(
    ("held", "x_changes", "y_changes"),
    [
        (Qt.KeyboardModifier.NoModifier, True, True),
        (Qt.KeyboardModifier.ControlModifier, True, False),
        (Qt.KeyboardModifier.ShiftModifier, False, True),
    ],
)
def test_the_wheel_zooms_about_the_mouse(
    make: Make, held: Qt.KeyboardModifier, x_changes: bool, y_changes: bool
) -> None:
    plot = make(RELU)
    heard = Heard(plot)
    place = QPoint(700, 200)
    before = plot.from_pixel(QPointF(place))
    turn_wheel(plot, place, 1, held)
    x0, x1, y0, y1 = heard.last("view_requested")
    assert (x1 - x0 < 14 - 1, y1 - y0 < 10 - 1) == (x_changes, y_changes)
    plot.show(changed(RELU, x_range=(x0, x1), y_range=(y0, y1)))
    assert plot.from_pixel(QPointF(place)) == pytest.approx(before)


def test_turning_the_wheel_back_restores_the_view(make: Make) -> None:
    plot = make(RELU)
    heard = Heard(plot)
    turn_wheel(plot, QPoint(700, 200), 1, Qt.KeyboardModifier.NoModifier)
    x0, x1, y0, y1 = heard.last("view_requested")
    plot.show(changed(RELU, x_range=(x0, x1), y_range=(y0, y1)))
    turn_wheel(plot, QPoint(700, 200), -1, Qt.KeyboardModifier.NoModifier)
    assert heard.last("view_requested") == pytest.approx((-7, 7, -3, 7))


def test_a_box_drawn_with_the_right_button_becomes_the_view(make: Make) -> None:
    plot = make(RELU)
    heard = Heard(plot)
    drag(plot, at(plot, 1, 5), at(plot, 2, 4), at(plot, 4, 2), button=Qt.MouseButton.RightButton)
    assert heard.names() == ["view_requested"]
    assert heard.last("view_requested") == pytest.approx((1, 4, 2, 5), abs=0.02)


def test_a_right_click_asks_for_nothing_and_opens_the_menu_that_copies(make: Make) -> None:
    plot = make(RELU)
    heard = Heard(plot)
    QTest.mouseClick(plot, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, QPoint(300, 300))
    assert heard.said == []
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.objectName() for action in menu.actions()] == ["copy_picture"]
    menu.close()


def test_a_double_click_fits_the_curve(make: Make) -> None:
    plot = make(changed(RELU, y_range=(-100.0, 300.0)))
    heard = Heard(plot)
    QTest.mouseDClick(plot, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(100, 60))
    x0, x1, y0, y1 = heard.last("view_requested")
    assert (x0, x1) == (-7, 7)
    assert -2 < y0 < 0
    assert 7 < y1 < 9


# --- keys


@pytest.mark.parametrize(
    ("key", "held", "x"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 3.14),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 2.86),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, 3.014),
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.NoModifier, 4.4),
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, 1.6),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, -7.0),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, 7.0),
    ],
)
def test_keys_move_the_probe(make: Make, key: Qt.Key, held: Qt.KeyboardModifier, x: float) -> None:
    plot = make(WITH_PROBE)
    heard = Heard(plot)
    QTest.keyClick(plot, key, held)
    assert heard.said == [("drag_started",), ("probe_moved", x), ("drag_finished",)]


def test_other_keys_are_left_to_the_window(make: Make) -> None:
    plot = make(WITH_PROBE)
    heard = Heard(plot)
    for key in (Qt.Key.Key_A, Qt.Key.Key_Up, Qt.Key.Key_F5):
        QTest.keyClick(plot, key)
    QTest.keyClick(plot, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(plot, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    # Ctrl with plus and minus is the size of everything.
    QTest.keyClick(plot, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert heard.said == []


@pytest.mark.parametrize(
    ("key", "x_shift", "y_shift"),
    [
        (Qt.Key.Key_Right, 0.1, 0.0),
        (Qt.Key.Key_Left, -0.1, 0.0),
        (Qt.Key.Key_Up, 0.0, 0.1),
        (Qt.Key.Key_Down, 0.0, -0.1),
    ],
)
def test_ctrl_and_an_arrow_push_the_view_and_leave_the_probe(
    make: Make, key: Qt.Key, x_shift: float, y_shift: float
) -> None:
    plot = make(WITH_PROBE)
    heard = Heard(plot)
    QTest.keyClick(plot, key, Qt.KeyboardModifier.ControlModifier)
    assert [name for name, *_ in heard.said] == ["drag_started", "view_requested", "drag_finished"]
    (x0, x1), (y0, y1) = WITH_PROBE.x_range, WITH_PROBE.y_range
    right, up = x_shift * (x1 - x0), y_shift * (y1 - y0)
    assert heard.last("view_requested") == pytest.approx((x0 + right, x1 + right, y0 + up, y1 + up))


def test_plus_and_minus_zoom_about_the_probe_and_zero_fits(make: Make) -> None:
    plot = make(WITH_PROBE)
    heard = Heard(plot)
    assert WITH_PROBE.probe_x is not None
    share = (WITH_PROBE.probe_x - WITH_PROBE.x_range[0]) / (WITH_PROBE.x_range[1] - WITH_PROBE.x_range[0])
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    x0, x1, y0, y1 = heard.last("view_requested")
    assert x1 - x0 == pytest.approx((WITH_PROBE.x_range[1] - WITH_PROBE.x_range[0]) / 1.15**2)
    assert y1 - y0 == pytest.approx((WITH_PROBE.y_range[1] - WITH_PROBE.y_range[0]) / 1.15**2)
    assert (WITH_PROBE.probe_x - x0) / (x1 - x0) == pytest.approx(share)
    plot.show(changed(WITH_PROBE, x_range=(x0, x1), y_range=(y0, y1)))
    QTest.keyClick(plot, Qt.Key.Key_Minus)
    assert heard.last("view_requested") == pytest.approx((*WITH_PROBE.x_range, *WITH_PROBE.y_range))
    QTest.keyClick(plot, Qt.Key.Key_0)
    assert heard.last("view_requested")[:2] == pytest.approx((x0, x1))


# --- state down, requests up


def test_show_never_emits(make: Make) -> None:
    plot = make(RELU)
    heard = Heard(plot)
    for view in (WITH_POINTS, changed(WITH_PROBE, tangent=1.0, readout=READOUT), changed(RELU, x_range=(-1.0, 2.0))):
        plot.show(view)
        QApplication.processEvents()
    assert heard.said == []


def test_a_request_alone_changes_no_pixel(make: Make) -> None:
    plot = make(WITH_PROBE)
    plot.setFocus()
    before = picture(plot)
    QTest.keyClick(plot, Qt.Key.Key_Right)
    turn_wheel(plot, QPoint(300, 200), 2, Qt.KeyboardModifier.NoModifier)
    QApplication.processEvents()
    assert picture(plot) == before


def test_a_screen_reader_hears_the_sentence(make: Make) -> None:
    plot = make(changed(WITH_PROBE, spoken="ReLU, x 3, 값 3, 기울기 1"))
    assert plot.spoken_value() == "ReLU, x 3, 값 3, 기울기 1"


def test_drawing_many_frames_loses_no_reference_to_none(make: Make) -> None:
    plot = make(WITH_POINTS)

    def frames(count: int) -> None:
        for i in range(count):
            y = np.where(X > 0, X, X * (i % 50) / 50)
            plot.show(changed(WITH_PROBE, y=y, tangent=1.0, readout=READOUT, name="f(x)"))
            QApplication.processEvents()

    frames(20)
    gc.collect()
    before = sys.getrefcount(None)
    frames(200)
    gc.collect()
    # The fault this guards against loses about ten a frame.
    assert sys.getrefcount(None) > before - 100


# --- geometry


def test_ticks_are_round_numbers_inside_the_view() -> None:
    assert ticks((-7.0, 7.0), 1000, 55) == (1.0, [float(k) for k in range(-7, 8)])
    assert ticks((-0.3, 1.3), 250, 39)[1] == pytest.approx([0.0, 0.5, 1.0])
    assert [nice_step(s) for s in (0.3, 1.0, 1.01, 4.0, 7.0)] == pytest.approx([0.5, 1.0, 2.0, 5.0, 10.0])


def test_tick_numbers_have_a_true_minus_and_no_noise() -> None:
    assert [tick_text(v, 0.1) for v in (-0.30000000000000004, 0.0, 1.0)] == ["−0.3", "0", "1.0"]
    assert tick_text(-7.0, 1.0) == "−7"
    assert tick_text(2e6, 1e6) == "2e+06"


def test_dragged_numbers_are_short() -> None:
    assert readable(2.9986, 0.014) == 3.0
    assert readable(-0.0004, 0.014) == 0.0
    assert str(readable(-0.0004, 0.014)) == "0.0"
    assert abs(readable(1.23456, 0.014) - 1.23456) <= 0.014


@pytest.mark.parametrize("y", [np.maximum(X, 0), 1 / (1 + np.exp(-3 * X)), np.sin(8 * X), np.where(X > 0, 1.0, 0.0)])
def test_the_simplified_curve_strays_less_than_half_a_pixel(y: np.ndarray) -> None:
    px, py = (X + 7) * 100, y * 300
    kept = simplified(px, py)
    assert kept.size < px.size
    off = np.abs(np.interp(px, px[kept], py[kept]) - py) / np.hypot(1.0, np.gradient(py, px))
    assert off.max() < 0.5


def test_a_gap_survives_simplification() -> None:
    y = np.zeros_like(X)
    y[500] = np.nan
    kept = simplified((X + 7) * 100, y)
    assert {499, 500, 501} <= set(kept.tolist())


def test_fit_ignores_what_is_out_of_view_and_infinite() -> None:
    y = X.copy()
    y[0], y[-1] = -math.inf, math.nan
    low, high = fitted_y(changed(RELU, y=y, x_range=(0.0, 2.0)))
    assert -1 < low < 0
    assert 2 < high < 3


def test_an_infinite_value_is_a_gap_and_does_not_disturb_the_rest(make: Make) -> None:
    y = 1 / np.where(X == 0, np.nan, X)
    y[np.argmin(np.abs(X))] = math.inf
    plot = make(changed(RELU, y=y))
    image, color = picture(plot), load_themes()["light"].color("accent")
    assert is_near(image, plot.to_pixel(2.0, 0.5), color)
    assert not any(is_near(image, plot.to_pixel(0.0, v), color, 0) for v in np.linspace(-1, 6, 30))


def test_zoom_makes_everything_larger(make: Make) -> None:
    theme: Theme = load_themes()["light"]
    plot = make(SIGMOID)
    thin = picture(plot)
    plot.set_theme(theme.zoomed(2.0))
    thick = picture(plot)

    def height(image: QImage) -> int:
        column = at(plot, 6.0, 0).x() + 9
        return sum(is_near(image, QPointF(column, y), theme.color("accent"), 0) for y in range(image.height()))

    assert height(thick) >= height(thin) + 2


def test_the_curve_is_as_wide_on_a_fine_screen(make: Make) -> None:
    plot = make(changed(SIGMOID, y=np.full_like(X, 0.5)), "projector")
    plot.clearFocus()
    color = load_themes()["projector"].color("accent")
    for ratio in (1, 2):
        image = QImage(plot.size() * ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        plot.render(image)
        column = round(plot.to_pixel(1.5, 0.5).x() * ratio)
        rows = sum(is_near(image, QPointF(column, y), color, 0) for y in range(image.height()))
        assert rows / ratio == pytest.approx(6, abs=1)


def test_a_line_is_cut_where_it_crosses_the_edges() -> None:
    nan = math.nan
    xs, ys = cut_to_height(np.array([0.0, 1, 2, 3, 4, 5]), np.array([5.0, -5, 15, nan, 4, 6]), 10.0)
    pieces = [
        list(zip(xs[part].tolist(), ys[part].tolist(), strict=True))
        for part in np.split(np.arange(xs.size), np.flatnonzero(np.isnan(xs)))
        if part.size
    ]
    assert [piece[1:] for piece in pieces] == [
        [(0.0, 5.0), (0.5, 0.0)],
        [(1.25, 0.0), (1.75, 10.0)],
        [(4.0, 4.0), (5.0, 6.0)],
    ]
    xs, ys = cut_to_height(np.array([0.0, 1, 2]), np.array([3.0, 3, -1]), 10.0)
    assert ys[1:].tolist() == [3.0, 3.0, 0.0], "a line inside stays one piece"
    assert cut_to_height(np.array([0.0, 1]), np.array([-3.0, -3]), 10.0)[0].size == 0


def test_a_plot_whose_window_is_hidden_gives_its_pictures_back_and_makes_them_anew(make: Make) -> None:
    plot = make(SIGMOID)
    plot.show(SIGMOID)
    QApplication.processEvents()
    canvas = plot._canvas
    plot.clearFocus()  # a window that comes back has the keyboard nowhere
    before = canvas.grab().toImage()
    assert canvas.grid._papers
    QWidget.hide(plot)
    assert not canvas.grid._papers
    assert canvas._lines._paper.isNull()
    QWidget.show(plot)
    QApplication.processEvents()
    assert canvas.grab().toImage() == before


def test_a_plot_behind_another_page_keeps_its_pictures(make: Make) -> None:
    plot = make(SIGMOID)
    pages = QStackedWidget()
    pages.addWidget(plot)
    pages.addWidget(QWidget())
    QWidget.show(pages)
    QApplication.processEvents()
    assert plot._canvas.grid._papers
    pages.setCurrentIndex(1)
    assert plot._canvas.grid._papers
    pages.hide()
    pages.deleteLater()
