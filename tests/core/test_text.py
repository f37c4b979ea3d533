"""Words: both languages say the same, particles fit, errors are sentences."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path

import pytest

from core.text import I18N_FOLDER, Text, UserError, Words, load_entries, particle, words_in


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("path", sorted(I18N_FOLDER.glob("*.toml")), ids=lambda p: p.stem)
def test_both_languages_have_every_word_with_the_same_placeholders(path: object) -> None:
    entries = tomllib.loads(path.read_text(encoding="utf-8"))  # type: ignore[attr-defined]
    assert entries
    for key, said in entries.items():
        assert set(said) == {"ko", "en"}, key
        assert said["ko"].strip(), key
        assert said["en"].strip(), key
        assert placeholders(said["ko"]) == placeholders(said["en"]), key


def test_no_korean_is_left_in_the_english_words() -> None:
    for id, text in load_entries().items():
        if "language" not in id and "lang" not in id:
            assert not re.search(r"[가-힣]", text.en.replace("한국어", "").replace("한", "")), id


def test_particles_in_the_catalogue_are_real_pairs() -> None:
    pairs = {"은/는", "이/가", "을/를", "과/와", "으로/로", "이라는/라는", "이나/나", "이라/라", "이면/면"}
    for id, text in load_entries().items():
        for _, name, spec, _ in string.Formatter().parse(text.ko):
            if name is not None and spec and "/" in spec:
                assert spec in pairs, id
        for _, name, spec, _ in string.Formatter().parse(text.en):
            assert not (name is not None and spec and "/" in spec), id


@pytest.mark.parametrize(
    ("word", "pair", "expected"),
    [
        ("값", "을/를", "을"),
        ("함수", "을/를", "를"),
        ("값", "은/는", "은"),
        ("길", "으로/로", "로"),
        ("집", "으로/로", "으로"),
        ("3", "이/가", "이"),
        ("2", "이/가", "가"),
        ("8", "으로/로", "로"),
        ("0.5", "은/는", "는"),
        ("1.0", "은/는", "은"),
        ("x", "을/를", "를"),
        ("r", "을/를", "을"),
        ("ReLU", "은/는", "는"),
        ("Leaky ReLU", "은/는", "는"),
        ("Softmax", "은/는", "는"),
        ("Step", "은/는", "은"),
        ("Tanh", "은/는", "는"),
        ("dim", "은/는", "은"),
        ("min_val", "은/는", "은"),
        ("min_val", "으로/로", "로"),
        ("training", "은/는", "은"),
        ("upper", "은/는", "는"),
        ("negative_slope", "은/는", "는"),
        ("init", "을/를", "을"),
        ("'값'", "을/를", "을"),
        ("계단 함수", "과/와", "와"),
        ("씨앗 수(반복)", "을/를", "를"),
        ("sin(x)", "을/를", "를"),
        ("", "은/는", "는"),
    ],
)
def test_the_particle_fits_the_last_sound(word: str, pair: str, expected: str) -> None:
    assert particle(word, pair) == expected


def test_a_placeholder_with_a_particle_says_value_and_particle() -> None:
    words = Words("ko", {"a.b": "{name:을/를} 고르십시오.", "a.c": "'{name}'{name:이/가} 없습니다."})
    assert words("a.b", name="ReLU") == "ReLU를 고르십시오."
    assert words("a.b", name=Text("계단 함수", "Step")) == "계단 함수를 고르십시오."


def test_behind_the_quoted_value_only_the_particle_is_said() -> None:
    words = Words("ko", {"a.c": "'{name}'{name:이/가} 없습니다.", "a.d": "'{one}'{two:이/가} 있습니다."})
    assert words("a.c", name="값") == "'값'이 없습니다."
    assert words("a.c", name="alpha") == "'alpha'가 없습니다."
    assert words("a.d", one="a", two="b") == "'a'b가 있습니다."


def test_a_user_error_speaks_both_languages() -> None:
    error = UserError("parameter.unknown", function="relu", name="alpha", known="x")
    assert error.said_in("ko") == "relu에는 매개변수 'alpha'가 없습니다. 쓸 수 있는 매개변수: x"
    assert error.said_in("en") == "relu has no parameter 'alpha'. Its parameters: x"
    assert error.values["name"] == "alpha"


def test_a_message_quotes_both_ends_of_what_is_long() -> None:
    error = UserError("file.not_found", name="a" * 30_000 + ".actlab", folder=Path("/", "b" * 5_000))
    for said in (error.said_in("ko"), error.said_in("en")):
        assert len(said) < 1_000
        assert "aaa…aaa" in said
        assert "a.actlab" in said


def test_every_family_has_a_name() -> None:
    for family in ("basic", "relu", "smooth", "shrink", "vector", "custom"):
        assert f"family.{family}" in words_in("ko")


def test_words_without_values_keep_their_braces() -> None:
    assert Words("en", {"a.b": "Press {key}"})("a.b") == "Press {key}"
    assert Words("en", {}).text(Text("값", "value")) == "value"
    with pytest.raises(KeyError):
        Words("en", {})("no.such")
