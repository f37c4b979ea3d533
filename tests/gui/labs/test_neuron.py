"""A person at the Neuron lab: mouse and keys through the real window, what is on screen, undo, files, languages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPlainTextEdit, QPushButton, QSlider, QWidget

from core import session
from core.labs import neuron
from core.labs.neuron import NeuronState
from gui.labs.neuron.diagram import NeuronDiagram
from gui.labs.neuron.plane_cards import OneUnitCard
from gui.labs.neuron.plane_plot import PlanePlot
from gui.labs.neuron.point_table import PointTable
from gui.labs.neuron.worked_sum import WorkedSum
from gui.widgets.curve_plot import CurvePlot
from gui.widgets.function_button import FunctionButton
from gui.widgets.live_label import LiveLabel
from gui.widgets.message_line import MessageLine
from gui.widgets.scrub_box import ScrubBox
from tests.gui.hands import CTRL, KEY, LEFT, NONE, SHIFT, Hands


class LabHands(Hands):
    """Hands in the Neuron lab."""

    @property
    def own(self) -> NeuronState:
        return self.application.store.state.neuron

    def box(self, key: str, place: str = "neuron") -> ScrubBox:
        return self.part(f"{place}_{key}", ScrubBox)

    def rest(self) -> None:
        """Wait until the words have followed the numbers."""
        lab = self.application._labs["neuron"]
        while not lab.is_complete:
            self.settle()

    def texts(self) -> tuple[str, ...]:
        self.rest()
        return self.part("workedSum", WorkedSum).texts()

    def messages(self) -> list[str]:
        return [line.text() for line in self.window.findChildren(MessageLine) if line.isVisible()]

    def press_button(self, name: str) -> None:
        self.click(self.part(name, QPushButton))
        self.rest()

    def show(self, state: NeuronState) -> None:
        store = self.application.store
        store.commit(replace(store.state, neuron=state), "neuron.change_number")
        self.settle()
        self.rest()

    def undo(self) -> None:
        self.application.window.setFocus()
        self.press(KEY.Key_Z, CTRL)


@pytest.fixture
def hands(launch) -> LabHands:  # type: ignore[no-untyped-def]
    found = LabHands(launch(language="ko", theme="light"))
    found.application.visit("neuron")
    found.settle()
    return found


# --- the drawn neuron


def test_the_first_screen_is_the_textbooks_sum(hands: LabHands) -> None:
    assert hands.texts() == ("z = 0.5·1.0 + (−0.3)·2.0 + 0.1 = 0.0", "y = h(0.0) = 0 (0.0 ≤ 0) = 0.0")
    assert "−2.235×10⁻⁸" in hands.part("roundingNote", LiveLabel).text()
    assert "float32" in hands.part("roundingNote", LiveLabel).text()
    assert hands.part("neuronPrinted", QPlainTextEdit).toPlainText().startswith("tensor([-2.2352e-08])\ntensor([0.])")


def test_a_number_is_typed_where_it_stands(hands: LabHands) -> None:
    box = hands.box("w0")
    hands.double_click(box)
    hands.type("1.25", KEY.Key_Return)
    assert hands.own.number("w0") == 1.25
    assert hands.texts()[0] == "z = 1.25·1.0 + (−0.3)·2.0 + 0.1 = 0.75"
    assert box.text() == "1.25"
    hands.retype(hands.box("b"), "−2")
    assert hands.own.number("b") == -2.0
    assert hands.box("b").text() == "−2.0"


def test_dragging_a_number_is_one_undo_step(hands: LabHands) -> None:
    box, before = hands.box("w1"), hands.steps()
    middle = QPointF(box.rect().center())
    hands.drag(box, [middle, *(middle + QPointF(0, -4 * n) for n in range(1, 12))])
    assert hands.own.number("w1") > 0
    assert hands.own.selected == "w1"
    assert hands.steps() == before + 1
    hands.undo()
    assert hands.own == NeuronState()


def test_dragging_an_edge_changes_its_weight(hands: LabHands) -> None:
    diagram, before = hands.part("neuronDiagram", NeuronDiagram), hands.steps()
    _, bend, end = diagram.places().edge(1)
    middle = (bend + end) / 2
    hands.drag(diagram, [middle, *(middle + QPointF(0, -5 * n) for n in range(1, 9))])
    assert hands.own.number("w1") == pytest.approx(-0.3 + 0.5)
    assert hands.own.number("w0") == 0.5
    assert hands.steps() == before + 1


def test_clicking_an_edge_brings_its_slider(hands: LabHands) -> None:
    diagram = hands.part("neuronDiagram", NeuronDiagram)
    begin, end = diagram.places().bias_edge()
    hands.click(diagram, (begin + end) / 2)
    assert hands.own.selected == "b"
    assert hands.part("slider_b", QSlider).isVisible()


def test_the_slider_moves_the_selected_number_in_one_step(hands: LabHands) -> None:
    slider, before = hands.part("slider_w0", QSlider), hands.steps()
    at = hands.handle(slider)
    hands.drag(slider, [at, *(at + QPoint(6 * n, 0) for n in range(1, 9))])
    assert hands.own.number("w0") > 0.5
    assert hands.box("w0").value() == hands.own.number("w0")
    assert hands.steps() == before + 1


def test_keys_step_the_number_with_the_focus(hands: LabHands) -> None:
    hands.click(hands.box("w0"))
    hands.press(KEY.Key_Up)
    assert hands.own.number("w0") == pytest.approx(0.6)
    hands.press(KEY.Key_Down, SHIFT)
    assert hands.own.number("w0") == pytest.approx(0.59)
    hands.press(KEY.Key_PageUp)
    assert hands.own.number("w0") == pytest.approx(1.59)


def test_tab_walks_over_the_numbers_in_the_order_of_the_drawing(hands: LabHands) -> None:
    hands.box("x0").setFocus()
    seen = []
    for _ in range(4):
        hands.press(KEY.Key_Tab)
        holder = QApplication.focusWidget()
        assert holder is not None
        seen.append(holder.objectName())
    assert seen == ["neuron_w0", "neuron_x1", "neuron_w1", "neuron_b"]
    assert hands.own.selected == "b"


@pytest.mark.parametrize(
    ("typed", "said"), [("abc", "숫자가 아닙니다"), ("1e9", "범위를 벗어났습니다"), ("inf", "무한대")]
)
def test_bad_input_says_what_is_wrong_and_keeps_the_old_value(hands: LabHands, typed: str, said: str) -> None:
    hands.retype(hands.box("w1"), typed)
    assert hands.own.numbers == {}
    assert hands.box("w1").text() == "−0.3"
    (message,) = hands.messages()
    assert "w₂" in message
    assert said in message
    hands.application.set_language("en")
    hands.settle()
    assert "w₂" in hands.messages()[0]
    hands.retype(hands.box("w1"), "0.7")
    assert hands.messages() == []
    assert hands.own.number("w1") == 0.7


def test_bad_input_at_the_slider_speaks_of_the_number_in_the_drawing(hands: LabHands) -> None:
    hands.retype(hands.part("slider_w0_typed"), "abc")
    assert "w₁" in hands.part("slider_w0_error", QLabel).text()
    assert hands.own.number("w0") == 0.5


def test_one_to_five_inputs(hands: LabHands) -> None:
    for count in (1, 5, 3):
        hands.press_button(f"count_{count}")
        assert len(hands.own.inputs()) == count
        shown = [key for key in ("x0", "x1", "x2", "x3", "x4") if hands.box(key).isVisible()]
        assert len(shown) == count
        assert hands.texts()[0].count("·") == count


def test_any_function_of_one_number_from_the_list(hands: LabHands) -> None:
    button = hands.part("functionButton", FunctionButton)
    hands.click(button)
    rows = [r.key for r in button._picker._records]
    assert rows == [r.key for r in neuron.elementwise()]
    assert "softmax" not in rows
    hands.type("gelu", KEY.Key_Return)
    assert hands.own.function == "gelu"
    assert button.text() == "GELU"
    hands.press_button("count_2")
    assert "h(0.0)" in hands.texts()[1]


def test_parameters_of_the_function_have_sliders(hands: LabHands) -> None:
    hands.show(neuron.choose_function(NeuronState(), "leaky_relu"))
    hands.retype(hands.part("param_negative_slope"), "0.2")
    assert hands.own.params["leaky_relu"]["negative_slope"] == 0.2


def test_the_step_says_why_it_cannot_learn(hands: LabHands) -> None:
    hands.rest()
    assert "경사 하강법" in hands.part("slopes", LiveLabel).text()
    hands.show(neuron.choose_function(NeuronState(), "sigmoid"))
    assert hands.part("slopes", LiveLabel).text() == "자동 미분: ∂y/∂w₁ = 0.25, ∂y/∂w₂ = 0.5, ∂y/∂b = 0.25"


def test_float64_and_the_written_sum_part_and_the_screen_says_so(hands: LabHands) -> None:
    hands.choose("neuronDtype", "float64")
    assert hands.own.dtype == "float64"
    hands.rest()
    assert hands.texts()[1].endswith("= 0.0")
    note = hands.part("roundingNote", LiveLabel).text()
    assert "2.776×10⁻¹⁷" in note
    assert "0.0이 아니라 1.0" in note
    hands.application.set_language("en")
    hands.rest()
    assert "not 0.0" in hands.part("roundingNote", LiveLabel).text()


def test_dragging_the_point_on_the_curve_moves_the_bias(hands: LabHands) -> None:
    plot, before = hands.part("neuronCurve", CurvePlot), hands.steps()
    start = plot.probe_place()
    assert start is not None
    hands.drag(plot, [start, *(start + QPointF(12 * n, 0) for n in range(1, 9))])
    assert hands.own.number("b") > 0.1
    assert hands.own.weights() == NeuronState().weights()
    assert hands.steps() == before + 1
    assert hands.texts()[1].endswith("= 1.0"), "above 0 the step is 1"


def test_the_curve_can_be_zoomed_and_fitted_again(hands: LabHands) -> None:
    hands.show(neuron.set_curve_view(NeuronState(), (-1.0, 1.0), (-0.5, 1.5)))
    assert hands.part("neuronCurve", CurvePlot).view.x_range == (-1.0, 1.0)
    hands.press_button("fitCurve")
    assert hands.own.x_view is None
    assert not hands.part("fitCurve").isVisible()


# --- the plane


def test_pushing_the_line_until_and_is_answered(hands: LabHands) -> None:
    hands.press_button("view_plane")
    for key, value in (("w0", 1.0), ("w1", 1.0), ("b", -0.5)):
        hands.show(neuron.set_number(hands.own, key, value))
    assert hands.part("score", LiveLabel).text() == "2 / 4 맞음"
    plot, before = hands.part("neuronPlane", PlanePlot), hands.steps()
    way = [plot.to_pixel((0.25 + n / 20, 0.25 + n / 20)) for n in range(0, 11)]
    hands.drag(plot, way)
    hands.rest()
    assert hands.own.number("b") == pytest.approx(-1.5, abs=0.03)
    assert hands.part("score", LiveLabel).text() == "4 / 4 맞음"
    assert "됩니다" in hands.part("verdict", LiveLabel).text()
    assert hands.steps() == before + 1
    hands.undo()
    assert hands.own.number("b") == -0.5


def test_in_a_narrow_place_the_weights_stand_below_the_plane(hands: LabHands) -> None:
    hands.window.resize(900, 800)
    hands.press_button("view_plane")
    card, plot = hands.window.findChild(OneUnitCard), hands.part("neuronPlane", PlanePlot)
    assert card is not None
    assert card.isVisible()
    assert card.mapTo(hands.window, QPoint(0, 0)).y() > plot.mapTo(hands.window, QPoint(0, plot.height())).y()
    assert hands.window.rect().contains(QRect(card.mapTo(hands.window, QPoint(0, 0)), card.size()))
    # With a second plane there is no room left.
    hands.press_button("layers_2")
    assert not card.isVisible()


def test_turning_the_line_by_its_handle(hands: LabHands) -> None:
    hands.show(neuron.show_answer(neuron.set_view(NeuronState(), "plane")))
    plot = hands.part("neuronPlane", PlanePlot)
    handle = plot.handle(plot.view.lines[0][0])
    assert handle is not None
    hands.drag(plot, [handle, *(handle + QPointF(-6 * n, 4 * n) for n in range(1, 12))])
    w0, w1 = hands.own.weights()
    assert w0 > w1, "the line is steeper now"
    assert (w0**2 + w1**2) ** 0.5 == pytest.approx(2**0.5, abs=0.02)


def test_keys_push_and_turn_the_line(hands: LabHands) -> None:
    hands.show(neuron.show_answer(neuron.set_view(NeuronState(), "plane")))
    plot = hands.part("neuronPlane", PlanePlot)
    plot.setFocus()
    hands.press(KEY.Key_Right)
    assert hands.own.number("b") == pytest.approx(-1.55)
    hands.press(KEY.Key_Up, SHIFT)
    assert hands.own.number("b") == pytest.approx(-1.56)
    hands.press(KEY.Key_PageUp)
    w0, w1 = hands.own.weights()
    assert w0 != w1


def test_xor_stays_unsolved_by_one_neuron_and_two_layers_solve_it(hands: LabHands) -> None:
    hands.press_button("view_plane")
    hands.press_button("gate_xor")
    hands.press_button("answer")
    assert hands.part("score", LiveLabel).text() == "3 / 4 맞음"
    verdict = hands.part("verdict", LiveLabel).text()
    assert verdict.startswith("안 됩니다")
    assert "68,921" in verdict
    assert hands.part("pointTable", PointTable).rows()[4][-1] == "✗"
    hands.press_button("solution_step")
    assert hands.part("score", LiveLabel).text() == "4 / 4 맞음"
    assert hands.part("hiddenPlane", PlanePlot).isVisible()
    assert hands.part("networkSketch").isVisible()
    assert [row[2:4] for row in hands.part("pointTable", PointTable).rows()[1:]] == [
        ["0.0", "1.0"], ["1.0", "1.0"], ["1.0", "1.0"], ["1.0", "0.0"]
    ]  # fmt: skip
    hands.press_button("solution_relu")
    assert hands.part("score", LiveLabel).text() == "4 / 4 맞음"
    hands.press_button("layers_1")
    assert not hands.part("hiddenPlane", PlanePlot).isVisible()


def test_a_hidden_units_number_is_typed_and_its_line_dragged(hands: LabHands) -> None:
    hands.show(neuron.show_solution(NeuronState(), "step"))
    hands.retype(hands.box("hidden_b0", "unit"), "0.5")
    assert hands.own.number("hidden_b0") == 0.5
    assert hands.part("score", LiveLabel).text() != "4 / 4 맞음"
    plot = hands.part("neuronPlane", PlanePlot)
    (x0, y0), (x1, y1) = plot.view.lines[1][0].ends
    start = plot.to_pixel((x0 + (x1 - x0) * 0.4, y0 + (y1 - y0) * 0.4))
    hands.drag(plot, [start, *(start + QPointF(3 * n, -3 * n) for n in range(1, 6))])
    assert hands.own.number("hidden_b1") > 1.5
    hands.retype(hands.box("output_w0", "unit"), "x")
    assert "v₁" in hands.messages()[0]


def test_the_plane_asks_for_two_inputs(hands: LabHands) -> None:
    hands.press_button("count_4")
    hands.press_button("view_plane")
    assert not hands.part("neuronPlane").isVisible()
    hands.press_button("twoInputs")
    assert hands.own.count == 2
    assert hands.part("neuronPlane").isVisible()


def test_a_line_that_is_not_there_is_said(hands: LabHands) -> None:
    state = neuron.set_view(NeuronState(), "plane")
    hands.show(neuron.set_number(neuron.set_number(state, "w0", 0.0), "w1", 0.0))
    assert "모두 0" in hands.part("verdict", LiveLabel).text()
    hands.show(neuron.set_number(state, "b", 90.0))
    assert "화면 밖" in hands.part("verdict", LiveLabel).text()


# --- the linear collapse


def test_two_linear_layers_are_one_until_a_function_comes_between(hands: LabHands) -> None:
    hands.press_button("view_collapse")
    verdict = hands.part("collapseVerdict", LiveLabel)
    assert "같습니다" in verdict.text()
    hands.press_button("between")
    assert verdict.text() == "두 출력이 갈라졌습니다. 차이: (−1.0, 1.0)"
    hands.retype(hands.box("input0"), "2.5")
    assert hands.own.number("input0") == 2.5
    hands.press_button("between")
    assert "같습니다" in verdict.text()
    hands.retype(hands.box("second_w11"), "zwei")
    assert "W2[1, 1]" in hands.messages()[0]


def test_a_linear_function_between_parts_nothing(hands: LabHands) -> None:
    state = neuron.choose_function(neuron.set_view(NeuronState(), "collapse"), "identity")
    hands.show(state)
    assert "같습니다" in hands.part("collapseVerdict", LiveLabel).text()


# --- what every lab does


def test_views_are_undone_and_redone(hands: LabHands) -> None:
    hands.press_button("view_plane")
    hands.press_button("view_collapse")
    hands.undo()
    assert hands.own.view == "plane"
    assert hands.part("neuronPlane").isVisible()
    hands.undo()
    assert hands.own.view == "neuron"
    hands.press(KEY.Key_Y, CTRL)
    assert hands.own.view == "plane"


def test_language_and_theme_change_at_any_time(hands: LabHands) -> None:
    for made in (
        NeuronState(),
        neuron.show_solution(NeuronState(), "step"),
        neuron.set_view(NeuronState(), "collapse"),
    ):
        hands.show(made)
        for language in ("en", "ko"):
            hands.application.set_language(language)
            for theme in ("dark", "projector", "light"):
                hands.application.set_theme(theme)
                hands.settle()
        assert hands.own == made
    assert hands.part("view_collapse", QPushButton).text() == "선형 붕괴"


def test_a_session_brings_the_same_screen_back(hands: LabHands, tmp_path) -> None:  # type: ignore[no-untyped-def]
    state = neuron.set_number(neuron.show_solution(NeuronState(), "relu"), "hidden_b0", 0.25)
    hands.show(state)
    path = tmp_path / "xor.actlab"
    session.save(hands.application.store.state, path)
    hands.application.reset_lab()
    hands.settle()
    assert hands.own == NeuronState()
    hands.application.files.open(path)
    hands.settle()
    assert hands.own == state
    assert hands.part("hiddenPlane").isVisible()


def test_every_control_has_a_name_and_a_place_for_the_finger(hands: LabHands) -> None:
    target = hands.application.theme.px(hands.application.theme.tokens.target)
    for made in (neuron.set_count(NeuronState(), 5), neuron.show_solution(NeuronState(), "step"),
                 neuron.set_view(NeuronState(), "collapse")):  # fmt: skip
        hands.show(made)
        lab = hands.application._labs["neuron"]
        for part in lab.findChildren(QWidget):
            if part.isVisible() and isinstance(part, QPushButton | ScrubBox | QComboBox | QSlider):
                name = part.accessibleName() or (part.text() if isinstance(part, QPushButton) else "")
                assert name, part.objectName()
                assert part.height() >= target, part.objectName()
        for name in ("neuronDiagram", "neuronPlane", "hiddenPlane", "neuronCurve"):
            assert hands.part(name).accessibleName() or not hands.part(name).isVisible(), name


def test_a_drag_that_is_interrupted_ends_its_step(hands: LabHands) -> None:
    box = hands.box("w0")
    handle, top = hands._at(box, box.rect().center())
    QTest.mousePress(handle, LEFT, NONE, top)
    QTest.mouseMove(handle, top + QPoint(0, -40))
    hands.settle()
    assert hands.own.number("w0") > 0.5
    hands.application.visit("explore")
    hands.settle()
    assert not hands.application.store._held


def test_what_paints_its_own_ground_has_nothing_below_it_painted_again(hands: LabHands) -> None:
    for kind in (NeuronDiagram, WorkedSum):
        drawing = hands.window.findChild(kind)
        assert drawing.testAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent), kind
