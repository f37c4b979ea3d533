"""The folder of learners' files: one for each name, whole at every moment; a damaged one is kept beside."""

from __future__ import annotations

import contextlib
import os
import unicodedata
from pathlib import Path

import msgspec

from core.files import read_at_most, set_aside, user_error, write_atomically
from core.lessons.progress import FORMAT, Progress
from core.text import UserError

MAX_NAME = 40
MAX_PROFILES = 500
MAX_BYTES = 32 * 2**20
_ENDING = ".json"
_LAST = "last.txt"
# A name is the file's name too, on every system a class may carry it to.
_UNSAFE = '\\/:*?"<>|'
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³")}


def valid_name(text: str) -> str:
    """Return a learner's name as it is kept: trimmed, single spaces, composed Hangul.

    Raises UserError ``progress.name_empty``, ``progress.name_too_long``, ``progress.name_character`` (naming it),
    ``progress.name_dot`` or ``progress.name_reserved``.
    """
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name:
        raise UserError("progress.name_empty")
    if len(name) > MAX_NAME:
        raise UserError("progress.name_too_long", limit=MAX_NAME, length=len(name))
    for character in name:
        if character in _UNSAFE:
            raise UserError("progress.name_character", character=character)
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn"):
            raise UserError("progress.name_character", character=f"U+{ord(character):04X}")
    if name[0] in ".~" or name[-1] == ".":
        raise UserError("progress.name_dot", name=name)
    if name.split(".")[0].strip().casefold() in _RESERVED:
        raise UserError("progress.name_reserved", name=name)
    return name


class Profiles:
    """Learners' progress as files in ``folder``, which is made when the first one is saved."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> tuple[str, ...]:
        """Return the names of all learners in alphabetical order."""
        try:
            stems = [path.stem for path in self.folder.iterdir() if path.suffix == _ENDING and path.is_file()]
        except OSError:
            return ()
        return tuple(sorted(filter(_is_valid, map(_composed, stems)), key=_same))

    def add(self, text: str, old: Progress | None = None) -> Progress:
        """Save and return the progress of a new learner; ``old`` is kept under the new name, such as a guest's.

        Raises UserError ``progress.name_*``, ``progress.too_many`` or ``file.*``.
        """
        name = self._free(text)
        if len(self.names()) >= MAX_PROFILES:
            raise UserError("progress.too_many", limit=MAX_PROFILES)
        progress = msgspec.structs.replace(old or Progress(), name=name)
        self.save(progress)
        return progress

    def load(self, name: str) -> tuple[Progress, UserError | None]:
        """Return a learner's progress and what was wrong with the file, None if nothing.

        A damaged file is kept as ``<name>.json.broken`` and the learner begins anew. Raises UserError
        ``progress.newer`` for a file of a later program, ``progress.no_profile``, or ``file.*`` if it cannot be read.
        """
        path = self._path(name)
        try:
            progress = _read(path)
        except UserError as error:
            if error.id == "file.not_found":
                raise UserError("progress.no_profile", name=name) from None
            raise
        except (ValueError, RecursionError):
            return Progress(name=_composed(path.stem)), _set_aside(path)
        if progress.format > FORMAT:
            raise UserError("progress.newer", name=name)
        return msgspec.structs.replace(progress, name=_composed(path.stem)), None

    def everybody(self) -> tuple[Progress, ...]:
        """Return every learner's progress by name, without those whose files cannot be read; no file is touched."""
        found = []
        for name in self.names():
            with contextlib.suppress(UserError, ValueError, RecursionError):
                found.append(msgspec.structs.replace(_read(self._path(name)), name=name))
        return tuple(found)

    def save(self, progress: Progress) -> None:
        """Write a learner's file; a guest has none. Raises UserError ``file.*`` when that fails."""
        if progress.name:
            data = msgspec.json.format(msgspec.json.encode(progress), indent=1)
            write_atomically(self._path(progress.name), data)

    def rename(self, progress: Progress, text: str) -> Progress:
        """Return the progress under another name and move its file.

        Raises UserError ``progress.name_*`` or ``file.*``; the file then keeps its old name.
        """
        name = self._free(text, but=progress.name)
        renamed = msgspec.structs.replace(progress, name=name)
        old = self._path(progress.name)
        self.save(progress)
        try:
            old.replace(old.with_name(name + _ENDING))
        except OSError as error:
            raise user_error(error, old) from error
        self.save(renamed)
        return renamed

    def delete(self, name: str) -> None:
        """Remove a learner's file. Raises UserError ``progress.no_profile`` or ``file.*``."""
        path = self._path(name)
        try:
            path.unlink()
        except FileNotFoundError:
            raise UserError("progress.no_profile", name=name) from None
        except OSError as error:
            raise user_error(error, path) from error

    def last(self) -> str:
        """Return who learned last, "" if nobody or a learner who is gone."""
        try:
            name = (self.folder / _LAST).read_text(encoding="utf-8")[: 4 * MAX_NAME].strip()
        except (OSError, ValueError):
            return ""
        return name if name in self.names() else ""

    def remember(self, name: str) -> None:
        """Keep who learned last, "" for a guest. A disk that is full is no reason to trouble anybody with it."""
        if name or os.path.isdir(self.folder):
            with contextlib.suppress(UserError):
                write_atomically(self.folder / _LAST, name.encode("utf-8"))

    def _free(self, text: str, but: str = "") -> str:
        """Return the valid name if nobody but ``but`` has it, in capital letters or not."""
        name = valid_name(text)
        taken = [other for other in self.names() if other != but and _same(other) == _same(name)]
        if taken:
            raise UserError("progress.name_taken", name=taken[0])
        return name

    def _path(self, name: str) -> Path:
        """Return the learner's file, also where the system has spelled the name in parts."""
        plain = self.folder / (valid_name(name) + _ENDING)
        if not os.path.exists(plain):
            with contextlib.suppress(OSError):
                return next((p for p in self.folder.iterdir() if _composed(p.name) == plain.name), plain)
        return plain


def _read(path: Path) -> Progress:
    """Return what a file holds. Raises UserError ``file.*``, ValueError or RecursionError if it is damaged."""
    data = read_at_most(path, MAX_BYTES)
    if len(data) > MAX_BYTES:
        raise ValueError("too large")
    return msgspec.json.decode(data, type=Progress)


def _set_aside(path: Path) -> UserError:
    kept = set_aside(path)
    if kept is None:
        # It would be written over by what the learner does next.
        return UserError("progress.broken_stays", name=_composed(path.stem), file=path.name)
    return UserError("progress.broken", name=_composed(path.stem), file=kept.name)


def _is_valid(name: str) -> bool:
    try:
        return valid_name(name) == name
    except UserError:
        return False


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _same(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
