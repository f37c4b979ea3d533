"""The glossary: terms to search in either language, and the chosen one explained in both, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.lessons.glossary import SCHEME, Term, found
from core.text import LANGUAGES, Lang, Words
from gui.theme import Theme
from gui.widgets.markdown_view import MarkdownView
from gui.widgets.page import Page

_KEY = Qt.ItemDataRole.UserRole
_BESIDE_FROM_EM = 58  # from this width on, the explanation stands beside the list


class GlossaryPage(QFrame):
    """Shows ``terms``.

    Signals: ``term_chosen``: the key of the term in view has changed by a person. ``back_requested``: leave the page.
    """

    term_chosen = Signal(str)
    back_requested = Signal()

    def __init__(self, words: Words, theme: Theme, terms: Sequence[Term], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("glossaryPage")
        self.setProperty("role", "card")
        self._words, self._theme, self._terms = words, theme, tuple(terms)
        self._by_key = {term.key: term for term in terms}
        self._key = terms[0].key if terms else ""
        self._make_parts()
        self._lay_out()
        self.set_theme(theme)
        self.set_words(words)

    def _make_parts(self) -> None:
        self.title, self.aside, self.nothing = QLabel(self), QLabel(self), QLabel(self)
        self.title.setProperty("role", "step_title")
        self.aside.setProperty("role", "muted")
        self.nothing.setProperty("role", "hint")
        self.nothing.setTextFormat(Qt.TextFormat.PlainText)
        self.nothing.setWordWrap(True)
        self.back = QPushButton(self)
        self.back.setObjectName("glossaryBack")
        self.back.clicked.connect(lambda: self.back_requested.emit())
        self.search = QLineEdit(self)
        self.search.setObjectName("glossarySearch")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.list = QTreeWidget(self)
        self.list.setObjectName("glossaryList")
        self.list.setColumnCount(2)
        self.list.setRootIsDecorated(False)
        self.list.setAllColumnsShowFocus(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.header().setSectionsMovable(False)
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.list.currentItemChanged.connect(self._chosen)
        self.names: dict[Lang, QLabel] = {lang: QLabel(self) for lang in LANGUAGES}
        self.also: dict[Lang, QLabel] = {lang: QLabel(self) for lang in LANGUAGES}
        self.texts: dict[Lang, MarkdownView] = {
            lang: MarkdownView(self._theme, f"glossaryText_{lang}", self) for lang in LANGUAGES
        }
        for lang in LANGUAGES:
            self.names[lang].setProperty("role", "step_title")
            self.also[lang].setProperty("role", "muted")
            for label in (self.names[lang], self.also[lang]):
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setWordWrap(True)
            self.texts[lang].link_asked.connect(self._follow)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addWidget(self.aside, 1)
        head.addWidget(self.back)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        explained = QWidget(self)
        self._languages = QVBoxLayout(explained)
        for lang in LANGUAGES:
            for part in (self.names[lang], self.also[lang], self.texts[lang]):
                self._languages.addWidget(part)
        self._languages.addStretch(1)
        self.page = Page(explained)
        self.page.setObjectName("glossaryScroll")
        left = QVBoxLayout()
        for part in (self.search, self.nothing):
            left.addWidget(part)
        left.addWidget(self.list, 1)
        self._beside.addLayout(left, 1)
        self._beside.addWidget(self.page, 1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addLayout(self._beside, 1)

    # --- state down

    def show_term(self, key: str) -> None:
        """Show a term; one that is not there leaves the one in view. Emits nothing."""
        if key not in self._by_key:
            return
        self._key = key
        if self._item(key) is None:
            self.search.clear()
        self._choose(key)
        self._explain()

    @property
    def term(self) -> str:
        """The key of the term in view."""
        return self._key

    def _fill(self) -> None:
        shown = found(self._terms, self.search.text())
        self.list.blockSignals(True)
        self.list.clear()
        for term in shown:
            item = QTreeWidgetItem([term.ko, term.en])
            item.setData(0, _KEY, term.key)
            item.setSizeHint(0, QSize(1, self._theme.px(self._theme.tokens.target)))
            for column, text in enumerate((term.ko, term.en)):
                item.setToolTip(column, text)
            self.list.addTopLevelItem(item)
        self.list.blockSignals(False)
        self.nothing.setText("" if shown else self._words("glossary.nothing", text=self.search.text().strip()))
        self.nothing.setVisible(not shown)
        self.aside.setText(self._words("glossary.count", count=len(shown)))
        if self._item(self._key) is not None:
            self._choose(self._key)
        elif shown:
            self.list.setCurrentItem(self.list.topLevelItem(0))

    def _item(self, key: str) -> QTreeWidgetItem | None:
        items = (self.list.topLevelItem(row) for row in range(self.list.topLevelItemCount()))
        return next((item for item in items if item.data(0, _KEY) == key), None)

    def _choose(self, key: str) -> None:
        item = self._item(key)
        if item is not None:
            self.list.blockSignals(True)
            self.list.setCurrentItem(item)
            self.list.scrollToItem(item)
            self.list.blockSignals(False)

    def _explain(self) -> None:
        term = self._by_key.get(self._key)
        for lang in LANGUAGES:
            others = ", ".join(term.names(lang)[1:]) if term else ""
            self.names[lang].setText(term.name(lang) if term else "")
            self.also[lang].setText(self._words("glossary.also", names=others) if others else "")
            self.also[lang].setVisible(bool(others))
            self.texts[lang].show_markdown(term.text(lang) if term else "")

    # --- requests up

    def _chosen(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        if item is not None and item.data(0, _KEY) != self._key:
            self._key = item.data(0, _KEY)
            self._explain()
            self.page.verticalScrollBar().setValue(0)
            self.term_chosen.emit(self._key)

    def _follow(self, link: str) -> None:
        key = link.removeprefix(SCHEME)
        if key in self._by_key and key != self._key:
            self.show_term(key)
            self.term_chosen.emit(key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Have the arrow keys move in the list while the search keeps the keyboard."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            row = self.list.indexOfTopLevelItem(self.list.currentItem()) if self.list.currentItem() else -1
            if step is not None and 0 <= row + step < self.list.topLevelItemCount():
                self.list.setCurrentItem(self.list.topLevelItem(row + step))
                return True
        return super().eventFilter(watched, event)

    # --- words and looks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        wide = self.width() >= _BESIDE_FROM_EM * self._theme.em
        self._beside.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self.title.setText(words("glossary.title"))
        self.back.setText(words("glossary.back"))
        self.back.setAccessibleName(words("glossary.back"))
        self.search.setPlaceholderText(words("glossary.search"))
        self.search.setAccessibleName(words("glossary.search"))
        self.search.setToolTip(words("glossary.search_tip"))
        self.list.setHeaderLabels([words("glossary.korean"), words("glossary.english")])
        self.list.setAccessibleName(words("glossary.list"))
        self._fill()
        self._explain()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        side = theme.px(20)
        self._column.setContentsMargins(side, theme.px(14), side, theme.px(14))
        self._column.setSpacing(theme.px(10))
        self._beside.setSpacing(theme.px(20))
        self._languages.setSpacing(theme.px(8))
        for view in self.texts.values():
            view.set_theme(theme)
        self._fill()
        self._turn()
