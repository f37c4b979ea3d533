"""The input card below its title: the tensor as a table and as text, and the ways to make another one."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QMenu,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.tensors import DTYPES, TensorValue, linspace, parse, random_normal, to_list_text
from core.text import Text, UserError, Words
from gui.theme import Theme
from gui.widgets.field_undo import pass_undo
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.menu_button import MenuButton
from gui.widgets.message_line import MessageLine
from gui.widgets.slice_bar import SliceBar
from gui.widgets.tensor_cells import cell_font
from gui.widgets.tensor_popups import LinspacePopup, ShapePopup
from gui.widgets.tensor_table import TensorTable
from gui.widgets.tensor_text import TensorText

TEXT_LIMIT = 200  # elements written out in the text field
_LAST_SEED = 9_999


class TensorEditor(QWidget):
    """Asks for tensors; ``show_tensor`` shows the one there is."""

    tensor_requested = Signal(object)
    preset_requested = Signal(str)
    dtype_requested = Signal(str)
    cell_selected = Signal(int)
    cell_hovered = Signal(int)
    slice_requested = Signal(object)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._value: TensorValue | None = None
        self._shown_text = ""
        self._text_error: UserError | None = None
        self._presets: Sequence[tuple[str, Text]] = ()
        self.table = TensorTable(words, theme, editable=True, parent=self)
        self.table.setObjectName("inputTensor")
        self.slice_bar = SliceBar(words, theme, self)
        self.text = TensorText(self)
        self.text.setObjectName("inputText")
        self._table_message = MessageLine(theme, self)
        self._table_message.setObjectName("tableMessage")
        self._text_message = MessageLine(theme, self)
        self._text_message.setObjectName("textMessage")
        self._make_buttons()
        self._shape_popup = ShapePopup(words, theme, self)
        self._linspace_popup = LinspacePopup(words, theme, self)
        self._lay_out()
        self._connect()
        self.set_theme(theme)
        self.set_words(words)

    def _make_buttons(self) -> None:
        self._presets_button = MenuButton(self)
        self._menu = QMenu(self)
        self._menu.setObjectName("presetMenu")
        self._presets_button.setMenu(self._menu)
        self._shape_button = QToolButton(self)
        self._random_button = QToolButton(self)
        self._seed = QSpinBox(self)
        self._seed.setRange(0, _LAST_SEED)
        self._seed.setWrapping(True)
        self._seed.setKeyboardTracking(False)
        pass_undo(self._seed)
        self._linspace_button = QToolButton(self)
        self._paste_button = QToolButton(self)
        self._dtype = QComboBox(self)
        self._dtype.addItems(DTYPES)
        self._controls: dict[str, QWidget] = {
            "presetButton": self._presets_button,
            "shapeButton": self._shape_button,
            "randomButton": self._random_button,
            "pasteButton": self._paste_button,
            "seedBox": self._seed,
            "linspaceButton": self._linspace_button,
            "dtypeBox": self._dtype,
        }
        for name, control in self._controls.items():
            control.setObjectName(name)
            control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _lay_out(self) -> None:
        self._flow_widget = QWidget(self)
        self._flow = FlowLayout(self._flow_widget)
        for control in self._controls.values():
            self._flow.addWidget(control)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._flow_widget.setSizePolicy(policy)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        parts = (self.slice_bar, self.table, self._table_message, self.text, self._text_message, self._flow_widget)
        for part in parts:
            self._column.addWidget(part)

    def _connect(self) -> None:
        table = self.table
        table.cell_edited.connect(self._edit_cell)
        table.cell_refused.connect(lambda _flat, message: self._table_message.show_error(message))
        table.pasted.connect(self._request)
        table.cell_selected.connect(self.cell_selected)
        table.cell_hovered.connect(self.cell_hovered)
        self.slice_bar.slice_requested.connect(self.slice_requested)
        self.text.submitted.connect(self._apply_text)
        self.text.reverted.connect(self._revert_text)
        self.text.textChanged.connect(self._note_typing)
        self._shape_button.clicked.connect(self._open_shape)
        self._shape_popup.shape_requested.connect(self._change_shape)
        self._random_button.clicked.connect(self._seed.stepUp)
        self._seed.valueChanged.connect(self._randomise)
        self._linspace_button.clicked.connect(lambda: self._linspace_popup.open_below(self._linspace_button))
        self._linspace_popup.linspace_requested.connect(self._make_linspace)
        self._paste_button.clicked.connect(self._paste)
        self._dtype.textActivated.connect(self.dtype_requested)

    # --- state down -------------------------------------------------------------------------------------------------

    def show_tensor(
        self,
        value: TensorValue,
        dtype: str,
        selected: int,
        hovered: int,
        slice_index: tuple[int, ...],
        decimals: int,
    ) -> None:
        """Show the state. Emits nothing; what is being typed stays unless the tensor itself has changed."""
        changed = self._value is None or value != self._value
        if changed:
            self._value = value
            self._table_message.clear_message()
            self.table.forget_refusal()
            self._write_text()
            self._name_shape()
        shown = self._value if self._value is not None else value
        self.table.set_slice(slice_index)
        self.table.show_values(shown.values, selected, hovered, decimals)
        self.slice_bar.show_slice(shown.shape, slice_index)
        blocker = QSignalBlocker(self._dtype)
        self._dtype.setCurrentText(dtype)
        blocker.unblock()

    def set_presets(self, presets: Sequence[tuple[str, Text]]) -> None:
        """Offer ``presets`` (key, label) in the examples menu."""
        self._presets = tuple(presets)
        self._menu.clear()
        for key, label in self._presets:
            action = self._menu.addAction(self._words.text(label))
            action.setData(key)
            action.triggered.connect(lambda _checked=False, key=key: self.preset_requested.emit(key))

    def set_words(self, words: Words) -> None:
        """Say everything in another language, messages that stand there included."""
        self._words = words
        for part in (self.table, self.slice_bar, self._shape_popup, self._linspace_popup):
            part.set_words(words)
        for control, key in (
            (self._presets_button, "presets"),
            (self._random_button, "random"),
            (self._linspace_button, "linspace"),
            (self._paste_button, "paste"),
        ):
            control.setText(words(f"tensor_editor.{key}"))
            control.setAccessibleName(words(f"tensor_editor.{'presets_name' if key == 'presets' else key}"))
            control.setToolTip(words(f"tensor_editor.{key}_tip"))
        self._seed.setPrefix(words("tensor_editor.seed_prefix"))
        for control, key, tip in (
            (self._seed, "seed", "random_tip"),
            (self._dtype, "dtype", "dtype_tip"),
            (self.text, "text", "text_tip"),
        ):
            control.setAccessibleName(words(f"tensor_editor.{key}"))
            control.setToolTip(words(f"tensor_editor.{tip}"))
        self._menu.setAccessibleName(words("tensor_editor.presets_name"))
        self._shape_button.setToolTip(words("tensor_editor.shape_tip"))
        self._name_shape()
        self.set_presets(self._presets)
        self._say_messages()

    def set_theme(self, theme: Theme) -> None:
        """Take colours, fonts and sizes of another theme or zoom."""
        self.setFont(theme.font())
        self._menu.setFont(theme.font())
        for part in (
            self.table,
            self.slice_bar,
            self._shape_popup,
            self._linspace_popup,
            self._table_message,
            self._text_message,
        ):
            part.set_theme(theme)
        self.text.setFont(cell_font(theme))
        target = theme.px(theme.tokens.target)
        for control in (*self._controls.values(), self.text):
            control.setMinimumHeight(target)
        self._flow.setSpacing(theme.px(8))
        self._column.setSpacing(theme.px(8))
        self.updateGeometry()

    def _write_text(self) -> None:
        value = self._value
        if value is None:
            return
        shortened = value.size > TEXT_LIMIT
        self._shown_text = value.origin if shortened and value.origin else to_list_text(value, TEXT_LIMIT)
        self._text_error = None
        blocker = QSignalBlocker(self.text)
        self.text.setPlainText(self._shown_text)
        blocker.unblock()
        self.text.updateGeometry()
        self._say_messages()

    def _name_shape(self) -> None:
        shape = self._value.shape if self._value is not None else ()
        said = "×".join(map(str, shape)) or self._words("tensor_editor.scalar")
        self._shape_button.setText(self._words("tensor_editor.shape", shape=said))
        self._shape_button.setAccessibleName(self._words("tensor_editor.shape_name", shape=said))

    def _say_messages(self) -> None:
        if self.table.refusal is not None:
            self._table_message.show_error(self.table.refusal_message())
        if self._text_error is not None:
            self._text_message.show_error(self._words(self._text_error.id, **self._text_error.values))
        elif self.text.toPlainText() != self._shown_text:
            self._text_message.show_hint(self._words("tensor_editor.text_pending"))
        elif self._value is not None and self._shown_text.find("…") >= 0:
            self._text_message.show_hint(self._words("tensor_editor.text_shortened"))
        else:
            self._text_message.clear_message()

    # --- requests up ------------------------------------------------------------------------------------------------

    def _request(self, value: TensorValue) -> None:
        self._table_message.clear_message()
        self.table.forget_refusal()
        self._text_error = None
        if value == self._value:
            self._write_text()
        self.tensor_requested.emit(value)

    def _edit_cell(self, flat: int, number: float) -> None:
        if self._value is not None:
            self._table_message.clear_message()
            self.tensor_requested.emit(self._value.replaced(flat, number))

    def _apply_text(self, text: str) -> None:
        try:
            value = parse(text)
        except UserError as error:
            self._refuse_text(error)
            return
        self._request(value)

    def _refuse_text(self, error: UserError) -> None:
        self._text_error = error
        self._say_messages()

    def _revert_text(self) -> None:
        self._write_text()

    def _note_typing(self) -> None:
        self._text_error = None
        self._say_messages()

    def _paste(self) -> None:
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self._refuse_text(UserError("tensor_editor.clipboard_empty"))
            return
        try:
            value = parse(text)
        except UserError as error:
            if len(text) <= TEXT_LIMIT * 20:
                self.text.setPlainText(text)  # there it can be corrected
            self._refuse_text(error)
            return
        self._request(value)

    def _open_shape(self) -> None:
        if self._value is not None:
            self._shape_popup.show_shape(self._value.shape)
            self._shape_popup.open_below(self._shape_button)

    def _change_shape(self, shape: tuple[int, ...]) -> None:
        value = self._value
        if value is not None:
            fits = math.prod(shape) == value.size
            self._from_popup(self._shape_popup, lambda: value.reshaped(shape) if fits else value.resized(shape))

    def _make_linspace(self, start: float, end: float, count: int) -> None:
        self._from_popup(self._linspace_popup, lambda: linspace(start, end, count))

    def _from_popup(self, popup: ShapePopup | LinspacePopup, make: Callable[[], TensorValue]) -> None:
        try:
            value = make()
        except UserError as error:
            popup.show_error(error)
            return
        popup.close()
        self._request(value)

    def _randomise(self, seed: int) -> None:
        if self._value is not None:
            self._request(random_normal(self._value.shape, seed))
