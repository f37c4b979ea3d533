"""Which labs there are. A lab's module is imported when it is first visited."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:  # The command line reads this table before PyTorch or Qt is there.
    from PySide6.QtWidgets import QWidget

    from core.files import Places
    from core.state import AppState
    from core.store import Store
    from core.text import Words
    from gui.exportables import Exportable
    from gui.stage.content import LabStage
    from gui.theme import Theme

    # What a lab, by its key and its widget, shows on the stage.
    Stages = Callable[[str, QWidget], LabStage]


class Labs(Protocol):
    """What a lab may ask of the window that it lies in."""

    def lend(self, key: str) -> Any:
        """Return the one widget of another lab, to be shown inside this one until its own place is visited."""

    @property
    def places(self) -> Places:
        """Where this program keeps its own files."""


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
    """One lab: its key (also its icon and its words ``<key>.title``, ``<key>.subtitle``) and where its widget is.

    ``stage`` is what it shows on the projected stage, in the module ``on_stage`` beside the widget's.
    """

    key: str
    module: str
    widget: str
    stage: str

    def build(self, words: Words, theme: Theme, store: Store, labs: Labs) -> QWidget:
        """Import the lab's module and return its widget."""
        made: QWidget = self._class()(words, theme, store)
        return made

    def build_stage(
        self, words: Words, theme: Theme, lab: QWidget, changed: Callable[[], None], stages: Stages
    ) -> LabStage:
        """Import the lab's stage and return it; ``changed`` is called when it shows something new by itself."""
        made: LabStage = self._stage_class()(words, theme, lab, changed)
        return made

    def _class(self) -> Any:
        return getattr(importlib.import_module(self.module), self.widget)

    def _stage_class(self) -> Any:
        return getattr(importlib.import_module(self.module.rpartition(".")[0] + ".on_stage"), self.stage)


class HostEntry(LabEntry):
    """A lab that shows others inside itself."""

    def build(self, words: Words, theme: Theme, store: Store, labs: Labs) -> QWidget:
        """Import the lab's module and return its widget, which borrows from ``labs``."""
        made: QWidget = self._class()(words, theme, store, labs)
        return made

    def build_stage(
        self, words: Words, theme: Theme, lab: QWidget, changed: Callable[[], None], stages: Stages
    ) -> LabStage:
        """Import the lab's stage and return it; ``stages`` lends those of the labs that this one shows."""
        made: LabStage = self._stage_class()(words, theme, lab, changed, stages)
        return made


LABS: tuple[LabEntry, ...] = (
    HostEntry("lessons", "gui.labs.lessons.lab", "LessonsLab", "LessonsStage"),
    LabEntry("explore", "gui.labs.explore.lab", "ExploreLab", "ExploreStage"),
    LabEntry("compare", "gui.labs.compare.lab", "CompareLab", "CompareStage"),
    LabEntry("neuron", "gui.labs.neuron.lab", "NeuronLab", "NeuronStage"),
    LabEntry("softmax", "gui.labs.softmax.lab", "SoftmaxLab", "SoftmaxStage"),
    LabEntry("gradient", "gui.labs.gradient.lab", "GradientLab", "GradientStage"),
    LabEntry("race", "gui.labs.race.lab", "RaceLab", "RaceStage"),
)

LAB_KEYS = tuple(entry.key for entry in LABS)
FIRST_LAB = "explore"  # in view at a fresh start


def lab_entry(key: str) -> LabEntry:
    """Return the entry called ``key``. Raises KeyError."""
    return {entry.key: entry for entry in LABS}[key]
