"""State and frame → the race's cards: who is told what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect

from core.labs import race
from core.labs.race import RaceState, exports
from core.text import UserError, Words
from core.training.datasets import MAX_CLASSES, OWN, Dataset
from core.training.frames import BoardView, NetworkView
from core.training.plan import Plan
from core.training.ranking import ranking
from gui.labs.race import views
from gui.labs.race.functions_card import EntrantView
from gui.labs.race.look import series_icon
from gui.labs.race.runner import Shown

if TYPE_CHECKING:
    from gui.labs.race.lab import RaceLab, RaceSetting

_PLANE = BoardView()
# What is wrong with points is said where they are clicked.
_POINT_ERRORS = ("training.too_few_points", "training.own_points")


def plan_on(state: RaceState, data: Dataset) -> Plan:
    """Return the experiment that ``state`` describes, on ``data`` itself: pictures of it are made once."""
    return replace(race.plan(state), dataset=data)


def what(name: str, words: Words) -> str:
    """Return what a setting is called that has restarted the race."""
    name = {"data_seed": "seed"}.get(name, name)
    return words(f"race.setting_{name}" if f"race.setting_{name}" in words else f"race.what_{name}")


def settings(lab: RaceLab, result: RaceSetting, plan: Plan | None) -> None:
    """Show the state in every card that changes it."""
    own, words = result.state, lab.words
    lab.design.show_state(own, result.data is not None and result.data.task == "regression")
    lab.design.show_plan(plan)
    lab.functions.show_entrants(
        tuple(EntrantView(one.record(), one.series, i == own.selected) for i, one in enumerate(own.entrants)),
        own.entrants[own.selected],
        own.design.depth,
    )
    _errors(lab, result.error)
    lab.curves.show_choice(own.curve, own.curve_part, own.log_scale)
    lab.run_card.show_seeds(own.board_seed, own.design.seeds)
    _points(lab, own, result.data, words)


def _errors(lab: RaceLab, error: UserError | None) -> None:
    """Say why there can be no race on this setting; take the message away when there can."""
    is_of_points = error is not None and error.id in _POINT_ERRORS
    lab.design.message.tell_of_setting(None if is_of_points else error)
    lab.points.message.tell_of_setting(error if is_of_points else None)
    lab.run_card.show_possible(error is None)


def _points(lab: RaceLab, own: RaceState, data: Dataset | None, words: Words) -> None:
    is_own = own.data.kind == OWN
    view = race.board_view(own, data) if data is not None else _PLANE
    names = own.own.classes if own.own.classes else tuple(str(n) for n in range(MAX_CLASSES))
    if not is_own:
        source = words("race.points_generated", count=str(own.data.count))
    elif own.own.source:
        source = words("race.points_from", name=own.own.source, count=str(own.own.count))
    else:
        source = words("race.points_own", count=str(own.own.count))
    lab.points.show_points(data, view, own.brush, is_own, names, source)


def for_pictures(lab: RaceLab) -> None:
    """Show on board and curves what they would show in view."""
    plan, shown = lab.plan, lab.shown
    if plan is None or shown is None or shown.plan is not plan:
        return
    pictures = lab.pictures.of(shown.frame.board, plan.dataset, lab.theme)
    names = exports.entrant_names(lab.own, lab.words)
    tiles = views.tile_views(lab.own, plan.dataset, shown, pictures, names, lab.words)
    lab.board.show_views(tiles, plan.dataset, race.board_view(lab.own, plan.dataset))
    lab.curves.show_view(views.curves_view(lab.own, shown, names, lab.words), patient=False)


def frame(lab: RaceLab, own: RaceState, plan: Plan | None, shown: Shown | None) -> None:
    """Show a frame on the board and in the line of the state."""
    if plan is None:
        return
    words = lab.words
    data = plan.dataset
    fits = shown is not None and shown.plan is plan and len(plan.contestants) == len(own.entrants)
    names = exports.entrant_names(own, words)
    if lab.board.isVisible():
        pictures = lab.pictures.of(shown.frame.board, data, lab.theme) if shown is not None and fits else ()
        seen = shown if fits and not lab.hidden.is_something else None
        tiles = views.tile_views(own, data, seen, pictures, names, words)
        lab.board.show_views(tiles, data, race.board_view(own, data), patient=lab.runner.is_running)
    if shown is None or not fits:
        lab.run_card.show_status(views.coming_text(plan, words), lab.notice(), False)
        return
    status = views.status_text(shown.frame, plan, lab.runner.is_running, words)
    lab.run_card.show_status(status, lab.notice(), shown.frame.can_step_back)


def curves(lab: RaceLab, own: RaceState, plan: Plan | None, shown: Shown | None) -> None:
    """Show the curves of a frame."""
    fits = shown is not None and shown.plan is plan and len(shown.plan.contestants) == len(own.entrants)
    if shown is not None and fits and lab.curves.plot.isVisible():
        view = views.curves_view(own, shown, exports.entrant_names(own, lab.words), lab.words)
        lab.curves.show_view(view, patient=lab.runner.is_running)


def large(lab: RaceLab, own: RaceState, plan: Plan | None, network: NetworkView | None) -> None:
    """Show the network that is opened."""
    if plan is None or not 0 <= own.enlarged < len(own.entrants):
        return
    one = own.entrants[own.enlarged]
    names = exports.entrant_names(own, lab.words)
    lab.large.show_entrant(names[own.enlarged], one.series, own.design.seeds, own.opened_seed)
    lab.large.show_numbers(own.opened_numbers)
    fits = network is not None and (network.contestant, network.seed) == (own.enlarged, own.opened_seed)
    unit = (own.opened_layer, own.opened_unit)
    lab.large.show_network(network if fits else None, plan.dataset, race.board_view(own, plan.dataset), unit)


def preview(lab: RaceLab, own: RaceState, plan: Plan | None, network: NetworkView | None) -> None:
    """Show beside its tile the network on which the pointer rests, as soon as it is there; hide it when none is."""
    place = lab.previewed
    if plan is None or not 0 <= place < len(own.entrants) or own.enlarged >= 0 or not lab.board.isVisible():
        lab.preview.hide()
        return
    if network is None or (network.contestant, network.seed) != (place, max(0, own.board_seed)):
        return
    view = race.board_view(own, plan.dataset)
    lab.preview.show_network(lab.board.tiles[place].view, network, plan.dataset, view)
    if lab.preview.isHidden():
        place_preview(lab)


def place_preview(lab: RaceLab) -> None:
    """Show the preview at the side of its tile."""
    tile = lab.board.tiles[lab.previewed]
    lab.preview.float_beside(QRect(tile.mapTo(lab, QPoint(0, 0)), tile.size()), lab.rect())


def details(lab: RaceLab, own: RaceState, plan: Plan | None, shown: Shown | None) -> None:
    """Show the ranking, and what came of the prediction."""
    lab.board.say()
    words, names = lab.words, exports.entrant_names(own, lab.words)
    ranks = ()
    epoch = 0
    fits = shown is not None and shown.plan is plan and len(shown.plan.contestants) == len(own.entrants)
    if plan is not None and shown is not None and fits:
        ranks = ranking(plan, shown.frame, shown.costs)
        epoch = shown.frame.epoch
        titles = views.ranking_titles(own, plan.is_regression, words)
        lab.ranking.show_rows(titles, views.ranking_rows(own, ranks, names, plan.is_regression, words))
    lab.thoughts.show_thoughts(
        [(one.series, name, series_icon(one.series, lab.theme)) for one, name in zip(own.entrants, names, strict=True)],
        own.predicted,
        own.prediction,
        own.conclusion,
        own.started,
        views.outcome_text(own, ranks, names, epoch, words),
    )
