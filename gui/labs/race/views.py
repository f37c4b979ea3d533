"""What the race's parts show of a frame: numbers become words and views; nothing is computed but how it is written."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtGui import QImage

from core.data_table import DataTable
from core.labs.race import RaceState
from core.labs.race.exports import settings
from core.labs.race.tables import table_of_words
from core.record import written_number
from core.text import Words
from core.training.datasets import Dataset
from core.training.frames import Frame, Rank, Stop
from core.training.plan import Plan
from core.training.ranking import ranking
from core.training.records import mean_and_spread
from gui.labs.race.curves_drawing import CurveLine, CurvesView
from gui.labs.race.ranking_card import RankRow
from gui.labs.race.runner import Shown
from gui.labs.race.tile import TileView

_MOST_STOPS = 3


def score_text(score: float, spread: float, seeds: int, is_regression: bool, digits: int = 0) -> str:
    """Return ``98 ± 1 %`` with so many ``digits``, or ``0.12 ± 0.01`` for a regression; one seed has no spread."""
    if math.isnan(score):
        return "—"
    if is_regression:
        if seeds == 1 or not 1e-4 < score < 1e4:
            return _short(score)
        # Both with the digits that the mean's second figure needs.
        places = max(0, 1 - math.floor(math.log10(score)))
        return f"{score:.{places}f} ± {spread:.{places}f}"
    said = f"{100 * score:.{digits}f}"
    return f"{said} ± {100 * spread:.{digits}f} %" if seeds > 1 else f"{said} %"


def tile_views(
    state: RaceState,
    data: Dataset,
    shown: Shown | None,
    pictures: Sequence[QImage | None],
    names: Sequence[str],
    words: Words,
) -> tuple[TileView, ...]:
    """Return one view for each entrant; without a frame only its name."""
    if shown is None or len(shown.plan.contestants) != len(state.entrants) or shown.plan.dataset is not data:
        return tuple(TileView(name, one.series, spoken=name) for one, name in zip(state.entrants, names, strict=True))
    scores = mean_and_spread(getattr(shown.frame.scores, shown.plan.judged_by))
    gradients, _ = mean_and_spread(shown.frame.gradient)
    views = []
    for place, name in enumerate(names):
        seeds, is_regression = shown.plan.design.seeds, shown.plan.is_regression
        score = score_text(float(scores[0][place]), float(scores[1][place]), seeds, is_regression)
        picture = pictures[place] if place < len(pictures) else None
        views.append(_tile_view(state, shown, place, name, score, float(gradients[place]), picture, words))
    return tuple(views)


def _tile_view(
    state: RaceState,
    shown: Shown,
    place: int,
    name: str,
    score: str,
    gradient: float,
    picture: QImage | None,
    words: Words,
) -> TileView:
    frame, plan = shown.frame, shown.plan
    left = words("race.tile_gradient", size=_short(gradient))
    units = frame.dead[place].size * plan.design.width
    share = f"{100 * frame.dead[place].sum() / units:.0f}" if units else ""
    dead, dead_short = (words(id, share=share) if units else "" for id in ("race.tile_dead", "race.tile_dead_short"))
    stops = [stop for stop in frame.stops if stop.contestant == place]
    warning = notice = ""
    if stops:
        warning = words("race.tile_stopped", count=str(len(stops)), seeds=str(plan.design.seeds))
        if len(stops) == plan.design.seeds:
            notice = stop_text(stops[0], plan, words)
    told = [name, score, left, dead, *(stop_text(stop, plan, words) for stop in stops[:_MOST_STOPS])]
    return TileView(
        name,
        state.entrants[place].series,
        score,
        left,
        words("race.tile_gradient_short", size=_short(gradient)),
        dead,
        dead_short,
        warning=warning,
        notice=notice,
        board=frame.board,
        values=frame.board.values[place] if frame.board is not None else None,
        picture=picture,
        spoken="\n".join(part for part in told if part),
    )


def stop_text(stop: Stop, plan: Plan, words: Words) -> str:
    """Return which network stopped when and where, and why."""
    layer = (
        words("race.output_layer")
        if stop.layer > plan.design.depth
        else words("race.layer_number", number=str(stop.layer))
    )
    return words(
        "race.stopped",
        seed=str(stop.seed + 1),
        epoch=str(stop.epoch),
        layer=layer,
        reason=words(f"race.stopped_{stop.reason}"),
    )


def curves_view(state: RaceState, shown: Shown, names: Sequence[str], words: Words) -> CurvesView:
    """Return the curves that were chosen; without test data those of the training data."""
    frame, plan = shown.frame, shown.plan
    part = state.curve_part if plan.dataset.test.size else "train"
    curve = "loss" if plan.is_regression else state.curve
    band = frame.curves.bands[f"{part}_{curve}"]
    lines = tuple(
        CurveLine(names[place], one.series, band.mean[:, place], band.spread[:, place])
        for place, one in enumerate(state.entrants)
    )
    is_share = curve == "accuracy"
    target = state.goal.target if is_share or plan.is_regression else None
    seeds = str(plan.design.seeds)
    title = words("race.curves_title", curve=words(f"race.curve_{curve}"), part=words(f"race.part_{part}"), seeds=seeds)
    title = title[:1].upper() + title[1:]
    return CurvesView(
        epochs=frame.curves.epochs.astype(float),
        lines=lines,
        last_epoch=min(state.goal.last_epoch, 1000),
        log_scale=state.log_scale,
        is_share=is_share,
        target=target,
        x_name=words("race.epoch"),
        y_name=title,
        epoch_name=words("race.epoch_number"),
        spoken=title,
    )


def ranking_titles(state: RaceState, is_regression: bool, words: Words) -> tuple[str, ...]:
    """Return the headings of the ranking."""
    target = f"{state.goal.target:g}" if is_regression else f"{100 * state.goal.target:g} %"
    score = words("race.rank_loss" if is_regression else "race.rank_accuracy")
    return ("", words("race.rank_function"), score, words("race.rank_reached", target=target), words("race.rank_cost"))


def ranking_rows(
    state: RaceState, ranks: Sequence[Rank], names: Sequence[str], is_regression: bool, words: Words
) -> tuple[RankRow, ...]:
    """Return the rows of the ranking."""
    return tuple(_rank_row(state, rank, names[rank.contestant], is_regression, words) for rank in ranks)


def result_tables(state: RaceState, shown: Shown, names: Sequence[str], words: Words) -> tuple[DataTable, ...]:
    """Return the ranking as it stands, and what the race was set to."""
    ranks = ranking(shown.plan, shown.frame, shown.costs)
    rows = ranking_rows(state, ranks, names, shown.plan.is_regression, words)
    heading = (words("race.rank_place"), *ranking_titles(state, shown.plan.is_regression, words)[1:])
    set_to = [(words("race.setting"), words("race.set_to")), *settings(state, shown.plan, words)]
    return (
        table_of_words(words("race.ranking"), [heading, *(row.cells for row in rows)]),
        table_of_words(words("race.design"), set_to),
    )


def _rank_row(state: RaceState, rank: Rank, name: str, is_regression: bool, words: Words) -> RankRow:
    reached = "—"
    if rank.reached_epoch is not None:
        reached = words("race.rank_epoch", epoch=f"{rank.reached_epoch:.1f}".removesuffix(".0"))
        if rank.reached_seeds < rank.seeds:
            reached += f" ({rank.reached_seeds}/{rank.seeds})"
    cost = "—" if rank.cost is None else f"×{rank.cost:.1f}"
    # One digit more than on the pictures: places must not differ where the numbers look the same.
    score = score_text(rank.score, rank.spread, rank.seeds, is_regression, digits=1)
    return RankRow(state.entrants[rank.contestant].series, (str(rank.place), name, score, reached, cost))


def status_text(frame: Frame, plan: Plan, running: bool, words: Words) -> str:
    """Return where the race stands, how many networks train and how fast."""
    parts = [words("race.status_epoch", epoch=f"{frame.epoch:,}")]
    if frame.step:
        parts.append(words("race.status_step", step=str(frame.step), steps=str(frame.steps_per_epoch)))
    parts.append(words("race.status_networks", count=str(plan.networks)))
    if frame.curves.every > 1:
        parts.append(words("race.status_recorded", every=str(frame.curves.every)))
    if running and frame.speed:
        parts.append(words("race.status_speed", speed=f"{float(f'{frame.speed:.2g}'):,.0f}"))
    return " · ".join(parts)


def coming_text(plan: Plan, words: Words) -> str:
    """Return where a race stands of which no frame has come yet: large networks take some seconds to be made."""
    return " · ".join([words("race.status_epoch", epoch="0"), words("race.status_networks", count=str(plan.networks)),
                       words("race.status_coming")])  # fmt: skip


def ending_text(frame: Frame, words: Words) -> str:
    """Return why the race came to its end by itself, "" if it did not."""
    return words(f"race.ended_{frame.ended}", epoch=f"{frame.epoch:,}") if frame.ended else ""


def outcome_text(state: RaceState, ranks: Sequence[Rank], names: Sequence[str], epoch: int, words: Words) -> str:
    """Return what came of the prediction, "" before the start."""
    if not ranks or not epoch:
        return ""
    winners = [names[rank.contestant] for rank in ranks if rank.place == 1]
    expected = next((names[i] for i, one in enumerate(state.entrants) if one.series == state.predicted), "")
    winner = ", ".join(winners)
    if not expected:
        return words("race.outcome", winner=winner, epoch=f"{epoch:,}")
    id = "race.outcome_right" if expected in winners else "race.outcome_wrong"
    return words(id, winner=winner, expected=expected, epoch=f"{epoch:,}")


def _short(number: float) -> str:
    """Return two digits, with a power of ten in raised digits: ``5.7×10⁻⁵``."""
    return "—" if math.isnan(number) else written_number(float(f"{number:.2g}"))
