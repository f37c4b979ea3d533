"""Compare through the real window, with a real mouse and a real keyboard."""

from __future__ import annotations

import itertools
import math
import re
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QListView,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSlider,
    QTableView,
    QToolButton,
)

from core import session
from core.labs import compare
from core.labs.compare import CompareState
from core.labs.compare.table import COLUMNS
from core.state import AppState
from core.text import words_in
from gui.labs.compare.facts_table import FactsTable
from gui.theme import load_themes
from gui.widgets.curve_plot import CurvePlot
from gui.widgets.plot_canvas import PlotCanvas
from tests.gui.hands import CTRL, KEY, SHIFT, Hands, is_like
from tests.gui.looking import EVERY_LOOK, LOOK_NAMES, doubled, faults_in_view

HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
KO, EN = words_in("ko"), words_in("en")
RANGE, SLOPE = COLUMNS.index("range"), COLUMNS.index("largest_slope")
FORWARD, BACKWARD = COLUMNS.index("forward"), COLUMNS.index("backward")

Set = Callable[[CompareState], CompareState]
STATES: dict[str, Set] = {
    "first": lambda state: state,
    "family": lambda state: compare.show_second(compare.apply_set(state, "relu_family"), True),
    "softmax": lambda state: compare.apply_set(state, "leaky_tanh_softmax"),
    "parts": lambda state: compare.set_layout(compare.apply_set(state, "relu_family"), "multiples"),
    "difference": lambda state: compare.set_layout(compare.apply_set(state, "smooth"), "difference"),
    "own": lambda state: compare.select(compare.set_formula(state, 1, "x * tanh(softplus(a * x))"), 1),
}


class CompareHands(Hands):
    """Works the Compare lab."""

    def __init__(self, application) -> None:  # type: ignore[no-untyped-def]
        super().__init__(application)
        application.visit("compare")
        self.settle()
        self.finish()

    @property
    def own(self) -> CompareState:
        return self.application.store.state.compare

    def put(self, change: Set) -> None:
        """Bring a state on screen."""
        state = self.application.store.state
        self.application.store.commit(replace(state, compare=change(state.compare)), "compare.change_set")
        self.finish()

    def finish(self) -> None:
        self.settle()
        self.application._labs["compare"].warm_up()
        self.settle()

    def plot(self, name: str) -> CurvePlot:
        return self.part(name, CurvePlot)

    def ready_set(self, key: str) -> None:
        menu = self.part("compareSetMenu", QMenu)
        action = next(a for a in menu.actions() if a.data() == key)
        menu.popup(self.part("compareSets").mapToGlobal(QPoint(0, 30)))
        self.settle()
        self.click(menu, menu.actionGeometry(action).center())
        self.finish()

    def pick_in(self, button: str, name: str) -> None:
        """Open the list of a function button and take a name."""
        opener = self.part(button, QToolButton)
        self.click(opener)
        self.pick(name, opener.findChild(QListView, "activationPicker"))
        self.finish()

    def names(self) -> list[str]:
        return [one.function for one in self.own.compared]

    def values(self, row: int) -> str:
        return self.part(f"compareValues_{row}").text()

    def column(self, column: int) -> list[str]:
        return [cells[column] for cells in self.shown("compareTable")]

    def click_title(self, column: int) -> None:
        header = self.part("compareTable", QTableView).horizontalHeader()
        x = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
        self.click(header.viewport(), QPoint(x, header.height() // 2))

    def wait_for(self, done: Callable[[], bool], seconds: float = 30.0) -> None:
        end = time.monotonic() + seconds
        while not done():
            self.settle()
            assert time.monotonic() < end, "it never came"
            time.sleep(0.01)


@pytest.fixture
def hands(application) -> CompareHands:  # type: ignore[no-untyped-def]
    return CompareHands(application)


# --- functions


def test_functions_are_chosen_added_and_taken_away_with_the_mouse(hands: CompareHands) -> None:
    assert hands.names() == ["relu", "sigmoid"]
    hands.pick_in("compareFunction_1", "Tanh")
    hands.pick_in("compareAdd", "GELU")
    assert hands.names() == ["relu", "tanh", "gelu"]
    assert hands.own.selected == 2
    assert [one[0] for one in hands.shown("compareTable")] == ["ReLU", "Tanh", "GELU"]
    hands.click(hands.part("compareRemove_0"))
    assert hands.names() == ["tanh", "gelu"]
    assert [one.series for one in hands.own.compared] == [1, 2]
    hands.press(KEY.Key_Z, CTRL)
    assert hands.names() == ["relu", "tanh", "gelu"]


def test_five_are_the_most_and_one_is_the_least(hands: CompareHands) -> None:
    hands.ready_set("relu_family")
    assert not hands.part("compareAdd", QToolButton).isEnabled()
    for _ in range(4):
        hands.click(hands.part("compareRemove_0"))
    assert hands.names() == ["selu"]
    assert not hands.part("compareRemove_0", QToolButton).isEnabled()
    hands.application._labs["compare"].functions.removed.emit(0)
    hands.settle()
    assert any(label.text() == KO("compare.last_one") for label in hands.window.findChildren(QLabel))


@pytest.mark.parametrize("key", compare.READY_SETS)
def test_ready_sets_are_one_undo_step(hands: CompareHands, key: str) -> None:
    before, steps = hands.own, hands.steps()
    hands.put(lambda state: compare.add_function(state, "mish"))
    hands.ready_set(key)
    assert hands.names() == list(compare.READY_SETS[key].functions)
    assert hands.steps() == steps + 2
    hands.press(KEY.Key_Z, CTRL)
    hands.press(KEY.Key_Z, CTRL)
    assert hands.own == before


def test_the_same_function_twice_with_its_own_alpha_dragged_in_one_step(hands: CompareHands) -> None:
    hands.pick_in("compareFunction_0", "Leaky ReLU")
    hands.pick_in("compareFunction_1", "Leaky ReLU")
    hands.retype(hands.part("param_negative_slope"), "0.5")
    hands.click(hands.part("compareSample_0"))
    assert hands.own.selected == 0
    slider, steps = hands.part("param_negative_slope_slider", QSlider), hands.steps()
    start = hands.handle(slider)
    hands.drag(slider, [start, *(QPoint(start.x() + dx, start.y()) for dx in range(6, 60, 6))])
    hands.finish()
    one, other = (row.params["negative_slope"] for row in hands.own.compared)
    assert other == 0.5
    assert 0.02 < one < 1
    assert hands.steps() == steps + 1
    assert hands.column(0) == [f"Leaky ReLU, α = {one:g}", "Leaky ReLU, α = 0.5"]


def test_a_parameter_that_is_no_number_is_refused_at_its_field(hands: CompareHands) -> None:
    hands.pick_in("compareFunction_0", "Leaky ReLU")
    hands.retype(hands.part("param_negative_slope"), "abc")
    assert "abc" in hands.part("param_negative_slope_error", QLabel).text()
    assert hands.own.compared[0].params == {}


def test_an_own_formula_is_compared_and_a_wrong_one_refused(hands: CompareHands) -> None:
    hands.pick_in("compareFunction_1", KO("picker.own_formula"))
    hands.retype(hands.part("compareFormula"), "x ** 2 / 4")
    hands.finish()
    assert hands.own.compared[1].formula == "x ** 2 / 4"
    assert "0.250" in hands.values(1)
    hands.retype(hands.part("compareFormula"), "x +")
    assert hands.own.compared[1].formula == "x ** 2 / 4"
    field = hands.application._labs["compare"].params.formula
    assert field.message.isVisible()


# --- plots


@pytest.mark.parametrize(("lang", "theme", "size"), EVERY_LOOK, ids=LOOK_NAMES)
def test_every_curve_has_its_colour_where_its_function_says(launch, lang, theme, size) -> None:  # type: ignore[no-untyped-def]
    hands = CompareHands(launch(language=lang, theme=theme, size=size))
    own, plot = hands.application.theme, hands.plot("compareCurves")
    picture = hands.picture(plot)
    functions = (lambda x: max(0.0, x), lambda x: 1 / (1 + math.exp(-x)))
    for number, f in enumerate(functions):
        seen = []
        for x in (k / 20 for k in range(40, 190)):
            at = plot.to_pixel(x, f(x)).toPoint()
            seen.append(
                picture.rect().contains(at) and is_like(picture.pixelColor(at), own.color(f"series_{number}"), 90)
            )
        assert sum(seen) > 0.45 * len([s for s in seen]), (number, sum(seen))
        if number == 1:
            assert not all(seen), "a dashed line has gaps"


def test_dragging_the_probe_moves_it_in_every_plot_and_is_one_step(hands: CompareHands) -> None:
    plot, steps = hands.plot("compareCurves"), hands.steps()
    start = QPointF(plot.to_pixel(1.0, 0.0).x(), 40)
    way = [start, *(start + QPointF(dx, 0) for dx in range(10, 130, 10))]
    hands.drag(plot, way)
    x = plot.from_pixel(way[-1])[0]
    assert hands.own.probe == pytest.approx(x, abs=0.05)
    assert hands.steps() == steps + 1
    assert hands.plot("compareSlopes").view.probe_x == hands.own.probe
    assert hands.values(0) == f"f(x) = {hands.own.probe:.3f}  f′(x) = 1.000"
    sigmoid = 1 / (1 + math.exp(-hands.own.probe))
    assert hands.values(1) == f"f(x) = {sigmoid:.3f}  f′(x) = {sigmoid * (1 - sigmoid):.3f}"


def test_the_probe_is_typed_and_moved_by_keys(hands: CompareHands) -> None:
    hands.retype(hands.part("compareProbe"), "-2.5")
    assert hands.own.probe == -2.5
    assert "0.000" in hands.values(0)
    plot = hands.plot("compareCurves")
    plot.setFocus()
    hands.press(KEY.Key_Right)
    assert hands.own.probe == pytest.approx(-2.3)
    hands.press(KEY.Key_Left, SHIFT)
    assert hands.own.probe == pytest.approx(-2.32)


def test_the_probe_marks_every_curve_in_its_colour(hands: CompareHands) -> None:
    hands.retype(hands.part("compareProbe"), "4")
    plot, theme = hands.plot("compareCurves"), hands.application.theme
    picture = hands.picture(plot)
    for number, y in enumerate((4.0, 1 / (1 + math.exp(-4)))):
        assert is_like(picture.pixelColor(plot.to_pixel(4.0, y).toPoint()), theme.color(f"series_{number}"), 30)


def test_the_second_derivative_is_shown_on_choice(hands: CompareHands) -> None:
    assert hands.plot("compareSeconds").isHidden()
    hands.click(hands.part("compareSecondSlope"), QPoint(12, 16))
    assert hands.plot("compareSeconds").isVisible()
    assert "f″(x) = " in hands.values(1)
    hands.retype(hands.part("compareProbe"), "0")
    assert hands.values(0).endswith("f″(x) = —"), "at its kink ReLU has no second derivative"


@pytest.mark.parametrize("key", compare.READY_SETS)
@pytest.mark.parametrize("theme", ["light", "projector"])
def test_names_at_the_curves_cover_no_curve_and_not_each_other(launch, key: str, theme: str) -> None:  # type: ignore[no-untyped-def]
    hands = CompareHands(launch(language="en", theme=theme))
    hands.put(lambda state: compare.show_second(compare.apply_set(state, key), True))
    for name in ("compareCurves", "compareSlopes"):
        plot = hands.plot(name)
        if not plot.isVisible():
            continue
        hands.picture(plot)
        canvas = plot.findChild(PlotCanvas)
        boxes = canvas.names.boxes
        assert len(boxes) == len(plot.view.series), (name, "a curve has no name")
        assert not any(one.intersects(other) for one, other in itertools.combinations(boxes, 2))
        assert not any(shadow.meets(box, 0) for shadow in canvas._lines.shadows for box in boxes)


def test_softmax_is_never_drawn_and_the_reason_is_told(hands: CompareHands) -> None:
    hands.ready_set("leaky_tanh_softmax")
    assert len(hands.plot("compareCurves").view.series) == 2
    assert hands.values(2) == KO("compare.readout_vector")
    note = hands.application._labs["compare"].functions.note
    assert note.isVisible()
    assert note.text().startswith("Softmax는 벡터 함수입니다.")
    assert hands.column(RANGE)[2] == "(0, 1), 출력의 합 1"
    hands.ready_set("smooth")
    assert not note.isVisible()


def test_two_by_two_shows_each_function_in_a_plot_of_its_own(hands: CompareHands) -> None:
    hands.ready_set("smooth")
    hands.choose("compareLayout", KO("compare.layout_multiples"))
    plots = [hands.plot(f"compareMultiple_{i}") for i in range(4)]
    assert all(plot.isVisible() for plot in plots)
    assert not hands.plot("compareCurves").isVisible()
    corners = [plot.mapTo(hands.window, QPoint(0, 0)) for plot in plots]
    assert len({c.x() for c in corners}) == len({c.y() for c in corners}) == 2
    assert len({(plot.view.x_range, plot.view.y_range) for plot in plots}) == 1
    for number, plot in enumerate(plots):
        seen = hands.picture(plot)
        wanted = hands.application.theme.color(f"series_{number}")
        curve = plot.view.series[1]
        places = [plot.to_pixel(x, y).toPoint() for x, y in zip(curve.x[600:950], curve.y[600:950], strict=True)]
        assert sum(seen.rect().contains(at) and is_like(seen.pixelColor(at), wanted, 90) for at in places) > 80
    start = plots[3].to_pixel(1.0, 2.0)
    hands.drag(plots[3], [start, start + QPointF(30, 0)])
    assert plots[0].view.probe_x == hands.own.probe > 1.0


def test_the_difference_of_two_functions_is_drawn_and_read(hands: CompareHands) -> None:
    hands.ready_set("smooth")
    hands.choose("compareLayout", KO("compare.layout_difference"))
    plot = hands.plot("compareDifference")
    assert plot.isVisible()
    assert not hands.plot("compareSlopes").isVisible()
    hands.choose("compareFirst", "GELU")
    hands.choose("compareSecond", "SiLU (Swish)")
    assert hands.own.difference == (1, 2)
    gelu, silu = (float(hands.values(i).split()[2].replace("−", "-")) for i in (1, 2))
    assert plot.view.series[0].probe_y == pytest.approx(gelu - silu, abs=0.002)
    assert [one.name for one in hands.plot("compareCurves").view.series] == ["GELU", "SiLU (Swish)"]
    hands.choose("compareSecond", "GELU")
    assert hands.own.difference == (2, 1), "the same for both swaps them"


def test_zoom_pan_and_fit(hands: CompareHands) -> None:
    plot, slopes = hands.plot("compareCurves"), hands.plot("compareSlopes")
    start = plot.to_pixel(-5.0, 8.0)
    hands.drag(plot, [start, start + QPointF(60, 0), start + QPointF(120, 10)])
    assert hands.own.x_view[0] < -10.5
    assert hands.own.y_view is not None
    assert slopes.view.x_range == hands.own.x_view
    hands.click(hands.part("compareFit"))
    assert hands.own.y_view is None


def test_a_range_the_wrong_way_round_is_refused_with_a_message(hands: CompareHands) -> None:
    hands.retype(hands.part("compareLow"), "20")
    assert hands.own.x_view == (-10.0, 10.0)
    message = hands.application._labs["compare"].bar.message
    assert message.isVisible()
    assert "1e+06" in message.text()
    assert hands.part("compareLow").value() == -10.0


# --- the table


def test_a_click_on_a_title_sorts_a_second_turns_a_third_ends_it(hands: CompareHands) -> None:
    hands.put(lambda state: compare.add_function(compare.apply_set(state, "leaky_tanh_softmax"), "sigmoid"))
    first = hands.column(0)
    hands.click_title(SLOPE)
    assert hands.column(SLOPE)[0].startswith("0.25")
    assert hands.column(SLOPE)[-1] == "—"
    hands.click_title(SLOPE)
    assert hands.column(SLOPE)[-2].startswith("0.25")
    assert hands.column(SLOPE)[-1] == "—"
    hands.retype(hands.part("compareProbe"), "3")
    hands.click(hands.part("languageButton"))
    hands.finish()
    assert hands.column(SLOPE)[-2].startswith("0.25"), "a render or another language keeps the order"
    hands.click_title(SLOPE)
    assert hands.column(0) == first


def test_the_keyboard_sorts_too(hands: CompareHands) -> None:
    table = hands.part("compareTable", FactsTable)
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, SLOPE))
    hands.press(KEY.Key_Space)
    assert hands.column(SLOPE)[0].startswith("0.25")


def test_the_table_is_copied_as_it_stands_in_the_language_of_the_moment(hands: CompareHands) -> None:
    hands.click_title(SLOPE)
    hands.click(hands.part("compareCopyTable"))
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[0] == KO("compare.column_function")
    assert [line.split("\t")[0] for line in lines[1:]] == ["Sigmoid", "ReLU"]
    hands.click(hands.part("languageButton"))
    hands.finish()
    table = hands.part("compareTable", FactsTable)
    table.setFocus()
    hands.press(KEY.Key_C, CTRL)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Function\tOutput range")
    assert not HANGUL.search(text)


def test_the_threshold_changes_what_counts_as_saturated(hands: CompareHands) -> None:
    column = COLUMNS.index("saturated")
    before = hands.column(column)
    hands.retype(hands.part("compareThreshold"), "0.3")
    hands.finish()
    assert hands.own.threshold == 0.3
    assert hands.column(column)[1] == "100% (양쪽)" != before[1]


# --- cost


def test_cost_is_measured_behind_the_window_and_told_against_relu(hands: CompareHands) -> None:
    assert hands.column(FORWARD) == ["—", "—"]
    button, bar = hands.part("compareMeasure", QPushButton), hands.part("compareProgress", QProgressBar)
    hands.click(button)
    assert bar.isVisible()
    assert button.text() == KO("compare.cancel")
    seen = set()
    hands.wait_for(lambda: seen.add(bar.value()) or not bar.isVisible())  # type: ignore[func-returns-value]
    assert len(seen) > 3, "progress is shown"
    assert "기준" in hands.column(FORWARD)[0]
    assert re.match(r"\d+\.\d\d \[\d+\.\d\d~\d+\.\d\d\], ReLU", hands.column(FORWARD)[1])
    assert "기준" in hands.column(BACKWARD)[0]
    measured = hands.column(FORWARD)[1].split(",")[0]
    hands.click(hands.part("languageButton"))
    hands.press(KEY.Key_T, CTRL | SHIFT)
    hands.finish()
    assert hands.column(FORWARD)[1].startswith(measured.replace("~", "–"))
    assert hands.steps() == 0, "what was measured is no step of the history"
    hands.put(lambda state: compare.add_function(state, "gelu"))
    assert hands.column(FORWARD)[2] == "—", "what was not measured is not told"


def test_a_cancelled_measurement_ends_and_its_results_never_come(hands: CompareHands) -> None:
    hands.click(hands.part("compareMeasure"))
    run = hands.application._labs["compare"].facts._run
    hands.click(hands.part("compareMeasure"))
    assert not hands.part("compareProgress").isVisible()
    assert hands.part("compareCostStatus", QLabel).text() == KO("compare.cost_cancelled")
    run._thread.join(5.0)
    hands.finish()
    assert hands.column(FORWARD) == ["—", "—"]
    assert run.progress.costs is None


# --- code, session, looks


def test_the_code_follows_the_functions(hands: CompareHands) -> None:
    hands.pick_in("compareFunction_0", "Leaky ReLU")
    hands.retype(hands.part("param_negative_slope"), "0.3")
    hands.finish()
    code = hands.part("compareCode", QPlainTextEdit).toPlainText()
    assert "nn.LeakyReLU(negative_slope=0.3)" in code
    assert "nn.Sigmoid()" in code


@pytest.mark.parametrize("state", STATES)
def test_a_session_brings_the_same_screen_back(hands: CompareHands, tmp_path, state: str) -> None:  # type: ignore[no-untyped-def]
    hands.put(STATES[state])
    shown, values = hands.shown("compareTable"), [hands.values(i) for i in range(len(hands.own.compared))]
    session.save(hands.application.store.state, tmp_path / "비교.actlab")
    own = hands.own
    hands.press(KEY.Key_R, CTRL | SHIFT)
    assert hands.own == CompareState()
    hands.application.files.open(tmp_path / "비교.actlab")
    hands.finish()
    assert hands.own == own
    assert hands.shown("compareTable") == shown
    assert [hands.values(i) for i in range(len(own.compared))] == values


def test_explore_stays_as_it_was(hands: CompareHands) -> None:
    hands.ready_set("smooth")
    assert hands.application.store.state.explore == AppState().explore


@pytest.mark.parametrize("state", STATES)
def test_english_says_everything_in_english(launch, state: str) -> None:  # type: ignore[no-untyped-def]
    hands = CompareHands(launch(language="ko", theme="light"))
    hands.put(STATES[state])
    hands.click(hands.part("languageButton"))
    hands.finish()
    lab = hands.application._labs["compare"]
    said = [label.text() for label in lab.findChildren(QLabel)]
    said += [button.text() for kind in (QPushButton, QToolButton) for button in lab.findChildren(kind)]
    said += [box.itemText(i) for box in lab.findChildren(QComboBox) for i in range(box.count())]
    said += [part.accessibleName() for part in lab.findChildren(CurvePlot) if part.isVisible()]
    said += [text for row in hands.shown("compareTable") for text in row]
    assert [text for text in said if HANGUL.search(text)] == []


@pytest.mark.parametrize(("lang", "theme", "size"), EVERY_LOOK, ids=LOOK_NAMES)
def test_nothing_is_cut_off_and_nothing_overlaps(launch, lang, theme, size) -> None:  # type: ignore[no-untyped-def]
    hands = CompareHands(launch(language=lang, theme=theme, size=size))
    faults = []
    for name, state in STATES.items():
        hands.put(lambda _before, state=state: state(CompareState()))
        faults += faults_in_view(hands, size, name)
    assert faults == []


@pytest.mark.parametrize(("lang", "theme", "size"), EVERY_LOOK, ids=LOOK_NAMES)
def test_nothing_is_cut_off_when_every_word_is_twice_as_long(  # type: ignore[no-untyped-def]
    launch, monkeypatch: pytest.MonkeyPatch, lang, theme, size
) -> None:
    monkeypatch.setattr("gui.looks.words_in", doubled)
    hands = CompareHands(launch(language=lang, theme=theme, size=size))
    faults = []
    for name in ("softmax", "difference"):
        hands.put(STATES[name])
        faults += faults_in_view(hands, size, name)
    assert faults == []


@pytest.mark.parametrize("zoom", [0.8, 2.0])
@pytest.mark.parametrize("theme", ["light", "projector"])
def test_nothing_is_cut_off_at_the_smallest_and_largest_zoom(launch, theme: str, zoom: float) -> None:  # type: ignore[no-untyped-def]
    size = (1920, 1080)
    hands = CompareHands(launch(language="ko", theme=theme, zoom=zoom, size=size))
    hands.put(STATES["family"])
    assert faults_in_view(hands, size, "family") == []


def test_every_control_has_a_name_and_room_for_a_finger(hands: CompareHands) -> None:
    hands.put(STATES["difference"])
    lab = hands.application._labs["compare"]
    target = hands.application.theme.px(hands.application.theme.tokens.target)
    for part in lab.findChildren(QToolButton) + lab.findChildren(QPushButton) + lab.findChildren(QComboBox):
        if part.isVisible() and part.focusPolicy() != Qt.FocusPolicy.NoFocus:
            assert part.accessibleName() or part.text(), part.objectName()
            assert part.height() >= target, part.objectName()


def test_themes_are_those_of_the_app() -> None:
    assert all(len(theme.tokens.series) == compare.MAX_COMPARED for theme in load_themes().values())


def test_the_keyboard_stays_where_it_is_when_a_function_comes_or_goes(hands: CompareHands) -> None:
    field = hands.part("compareProbe")
    hands.click(field)
    hands.put(lambda state: compare.add_function(state, "gelu"))
    assert field.hasFocus()


def test_a_measurement_that_fails_does_not_leave_the_button_waiting(
    hands: CompareHands, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_subjects):  # type: ignore[no-untyped-def]
        return
        yield

    monkeypatch.setattr("gui.labs.compare.cost_run.measure", fails)
    hands.click(hands.part("compareMeasure"))
    hands.wait_for(lambda: not hands.part("compareProgress").isVisible(), 5.0)
    assert hands.part("compareMeasure", QPushButton).text() == KO("compare.measure")
