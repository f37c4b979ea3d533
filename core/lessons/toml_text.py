"""A TOML text into plain values; what is wrong in it is named with its line, and nothing takes long."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection

from core.lessons.misfit import MisfitError

# Beyond these tomllib takes seconds; no lesson needs them.
_MAX_LINE = 8_000
_MAX_LINES = 20_000
_DEEPEST = 16
_LONG_NUMBER = re.compile(r"\d{1000}")
_AT = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")
_SYNTAX = (
    ("Cannot overwrite", "lesson_file.toml_twice"),
    ("Cannot declare", "lesson_file.toml_twice"),
    ("Duplicate", "lesson_file.toml_twice"),
    ("Expected '='", "lesson_file.toml_equals"),
    ("Invalid value", "lesson_file.toml_value"),
    ("Unclosed", "lesson_file.toml_unclosed"),
    ("Unterminated", "lesson_file.toml_unclosed"),
    ("Illegal character", "lesson_file.toml_character"),
)


class SyntaxMisfitError(MisfitError):
    """A text that is not TOML; ``line`` from 1."""

    def __init__(self, line: int, id: str, **values: object) -> None:
        super().__init__((), id, **values)
        self.line = line


def parsed(text: str) -> dict[str, object]:
    """Return what a TOML text says. Raises SyntaxMisfitError ``lesson_file.*`` naming line and column."""
    lines = text.split("\n")
    if len(lines) > _MAX_LINES:
        raise SyntaxMisfitError(0, "lesson_file.many_lines", limit=f"{_MAX_LINES:,}")
    for number, line in enumerate(lines, start=1):
        if len(line) > _MAX_LINE:
            raise SyntaxMisfitError(number, "lesson_file.long_line", limit=f"{_MAX_LINE:,}")
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = _AT.search(str(error))
        number, column = (int(at.group(1)), int(at.group(2))) if at and at.group(1) else (len(lines), 1)
        id = next((id for start, id in _SYNTAX if str(error).startswith(start)), "lesson_file.toml_syntax")
        raise SyntaxMisfitError(number, id, column=column) from None
    except RecursionError:
        raise SyntaxMisfitError(0, "lesson_file.too_deep") from None
    except ValueError:
        # Python refuses to read a whole number of thousands of digits.
        number = next((i for i, line in enumerate(lines, start=1) if _LONG_NUMBER.search(line)), 0)
        raise SyntaxMisfitError(number, "lesson_file.toml_number") from None
    if _depth(document) > _DEEPEST:
        raise SyntaxMisfitError(0, "lesson_file.too_deep")
    return document


def _depth(value: object) -> int:
    """Return how many tables and lists lie within one another, counted level by level: they may be thousands."""
    level, depth = [value], 0
    while level:
        level = [inner for one in level for inner in _inside(one)]
        depth += 1
    return depth


def _inside(value: object) -> Collection[object]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
