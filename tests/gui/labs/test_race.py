"""The training race through the window: designed, run, taken back, looked into, written about, exported."""

from __future__ import annotations

import base64
import time
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QImage
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QPlainTextEdit,
    QSlider,
    QToolButton,
    QWidget,
)

from core import session
from core.labs import race
from core.labs.race import RaceState
from gui.app import Application
from gui.labs.race.curves import RaceCurves
from gui.labs.race.export_menu import content
from gui.labs.race.lab import RaceLab
from gui.labs.race.large_view import weights_text
from gui.labs.race.look import class_color, series_token
from gui.labs.race.points_plane import PointsPlane
from gui.labs.race.ranking_card import RankingTable
from gui.labs.race.tile import BoardTile
from gui.widgets.page import Page
from tests.gui.hands import CTRL, KEY, Hands, is_like
from tests.gui.looking import EVERY_LOOK, LOOK_NAMES, cut_off, doubled, faults_in_view

QUIET = 20.0


class Racer(Hands):
    """Works the race."""

    def __init__(self, application: Application) -> None:
        super().__init__(application)
        application.visit("race")
        self.settle()
        self.rest()

    @property
    def own(self) -> RaceState:  # type: ignore[override]
        return self.application.store.state.race

    @property
    def lab(self) -> RaceLab:
        lab = self.application._labs["race"]
        assert isinstance(lab, RaceLab)
        return lab

    @property
    def frame(self):  # type: ignore[no-untyped-def]
        assert self.lab.shown is not None
        return self.lab.shown.frame

    def rest(self) -> None:
        """Wait until the worker has nothing to do and everything it said is shown."""
        self.settle()
        assert self.lab.runner.wait(QUIET)
        self.settle()

    def click(self, widget: QWidget, place=None, button=Qt.MouseButton.LeftButton) -> None:  # type: ignore[no-untyped-def]
        """Scroll to the part, as a person does, and click it."""
        holder = widget.parentWidget()
        while holder is not None and not isinstance(holder, Page):
            holder = holder.parentWidget()
        if holder is not None:
            holder.ensureWidgetVisible(widget)
            self.settle()
        super().click(widget, place, button)

    def until(self, happened) -> None:  # type: ignore[no-untyped-def]
        end = time.monotonic() + QUIET
        while not happened():
            assert time.monotonic() < end, "it does not happen"
            QApplication.processEvents()
        self.settle()

    def press_button(self, name: str) -> None:
        self.click(self.part(name))
        self.rest()

    def tiles(self) -> list[BoardTile]:
        return [tile for tile in self.lab.board.tiles if tile.isVisible()]

    def tab(self, page: int) -> None:
        assert self.lab._tabs is not None
        self.lab._tabs.setCurrentIndex(page)
        self.settle()

    def weights(self) -> np.ndarray:
        return np.array(self.frame.scores.train_loss)


@pytest.fixture
def racer(application: Application) -> Racer:
    return Racer(application)


# --- the race runs ---


def test_the_start_shows_every_entrant_before_anything_is_trained(racer: Racer) -> None:
    assert [tile.view.name for tile in racer.tiles()] == ["선형(없음)", "Sigmoid", "Tanh", "ReLU", "Leaky ReLU", "GELU"]
    assert all(tile.view.picture is not None and tile.view.picture.width() >= 100 for tile in racer.tiles())
    assert racer.frame.epoch == racer.frame.step == 0
    assert "에폭 0" in racer.lab.run_card.status.text()
    assert "신경망 48개" in racer.lab.run_card.status.text()


def test_run_trains_and_the_same_button_pauses(racer: Racer) -> None:
    start = racer.weights()
    racer.click(racer.part("raceRun"))
    assert racer.lab.run_card.run.text() == "멈춤"
    racer.until(lambda: racer.frame.epoch >= 3)
    before = time.monotonic()
    racer.click(racer.part("raceRun"))
    racer.rest()
    assert time.monotonic() - before < 2.0
    assert racer.lab.run_card.run.text() == "학습 시작"
    here = racer.frame.epoch
    racer.settle()
    assert racer.frame.epoch == here
    assert racer.weights().mean() < start.mean()
    assert racer.steps() == 1, "the start is a step to undo, the training is not"


def test_step_back_and_reset_return_to_exactly_the_same_numbers(racer: Racer) -> None:
    start = racer.weights()
    assert not racer.part("raceBack").isEnabled()
    racer.press_button("raceStep")
    first = racer.weights()
    assert racer.frame.step == 1
    assert not np.array_equal(first, start)
    racer.press_button("raceStep")
    racer.press_button("raceBack")
    assert racer.frame.step == 1
    assert np.array_equal(racer.weights(), first)
    racer.press_button("raceEpoch")
    assert (racer.frame.epoch, racer.frame.step) == (1, 0)
    racer.press_button("raceReset")
    assert racer.frame.epoch == 0
    assert np.array_equal(racer.weights(), start)


def test_shift_takes_a_whole_epoch_back(racer: Racer) -> None:
    racer.press_button("raceEpoch")
    first = racer.weights()
    racer.press_button("raceEpoch")
    racer.lab.run_card.asked.emit("epoch_back")
    racer.rest()
    assert (racer.frame.epoch, racer.frame.step) == (1, 0)
    assert np.array_equal(racer.weights(), first)


def test_a_changed_setting_starts_again_and_runs_on_if_it_ran(racer: Racer) -> None:
    racer.click(racer.part("raceRun"))
    racer.until(lambda: racer.frame.epoch >= 2)
    racer.lab._requests._set("design", "width", 4)
    racer.until(lambda: racer.lab.shown.plan.design.width == 4 and racer.frame.epoch >= 1)
    assert racer.lab.runner.is_running
    racer.click(racer.part("raceRun"))
    racer.rest()


def test_one_seed_has_no_spread(racer: Racer) -> None:
    racer.lab._requests._set("design", "seeds", 1)
    racer.rest()
    assert all("±" not in tile.view.score and "%" in tile.view.score for tile in racer.tiles())


def test_the_race_ends_at_the_epoch_that_was_asked_for_and_says_so(racer: Racer) -> None:
    racer.lab._requests._set("goal", "last_epoch", 3)
    racer.lab._requests._set("goal", "pace", 0.0)
    racer.click(racer.part("raceRun"))
    racer.until(lambda: not racer.lab.runner.is_running)
    racer.rest()
    assert racer.frame.epoch == 3
    assert "에폭 3에서 끝났습니다" in racer.lab.run_card.notice.text()
    assert racer.lab.run_card.run.text() == "학습 시작"


def test_leaving_the_lab_stops_the_training_and_coming_back_shows_where_it_is(racer: Racer) -> None:
    racer.click(racer.part("raceRun"))
    racer.until(lambda: racer.frame.epoch >= 1)
    racer.application.visit("explore")
    assert not racer.lab.runner.is_running
    assert racer.lab.runner.wait(0.1)
    shown = racer.lab.shown
    racer.settle()
    assert racer.lab.shown is shown, "a hidden lab shows nothing"
    racer.application.visit("race")
    racer.settle()
    racer.rest()
    assert racer.frame.epoch >= 1


def test_closing_the_window_while_it_runs_leaves_nothing_behind(racer: Racer) -> None:
    racer.click(racer.part("raceRun"))
    racer.until(lambda: racer.frame.epoch >= 1)
    racer.window.close()
    assert racer.lab.runner.wait(0.1)


# --- the design ---


def test_a_changed_setting_starts_the_race_again_and_says_why(racer: Racer) -> None:
    racer.press_button("raceEpoch")
    slider = racer.part("param_learning_rate_slider", QSlider)
    assert "↻" in racer.lab.design.rows["learning_rate"].label.text()
    slider.setFocus()
    racer.press(KEY.Key_Right)
    racer.rest()
    assert racer.own.design.learning_rate == pytest.approx(0.035)
    assert racer.frame.epoch == 0
    assert "학습률" in racer.lab.run_card.notice.text()
    assert racer.application.store.undo_label == "race.change_design"
    racer.press(KEY.Key_Z, CTRL)
    racer.rest()
    assert racer.own.design.learning_rate == 0.03


def test_a_race_that_is_not_there_yet_is_not_called_by_the_numbers_of_the_one_before(racer: Racer) -> None:
    racer.lab._requests._set("goal", "last_epoch", 1)
    racer.rest()
    racer.press_button("raceEpoch")
    assert "에폭 1에서 끝났습니다" in racer.lab.run_card.notice.text()
    racer.lab.runner.begin = lambda *_, **__: None  # it takes its time
    racer.lab._requests._set("design", "seeds", 3)
    racer.settle()
    assert racer.lab.run_card.status.text() == "에폭 0 · 신경망 18개 · 준비하고 있습니다"
    assert racer.lab.run_card.notice.text() == "씨앗 수(반복)를 바꾸어 처음부터 다시 시작했습니다."


def test_a_drag_of_a_slider_is_one_step_to_undo(racer: Racer) -> None:
    slider = racer.part("param_width_slider", QSlider)
    here = racer.handle(slider)
    racer.drag(slider, [here, here + QPoint(20, 0), here + QPoint(45, 0), here + QPoint(70, 0)])
    assert racer.own.design.width > 8
    assert racer.steps() == 1
    racer.rest()


def test_goal_and_speed_do_not_restart_the_race(racer: Racer) -> None:
    racer.press_button("raceEpoch")
    racer.retype(racer.part("raceTarget"), "95")
    racer.lab.design.goal.pace.activated.emit(1)
    racer.rest()
    assert racer.own.goal.target == pytest.approx(0.95)
    assert racer.own.pace == 1.0
    assert racer.frame.epoch == 1


def test_bad_numbers_are_refused_at_their_row_and_the_old_ones_stay(racer: Racer) -> None:
    page = racer.lab.design
    racer.retype(racer.part("param_learning_rate"), "fast")
    assert page.rows["learning_rate"].message.isVisible()
    assert "학습률에 쓴 'fast'" in page.rows["learning_rate"].message.text(), "by the name at the row"
    assert racer.own.design.learning_rate == 0.03
    racer.retype(racer.part("param_width"), "1000")
    assert page.rows["width"].message.isVisible()
    assert racer.own.design.width == 8


@pytest.mark.parametrize(
    ("kind", "output"), [("xor", "Sigmoid"), ("blobs", "Softmax"), ("sine", "MSE"), ("plane", "MSE")]
)
def test_output_and_loss_follow_from_the_data_and_are_shown(racer: Racer, kind: str, output: str) -> None:
    racer.click(racer.part(f"datasetPicker_{kind}"))
    racer.rest()
    assert racer.own.data.kind == kind
    assert output in racer.lab.design.task.text()
    racer.press_button("raceEpoch")
    assert racer.frame.epoch == 1
    assert ("%" in racer.tiles()[0].view.score) == (output != "MSE")


def test_another_activation_takes_part_and_one_is_taken_out(racer: Racer) -> None:
    racer.lab.functions.added.emit("softplus")
    racer.rest()
    assert [tile.view.name for tile in racer.tiles()][-1] == "Softplus"
    racer.lab.functions.removed.emit(0)
    racer.rest()
    assert len(racer.tiles()) == 6
    assert len({tile.view.series for tile in racer.tiles()}) == 6
    racer.lab.functions.added.emit("custom")
    racer.lab.functions.formula_requested.emit("x * a")
    racer.rest()
    racer.press_button("raceStep")
    assert "x * a" in racer.tiles()[-1].view.name
    racer.lab.functions.formula_requested.emit("x +")
    assert racer.lab.functions.formula.message.isVisible()
    assert racer.own.entrants[-1].formula == "x * a"


def test_a_frame_that_comes_when_activations_have_just_gone_is_let_pass(racer: Racer) -> None:
    """A step of a lesson takes several out at once, and the worker may speak before the screen is painted anew."""
    shown = racer.lab.shown
    assert shown is not None
    alone = replace(racer.own, entrants=racer.own.entrants[:1], selected=0)
    store = racer.application.store
    store.commit(replace(store.state, race=alone), "race.change_remove")
    racer.lab._take(shown)
    racer.rest()
    assert len(racer.frame.scores.test_accuracy) == 1


def test_networks_that_stop_say_why(racer: Racer) -> None:
    racer.lab._requests._set("design", "optimizer", "sgd")
    racer.lab._requests._set("design", "learning_rate", 900.0)
    racer.rest()
    for _ in range(3):
        racer.press_button("raceEpoch")
    stopped = [tile for tile in racer.tiles() if tile.view.notice]
    assert stopped
    assert "학습률이 너무 큽니다" in stopped[0].view.notice
    assert stopped[0].view.warning == "8개 중 8개 멈춤"


# --- board, large view, curves, ranking ---


def test_the_board_has_each_class_colour_where_the_networks_say(racer: Racer) -> None:
    racer.lab._requests._set("design", "seeds", 1)
    racer.rest()
    for _ in range(30):
        racer.press_button("raceEpoch")
    tile = racer.tiles()[5]
    picture, box = racer.picture(tile), tile.picture_box()
    values = tile.view.values
    assert values is not None
    theme, hits = racer.application.theme, 0
    for row, column in [(r, c) for r in range(4, 100, 12) for c in range(4, 100, 12)]:
        share = float(values[0, row, column])
        if not (share < 0.01 or share > 0.99):
            continue
        x = box.left() + (column + 0.5) / 100 * box.width()
        y = box.top() + (99.5 - row) / 100 * box.height()
        hits += is_like(picture.pixelColor(int(x), int(y)), class_color(theme, int(share > 0.5)), 40)
    assert hits > 25


@pytest.mark.parametrize(("lang", "theme", "size"), EVERY_LOOK, ids=LOOK_NAMES)
def test_names_above_and_numbers_under_a_picture_are_not_cut(launch, lang, theme, size) -> None:  # type: ignore[no-untyped-def]
    racer = Racer(launch(language=lang, theme=theme, size=size))
    for _ in range(20):
        racer.lab.runner.epoch()
        racer.rest()
    for tile in racer.tiles():
        assert tile.head_width(tile.view.name, tile.view.score) <= tile.width(), tile.view.name
        metrics = QFontMetrics(tile._small)
        room = tile.width() - 2 * tile._measures()[0]
        left, right = tile._foot_texts(room, metrics)
        assert metrics.horizontalAdvance(f"{left} {right}") <= room, (tile.view.name, left, right)


def test_before_the_first_step_nobody_is_ahead(racer: Racer) -> None:
    rows = racer.shown("raceRanking")
    assert [row[0] for row in rows] == ["—"] * 6
    assert [row[1] for row in rows] == ["선형(없음)", "Sigmoid", "Tanh", "ReLU", "Leaky ReLU", "GELU"]
    racer.press_button("raceEpoch")
    assert racer.shown("raceRanking")[0][0] == "1"


def test_places_in_the_ranking_differ_where_the_numbers_do(racer: Racer) -> None:
    for _ in range(20):
        racer.press_button("raceEpoch")
    rows = racer.shown("raceRanking")
    for one, other in pairwise(rows):
        alike = one[2].split()[0] == other[2].split()[0] and one[3] == other[3]
        assert (one[0] == other[0]) == alike, rows


def test_enter_enlarges_a_picture_and_escape_returns(racer: Racer) -> None:
    racer.tiles()[2].setFocus()
    racer.press(KEY.Key_Right)
    assert racer.tiles()[3].hasFocus()
    racer.press(KEY.Key_Return)
    racer.rest()
    assert racer.own.enlarged == 3
    assert racer.part("raceLarge").isVisible()
    network = racer.lab._network
    assert network is not None
    assert [weight.shape for weight in network.weights] == [(8, 2), (8, 8), (1, 8)]
    assert "Linear 3  weight 1×8" in racer.lab.large.weights.toPlainText()
    diagram = racer.lab.large.diagram
    racer.click(diagram, diagram.place_of(0, 2))
    assert (racer.own.opened_layer, racer.own.opened_unit) == (0, 2)
    text, spans = weights_text(network, (0, 2), 80)
    assert spans
    assert f"{network.weights[0][2][0]:.3f}".replace("-", "−") in text[slice(*spans[0])]
    racer.press(KEY.Key_Escape)
    assert racer.own.enlarged == -1
    assert racer.tiles()[3].hasFocus()


def test_a_click_enlarges_and_another_seed_is_another_network(racer: Racer) -> None:
    racer.click(racer.tiles()[1])
    racer.rest()
    first = racer.lab._network
    racer.lab.large.seed_requested.emit(3)
    racer.rest()
    assert racer.lab._network is not first
    assert racer.lab._network is not None
    assert racer.lab._network.seed == 3
    racer.click(racer.part("raceLargeBack"))
    assert racer.own.enlarged == -1


def test_a_preview_makes_room_when_its_picture_moves(racer: Racer) -> None:
    board, preview, tile = racer.lab.board, racer.lab.preview, racer.tiles()[3]
    board.previewed.emit(3)
    racer.until(preview.isVisible)
    for size in (board.size() * 1.6, board.size()):
        board.resize(size)
        assert preview.isVisible()
        assert not preview.geometry().intersects(QRect(tile.mapTo(racer.lab, QPoint(0, 0)), tile.size()))


def test_a_pointer_that_rests_on_a_picture_sees_its_network_beside_it(racer: Racer) -> None:
    racer.press_button("raceEpoch")
    steps, tiles, preview = racer.steps(), racer.tiles(), racer.lab.preview
    for place in (0, 4, 5):
        racer.hover(tiles[place], QPoint(60, 60))
        assert not preview.isVisible(), "not while the pointer is on its way"
        racer.until(preview.isVisible)
        tile = QRect(tiles[place].mapTo(racer.lab, QPoint(0, 0)), tiles[place].size())
        assert not preview.geometry().intersects(tile)
        assert racer.lab.rect().contains(preview.geometry())
        network = racer.lab._network
        assert network is not None
        assert (network.contestant, network.seed, network.epoch) == (place, 0, 1)
        assert tiles[place].view.name in preview._name.text()
        assert preview.plane.isVisible()
        assert preview.diagram.isVisible()
        assert len(preview.diagram._pictures) == 2, "what each hidden unit gives"
        racer.hover(racer.part("raceRun"), QPoint(5, 5))
        assert not preview.isVisible()
    assert racer.steps() == steps
    assert racer.own.enlarged == -1


@pytest.mark.parametrize(("lang", "theme", "size"), EVERY_LOOK, ids=LOOK_NAMES)
def test_every_picture_has_a_preview_that_can_be_read(launch, lang, theme, size) -> None:  # type: ignore[no-untyped-def]
    racer = Racer(launch(language=lang, theme=theme, size=size))
    preview = racer.lab.preview
    racer.hover(racer.part("raceRun"), QPoint(5, 5))  # no picture under the pointer asks for its own
    for place, tile in enumerate(racer.tiles()):
        racer.lab.board.previewed.emit(place)
        racer.until(preview.isVisible)
        assert not preview.geometry().intersects(QRect(tile.mapTo(racer.lab, QPoint(0, 0)), tile.size()))
        assert min(preview.plane.width(), preview.plane.height()) >= 150
        assert list(cut_off(preview)) == []
        racer.lab.board.previewed.emit(-1)
        assert not preview.isVisible()


def test_a_click_pins_the_preview_and_escape_puts_it_away(racer: Racer) -> None:
    tile, preview = racer.tiles()[2], racer.lab.preview
    racer.lab._requests._slice.change("race.change_view", race.show_seed, 3)
    racer.rest()
    racer.hover(tile, QPoint(60, 60))
    racer.until(preview.isVisible)
    assert racer.lab._network is not None
    assert racer.lab._network.seed == 3, "the seed of which the boundaries are shown"
    tile.setFocus()
    racer.press(KEY.Key_Escape)
    assert not preview.isVisible()
    racer.hover(tile, QPoint(70, 60))
    racer.until(preview.isVisible)
    racer.click(tile, QPoint(70, 60))
    racer.rest()
    assert racer.own.enlarged == 2
    assert racer.part("raceLarge").isVisible()
    assert not preview.isVisible()


def test_the_preview_follows_the_training(racer: Racer) -> None:
    racer.lab._requests._set("goal", "last_epoch", 0)
    racer.rest()
    racer.click(racer.part("raceRun"))
    racer.hover(racer.tiles()[3], QPoint(60, 60))
    racer.until(racer.lab.preview.isVisible)
    first = racer.lab._network
    racer.until(lambda: racer.lab._network is not first)
    assert racer.lab._network.epoch > first.epoch
    assert racer.lab.preview.isVisible()
    racer.press_button("raceRun")


@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768)])
def test_weights_are_numbers_for_the_last_row_of_a_classroom_too(launch, size: tuple[int, int]) -> None:  # type: ignore[no-untyped-def]
    racer = Racer(launch(language="ko", theme="projector", size=size))
    racer.click(racer.tiles()[3])
    racer.rest()
    large = racer.lab.large
    racer.click(large.diagram, large.diagram.place_of(1, 6))
    assert not large.weights.isVisible()
    steps = racer.steps()
    racer.click(racer.part("raceOpenedNumbers"))
    assert large.weights.isVisible()
    assert not large.diagram.isVisible()
    network = racer.lab._network
    assert network is not None
    text = large.weights.toPlainText()
    assert "Linear 2  weight 8×8" in text
    assert f"{network.weights[1][6][7]:.3f}".replace("-", "−") in text
    assert large.weights.horizontalScrollBar().maximum() == 0, "broken into lines that fit"
    assert large.weights.fontMetrics().height() >= 25
    marks = large.weights.extraSelections()
    assert large.weights.viewport().rect().contains(large.weights.cursorRect(marks[0].cursor).topLeft())
    assert racer.steps() == steps + 1
    racer.press(KEY.Key_Z, CTRL)
    assert large.diagram.isVisible()
    assert not large.weights.isVisible()


def test_the_curves_are_where_the_numbers_are_and_tell_them(racer: Racer) -> None:
    racer.lab._requests._set("goal", "last_epoch", 10)
    racer.rest()
    for _ in range(8):
        racer.press_button("raceEpoch")
    plot = racer.part("raceLoss", RaceCurves)
    picture, theme = racer.picture(plot), racer.application.theme
    for line in plot.view.lines[:2]:
        seen = [
            is_like(picture.pixelColor(QPoint(at.x(), at.y() + shift)), theme.color(series_token(line.series)), 120)
            for epoch in range(1, 8)
            for at in [plot.to_pixel(epoch, float(line.mean[epoch])).toPoint()]
            for shift in (-1, 0, 1)
        ]
        assert sum(seen) >= 5, line.name
    racer.hover(plot, plot.to_pixel(4, 0.5))
    values = plot.values_at(4)
    assert len(values) == 6
    assert plot.said(values[0][1], values[0][2]).count("±") == 1
    assert all(mean == pytest.approx(float(line.mean[4])) for line, mean, _ in values)


def test_the_curve_of_the_accuracy_can_be_shown_instead(racer: Racer) -> None:
    racer.press_button("raceEpoch")
    racer.choose("raceCurve", "정확도")
    plot = racer.part("raceLoss", RaceCurves)
    assert plot.view.is_share
    racer.choose("raceCurvePart", "학습")
    assert racer.own.curve_part == "train"
    racer.choose("raceCurve", "손실")
    racer.click(racer.part("raceLogScale", QCheckBox), QPoint(10, 18))
    assert racer.own.log_scale
    assert racer.frame.epoch == 1, "looking at something else restarts nothing"


def test_the_ranking_is_sorted_and_copied_with_its_heading(racer: Racer) -> None:
    for _ in range(12):
        racer.press_button("raceEpoch")
    table = racer.part("raceRanking", RankingTable)
    rows = racer.shown("raceRanking")
    scores = [float(row[2].split()[0]) for row in rows]
    assert scores == sorted(scores, reverse=True)
    assert rows[-1][1] == "선형(없음)"
    assert all(row[4].startswith("×") for row in rows)
    racer.click(racer.part("raceCopyRanking"))
    copied = QGuiApplication.clipboard().text().split("\n")
    assert copied[0].split("\t")[1:3] == ["함수", "정확도"]
    assert len(copied) == 7
    assert copied[1] == "\t".join(rows[0])
    table.setFocus()
    QGuiApplication.clipboard().clear()
    racer.press(KEY.Key_C, CTRL)
    assert QGuiApplication.clipboard().text().split("\n") == copied


# --- thoughts, session ---


def test_prediction_and_conclusion_are_kept_in_the_session(racer: Racer, tmp_path: Path) -> None:
    racer.tab(1)
    racer.click(racer.part("racePredicted_3"))
    racer.click(racer.part("racePrediction", QPlainTextEdit))
    racer.type("꺾인 함수가 빠르다")
    assert racer.own.predicted == 3
    assert racer.own.prediction == "꺾인 함수가 빠르다"
    for _ in range(3):
        racer.press_button("raceEpoch")
    racer.click(racer.part("raceConclusion", QPlainTextEdit))
    racer.type("GELU won")
    assert "에폭 3" in racer.part("raceOutcome").text()  # type: ignore[attr-defined]
    session.save(racer.application.store.state, tmp_path / "race.actlab")
    assert session.load(tmp_path / "race.actlab").race == racer.own
    racer.part("raceRun").setFocus()
    racer.press(KEY.Key_Z, CTRL)
    assert racer.own.conclusion == ""
    assert racer.part("raceConclusion", QPlainTextEdit).toPlainText() == ""


def test_the_prediction_is_locked_from_the_start_of_the_training_until_it_starts_anew(racer: Racer) -> None:
    start = racer.weights()
    racer.tab(1)
    field, lock = racer.part("racePrediction", QPlainTextEdit), racer.part("raceLocked")
    racer.click(racer.part("racePredicted_3"))
    racer.click(field)
    racer.type("ReLU!")
    assert not lock.isVisible()
    racer.press_button("raceStep")
    assert racer.own.started
    assert lock.isVisible()
    assert field.placeholderText() == "예상한 까닭을 쓰지 않았습니다."
    assert racer.lab.thoughts._lock_said.text() == "학습을 시작하여 예상을 잠갔습니다."
    racer.click(field)
    racer.type("no, GELU")
    racer.click(racer.part("racePredicted_5"))
    assert (racer.own.prediction, racer.own.predicted) == ("ReLU!", 3)
    assert field.toPlainText() == "ReLU!"
    assert racer.part("racePredicted_3", QToolButton).isChecked()
    racer.click(racer.part("raceConclusion", QPlainTextEdit))
    racer.type("GELU")
    assert racer.own.conclusion == "GELU", "the conclusion stays open"
    racer.lab._requests._set("design", "width", 4)
    racer.rest()
    assert lock.isVisible(), "another setting does not open it"
    racer.lab._requests._set("design", "width", 8)
    racer.press_button("raceEpoch")
    racer.press_button("racePredictAnew")
    assert not racer.own.started
    assert not lock.isVisible()
    assert racer.frame.epoch == 0
    assert np.array_equal(racer.weights(), start)
    racer.click(racer.part("racePredicted_5"))
    assert (racer.own.prediction, racer.own.predicted) == ("ReLU!", 5)


def test_undo_takes_the_start_back_and_the_race_with_it(racer: Racer, tmp_path: Path) -> None:
    start = racer.weights()
    racer.click(racer.part("raceRun"))
    racer.until(lambda: racer.frame.epoch >= 2)
    session.save(racer.application.store.state, tmp_path / "race.actlab")
    assert session.load(tmp_path / "race.actlab").race.started
    assert racer.application.store.undo_label == "race.change_start"
    racer.press(KEY.Key_Z, CTRL)
    racer.rest()
    assert not racer.own.started
    assert not racer.lab.runner.is_running
    assert racer.frame.epoch == 0
    assert np.array_equal(racer.weights(), start)
    racer.press_button("raceEpoch")
    racer.press_button("raceReset")
    assert not racer.own.started
    racer.press(KEY.Key_Z, CTRL)
    racer.rest()
    assert racer.own.started, "what was locked is locked again"


def test_the_first_screen_again_does_not_run_on_with_an_open_prediction(racer: Racer) -> None:
    racer.lab._requests._set("design", "width", 4)
    racer.click(racer.part("raceRun"))
    racer.until(lambda: racer.frame.epoch >= 1)
    racer.lab.reset()
    racer.rest()
    assert not racer.own.started
    assert not racer.lab.runner.is_running
    assert racer.frame.epoch == 0


def test_a_text_that_is_too_long_is_refused_with_a_message(racer: Racer) -> None:
    racer.tab(1)
    field = racer.part("racePrediction", QPlainTextEdit)
    field.setPlainText("x" * 3000)
    racer.settle()
    assert racer.own.prediction == ""
    assert racer.lab.thoughts.message.isVisible()


# --- own points ---


def plane_of(racer: Racer) -> PointsPlane:
    racer.tab(2)
    return racer.part("racePoints", PointsPlane)


def test_points_are_clicked_into_the_plane_moved_and_removed(racer: Racer) -> None:
    plane = plane_of(racer)
    racer.click(plane, plane.to_pixel(-1, -1))
    assert racer.own.data.kind == "own"
    assert racer.own.own.count == 1
    assert racer.lab.points.message.isVisible(), "one point is too few to race on"
    racer.click(racer.part("raceBrush_1"))
    racer.click(plane, plane.to_pixel(1, 1))
    racer.rest()
    assert not racer.lab.points.message.isVisible()
    assert racer.own.own.rows is not None
    assert racer.own.own.rows.values[:, 2].tolist() == [0.0, 1.0]
    assert racer.own.own.rows.values[1, :2] == pytest.approx([1, 1], abs=0.05)
    steps = racer.steps()
    racer.drag(plane, [plane.to_pixel(1, 1), plane.to_pixel(1.5, 0.5), plane.to_pixel(2, 0)])
    assert racer.own.own.rows.values[1, :2] == pytest.approx([2, 0], abs=0.05)
    assert racer.steps() == steps + 1
    racer.click(racer.part("raceBrush_-1"))
    racer.click(plane, plane.to_pixel(2, 0))
    assert racer.own.own.count == 1


def test_without_points_of_ones_own_the_window_says_that_there_is_no_race(racer: Racer) -> None:
    racer.click(racer.part("raceRun"))
    racer.until(lambda: racer.frame.epoch >= 1)
    racer.click(racer.part("datasetPicker_own"))
    racer.rest()
    assert not racer.lab.runner.is_running, "what is trained is not what is set"
    assert racer.lab.points.plane.isVisible(), "the plane is turned to"
    assert "앞의 실험" in racer.lab.run_card.notice.text()
    assert "점이 0개뿐입니다" in racer.lab.points.message.text()
    assert not racer.part("raceRun").isEnabled()
    assert not racer.part("raceStep").isEnabled()
    racer.click(racer.part("datasetPicker_xor"))
    racer.rest()
    assert racer.part("raceRun").isEnabled()
    assert "앞의 실험" not in racer.lab.run_card.notice.text()


def test_points_are_placed_with_the_keyboard(racer: Racer) -> None:
    plane = plane_of(racer)
    plane.setFocus()
    racer.press(KEY.Key_2)
    racer.press(KEY.Key_Right)
    racer.press(KEY.Key_Return)
    racer.press(KEY.Key_0)
    for _ in range(4):
        racer.press(KEY.Key_Up)
    racer.press(KEY.Key_Return)
    racer.rest()
    rows = racer.own.own.rows
    assert rows is not None
    assert rows.values[:, 2].tolist() == [2.0, 0.0]
    racer.press(KEY.Key_Delete)
    assert racer.own.own.count == 1


def test_a_csv_file_is_opened_with_the_button(racer: Racer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plane_of(racer)
    file = tmp_path / "points.csv"
    file.write_text("x1,x2,class\n0,0,cat\n1,1,dog\n2,1,dog\n0,1,cat\n", "utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    racer.press_button("raceOpenCsv")
    assert racer.own.own.classes == ("cat", "dog")
    assert "points.csv" in racer.lab.points.source.text()
    racer.press_button("raceStep")
    assert racer.frame.step == 1 or racer.frame.epoch == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "내용도 없습니다"),
        ("a,b,0\nx,1,1\n", "1"),
        ("1\n2\n", "1행"),
        ("1,2,cat\n2,3,4\n", "2행"),
        ("1,2,0\n2,three,1\n", "2행"),
        ("1,2,0\n" * 6000, "5,001행"),
    ],
)
def test_a_bad_file_is_refused_at_the_card_and_the_old_points_stay(
    racer: Racer, tmp_path: Path, content: str, said: str
) -> None:
    plane_of(racer)
    before = racer.own
    file = tmp_path / "bad.csv"
    file.write_text(content, "utf-8")
    racer.lab._requests.open_file(file)
    assert racer.own == before
    assert said in racer.lab.points.message.text()
    assert racer.lab.points.message.isVisible()


# --- export ---


class ReportReader(HTMLParser):
    """Reads a page as a browser would: its words, its cells, its pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.pictures: list[QImage] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            source = dict(attrs)["src"] or ""
            assert dict(attrs)["alt"]
            image = QImage.fromData(base64.b64decode(source.partition("base64,")[2]))
            self.pictures.append(image)
        elif tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip() and "style" not in self.open:
            self.words.append(data.strip())


@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768)])
def test_the_report_holds_prediction_design_result_pictures_and_conclusion(launch, size: tuple[int, int]) -> None:  # type: ignore[no-untyped-def]
    racer = Racer(launch(language="ko", theme="light", size=size))
    change = racer.lab._requests._slice.change
    change("race.change_prediction", race.predict, 3)
    change("race.change_prediction", race.write_prediction, "<b>꺾인</b> 함수 & 기울기 1")
    change("race.change_design", race.set_design, "l2", 0.01)
    racer.tab(2)  # the curves are not in view in a small window
    for _ in range(5):
        racer.press_button("raceEpoch")
    change("race.change_conclusion", race.write_conclusion, "GELU가 먼저였습니다.\n이유는 …")
    racer.rest()
    reader = ReportReader()
    reader.feed(content(racer.lab, "report").decode())
    assert reader.open == []
    said = reader.words
    for words in ("ReLU", "<b>꺾인</b> 함수 & 기울기 1", "학습을 시작하기 전에 쓰고, 시작할 때 잠근 예상입니다.",
                  "L2 규제", "0.01", "에폭 5 · 신경망 48개", "GELU가 먼저였습니다.\n이유는 …"):  # fmt: skip
        assert words in said, words
    assert any("Sigmoid + BCE" in words for words in said)
    for row in racer.shown("raceRanking"):
        assert set(row) <= set(said)
    board, curves = reader.pictures
    assert min(board.width(), curves.width()) >= 500
    assert min(board.height(), curves.height()) >= 200
    plot, theme = racer.lab.curves.plot, racer.application.theme
    line = next(line for line in plot.view.lines if line.name == "Tanh")
    assert len(line.mean) == 6
    corner = plot.mapTo(racer.lab.curves, QPoint(0, 0))
    seen = [
        is_like(curves.pixelColor(at.x() + corner.x(), at.y() + corner.y() + shift), theme.color(series_token(2)), 120)
        for at in [plot.to_pixel(4, float(line.mean[4])).toPoint()]
        for shift in (-1, 0, 1)
    ]
    assert any(seen), "the curves are those of the last epoch"


@pytest.mark.parametrize("kind", ["report", "curves", "table", "script", "notebook", "board_picture", "curves_picture"])
def test_everything_can_be_saved(racer: Racer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    racer.press_button("raceEpoch")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "out"), ""))
    racer.lab.run_card.export_asked.emit(kind)
    (file,) = tmp_path.glob("out.*")
    data = file.read_bytes()
    starts = {".png": b"\x89PNG", ".ipynb": b"{"}
    assert data.startswith(starts.get(file.suffix, b""))
    assert len(data) > 200
    assert file.name in racer.lab.run_card.message.text()


def test_a_file_that_cannot_be_written_is_said(racer: Racer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path), ""))
    (tmp_path / "table.csv").mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "table.csv"), ""))
    racer.lab.run_card.export_asked.emit("table")
    assert racer.lab.run_card.message.property("role") == "error"


# --- looks ---


def test_language_and_theme_change_while_it_runs(racer: Racer) -> None:
    racer.lab._requests._set("goal", "last_epoch", 0)  # it must not end before a slow machine has changed both
    racer.rest()
    racer.click(racer.part("raceRun"))
    racer.application.set_language("en")
    racer.application.set_theme("dark")
    racer.until(lambda: racer.frame.epoch >= 2)
    assert racer.lab.run_card.run.text() == "Pause"
    racer.click(racer.part("raceRun"))
    racer.rest()
    assert racer.tiles()[0].view.name == "Linear (none)"
    ranking = racer.part("raceRanking", RankingTable)
    assert ranking.horizontalHeaderItem(1).text() == "function"


def every_situation(racer: Racer, size: tuple[int, int]) -> list[str]:
    """Return what cannot be read at the start, after some training, with points missing, and in the large view."""
    found = faults_in_view(racer, size, "start")
    racer.lab.runner.epoch()
    racer.rest()
    for section in (racer.lab.design.more, racer.lab.functions.layers_section):
        section.head.setChecked(True)
    racer.lab._requests._race("race.change_add", race.add_entrant, "custom")
    racer.lab._requests._set("design", "optimizer", "sgd")
    racer.lab._requests._set("design", "learning_rate", 900.0)
    racer.rest()
    racer.lab.runner.epoch()
    racer.rest()
    found += faults_in_view(racer, size, "stopped")
    racer.lab._requests._points(race.add_point, 0.0, 0.0, 1)
    racer.lab._requests._open_large(3)
    racer.rest()
    found += faults_in_view(racer, size, "large")
    racer.lab._requests._slice.change("race.change_view", race.show_numbers, True)
    racer.rest()
    return found + faults_in_view(racer, size, "numbers")


@pytest.mark.parametrize(("lang", "theme", "size"), EVERY_LOOK, ids=LOOK_NAMES)
def test_nothing_is_cut_off_and_nothing_overlaps(launch, lang, theme, size) -> None:  # type: ignore[no-untyped-def]
    assert every_situation(Racer(launch(language=lang, theme=theme, size=size)), size) == []


@pytest.mark.parametrize(("lang", "theme", "size"), EVERY_LOOK, ids=LOOK_NAMES)
def test_nothing_is_cut_off_when_every_word_is_twice_as_long(  # type: ignore[no-untyped-def]
    launch, monkeypatch: pytest.MonkeyPatch, lang, theme, size
) -> None:
    monkeypatch.setattr("gui.looks.words_in", doubled)
    assert every_situation(Racer(launch(language=lang, theme=theme, size=size)), size) == []


@pytest.mark.parametrize("zoom", [0.8, 2.0])
@pytest.mark.parametrize("theme", ["light", "projector"])
def test_nothing_is_cut_off_at_the_smallest_and_largest_zoom(launch, theme: str, zoom: float) -> None:  # type: ignore[no-untyped-def]
    size = (1920, 1080)
    assert every_situation(Racer(launch(language="ko", theme=theme, zoom=zoom, size=size)), size) == []


def test_every_control_has_a_name_and_a_large_enough_target(racer: Racer) -> None:
    for page in range(3):
        racer.tab(page)
        for kind in (QComboBox, QSlider):
            for part in racer.lab.findChildren(kind):
                if part.isVisible() and part.objectName():
                    assert part.accessibleName(), part.objectName()
                    assert part.height() >= 32, part.objectName()
    assert Qt.FocusPolicy.StrongFocus == racer.part("raceLoss").focusPolicy()
