"""What the race offers to be saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from core.export.table import Table
from core.labs.race import exports
from core.text import UserError
from core.training.ranking import ranking
from gui.exportables import Content, Exportable, Kind, LegendEntry, Picture
from gui.labs.race.look import series_dash, series_token
from gui.labs.race.runner import Shown

if TYPE_CHECKING:
    from gui.labs.race.lab import RaceLab


def offered(lab: RaceLab) -> tuple[Exportable, ...]:
    """Return everything that the menu of the race names."""
    makers: dict[str, tuple[Kind, Callable[[], Content]]] = {
        "board_picture": ("picture", lambda: _board(lab)),
        "curves_picture": ("picture", lambda: _curves(lab)),
        "curves": ("curves", lambda: exports.curves(lab.own, lab.words, _shown(lab).frame)),
        "table": ("table", lambda: ranking_table(lab)),
        "script": ("script", lambda: exports.script(lab.own, lab.words, _shown(lab).frame)),
        "notebook": ("notebook", lambda: exports.notebook_cells(lab.own, lab.words, _shown(lab).frame)),
    }
    return tuple(Exportable(id, f"race.export_{id}", kind, make) for id, (kind, make) in makers.items())


def ranking_table(lab: RaceLab) -> Table:
    """Return the ranking with all its digits. Raises UserError ``race.nothing_yet``."""
    shown = _shown(lab)
    return exports.table(lab.own, lab.words, ranking(shown.plan, shown.frame, shown.costs))


def _shown(lab: RaceLab) -> Shown:
    if lab.shown is None:
        raise UserError("race.nothing_yet")
    return lab.shown


def _board(lab: RaceLab) -> Picture:
    _shown(lab)
    return Picture(lab.pile, lab.words("race.title"))


def _curves(lab: RaceLab) -> Picture:
    _shown(lab)
    view = lab.curves.plot.view
    legend = tuple(LegendEntry(one.name, series_token(one.series), series_dash(one.series)) for one in view.lines)
    return Picture(lab.curves.plot, view.y_name, legend)
