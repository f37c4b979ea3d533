"""One parameter in the panel: its name, its slider or choice, the box to type it, and what was wrong."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QHideEvent, QIcon, QPainter, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from core.record import Parameter, Value
from core.text import UserError, Words
from gui.theme import MONO, Theme
from gui.widgets.param_box import IntegerBox, NumberBox
from gui.widgets.param_range import RangePopup
from gui.widgets.param_slider import ParamSlider, Sweep, TickScale, number_text

# The style sheet draws a frame of up to 2 px around what has the focus, outside the target's height.
FOCUS_FRAME = 4


class WrappedLabel(QLabel):
    """A label that wraps and is never shown shorter than its lines, whatever layout it stands in."""

    def __init__(self, text_format: Qt.TextFormat = Qt.TextFormat.PlainText) -> None:
        super().__init__(textFormat=text_format, wordWrap=True)

    def tell(self, text: str) -> None:
        """Show ``text``."""
        self.setText(text)
        self._keep_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_height()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._keep_height()

    def _keep_height(self) -> None:
        self.setMinimumHeight(max(0, self.heightForWidth(self.width())))


class ParamRow(QWidget):
    """A row for one parameter. Subclasses add the control; what a person asks for passes ``_offer``.

    ``check`` may be replaced by a stricter one that knows the other parameters.
    """

    requested = Signal(object)
    drag_started = Signal()
    drag_finished = Signal()
    range_requested = Signal(float, float, float)

    def __init__(self, parameter: Parameter, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parameter, self._words, self._theme = parameter, words, theme
        self.check: Callable[[object], Value] = parameter.check
        self._error: UserError | None = None
        self._showing = False
        self.label = WrappedLabel(Qt.TextFormat.RichText)
        self.message = WrappedLabel()
        self.message.hide()
        self.message.setObjectName(f"param_{parameter.name}_error")
        self.message.setProperty("role", "error")
        self._value = parameter.default
        self.top = QHBoxLayout()
        self.top.addWidget(self.label, 1)
        self.body = QHBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self.top)
        column.addLayout(self.body)
        column.addWidget(self.message)

    @property
    def busy(self) -> bool:
        """Whether a drag or an animation of this row has started and not finished."""
        return False

    def show_value(self, value: Value) -> None:
        """Show the parameter's value; a message about another value goes. Emits nothing."""
        if value != self._value:
            self._value = value
            self.clear_error()
        self._showing = True
        self._put(value)
        self._showing = False

    def _put(self, value: Value) -> None:
        """Set the control to ``value`` where it differs."""
        raise NotImplementedError

    def show_range(self, low: float, high: float, step: float) -> None:
        """Show the slider's range. Emits nothing; a row without slider ignores it."""

    def stop(self) -> None:
        """Stop the animation, if there is one."""

    def set_words(self, words: Words) -> None:
        self._words = words
        self.retell()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.retell()

    def spoken(self) -> str:
        """Return what the parameter is called: ``α (음수 쪽 기울기)``."""
        label = self._words.text(self.parameter.label)
        symbol = self.parameter.symbol
        return f"{symbol} ({label})" if symbol and symbol != self.parameter.name else label

    def retell(self) -> None:
        """Say and measure everything again, in the words and theme of the moment."""
        tokens, gap = self._theme.tokens, self._theme.px(8)
        name = f"<span style=\"font-family:'{MONO}'; color:{tokens.muted}\">{escape(self.parameter.name)}</span>"
        self.label.tell(f"{escape(self.spoken())} {name}")
        for layout in (self.layout(), self.top, self.body):
            layout.setSpacing(self._theme.px(4) if layout is self.layout() else gap)
        self._say_error()

    def _target(self) -> int:
        return self._theme.px(self._theme.tokens.target)

    def _offer(self, raw: object) -> None:
        """Ask for a value if the parameter takes it; else say why not and go back."""
        if self._showing:
            return
        try:
            value = self.check(raw)
        except UserError as error:
            self.refuse(error)
            return
        self.clear_error()
        self.requested.emit(value)

    def refuse(self, error: UserError) -> None:
        """Say under the row what was wrong, and show the value the parameter has."""
        self._error = error
        self._say_error()
        self.show_value(self._value)

    def clear_error(self) -> None:
        """Take the message away."""
        if self._error is not None:
            self._error = None
            self._say_error()

    def _say_error(self) -> None:
        self.message.tell(self._error.said_in(self._words.lang) if self._error else "")
        self.message.setVisible(self._error is not None)


class NumberRow(ParamRow):
    """Slider, box, animation and range of a real or whole number."""

    def __init__(self, parameter: Parameter, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parameter, words, theme, parent)
        self.slider = ParamSlider()
        self.slider.setObjectName(f"param_{parameter.name}_slider")
        self.box = (IntegerBox if parameter.kind == "integer" else NumberBox)(parameter)
        self.box.setObjectName(f"param_{parameter.name}")
        self.label.setBuddy(self.box)
        self.sweep = Sweep(self.slider)
        self.play, self.more = QToolButton(), QToolButton()
        self.play.setObjectName(f"param_{parameter.name}_play")
        self.more.setObjectName(f"param_{parameter.name}_range")
        self.body.addWidget(self.slider, 1)  # first in the order of Tab, though below the buttons
        self.body.addWidget(self.box)
        for button in (self.play, self.more):
            button.setProperty("role", "flat")
            button.setAutoRaise(True)
            self.top.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._make_play_menu()
        self._connect()
        self.show_range(parameter.low, parameter.high, parameter.step)
        self.retell()

    @property
    def busy(self) -> bool:
        return self.slider.dragging or self.sweep.running

    def _put(self, value: Value) -> None:
        self.slider.show_value(float(value))
        if self.box.value() != value:
            self.box.setValue(value)

    def show_range(self, low: float, high: float, step: float) -> None:
        scale = TickScale(low, high, step, self.parameter.kind == "integer")
        if scale == self.slider.scale and self.box.show_step == step:
            return
        self.slider.show_scale(scale)
        self._showing = True
        self.box.show_step = step
        self.box.setSingleStep(round(step) if scale.whole else step)
        self.box.setValue(self.box.value())
        self.box.lineEdit().setText(self.box.textFromValue(self.box.value()))
        self._showing = False
        self._say_tip()

    def stop(self) -> None:
        self.sweep.stop()

    def refuse(self, error: UserError) -> None:
        self.sweep.stop()
        super().refuse(error)

    def retell(self) -> None:
        super().retell()
        words, label, target = self._words, self.spoken(), self._target()
        self.slider.setAccessibleName(words("param_panel.slider", label=label))
        self.box.setAccessibleName(words("param_panel.value", label=label))
        self.box.setFont(self._theme.font("number_font", mono=True))
        self.more.setAccessibleName(words("param_panel.range", label=label))
        self.more.setToolTip(words("param_panel.range", label=label))
        self.more.setIcon(drawn_icon("more", self._theme))
        for widget in (self.slider, self.box, self.play, self.more):
            widget.setMinimumHeight(target + FOCUS_FRAME)
        for button in (self.play, self.more):
            button.setMinimumWidth(target)
            button.setIconSize(QSize(self._theme.em, self._theme.em))
        self.slider.setMinimumWidth(2 * target)
        for action, id in zip(self._modes.actions(), ("loop", "back_and_forth"), strict=True):
            action.setText(words(f"param_panel.{id}"))
        self._say_tip()
        self._show_playing()

    def hideEvent(self, event: QHideEvent) -> None:
        self.sweep.stop()
        super().hideEvent(event)

    def _make_play_menu(self) -> None:
        menu = QMenu(self.play)
        self._modes = QActionGroup(menu)
        for back_and_forth in (False, True):
            action = menu.addAction("")
            action.setCheckable(True)
            action.setChecked(back_and_forth == self.sweep.back_and_forth)
            action.setData(back_and_forth)
            self._modes.addAction(action)
        self._modes.triggered.connect(lambda action: setattr(self.sweep, "back_and_forth", action.data()))
        self.play.setMenu(menu)
        self.play.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)

    def _connect(self) -> None:
        self.slider.requested.connect(self._moved_by_hand)
        self.slider.drag_started.connect(self._drag_began)
        self.slider.drag_finished.connect(self.drag_finished)
        self.slider.reset_requested.connect(lambda: self._moved_by_hand(self.parameter.default))
        self.box.valueChanged.connect(self._typed)
        self.box.refused.connect(self.refuse)
        self.box.lineEdit().textEdited.connect(self.clear_error)
        self.sweep.moved.connect(self._offer)
        self.sweep.started.connect(self.drag_started)
        self.sweep.stopped.connect(self.drag_finished)
        self.sweep.started.connect(self._show_playing)
        self.sweep.stopped.connect(self._show_playing)
        self.play.clicked.connect(self._toggle_sweep)
        self.more.clicked.connect(self._open_range)

    def _drag_began(self) -> None:
        self.sweep.stop()
        self.drag_started.emit()

    def _moved_by_hand(self, value: Value) -> None:
        self.sweep.stop()
        self._offer(value)

    def _typed(self, value: Value) -> None:
        if not self._showing:
            self._moved_by_hand(value)

    def _toggle_sweep(self) -> None:
        if self.sweep.running:
            self.sweep.stop()
        else:
            self.sweep.start(float(self._value))

    def _show_playing(self) -> None:
        running = self.sweep.running
        said = self._words("param_panel.pause" if running else "param_panel.play", label=self.spoken())
        self.play.setAccessibleName(said)
        self.play.setToolTip(said)
        self.play.setIcon(drawn_icon("pause" if running else "play", self._theme))

    def _say_tip(self) -> None:
        scale = self.slider.scale
        default = number_text(float(self.parameter.default), scale.step)
        tip = self._words("param_panel.slider_tip", step=f"{scale.step:g}", fine=f"{scale.fine:g}", default=default)
        self.slider.setToolTip(tip)
        self.slider.setAccessibleDescription(tip)

    def _open_range(self) -> None:
        scale = self.slider.scale
        popup = RangePopup(self.parameter, (scale.low, scale.high, scale.step), self._words, self._theme, self)
        popup.chosen.connect(self.range_requested)
        popup.open_below(self.more)


class ChoiceRow(ParamRow):
    """A drop-down list for one of a few words."""

    def __init__(self, parameter: Parameter, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parameter, words, theme, parent)
        self.box = QComboBox()
        self.box.setObjectName(f"param_{parameter.name}")
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.box.addItems(parameter.choices)
        self.box.setProperty("mono", True)
        self.label.setBuddy(self.box)
        self.body.addWidget(self.box, 1)
        self.show_value(parameter.default)
        self.box.currentTextChanged.connect(self._offer)
        self.retell()

    def _put(self, value: Value) -> None:
        self.box.setCurrentText(str(value))

    def retell(self) -> None:
        super().retell()
        self.box.setAccessibleName(self.spoken())
        self.box.setFont(self._theme.font("number_font", mono=True))
        self.box.setMinimumHeight(self._target() + FOCUS_FRAME)


class FlagRow(ParamRow):
    """A check box for yes or no."""

    def __init__(self, parameter: Parameter, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parameter, words, theme, parent)
        self.box = QCheckBox()
        self.box.setObjectName(f"param_{parameter.name}")
        self.label.setBuddy(self.box)
        self.body.addWidget(self.box, 1)
        self.show_value(parameter.default)
        self.box.toggled.connect(self._offer)
        self.retell()

    def _put(self, value: Value) -> None:
        self.box.setChecked(bool(value))

    def retell(self) -> None:
        super().retell()
        self.box.setText(self._words("param_panel.on"))
        self.box.setAccessibleName(self.spoken())
        self.box.setMinimumHeight(self._target() + FOCUS_FRAME)


def row_for(parameter: Parameter, words: Words, theme: Theme) -> ParamRow:
    """Return the row that fits the parameter's kind."""
    kinds = {"choice": ChoiceRow, "flag": FlagRow}
    return kinds.get(parameter.kind, NumberRow)(parameter, words, theme)


def drawn_icon(shape: str, theme: Theme) -> QIcon:
    """Draw ``"play"``, ``"pause"`` or ``"more"`` in the theme's ink; drawn at twice the size for fine screens."""
    size = theme.em
    picture = QPixmap(2 * size, 2 * size)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("ink"))
    painter.scale(size / 16, size / 16)
    if shape == "play":
        painter.drawPolygon(QPolygonF([QPointF(4, 2), QPointF(14, 8), QPointF(4, 14)]))
    elif shape == "pause":
        painter.drawRects([QRectF(3, 2, 3.5, 12), QRectF(9.5, 2, 3.5, 12)])
    else:
        for x in (3, 8, 13):
            painter.drawEllipse(QPointF(x, 8), 1.5, 1.5)
    painter.end()
    return QIcon(picture)
