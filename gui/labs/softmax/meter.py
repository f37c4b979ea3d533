"""A thin bar that is filled as far as a share says."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.accessibility import Role
from gui.theme import Theme
from gui.widgets.opaque import Opaque


class Meter(Opaque):
    """Shows a share from 0 to 1; the number itself stands beside it in words."""

    accessible_role = Role.ProgressBar

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("entropyMeter")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._share = 0.0
        self.set_theme(theme)

    def show_share(self, share: float) -> None:
        """Fill it up to ``share``."""
        if share != self._share:
            self._share = share
            self.update()

    def spoken_value(self) -> str:
        """Return the share."""
        return f"{100 * self._share:.0f} %"

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self.setFixedHeight(theme.px(8))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.fillRect(self.rect(), theme.color("card"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole, corner = QRectF(self.rect()), self.height() / 2
        painter.setBrush(theme.color("border"))
        painter.drawRoundedRect(whole, corner, corner)
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(
            QRectF(0, 0, max(whole.width() * min(self._share, 1.0), 1.0), whole.height()), corner, corner
        )
        painter.end()
