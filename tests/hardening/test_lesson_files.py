"""Whatever a teacher opens as a lesson: shown, or refused in both languages; nothing is ever unpacked onto the disk.

======================================================  ==============================================================
what the file is                                        test
======================================================  ==============================================================
a bomb, paths that lead out, links, thousands of files  test_a_zip_file_that_is_no_lesson_is_refused_and_the_step_stays
names in CP949, NFD, of Windows' devices                test_names_of_other_systems_do_no_harm
a page in CP949, UTF-16, with zeros                     test_a_page_in_another_encoding_is_shown_or_named
no zip file, a pipe, a link to nowhere, a folder        test_what_is_no_lesson_at_all_is_refused
thousands of files in the teacher's folder              test_a_teachers_folder_full_of_other_files_is_no_trouble
======================================================  ==============================================================
"""

from __future__ import annotations

import io
import os
import stat
import time
import unicodedata
import zipfile
from pathlib import Path

from PySide6.QtWidgets import QPlainTextEdit

from core.files import Places
from core.text import LANGUAGES
from gui.dialogs.lesson_problems import LessonProblems
from tests.core.lessons.lesson_files import EN, KO, TOML
from tests.hardening.mishaps import UNIX, Clumsy

WHOLE: dict[str, str | bytes] = {"lesson.toml": TOML, "ko.md": KO, "en.md": EN}


def zipped(entries: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in entries.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def linked() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("ko.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("lesson.toml", TOML)
    return buffer.getvalue()


def nested() -> bytes:
    return zipped({**WHOLE, "more.zip": zipped({"zeros": bytes(4 * 2**20)})})


REFUSED = {
    "bomb": (zipped({**WHOLE, "ko.md": bytes(40 * 2**20)}), "ko.md"),
    "dotdot": (zipped({**WHOLE, "../../evil.md": "x"}), "../../evil.md"),
    "absolute": (zipped({**WHOLE, "/tmp/evil.md": "x"}), "/tmp/evil.md"),
    "drive": (zipped({**WHOLE, "C:/evil.md": "x"}), "C:/evil.md"),
    "backslash": (zipped({**WHOLE, "..\\evil.md": "x"}), "evil.md"),
    "link": (linked(), "ko.md"),
    "thousands": (zipped({**WHOLE, **{f"pictures/{n}.png": b"" for n in range(5000)}}), "64"),
    "two": (zipped({"a/lesson.toml": TOML, "b/lesson.toml": TOML}), ""),
}


def test_a_zip_file_that_is_no_lesson_is_refused_and_the_step_stays(hands: Clumsy, tmp_path: Path) -> None:
    folder = tmp_path / "받은 파일"
    folder.mkdir()
    before = hands.application.store.state
    for kind, (data, named) in REFUSED.items():
        file = folder / f"{kind}.actlesson"
        file.write_bytes(data)
        start = time.process_time()
        hands.drop(file)
        assert time.process_time() - start < 10, kind
        hands.says(file.name, *([named] if named else []))
        assert hands.application.store.state == before, kind
        hands.close_notice()
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"{kind}.actlesson" for kind in REFUSED)
    assert not Path("/tmp/evil.md").exists()
    assert not list(tmp_path.rglob("evil.md"))


def test_names_of_other_systems_do_no_harm(hands: Clumsy, tmp_path: Path) -> None:
    korean = zipped({"ABCD/" + name: text for name, text in WHOLE.items()})
    spelled = unicodedata.normalize("NFD", "수업 자료")
    harmless = {
        "옛 윈도": korean.replace(b"ABCD/", "수업".encode("cp949") + b"/"),
        "맥": zipped({f"{spelled}/{name}": text for name, text in WHOLE.items()}),
        "devices": zipped({**WHOLE, "CON": "x", "aux.md": "x", "nul.txt": "x", "LPT1": "x", "trailing. ": "x"}),
        "in a zip": nested(),
    }
    for name, data in harmless.items():
        file = tmp_path / f"{name}.actlesson"
        file.write_bytes(data)
        hands.drop(file)
        own = hands.application.store.state.lessons
        assert own.lesson == f"my:{name}", hands.notice
        assert hands.application.store.state.lab == "lessons"


def test_a_page_in_another_encoding_is_shown_or_named(hands: Clumsy, tmp_path: Path) -> None:
    for encoding in ("cp949", "utf-8-sig", "utf-16"):
        file = tmp_path / f"{encoding}.actlesson"
        file.write_bytes(zipped({**WHOLE, "ko.md": KO.encode(encoding, "replace")}))
        hands.open(file)
        assert hands.dialog(LessonProblems) is None
        assert hands.application.store.state.lessons.lesson == f"my:{encoding}"
        lesson = hands.application.lessons.lab.library.lesson(f"my:{encoding}")
        assert lesson is not None
        assert lesson.steps[0].page("ko").title == "읽기"
    file = tmp_path / "0.actlesson"
    file.write_bytes(zipped({**WHOLE, "ko.md": b"\0\1" + KO.encode()}))
    hands.open(file)
    dialog = hands.dialog(LessonProblems)
    assert dialog is not None
    said = dialog.findChild(QPlainTextEdit, "lessonProblemList").toPlainText()
    assert "ko.md" in said
    assert "UTF-8로 저장하십시오" in said
    dialog.reject()
    hands.settle()


@UNIX
def test_what_is_no_lesson_at_all_is_refused(hands: Clumsy, tmp_path: Path) -> None:
    before = hands.application.store.state
    pipe, nowhere = tmp_path / "pipe.actlesson", tmp_path / "nowhere.actlesson"
    png, folder = tmp_path / "png.actlesson", tmp_path / "빈 폴더"
    os.mkfifo(pipe)
    nowhere.symlink_to(tmp_path / "gone")
    png.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    folder.mkdir()
    large = tmp_path / "large.actlesson"
    with large.open("wb") as file:
        file.truncate(50 * 2**30)
    for path in (pipe, nowhere, png, folder, large):
        hands.drop(path)
        hands.says(path.name)
        assert hands.application.store.state == before
        dialog = hands.dialog(LessonProblems)
        if dialog is not None:
            dialog.reject()
            hands.settle()


def test_a_teachers_folder_full_of_other_files_is_no_trouble(launch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    lessons = Places.below(tmp_path).lessons
    lessons.mkdir()
    for number in range(3000):
        (lessons / f"사진 {number}.jpg").write_bytes(b"")
    (lessons / "good.actlesson").write_bytes(zipped(WHOLE))
    (lessons / "bad.actlesson").write_bytes(b"no zip")
    hands = Clumsy(launch(language="ko", theme="light", size=(1366, 768)))
    hands.application.visit("lessons")
    hands.settle()
    library = hands.application.lessons.lab.library
    assert [lesson.key for lesson in library.own.lessons] == ["my:good"]
    assert len(library.own.refused) == 1
    for lang in LANGUAGES:
        assert "bad.actlesson" in library.own.refused[0].said_in(lang)
