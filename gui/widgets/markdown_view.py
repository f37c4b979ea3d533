"""A page of Markdown that is as high as its text: what scrolls is the page around it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QFocusEvent, QImage, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QTextEdit, QWidget

from gui.theme import Theme
from gui.widgets.focus_ring import FocusRing
from gui.widgets.markdown import plain, set_markdown

NARROWEST_EM = 8
MOST_WIDTHS = 8


class MarkdownView(QTextBrowser):
    """Shows Markdown; ``link_asked`` tells the target of a link that was clicked or chosen with the keys."""

    link_asked = Signal(str)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None, compact: bool = False) -> None:
        """Make an empty page; ``compact`` brings its lines close together, as a row of a list needs it."""
        super().__init__(parent)
        self._ring = FocusRing(self)
        self._compact = compact
        self.setObjectName(name)
        self.setProperty("role", "page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.anchorClicked.connect(lambda url: self.link_asked.emit(url.toString()))
        self._theme, self._markdown = theme, ""
        self._heights: dict[int, int] = {}  # by width: a layout asks for several in turn

    def markdown(self) -> str:
        """Return what it shows."""
        return self._markdown

    def show_markdown(self, markdown: str) -> None:
        """Show ``markdown``; an empty text takes no room."""
        if markdown != self._markdown:
            self._markdown = markdown
            self._lay_out()
        self.setVisible(bool(markdown))

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        if theme != self._theme:
            self._theme = theme
            self._lay_out()

    def loadResource(self, kind: int, url: QUrl) -> object:
        """Return an empty picture for whatever a text asks for, so that Qt reads no file."""
        return QImage(1, 1, QImage.Format.Format_Mono)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Go to the next link, behind the last one out of the text."""
        before = self.textCursor()
        moved = super().focusNextPrevChild(next)
        after = self.textCursor()
        if moved and self.hasFocus() and before.hasSelection() and after.selectionStart() == before.selectionStart():
            # Backwards, Qt finds a link at the very beginning again and again.
            after.clearSelection()
            self.setTextCursor(after)
            return QTextEdit.focusNextPrevChild(self, next)
        return moved

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            if len(self._heights) >= MOST_WIDTHS:
                self._heights.clear()
            # Taken from its owner at the end: PySide would keep the copy for good, deleted or not.
            copy = self.document().clone(self)
            copy.setTextWidth(max(1, width - self._aside()))
            self._heights[width] = round(copy.size().height() + 0.5) + self._above()
            copy.setParent(None)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        width = self.width() if self.isVisible() else 30 * self._theme.em
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(NARROWEST_EM * self._theme.em, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._keep_height()
        super().resizeEvent(event)
        self._ring.follow()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ring.follow()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._ring.follow()

    def _lay_out(self) -> None:
        set_markdown(self.document(), self._markdown, self._theme, self._compact)
        self.setAccessibleName(plain(self._markdown))
        self._heights.clear()
        self._keep_height()
        self.updateGeometry()

    def _keep_height(self) -> None:
        height = self.heightForWidth(self.width())
        if height != self.minimumHeight():
            self.setMinimumHeight(height)

    def _aside(self) -> int:
        margins = self.viewportMargins()
        return 2 * self.frameWidth() + margins.left() + margins.right()

    def _above(self) -> int:
        margins = self.viewportMargins()
        return 2 * self.frameWidth() + margins.top() + margins.bottom()
