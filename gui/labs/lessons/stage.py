"""The place beside the text where the live lab is shown: that lab's own widget, while it is not needed at home."""

from __future__ import annotations

from PySide6.QtCore import QChildEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from core.stage import NOTHING_HIDDEN, Hidden
from core.text import Words
from gui.arranged_lab import ArrangedLab
from gui.icons import icon
from gui.theme import Theme


class CoverNotice(QFrame):
    """Says that what is asked for is covered in the lab below, and lets it be uncovered."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lessonCovered")
        self.setProperty("role", "feedback")
        self._sign, self._said = QLabel(self), QLabel(self)
        self._said.setWordWrap(True)
        self.button = QPushButton(self)
        self.button.setObjectName("lessonUncover")
        self._line = QHBoxLayout(self)
        self._line.addWidget(self._sign)
        self._line.addWidget(self._said, 1)
        self._line.addWidget(self.button)
        self.set_theme(theme)
        self.set_words(words)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._said.setText(words("cover.notice"))
        self.setAccessibleName(words("cover.notice"))
        self.button.setText(words("cover.button"))
        self.button.setAccessibleName(words("cover.button"))
        self.button.setToolTip(words("cover.button_tip"))
        self.button.setAccessibleDescription(words("cover.button_tip"))

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._sign.setPixmap(icon("predict", theme, "accent").pixmap(QSize(theme.em, theme.em)))
        self.button.setIcon(icon("reveal", theme))
        self.button.setIconSize(QSize(theme.em, theme.em))
        side = theme.px(12)
        self._line.setContentsMargins(side, theme.px(4), theme.px(6), theme.px(4))
        self._line.setSpacing(theme.px(8))


class _Place(QWidget):
    """Holds one lab at a time, or none. A lab that goes home is uncovered: there nobody asks for a prediction."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.stack = QStackedLayout(self)
        self.covered: ArrangedLab | None = None

    def childEvent(self, event: QChildEvent) -> None:
        super().childEvent(event)
        if event.removed() and self.covered is not None and event.child() is self.covered:
            lab, self.covered = self.covered, None
            lab.cover(NOTHING_HIDDEN)


class Stage(QWidget):
    """Shows a lab, and above it what of it is covered."""

    uncover_requested = Signal()

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lessonStage")
        # What the lab would like must not push the text aside.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.notice = CoverNotice(words, theme, self)
        self.notice.hide()
        self.notice.button.clicked.connect(lambda: self.uncover_requested.emit())
        self._above = QWidget(self)
        self._margins = QVBoxLayout(self._above)
        self._margins.addWidget(self.notice)
        self._above.hide()
        self._place = _Place(self)
        self._stack = self._place.stack
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._above)
        whole.addWidget(self._place, 1)
        self._empty = QWidget(self._place)
        self._stack.addWidget(self._empty)
        self.set_theme(theme)

    @property
    def lab(self) -> QWidget | None:
        """The lab on it, None while there is none or it has gone home."""
        shown = self._stack.currentWidget()
        return None if shown is self._empty else shown

    def show_lab(self, lab: QWidget | None, hidden: Hidden = NOTHING_HIDDEN) -> bool:
        """Show ``lab`` without what is ``hidden`` of it; return whether that is another one than before.

        What is hidden is gone with the next rendering of the lab.
        """
        self._cover(lab, hidden)
        wanted = lab or self._empty
        if self._stack.currentWidget() is wanted:
            return False
        if self._stack.indexOf(wanted) < 0:
            self._stack.addWidget(wanted)
        self._stack.setCurrentWidget(wanted)
        wanted.show()
        return True

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self.notice.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self.notice.set_theme(theme)
        gap = theme.px(6 if theme.name == "projector" else 8)
        self._margins.setContentsMargins(gap, gap, gap, 0)

    def _cover(self, lab: QWidget | None, hidden: Hidden) -> None:
        before = self._place.covered
        if before is not None and before is not lab:
            before.cover(NOTHING_HIDDEN)
        self._place.covered = lab if isinstance(lab, ArrangedLab) else None
        if isinstance(lab, ArrangedLab):
            lab.cover(hidden)
        is_covered = lab is not None and hidden.is_something
        if self._above.isHidden() == is_covered:
            had_focus = self.notice.button.hasFocus()
            self._above.setVisible(is_covered)
            self.notice.setVisible(is_covered)
            if had_focus and lab is not None:
                lab.setFocus(Qt.FocusReason.OtherFocusReason)
