"""The line above the lab that tells what happened: several things wait behind each other, and none is lost unseen."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from core.text import Words
from gui.icons import icon
from gui.theme import Theme

NOTICE_SECONDS = 8
# Behind an error that nobody closes, "saved" is no news any more.
NEWS_LASTS_SECONDS = 60.0
# More than anybody reads; the log has every error.
MOST = 20
Said = Callable[[Words], str]


@dataclass(frozen=True, slots=True, eq=False)
class _Notice:
    said: Said
    is_error: bool
    told: float

    @property
    def lasts(self) -> bool:
        """Whether it is still worth reading."""
        return self.is_error or time.monotonic() - self.told < NEWS_LASTS_SECONDS


class NoticeBar(QWidget):
    """The newest notice stands first. Good news goes by itself once it was in view, an error when it is closed.

    Of several, "1/3" tells how many there are and leads to the next. What is told once more moves to the front.
    """

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words = words
        self._notices: list[_Notice] = []
        self._at = 0
        self._sign = QLabel(self)
        self._text = QLabel(self)
        self._text.setObjectName("noticeText")
        self._text.setWordWrap(True)
        # A file may be called <b>.
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        # Words never push the window wider.
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.next_button, self.close_button = QToolButton(self), QToolButton(self)
        self.next_button.setObjectName("noticeNext")
        self.next_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        # The arrow stands behind the count.
        self.next_button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.next_button.clicked.connect(self._show_next)
        self.close_button.setObjectName("noticeClose")
        self.close_button.clicked.connect(self.close_shown)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._news_was_read)
        line = QHBoxLayout(self)
        line.addWidget(self._sign)
        line.addWidget(self._text, 1)
        line.addWidget(self.next_button)
        line.addWidget(self.close_button)
        self.set_theme(theme)
        self.set_words(words)
        self.hide()

    def tell(self, said: Said, is_error: bool = False) -> None:
        """Say something; ``said`` is asked again when another language is chosen."""
        text = said(self._words)
        self._notices = [notice for notice in self._notices if notice.said(self._words) != text]
        self._notices.insert(0, _Notice(said, is_error, time.monotonic()))
        while len(self._notices) > MOST:
            self._notices.remove(next((n for n in reversed(self._notices) if not n.is_error), self._notices[-1]))
        self._at = 0
        self._show()
        self._announce(text, is_error)

    def texts(self, words: Words) -> list[str]:
        """Return all there is to read, the one in view first."""
        return [notice.said(words) for notice in self._notices[self._at :] + self._notices[: self._at]]

    def close_shown(self) -> None:
        """Close the notice in view; the next one follows."""
        before, after = self._notices[: self._at], self._notices[self._at + 1 :]
        before, after = [n for n in before if n.lasts], [n for n in after if n.lasts]
        self._notices, self._at = before + after, len(before)
        self._show()

    def close_all(self) -> None:
        """Close every notice."""
        self._notices.clear()
        self._show()

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self.close_button.setAccessibleName(words("window.close_notice"))
        self.close_button.setToolTip(words("window.close_notice"))
        self._say()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        size = round(1.2 * theme.em)
        for button, name in ((self.close_button, "close"), (self.next_button, "chevron_right")):
            button.setIcon(icon(name, theme))
            button.setIconSize(QSize(size, size))
        self._sign.setPixmap(icon("warning", theme, "error").pixmap(size, size))

    def _show_next(self) -> None:
        self._at += 1
        self._show()
        if self._notices:
            self._announce(self._text.text(), self._notices[self._at].is_error)

    def _show(self) -> None:
        if not self._notices:
            self._go_away()
            return
        self._at %= len(self._notices)
        is_error = self._notices[self._at].is_error
        self.setProperty("role", "error" if is_error else "")
        for part in (self, self._text):
            part.style().unpolish(part)
            part.style().polish(part)
        self._sign.setVisible(is_error)
        self._say()
        self.show()
        if is_error:
            self._timer.stop()
        else:
            self._timer.start(NOTICE_SECONDS * 1000)

    def _say(self) -> None:
        if not self._notices:
            return
        self._text.setText(self._notices[self._at].said(self._words))
        count = len(self._notices)
        self.next_button.setText(f"{self._at + 1}/{count}")
        said = self._words("window.next_notice", number=self._at + 1, count=count)
        self.next_button.setAccessibleName(said)
        self.next_button.setToolTip(said)
        if self.next_button.hasFocus() and count < 2:
            self.close_button.setFocus()
        self.next_button.setVisible(count > 1)

    def _go_away(self) -> None:
        self._timer.stop()
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            # Qt would pass the keyboard on to some part of the lab, which then acts on it.
            self.window().setFocus()
        self.hide()

    def _news_was_read(self) -> None:
        focus = QApplication.focusWidget()
        if self.underMouse() or (focus is not None and self.isAncestorOf(focus)):
            # Somebody is reading it, or is on the way to its buttons.
            self._timer.start(NOTICE_SECONDS * 1000)
        else:
            self.close_shown()

    def _announce(self, text: str, is_error: bool) -> None:
        """Let a screen reader say it wherever the keyboard is; an error at once, good news when it is silent."""
        event = QAccessibleAnnouncementEvent(self, text)
        politeness = QAccessible.AnnouncementPoliteness
        event.setPoliteness(politeness.Assertive if is_error else politeness.Polite)
        QAccessible.updateAccessibility(event)
