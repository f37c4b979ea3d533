"""A live label that never shrinks, so that what lies below stands still while a number is dragged."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject

from gui.widgets.live_label import LiveLabel

_KEPT_WIDTHS = 50


class SteadyLabel(LiveLabel):
    """Keeps, at each width, the height of the highest text it has shown; ``forget`` starts anew."""

    def __init__(self, role: str = "", mono: bool = False) -> None:
        self._highest: dict[int, int] = {}
        self._subject: object = None
        super().__init__(role, mono=mono)

    def heightForWidth(self, width: int) -> int:
        if len(self._highest) > _KEPT_WIDTHS:
            self._highest.clear()
        height = max(super().heightForWidth(width), self._highest.get(width, 0))
        self._highest[width] = height
        return height

    def tell_about(self, subject: object, text: str) -> None:
        """Say ``text``. With another subject than last time the height starts anew."""
        if subject != self._subject:
            self._subject = subject
            self._highest.clear()
        self.tell(text)

    def forget(self) -> None:
        """Shrink to the text there is."""
        self._highest.clear()
        self._keep_height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._highest.clear()
        return super().eventFilter(watched, event)
