"""What docs/lessons.md tells teachers is what the program reads; the schema is that of its types."""

from __future__ import annotations

import dataclasses
import json
import re
import typing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from core.lessons import check
from core.lessons.calls import Call
from core.lessons.document import schema_text
from core.lessons.goals import Goal
from core.lessons.library import LESSONS_FOLDER, open_lesson
from core.lessons.model import Drawn, Task
from core.lessons.pages import BLOCKS
from core.state import SLICES, AppState

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "docs" / "lesson-example"
DOCS = (ROOT / "docs" / "lessons.md").read_text(encoding="utf-8")
PARTS = dict(zip(("ko", "en"), DOCS.split("\n## English\n"), strict=True))


def rows(part: str, heading: str) -> dict[str, str]:
    """Return the table whose first column is called ``heading``: the first name of each row, and the row."""
    table = re.search(rf"\n\| {re.escape(heading)} \|.*\n\|[-|]+\n((?:\|.*\n)+)", part)
    assert table, heading
    return {line.split("`")[1]: line for line in table.group(1).splitlines()}


@pytest.mark.parametrize("lang", PARTS)
@pytest.mark.parametrize(("heading", "union"), [("`call`", Call), ("`check`", Goal), ("`kind`", Task)])
def test_every_call_goal_and_task_is_documented_with_its_arguments(lang: str, heading: str, union: Any) -> None:
    told = rows(PARTS[lang], heading)
    kinds = {str(kind.__struct_config__.tag): kind for kind in typing.get_args(union)}
    assert set(told) == set(kinds)
    for tag, kind in kinds.items():
        for field in msgspec.structs.fields(kind):
            assert f"`{field.name}`" in told[tag] or f"`{field.name} = true`" in told[tag], f"{tag}: {field.name}"


@pytest.mark.parametrize("lang", PARTS)
def test_every_lab_is_documented_with_names_that_it_has(lang: str) -> None:
    told = rows(PARTS[lang], {"ko": "실험실", "en": "Lab"}[lang])
    assert set(told) == set(SLICES) - {"lessons"}
    for lab, row in told.items():
        known = {field.name for field in dataclasses.fields(getattr(AppState(), lab))}
        names = re.findall(r"(?:^|, )`(\w+)", row.split("|")[2].strip())
        assert len(names) > 3
        assert set(names) <= known


@pytest.mark.parametrize("lang", PARTS)
def test_every_block_and_every_key_is_documented(lang: str) -> None:
    part = PARTS[lang]
    assert all(f"`::: {block}" in part for block in BLOCKS)
    for field in msgspec.structs.fields(Drawn):
        assert re.search(rf"\b{field.name}\b", part)


def test_the_example_is_the_folder_beside_it_and_has_no_problems() -> None:
    lesson = open_lesson(EXAMPLE)
    assert lesson.problems == ()
    assert [type(step.task).__name__ for step in lesson.steps] == ["Predict", "Choose", "ReachGoal"]
    for name, part in (("lesson.toml", "ko"), ("ko.md", "ko"), ("en.md", "en")):
        text = (EXAMPLE / name).read_text(encoding="utf-8")
        assert f"```{'toml' if name.endswith('toml') else 'markdown'}\n{text}```\n" in PARTS[part]


def test_the_schema_is_that_of_the_types() -> None:
    shipped = (LESSONS_FOLDER / "lesson.schema.json").read_text(encoding="utf-8")
    assert shipped == schema_text(), "python -m core.lessons.check --schema > resources/lessons/lesson.schema.json"
    definitions = json.loads(shipped)["$defs"]
    assert set(re.findall(r'"#/\$defs/(\w+)"', shipped)) <= set(definitions)
    assert definitions["StepDocument"]["properties"]["lab"]["enum"] == ["", *sorted(set(SLICES) - {"lessons"})]


def test_the_checker_prints_every_problem_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main([str(EXAMPLE)]) == 0
    assert capsys.readouterr().out == ""
    (tmp_path / "lesson.toml").write_text("format = 3\n", encoding="utf-8")
    assert check.main(["--lang", "en", str(EXAMPLE), str(tmp_path), str(tmp_path / "none")]) == 1
    first, second = capsys.readouterr().out.splitlines()
    assert first == f"{tmp_path}: lesson.toml, line 1, format: format = 3 is not known. Write format = 1."
    assert "none" in second


def test_the_checker_prints_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main(["--schema"]) == 0
    assert json.loads(capsys.readouterr().out)["$ref"] == "#/$defs/LessonDocument"
