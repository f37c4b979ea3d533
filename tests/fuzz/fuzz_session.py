"""Session files: what is opened is a state that every lab can show, and that comes back when it is saved."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from core import session
from core.labs import compare, explore, gradient, neuron, softmax
from core.labs.lessons import result as lesson_result
from core.lessons.library import Library, built_in
from core.state import AppState
from core.tensors import parse
from core.text import UserError
from tests.fuzz.documents import changed, spoilt
from tests.fuzz.target import Target, check_refusal

_COMPUTED: dict[str, Callable[[Any], object]] = {
    "explore": lambda state: (explore.compute(state.explore), explore.details(state.explore)),
    "compare": lambda state: compare.compute(state.compare),
    "neuron": lambda state: neuron.compute(state.neuron),
    "softmax": lambda state: softmax.compute(state.softmax),
    "gradient": lambda state: gradient.compute(state.gradient),
    "lessons": lambda state: lesson_result.compute(state, _library(), "ko"),
}


@cache
def _library() -> Library:
    return Library(built_in())


@cache
def states() -> tuple[AppState, ...]:
    """Return good states: the first screen, every example of Explore, and the labs as lessons set them up."""
    from core.labs.lessons import steps

    own = explore.set_param(explore.choose_function(explore.ExploreState(), "hardtanh"), "max_val", 2.0)
    own = explore.set_range(explore.choose_function(own, "leaky_relu"), "negative_slope", 0.0, 1.0, 0.1)
    own = explore.set_tensor(explore.set_view(own, (-3.0, 3.0), (-1.0, 1.0)), parse("[[1, nan], [-inf, -0.0]]"))
    found = [AppState(), AppState(explore=explore.set_formula(own, "where(x > 0, x, a*x)"), lab="explore")]
    for lesson in _library().lessons:
        step = next((step for step in lesson.steps if step.lab), None)
        if step is not None:
            found.append(replace(steps.go_to(AppState(), _library(), lesson.key, step.id), lab="lessons"))
    return tuple(found)


@cache
def _files() -> tuple[bytes, ...]:
    return tuple(session.encode(state) for state in states())


def use(data: bytes) -> bool:
    """Open one file, show every lab that is not as at first, save and open again."""
    try:
        state = session.decode(data, "x.actlab")
    except UserError as error:
        check_refusal(error, "name")
        return False
    again = session.decode(session.encode(state), "x.actlab")
    assert again == state
    first = AppState()
    for lab, compute in _COMPUTED.items():
        if getattr(state, lab) != getattr(first, lab):
            try:
                compute(state)
            except UserError as error:
                check_refusal(error)
    return True


def target() -> Target:
    """Return the target; the lessons are read only now."""
    documents = [json.loads(file) for file in _files()]
    return Target("session", changed(documents), lambda draw: spoilt(draw, _files()), use)
