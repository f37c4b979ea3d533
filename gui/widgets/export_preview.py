"""How an export will look: a figure made to fit, or the first lines of a text."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy, QStackedWidget, QWidget

from core.text import Words
from gui.export_figure import Figure, as_image
from gui.theme import Theme
from gui.widgets.code_view import CodeView


class ExportPreview(QStackedWidget):
    """Takes what room there is."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = QLabel(self)
        self.picture.setObjectName("exportPicture")
        self.picture.setAccessibleName(words("export.preview"))
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.text = CodeView(words, theme, "exportText", "export.preview", highlighted=False)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.addWidget(self.picture)
        self.addWidget(self.text)
        self.setMinimumSize(theme.em * 8, theme.em * 6)

    def show_figure(self, figure: Figure) -> None:
        """Show a figure as large as fits."""
        self.setCurrentWidget(self.picture)
        room, ratio = self.size(), self.devicePixelRatioF()
        scale = min(room.width() / figure.size.width(), room.height() / figure.size.height(), 1.0)
        pixmap = QPixmap.fromImage(as_image(figure, max(scale, 0.01) * ratio))
        pixmap.setDevicePixelRatio(ratio)
        self.picture.setPixmap(pixmap)

    def show_text(self, text: str) -> None:
        """Show a text from its beginning."""
        self.setCurrentWidget(self.text)
        self.text.show_code(text)

    def sizeHint(self) -> QSize:
        return self.minimumSize() * 3
