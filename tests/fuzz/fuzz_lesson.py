"""Lessons, as a folder on disk and as one zip file: opened, gone through, and worked in without knowing any answer."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Mapping

from hypothesis import strategies as st

from core.lessons import library
from core.lessons.load import LessonError
from core.lessons.model import Lesson
from core.text import UserError
from tests.core.lessons import test_fuzz as lessons
from tests.core.lessons.lesson_files import EN, KO, TOML
from tests.core.lessons.test_archive import zipped
from tests.fuzz.target import Target, check_refusal, scratch

Files = Mapping[str, bytes]
# Pieces of a lesson: each alone is right somewhere.
_LINES = tuple(sorted({line for text in (TOML, KO, EN) for line in text.split("\n")}))


@st.composite
def _grown_files(draw: st.DrawFn) -> Files:
    """Draw the sample with lines left out, exchanged or taken from elsewhere in it."""
    files = {}
    for name, text in (("lesson.toml", TOML), ("ko.md", KO), ("en.md", EN)):
        lines = text.split("\n")
        for _ in range(draw(st.integers(0, 2))):
            at = draw(st.integers(0, len(lines)))
            lines[at : at + draw(st.integers(0, 2))] = draw(st.lists(st.sampled_from(_LINES), max_size=2))
        if name == "lesson.toml" or draw(st.integers(0, 9)):
            files[name] = "\n".join(lines).encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-8"])))
    return files


def _spoilt_files(draw: random.Random) -> Files:
    files = lessons.mutated_files(draw)
    pages = {f"{lang}.md": data for lang, data in files.pages.items()}
    return {"lesson.toml": files.toml or b"", **pages}


def _use_folder(files: Files) -> bool:
    folder = scratch("lessons") / "내 수업"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return _used(lambda: library.open_lesson(folder))


def _use_zip(data: bytes) -> bool:
    path = scratch("lessons") / "수업.actlesson"
    path.write_bytes(data)
    return _used(lambda: library.open_lesson(path))


def _used(open_it: Callable[[], Lesson]) -> bool:
    try:
        lesson = open_it()
    except LessonError as error:
        assert error.problems
        lessons.check_named(error.problems)
        check_refusal(error, "name", "reason")
        return False
    except UserError as error:
        check_refusal(error)
        assert "name" in error.values or "file" in error.values
        return False
    lessons.check_named(lesson.problems)
    lessons.use(lesson)
    return True


def _archived(files: Files) -> bytes:
    return zipped({f"a/{name}": data for name, data in files.items()})


FOLDER = Target("lesson, folder", _grown_files(), _spoilt_files, _use_folder)
ZIP = Target("lesson, zip file", _grown_files().map(_archived), lessons.mutated_zip, _use_zip)
