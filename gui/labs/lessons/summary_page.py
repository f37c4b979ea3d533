"""What a learner has done, lesson by lesson and step by step."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.lessons.results import LessonSummary, StepSummary, Summary, best_of, task_name
from core.text import Words
from gui.theme import Theme
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.page import Page

COLUMNS = ("title", "done", "tries", "hints", "shown", "quiz")
_LEFT_OUT_ON_PROJECTOR = ("hints", "shown")
_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_PLACE = Qt.ItemDataRole.UserRole
_BUTTONS = ("export_csv", "export_quizzes", "export_pdf", "export_class", "reset_lesson", "reset_all")


class SummaryPage(QFrame):
    """A table of lessons, each opened to its steps, and what can be done with the record.

    Signals: ``results_requested``, ``quizzes_requested``, ``pdf_requested``: save it; ``class_requested``: save that of
    every learner here. ``reset_requested``: clear the record of a lesson's key, "" of everything; already confirmed.
    ``step_requested``: go to (lesson, step).
    """

    results_requested = Signal()
    quizzes_requested = Signal()
    pdf_requested = Signal()
    class_requested = Signal()
    reset_requested = Signal(str)
    step_requested = Signal(str, str)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("summaryPage")
        self.setProperty("role", "card")
        self._words, self._theme = words, theme
        self._summary = Summary("", (), ())
        self._to_clear: str | None = None
        self._make_parts()
        self._lay_out()
        self.set_theme(theme)
        self.set_words(words)

    def _make_parts(self) -> None:
        self.title, self.totals, self.guest = QLabel(self), QLabel(self), QLabel(self)
        self.title.setProperty("role", "step_title")
        self.guest.setProperty("role", "hint")
        for label in (self.title, self.totals, self.guest):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.table = QTreeWidget(self)
        self.table.setObjectName("summaryTable")
        self.table.setColumnCount(len(COLUMNS))
        self.table.setAllColumnsShowFocus(True)
        self.table.setExpandsOnDoubleClick(False)
        header = self.table.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.itemActivated.connect(self._go)
        self.table.currentItemChanged.connect(lambda _new, _old: self._show_buttons())
        self.buttons = {name: QPushButton(self) for name in _BUTTONS}
        for name, button in self.buttons.items():
            button.setObjectName(f"summary_{name}")
        self.buttons["export_csv"].clicked.connect(lambda: self.results_requested.emit())
        self.buttons["export_quizzes"].clicked.connect(lambda: self.quizzes_requested.emit())
        self.buttons["export_pdf"].clicked.connect(lambda: self.pdf_requested.emit())
        self.buttons["export_class"].clicked.connect(lambda: self.class_requested.emit())
        self.buttons["reset_lesson"].clicked.connect(lambda: self._ask(self._lesson_key()))
        self.buttons["reset_all"].clicked.connect(lambda: self._ask(""))
        self._make_question()

    def _make_question(self) -> None:
        """Make what asks before anything is cleared, on the page itself."""
        self.question = QFrame(self)
        self.question.setObjectName("summaryQuestion")
        self.question.setProperty("role", "feedback")
        self.question.setProperty("state", "wrong")
        self._asked = QLabel(self.question)
        self._asked.setWordWrap(True)
        self._asked.setTextFormat(Qt.TextFormat.PlainText)
        self.clear, self.keep = QPushButton(self.question), QPushButton(self.question)
        self.clear.setObjectName("summaryClear")
        self.keep.setObjectName("summaryKeep")
        self.clear.clicked.connect(self._clear)
        self.keep.clicked.connect(lambda: self._ask(None))
        row = QHBoxLayout(self.question)
        row.addWidget(self._asked, 1)
        row.addWidget(self.clear)
        row.addWidget(self.keep)
        self.question.hide()

    def _lay_out(self) -> None:
        inner = QWidget(self)
        bar = QWidget(inner)
        self._flow = FlowLayout(bar)
        for button in self.buttons.values():
            self._flow.addWidget(button)
        self._column = QVBoxLayout(inner)
        for part in (self.title, self.totals, self.guest, bar, self.question):
            self._column.addWidget(part)
        self._column.addWidget(self.table, 1)
        # Scrolled as a whole only where the table would be left no room.
        self._whole = QVBoxLayout(self)
        self._whole.addWidget(Page(inner))

    # --- state down

    def show_summary(self, summary: Summary) -> None:
        """Show what was done; lessons that are open stay open, the chosen line stays chosen."""
        words = self._words
        self._summary = summary
        name = summary.name
        self.title.setText(words("progress.title", name=name) if name else words("progress.title_guest"))
        self.totals.setText(
            words(
                "progress.totals",
                **{"steps": summary.steps, "done": summary.done, "tasks": summary.tasks},
                **{"right": summary.right, "unaided": summary.unaided},
            )
        )
        self.guest.setText("" if name else words("progress.guest_hint"))
        self.guest.setVisible(not name)
        self._fill_table()
        self._show_buttons()

    def _fill_table(self) -> None:
        table = self.table
        opened = {item.data(0, _PLACE)[0] for item in self._lessons() if item.isExpanded()}
        current = table.currentItem().data(0, _PLACE) if table.currentItem() else None
        table.clear()
        for lesson in self._summary.lessons:
            item = QTreeWidgetItem(self._lesson_cells(lesson))
            item.setData(0, _PLACE, (lesson.key, ""))
            font = self._theme.font(bold=True)
            for column in range(len(COLUMNS)):
                item.setFont(column, font)
            item.addChildren([self._step_item(lesson.key, step) for step in lesson.steps])
            table.addTopLevelItem(item)
            item.setExpanded(lesson.key in opened)
        if self._summary.quizzes:
            best = best_of(self._summary.quizzes)
            assert best is not None
            last = QTreeWidgetItem(
                [self._words("progress.mixed_quiz"), "", "", "", "", self._part(best.right, best.of)]
            )
            last.setData(0, _PLACE, ("", ""))
            table.addTopLevelItem(last)
        for item in self._every_item():
            item.setSizeHint(0, QSize(1, self._theme.px(self._theme.tokens.target)))
            for column in range(1, len(COLUMNS)):
                item.setTextAlignment(column, _NUMBER)
            if current is not None and item.data(0, _PLACE) == current:
                table.setCurrentItem(item)

    def _lesson_cells(self, lesson: LessonSummary) -> list[str]:
        best = lesson.best_quiz
        return [
            lesson.title,
            self._part(lesson.done, len(lesson.steps)),
            *(str(number) if number else "" for number in (lesson.tries, lesson.hints, lesson.shown)),
            self._part(best.right, best.of) if best else "",
        ]

    def _step_item(self, lesson: str, step: StepSummary) -> QTreeWidgetItem:
        words, work = self._words, step.work
        if step.kind:
            state = "right" if work.right else "under_way" if work.tries or work.shown else "to_do"
        else:
            state = "read" if work.seen else "to_do"
        mark = {"right": "✔ ", "read": "✔ "}.get(state, "")
        line = words("progress.step_line", number=step.number, title=step.title, kind=task_name(step.kind, words))
        cells = [
            line,
            mark + words(f"progress.state_{state}"),
            *(str(number) if number else "" for number in (work.tries, work.hints)),
            words("progress.yes") if work.shown else "",
            "",
        ]
        item = QTreeWidgetItem(cells)
        item.setData(0, _PLACE, (lesson, step.id))
        item.setToolTip(0, "\n".join(filter(None, (line, step.answer))))
        return item

    def _part(self, part: int, whole: int) -> str:
        return self._words("progress.part_of", part=part, whole=whole)

    def _lessons(self) -> list[QTreeWidgetItem]:
        return [self.table.topLevelItem(row) for row in range(self.table.topLevelItemCount())]

    def _every_item(self) -> list[QTreeWidgetItem]:
        lessons = self._lessons()
        return lessons + [item.child(row) for item in lessons for row in range(item.childCount())]

    # --- requests up

    def _go(self, item: QTreeWidgetItem) -> None:
        lesson, step = item.data(0, _PLACE)
        if step:
            self.step_requested.emit(lesson, step)
        else:
            item.setExpanded(not item.isExpanded())

    def _lesson_key(self) -> str | None:
        item = self.table.currentItem()
        return (item.data(0, _PLACE)[0] or None) if item else None

    def _show_buttons(self) -> None:
        self.buttons["reset_lesson"].setEnabled(self._lesson_key() is not None)

    def _ask(self, lesson: str | None) -> None:
        """Ask before the record of ``lesson`` is cleared ("" everything); None asks nothing any more."""
        self._to_clear = lesson
        self.question.setVisible(lesson is not None)
        if lesson is None:
            self.table.setFocus()
            return
        title = next((one.title for one in self._summary.lessons if one.key == lesson), "")
        words = self._words
        self._asked.setText(words("progress.confirm_lesson", lesson=title) if lesson else words("progress.confirm_all"))
        self.keep.setFocus()

    def _clear(self) -> None:
        lesson = self._to_clear
        self._ask(None)
        if lesson is not None:
            self.reset_requested.emit(lesson)

    # --- words and looks

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self.table.setHeaderLabels([words(f"progress.head_{name}") for name in COLUMNS])
        for column in range(1, len(COLUMNS)):
            self.table.headerItem().setTextAlignment(column, _NUMBER)
        self.table.setAccessibleName(words("progress.table"))
        self.table.setToolTip(words("progress.table_hint"))
        for name, button in self.buttons.items():
            button.setText(words(f"progress.{name}"))
            button.setAccessibleName(words(f"progress.{name}"))
            button.setToolTip(words(f"progress.{name}_tip"))
        self.clear.setText(words("progress.clear"))
        self.keep.setText(words("progress.keep"))
        self.show_summary(self._summary)
        if self._to_clear is not None:
            self._ask(self._to_clear)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        side = theme.px(20)
        self._whole.setContentsMargins(side, theme.px(14), theme.px(10), theme.px(14))
        self._column.setContentsMargins(0, 0, theme.px(10), 0)
        self.table.setMinimumHeight(10 * theme.em)
        self._column.setSpacing(theme.px(10))
        self._flow.setSpacing(theme.px(8))
        self.table.setIndentation(theme.px(18))
        self.table.header().setMinimumSectionSize(2 * theme.em)
        for column, name in enumerate(COLUMNS):
            self.table.setColumnHidden(column, theme.name == "projector" and name in _LEFT_OUT_ON_PROJECTOR)
        self._fill_table()
