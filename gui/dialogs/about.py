"""What this program is: its version, where it keeps its files, under which licences it and its parts stand."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pyqtgraph
import PySide6
from PySide6.QtGui import QGuiApplication, QTextDocument, QTextOption
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QTextBrowser, QVBoxLayout, QWidget

from core.files import Places
from core.text import Words
from core.version import VERSION, system, versions

_TOP = Path(__file__).resolve().parent.parent.parent
LICENCE_FILES = (_TOP / "LICENSE", _TOP / "THIRD_PARTY.md")


def versions_text() -> str:
    """Return a line for each part and the system: what a report of a fault should name."""
    parts = (*versions(), ("Qt", PySide6.__version__), ("pyqtgraph", pyqtgraph.__version__))
    return "\n".join([*(f"{name} {version}" for name, version in parts), system()])


class AboutDialog(QDialog):
    """The purpose, and a page of versions, places and licences to scroll through."""

    def __init__(self, words: Words, places: Places, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("aboutDialog")
        self.setWindowTitle(words("action.about"))
        heading = QLabel(f"{words('window.title')} {VERSION}", self)
        heading.setProperty("role", "page")
        purpose = QLabel(words("window.about"), self)
        purpose.setWordWrap(True)
        page = QTextBrowser(self)
        page.setObjectName("aboutPage")
        page.setAccessibleName(words("action.about"))
        page.setOpenLinks(False)
        # A folder may have a long name, and no blank in it.
        page.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        page.setHtml(_page(words, places))
        column = QVBoxLayout(self)
        column.addWidget(heading)
        column.addWidget(purpose)
        column.addWidget(page, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        copy = buttons.addButton(words("window.about_copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.setObjectName("aboutCopy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(versions_text()))
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        em = self.fontMetrics().height()
        room = parent.size() if parent else self.size()
        self.resize(min(40 * em, round(room.width() * 0.95)), min(32 * em, round(room.height() * 0.9)))


def _page(words: Words, places: Places) -> str:
    licences = QTextDocument()
    licences.setMarkdown("\n\n".join(file.read_text("utf-8") for file in LICENCE_FILES if file.is_file()))
    sections = (
        (words("window.about_versions"), _lines(versions_text().split("\n"))),
        (words("window.about_data"), _lines([str(places.profiles.parent)])),
        (words("window.about_log"), _lines([str(places.log)])),
        (words("window.about_licences"), licences.toHtml()),
    )
    return "".join(f"<h3>{escape(title)}</h3>{content}" for title, content in sections)


def _lines(lines: list[str]) -> str:
    return f"<p>{'<br>'.join(map(escape, lines))}</p>"
