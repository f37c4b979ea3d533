"""What the views of all kinds of task have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.text import Words
from gui.theme import Theme


@dataclass(frozen=True)
class TaskShown:
    """One task as it is to be shown.

    Attributes:
        answer: the cells' texts, the chosen ids, the order of the ids, or one text.
        marks: for each cell, option or place: whether it is right, None while that is not said.
        inputs: numbers shown above the cells, as rows of texts.  columns: cells in a row, 0 for one row that may wrap.
        labels: what stands at the cells instead.
        options: id and Markdown of each option, in their order.  many: whether several may be chosen.
        functions: catalogue keys of the curves.  slope: whether they are drawn as f′.
        model: the model answer of a written task, once it may be seen.
        reached: whether the goal in the live lab is reached.
    """

    kind: str
    answer: tuple[str, ...] = ()
    marks: tuple[bool | None, ...] = ()
    inputs: tuple[tuple[str, ...], ...] = ()
    columns: int = 0
    labels: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    many: bool = False
    functions: tuple[str, ...] = ()
    slope: bool = False
    names_shown: bool = False
    model: str = ""
    min_length: int = 0
    reached: bool = False


class TaskView(QWidget):
    """Shows one task and asks for another answer.

    ``answered`` carries the whole answer and what it changed: changes of one place are one step of undo.
    """

    answered = Signal(tuple, str)
    check_requested = Signal()

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._theme = words, theme
        self._shown = TaskShown("")
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_task(self, task: TaskShown) -> None:
        """Show ``task``. Emits nothing."""
        raise NotImplementedError

    def first_field(self) -> QWidget | None:
        """Return the part that should have the focus when the task begins."""
        return None

    def parts(self) -> Sequence[QWidget]:
        """Return what the student touches, in their order."""
        return ()

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self.show_task(self._shown)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self.show_task(self._shown)
