"""The Lessons lab's widget: contents, a step's text and task, and beside them the live lab that the step sets up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabWidget,
    QWidget,
)

from core.labs.lessons import steps
from core.labs.lessons.result import LessonsResult, compute
from core.lessons.library import Library, built_in, open_lesson, own
from core.lessons.model import Lesson, ReachGoal
from core.lessons.reached import reached
from core.lessons.text import filled
from core.state import AppState
from core.store import Store
from core.text import UserError, Words
from gui.arranged_lab import ArrangedLab, SpeakingPart
from gui.lab_table import Labs
from gui.labs.lessons import views
from gui.labs.lessons.arrangement import Parts, arrange, plan_for
from gui.labs.lessons.contents import Contents
from gui.labs.lessons.requests import Requests
from gui.labs.lessons.rows import rows_of
from gui.labs.lessons.stage import Stage
from gui.labs.lessons.step_page import StepPage, StepShown
from gui.theme import Theme
from gui.widgets.picker_popup import PickerPopup

# Where Page Down moves something of their own.
KEEPS_PAGE_KEYS = (QLineEdit, QPlainTextEdit, QAbstractSpinBox, QAbstractSlider, QComboBox)


@dataclass(frozen=True)
class Shown:
    """A result to paint: of the step, and of the lab beside it."""

    step: LessonsResult | None
    lab: Any = None
    of_lab: Any = None


class LessonsLab(ArrangedLab):
    """Borrows the lab that the step in view sets up, and drives it with the same state.

    ``is_wired`` is whether somebody answers to its signals.
    """

    open_asked = Signal()
    problems_asked = Signal(str, tuple)
    is_wired = False

    def __init__(self, words: Words, theme: Theme, store: Store, labs: Labs, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, parent)
        self._labs, self._store = labs, store
        library = Library(built_in(), own(labs.places.lessons))
        self._requests = Requests(store, library, self._refused)
        self._notes_wanted = self._takes_focus = False
        self._reached: set[str] = set()
        self._computed: tuple[object, ...] = ()
        self._step: LessonsResult | None = None
        self._painted: LessonsResult | None = None
        self.contents = Contents(words, theme)
        self.page = StepPage(words, theme)
        self.stage = Stage(self)
        self._popup = PickerPopup(self.contents, self)
        self._connect()
        self._add_keys()

    def _connect(self) -> None:
        change, page = self._requests.change, self.page
        self.contents.asked.connect(self._go_from_contents)
        page.answered.connect(
            lambda answer, what: change("lessons.change_answer", steps.set_answer, answer, merge=what)
        )
        page.check_requested.connect(self.check)
        page.hint_requested.connect(lambda: change("lessons.change_hint", steps.show_hint))
        page.answer_requested.connect(self.reveal)
        page.retry_requested.connect(self._try_again)
        page.next_requested.connect(self.next_step)
        page.previous_requested.connect(self.previous_step)
        page.set_up_requested.connect(self.reset)
        page.contents_asked.connect(self._open_contents)
        page.notes.close_button.clicked.connect(self.toggle_notes)

    def _add_keys(self) -> None:
        for keys, act in (
            ("Ctrl+Return", self.check),
            ("Ctrl+Enter", self.check),
            ("Alt+Right", self.next_step),
            ("Alt+Left", self.previous_step),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    # --- what others may ask for

    @property
    def library(self) -> Library:
        """The lessons there are."""
        return self._requests.library

    def next_step(self) -> None:
        """Go to the next step of the lesson, if there is one."""
        self._move(1)

    def previous_step(self) -> None:
        """Go to the step before, if there is one."""
        self._move(-1)

    def check(self) -> None:
        """Say what the answer as it stands is worth."""
        if self._step is not None and self._step.task is not None:
            self._requests.change("lessons.change_check", steps.check)

    def reveal(self) -> None:
        """Show the answer of the step in view."""
        if self._step is not None and self._step.task is not None:
            self._requests.change("lessons.change_reveal", steps.reveal)

    def reset(self) -> None:
        """Set the live lab up again as the step says; the answer stays."""
        self._requests.change("lessons.change_set_up", steps.set_up_again)

    def open_path(self, path: Path) -> Lesson:
        """Open a lesson's folder or file, go to its first step, and return it.

        Raises UserError; then nothing changes.
        """
        lesson = open_lesson(path)
        self._requests.library = self.library.with_opened(lesson)
        self._go(lesson.key, lesson.steps[0].id)
        self._show_own_anew()
        return lesson

    def toggle_notes(self) -> bool:
        """Show the teacher's notes or hide them; return which. In the projector theme they stay out of sight."""
        self._notes_wanted = not self._notes_wanted
        self._show_notes()
        return self._notes_wanted

    # --- requests up

    def _move(self, distance: int) -> None:
        if self._step is None:
            return
        self._go_with_focus(lambda: self._requests.change("lessons.change_step", steps.go_on, distance))

    def _go(self, lesson: str, step: str = "") -> None:
        self._go_with_focus(lambda: self._requests.change("lessons.change_step", steps.go_to, lesson, step))

    def _go_with_focus(self, go: Any) -> None:
        self._store.seal()
        self._takes_focus = self._has_focus()
        go()

    def _try_again(self) -> None:
        self._takes_focus = self._has_focus()
        self._requests.change("lessons.change_again", steps.try_again)

    def _go_from_contents(self, kind: str, lesson: str, step: str) -> None:
        self._popup.hide()
        if kind in ("lesson", "step"):
            self._go(lesson, step)
        elif kind == "open":
            self.open_asked.emit()
        elif kind == "problem":
            found = self.library.lesson(lesson)
            assert found is not None
            self.problems_asked.emit(found.title(self._words.lang), found.problems)

    def _open_contents(self) -> None:
        width = 24 * self._theme.em
        self._popup.open_below(self.page.contents_button, width, round(self.height() * 0.9))
        self.contents.list.setFocus()

    def _refused(self, error: UserError) -> None:
        self.page.note.tell("wrong", error.said_in(self._words.lang), "")

    # --- state down

    def compute(self, state: AppState) -> Shown:
        """Return what there is to show of the step, and of the lab beside it."""
        step = self._step_of(state)
        lab = self._labs.lend(step.step.lab) if step is not None and step.step.lab else None
        return Shown(step, lab, lab.compute(state) if lab is not None else None)

    def _step_of(self, state: AppState) -> LessonsResult | None:
        """Return the step's result, computed anew only when something else than the live lab has changed."""
        asked = (state.lessons, self.library, self._words.lang)
        if len(self._computed) != 3 or any(a is not b for a, b in zip(asked, self._computed, strict=True)):
            self._computed = asked
            self._step = compute(state, self.library, self._words.lang)
        return self._step

    def render(self, result: Shown) -> None:
        """Paint a result: the step if it is another one, the lab in any case."""
        self._result = result
        news = result.step is not self._painted or result.step is None
        self._arrange_if_needed()
        if news:
            self._show_step(result.step)
        self.stage.show_lab(result.lab)
        if result.lab is not None:
            result.lab.render(result.of_lab)
        if self._takes_focus:
            self._takes_focus = False
            self.page.focus_task()
        if news or self._watches_goal():
            self._afterwards.ask()

    def _show_step(self, step: LessonsResult | None) -> None:
        other = step is None or self._painted is None or step.step is not self._painted.step
        self._painted = step
        if step is None:
            self.page.show_step(StepShown("", note=self._words("lessons.nothing"), has_previous=False, has_next=False))
            return
        if other and self._tabs is not None:
            self._tabs.setCurrentIndex(0)
        self.page.show_step(views.step_shown(step, self._number_of(step), self._note(step), self._words))
        self._show_notes()

    def _render_details(self) -> None:
        if self._step is None:
            return
        rows, aside = rows_of(self.library, self._step, self._words)
        self.contents.show_rows(rows, aside)
        if self._watches_goal():
            self._show_goal(self._step)

    def _watches_goal(self) -> bool:
        return self._step is not None and isinstance(self._step.step.task, ReachGoal)

    def _show_goal(self, step: LessonsResult) -> None:
        """Say whether the goal is reached; once it was, that stays said while the student plays on."""
        task = step.step.task
        assert isinstance(task, ReachGoal)
        assert step.task is not None
        key = f"{step.lesson.key}/{step.step.id}/{step.draft.seed}"
        is_there = reached(task.check, self._store.state)
        if is_there:
            self._reached.add(key)
        page = step.step.page(self._words.lang)
        right = filled(page.right, step.step, step.draft.seed, self._words.lang)
        self.page.show_goal(is_there, views.goal_said(step.task, key in self._reached, right, self._words))

    def _note(self, step: LessonsResult) -> str:
        wanted = self._store.state.lessons.lesson
        if wanted and self.library.lesson(wanted) is None:
            return self._words("lessons.missing")
        if step.lesson.problems:
            row = self._words("lessons.problems", count=len(step.lesson.problems))
            return self._words("lessons.skipped", row=row)
        return ""

    def _number_of(self, step: LessonsResult) -> int:
        keys = [lesson.key for lesson in self.library.built_in]
        return keys.index(step.lesson.key) + 1 if step.lesson.key in keys else 0

    def _show_notes(self) -> None:
        is_private = self._theme.name != "projector"
        self.page.notes.setVisible(self._notes_wanted and is_private and self._step is not None)

    def _has_focus(self) -> bool:
        """Whether the next step's task may take the keyboard: not from the live lab or the contents."""
        focus = QApplication.focusWidget()
        return focus is None or focus is self.window() or self.page.isAncestorOf(focus)

    # --- place and looks

    @property
    def is_complete(self) -> bool:
        lab = self.stage.lab
        return super().is_complete and (lab is None or lab.is_complete)  # type: ignore[attr-defined]

    def warm_up(self) -> None:
        """Do at once what may wait, here and in the lab beside the text."""
        self._afterwards.finish()
        if self.stage.lab is not None:
            self.stage.lab.warm_up()  # type: ignore[attr-defined]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._store.state.lessons.lesson:
            # The first visit: the first step sets its lab up, as every step does when it is gone to.
            self._go("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        distance = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()), 0)
        focus = QApplication.focusWidget()
        if distance and not isinstance(focus, KEEPS_PAGE_KEYS):
            self._move(distance)
        else:
            super().keyPressEvent(event)

    def _show_own_anew(self) -> None:
        self._computed, self._painted = (), None
        if self._result is not None and self.isVisible():
            self.render(self.compute(self._store.state))

    def _show_anew(self) -> None:
        self._arranged_for = None
        self._show_own_anew()

    def _speaking(self) -> Sequence[SpeakingPart]:
        return (self.contents, self.page)

    def _has_lab(self) -> bool:
        return bool(self._step is not None and self._step.step.lab)

    def _shape(self) -> tuple[object, ...]:
        plan = plan_for(self.width(), self._theme)
        # Beside each other, the text's width follows the window's.
        return plan, self.width() if plan != "tabs" else 0, self._has_lab(), self._words.lang

    def _arranged(self) -> tuple[QWidget, QTabWidget | None]:
        self._popup.hide()
        parts = Parts(self.contents, self.page, self.stage)
        plan = plan_for(self.width(), self._theme)
        self.page.contents_button.setVisible(plan != "columns")
        return arrange(self, parts, self._has_lab(), self._theme, self._words)

    def _show_plots_again(self) -> None:
        """Every part paints itself at its new size."""
