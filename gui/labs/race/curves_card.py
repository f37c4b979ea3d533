"""The curves on their card: loss or accuracy, of the test or the training data, straight or logarithmic."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QSizePolicy, QWidget

from core.labs.race import CURVES, PARTS
from core.text import Words
from gui.labs.race.curves import RaceCurves
from gui.labs.race.curves_drawing import CurvesView
from gui.theme import Theme
from gui.widgets.card import Card

# In base-font widths: below it the title has no room beside the switches.
TITLE_FROM_EM = 38


class CurvesCard(Card):
    """Asks for (curve, part, log scale)."""

    curve_requested = Signal(str, str, bool)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, "race.curves", parent)
        self.plot = RaceCurves(theme, self)
        self.curve, self.part = QComboBox(self), QComboBox(self)
        self.curve.setObjectName("raceCurve")
        self.part.setObjectName("raceCurvePart")
        self.log_scale = QCheckBox(self)
        self.log_scale.setObjectName("raceLogScale")
        # A long title must not squeeze the switches.
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._switches = QWidget(self)
        self._line = QHBoxLayout(self._switches)
        self._line.setContentsMargins(0, 0, 0, 0)
        for part in (self.curve, self.part, self.log_scale):
            self._line.addWidget(part)
        for box in (self.curve, self.part):
            box.activated.connect(self._ask)
        self.log_scale.clicked.connect(self._ask)
        self.add_to_head(self._switches)
        self._head.addStretch(0)
        self.add(self.plot, 1)
        self.set_words(words)
        self.set_theme(theme)

    def show_view(self, view: CurvesView, patient: bool) -> None:
        """Show curves, ``patient`` as ``RaceCurves.show_view``; their name is the card's title."""
        if self.title.text() != view.y_name:
            self.title.setText(view.y_name)
        self.plot.show_view(view, patient)

    def show_choice(self, curve: str, part: str, log_scale: bool) -> None:
        """Show what was chosen."""
        self.curve.setCurrentIndex(CURVES.index(curve))
        self.part.setCurrentIndex(PARTS.index(part))
        self.log_scale.setChecked(log_scale)
        self.log_scale.setEnabled(curve == "loss")

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        for box, kind, keys in ((self.curve, "curve", CURVES), (self.part, "part", PARTS)):
            chosen = max(0, box.currentIndex())
            box.clear()
            box.addItems([words(f"race.{kind}_{key}") for key in keys])
            box.setCurrentIndex(chosen)
            box.setAccessibleName(words(f"race.{kind}_choice"))
        self.log_scale.setText(words("race.log_scale"))
        self.plot.setToolTip(words("race.curves_tip"))

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.plot.set_theme(theme)
        self._line.setSpacing(theme.px(8))
        self._theme = theme
        self._place_title()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_title()

    def _place_title(self) -> None:
        """Where there is no room beside the switches, the title stands in the plot."""
        has_room = self.width() >= TITLE_FROM_EM * self._theme.em
        if self.title.isHidden() == has_room:
            self.title.setVisible(has_room)
        self.plot.show_title(not has_room)

    def _ask(self, *_: object) -> None:
        self.curve_requested.emit(
            CURVES[self.curve.currentIndex()], PARTS[self.part.currentIndex()], self.log_scale.isChecked()
        )
