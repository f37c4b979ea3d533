"""The program's version, from the one place where it stands."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

PROJECT_FILE = Path(__file__).resolve().parent.parent / "pyproject.toml"  # comes with an installed program, too


@cache
def version() -> str:
    """Return the version, as ``pyproject.toml`` has it."""
    found: str = tomllib.loads(PROJECT_FILE.read_text(encoding="utf-8"))["project"]["version"]
    return found
