"""Checks lessons from the command line: ``python -m core.lessons.check FOLDER…`` prints every problem there is.

``python -m core.lessons.check --schema`` prints the JSON schema of ``lesson.toml``.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from core.lessons.document import schema_text
from core.lessons.library import open_lesson
from core.lessons.load import LessonError
from core.text import LANGUAGES, Lang, UserError


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is wrong in each lesson, or the schema; return 1 if anything is wrong."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A console in LANG=C must not stop Hangul.
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    parser = argparse.ArgumentParser(prog="python -m core.lessons.check")
    parser.add_argument("--lang", choices=LANGUAGES, default="ko")
    parser.add_argument("--schema", action="store_true")
    parser.add_argument("lessons", nargs="*", type=Path, metavar="FOLDER")
    options = parser.parse_args(arguments)
    if options.schema:
        print(schema_text(), end="")
        return 0
    lang: Lang = options.lang
    found = [line for path in options.lessons for line in problems(path, lang)]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


def problems(path: Path, lang: Lang) -> list[str]:
    """Return what is wrong in the lesson at ``path``, one line each."""
    try:
        lesson = open_lesson(path)
    except LessonError as error:
        return [f"{path}: {problem.said_in(lang)}" for problem in error.problems]
    except UserError as error:
        return [f"{path}: {error.said_in(lang)}"]
    return [f"{path}: {problem.said_in(lang)}" for problem in lesson.problems]


if __name__ == "__main__":
    sys.exit(main())
