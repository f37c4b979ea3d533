"""A lesson that was written is the lesson that was read; a screen that was captured is the screen that is set up."""

from __future__ import annotations

import functools
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.labs import compare, explore, gradient, neuron, race, softmax
from core.labs.gradient import workshop
from core.lessons.library import open_lesson
from core.lessons.load import LessonError
from core.lessons.model import Drawn, Lesson, Step, StepText
from core.lessons.patch import set_up
from core.lessons.write import lesson_files, save_lesson, step_from
from core.state import AppState
from core.tensor_value import TensorValue, linspace, random_normal
from tests.core.lessons.lesson_files import SAMPLE, loaded


def written(lesson: Lesson) -> Lesson:
    files = lesson_files(lesson)
    return loaded(toml=files["lesson.toml"], ko=files.get("ko.md"), en=files.get("en.md"))


def test_a_lesson_survives_being_written() -> None:
    lesson = loaded()
    again = written(lesson)
    assert again == lesson
    assert lesson_files(again) == lesson_files(lesson)


@pytest.mark.parametrize("name", ["own.actlesson", "own"])
def test_a_saved_lesson_opens_again(tmp_path: Path, name: str) -> None:
    lesson = open_lesson(SAMPLE)
    save_lesson(lesson, tmp_path / name)
    assert replace(open_lesson(tmp_path / name), key=lesson.key) == lesson
    before = (tmp_path / "own.actlesson").read_bytes() if name.endswith("actlesson") else b""
    save_lesson(lesson, tmp_path / name)
    assert before == ((tmp_path / "own.actlesson").read_bytes() if before else b"")


def test_a_page_that_is_no_longer_there_goes_from_the_folder(tmp_path: Path) -> None:
    save_lesson(loaded(), tmp_path / "own")
    assert (tmp_path / "own" / "en.md").is_file()
    save_lesson(loaded(en=None), tmp_path / "own")
    assert sorted(path.name for path in (tmp_path / "own").iterdir()) == ["ko.md", "lesson.toml"]


def test_a_lesson_that_could_not_be_opened_again_is_not_written(tmp_path: Path) -> None:
    lesson = loaded()
    broken = replace(lesson, steps=tuple(replace(step, id="Not An Id") for step in lesson.steps))
    with pytest.raises(LessonError):
        save_lesson(broken, tmp_path / "own.actlesson")
    assert list(tmp_path.iterdir()) == []


TEXTS = ("", "a\tb", "\\ \" '", "한글 ∞ −", "\x7f\x1b", "{x}", "{{x}}", "{a} b {c}", "#", "a = [1]")
NUMBERS = (0.1, 1e-300, 1e22, -0.5, 3.0, -2.0, 123456789.125)

STATES: dict[str, Any] = {
    "explore": lambda s: replace(
        explore.set_tensor(
            explore.choose_function(s, "leaky_relu"), TensorValue.of([[0.1, -math.inf], [1e-9, math.nan]])
        ),
        params={"leaky_relu": {"negative_slope": 0.1}, "gelu": {"approximate": "tanh"}, "softmax": {"dim": -1}},
        ranges={"leaky_relu": {"negative_slope": (0.0, 0.5, 0.05)}},
        selected=1,
        y_view=(-1.0, 2.5),
    ),
    "explore linspace": lambda s: explore.set_tensor(s, linspace(-10.0, 10.0, 1000)),
    "explore long": lambda s: explore.set_tensor(s, TensorValue(random_normal((30, 30), 0).values)),
    "explore formula": lambda s: explore.set_formula(s, "max(0, x) + a"),
    "explore single": lambda s: explore.set_tensor(s, TensorValue.of(3.0)),
    "compare": lambda s: compare.add_function(compare.remove_function(s, 0), "gelu"),
    "compare params": lambda s: compare.set_param(compare.choose_function(s, 1, "elu"), 1, "alpha", 0.5),
    "neuron": lambda s: neuron.show_solution(neuron.set_number(s, "w0", -0.7), "relu"),
    "neuron collapse": lambda s: neuron.choose_function(neuron.set_view(s, "collapse"), "tanh"),
    "softmax": lambda s: softmax.set_name(softmax.set_logit(softmax.add_class(s), 3, -math.inf), 1, "{x}"),
    "softmax matrix": lambda s: softmax.set_dim(softmax.resize_matrix(s, 3, 2), 0),
    "gradient": lambda s: gradient.apply_scene(s, "selu_normalises"),
    "gradient workshop": lambda s: replace(
        s, view="workshop", workshop=workshop.step(workshop.apply_workshop_scene(s.workshop, "leaky_recovers"), 3)
    ),
    "gradient trained": lambda s: replace(
        s, view="workshop", workshop=functools.reduce(workshop.step, [100] * 5, workshop.WorkshopState(data="ring"))
    ),
    "race wordy": lambda s: race.write_conclusion(race.write_prediction(s, "가나 \\ \n" * 300), "말" * 2_000),
    "race": lambda s: race.write_prediction(race.set_data(race.add_entrant(s, "mish"), "kind", "xor"), 'a "b"\n{c}'),
    "race layers": lambda s: race.set_layer(race.remove_entrant(s, 0), 1, 1, "tanh"),
    "race own": lambda s: race.add_point(race.set_data(s, "kind", "own"), 0.25, -1.5, 1),
    "race untouched": lambda s: s,
}


@pytest.mark.parametrize("name", STATES)
def test_a_captured_screen_is_set_up_again(name: str) -> None:
    lab = name.split()[0]
    app = AppState(lab=lab)
    app = replace(app, **{lab: STATES[name](getattr(app, lab))})
    step = step_from(app, "here", {"ko": StepText("여기")})
    assert set_up(AppState(), step, 0) == replace(app, lab="explore")
    lesson = Lesson("my:sample", "", {"ko": "제목"}, {}, (step,))
    again = written(lesson)
    assert again.problems == ()
    assert max(map(len, lesson_files(lesson)["lesson.toml"].decode().splitlines())) < 4_500
    assert set_up(AppState(), again.steps[0], 0) == replace(app, lab="explore")


def test_a_captured_screen_says_no_more_than_it_must() -> None:
    app = AppState()
    step = step_from(app, "here", {"ko": StepText("여기")})
    assert (step.lab, step.patch) == ("explore", {})
    app = replace(app, explore=explore.set_tensor(app.explore, TensorValue.of([-1.0, 0.5])))
    assert step_from(app, "here", {}).patch == {"tensor": "[-1, 0.5]", "selected": -1}


def test_a_step_without_a_lab_has_no_state() -> None:
    step = step_from(AppState(lab="lessons"), "here", {})
    assert (step.lab, step.patch) == ("", None)


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_survives(text: str) -> None:
    app = replace(AppState(lab="race"), race=race.write_prediction(AppState().race, text))
    step = step_from(app, "here", {"ko": StepText("여기")})
    again = written(Lesson("my:sample", "", {"ko": "제목"}, {}, (step,)))
    assert set_up(AppState(), again.steps[0], 0).race.prediction == text


@pytest.mark.parametrize("number", NUMBERS)
def test_any_number_survives(number: float) -> None:
    step = Step("here", 0, "", None, {"x": Drawn(first=[number, 1.0])}, {}, None, {"ko": StepText("여기")})
    again = written(Lesson("my:sample", "", {"ko": "제목"}, {}, (step,)))
    assert again.steps[0].numbers["x"].first == [number, 1.0]
