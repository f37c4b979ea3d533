"""What of the lab beside a step is covered until it is predicted, and when it is uncovered."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from core.labs.lessons import steps
from core.labs.lessons.result import compute
from core.lessons.library import Library, built_in
from core.lessons.model import Lesson, PickCurve, Predict
from core.stage import NOTHING_HIDDEN, Hidden
from core.state import AppState
from tests.core.lessons.made_steps import made_step

VALUES, CURVE, BOTH = Hidden(0), Hidden(sys.maxsize, True), Hidden(0, True)
TASK = {"kind": "predict", "answer": "y", "input": "x", "digits": 0}
PICK = {"kind": "curve", "functions": ["relu", "tanh"], "right": "tanh"}
Y = {"y": {"call": "output", "function": "relu", "x": "x"}}


def taught(task: dict[str, object], lab: str = "explore") -> tuple[AppState, Library]:
    values, numbers = (Y, {"x": [-1.0, 2.0]}) if task["kind"] == "predict" else ({}, {})
    step = made_step(values, numbers, task, lab)  # type: ignore[arg-type]
    library = Library((Lesson("made", "", {"ko": "제목"}, {}, (step,)),))
    return steps.go_to(AppState(), library, "made"), library


def hidden(app: AppState, library: Library) -> Hidden:
    shown = compute(app, library, "ko")
    assert shown is not None
    return shown.hidden


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        (TASK, VALUES),
        (PICK, CURVE),
        ({**TASK, "cover": "both"}, BOTH),
        ({**TASK, "cover": "curve"}, CURVE),
        ({**PICK, "cover": "values"}, VALUES),
        ({**TASK, "cover": "none"}, NOTHING_HIDDEN),
        ({**PICK, "cover": "none"}, NOTHING_HIDDEN),
        ({"kind": "write"}, NOTHING_HIDDEN),
    ],
)
def test_the_task_says_what_is_covered(task: dict[str, object], expected: Hidden) -> None:
    assert hidden(*taught(task)) == expected
    assert hidden(*taught(task, lab="")) == NOTHING_HIDDEN, "there is no lab to cover"


def test_a_right_answer_uncovers_and_what_is_typed_then_covers_nothing() -> None:
    app, library = taught(TASK)
    wrong = steps.check(steps.set_answer(app, library, ("-1", "2")), library)
    assert hidden(wrong, library) == VALUES
    right = steps.check(steps.set_answer(wrong, library, ("0", "2")), library)
    assert hidden(right, library) == NOTHING_HIDDEN
    assert hidden(steps.set_answer(right, library, ("5", "2")), library) == NOTHING_HIDDEN
    assert hidden(steps.go_to(right, library, "made"), library) == NOTHING_HIDDEN
    assert hidden(steps.try_again(right, library), library) == VALUES


def test_giving_up_uncovers() -> None:
    app, library = taught(PICK)
    assert hidden(steps.reveal(app, library), library) == NOTHING_HIDDEN
    seen = steps.uncover(app, library)
    assert hidden(seen, library) == NOTHING_HIDDEN
    shown = compute(seen, library, "ko")
    assert shown is not None
    assert shown.task is not None
    assert not shown.task.is_revealed, "what was covered is seen, the answer is not told"


def test_an_answer_that_was_right_before_there_were_covers_is_not_covered() -> None:
    app, library = taught(TASK)
    right = steps.check(steps.set_answer(app, library, ("0", "2")), library)
    old = replace(right.lessons.draft("made", "made"), uncovered=False)
    kept = replace(right, lessons=right.lessons.with_draft("made", "made", old))
    assert hidden(kept, library) == NOTHING_HIDDEN


def test_the_lessons_cover_what_they_ask_for() -> None:
    open_steps = {
        f"{lesson.key}/{step.id}"
        for lesson in built_in()
        for step in lesson.steps
        if isinstance(step.task, Predict | PickCurve) and not steps.may_cover(step)
    }
    assert open_steps == {
        "why-activations/curves",
        "why-activations/two_lines",
        "sigmoid/logit",
        "sigmoid/vanishing",
        "tanh/slope_curve",
    }, "these are answered from the lab, which does not show the answer itself"
