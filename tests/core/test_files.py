"""Writing files: the old one is whole until the new one is, and the message says why it failed."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core import files, session
from core.files import Places, check_writable, write_atomically
from core.lessons.library import open_lesson
from core.text import LANGUAGES, UserError

ROOT = Path(files.__file__).resolve().parent.parent


def test_a_new_file_is_written_and_its_folders_made(tmp_path: Path) -> None:
    file = tmp_path / "수업" / "1반" / "a.actlab"
    write_atomically(file, b"one")
    write_atomically(file, b"two")
    assert file.read_bytes() == b"two"
    assert list(file.parent.iterdir()) == [file]


def test_permissions_stay_as_they_were(tmp_path: Path) -> None:
    file = tmp_path / "a"
    mask = os.umask(0o027)
    try:
        write_atomically(file, b"one")
        assert stat.S_IMODE(file.stat().st_mode) == 0o640
    finally:
        os.umask(mask)
    file.chmod(0o604)
    write_atomically(file, b"two")
    assert stat.S_IMODE(file.stat().st_mode) == 0o604


def test_a_link_keeps_pointing_where_it_did(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"one")
    link.symlink_to(real)
    write_atomically(link, b"two")
    assert link.is_symlink()
    assert real.read_bytes() == b"two"


def _failing(number: int) -> Callable[..., None]:
    def fail(*_arguments: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("at", ["replace", "fsync", "chmod"])
@pytest.mark.parametrize(
    ("number", "id"),
    [
        (errno.ENOSPC, "file.disk_full"),
        (errno.EDQUOT, "file.disk_full"),
        (errno.EACCES, "file.not_allowed"),
        (errno.EROFS, "file.not_allowed"),
        (errno.EIO, "file.gone"),
        (errno.EPROTO, "file.not_written"),
    ],
)
def test_a_failed_write_keeps_the_old_file_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str, number: int, id: str
) -> None:
    file = tmp_path / "a.actlab"
    file.write_bytes(b"old")
    monkeypatch.setattr(files.os, at, _failing(number))
    with pytest.raises(UserError) as caught:
        write_atomically(file, b"new")
    monkeypatch.undo()
    assert caught.value.id == id
    assert "a.actlab" in caught.value.said_in("ko")
    assert "a.actlab" in caught.value.said_in("en")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_made_read_only_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "demo.actlab"
    file.write_bytes(b"old")
    # The superuser may write to everything, so the answer of the system is put in its mouth.
    monkeypatch.setattr(files.os, "access", lambda path, mode: Path(path) != file)
    with pytest.raises(UserError) as caught:
        write_atomically(file, b"new")
    assert caught.value.id == "file.not_allowed"
    assert file.read_bytes() == b"old"


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are a matter of Unix")
def test_a_disk_that_really_fills_up_keeps_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "a.actlab"
    file.write_bytes(b"old")
    program = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from core.files import write_atomically\n"
        "from core.text import UserError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n"
        "    write_atomically(Path(sys.argv[1]), bytes(100_000))\n"
        "except UserError as error:\n"
        "    print(error.id)\n"
    )
    root = Path(files.__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-B", "-c", program, str(file)], cwd=root, capture_output=True, text=True, timeout=60
    )
    assert (done.stdout.strip(), done.stderr) == ("file.disk_full", "")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_places_that_cannot_be_written_say_why(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.write_bytes(b"")
    for path, id in (
        (tmp_path, "file.is_folder"),
        (plain / "a", "file.no_folder"),
        (plain / "b" / "a", "file.no_folder"),
        (tmp_path / ("n" * 300), "file.name_too_long"),
    ):
        with pytest.raises(UserError) as caught:
            write_atomically(path, b"x")
        assert caught.value.id == id, path
        for lang in ("ko", "en"):
            assert "\n" not in caught.value.said_in(lang)
    assert list(tmp_path.iterdir()) == [plain]


def test_checking_a_place_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.png"
    check_writable(file)
    assert not file.exists()
    monkeypatch.chdir(tmp_path)
    check_writable(Path("a.png"))
    for path, id in ((tmp_path, "file.is_folder"), (tmp_path / "no" / "a.png", "file.no_folder")):
        with pytest.raises(UserError) as caught:
            check_writable(path)
        assert caught.value.id == id
    monkeypatch.setattr(files.os, "access", lambda path, mode: False)
    with pytest.raises(UserError) as caught:
        check_writable(file)
    assert caught.value.id == "file.not_allowed"
    assert str(tmp_path) in caught.value.said_in("en")


def test_the_programs_own_files_have_four_different_places(tmp_path: Path) -> None:
    below = Places.below(tmp_path)
    paths = {below.settings, below.last_session, below.crashed_session, below.log}
    assert len(paths) == 4
    assert all(path.parent == tmp_path for path in paths)
    user = Places.of_user()
    assert len({user.settings, user.last_session, user.crashed_session, user.log}) == 4


@pytest.mark.parametrize("name", ["a" * 5_000, "\0", "\udcff\ud800"], ids=["too long", "NUL", "no character"])
@pytest.mark.parametrize(
    "use", [lambda path: write_atomically(path, b"x"), session.load, open_lesson], ids=["write", "session", "lesson"]
)
def test_a_name_that_no_file_can_have_is_refused_in_words(
    tmp_path: Path, name: str, use: Callable[[Path], object]
) -> None:
    with pytest.raises(UserError) as caught:
        use(tmp_path / name)
    for lang in LANGUAGES:
        assert len(caught.value.said_in(lang)) < 1_500
    assert list(tmp_path.iterdir()) == []


def test_a_data_folder_that_no_system_has_is_refused_and_the_usual_one_stays(tmp_path: Path) -> None:
    places = Places.below(tmp_path)
    used, wrong = places.with_data(str(tmp_path / "a\0b"))
    assert used == places
    assert wrong is not None
    assert wrong.id == "file.data_folder"


def test_what_is_in_a_closed_folder_is_not_there(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    (closed / "inside").mkdir(parents=True)
    code = (
        "import os, sys; from pathlib import Path;"
        "from gui.first_view import is_lesson; from core.lessons.profiles import Profiles;"
        "os.getuid() or os.setuid(65534);"  # root goes in everywhere
        "path = Path(sys.argv[1]); print(is_lesson(path), Profiles(path).names())"
    )
    closed.chmod(0)
    try:
        run = subprocess.run(
            [sys.executable, "-c", code, closed / "inside"], cwd=ROOT, capture_output=True, text=True, timeout=60
        )
    finally:
        closed.chmod(0o755)
    assert run.stdout.strip() == "False ()", run.stderr
