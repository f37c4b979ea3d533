"""The command line: exit code 0, or 2 with one line; never a traceback, never long."""

from __future__ import annotations

import contextlib
import io
import random
import time
from collections.abc import Iterator
from unittest import mock

from hypothesis import strategies as st

import main
from core.activations import RECORDS
from gui.lab_table import LAB_KEYS
from tests.fuzz.fuzz_formula import CORPUS as FORMULAS
from tests.fuzz.fuzz_tensor import CORPUS as TENSORS
from tests.fuzz.mutation import mutate
from tests.fuzz.target import LONGEST_MESSAGE, Target

MOST_SECONDS = 2.0
Arguments = list[str]
OPTIONS = ("--lang", "--json", "--grad", "--param", "--input", "--dim", "--help", "-h", "--theme", "--lab", "--open",
           "--fresh", "--screenshot", "--size", "--", "-", "--lang=", "--input=", "--unknown", "-x", "=")  # fmt: skip
VALUES = ("ko", "en", "dark", "race", "1920x1080", "0x0", "99999x1", "negative_slope=0.1", "dim=0", "a=b=c", "=1", "0",
          "-1", "1", "nan", "", " ", "없는 파일.actlab", "\udcff", "a" * 5_000, "\n", "--", "x.png",
          "/", ".")  # fmt: skip
_words = st.one_of(
    st.sampled_from([*OPTIONS, *VALUES, "list", "eval", *LAB_KEYS]),
    st.sampled_from([*RECORDS, *FORMULAS, *TENSORS]),
    st.text(max_size=8),
)


@st.composite
def _commands(draw: st.DrawFn) -> Arguments:
    """Draw a command as the help tells it."""
    arguments = ["eval", draw(st.sampled_from([*RECORDS, *FORMULAS]))]
    if draw(st.booleans()):
        arguments += ["--input", draw(st.sampled_from(TENSORS))]
    if draw(st.integers(0, 3)) == 0:
        name, value = draw(st.sampled_from(["negative_slope", "a", "dim", "alpha"])), draw(st.floats())
        arguments += ["--param", f"{name}={value}"]
    if draw(st.booleans()):
        arguments += ["--dim", str(draw(st.integers(-3, 3)))]
    arguments += draw(st.lists(st.sampled_from(["--json", "--grad", "--lang=en"]), max_size=2))
    return arguments


def mutated(draw: random.Random) -> Arguments:
    """Return a command whose words were spoilt, left out, repeated or exchanged."""
    arguments = ["eval", draw.choice((*RECORDS, *FORMULAS)), "--input", draw.choice(TENSORS), "--dim", "0"]
    if draw.random() < 0.3:
        arguments = ["--lang", "en", "--theme", "dark", "--lab", "race", "--fresh", "--size", "800x600"]
    for _ in range(draw.choice((1, 2, 3))):
        at = draw.randrange(len(arguments) + 1)
        change = draw.choice(("spoil", "spoil", "insert", "insert", "drop", "exchange"))
        if change == "insert" or at == len(arguments):
            arguments.insert(at, draw.choice((*OPTIONS, *VALUES)))
        elif change == "drop":
            del arguments[at]
        elif change == "exchange":
            draw.shuffle(arguments)
        else:
            arguments[at] = mutate(arguments[at], draw, OPTIONS, (*TENSORS, *FORMULAS))
    return arguments


def use(arguments: Arguments) -> bool:
    """Run one command in this process, without a window behind it."""
    # No system hands over a word with a NUL in it.
    arguments = [word.replace("\0", "") for word in arguments]
    out, error = _Stream(), _Stream()
    began = time.process_time()
    with _no_window(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(error):
        code = main.main(arguments)
    seconds = time.process_time() - began
    assert seconds <= MOST_SECONDS, f"took {seconds:.1f} s"
    assert "Traceback" not in out.getvalue() + error.getvalue()
    if code == 0:
        assert error.getvalue() == ""
        return True
    assert code == 2, f"exit code {code}"
    said = error.getvalue()
    assert said.strip()
    assert len(said) < LONGEST_MESSAGE
    assert said.endswith("\n")
    assert len(said.splitlines()) == 1, f"says {len(said.splitlines())} lines"
    assert out.getvalue() == ""
    return False


class _Stream(io.StringIO):
    """What the program prints, as a console takes it."""

    def reconfigure(self, **_how: object) -> None: ...

    def write(self, text: str) -> int:
        text.encode("utf-8", "replace")
        return super().write(text)


@contextlib.contextmanager
def _no_window() -> Iterator[None]:
    with (
        mock.patch("gui.app.run", return_value=0),
        mock.patch("main._render", return_value=""),
        mock.patch("main._has_no_display", return_value=False),
    ):
        yield


TARGET = Target("command line", st.one_of(_commands(), st.lists(_words, max_size=6)), mutated, use)
