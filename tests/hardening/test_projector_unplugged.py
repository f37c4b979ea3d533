"""The projector's cable comes out in the middle of something: all of it goes on at the laptop, and over there again."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QMenu, QMessageBox

from core.tensor_value import TensorValue
from gui.widgets.param_slider import ParamSlider
from tests.gui.hands import is_like
from tests.gui.stage.virtual_screens import plug
from tests.hardening.desk import CTRL, KEY, LAPTOP, PROJECTOR, Desk


@dataclass
class Kept:
    """What the class saw before: the numbers on the cards, the strokes of the pen, and what the stage is set to."""

    cards: list[str]
    strokes: list[list[QPointF]]
    state: object
    title: str

    @classmethod
    def of(cls, desk: Desk) -> Kept:
        stage = desk.stage
        cards = [card.shown_text() for card in stage.body.cards if card.isVisible()]
        strokes = [list(stroke) for stroke in stage.drawing.strokes]
        return cls(cards, strokes, desk.application.projection.state, stage.body.head.content.title)


def explore(desk: Desk, **changes: object) -> None:
    store = desk.application.store
    store.commit(replace(store.state, explore=replace(store.state.explore, **changes)), "change.function")
    desk.settle()


@pytest.fixture(autouse=True)
def projected(desk: Desk) -> None:
    """The class sees a sigmoid."""
    explore(desk, function="sigmoid", tensor=TensorValue.of([-1.0, 0.0, 2.0]), selected=2, decimals=2)
    desk.keeps_stage = True
    if not desk.application.projection.is_on:
        desk.project()
    desk.stage.side.slide(False)
    desk.stage.side.place(desk.stage.rect())
    assert desk.fills("projector")
    assert not desk.out_of_sight()


def unplug(desk: Desk) -> None:
    desk.have(LAPTOP)
    assert desk.out_of_sight() == []
    assert desk.fills("laptop")
    assert not desk.application.projection.strip.isVisible()


def plug_in_again(desk: Desk) -> None:
    desk.have(LAPTOP, PROJECTOR)
    assert desk.out_of_sight() == []
    assert desk.fills("projector")
    assert desk.application.projection.strip.isVisible()
    assert desk.hands.window.screen().name() == "laptop"


def waited(seen: Callable[[], object], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < end, "it never comes"
        QApplication.processEvents()
        time.sleep(0.005)


def color_on_stage(desk: Desk, x: float, y: float) -> QColor:
    """Return the colour that is seen at a share of the stage."""
    picture = desk.seen_on(desk.stage)
    return picture.pixelColor(int(x * picture.width()), int(y * picture.height()))


# --- the hand on the stage


def test_the_pen_that_is_drawing_stops_where_it_was_and_draws_on_when_it_is_pressed_again(desk: Desk) -> None:
    desk.hands.action("penAction").trigger()
    sheet, pen = desk.stage.drawing, desk.stage.theme.color("probe")
    at = lambda x, y: QPointF(x * sheet.width(), y * sheet.height())  # noqa: E731
    desk.press(sheet, at(0.2, 0.5))
    desk.move(sheet, at(0.4, 0.5))
    kept = Kept.of(desk)
    assert len(kept.strokes[0]) >= 2
    unplug(desk)
    # The button came up over a screen that was gone: nobody told the program.
    desk.move(sheet, at(0.4, 0.8))
    desk.move(sheet, at(0.6, 0.8))
    assert Kept.of(desk) == kept
    assert is_like(color_on_stage(desk, 0.3, 0.5), pen)
    assert not is_like(color_on_stage(desk, 0.5, 0.8), pen)
    desk.press(sheet, at(0.5, 0.3))
    desk.move(sheet, at(0.7, 0.3))
    desk.let_go(sheet, at(0.7, 0.3))
    assert len(sheet.strokes) == 2
    assert is_like(color_on_stage(desk, 0.6, 0.3), pen)
    plug_in_again(desk)
    assert is_like(color_on_stage(desk, 0.3, 0.5), pen)
    assert is_like(color_on_stage(desk, 0.6, 0.3), pen)


def test_a_part_that_is_being_framed_is_let_go_of(desk: Desk) -> None:
    desk.hands.action("regionAction").trigger()
    sheet = desk.stage.drawing
    desk.press(sheet, QPointF(100, 100))
    desk.move(sheet, QPointF(300, 250))
    unplug(desk)
    desk.move(sheet, QPointF(600, 500))
    assert desk.application.projection.state.region is None
    assert desk.application.projection.state.tool == "region"
    desk.press(sheet, QPointF(200, 200))
    desk.move(sheet, QPointF(600, 500))
    desk.let_go(sheet, QPointF(600, 500))
    assert desk.application.projection.state.region is not None


def test_a_point_that_is_being_dragged_stays_where_it_was_and_is_one_step(desk: Desk) -> None:
    steps = desk.hands.steps()
    plot = desk.application.projection._stages["explore"].curve
    desk.press(plot, plot.to_pixel(2.0, 0.88))
    for x in (2.2, 2.6, 3.0):
        desk.move(plot, plot.to_pixel(x, 0.88))
    moved = float(desk.hands.own.tensor.values[2])
    assert moved == pytest.approx(3.0, abs=0.1)
    unplug(desk)
    desk.move(plot, plot.to_pixel(-3.0, 0.5))
    assert float(desk.hands.own.tensor.values[2]) == moved
    assert desk.hands.steps() == steps + 1
    desk.press(plot, plot.to_pixel(moved, 0.95))
    desk.move(plot, plot.to_pixel(1.0, 0.7))
    desk.let_go(plot, plot.to_pixel(1.0, 0.7))
    assert float(desk.hands.own.tensor.values[2]) == pytest.approx(1.0, abs=0.1)
    assert desk.hands.steps() == steps + 2


def test_a_slider_that_is_being_dragged_keeps_its_value_and_lets_go(desk: Desk) -> None:
    explore(desk, function="leaky_relu")
    steps = desk.hands.steps()
    stage = desk.stage
    desk.move(stage.body, QPointF(stage.body.width() - 2, 200))
    stage.side._slide.setCurrentTime(stage.side._slide.duration())
    desk.settle()
    slider = stage.side.findChild(ParamSlider)
    assert slider is not None
    assert slider.isVisible()
    grip = desk.hands.handle(slider)
    desk.press(slider, grip)
    desk.move(slider, grip + QPointF(40, 0).toPoint())
    value = slider._value
    assert slider.dragging
    unplug(desk)
    desk.move(slider, slider.rect().center())
    assert not slider.dragging
    assert slider._value == value
    assert desk.hands.steps() == steps + 1
    plug_in_again(desk)


# --- what the class sees


def test_a_frozen_picture_stays_frozen(desk: Desk) -> None:
    desk.key(KEY.Key_F)
    kept = Kept.of(desk)
    explore(desk, function="tanh")
    unplug(desk)
    assert Kept.of(desk) == kept
    assert kept.title == "시그모이드"
    plug_in_again(desk)
    assert Kept.of(desk) == kept
    desk.key(KEY.Key_F)
    assert Kept.of(desk).title == "하이퍼볼릭 탄젠트"


def test_an_enlarged_part_is_drawn_anew_for_the_other_screen(desk: Desk) -> None:
    desk.hands.action("regionAction").trigger()
    desk.key(KEY.Key_5)
    kept = Kept.of(desk)
    unplug(desk)
    assert Kept.of(desk) == kept
    magnified = desk.stage.magnified
    magnified._timer.stop()
    magnified.draw()
    assert magnified.size() == desk.stage.size()
    # As many pixels as the screen has, and what it shows is what the stage itself would show there.
    assert magnified._picture.width() >= desk.stage.width() - 1
    seen = desk.seen_on(desk.stage)
    expected = magnified._picture.toImage()
    places = [(x / 20, y / 20) for x in range(1, 20) for y in range(1, 20)]
    same = [
        is_like(
            seen.pixelColor(int(x * seen.width()), int(y * seen.height())),
            expected.pixelColor(int(x * expected.width()), int(y * expected.height())),
        )
        for x, y in places
    ]
    assert sum(same) > 0.9 * len(places)
    plug_in_again(desk)
    assert Kept.of(desk) == kept


def test_a_sheet_covers_all_of_the_other_screen_at_once(desk: Desk) -> None:
    desk.key(KEY.Key_B)
    for change in (unplug, plug_in_again):
        change(desk)
        picture = desk.seen_on(desk.stage)
        seen = {
            picture.pixelColor(x, y).name()
            for x in range(0, picture.width(), 31)
            for y in (0, 1, picture.height() // 2, picture.height() - 1)
        }
        assert seen == {"#000000"}
    desk.key(KEY.Key_Escape)
    assert desk.fills("projector")


def test_hidden_values_stay_hidden_and_go_on_being_revealed(desk: Desk) -> None:
    desk.key(KEY.Key_H, CTRL)
    desk.key(KEY.Key_PageDown)
    kept = Kept.of(desk)
    assert kept.cards[1] == "[0.27, ?, ?]"
    unplug(desk)
    assert Kept.of(desk) == kept
    desk.key(KEY.Key_PageDown)
    assert Kept.of(desk).cards[1] == "[0.27, 0.50, ?]"
    plug_in_again(desk)
    assert Kept.of(desk).cards[1] == "[0.27, 0.50, ?]"
    desk.key(KEY.Key_PageDown)
    assert Kept.of(desk).cards[1] == "[0.27, 0.50, 0.88]"


def test_a_race_trains_on_and_is_followed(desk: Desk) -> None:
    desk.application.visit("race")
    desk.settle()
    runner = desk.application._labs["race"].runner
    runner.wait(20)
    trained = lambda: desk.stage.body.head.content.also  # noqa: E731
    runner.run()
    try:
        for screens, seen_on in (((LAPTOP,), "laptop"), ((LAPTOP, PROJECTOR), "projector")):
            before = trained()
            waited(lambda before=before: trained() != before)
            desk.have(*screens)
            before = trained()
            waited(lambda before=before: trained() != before)
            assert desk.fills(seen_on)
            assert runner.is_running
    finally:
        runner.pause()
        runner.wait(20)
        desk.application.visit("explore")


# --- what is open over the teacher's window


def open_dialog(desk: Desk, name: str) -> QDialog:
    desk.hands.window.activateWindow()
    desk.settle()
    application = desk.application
    {
        "export": application.exports.show,
        "preferences": application.dialogs.show_preferences,
        "palette": lambda: QTest.keyClick(desk.hands.window, KEY.Key_K, CTRL),
    }[name]()
    desk.settle()
    dialog = desk.hands.dialog(QDialog)
    assert dialog is not None
    return dialog


def test_a_modal_dialog_stays_open_and_comes_back_when_the_stage_ends(desk: Desk) -> None:
    dialog = open_dialog(desk, "preferences")
    unplug(desk)
    assert dialog.isVisible()
    desk.key(KEY.Key_PageDown)
    desk.key(KEY.Key_Escape)
    assert not desk.stage.isVisible()
    assert QApplication.activeWindow() is dialog
    QTest.keyClick(dialog, KEY.Key_Escape)
    desk.hands.settle()
    assert desk.hands.dialog(QDialog) is None


@pytest.mark.parametrize("name", ["export", "palette"])
def test_a_dialog_is_as_it_was_when_the_projector_is_back(desk: Desk, name: str) -> None:
    dialog = open_dialog(desk, name)
    field = dialog.findChild(QLineEdit) if name == "palette" else None
    if field is not None:
        desk.hands.type("tan")
    unplug(desk)
    plug_in_again(desk)
    assert dialog.isVisible()
    assert dialog.screen().name() == "laptop"
    assert field is None or field.text() == "tan"


def test_a_question_that_holds_every_window_is_in_front_and_can_be_answered(desk: Desk) -> None:
    box = QMessageBox(desk.hands.window)
    box.setText("?")
    yes = box.addButton(QMessageBox.StandardButton.Yes)
    box.addButton(QMessageBox.StandardButton.Cancel)
    seen: list[object] = []

    def answer() -> None:
        desk.have(LAPTOP)
        seen.append(desk.out_of_sight())
        seen.append(QApplication.activeWindow() is box)
        desk.hands.click(yes)

    QTimer.singleShot(0, box, answer)
    box.setWindowModality(Qt.WindowModality.ApplicationModal)
    box.exec()
    assert seen == [[], True]
    assert box.clickedButton() is yes
    assert desk.fills("laptop")
    desk.key(KEY.Key_B)
    assert desk.application.projection.state.cover == "black"


def test_a_list_that_is_open_does_not_hang_about(desk: Desk) -> None:
    dialog = open_dialog(desk, "preferences")
    box = next(part for part in dialog.findChildren(QComboBox) if part.isVisible())
    before = box.currentIndex()
    desk.hands.click(box)
    assert box.view().isVisible()
    unplug(desk)
    if box.view().isVisible():
        QTest.keyClick(box.view(), KEY.Key_Escape)
        desk.settle()
    assert not box.view().isVisible()
    assert box.currentIndex() == before
    assert QApplication.activePopupWidget() is None


def test_a_menu_of_the_stage_goes_with_its_screen(desk: Desk) -> None:
    plot = desk.application.projection._stages["explore"].curve
    menu = QMenu(plot)
    menu.addAction("x")
    menu.popup(plot.mapToGlobal(plot.rect().center()))
    desk.settle()
    assert menu.isVisible()
    unplug(desk)
    assert not menu.isVisible()
    assert QApplication.activePopupWidget() is None


def test_the_clock_goes_on_where_it_was(desk: Desk) -> None:
    strip = desk.application.projection.strip
    waited(lambda: strip._since.elapsed() > 1000)
    unplug(desk)
    plug_in_again(desk)
    assert "0:00" not in strip.clock.text()


# --- where the stage is


def test_each_screen_is_drawn_at_its_own_scale_with_letters_of_25_pixels(desk: Desk) -> None:
    for change, ratio, wide in ((lambda _: None, 2.0, 1920), (unplug, 1.0, 1366), (plug_in_again, 2.0, 1920)):
        change(desk)
        stage = desk.stage
        picture = stage.grab()
        assert (picture.devicePixelRatio(), picture.width()) == (ratio, wide)
        assert stage.theme.px(stage.theme.tokens.small_font) * ratio >= 25


def test_after_the_end_no_screen_brings_the_stage_back(desk: Desk) -> None:
    desk.key(KEY.Key_Escape)
    for screens in ((LAPTOP,), (LAPTOP, PROJECTOR)):
        desk.have(*screens)
        assert desk.windows() == [desk.hands.window]
        assert not desk.stage.isVisible()


def test_the_stage_takes_whichever_screen_the_teacher_does_not(desk: Desk) -> None:
    desk.key(KEY.Key_Escape)
    window = desk.hands.window
    window.setScreen(desk.screen("projector"))
    window.setGeometry(1400, 20, 800, 400)
    desk.settle()
    desk.project()
    assert window.screen().name() == "projector"
    assert desk.fills("laptop")
    assert desk.application.projection.strip.isVisible()
    desk.key(KEY.Key_Escape)


def test_the_strip_tells_what_comes_next(desk: Desk) -> None:
    next_step = desk.application.projection.strip.next_step
    assert next_step.text() == ""
    desk.key(KEY.Key_H, CTRL)
    desk.key(KEY.Key_PageDown)
    assert next_step.isVisible()
    assert "0.0" in next_step.text()


def test_pulled_out_and_in_again_and_again(desk: Desk) -> None:
    kept = Kept.of(desk)
    # Before anything has settled, too.
    for screens in ((LAPTOP,), (LAPTOP, PROJECTOR)) * 3:
        plug(*screens)
        QApplication.processEvents()
    desk.settle()
    assert Kept.of(desk) == kept
    assert desk.fills("projector")
    assert desk.out_of_sight() == []
    assert len([w for w in QApplication.topLevelWidgets() if w.objectName() == "stageWindow"]) == 1
