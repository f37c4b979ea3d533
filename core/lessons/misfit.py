"""A value in a lesson file that does not fit, and where it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.text import Text, UserError

Path = tuple[str | int, ...]


class MisfitError(UserError):
    """What is wrong with the value at ``path``, from the top of the file or of what is being read."""

    def __init__(self, path: Path, id: str, **values: object) -> None:
        super().__init__(id, **values)
        self.path = path

    @classmethod
    def of(cls, error: UserError, path: Path) -> MisfitError:
        """Return what a lab or a function said, at ``path``; a misfit's own place lies within it."""
        inside = error.path if isinstance(error, MisfitError) else ()
        return cls((*path, *inside), error.id, **error.values)


def written_path(path: Sequence[str | int]) -> str:
    """Return a path as people write it: ``step[2].task.wrong[0].id``; entries count from 0."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


def listed(names: Iterable[str]) -> str:
    """Return names one after the other, a dash for none."""
    return ", ".join(names) or "–"


def both(error: UserError) -> Text:
    """Return a message to stand inside another one."""
    return Text(error.said_in("ko"), error.said_in("en"))
