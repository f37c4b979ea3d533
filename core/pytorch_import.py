"""What is said when PyTorch cannot be loaded: a damaged installation is no traceback."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from core.text import UserError

LONGEST_REASON = 300


@contextmanager
def told_if_not_loaded() -> Iterator[None]:
    """Turn whatever an import inside raises into words. Raises UserError ``window.not_loaded``, its cause kept."""
    try:
        yield
    except UserError:
        raise
    except Exception as error:  # a broken library raises ImportError, OSError, RuntimeError, AttributeError …
        words = "window.not_loaded_windows" if sys.platform == "win32" else "window.not_loaded"
        first_line = (str(error).strip().splitlines() or [""])[0][:LONGEST_REASON]
        raise UserError(words, reason=f"{type(error).__name__}: {first_line}") from error
