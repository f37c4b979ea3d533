"""What another start of the program says to the one that runs: whatever it is, the running one goes on listening."""

from __future__ import annotations

import json
import os
import random
from dataclasses import dataclass
from multiprocessing import Pipe
from pathlib import Path

from hypothesis import strategies as st
from PySide6.QtCore import QObject, Signal

from core import session
from core.lessons.library import open_lesson
from core.text import UserError
from gui.first_view import is_lesson
from gui.second_start import SecondStarts
from tests.fuzz.documents import TOKENS
from tests.fuzz.mutation import mutate_bytes
from tests.fuzz.target import Target, check_refusal

CORPUS = tuple(
    json.dumps({"open": path}).encode()
    for path in (
        "",
        "/home/kim/수업.actlab",
        "C:\\lessons\\a.actlesson",
        "없는 폴더/lesson.toml",
        "a" * 300,
        "a\0b",
        ".",
    )
)
# More than a pipe holds nobody would read.
_MOST = 100_000


@dataclass(frozen=True, slots=True)
class Message:
    """The bytes that come over the line; ``framed`` with their length in front, as the program sends them."""

    data: bytes
    framed: bool = True


class _Heard(QObject):
    asked = Signal(str)


_json = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.one_of(st.just("open"), st.text()), inner)),
    max_leaves=8,
)
_messages = st.one_of(
    st.text().map(lambda path: {"open": path}), st.dictionaries(st.just("open"), _json), _json
).map(lambda message: Message(json.dumps(message).encode()))  # fmt: skip


def mutated(draw: random.Random) -> Message:
    """Return a good message, spoilt; sometimes without its length in front."""
    return Message(mutate_bytes(draw.choice(CORPUS), draw, TOKENS, CORPUS), draw.random() < 0.8)


def use(message: Message) -> bool:
    """Let the program hear one message, and open the file that it names."""
    heard, asked = _Heard(), []
    heard.asked.connect(asked.append)
    ours, theirs = Pipe()
    with ours, theirs:
        if message.framed:
            theirs.send_bytes(message.data[:_MOST])
        else:
            os.write(theirs.fileno(), message.data[:_MOST])
            theirs.close()
        try:
            SecondStarts._hear(heard, ours)  # type: ignore[arg-type]
        except (OSError, EOFError):
            # The listener takes these for a start that went away.
            return False
        if not asked:
            return False
        assert message.framed
        assert theirs.recv_bytes() == b"ok"
    assert len(asked) == 1
    if asked[0]:
        _open(Path(asked[0]))
    return True


def _open(path: Path) -> None:
    try:
        if is_lesson(path):
            open_lesson(path)
        else:
            session.load(path)
    except UserError as error:
        check_refusal(error)


TARGET = Target("second start", _messages, mutated, use)
