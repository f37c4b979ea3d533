"""The person's own points: clicked into the plane, or opened from a file."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton, QWidget

from core.text import Words
from core.training.datasets import MAX_CLASSES, Dataset
from core.training.frames import BoardView
from gui.icons import icon
from gui.labs.race.choice_buttons import ChoiceButtons
from gui.labs.race.error_line import ErrorLine
from gui.labs.race.look import class_icon
from gui.labs.race.points_plane import PointsPlane
from gui.theme import Theme
from gui.widgets.card import Card
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.live_label import LiveLabel

ERASER = "-1"


class PointsCard(Card):
    """Asks through ``plane`` for points; for a class of what is clicked, for a file, for an empty plane."""

    brush_requested = Signal(int)
    open_requested = Signal()
    clear_requested = Signal()

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, "race.points", parent)
        self._words, self._theme = words, theme
        self._names: tuple[str, ...] = ()
        self.brushes = ChoiceButtons("raceBrush", self)
        self.brushes.chosen.connect(lambda key: self.brush_requested.emit(int(key)))
        self.open, self.clear = QPushButton(self), QPushButton(self)
        self.open.setObjectName("raceOpenCsv")
        self.clear.setObjectName("raceClearPoints")
        self.open.clicked.connect(self.open_requested)
        self.clear.clicked.connect(self.clear_requested)
        buttons = QWidget(self)
        self._flow = FlowLayout(buttons)
        self._flow.addWidget(self.open)
        self._flow.addWidget(self.clear)
        self.plane = PointsPlane(theme, self)
        self.plane.brush_requested.connect(self.brush_requested)
        self.source = LiveLabel("muted")
        self.message = ErrorLine(words, theme, self)
        self.add(self.brushes)
        self.add(self.plane, 1)
        self.add(self.message)
        self.add(self.source)
        self.add(buttons)
        self.set_words(words)
        self.set_theme(theme)

    def show_points(
        self, data: Dataset | None, view: BoardView, brush: int, is_own: bool, names: tuple[str, ...], source: str
    ) -> None:
        """Show the data in force, the classes that can be clicked and which one is chosen."""
        if names != self._names:
            self._names = names
            self._fill_brushes()
        self.brushes.show_choice(str(brush))
        self.plane.show_points(data, view, brush, is_own)
        self.source.tell(source)
        self.clear.setEnabled(is_own)

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self._words = words
        self.open.setText(words("race.open_csv"))
        self.open.setToolTip(words("race.open_csv_tip"))
        self.clear.setText(words("race.clear_points"))
        self.plane.setAccessibleName(words("race.points_plane"))
        self.plane.setToolTip(words("race.points_plane_tip"))
        self.plane.say_count(words("race.points_spoken"))
        self._fill_brushes()
        self.message.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._theme = theme
        for part in (self.plane, self.message):
            part.set_theme(theme)
        self.open.setIcon(icon("open", theme))
        self.open.setIconSize(QSize(theme.em, theme.em))
        self._fill_brushes()
        self.brushes.set_theme(theme)
        self._flow.setSpacing(theme.px(6))

    def _fill_brushes(self) -> None:
        words = self._words
        choices: list[tuple[str, str, QIcon | None]] = []
        for label in range(MAX_CLASSES):
            name = self._names[label] if label < len(self._names) else str(label)
            choices.append((str(label), words("race.class_name", name=name[:12]), class_icon(label, self._theme)))
        choices.append((ERASER, words("race.eraser"), icon("close", self._theme)))
        self.brushes.set_choices(choices)
        self.brushes.setAccessibleName(words("race.brush"))
