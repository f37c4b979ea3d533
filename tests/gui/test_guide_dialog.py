"""The teacher's guide inside the program: read beside the work, in both languages, without a browser."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextCursor, QTextDocument

from core.text import LANGUAGES
from gui.app import Application
from gui.dialogs import guide
from gui.dialogs.guide import GuideDialog
from tests.conftest import Launch
from tests.gui.hands import Hands

TITLES = {"ko": ("교사 안내서", "관리자 안내서"), "en": ("Teacher's guide", "For administrators")}


def opened(hands: Hands) -> GuideDialog:
    hands.action("guideAction").trigger()
    hands.settle()
    dialog = hands.dialog(GuideDialog)
    assert dialog is not None
    return dialog


def title(dialog: GuideDialog) -> str:
    return dialog.page.document().begin().text()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_guide_is_read_beside_the_work_and_leads_to_the_others(launch: Launch, lang: str) -> None:
    hands = Hands(launch(language=lang, size=(1366, 768)))
    dialog = opened(hands)
    assert title(dialog) == TITLES[lang][0]
    assert "<kbd>" not in dialog.page.toPlainText()
    assert not dialog.isModal(), "the lab can be used while it is read"
    dialog.page.anchorClicked.emit(QUrl(f"administration.{lang}.md#anything"))
    assert title(dialog) == TITLES[lang][1]
    for elsewhere in ("https://example.org/a.md", "../README.md", "/etc/hostname", "missing.md"):
        dialog.page.anchorClicked.emit(QUrl(elsewhere))
        assert title(dialog) == TITLES[lang][1]


def test_it_changes_its_language_with_the_program(application: Application) -> None:
    dialog = opened(Hands(application))
    application.set_language("en")
    assert title(dialog) == TITLES["en"][0]
    assert dialog.windowTitle() == TITLES["en"][0]


def test_its_pictures_are_there_and_fit_the_page(application: Application) -> None:
    dialog = opened(Hands(application))
    cursor, names = QTextCursor(dialog.page.document()), []
    while not cursor.atEnd():
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
        if cursor.charFormat().isImageFormat():
            names.append(cursor.charFormat().toImageFormat().name())
    assert len(set(names)) == 13
    for name in set(names):
        picture = dialog.page.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name))
        assert isinstance(picture, QImage)
        assert 200 < picture.width() < dialog.page.viewport().width()
    assert dialog.page.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl("../../x.png")) is None


def test_without_the_files_it_says_so(application: Application, monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(guide, "DOCS", tmp_path)
    hands = Hands(application)
    hands.action("guideAction").trigger()
    hands.settle()
    assert hands.dialog(GuideDialog) is None or not hands.dialog(GuideDialog).isVisible()
    assert "teachers-guide.ko.md" in application.window.notices._text.text()
