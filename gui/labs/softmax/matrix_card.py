"""A small 2-D tensor, the choice of ``dim``, and which numbers then sum to 1."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from core.labs.softmax import MATRIX_SIDES, Groups
from core.text import Lang, UserError, Words
from gui.labs.softmax.group_grid import GroupGrid
from gui.theme import Theme
from gui.widgets.card import Card
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.live_label import LiveLabel
from gui.widgets.message_line import MessageLine
from gui.widgets.param_box import IntegerBox
from gui.widgets.tensor_table import TensorTable

DIMS = (0, 1)


class MatrixCard(Card):
    """Asks for cells, a shape and a dimension; shows the tensor and its softmax.

    Signals:
        dim_requested(dim), shape_requested(rows, columns).
    """

    dim_requested = Signal(int)
    shape_requested = Signal(int, int)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, "softmax.matrix", parent)
        self._lang: Lang = words.lang
        self._error: UserError | None = None
        self._shown = np.zeros((0, 0))
        self.dims = QWidget(self)
        self.dims.setObjectName("dimChoice")
        self._flow = FlowLayout(self.dims)
        self._buttons = QButtonGroup(self)
        self._shape_label = QLabel("×", self)
        self._arrow = QLabel("→", self)
        self._arrow.setProperty("role", "muted")
        self.sides = tuple(IntegerBox(side, self) for side in MATRIX_SIDES)
        self.table = TensorTable(words, theme, editable=True, title="softmax.matrix_input")
        self.table.setObjectName("softmaxMatrix")
        self.groups = GroupGrid(words, theme)
        self.message = MessageLine(theme, self)
        self.line = LiveLabel("muted")
        self._make_dims()
        self._make_sides()
        self._lay_out()
        MatrixCard.set_words(self, words)
        MatrixCard.set_theme(self, theme)

    def show_dim(self, dim: int) -> None:
        """Check the button of the dimension, however it is counted."""
        self._buttons.button(dim % 2).setChecked(True)
        self.table.show_group(dim % 2)

    def show_groups(self, groups: Groups, selected: int, hovered: int) -> None:
        """Show the tensor and its softmax with a selected and a hovered cell. Emits nothing."""
        matrix = groups.matrix
        if not np.array_equal(matrix, self._shown):
            self._shown = matrix
            self.clear_error()
        self.table.show_values(matrix, selected, hovered, groups.digits)
        # Cells as wide as they like, and no further: the two tables stay side by side.
        cell = self._theme.px(self._theme.tokens.number_font * 4.8)
        self.table.setMaximumWidth(cell * matrix.shape[1] + 2 * self.table.frameWidth() + 2)
        self.groups.show_groups(groups.softmax, groups.sums, groups.axis, selected, hovered)
        self._show_sides()

    def _show_sides(self) -> None:
        for box, side in zip(self.sides, self._shown.shape, strict=True):
            if box.value() != side:
                blocked = box.blockSignals(True)
                box.setValue(side)
                box.blockSignals(blocked)

    def refuse(self, error: UserError) -> None:
        """Say under the table why what was typed or pasted was refused."""
        self._error = error
        self.message.show_error(error.said_in(self._lang))
        self._show_sides()

    def clear_error(self) -> None:
        """Take the message away."""
        self._error = None
        self.message.clear_message()

    def set_words(self, words: Words) -> None:
        self._lang = words.lang
        super().set_words(words)
        for dim in DIMS:
            button = self._buttons.button(dim)
            button.setText(words(f"softmax.dim_{dim}"))
            button.setToolTip(words(f"softmax.dim_{dim}_tip"))
        self.dims.setAccessibleName(words("softmax.dim_choice"))
        for box, id in zip(self.sides, ("softmax.rows", "softmax.columns"), strict=True):
            box.setAccessibleName(words(id))
            box.setToolTip(words(id))
        self.table.set_words(words)
        self.groups.set_words(words)
        if self._error is not None:
            self.refuse(self._error)
        elif self.table.refusal_message():
            self.message.show_error(self.table.refusal_message())

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._theme = theme
        if not hasattr(self, "line"):
            return
        self._flow.setSpacing(theme.px(8))
        self._tables.setSpacing(theme.px(8))
        self.message.set_theme(theme)
        self.table.set_theme(theme)
        self.groups.set_theme(theme)
        for box in self.sides:
            box.setFixedWidth(theme.px(theme.tokens.number_font) * 3)

    def _make_dims(self) -> None:
        for dim in DIMS:
            button = QToolButton(self.dims)
            button.setObjectName(f"dim_{dim}")
            button.setCheckable(True)
            self._buttons.addButton(button, dim)
            self._flow.addWidget(button)
        self._buttons.idClicked.connect(self.dim_requested)

    def _make_sides(self) -> None:
        for box, name in zip(self.sides, ("matrixRows", "matrixColumns"), strict=True):
            box.setObjectName(name)
            box.valueChanged.connect(lambda: self.shape_requested.emit(*(side.value() for side in self.sides)))
            box.refused.connect(self.refuse)
        self._shape_label.setProperty("role", "muted")

    def _lay_out(self) -> None:
        for part in (self.sides[0], self._shape_label, self.sides[1]):
            self.add_to_head(part)
        body = QWidget(self)
        self._tables = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._tables.setContentsMargins(0, 0, 0, 0)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._tables.addWidget(self.table, 100, Qt.AlignmentFlag.AlignTop)
        self._tables.addWidget(self._arrow, 0, Qt.AlignmentFlag.AlignVCenter)
        held = QWidget(body)
        line = QHBoxLayout(held)
        line.setContentsMargins(0, self.table.frameWidth(), 0, 0)
        line.addWidget(self.groups)
        self._tables.addWidget(held, 0, Qt.AlignmentFlag.AlignTop)
        self._tables.addStretch(1)
        self.add(self.dims)
        self.add(body)
        self.add(self.message)
        self.add(self.line)
        self.add_stretch()
