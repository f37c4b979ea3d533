"""Answers without a name: kept a file each, the latest few, and what is damaged hides no other."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest

from core.lessons.nameless import MAX_RECORDS, NamelessRecords, answers_in, new_id
from core.lessons.profiles import Profiles
from core.lessons.progress import Progress, finished_quiz, hinted, revealed, tried, visited

NOON = datetime(2026, 3, 2, 12, 0)


@pytest.fixture
def records(tmp_path: Path) -> NamelessRecords:
    return NamelessRecords(tmp_path)


def answered(count: int = 1) -> Progress:
    progress = Progress()
    for number in range(count):
        progress = tried(progress, "relu", f"step{number}", ("답",), True, NOON)
    return progress


def test_only_answers_count() -> None:
    looked = revealed(hinted(visited(Progress(), "relu", "a", NOON), "relu", "a", 1, NOON), "relu", "b", NOON)
    assert answers_in(looked) == 0
    assert answers_in(tried(looked, "relu", "a", ("",), False, NOON)) == 1
    assert answers_in(finished_quiz(Progress(), "", 0, 3, 15, NOON)) == 1


def test_a_record_is_read_back_and_goes_when_nothing_is_left(records: NamelessRecords, tmp_path: Path) -> None:
    id = new_id()
    records.save(id, answered(2))
    assert [(one.id, one.progress, one.answers) for one in records.all()] == [(id, answered(2), 2)]
    assert Profiles(tmp_path).names() == ()
    records.save(id, Progress())
    assert list(tmp_path.iterdir()) == []
    records.delete(id)


def test_the_latest_few_stay_the_latest_first(records: NamelessRecords, tmp_path: Path) -> None:
    ids = [new_id() for _ in range(MAX_RECORDS + 2)]
    for number, id in enumerate(ids):
        records.save(id, answered(1 + number % 3))
        os.utime(tmp_path / f"{id}.nameless", (1000 + number, 1000 + number))
    records.save(ids[-1], answered(5))
    assert [one.id for one in records.all()] == ids[-1 : -MAX_RECORDS - 1 : -1]


@pytest.mark.parametrize("damage", [b"", b"{", b"[" * 100_000, b"\xff\xfe"])
def test_a_damaged_one_is_left_alone_and_out(records: NamelessRecords, tmp_path: Path, damage: bytes) -> None:
    records.save("a", answered())
    (tmp_path / "b.nameless").write_bytes(damage)
    assert [one.id for one in records.all()] == ["a"]
    assert (tmp_path / "b.nameless").read_bytes() == damage


def test_a_name_in_the_file_is_nobodys(records: NamelessRecords, tmp_path: Path) -> None:
    (tmp_path / "a.nameless").write_bytes(b'{"name": "../x", "steps": {"relu/a": {"tries": 1}}}')
    assert [one.progress.name for one in records.all()] == [""]
