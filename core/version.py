"""Which version of the program this is, and what it computes with."""

from __future__ import annotations

import platform

# The same as in pyproject.toml, which a packed program does not carry; a test compares the two.
VERSION = "1.0.0"


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
