"""What the race's widgets ask for, turned into verbs on the state and commands to the experiment."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from core.labs import race
from core.labs.race import RaceState
from core.text import UserError
from core.training.csv_points import read_csv
from core.training.datasets import OWN, OwnPoints
from gui.composing import finish_composing
from gui.lab_slice import LabSlice
from gui.labs.race.export_menu import ask_and_save

if TYPE_CHECKING:
    from gui.labs.race.lab import RaceLab

_DATA_LABEL = {"design": "race.change_design", "data": "race.change_data", "goal": "race.change_goal"}
_VERBS = {"design": race.set_design, "data": race.set_data, "goal": race.set_goal}


class Requests(QObject):
    """Belongs to a lab and lives as long as it."""

    def __init__(self, lab: RaceLab, own: LabSlice[RaceState]) -> None:
        super().__init__(lab)
        self._lab, self._slice = lab, own
        self._connect_design()
        self._connect_functions()
        self._connect_board()
        self._connect_texts()
        self._connect_points()
        lab.run_card.asked.connect(self._command)
        lab.run_card.export_asked.connect(self._export)

    @property
    def _own(self) -> RaceState:
        return self._slice.own

    # --- design and functions ---

    def _connect_design(self) -> None:
        design = self._lab.design
        design.set_requested.connect(self._set)
        design.drag_started.connect(self._slice.hold)
        design.drag_finished.connect(self._slice.seal)

    def _set(self, part: str, name: str, value: object) -> None:
        design = self._lab.design

        def refused(error: UserError) -> None:
            design.refuse(name, error)

        design.message.tell(None)
        if name == "pace":
            self._slice.change("race.change_pace", race.set_pace, value, merge="pace", refused=refused)
            return
        self._slice.change(_DATA_LABEL[part], _VERBS[part], name, value, merge=f"{part}:{name}", refused=refused)
        if (name, value) == ("kind", OWN) and self._own.own.count < 2:
            self._lab.show_points()

    def _connect_functions(self) -> None:
        card, panel = self._lab.functions, self._lab.functions.panel
        card.function_requested.connect(lambda i, key: self._race("race.change_function", race.choose_function, i, key))
        card.added.connect(lambda key: self._race("race.change_add", race.add_entrant, key))
        card.removed.connect(lambda i: self._race("race.change_remove", race.remove_entrant, i))
        card.selected.connect(lambda i: self._race("race.change_select", race.select, i, merge="select"))
        card.layer_requested.connect(
            lambda layer, key: self._race("race.change_layer", race.set_layer, self._own.selected, layer, key)
        )
        card.formula_requested.connect(
            lambda text: self._slice.change(
                "race.change_formula", race.set_formula, self._own.selected, text, refused=card.formula.show_error
            )
        )
        panel.param_requested.connect(lambda name, value: self._param("race.change_param", race.set_param, name, value))
        panel.range_requested.connect(
            lambda name, low, high, step: self._param("race.change_range", race.set_range, name, low, high, step)
        )
        panel.reset_requested.connect(
            lambda: self._race("race.change_reset_params", race.reset_params, self._own.selected)
        )
        panel.drag_started.connect(lambda _name: self._slice.hold())
        panel.drag_finished.connect(lambda _name: self._slice.seal())

    def _race(self, label: str, verb: Callable[..., RaceState], *values: object, merge: str = "") -> None:
        self._lab.functions.message.tell(None)
        self._slice.change(label, verb, *values, merge=merge)

    def _param(self, label: str, verb: Callable[..., RaceState], name: str, *values: object) -> None:
        panel = self._lab.functions.panel
        self._slice.change(
            label,
            verb,
            self._own.selected,
            name,
            *values,
            merge=f"{label}:{name}",
            refused=lambda error: panel.show_error(name, error),
        )

    # --- board, curves, texts ---

    def _connect_board(self) -> None:
        lab = self._lab
        lab.board.enlarged.connect(self._open_large)
        lab.large.closed.connect(self.close_large)
        lab.large.seed_requested.connect(
            lambda seed: self._slice.change("race.change_view", race.enlarge, self._own.enlarged, seed)
        )
        lab.large.numbers_requested.connect(
            lambda shown: self._slice.change("race.change_view", race.show_numbers, shown, merge="numbers")
        )
        lab.large.unit_chosen.connect(
            lambda layer, unit: self._slice.change("race.change_view", race.point_out, layer, unit, merge="unit")
        )
        lab.curves.curve_requested.connect(
            lambda curve, part, log: self._slice.change("race.change_view", race.show_curve, curve, part, log)
        )
        lab.run_card.seed_requested.connect(
            lambda seed: self._slice.change("race.change_view", race.show_seed, seed, merge="seed")
        )

    def _open_large(self, place: int) -> None:
        self._slice.change("race.change_view", race.enlarge, place, max(0, self._own.board_seed))
        self._lab.focus_after_render(self._lab.large.back)

    def close_large(self) -> None:
        """Show all of the small pictures again."""
        place = self._own.enlarged
        self._slice.change("race.change_view", race.enlarge, -1)
        if 0 <= place < len(self._lab.board.tiles):
            self._lab.focus_after_render(self._lab.board.tiles[place])

    def _connect_texts(self) -> None:
        thoughts = self._lab.thoughts

        def refused(error: UserError) -> None:
            thoughts.refuse(error, self._own.prediction, self._own.conclusion)

        thoughts.anew_requested.connect(lambda: self._command("reset"))
        thoughts.winner_chosen.connect(
            lambda series: self._slice.change("race.change_prediction", race.predict, series, refused=refused)
        )
        thoughts.prediction_written.connect(
            lambda text: self._slice.change(
                "race.change_prediction", race.write_prediction, text, merge="prediction", refused=refused
            )
        )
        thoughts.conclusion_written.connect(
            lambda text: self._slice.change(
                "race.change_conclusion", race.write_conclusion, text, merge="conclusion", refused=refused
            )
        )

    # --- points ---

    def _connect_points(self) -> None:
        card, plane = self._lab.points, self._lab.points.plane
        card.brush_requested.connect(lambda brush: self._points(race.choose_brush, brush))
        card.clear_requested.connect(lambda: self._points(race.clear_points))
        card.open_requested.connect(self._ask_for_file)
        plane.added.connect(lambda x, y: self._points(race.add_point, x, y, max(0, self._own.brush)))
        plane.moved.connect(lambda i, x, y: self._points(race.move_point, i, x, y, merge=f"point:{i}"))
        plane.removed.connect(lambda i: self._points(race.remove_point, i))
        plane.drag_started.connect(self._slice.hold)
        plane.drag_finished.connect(self._slice.seal)

    def _points(self, verb: Callable[..., RaceState], *values: object, merge: str = "") -> None:
        card = self._lab.points
        card.message.tell(None)
        self._slice.change("race.change_points", verb, *values, merge=merge, refused=card.message.tell)

    def _ask_for_file(self) -> None:
        words = self._lab.words
        name, _ = QFileDialog.getOpenFileName(
            self._lab, words("race.open_csv"), str(Path.home()), words("race.csv_filter")
        )
        if name:
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        """Race on the points of a file; what is wrong with it is said at the card, and the old points stay."""
        try:
            own = read_csv(path)
        except UserError as error:
            self._lab.points.message.tell(error)
            return
        self.take_points(own)

    def take_points(self, own: OwnPoints) -> None:
        """Race on points that were read from a file."""
        self._points(race.open_points, own)

    # --- the experiment ---

    def _export(self, kind: str) -> None:
        card = self._lab.run_card
        try:
            card.tell(ask_and_save(self._lab, kind))
        except UserError as error:
            card.tell(error.said_in(self._lab.words.lang), is_error=True)

    def _command(self, name: str) -> None:
        finish_composing()
        runner = self._lab.runner
        self._lab.run_card.tell("")
        if name in ("run", "step", "epoch") and not self._own.started:
            self._slice.change("race.change_start", race.start)
        elif name == "reset" and self._own.started:
            # The lab sends the experiment back as soon as the state says so: so it does for Undo.
            self._slice.change("race.change_start_anew", race.start_anew)
            return
        if name == "run":
            (runner.pause if runner.is_running else runner.run)()
            return
        commands = {
            "step": runner.step,
            "epoch": runner.epoch,
            "back": runner.step_back,
            "epoch_back": runner.epoch_back,
            "reset": runner.reset,
        }
        commands[name]()
