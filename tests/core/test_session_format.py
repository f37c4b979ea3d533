"""docs/session-format.md and the schema say what session files are: fields, defaults, limits, the example."""

from __future__ import annotations

import dataclasses
import json
import re
import typing
from pathlib import Path
from typing import Any

import msgspec
import pytest
import torch

from core import session
from core.chosen_function import ChosenFunction
from core.labs import explore
from core.labs.compare import CompareState
from core.labs.explore import ExploreState
from core.labs.gradient.state import GradientState
from core.labs.gradient.workshop import WorkshopState
from core.labs.lessons.state import LessonsState
from core.labs.neuron import NeuronState
from core.labs.race import RaceState
from core.labs.softmax import SoftmaxState
from core.session_schema import SCHEMA_FILE, schema_text, session_schema
from core.state import SLICES, AppState
from core.text import UserError
from core.training.datasets import DataChoice, OwnPoints
from core.training.plan import Design

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "session-format.md").read_text(encoding="utf-8")
EXAMPLE = DOCS / "session-example.actlab"
SCHEMA = session_schema()
PARTS: dict[str, type] = {
    "function": ChosenFunction,
    "explore": ExploreState,
    "compare": CompareState,
    "neuron": NeuronState,
    "softmax": SoftmaxState,
    "gradient": GradientState,
    "gradient.workshop": WorkshopState,
    "race": RaceState,
    "race.data": DataChoice,
    "race.own": OwnPoints,
    "race.design": Design,
    "lessons": LessonsState,
}


def _plain(value: object) -> Any:
    return json.loads(msgspec.json.encode(value, enc_hook=session._encode_array))


def _file(changes: dict[str, Any]) -> bytes:
    return json.dumps({"format": session.FORMAT, "version": session.VERSION, "state": changes}).encode()


def _nested(path: str, value: object) -> dict[str, Any]:
    for name in reversed(path.split(".")):
        value = {name: value}
    return typing.cast(dict[str, Any], value)


def test_the_example_of_the_page_is_the_file_beside_it_and_opens() -> None:
    shown = re.findall(r"```json\n(.*?)```", PAGE, re.S)[0]
    assert shown == EXAMPLE.read_text(encoding="utf-8")
    state = session.load(EXAMPLE)
    assert (state.lab, state.explore.function) == ("explore", "leaky_relu")
    expected = torch.nn.LeakyReLU(0.1)(torch.tensor([-3.0, 0.0, 2.0]))
    assert explore.details(state.explore).printed_output == str(expected)
    assert state.race == AppState().race, "what is left out is as at a fresh start"


def test_every_slice_has_a_part_of_the_page() -> None:
    heads = re.findall(r"^#{3,4} ([a-z.]+)$", PAGE, re.M)
    assert set(heads) == {*PARTS, "tensor"}
    assert set(SLICES) <= set(heads)


@pytest.mark.parametrize("name", PARTS)
def test_every_field_is_told_with_what_it_is_at_first(name: str) -> None:
    part = re.split(r"^#+ ", PAGE.split(f"# {name}\n", 1)[1], maxsplit=1, flags=re.M)[0]
    rows = {field: first for field, first in re.findall(r"^\| `(\w+)` \| (.+?) \|", part, re.M)}
    fields = {field.name: field for field in dataclasses.fields(PARTS[name])}
    assert list(rows) == list(fields)
    for key, first in rows.items():
        field = fields[key]
        if first == "required":
            assert field.default is dataclasses.MISSING
            assert field.default_factory is dataclasses.MISSING
        elif first != "see below":
            made = field.default_factory() if field.default_factory is not dataclasses.MISSING else field.default
            assert json.loads(first.strip("`")) == _plain(made), key


# Path, what is accepted, what is refused: the ends of what the page allows.
LIMITS: list[tuple[str, list[object], list[object]]] = [
    ("lab", ["race"], ["kitchen"]),
    ("explore.function", ["custom", "gelu"], ["gelo"]),
    ("explore.formula", ["x" + "+x" * 20], ["x +", "x" * 501]),
    ("explore.dtype", ["bfloat16"], ["float8"]),
    ("explore.threshold", [0, 1], [-0.1, 1.1]),
    ("explore.decimals", [0, 6, 7], [1.5]),
    ("explore.x_view", [[-1e6, 1e6], [0, 1e-4]], [[-2e6, 0], [1, 1], [0, 1e-5]]),
    ("explore.params", [{"leaky_relu": {"negative_slope": 0.1}}], [{"leaky_relu": {"negative_slope": "a"}}]),
    ("explore.tensor", [{"values": {"shape": [], "numbers": [1]}}], [{"values": {"shape": [2], "numbers": [1]}}]),
    ("explore.tensor.values", [{"shape": [1], "numbers": ["nan"]}], [{"shape": [1], "numbers": ["NaN"]}]),
    ("explore.tensor.values", [{"shape": [1] * 4, "numbers": [1]}], [{"shape": [1] * 5, "numbers": [1]}]),
    ("compare.compared", [[{"function": "relu"}]], [[], [{"function": "relu"}, {"function": "elu"}]]),
    ("compare.layout", ["difference"], ["stacked"]),
    ("neuron.count", [1, 5], [0, 6]),
    ("neuron.gate", ["xor"], ["nor"]),
    ("neuron.layers", [1, 2], [3]),
    ("neuron.numbers", [{"w4": 1.5, "output_b": 0}], [{"w5": 1}]),
    ("neuron.function", ["tanh"], ["softmax"]),
    ("neuron.dtype", ["float64"], ["float16"]),
    ("softmax.temperature", [1000, 0.001], [0, -1, 1001]),
    ("softmax.scale", [1000, 0.001], [0, 1001]),
    ("softmax.dim", [0, 1, -1, -2], [2]),
    ("softmax.logits", [], [{"values": {"shape": [1], "numbers": [1]}}]),
    ("gradient.depth", [1, 50], [0, 51]),
    ("gradient.width", [2, 128], [1, 129]),
    ("gradient.init", ["lecun"], ["glorot"]),
    ("gradient.quantity", ["weight"], ["loss"]),
    ("gradient.seed", [999_999], [1_000_000]),
    ("gradient.layer", [50], [0, 51]),
    ("gradient.workshop.data", ["vee"], ["cube"]),
    ("gradient.workshop.units", [1, 24], [0, 25]),
    ("gradient.workshop.learning_rate", [0, 1000], [1001]),
    ("race.design.depth", [0, 8], [9]),
    ("race.design.width", [64], [65]),
    ("race.design.seeds", [16], [0, 17]),
    ("race.design.learning_rate", [1e-6, 1000], [0, 1001]),
    ("race.design.optimizer", ["momentum"], ["adamw"]),
    ("race.design.initialization", ["matched"], ["zeros"]),
    ("race.data.kind", ["spiral", "own"], ["torus"]),
    ("race.data.count", [10, 2000], [9, 2001]),
    ("race.data.test_share", [0, 0.9], [0.95]),
    ("race.prediction", ["가" * 2000], ["가" * 2001]),
    ("race.pace", [0, 1000], [1001]),
    ("race.goal.last_epoch", [0, 100_000], [100_001]),
    ("race.curve", ["accuracy"], ["speed"]),
    ("lessons.view", ["glossary"], ["index"]),
    ("lessons.quiz_seed", [0], [-1]),
    ("lessons.drafts", [{"relu/a": {"answer": ["x"] * 64}}], [{"relu/a": {"answer": ["x"] * 65}}]),
    ("lessons.drafts", [{"relu/a": {"answer": ["x" * 4000]}}], [{"relu/a": {"answer": ["x" * 4001]}}]),
]  # fmt: skip


@pytest.mark.parametrize(("path", "accepted", "refused"), LIMITS, ids=[path for path, _, _ in LIMITS])
def test_the_limits_are_where_the_page_says(path: str, accepted: list[object], refused: list[object]) -> None:
    for value in accepted:
        session.decode(_file(_nested(path, value)), "a.actlab")
    for value in refused:
        with pytest.raises(UserError) as error:
            session.decode(_file(_nested(path, value)), "a.actlab")
        assert error.value.id in ("session.value", "session.field"), value


def test_every_message_of_the_page_is_given(tmp_path: Path) -> None:
    told = set(re.findall(r"`(session\.\w+)`", PAGE))
    whole = _file({})
    given = {
        "session.empty": b" \n",
        "session.too_large": b" " * (session.MAX_BYTES + 1),
        "session.not_json": whole[:-5],
        "session.foreign": whole.replace(b"activation-lab-session", b"something-else"),
        "session.newer": whole.replace(b'"version": 1', b'"version": 99'),
        "session.field": _file({"explore": {"selected": "two"}}),
        "session.value": _file({"explore": {"function": "gelo"}}),
    }
    assert told == set(given)
    for id, data in given.items():
        with pytest.raises(UserError) as error:
            session.decode(data, "a.actlab")
        assert error.value.id == id
    assert f"{session.MAX_BYTES // 2**20} MB" in PAGE
    assert session.decode(_file({"explore": {"a later field": 1}, "a later lab": {}}), "a.actlab") == AppState()


# --- the schema


def test_the_schema_is_the_one_that_is_shipped() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), "run: python -m core.session_schema"


def _misfits(value: object, rule: dict[str, Any], at: str = "$") -> list[str]:
    """What of a value its rule forbids: as much of JSON Schema as ours has. Unknown rules are an error."""
    found: list[str] = []
    for word, wanted in rule.items():
        if word in ("title", "default", "$schema", "$defs"):
            continue
        if word == "$ref":
            found += _misfits(value, SCHEMA["$defs"][wanted.rpartition("/")[2]], at)
        elif word == "type":
            is_so = {
                "object": isinstance(value, dict),
                "array": isinstance(value, list),
                "string": isinstance(value, str),
                "boolean": isinstance(value, bool),
                "null": value is None,
                "number": isinstance(value, int | float) and not isinstance(value, bool),
                "integer": isinstance(value, int) and not isinstance(value, bool),
            }
            found += (
                [] if any(is_so[t] for t in ([wanted] if isinstance(wanted, str) else wanted)) else [f"{at}: {wanted}"]
            )
        elif word in ("const", "enum"):
            found += [] if value in ([wanted] if word == "const" else wanted) else [f"{at}: {wanted}"]
        elif word == "anyOf":
            tried = [_misfits(value, one, at) for one in wanted]
            found += [] if any(not one for one in tried) else tried[0]
        elif word == "properties" and isinstance(value, dict):
            found += [
                m for key, one in wanted.items() if key in value for m in _misfits(value[key], one, f"{at}.{key}")
            ]
        elif word == "additionalProperties" and isinstance(value, dict):
            others = {key: v for key, v in value.items() if key not in rule.get("properties", {})}
            if wanted is False:
                found += [f"{at}.{key}" for key in others]
            elif isinstance(wanted, dict):
                found += [m for key, v in others.items() for m in _misfits(v, wanted, f"{at}.{key}")]
        elif word == "required" and isinstance(value, dict):
            found += [f"{at}.{key} is missing" for key in wanted if key not in value]
        elif word in ("items", "prefixItems") and isinstance(value, list):
            rules = wanted if isinstance(wanted, list) else [wanted] * len(value) if wanted else []
            found += [
                m for i, (v, one) in enumerate(zip(value, rules, strict=False)) for m in _misfits(v, one, f"{at}[{i}]")
            ]
        elif word in ("minItems", "maxItems") and isinstance(value, list):
            short, long = word == "minItems" and len(value) < wanted, word == "maxItems" and len(value) > wanted
            found += [f"{at}: {word} {wanted}"] if short or long else []
        else:
            assert word in ("items", "prefixItems", "properties", "additionalProperties", "required", "minItems",
                            "maxItems"), word  # fmt: skip
    return found


def test_what_the_program_saves_keeps_to_the_schema() -> None:
    states = [AppState()]
    for path, accepted, _ in LIMITS:
        states += [session.decode(_file(_nested(path, value)), "a.actlab") for value in accepted]
    for state in states:
        assert _misfits(json.loads(session.encode(state)), SCHEMA) == []
    assert _misfits(json.loads(EXAMPLE.read_bytes()), SCHEMA) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [("lab", "kitchen"), ("explore.selected", 1.5), ("explore.x_view", [1]), ("compare.compared", [{}]),
     ("lessons.drafts", {"a/b": {"answer": "x"}}), ("explore.tensor.values", {"shape": [1]}), ("race.goal", [])],
)  # fmt: skip
def test_the_schema_forbids_what_the_program_refuses(path: str, value: object) -> None:
    document = json.loads(_file(_nested(path, value)))
    assert _misfits(document, SCHEMA) != []
    with pytest.raises(UserError):
        session.decode(json.dumps(document).encode(), "a.actlab")
