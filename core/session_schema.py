"""The JSON schema of session files, for editors and other programs: ``python -m core.session_schema`` writes it anew.

It says names and types. What numbers and keys are allowed beyond that is asked of each slice's ``checked`` when a file
is opened; docs/session-format.md tells.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from core.session import FORMAT, VERSION
from core.state import SLICES, AppState

SCHEMA_FILE = Path(__file__).resolve().parent.parent / "resources" / "session.schema.json"
_ARRAY = {
    "title": "Numbers",
    "type": "object",
    "properties": {
        "shape": {"type": "array", "items": {"type": "integer"}},
        "numbers": {"type": "array", "items": {"anyOf": [{"type": "number"}, {"enum": ["nan", "inf", "-inf"]}]}},
    },
    "required": ["shape", "numbers"],
    "additionalProperties": False,
}


def session_schema() -> dict[str, Any]:
    """Return the schema of a whole session file, in JSON Schema 2020-12."""
    (state,), parts = msgspec.json.schema_components([AppState], schema_hook=_of_array, ref_template="#/$defs/{name}")
    # Docstrings speak to whoever reads the code.
    for part in parts.values():
        part.pop("description", None)
    parts["AppState"]["properties"]["lab"]["enum"] = list(SLICES)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Activation Lab session",
        "type": "object",
        "properties": {"format": {"const": FORMAT}, "version": {"const": VERSION}, "state": state},
        "required": ["format", "version", "state"],
        "$defs": parts,
    }


def schema_text() -> str:
    """Return what the schema's file holds."""
    return msgspec.json.format(msgspec.json.encode(session_schema()), indent=1).decode() + "\n"


def _of_array(type_: type) -> dict[str, Any]:
    if type_ is not np.ndarray:
        raise NotImplementedError(type_.__name__)
    return dict(_ARRAY)


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
