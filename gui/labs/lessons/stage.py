"""The place beside the text where the live lab is shown: that lab's own widget, while it is not needed at home."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QWidget


class Stage(QWidget):
    """Holds one lab at a time, or none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lessonStage")
        # What the lab would like must not push the text aside.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._stack = QStackedLayout(self)
        self._empty = QWidget(self)
        self._stack.addWidget(self._empty)

    @property
    def lab(self) -> QWidget | None:
        """The lab on it, None while there is none or it has gone home."""
        shown = self._stack.currentWidget()
        return None if shown is self._empty else shown

    def show_lab(self, lab: QWidget | None) -> bool:
        """Show ``lab``; return whether that is another one than before."""
        wanted = lab or self._empty
        if self._stack.currentWidget() is wanted:
            return False
        if self._stack.indexOf(wanted) < 0:
            self._stack.addWidget(wanted)
        self._stack.setCurrentWidget(wanted)
        wanted.show()
        return True
