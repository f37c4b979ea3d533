"""What labs do alike: lay their cards out anew for another size, pass on words and theme, show details later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QTabWidget, QVBoxLayout, QWidget

from core.data_table import DataTable
from core.stage import NOTHING_HIDDEN, Hidden
from core.state import AppState
from core.text import Words
from gui.afterwards import Afterwards
from gui.exportables import Exportable
from gui.lab_slice import LabSlice
from gui.theme import Theme
from gui.widgets.card import Card


class SpeakingPart(Protocol):
    """A part that says words in a language and paints in a theme."""

    def set_words(self, words: Words) -> None:
        """Switch the language."""

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""


class ArrangedLab(QWidget):
    """A lab whose cards lie in a frame made for its size.

    The lab itself makes its parts and overrides the methods that raise NotImplementedError; its ``render`` begins with
    ``_arrange_if_needed`` and ends with ``self._afterwards.ask()``; its part of the state is ``_slice``. ``reported``:
    what ``report`` returns is news.
    """

    reported = Signal()
    _slice: LabSlice[Any]

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._theme = words, theme
        self._result: Any = None
        self.hidden = NOTHING_HIDDEN
        self._afterwards = Afterwards(self._render_details, self)
        self._tabs: QTabWidget | None = None
        self._arranged_for: tuple[object, ...] | None = None
        self._frame = QWidget(self)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.addWidget(self._frame)
        self._rearrange = QTimer(self)
        self._rearrange.setSingleShot(True)
        self._rearrange.timeout.connect(self._arrange_if_needed)

    @property
    def is_complete(self) -> bool:
        """Whether everything on screen shows the state, the details too."""
        return not self._afterwards.is_due

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        for part in self._speaking():
            part.set_words(words)
        self._show_anew()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        for part in self._speaking():
            part.set_theme(theme)
        self._show_anew()

    def cover(self, hidden: Hidden) -> None:
        """Show nothing of what is ``hidden`` from the next rendering on."""
        if hidden != self.hidden:
            self.hidden = hidden
            for card, is_covered in self._answers():
                card.cover(is_covered, self._words)

    def exportables(self) -> tuple[Exportable, ...]:
        """Return what can be saved beside the picture of the whole lab; a lab with more to give overrides it."""
        return ()

    def compute(self, state: AppState) -> Any:
        """Return the lab's result for ``state``."""
        raise NotImplementedError

    def report(self, state: AppState) -> object:
        """Return what there is to tell of ``state`` that is no part of it, such as a race that was run; else None."""
        return None

    def render(self, result: Any) -> None:
        """Paint a result."""
        raise NotImplementedError

    def _speaking(self) -> Sequence[SpeakingPart]:
        """Return every part that words and theme are passed on to."""
        raise NotImplementedError

    def _shape(self) -> tuple[object, ...]:
        """Return what the arrangement depends on, from coarse sizes: another shape is laid out anew."""
        raise NotImplementedError

    def _arranged(self) -> tuple[QWidget, QTabWidget | None]:
        """Return a new frame with the cards in it, and its tabs if it has any."""
        raise NotImplementedError

    def _show_plots_again(self) -> None:
        """Show what has got another place, after an arrangement."""
        raise NotImplementedError

    def _render_details(self) -> None:
        """Show what is read when the hand rests."""
        raise NotImplementedError

    def _answers(self) -> Sequence[tuple[Card, bool]]:
        """Return every card that shows what may have to be predicted, and whether it is covered now."""
        return ()

    def tables_in_view(self) -> tuple[DataTable, ...]:
        """Return the numbers behind the plots in view; none while some of them are to be predicted."""
        return () if self.hidden.is_something else self.data_tables()

    def data_tables(self) -> tuple[DataTable, ...]:
        """Return the numbers behind the plots in view; none for a lab that has no plots of its own."""
        return ()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the numbers behind the plots; also by the key for menus."""
        command = self.window().findChild(QAction, "data_tableAction")
        if command is not None and command.isEnabled():
            menu = QMenu(self)
            menu.setObjectName("plotMenu")
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addAction(command)
            menu.popup(event.globalPos())
            event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Not within the resize: cards are moved between layouts, and Qt is in the middle of walking them.
        self._rearrange.start()

    def _arrange_if_needed(self) -> None:
        wanted = self._shape()
        if wanted == self._arranged_for:
            return
        self._arranged_for = wanted
        page = self._tabs.currentIndex() if self._tabs else -1
        frame, self._tabs = self._arranged()
        self._whole.replaceWidget(self._frame, frame)
        self._frame.deleteLater()
        self._frame = frame
        if self._tabs and 0 <= page < self._tabs.count():
            self._tabs.setCurrentIndex(page)
        if self._result is not None:
            self._show_plots_again()

    def _show_anew(self) -> None:
        self._arranged_for = None
        if self._result is not None:
            # Not what was painted last: the state may have gone on while the lab was out of view, or a moment ago.
            self.render(self.compute(self._slice.app))
