"""The Softmax lab through the real window: mouse, keys, fields, messages, undo, pictures."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMenu, QTabWidget, QToolButton, QWidget

from core import session
from core.labs import softmax
from core.labs.softmax import SoftmaxState
from gui.labs.softmax.group_grid import GroupGrid
from gui.labs.softmax.jacobian_map import JacobianMap
from gui.labs.softmax.overflow_table import OverflowTable
from gui.labs.softmax.views import class_colors
from gui.widgets.bar_chart import BarChart
from gui.widgets.curve_plot import CurvePlot
from gui.widgets.live_label import LiveLabel
from gui.widgets.param_row import NumberRow
from tests.gui.hands import CTRL, KEY, SHIFT, Hands, is_like
from tests.gui.looking import EVERY_LOOK, LOOK_NAMES, THEMES, doubled, faults_in_view

CHARTS = ("logitBars", "expBars", "probabilityBars")
FORMS = {
    "first": SoftmaxState(),
    "ten": softmax.set_logit(softmax.set_class_count(SoftmaxState(), 10), 4, -math.inf),
    "overflow": softmax.set_subtract_max(softmax.apply_example(SoftmaxState(), "thousand"), False),
    "matrix": softmax.set_dim(softmax.resize_matrix(SoftmaxState(), 4, 4), 0),
}


class Lab(Hands):
    """A person in the Softmax lab."""

    @property
    def own(self) -> SoftmaxState:
        return self.application.store.state.softmax

    def set_up(self, state: SoftmaxState) -> None:
        self.application.store.commit(replace(self.application.store.state, softmax=state), "change.preset")
        self.settle()

    def chart(self, name: str) -> BarChart:
        return self.part(name, BarChart)

    def words(self, name: str) -> str:
        return self.part(name, LiveLabel).text()

    def said(self, name: str) -> str:
        part = self.part(name)
        return part.text() if part.isVisible() else ""  # type: ignore[attr-defined]

    def empty(self, name: str) -> None:
        self.click(self.part(name))
        self.press(KEY.Key_A, CTRL)
        self.press(KEY.Key_Delete)
        self.press(KEY.Key_Return)

    def example(self, key: str) -> None:
        menu = self.part("softmaxExampleMenu", QMenu)
        menu.popup(self.part("softmaxExamples").mapToGlobal(QPoint(0, 30)))
        self.settle()
        self.click(menu, menu.actionGeometry(next(a for a in menu.actions() if a.data() == key)).center())


@pytest.fixture
def lab(launch) -> Lab:  # type: ignore[no-untyped-def]
    return entered(launch(language="ko", theme="light"))


def entered(application) -> Lab:  # type: ignore[no-untyped-def]
    application.visit("softmax")
    hands = Lab(application)
    hands.settle()
    return hands


def refusal(hands: Lab, name: str) -> str:
    said = hands.said(name)
    assert said, f"{name} says nothing"
    return said


# --- what is on the first screen


def test_the_first_screen_shows_example_f(lab: Lab) -> None:
    assert lab.words("probabilityBarsPrinted") == "tensor([0.6590, 0.2424, 0.0986])"
    assert lab.words("workedLoss") == "−log p = −log(0.6590) = 0.4170"
    assert lab.words("moduleLoss") == "nn.CrossEntropyLoss()(u, 0) = 0.4170 ✓"
    assert "0.8021" in lab.words("doubleSoftmax")
    assert "1.0000 ✓" in lab.words("probabilityBarsNote")
    assert [lab.part(f"className_{i}", QLineEdit).text() for i in range(3)] == ["고양이", "강아지", "새"]
    rows = lab.part("overflowTable", OverflowTable).rows()
    assert rows[3] == ("1000", "nan", "0.0900", "nan", "0.0901")
    assert "0.8467" in lab.words("entropy")
    assert "88.72" in lab.words("overflowLimits")
    assert "11.09" in lab.words("overflowLimits")


@pytest.mark.parametrize("form", ["first", "ten"])
def test_a_drag_leaves_on_screen_what_painting_everything_shows(lab: Lab, form: str) -> None:
    lab.set_up(FORMS[form])
    chart = lab.chart("logitBars")
    start = chart.bar(1).center()
    before = lab.screen()
    for kind, rise in ((QTest.mousePress, 0), *((QTest.mouseMove, rise) for rise in (20, 45, 90, 3, -60, -75, -40))):
        place = (start - QPointF(0, rise)).toPoint()
        if kind is QTest.mousePress:
            kind(chart, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        else:
            kind(chart, place)
        lab.settle()
    painted = lab.screen()
    assert painted != before
    assert painted == lab.screen_anew()


@pytest.mark.parametrize("name", [*CHARTS, "gradientBars", "temperature", "logitScale", "dimChoice", "jacobianMap"])
def test_every_part_can_be_found_and_has_a_name_for_screen_readers(lab: Lab, name: str) -> None:
    assert lab.part(name).accessibleName()


# --- bars


def test_dragging_a_bar_changes_its_logit_in_one_step(lab: Lab) -> None:
    chart, before = lab.chart("logitBars"), lab.steps()
    start = chart.bar(1).center()
    lab.drag(chart, [start, start - QPointF(0, 20), start - QPointF(0, 60), start - QPointF(0, 50)])
    moved = lab.own.logits.values
    assert moved[1] > 1.3
    assert (moved[0], moved[2]) == (2.0, 0.1)
    assert lab.own.selected == 1
    assert float(lab.part("logit_1", QLineEdit).text()) == pytest.approx(moved[1])
    expected = np.exp(moved) / np.exp(moved).sum()
    assert lab.chart("probabilityBars").view.values == pytest.approx(expected, abs=1e-6)
    lab.action("undoAction").trigger()
    lab.settle()
    assert lab.own.logits == SoftmaxState().logits
    assert lab.steps() <= before + 1


def test_the_scale_stands_still_during_a_drag_and_fits_after_it(lab: Lab) -> None:
    chart = lab.chart("logitBars")
    other = chart.bar(2).height()
    start = chart.bar(0).center()
    lab._mouse(QTest.mousePress, chart, start)
    lab.hover(chart, start - QPointF(0, 200))
    assert lab.own.logits.values[0] > 4
    assert chart.bar(2).height() == pytest.approx(other)
    lab._mouse(QTest.mouseRelease, chart, start - QPointF(0, 200))
    lab.settle()
    assert chart.bar(2).height() < other


def test_keys_change_the_logit_of_the_selected_bar(lab: Lab) -> None:
    lab.chart("logitBars").setFocus()
    lab.press(KEY.Key_Right)
    assert lab.own.selected == 1
    lab.press(KEY.Key_Up)
    lab.press(KEY.Key_Up, SHIFT)
    assert lab.own.logits.values[1] == pytest.approx(1.11)
    lab.press(KEY.Key_PageDown)
    assert lab.own.logits.values[1] == pytest.approx(0.11)
    lab.press(KEY.Key_End)
    assert lab.own.selected == 2
    lab.press(KEY.Key_Home)
    assert lab.own.selected == 0


def test_pointing_at_a_class_lights_it_up_everywhere(lab: Lab) -> None:
    chart = lab.chart("expBars")
    lab.hover(chart, chart.bar(1).center())
    for name in (*CHARTS, "gradientBars"):
        assert lab.chart(name).view.hovered == 1
    assert lab.part("jacobianMap", JacobianMap)._marked == (0, 1)
    assert lab.own.selected == 0
    matrix = lab.part("jacobianMap", JacobianMap)
    lab.click(matrix, matrix.cell(0, 2).center())
    assert lab.own.selected == 2
    lab.press(KEY.Key_Escape)
    assert lab.own.selected == -1


def test_without_the_maximum_the_exp_column_says_so(lab: Lab) -> None:
    lab.click(lab.part("subtractMax"))
    assert not lab.own.subtract_max
    assert lab.chart("expBars").view.values == pytest.approx(np.exp([2.0, 1.0, 0.1]), rel=1e-6)
    assert "11.213" in lab.words("expBarsNote")
    assert "빼지 않았습니다" in lab.words("expBarsNote")
    lab.example("thousand")
    assert lab.own.subtract_max
    lab.click(lab.part("subtractMax"))
    assert lab.words("probabilityBarsPrinted") == "tensor([nan, nan, nan])"
    assert "✓" not in lab.words("probabilityBarsNote")
    assert "2.4076" in lab.words("moduleLoss")


# --- what is typed


@pytest.mark.parametrize("typed", ["abc", "nan", "inf", "20000"])
def test_a_logit_that_is_none_is_refused_at_its_field(lab: Lab, typed: str) -> None:
    lab.retype(lab.part("logit_1"), typed)
    assert refusal(lab, "logit_1_error")
    assert lab.own.logits == SoftmaxState().logits
    assert lab.part("logit_1", QLineEdit).text() == "1.0"
    lab.retype(lab.part("logit_1"), "3")
    assert lab.own.logits.values[1] == 3.0
    assert lab.said("logit_1_error") == ""


def test_an_empty_logit_is_refused_at_its_field(lab: Lab) -> None:
    lab.empty("logit_1")
    assert refusal(lab, "logit_1_error")
    assert lab.part("logit_1", QLineEdit).text() == "1.0"


def test_a_class_can_be_masked_but_not_all(lab: Lab) -> None:
    for index in range(2):
        lab.retype(lab.part(f"logit_{index}"), "-inf")
    assert lab.own.logits.values[0] == -math.inf
    assert lab.part("logit_0", QLineEdit).text() == "−∞"
    lab.retype(lab.part("logit_2"), "-∞")
    assert "−∞" in refusal(lab, "logit_2_error")
    assert lab.own.logits.values[2] == 0.1


def test_the_eleventh_class_is_refused_with_a_message(lab: Lab) -> None:
    for _ in range(7):
        lab.click(lab.part("addClass"))
    assert lab.own.classes == 10
    lab.click(lab.part("addClass"))
    assert "10개" in refusal(lab, "classCount_error")
    assert lab.own.classes == 10
    lab.retype(lab.part("classCount"), "4")
    assert (lab.own.classes, lab.said("classCount_error")) == (4, "")
    lab.retype(lab.part("classCount"), "11")
    assert "10개" in refusal(lab, "classCount_error")
    assert lab.part("classCount").text() == "4"  # type: ignore[attr-defined]


def test_a_single_class_is_refused_because_its_softmax_is_always_1(lab: Lab) -> None:
    lab.click(lab.part("removeClass"))
    lab.click(lab.part("removeClass"))
    assert lab.own.classes == 2
    assert "언제나 1" in refusal(lab, "classCount_error")


@pytest.mark.parametrize(("name", "value"), [("temperature", "T"), ("logitScale", "배율")])
def test_zero_is_refused_with_what_it_would_mean(lab: Lab, name: str, value: str) -> None:
    row = lab.part(f"{name}Row")
    lab.retype(lab.part(name), "0")
    assert value in row.message.text()  # type: ignore[attr-defined]
    assert row.message.isVisible()  # type: ignore[attr-defined]
    assert (lab.own.temperature, lab.own.scale) == (1.0, 1.0)
    assert lab.part(name).text() == "1.0"  # type: ignore[attr-defined]
    lab.retype(lab.part(name), "2.5")
    assert (lab.own.temperature if name == "temperature" else lab.own.scale) == 2.5


def test_the_temperature_slider_is_one_step_and_changes_the_probabilities(lab: Lab) -> None:
    slider, before = lab.part("temperatureSlider"), lab.steps()
    start = lab.handle(slider)  # type: ignore[arg-type]
    lab.drag(slider, [start, start + QPoint(30, 0), start + QPoint(60, 0)])
    assert lab.own.temperature > 1.5
    assert lab.steps() == before + 1
    u = np.array([2.0, 1.0, 0.1]) / lab.own.temperature
    assert lab.chart("probabilityBars").view.values == pytest.approx(np.exp(u) / np.exp(u).sum(), abs=1e-6)
    assert "÷" in lab.words("logitBarsNote")


def test_a_name_stays_as_typed_while_the_others_follow_the_language(lab: Lab) -> None:
    lab.retype(lab.part("className_1"), "푸들")
    assert lab.own.names == ("", "푸들", "")
    lab.action("languageAction").trigger()
    lab.settle()
    assert [lab.part(f"className_{i}", QLineEdit).text() for i in range(3)] == ["Cat", "푸들", "Bird"]
    assert lab.chart("logitBars").view.labels == ("Cat", "푸들", "Bird")
    lab.retype(lab.part("className_1"), "x" * 30)
    assert "20" in refusal(lab, "logit_1_error")
    assert lab.part("className_1", QLineEdit).text() == "푸들"
    lab.empty("className_1")
    assert lab.part("className_1", QLineEdit).text() == "Dog"


def test_a_message_speaks_the_language_of_the_moment(lab: Lab) -> None:
    lab.retype(lab.part("logit_0"), "nan")
    assert "로짓" in refusal(lab, "logit_0_error")
    lab.action("languageAction").trigger()
    lab.settle()
    assert "logit" in refusal(lab, "logit_0_error")


# --- the cards below


def test_another_target_changes_the_loss(lab: Lab) -> None:
    lab.choose("targetClass", "▲ 새")
    assert lab.own.target == 2
    assert lab.words("moduleLoss") == "nn.CrossEntropyLoss()(u, 2) = 2.3170 ✓"
    assert lab.chart("gradientBars").view.values == pytest.approx([0.6590, 0.2424, -0.9014], abs=1e-4)


def test_dim_marks_the_groups_that_sum_to_1(lab: Lab) -> None:
    grid = lab.part("softmaxGroups", GroupGrid)
    assert grid._group() == 0
    lab.click(lab.part("dim_0", QToolButton))
    assert lab.own.dim == 0
    assert lab.part("dim_0", QToolButton).isChecked()
    accent = lab.application.theme.color("accent")
    lab.hover(grid, grid.cell(0, 1).center())
    assert grid._group() == 1
    picture, column = lab.picture(grid), grid.cell(1, 1)
    edge = [picture.pixelColor(x, column.center().y()) for x in range(column.left(), column.left() + 6)]
    assert any(is_like(color, accent) for color in edge)
    assert grid._sums == pytest.approx([1.0, 1.0, 1.0])


def test_a_cell_of_the_2d_tensor_is_typed_and_refused(lab: Lab) -> None:
    lab.click_cell("softmaxMatrix", 1, 0)
    lab.type("5", KEY.Key_Return)
    assert lab.own.matrix.values[1, 0] == 5.0
    lab.click_cell("softmaxMatrix", 0, 0)
    lab.type("inf", KEY.Key_Return)
    assert "유한한" in lab.application._labs["softmax"].matrix.message.text()
    assert lab.own.matrix.values[0, 0] == 2.0
    lab.click_cell("softmaxMatrix", 0, 0)
    lab.type("1", KEY.Key_Return)
    assert not lab.application._labs["softmax"].matrix.message.isVisible()


def test_the_shape_of_the_2d_tensor(lab: Lab) -> None:
    lab.retype(lab.part("matrixRows"), "4")
    assert lab.own.matrix.shape == (4, 3)
    lab.action("undoAction").trigger()
    lab.settle()
    assert lab.own.matrix.shape == (2, 3)
    lab.retype(lab.part("matrixColumns"), "7")
    assert "4×4" in lab.application._labs["softmax"].matrix.message.text()
    assert lab.part("matrixColumns").text() == "3"  # type: ignore[attr-defined]
    assert lab.shown("softmaxMatrix") == [["2.0", "1.0", "0.1"], ["0.0", "1.0", "2.0"]]


def test_dragging_the_point_of_the_sigmoid_moves_the_first_logit(lab: Lab) -> None:
    plot = lab.part("sigmoidPlot", CurvePlot)
    lab.drag(plot, [plot.to_pixel(1.0, 0.7311), plot.to_pixel(2.0, 0.8), plot.to_pixel(3.0, 0.9)])
    assert lab.own.logits.values[0] == pytest.approx(4.0, abs=0.05)
    assert lab.words("pairLine").startswith("softmax([u0, u1])[0] = 0.95")


@pytest.mark.parametrize("key", [example.key for example in softmax.examples()])
def test_every_example_can_be_chosen_and_undone(lab: Lab, key: str) -> None:
    lab.retype(lab.part("logit_0"), "7")
    before = lab.own
    lab.example(key)
    assert lab.own == softmax.apply_example(before, key)
    lab.action("undoAction").trigger()
    lab.settle()
    assert lab.own == before


def test_the_code_card_follows(lab: Lab) -> None:
    lab.retype(lab.part("logit_0"), "4.5")
    assert "torch.tensor([4.5, 1.0, 0.1])" in lab.part("softmaxCode").toPlainText()  # type: ignore[attr-defined]


def test_a_cell_of_the_jacobian_has_the_colour_of_its_sign(lab: Lab) -> None:
    part, theme = lab.part("jacobianMap", JacobianMap), lab.application.theme
    picture = lab.picture(part)

    def color_of(row: int, column: int) -> QColor:
        cell = part.cell(row, column)
        return picture.pixelColor(cell.left() + 14, cell.top() + 14)

    own, other = color_of(0, 0), color_of(1, 0)
    assert own.blue() > own.red() + 40, "∂p/∂u of a class itself is positive"
    assert other.red() > other.blue() + 40, "of another it is negative"
    assert is_like(color_of(1, 2), theme.color("card"), 90), "a small slope is pale"


def test_playing_the_temperature_is_one_step(lab: Lab) -> None:
    before, row = lab.steps(), lab.part("temperatureRow", NumberRow)
    lab.click(row.play, QPoint(8, row.play.height() // 2))
    assert row.sweep.running
    for _ in range(3):
        QTest.qWait(60)
    row.sweep.stop()
    lab.settle()
    assert lab.own.temperature != 1.0
    assert lab.steps() == before + 1


def test_another_range_of_the_temperature_is_kept(lab: Lab) -> None:
    lab.part("temperatureRow", NumberRow).range_requested.emit(0.5, 2.0, 0.5)
    lab.settle()
    assert lab.own.ranges == {"temperature": (0.5, 2.0, 0.5)}
    lab.part("temperatureRow", NumberRow).range_requested.emit(0.0, 2.0, 0.5)
    lab.settle()
    assert lab.own.ranges == {"temperature": (0.5, 2.0, 0.5)}
    assert "0" in lab.part("temperatureRow", NumberRow).message.text()


def test_scrolling_over_the_target_leaves_it(lab: Lab) -> None:
    box = lab.part("targetClass", QComboBox)
    place = QPointF(box.rect().center())
    turn = QWheelEvent(
        place, box.mapToGlobal(place), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, turn)
    lab.settle()
    assert lab.own.target == 0


# --- session, reset, theme


def test_a_session_brings_the_whole_lab_back(launch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    state = softmax.set_name(FORMS["ten"], 2, "참새")
    state = softmax.set_target(softmax.set_slider(state, "temperature", 0.5), 3)
    first = entered(launch(language="ko", theme="light"))
    first.set_up(state)
    path = tmp_path / "softmax.actlab"
    session.save(first.application.store.state, path)
    first.set_up(SoftmaxState())
    first.application.files.open(path)
    first.settle()
    assert first.own == state
    assert first.part("logit_4", QLineEdit).text() == "−∞"


def test_reset_brings_the_first_screen_back(lab: Lab) -> None:
    lab.set_up(FORMS["ten"])
    lab.application.reset_lab()
    lab.settle()
    assert lab.own == SoftmaxState()


@pytest.mark.parametrize("theme", ["dark", "projector"])
def test_the_theme_switches_at_run_time(lab: Lab, theme: str) -> None:
    lab.window.theme_requested.emit(theme)  # type: ignore[attr-defined]
    lab.settle()
    own = lab.application.theme
    assert own.name == theme
    chart = lab.chart("probabilityBars")
    at = chart.bar(1).center().toPoint()
    assert is_like(lab.picture(chart).pixelColor(at), class_colors(3, own)[1])


# --- pictures


@pytest.mark.parametrize(("lang", "theme", "size"), EVERY_LOOK, ids=LOOK_NAMES)
def test_bars_are_as_high_as_the_numbers_say_in_the_colour_of_their_class(launch, lang, theme, size) -> None:  # type: ignore[no-untyped-def]
    lab = entered(launch(language=lang, theme=theme, size=size))
    own, result = lab.application.theme, softmax.compute(lab.own)
    card = own.color("card")
    for name, values in zip(CHARTS, (result.logits, result.exp, result.probabilities), strict=True):
        chart = lab.chart(name)
        picture = lab.picture(chart)
        for index, color in enumerate(class_colors(3, own)):
            bar = chart.bar(index)
            assert bar.height() / chart.bar(0).height() == pytest.approx(values[index] / values[0], abs=0.02)
            if bar.height() > 14:
                middle = bar.center().toPoint()
                assert is_like(picture.pixelColor(middle), color), (name, index)
                beside = QPoint(int(bar.right()) + 8, middle.y())
                assert is_like(picture.pixelColor(beside), card), (name, index)


@pytest.mark.parametrize("theme", THEMES)
def test_words_stand_on_the_card_also_after_the_theme_was_switched(lab: Lab, theme: str) -> None:
    lab.window.theme_requested.emit(theme)  # type: ignore[attr-defined]
    lab.settle()
    for name in ("expBarsNote", "probabilityBarsPrinted", "entropy", "workedLoss", "doubleSoftmax"):
        label = lab.part(name)
        if label.isVisible():
            picture, card = lab.picture(label), lab.application.theme.color("card")
            corners = (picture.pixelColor(0, 0), picture.pixelColor(picture.width() - 1, picture.height() - 1))
            assert all(is_like(corner, card, 6) for corner in corners), name


def test_a_drag_paints_the_same_pixels_as_a_whole_repaint(lab: Lab) -> None:
    """Parts that paint their own ground, and only what changed of it, leave nothing behind."""
    chart = lab.chart("logitBars")
    start = chart.bar(0).center()
    lab.drag(chart, [start, *(start - QPointF(0, rise) for rise in (20, 60, 90, 40))])
    window = lab.window
    piece_by_piece = window.screen().grabWindow(window.winId()).toImage()
    window.repaint()
    lab.settle()
    assert window.screen().grabWindow(window.winId()).toImage() == piece_by_piece


def test_the_same_class_stands_at_the_same_place_in_every_chart(lab: Lab) -> None:
    for index in range(3):
        shares = [lab.chart(name).bar(index).center().x() / lab.chart(name).width() for name in CHARTS]
        assert max(shares) - min(shares) < 0.01
    assert len({lab.chart(name).mapTo(lab.window, QPoint(0, lab.chart(name).height())).y() for name in CHARTS}) == 1


@pytest.mark.parametrize(("lang", "theme", "size"), EVERY_LOOK, ids=LOOK_NAMES)
def test_nothing_is_cut_off_and_nothing_overlaps(launch, lang, theme, size) -> None:  # type: ignore[no-untyped-def]
    lab = entered(launch(language=lang, theme=theme, size=size))
    faults = []
    for name, form in FORMS.items():
        lab.set_up(form)
        faults += faults_in_view(lab, size, name)
    assert faults == []


@pytest.mark.parametrize(("lang", "theme", "size"), EVERY_LOOK, ids=LOOK_NAMES)
def test_nothing_is_cut_off_when_every_word_is_twice_as_long(  # type: ignore[no-untyped-def]
    launch, monkeypatch: pytest.MonkeyPatch, lang, theme, size
) -> None:
    monkeypatch.setattr("gui.looks.words_in", doubled)
    lab = entered(launch(language=lang, theme=theme, size=size))
    assert faults_in_view(lab, size, "doubled") == []


@pytest.mark.parametrize("zoom", [0.8, 2.0])
@pytest.mark.parametrize("theme", ["light", "projector"])
def test_nothing_is_cut_off_at_the_smallest_and_largest_zoom(launch, theme: str, zoom: float) -> None:  # type: ignore[no-untyped-def]
    size = (1920, 1080)
    lab = entered(launch(language="ko", theme=theme, zoom=zoom, size=size))
    assert faults_in_view(lab, size, f"zoom {zoom}") == []


@pytest.mark.parametrize("size", [(1366, 768), (1024, 768)])
def test_every_card_is_on_a_page_of_a_small_window(launch, size) -> None:  # type: ignore[no-untyped-def]
    lab = entered(launch(language="ko", theme="light", size=size))
    tabs, seen = lab.part("softmaxTabs", QTabWidget), set()
    names = (
        "crossEntropyPanel",
        "jacobianMap",
        "softmaxMatrix",
        "overflowTable",
        "sigmoidPlot",
        "softmaxCode",
        "logit_0",
    )
    for page in range(tabs.count()):
        tabs.setCurrentIndex(page)
        lab.settle()
        seen |= {name for name in names if lab.part(name, QWidget).isVisible()}
    assert seen == set(names)
    assert lab.part("targetClass", QComboBox).count() == 3


def test_another_theme_after_a_reset_shows_the_state_of_now(lab: Lab) -> None:
    first = lab.own
    lab.set_up(softmax.set_class_count(first, 5))
    application = lab.application
    application.visit("explore")
    application.reset_all()
    application.set_theme("dark")
    application.visit("softmax")
    lab.settle()
    assert lab.own == first
    assert len(lab.own.names) == 3
    # Before the window has shown the change, too.
    application.store.undo()
    application.set_theme("light")
    lab.settle()
    assert len(lab.own.names) == 5
