"""Hangul typed into Qt's own file dialog, where the system has none: saved, opened again, exported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from core import session
from gui.dialogs.export import ExportDialog
from tests.gui.hands import KEY
from tests.hardening.composer import Composer
from tests.hardening.mishaps import Clumsy


@pytest.fixture
def composer(monkeypatch: pytest.MonkeyPatch) -> Composer:
    return Composer(monkeypatch)


class AtTheDialog:
    """Waits for Qt's file dialog, types a name into it and presses Enter."""

    def __init__(self, composer: Composer, folder: Path) -> None:
        self._composer, self._folder = composer, folder
        self.typed: list[str] = []

    def answer(self, *pieces: str, ending: str = "") -> None:
        """Type ``pieces``, of which Hangul is composed, into the next dialog; ``ending`` is what a name ends in."""
        self._when_shown(lambda dialog: self._type(dialog, pieces, ending))

    def _when_shown(self, act: Callable[[QFileDialog], None]) -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog) or not dialog.isActiveWindow():
            if isinstance(dialog, QFileDialog):
                dialog.activateWindow()
            QTimer.singleShot(20, lambda: self._when_shown(act))
            return
        try:
            act(dialog)
        finally:
            if dialog.isVisible():
                dialog.reject()

    def _type(self, dialog: QFileDialog, pieces: tuple[str, ...], ending: str) -> None:
        dialog.setDirectory(str(self._folder))
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field is not None
        field.setFocus()
        field.selectAll()
        for piece in pieces:
            if piece.isascii():
                QTest.keyClicks(field, piece)
            else:
                self._composer.compose(piece)
                assert field.text().endswith(piece[:-1])
                assert self._composer.holds
                # An input method commits before it passes on the key that ends the word.
                self._composer.finish()
        QTest.keyClicks(field, ending)
        self.typed.append(field.text())
        QTest.keyClick(field, KEY.Key_Return)


@pytest.fixture
def dialog(composer: Composer, tmp_path: Path) -> AtTheDialog:
    folder = tmp_path / "우리 반 자료"
    folder.mkdir()
    return AtTheDialog(composer, folder)


def test_a_session_is_saved_and_opened_by_a_name_in_hangul(hands: Clumsy, dialog: AtTheDialog, tmp_path: Path) -> None:
    folder = tmp_path / "우리 반 자료"
    dialog.answer("수업", " 1", "반")
    hands.action("save_asAction").trigger()
    hands.settle()
    file = folder / "수업 1반.actlab"
    assert dialog.typed == ["수업 1반"]
    assert [path.name for path in folder.iterdir()] == [file.name]
    saved = session.load(file)
    assert saved == hands.application.store.state
    assert file.name.removesuffix(".actlab") in hands.window.windowTitle()
    hands.application.store.replace(hands.application.store.start)
    hands.application.document.path = None
    dialog.answer("수업", " 1", "반", ending=".actlab")
    hands.application.files.ask_open()
    hands.settle()
    assert dialog.typed[1:] == [file.name]
    assert hands.application.document.path == file
    assert hands.application.store.state == saved


def test_a_picture_is_exported_under_a_name_in_hangul(hands: Clumsy, dialog: AtTheDialog, tmp_path: Path) -> None:
    hands.action("exportAction").trigger()
    hands.settle()
    export = hands.dialog(ExportDialog)
    assert export is not None
    export.choose("value_plot")
    hands.settle()
    dialog.answer("그림", " 1", ending=".png")
    export.save.click()
    hands.settle()
    export._job.wait()
    hands.settle()
    file = tmp_path / "우리 반 자료" / "그림 1.png"
    assert dialog.typed == [file.name]
    assert not QImage(str(file)).isNull()
    assert file.name in export.message.text()
