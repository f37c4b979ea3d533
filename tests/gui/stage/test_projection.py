"""F5 and what follows: the stage shows the lab live, hides and reveals, is covered, frozen, drawn on and left."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.labs import softmax
from core.tensor_value import TensorValue
from gui.app import Application
from tests.conftest import Launch
from tests.gui.stage.audience import Audience

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def audience(application: Application) -> Audience:
    return Audience(application)


def explore(audience: Audience, **changes: object) -> None:
    """Change Explore's state as its verbs would."""
    store = audience.application.store
    store.commit(replace(store.state, explore=replace(store.state.explore, **changes)), "change.function")
    audience.settle()


# --- begin and end


def test_f5_projects_full_screen_and_ends_it_again(audience: Audience) -> None:
    window = audience.application.window
    QTest.keyClick(window, KEY.Key_F5)
    audience.settle()
    assert audience.stage.isVisible()
    assert audience.stage.isFullScreen()
    assert audience.stage.objectName() == "stageWindow"
    QTest.keyClick(audience.stage, KEY.Key_F5)
    audience.settle()
    assert not audience.stage.isVisible()
    assert window.isVisible()


def test_the_formula_is_typeset_by_itself(audience: Audience) -> None:
    QTest.keyClick(audience.application.window, KEY.Key_F5)
    formula = audience.stage.body.head.formula
    for _ in range(200):
        if formula._typeset is not None:
            break
        QTest.qWait(25)
    assert formula._typeset is not None, "still plain letters"


def test_a_button_in_the_command_bar_projects(audience: Audience) -> None:
    audience.hands.click(audience.hands.part("projectButton"))
    assert audience.projection.is_on
    audience.press(KEY.Key_Escape)
    assert not audience.projection.is_on


def test_closing_the_teachers_window_takes_the_stage_away(audience: Audience) -> None:
    audience.project()
    audience.application.window.close()
    audience.settle()
    assert not [w for w in QApplication.topLevelWidgets() if w.objectName() == "stageWindow" and w.isVisible()]


def test_the_actions_have_the_names_that_help_and_tests_know(audience: Audience) -> None:
    for name in ("project", "blank", "laser", "pen", "freeze", "zoomIn", "zoomOut", "zoomReset", "preferences"):
        audience.hands.action(f"{name}Action")


# --- what is shown


def test_the_stage_shows_what_the_lab_shows(audience: Audience) -> None:
    explore(audience, function="sigmoid", tensor=TensorValue.of([-1.0, 0.0, 1.0]), selected=2, decimals=3)
    stage = audience.project()
    assert stage.body.head.content.title == "시그모이드"
    assert stage.body.head.content.also == "Sigmoid"
    assert audience.cards() == ["[−1.0, 0.0, 1.0]", "[0.269, 0.500, 0.731]"]
    assert stage.body.head.formula.accessibleName().startswith("f(x)")


def test_the_stage_follows_the_state_at_once(audience: Audience) -> None:
    audience.project()
    explore(audience, function="relu", tensor=TensorValue.of([-2.0, 3.0]), selected=1, decimals=1)
    assert audience.cards() == ["[−2.0, 3.0]", "[0.0, 3.0]"]
    audience.application.store.undo()
    audience.settle()
    assert audience.cards()[0].startswith("[[−1.0, 2.0, −3.0]")


def test_the_probe_can_be_dragged_on_the_stage(audience: Audience) -> None:
    explore(audience, function="relu", selected=-1, probe=1.0)
    stage = audience.project()
    plot = audience.projection._stages["explore"].curve
    start, end = plot.to_pixel(1.0, 1.0), plot.to_pixel(3.0, 3.0)
    audience.mouse("press", plot, start)
    audience.mouse("move", plot, (start + end) / 2)
    audience.mouse("move", plot, end)
    audience.mouse("release", plot, end)
    assert audience.application.store.state.explore.probe == pytest.approx(3.0, abs=0.05)
    assert stage.isVisible()


def test_another_lab_and_the_other_language_come_to_the_stage(audience: Audience) -> None:
    stage = audience.project()
    audience.application.visit("softmax")
    audience.settle()
    assert stage.body.head.content.title == "소프트맥스"
    audience.application.set_language("en")
    audience.settle()
    assert stage.body.head.content.title == "Softmax"
    assert "Esc end" in stage.body.footer.shown_keys()


@pytest.mark.parametrize("lab", ["explore", "compare", "neuron", "softmax", "gradient", "race"])
def test_every_lab_can_be_projected_and_predicted(audience: Audience, lab: str) -> None:
    audience.application.visit(lab)
    audience.settle()
    stage = audience.project()
    assert stage.body.picture is not None
    assert stage.body.picture.isVisible()
    content = audience.projection.content
    assert content is not None
    assert content.output_cells > 0
    for _ in range(3):
        audience.hands.action("predictAction").trigger()
        audience.settle()
    assert audience.projection.state.predict == "both"
    assert stage.body.question.isVisible()
    shown = "".join(audience.cards())
    for _ in range(content.output_cells + 1):
        audience.press(KEY.Key_PageDown)
    assert not stage.body.question.isVisible()
    if lab != "race":
        assert "?" in shown
    assert "?" not in "".join(audience.cards())


def test_the_running_race_is_followed_frame_by_frame(audience: Audience) -> None:
    audience.application.visit("race")
    audience.settle()
    lab = audience.application._labs["race"]
    lab.runner.wait(20)
    stage = audience.project()
    before = stage.body.head.content.also
    lab.runner.epoch()
    lab.runner.wait(20)
    audience.settle()
    assert stage.body.head.content.also != before
    assert "1" in stage.body.head.content.also


# --- the clicker


@pytest.mark.parametrize("key", [KEY.Key_PageDown, KEY.Key_Right, KEY.Key_Down, KEY.Key_Space])
def test_each_key_of_a_clicker_reveals_the_next_answer(audience: Audience, key: Qt.Key) -> None:
    explore(audience, function="sigmoid", tensor=TensorValue.of([-1.0, 0.0]), selected=0, decimals=3)
    audience.project()
    audience.hands.action("predictAction").trigger()
    audience.settle()
    assert audience.cards()[1] == "[?, ?]"
    audience.press(key)
    assert audience.cards()[1] == "[0.269, ?]"
    audience.press(key)
    assert audience.cards()[1] == "[0.269, 0.500]"


@pytest.mark.parametrize("key", [KEY.Key_PageUp, KEY.Key_Left, KEY.Key_Up])
def test_each_key_of_a_clicker_goes_back(audience: Audience, key: Qt.Key) -> None:
    explore(audience, function="sigmoid", tensor=TensorValue.of([-1.0, 0.0]), selected=0, decimals=3)
    audience.project()
    audience.hands.action("predictAction").trigger()
    audience.hands.action("reveal_allAction").trigger()
    audience.settle()
    assert audience.cards()[1] == "[0.269, 0.500]"
    audience.press(key)
    assert audience.cards()[1] == "[0.269, ?]"


def test_the_question_names_the_input_that_comes_next(audience: Audience) -> None:
    explore(audience, function="sigmoid", tensor=TensorValue.of([-3.0, 2.0]), selected=0)
    stage = audience.project()
    audience.hands.action("predictAction").trigger()
    audience.settle()
    assert stage.body.question.question() == "입력이 −3.0이면 출력은?"
    audience.press(KEY.Key_Space)
    assert stage.body.question.question() == "입력이 2.0이면 출력은?"


def test_hidden_values_cannot_be_read_from_the_plot(audience: Audience) -> None:
    explore(audience, function="sigmoid", tensor=TensorValue.of([1.0]), selected=0)
    audience.project()
    plot = audience.projection._stages["explore"].curve
    assert plot.view.probe_y is not None
    audience.hands.action("predictAction").trigger()
    audience.settle()
    assert plot.view.points_x.size == 0
    assert plot.view.probe_y is None
    assert plot.view.readout == ()
    assert len(plot.view.series) == 1
    audience.hands.action("predictAction").trigger()
    audience.settle()
    assert plot.view.series == ()
    picture, box = audience.picture(), audience.box(plot)
    accent = audience.stage.theme.color("accent").name()
    seen = {
        picture.pixelColor(x, y).name() for x in range(box.left() + 20, box.right() - 20) for y in (box.center().y(),)
    }
    assert accent not in seen


def test_another_function_is_hidden_anew(audience: Audience) -> None:
    explore(audience, function="sigmoid", tensor=TensorValue.of([0.0]), selected=0, decimals=2)
    audience.project()
    audience.hands.action("predictAction").trigger()
    audience.press(KEY.Key_Space)
    assert audience.cards()[1] == "[0.50]"
    explore(audience, function="tanh")
    assert audience.cards()[1] == "[?]"


def test_the_keys_stay_with_the_clicker_after_a_click_on_the_plot(audience: Audience) -> None:
    explore(audience, function="sigmoid", tensor=TensorValue.of([-1.0, 0.0]), selected=0, decimals=3)
    stage = audience.project()
    audience.hands.action("predictAction").trigger()
    plot = audience.projection._stages["explore"].curve
    plot.setFocus()
    audience.settle()
    assert QApplication.focusWidget() is stage
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Right)
    audience.settle()
    assert audience.cards()[1] == "[0.269, ?]"


# --- covers, tools, freeze, size


@pytest.mark.parametrize(
    ("key", "color"), [(KEY.Key_B, "#000000"), (KEY.Key_Period, "#000000"), (KEY.Key_W, "#ffffff")]
)
def test_a_letter_covers_the_stage_and_uncovers_it(audience: Audience, key: Qt.Key, color: str) -> None:
    audience.project()
    before = audience.picture()
    audience.press(key)
    covered = audience.picture()
    size = covered.size()
    seen = {covered.pixelColor(x, y).name() for x in range(0, size.width(), 7) for y in range(0, size.height(), 7)}
    assert seen == {color}
    audience.press(key)
    assert audience.picture() == before


def test_the_laser_is_a_red_dot_under_the_mouse(audience: Audience) -> None:
    stage = audience.project()
    audience.press(KEY.Key_L, CTRL)
    assert audience.projection.state.tool == "laser"
    audience.mouse("move", stage.drawing, QPointF(300, 200))
    assert near(audience.picture().pixelColor(300, 200), QColor("#E00000"))
    audience.press(KEY.Key_Escape)
    assert audience.projection.is_on
    assert not near(audience.picture().pixelColor(300, 200), QColor("#E00000"))


def test_the_spotlight_leaves_only_its_place_bright(audience: Audience) -> None:
    stage = audience.project()
    audience.hands.action("spotlightAction").trigger()
    audience.mouse("move", stage.drawing, QPointF(683, 300))
    picture = audience.picture()
    assert picture.pixelColor(5, 5).lightness() < 100
    assert picture.pixelColor(730, 283).lightness() > 150


def test_the_pen_draws_over_the_stage_until_it_is_cleared(audience: Audience) -> None:
    stage = audience.project()
    before = audience.picture()
    audience.hands.action("penAction").trigger()
    audience.mouse("press", stage.drawing, QPointF(200, 150))
    audience.mouse("move", stage.drawing, QPointF(400, 150))
    audience.mouse("release", stage.drawing, QPointF(400, 150))
    audience.hands.action("penAction").trigger()
    pen = stage.theme.color("probe")
    assert near(audience.picture().pixelColor(300, 150), pen)
    audience.press(KEY.Key_E)
    assert audience.picture() == before


def test_frozen_the_class_keeps_the_picture_while_the_teacher_goes_on(audience: Audience) -> None:
    audience.project()
    audience.hands.action("freezeAction").trigger()
    kept = audience.cards()
    explore(audience, function="tanh", tensor=TensorValue.of([5.0]), selected=0)
    audience.application.visit("softmax")
    audience.settle()
    assert audience.cards() == kept
    audience.hands.action("freezeAction").trigger()
    audience.settle()
    assert audience.stage.body.head.content.title == "소프트맥스"


def test_ctrl_plus_minus_and_zero_scale_everything_on_the_stage(audience: Audience) -> None:
    stage = audience.project()
    zoom = audience.application.settings.zoom
    small = stage.body.footer.height()
    audience.press(KEY.Key_Plus, CTRL)
    audience.press(KEY.Key_Plus, CTRL)
    assert stage.theme.zoom == pytest.approx(1.25)
    assert stage.body.footer.height() > 1.15 * small
    assert audience.projection._stages["explore"].curve._canvas._theme.zoom == pytest.approx(1.25)
    audience.press(KEY.Key_Minus, CTRL)
    assert stage.theme.zoom == pytest.approx(1.1)
    audience.press(KEY.Key_0, CTRL)
    assert stage.theme.zoom == pytest.approx(1.0)
    assert audience.application.settings.zoom == zoom


def test_a_region_fills_the_stage_and_escape_shows_all_of_it(audience: Audience) -> None:
    explore(audience, function="relu", tensor=TensorValue.of([2.0]), selected=0)
    stage = audience.project()
    plot = audience.projection._stages["explore"].curve
    middle = QPointF(plot.mapTo(stage, plot.to_pixel(2.0, 2.0).toPoint()))
    before = audience.picture()
    audience.hands.action("regionAction").trigger()
    audience.mouse("press", stage.drawing, middle - QPointF(100, 56))
    audience.mouse("move", stage.drawing, middle)
    audience.mouse("release", stage.drawing, middle + QPointF(100, 56))
    large = audience.picture()
    # The point that was in the middle of the region is in the middle of the screen, and much larger.
    probe = stage.theme.color("probe")
    row = [near(large.pixelColor(x, 384), probe) for x in range(1366)]
    was = [near(before.pixelColor(x, round(middle.y())), probe) for x in range(1366)]
    assert row[683]
    assert sum(row) > 4 * sum(was)
    audience.press(KEY.Key_Escape)
    assert audience.picture() == before


def test_the_controls_slide_in_at_the_edge_and_are_large_enough(audience: Audience) -> None:
    stage = audience.project((1024, 768))
    assert not stage.controls.isVisible()
    audience.mouse("move", stage.body.footer, QPointF(500, stage.body.footer.height() - 1))
    QTest.qWait(350)
    assert stage.controls.isVisible()
    assert stage.rect().contains(stage.controls.geometry())
    assert min(min(b.width(), b.height()) for b in stage.controls.buttons.values()) >= 44
    blank = stage.controls.buttons["blank"]
    QTest.mouseClick(blank, Qt.MouseButton.LeftButton)
    assert audience.projection.state.cover == "black"


def test_the_labs_own_controls_slide_in_at_the_right_edge_and_work(audience: Audience) -> None:
    explore(audience, function="leaky_relu")
    stage = audience.project()
    assert not stage.side.isVisible()
    body = stage.body
    audience.mouse("move", body, QPointF(body.width() - 2, 300))
    QTest.qWait(350)
    assert stage.side.isVisible()
    assert stage.rect().contains(stage.side.geometry())
    panel = audience.projection._stages["explore"]._params
    box = panel._rows["negative_slope"].box
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "0.3")
    QTest.keyClick(box, KEY.Key_Return)
    audience.settle()
    assert audience.application.store.state.explore.params["leaky_relu"]["negative_slope"] == pytest.approx(0.3)
    assert "0.30" in stage.body.head.formula.accessibleName()


def test_the_race_is_started_from_the_stage(audience: Audience) -> None:
    audience.application.visit("race")
    audience.settle()
    runner = audience.application._labs["race"].runner
    runner.wait(20)
    audience.project()
    audience.projection._stages["race"].controls.run.click()
    assert runner.is_running
    audience.projection._stages["race"].controls.run.click()
    assert not runner.is_running


def test_with_the_region_tool_a_digit_makes_its_part_large(audience: Audience) -> None:
    audience.project()
    audience.hands.action("regionAction").trigger()
    audience.press(KEY.Key_9)
    assert audience.projection.state.region == (0.5, 0.0, 0.5, 0.5)
    audience.press(KEY.Key_Escape)
    audience.press(KEY.Key_9)
    assert audience.projection.state.region is None


def test_a_screen_reader_hears_what_the_class_sees(audience: Audience) -> None:
    explore(audience, function="relu", tensor=TensorValue.of([-2.0, 3.0]), selected=0, decimals=1)
    stage = audience.project()
    assert stage.accessibleName() == "투사 화면"
    assert "렐루 ReLU" in stage.accessibleDescription()
    assert "[0.0, 3.0]" in stage.accessibleDescription()
    audience.hands.action("predictAction").trigger()
    audience.settle()
    assert "[0.0, 3.0]" not in stage.accessibleDescription()
    assert "입력이 −2.0이면 출력은?" in stage.accessibleDescription()


def test_no_command_of_the_stage_waits_in_the_way_while_nothing_is_projected(audience: Audience) -> None:
    assert audience.hands.action("projectAction").isEnabled()
    assert not audience.hands.action("blankAction").isEnabled()
    audience.project()
    assert audience.hands.action("blankAction").isEnabled()
    audience.projection.end()
    assert not audience.hands.action("laserAction").isEnabled()


def test_the_stage_is_the_same_in_the_dark_theme_of_the_window(launch: Launch) -> None:
    audience = Audience(launch(language="en", theme="dark"))
    audience.project()
    assert audience.picture().pixelColor(3, 3).name() == "#ffffff"
    assert audience.application.theme.name == "dark"


def near(seen: QColor, wanted: QColor) -> bool:
    return all(abs(a - b) <= 12 for a, b in zip(seen.getRgb()[:3], wanted.getRgb()[:3], strict=True))


def test_another_language_before_the_change_is_computed_shows_what_is_known(audience: Audience) -> None:
    """Between a change and its result, the stage has the result of before, and the state that belongs to it."""
    audience.application.visit("softmax")
    audience.project()
    store = audience.application.store
    fewer = softmax.set_class_count(store.state.softmax, 2)
    store.commit(replace(store.state, softmax=fewer), "change.function")
    audience.application.set_language("en")  # at once: nothing has been computed since
    assert audience.stage.body.head.content.title == "Softmax"
    audience.settle()
    assert audience.projection.content is not None
