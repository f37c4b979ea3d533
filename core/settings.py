"""Preferences of the person at this computer: kept apart from the state, so that undo never touches them."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Set
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from core.files import read_at_most, set_aside, write_atomically
from core.text import Lang, UserError, shown

ThemeName = Literal["light", "dark", "projector", "system"]
ZOOM_STEPS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
MAX_RECENT = 8
MAX_BYTES = 1024 * 1024
# Qt's own limits: what lies beyond cannot be a window.
Place = Annotated[int, Meta(ge=-(2**23), le=2**23)]
DtypeName = Literal["float32", "float64", "float16", "bfloat16"]
Extent = Annotated[int, Meta(ge=1, le=2**23)]
# No system has a path with this sign in it, and every one refuses it in another way.
PathText = Annotated[str, Meta(pattern=r"^[^\x00]*$")]


class Settings(msgspec.Struct, frozen=True):
    """Preferences with their defaults.

    Attributes:
        font: family of the letters, "" for the one that comes with the program.
        high_contrast: lines and secondary words in full ink.  reduced_motion: nothing glides or plays by itself.
        decimals, dtype: what Explore begins with.
        data_folder: where the last screen, learners and own lessons are kept, "" for the usual place.
        recent: files opened last, the latest first.
        export_folder: where the last export went, "" before the first.
        window: (x, y, width, height) in pixels, or None before the first run.
        toured: whether the tour of the first start was seen or skipped.
    """

    language: Lang = "ko"
    theme: ThemeName = "light"
    zoom: float = 1.0
    font: str = ""
    high_contrast: bool = False
    reduced_motion: bool = False
    decimals: Annotated[int, Meta(ge=0, le=6)] = 2
    dtype: DtypeName = "float32"
    data_folder: PathText = ""
    recent: tuple[PathText, ...] = ()
    export_folder: PathText = ""
    window: tuple[Place, Place, Extent, Extent] | None = None
    maximized: bool = False
    toured: bool = False

    def with_recent(self, path: Path) -> Settings:
        """Return these settings with ``path`` first among the recent files.

        A name that is no Unicode, such as one in CP949 from a stranger's disk, cannot be written down and is left out.
        """
        first = str(path.absolute())
        if first != shown(first):
            return self
        others = [p for p in self.recent if p != first]
        return msgspec.structs.replace(self, recent=(first, *others)[:MAX_RECENT])


def load_settings(path: Path) -> tuple[Settings, UserError | None]:
    """Return the settings and what was wrong with the file, None for nothing; a damaged one is kept beside.

    Raises nothing: whatever the file is, the program starts.
    """
    try:
        return _read(path), None
    except UserError as error:
        if error.id == "file.not_found":
            return Settings(), None
        return Settings(), UserError("file.settings_not_read", reason=error)
    except (ValueError, RecursionError):
        kept = set_aside(path)
        if kept is None:
            return Settings(), UserError("file.settings_broken", name=path.name, folder=path.parent)
        return Settings(), UserError("file.settings_kept", name=kept.name, folder=path.parent)


def read_language(path: Path) -> Lang:
    """Return the language of the settings file, Korean if it says none; nothing is written or moved."""
    try:
        return _read(path).language
    except (UserError, ValueError, RecursionError):
        return Settings().language


def _read(path: Path) -> Settings:
    """Return the settings in a file. Raises UserError ``file.*``, ValueError or RecursionError if it is damaged."""
    data = read_at_most(path, MAX_BYTES)
    if len(data) > MAX_BYTES:
        raise ValueError("too large")
    # Windows' editors and PowerShell put a byte-order mark in front of what an administrator writes.
    settings = msgspec.json.decode(data.removeprefix(BOM_UTF8), type=Settings)
    zoom = min(ZOOM_STEPS, key=lambda step: abs(step - settings.zoom))
    return msgspec.structs.replace(settings, zoom=zoom)


def save_changed(mine: Settings, changed: Set[str], path: Path) -> None:
    """Write the fields in ``changed`` over what the file says now: another window on the same home has its own changes.

    Files opened here come before those opened there. Where the file says nothing that can be read, all of ``mine`` is
    written. Raises UserError ``file.*`` when that fails.
    """
    try:
        theirs = _read(path)
    except (UserError, ValueError, RecursionError):
        theirs = mine
    changes = {name: getattr(mine, name) for name in changed}
    if "recent" in changes:
        changes["recent"] = tuple(dict.fromkeys((*mine.recent, *theirs.recent)))[:MAX_RECENT]
    save_settings(msgspec.structs.replace(theirs, **changes), path)


def save_settings(settings: Settings, path: Path) -> None:
    """Write the settings. Raises UserError ``file.*`` when that fails."""
    write_atomically(path, msgspec.json.format(msgspec.json.encode(settings), indent=2))
