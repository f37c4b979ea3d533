"""What a learner has done, lesson by lesson and step by step."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
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

from core.lessons.results import LessonSummary, StepSummary, Summary, best_of, task_name
from core.text import UserError, Words
from gui.labs.lessons.page_head import PageHead
from gui.theme import Theme
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.message_line import MessageLine
from gui.widgets.page import Page

COLUMNS = ("title", "done", "tries", "hints", "shown", "quiz")
_LEFT_OUT_ON_PROJECTOR = ("hints", "shown")
_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_PLACE = Qt.ItemDataRole.UserRole
BUTTONS = ("export", "export_quizzes", "export_all", "print", "reset_lesson", "reset", "delete")
_IN_LESSONS = ("export", "export_all", "print", "reset", "delete")
# What cannot be undone, with the question.
_ASKED_FIRST = {
    "reset_lesson": "progress.confirm_lesson",
    "reset": "progress.confirm_all",
    "delete": "progress.confirm_delete",
}


class SummaryPage(QFrame):
    """Who is learning, a table of lessons, each opened to its steps, and what can be done with the record.

    Signals: ``learner_requested`` (a name, "" a guest), ``name_entered``, ``rename_entered``: who it is. ``asked``: to
    save it, by the button's key. ``reset_requested``: clear a lesson's record, "" all of it, and ``delete_requested``:
    both already confirmed. ``step_requested``: go to (lesson, step).
    """

    learner_requested = Signal(str)
    name_entered = Signal(str)
    rename_entered = Signal(str)
    asked = Signal(str)
    reset_requested = Signal(str)
    delete_requested = Signal()
    step_requested = Signal(str, str)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lessonSummary")
        self.setProperty("role", "card")
        self._words, self._theme = words, theme
        self._summary, self._names = Summary("", (), ()), ()
        self._to_clear = ""
        self._make_parts()
        self._make_learner_parts()
        self._make_question()
        self._lay_out()
        self.set_theme(theme)
        self.set_words(words)

    def _make_parts(self) -> None:
        self.head = PageHead("lessonSummary", self)
        self.title, self.totals, self.who = QLabel(self), QLabel(self), QLabel(self)
        self.title.setProperty("role", "step_title")
        self.who.setProperty("role", "hint")
        for label in (self.title, self.totals, self.who):
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
        self.buttons = {key: QPushButton(self) for key in BUTTONS}
        for key, button in self.buttons.items():
            button.setObjectName(f"lessonResults_{key}")
            press = self._ask if key in _ASKED_FIRST else self.asked.emit
            button.clicked.connect(lambda _checked=False, key=key, press=press: press(key))

    def _make_learner_parts(self) -> None:
        self.learners = QComboBox(self)
        self.learners.setObjectName("lessonLearner")
        self.learners.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.learners.setMinimumContentsLength(8)
        self.learners.activated.connect(lambda row: self.learner_requested.emit(self.learners.itemData(row)))
        self.name = QLineEdit(self)
        self.name.setObjectName("lessonNewName")
        self.add, self.rename = QPushButton(self), QPushButton(self)
        self.add.setObjectName("lessonAddName")
        self.rename.setObjectName("lessonRename")
        self.name.returnPressed.connect(self._enter)
        self.name.textEdited.connect(lambda _text: self._mark(""))
        self.add.clicked.connect(self._enter)
        self.rename.clicked.connect(lambda: self.rename_entered.emit(self.name.text()))
        self.message = MessageLine(self._theme, self)
        self.message.setObjectName("lessonNameMessage")

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
        self.keep.clicked.connect(lambda: self._ask(""))
        row = QHBoxLayout(self.question)
        row.addWidget(self._asked, 1)
        row.addWidget(self.clear)
        row.addWidget(self.keep)
        self.question.hide()

    def _lay_out(self) -> None:
        inner = QWidget(self)
        names, tools = QWidget(inner), QWidget(inner)
        self._name_flow, self._flow = FlowLayout(names), FlowLayout(tools)
        for part in (self.learners, self.name, self.add, self.rename):
            self._name_flow.addWidget(part)
        for button in self.buttons.values():
            self._flow.addWidget(button)
        self._column = QVBoxLayout(inner)
        for part in (self.title, self.who, names, self.message, self.totals, tools, self.question):
            self._column.addWidget(part)
        self._column.addWidget(self.table, 1)
        self._whole = QVBoxLayout(self)
        self._whole.addWidget(self.head)
        # Scrolled as a whole only where the table would be left no room.
        self._whole.addWidget(Page(inner), 1)

    # --- state down

    def show_summary(self, summary: Summary, names: tuple[str, ...]) -> None:
        """Show one learner's results, ``names`` all learners; lessons that are open stay open. Emits nothing."""
        words, name = self._words, summary.name
        other = name != self._summary.name
        self._summary, self._names = summary, names
        with QSignalBlocker(self.learners):
            self.learners.clear()
            self.learners.addItem(words("lessons.guest"), "")
            for one in names:
                self.learners.addItem(one, one)
            self.learners.setCurrentIndex(max(0, self.learners.findData(name)))
        self.who.setText(words("lessons.learner_hint" if name else "lessons.guest_hint"))
        self.totals.setText(
            words(
                "progress.totals",
                **{"steps": summary.steps, "done": summary.done, "tasks": summary.tasks},
                **{"right": summary.right, "unaided": summary.unaided},
            )
        )
        self._fill_table()
        self._show_buttons()
        if other:
            self._mark("")

    def refuse(self, error: UserError) -> None:
        """Say at the name why it was refused."""
        self._mark("error")
        self.message.show_error(error.said_in(self._words.lang))
        self.name.selectAll()

    def _mark(self, state: str) -> None:
        if not state:
            self.message.clear_message()
        self.name.setProperty("state", state)
        self.name.style().unpolish(self.name)
        self.name.style().polish(self.name)

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

    def _enter(self) -> None:
        self.name_entered.emit(self.name.text())

    def _go(self, item: QTreeWidgetItem) -> None:
        lesson, step = item.data(0, _PLACE)
        if step:
            self.step_requested.emit(lesson, step)
        else:
            item.setExpanded(not item.isExpanded())

    def _lesson_key(self) -> str:
        item = self.table.currentItem()
        return str(item.data(0, _PLACE)[0]) if item else ""

    def _show_buttons(self) -> None:
        self.buttons["reset_lesson"].setEnabled(bool(self._lesson_key()))
        for button in (self.buttons["delete"], self.rename):
            button.setEnabled(bool(self._summary.name))
        self.buttons["export_all"].setEnabled(bool(self._names))

    def _ask(self, what: str) -> None:
        """Ask before what is pressed (``reset_lesson``, ``reset``, ``delete``) is done; "" asks nothing any more."""
        self._to_clear = what
        self.question.setVisible(bool(what))
        if not what:
            self.table.setFocus()
            return
        key = self._lesson_key()
        lesson = next((one.title for one in self._summary.lessons if one.key == key), "")
        self._asked.setText(self._words(_ASKED_FIRST[what], lesson=lesson, name=self._summary.name))
        self.keep.setFocus()

    def _clear(self) -> None:
        what = self._to_clear
        self._ask("")
        if what == "delete":
            self.delete_requested.emit()
        elif what:
            self.reset_requested.emit(self._lesson_key() if what == "reset_lesson" else "")

    # --- words and looks

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self.head.set_words(words)
        self.head.said.setText(words("lessons.title"))
        self.title.setText(words("lessons.summary"))
        self.learners.setAccessibleName(words("lessons.learner"))
        self.name.setPlaceholderText(words("lessons.new_name"))
        self.name.setAccessibleName(words("lessons.new_name"))
        self.add.setText(words("lessons.add_name"))
        self.rename.setText(words("progress.rename"))
        self.table.setHeaderLabels([words(f"progress.head_{name}") for name in COLUMNS])
        for column in range(1, len(COLUMNS)):
            self.table.headerItem().setTextAlignment(column, _NUMBER)
        self.table.setAccessibleName(words("progress.table"))
        self.table.setToolTip(words("progress.table_hint"))
        for key, button in self.buttons.items():
            button.setText(words(f"lessons.results_{key}" if key in _IN_LESSONS else f"progress.{key}"))
        self.clear.setText(words("progress.clear"))
        self.keep.setText(words("progress.keep"))
        self.show_summary(self._summary, self._names)
        if self._to_clear:
            self._ask(self._to_clear)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        side = theme.px(20)
        self._whole.setContentsMargins(side, theme.px(12), theme.px(10), theme.px(12))
        self._column.setContentsMargins(0, 0, theme.px(10), 0)
        self.table.setMinimumHeight(10 * theme.em)
        self._column.setSpacing(theme.px(8))
        for flow in (self._flow, self._name_flow):
            flow.setSpacing(theme.px(8))
        self.name.setFixedWidth(theme.em * 13)
        self.head.set_theme(theme)
        self.message.set_theme(theme)
        self.table.setIndentation(theme.px(18))
        self.table.header().setMinimumSectionSize(2 * theme.em)
        for column, name in enumerate(COLUMNS):
            self.table.setColumnHidden(column, theme.name == "projector" and name in _LEFT_OUT_ON_PROJECTOR)
        self._fill_table()
