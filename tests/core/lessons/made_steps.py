"""Steps made on the spot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.lessons.calls import Call
from core.lessons.goals import Goal
from core.lessons.model import Drawn, Numbers, Step, StepText, Task
from core.lessons.typed import typed


def made_step(
    values: Mapping[str, Mapping[str, object]] | None = None,
    numbers: Mapping[str, Drawn | Numbers] | None = None,
    task: Mapping[str, object] | None = None,
    lab: str = "",
    patch: Mapping[str, object] | None = None,
) -> Step:
    """Return a step with these parts, written as ``lesson.toml`` has them; plain numbers are never drawn anew."""
    calls: dict[str, Any] = {name: typed(Call, one, (name,)) for name, one in (values or {}).items()}
    drawn = {name: one if isinstance(one, Drawn) else Drawn(first=one) for name, one in (numbers or {}).items()}
    made: Any = typed(Task, task, ()) if task else None
    return Step("made", 0, lab, patch, drawn, calls, made, {"ko": StepText("제목")})


def goal(**given: object) -> Goal:
    """Return a goal, written as ``lesson.toml`` has it."""
    made: Goal = typed(Goal, given, ())
    return made
