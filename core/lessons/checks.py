"""What must hold in a step beyond types: names that exist, tasks that can be solved, texts that fit."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

import numpy as np

from core.activations import activation
from core.labs.race.state import MAX_EPOCHS
from core.lessons.call_values import FloatArray, array
from core.lessons.glossary import glossary, terms_in
from core.lessons.goals import Goal
from core.lessons.misfit import MisfitError, Path, listed
from core.lessons.model import Choose, Order, PickCurve, Predict, ReachGoal, Step, StepText, Write
from core.lessons.pages import PageStep
from core.lessons.patch import set_up
from core.lessons.reached import lab_of, reached
from core.lessons.text import check_placeholder, placeholders
from core.lessons.values import BrokenValueError, computed, grid, looked_up, tells_apart
from core.state import AppState
from core.text import UserError
from core.training.datasets import KINDS, OWN

MAX_CELLS = 64
MAX_OPTIONS = 12
MAX_CURVES = 6
MAX_DIGITS = 10
MAX_HINTS = 10
MAX_PLACEHOLDERS = 200
OTHER = "other"
# Later tries that are looked at beside the first one.
_TRIES = (1, 2, 3)
_OPTION_ID = re.compile(r"[A-Za-z0-9_]{1,60}")
Check = Callable[[Step, Mapping[str, FloatArray]], None]


def step_misfits(step: Step) -> Iterator[MisfitError]:
    """Yield what is wrong in what ``lesson.toml`` says of a step, with the path within the step."""
    try:
        for name, drawn in step.numbers.items():
            _checked(("numbers", name), lambda drawn=drawn: (array(drawn.first), grid(drawn)))  # type: ignore[misc]
        known = _numbers(step, 0)
        if check := _TASK_CHECKS.get(type(step.task)):
            check(step, known)
        _check_state(step)
        if any(drawn.low is not None for drawn in step.numbers.values()):
            for seed in _TRIES:
                _numbers(step, seed)
                _checked(("state",), lambda seed=seed: set_up(AppState(), step, seed))  # type: ignore[misc]
    except MisfitError as error:
        yield error


def page_misfits(step: Step, page: PageStep) -> Iterator[tuple[int, str, MisfitError]]:
    """Yield what is wrong in a step's text in one language: the line, the part and what it is."""
    for part, text in _parts(page.text):
        start = page.starts.get(part, page.line)
        for count, (inside, line) in enumerate(placeholders(text)):
            if count == MAX_PLACEHOLDERS:
                yield start + line, part, MisfitError((), "lesson_file.many_placeholders", limit=count)
                break
            try:
                check_placeholder(inside, step)
            except UserError as error:
                yield start + line, part, MisfitError.of(error, ())
        for key in sorted(terms_in(text) - _term_keys()):
            close = difflib.get_close_matches(key[:60], _term_keys(), n=3, cutoff=0.4)
            values = {"name": key[:60], "known": listed(close)}
            line = text.count("\n", 0, text.find(f"term:{key}"))
            yield start + line, part, MisfitError((), "lesson_file.no_term", **values)
    for part, misfit in _block_misfits(step, page.text):
        yield page.lines.get(part, page.line), part, misfit


@cache
def _term_keys() -> frozenset[str]:
    return frozenset(term.key for term in glossary())


def _parts(text: StepText) -> Iterator[tuple[str, str]]:
    yield "title", text.title
    for part in ("body", "question", "right", "answer", "teacher", "misconception", "ask"):
        yield part, getattr(text, part)
    for number, hint in enumerate(text.hints, start=1):
        yield f"hint {number}", hint
    for kind, texts in (("wrong", text.wrong), ("option", text.options)):
        for name, said in texts.items():
            yield f"{kind} {name}", said


def _block_misfits(step: Step, text: StepText) -> Iterator[tuple[str, MisfitError]]:
    task = step.task
    if len(text.hints) > MAX_HINTS:
        yield (
            f"hint {MAX_HINTS + 1}",
            MisfitError((), "lesson_file.count", count=len(text.hints), low=0, high=MAX_HINTS),
        )
    if task is None:
        for part, said in (("question", text.question), ("hint 1", text.hints), ("right", text.right)):
            if said:
                yield part, MisfitError((), "lesson_file.no_task", part=part.split()[0])
    options: list[str] = task.options if isinstance(task, Choose) else task.items if isinstance(task, Order) else []
    for option in options:
        if option not in text.options:
            yield "question", MisfitError((), "lesson_file.option_untold", name=option)
    for option in text.options:
        if option not in options:
            yield f"option {option}", MisfitError((), "lesson_file.option_unknown", name=option, known=listed(options))
    wrong = [*wrong_ids(step), OTHER]
    for name in text.wrong:
        if name not in wrong:
            yield f"wrong {name}", MisfitError((), "lesson_file.wrong_unknown", name=name, known=listed(wrong))


def wrong_ids(step: Step) -> list[str]:
    """Return the ids of the wrong answers that have a feedback of their own, beside ``other``."""
    task = step.task
    if isinstance(task, Predict):
        return [one.id for one in task.wrong]
    if isinstance(task, Choose):
        return [option for option in task.options if task.many or option not in task.right]
    if isinstance(task, PickCurve):
        return [key for key in task.functions if key != task.right]
    return []


# --- numbers and state ---

# Which key of a call a message is about, by its section.
_KEYS: Mapping[str, str] = {"function": "function", "parameter": "params"}


def _checked(path: Path, check: Callable[[], object]) -> None:
    try:
        check()
    except UserError as error:
        raise MisfitError.of(error, path) from None


def _numbers(step: Step, seed: int) -> Mapping[str, FloatArray]:
    try:
        return computed(step, seed)
    except BrokenValueError as error:
        key = _KEYS.get(error.id.split(".")[0], "")
        inside = (key,) if key and hasattr(step.values[error.name], key) else ()
        raise MisfitError(("values", error.name, *inside), error.id, **error.values) from None


def _check_state(step: Step) -> None:
    if step.patch is not None and not step.lab:
        raise MisfitError(("state",), "lesson_file.state_without_lab")
    shown = AppState()
    if step.patch is not None:
        _checked(("state",), lambda: set_up(AppState(), step, 0))
        shown = set_up(shown, step, 0)
    if isinstance(step.task, ReachGoal):
        _check_goal(step, step.task.check, shown)


def _check_goal(step: Step, goal: Goal, shown: AppState) -> None:
    path: Path = ("task", "check")
    lab = lab_of(goal)
    if step.lab != lab:
        raise MisfitError(path, "lesson_file.goal_lab", lab=lab)
    for key in [getattr(goal, "function", ""), *getattr(goal, "functions", [])]:
        if key:
            _checked(path, lambda key=key: activation(key))  # type: ignore[misc]
    data = getattr(goal, "data", "")
    if data and data not in (*KINDS, OWN):
        raise MisfitError(path, "lesson_file.choice", value=data[:60], known=listed([*KINDS, OWN]))
    epochs = getattr(goal, "epochs", 1)
    if not 1 <= epochs <= MAX_EPOCHS:
        raise MisfitError(path, "lesson_file.limits", value=epochs, low=1, high=MAX_EPOCHS)
    low, high = getattr(goal, "low", 0.0), getattr(goal, "high", 0.0)
    if not low <= high:
        raise MisfitError(path, "lesson_file.empty_range", low=low, high=high)
    _checked(path, lambda: reached(goal, shown))
    if reached(goal, shown):
        raise MisfitError(path, "lesson_file.goal_reached")


# --- tasks ---


def _check_predict(step: Step, known: Mapping[str, FloatArray]) -> None:
    task = step.task
    assert isinstance(task, Predict)
    names = [("answer", task.answer), *([("input", task.input)] if task.input else [])]
    for key, name in names:
        _checked(("task", key), lambda name=name: looked_up(known, name))  # type: ignore[misc]
    answer = looked_up(known, task.answer)
    if answer.size > MAX_CELLS:
        raise MisfitError(("task", "answer"), "lesson_file.too_many_cells", count=answer.size, limit=MAX_CELLS)
    if task.labels and len(task.labels) != answer.size:
        raise MisfitError(("task", "labels"), "lesson_file.labels", count=len(task.labels), needed=answer.size)
    if not 0 <= task.digits <= MAX_DIGITS:
        raise MisfitError(("task", "digits"), "lesson_file.limits", value=task.digits, low=0, high=MAX_DIGITS)
    if task.tolerance is not None and not (math.isfinite(task.tolerance) and task.tolerance >= 0):
        raise MisfitError(("task", "tolerance"), "lesson_file.tolerance", value=task.tolerance)
    _check_unique([one.id for one in task.wrong], ("task", "wrong"))
    for index, one in enumerate(task.wrong):
        path: Path = ("task", "wrong", index)
        if not _OPTION_ID.fullmatch(one.id) or one.id == OTHER:
            raise MisfitError((*path, "id"), "lesson_file.bad_id", name=one.id[:60])
        _checked((*path, "value"), lambda one=one: looked_up(known, one.value))  # type: ignore[misc]
        value = looked_up(known, one.value)
        if value.size not in (1, answer.size):
            raise MisfitError((*path, "value"), "lesson_file.wrong_size", count=value.size, needed=answer.size)
        alone = Predict(task.answer, digits=task.digits, tolerance=task.tolerance, wrong=[one])
        if not tells_apart(alone, known):
            raise MisfitError((*path, "value"), "lesson_file.wrong_is_right", name=one.id)


def _check_choose(step: Step, known: Mapping[str, FloatArray]) -> None:
    task = step.task
    assert isinstance(task, Choose)
    _check_ids(task.options, ("task", "options"))
    if not task.right or (len(task.right) > 1 and not task.many):
        raise MisfitError(("task", "right"), "lesson_file.right_count")
    _check_unique(task.right, ("task", "right"))
    for index, one in enumerate(task.right):
        if one not in task.options:
            known_options = listed(task.options)
            raise MisfitError(("task", "right", index), "lesson_file.choice", value=one[:60], known=known_options)


def _check_curve(step: Step, known: Mapping[str, FloatArray]) -> None:
    task = step.task
    assert isinstance(task, PickCurve)
    if not 2 <= len(task.functions) <= MAX_CURVES:
        raise MisfitError(("task", "functions"), "lesson_file.count", count=len(task.functions), low=2, high=MAX_CURVES)
    _check_unique(task.functions, ("task", "functions"))
    for index, key in enumerate(task.functions):
        path: Path = ("task", "functions", index)
        _checked(path, lambda key=key: activation(key))  # type: ignore[misc]
        if activation(key).is_vector:
            raise MisfitError(path, "function.no_single_curve", function=activation(key).name)
    if task.right not in task.functions:
        known_functions = listed(task.functions)
        raise MisfitError(("task", "right"), "lesson_file.choice", value=task.right[:60], known=known_functions)


def _check_order(step: Step, known: Mapping[str, FloatArray]) -> None:
    task = step.task
    assert isinstance(task, Order)
    _check_ids(task.items, ("task", "items"))
    if not task.sorted_by:
        return
    path: Path = ("task", "sorted_by")
    _checked(path, lambda: looked_up(known, task.sorted_by))
    numbers = looked_up(known, task.sorted_by).reshape(-1)
    if numbers.size != len(task.items):
        raise MisfitError(path, "lesson_file.labels", count=numbers.size, needed=len(task.items))
    steps = np.diff(numbers)
    if not (bool((steps > 0).all()) or bool((steps < 0).all())):
        raise MisfitError(path, "lesson_file.not_sorted", numbers=", ".join(f"{n:g}" for n in numbers))


def _check_write(step: Step, known: Mapping[str, FloatArray]) -> None:
    task = step.task
    assert isinstance(task, Write)
    if not 1 <= task.min_length <= 2_000:
        raise MisfitError(("task", "min_length"), "lesson_file.limits", value=task.min_length, low=1, high=2_000)


def _check_ids(ids: list[str], path: Path) -> None:
    if not 2 <= len(ids) <= MAX_OPTIONS:
        raise MisfitError(path, "lesson_file.count", count=len(ids), low=2, high=MAX_OPTIONS)
    for index, one in enumerate(ids):
        if not _OPTION_ID.fullmatch(one):
            raise MisfitError((*path, index), "lesson_file.bad_id", name=one[:60])
    _check_unique(ids, path)


def _check_unique(ids: list[str], path: Path) -> None:
    for index, one in enumerate(ids):
        if one in ids[:index]:
            raise MisfitError((*path, index), "lesson_file.twice", name=one[:60])


_TASK_CHECKS: Mapping[type, Check] = {
    Predict: _check_predict,
    Choose: _check_choose,
    PickCurve: _check_curve,
    Order: _check_order,
    Write: _check_write,
}
