"""The small panels under the tensor editor's buttons: shape and linspace. They ask; a refused wish keeps them open."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QLineEdit, QPushButton, QSpinBox, QWidget

from core.tensors import parse_number, parse_shape
from core.text import UserError, Words
from gui.theme import Theme
from gui.widgets.message_line import MessageLine

MOST_DIMENSIONS = 4
MOST_ELEMENTS = 1_000_000


def _written(shape: tuple[int, ...]) -> str:
    """Return ``shape`` as people type it: ``2x3``, ``()`` for a single number."""
    return "x".join(map(str, shape)) or "()"


class PopupPanel(QFrame):
    """A titled form with one Apply button. Enter applies, Esc closes."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._words = words
        self._title = QLabel(self)
        self._message = MessageLine(theme, self)
        self._apply = QPushButton(self)
        self._apply.setObjectName("applyButton")
        self._apply.clicked.connect(self._ask)
        self._form = QFormLayout(self)
        self._form.setSizeConstraint(QFormLayout.SizeConstraint.SetNoConstraint)
        self._form.addRow(self._title)
        self._labels: dict[str, QLabel] = {}

    def _finish(self, words: Words, theme: Theme) -> None:
        self._form.addRow(self._message)
        self._form.addRow(self._apply)
        self.set_theme(theme)
        self.set_words(words)

    def _add(self, word_id: str, field: QWidget) -> None:
        label = QLabel(self)
        label.setBuddy(field)
        self._labels[word_id] = label
        self._form.addRow(label, field)

    def set_words(self, words: Words) -> None:
        """Say labels and names in another language."""
        self._words = words
        self._apply.setText(words("tensor_editor.apply"))
        for word_id, label in self._labels.items():
            label.setText(words(word_id))
            label.buddy().setAccessibleName(words(word_id))

    def set_theme(self, theme: Theme) -> None:
        """Take fonts, colours and sizes of another theme or zoom."""
        self.setPalette(theme.palette())
        self.setBackgroundRole(self.palette().ColorRole.Base)
        self.setFont(theme.font())
        self._title.setFont(theme.font(bold=True))
        self._message.set_theme(theme)
        for field in (*self.findChildren(QLineEdit), *self.findChildren(QSpinBox), self._apply):
            field.setMinimumHeight(theme.px(theme.tokens.target))
        self._form.setContentsMargins(*(theme.px(12) for _ in range(4)))
        self._form.setSpacing(theme.px(8))

    def open_below(self, button: QWidget) -> None:
        """Show the panel under ``button``, inside the screen."""
        self._message.clear_message()
        self._pack()
        place = button.mapToGlobal(QPoint(0, button.height() + 4))
        screen = button.screen().availableGeometry()
        above = button.mapToGlobal(QPoint(0, 0)).y() - self.height() - 4
        if place.y() + self.height() > screen.bottom() and above >= screen.top():
            place.setY(above)
        self.move(max(screen.left(), min(place.x(), screen.right() - self.width())), place.y())
        self.show()
        self.activateWindow()

    def show_error(self, error: UserError) -> None:
        """Show what is wrong with what was asked for; the panel stays open."""
        self._message.show_error(self._words(error.id, **error.values))
        self._pack()

    def _pack(self) -> None:
        """Take the least room: a wrapped text's height is only known once the width is."""
        width = self._form.totalSizeHint().width()
        self.resize(width, self._form.totalHeightForWidth(width) if self._form.hasHeightForWidth() else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        try:
            self._request()
        except UserError as error:
            self.show_error(error)

    def _request(self) -> None:
        raise NotImplementedError


class ShapePopup(PopupPanel):
    """The shape as text ("2x3") and as numbers; each follows the other."""

    shape_requested = Signal(object)

    def __init__(self, words: Words, theme: Theme, parent: QWidget) -> None:
        super().__init__(words, theme, parent)
        self.text = QLineEdit(self)
        self.text.setObjectName("shapeText")
        self.text.textEdited.connect(self._follow_text)
        self.dimensions = QSpinBox(self)
        self.dimensions.setObjectName("shapeDimensions")
        self.dimensions.setRange(0, MOST_DIMENSIONS)
        self.sizes = [QSpinBox(self) for _ in range(MOST_DIMENSIONS)]
        self._size_labels = [QLabel(self) for _ in self.sizes]
        self._note = QLabel(self)
        self._note.setWordWrap(True)
        self._add("tensor_editor.shape_text", self.text)
        self._add("tensor_editor.shape_ndim", self.dimensions)
        for axis, (label, box) in enumerate(zip(self._size_labels, self.sizes, strict=True)):
            box.setObjectName(f"shapeSize{axis}")
            box.setRange(1, MOST_ELEMENTS)
            label.setBuddy(box)
            self._form.addRow(label, box)
        for box in (self.dimensions, *self.sizes):
            box.valueChanged.connect(self._follow_numbers)
        self._form.addRow(self._note)
        self._finish(words, theme)

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self._title.setText(words("tensor_editor.shape_title"))
        self._note.setText(words("tensor_editor.shape_note"))
        for axis, (label, box) in enumerate(zip(self._size_labels, self.sizes, strict=True)):
            name = words("tensor_editor.shape_size", axis=axis)
            label.setText(name)
            box.setAccessibleName(name)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._note.setFont(theme.font("small_font"))
        self._note.setMinimumWidth(theme.em * 16)

    def show_shape(self, shape: tuple[int, ...]) -> None:
        """Fill in ``shape`` as the place to start from."""
        self.text.setText(_written(shape))
        self._show_numbers(shape)
        self.text.selectAll()
        self.text.setFocus()

    def _show_numbers(self, shape: tuple[int, ...]) -> None:
        blockers = [QSignalBlocker(box) for box in (self.dimensions, *self.sizes)]
        self.dimensions.setValue(len(shape))
        for axis, box in enumerate(self.sizes):
            if axis < len(shape):
                box.setValue(shape[axis])
            self._form.setRowVisible(box, axis < len(shape))
        blockers.clear()
        self._pack()

    def _follow_text(self, text: str) -> None:
        try:
            self._show_numbers(parse_shape(text))
        except UserError:
            return  # half-typed; Apply says what is wrong
        self._message.clear_message()

    def _follow_numbers(self) -> None:
        shape = tuple(box.value() for box in self.sizes[: self.dimensions.value()])
        self.text.setText(_written(shape))
        self._show_numbers(shape)

    def _request(self) -> None:
        self.shape_requested.emit(parse_shape(self.text.text()))


class LinspacePopup(PopupPanel):
    """Start, end and count of evenly spaced numbers."""

    linspace_requested = Signal(float, float, int)

    def __init__(self, words: Words, theme: Theme, parent: QWidget) -> None:
        super().__init__(words, theme, parent)
        self.start, self.end = QLineEdit("-5", self), QLineEdit("5", self)
        self.count = QSpinBox(self)
        self.count.setRange(1, MOST_ELEMENTS)
        self.count.setValue(11)
        fields = (("from", self.start), ("to", self.end), ("count", self.count))
        for key, field in fields:
            field.setObjectName(f"linspace{key.capitalize()}")
            self._add(f"tensor_editor.linspace_{key}", field)
        self._finish(words, theme)

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self._title.setText(words("tensor_editor.linspace_title"))

    def _request(self) -> None:
        self.count.interpretText()
        start, end = parse_number(self.start.text()), parse_number(self.end.text())
        self.linspace_requested.emit(start, end, self.count.value())
