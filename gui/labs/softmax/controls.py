"""The card of everything that is typed: examples, classes with their logits, temperature and scale."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from core.labs import softmax
from core.text import UserError, Words
from gui.labs.softmax.class_list import ClassList
from gui.labs.softmax.meter import Meter
from gui.theme import Theme
from gui.widgets.card import Card
from gui.widgets.live_label import LiveLabel
from gui.widgets.menu_button import MenuButton
from gui.widgets.param_row import NumberRow
from gui.widgets.turning_row import TurningRow

# The names that a lesson and a test look for.
# In base-font widths: from here on the sliders stand beside the classes.
SIDEWAYS_FROM_EM = 40
_OBJECT_NAMES = {"temperature": "temperature", "scale": "logitScale"}


class Controls(Card):
    """Examples, classes, T and s.

    Signals:
        example_requested(key), slider_requested(name, value), range_requested(name, low, high, step).
        drag_started(), drag_finished(): what is asked for in between is one undo step.
    """

    example_requested = Signal(str)
    slider_requested = Signal(str, object)
    range_requested = Signal(str, float, float, float)
    drag_started = Signal()
    drag_finished = Signal()
    refused = Signal(str, object)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, "softmax.controls", parent)
        self.examples = MenuButton(self)
        self.examples.setObjectName("softmaxExamples")
        self._menu = QMenu(self)
        self._menu.setObjectName("softmaxExampleMenu")
        for example in softmax.examples():
            action = self._menu.addAction("")
            action.setData(example.key)
            action.triggered.connect(partial(self.example_requested.emit, example.key))
        self.examples.setMenu(self._menu)
        self.add_to_head(self.examples)
        self.classes = ClassList(words, theme)
        self.rows: dict[str, NumberRow] = {}
        for name, parameter in softmax.SLIDERS.items():
            row = NumberRow(parameter, words, theme)
            self._prepare(name, row)
            self.rows[name] = row
        self.entropy, self.note = LiveLabel(), LiveLabel("muted")
        self.entropy.setObjectName("entropy")
        self.meter = Meter(theme)
        self._parts = TurningRow(SIDEWAYS_FROM_EM, theme)
        self._lay_out()
        Controls.set_words(self, words)

    def show_slider(self, name: str, value: float, span: tuple[float, float, float]) -> None:
        """Show T or s and its slider's range. Emits nothing."""
        self.rows[name].show_range(*span)
        self.rows[name].show_value(value)

    def show_entropy(self, line: str, share: float) -> None:
        """Show the entropy in words, and as ``share`` of the largest there can be."""
        self.entropy.tell(line)
        self.meter.show_share(share)

    def refuse_slider(self, name: str, error: UserError) -> None:
        """Say under a slider why its value was refused."""
        self.rows[name].refuse(error)
        self.refused.emit(name, error)

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self.examples.setText(words("softmax.examples"))
        for action in self._menu.actions():
            action.setText(words(f"softmax.example_{action.data()}"))
        self.classes.set_words(words)
        self.note.tell(words("softmax.slider_note"))
        for row in self.rows.values():
            row.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        if hasattr(self, "note"):
            self.meter.set_theme(theme)
            self._parts.set_theme(theme)
            self._sliders.setSpacing(theme.px(8))
            self.classes.set_theme(theme)
            for row in self.rows.values():
                row.set_theme(theme)

    def _lay_out(self) -> None:
        sliders = QWidget(self)
        self._sliders = QVBoxLayout(sliders)
        self._sliders.setContentsMargins(0, 0, 0, 0)
        for part in (*self.rows.values(), self.entropy, self.meter, self.note):
            self._sliders.addWidget(part)
        self._sliders.addStretch(1)
        for part in (self.classes, sliders):
            self._parts.add(part, Qt.AlignmentFlag.AlignTop)
        self.add(self._parts)
        self.add_stretch()

    def _prepare(self, name: str, row: NumberRow) -> None:
        row.setObjectName(f"{_OBJECT_NAMES[name]}Row")
        row.box.setObjectName(_OBJECT_NAMES[name])
        row.slider.setObjectName(f"{_OBJECT_NAMES[name]}Slider")
        row.check = partial(softmax.check_slider, name)
        row.requested.connect(partial(self.slider_requested.emit, name))
        row.range_requested.connect(partial(self.range_requested.emit, name))
        row.drag_started.connect(self.drag_started)
        row.drag_finished.connect(self.drag_finished)
        row.play.pressed.connect(partial(self._stop_others, name))

    def _stop_others(self, name: str) -> None:
        """Two animations at once would be two undo steps inside each other."""
        for other, row in self.rows.items():
            if other != name:
                row.stop()
