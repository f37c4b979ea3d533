"""The window: navigation and a stack of labs, nothing else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.text import UserError, Words
from gui.accessibility import install_spoken_values
from gui.actions import Actions
from gui.crash import LOG
from gui.dialogs.opening import open_over_window
from gui.lab_actions import LabActions
from gui.lab_table import FIRST_LAB
from gui.main_menu import MainMenu
from gui.reading_order import move_focus
from gui.theme import Theme
from gui.widgets.navigation import COLUMN_FROM_EM, CommandBar, LabColumn
from gui.widgets.notice_bar import NoticeBar


class MainWindow(QMainWindow):
    """Shell around the labs. It knows their keys and widgets, not what they show."""

    lab_requested = Signal(str)
    theme_requested = Signal(str)
    closed = Signal()
    open_requested = Signal(object)

    def __init__(self, words: Words, theme: Theme, lab_keys: tuple[str, ...], handlers: dict[str, Callable[[], None]]):
        super().__init__()
        install_spoken_values()
        self._words, self._theme = words, theme
        self._handlers = handlers
        self._lab = FIRST_LAB
        self._not_loaded: UserError | None = None
        self.actions_by_id = Actions(self, {**handlers, "data_table": self.show_data_tables})
        self._theme_menu = QMenu(self)
        self.column = LabColumn(lab_keys, self.actions_by_id["preferences"], self)
        self.column.lab_requested.connect(self.lab_requested)
        self.lab_actions = LabActions(self, lab_keys, self.lab_requested.emit)
        self.menu = MainMenu(self.actions_by_id, self.lab_actions, self.open_requested.emit, self)
        self.bar = CommandBar(self.actions_by_id, self.menu, self._theme_menu, self.lab_actions.menu, self)
        self._stack = QStackedWidget(self)
        self._stack.setObjectName("labs")
        # What a lab would like must not squeeze the command bar on a low screen.
        self._stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._loading = QLabel(self)
        self._loading.setProperty("role", "loading")
        self._loading.setWordWrap(True)
        self._stack.addWidget(self._loading)
        self.notices = NoticeBar(words, theme, self)
        self._lay_out()
        # A small or low screen gets a smaller window, whatever the cards would like: at two pixels for one 1024×600 are
        # 512×300, a taskbar among them.
        self.setMinimumSize(480, 250)
        self.may_close: Callable[[], bool] = lambda: True
        self._failed_to_close = False
        self.set_theme(theme)
        self.set_words(words)

    def _lay_out(self) -> None:
        page = self._page = QVBoxLayout()
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.bar)
        page.addWidget(self.notices)
        page.addWidget(self._stack, 1)
        whole = QWidget(self)
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.column)
        row.addLayout(page, 1)
        self.setCentralWidget(whole)

    def show_lab(self, key: str, widget: QWidget) -> None:
        """Bring a lab's widget to the front."""
        if self._stack.indexOf(widget) < 0:
            self._stack.addWidget(widget)
        old = self._stack.currentWidget()
        if old is not widget and old.isAncestorOf(QApplication.focusWidget() or self):
            # A hidden part would pass its focus on, as Tab does, to some part of the next lab, which then acts on it.
            self.setFocus()
        self._stack.setCurrentWidget(widget)
        self._lab = key
        self.column.show_lab(key)
        self.lab_actions.show_lab(key)
        self.bar.show_lab(key, self._words)

    def add_strip(self, strip: QWidget) -> None:
        """Put a strip between the commands and the lab."""
        self._page.insertWidget(1, strip)

    def notify(self, said: Callable[[Words], str], is_error: bool = False) -> None:
        """Say something in a line above the lab; good news goes by itself, an error stays until it is closed."""
        self.notices.tell(said, is_error)

    def notify_error(self, error: UserError) -> None:
        """Say what went wrong; it stays until it is closed."""
        LOG.info("told: %s", error.id)
        self.notify(lambda words: error.said_in(words.lang), is_error=True)

    def show_not_loaded(self, error: UserError) -> None:
        """Say, where the labs would be, that there will be none."""
        self._not_loaded = error
        self._loading.setText(error.said_in(self._words.lang))

    def show_data_tables(self) -> None:
        """Show the numbers behind the plots of the lab in view, or of the lab that it has in view."""
        from gui.dialogs.data_tables import DataTablesDialog

        lab = self._stack.currentWidget()
        sources = [lab, *(part for part in _below(lab) if part.isVisible())]
        found = (part.tables_in_view() for part in sources if hasattr(part, "tables_in_view"))
        tables = next((tables for tables in found if tables), ())
        if not tables:
            self.notify(lambda words: words("data_table.none"))
            return
        dialog = DataTablesDialog(self._words, tables, self)
        open_over_window(dialog)

    def set_words(self, words: Words) -> None:
        """Switch the language of the shell."""
        self._words = words
        self.actions_by_id.set_words(words)
        self.column.set_words(words)
        self.lab_actions.set_words(words)
        self.bar.set_words(words)
        self.bar.show_lab(self._lab, words)
        self._loading.setText(self._not_loaded.said_in(words.lang) if self._not_loaded else words("window.loading"))
        self.notices.set_words(words)
        self._fill_menus()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme of the shell."""
        self._theme = theme
        self.actions_by_id.set_theme(theme)
        self.column.set_theme(theme)
        self.lab_actions.set_theme(theme)
        self.notices.set_theme(theme)
        self._fit_to_width()

    def _fill_menus(self) -> None:
        self.menu.set_words(self._words)
        self._theme_menu.clear()
        for name in ("light", "dark", "projector", "system"):
            action = self._theme_menu.addAction(self._words(f"preferences.theme_{name}"))
            action.setObjectName(f"theme_{name}")
            action.triggered.connect(lambda _checked=False, name=name: self.theme_requested.emit(name))

    def _fit_to_width(self) -> None:
        self.bar.set_theme(self._theme, self.width())
        has_column = self.width() >= COLUMN_FROM_EM * self._theme.em
        self.column.setVisible(has_column)
        self.bar.show_labs_button(not has_column)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_to_width()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Follow the page as it is read; from a part that is going away, Qt knows where to."""
        return move_focus(self, next) or super().focusNextPrevChild(next)

    def closeEvent(self, event: QCloseEvent) -> None:
        try:
            may_close = self.may_close()
        except Exception as error:
            # Not raised: while an error waits to be told, PySide loses references to what is called as the window
            # hides, and the program dies of it. The report is to be read, but nobody may be held here for good.
            sys.excepthook(type(error), error, error.__traceback__)
            may_close, self._failed_to_close = self._failed_to_close, True
        event.setAccepted(may_close)
        if may_close:
            self.closed.emit()


def _below(widget: QWidget | None) -> Iterator[QWidget]:
    """Yield every part of ``widget``. PySide keeps what ``findChildren`` has found after Qt has deleted it."""
    for part in widget.children() if widget is not None else ():
        if isinstance(part, QWidget):
            yield part
            yield from _below(part)
