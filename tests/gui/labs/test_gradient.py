"""Gradient through the real window, with a real mouse and a real keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QListView,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSlider,
    QSpinBox,
    QTabWidget,
    QToolButton,
    QWidget,
)

from core import session
from core.labs import gradient
from core.labs.gradient import GradientState, Stacked, WorkshopState, workshop
from core.text import words_in
from gui.labs.gradient import views
from gui.labs.gradient.layer_card import FACTS, LayerHistogram
from gui.labs.gradient.layer_chart import LayerChart
from gui.labs.gradient.layer_plot import LayerPlot
from gui.labs.gradient.layer_rows import LayerRows
from gui.labs.gradient.loss_plot import LossPlot
from gui.labs.gradient.network_plot import NetworkPlot
from gui.labs.gradient.numbers import power, short, sized
from gui.labs.gradient.unit_meter import UnitMeter
from tests.gui.hands import KEY, Hands, is_like
from tests.gui.looking import EVERY_LOOK, LOOK_NAMES, doubled, faults_in_view, visible_box

HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
KO, EN = words_in("ko"), words_in("en")
FIVE = tuple(Stacked(k, i) for i, k in enumerate(("relu", "sigmoid", "leaky_relu", "gelu", "selu")))

Set = Callable[[GradientState], GradientState]


def in_scene(key: str) -> Set:
    return lambda state: gradient.apply_scene(state, key)


def trained(key: str, steps: int, unit: int = -1) -> Set:
    def made(state: GradientState) -> GradientState:
        own = workshop.step(workshop.apply_workshop_scene(state.workshop, key), steps)
        return replace(state, view="workshop", workshop=workshop.select_unit(own, unit))

    return made


STATES: dict[str, Set] = {
    "first": lambda state: state,
    "five": lambda state: replace(state, activations=FIVE, selected=2, depth=50, layer=50),
    "overflow": lambda state: replace(state, init="normal", sigma=100.0, depth=50),
    "own": lambda state: gradient.set_formula(state, "x * tanh(softplus(a * x))"),
    "killed": trained("learning_rate_kills", 10, 4),
    "buried": trained("bias_kills", 10, 0),
    "recovering": trained("leaky_recovers", 100, 3),
}


class GradientHands(Hands):
    """Works the Gradient lab."""

    def __init__(self, application) -> None:  # type: ignore[no-untyped-def]
        super().__init__(application)
        application.visit("gradient")
        self.finish()

    @property
    def own(self) -> GradientState:
        return self.application.store.state.gradient

    @property
    def lab(self):  # type: ignore[no-untyped-def]
        return self.application._labs["gradient"]

    def put(self, change: Set) -> None:
        """Bring a state on screen."""
        state = self.application.store.state
        self.application.store.commit(replace(state, gradient=change(state.gradient)), "gradient.change_scene")
        self.finish()

    def finish(self) -> None:
        self.settle()
        self.lab.warm_up()
        self.settle()

    def scene(self, key: str) -> None:
        menu = self.part("gradientSceneMenu", QMenu)
        action = next(a for a in menu.actions() if a.data() == key)
        menu.popup(self.part("gradientScenes").mapToGlobal(QPoint(0, 30)))
        self.settle()
        self.click(menu, menu.actionGeometry(action).center())
        self.finish()

    def view(self, key: str) -> None:
        self.click(self.part(f"gradientView_{key}"))
        self.finish()

    def pick_in(self, button: str, name: str) -> None:
        """Open the list of a function button and take a name."""
        opener = self.part(button, QToolButton)
        self.click(opener)
        rows = opener.findChild(QListView, "activationPicker")
        model = rows.model()
        index = next(i for i in (model.index(r, 0) for r in range(model.rowCount())) if i.data() == name)
        rows.scrollTo(index)
        self.settle()
        self.click(rows.viewport(), rows.visualRect(index).center())
        self.finish()

    def text(self, name: str) -> str:
        return self.part(name).text()  # type: ignore[attr-defined]

    def column(self, chart: LayerChart, layer: int) -> QPointF:
        return chart.column(layer).center()


@pytest.fixture
def hands(application) -> GradientHands:  # type: ignore[no-untyped-def]
    return GradientHands(application)


@pytest.mark.parametrize("name", ["five", "overflow"])
def test_a_moved_slider_leaves_on_screen_what_painting_everything_shows(hands: GradientHands, name: str) -> None:
    hands.put(STATES[name])
    before = hands.screen()
    for threshold, scale in ((0.2, 0.5), (0.01, 2.0), (0.4, 1.3)):
        hands.put(lambda state, t=threshold, s=scale: replace(state, threshold=t, input_scale=s))
    painted = hands.screen()
    assert painted != before
    for chart in hands.window.findChildren(LayerChart):
        chart.set_theme(hands.lab._theme)  # what it keeps from paint to paint is made anew
    assert painted == hands.screen_anew()


# --- the deep stack


@pytest.mark.parametrize("key", gradient.SCENES)
def test_a_scene_is_one_undo_step_and_says_what_is_seen(hands: GradientHands, key: str) -> None:
    before, steps = hands.own, hands.steps()
    hands.scene(key)
    assert hands.own == gradient.apply_scene(before, key)
    assert hands.steps() == steps + 1
    shown = hands.lab._result.layers
    assert shown is not None
    arrived = sized(float(shown.line.gradient[0]))
    assert arrived in hands.text("gradientStory")
    hands.application.store.undo()
    hands.finish()
    assert hands.own == before


def test_the_story_of_sigmoid_names_the_quarter_and_its_power(hands: GradientHands) -> None:
    hands.scene("sigmoid_vanishes")
    assert "0.25²⁰ = 9.09×10⁻¹³" in hands.text("gradientStory")
    assert KO("gradient.model", slope="0.25") == hands.part("gradientLayers", LayerPlot).view.model_name


@pytest.mark.parametrize(("lang", "theme", "size"), EVERY_LOOK, ids=LOOK_NAMES)
def test_every_line_has_its_colour_where_its_numbers_say(launch, lang, theme, size) -> None:  # type: ignore[no-untyped-def]
    hands = GradientHands(launch(language=lang, theme=theme, size=size))
    hands.put(lambda state: replace(state, activations=(Stacked("relu", 0), Stacked("sigmoid", 2)), layer=20))
    plot = hands.part("gradientLayers", LayerPlot)
    picture, own = hands.picture(plot), hands.application.theme
    for line in hands.lab._result.layers.lines:
        for layer in (2, 7, 13):
            at = plot.to_pixel(layer, float(line.gradient[layer - 1])).toPoint()
            assert is_like(picture.pixelColor(at), own.color(f"series_{line.one.series}"), 90), (line.record.key, layer)


def test_the_model_is_drawn_dashed_where_its_numbers_say(hands: GradientHands) -> None:
    hands.put(
        lambda state: replace(
            state, activations=(Stacked("sigmoid", 1),), selected=0, init="normal", sigma=0.5, layer=20
        )
    )
    plot, line = hands.part("gradientLayers", LayerPlot), hands.lab._result.layers.line
    picture, muted = hands.picture(plot), hands.application.theme.color("muted")
    start, end = (plot.to_pixel(layer, float(line.model[layer - 1])) for layer in (2, 4))
    assert plot.to_pixel(3, float(line.gradient[2])).y() < plot.to_pixel(3, float(line.model[2])).y() - 20
    places = [start + (end - start) * (i / 60) for i in range(61)]
    seen = [
        any(is_like(picture.pixelColor(QPointF(at.x(), at.y() + dy).toPoint()), muted, 110) for dy in (-1, 0, 1))
        for at in places
    ]
    assert 0.25 < sum(seen) / len(seen) < 0.95


def test_dragging_the_depth_is_one_step_and_everything_follows(hands: GradientHands) -> None:
    steps, slider = hands.steps(), hands.part("depthSlider", QSlider)
    start = hands.handle(slider)
    hands.drag(slider, [start, start + QPoint(20, 0), start + QPoint(45, 0)])
    hands.finish()
    assert hands.own.depth > 20
    assert hands.steps() == steps + 1
    for name in ("gradientLayers", "gradientHistograms", "gradientShares"):
        assert hands.part(name, LayerChart).depth == hands.own.depth
    assert hands.part("depth", QSpinBox).value() == hands.own.depth
    hands.application.store.undo()
    hands.finish()
    assert hands.part("gradientLayers", LayerChart).depth == 20


def test_a_setting_is_typed_and_a_wrong_one_is_refused_at_its_field(hands: GradientHands) -> None:
    hands.retype(hands.part("depth"), "33")
    hands.finish()
    assert hands.own.depth == 33
    hands.retype(hands.part("depth"), "90")
    hands.finish()
    assert hands.own.depth == 33
    said = hands.part("param_depth_error", QLabel)
    assert said.isVisible()
    assert "50" in said.text()
    hands.retype(hands.part("gain"), "fast")
    assert hands.own.gain == 1.0
    assert hands.part("param_gain_error", QLabel).isVisible()


def test_the_spread_is_set_directly_where_the_initialisation_says_so(hands: GradientHands) -> None:
    assert hands.part("gain").isVisible()
    assert not hands.part("sigma").isVisible()
    hands.choose("gradientInit", KO("gradient.init_normal"))
    hands.finish()
    assert hands.own.init == "normal"
    assert hands.part("sigma").isVisible()
    assert not hands.part("gain").isVisible()
    assert "σ = 0.1" in hands.text("weightSpread")


def test_functions_are_chosen_added_and_taken_away_with_the_mouse(hands: GradientHands) -> None:
    hands.pick_in("gradientAdd", "GELU")
    assert [s.function for s in hands.own.activations] == ["sigmoid", "tanh", "relu", "gelu"]
    assert hands.own.selected == 3
    hands.pick_in("gradientFunction_1", "Leaky ReLU")
    assert hands.own.activations[1].function == "leaky_relu"
    hands.click(hands.part("gradientRemove_0"))
    hands.finish()
    assert [s.function for s in hands.own.activations] == ["leaky_relu", "relu", "gelu"]
    assert len(hands.part("gradientHistograms", LayerRows).rows) == 3


def test_five_are_the_most_one_is_the_least_and_no_vector_function_is_offered(hands: GradientHands) -> None:
    hands.put(STATES["five"])
    assert not hands.part("gradientAdd").isEnabled()
    hands.put(lambda state: replace(state, activations=FIVE[:1], selected=0))
    assert not hands.part("gradientRemove_0").isEnabled()
    with pytest.raises(StopIteration):
        hands.pick_in("gradientFunction_0", "Softmax")


def test_a_parameter_of_the_selected_function_changes_only_its_line(hands: GradientHands) -> None:
    hands.pick_in("gradientFunction_2", "Leaky ReLU")
    before = hands.lab._result.layers
    hands.retype(hands.part("param_negative_slope"), "0.5")
    hands.finish()
    after = hands.lab._result.layers
    assert hands.own.activations[2].params == {"negative_slope": 0.5}
    assert after.lines[0].gradient is before.lines[0].gradient
    assert after.lines[2].gradient[0] != before.lines[2].gradient[0]
    assert "α=0.5" in hands.part("gradientLayers", LayerPlot).view.lines[2].name


def test_an_own_formula_is_taken_and_a_wrong_one_refused(hands: GradientHands) -> None:
    hands.put(STATES["own"])
    field = hands.part("gradientFormula")
    assert field.isVisible()
    hands.retype(field, "x * sigmoid(")
    hands.finish()
    assert hands.own.activations[0].formula == "x * tanh(softplus(a * x))"
    assert any(label.isVisible() and label.property("role") == "error" for label in hands.lab.findChildren(QLabel))
    hands.retype(field, "max(x, 0.3*x)")
    hands.finish()
    assert hands.own.activations[0].formula == "max(x, 0.3*x)"


@pytest.mark.parametrize("name", ["gradientLayers", "gradientHistograms", "gradientShares"])
def test_a_layer_is_chosen_by_drag_and_by_key_in_every_picture(hands: GradientHands, name: str) -> None:
    chart, steps = hands.part(name, LayerChart), hands.steps()
    hands.drag(chart, [hands.column(chart, 5), hands.column(chart, 8), hands.column(chart, 12)])
    hands.finish()
    assert hands.own.layer == 12
    assert hands.steps() == steps + 1
    assert hands.part("layer_gradient").text() == sized(float(hands.lab._result.layers.line.gradient[11]))
    for key, wanted in ((KEY.Key_Right, 13), (KEY.Key_Home, 1), (KEY.Key_Left, 1), (KEY.Key_End, 20)):
        hands.press(key)
        assert hands.own.layer == wanted


def test_a_hover_previews_and_is_no_state(hands: GradientHands) -> None:
    before, plot = hands.own, hands.part("gradientLayers", LayerPlot)
    hands.hover(plot, hands.column(plot, 9))
    assert hands.own is before
    assert hands.part("gradientHistograms", LayerChart).hovered == 9
    line = hands.lab._result.layers.line
    assert plot.view.lines[0].readout == sized(float(line.gradient[8]))


def test_the_histogram_and_the_strips_are_dark_where_outputs_lie(hands: GradientHands) -> None:
    hands.put(lambda state: replace(state, activations=(Stacked("relu", 1),), selected=0, layer=4))
    histogram = hands.part("layerHistogram", LayerHistogram)
    picture, color = hands.picture(histogram), hands.application.theme.color("series_1")
    bar = histogram.bar_box(0)
    assert histogram.detail.counts.argmax() == 0
    assert is_like(picture.pixelColor(bar.center().toPoint()), color, 60)
    strips = hands.part("gradientHistograms", LayerRows)
    picture, box, column = hands.picture(strips), strips.row_box(0), strips.column(12)
    bottom = QPointF(column.center().x(), box.bottom() - 2).toPoint()
    assert is_like(picture.pixelColor(bottom), color, 60)
    top = QPointF(column.center().x(), box.top() + 4).toPoint()
    assert is_like(picture.pixelColor(top), hands.application.theme.color("background"), 30)


def test_the_bars_are_as_high_as_the_shares(hands: GradientHands) -> None:
    hands.put(lambda state: replace(state, activations=(Stacked("relu", 1),), selected=0, layer=1))
    bars, own = hands.part("gradientShares", LayerRows), hands.application.theme
    line = hands.lab._result.layers.line
    layer = int(line.dead.argmax()) + 1
    dead = float(line.dead[layer - 1]) / 64
    picture, box, column = hands.picture(bars), bars.row_box(0), bars.column(layer)
    for share, is_dead in ((dead * 0.5, True), (dead + 0.06, False)):
        at = QPointF(column.center().x(), box.bottom() - share * box.height()).toPoint()
        assert is_like(picture.pixelColor(at), own.color("error"), 80) == is_dead


@pytest.mark.parametrize("key", ["weight", "spread"])
def test_what_the_plot_shows_is_chosen(hands: GradientHands, key: str) -> None:
    hands.choose("gradientQuantity", KO(f"gradient.quantity_{key}"))
    hands.finish()
    assert hands.own.quantity == key
    shown, line = hands.part("gradientLayers", LayerPlot).view, hands.lab._result.layers.line
    assert shown.lines[0].values is line.shown
    assert (shown.model is None) == (key == "spread")


ODD: dict[str, Set] = {
    "one layer": lambda state: replace(state, depth=1, width=2),
    "no weights": lambda state: replace(state, init="normal", sigma=0.0),
    "no input": lambda state: replace(state, input_scale=0.0),
    "no slope": lambda state: replace(state, activations=(Stacked("step"),), selected=0),
    "steep": lambda state: replace(state, activations=(Stacked("custom", formula="x**2"),), selected=0),
    "too large": lambda state: replace(state, activations=(Stacked("identity"),), selected=0, gain=100.0, depth=50),
    "too small": lambda state: replace(state, activations=(Stacked("sigmoid"),), selected=0, gain=0.01, depth=50),
    "spread": lambda state: replace(state, quantity="spread"),
    "very steep": lambda state: replace(
        state, activations=(Stacked("custom", formula="1e9 * x"),), selected=0, gain=1e-9, depth=50
    ),
}


@pytest.mark.parametrize("state", ODD)
@pytest.mark.parametrize("words", [KO, EN], ids=["ko", "en"])
def test_the_story_has_words_for_every_outcome(state: str, words) -> None:  # type: ignore[no-untyped-def]
    own = ODD[state](GradientState())
    result = gradient.compute(own).layers
    said = views.story(own, result, words)
    assert said
    assert "nan" not in said.replace("(inf 또는 nan)", "").replace("(inf or nan)", "")
    assert set(views.layer_facts(result, words)) == set(FACTS)
    for rows in (views.plot_view(result, 1, words).lines, views.strip_rows(result, 1, words)):
        assert len(rows) == len(own.activations)


# --- the workshop


def test_a_large_learning_rate_kills_step_by_step_and_undo_brings_the_dead_back(hands: GradientHands) -> None:
    hands.view("workshop")
    hands.scene("learning_rate_kills")
    meter, steps = hands.part("deadUnitMeter", UnitMeter), hands.steps()
    assert meter.headline == KO("gradient.meter_dead", dead="0", units="12")
    for name, count in (("workshopStep_1", 1), ("workshopStep_10", 11), ("workshopStep_100", 111)):
        hands.click(hands.part(name))
        hands.finish()
        assert hands.own.workshop.steps == count
    dead = hands.lab._result.workshop.dead_count
    assert dead >= 9
    assert meter.headline == KO("gradient.meter_dead", dead=str(dead), units="12")
    assert hands.steps() == steps + 3
    for _ in range(3):
        hands.application.store.undo()
    hands.finish()
    assert hands.lab._result.workshop.dead_count == 0


def test_the_dead_are_crossed_out_and_their_gradient_is_said_to_be_0(hands: GradientHands) -> None:
    hands.put(STATES["killed"])
    meter, result = hands.part("deadUnitMeter", UnitMeter), hands.lab._result.workshop
    picture, own = hands.picture(meter), hands.application.theme
    for unit in range(12):
        middle = meter.disc(unit).center().toPoint()
        crossed = is_like(picture.pixelColor(middle), own.color("error"), 60)
        assert crossed == bool(result.dead[unit]), unit
    assert "0" in hands.text("workshopStory")
    hands.click(meter, meter.disc(0).center())
    hands.finish()
    assert hands.own.workshop.unit == 0
    assert KO("gradient.unit_dead", samples="48", size="0") in hands.text("workshopStory")


def test_a_bias_kills_under_the_hand_and_leaky_relu_recovers(hands: GradientHands) -> None:
    hands.view("workshop")
    hands.scene("bias_kills")
    assert hands.lab._result.workshop.dead_count == 12
    hands.click(hands.part("workshopStep_10"))
    hands.finish()
    assert hands.lab._result.workshop.dead_count == 12
    hands.pick_in("workshopFunction", "Leaky ReLU")
    hands.retype(hands.part("param_negative_slope"), "0.1")
    hands.finish()
    result = hands.lab._result.workshop
    assert result.dead_count == 0
    asleep = KO("gradient.meter_asleep", asleep="12")
    assert asleep in hands.part("deadUnitMeter", UnitMeter).headline
    for _ in range(2):
        hands.click(hands.part("workshopStep_100"))
    hands.finish()
    assert hands.lab._result.workshop.loss < 0.1
    assert hands.lab._result.workshop.asleep.sum() <= 8


def test_dragging_the_bias_is_one_step_and_keeps_what_was_learned(hands: GradientHands) -> None:
    hands.put(lambda state: replace(state, view="workshop", workshop=workshop.step(WorkshopState(), 10)))
    learned, steps = hands.own.workshop.weights, hands.steps()
    slider = hands.part("shiftSlider", QSlider)
    start = hands.handle(slider)
    hands.drag(slider, [start, start - QPoint(20, 0), start - QPoint(50, 0)])
    hands.finish()
    assert hands.own.workshop.shift < -2
    assert hands.own.workshop.weights == learned
    assert hands.steps() == steps + 1
    assert hands.lab._result.workshop.dead_count > 0


def test_a_step_that_leaves_the_numbers_is_refused_with_a_message(hands: GradientHands) -> None:
    hands.view("workshop")
    hands.retype(hands.part("learning_rate"), "1000")
    hands.click(hands.part("workshopStep_100"))
    hands.finish()
    assert hands.own.workshop.steps == 0
    said = [label.text() for label in hands.lab.findChildren(QLabel) if label.isVisible() and "float32" in label.text()]
    assert said
    hands.click(hands.part("workshopRestart"))
    hands.click(hands.part("workshopStep_1"))
    hands.finish()
    assert not [label for label in hands.lab.findChildren(QLabel) if label.isVisible() and label.text() in said]


def test_units_are_chosen_by_key(hands: GradientHands) -> None:
    hands.view("workshop")
    hands.part("deadUnitMeter").setFocus()
    for key, wanted in ((KEY.Key_Right, 0), (KEY.Key_Right, 1), (KEY.Key_End, 11), (KEY.Key_Escape, -1)):
        hands.press(key)
        assert hands.own.workshop.unit == wanted


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_the_curve_and_the_data_are_drawn_where_the_numbers_say(launch, theme: str) -> None:  # type: ignore[no-untyped-def]
    hands = GradientHands(launch(language="ko", theme=theme))
    hands.put(lambda state: replace(state, view="workshop", workshop=workshop.step(WorkshopState(), 100)))
    plot, result, own = hands.part("workshopPlot", NetworkPlot), hands.lab._result.workshop, hands.application.theme
    picture = hands.picture(plot)
    for i in (30, 120, 200):
        at = plot.to_pixel(float(result.curve_x[i]), float(result.curve_y[i])).toPoint()
        assert is_like(picture.pixelColor(at), own.color("accent"), 120)
    hands.put(lambda state: replace(state, workshop=workshop.apply_workshop_scene(state.workshop, "leaky_recovers")))
    result, picture = hands.lab._result.workshop, hands.picture(plot)
    shown = 0
    for (x, y), target in zip(result.inputs.tolist(), result.targets.tolist(), strict=True):
        token = "series_1" if target > 0.5 else "series_2"
        shown += is_like(picture.pixelColor(plot.to_pixel(x, y).toPoint()), own.color(token), 60)
    assert shown > 40  # some points lie under another


def test_the_data_and_the_number_of_units_begin_anew(hands: GradientHands) -> None:
    hands.put(STATES["killed"])
    hands.choose("workshopData", KO("gradient.data_ring"))
    hands.finish()
    assert hands.own.workshop.data == "ring"
    assert hands.own.workshop.steps == 0
    hands.retype(hands.part("units"), "24")
    hands.finish()
    assert len(hands.lab._result.workshop.dead) == 24


# --- both


def test_the_code_follows_the_view_and_is_copied_whole(hands: GradientHands) -> None:
    assert "nn.Sequential" in hands.part("gradientCode", QPlainTextEdit).toPlainText()
    hands.view("workshop")
    assert "hidden_weight" in hands.part("gradientCode", QPlainTextEdit).toPlainText()
    hands.click(hands.part("copyGradientCode"))
    assert QGuiApplication.clipboard().text() == gradient.full_code(hands.own)


def test_views_change_back_and_forth_and_undo_follows(hands: GradientHands) -> None:
    first = hands.own
    hands.view("workshop")
    assert hands.part("deadUnitMeter").isVisible()
    assert not hands.part("gradientLayers").isVisible()
    hands.view("layers")
    assert hands.part("gradientLayers").isVisible()
    for _ in range(2):
        hands.application.store.undo()
        hands.finish()
    assert hands.own == first


@pytest.mark.parametrize("state", STATES)
def test_a_session_brings_the_same_screen_back(hands: GradientHands, tmp_path: Path, state: str) -> None:
    hands.put(STATES[state])
    path, before = tmp_path / "x.actlab", hands.own
    session.save(hands.application.store.state, path)
    hands.put(lambda _state: GradientState())
    hands.application.document.open(path)
    hands.finish()
    assert hands.own == before


def test_reset_goes_back_to_the_first_screen(hands: GradientHands) -> None:
    hands.put(STATES["buried"])
    hands.lab.reset()
    hands.finish()
    assert hands.own == GradientState()


@pytest.mark.parametrize("state", STATES)
def test_english_says_everything_in_english(launch, state: str) -> None:  # type: ignore[no-untyped-def]
    hands = GradientHands(launch(language="ko", theme="light"))
    hands.put(STATES[state])
    hands.click(hands.part("languageButton"))
    hands.finish()
    # The other view is told anew when it is shown.
    said = [label.text() for label in hands.lab.findChildren(QLabel) if label.isVisible()]
    said += [button.text() for kind in (QPushButton, QToolButton) for button in hands.lab.findChildren(kind)]
    said += [box.itemText(i) for box in hands.lab.findChildren(QComboBox) for i in range(box.count())]
    said += [part.accessibleName() for part in hands.lab.findChildren(LayerChart)]
    said += [hands.part("deadUnitMeter", UnitMeter).headline] if hands.own.view == "workshop" else []
    said += [action.text() for action in hands.part("gradientSceneMenu", QMenu).actions()]
    assert [text for text in said if HANGUL.search(text)] == []


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_a_theme_is_switched_at_run_time(hands: GradientHands, theme: str) -> None:
    for state in ("five", "killed"):
        hands.put(STATES[state])
        hands.application.set_theme(theme)
        hands.finish()
        card = hands.application.theme.color("card")
        chart = hands.part("gradientLayers" if state == "five" else "workshopPlot")
        assert is_like(hands.picture(chart).pixelColor(1, 1), card, 6)


def painted_faults(hands: GradientHands) -> list[str]:
    """Return which painted pictures are too low to be read, or lie on a button or on each other."""
    kinds = (LayerChart, UnitMeter, NetworkPlot, LossPlot, LayerHistogram, QPushButton)
    parts = [p for p in hands.lab.findChildren(QWidget) if isinstance(p, kinds) and p.isVisible()]
    boxes = [(p.objectName(), visible_box(p, hands.window)) for p in parts]
    faults = [
        f"{name} is {p.width()}×{p.height()}"
        for p, (name, _) in zip(parts, boxes, strict=True)
        if not isinstance(p, QPushButton) and (p.height() < p.minimumHeight() or p.width() < 8 * p._theme.em)
    ]
    for i, (first, one) in enumerate(boxes):
        faults += [f"{first} lies on {second}" for second, other in boxes[i + 1 :] if (one & other).height() > 2]
    return faults


@pytest.mark.parametrize(("lang", "theme", "size"), EVERY_LOOK, ids=LOOK_NAMES)
def test_nothing_is_cut_off_and_nothing_overlaps(launch, lang, theme, size) -> None:  # type: ignore[no-untyped-def]
    hands = GradientHands(launch(language=lang, theme=theme, size=size))
    faults = []
    for name, state in STATES.items():
        hands.put(lambda _before, state=state: state(GradientState()))
        faults += faults_in_view(hands, size, name)
        hands.settle()  # other cards came into view, and the room is shared anew
        faults += [f"{name}: {fault}" for fault in painted_faults(hands)]
    assert faults == []


@pytest.mark.parametrize(("lang", "theme", "size"), EVERY_LOOK, ids=LOOK_NAMES)
def test_nothing_is_cut_off_when_every_word_is_twice_as_long(  # type: ignore[no-untyped-def]
    launch, monkeypatch: pytest.MonkeyPatch, lang, theme, size
) -> None:
    monkeypatch.setattr("gui.looks.words_in", doubled)
    hands = GradientHands(launch(language=lang, theme=theme, size=size))
    faults = []
    for name in ("five", "recovering"):
        hands.put(STATES[name])
        faults += faults_in_view(hands, size, name)
    assert faults == []


@pytest.mark.parametrize("zoom", [0.8, 2.0])
@pytest.mark.parametrize("theme", ["light", "projector"])
def test_nothing_is_cut_off_at_the_smallest_and_largest_zoom(launch, theme: str, zoom: float) -> None:  # type: ignore[no-untyped-def]
    size = (1920, 1080)
    hands = GradientHands(launch(language="ko", theme=theme, zoom=zoom, size=size))
    for name in ("five", "killed"):
        hands.put(STATES[name])
        assert faults_in_view(hands, size, name) == []


@pytest.mark.parametrize("state", ["five", "recovering"])
def test_every_control_has_a_name_and_room_for_a_finger(hands: GradientHands, state: str) -> None:
    hands.put(STATES[state])
    target = hands.application.theme.px(hands.application.theme.tokens.target)
    kinds = (QToolButton, QPushButton, QComboBox)
    for part in [p for kind in kinds for p in hands.lab.findChildren(kind)]:
        if part.isVisible() and part.focusPolicy() != Qt.FocusPolicy.NoFocus:
            assert part.accessibleName() or part.text(), part.objectName()
            assert part.height() >= target, part.objectName()
    for part in hands.lab.findChildren(LayerChart):
        assert part.accessibleName()


def test_pages_of_a_small_window_stay_open_when_a_value_changes(launch) -> None:  # type: ignore[no-untyped-def]
    hands = GradientHands(launch(language="ko", theme="light", size=(1024, 768)))
    tabs = hands.part("gradientTabs", QTabWidget)
    tabs.setCurrentIndex(3)
    hands.put(lambda state: gradient.set_setting(state, "depth", 30))
    assert hands.part("gradientTabs", QTabWidget).currentIndex() == 3
    assert hands.part("gradientShares").isVisible()


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0, "0"), (0.2364, "0.236"), (-1.5, "−1.5"), (2.59e-13, "2.59×10⁻¹³"), (float("inf"), "∞"), (1234.0, "1234")],
)
def test_numbers_of_every_size_are_written_short(value: float, written: str) -> None:
    assert sized(value) == written


def test_powers_of_ten_and_ends_of_an_axis() -> None:
    assert [power(n) for n in (0, 3, -12)] == ["1", "10³", "10⁻¹²"]
    assert [short(x) for x in (-1.758, 5.0, 2e6)] == ["−1.76", "5", "2×10⁶"]


@pytest.mark.parametrize("gain", [0.0, 1e-300])
def test_weights_of_nothing_leave_an_empty_plot(application, gain: float) -> None:  # type: ignore[no-untyped-def]
    application.visit("gradient")
    hands = Hands(application)
    own = gradient.set_setting(application.store.state.gradient, "gain", gain)
    application.store.commit(replace(application.store.state, gradient=own), "change.preset")
    hands.settle()
    plot = next(part for part in hands.window.findChildren(LayerPlot) if part.isVisible())
    assert not plot.grab().isNull()
    assert any(not (line.values > 0).any() for line in plot.view.lines)
