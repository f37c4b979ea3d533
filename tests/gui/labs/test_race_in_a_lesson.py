"""The training race beside the text of a lesson: its first frame comes while it is on the move."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from core.labs import race
from core.labs.lessons import steps
from core.lessons.library import Library, built_in
from gui.app import Application
from gui.labs.lessons.lab import LessonsLab
from gui.labs.race.lab import RaceLab


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768)], ids=str)
def test_a_lesson_that_opens_the_race_shows_its_first_frame(launch, size: tuple[int, int]) -> None:  # type: ignore[no-untyped-def]
    application: Application = launch(language="ko", theme="light", size=size)
    application.visit("lessons")
    store, library = application.store, Library(built_in())
    store.commit(steps.go_to(store.state, library, "why-activations", "xor"), "race.change_data")
    for _ in range(5):
        QApplication.processEvents()
    lab = application._labs["race"]
    assert isinstance(lab, RaceLab)
    assert lab.runner.wait(20.0)
    for _ in range(5):
        QApplication.processEvents()
    tiles = [tile for tile in lab.board.tiles if tile.isVisible()]
    assert [tile.view.name for tile in tiles if tile.view] == ["선형(없음)", "ReLU", "Tanh"]
    assert lab.curves.plot.isVisible()


def test_that_the_race_was_run_is_seen_by_the_step_that_asks_for_it(launch) -> None:  # type: ignore[no-untyped-def]
    application: Application = launch(language="ko", theme="light", size=(1366, 768))
    application.visit("lessons")
    store, library = application.store, Library(built_in())
    lab = application._labs["lessons"]
    assert isinstance(lab, LessonsLab)
    lab.study.go("choosing", "plan")
    small = race.set_data(race.set_design(store.state.race, "seeds", 1), "count", 20)
    small = race.write_conclusion(race.write_prediction(race.set_goal(small, "last_epoch", 3), "ReLU"), "ReLU")
    store.commit(replace(store.state, race=small), "race.change_goal")
    store.commit(steps.go_to(store.state, library, "choosing", "run"), "race.change_data")
    settle()
    inner = application._labs["race"]
    assert isinstance(inner, RaceLab)
    assert inner.runner.wait(20.0)
    assert not lab.page.tasks["goal"]._shown.reached
    inner.run_card.asked.emit("run")
    settle()
    assert inner.runner.wait(20.0)
    settle()
    reported = inner.report(store.state)
    assert reported is not None
    assert (reported.epochs, reported.ended) == (3, True)
    assert reported.accuracy == pytest.approx([float(row[0]) for row in inner.shown.frame.scores.test_accuracy])  # type: ignore[union-attr]
    assert lab.page.tasks["goal"]._shown.reached
    assert "결론까지 썼습니다" in lab.page.verdict.text.toPlainText()
    store.undo()
    store.commit(replace(store.state, race=race.set_design(store.state.race, "width", 5)), "race.change_goal")
    settle()
    assert inner.report(store.state) is None or inner.report(store.state).epochs == 0  # type: ignore[union-attr]


def settle() -> None:
    for _ in range(6):
        QApplication.processEvents()
