"""The race's widget: builds the cards, sends verbs, lets the experiment run, shows its frames."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QTabWidget, QWidget

from core.data_table import DataTable
from core.labs import race
from core.labs.race import RaceState
from core.labs.race.exports import entrant_names
from core.labs.race.tables import data_tables
from core.stage import Hidden
from core.state import AppState
from core.store import Store
from core.text import UserError, Words
from core.training.csv_points import read_csv
from core.training.datasets import Dataset
from core.training.frames import Board, NetworkView
from core.training.plan import Plan
from gui.arranged_lab import ArrangedLab, SpeakingPart
from gui.exportables import Exportable
from gui.lab_slice import LabSlice
from gui.labs.race import exportables, show, views
from gui.labs.race.arrangement import Parts, arrange, shape_of
from gui.labs.race.board import RaceBoard
from gui.labs.race.curves_card import CurvesCard
from gui.labs.race.design_card import DesignCard
from gui.labs.race.functions_card import FunctionsCard
from gui.labs.race.large_view import LargeView
from gui.labs.race.pictures import BoardPictures
from gui.labs.race.points_card import PointsCard
from gui.labs.race.preview import TilePreview
from gui.labs.race.ranking_card import RankingCard
from gui.labs.race.requests import Requests
from gui.labs.race.run_card import RunCard
from gui.labs.race.runner import RaceRunner, Shown, Watched
from gui.labs.race.thoughts_card import ThoughtsCard
from gui.theme import Theme
from gui.widgets.card import Card

# How often, in seconds, what is read and not watched is shown anew while the race runs.
READING_SECONDS = 0.25
CURVES_SECONDS = 0.12
_FIRST_FRAME_SECONDS = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class RaceSetting:
    """What follows from the state before anything is trained: the data, or why there is none."""

    state: RaceState
    data: Dataset | None
    error: UserError | None


class RaceLab(ArrangedLab):
    """Networks that differ in nothing but their activation learn side by side."""

    def __init__(self, words: Words, theme: Theme, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, parent)
        self._build()
        self._slice: LabSlice[RaceState] = LabSlice(store, "race", self.functions.message.tell)
        self.runner = RaceRunner(self)
        self.runner.shown.connect(self._take)
        self.runner.running_changed.connect(self.run_card.show_running)
        self.runner.troubled.connect(self._show_frame)
        self._requests = Requests(self, self._slice)
        self._raced: RaceState | None = None  # the state the experiment was made from
        self._plan: Plan | None = None
        self._shown: Shown | None = None
        self._reported: tuple[Shown, race.Outcome] | None = None
        self._network: NetworkView | None = None
        self._restarted: tuple[str, ...] = ()
        self._is_stale = False  # the race has been halted behind the frame in view
        self._read_at = self._curves_at = 0.0
        self._pictured: Board | None = None  # the board that is painted
        self.pictures = BoardPictures()
        self._focus_next: QWidget | None = None
        self._cached: tuple[RaceState, RaceSetting] | None = None
        self._moved = QTimer(self)
        self._moved.setSingleShot(True)
        self._moved.timeout.connect(self._show_moved)

    def _build(self) -> None:
        words, theme = self._words, self._theme
        self.run_card = RunCard(words, theme)
        self.design = DesignCard(words, theme)
        self.functions = FunctionsCard(words, theme)
        self.board = RaceBoard(words, theme)
        self.large = LargeView(words, theme)
        self.pile = QStackedWidget(self)
        self.pile.addWidget(self.board)
        self.pile.addWidget(self.large)
        self.pile.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.curves = CurvesCard(words, theme)
        self.curves.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.ranking = RankingCard(words, theme)
        self.thoughts = ThoughtsCard(words, theme)
        self.points = PointsCard(words, theme)
        self.preview = TilePreview(words, theme, self)
        self.previewed = -1  # the entrant of which the preview shows a network
        self.board.previewed.connect(self._preview)
        self.board.arranged.connect(self._place_preview)
        self._parts = Parts(
            run=self.run_card,
            design=self.design,
            functions=self.functions,
            board=self.pile,
            curves=self.curves,
            ranking=self.ranking,
            thoughts=self.thoughts,
            points=self.points,
        )

    # --- state down ---

    def compute(self, state: AppState) -> RaceSetting:
        """Return the data of the race, or what is wrong with the setting. The same state gives the same data."""
        own = state.race
        before = self._cached
        if before is not None and before[1].data is not None and (own.data, own.own) == (before[0].data, before[0].own):
            data = before[1].data
        else:
            try:
                data = race.dataset(own)
            except UserError as error:
                return RaceSetting(own, None, error)
        try:
            race.plan(own)
        except UserError as error:
            setting = RaceSetting(own, data, error)
        else:
            setting = RaceSetting(own, data, None)
        self._cached = (own, setting)
        return setting

    def render(self, result: RaceSetting) -> None:
        """Show a setting; an experiment that it does not fit any more starts again."""
        self._result = result
        self._arrange_if_needed()
        own = result.state
        self.pile.setCurrentWidget(self.large if own.enlarged >= 0 else self.board)
        self._follow(result)
        show.settings(self, result, self._plan)
        self._show_frame()
        show.curves(self, own, self._plan, self._shown)
        if self._focus_next is not None:
            self._focus_next.setFocus(Qt.FocusReason.OtherFocusReason)
            self._focus_next = None
        self._afterwards.ask()

    def open_numbers(self, path: Path) -> None:
        """Race on the points of a file. Raises UserError; the old points then stay."""
        self._requests.take_points(read_csv(path))
        self.show_points()

    def show_points(self) -> None:
        """Turn to the plane for points, where it lies on a page of its own."""
        tabs = self._tabs
        page = next((n for n in range(tabs.count()) if tabs.widget(n).isAncestorOf(self.points)), -1) if tabs else -1
        if tabs and page >= 0:
            tabs.setCurrentIndex(page)

    def focus_after_render(self, part: QWidget) -> None:
        """Give ``part`` the keyboard when it stands where the next rendering puts it."""
        self._focus_next = part

    def _follow(self, result: RaceSetting) -> None:
        own, runner = result.state, self.runner
        if result.error is not None:
            runner.pause()
        elif result.data is not None:
            changed = race.restarts(self._raced, own) if self._raced is not None else ()
            if self._raced is None or changed:
                self._restarted = changed
                self._network = None
                self._plan = show.plan_on(own, result.data)
                runner.watch(self._watched(result.data))
                runner.begin(self._plan, own.goal, run=runner.is_running and own.started)
                self._is_stale = False
            else:
                if own.goal != self._raced.goal:
                    runner.set_goal(own.goal)
                if self._raced.started and not own.started:
                    runner.reset()
            self._raced = own
        if self._plan is not None:
            runner.watch(self._watched(self._plan.dataset))
            if self._is_stale:
                self._is_stale = False
                runner.refresh()

    def _watched(self, data: Dataset) -> Watched:
        own = self._slice.own
        network = None
        if 0 <= own.enlarged < len(own.entrants):
            network = (own.enlarged, min(own.opened_seed, own.design.seeds - 1))
        elif 0 <= self.previewed < len(own.entrants):
            network = (self.previewed, max(0, own.board_seed))
        return Watched(race.board_view(own, data), network, own.pace)

    def _preview(self, place: int) -> None:
        self.previewed = place
        self._network = None if place >= 0 else self._network  # one kept from before is of another epoch
        if self._plan is not None:
            self.runner.watch(self._watched(self._plan.dataset))
        show.preview(self, self._slice.own, self._plan, self._network)

    def _place_preview(self) -> None:
        if self.preview.isVisible():
            show.place_preview(self)

    # --- frames ---

    def _take(self, shown: Shown) -> None:
        if not self.isVisible():
            self._is_stale = True
            return
        self._shown = shown
        if shown.network is not None:
            self._network = shown.network
        now = time.monotonic()
        board_is_new = self._pictured is not shown.frame.board
        self._pictured = shown.frame.board
        self._show_frame()
        # Curves and tables come in turn with the boards: all in one frame would be a long one.
        overdue = now - self._curves_at > 3 * CURVES_SECONDS
        if shown.at_rest or overdue or (not board_is_new and now - self._curves_at > CURVES_SECONDS):
            self._curves_at = now
            show.curves(self, self._slice.own, self._plan, shown)
        elif now - self._read_at > READING_SECONDS:
            self._read_at = now
            self._render_details()
        if shown.at_rest:
            self._render_details()
            self.reported.emit()

    def _show_frame(self) -> None:
        """Show what the eye follows: the board, and where the race stands."""
        if self._result is None:
            return
        show.frame(self, self._slice.own, self._plan, self._shown)
        own = self._slice.own
        if own.enlarged >= 0:
            show.large(self, own, self._plan, self._network)
        show.preview(self, own, self._plan, self._network)

    def _render_details(self) -> None:
        """Show what is read: the ranking, what came of the prediction."""
        show.details(self, self._slice.own, self._plan, self._shown)

    def notice(self) -> str:
        """Return what there is to say about the race: why there is none, why it began again, or why it ended."""
        words, shown = self._words, self._shown
        if self._result is not None and self._result.error is not None:
            return words("race.no_race", reason=self._result.error.said_in(words.lang))
        if self.runner.trouble is not None:
            return self.runner.trouble.said_in(words.lang)
        if shown is not None and shown.plan is not self._plan:
            shown = None  # of the race before
        if self._restarted and (shown is None or not (shown.frame.epoch or shown.frame.step)):
            return words("race.restarted", what=", ".join(show.what(name, words) for name in self._restarted))
        return views.ending_text(shown.frame, words) if shown is not None and not self.runner.is_running else ""

    def cover(self, hidden: Hidden) -> None:
        """Show nothing of what is ``hidden`` from the next rendering on: of the boards only whose they are."""
        super().cover(hidden)
        self.run_card.export.setEnabled(not hidden.is_something)

    def _answers(self) -> Sequence[tuple[Card, bool]]:
        return tuple((card, self.hidden.is_something) for card in (self.curves, self.ranking, self.thoughts))

    def report(self, state: AppState) -> race.Outcome | None:
        """Return how far the race of ``state`` has come, None while there is none."""
        plan, shown = self._plan, self._shown
        if plan is None or shown is None or shown.plan is not plan or self._raced is None:
            return None
        if race.restarts(self._raced, state.race):
            return None
        if self._reported is None or self._reported[0] is not shown:
            self._reported = (shown, race.outcome(plan, shown.frame))
        return self._reported[1]

    def data_tables(self) -> tuple[DataTable, ...]:
        """Return the numbers behind the plots in view."""
        if self._shown is None or self._shown.plan is not self._plan:
            return ()
        own, words, shown = self._slice.own, self._words, self._shown
        names = entrant_names(own, words)
        return (*data_tables(shown.frame, names, words), *views.result_tables(own, shown, names, words))

    # --- place and looks ---

    @property
    def own(self) -> RaceState:
        """The race's state."""
        return self._slice.own

    @property
    def shown(self) -> Shown | None:
        """The frame in view."""
        return self._shown

    @property
    def plan(self) -> Plan | None:
        """The experiment that runs."""
        return self._plan

    @property
    def words(self) -> Words:
        """The words in the language of the moment."""
        return self._words

    @property
    def theme(self) -> Theme:
        """The theme of the moment."""
        return self._theme

    def exportables(self) -> tuple[Exportable, ...]:
        """Return the pictures, numbers and code in view."""
        return exportables.offered(self)

    def warm_up(self) -> None:
        """Show the first frame now."""
        self.runner.wait(_FIRST_FRAME_SECONDS)
        self._render_details()

    def reset(self) -> None:
        """Go back to the lab's first screen."""
        self._slice.reset()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale and self._plan is not None:
            self._is_stale = False
            self.runner.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        # Whoever leaves the lab, or the program, leaves nothing running behind.
        is_waiting = self._shown is None or self._shown.plan is not self._plan
        self._is_stale = self.runner.is_running or is_waiting or self._is_stale
        self.runner.halt()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.preview.isVisible():
            self.board.end_preview()
        elif event.key() == Qt.Key.Key_Escape and self._slice.own.enlarged >= 0:
            self._requests.close_large()
        else:
            super().keyPressEvent(event)

    def _speaking(self) -> Sequence[SpeakingPart]:
        return (*(part for part in self._parts.all() if part is not self.pile), self.board, self.large, self.preview)  # type: ignore[return-value]

    def _shape(self) -> tuple[object, ...]:
        size = (self.width(), self.height())
        enlarged = self._slice.own.enlarged >= 0
        return (shape_of(*size, self._theme), size[0] // 50, size[1] // 20, self._words.lang, self._theme, enlarged)

    def _arranged(self) -> tuple[QWidget, QTabWidget | None]:
        return arrange(self, self._parts, self._theme, self._words, self._slice.own.enlarged >= 0)

    def _show_plots_again(self) -> None:
        # Qt shows cards that were moved between layouts a moment later, and what is not visible is not painted.
        self._moved.start()

    def _show_moved(self) -> None:
        self._show_frame()
        show.curves(self, self._slice.own, self._plan, self._shown)
