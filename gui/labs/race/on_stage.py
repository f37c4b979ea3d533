"""The training race on the stage: what every network answers, and how they learn; it follows the running race."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from core.labs import race
from core.labs.race import RaceState, exports
from core.stage import Hidden
from core.state import AppState
from core.text import Words
from gui.labs.race import views
from gui.labs.race.board import RaceBoard
from gui.labs.race.curves import RaceCurves
from gui.labs.race.pictures import BoardPictures
from gui.labs.race.run_card import RunCard
from gui.labs.race.runner import Shown
from gui.labs.race.tile import TileView
from gui.stage.content import LabStage, StageContent
from gui.theme import Theme

if TYPE_CHECKING:
    from gui.labs.race.lab import RaceLab, RaceSetting

# In base-font widths: the curves stand beside the board from here on; on a narrower stage they stand above it.
_BESIDE_FROM_EM = 44
_BOARD_SHARE = 0.52
_BOARD_SHARE_BELOW = 0.52
# With more entrants, or on a lower stage, boards and curves are two steps of the clicker.
_MOST_TOGETHER = 6
_TOGETHER_FROM_EM = 16
_SPREAD = re.compile(r" ± [^ ]+")


class RaceStage(LabStage):
    """Boards and curves of the frame in view, one after the other where there is no room for both."""

    def __init__(self, words: Words, theme: Theme, lab: RaceLab, changed: Callable[[], None]) -> None:
        self._words, self._theme, self._lab = words, theme, lab
        self.picture = _RacePicture(words, theme)
        # Behind the resizing that is going on.
        self.picture.turned.connect(changed, Qt.ConnectionType.QueuedConnection)
        self._pictures = BoardPictures()
        self.controls = RunCard(words, theme)
        # A file is written, and a seed is chosen, at the teacher's own window.
        self.controls.export.hide()
        self.controls.seed.hide()
        self.controls.asked.connect(lab.run_card.asked)
        lab.runner.running_changed.connect(self.controls.show_running)
        self.controls.show_running(lab.runner.is_running)
        lab.runner.shown.connect(lambda _shown: changed())
        lab.runner.running_changed.connect(lambda _running: changed())

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self.picture.board.set_words(words)
        self.controls.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self.picture.set_theme(theme)
        self.controls.set_theme(theme)

    def finish(self) -> None:
        """Wait for the first frame."""
        self._lab.warm_up()

    def walk(self, distance: int) -> bool:
        """Go from the boards to the curves or back, where they are two steps."""
        return self.picture.go(distance)

    def show(self, state: AppState, result: RaceSetting, hidden: Hidden) -> StageContent:
        """Paint the frame in view, without the entrants that are hidden; return where the race stands."""
        own, words, lab = state.race, self._words, self._lab
        plan, shown = lab.plan, lab.shown
        names = exports.entrant_names(own, words)
        self.picture.show_count(len(names))
        also = ""
        if plan is not None:
            data = plan.dataset
            fits = shown is not None and shown.plan is plan and len(plan.contestants) == len(own.entrants)
            frame = shown if fits else None
            pictures = self._pictures.of(frame.frame.board, data, self._theme) if frame is not None else ()
            tiles = views.tile_views(own, data, frame, pictures, names, words)
            tiles = tuple(
                TileView(tile.name, tile.series, score="?", spoken=tile.name) if hidden.cell(i) else tile
                for i, tile in enumerate(tiles)
            )
            # The spread is for who sits near; the names are for everybody.
            tiles = tuple(replace(tile, score=_SPREAD.sub("", tile.score)) for tile in tiles)
            if not self.picture.is_beside():
                # Small pictures leave their lower line away, unless it warns.
                tiles = tuple(replace(tile, left="", left_short="", right="", right_short="") for tile in tiles)
            self.picture.board.show_foot(any(tile.left or tile.right or tile.warning for tile in tiles))
            patient = lab.runner.is_running
            self.picture.board.show_views(tiles, data, race.board_view(own, data), patient=patient)
            self.picture.board.say()
            if frame is not None:
                self._show_curves(own, frame, names, hidden, patient)
                also = views.status_text(frame.frame, plan, lab.runner.is_running, words)
                self.controls.show_status(also, lab.notice(), frame.frame.can_step_back)
        return StageContent(
            title=words("race.title"),
            also=also,
            drawn_cells=len(own.entrants),
            questions=tuple(words("stage.ask_entrant", name=name) for name in names),
            is_covered=True,
            place=self.picture.place(),
            subject="race " + " ".join(names),
        )

    def _show_curves(self, own: RaceState, frame: Shown, names: Sequence[str], hidden: Hidden, patient: bool) -> None:
        view = views.curves_view(own, frame, names, self._words)
        told = tuple(line for i, line in enumerate(view.lines) if not hidden.cell(i))
        if len(told) != len(view.lines):
            view = replace(view, lines=told)
        self.picture.curves.show_view(replace(view, y_name=view.y_name.partition(" (")[0]), patient=patient)


class _RacePicture(QWidget):
    """The boards and the curves: beside each other where there is room, else the curves above, else one of the two.

    ``turned``: something else of it is in view.
    """

    turned = Signal()

    def __init__(self, words: Words, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("stagePlot")
        self.board, self.curves = RaceBoard(words, theme, self), RaceCurves(theme, self)
        self.board.setObjectName("stageBoard")
        self.curves.setObjectName("stageCurves")
        self.curves.show_title(True)
        self.board.keeps_names_whole = True
        self._count, self._shows_curves = 0, False
        self._looked: tuple[bool, ...] = ()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self.board.set_theme(theme)
        self.curves.set_theme(theme)
        self._place()

    def show_count(self, entrants: int) -> None:
        """Have room for so many entrants."""
        if entrants != self._count:
            self._count = entrants
            self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def is_beside(self) -> bool:
        """Whether there is room for the curves beside the board."""
        return self.width() >= _BESIDE_FROM_EM * self._theme.em

    def has_steps(self) -> bool:
        """Whether boards and curves are seen one after the other."""
        is_low = not self.is_beside() and self.height() < _TOGETHER_FROM_EM * self._theme.em
        return self._count > _MOST_TOGETHER or is_low

    def place(self) -> str:
        """Return which of the two steps is in view, nothing where there is one."""
        return f"{1 + self._shows_curves} / 2" if self.has_steps() else ""

    def go(self, distance: int) -> bool:
        """Show the other of the two; return whether there are two."""
        if self.has_steps() and self._shows_curves != (distance > 0):
            self._shows_curves = distance > 0
            self._place()
        return self.has_steps()

    def _place(self) -> None:
        width, height, gap = self.width(), self.height(), self._theme.px(12)
        whole, has_steps = QRect(0, 0, width, height), self.has_steps()
        if has_steps:
            board = curves = whole
        elif self.is_beside():
            board = QRect(0, 0, round(width * _BOARD_SHARE), height)
            curves = QRect(board.width() + gap, 0, width - board.width() - gap, height)
        else:
            tall = round(height * _BOARD_SHARE_BELOW)
            board, curves = QRect(0, height - tall, width, tall), QRect(0, 0, width, height - tall - gap)
        self.board.setGeometry(board)
        self.curves.setGeometry(curves)
        self.board.setVisible(not (has_steps and self._shows_curves))
        self.curves.setVisible(not has_steps or self._shows_curves)
        looks = (self.is_beside(), has_steps and self._shows_curves, has_steps)
        if looks != self._looked:
            self._looked = looks
            self.turned.emit()
