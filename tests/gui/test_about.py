"""About: the version, where files lie, the licences."""

from __future__ import annotations

import platform

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QTextBrowser

from core.version import VERSION
from gui.dialogs.about import AboutDialog
from tests.gui.hands import Hands
from tests.gui.looking import cut_off


@pytest.mark.parametrize(
    ("language", "theme", "size"),
    [("ko", "light", (1920, 1080)), ("en", "dark", (1366, 768)), ("ko", "projector", (1024, 768))],
)
def test_it_names_versions_places_and_licences(launch, language: str, theme: str, size) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language=language, theme=theme, size=size))
    hands.action("aboutAction").trigger()
    hands.settle()
    dialog = hands.dialog(AboutDialog)
    assert list(cut_off(dialog)) == []
    assert VERSION in dialog.findChild(QLabel).text()
    said = dialog.findChild(QTextBrowser, "aboutPage").toPlainText()
    assert str(hands.application.places.log) in said
    assert str(hands.application.places.profiles.parent) in said
    for named in ("MIT License", "Pretendard", "SIL Open Font License", "LGPL-3.0-only", "torch"):
        assert named in said
    hands.click(dialog.findChild(QPushButton, "aboutCopy"))
    copied = QGuiApplication.clipboard().text().split("\n")
    assert copied[0] == f"Activation Lab {VERSION}"
    assert f"Python {platform.python_version()}" in copied
    assert {line.split(" ")[0] for line in copied} >= {"PyTorch", "NumPy", "Qt", "pyqtgraph"}
