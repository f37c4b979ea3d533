"""A4 paper: headings, Markdown, tables with blanks, lines to write on, pictures, and a number on every page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QImage,
    QPagedPaintDevice,
    QPaintDevice,
    QPainter,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)

from core.lessons.sheet import Cell
from gui.theme import MONO, SANS
from gui.widgets.markdown import drop_images
from gui.worksheet.figure import HEIGHT, WIDTH

# Points. What is not text is in 1/96 inch, which the layout scales to the printer.
BODY, SMALL, TITLE, HEADING = 10.5, 9.0, 18.0, 12.5
_FOOT = 30  # below the text, for the page number
_LINE_GAP = 30
_LINE_HEIGHT, _LOW_LINE_HEIGHT = 125, 112  # per cent
_MOST_LEFT_EMPTY = 0.4  # of a page: rather than leave more, what is asked may be torn apart
_BLANK_PADDING, _CELL_PADDING = 9, 4
_CODE_GROUND = QColor("#F0F2F5")


class Paper:
    """A document that is written from top to bottom."""

    def __init__(self) -> None:
        self.document = QTextDocument()
        self.document.setDocumentMargin(0)
        self.document.setDefaultFont(_font(BODY))
        self._cursor = QTextCursor(self.document)
        self._pictures = 0
        self._starts: list[int] = []
        self._lead = 0  # where the last paragraph begins, which a table or lines may belong to
        self._tables: list[tuple[int, QTextTable]] = []

    def title(self, text: str) -> None:
        """Write the title of the document."""
        self._block(top=0, bottom=4)
        self._cursor.insertText(text, _letters(TITLE, bold=True))

    def small(self, text: str, top: int = 0) -> None:
        """Write a line in small letters."""
        self._block(top=top, bottom=4)
        self._cursor.insertText(text, _letters(SMALL))

    def heading(self, text: str) -> None:
        """Write a heading. What follows it begins a new page with it if it would be torn apart otherwise."""
        self._block(top=16, bottom=4)
        self._starts.append(self._cursor.position())
        self._cursor.insertText(text, _letters(HEADING, bold=True))

    def plain(self, text: str, bold: bool = False, top: int = 4) -> None:
        """Write a paragraph as it stands."""
        self._block(top=top, bottom=2)
        self._cursor.insertText(text, _letters(BODY, bold=bold))

    def markdown(self, markdown: str, bold_start: str = "") -> None:
        """Write Markdown, behind a word in bold letters if given."""
        if not markdown.strip():
            return
        self._block(top=4, bottom=2)
        self._lead = self._cursor.position()
        if bold_start:
            self._cursor.insertText(bold_start + "  ", _letters(BODY, bold=True))
        start = self._cursor.position()
        features = QTextDocument.MarkdownFeature
        self._cursor.insertMarkdown(markdown, features.MarkdownDialectGitHub | features.MarkdownNoHTML)
        drop_images(self.document, start)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._restyle(start)

    def table(
        self, rows: Sequence[Sequence[Cell]], filled: bool, head: bool = False, weights: Sequence[float] = ()
    ) -> None:
        """Write a table; blanks are empty and higher, or ``filled`` in bold.

        ``head`` marks the first row, ``weights`` are the columns' shares of the width, equal ones if not given.
        """
        columns = max(len(row) for row in rows)
        self._block(top=4, bottom=0)
        table = self._cursor.insertTable(len(rows), columns, _table_format(weights or [1.0] * columns))
        self._tables.append((self._lead, table))
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                place = table.cellAt(y, x)
                shape = place.format().toTableCellFormat()
                padding = _BLANK_PADDING if cell.blank and not filled else _CELL_PADDING
                shape.setTopPadding(padding)
                shape.setBottomPadding(padding)
                if head and y == 0:
                    shape.setBackground(_CODE_GROUND)
                place.setFormat(shape)
                cursor = place.firstCursorPosition()
                cursor.setBlockFormat(_centred())
                if not cell.blank or filled:
                    cursor.insertText(cell.text, _letters(BODY, bold=cell.blank or (head and y == 0)))
        self._cursor.movePosition(QTextCursor.MoveOperation.End)

    def lines(self, count: int) -> None:
        """Leave ``count`` lines to write on."""
        self._block(top=4, bottom=0)
        shape = _table_format([1.0])
        shape.setBorder(0)
        table = self._cursor.insertTable(count, 1, shape)
        self._tables.append((self._lead, table))
        for row in range(count):
            place = table.cellAt(row, 0)
            cell = place.format().toTableCellFormat()
            cell.setTopPadding(_LINE_GAP - 14)
            cell.setBottomBorder(1)
            cell.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            cell.setBottomBorderBrush(QColor("#5A6675"))
            place.setFormat(cell)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)

    def picture(self, image: QImage, width: int = WIDTH, height: int = HEIGHT) -> None:
        """Place a picture, ``width`` × ``height`` in 1/96 inch, in a paragraph of its own."""
        name = f"picture:{self._pictures}"
        self._pictures += 1
        self.document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), image)
        self._block(top=6, bottom=2, height=100)  # more would leave a gap as high as the picture's share
        shape = QTextImageFormat()
        shape.setName(name)
        shape.setWidth(width)
        shape.setHeight(height)
        self._cursor.insertImage(shape)

    def _block(self, top: int, bottom: int, height: int = _LINE_HEIGHT) -> None:
        shape = QTextBlockFormat()
        shape.setTopMargin(top)
        shape.setBottomMargin(bottom)
        shape.setLineHeight(height, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if self.document.isEmpty() and self._cursor.position() == 0:
            self._cursor.setBlockFormat(shape)
        else:
            self._cursor.insertBlock(shape, _letters(BODY))

    def _restyle(self, start: int) -> None:
        """Give Markdown written from ``start`` on the fonts of the paper."""
        block = self.document.findBlock(start)
        while block.isValid():
            is_code = block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence.value)
            shape = QTextBlockFormat(block.blockFormat())
            shape.setTopMargin(0 if is_code else 4)
            shape.setBottomMargin(2)
            height = _LOW_LINE_HEIGHT if is_code else _LINE_HEIGHT
            shape.setLineHeight(height, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            QTextCursor(block).setBlockFormat(shape)
            runs, at = [], block.begin()
            while not at.atEnd():
                runs.append((at.fragment().position(), at.fragment().length(), at.fragment().charFormat()))
                at += 1
            for position, length, old in runs:
                if position + length > start:
                    self._set_letters(position, length, old, is_code)
            block = block.next()

    def _set_letters(self, position: int, length: int, old: QTextCharFormat, is_code: bool) -> None:
        cursor = QTextCursor(self.document)
        cursor.setPosition(position)
        cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
        code = is_code or old.fontFixedPitch()
        letters = QTextCharFormat(old)
        letters.setFontFamilies([MONO, SANS] if code else [SANS])
        letters.setProperty(QTextFormat.Property.FontSizeAdjustment.value, 0)
        letters.setFontPointSize(BODY)
        letters.setFontStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
        letters.setForeground(QColor(Qt.GlobalColor.black))
        letters.setAnchor(False)
        letters.setFontUnderline(False)
        if code:
            letters.setBackground(_CODE_GROUND)
        cursor.setCharFormat(letters)

    # --- on the device

    def draw_pages(self, device: QPagedPaintDevice, painter: QPainter, number: str) -> int:
        """Draw all pages on a device that begins a new one by ``newPage``; return how many there are.

        ``number`` is the footer with ``{page}`` and ``{pages}``.
        """
        foot = _FOOT * device.logicalDpiY() / 96
        body = QSizeF(device.width(), device.height() - foot)
        pages = self.lay_out(device, body)
        for page in range(pages):
            if page:
                device.newPage()
            self.draw_page(painter, page, body)
            painter.setFont(_font(SMALL))
            painter.setPen(Qt.GlobalColor.black)
            at = QRectF(0, body.height(), body.width(), foot)
            said = number.format(page=page + 1, pages=pages)
            painter.drawText(at, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, said)
        return pages

    def lay_out(self, device: QPaintDevice, body: QSizeF) -> int:
        """Lay everything out for pages of ``body`` (pixels of ``device``); return how many pages there are."""
        self.document.documentLayout().setPaintDevice(device)
        self.document.setPageSize(body)
        tables = list(self._tables)
        for number, start in enumerate(self._starts):
            ends = self._starts[number + 1 :]
            end = ends[0] if ends else self.document.characterCount()
            bottom = self._top(end) if ends else self.document.size().height()
            left = body.height() - self._top(start) % body.height()
            if left < body.height() * _MOST_LEFT_EMPTY:
                self._keep_together(start, bottom, body)
            while tables and tables[0][1].firstPosition() < end:
                lead, table = tables.pop(0)
                self._keep_together(max(lead, start), self._bottom(table), body)
        return self.document.pageCount()

    def _keep_together(self, start: int, bottom: float, body: QSizeF) -> None:
        """Let what lies from the paragraph at ``start`` down to ``bottom`` begin a page if it would be torn apart."""
        top = self._top(start)
        if top // body.height() == (bottom - 1) // body.height() or bottom - top >= body.height():
            return
        block = self.document.findBlock(start)
        if block.previous().isValid() and block.previous().position() in self._starts:
            block = block.previous()  # a heading does not stay behind
        cursor = QTextCursor(block)
        shape = cursor.blockFormat()
        shape.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
        cursor.setBlockFormat(shape)
        # Laid out anew as a whole: what Qt lays out in part loses text behind tables.
        self.document.markContentsDirty(0, self.document.characterCount())

    def _bottom(self, table: QTextTable) -> float:
        return self.document.documentLayout().frameBoundingRect(table).bottom()

    def draw_page(self, painter: QPainter, page: int, body: QSizeF) -> None:
        """Draw one page (from 0) at the top left of the painter."""
        painter.save()
        painter.translate(0, -page * body.height())
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.black)
        context.clip = QRectF(QPointF(0, page * body.height()), body)
        painter.setClipRect(context.clip)
        self.document.documentLayout().draw(painter, context)
        painter.restore()

    def _top(self, position: int) -> float:
        return self.document.documentLayout().blockBoundingRect(self.document.findBlock(position)).top()


def escaped(answer: str) -> str:
    """Return an answer whose own signs are no marks of Markdown; code stays code."""
    return answer if "`" in answer else re.sub(r"([\\*_<#\[\]|~])", r"\\\1", answer)


def _font(size: float) -> QFont:
    font = QFont(SANS)
    font.setPointSizeF(size)
    # The forms it has for signs between digits are no characters of their own: a copy of the text would lose them.
    font.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
    return font


def _letters(size: float, bold: bool = False) -> QTextCharFormat:
    letters = QTextCharFormat()
    letters.setFontFamilies([SANS])
    letters.setFontStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
    letters.setFontPointSize(size)
    letters.setFontWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    letters.setForeground(QColor(Qt.GlobalColor.black))
    return letters


def _table_format(weights: Sequence[float]) -> QTextTableFormat:
    shape = QTextTableFormat()
    shape.setBorder(1)
    shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    shape.setBorderBrush(QColor("#5A6675"))
    shape.setBorderCollapse(True)
    shape.setCellPadding(_CELL_PADDING)
    shape.setCellSpacing(0)
    per_cent, whole = QTextLength.Type.PercentageLength, sum(weights)
    shape.setWidth(QTextLength(per_cent, 60 if len(weights) == 2 else 100))
    shape.setColumnWidthConstraints([QTextLength(per_cent, 100 * weight / whole) for weight in weights])
    return shape


def _centred() -> QTextBlockFormat:
    shape = QTextBlockFormat()
    shape.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return shape
