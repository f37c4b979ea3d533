"""Markdown in the theme's fonts and colours."""

from __future__ import annotations

import re

from PySide6.QtGui import (
    QFontMetricsF,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)

from gui.theme import MONO, SANS, Theme

_HAIR = "\u200a"
_IMAGE = "\ufffc"  # what stands in a document where an image is
_PUNCTUATION = re.compile(r"[^\w\s]")
_BOLD_OR_CODE = re.compile(
    r"^```.*?^```|(?<!\*)\*\*(?=\S)(?P<bold>(?:(?!\*\*)[^\n])*)(?<=\S)\*\*(?P<letter>(?=\w))?|`[^`\n]*`",
    re.MULTILINE | re.DOTALL,
)
HEADING_SIZES = (1.35, 1.2, 1.1)  # of the base font
PARAGRAPH_GAP, LIST_GAP = 0.55, 0.1  # of the base font
LINE_HEIGHT, LOW_LINE_HEIGHT = 140, 118  # per cent


def set_markdown(document: QTextDocument, markdown: str, theme: Theme, compact: bool = False) -> None:
    """Lay ``markdown`` out in ``document``. ``compact`` leaves no room between paragraphs, as a button needs it."""
    document.setDefaultFont(theme.font())
    document.setDocumentMargin(0)
    features = QTextDocument.MarkdownFeature
    document.setMarkdown(closing(markdown), features.MarkdownDialectGitHub | features.MarkdownNoHTML)
    drop_images(document)
    _drop(document, _HAIR)
    _style_blocks(document, theme, compact)
    _style_tables(document, theme)
    _frame_code(document, theme)
    if compact:
        _balance(document, theme)


def _balance(document: QTextDocument, theme: Theme) -> None:
    """Put the letters into the middle: what a line is higher than they are, Qt leaves below them."""
    # Not ``document.rootFrame()``: PySide keeps every frame that a document gave away as long as the document.
    frame = QTextCursor(document).currentFrame()
    shape = frame.frameFormat()
    shape.setTopMargin(QFontMetricsF(theme.font()).height() * (LOW_LINE_HEIGHT - 100) / 100)
    frame.setFrameFormat(shape)


def closing(markdown: str) -> str:
    """Return ``markdown`` with bold words that close before a Korean particle.

    Behind a bracket, Markdown takes ``**`` for closing only before a blank: a hair space is put there, and taken out
    of the document again.
    """

    def closed(found: re.Match[str]) -> str:
        inside = found.group("bold")
        if not inside or found.group("letter") is None or not _PUNCTUATION.fullmatch(inside[-1]):
            return found.group()
        return found.group() + _HAIR

    return _BOLD_OR_CODE.sub(closed, markdown)


def drop_images(document: QTextDocument, start: int = 0) -> None:
    """Put words in the place of every image from ``start`` on. A text of anybody's must not have a file read."""
    found = document.find(_IMAGE, start)
    while not found.isNull():
        words = str(found.charFormat().property(QTextFormat.Property.ImageAltText.value) or "")
        found.insertText(words.replace(_IMAGE, ""), QTextCharFormat())
        found = document.find(_IMAGE, start)


def _drop(document: QTextDocument, character: str) -> None:
    found = document.find(character)
    while not found.isNull():
        found.removeSelectedText()
        found = document.find(character)


def _style_blocks(document: QTextDocument, theme: Theme, compact: bool) -> None:
    block = document.begin()
    first, after_code, after_item = True, False, False
    while block.isValid():
        cursor = QTextCursor(block)
        is_code = _is_code(block)
        joins = first or (is_code and after_code) or cursor.currentTable() is not None
        # The lines of a list belong together more closely than paragraphs do.
        gap = LIST_GAP if after_item and block.textList() else PARAGRAPH_GAP
        gap = 0 if compact or joins else theme.px(theme.tokens.base_font * gap)
        after_code, after_item = is_code, block.textList() is not None
        height = LOW_LINE_HEIGHT if compact or cursor.currentTable() else LINE_HEIGHT
        cursor.setBlockFormat(_block_format(block.blockFormat(), is_code, gap, height))
        _style_letters(block, is_code, theme)
        first = False
        block = block.next()


def _block_format(old: QTextBlockFormat, is_code: bool, gap: int, height: int) -> QTextBlockFormat:
    shape = QTextBlockFormat(old)
    shape.setLineHeight(height, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    shape.setBottomMargin(0)
    shape.setTopMargin(gap)
    if is_code:
        shape.setNonBreakableLines(False)
    return shape


def _style_letters(block: QTextBlock, is_code: bool, theme: Theme) -> None:
    level = block.blockFormat().headingLevel()
    runs = []
    at = block.begin()
    while not at.atEnd():
        runs.append((at.fragment().position(), at.fragment().length(), at.fragment().charFormat()))
        at += 1
    for start, length, old in runs:
        cursor = QTextCursor(block)
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(_letters(old, level, is_code, theme))


def _letters(old: QTextCharFormat, level: int, is_code: bool, theme: Theme) -> QTextCharFormat:
    letters = QTextCharFormat(old)
    size = theme.px(theme.tokens.base_font)
    if is_code or old.fontFixedPitch():
        letters.setFontFamilies([MONO, theme.family, SANS])
        size = theme.px(theme.tokens.number_font)
        if not is_code:
            letters.setBackground(theme.color("hover"))
    else:
        letters.setFontFamilies([theme.family, SANS])
    if level:
        size = round(size * HEADING_SIZES[min(level, len(HEADING_SIZES)) - 1])
        letters.setFontWeight(700)
    letters.setProperty(QTextCharFormat.Property.FontSizeAdjustment.value, 0)
    letters.setProperty(QTextCharFormat.Property.FontPixelSize.value, size)
    letters.setForeground(theme.color("accent" if old.isAnchor() else "ink"))
    return letters


def _is_code(block: QTextBlock) -> bool:
    return bool(block.blockFormat().hasProperty(QTextBlockFormat.Property.BlockCodeFence.value))


def _frame_code(document: QTextDocument, theme: Theme) -> None:
    """Put every run of code lines on a ground of its own."""
    runs: list[tuple[int, int]] = []
    block, before = document.begin(), False
    while block.isValid():
        is_code = _is_code(block)
        if is_code:
            start = runs.pop()[0] if before else block.position()
            runs.append((start, block.position() + block.length() - 1))
        before = is_code
        block = block.next()
    shape = QTextFrameFormat()
    shape.setBackground(theme.color("hover"))
    shape.setPadding(theme.px(8))
    shape.setTopMargin(theme.px(theme.tokens.base_font * 0.5))
    for start, end in reversed(runs):
        cursor = QTextCursor(document)
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        frame = cursor.insertFrame(shape)
        for beside in (frame.firstPosition() - 1, frame.lastPosition() + 1):
            _flatten(document.findBlock(beside))


def _flatten(block: QTextBlock) -> None:
    """Leave next to no room to an empty line that Qt keeps before and behind a frame."""
    if not block.isValid() or block.text():
        return
    cursor = QTextCursor(block)
    shape = QTextBlockFormat()
    shape.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    cursor.setBlockFormat(shape)
    letters = QTextCharFormat()
    letters.setProperty(QTextCharFormat.Property.FontPixelSize.value, 1)
    cursor.setBlockCharFormat(letters)


def _style_tables(document: QTextDocument, theme: Theme) -> None:
    for table in _tables(document):
        shape = table.format()
        shape.setBorder(1)
        shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        shape.setBorderBrush(theme.color("control_border"))
        shape.setBorderCollapse(True)
        shape.setCellPadding(theme.px(5))
        shape.setCellSpacing(0)
        shape.setTopMargin(theme.px(theme.tokens.base_font * 0.6))
        shape.setBottomMargin(theme.px(4))
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table.setFormat(shape)
        for column in range(table.columns()):
            cell = table.cellAt(0, column)
            head = cell.format().toTableCellFormat()
            head.setBackground(theme.color("hover"))
            cell.setFormat(head)


def _tables(document: QTextDocument) -> list[QTextTable]:
    found: dict[int, QTextTable] = {}
    block = document.begin()
    while block.isValid():
        table = QTextCursor(block).currentTable()
        if table is not None:
            found[table.firstPosition()] = table
            block = document.findBlock(table.lastPosition())
        block = block.next()
    return list(found.values())


def plain(markdown: str) -> str:
    """Return ``markdown`` as a screen reader should say it."""
    document = QTextDocument()
    features = QTextDocument.MarkdownFeature
    document.setMarkdown(closing(markdown), features.MarkdownDialectGitHub | features.MarkdownNoHTML)
    drop_images(document)
    return document.toPlainText().replace(_HAIR, "").strip()
