"""The tour of the first start: five short notes, each beside the part it speaks of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from core.text import Words
from gui.theme import Theme


@dataclass(frozen=True)
class Stop:
    """One note: its words ``tour.<id>`` and the names of the parts it may stand beside, the first one in view."""

    id: str
    parts: tuple[str, ...]


STOPS = (
    Stop("function", ("activationPicker", "pickerButton")),
    Stop("curve", ("curvePlot",)),
    Stop("tensor", ("inputTensor",)),
    Stop("labs", ("labColumn", "labsButton")),
    Stop("more", ("menuButton",)),
)


class _Ring(QWidget):
    """A line around the part that is spoken of; the mouse goes through it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self._theme.px(4)
        painter.setPen(QPen(self._theme.color("accent"), width))
        inset = width / 2
        radius = self._theme.px(14)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)


class Tour(QFrame):
    """The card with the note; Enter goes on, Esc skips. ``ended`` is called once, however it ends."""

    def __init__(self, words: Words, theme: Theme, window: QWidget, ended: Callable[[], None]) -> None:
        super().__init__(window)
        self.setObjectName("tour")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._words, self._theme, self._window, self._ended = words, theme, window, ended
        self._at = 0
        self._ring = _Ring(theme, window)
        self._count, self._text = QLabel(self), QLabel(self)
        self._count.setProperty("role", "title")
        self._text.setWordWrap(True)
        self._skip, self._back, self._next = (QPushButton(self) for _ in range(3))
        for button, name in ((self._skip, "tourSkip"), (self._back, "tourBack"), (self._next, "tourNext")):
            button.setObjectName(name)
            button.setAutoDefault(True)  # so that Enter presses it
        self._next.setProperty("role", "primary")
        self._skip.clicked.connect(self.end)
        self._back.clicked.connect(lambda: self._go(self._at - 1))
        self._next.clicked.connect(lambda: self._go(self._at + 1))
        buttons = QHBoxLayout()
        buttons.addWidget(self._skip)
        buttons.addStretch(1)
        buttons.addWidget(self._back)
        buttons.addWidget(self._next)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(4 * [theme.px(16)]))
        column.setSpacing(theme.px(12))
        column.addWidget(self._count)
        column.addWidget(self._text)
        column.addLayout(buttons)
        window.installEventFilter(self)
        self._go(0)
        self.show()
        self.raise_()
        self._next.setFocus()

    def end(self) -> None:
        """Take the note away."""
        self._window.removeEventFilter(self)
        self._ring.deleteLater()
        self.hide()
        self.deleteLater()
        self._ended()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        else:
            super().keyPressEvent(event)

    def _go(self, place: int) -> None:
        if place >= len(STOPS):
            self.end()
            return
        self._at = max(0, place)
        words, stop = self._words, STOPS[self._at]
        self._count.setText(words("tour.count", number=self._at + 1, count=len(STOPS)))
        self._text.setText(words(f"tour.{stop.id}"))
        self._skip.setText(words("tour.skip"))
        self._back.setText(words("tour.back"))
        self._back.setEnabled(self._at > 0)
        last = self._at == len(STOPS) - 1
        self._next.setText(words("tour.end" if last else "tour.next"))
        self.setAccessibleName(f"{self._count.text()} {self._text.text()}")
        self._place()

    def _target(self) -> QRect | None:
        for name in STOPS[self._at].parts:
            part = self._window.findChild(QWidget, name)
            if part is not None and part.isVisible():
                return QRect(part.mapTo(self._window, QPoint(0, 0)), part.size()) & self._window.rect()
        return None

    def _place(self) -> None:
        """Stand beside the part, inside the window; in the middle where the part is not in view."""
        gap, room = self._theme.px(12), self._window.rect()
        width = min(room.width() - 2 * gap, 24 * self._theme.em)
        self.setFixedWidth(width)
        # A button that has the focus is a little higher.
        needed = self.layout().totalHeightForWidth(width) + self._theme.px(4)
        self.setFixedHeight(min(room.height() - 2 * gap, needed))
        target = self._target()
        self._ring.setVisible(target is not None)
        if target is None:
            self.move((room.width() - width) // 2, (room.height() - self.height()) // 2)
            return
        around = target.adjusted(-4, -4, 4, 4) & room
        self._ring.setGeometry(around)
        self._ring.raise_()
        if around.right() + gap + width <= room.right():
            x = around.right() + gap
        elif around.left() - gap - width >= 0:
            x = around.left() - gap - width
        else:
            x = min(max(gap, around.center().x() - width // 2), room.width() - width - gap)
        beside = x > around.right() or x + width < around.left()
        y = around.top() if beside else around.bottom() + gap
        if not beside and y + self.height() > room.bottom():
            # Neither beside nor below: over its lower part, so that its upper part is seen.
            y = max(gap, around.bottom() - self.height() - gap)
        self.move(x, min(max(gap, y), room.height() - self.height() - gap))
        self.raise_()
