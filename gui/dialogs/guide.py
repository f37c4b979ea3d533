"""The guides that come with the program, to be read beside it: no browser and no network is needed."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QImage, QResizeEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from core.files import read_at_most
from core.text import Words

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
MAX_BYTES = 1024 * 1024
_KEY = re.compile(r"<kbd>(.+?)</kbd>")


class GuidePage(QTextBrowser):
    """Shows one of the guides; a link leads to another one, never out of their folder."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guidePage")
        self.setOpenLinks(False)
        # A bar that comes and goes would change the width for which the page is laid out.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.anchorClicked.connect(self._follow)
        self._text = ""

    def show_file(self, name: str) -> None:
        """Show a guide from its beginning. Raises UserError ``file.*`` if it is not there."""
        # Qt's Markdown has no keys in boxes.
        self._text = _KEY.sub(r"`\1`", read_at_most(DOCS / name, MAX_BYTES).decode("utf-8"))
        self._lay_out()
        self.verticalScrollBar().setValue(0)

    def loadResource(self, kind: int, name: QUrl) -> object:
        """Return a picture no wider than the page."""
        file = (DOCS / name.path()).resolve()
        if kind != QTextDocument.ResourceType.ImageResource.value or not file.is_relative_to(DOCS):
            return None
        picture, room = QImage(str(file)), max(200, self.viewport().width() - 3 * self.fontMetrics().height())
        if picture.width() > room:
            picture = picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            # Not in the middle of a layout that brought the scroll bar.
            QTimer.singleShot(0, self, self._lay_out)

    def _lay_out(self) -> None:
        place = self.verticalScrollBar().value() / max(1, self.verticalScrollBar().maximum())
        self.document().clear()
        self.setMarkdown(self._text)
        self._space_out()
        self.verticalScrollBar().setValue(round(place * self.verticalScrollBar().maximum()))

    def _space_out(self) -> None:
        """Put air between paragraphs, which Qt's Markdown sets solid."""
        gap, block = self.fontMetrics().height() / 2, self.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            if cursor.currentTable() is None:
                shape = block.blockFormat()
                shape.setTopMargin(gap * (3 if shape.headingLevel() else 1))
                cursor.setBlockFormat(shape)
            block = block.next()

    def _follow(self, link: QUrl) -> None:
        file = (DOCS / link.path()).resolve()
        if not link.scheme() and file.suffix == ".md" and file.is_relative_to(DOCS) and file.is_file():
            self.show_file(str(file.relative_to(DOCS)))


class GuideDialog(QDialog):
    """The teacher's guide in a window that stays beside the work."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guide")
        self.page = GuidePage(self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.page, 1)
        column.addWidget(buttons)
        em = self.fontMetrics().height()
        room = parent.size() if parent else self.size()
        self.resize(min(50 * em, round(room.width() * 0.95)), min(44 * em, round(room.height() * 0.95)))
        self.set_words(words)

    def set_words(self, words: Words) -> None:
        """Switch the language. Raises UserError ``file.*``."""
        self.setWindowTitle(words("action.guide"))
        self.page.setAccessibleName(words("action.guide"))
        self.page.show_file(f"teachers-guide.{words.lang}.md")
