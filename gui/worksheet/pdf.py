"""Pages as a PDF file: A4, fonts embedded, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from core.files import write_atomically
from core.text import Words
from gui.worksheet.paper import Paper

_DPI = 300
_MARGINS = QMarginsF(18, 15, 18, 10)  # millimetres


def pdf_of(paper: Paper, title: str, words: Words) -> bytes:
    """Return ``paper`` as a PDF with page numbers."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(_MARGINS, QPageLayout.Unit.Millimeter)
    writer.setResolution(_DPI)
    writer.setTitle(title)
    painter = QPainter(writer)
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    paper.draw_pages(writer, painter, words("worksheet.page"))
    painter.end()
    buffer.close()
    return bytes(buffer.data().data())


def write_pdf(path: Path, paper: Paper, title: str, words: Words) -> None:
    """Write ``paper`` as a PDF. Raises UserError ``file.*``; an old file then stays as it was."""
    write_atomically(path, pdf_of(paper, title, words))
