"""Every lesson that comes with the program: it loads, sets its labs up and grades as it says, in both languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace

import numpy as np
import pytest
import torch

from core.chosen_function import ChosenFunction
from core.labs import compare, explore, gradient, neuron, race, softmax
from core.labs.explore import Preset, presets
from core.labs.gradient import workshop
from core.labs.race.state import Entrant
from core.lessons.grade import cell_count, grade, shuffled
from core.lessons.library import built_in, built_in_folders
from core.lessons.model import Choose, Lesson, Order, PickCurve, Predict, ReachGoal, Step, StepText, Write
from core.lessons.patch import set_up
from core.lessons.reached import reached
from core.lessons.text import filled, placeholders
from core.lessons.values import computed, looked_up
from core.state import AppState
from core.text import LANGUAGES, Lang

SEEDS = range(6)
SECTIONS = {
    "why-activations": "",
    "neuron-and-step": "",
    "relu": "6.1",
    "sigmoid": "6.2",
    "tanh": "6.3",
    "leaky-relu": "",
    "softmax": "6.4",
    "choosing": "",
}
# The curriculum's examples, with the text that PyTorch prints there.
PRINTED = {
    "a": "[[0., 2., 0.], [4., 0., 6.]]",
    "b": "[0., 0., 1.]",
    "c": "[0.2689, 0.5000, 0.7311]",
    "d": "[-0.7616, 0.0000, 0.7616]",
    "f": "[0.6590, 0.2424, 0.0986]",
}

STEPS = [pytest.param(lesson, step, id=f"{lesson.key}/{step.id}") for lesson in built_in() for step in lesson.steps]
every_step = pytest.mark.parametrize(("lesson", "step"), STEPS)
every_lesson = pytest.mark.parametrize("lesson", [pytest.param(one, id=one.key) for one in built_in()])


# --- a lesson as a whole ---


def test_all_lessons_are_there_in_the_order_of_the_curriculum() -> None:
    keys = [lesson.key for lesson in built_in()]
    assert len(keys) == len(built_in_folders())
    assert keys == [key for key in SECTIONS if key in keys]
    assert set(SECTIONS) == set(keys)


@every_lesson
def test_a_lesson_has_no_problems(lesson: Lesson) -> None:
    assert [problem.said_in("en") for problem in lesson.problems] == []


@every_lesson
def test_a_lesson_says_what_it_is_about(lesson: Lesson) -> None:
    assert lesson.section == SECTIONS[lesson.key]
    assert set(lesson.titles) == set(lesson.summaries) == set(LANGUAGES)
    assert all(lesson.titles.values())
    assert all(lesson.summaries.values())


@every_lesson
def test_a_lesson_has_four_to_eight_steps_of_several_kinds_and_ends_with_its_question(lesson: Lesson) -> None:
    assert 4 <= len(lesson.steps) <= 8
    assert all(step.minutes > 0 for step in lesson.steps)
    assert sum(step.minutes for step in lesson.steps) <= 60
    kinds = {type(step.task) for step in lesson.steps}
    assert len(kinds) >= 3
    assert ReachGoal in kinds
    assert isinstance(lesson.steps[-1].task, Write)


# --- a step's screen ---


@every_step
def test_a_step_sets_its_lab_up_for_every_try(lesson: Lesson, step: Step) -> None:
    app = AppState(lab="lessons")
    for seed in SEEDS:
        shown = set_up(app, step, seed)
        assert shown.lab == "lessons"
        changed = {f.name for f in fields(AppState) if getattr(shown, f.name) != getattr(app, f.name)}
        assert changed <= {step.lab}
        if step.patch:
            # A patch that changes nothing would be the lab's first screen by accident.
            assert changed or all(getattr(getattr(app, step.lab), name) is not None for name in step.patch)


# --- a step's task ---


def right_answer(step: Step, seed: int) -> tuple[str, ...]:
    task = step.task
    if isinstance(task, Predict):
        return grade(step, seed, ("0",) * cell_count(step, seed), AppState()).expected
    if isinstance(task, Choose):
        return tuple(task.right)
    if isinstance(task, PickCurve):
        return (task.right,)
    if isinstance(task, Order):
        return tuple(task.items)
    assert isinstance(task, Write)
    return ("가" * task.min_length,)


@every_step
def test_the_right_answer_is_right_for_every_try(lesson: Lesson, step: Step) -> None:
    if isinstance(step.task, ReachGoal) or step.task is None:
        return
    for seed in SEEDS:
        verdict = grade(step, seed, right_answer(step, seed), AppState())
        assert (verdict.right, verdict.wrong_id, verdict.problem) == (True, "", None)


def wrong_answers(step: Step, seed: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield usual wrong answers, each with the id of the feedback that it has to get."""
    task = step.task
    if isinstance(task, Predict):
        known, count = computed(step, seed), cell_count(step, seed)
        for wrong in task.wrong:
            numbers = np.broadcast_to(looked_up(known, wrong.value).reshape(-1), count)
            yield wrong.id, tuple(f"{number:.{task.digits}f}" for number in numbers)
        yield "other", ("123456",) * count
    elif isinstance(task, Choose):
        rest = [option for option in task.options if option not in task.right]
        yield from ((option, (option, *task.right) if task.many else (option,)) for option in rest)
        if task.many:
            yield from (("other", tuple(o for o in task.right if o != left)) for left in task.right)
    elif isinstance(task, PickCurve):
        yield from ((key, (key,)) for key in task.functions if key != task.right)
    elif isinstance(task, Order):
        yield "other", tuple(reversed(task.items))
        yield "other", shuffled(step, seed)


@every_step
def test_every_usual_wrong_answer_gets_its_own_feedback_in_both_languages(lesson: Lesson, step: Step) -> None:
    for seed in SEEDS:
        for id, answer in wrong_answers(step, seed):
            verdict = grade(step, seed, answer, AppState())
            assert not verdict.right
            assert verdict.wrong_id == id, f"seed {seed}: {answer} was taken for {verdict.wrong_id!r}"
            said = [filled(step.pages[lang].wrong[id], step, seed, lang) for lang in LANGUAGES]
            assert all(said)
    for lang in LANGUAGES:
        texts = list(step.pages[lang].wrong.values())
        assert len(set(texts)) == len(texts)


def _explored(app: AppState, *verbs: Callable[[explore.ExploreState], explore.ExploreState]) -> AppState:
    state = app.explore
    for verb in verbs:
        state = verb(state)
    return replace(app, explore=state)


def _raced(app: AppState, data: str, conclusion: str = "") -> AppState:
    keys = ("identity", "relu", "sigmoid", "tanh", "leaky_relu")
    entrants = tuple(Entrant(key, series) for series, key in enumerate(keys))
    state = race.write_prediction(race.set_data(replace(app.race, entrants=entrants), "kind", data), "ReLU")
    return replace(app, race=race.write_conclusion(state, conclusion))


def _in_workshop(app: AppState, state: workshop.WorkshopState) -> AppState:
    return replace(app, gradient=gradient.in_workshop(app.gradient, state))


def _killed(app: AppState) -> AppState:
    state = workshop.set_workshop(app.gradient.workshop, "learning_rate", 0.3)
    return _in_workshop(app, workshop.step(state, 100))


def _revived(app: AppState) -> AppState:
    state = workshop.choose_hidden(app.gradient.workshop, "leaky_relu")
    for _ in range(4):
        state = workshop.step(state, 100)
    return _in_workshop(app, state)


def _stretched(app: AppState) -> AppState:
    state = app.compare
    for name, value in (("a", 2.0), ("b", 2.0), ("c", -1.0)):
        state = compare.set_param(state, 1, name, value)
    return replace(app, compare=state)


def _with_three(app: AppState) -> AppState:
    chosen = tuple(ChosenFunction(key, i) for i, key in enumerate(("leaky_relu", "tanh", "softmax")))
    return replace(app, compare=replace(app.compare, compared=chosen))


def _bent(app: AppState) -> AppState:
    return replace(app, neuron=neuron.set_number(neuron.put_between(app.neuron, True), "input0", 3.0))


# How a student gets there, one way of many.
SOLUTIONS: Mapping[str, Callable[[AppState], AppState]] = {
    "why-activations/bend": _bent,
    "why-activations/circle": lambda app: _raced(app, "circle"),
    "neuron-and-step/and_gate": lambda app: replace(app, neuron=neuron.show_answer(app.neuron)),
    "neuron-and-step/two_layers": lambda app: replace(app, neuron=neuron.set_number(app.neuron, "hidden_b1", 1.5)),
    "relu/ceiling": lambda app: _explored(
        app, lambda s: explore.choose_function(s, "relu"), lambda s: explore.set_cell(s, 2, 100.0)
    ),
    "sigmoid/rounding": lambda app: _explored(app, lambda s: explore.set_cell(s, 0, 16.75)),
    "sigmoid/steepest": lambda app: _explored(app, lambda s: explore.move_probe(s, 0.0)),
    "tanh/stretch": _stretched,
    "tanh/deep": lambda app: replace(app, gradient=gradient.set_setting(app.gradient, "gain", 1.2)),
    "leaky-relu/alpha": lambda app: _explored(app, lambda s: explore.set_param(s, "negative_slope", 0.1)),
    "leaky-relu/kill": _killed,
    "leaky-relu/recover": _revived,
    "softmax/scale": lambda app: replace(app, softmax=softmax.set_slider(app.softmax, "scale", 10.0)),
    "choosing/three": _with_three,
    "choosing/plan": lambda app: _raced(app, "circle"),
    "choosing/run": lambda app: _raced(app, "circle", "ReLU"),
}


@every_step
def test_a_goal_is_not_reached_at_the_start_and_can_be_reached(lesson: Lesson, step: Step) -> None:
    if not isinstance(step.task, ReachGoal):
        return
    start = set_up(AppState(), step, 0)
    run = race.Outcome(100, ended=True, loss=(), accuracy=(), places=())
    assert grade(step, 0, (), start, run).wrong_id == "other"
    there = SOLUTIONS[f"{lesson.key}/{step.id}"](start)
    assert grade(step, 0, (), there, run).right
    assert grade(step, 0, (), there).right == (step.id != "run"), "only that step asks for a race that was run"
    assert all(step.pages[lang].wrong["other"] for lang in LANGUAGES)


def test_the_last_hint_of_a_goal_is_not_needed_for_half_a_solution() -> None:
    lesson = _lesson("sigmoid")
    goal = lesson.step("rounding").task
    assert isinstance(goal, ReachGoal)
    app = set_up(AppState(), lesson.step("rounding"), 0)
    nearly = _explored(app, lambda s: explore.set_cell(s, 0, 16.5))
    assert not reached(goal.check, nearly), "1.0000 on screen is not 1"
    double = _explored(app, lambda s: explore.set_cell(s, 0, 16.75), lambda s: explore.set_dtype(s, "float64"))
    assert not reached(goal.check, double), "in float64 it is below 1 again"


# --- what a step says ---

BLOCKS = ("body", "question", "right", "answer", "teacher", "misconception", "ask")


def texts(page: StepText) -> Iterator[tuple[str, str]]:
    """Yield every text of a page with the name of its block."""
    yield "title", page.title
    yield from ((name, getattr(page, name)) for name in BLOCKS)
    yield from ((f"hint {n}", text) for n, text in enumerate(page.hints))
    yield from ((f"wrong {id}", text) for id, text in page.wrong.items())
    yield from ((f"option {id}", text) for id, text in page.options.items())


@every_step
def test_a_step_has_all_of_its_parts_in_both_languages(lesson: Lesson, step: Step) -> None:
    assert set(step.pages) == set(LANGUAGES)
    for page in step.pages.values():
        assert all((page.title, page.body, page.teacher, page.misconception, page.ask))
        assert step.task is None or all((page.question, page.answer, page.right, page.hints))


@every_step
def test_both_languages_have_the_same_blocks_options_and_numbers(lesson: Lesson, step: Step) -> None:
    ko, en = (dict(texts(step.pages[lang])) for lang in LANGUAGES)
    assert list(ko) == list(en)
    for name in ko:
        assert _named(ko[name]) == _named(en[name]), name
        assert ko[name].count("```") == en[name].count("```"), name
        assert _listed(ko[name]) == _listed(en[name]), name


def _named(text: str) -> set[str]:
    """Return the numbers that a text shows, with their decimals, without particles."""
    text = re.sub(r"(\{[^{}]*\}[`*'\"’”]+)\{[^{}]*/[^{}]*\}", r"\1", text)
    return {re.sub(r":[^:.]+/[^:]+$", "", inside).replace(" ", "") for inside, _ in placeholders(text)}


def _listed(text: str) -> Counter[str]:
    return Counter(re.findall(r"^(?:- |\d+\. )", text, re.MULTILINE))


@every_step
@pytest.mark.parametrize("lang", LANGUAGES)
def test_texts_are_filled_for_every_try(lesson: Lesson, step: Step, lang: Lang) -> None:
    for seed in SEEDS:
        for name, text in texts(step.pages[lang]):
            said = filled(text, step, seed, lang)
            plain = re.sub(r"```.*?```|`[^`]*`", "", said, flags=re.DOTALL)
            assert not re.search(r"[{}]", plain), name
            assert not re.search(r"(?<![\w-])-\d", plain), f"{name}: a minus sign that is none"


@every_step
@pytest.mark.parametrize("lang", LANGUAGES)
def test_decimal_numbers_in_texts_come_from_the_core(lesson: Lesson, step: Step, lang: Lang) -> None:
    given = set(_numbers({name: drawn.first for name, drawn in step.numbers.items()})) | set(_numbers(step.patch))
    for name, text in texts(step.pages[lang]):
        for found in re.findall(r"(?<![\w.{])[−-]?\d+\.\d+", re.sub(r"\{[^{}]*\}", "", text)):
            assert float(found.replace("−", "-")) in given, f"{name}: {found}"


def _numbers(value: object) -> Iterator[float]:
    if isinstance(value, Mapping):
        yield from (number for one in value.values() for number in _numbers(one))
    elif isinstance(value, list):
        yield from (number for one in value for number in _numbers(one))
    elif isinstance(value, str):
        yield from (float(number) for number in re.findall(r"-?\d+\.\d+", value))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)


@every_step
def test_every_number_of_a_step_is_used(lesson: Lesson, step: Step) -> None:
    said = " ".join(text for page in step.pages.values() for _, text in texts(page))
    said = " ".join(inside for inside, _ in placeholders(said))
    used = set(re.findall(r"[A-Za-z_]\w*", f"{said} {step.values} {step.patch} {step.task}"))
    assert {*step.numbers, *step.values} - used == set()


# --- Korean is written ---


@every_step
def test_korean_is_in_the_style_of_a_textbook(lesson: Lesson, step: Step) -> None:
    for name, text in texts(step.pages["ko"]):
        assert not re.search(r"(?:세요|해요|어요|아요|네요|죠)[.?!]", text), f"{name}: not 합니다체"
        assert not re.search(r"가지고 있습니다|에 대해서|되어집니다|보여집니다|에 의해", text), f"{name}: translated"


@every_step
def test_particles_behind_drawn_numbers_follow_the_number(lesson: Lesson, step: Step) -> None:
    changing = {name for name in computed(step, 0) if _changes(step, name)}
    for name, text in texts(step.pages["ko"]):
        for inside, particle in re.findall(r"\{([^{}]*)\}[`*'\"’”]*(은|는|이|가|을|를|과|와|로|으로)(?=[\s.,)])", text):
            base = re.split(r"[\[:]", inside)[0]
            assert base not in changing or ":" in inside.partition("/")[0], f"{name}: {{{inside}}}{particle}"


def _changes(step: Step, name: str) -> bool:
    return any(
        not np.array_equal(computed(step, 0)[name], computed(step, seed)[name], equal_nan=True) for seed in SEEDS
    )


# --- the curriculum ---


def _lesson(key: str) -> Lesson:
    return next(lesson for lesson in built_in() if lesson.key == key)


def _shows(step: Step, preset: Preset) -> bool:
    """Return whether the lab beside the step shows an example itself."""
    state = set_up(AppState(), step, 0).explore
    same = (state.function, state.tensor, state.dtype) == (preset.function, preset.tensor, "float32")
    return step.lab == "explore" and same


def _asks(step: Step, preset: Preset) -> bool:
    """Return whether the numbers of an example are to be predicted, with its function in the lab beside the step."""
    if not isinstance(step.task, Predict) or not step.task.input:
        return False
    function = set_up(AppState(), step, 0).explore.function if step.lab == "explore" else step.lab
    asked = looked_up(computed(step, 0), step.task.input)
    return function == preset.function and np.array_equal(asked, preset.tensor.values)


def _preset(key: str) -> Preset:
    return next(one for one in presets() if one.key == key)


@pytest.mark.parametrize("key", PRINTED)
def test_the_examples_are_run_with_the_text_that_pytorch_prints(key: str) -> None:
    """Either the lab shows the example, or the student puts its numbers in after predicting."""
    step = next(step for lesson in built_in() for step in lesson.steps if _asks(step, _preset(key)))
    assert isinstance(step.task, Predict)
    assert _shows(step, _preset(key)) or key in ("d", "f")
    answer = torch.tensor(looked_up(computed(step, 0), step.task.answer).tolist())
    assert re.sub(r"\s+", " ", str(answer)) == f"tensor({PRINTED[key]})"


@pytest.mark.parametrize("key", ["e_relu", "e_sigmoid"])
def test_example_e_is_drawn_from_a_thousand_points(key: str) -> None:
    step = next(step for lesson in built_in() for step in lesson.steps if _shows(step, _preset(key)))
    for page in step.pages.values():
        assert "torch.linspace(-10, 10, 1000)" in page.body
        assert all(word in page.body for word in ("plt.title", "plt.xlabel", "plt.ylabel", "plt.legend"))


def test_half_of_the_thousand_points_are_above_0() -> None:
    step = _lesson("relu").step("line")
    y = torch.relu(torch.linspace(-10, 10, 1000))
    assert right_answer(step, 0) == tuple(f"{n:.4f}" for n in (y[0], y[-1], (y > 0).sum()))


def test_autograd_says_0_at_the_kink_of_relu() -> None:
    step = _lesson("relu").step("slope")
    assert computed(step, 0)["slope"].tolist() == [0, 0, 1]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_gradient_at_the_logit_is_p_minus_y(seed: int) -> None:
    known = computed(_lesson("sigmoid").step("logit"), seed)
    z = torch.tensor(float(known["z"]), dtype=torch.float64)
    assert float(known["gradient"]) == pytest.approx(float(torch.sigmoid(z)) - 1, abs=1e-6)
    assert float(known["squared"]) == pytest.approx(
        float((torch.sigmoid(z) - 1) * torch.sigmoid(z) * torch.sigmoid(-z))
    )


def test_ten_layers_of_sigmoid_leave_a_millionth() -> None:
    known = computed(_lesson("sigmoid").step("vanishing"), 0)
    assert float(known["largest"]) == 0.25
    assert float(known["ten"]) == 0.25**10
