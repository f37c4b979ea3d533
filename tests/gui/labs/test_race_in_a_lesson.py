"""The training race beside the text of a lesson: its first frame comes while it is on the move."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from core.labs.lessons import steps
from core.lessons.library import Library, built_in
from gui.app import Application
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
