"""A worksheet and its answer key on paper."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from core.lessons.sheet import Sheet, SheetItem
from core.text import Words
from gui.worksheet.figure import WIDTH, figure_image, size_of
from gui.worksheet.paper import Paper, escaped

_LETTERS = "ABCDEFGHIJKL"
_HIGHEST_PICTURE = 420


def worksheet(sheet: Sheet, words: Words, picture: QImage | None = None) -> Paper:
    """Return the page that students write on. ``picture`` of the screen is used if the sheet asks for one."""
    paper = Paper()
    paper.title(sheet.title)
    paper.small(words("worksheet.name_line"), top=2)
    if sheet.summary:
        paper.plain(sheet.summary, top=6)
    if sheet.picture and picture is not None:
        _place(paper, picture)
    for number, item in enumerate(sheet.items, 1):
        paper.heading(f"{number}. {item.title}")
        _ask(paper, item, words)
    return paper


def answer_key(sheet: Sheet, words: Words) -> Paper:
    """Return the answers to the same questions, with their numbers."""
    paper = Paper()
    paper.title(f"{sheet.title} · {words('worksheet.key')}")
    for number, item in enumerate(sheet.items, 1):
        if not (item.question or item.answer or item.why or item.table):
            continue
        paper.heading(f"{number}. {item.title}")
        paper.markdown(item.question)
        if item.figure and item.figure.blank:
            paper.picture(figure_image(item.figure))
        if item.table:
            paper.table(item.table, filled=True, head=item.has_head)
        for letter, option in zip(_LETTERS, item.options, strict=False):
            paper.markdown(option, bold_start=f"{letter}.")
        if item.answer:
            paper.markdown(escaped(item.answer), bold_start=words("worksheet.answer"))
        paper.markdown(item.why, bold_start=words("worksheet.model_answer" if item.lines else "worksheet.why"))
    return paper


def _ask(paper: Paper, item: SheetItem, words: Words) -> None:
    paper.markdown(item.text)
    if item.figure:
        paper.picture(figure_image(item.figure, is_drawn=not item.figure.blank), *size_of(item.figure))
    paper.markdown(item.question)
    if item.table:
        paper.table(item.table, filled=False, head=item.has_head)
    if item.options:
        paper.small(words("worksheet.choose_one"))
        for letter, option in zip(_LETTERS, item.options, strict=False):
            paper.markdown(option, bold_start=f"{letter}.")
    elif item.items:
        paper.small(words("worksheet.order"))
        for one in item.items:
            paper.markdown(one, bold_start="(      )")
    elif item.figure and item.figure.apart:
        paper.plain(words("worksheet.pick"), top=8)
    if item.lines:
        paper.lines(item.lines)


def _place(paper: Paper, picture: QImage) -> None:
    """Place a picture of the screen as wide as the text, no higher than half a page."""
    size = picture.size().scaled(QSize(WIDTH + 90, _HIGHEST_PICTURE), Qt.AspectRatioMode.KeepAspectRatio)
    paper.picture(picture, size.width(), size.height())
