"""A part of the screen as a figure by itself: title above, legend below; as pixels, SVG or a PDF page."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPoint, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from gui.exportables import LegendEntry, Picture
from gui.theme import Theme
from gui.widgets.plain_painting import painting_for_file
from gui.widgets.series_look import paint_sample, sample_width

_DPI = 96  # what a pixel of Qt's off-screen and Windows' screens at 100 % is, and of CSS
_PDF_DPI = 1200
_PAGE_MARGIN_MM = 12
_GAP = 12
_HIDDEN_EM = (44, 26)  # in base-font widths


class Figure:
    """Paints a picture with what stands around it. All sizes are in pixels of the screen."""

    def __init__(self, picture: Picture, theme: Theme, with_title: bool, with_legend: bool) -> None:
        self._picture, self._theme = picture, theme
        self._gap = theme.px(_GAP)
        self._inner = _size_of(picture.widget, theme)
        self._title_font, self._font = theme.font("readout_font", bold=True), theme.font("base_font")
        title = picture.title if with_title else ""
        self._title_box = QRectF(self._gap, self._gap, self._inner.width(), 0)
        self._title = title
        if title:
            metrics, flags = QFontMetricsF(self._title_font), Qt.TextFlag.TextWordWrap
            height = metrics.boundingRect(QRectF(0, 0, self._inner.width(), 1e5), flags, title).height()
            self._title_box.setHeight(height)
        top = self._title_box.bottom() + (self._gap if title else 0)
        self._place = QPoint(self._gap, round(top))
        bottom = self._place.y() + self._inner.height()
        self._legend = self._laid_out(picture.legend if with_legend else (), bottom + self._gap)
        if self._legend:
            bottom = round(self._legend[-1][0].bottom())
        self.size = QSize(self._inner.width() + 2 * self._gap, bottom + self._gap)

    def _laid_out(self, entries: tuple[LegendEntry, ...], top: float) -> list[tuple[QRectF, LegendEntry]]:
        metrics, sample = QFontMetricsF(self._font), sample_width(self._theme)
        left, right, placed = float(self._gap), float(self._gap + self._inner.width()), []
        for entry in entries:
            width = min(sample + self._gap / 2 + metrics.horizontalAdvance(entry.name) + 1, right - self._gap)
            if left > self._gap and left + width > right:
                left, top = float(self._gap), top + metrics.height()
            placed.append((QRectF(left, top, width, metrics.height()), entry))
            left += width + 2 * self._gap
        return placed

    def paint(self, painter: QPainter) -> None:
        """Paint the figure with its top left corner at (0, 0)."""
        paper = self._theme.color("background")
        painter.fillRect(QRectF(QPointF(0, 0), QSizeF(self.size)), paper)
        flags = QWidget.RenderFlag.DrawWindowBackground | QWidget.RenderFlag.DrawChildren
        with painting_for_file():
            painter.save()
            painter.translate(QPointF(self._place))
            # Labs have a method of that name: it shows a result.
            QWidget.render(self._picture.widget, painter, QPoint(0, 0), renderFlags=flags)
            painter.restore()
        # A curve that leaves its plot is cut off by what clips: SVG as Qt writes it does not.
        inner = QRectF(QPointF(self._place), QSizeF(self._inner))
        width, height = self.size.width(), self.size.height()
        painter.fillRect(QRectF(0, 0, width, inner.top()), paper)
        painter.fillRect(QRectF(0, inner.bottom(), width, height - inner.bottom()), paper)
        painter.fillRect(QRectF(0, 0, inner.left(), height), paper)
        painter.fillRect(QRectF(inner.right(), 0, width - inner.right(), height), paper)
        self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.color("ink"))
        painter.setFont(self._title_font)
        if self._title:
            painter.drawText(self._title_box, Qt.TextFlag.TextWordWrap, self._title)
        sample, metrics = sample_width(self._theme), QFontMetricsF(self._font)
        for box, entry in self._legend:
            paint_sample(painter, self._theme, entry.color, entry.dash, QPointF(box.left(), box.center().y()))
            words = box.adjusted(sample + self._gap / 2, 0, 0, 0)
            painter.setPen(self._theme.color("ink"))
            painter.setFont(self._font)
            shown = metrics.elidedText(entry.name, Qt.TextElideMode.ElideRight, words.width() + 1)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)


def _size_of(widget: QWidget, theme: Theme) -> QSize:
    """Return how large a part of the screen is; one on a page that is turned away gets room here."""
    if not widget.isVisible():
        widget.resize(widget.size().expandedTo(QSize(_HIDDEN_EM[0] * theme.em, _HIDDEN_EM[1] * theme.em)))
    return widget.size()


def as_image(figure: Figure, scale: float) -> QImage:
    """Return the figure in pixels, ``scale`` of them for one of the screen."""
    size = figure.size
    image = QImage(round(size.width() * scale), round(size.height() * scale), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.scale(scale, scale)
    figure.paint(painter)
    painter.end()
    image.setDotsPerMeterX(round(_DPI * scale / 0.0254))
    image.setDotsPerMeterY(round(_DPI * scale / 0.0254))
    return image


def png(image: QImage) -> bytes:
    """Return the PNG file of an image. Some seconds for a large one; may run on any thread."""
    buffer = _buffer()
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def svg(figure: Figure, title: str) -> bytes:
    """Return the figure as SVG: curves are paths and words are words."""
    buffer, generator = _buffer(), QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(_DPI)
    generator.setSize(figure.size)
    generator.setViewBox(QRectF(QPointF(0, 0), QSizeF(figure.size)))
    generator.setTitle(title)
    painter = QPainter(generator)
    figure.paint(painter)
    painter.end()
    return bytes(buffer.data().data())


def pdf(figure: Figure, title: str) -> bytes:
    """Return the figure on one page A4, upright or across as it fits best, with its fonts in the file."""
    buffer = _buffer()
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setResolution(_PDF_DPI)
    wide = figure.size.width() > figure.size.height()
    across = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    margin = QMarginsF(*(float(_PAGE_MARGIN_MM),) * 4)
    page = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), across, margin, QPageLayout.Unit.Millimeter)
    writer.setPageLayout(page)
    painter = QPainter(writer)
    room = page.paintRectPixels(_PDF_DPI).size()
    scale = min(room.width() / figure.size.width(), room.height() / figure.size.height())
    painter.translate((room.width() - figure.size.width() * scale) / 2, 0)
    painter.scale(scale, scale)
    figure.paint(painter)
    painter.end()
    return bytes(buffer.data().data())


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer
