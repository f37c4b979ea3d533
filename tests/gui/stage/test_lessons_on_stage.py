"""A lesson in front of the class: the clicker walks its steps, and shows an answer before it goes on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from gui.app import Application
from tests.conftest import Launch
from tests.gui.looking import cut_off, overlapping
from tests.gui.stage.audience import SIZES, Audience, ink_in

KEY = Qt.Key
STEPS = (("sigmoid", "values"), ("neuron-and-step", "sum"), ("softmax", "temperature"))


@pytest.fixture
def audience(application: Application) -> Audience:
    return lesson(application, "sigmoid", "values")


def lesson(application: Application, key: str, step: str) -> Audience:
    """Open the lessons at a step."""
    application.visit("lessons")
    audience = Audience(application)
    audience.settle()
    application._labs["lessons"].study.go(key, step)
    audience.settle()
    return audience


def drawn(audience: Audience) -> str:
    return audience.stage.body.question.accessibleDescription()


def test_a_step_shows_its_place_its_question_and_the_lab_it_sets_up(audience: Audience) -> None:
    stage = audience.project()
    head = stage.body.head.content
    assert head.place == "6.2 · 1 / 8"
    assert head.title == "어떤 수든 0과 1 사이로"
    assert "torch.sigmoid" in stage.body.question.question()
    assert drawn(audience) == "예측한 다음 Space"
    assert stage.body.picture is audience.projection._stages["explore"].picture
    assert audience.cards() == ["[−1.0, 0.0, 1.0]", "[?, ?, ?]"]


def test_what_a_step_leaves_open_is_open_on_the_stage_and_what_was_uncovered_stays_so(application: Application) -> None:
    audience = lesson(application, "sigmoid", "logit")
    audience.project()
    assert "?" not in "".join(audience.cards())
    lessons = application._labs["lessons"]
    lessons.study.go("sigmoid", "values")
    audience.settle()
    assert audience.cards()[1] == "[?, ?, ?]"
    lessons.study.uncover()
    audience.settle()
    assert audience.cards()[1] == "[0.27, 0.50, 0.73]"
    assert drawn(audience) == "예측한 다음 Space", "the question still waits for its answer"


def test_space_shows_the_answer_and_then_goes_on(audience: Audience) -> None:
    stage = audience.project()
    audience.press(KEY.Key_Space)
    assert drawn(audience) == "답: 0.2689, 0.5000, 0.7311"
    assert "?" not in "".join(audience.cards())
    assert stage.body.head.content.place == "6.2 · 1 / 8"
    audience.press(KEY.Key_Space)
    assert stage.body.head.content.place == "6.2 · 2 / 8"
    audience.press(KEY.Key_PageUp)
    assert stage.body.head.content.place == "6.2 · 1 / 8"


def test_the_clicker_walks_through_a_whole_lesson_and_on_into_the_next(audience: Audience) -> None:
    stage = audience.project()
    places = []
    while (place := stage.body.head.content.place) != "6.3 · 1 / 8" and len(places) < 40:
        places.append(place)
        audience.press(KEY.Key_PageDown)
    assert list(dict.fromkeys(places)) == [f"6.2 · {n} / 8" for n in range(1, 9)]


def test_curves_to_choose_from_have_letters_until_the_answer_is_shown(application: Application) -> None:
    audience = lesson(application, "sigmoid", "shape")
    audience.project()
    curves = audience.projection._stages["lessons"]._curves
    assert [one.name for one in curves.view.series] == ["A", "B", "C", "D"][: len(curves.view.series)]
    audience.press(KEY.Key_Space)
    assert "Sigmoid" in [one.name for one in curves.view.series]
    assert drawn(audience).startswith("답: ")


def test_frozen_the_class_keeps_the_step_while_the_teacher_walks_on(audience: Audience) -> None:
    stage = audience.project()
    audience.hands.action("freezeAction").trigger()
    audience.application._labs["lessons"].next_step()
    audience.settle()
    assert stage.body.head.content.place == "6.2 · 1 / 8"
    audience.hands.action("freezeAction").trigger()
    audience.settle()
    assert stage.body.head.content.place == "6.2 · 2 / 8"


def test_the_teacher_alone_has_notes_and_the_next_step(audience: Audience) -> None:
    audience.project()
    content = audience.projection.content
    assert content is not None
    assert len(content.notes) > 20
    assert content.next_step
    strip = audience.projection.strip
    assert content.notes in strip.notes.text()
    assert content.next_step in strip.next_step.text()
    shown = audience.stage.accessibleDescription() + audience.stage.body.question.question()
    assert content.notes not in shown


def test_a_step_that_is_only_written_about_is_a_page_of_text(application: Application) -> None:
    audience = lesson(application, "why-activations", "why")
    stage = audience.project()
    assert stage.body.picture is not None
    assert len(audience.projection._stages["lessons"]._text.markdown()) > 40
    assert drawn(audience) == "써 본 다음 Space"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(("key", "step"), STEPS, ids=lambda part: part)
def test_three_steps_can_be_read_from_the_last_row(launch: Launch, key: str, step: str, size: tuple[int, int]) -> None:
    audience = lesson(launch(language="ko"), key, step)
    stage = audience.project(size)
    for _ in range(2):
        picture, body = audience.picture(), stage.body
        assert [*cut_off(stage), *overlapping(stage)] == []
        question = ink_in(picture, audience.box(body.question).adjusted(10, 10, -10, -10))
        # Hangul fills about nine tenths of its font's size.
        assert max(question.heights) >= 0.85 * 25
        assert question.contrast >= 7
        for card in body.shown_cards():
            assert card.needed_width() <= card.width() + 1
        assert body.picture is not None
        assert body.picture.height() >= 0.28 * size[1]
        assert body.question.height_for(body.question.width()) <= body.question.height() + 1
        audience.press(KEY.Key_Space)
