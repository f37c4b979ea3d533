"""The numbers of a step: those that are drawn, and those that the core computes from them."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from core.lessons.call_values import FloatArray, array, called
from core.lessons.calls import Given
from core.lessons.identity import Same
from core.lessons.model import Drawn, Predict, Step, Task
from core.text import UserError

# Of one element: y[2], of rows y[0][2].
REFERENCE = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)((?:\[\d{1,4}\])*)")
MAX_GRID = 10_000
_TRIES = 20
_ROUND = 10  # decimals of a drawn number: 0.1 · 3 is 0.3


def drawn(step: Step, seed: int) -> Mapping[str, FloatArray]:
    """Return the drawn numbers of a step by name, float64: those of the book for ``seed`` 0."""
    everything = computed(step, seed)
    return {name: everything[name] for name in step.numbers}


def computed(step: Step, seed: int) -> Mapping[str, FloatArray]:
    """Return all numbers of a step by name: drawn ones, and values as float64 that hold what PyTorch gave in float32.

    Numbers with which a usual wrong answer would be right, or which the book has, are drawn again. Raises UserError
    ``lesson_file.*``, or that of a function, for values that cannot be computed: never for a step of a loaded lesson.
    """
    return _computed(Same(step), seed)


def looked_up(known: Mapping[str, FloatArray], text: str) -> FloatArray:
    """Return numbers by name, or one element as in ``y[2]``. Raises UserError ``lesson_file.no_*``."""
    found = REFERENCE.fullmatch(text)
    name = found.group(1) if found else text
    if not found or name not in known:
        raise UserError("lesson_file.no_name", name=text[:60], known=", ".join(known) or "–")
    numbers = known[name]
    for index in re.findall(r"\d+", found.group(2)):
        if not numbers.ndim or int(index) >= len(numbers):
            shape = " × ".join(map(str, known[name].shape)) or "1"
            raise UserError("lesson_file.no_element", name=text[:60], shape=shape)
        numbers = np.asarray(numbers[int(index)])
    return numbers


def grid(drawn: Drawn) -> tuple[float, ...]:
    """Return the numbers that may be drawn, rising; none where ``low`` or ``high`` is not given.

    Raises UserError ``lesson_file.empty_range`` if there are none, ``lesson_file.long_range`` for too many.
    """
    if drawn.low is None or drawn.high is None:
        return ()
    if not (all(map(math.isfinite, (drawn.low, drawn.high, drawn.step))) and drawn.step > 0):
        raise UserError("lesson_file.range_step", step=drawn.step)
    steps = (drawn.high - drawn.low) / drawn.step
    if steps > MAX_GRID:
        raise UserError("lesson_file.long_range", limit=f"{MAX_GRID:,}")
    count = math.floor(steps + 1e-9) + 1
    found = (round(drawn.low + k * drawn.step, _ROUND) + 0.0 for k in range(count))
    avoided = [round(number, _ROUND) for number in drawn.avoid]
    numbers = tuple(number for number in found if number not in avoided)
    if not numbers:
        raise UserError("lesson_file.empty_range", low=drawn.low, high=drawn.high)
    needed = array(drawn.first).size
    if drawn.distinct and len(numbers) < needed:
        raise UserError("lesson_file.short_range", count=len(numbers), needed=needed)
    return numbers


@lru_cache(maxsize=256)
def _computed(key: Same[Step], seed: int) -> Mapping[str, FloatArray]:
    step = key.thing
    first = {name: array(one.first) for name, one in step.numbers.items()}
    if seed <= 0 or not any(grid(one) for one in step.numbers.values()):
        return _frozen(_with_values(step, first))
    result: Mapping[str, FloatArray] = {}
    for attempt in range(_TRIES):
        numbers = {name: _drawn_anew(step, name, f"{seed}/{attempt}") for name in step.numbers}
        result = _with_values(step, numbers)
        is_new = any(not np.array_equal(numbers[name], first[name]) for name in first)
        if is_new and tells_apart(step.task, result):
            break
    return _frozen(result)


class BrokenValueError(UserError):
    """A value that cannot be computed: ``name`` is what it is called in the step."""

    def __init__(self, name: str, error: UserError) -> None:
        super().__init__(error.id, **error.values)
        self.name = name


def tells_apart(task: Task | None, known: Mapping[str, FloatArray]) -> bool:
    """Return whether no usual wrong answer of ``task`` is right with these numbers."""
    if not isinstance(task, Predict):
        return True
    answer = looked_up(known, task.answer).reshape(-1)
    near = task.tolerance if task.tolerance is not None else 0.5 * 10.0**-task.digits
    for wrong in task.wrong:
        value = np.broadcast_to(looked_up(known, wrong.value).reshape(-1), answer.shape)
        with np.errstate(invalid="ignore"):
            same = (np.abs(value - answer) <= near) | (value == answer) | (np.isnan(value) & np.isnan(answer))
        if bool(same.all()):
            return False
    return True


def _drawn_anew(step: Step, name: str, seed: str) -> FloatArray:
    one = step.numbers[name]
    shape, numbers = array(one.first).shape, list(grid(one))
    if not numbers:
        return array(one.first)
    draw = random.Random(f"{step.id}/{name}/{seed}")
    picked = []
    for _ in range(math.prod(shape)):
        # Only random() is promised to give the same numbers in every version of Python.
        index = int(draw.random() * len(numbers))
        picked.append(numbers.pop(index) if one.distinct else numbers[index])
    return np.asarray(picked, dtype=np.float64).reshape(shape)


def _with_values(step: Step, numbers: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    known = dict(numbers)
    under_way: list[str] = []

    def resolve(given: Given) -> FloatArray:
        if not isinstance(given, str):
            return array(given)
        name = given.split("[")[0]
        find(name)
        if name not in known:
            raise UserError(
                "lesson_file.no_name", name=given[:60], known=", ".join([*step.numbers, *step.values]) or "–"
            )
        return looked_up(known, given)

    def find(name: str) -> None:
        if name in known or name not in step.values:
            return
        if name in under_way:
            raise UserError("lesson_file.circular", name=name, chain=" → ".join([*under_way, name]))
        under_way.append(name)
        try:
            known[name] = called(step.values[name], resolve)
        except BrokenValueError:
            raise
        except UserError as error:
            raise BrokenValueError(name, error) from None
        under_way.pop()

    for name in step.values:
        find(name)
    return known


def _frozen(known: Mapping[str, FloatArray]) -> Mapping[str, FloatArray]:
    kept = {name: np.array(numbers, dtype=np.float64) for name, numbers in known.items()}
    for numbers in kept.values():
        numbers.flags.writeable = False
    return MappingProxyType(kept)
