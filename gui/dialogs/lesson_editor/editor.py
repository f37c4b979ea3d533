"""The lesson editor: steps taken from the screen, written, put in order, and saved as a file."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from core.files import Places
from core.lessons.archive import SUFFIX
from core.lessons.authoring import fresh_id, lesson_of, problems_of
from core.lessons.draft import LessonDraft
from core.lessons.library import open_lesson
from core.lessons.model import Lesson, Step, StepText
from core.lessons.write import save_lesson, step_from
from core.state import AppState
from core.text import LANGUAGES, Lang, UserError, Words
from gui.composing import finish_composing
from gui.dialogs.lesson_editor.draft_keeper import DraftKeeper
from gui.dialogs.lesson_editor.step_form import StepForm
from gui.dialogs.saving import ask_where_to_save, fit
from gui.theme import Theme
from gui.widgets.message_line import MessageLine


class LessonEditor(QDialog):
    """Stays beside the window: the teacher changes the live lab and takes the next step from it.

    ``app`` gives the state of the moment, ``lab`` the key of the lab in view. ``saved`` carries the path of a file.
    What is in it is kept on disk all the while, and offered again if it was never saved.
    """

    saved = Signal(object)

    def __init__(
        self,
        words: Words,
        theme: Theme,
        app: Callable[[], AppState],
        lab: Callable[[], str],
        places: Places,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("lessonEditor")
        self._words, self._app, self._lab, self._folder = words, app, lab, places.lessons
        self._steps: list[Step] = []
        self._old: Lesson | None = None
        self._row = -1
        self._saved: tuple[object, ...] = ()
        self.title, self.language = QLineEdit(self), QComboBox(self)
        self.title.setObjectName("editorTitle")
        self.list = QListWidget(self)
        self.list.setObjectName("editorSteps")
        self.form = StepForm(words, theme, app, self)
        self.message = MessageLine(theme, self)
        self.message.setObjectName("editorMessage")
        self._title_label = QLabel(self)
        self.buttons = {key: QPushButton(self) for key in ("add", "up", "down", "remove", "open", "save", "close")}
        for key, button in self.buttons.items():
            button.setObjectName(f"editor_{key}Button")
            button.setAutoDefault(False)
        self._lay_out()
        self._connect()
        self.set_words(words)
        self._show_form()
        self.keeper = DraftKeeper(places.lesson_draft, self._draft, self)

    def _lay_out(self) -> None:
        em = self.fontMetrics().height()
        top = QHBoxLayout()
        for part, stretch in ((self._title_label, 0), (self.title, 1), (self.language, 0)):
            top.addWidget(part, stretch)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.buttons["add"])
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        for key in ("up", "down", "remove"):
            row.addWidget(self.buttons[key])
        column.addLayout(row)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(self.form)
        split.setStretchFactor(1, 1)
        split.setSizes([15 * em, 30 * em])
        foot = QHBoxLayout()
        foot.addWidget(self.buttons["open"])
        foot.addStretch(1)
        foot.addWidget(self.buttons["close"])
        foot.addWidget(self.buttons["save"])
        whole = QVBoxLayout(self)
        whole.addLayout(top)
        whole.addWidget(split, 1)
        whole.addWidget(self.message)
        whole.addLayout(foot)
        self.buttons["save"].setProperty("role", "primary")
        room = self.parentWidget().size() if self.parentWidget() else self.screen().availableSize()
        self.resize(min(48 * em, room.width()), min(38 * em, room.height()))

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._choose)
        self.form.refused.connect(self._refuse)
        self.language.activated.connect(lambda _row: self._switch_language())
        for key, act in (
            ("add", self.add_from_here),
            ("up", lambda: self._move(-1)),
            ("down", lambda: self._move(1)),
            ("remove", self._remove),
            ("open", self._ask_open),
            ("save", self.save),
            ("close", self.close),
        ):
            self.buttons[key].clicked.connect(lambda _checked=False, act=act: act())

    @property
    def lang(self) -> Lang:
        """The language that is written."""
        return LANGUAGES[max(0, self.language.currentIndex())]

    def add_from_here(self) -> None:
        """Take what is on screen as a new step behind the one in view."""
        if not self._keep():
            return
        title = self._words("lessons.editor_new_step", number=len(self._steps) + 1)
        pages = {self.lang: StepText(title)}
        step = step_from(self._app(), fresh_id(self._steps), pages, self._lab())
        self._steps.insert(self._row + 1, step)
        self._fill(self._row + 1)
        self.form.title.setFocus()
        self.form.title.selectAll()

    def begin(self) -> None:
        """Begin with the screen as the first step, or go on with what was never saved, as the teacher likes."""
        draft = self.keeper.found() if not self._steps else None
        self.keeper.start()
        if draft is None or not self._wants(draft):
            self.add_from_here()
            return
        self._old, self._steps = draft.old, list(draft.steps)
        with QSignalBlocker(self.language):
            self.language.setCurrentIndex(LANGUAGES.index(draft.lang))
        self.title.setText(draft.title)
        self._fill(draft.row)
        if draft.typed is not None:
            self.form.show_typed(draft.typed)

    def _wants(self, draft: LessonDraft) -> bool:
        """Ask whether to go on with a draft."""
        words, role = self._words, QMessageBox.ButtonRole
        title = draft.title.strip() or words("lessons.editor_untitled")
        box = QMessageBox(self)
        box.setObjectName("editorDraft")
        box.setWindowTitle(self.windowTitle())
        box.setText(words("lessons.editor_found", title=title, count=len(draft.steps)))
        box.setInformativeText(words("lessons.editor_found_more"))
        go_on = box.addButton(words("lessons.editor_go_on"), role.AcceptRole)
        box.addButton(words("lessons.editor_begin_anew"), role.RejectRole)
        box.setDefaultButton(go_on)
        box.setEscapeButton(go_on)
        box.exec()
        return box.clickedButton() is go_on

    def _draft(self) -> LessonDraft | None:
        """Return all that is in the editor, None while there is nothing to lose."""
        if not self._steps:
            return None
        has_form = 0 <= self._row < len(self._steps)
        typed = self.form.typed() if has_form else None
        return LessonDraft(self.title.text(), self.form.lang, list(self._steps), self._row, typed, self._old)

    def open(self, path: Path) -> None:  # type: ignore[override]
        """Go on with a lesson that was saved before."""
        try:
            lesson = open_lesson(path)
        except UserError as error:
            self._refuse(error)
            return
        self._old, self._steps = lesson, list(lesson.steps)
        with QSignalBlocker(self.language):
            told = next((lang for lang in (self._words.lang, *LANGUAGES) if lang in lesson.titles), self._words.lang)
            self.language.setCurrentIndex(LANGUAGES.index(told))
        self.title.setText(lesson.titles.get(self.lang, ""))
        self._row = -1
        self._fill(0)
        self._saved = self._state()
        self.keeper.drop()

    def save(self) -> None:
        """Ask for a file and write the lesson; what is wrong is said and nothing is written."""
        if not self._keep():
            return
        try:
            lesson = lesson_of(self.title.text(), self.lang, self._steps, self._old)
        except UserError as error:
            self._refuse(error)
            return
        with contextlib.suppress(OSError):
            # The dialog begins there if it can; where the lesson goes is chosen in it.
            self._folder.mkdir(parents=True, exist_ok=True)
        start = self._folder / f"{_file_name(lesson.title(self.lang))}{SUFFIX}"
        words = self._words
        path = ask_where_to_save(self, words, words("lessons.editor_save"), start, words("lessons.file_filter"), SUFFIX)
        if path is not None:
            self._write(lesson, path)

    def _write(self, lesson: Lesson, path: Path) -> None:
        if problems := problems_of(lesson):
            self.message.show_error("\n".join(problem.said_in(self._words.lang) for problem in problems[:3]))
            return
        try:
            save_lesson(lesson, path)
        except UserError as error:
            self._refuse(error)
            return
        self._saved = self._state()
        self.keeper.drop()
        self.message.show_hint(self._words("window.saved", name=path.name))
        self.saved.emit(path)

    # --- steps

    def _choose(self, row: int) -> None:
        if row == self._row:
            return
        if not self._keep():
            with QSignalBlocker(self.list):
                self.list.setCurrentRow(self._row)
            return
        self._row = row
        self._show_form()

    def _keep(self) -> bool:
        """Take over what is in the form; return False where it cannot be, and say why."""
        finish_composing()
        if not 0 <= self._row < len(self._steps):
            return True
        try:
            self._steps[self._row] = self.form.step()
        except UserError as error:
            self._refuse(error)
            return False
        self.message.clear_message()
        item = self.list.item(self._row)
        if item is not None:
            item.setText(self._line(self._row))
        return True

    def _move(self, by: int) -> None:
        to = self._row + by
        if self._row >= 0 and 0 <= to < len(self._steps) and self._keep():
            self._steps.insert(to, self._steps.pop(self._row))
            self._fill(to)

    def _remove(self) -> None:
        if 0 <= self._row < len(self._steps):
            del self._steps[self._row]
            self._fill(min(self._row, len(self._steps) - 1))

    def _fill(self, row: int) -> None:
        with QSignalBlocker(self.list):
            self.list.clear()
            self.list.addItems([self._line(number) for number in range(len(self._steps))])
            self.list.setCurrentRow(row)
        self._row = row
        self._show_form()

    def _line(self, number: int) -> str:
        step = self._steps[number]
        lab = self._words(f"{step.lab}.title") if step.lab else self._words("lessons.kind_read")
        return f"{number + 1}. {step.page(self.lang).title} · {lab}"

    def _show_form(self) -> None:
        has_step = 0 <= self._row < len(self._steps)
        self.form.setEnabled(has_step)
        if has_step:
            self.form.show_step(self._steps[self._row], self.lang)
        for key, enabled in (
            ("up", has_step and self._row > 0),
            ("down", has_step and self._row < len(self._steps) - 1),
            ("remove", has_step),
            ("save", bool(self._steps)),
        ):
            self.buttons[key].setEnabled(enabled)

    def _switch_language(self) -> None:
        # The form still shows the other language: it is taken over before this is asked.
        other = self.form.lang
        if other != self.lang and 0 <= self._row < len(self._steps):
            try:
                self._steps[self._row] = self.form.step()
            except UserError as error:
                self._refuse(error)
                with QSignalBlocker(self.language):
                    self.language.setCurrentIndex(LANGUAGES.index(other))
                return
        self._fill(self._row)

    # --- the rest

    def _state(self) -> tuple[object, ...]:
        return (self.title.text(), *self._steps)

    def _refuse(self, error: UserError) -> None:
        self.message.show_error(error.said_in(self._words.lang))

    def _ask_open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self._words("action.open_lesson"), str(self._folder), self._words("lessons.file_filter")
        )
        if name and self._may_leave():
            self.open(Path(name))

    def _may_leave(self) -> bool:
        finish_composing()
        if not self._steps or (self._keep() and self._state() == self._saved):
            return True
        buttons = QMessageBox.StandardButton
        box = QMessageBox(self)
        box.setWindowTitle(self.windowTitle())
        box.setText(self._words("lessons.ask_leave"))
        box.setStandardButtons(buttons.Discard | buttons.Cancel)
        fit(box)
        return box.exec() == buttons.Discard

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_leave():
            # What was not saved after all is offered once more at the next time.
            self.keeper.keep_now()
            event.accept()
        else:
            event.ignore()

    def reject(self) -> None:
        """Close on Escape, too, only when nothing is lost."""
        self.close()

    def set_words(self, words: Words) -> None:
        """Switch the language of the editor; that of the lesson stays."""
        self._words = words
        self.setWindowTitle(words("action.make_lesson"))
        self._title_label.setText(words("lessons.editor_lesson_title"))
        self.title.setAccessibleName(words("lessons.editor_lesson_title"))
        row = self.language.currentIndex()
        self.language.clear()
        self.language.addItems([words(f"lessons.editor_lang_{lang}") for lang in LANGUAGES])
        self.language.setCurrentIndex(row if row >= 0 else LANGUAGES.index(words.lang))
        self.language.setAccessibleName(words("lessons.editor_language"))
        self.list.setAccessibleName(words("lessons.editor_steps"))
        for key, button in self.buttons.items():
            button.setText(words(f"lessons.editor_{key}"))
        self.form.set_words(words)
        self.form.task.set_words(words)


def _file_name(title: str) -> str:
    """Return a title as a file may be called."""
    return "".join("-" if c in '\\/:*?"<>|' else c for c in title)[:60].strip(" .") or "lesson"
