"""Learners' files and names: a damaged file is set aside, a name that is taken is a file of that name everywhere."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import msgspec
from hypothesis import strategies as st

from core.lessons import progress as work
from core.lessons import results
from core.lessons.library import built_in
from core.lessons.profiles import MAX_NAME, Profiles, valid_name
from core.lessons.progress import Progress
from core.text import LANGUAGES, UserError
from tests.fuzz.documents import changed, spoilt
from tests.fuzz.mutation import mutate
from tests.fuzz.target import Target, check_refusal, scratch

NOW = datetime(2026, 3, 2, 9, 30).astimezone()
NAMES = ("김민준", "Ada", "3학년 2반 7번", "a.b", "José", "이서연 ", "학생-1", "Con", "x" * MAX_NAME)


@dataclass(frozen=True, slots=True)
class Case:
    """A learner's name as typed and the bytes of a file."""

    name: str
    data: bytes


@cache
def _files() -> tuple[bytes, ...]:
    lesson = built_in()[0]
    done = Progress(name="Ada")
    for step in lesson.steps[:4]:
        done = work.visited(done, lesson.key, step.id, NOW)
        done = work.hinted(done, lesson.key, step.id, 1, NOW)
        done = work.tried(done, lesson.key, step.id, ("1", "-0.5"), step.id.endswith("1"), NOW)
    done = work.finished_quiz(work.revealed(done, lesson.key, lesson.steps[1].id, NOW), lesson.key, 7, 3, 5, NOW)
    return tuple(msgspec.json.encode(progress) for progress in (Progress(), done))


def use(case: Case) -> bool:
    """Add a learner, put a file in the place of theirs, and read, summarise, go on and save."""
    shutil.rmtree(scratch("profiles"), ignore_errors=True)
    profiles = Profiles(scratch("profiles"))
    try:
        name = profiles.add(case.name).name
    except UserError as error:
        check_refusal(error)
        return False
    assert valid_name(name) == name
    assert profiles.names() == (name,)
    path = scratch("profiles") / f"{name}.json"
    path.write_bytes(case.data)
    profiles.everybody()
    assert path.read_bytes() == case.data
    try:
        progress, wrong = profiles.load(name)
    except UserError as error:
        check_refusal(error, "name")
        return False
    if wrong is not None:
        check_refusal(wrong, "name", "file")
        assert (scratch("profiles") / f"{name}.json.broken").read_bytes() == case.data
        return False
    _use_progress(progress)
    profiles.save(progress)
    assert profiles.load(name) == (progress, None)
    return True


def _use_progress(progress: Progress) -> None:
    lesson = built_in()[0]
    for lang in LANGUAGES:
        summary = results.summary(progress, built_in(), lang, lambda text, *_: text)
        for written in (results.results_csv([summary], lang), results.quizzes_csv([summary], lang)):
            assert written.decode("utf-8-sig").count("\n") >= 1
    after = work.tried(progress, lesson.key, lesson.steps[0].id, ("x",), True, NOW)
    assert after.of(lesson.key, lesson.steps[0].id).right


def mutated(draw: random.Random) -> Case:
    """Return a good name or a good file, spoilt."""
    if draw.random() < 0.3:
        return Case(mutate(draw.choice(NAMES), draw, ("/", "\\", ":", ".", "~", "nul", "com1", " ")), _files()[1])
    return Case("Ada", spoilt(draw, _files()))


TARGET = Target(
    "learner profile",
    st.builds(
        Case,
        st.one_of(st.sampled_from(NAMES), st.text(max_size=50)),
        st.one_of(st.sampled_from(_files()), changed([json.loads(file) for file in _files()])),
    ),
    mutated,
    use,
)
