"""What a lab offers to be saved or copied. The dialog shows such items and knows nothing of labs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtWidgets import QWidget

from core.export.notebook import Cell, script_cells
from core.export.table import Table
from core.text import Words
from gui.widgets.plot_frame import CurveView

if TYPE_CHECKING:  # A plot copies itself as what is defined here.
    from gui.widgets.curve_plot import CurvePlot

Kind = Literal["picture", "curves", "table", "tensor", "script", "notebook", "page"]
# What each kind can be saved as: the ends of file names.
FORMATS: dict[Kind, tuple[str, ...]] = {
    "picture": ("png", "svg", "pdf"),
    "curves": ("csv",),
    "table": ("csv",),
    "tensor": ("csv",),
    "script": ("py",),
    "notebook": ("ipynb",),
    "page": ("html",),
}


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """The name of a curve with its colour token and dash."""

    name: str
    color: str
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A part of the screen; ``title`` may stand above it and ``legend`` below it."""

    widget: QWidget
    title: str
    legend: tuple[LegendEntry, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class TensorNumbers:
    """A tensor's elements as a table; ``code`` returns the Python that makes it."""

    table: Table
    code: Callable[[], str]


@dataclass(frozen=True, slots=True, eq=False)
class Later:
    """What takes long to make: ``shown`` begins like it, ``whole`` returns it and may run on any thread."""

    shown: str | tuple[Cell, ...]
    whole: Callable[[], str | tuple[Cell, ...]]


Content = Picture | Table | TensorNumbers | str | tuple[Cell, ...] | Later


@dataclass(frozen=True, slots=True, eq=False)
class Exportable:
    """One thing that can be saved.

    Attributes:
        id: part of the file's name, such as ``"curve"``.
        title: id of its words, such as ``"explore.export_curve"``.
        kind: what it can be saved as.
        content: returns it as it is now: ``Picture``, ``Table`` (curves, table), ``TensorNumbers``, a script's or a
            page's text, a notebook's cells, or one of these two ``Later``. Raises UserError while there is none.
    """

    id: str
    title: str
    kind: Kind
    content: Callable[[], Content]


def legend_of(view: CurveView | None) -> tuple[LegendEntry, ...]:
    """Return the names of a plot's curves; none for a view that is not there."""
    if view is None:
        return ()
    return tuple(LegendEntry(one.name, one.color, one.dash) for one in view.series if one.name)


def plot_item(id: str, title: str, plot: CurvePlot, said: str) -> Exportable:
    """Return the picture of a plot; ``said`` stands above it."""
    return Exportable(id, title, "picture", lambda: Picture(plot, said, legend_of(plot.view)))


def picture_item(id: str, title: str, widget: QWidget, said: str) -> Exportable:
    """Return the picture of a card or a chart; ``said`` stands above it."""
    return Exportable(id, title, "picture", lambda: Picture(widget, said))


def code_items(
    code: Callable[[], str], said: str, words: Words, shown: Callable[[], str] | None = None
) -> tuple[Exportable, Exportable]:
    """Return a script and the notebook of it, which is called ``said``.

    ``shown`` returns what the script begins like, where ``code`` may be as long as a tensor is large.
    """
    about, beginning = f"# {said}\n\n{words('export.notebook_about')}", shown or code

    def cells() -> tuple[Cell, ...]:
        return script_cells(code(), about)

    return (
        Exportable("script", "export.script", "script", lambda: Later(beginning(), code)),
        Exportable("notebook", "export.notebook", "notebook", lambda: Later(script_cells(beginning(), about), cells)),
    )
