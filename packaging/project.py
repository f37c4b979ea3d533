"""What every packaging script asks of the project: where it lies, its version, the names it is installed under."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUNDLE = ROOT / "build" / "bundle" / "activation-lab"
PACKAGE = "activation-lab"
_PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
# The one place where the version stands is pyproject.toml.
VERSION: str = _PROJECT["version"]
DESCRIPTION: str = _PROJECT["description"]
# The first second of 2026. The same program makes the same packages: no file in them is of another time, none newer.
EPOCH = "1767225600"
