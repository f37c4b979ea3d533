"""A choice whose words are Markdown: they wrap, and may hold code and numbers."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QAbstractTextDocumentLayout, QPainter, QPaintEvent, QPen, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gui.icons import icon
from gui.theme import Theme
from gui.widgets.markdown import plain, set_markdown

MARKS = {"right": "check", "wrong": "close"}


class OptionButton(QAbstractButton):
    """Checked when it is chosen; ``mark`` is "right", "wrong" or "" and shown as a sign, never by colour alone.

    With ``many`` it looks like one of several that may be chosen together.
    """

    def __init__(self, theme: Theme, many: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._theme, self._many, self._mark = theme, many, ""
        self._markdown, self._said_mark = "", ""
        self._document = QTextDocument(self)

    def show_option(self, markdown: str, mark: str, said_mark: str) -> None:
        """Show the words of the option; ``said_mark`` is what a screen reader adds to its name."""
        if markdown != self._markdown:
            self._markdown = markdown
            self._lay_out()
        self._mark, self._said_mark = mark, said_mark
        name = plain(markdown)
        self.setAccessibleName(f"{name} ({said_mark})" if said_mark else name)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self._lay_out()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        self._document.setTextWidth(max(1, width - self._left() - self._right()))
        text = round(self._document.size().height() + 0.5)
        return max(text + 2 * self._theme.px(7), self._theme.px(self._theme.tokens.target))

    def sizeHint(self) -> QSize:
        width = 24 * self._theme.em
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(8 * self._theme.em, self._theme.px(self._theme.tokens.target))

    def resizeEvent(self, event: QResizeEvent) -> None:
        height = self.heightForWidth(self.width())
        if height != self.minimumHeight():
            self.setMinimumHeight(height)
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_box(painter)
        self._paint_indicator(painter)
        if self._mark:
            size = theme.em
            picture = icon(MARKS[self._mark], theme, "right" if self._mark == "right" else "error")
            picture.paint(painter, self.width() - self._right() + theme.px(4), (self.height() - size) // 2, size, size)
        # A layout has asked for other widths since: where the text begins follows from this one.
        self._document.setTextWidth(max(1, self.width() - self._left() - self._right()))
        painter.translate(self._text_at())
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette = self.palette()
        self._document.documentLayout().draw(painter, context)

    def _paint_box(self, painter: QPainter) -> None:
        theme = self._theme
        frame = {"right": "right", "wrong": "error"}.get(self._mark, "accent" if self.isChecked() else "control_border")
        ground = {"right": "right_soft", "wrong": "error_soft"}.get(
            self._mark, "accent_soft" if self.isChecked() else "hover" if self.underMouse() else "card"
        )
        width = theme.px(2 if self._mark or self.isChecked() else 1)
        painter.setPen(QPen(theme.color(frame), width))
        painter.setBrush(theme.color(ground))
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(box, theme.px(9), theme.px(9))
        if self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), theme.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inner = box.adjusted(theme.px(3), theme.px(3), -theme.px(3), -theme.px(3))
            painter.drawRoundedRect(inner, theme.px(7), theme.px(7))

    def _paint_indicator(self, painter: QPainter) -> None:
        theme = self._theme
        size = theme.em
        box = QRectF(theme.px(12), (self.height() - size) / 2, size, size)
        painter.setPen(QPen(theme.color("accent" if self.isChecked() else "control_border"), theme.px(2)))
        painter.setBrush(theme.color("card"))
        if self._many:
            painter.drawRoundedRect(box, theme.px(3), theme.px(3))
        else:
            painter.drawEllipse(box)
        if self.isChecked():
            painter.setBrush(theme.color("accent"))
            inner = box.adjusted(size * 0.25, size * 0.25, -size * 0.25, -size * 0.25)
            if self._many:
                painter.drawRect(inner)
            else:
                painter.drawEllipse(inner)

    def _lay_out(self) -> None:
        set_markdown(self._document, self._markdown, self._theme, compact=True)
        self.updateGeometry()
        self.update()

    def _text_at(self) -> QPoint:
        return QPoint(self._left(), round((self.height() - self._document.size().height()) / 2))

    def _left(self) -> int:
        return 2 * self._theme.px(12) + self._theme.em

    def _right(self) -> int:
        return self._theme.em + self._theme.px(12)
