"""The small window in which a slider's minimum, maximum and step are typed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from core.record import EVERYTHING, Parameter
from core.text import UserError, Words
from gui.theme import Theme
from gui.widgets.param_slider import MOST_TICKS, TICKS_PER_STEP

Range = tuple[float, float, float]


class RangePopup(QFrame):
    """Asks for low, high and step; ``chosen`` carries them. Closes with Esc or a click elsewhere."""

    chosen = Signal(float, float, float)

    def __init__(
        self, parameter: Parameter, shown: Range, words: Words, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("rangePopup")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._parameter, self._words, self._theme = parameter, words, theme
        self.setFont(theme.font())
        title = QLabel(words("param_panel.range_title"))
        title.setFont(theme.font(bold=True))
        self._fields = {name: QLineEdit() for name in ("low", "high", "step")}
        self._message = QLabel(wordWrap=True)
        self._message.hide()
        self._message.setProperty("role", "error")
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(12)] * 4)
        column.setSpacing(theme.px(8))
        column.addWidget(title)
        column.addLayout(self._field_grid(shown))
        column.addWidget(self._message)
        column.addLayout(self._buttons())
        self.setAccessibleName(words("param_panel.range_title"))

    def open_below(self, anchor: QWidget) -> None:
        """Open under ``anchor``, inside its screen, the first field selected."""
        self.adjustSize()
        screen = anchor.screen().availableGeometry()
        corner = anchor.mapToGlobal(QPoint(anchor.width() - self.width(), anchor.height()))
        corner.setX(max(screen.left(), min(corner.x(), screen.right() - self.width())))
        corner.setY(max(screen.top(), min(corner.y(), screen.bottom() - self.height())))
        self.move(corner)
        self.show()
        self._fields["low"].setFocus()
        self._fields["low"].selectAll()

    def _field_grid(self, shown: Range) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(self._theme.px(8))
        for row, ((name, field), value) in enumerate(zip(self._fields.items(), shown, strict=True)):
            label = QLabel(self._words(f"param_panel.range_{name}"))
            label.setBuddy(field)
            field.setObjectName(f"param_{self._parameter.name}_{name}")
            field.setAccessibleName(label.text())
            field.setProperty("mono", True)
            field.setFont(self._theme.font("number_font", mono=True))
            field.setMinimumHeight(self._target())
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.setText(f"{value:.12g}")
            field.returnPressed.connect(self._apply)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        return grid

    def _buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        original, apply = QPushButton(), QPushButton()
        original.clicked.connect(self._take_original)
        apply.clicked.connect(self._apply)
        for button, name, role in ((original, "original", "flat"), (apply, "apply", "primary")):
            button.setText(self._words(f"param_panel.range_{name}"))
            button.setObjectName(f"param_{self._parameter.name}_range_{name}")
            button.setProperty("role", role)
            button.setAutoDefault(False)
            button.setMinimumHeight(self._target())
            buttons.addWidget(button)
        return buttons

    def _target(self) -> int:
        return self._theme.px(self._theme.tokens.target)

    def _take_original(self) -> None:
        self._choose((self._parameter.low, self._parameter.high, self._parameter.step))

    def _apply(self) -> None:
        typed = [self._fields[name].text().strip().replace("\u2212", "-") for name in ("low", "high", "step")]
        try:
            chosen = checked_range(self._parameter, *typed)
        except UserError as error:
            self._message.setText(error.said_in(self._words.lang))
            self._message.show()
            self.adjustSize()
            return
        self._choose(chosen)

    def _choose(self, chosen: Range) -> None:
        self.close()
        self.chosen.emit(*chosen)


def checked_range(parameter: Parameter, low: object, high: object, step: object) -> Range:
    """Return the range as numbers. Raises UserError ``parameter.*`` or ``param_panel.range_*``.

    Both ends must be values the parameter accepts, so that no place of the slider is an error.
    """
    first, last = float(parameter.check(low)), float(parameter.check(high))
    if not first < last:
        raise UserError("param_panel.range_wrong_order", low=f"{first:g}", high=f"{last:g}")
    width = float(replace(parameter, kind="number", accepted=EVERYTHING, default=parameter.step).check(step))
    smallest = 1.0 if parameter.kind == "integer" else (last - first) * TICKS_PER_STEP / MOST_TICKS
    if not smallest <= width <= last - first:
        bounds = {"smallest": f"{smallest:g}", "largest": f"{last - first:g}"}
        raise UserError("param_panel.range_wrong_step", step=f"{width:g}", **bounds)
    if parameter.kind == "integer" and width != int(width):
        raise UserError("param_panel.range_step_not_whole", step=f"{width:g}")
    return first, last, width
