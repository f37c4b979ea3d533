"""Which labs there are. A lab's module is imported when it is first visited."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:  # The command line reads this table before PyTorch or Qt is there.
    from PySide6.QtWidgets import QWidget

    from core.state import AppState
    from core.store import Store
    from core.text import Words
    from gui.exportables import Exportable
    from gui.theme import Theme


class Lab(Protocol):
    """What the window asks of a lab's widget."""

    def compute(self, state: AppState) -> Any:
        """Return the lab's result for ``state``: pure, from ``core``."""

    def render(self, result: Any) -> None:
        """Paint a result. May not commit."""

    @property
    def is_complete(self) -> bool:
        """Whether everything on screen shows the state, what waited for the paint too."""

    def warm_up(self) -> None:
        """Do at once what may wait behind the first picture."""

    def set_words(self, words: Words) -> None:
        """Switch the language."""

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""

    def reset(self) -> None:
        """Commit the lab's starting state."""

    def exportables(self) -> tuple[Exportable, ...]:
        """Return what can be saved beside the picture of the whole lab."""


@dataclass(frozen=True, slots=True)
class LabEntry:
    """One lab: its key (also its icon and its words ``<key>.title``, ``<key>.subtitle``) and where its widget is."""

    key: str
    module: str
    widget: str

    def build(self, words: Words, theme: Theme, store: Store) -> QWidget:
        """Import the lab's module and return its widget."""
        made: QWidget = getattr(importlib.import_module(self.module), self.widget)(words, theme, store)
        return made


LABS: tuple[LabEntry, ...] = (
    LabEntry("explore", "gui.labs.explore.lab", "ExploreLab"),
    LabEntry("compare", "gui.labs.compare.lab", "CompareLab"),
    LabEntry("neuron", "gui.labs.neuron.lab", "NeuronLab"),
    LabEntry("softmax", "gui.labs.softmax.lab", "SoftmaxLab"),
    LabEntry("gradient", "gui.labs.gradient.lab", "GradientLab"),
    LabEntry("race", "gui.labs.race.lab", "RaceLab"),
)

LAB_KEYS = tuple(entry.key for entry in LABS)


def lab_entry(key: str) -> LabEntry:
    """Return the entry called ``key``. Raises KeyError."""
    return {entry.key: entry for entry in LABS}[key]
