"""What the race offers to be saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from core.export.table import Table
from core.labs.race import exports
from core.text import UserError
from core.training.ranking import ranking
from gui.export_figure import png
from gui.exportables import Content, Exportable, Kind, Later, LegendEntry, Picture
from gui.labs.race import show, views
from gui.labs.race.look import series_dash, series_token
from gui.labs.race.runner import Shown
from gui.widgets.plain_painting import painting_for_file

if TYPE_CHECKING:
    from gui.labs.race.lab import RaceLab

# In base-font widths: how large a picture is of a part that is not in view.
_HIDDEN_EM = (64, 36)


def offered(lab: RaceLab) -> tuple[Exportable, ...]:
    """Return everything that the menu of the race names."""
    makers: dict[str, tuple[Kind, Callable[[], Content]]] = {
        "board_picture": ("picture", lambda: _board(lab)),
        "curves_picture": ("picture", lambda: _curves(lab)),
        "curves": ("curves", lambda: exports.curves(lab.own, lab.words, _shown(lab).frame)),
        "table": ("table", lambda: ranking_table(lab)),
        "script": ("script", lambda: exports.script(lab.own, lab.words, _shown(lab).frame)),
        "notebook": ("notebook", lambda: exports.notebook_cells(lab.own, lab.words, _shown(lab).frame)),
        "report": ("page", lambda: _page(lab)),
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


def report(lab: RaceLab) -> bytes:
    """Return the report of the race as an HTML page. Raises UserError ``race.nothing_yet`` before the first frame."""
    return exports.report(lab.own, lab.words, _seen(lab))


def _page(lab: RaceLab) -> Later:
    # The pictures are painted now: that is the window's matter, the rest may wait.
    own, words, seen = lab.own, lab.words, _seen(lab)
    return Later(exports.report_in_words(words, seen), lambda: exports.report(own, words, seen).decode())


def _seen(lab: RaceLab) -> exports.Seen:
    own, words, shown = lab.own, lab.words, _shown(lab)
    names, ranks = exports.entrant_names(own, words), ranking(shown.plan, shown.frame, shown.costs)
    rows = views.ranking_rows(own, ranks, names, shown.plan.is_regression, words)
    return exports.Seen(
        status=views.status_text(shown.frame, shown.plan, False, words),
        outcome=views.outcome_text(own, ranks, names, shown.frame.epoch, words),
        rows=(views.ranking_titles(own, shown.plan.is_regression, words), *(row.cells for row in rows)),
        board=_png(lab, lab.board),
        curves=_png(lab, lab.curves),
        curves_said=views.curves_view(own, shown, names, words).spoken,
    )


def _board(lab: RaceLab) -> Picture:
    _shown(lab)
    return Picture(_ready(lab, lab.pile), lab.words("race.title"))


def _curves(lab: RaceLab) -> Picture:
    _shown(lab)
    _ready(lab, lab.curves)
    view = lab.curves.plot.view
    legend = tuple(LegendEntry(one.name, series_token(one.series), series_dash(one.series)) for one in view.lines)
    return Picture(lab.curves.plot, view.y_name, legend)


def _png(lab: RaceLab, widget: QWidget) -> bytes:
    return png(_ready(lab, widget).grab().toImage())


def _ready(lab: RaceLab, widget: QWidget) -> QWidget:
    """Return ``widget`` as it would be in view."""
    if not widget.isVisible():
        # On a page that is turned away it has no size of its own, and shows what it did when it was last looked at.
        em = lab.theme.em
        widget.resize(_HIDDEN_EM[0] * em, _HIDDEN_EM[1] * em)
    with painting_for_file():
        show.for_pictures(lab)
    return widget
