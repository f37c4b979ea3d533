"""The parameter panel, driven as a person drives it: mouse, wheel, keys, typing."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from core.record import Activation, Interval, Parameter
from core.text import Text, UserError, Words, load_entries, words_in
from gui.theme import load_themes
from gui.widgets.param_panel import ParamPanel
from gui.widgets.param_range import checked_range
from gui.widgets.param_slider import ParamSlider, TickScale, number_text

# The off-screen platform says so whenever a window with a minimum size or a pop-up is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SLOPE = Parameter("negative_slope", "α", Text("음수 쪽 기울기", "slope on the negative side"), 0.01, 0.0, 1.0, 0.01)
BETA = Parameter("beta", "β", Text("날카로움", "sharpness"), 1.0, 0.1, 10.0, 0.1, Interval(0, math.inf, True, True))
DIM = Parameter("dim", "dim", Text("차원", "dimension"), -1, -4, 3, 1, kind="integer")
EXACT = Parameter("approximate", "", Text("근사식", "approximation"), "none", kind="choice", choices=("none", "tanh"))
ENDS = Parameter("align", "", Text("끝 맞춤", "align ends"), False, kind="flag")
NOTE = Text("α가 0이면 ReLU입니다.", "With α = 0 it is ReLU.")


def record(*parameters: Parameter, **more: object) -> Activation:
    nothing = Text("", "")
    return Activation(
        key="tested", name=nothing, family="relu", module="Tested", formula="x", apply=lambda x, _p: x,
        use=nothing, problem=nothing, parameters=parameters, **more,
    )  # fmt: skip


LEAKY = record(SLOPE, note=NOTE)


@dataclass
class Bench:
    """A panel whose requests are carried out at once, as the state would, and written down."""

    panel: ParamPanel
    record: Activation
    ranges: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    log: list[tuple[object, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.params = self.record.defaults()
        self.panel.param_requested.connect(self._set)
        self.panel.drag_started.connect(lambda name: self.log.append(("started", name)))
        self.panel.drag_finished.connect(lambda name: self.log.append(("finished", name)))
        self.panel.reset_requested.connect(lambda: self.log.append(("reset",)))
        self.panel.range_requested.connect(lambda *said: self.log.append(("range", *said)))

    def _set(self, name: str, value: object) -> None:
        self.log.append(("param", name, value))
        self.params[name] = value
        self.show()

    def show(self, **params: object) -> None:
        self.params |= params
        self.panel.show_params(self.record, self.params, self.ranges)

    def asked(self) -> list[object]:
        return [entry[2] for entry in self.log if entry[0] == "param"]

    def find(self, kind: type, name: str) -> QWidget:
        found = self.panel.findChild(kind, name)
        assert found is not None, name
        return found

    @property
    def slider(self) -> ParamSlider:
        return self.find(ParamSlider, f"param_{self.record.parameters[0].name}_slider")

    @property
    def box(self) -> QAbstractSpinBox:
        return self.find(QAbstractSpinBox, f"param_{self.record.parameters[0].name}")

    def message(self) -> str:
        label = self.find(QLabel, f"param_{self.record.parameters[0].name}_error")
        return label.text() if label.isVisible() else ""


@pytest.fixture
def bench(qtbot):
    def make(shown: Activation = LEAKY, lang: str = "ko", theme: str = "light", width: int = 300, **params) -> Bench:
        panel = ParamPanel(words_in(lang), load_themes()[theme])
        qtbot.addWidget(panel)
        made = Bench(panel, shown)
        made.show(**params)
        panel.setFixedWidth(width)
        panel.show()
        qtbot.waitExposed(panel)
        return made

    return make


def type_into(qtbot, box: QWidget, text: str) -> None:
    box.setFocus()
    box.selectAll()
    if text.isascii():
        qtbot.keyClicks(box, text)
    else:  # a simulated keyboard has no key for it
        QApplication.clipboard().setText(text)
        qtbot.keyClick(box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(box, Qt.Key.Key_Return)


def turn_wheel(widget: QWidget, angle: int, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    spot = QPointF(widget.rect().center())
    event = QWheelEvent(
        spot, widget.mapToGlobal(spot), QPoint(), QPoint(0, angle), Qt.MouseButton.NoButton, modifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


@pytest.mark.parametrize(
    ("key", "modifier", "value"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 0.31),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, 0.31),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 0.29),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, 0.301),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier, 0.299),
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.NoModifier, 0.4),
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, 0.2),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, 0.0),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, 1.0),
    ],
)
def test_a_key_on_the_slider_moves_by_exactly_its_share(bench, qtbot, key, modifier, value):
    shown = bench(negative_slope=0.3)
    qtbot.keyClick(shown.slider, key, modifier)
    assert shown.asked() == [value]
    assert float(shown.box.text()) == value


def test_thirty_arrow_presses_leave_no_dust(bench, qtbot):
    shown = bench(negative_slope=0.0)
    for _ in range(30):
        qtbot.keyClick(shown.slider, Qt.Key.Key_Right)
    assert shown.asked()[-1] == 0.3
    assert shown.box.text() == "0.30"


def test_the_wheel_moves_a_step_and_with_shift_a_tenth(bench):
    shown = bench(negative_slope=0.5)
    turn_wheel(shown.slider, 120)
    turn_wheel(shown.slider, -60)
    turn_wheel(shown.slider, -60)
    turn_wheel(shown.slider, 120, Qt.KeyboardModifier.ShiftModifier)
    assert shown.asked() == [0.51, 0.5, 0.501]


def test_the_wheel_over_a_box_without_focus_changes_nothing(bench):
    shown = bench()
    shown.slider.setFocus()
    turn_wheel(shown.box, 120)
    assert shown.asked() == []


def test_dragging_says_where_it_starts_and_ends_and_moves_in_steps(bench, qtbot):
    shown = bench(negative_slope=0.0)
    slider, middle = shown.slider, shown.slider.height() // 2
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(4, middle))
    for x in range(10, slider.width() + 20, 7):
        qtbot.mouseMove(slider, QPoint(x, middle))
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() + 20, middle))
    assert shown.log[0] == ("started", "negative_slope")
    assert shown.log[-1] == ("finished", "negative_slope")
    assert [entry[0] for entry in shown.log].count("started") == 1
    assert len(shown.asked()) > 10
    assert all(value == round(value, 2) for value in shown.asked())
    assert shown.asked() == sorted(shown.asked())
    assert shown.asked()[-1] == 1.0


def test_pressing_the_middle_of_the_groove_goes_there(bench, qtbot):
    shown = bench(negative_slope=0.0)
    qtbot.mouseClick(shown.slider, Qt.MouseButton.LeftButton, pos=shown.slider.rect().center())
    assert shown.asked()[-1] == pytest.approx(0.5, abs=0.02)


def test_double_click_asks_for_the_default_of_pytorch(bench, qtbot):
    shown = bench(negative_slope=0.5)
    qtbot.mouseDClick(shown.slider, Qt.MouseButton.LeftButton, pos=shown.slider.rect().center())
    assert shown.asked()[-1] == 0.01


@pytest.mark.parametrize(("typed", "value"), [("0.123456", 0.123456), ("-0.25", -0.25), ("−2", -2.0), ("1e-5", 1e-5)])
def test_a_typed_number_is_taken_exactly(bench, qtbot, typed, value):
    shown = bench()
    type_into(qtbot, shown.box, typed)
    assert shown.asked() == [value]
    assert float(shown.box.text()) == value


def test_passing_through_a_box_does_not_round_its_value(bench, qtbot):
    shown = bench(negative_slope=1 / 3)
    assert shown.box.text() == "0.333333"
    shown.box.setFocus()
    qtbot.keyClick(shown.box, Qt.Key.Key_Return)
    shown.slider.setFocus()
    assert shown.asked() == []
    assert shown.box.value() == 1 / 3


def test_a_value_beyond_the_slider_is_kept_and_the_slider_stands_at_its_end(bench, qtbot):
    shown = bench()
    type_into(qtbot, shown.box, "3.5")
    assert shown.asked() == [3.5]
    assert shown.box.text() == "3.50"
    assert shown.slider.value() == shown.slider.maximum()
    qtbot.keyClick(shown.slider, Qt.Key.Key_Left)
    assert shown.asked()[-1] == 0.99


@pytest.mark.parametrize(("lang", "typed"), [("ko", "abc"), ("en", "abc"), ("ko", "0.1.2"), ("en", "inf")])
def test_bad_text_is_explained_under_the_row_and_the_old_value_stays(bench, qtbot, lang, typed):
    shown = bench(lang=lang, negative_slope=0.3)
    type_into(qtbot, shown.box, typed)
    with pytest.raises(UserError) as refused:
        SLOPE.check(typed)
    assert shown.message() == refused.value.said_in(lang)
    assert shown.asked() == []
    assert shown.box.text() == "0.30"


def test_a_number_the_function_does_not_take_is_refused(bench, qtbot):
    shown = bench(record(BETA))
    type_into(qtbot, shown.box, "-1")
    assert "(0, ∞)" in shown.message()
    assert shown.asked() == []
    assert shown.box.text() == "1.0"


def test_values_that_do_not_go_together_are_refused_under_the_row_that_was_moved(bench, qtbot):
    low, high = (replace(SLOPE, name=name, low=-1.0) for name in ("min_val", "max_val"))

    def in_order(params):
        if params["min_val"] >= params["max_val"]:
            raise UserError("parameter.unknown", name="min_val", function="tested", known="below max_val")

    shown = bench(record(low, high, check=in_order), min_val=0.0, max_val=0.5)
    qtbot.keyClick(shown.slider, Qt.Key.Key_End)
    assert "below max_val" in shown.message()
    assert shown.asked() == []
    assert shown.box.text() == "0.00"
    assert shown.slider.value() == 1000
    qtbot.keyClick(shown.slider, Qt.Key.Key_Right)
    assert shown.asked() == [0.01]
    assert shown.message() == ""


def test_an_error_from_elsewhere_is_said_under_its_row(bench):
    shown = bench(lang="en")
    shown.box.setValue(0.7)
    error = UserError("parameter.unknown", name="a", function="b", known="c")
    shown.panel.show_error("negative_slope", error)
    assert shown.message() == error.said_in("en")


def test_the_message_goes_when_a_good_value_comes(bench, qtbot):
    shown = bench()
    type_into(qtbot, shown.box, "abc")
    assert shown.message()
    type_into(qtbot, shown.box, "0.2")
    assert shown.message() == ""


def test_the_message_changes_language_with_everything_else(bench, qtbot):
    shown = bench(lang="ko")
    type_into(qtbot, shown.box, "abc")
    korean = shown.message()
    shown.panel.set_words(words_in("en"))
    assert shown.message() != korean
    assert "abc" in shown.message()


def test_arrows_in_the_box_step_and_shift_steps_finer(bench, qtbot):
    shown = bench(negative_slope=0.3)
    qtbot.keyClick(shown.box, Qt.Key.Key_Up)
    qtbot.keyClick(shown.box, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert shown.asked() == [0.31, 0.309]


def test_a_program_that_sets_the_box_is_heard(bench):
    shown = bench()
    shown.box.setValue(0.4)
    shown.slider.setValue(shown.slider.maximum())
    assert shown.asked() == [0.4, 1.0]


def test_a_whole_number_stays_whole(bench, qtbot):
    shown = bench(record(DIM))
    qtbot.keyClick(shown.slider, Qt.Key.Key_Right)
    type_into(qtbot, shown.box, "1.5")
    assert shown.message()
    type_into(qtbot, shown.box, "99999999999")
    assert "99999999999" in shown.message()
    type_into(qtbot, shown.box, "2")
    assert shown.asked() == [0, 2]
    assert all(type(value) is int for value in shown.asked())


def test_choice_and_flag_ask_for_their_kind_of_value(bench, qtbot):
    shown = bench(record(EXACT, ENDS))
    qtbot.keyClick(shown.find(QWidget, "param_approximate"), Qt.Key.Key_Down)
    qtbot.keyClick(shown.find(QWidget, "param_align"), Qt.Key.Key_Space)
    assert shown.asked() == ["tanh", True]


def test_showing_never_asks(bench):
    shown = bench(record(SLOPE, DIM, EXACT, ENDS))
    shown.ranges = {"negative_slope": (-5.0, 5.0, 0.5)}
    shown.show(negative_slope=0.7, dim=2, approximate="tanh", align=True)
    shown.panel.set_words(words_in("en"))
    shown.panel.set_theme(load_themes()["projector"])
    assert shown.log == []
    assert shown.box.text() == "0.7"
    assert shown.find(QWidget, "param_approximate").currentText() == "tanh"
    assert shown.find(QWidget, "param_align").isChecked()


def test_rows_are_kept_until_the_record_changes(bench, qtbot):
    shown = bench()
    box = shown.box
    shown.show(negative_slope=0.9)
    shown.record = replace(LEAKY, formula="2x")
    shown.show()
    assert shown.box is box
    shown.record = record(BETA)
    shown.params = {"beta": 1.0}
    shown.show()
    qtbot.waitUntil(shown.panel.findChild(QWidget, "param_beta").isVisible, timeout=1000)
    assert not shown.panel.findChildren(QWidget, "param_negative_slope")


def test_half_typed_text_survives_a_redraw(bench, qtbot):
    shown = bench(record(SLOPE, BETA))
    shown.box.setFocus()
    shown.box.selectAll()
    qtbot.keyClicks(shown.box, "0.7")
    shown.show(beta=2.0)
    assert shown.box.lineEdit().text() == "0.7"


def test_a_function_without_parameters_says_so(bench):
    shown = bench(record(), lang="en")
    texts = [label.text() for label in shown.panel.findChildren(QLabel) if label.isVisible()]
    assert "This function has no parameters to change." in texts
    assert not shown.find(QPushButton, "paramReset").isVisible()


def test_the_records_note_is_said_in_the_language_of_the_moment(bench):
    shown = bench(lang="ko")
    assert NOTE.ko in [label.text() for label in shown.panel.findChildren(QLabel)]
    shown.panel.set_words(words_in("en"))
    assert NOTE.en in [label.text() for label in shown.panel.findChildren(QLabel)]


def test_reset_asks_for_everything_and_clears_the_message(bench, qtbot):
    shown = bench()
    type_into(qtbot, shown.box, "abc")
    qtbot.mouseClick(shown.find(QPushButton, "paramReset"), Qt.MouseButton.LeftButton)
    assert shown.log == [("reset",)]
    assert shown.message() == ""


def open_range(qtbot, shown: Bench) -> QWidget:
    qtbot.mouseClick(shown.find(QToolButton, "param_negative_slope_range"), Qt.MouseButton.LeftButton)
    popup = shown.panel.findChild(QWidget, "rangePopup")
    assert popup.isVisible()
    return popup


def fill_range(qtbot, popup: QWidget, **texts: str) -> None:
    for name, text in texts.items():
        line = popup.findChild(QLineEdit, f"param_negative_slope_{name}")
        line.selectAll()
        qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def test_a_typed_range_is_asked_for_and_the_slider_takes_it(bench, qtbot):
    shown = bench(negative_slope=0.5)
    fill_range(qtbot, open_range(qtbot, shown), low="-2", high="2", step="0.5")
    assert shown.log == [("range", "negative_slope", -2.0, 2.0, 0.5)]
    shown.ranges["negative_slope"] = (-2.0, 2.0, 0.5)
    shown.show()
    qtbot.keyClick(shown.slider, Qt.Key.Key_Right)
    qtbot.keyClick(shown.slider, Qt.Key.Key_Home)
    assert shown.asked() == [1.0, -2.0]


@pytest.mark.parametrize("texts", [{"low": "2"}, {"high": "hello"}, {"step": "0"}, {"step": "7"}, {"step": "1e-9"}])
def test_a_range_that_cannot_be_is_explained_and_not_asked_for(bench, qtbot, texts):
    shown = bench()
    popup = open_range(qtbot, shown)
    fill_range(qtbot, popup, **texts)
    assert shown.log == []
    assert popup.isVisible()
    assert any(label.property("role") == "error" and label.isVisible() for label in popup.findChildren(QLabel))


def test_the_original_range_comes_back(bench, qtbot):
    shown = bench()
    shown.ranges["negative_slope"] = (-9.0, 9.0, 1.0)
    shown.show()
    popup = open_range(qtbot, shown)
    qtbot.mouseClick(popup.findChild(QPushButton, "param_negative_slope_range_original"), Qt.MouseButton.LeftButton)
    assert shown.log == [("range", "negative_slope", 0.0, 1.0, 0.01)]


def test_no_end_of_a_range_may_be_a_value_the_function_refuses():
    with pytest.raises(UserError):
        checked_range(BETA, "0", "5", "0.1")
    assert checked_range(DIM, "-2", "2", "1") == (-2.0, 2.0, 1.0)
    with pytest.raises(UserError, match="range_step_not_whole"):
        checked_range(DIM, "-4", "4", "1.5")


def play(qtbot, shown: Bench) -> QToolButton:
    button = shown.find(QToolButton, f"param_{shown.record.parameters[0].name}_play")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(8, button.height() // 2))
    return button


def test_the_animation_is_one_step_from_start_to_stop(bench, qtbot):
    shown = bench(negative_slope=0.2)
    button = play(qtbot, shown)
    assert "멈추기" in button.accessibleName()
    qtbot.waitUntil(lambda: len(shown.asked()) >= 4, timeout=3000)
    play(qtbot, shown)
    assert shown.log[0] == ("started", "negative_slope")
    assert shown.log[-1] == ("finished", "negative_slope")
    assert [entry[0] for entry in shown.log].count("started") == 1
    assert shown.asked() == sorted(shown.asked())
    assert all(0.2 < value < 0.6 for value in shown.asked())
    assert "움직이기" in button.accessibleName()


def test_the_animation_starts_again_at_the_low_end(bench, qtbot):
    shown = bench(negative_slope=0.99)
    play(qtbot, shown)
    qtbot.waitUntil(lambda: any(value < 0.5 for value in shown.asked()), timeout=3000)


def test_back_and_forth_turns_at_the_high_end(bench, qtbot):
    shown = bench(negative_slope=0.97)
    button = shown.find(QToolButton, "param_negative_slope_play")
    next(a for a in button.menu().actions() if a.text() == "왕복").trigger()
    play(qtbot, shown)
    qtbot.waitUntil(lambda: 1.0 in shown.asked() and shown.asked()[-1] < 0.97, timeout=3000)
    assert min(shown.asked()) > 0.5


@pytest.mark.parametrize("how", ["hide", "drag", "reset", "type", "key"])
def test_anything_a_person_does_stops_the_animation(bench, qtbot, how):
    shown = bench(negative_slope=0.2)
    play(qtbot, shown)
    if how == "hide":
        shown.panel.hide()
    elif how == "drag":
        qtbot.mousePress(shown.slider, Qt.MouseButton.LeftButton, pos=shown.slider.rect().center())
    elif how == "reset":
        qtbot.mouseClick(shown.find(QPushButton, "paramReset"), Qt.MouseButton.LeftButton)
    elif how == "type":
        type_into(qtbot, shown.box, "0.9")
    else:
        qtbot.keyClick(shown.slider, Qt.Key.Key_End)
    assert ("finished", "negative_slope") in shown.log
    before = len(shown.asked())
    qtbot.wait(120)
    assert len(shown.asked()) == before


def test_another_function_ends_the_animation_without_a_word_while_showing(bench, qtbot):
    shown = bench(negative_slope=0.2)
    play(qtbot, shown)
    shown.log.clear()
    shown.record = record(BETA)
    shown.params = {"beta": 1.0}
    shown.show()
    assert shown.log == []
    qtbot.waitUntil(lambda: shown.log == [("finished", "negative_slope")], timeout=1000)


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_every_control_has_a_name_and_a_size_a_finger_can_hit(bench, lang, theme):
    width = 380 if theme == "projector" else 300
    shown = bench(record(SLOPE, DIM, EXACT, ENDS), lang=lang, theme=theme, width=width)
    target = load_themes()[theme].tokens.target
    names = [f"param_negative_slope{end}" for end in ("", "_slider", "_play", "_range")]
    for name in [*names, "param_dim", "param_dim_slider", "param_approximate", "param_align"]:
        widget = shown.find(QWidget, name)
        assert widget.accessibleName(), name
        assert widget.height() >= target, name
        assert widget.width() >= target, name
        if "negative_slope" in name:
            assert SLOPE.label.said_in(lang) in widget.accessibleName()


@pytest.mark.parametrize("theme", ["light", "projector"])
def test_nothing_is_cut_off_even_if_every_word_were_twice_as_long(qtbot, theme):
    doubled = Words("en", {id: f"{said.en} {said.en}" for id, said in load_entries().items()})
    panel = ParamPanel(doubled, load_themes()[theme])
    qtbot.addWidget(panel)
    long = replace(SLOPE, label=Text("", SLOPE.label.en + " " + SLOPE.label.en))
    panel.show_params(record(long, EXACT, note=NOTE), {"negative_slope": 0.1, "approximate": "none"}, {})
    panel.setFixedWidth(380 if theme == "projector" else 300)
    panel.show()
    type_into(qtbot, panel.findChild(QAbstractSpinBox), "abc")
    qtbot.wait(10)
    for label in (child for child in panel.findChildren(QLabel) if child.isVisible()):
        assert label.height() >= label.heightForWidth(label.width()), label.text()
        assert label.mapTo(panel, label.rect().bottomRight()).x() <= panel.width()
    visible = [child for child in panel.findChildren(QWidget) if child.isVisible() and child.parent() is not None]
    assert max(child.mapTo(panel, child.rect().bottomRight()).x() for child in visible) <= panel.width()


def test_tab_goes_from_the_slider_to_the_box_to_the_buttons(bench, qtbot):
    shown = bench()
    with qtbot.waitActive(shown.panel):
        shown.panel.activateWindow()
    shown.slider.setFocus()
    order = []
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        order.append(QApplication.focusWidget().objectName())
    assert order == ["param_negative_slope", "param_negative_slope_play", "param_negative_slope_range"]


@given(
    st.integers(-500, 500), st.integers(1, 400), st.sampled_from(["0.001", "0.01", "0.05", "0.1", "0.5", "1", "2"]),
    st.floats(0, 1),
)  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_each_tick_is_one_number_and_back(low, steps, step, share):
    size = float(step)
    scale = TickScale(low * size, round((low + steps) * size, 6), size)
    tick = round(share * scale.count)
    assert scale.tick(scale.value(tick)) == tick
    assert scale.count == 10 * steps


@pytest.mark.parametrize(
    ("value", "step", "text"),
    [(0.1, 0.01, "0.10"), (1.0, 0.1, "1.0"), (0.123, 0.01, "0.123"), (20.0, 1.0, "20"), (1e-5, 0.01, "1e-05")],
)
def test_a_number_is_written_with_the_decimals_of_its_step(value, step, text):
    assert number_text(value, step) == text
