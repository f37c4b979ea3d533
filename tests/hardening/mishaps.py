"""What happens to files at a school, done for real and alike for root and for anybody else: a disk that is full, a
folder that may not be written, a question that is answered, a file that is dropped."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox, QWidget

from core.text import LANGUAGES, Lang, UserError, words_in
from gui.app import Application
from gui.trouble import RETRY_MS
from tests.gui.hands import CTRL, KEY, SHIFT, Hands

NOBODY = 65534
UNIX = pytest.mark.skipif(sys.platform == "win32", reason="limits, pipes and owners are a matter of Unix")


class Clumsy(Hands):
    """A person whose files things happen to."""

    @property
    def notice(self) -> str:
        """What the line above the lab says, "" while it is hidden."""
        label = self.part("noticeText", QLabel)
        return label.text() if label.isVisible() else ""

    def said(self) -> dict[Lang, str]:
        """What the line above the lab says in each language."""
        shown, lang = self.notice, self.application.settings.language
        found: dict[Lang, str] = {each: self.window.notices.texts(words_in(each))[0] for each in LANGUAGES}
        assert shown == found[lang]
        return found

    def says(self, *names: str, quoted: str = "") -> None:
        """Assert that a message names each of ``names`` in both languages, in words of that language and no others.

        The words in ``quoted`` come from the file.
        """
        said = self.said()
        for lang, text in said.items():
            for name in names:
                assert name in text, f"{lang}: {name} is not named in {text!r}"
            assert len(text) < 700, text
            plain = text
            for name in names:
                plain = plain.replace(name, "")
            for trace in ("Traceback", "Error:", "Errno", "object at", "{", "\ufffd"):
                assert trace not in plain, text
        assert any("가" <= c <= "힣" for c in said["ko"]), said["ko"]
        plain = said["en"]
        for name in (*names, *quoted.split()):
            plain = plain.replace(name, "")
        assert said["en"] != said["ko"]
        assert not [c for c in plain if "가" <= c <= "힣"], said["en"]

    def close_notice(self) -> None:
        self.window.notices.close_button.click()

    def drop(self, *paths: Path, at: QWidget | None = None) -> None:
        """Drop files onto the window, or a part of it, as the system does it."""
        place = QPoint(400, 300) if at is None else at.mapTo(self.window, at.rect().center())
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        target = self.window.windowHandle()
        QApplication.sendEvent(target, QDragEnterEvent(place, *how))
        QApplication.sendEvent(target, QDropEvent(QPointF(place), *how))
        self.settle()

    def open(self, path: Path) -> None:
        """Open a file as from the list of recent files."""
        self.application.window.open_requested.emit(path)
        self.settle()

    def save(self) -> None:
        self.press(KEY.Key_S, CTRL)

    def save_as(self, monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
        choosing(monkeypatch, path)
        self.press(KEY.Key_S, CTRL | SHIFT)

    def leave(self) -> None:
        """Close the window."""
        self.window.close()
        self.settle()

    def wait_for(self, seen: Callable[[], object], seconds: float = 10.0) -> None:
        end = time.monotonic() + seconds
        while not seen():
            assert time.monotonic() < end, "it never comes"
            QApplication.processEvents()
            time.sleep(0.005)

    def autosave(self) -> None:
        """Let the second pass after which the screen is saved by itself."""
        document = self.application.document
        document._timer.stop()
        document._autosave()
        assert document._worker.wait(10.0)
        self.settle()

    def keep_preferences(self) -> None:
        """Let the moment pass in which changed preferences are written."""
        self.application.looks.flush()
        self.settle()

    def try_again(self) -> None:
        """Let the seconds pass after which what went wrong is tried again."""
        for trouble in (self.application.document.trouble, self.application.looks.trouble):
            if trouble._timer.isActive():
                assert trouble._timer.interval() == RETRY_MS
                trouble._timer.stop()
                trouble.again.emit()
        self.application.looks.flush()
        assert self.application.document._worker.wait(10.0)
        self.settle()


def choosing(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> list[str]:
    """Answer the next dialogs for saving with ``paths``, cancel later ones; return what they suggested."""
    left, suggested = [str(path) for path in paths], []

    def ask(_parent: object, _title: str, start: str, *_rest: object) -> tuple[str, str]:
        suggested.append(start)
        return (left.pop(0) if left else "", "")

    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(ask))
    return suggested


def answering(monkeypatch: pytest.MonkeyPatch, *ids: str) -> list[str]:
    """Let the next questions be answered by the buttons with these catalogue ids, further ones be cancelled.

    Return what was asked, the words of the buttons behind it.
    """
    left, asked = list(ids), []

    def answer(box: QMessageBox) -> int:
        buttons = box.buttons()
        asked.append(" | ".join([box.text(), *(button.text() for button in buttons)]))
        wanted = left.pop(0) if left else ""
        said = {words_in(lang)(wanted) for lang in LANGUAGES} if wanted else set()
        chosen = next((button for button in buttons if button.text() in said), box.escapeButton())
        if chosen is None:
            chosen = box.button(QMessageBox.StandardButton.Cancel)
        assert not wanted or chosen is not box.escapeButton(), f"{asked[-1]} has no {wanted}"
        chosen.click()
        return box.standardButton(chosen).value

    monkeypatch.setattr(QMessageBox, "exec", answer)
    return asked


@contextlib.contextmanager
def full_disk(room: int = 0) -> Iterator[None]:
    """Let no file become longer than ``room`` bytes: the system itself cuts every write short, as on a full disk."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextlib.contextmanager
def ordinary_folder() -> Iterator[Path]:
    """Make a folder that belongs to an ordinary user, whoever runs the tests."""
    folder = Path(tempfile.mkdtemp(prefix="activation-lab-test-"))
    folder.chmod(0o777)
    if not os.geteuid():
        os.chown(folder, NOBODY, NOBODY)
    try:
        yield folder
    finally:
        for path in (folder, *folder.rglob("*")):
            with contextlib.suppress(OSError):
                path.chmod(0o700 if path.is_dir() else 0o600)
        shutil.rmtree(folder)


@contextlib.contextmanager
def ordinary_user() -> Iterator[None]:
    """Be no superuser, for whom no folder is read-only; who is none stays who they are."""
    if os.geteuid():
        yield
        return
    os.setresgid(NOBODY, NOBODY, 0)
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)
        os.setresgid(0, 0, 0)


def refusal(read: Callable[[], object], name: str) -> bool:
    """Return whether ``read`` refuses, which it may do in words that name the file, in both languages, and only so."""
    try:
        read()
    except UserError as error:
        said = {error.said_in(lang) for lang in LANGUAGES}
    else:
        return False
    assert len(said) == len(LANGUAGES)
    assert all(name in text for text in said), said
    return True


def litter(folder: Path) -> list[str]:
    """Return the names of half-written files that were left behind anywhere below ``folder``."""
    return [path.name for path in folder.rglob("*") if path.name.startswith(".") or "tmp" in path.suffix]


def at_work(application: Application) -> Clumsy:
    """Return a person who has done something that must not be lost, and that was saved by itself."""
    hands = Clumsy(application)
    hands.pick("Tanh")
    hands.autosave()
    return hands
