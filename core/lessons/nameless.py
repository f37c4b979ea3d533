"""What was answered without a name: a file for each such learner, kept until it gets a name or is cleared.

On a computer that a class shares nobody is taken for whoever was there before: each begins anew, and a record is only
offered, by when it was and how much it is.
"""

from __future__ import annotations

import contextlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from core.files import read_at_most, write_atomically
from core.lessons.profiles import MAX_BYTES
from core.lessons.progress import Progress
from core.text import UserError

# The oldest go: what nobody has claimed for so many lessons, nobody will.
MAX_RECORDS = 8
_ENDING = ".nameless"


@dataclass(frozen=True, slots=True)
class NamelessRecord:
    """What somebody has done without a name: ``id`` tells one from another, ``last`` is when it was written."""

    id: str
    progress: Progress
    last: datetime

    @property
    def answers(self) -> int:
        """How many steps and quizzes have an answer."""
        return answers_in(self.progress)


def answers_in(progress: Progress) -> int:
    """Return how many steps and quizzes have an answer; what was only looked at is nothing to keep."""
    return sum(step.tries > 0 for step in progress.steps.values()) + len(progress.quizzes)


def new_id() -> str:
    """Return an id that nobody has, on no other computer of the same home either."""
    return secrets.token_hex(6)


class NamelessRecords:
    """The files in ``folder``, which is made when the first one is saved."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> tuple[NamelessRecord, ...]:
        """Return the records there are, the latest first; a file that cannot be read is left alone and out."""
        found = []
        with contextlib.suppress(OSError):
            for path in self._folder.glob(f"*{_ENDING}"):
                with contextlib.suppress(OSError, UserError, ValueError, RecursionError):
                    data = read_at_most(path, MAX_BYTES)
                    progress = msgspec.structs.replace(msgspec.json.decode(data, type=Progress), name="")
                    last = datetime.fromtimestamp(path.stat().st_mtime)
                    found.append(NamelessRecord(path.name.removesuffix(_ENDING), progress, last))
        return tuple(sorted(found, key=lambda record: record.last, reverse=True))

    def save(self, id: str, progress: Progress) -> None:
        """Write a record, or remove it when no answer is left. Raises UserError ``file.*`` when that fails."""
        if not answers_in(progress):
            self.delete(id)
            return
        path = self._path(id)
        is_new = not path.exists()
        write_atomically(path, msgspec.json.format(msgspec.json.encode(progress), indent=1))
        if is_new:
            for old in self.all()[MAX_RECORDS:]:
                self.delete(old.id)

    def delete(self, id: str) -> None:
        """Remove a record, if there is one; where that cannot be done, it stays."""
        with contextlib.suppress(OSError):
            self._path(id).unlink()

    def _path(self, id: str) -> Path:
        return self._folder / (id + _ENDING)
