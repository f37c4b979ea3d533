"""Quizzes: every item is a whole task whose right answer is right and whose usual wrong answers are not."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache

import pytest
import torch
from torch.nn import functional as F  # noqa: N812

from core.labs.lessons.state import KEPT_DRAFTS, Draft, LessonsState, checked
from core.lessons.checks import page_misfits, step_misfits
from core.lessons.grade import grade, shuffled
from core.lessons.library import built_in
from core.lessons.model import Choose, Order, PickCurve, Predict, Step
from core.lessons.pages import PageStep
from core.lessons.quiz import LESSON_ITEMS, MIXED, MIXED_ITEMS, has_quiz, quiz_items
from core.lessons.quiz.outcome import outcome
from core.lessons.quiz.scopes import SCOPES
from core.lessons.text import filled, placeholders, printed
from core.lessons.values import computed
from core.state import AppState
from core.text import LANGUAGES, Lang

APP = AppState()
ALL = (*SCOPES, MIXED)
SEEDS = range(201)


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Thousands of tensors of three numbers: more threads would only wait for each other."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@cache
def _quiz(scope: str, seed: int) -> tuple[Step, ...]:
    """Return a quiz, drawn once for all tests."""
    return quiz_items(scope, seed)


def _right(step: Step) -> tuple[str, ...]:
    return grade(step, 0, (), APP).expected


def _wrong_ones(step: Step) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield (id of the feedback, answer) of every usual wrong answer."""
    task = step.task
    if isinstance(task, Predict):
        size = computed(step, 0)[task.answer].size
        for wrong in task.wrong:
            numbers = computed(step, 0)[wrong.value].reshape(-1)
            yield wrong.id, tuple(f"{n:.6f}" for n in (numbers.tolist() * size)[:size])
    elif isinstance(task, Choose):
        for option in task.options:
            if option not in task.right:
                yield option, (*task.right, option) if task.many else (option,)
    elif isinstance(task, PickCurve):
        yield from ((key, (key,)) for key in task.functions if key != task.right)
    elif isinstance(task, Order):
        yield "other", shuffled(step, 0)


def _said(step: Step, lang: Lang) -> list[str]:
    page = step.page(lang)
    texts = [page.title, page.question, *page.options.values(), page.right, *page.wrong.values(), *page.hints]
    return [filled(text, step, 0, lang) for text in (*texts, page.answer)]


@pytest.mark.parametrize("scope", ALL)
def test_every_item_is_a_valid_step_that_grades_as_it_should(scope: str) -> None:
    for seed in SEEDS:
        steps = _quiz(scope, seed)
        assert [step.id for step in steps] == [
            str(n + 1) for n in range(MIXED_ITEMS if scope == MIXED else LESSON_ITEMS)
        ]
        for step in steps:
            where = (scope, seed, step.id, step.page("en").title)
            assert not list(step_misfits(step)), where
            verdict = grade(step, 0, _right(step), APP)
            assert verdict.right, where
            assert verdict.problem is None, where
            for id, answer in _wrong_ones(step):
                verdict = grade(step, 0, answer, APP)
                assert not verdict.right, (*where, id)
                assert verdict.problem is None, (*where, id)
                assert verdict.wrong_id, (*where, id)


@pytest.mark.parametrize("scope", ALL)
def test_every_item_is_told_whole_in_both_languages(scope: str) -> None:
    for seed in SEEDS:
        for step in _quiz(scope, seed):
            for lang in LANGUAGES:
                page = step.page(lang)
                where = (scope, seed, step.id, lang, page.title)
                assert not list(page_misfits(step, PageStep(step.id, 0, page))), where
                said = _said(step, lang)
                assert all(text.strip() for text in said), where
                assert not any(re.search(r"[{}]|None", text.replace("{0, 1}", "")) for text in said), where
                assert page.wrong["other"], where
                # No two options may look the same.
                options = [filled(text, step, 0, lang) for text in page.options.values()]
                assert len(set(options)) == len(options), where
                if lang == "en":
                    assert not any(re.search("[가-힣]", text) for text in said), where
                else:
                    assert re.search("[가-힣]", page.question), where
            ko, en = (sorted(_numbers_in(step, lang)) for lang in LANGUAGES)
            assert ko == en, (scope, seed, step.id)


def _numbers_in(step: Step, lang: Lang) -> set[str]:
    """Return which of the step's numbers the question names; the particle behind them is Korean's own."""
    return {inside.split(":")[0] for inside, _ in placeholders(step.page(lang).question)}


@pytest.mark.parametrize("scope", ALL)
def test_no_question_comes_twice_in_a_quiz_and_the_seeds_differ(scope: str) -> None:
    quizzes = set()
    for seed in SEEDS:
        questions = [_identity(step) for step in _quiz(scope, seed)]
        assert len(set(questions)) == len(questions), (scope, seed)
        quizzes.add(tuple(questions))
    assert len(quizzes) == len(SEEDS)


def _identity(step: Step) -> tuple[object, ...]:
    page = step.page("en")
    return page.title, filled(page.question, step, 0, "en"), tuple(page.options.values()), repr(step.numbers)


def test_the_same_seed_is_the_same_quiz() -> None:
    first = quiz_items("relu", 7)
    quiz_items.cache_clear()
    again = quiz_items("relu", 7)
    assert first is not again
    assert [(s.task, s.numbers, s.values, s.pages) for s in first] == [
        (s.task, s.numbers, s.values, s.pages) for s in again
    ]


def test_the_mixed_quiz_asks_about_every_lesson() -> None:
    titles = {scope: {_title(step) for seed in range(40) for step in _quiz(scope, seed)} for scope in SCOPES}
    for seed in range(40):
        mixed = [_title(step) for step in _quiz(MIXED, seed)]
        assert len(set(mixed)) == MIXED_ITEMS
        for scope, known in titles.items():
            assert known & set(mixed), (seed, scope)


def _title(step: Step) -> str:
    return step.page("en").title


def test_lessons_without_questions_have_no_quiz() -> None:
    assert quiz_items("my:own", 0) == ()
    assert not has_quiz("my:own")
    assert has_quiz(MIXED)


def test_every_built_in_lesson_has_a_quiz() -> None:
    assert [lesson.key for lesson in built_in() if not has_quiz(lesson.key)] == []


def _items(scope: str, title: str, count: int = 12) -> list[Step]:
    found = [step for seed in range(60) for step in _quiz(scope, seed) if _title(step) == title]
    assert len(found) >= count
    return found[:count]


def test_right_answers_agree_with_arithmetic_of_our_own() -> None:
    for step in _items("relu", "Find the values", 4):
        x, name = computed(step, 0)["x"], step.page("en").question
        limit = 6.0 if "ReLU6" in name else math.inf
        assert [float(cell) for cell in _as_ascii(step)] == [min(max(0.0, n), limit) for n in x]
    for step in _items("why-activations", "Biases too"):
        w1, w2, b1, b2 = (float(computed(step, 0)[name]) for name in ("w1", "w2", "b1", "b2"))
        assert [float(cell) for cell in _as_ascii(step)] == [w2 * w1, w2 * b1 + b2]
    for step in _items("sigmoid", "Vanishing gradients"):
        assert float(_as_ascii(step)[0]) == pytest.approx(0.25 ** float(computed(step, 0)["n"]), abs=5e-5)
    for step in _items("tanh", "From Sigmoid to Tanh"):
        assert float(_as_ascii(step)[0]) == pytest.approx(math.tanh(float(computed(step, 0)["x"])), abs=5e-5)
    for step in _items("softmax", "Compute Softmax"):
        e = [math.exp(n) for n in computed(step, 0)["z"]]
        assert [float(c) for c in _as_ascii(step)] == pytest.approx([n / sum(e) for n in e], abs=1e-2)
    for step in _items("softmax", "Cross-entropy"):
        target = int(re.search(r"class is (\d)", step.page("en").question)[1])  # type: ignore[index]
        z = torch.tensor(computed(step, 0)["z"])
        assert float(computed(step, 0)["right"]) == pytest.approx(float(-F.log_softmax(z, 0)[target]), abs=1e-5)
    for step in _items("sigmoid", "The gradient of binary cross-entropy"):
        z, y = (float(computed(step, 0)[name]) for name in ("z", "target"))
        assert float(_as_ascii(step)[0]) == pytest.approx(1 / (1 + math.exp(-z)) - y, abs=1e-4)


def _as_ascii(step: Step) -> list[str]:
    return [cell.replace("−", "-") for cell in _right(step)]


def test_autograds_choice_at_the_kinks() -> None:
    known = {"ReLU": 0.0, "ReLU6": 0.0}
    for step in _items("relu", "The slope at a corner"):
        name = re.search(r"\*\*(.+?)\*\*", step.page("en").question)[1]  # type: ignore[index]
        assert float(_as_ascii(step)[0]) == known[name]
    for step in _items("leaky-relu", "The slope at a corner"):
        alpha = float(re.search(r"α = ([\d.]+)", step.page("en").question)[1])  # type: ignore[index]
        assert float(_as_ascii(step)[0]) == alpha


def test_a_unit_is_dead_only_if_it_is_negative_for_all_of_the_data() -> None:
    seen = set()
    for step in _items("leaky-relu", "Find the dead unit", 20):
        task = step.task
        assert isinstance(task, Choose)
        dead = [f"unit_{n}" for n in (1, 2, 3) if (computed(step, 0)[f"z{n}"] < 0).all()]
        assert task.right == (dead or ["none"])
        assert len(dead) <= 1
        seen.add(bool(dead))
    assert seen == {True, False}


def test_only_the_right_function_has_made_the_outputs_shown() -> None:
    for step in _items("choosing", "Whose output is it?"):
        known, task = computed(step, 0), step.task
        assert isinstance(task, Choose)
        for other in task.options:
            if other not in task.right:
                assert printed(known[f"y_{other}"]) != printed(known["y"])


def test_the_order_of_slopes_has_no_ties() -> None:
    for step in _items("tanh", "Steepest first"):
        assert isinstance(step.task, Order)
        slopes = [float(computed(step, 0)[key]) for key in step.task.items]
        assert slopes == sorted(set(slopes), reverse=True)


def test_a_wrong_choice_is_told_what_it_is() -> None:
    for step in _items("sigmoid", "The range of outputs", 3):
        verdict = grade(step, 0, ("closed",), APP)
        assert verdict.wrong_id == "closed"
        assert "never reached" in step.page("en").wrong["closed"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_results_tell_the_answer_given_the_right_one_and_why(lang: Lang) -> None:
    steps = _quiz("relu", 3)
    answers = {step.id: _right(step) for step in steps[:5]}
    wrong_step = steps[5]
    wrong_id, answers[wrong_step.id] = next(_wrong_ones(wrong_step))
    found = outcome("relu", 3, answers, lang)
    assert (found.right, found.answered, len(found.items), found.percent) == (5, 6, 8, 63)
    assert all(item.right and not item.feedback and item.given for item in found.items[:5])
    wrong = found.items[5]
    page = wrong_step.page(lang)
    assert wrong.feedback == filled(page.wrong.get(wrong_id, page.wrong["other"]), wrong_step, 0, lang)
    assert wrong.expected
    assert wrong.given != wrong.expected
    untouched = found.items[6]
    assert (untouched.answered, untouched.right, untouched.given, untouched.feedback) == (False, False, "", "")
    assert all(item.why and item.question and item.title for item in found.items)


def test_results_of_every_scope_are_told_without_a_gap() -> None:
    for scope in ALL:
        for lang in LANGUAGES:
            perfect = outcome(scope, 5, {step.id: _right(step) for step in _quiz(scope, 5)}, lang)
            assert perfect.percent == 100
            assert all(item.expected for item in perfect.items)
            assert outcome(scope, 5, {}, lang).right == 0


def test_an_answer_that_is_no_number_is_no_answer() -> None:
    step = next(step for step in _quiz("relu", 3) if isinstance(step.task, Predict))
    item = next(i for i in outcome("relu", 3, {step.id: ("abc",)}, "ko").items if i.id == step.id)
    assert (item.answered, item.right, item.given) == (False, False, "abc")


def test_answers_to_many_draws_do_not_pile_up() -> None:
    state = LessonsState().with_draft("relu", "first", Draft(checked=True))
    for seed in range(KEPT_DRAFTS + 40):
        state = state.with_draft(f"quiz:relu:{seed}", "0", Draft(hints=1))
    assert len(state.drafts) == KEPT_DRAFTS
    assert state.draft("relu", "first").checked
    assert state.draft("quiz:relu:40", "0") == Draft()
    assert state.draft("quiz:relu:41", "0").hints == 1
    for number in range(KEPT_DRAFTS + 3):
        state = state.with_draft("own", str(number), Draft(hints=2))
    assert len(state.drafts) == KEPT_DRAFTS
    assert not any(key.startswith("quiz:") for key in state.drafts)
    assert (state.draft("own", "2").hints, state.draft("own", "3").hints) == (0, 2)
    checked(state)
