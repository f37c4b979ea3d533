"""Which version of the program this is, and what it computes with."""

from __future__ import annotations

import platform
import tomllib
from functools import cache
from pathlib import Path

PROJECT_FILE = Path(__file__).resolve().parent.parent / "pyproject.toml"  # comes with an installed program, too


@cache
def version() -> str:
    """Return the version, as ``pyproject.toml`` has it."""
    found: str = tomllib.loads(PROJECT_FILE.read_text(encoding="utf-8"))["project"]["version"]
    return found


def versions() -> tuple[tuple[str, str], ...]:
    """Return (name, version) of the program, Python, PyTorch and NumPy; imports the last two if nobody has."""
    import numpy
    import torch

    return (
        ("Activation Lab", version()),
        ("Python", platform.python_version()),
        ("PyTorch", torch.__version__),
        ("NumPy", numpy.__version__),
    )
