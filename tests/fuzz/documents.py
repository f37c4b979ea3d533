"""JSON documents as files hold them: grown by putting odd values into the leaves of good ones, or spoilt as text."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from tests.fuzz.mutation import mutate_bytes

TOKENS = (
    *("null", "true", "false", "{}", "[]", '""', '"nan"', '"\\u0000"', '"\\ud800"', "1e999", "-1", "0", "9" * 30, ","),
    *('"format":', '"version":', '"state":', '"shape":', '"numbers":', "{", "}", "[", "]", ":", "\\", "/*", "NaN"),
)
_odd = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-3, 30),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(["", "relu", "custom", "x*a", "nan", "race", "../x", "\0", "ko", "softmax", "한글", "9" * 400]),
    st.lists(st.one_of(st.integers(-2, 9), st.floats(), st.text(max_size=3)), max_size=6),
    st.dictionaries(st.text(max_size=6), st.integers(), max_size=3),
)
Way = tuple[str | int, ...]


def ways(document: Any, way: Way = ()) -> list[Way]:
    """Return the way to every value in a document; of a long list, to its first values only."""
    found = [way] if way else []
    if isinstance(document, dict):
        for key, value in document.items():
            found += ways(value, (*way, key))
    elif isinstance(document, list):
        for index, value in enumerate(document[:6]):
            found += ways(value, (*way, index))
    return found


@st.composite
def changed(draw: st.DrawFn, documents: Sequence[Any]) -> bytes:
    """Draw the bytes of a document in which nothing or up to three values are others, missing, or too many."""
    document = copy.deepcopy(draw(st.sampled_from(documents)))
    for _ in range(draw(st.sampled_from([0, 1, 1, 1, 2, 3]))):
        *parents, last = draw(st.sampled_from(ways(document)))
        inside = document
        for key in parents:
            inside = inside[key]
        before = inside[last]
        how = draw(st.sampled_from(["other", "nudged", "nudged", "nudged", "missing", "more"]))
        if how == "missing":
            del inside[last]
        elif how == "more" and isinstance(inside, dict):
            inside[draw(st.text(max_size=8))] = draw(_odd)
        elif how == "more":
            inside.append(before)
        elif how == "nudged" and isinstance(before, int | float) and not isinstance(before, bool):
            inside[last] = before + draw(st.sampled_from([1, -1, 0.5, 10, -1000]))
        else:
            inside[last] = draw(_odd)
        if not ways(document):
            break
    return json.dumps(document, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")


def spoilt(draw: random.Random, files: Sequence[bytes]) -> bytes:
    """Return the bytes of a good document, spoilt."""
    return mutate_bytes(draw.choice(files), draw, TOKENS, files)
