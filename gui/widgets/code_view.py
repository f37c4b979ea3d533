"""Read-only text in a fixed-width font: Python code, and what PyTorch prints."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QPlainTextDocumentLayout,
    QPlainTextEdit,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QTextEdit,
    QWidget,
)

from core.export.table import Table
from core.text import Words
from gui.theme import Theme
from gui.widgets.table_data import table_data

SAID_FOR_MS = 1500
TALLEST_LINES = 12
LINE_GAP = 0.3  # of the font size
MARK_TINT = 0.06
_LINES_APART = 8  # from here on lines that differ are rewritten at once, with what lies between
TOKEN_COLORS = {"comment": "muted", "string": "slope", "number": "slope", "keyword": "accent"}
_TOKENS = re.compile(
    r"(?P<comment>#.*)"
    r"|(?P<string>[rbfRBF]?(?:'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"))"
    r"|(?P<number>(?<![\w.])(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?!\w))"
    rf"|(?P<keyword>\b(?:{'|'.join(keyword.kwlist)})\b)"
)


class CodeView(QPlainTextEdit):
    """Shows code or printed output, selectable, with some spans marked in the probe colour."""

    def __init__(
        self, words: Words, theme: Theme, name: str, label: str, highlighted: bool = True, parent: QWidget | None = None
    ) -> None:
        """Make an empty view.

        Args:
            name: the object name, such as ``"codeText"``.
            label: id of the accessible name in the catalogue, such as ``"code_view.code"``.
            highlighted: whether the text is Python and shown in its colours.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("mono", True)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._label, self._theme = label, theme
        self._text = ""
        self._spans: tuple[tuple[int, int], ...] = ()
        self._layout = _SpacedLines(QTextDocument(self))
        self.setDocument(self._layout.document())
        self.setUndoRedoEnabled(False)
        self._colors = _PythonColors(self.document()) if highlighted else None
        self._mark = QTextCharFormat()
        self.set_words(words)
        self.set_theme(theme)

    def show_code(self, text: str, spans: tuple[tuple[int, int], ...] = ()) -> None:
        """Show ``text`` with the characters of each (start, end) span marked."""
        if text != self._text:
            lines = text.count("\n")
            self._replace(self._text.split("\n"), text.split("\n"))
            changed_height = lines != self._text.count("\n")
            self._text = text
            self._set_marks(spans)
            if changed_height:
                self.updateGeometry()
        elif spans != self._spans:
            self._set_marks(spans)

    def paintEvent(self, event: QPaintEvent) -> None:
        # The card below is painted here, so that nothing under the text has to be painted again when it changes.
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.color("card"))
        painter.end()
        super().paintEvent(event)

    def set_words(self, words: Words) -> None:
        """Say the accessible name in another language."""
        self.setAccessibleName(words(self._label))

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours and size of ``theme``."""
        self._theme = theme
        self.setFont(theme.font(mono=True))
        self._layout.gap = LINE_GAP * theme.px(theme.tokens.number_font)
        self._mark.setForeground(theme.color("probe_ink"))
        self._mark.setBackground(theme.color("probe", MARK_TINT))
        if self._colors is not None:
            self._colors.set_theme(theme)
        self._set_marks(self._spans)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As tall as its lines, up to twelve, with room for the horizontal scroll bar."""
        lines = min(TALLEST_LINES, max(2, self._text.count("\n") + 1))
        around = 2 * (self.frameWidth() + round(self.document().documentMargin()))
        height = round(lines * self._line_height()) + around + self.horizontalScrollBar().sizeHint().height()
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), round(2 * self._line_height()) + self._theme.px(16))

    def _line_height(self) -> float:
        return self.fontMetrics().lineSpacing() + self._layout.gap

    def _replace(self, old: list[str], new: list[str]) -> None:
        """Rewrite only the lines that differ: nothing else is laid out or coloured again, and nothing scrolls."""
        if len(old) != len(new):
            self.setPlainText("\n".join(new))
            return
        differing = [number for number, (before, after) in enumerate(zip(old, new, strict=True)) if before != after]
        document = self.document()
        cursor = QTextCursor(document)
        if len(differing) <= _LINES_APART:
            for number in differing:
                _rewrite(cursor, document.findBlockByNumber(number).position(), old[number], new[number])
            return
        first, last = differing[0], differing[-1]
        cursor.setPosition(document.findBlockByNumber(first).position())
        end = document.findBlockByNumber(last)
        cursor.setPosition(end.position() + end.length() - 1, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText("\n".join(new[first : last + 1]))

    def _set_marks(self, spans: tuple[tuple[int, int], ...]) -> None:
        self._spans = spans
        marks: list[QTextEdit.ExtraSelection] = []
        for start, end in spans:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(self.document())
            mark.cursor.setPosition(_in_utf16(self._text, start))
            mark.cursor.setPosition(_in_utf16(self._text, end), QTextCursor.MoveMode.KeepAnchor)
            mark.format = self._mark
            marks.append(mark)
        self.setExtraSelections(marks)


class _SpacedLines(QPlainTextDocumentLayout):
    """Lines with air between them: the font's own lines touch, and brackets of one line run into the next."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.gap = 0.0
        document.setDocumentLayout(self)

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        return super().blockBoundingRect(block).adjusted(0, 0, 0, self.gap)

    def documentChanged(self, start: int, removed: int, added: int) -> None:
        # Qt takes the sum of both for what has changed: with colours it would paint every line for a change in one.
        super().documentChanged(start, 0, max(removed, added))


class _PythonColors(QSyntaxHighlighter):
    """Colours keywords, numbers, strings and comments of Python, line by line."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formats = {kind: QTextCharFormat() for kind in TOKEN_COLORS}

    def set_theme(self, theme: Theme) -> None:
        for kind, token in TOKEN_COLORS.items():
            self._formats[kind].setForeground(theme.color(token))
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        for match in _TOKENS.finditer(text):
            start, end = match.span()
            self.setFormat(start, end - start, self._formats[match.lastgroup or "keyword"])


class CopyButton(QPushButton):
    """Copies a text or a table and says so for a moment, without changing its size."""

    def __init__(
        self, words: Words, theme: Theme, source: Callable[[], str | Table], parent: QWidget | None = None
    ) -> None:
        """Make the button; ``source`` is asked for the text or the table at each press."""
        super().__init__(parent)
        self._words, self._theme, self._source = words, theme, source
        self._back = QTimer(self, singleShot=True, interval=SAID_FOR_MS)
        self._back.timeout.connect(self._say)
        self.clicked.connect(self._copy)
        self.set_theme(theme)
        self._say()

    def set_words(self, words: Words) -> None:
        """Speak another language."""
        self._words = words
        self._say()
        self.updateGeometry()

    def set_theme(self, theme: Theme) -> None:
        """Take the target size of ``theme``."""
        self._theme = theme
        self.setMinimumHeight(theme.px(theme.tokens.target))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Wide enough for the longer of its two texts."""
        option, metrics = QStyleOptionButton(), self.fontMetrics()
        self.initStyleOption(option)
        texts = (self._words("code_view.copy"), self._words("code_view.copied"))
        option.text = max(texts, key=metrics.horizontalAdvance)
        inside = metrics.size(Qt.TextFlag.TextShowMnemonic, option.text)
        return self.style().sizeFromContents(QStyle.ContentsType.CT_PushButton, option, inside, self)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _copy(self) -> None:
        copied = self._source()
        if isinstance(copied, Table):
            QGuiApplication.clipboard().setMimeData(table_data(copied))
        else:
            QGuiApplication.clipboard().setText(copied)
        self.setText(self._words("code_view.copied"))
        self._back.start()

    def _say(self) -> None:
        self._back.stop()
        self.setText(self._words("code_view.copy"))


def _rewrite(cursor: QTextCursor, start: int, old: str, new: str) -> None:
    """Rewrite what differs in one line: Qt paints that line alone, but every line if the whole line is replaced."""
    same = _alike(old, new)
    rest = _alike(old[same:][::-1], new[same:][::-1])
    cursor.setPosition(start + _in_utf16(old, same))
    cursor.setPosition(start + _in_utf16(old, len(old) - rest), QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(new[same : len(new) - rest])


def _alike(first: str, second: str) -> int:
    """Return how many characters both begin with."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((i for i, (one, other) in pairs if one != other), min(len(first), len(second)))


def _in_utf16(text: str, index: int) -> int:
    """Return the position Qt uses for the character ``index``: it counts UTF-16 units."""
    return index if text.isascii() else len(text[:index].encode("utf-16-le")) // 2
