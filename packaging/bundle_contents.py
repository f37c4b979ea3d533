"""The questions that ``activation-lab.spec`` asks about what goes into the bundle; the lists are in ``bundle.toml``."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

LISTS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("bundle.toml").read_text("utf-8"))

# Where Linux keeps what belongs to the system: the installers say which packages are needed instead of carrying copies.
SYSTEM_FOLDERS = ("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/")


def is_of_the_system(place: str, source: str) -> bool:
    """Return whether the file ``source``, meant for ``place`` in the bundle, is a shared library of this Linux.

    Python's own library is none, wherever it was installed.
    """
    name = PurePath(place).name
    return source.startswith(SYSTEM_FOLDERS) and name == place and ".so" in name and not name.startswith("libpython")


def is_used(place: str) -> bool:
    """Return whether the file that would lie at ``place``, a path inside the bundle, belongs into it."""
    path = place.replace("\\", "/")
    if path in LISTS["kept_files"]:
        return True
    if path.endswith(".qm"):
        return path.rpartition("/")[2] in LISTS["translations"]
    return not any(fnmatchcase(path, pattern) for pattern in LISTS["unused_files"])
