"""Pages that scroll up and down, and columns of cards: what labs lay their cards on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from gui.widgets.focus_ring import FocusRing


class Page(QScrollArea):
    """Scrolls up and down what does not fit.

    QScrollArea asks its widget for a least height without telling it the width: wrapped words would be squeezed. Here
    the widget gets the height that its layout needs for the width there is.
    """

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self._ring = FocusRing(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inner)

    @property
    def _holds(self) -> bool:
        """Whether the widget still lies here. QScrollArea goes on resizing one that was moved elsewhere: two areas
        would pull at it until the stack is full."""
        # Not by asking for the parent: PySide would tie the widget's life to that of this page.
        return self.viewport().isAncestorOf(self.widget())

    def _needed(self) -> int:
        layout = self.widget().layout()
        width = self.viewport().width()
        return layout.minimumHeightForWidth(width) if layout.hasHeightForWidth() else layout.minimumSize().height()

    def _keep_height(self) -> None:
        needed = self._needed()
        if needed != self.widget().minimumHeight():
            self.widget().setMinimumHeight(needed)
        # The keyboard has nothing to do on a page that shows everything.
        scrolls = needed > self.viewport().height()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if scrolls else Qt.FocusPolicy.NoFocus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._holds:
            super().resizeEvent(event)
            self._keep_height()
            self._ring.follow()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ring.follow()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._ring.follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Where a layout's item has just been, PySide may take a new widget for that item: then it is none of ours.
        if not isinstance(watched, QObject):
            return False
        if watched is self.widget() and not self._holds:
            return False
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self._keep_height()
            self.updateGeometry()
        return super().eventFilter(watched, event)


class GrowingPage(Page):
    """As high as its card where there is room, scrolled where there is not."""

    def __init__(self, card: QWidget) -> None:
        super().__init__(card)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        # A card of wrapped words likes another height at every width: its own hint is for none of them.
        card, any_width = self.widget(), self.widget().sizeHint()
        liked = card.heightForWidth(self.viewport().width()) if card.hasHeightForWidth() else any_width.height()
        return QSize(any_width.width(), max(self._needed(), liked))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


def column(gap: int, width: int, cards: tuple[tuple[QWidget, int], ...]) -> QWidget:
    """Return ``cards``, each with its stretch, one below the other; ``width`` 0 leaves the width free."""
    box = QWidget()
    lines = QVBoxLayout(box)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(gap)
    for card, stretch in cards:
        lines.addWidget(card, stretch)
    if width:
        box.setFixedWidth(width)
    return box


def scrolled(inner: QWidget, width: int) -> QScrollArea:
    """Return ``inner`` in a page that scrolls up and down; ``width`` 0 leaves the width free."""
    area = Page(inner)
    if width:
        area.setFixedWidth(width)
        area.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
    return area
