"""Which version of the program this is, and what it computes with."""

from __future__ import annotations

import platform
import tomllib
from pathlib import Path

# The one place where the version stands; it comes with an installed program, too.
_PROJECT_FILE = Path(__file__).resolve().parent.parent / "pyproject.toml"
VERSION: str = tomllib.loads(_PROJECT_FILE.read_text(encoding="utf-8"))["project"]["version"]


def system() -> str:
    """Return the operating system, its release and the kind of processor; ``platform.platform()`` starts a program."""
    return f"{platform.system()} {platform.release()} {platform.machine()}"


def versions() -> tuple[tuple[str, str], ...]:
    """Return (name, version) of the program, Python, PyTorch and NumPy; imports the last two if nobody has."""
    import numpy
    import torch

    return (
        ("Activation Lab", VERSION),
        ("Python", platform.python_version()),
        ("PyTorch", torch.__version__),
        ("NumPy", numpy.__version__),
    )
