"""Writing an export in steps, so that it tells how far it is and can be cancelled: then there is no file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from core.files import check_writable, write_atomically
from core.jobs import Cancelled
from core.text import UserError


@dataclass(frozen=True, slots=True)
class Step:
    """How far a file is.

    ``share`` is between 0 and 1, 0 while nobody knows. ``path`` is set at the end, ``error`` if it came to nothing.
    """

    share: float = 0.0
    path: Path | None = None
    error: UserError | None = None


def written(path: Path, pieces: Iterable[bytes], count: int, cancelled: Cancelled) -> Iterator[Step]:
    """Make the file of ``pieces``, about ``count`` of them, and yield a step for each; the last one tells the end.

    The file appears whole or not at all; a file that was there stays until then. Errors are told in the last step.
    """
    try:
        check_writable(path)
        parts: list[bytes] = []
        for number, piece in enumerate(pieces):
            if cancelled():
                return
            parts.append(piece)
            yield Step(share=min(1.0, (number + 1) / max(1, count)))
        if cancelled():
            return
        write_atomically(path, b"".join(parts))
    except UserError as error:
        yield Step(error=error)
        return
    yield Step(1.0, path)
