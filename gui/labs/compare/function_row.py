"""One function of the comparison: its line, its name, and what it is at the probe."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from core.activations import ACTIVATIONS
from core.record import Activation
from core.text import Words
from gui.accessibility import Role
from gui.icons import icon
from gui.theme import Theme
from gui.widgets.function_button import FunctionButton
from gui.widgets.sample_button import SampleButton


@dataclass(frozen=True, slots=True)
class RowView:
    """What a row shows: ``values`` are (name, number) pairs at the probe, or ``instead`` says why there are none."""

    record: Activation
    series: int
    name: str
    detail: str
    values: tuple[tuple[str, str], ...]
    instead: str
    selected: bool


class FunctionRow(QFrame):
    """Asks for another function, for its parameters to be shown, or to be taken away."""

    function_requested = Signal(str)
    selected = Signal()
    removed = Signal()

    def __init__(self, words: Words, theme: Theme, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "compared")
        self.sample = SampleButton(self)
        self.sample.setObjectName(f"compareSample_{number}")
        self.button = FunctionButton(words, theme, ACTIVATIONS, offers_own=True)
        self.button.setObjectName(f"compareFunction_{number}")
        self.detail = DetailText(self)
        self.remove = QToolButton(self)
        self.remove.setObjectName(f"compareRemove_{number}")
        self.values = ProbeValues(self)
        self.values.setObjectName(f"compareValues_{number}")
        self._line = QHBoxLayout()
        for part in (self.sample, self.button, self.detail, self.remove):
            self._line.addWidget(part, 1 if part is self.detail else 0)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._line)
        self._column.addWidget(self.values)
        self.sample.clicked.connect(self.selected)
        self.button.function_requested.connect(self.function_requested)
        self.remove.clicked.connect(self.removed)
        self._name = ""
        self.set_theme(theme)
        self.set_words(words)

    def show_row(self, view: RowView) -> None:
        """Show a function. Emits nothing."""
        self.button.show_function(view.record)
        self.detail.tell(view.detail)
        self.sample.show_series(view.series, view.selected)
        self.values.show_values(view.values, view.instead)
        if view.name != self._name:
            self._name = view.name
            self._say_names()

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self.button.set_words(words)
        self._say_names()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self.button.set_theme(theme)
        self.sample.set_theme(theme)
        self.values.set_theme(theme)
        self.detail.set_theme(theme)
        self.remove.setIcon(icon("close", theme))
        self.remove.setIconSize(QSize(theme.em, theme.em))
        self._line.setSpacing(theme.px(6))
        self._column.setSpacing(theme.px(2))
        self._column.setContentsMargins(0, 0, 0, 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.selected.emit()

    def _say_names(self) -> None:
        self.remove.setAccessibleName(self._words("compare.remove", name=self._name))
        self.remove.setToolTip(self._words("compare.remove", name=self._name))
        self.sample.setAccessibleName(self._words("compare.row", name=self._name))
        self.sample.setToolTip(self._words("compare.row", name=self._name))
        self.values.say(self._name)


class DetailText(QWidget):
    """The parameters in a few characters. They change with every move of a slider: nothing is laid out for them."""

    accessible_role = Role.StaticText

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = ""
        self._theme: Theme | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def tell(self, text: str) -> None:
        """Show ``text``, as much of it as fits."""
        if text != self._text:
            self._text = text
            self.update()

    def spoken_value(self) -> str:
        """Return the whole text, however little of it fits."""
        return self._text

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme is None or not self._text:
            return
        painter = QPainter(self)
        painter.setFont(self._theme.font("small_font"))
        painter.setPen(self._theme.color("muted"))
        shown = painter.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


class ProbeValues(QWidget):
    """f, f′ and f″ at the probe in columns that stand still while their digits run."""

    accessible_role = Role.StaticText

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._values: tuple[tuple[str, str], ...] = ()
        self._instead = ""
        self._theme: Theme | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_values(self, values: tuple[tuple[str, str], ...], instead: str) -> None:
        """Show names and numbers, or the words ``instead``."""
        if (values, instead) != (self._values, self._instead):
            self._values, self._instead = values, instead
            self.update()

    def say(self, name: str) -> None:
        """Tell a screen reader whose values these are."""
        self.setAccessibleName(name)

    def spoken_value(self) -> str:
        """Return names and numbers."""
        return self.text()

    def text(self) -> str:
        """Return what it shows as one line."""
        return self._instead or "  ".join(f"{name} = {value}" for name, value in self._values)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self._name_font, self._font = theme.font("small_font"), theme.font("number_font", bold=True)
        if theme.name == "projector":
            self._font = theme.font("readout_font", bold=True)
        self.setFixedHeight(round(QFontMetricsF(self._font).height()) + theme.px(4))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(0 if self._theme is None else 12 * self._theme.em, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme is None:
            return
        painter = QPainter(self)
        left = self._theme.px(4)
        if self._instead:
            painter.setFont(self._name_font)
            painter.setPen(self._theme.color("muted"))
            room = QRect(left, 0, self.width() - left, self.height())
            said = painter.fontMetrics().elidedText(self._instead, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, said)
        width = (self.width() - left) / max(2, len(self._values))
        for i, (name, value) in enumerate(self._values):
            room = QRect(round(left + i * width), 0, round(width), self.height())
            painter.setFont(self._name_font)
            painter.setPen(self._theme.color("muted"))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)
            room.setLeft(room.left() + painter.fontMetrics().horizontalAdvance("f″(x)") + self._theme.px(6))
            painter.setFont(self._font)
            painter.setPen(self._theme.color("probe_ink"))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, value)
        painter.end()
