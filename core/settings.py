"""Preferences of the person at this computer: kept apart from the state, so that undo never touches them."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from core.files import write_atomically
from core.text import Lang

ThemeName = Literal["light", "dark", "projector", "system"]
ZOOM_STEPS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
MAX_RECENT = 8
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
        """Return these settings with ``path`` first among the recent files."""
        first = str(path.absolute())
        others = [p for p in self.recent if p != first]
        return msgspec.structs.replace(self, recent=(first, *others)[:MAX_RECENT])


def load_settings(path: Path) -> tuple[Settings, bool]:
    """Return (settings, whether the file was damaged). A damaged file is kept beside as ``.broken``."""
    try:
        settings = msgspec.json.decode(path.read_bytes(), type=Settings)
        zoom = min(ZOOM_STEPS, key=lambda step: abs(step - settings.zoom))
        return msgspec.structs.replace(settings, zoom=zoom), False
    except FileNotFoundError:
        return Settings(), False
    except (OSError, ValueError, RecursionError):
        with contextlib.suppress(OSError):
            path.replace(path.with_suffix(path.suffix + ".broken"))
        return Settings(), True


def read_language(path: Path) -> Lang:
    """Return the language of the settings file, Korean if it says none; nothing is written or moved."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Settings).language
    except (OSError, ValueError, RecursionError):
        return Settings().language


def save_settings(settings: Settings, path: Path) -> None:
    """Write the settings. Raises UserError ``file.*`` when that fails."""
    write_atomically(path, msgspec.json.format(msgspec.json.encode(settings), indent=2))
