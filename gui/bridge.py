"""Store → Qt: many commits, one render per turn of the event loop, and only for the lab in view."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from core.store import Store
from gui.lab_table import Lab


class Bridge(QObject):
    """Asks the visible lab to compute and render when the state has changed; ``rendered`` carries the result on."""

    rendered = Signal(object)

    # Queued, it arrives before the window's own update request: what was moved and what follows is painted at once.
    _turn_ends = Signal()

    def __init__(self, store: Store, changed: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._changed = changed
        self._lab: Lab | None = None
        self._is_due = False
        self._turn_ends.connect(self._render_if_due, Qt.ConnectionType.QueuedConnection)
        store.subscribe(self.schedule)

    def show_lab(self, lab: Lab) -> None:
        """Render ``lab`` from now on."""
        self._lab = lab
        self.schedule()

    def schedule(self) -> None:
        """Render at the end of this turn of the event loop."""
        if not self._is_due:
            self._is_due = True
            self._turn_ends.emit()

    def render_now(self) -> None:
        """Compute and render the visible lab at once."""
        self._is_due = False
        if self._lab is not None:
            result = self._lab.compute(self._store.state)
            self._lab.render(result)
            self.rendered.emit(result)
        self._changed()

    def _render_if_due(self) -> None:
        if self._is_due:
            self.render_now()
