"""Which 2-D slice of a 3-D or 4-D tensor is in view: ``[i, j, :, :]`` with a spin box for every leading index."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QWidget

from core.text import Words
from gui.theme import Theme

LEADING = 2


class SliceBar(QWidget):
    """Spin boxes for the leading indices; hidden while the tensor has at most two dimensions."""

    slice_requested = Signal(object)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape: tuple[int, ...] = ()
        self._title = QLabel(self)
        self._open = QLabel("[", self)
        self._close = QLabel("]", self)
        self._boxes = [QSpinBox(self) for _ in range(LEADING)]
        self._commas = [QLabel(",", self) for _ in range(LEADING - 1)]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._title)
        layout.addWidget(self._open)
        for box, comma in zip(self._boxes, [*self._commas, None], strict=True):
            box.setWrapping(True)
            box.setAlignment(Qt.AlignmentFlag.AlignRight)
            box.valueChanged.connect(self._request)
            layout.addWidget(box)
            if comma is not None:
                layout.addWidget(comma)
        layout.addWidget(self._close)
        layout.addStretch(1)
        for axis, box in enumerate(self._boxes):
            box.setObjectName(f"sliceIndex{axis}")
        self.hide()
        self.set_theme(theme)
        self.set_words(words)

    def set_words(self, words: Words) -> None:
        """Say names and tool tips in another language."""
        self._words = words
        self._title.setText(words("tensor_editor.slice"))
        for axis, box in enumerate(self._boxes):
            name = words("tensor_editor.slice_index", axis=axis, last=box.maximum())
            box.setAccessibleName(name)
            box.setToolTip(name)

    def set_theme(self, theme: Theme) -> None:
        """Take the fonts and sizes of another theme or zoom."""
        self.setFont(theme.font())
        for label in (self._open, self._close, *self._commas):
            label.setFont(theme.font("number_font", mono=True))
        for box in self._boxes:
            box.setFont(theme.font("number_font", mono=True))
            box.setMinimumHeight(theme.px(theme.tokens.target))
        self._title.setContentsMargins(0, 0, theme.px(8), 0)
        self.layout().setSpacing(theme.px(2))

    def show_slice(self, shape: tuple[int, ...], leading: tuple[int, ...]) -> None:
        """Show the slice ``[*leading, :, :]`` of a tensor of ``shape``. Emits nothing."""
        outer = shape[:-2]
        self._shape = shape
        self.setVisible(bool(outer))
        for axis, box in enumerate(self._boxes):
            box.setVisible(axis < len(outer))
            if axis < len(outer):
                blocker = QSignalBlocker(box)
                box.setRange(0, max(outer[axis] - 1, 0))
                box.setValue(leading[axis] if axis < len(leading) else 0)
                blocker.unblock()
        for axis, comma in enumerate(self._commas):
            comma.setVisible(axis + 1 < len(outer))
        self._close.setText(", :, :]")
        self.set_words(self._words)

    def _request(self) -> None:
        self.slice_requested.emit(tuple(box.value() for box in self._boxes[: len(self._shape[:-2])]))
