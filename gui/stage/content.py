"""What a lab puts on the stage beside its picture: plain words and numbers, ready to be read from the last row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

from core.stage import Hidden
from core.text import Words
from gui.theme import Theme

if TYPE_CHECKING:  # The first window comes before PyTorch.
    from core.state import AppState


@dataclass(frozen=True, slots=True)
class StageFormula:
    """A formula for the head, as ``FormulaView.show_formula`` takes it."""

    latex: str
    prefix: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StageCard:
    """A card of numbers below the picture.

    Attributes:
        label: what they are.
        rows: the numbers as they are written, row by row.
        is_output: whether they are what a class predicts: its cells can be hidden.
        is_list: whether each row stands in brackets, like a tensor's.
        selected: flat index of the cell that is lit up, or −1.
        note: a line below, such as what was left out.
    """

    label: str
    rows: tuple[tuple[str, ...], ...]
    is_output: bool = False
    is_list: bool = False
    selected: int = -1
    note: str = ""

    @property
    def cells(self) -> int:
        """How many numbers there are."""
        return sum(len(row) for row in self.rows)


@dataclass(frozen=True, slots=True)
class StageContent:
    """All that is read on the stage.

    Attributes:
        title, also: the name, and beside it the same in other words.
        formula: None for no formula.
        cards: numbers, from left to right.
        questions: what is asked before output cell i is revealed, for as many cells as there is something to ask.
        drawn_cells: output cells that the picture itself shows, before those of the cards.
        has_curve: whether the picture has something to hide.
        is_covered: whether the picture is not shown at all as long as the curve is hidden.
        then: catalogue id of what the class does before the answer is shown.
        question, answer: what a lesson asks, and the answer once it is shown.
        hidden: what is hidden whatever the teacher has chosen, None for nothing of the kind.
        place: where in a lesson this is, such as ``"6.2 · 3 / 8"``.
        notes, next_step: for the teacher alone: what to say here, and what comes next.
        subject: what the prediction is about; another subject is hidden anew.
    """

    title: str
    also: str = ""
    formula: StageFormula | None = None
    cards: tuple[StageCard, ...] = ()
    questions: tuple[str, ...] = ()
    drawn_cells: int = 0
    has_curve: bool = True
    is_covered: bool = False
    then: str = "stage.then"
    question: str = ""
    answer: str = ""
    hidden: Hidden | None = None
    place: str = ""
    notes: str = ""
    next_step: str = ""
    subject: str = ""

    @property
    def output_cells(self) -> int:
        """How many numbers a class predicts."""
        return self.drawn_cells + sum(card.cells for card in self.cards if card.is_output)


class LabStage(Protocol):
    """What the stage asks of a lab: made with ``(words, theme, lab, changed)``, ``lab`` being the lab's widget.

    ``changed`` is called when there is something new to show that no change of the state tells of. ``controls`` are
    those of the lab that slide in from the side; what they ask for goes through the lab's own.
    """

    picture: QWidget
    controls: QWidget | None

    def show(self, state: AppState, result: object, hidden: Hidden) -> StageContent:
        """Paint the picture, without what is ``hidden``; return what is read beside it."""

    def set_words(self, words: Words) -> None:
        """Switch the language."""

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""

    def finish(self) -> None:
        """Do at once what may wait behind the first picture."""

    def walk(self, distance: int) -> bool:
        """Go to the next (1) or the last (-1) step of what is shown; return whether it has steps."""
        return False
