"""What stands in ``lesson.toml``: the types that the file is checked against, and that the JSON schema is made from."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from core.lessons.calls import Call
from core.lessons.misfit import MisfitError, Path
from core.lessons.model import Drawn, Task

FORMAT = 1
LabKey = Literal["", "explore", "compare", "neuron", "softmax", "gradient", "race"]
MAX_STEPS = 60
MAX_NAMES = 40

Id = Annotated[str, Meta(pattern="^[a-z0-9_]+$", max_length=60)]
Name = Annotated[str, Meta(pattern="^[A-Za-z_][A-Za-z0-9_]*$", max_length=60)]


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Words in both languages; one of the two is enough."""

    ko: str = ""
    en: str = ""


class StepDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """``[[step]]``: the step's id is also that of its heading in ko.md and en.md.

    ``state`` is what differs from the lab's first screen, by the names of its slice.
    """

    id: Id
    minutes: Annotated[float, Meta(ge=0, le=600)] = 0
    lab: LabKey = ""
    state: dict[str, Any] | None = None
    numbers: dict[Name, Drawn] = {}
    values: dict[Name, Call] = {}
    task: Task | None = None


class LessonDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The whole file."""

    format: Literal[1]
    title: Said | str
    step: Annotated[list[StepDocument], Meta(min_length=1, max_length=MAX_STEPS)]
    section: str = ""
    summary: Said | str = ""


def check_document(step: StepDocument, path: Path) -> None:
    """Raise MisfitError unless names are few, and each stands for one thing."""
    for key in ("numbers", "values"):
        if len(getattr(step, key)) > MAX_NAMES:
            raise MisfitError((*path, key), "lesson_file.too_many_names", limit=MAX_NAMES)
    for name in step.values:
        if name in step.numbers:
            raise MisfitError((*path, "values", name), "lesson_file.twice", name=name)


def schema_text() -> str:
    """Return the JSON schema of ``lesson.toml``, for editors that complete and check while one types."""
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(LessonDocument)}
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"
