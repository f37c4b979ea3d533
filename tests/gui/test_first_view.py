"""What the command line shows first: lesson, step and stage, in the window and in a picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QImage, QPalette
from PySide6.QtWidgets import QApplication

import main
from core.files import Places
from core.lessons.archive import SUFFIX
from core.lessons.library import built_in, built_in_folders
from core.lessons.load import TOML
from core.lessons.profiles import Profiles
from core.text import UserError
from gui import first_view
from gui.first_view import FirstView, is_lesson, lesson_called, lesson_names
from tests.conftest import Launch, _end

ROOT = Path(main.__file__).parent


@pytest.fixture
def picture(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Run ``main.py --screenshot`` in this process, in a home of its own; give the program that was drawn."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    import gui.picture

    drawn, draw = [], gui.picture.picture
    monkeypatch.setattr(gui.picture, "picture", lambda *args: drawn.append(draw(*args)) or drawn[-1])
    palette, font = QPalette(qapp.palette()), QFont(qapp.font())

    def take(*arguments: str) -> object:
        assert main.main(["--screenshot", str(tmp_path / "shot.png"), *arguments]) == 0
        return drawn[-1]

    yield take
    for application in drawn:
        _end(qapp, application)
    qapp.setStyleSheet("")
    qapp.setPalette(palette)
    qapp.setFont(font)


def test_what_is_a_lesson_is_told_as_the_library_tells_it(tmp_path: Path) -> None:
    assert (first_view.SUFFIX, first_view.TOML) == (SUFFIX, TOML)
    assert is_lesson(tmp_path)
    assert is_lesson(tmp_path / "수업.ACTLESSON")
    assert is_lesson(tmp_path / "lesson.toml")
    assert not is_lesson(tmp_path / "수업.actlab")


def test_every_built_in_lesson_has_its_number_and_its_name() -> None:
    keys = [lesson.key for lesson in built_in()]
    assert [lesson_called(str(n + 1)) for n in range(len(keys))] == keys
    assert [lesson_called(key) for key in keys] == keys
    assert [lesson_called(folder.name) for folder in built_in_folders()] == keys
    assert set(lesson_names().values()) == set(keys)
    with pytest.raises(UserError):
        lesson_called("")


def test_a_picture_of_a_step_shows_that_step(picture, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    drawn = picture("--lesson", "softmax", "--step", "3", "--size", "1024x768", "--lang", "en")
    own = drawn.store.state
    assert (own.lab, own.lessons.lesson) == ("lessons", "softmax")
    assert drawn.lessons.lab.step.index == 2
    shot = QImage(str(tmp_path / "shot.png"))
    assert (shot.width(), shot.height()) == (1024, 768)


def test_a_picture_of_the_stage_has_its_size_and_its_formula(picture, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    drawn = picture("--lab", "explore", "--project", "--size", "1000x640", "--lang", "ko")
    stage = drawn.projection.window
    assert stage.body.head.formula._typeset is not None
    shot = QImage(str(tmp_path / "shot.png"))
    assert (shot.width(), shot.height()) == (1000, 640)
    white = sum(shot.pixelColor(x, 5).lightness() == 255 for x in range(0, 1000, 50))
    assert white > 15, "the projector theme is white"


def test_a_step_of_a_teachers_own_lesson(picture) -> None:  # type: ignore[no-untyped-def]
    drawn = picture(str(ROOT / "docs" / "lesson-example"), "--step", "3", "--size", "1024x768")
    assert drawn.lessons.lab.step.step.id == "own_slope"


def test_a_step_that_is_not_there_is_refused(launch: Launch) -> None:
    application = launch(language="en")
    with pytest.raises(UserError) as refused:
        application.show_first(FirstView("relu", 99))
    assert refused.value.said_in("en") == "This lesson has no step 99. Type 1 to 8."


def test_a_picture_leaves_the_learners_record_alone(picture) -> None:  # type: ignore[no-untyped-def]
    profiles = Profiles(Places.of_user().profiles)
    profiles.add("민지")
    profiles.remember("민지")
    files = {path: path.read_bytes() for path in profiles.folder.iterdir()}
    drawn = picture("--lesson", "relu", "--step", "2", "--size", "1024x768")
    assert drawn.lessons.lab.learner.progress.name == ""
    assert {path: path.read_bytes() for path in profiles.folder.iterdir()} == files


def test_the_window_begins_with_lesson_step_and_stage(launch: Launch) -> None:
    application = launch(language="ko")
    application.show_first(FirstView("tanh", 5, projects=True))
    assert application.lessons.lab.step.index == 4
    assert application.projection.is_on
    assert application.projection.content.place.endswith("5 / 8")
