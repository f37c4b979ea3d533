"""Session files: what goes in comes out; whatever else is opened is refused in words."""

from __future__ import annotations

import json
import math
import pickle
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core import session
from core.labs import explore
from core.labs.explore import ExploreState
from core.state import AppState
from core.tensor_value import DTYPES, TensorValue, linspace, random_normal
from core.tensors import parse
from core.text import Lang, UserError
from core.view_range import MAX_RANGE


def _state(**own: Any) -> AppState:
    return AppState(explore=replace(ExploreState(), **own))


def _document(state: AppState | None = None) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(session.encode(state or AppState()))
    return document


def _refused(data: bytes) -> UserError:
    with pytest.raises(UserError) as caught:
        session.decode(data, "수업.actlab")
    for lang in ("ko", "en"):
        said = caught.value.said_in(lang)
        assert "수업.actlab" in said
        assert "\n" not in said
        assert len(said) < 400, said
    return caught.value


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    "tensor",
    [
        TensorValue.of(-0.0),
        TensorValue.of([math.nan, math.inf, -math.inf, 5e-324, 1.7976931348623157e308, 0.1]),
        TensorValue.of([[1.0, -2.0], [3.0, 1 / 3]]),
        random_normal((2, 3, 4), 1),
        random_normal((1, 2, 3, 4), 2),
        linspace(-10.0, 10.0, 1000),
    ],
    ids=lambda t: str(t.shape),
)
def test_every_kind_of_tensor_comes_back_bit_for_bit(tensor: TensorValue, dtype: str) -> None:
    own = explore.set_dtype(explore.set_tensor(ExploreState(), tensor), dtype)
    state = AppState(explore=own)
    back = session.decode(session.encode(state), "x")
    assert back == state
    assert back.explore.tensor.values.tobytes() == tensor.values.tobytes()
    assert explore.full_code(back.explore) == explore.full_code(own)


def test_everything_a_person_can_change_comes_back() -> None:
    own = explore.set_param(explore.choose_function(ExploreState(), "leaky_relu"), "negative_slope", 0.3)
    own = explore.set_range(own, "negative_slope", -1.0, 2.0, 0.25)
    own = explore.set_formula(own, "where(x > 0, x, a*x)")
    own = explore.set_range(explore.set_param(own, "a", -0.5), "a", -2.0, 2.0, 0.5)
    own = explore.set_formula(own, "x * b")  # a is gone from the formula, its value waits for its return
    own = explore.choose_function(own, "rrelu")
    own = explore.set_param(explore.set_param(own, "training", True), "seed", 3)
    own = explore.set_tensor(own, random_normal((3, 2, 2), 0))
    own = explore.set_slice(own, (2,))
    own = explore.set_view(explore.set_threshold(own, 0.25), (-3.0, 4.5), (-1.0, 2.0))
    own = explore.set_decimals(explore.move_probe(own, -2.5), 5)
    own = explore.show_output_curve(own, True, 4)
    state = AppState(explore=own)
    back = session.decode(session.encode(state), "x")
    assert back == state
    assert back.explore.params["rrelu"]["training"] is True
    assert isinstance(back.explore.params["rrelu"]["seed"], int)


@pytest.mark.parametrize("preset", [p.key for p in explore.presets()])
def test_every_preset_comes_back(preset: str) -> None:
    state = AppState(explore=explore.apply_preset(ExploreState(), preset))
    assert session.decode(session.encode(state), "x") == state


def test_saving_and_loading_a_file(tmp_path: Path) -> None:
    file = tmp_path / "수업" / "한글 이름.actlab"
    state = _state(function="tanh")
    session.save(state, file)
    assert session.load(file) == state
    assert json.loads(file.read_bytes())["format"] == session.FORMAT


@pytest.mark.parametrize(
    ("data", "id"),
    [
        (b"", "session.empty"),
        (b" \n", "session.empty"),
        (session.encode(AppState())[:-20], "session.not_json"),
        (session.encode(AppState())[: 2**7], "session.not_json"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "session.not_json"),
        (pickle.dumps({"format": session.FORMAT}), "session.not_json"),
        (b"[" * 100_000, "session.not_json"),
        (b'{"a":' * 100_000, "session.not_json"),
        (b"[1, 2]", "session.not_json"),
        (b'"text"', "session.not_json"),
        ("안녕하세요".encode("cp949"), "session.not_json"),
        (b"{}", "session.foreign"),
        (b'{"format": "other", "version": 1}', "session.foreign"),
        (b'{"format": "activation-lab-session"}', "session.foreign"),
        (b'{"format": "activation-lab-session", "version": true}', "session.foreign"),
        (b'{"format": "activation-lab-session", "version": 0}', "session.foreign"),
        (b'{"format": "activation-lab-session", "version": 1.5}', "session.foreign"),
        (b'{"format": "activation-lab-session", "version": 2, "state": {}}', "session.newer"),
        (b'{"format": "activation-lab-session", "version": 1}', "session.field"),
        (b'{"format": "activation-lab-session", "version": 1, "state": null}', "session.field"),
        (b'{"format": "activation-lab-session", "version": 1, "state": []}', "session.field"),
    ],
    ids=lambda v: v if isinstance(v, str) else repr(v[:20]),
)
def test_what_is_no_whole_session_is_refused(data: bytes, id: str) -> None:
    assert _refused(data).id == id


def test_a_newer_file_names_both_formats() -> None:
    document = _document() | {"version": session.VERSION + 6}
    error = _refused(json.dumps(document).encode())
    for lang in ("ko", "en"):
        assert str(session.VERSION + 6) in error.said_in(lang)
        assert str(session.VERSION) in error.said_in(lang).replace(str(session.VERSION + 6), "")


BROKEN: list[tuple[str, object]] = [
    ("selected", "two"), ("selected", 1.5), ("function", 3), ("function", "banana"), ("function", "__import__"),
    ("formula", "__import__('os')"), ("formula", "x."), ("params", {"relu": {"alpha": 1}}), ("params", {"banana": {}}),
    ("params", {"leaky_relu": {"negative_slope": "steep"}}), ("params", {"leaky_relu": {"negative_slope": 1e9}}),
    ("params", {"leaky_relu": {"negative_slope": None}}), ("params", {"hardtanh": {"min_val": 2.0, "max_val": 1.0}}),
    ("params", {"custom": {"a": "steep"}}), ("params", {"custom": {"a.b": 1.0}}), ("params", 5),
    ("ranges", {"relu": {"alpha": [0, 1, 0.1]}}), ("ranges", {"leaky_relu": {"negative_slope": [1, 0, 0.1]}}),
    ("ranges", {"leaky_relu": {"negative_slope": [0, 1]}}), ("ranges", {"custom": {"(": [0, 1, 0.1]}}),
    ("dtype", "float8"), ("threshold", 2), ("threshold", "low"), ("x_view", [1, 1]), ("x_view", [-1e300, 1e300]),
    ("x_view", [1, 2, 3]), ("x_view", None), ("y_view", [3, -3]), ("slice_index", "0"), ("output_curve", "yes"),
    ("probe", None), ("decimals", []), ("tensor", None), ("tensor", [1, 2]),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), BROKEN, ids=lambda v: str(v)[:40])
def test_a_wrong_value_in_a_field_is_refused(field: str, value: object) -> None:
    document = _document()
    document["state"]["explore"][field] = value
    error = _refused(json.dumps(document).encode())
    assert error.id in ("session.field", "session.value")
    if error.id == "session.field":
        assert f"explore.{field}" in error.said_in("ko")


def test_an_unknown_lab_is_refused() -> None:
    for lab in ("banana", "lab", "", "__class__", 4):
        document = _document()
        document["state"]["lab"] = lab
        assert _refused(json.dumps(document).encode()).id in ("session.field", "session.value")


@pytest.mark.parametrize(
    ("shape", "numbers"),
    [
        ([10**9, 10**9], [1.0]), ([2**63], []), ([-1, -2], [1.0, 2.0]), ([0], []), ([], []), ([2], [1.0]),
        ([1, 1, 1, 1, 1], [1.0]), ([1] * 50_000, [1.0]), (["2"], [1.0, 2.0]), ([1.5], [1.0]), ([1], ["one"]),
        ([1], [None]), ([1], [[1.0]]), ([1], [True]), ("2", [1.0]), ([1], "1"), ([1_000_001], [0] * 1_000_001),
    ],
    ids=lambda v: str(v)[:30],
)  # fmt: skip
def test_a_tensor_that_cannot_be_is_refused(shape: object, numbers: object) -> None:
    document = _document()
    document["state"]["explore"]["tensor"] = {"values": {"shape": shape, "numbers": numbers}}
    assert _refused(json.dumps(document).encode()).id in ("session.field", "session.value")


def test_a_number_too_large_for_a_float_is_refused() -> None:
    data = session.encode(AppState()).replace(b"-3.0", b"1e999")
    assert _refused(data).id in ("session.not_json", "session.field")


def test_the_code_of_a_strangers_file_is_not_shown() -> None:
    document = _document(AppState(explore=explore.set_tensor(ExploreState(), linspace(0.0, 1.0, 3))))
    assert "torch.linspace" in explore.full_code(session.decode(json.dumps(document).encode(), "x").explore)
    for origin in (
        "__import__('os').system('ls')",
        "torch.linspace(0.0, 2.0, 3)",
        "x" * 10**6,
        "torch.tensor([0, 0.5, 1])",
    ):
        document["state"]["explore"]["tensor"]["origin"] = origin
        own = session.decode(json.dumps(document).encode(), "x").explore
        assert own.tensor.values.tolist() == [0.0, 0.5, 1.0]
        assert own.tensor.origin == ""
        assert "x = torch.tensor([0.0, 0.5, 1.0])" in explore.full_code(own)


@pytest.mark.parametrize(
    ("field", "value", "becomes"),
    [
        ("selected", 10**30, -1), ("selected", -7, -1), ("moved", -3, 0), ("moved", 99, 0), ("decimals", 40, 6),
        ("decimals", -1, 0), ("slice_index", [0, -1], ()), ("probe", 1e300, MAX_RANGE),
    ],
)  # fmt: skip
def test_what_points_outside_is_brought_back(field: str, value: object, becomes: object) -> None:
    document = _document()
    document["state"]["explore"][field] = value
    own = session.decode(json.dumps(document).encode(), "x").explore
    assert getattr(own, field) == becomes
    explore.compute(own)


def test_a_negative_slice_of_a_large_tensor_is_brought_back() -> None:
    document = _document(AppState(explore=explore.set_tensor(ExploreState(), random_normal((2, 2, 2), 0))))
    document["state"]["explore"]["slice_index"] = [-1]
    assert session.decode(json.dumps(document).encode(), "x").explore.slice_index == (0,)


def _flipped(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randrange(1, 40) :]


def _opened(data: bytes) -> AppState | None:
    """Return the state, or None if the data is refused in words."""
    try:
        return session.decode(data, "x")
    except UserError as error:
        said = {error.said_in("ko"), error.said_in("en")}
        return None if len(said) == 2 and all(said) else AppState(lab="no message")


@pytest.mark.parametrize("damage", [_flipped, _cut], ids=["bit flipped", "piece missing"])
def test_a_damaged_file_is_refused_or_still_a_usable_session(damage: Callable[[bytes, random.Random], bytes]) -> None:
    own = explore.set_param(explore.choose_function(ExploreState(), "hardtanh"), "max_val", 2.0)
    own = explore.set_range(explore.choose_function(own, "leaky_relu"), "negative_slope", 0.0, 1.0, 0.1)
    own = explore.set_tensor(explore.set_view(own, (-3.0, 3.0), (-1.0, 1.0)), random_normal((2, 2, 2), 0))
    whole = session.encode(AppState(explore=own))
    chance = random.Random(20)
    opened = 0
    for _ in range(200):
        data = damage(whole, chance)
        state = _opened(data)
        if state is None:
            continue
        opened += 1
        assert session.decode(session.encode(state), "x") == state
        explore.compute(state.explore)
        for key in state.explore.params:
            explore.compute(explore.choose_function(state.explore, key))
    assert 0 < opened < 200


def test_files_that_cannot_be_read_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError) as missing:
        session.load(tmp_path / "없음.actlab")
    assert missing.value.id == "file.not_found"
    assert str(tmp_path) in missing.value.said_in("ko")
    with pytest.raises(UserError) as folder:
        session.load(tmp_path)
    assert folder.value.id == "file.is_folder"
    monkeypatch.setattr(session, "MAX_BYTES", 2**20)
    large = tmp_path / "large.actlab"
    large.write_bytes(bytes(2**20 + 1))
    with pytest.raises(UserError) as too_large:
        session.load(large)
    assert too_large.value.id == "session.too_large"


def test_a_million_numbers_fit_into_a_file() -> None:
    state = AppState(
        explore=explore.set_tensor(ExploreState(), TensorValue.of(np.random.default_rng(0).normal(size=10**6)))
    )
    data = session.encode(state)
    assert len(data) < session.MAX_BYTES
    assert session.decode(data, "x") == state


def test_parsed_text_keeps_its_expression_in_the_file() -> None:
    tensor = parse("randn(2, 3, seed=5)")
    back = session.decode(session.encode(AppState(explore=explore.set_tensor(ExploreState(), tensor))), "x")
    assert back.explore.tensor.origin == tensor.origin != ""


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_what_a_lab_refuses_in_a_file_is_said_in_words(lang: Lang) -> None:
    document = json.loads(session.encode(AppState()))
    document["state"]["explore"]["function"] = "nope"
    with pytest.raises(UserError) as caught:
        session.decode(json.dumps(document).encode(), "a.actlab")
    said = caught.value.said_in(lang)
    assert "nope" in said
    assert "object at" not in said
