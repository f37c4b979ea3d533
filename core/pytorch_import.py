"""What is said when PyTorch cannot be loaded: a damaged installation is no traceback."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from core.text import UserError

LONGEST_REASON = 300
# Below this, libraries end the process from inside, or wait for memory for good, before anything can be said.
LEAST_MB = 900


def check_memory() -> None:
    """Raise UserError ``window.no_memory`` where this process may use too little address space (``ulimit -v``)."""
    if sys.platform == "win32":
        return
    import resource

    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    megabytes = limit >> 20
    if limit != resource.RLIM_INFINITY and megabytes < LEAST_MB:
        raise UserError("window.no_memory", limit=megabytes, least=LEAST_MB)


@contextmanager
def told_if_not_loaded() -> Iterator[None]:
    """Turn whatever an import inside raises into words. Raises UserError.

    It is ``window.not_loaded``, its cause kept, or ``window.no_memory`` before anything is imported.
    """
    check_memory()
    try:
        yield
    except UserError:
        raise
    except Exception as error:  # a broken library raises ImportError, OSError, RuntimeError, AttributeError …
        words = "window.not_loaded_windows" if sys.platform == "win32" else "window.not_loaded"
        first_line = (str(error).strip().splitlines() or [""])[0][:LONGEST_REASON]
        raise UserError(words, reason=f"{type(error).__name__}: {first_line}") from error
