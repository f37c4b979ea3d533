"""What an answer is worth: right, wrong in a usual way, or not yet an answer."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.lessons.call_values import FloatArray
from core.lessons.checks import OTHER
from core.lessons.model import Choose, Order, PickCurve, Predict, ReachGoal, Step, Write
from core.lessons.reached import reached
from core.lessons.text import printed
from core.lessons.values import computed, looked_up
from core.state import AppState
from core.tensors import parse_number
from core.text import UserError

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer is worth.

    Attributes:
        right: whether all of it is right.
        cells: of a prediction or an order, cell by cell, whether it is right; None for a cell that cannot be judged:
            it is empty, no number, or right so far but written with too few decimals.
        wrong_id: which usual wrong answer it is: an id of the task, "other", or "" if it is right or no whole answer.
        problem: why there is no verdict yet, to be shown at the cell ``problem_cell`` (-1 for the whole answer).
        expected: the right answer cell by cell as it is printed; ids of options, curve or items for those tasks.
        short: which cells are right so far but need more decimals.
    """

    right: bool
    cells: tuple[bool | None, ...] = ()
    wrong_id: str = ""
    problem: UserError | None = None
    problem_cell: int = -1
    expected: tuple[str, ...] = ()
    short: tuple[bool, ...] = ()


def grade(step: Step, seed: int, answer: tuple[str, ...], app: AppState, report: object = None) -> Verdict:
    """Return what ``answer`` to the task of ``step`` is worth, with the numbers of ``seed``.

    ``answer``: the cells' texts (predict), ids of the chosen options or the curve's key, ids of the items in the order
    given, one text (write), nothing (goal: ``app`` is the answer, and what the lab reports of itself). A step without a
    task is right.
    """
    task = step.task
    if isinstance(task, Predict):
        return _predicted(task, looked_up(computed(step, seed), task.answer), computed(step, seed), answer)
    if isinstance(task, Choose):
        return _chosen(task, answer)
    if isinstance(task, PickCurve):
        return _picked(task, answer)
    if isinstance(task, Order):
        return _ordered(task, answer)
    if isinstance(task, ReachGoal):
        is_reached = reached(task.check, app, report)
        return Verdict(is_reached, wrong_id="" if is_reached else OTHER)
    if isinstance(task, Write):
        return _written(task, answer)
    return Verdict(True)


def cell_count(step: Step, seed: int) -> int:
    """Return how many texts an answer has."""
    task = step.task
    if isinstance(task, Predict):
        return int(looked_up(computed(step, seed), task.answer).size)
    return len(task.items) if isinstance(task, Order) else 1


def shuffled(step: Step, seed: int) -> tuple[str, ...]:
    """Return the items of an order task as they are shown first: never in the right order."""
    task = step.task
    if not isinstance(task, Order):
        return ()
    draw = random.Random(f"{step.id}/{seed}")
    left, found = list(task.items), []
    while left:
        found.append(left.pop(int(draw.random() * len(left))))
    return tuple(found) if found != task.items else tuple(found[1:] + found[:1])


# --- numbers in cells ---


@dataclass(frozen=True, slots=True)
class _Cell:
    """A number as it was typed, with how many decimals."""

    number: float
    decimals: int

    def agrees(self, expected: float, task: Predict) -> bool:
        """Return whether this is ``expected``, as exactly as the task asks for it."""
        if not (math.isfinite(expected) and math.isfinite(self.number)):
            return self.number == expected or (math.isnan(self.number) and math.isnan(expected))
        near = task.tolerance if task.tolerance is not None else 0.5 * 10.0**-task.digits
        return abs(self.number - expected) <= near * (1 + _ROUNDING) + _ROUNDING * abs(expected)

    def begins(self, expected: float, task: Predict) -> bool:
        """Return whether this is ``expected`` rounded to fewer decimals than the task asks for."""
        if task.tolerance is not None or not 1 <= self.decimals < task.digits or not math.isfinite(expected):
            return False
        near = 0.5 * 10.0**-self.decimals * (1 + _ROUNDING)
        return bool(self.number) and abs(self.number - expected) <= near and not self.agrees(expected, task)


def _cell(text: str) -> _Cell:
    """Return what stands in a cell. Raises UserError ``lesson_file.fraction`` or ``tensor.*``."""
    if "/" in text:
        raise UserError("lesson_file.fraction", text=text.strip()[:20])
    number = parse_number(text)
    found = re.search(r"[.,](\d+)", text)
    power = re.search(r"[eE]\s*([-+−]?\d+)", text)
    shift = int(power.group(1).replace("−", "-")) if power and len(power.group(1)) < 5 else 0
    return _Cell(number, max(0, (len(found.group(1)) if found else 0) - shift))


def _predicted(
    task: Predict, expected: FloatArray, known: Mapping[str, FloatArray], answer: tuple[str, ...]
) -> Verdict:
    right = expected.reshape(-1).tolist()
    texts = [*answer, *[""] * len(right)][: len(right)]
    typed: list[_Cell | None] = []
    problem, place = None, -1
    for index, text in enumerate(texts):
        try:
            typed.append(_cell(text))
        except UserError as error:
            typed.append(None)
            if problem is None:
                problem, place = error, index
    cells = [cell.agrees(number, task) if cell else None for cell, number in zip(typed, right, strict=True)]
    short = tuple(bool(cell and cell.begins(n, task)) for cell, n in zip(typed, right, strict=True))
    wrong = [i for i, cell in enumerate(cells) if cell is False and not short[i]]
    if problem is None and any(short) and not wrong:
        problem, place = UserError("lesson_file.more_decimals", digits=task.digits), short.index(True)
    judged = tuple(None if short[i] else cell for i, cell in enumerate(cells))
    wrong_id = _usual(task, right, typed, wrong, known) if wrong and problem is None else ""
    return Verdict(all(judged), judged, wrong_id, problem, place, expected_texts(task, expected), short)


def expected_texts(task: Predict, expected: FloatArray) -> tuple[str, ...]:
    """Return the right answer cell by cell, printed with as many decimals as the task asks for."""
    return tuple(printed(np.asarray(n), f".{task.digits}f") for n in expected.reshape(-1))


def _usual(
    task: Predict, right: list[float], typed: list[_Cell | None], wrong: list[int], known: Mapping[str, FloatArray]
) -> str:
    """Return the usual wrong answer that explains every wrong cell; else the first that explains one; else "other"."""
    found = OTHER
    for one in task.wrong:
        value = np.broadcast_to(looked_up(known, one.value).reshape(-1), len(right)).tolist()
        hits = [i for i in wrong if _is(typed[i], value[i], task) and value[i] != right[i]]
        if len(hits) == len(wrong):
            return one.id
        if hits and found == OTHER:
            found = one.id
    return found


def _is(cell: _Cell | None, number: float, task: Predict) -> bool:
    return cell is not None and (cell.agrees(number, task) or cell.begins(number, task))


# --- the other kinds ---


def _chosen(task: Choose, answer: tuple[str, ...]) -> Verdict:
    expected = tuple(task.right)
    if not answer or not any(answer):
        return Verdict(False, problem=UserError("lesson_file.nothing_chosen"), expected=expected)
    if set(answer) == set(task.right):
        return Verdict(True, expected=expected)
    wrong = [option for option in answer if option not in task.right and option in task.options]
    return Verdict(False, wrong_id=wrong[0] if wrong else OTHER, expected=expected)


def _picked(task: PickCurve, answer: tuple[str, ...]) -> Verdict:
    if not answer or not answer[0]:
        return Verdict(False, problem=UserError("lesson_file.nothing_chosen"), expected=(task.right,))
    is_right = answer[0] == task.right
    wrong_id = "" if is_right else answer[0] if answer[0] in task.functions else OTHER
    return Verdict(is_right, wrong_id=wrong_id, expected=(task.right,))


def _ordered(task: Order, answer: tuple[str, ...]) -> Verdict:
    expected = tuple(task.items)
    if sorted(answer) != sorted(expected):
        return Verdict(False, problem=UserError("lesson_file.not_ordered"), expected=expected)
    cells = tuple(given == item for given, item in zip(answer, expected, strict=True))
    return Verdict(all(cells), cells, "" if all(cells) else OTHER, expected=expected)


def _written(task: Write, answer: tuple[str, ...]) -> Verdict:
    count = len("".join(answer[0].split())) if answer else 0
    if count >= task.min_length:
        return Verdict(True)
    return Verdict(False, problem=UserError("lesson_file.too_short", count=count, needed=task.min_length))
