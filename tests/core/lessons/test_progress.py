"""A learner's progress: what counts, where it resumes, and the file it is kept in."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from core.files import Places
from core.lessons.profiles import MAX_NAME, Profiles, valid_name
from core.lessons.progress import (
    MAX_QUIZZES,
    Progress,
    finished_quiz,
    hinted,
    reset,
    revealed,
    tried,
    visited,
)
from core.text import LANGUAGES, UserError

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=timezone(timedelta(hours=9)))
LATER = NOON + timedelta(minutes=5)


def _same_moment(iso: str, moment: datetime) -> bool:
    return datetime.fromisoformat(iso) == moment


def test_the_first_right_answer_is_counted_and_stays_right() -> None:
    progress = visited(Progress("민지"), "relu", "negatives", NOON)
    progress = tried(progress, "relu", "negatives", ("-1", "0", "1"), False, NOON)
    progress = tried(progress, "relu", "negatives", ("0", "0", "1"), True, LATER)
    progress = tried(progress, "relu", "negatives", ("0", "0", "7"), False, LATER)
    done = progress.of("relu", "negatives")
    assert (done.tries, done.right_at, done.right, done.unaided) == (3, 2, True, True)
    assert done.answer == ("0", "0", "7")
    assert _same_moment(done.first, NOON)
    assert _same_moment(done.last, LATER)


def test_help_counts_only_until_the_answer_is_right() -> None:
    helped = hinted(Progress("민지"), "relu", "a", 2, NOON)
    helped = tried(hinted(helped, "relu", "a", 1, NOON), "relu", "a", ("1",), True, NOON)
    assert helped.of("relu", "a").hints == 2
    assert not helped.of("relu", "a").unaided
    alone = tried(Progress("민지"), "relu", "a", ("1",), True, NOON)
    after = revealed(hinted(alone, "relu", "a", 3, LATER), "relu", "a", LATER).of("relu", "a")
    assert (after.hints, after.shown, after.unaided) == (0, False, True)
    seen = tried(revealed(Progress("민지"), "relu", "a", NOON), "relu", "a", ("1",), True, NOON).of("relu", "a")
    assert (seen.shown, seen.right, seen.unaided) == (True, True, False)


def test_a_step_that_is_only_read_is_done_when_it_was_opened() -> None:
    progress = visited(Progress("민지"), "relu", "a", NOON)
    assert progress.of("relu", "a").done(has_task=False)
    assert not progress.of("relu", "a").done(has_task=True)
    assert not progress.of("relu", "b").done(has_task=False)
    assert (progress.lesson, progress.step) == ("relu", "a")


def test_resetting_one_lesson_leaves_the_others() -> None:
    progress = tried(visited(Progress("민지"), "relu", "a", NOON), "relu2", "a", ("1",), True, NOON)
    progress = finished_quiz(finished_quiz(progress, "relu", 0, 7, 8, NOON), "", 3, 12, 15, NOON)
    without = reset(progress, "relu")
    assert set(without.steps) == {"relu2/a"}
    assert [(run.quiz, run.seed, run.right, run.of) for run in without.quizzes] == [("", 3, 12, 15)]
    assert (without.lesson, without.step) == ("", "")
    assert reset(progress) == Progress("민지")
    assert reset(progress, "relu2").lesson == "relu"


def test_only_the_latest_quizzes_are_kept() -> None:
    progress = Progress("민지")
    for seed in range(MAX_QUIZZES + 2):
        progress = finished_quiz(progress, "", seed, 1, 15, NOON)
    assert [progress.quizzes[0].seed, progress.quizzes[-1].seed] == [2, MAX_QUIZZES + 1]


@pytest.fixture
def profiles(tmp_path: Path) -> Profiles:
    return Profiles(Places.below(tmp_path).profiles)


def test_progress_comes_back_as_it_was_saved(profiles: Profiles) -> None:
    progress = profiles.add("민지 김")
    progress = tried(visited(progress, "relu", "a", NOON), "relu", "a", ("긴 글\n\u2028, \"'"), True, NOON)
    progress = finished_quiz(progress, "relu", 4, 6, 8, NOON)
    profiles.save(progress)
    assert Profiles(profiles.folder).load("민지 김") == (progress, None)
    assert profiles.names() == ("민지 김",)
    assert [path.name for path in profiles.folder.iterdir()] == ["민지 김.json"]


def test_a_guest_leaves_no_file_until_there_is_a_name(profiles: Profiles) -> None:
    guest = tried(Progress(), "relu", "a", ("1",), True, NOON)
    profiles.save(guest)
    assert not profiles.folder.exists()
    assert profiles.add("Ada", guest).steps == guest.steps
    assert profiles.load("Ada")[0].of("relu", "a").right


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("", "progress.name_empty"),
        (" \t\n ", "progress.name_empty"),
        ("가" * (MAX_NAME + 1), "progress.name_too_long"),
        ("../김", "progress.name_character"),
        ("a\\b", "progress.name_character"),
        ("C:", "progress.name_character"),
        ("왜?", "progress.name_character"),
        ("a\0b", "progress.name_character"),
        ("a\u202eb", "progress.name_character"),
        ("\ud800", "progress.name_character"),
        ("..", "progress.name_dot"),
        (".hidden", "progress.name_dot"),
        ("name.", "progress.name_dot"),
        ("CON", "progress.name_reserved"),
        ("lpt1.x", "progress.name_reserved"),
    ],
)
def test_a_name_that_cannot_be_kept_is_refused_in_both_languages(profiles: Profiles, typed: str, id: str) -> None:
    with pytest.raises(UserError) as refused:
        profiles.add(typed)
    assert refused.value.id == id
    assert all(refused.value.said_in(lang) for lang in LANGUAGES)
    assert not profiles.folder.exists()


def test_the_message_names_the_character() -> None:
    with pytest.raises(UserError) as refused:
        valid_name("김/이")
    assert "/" in refused.value.said_in("ko")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  민지   김 ", "민지 김"), ("1학년 2반-3번", "1학년 2반-3번"), ("김", "김"), ("Zoë 🙂", "Zoë 🙂")],
)
def test_a_name_is_trimmed_and_composed(typed: str, kept: str) -> None:
    assert valid_name(typed) == kept


def test_names_that_differ_only_in_case_are_the_same_person(profiles: Profiles) -> None:
    kim = profiles.add("Kim")
    for again in ("Kim", "KIM", " kim ", "\uff2bim"):
        with pytest.raises(UserError) as refused:
            profiles.add(again)
        assert (refused.value.id, refused.value.values["name"]) == ("progress.name_taken", "Kim")
    profiles.add("Lee")
    with pytest.raises(UserError):
        profiles.rename(kim, "LEE")
    assert profiles.rename(kim, "kim").name == "kim"
    assert profiles.names() == ("kim", "Lee")


def test_renaming_and_deleting_move_and_remove_the_file(profiles: Profiles) -> None:
    progress = tried(profiles.add("민지"), "relu", "a", ("1",), True, NOON)
    renamed = profiles.rename(progress, "민지 김")
    assert profiles.names() == ("민지 김",)
    assert profiles.load("민지 김") == (renamed, None)
    assert renamed.of("relu", "a").right
    profiles.delete("민지 김")
    assert profiles.names() == ()
    for ask in (profiles.load, profiles.delete):
        with pytest.raises(UserError) as missing:
            ask("민지 김")
        assert missing.value.id == "progress.no_profile"


@pytest.mark.parametrize(
    "damaged",
    [b"", b"{", b"[]", b"\xff", b'{"steps": 3}', b'{"steps": {"a/b": {"tries": -1}}}', b"[" * 100_000],
    ids=lambda data: repr(data[:24]),
)
def test_a_damaged_file_is_kept_beside_with_a_message(profiles: Profiles, damaged: bytes) -> None:
    profiles.add("민지")
    file = profiles.folder / "민지.json"
    file.write_bytes(damaged)
    progress, problem = profiles.load("민지")
    assert progress == Progress("민지")
    assert problem is not None
    assert problem.id == "progress.broken"
    assert all("민지.json.broken" in problem.said_in(lang) for lang in LANGUAGES)
    assert (profiles.folder / "민지.json.broken").read_bytes() == damaged
    assert not file.exists()
    profiles.save(progress)
    assert profiles.load("민지") == (progress, None)


def test_a_file_of_a_later_program_is_left_alone(profiles: Profiles) -> None:
    profiles.add("민지")
    file = profiles.folder / "민지.json"
    later = json.dumps({"name": "민지", "format": 2, "steps": {}}).encode()
    file.write_bytes(later)
    with pytest.raises(UserError) as refused:
        profiles.load("민지")
    assert refused.value.id == "progress.newer"
    assert file.read_bytes() == later


def test_a_class_is_read_without_touching_a_file(profiles: Profiles) -> None:
    assert profiles.everybody() == ()
    minji = tried(profiles.add("민지"), "relu", "a", ("1",), True, NOON)
    profiles.save(minji)
    profiles.add("서준")
    profiles.add("하나")
    (profiles.folder / "서준.json").write_bytes(b"{")
    assert profiles.everybody() == (minji, Progress("하나"))
    assert (profiles.folder / "서준.json").read_bytes() == b"{"


def test_what_else_lies_in_the_folder_is_nobody(profiles: Profiles) -> None:
    profiles.add("민지")
    for other in ("notes.txt", "민지.json.broken", ".hidden.json", "con.json"):
        (profiles.folder / other).write_bytes(b"{}")
    (profiles.folder / "folder.json").mkdir()
    assert profiles.names() == ("민지",)


def test_a_file_that_was_copied_under_another_name_belongs_to_that_name(profiles: Profiles) -> None:
    progress = tried(profiles.add("민지"), "relu", "a", ("1",), True, NOON)
    profiles.save(progress)
    (profiles.folder / "서준.json").write_bytes((profiles.folder / "민지.json").read_bytes())
    assert profiles.load("서준")[0].name == "서준"


def test_a_name_that_the_system_spelled_in_parts_is_found(profiles: Profiles) -> None:
    import unicodedata

    profiles.add("민지")
    (profiles.folder / "민지.json").rename(profiles.folder / unicodedata.normalize("NFD", "민지.json"))
    assert profiles.names() == ("민지",)
    assert profiles.load("민지") == (Progress("민지"), None)
