"""All readers that are fuzzed."""

from __future__ import annotations

from tests.fuzz import (
    fuzz_command_line,
    fuzz_csv,
    fuzz_fields,
    fuzz_formula,
    fuzz_lesson,
    fuzz_parameter,
    fuzz_profile,
    fuzz_second_start,
    fuzz_session,
    fuzz_settings,
    fuzz_tensor,
)
from tests.fuzz.target import Target


def readers() -> tuple[Target, ...]:
    """Return those that need no window of the program, in the order of the table."""
    return (
        fuzz_tensor.TARGET,
        fuzz_formula.TARGET,
        fuzz_session.target(),
        fuzz_settings.TARGET,
        fuzz_profile.TARGET,
        fuzz_lesson.FOLDER,
        fuzz_lesson.ZIP,
        fuzz_csv.TARGET,
        fuzz_command_line.TARGET,
        fuzz_second_start.TARGET,
        fuzz_parameter.TARGET,
    )


def all_targets() -> tuple[Target, ...]:
    """Return all of them; for the fields of the window a program is started when the first of them is due."""
    return (*readers(), *fuzz_fields.targets(fuzz_fields.own_window))
