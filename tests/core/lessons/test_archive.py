"""Lessons in folders and zip files, and what a zip file may not hold."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from pathlib import Path

import pytest

from core.lessons.archive import MAX_ENTRIES, MAX_ZIP_BYTES, unzipped
from core.lessons.library import Library, open_lesson, own
from core.lessons.load import load_lesson
from core.text import LANGUAGES, UserError
from tests.core.lessons.lesson_files import EN, KO, SAMPLE, TOML

WHOLE = {"lesson.toml": TOML, "ko.md": KO, "en.md": EN}


def zipped(entries: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, text in entries.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def refused(data: bytes) -> UserError:
    with pytest.raises(UserError) as caught:
        unzipped(data, "x.actlesson", "my:x")
    for lang in LANGUAGES:
        assert "x.actlesson" in caught.value.said_in(lang)
    return caught.value


@pytest.mark.parametrize("folder", ["", "relu/", "수업 자료/"])
def test_a_lesson_lies_at_the_top_or_in_one_folder(folder: str) -> None:
    files = unzipped(zipped({folder + name: text for name, text in WHOLE.items()}), "x.actlesson", "my:x")
    lesson = load_lesson(files)
    assert lesson.problems == ()
    assert (lesson.key, len(lesson.steps)) == ("my:x", 7)


def test_names_in_cp949_as_old_windows_writes_them_are_read() -> None:
    plain = zipped({"ABCD/" + name: text for name, text in WHOLE.items()})
    korean = plain.replace(b"ABCD/", "수업".encode("cp949") + b"/")
    assert load_lesson(unzipped(korean, "x.actlesson", "my:x")).problems == ()


def test_what_a_mac_leaves_in_a_zip_file_does_no_harm() -> None:
    left = {"__MACOSX/relu/._lesson.toml": b"\0", "relu/.DS_Store": b"\0"}
    entries: dict[str, str | bytes] = {**{"relu/" + name: text for name, text in WHOLE.items()}, **left}
    assert load_lesson(unzipped(zipped(entries), "x.actlesson", "my:x")).problems == ()


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("../lesson.toml", "lesson_file.zip_path"),
        ("a/../../lesson.toml", "lesson_file.zip_path"),
        ("/lesson.toml", "lesson_file.zip_path"),
        ("//server/lesson.toml", "lesson_file.zip_path"),
        ("C:/lesson.toml", "lesson_file.zip_path"),
        ("a\\lesson.toml", "lesson_file.zip_path"),
        ("./lesson.toml", "lesson_file.zip_path"),
        ("a//lesson.toml", "lesson_file.zip_path"),
        ("a/b/lesson.toml", "lesson_file.zip_deep"),
    ],
)
def test_a_path_that_leads_elsewhere_is_refused(name: str, id: str) -> None:
    error = refused(zipped({name: TOML}))
    assert error.id == id
    assert str(error.values["entry"]) in name


def test_links_are_refused() -> None:
    link = zipfile.ZipInfo("ko.md")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert refused(buffer.getvalue()).id == "lesson_file.zip_link"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("second", ["ko.md", "KO.md"])
def test_two_files_of_one_name_are_refused(second: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("ko.md", KO)
        archive.writestr(second, EN)
    assert refused(buffer.getvalue()).id == "lesson_file.zip_twice"


def test_too_many_files_are_refused() -> None:
    assert refused(zipped({f"{i}.txt": "" for i in range(MAX_ENTRIES + 1)})).id == "lesson_file.zip_count"


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    assert refused(zipped({"ko.md": b"\0" * 4_000_000})).id == "lesson_file.zip_bomb"
    assert refused(zipped({"a": b"\0" * 3_000_000, "b": b"\0" * 3_000_000})).id == "lesson_file.zip_total"


def test_a_page_beyond_the_limit_is_refused_whatever_it_is_packed_with() -> None:
    text = ("".join(chr(0xAC00 + i * 7 % 11_000) for i in range(20_000)) * 20).encode()
    error = refused(zipped({"lesson.toml": TOML, "ko.md": text}, zipfile.ZIP_STORED))
    assert error.id == "lesson_file.zip_entry"
    assert error.values["entry"] == "ko.md"


def test_a_header_that_lies_about_the_size_gains_nothing() -> None:
    data = zipped({"lesson.toml": TOML, "ko.md": b"a" * 900_000, "en.md": EN})
    size = (900_000).to_bytes(4, "little")
    assert data.count(size) == 2
    lying = data.replace(size, (100).to_bytes(4, "little"))
    assert refused(lying).id == "lesson_file.zip_damaged"


def test_two_lessons_in_one_file_are_refused() -> None:
    assert refused(zipped({"a/lesson.toml": TOML, "b/lesson.toml": TOML})).id == "lesson_file.zip_several"


def test_a_locked_file_is_refused() -> None:
    data = bytearray(zipped({"lesson.toml": TOML}))
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    assert refused(bytes(data)).id == "lesson_file.zip_encrypted"


def test_an_unusual_packing_is_refused() -> None:
    assert refused(zipped({"lesson.toml": TOML}, zipfile.ZIP_BZIP2)).id == "lesson_file.zip_method"


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x05\x06" + b"\0" * 18, TOML.encode(), b"\x89PNG" * 50])
def test_what_is_no_zip_file_is_refused(data: bytes) -> None:
    with pytest.raises(UserError, match=r"lesson_file\.(zip_damaged|refused)"):
        load_lesson(unzipped(data, "x.actlesson", "my:x"))


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.actlesson"
    with path.open("wb") as file:
        file.truncate(MAX_ZIP_BYTES + 1)
    with pytest.raises(UserError, match=r"lesson_file\.too_large"):
        open_lesson(path)


def test_a_folder_opens_by_itself_or_by_its_file() -> None:
    assert open_lesson(SAMPLE).key == open_lesson(SAMPLE / "lesson.toml").key == "my:sample"


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    for name in ("none.actlesson", "none"):
        with pytest.raises(UserError, match=r"file\.not_found"):
            open_lesson(tmp_path / name)


@pytest.mark.parametrize("name", ["lesson.toml", "ko.md"])
def test_a_folder_in_a_files_place_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(UserError, match=r"file\.is_folder") as caught:
        open_lesson(tmp_path)
    assert name in caught.value.said_in("ko")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.actlesson")
    assert [error.id for error in own(tmp_path).refused] == ["file.not_a_file"]


def test_a_teachers_folder_gives_what_can_be_opened_and_says_what_cannot(tmp_path: Path) -> None:
    (tmp_path / "b.actlesson").write_bytes(zipped(dict(WHOLE)))
    (tmp_path / "a").mkdir()
    for name, text in WHOLE.items():
        (tmp_path / "a" / name).write_text(text, encoding="utf-8")
    (tmp_path / "broken.actlesson").write_bytes(b"no zip file")
    (tmp_path / "notes.txt").write_text("나의 메모", encoding="utf-8")
    found = own(tmp_path)
    assert [lesson.key for lesson in found.lessons] == ["my:a", "my:b"]
    assert [error.id for error in found.refused] == ["lesson_file.zip_damaged"]
    assert own(tmp_path / "none").lessons == ()


def test_opening_a_lesson_again_takes_the_place_of_the_first(tmp_path: Path) -> None:
    lesson = open_lesson(SAMPLE)
    library = Library((), opened=()).with_opened(lesson).with_opened(lesson)
    assert library.lessons == (lesson,)
    assert library.lesson("my:sample") is lesson
    assert library.lesson("none") is None
