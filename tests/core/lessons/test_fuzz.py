"""Lesson files that went wrong in 2,000 ways: nothing crashes, nothing hangs, every refusal names the place."""

from __future__ import annotations

import dataclasses
import random
import typing
from collections.abc import Callable

import msgspec
import numpy as np
import pytest

from core.labs.lessons import steps
from core.labs.lessons.result import compute
from core.lessons.archive import unzipped
from core.lessons.call_values import array, called
from core.lessons.calls import Call
from core.lessons.library import Library
from core.lessons.load import LessonError, LessonFiles, load_lesson
from core.lessons.misfit import MisfitError, both
from core.lessons.model import Lesson, Problem
from core.lessons.patch import slice_of
from core.lessons.typed import typed
from core.lessons.values import looked_up
from core.state import SLICES, AppState
from core.text import LANGUAGES, UserError
from tests.core.lessons.lesson_files import EN, KO, TOML, files
from tests.core.lessons.test_archive import zipped

ROUNDS = 20
PER_ROUND = 100
# What breaks readers: unclosed, nested, huge, empty, not a number, another type.
TOKENS = (
    *(
        "[",
        "]",
        "{",
        "}",
        '"',
        '"""',
        "'''",
        "=",
        ".",
        "#",
        "\n",
        "\r",
        "\0",
        "\ufeff",
        ":::",
        "::: wrong",
        "{#a}",
        "##",
    ),
    *("[" * 300, "{a=" * 100, "a." * 200, "{" * 400, "```", "<b>", "](http://a)", "{x[9][9]}", "{x:.99f}", "{y:을/를}"),
    *("1e999", "-1e400", "nan", "inf", "99999999999999999999", "0x_", "-0.0", "1979-05-27", "true", '""', "[]", "{}"),
    *(
        "\ud55c",
        "가" * 300,
        "𝕏",
        "[[step]]",
        "[step.task]",
        'call = "matmul"',
        "series = -1",
        "low = 1e308",
        "step = 1e-300",
    ),
    *(
        'tensor = "rand(9999, 9999)"',
        'tensor = "{x}"',
        'formula = "exp(" ',
        "selected = 99",
        "digits = 400",
        "target = 9",
    ),
)
NUMBERS = ("0", "-1", "1e308", "nan", "inf", "0.1", "65", "2000000000", "[1, [2]]", '"x"', "[]", "true")


def mutated(text: str, draw: random.Random) -> str:
    """Return ``text`` with one to four things changed."""
    for _ in range(draw.randint(1, 4)):
        change = draw.choice(CHANGES)
        text = change(text, draw)
    return text


def _insert(text: str, draw: random.Random) -> str:
    at = draw.randint(0, len(text))
    return text[:at] + draw.choice(TOKENS) + text[at:]


def _delete(text: str, draw: random.Random) -> str:
    at = draw.randint(0, len(text))
    return text[:at] + text[at + draw.choice((1, 2, 10, 200)) :]


def _repeat(text: str, draw: random.Random) -> str:
    at = draw.randint(0, len(text))
    return text[:at] + text[at : at + draw.choice((3, 30, 300))] * draw.choice((2, 20)) + text[at:]


def _swap_lines(text: str, draw: random.Random) -> str:
    lines = text.split("\n")
    a, b = draw.randrange(len(lines)), draw.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return "\n".join(lines)


def _other_number(text: str, draw: random.Random) -> str:
    places = [i for i, char in enumerate(text) if char.isdigit()]
    at = draw.choice(places) if places else 0
    return text[:at] + draw.choice(NUMBERS) + text[at + 1 :]


def _other_word(text: str, draw: random.Random) -> str:
    words = text.split(" ")
    a, b = draw.randrange(len(words)), draw.randrange(len(words))
    words[a] = words[b]
    return " ".join(words)


def _other_bytes(text: str, draw: random.Random) -> str:
    at = draw.randint(0, len(text))
    return text[:at] + chr(draw.choice((0, 8, 27, 127, 0xA0, 0x2028, 0xD7FF, 0xFFFE))) + text[at + 1 :]


CHANGES: tuple[Callable[[str, random.Random], str], ...] = (
    *(_insert, _insert, _delete, _repeat, _swap_lines, _other_number, _other_number, _other_word, _other_bytes),
)


def mutated_files(draw: random.Random) -> LessonFiles:
    texts = {"toml": TOML, "ko": KO, "en": EN}
    for name in draw.choice((("toml",), ("toml",), ("ko",), ("en",), ("toml", "ko"))):
        texts[name] = mutated(texts[name], draw)
    return files(**{name: text.encode("utf-8", "surrogatepass") for name, text in texts.items()})


def mutated_zip(draw: random.Random) -> bytes:
    """Return a zip file with wrong bytes, mostly in its directory, or with wrong files in it."""
    data = bytearray(zipped({"a/lesson.toml": TOML, "a/ko.md": KO, "a/en.md": EN}))
    directory = data.index(b"PK\x01\x02")
    for _ in range(draw.randint(1, 12)):
        at = draw.randrange(directory, len(data)) if draw.random() < 0.7 else draw.randrange(len(data))
        kind = draw.random()
        if kind < 0.6:
            data[at] = draw.choice((0, 1, 255, draw.randrange(256)))
        elif kind < 0.8:
            del data[at : at + draw.randint(1, 40)]
        else:
            data[at:at] = bytes(draw.randrange(256) for _ in range(draw.randint(1, 40)))
        if len(data) <= directory:
            break
    return bytes(data)


def use(lesson: Lesson) -> None:
    """Go through a lesson as a student does, without knowing any answer."""
    library = Library((lesson,))
    for step in lesson.steps:
        app = steps.go_to(AppState(), library, lesson.key, step.id)
        for _ in range(2):
            app = steps.show_hint(steps.reveal(steps.check(app, library), library), library)
            for lang in LANGUAGES:
                assert compute(app, library, lang)
            app = steps.check(steps.set_answer(app, library, ("0", "x", "1/2")), library)
            assert compute(app, library, "ko")
            app = steps.try_again(app, library)


def check_named(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        assert problem.file in ("lesson.toml", "ko.md", "en.md")
        assert problem.line >= 0
        for lang in LANGUAGES:
            said = problem.said_in(lang)
            assert said.startswith(problem.file)
            assert len(said) < 3_000


def outcome(load: Callable[[], LessonFiles]) -> str:
    refusal: UserError
    try:
        lesson = load_lesson(load())
    except LessonError as error:
        check_named(error.problems)
        return "refused" if error.problems else "unnamed"
    except UserError as error:
        refusal = error
    else:
        check_named(lesson.problems)
        use(lesson)
        return "broken" if lesson.problems else "whole"
    assert refusal.id.startswith("lesson_file.zip_")
    assert all("x.actlesson" in refusal.said_in(lang) for lang in LANGUAGES)
    return "zip"


@pytest.mark.parametrize("round", range(ROUNDS))
def test_no_mutated_lesson_takes_the_program_down(round: int) -> None:
    found = []
    for number in range(PER_ROUND):
        draw = random.Random(f"{round}/{number}")
        if number % 4 == 3:
            data = mutated_zip(draw)
            found.append(outcome(lambda data=data: unzipped(data, "x.actlesson", "my:x")))  # type: ignore[misc]
        else:
            given = mutated_files(draw)
            found.append(outcome(lambda given=given: given))  # type: ignore[misc]
    # The mutations reach every stage: a reader that refuses everything would not pass.
    assert set(found) == {"refused", "zip", "broken", "whole"}


# --- well-formed files with senseless values ---

_PIECES: tuple[object, ...] = (
    *(
        0,
        1,
        -1,
        2,
        7,
        1.5,
        -0.0,
        1e308,
        float("nan"),
        float("inf"),
        10**30,
        2**64,
        True,
        False,
        "",
        "x",
        "{x}",
        "{y}",
        "relu",
    ),
    *("softmax", "custom", "[1, 2]", "rand(4)", "workshop", "plane", [], {}, [1], [0, 1], [1, "x"], [[1, 2], [3]]),
    *(
        [{"function": "relu"}],
        [{"function": "tanh", "series": 9}],
        [{"params": {}}],
        {"relu": {"a": 1}},
        {"x": [1, 2, 3]},
    ),
    *(
        {"leaky_relu": {"negative_slope": 0.1}},
        {"w0": 1.5},
        {"data": "ring", "weights": {}},
        {"kind": "own"},
        ["a", "b"],
    ),
)


def test_no_state_takes_the_program_down() -> None:
    outcomes = set()
    for lab in SLICES:
        names = [field.name for field in dataclasses.fields(getattr(AppState(), lab))]
        draw = random.Random(lab)
        for _ in range(150):
            patch = {draw.choice(names): draw.choice(_PIECES) for _ in range(draw.randint(1, 3))}
            try:
                slice_of(lab, patch, {"x": np.array([1.0, 2.0]), "y": np.array(3.0)})
            except MisfitError as error:
                outcomes.add("refused")
                both(error)
            else:
                outcomes.add("whole")
    assert outcomes == {"refused", "whole"}


def test_no_call_takes_the_program_down() -> None:
    known: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]] = {
        "x": np.array([1.0, 2.0]),
        "y": np.array(3.0),
        "rows": np.ones((2, 3)),
        "many": np.ones(1_000),
        "odd": np.array([np.nan, np.inf, -np.inf]),
    }
    given: tuple[object, ...] = (
        *known,
        "none",
        1.0,
        0.0,
        [1.0],
        [],
        [[1.0, 2.0], [3.0, 4.0]],
        [[1.0], [1.0, 2.0]],
        "x[1]",
    )
    words: tuple[object, ...] = ("relu", "softmax", "glu", "none", "gelu", "low", "saturated")
    draw, outcomes = random.Random(0), set()
    for _ in range(1_500):
        kind = draw.choice(typing.get_args(Call))
        names = {field.name: field.type for field in msgspec.structs.fields(kind)}
        document = {name: _piece(kind_of, given, words, draw) for name, kind_of in names.items() if draw.random() < 0.8}
        try:
            call = typed(Call, {"call": kind.__struct_config__.tag, **document}, ())
            called(call, lambda one: looked_up(known, one) if isinstance(one, str) else array(one))
        except UserError as error:
            outcomes.add(error.id)
            both(error)
        else:
            outcomes.add("whole")
    assert len(outcomes) > 10


def _piece(kind: object, given: tuple[object, ...], words: tuple[object, ...], draw: random.Random) -> object:
    if kind is str:
        return draw.choice(words)
    if kind is int or kind is float or kind == int | None:
        return draw.choice((0, 1, -1, 5, 0.5, 1e30, float("nan")))
    if kind is bool:
        return draw.random() < 0.5
    if kind == dict[str, float | bool | str]:
        return draw.choice(({}, {"dim": 1}, {"dim": 9}, {"approximate": "tanh"}, {"negative_slope": float("inf")}))
    return draw.choice(given)


LONG_LINES = (
    *("# " + " " * 7_900 + "x", "# x" + " " * 7_900 + "{#", "<!--" * 1_900, "[" * 7_900, "![" * 3_900),
    *("`a``b" * 1_500, "<a " * 2_600, "{" * 7_900, "{y}" * 2_600, "**" * 3_900, "](" * 3_900),
)
# What takes a careless reader minutes: each would be read again from each of its characters.
LONG = {
    "toml": (
        *(
            ("[" + " " * 7_900 + "\n") * 20,
            ("x = [" + "a" * 7_900 + "\n") * 20,
            ("a" * 3_900 + " " * 3_900 + "\n") * 20,
        ),
        *("x = [" + '"""a\n' * 19_000, "x = [\n" + "[1,\n" * 15_000, ('x = {"' + '"a" "b" ' * 990 + "\n") * 20),
        "\n".join(f"k{i}." + '"a".' * 1_900 + "a = 1" for i in range(8)),
    ),
    "ko": (
        *(KO + (line + "\n") * 20 for line in LONG_LINES),
        *(KO + "## a {#a}\n" * 50_000, KO + "::: wrong a\n" * 50_000, KO.replace("음수가 그대로", "{y}\n" * 90_000, 1)),
    ),
}


@pytest.mark.parametrize(("file", "number"), [(file, i) for file, texts in LONG.items() for i in range(len(texts))])
def test_long_and_deep_files_are_read_as_fast_as_others(file: str, number: int) -> None:
    given = files(**{file: LONG[file][number].encode()})
    assert outcome(lambda: given) in ("refused", "broken", "whole")
