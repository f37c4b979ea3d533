"""Which activations take part: one row each, one more, and the parameters of the one that is selected."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.activations import ACTIVATIONS
from core.labs.race import Entrant
from core.record import Activation
from core.text import UserError, Words
from core.training.plan import MAX_CONTESTANTS, MAX_DEPTH
from gui.icons import icon
from gui.labs.race.look import series_icon
from gui.labs.race.section import Section
from gui.labs.race.settings_rows import RESTARTS
from gui.theme import Theme
from gui.widgets.card import Card
from gui.widgets.formula_field import FormulaField
from gui.widgets.function_button import FunctionButton
from gui.widgets.message_line import MessageLine
from gui.widgets.param_panel import ParamPanel

ELEMENTWISE = tuple(record for record in ACTIVATIONS if not record.is_vector)


@dataclass(frozen=True, slots=True)
class EntrantView:
    """What a row shows."""

    record: Activation
    series: int
    selected: bool


class FunctionsCard(Card):
    """Signals carry the row's place first."""

    function_requested = Signal(int, str)
    selected = Signal(int)
    removed = Signal(int)
    added = Signal(str)
    formula_requested = Signal(str)
    layer_requested = Signal(int, str)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, "race.functions", parent)
        self._words = words
        self.rows = [EntrantRow(words, theme, place, self) for place in range(MAX_CONTESTANTS)]
        rows = QWidget(self)
        self._rows = QVBoxLayout(rows)
        self._rows.setContentsMargins(0, 0, 0, 0)
        for place, row in enumerate(self.rows):
            row.function.function_requested.connect(lambda key, i=place: self.function_requested.emit(i, key))
            row.mark.clicked.connect(lambda _checked=False, i=place: self.selected.emit(i))
            row.remove.clicked.connect(lambda _checked=False, i=place: self.removed.emit(i))
            row.hide()
            self._rows.addWidget(row)
        self.add_button = AddButton(words, theme, ELEMENTWISE, offers_own=True)
        self.add_button.setObjectName("raceAdd")
        self.add_button.function_requested.connect(self.added)
        self._rows.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.message = MessageLine(theme, self)
        self.formula = FormulaField(words, theme, "raceFormula", self)
        self.formula.formula_requested.connect(self.formula_requested)
        self.panel = ParamPanel(words, theme)
        self.layers = LayerFields(words, theme, self)
        self.layers.layer_requested.connect(self.layer_requested)
        self.layers_section = Section(words, theme, "race.layers", False, self)
        self.layers_section.lines.addWidget(self.layers)
        for part in (rows, self.message, self.formula, self.panel, self.layers_section):
            self.add(part)
        self.add_stretch()
        self._error: UserError | None = None
        self.set_words(words)
        self.set_theme(theme)

    def show_entrants(self, views: tuple[EntrantView, ...], entrant: Entrant, depth: int) -> None:
        """Show who takes part, and the parameters of ``entrant``, the one that is selected."""
        for place, row in enumerate(self.rows):
            if place < len(views):
                row.show_view(views[place], len(views) > 1)
            if row.isHidden() == (place < len(views)):
                row.setVisible(place < len(views))
        self.add_button.setEnabled(len(views) < MAX_CONTESTANTS)
        self.panel.show_params(entrant.record(), entrant.checked_params(), entrant.ranges)
        self.formula.show_formula(entrant.formula, entrant.function == "custom")
        self.layers.show_layers(entrant.layers, depth)

    def show_error(self, error: UserError | None) -> None:
        """Say why a request was refused; None when there is nothing to say."""
        self._error = error
        if error is None:
            self.message.clear_message()
        else:
            self.message.show_error(error.said_in(self._words.lang))

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self._words = words
        self.title.setText(words("race.functions") + RESTARTS)
        for part in (*self.rows, self.add_button, self.formula, self.panel, self.layers, self.layers_section):
            part.set_words(words)
        self.show_error(self._error)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for part in (*self.rows, self.add_button, self.message, self.formula, self.panel, self.layers):
            part.set_theme(theme)
        self.layers_section.set_theme(theme)
        self._rows.setSpacing(theme.px(6))


class EntrantRow(QWidget):
    """The marker selects, the name chooses another function, the cross takes it out."""

    def __init__(self, words: Words, theme: Theme, place: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.mark = QToolButton(self)
        self.mark.setObjectName(f"raceEntrant_{place}")
        self.mark.setCheckable(True)
        self.function = FunctionButton(words, theme, ELEMENTWISE, offers_own=True)
        self.function.setObjectName(f"raceFunction_{place}")
        self.function.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.remove = QToolButton(self)
        self.remove.setObjectName(f"raceRemove_{place}")
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        for part in (self.mark, self.function, self.remove):
            self._line.addWidget(part, 1 if part is self.function else 0)
        self._view: EntrantView | None = None
        self._words, self._theme = words, theme

    def show_view(self, view: EntrantView, removable: bool) -> None:
        """Show an entrant. Emits nothing."""
        self.remove.setEnabled(removable)
        self.mark.setChecked(view.selected)
        if view != self._view:
            self._view = view
            self.function.show_function(view.record)
            self._say()

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self.function.set_words(words)
        self._say()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self.function.set_theme(theme)
        self.remove.setIcon(icon("close", theme))
        for button in (self.remove, self.mark):
            button.setIconSize(QSize(theme.em, theme.em))
            button.setMinimumWidth(theme.px(theme.tokens.target))
        self._line.setSpacing(theme.px(6))
        self._say()

    def _say(self) -> None:
        if self._view is None:
            return
        name = self._words.text(self._view.record.name)
        self.mark.setIcon(series_icon(self._view.series, self._theme))
        for button, id in ((self.mark, "race.select"), (self.remove, "race.remove")):
            button.setAccessibleName(self._words(id, name=name))
            button.setToolTip(self._words(id, name=name))


class AddButton(FunctionButton):
    """Opens the list of functions to let one more take part."""

    def _say_name(self) -> None:
        self.setText(self._words("race.add"))
        self.setAccessibleName(self._words("race.add"))
        self.setToolTip(self._words("race.add_tip", limit=str(MAX_CONTESTANTS)))

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.setIcon(icon("plus", theme))


class LayerFields(QWidget):
    """Another function behind single hidden layers of the entrant that is selected."""

    layer_requested = Signal(int, str)

    def __init__(self, words: Words, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(0, 1)
        self._labels = [QLabel(self) for _ in range(MAX_DEPTH)]
        self.boxes = [QComboBox(self) for _ in range(MAX_DEPTH)]
        for layer, (label, box) in enumerate(zip(self._labels, self.boxes, strict=True)):
            box.setObjectName(f"raceLayer_{layer}")
            label.setWordWrap(True)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(6)
            box.activated.connect(lambda row, i=layer: self.layer_requested.emit(i, self.boxes[i].itemData(row)))
            self._grid.addWidget(label, 2 * layer, 0)
            self._grid.addWidget(box, 2 * layer + 1, 0)
        self.set_words(words)
        self.set_theme(theme)

    def show_layers(self, layers: tuple[str, ...], depth: int) -> None:
        """Show which function stands behind each of ``depth`` layers, "" for the entrant's own."""
        for layer, (label, box) in enumerate(zip(self._labels, self.boxes, strict=True)):
            for part in (label, box):
                if part.isHidden() == (layer < depth):
                    part.setVisible(layer < depth)
            box.setCurrentIndex(max(0, box.findData(layers[layer] if layer < len(layers) else "")))

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        for layer, (label, box) in enumerate(zip(self._labels, self.boxes, strict=True)):
            label.setText(words("race.layer_number", number=str(layer + 1)))
            box.setAccessibleName(words("race.layer_name", number=str(layer + 1)))
            chosen = box.currentIndex()
            box.clear()
            box.addItem(words("race.layer_own"), "")
            for record in ELEMENTWISE:
                box.addItem(words.text(record.name), record.key)
            box.setCurrentIndex(max(0, chosen))

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._grid.setSpacing(theme.px(6))
