"""The Lessons lab's widget: contents, a step's text and task, and beside them the live lab that the step sets up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QTabWidget,
    QWidget,
)

from core.labs.lessons import quizzing
from core.labs.lessons.quizzing import QuizResult
from core.labs.lessons.result import LessonsResult, compute
from core.labs.lessons.state import LessonsState
from core.lessons.glossary import SCHEME, term_said
from core.lessons.library import Library, built_in, open_lesson, own
from core.lessons.model import Lesson
from core.lessons.profiles import Profiles
from core.lessons.results import summary
from core.lessons.text import filled
from core.stage import NOTHING_HIDDEN
from core.state import AppState
from core.store import Store
from core.text import UserError, Words
from gui.arranged_lab import ArrangedLab, SpeakingPart
from gui.exportables import Exportable
from gui.lab_table import Labs
from gui.labs.lessons import views
from gui.labs.lessons.arrangement import Parts, arrange, plan_for
from gui.labs.lessons.contents import Contents
from gui.labs.lessons.goal_watch import GoalWatch
from gui.labs.lessons.learner import Learner
from gui.labs.lessons.page_keys import steps_asked
from gui.labs.lessons.pages import Pages
from gui.labs.lessons.profile_menu import ProfileMenu
from gui.labs.lessons.requests import Requests
from gui.labs.lessons.rows import ContentsRows
from gui.labs.lessons.stage import Stage
from gui.labs.lessons.step_page import StepShown
from gui.labs.lessons.study import Page, Study
from gui.theme import Theme
from gui.widgets.picker_popup import PickerPopup


@dataclass(frozen=True)
class Shown:
    """A result to paint: of the page in view, and of the lab beside it."""

    page: Page
    lab: Any = None
    of_lab: Any = None


class LessonsLab(ArrangedLab):
    """Borrows the lab that the step in view sets up, and drives it with the same state.

    ``asked`` carries what is to be done outside of it, such as ``"open"`` or ``"results"``, ``problems_asked`` a
    lesson's title and what is wrong with it, ``troubled`` a UserError about a file; ``entered``: it is in view for the
    first time. Whoever answers to them then has the learner of the last time resume.
    """

    asked = Signal(str)
    problems_asked = Signal(str, tuple)
    troubled = Signal(object)
    entered = Signal()

    def __init__(self, words: Words, theme: Theme, store: Store, labs: Labs, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, parent)
        self._labs, self._store = labs, store
        library = Library(built_in(), own(labs.places.lessons))
        self._requests = Requests(store, library, self._refused)
        self.learner = Learner(Profiles(labs.places.profiles), self)
        self._notes_wanted = self._takes_focus = False
        self._heard: list[ArrangedLab] = []
        self._computed: tuple[object, ...] = ()
        self._listed: tuple[object, ...] = ()
        self._page: Page = None
        self._painted: Page = None
        self.contents = Contents(words, theme, self)
        self.pages = Pages(words, theme, self)
        self.page = self.pages.step
        self.stage = Stage(words, theme, self)
        self.profile = ProfileMenu(words, theme, self.learner, self)
        self.contents.add(self.profile)
        self._popup = PickerPopup(self.contents, self)
        self._was_shown = False
        self.study = Study(self._requests, self.learner, lambda: self._page_of(self._store.state), self._lead)
        self.goal = GoalWatch(self.page, self.study.note_goal)
        self._connect()
        self._add_keys()

    def _connect(self) -> None:
        study, page, pages = self.study, self.page, self.pages
        self.contents.asked.connect(self._go_from_contents)
        for signal, act in (
            (page.answered, study.answer),
            (page.check_requested, study.check),
            (page.hint_requested, study.show_hint),
            (page.answer_requested, study.reveal),
            (page.retry_requested, study.try_again),
            (page.next_requested, self.next_step),
            (page.previous_requested, self.previous_step),
            (page.set_up_requested, self.reset),
            (page.link_asked, self._follow),
            (page.notes.close_button.clicked, self.toggle_notes),
            (pages.contents_asked, self._open_contents),
            (pages.glossary.term_chosen, lambda term: study.show_view("glossary", term, merge="term")),
            (pages.glossary.back_requested, lambda: study.show_view("step")),
            (pages.results.again_requested, self.next_step),
            (pages.results.link_asked, lambda link: study.show_view("glossary", link.removeprefix(SCHEME))),
            (pages.summary.step_requested, study.go),
            (pages.summary.reset_requested, study.forget),
            (pages.summary.results_requested, lambda: self.asked.emit("results")),
            (pages.summary.quizzes_requested, lambda: self.asked.emit("quizzes")),
            (pages.summary.pdf_requested, lambda: self.asked.emit("results_pdf")),
            (pages.summary.class_requested, lambda: self.asked.emit("class")),
            (pages.results.pdf_requested, lambda: self.asked.emit("quiz_pdf")),
            (self.stage.uncover_requested, study.uncover),
            (self.learner.changed, self._afterwards.ask),
            (self.learner.troubled, self.troubled),
        ):
            signal.connect(act)

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

    @property
    def step(self) -> LessonsResult | None:
        """The step in view, None while another page is."""
        return self._page if isinstance(self._page, LessonsResult) else None

    def next_step(self) -> None:
        """Go to the next step of the lesson, or question of the quiz, if there is one."""
        self.study.move(1)

    def previous_step(self) -> None:
        """Go to the step or question before, if there is one."""
        self.study.move(-1)

    def check(self) -> None:
        """Say what the answer as it stands is worth."""
        self.study.check()

    def reveal(self) -> None:
        """Show the answer of the step in view."""
        self.study.reveal()

    def reset(self) -> None:
        """Set the live lab up again as the step says; the answer stays."""
        self.study.set_up_again()

    def open_path(self, path: Path) -> Lesson:
        """Open a lesson's folder or file, go to its first step, and return it.

        Raises UserError; then nothing changes.
        """
        lesson = open_lesson(path)
        self._requests.library = self.library.with_opened(lesson)
        self.study.go(lesson.key, lesson.steps[0].id)
        self._show_own_anew()
        return lesson

    def toggle_notes(self) -> bool:
        """Show the teacher's notes or hide them; return which. In the projector theme they stay out of sight."""
        self._notes_wanted = not self._notes_wanted
        self._show_notes()
        return self._notes_wanted

    # --- requests up

    def _lead(self, label: str, verb: Any, *values: object) -> None:
        """Request what leads to another step or question; its first field then has the keyboard."""
        self._store.seal()
        self._takes_focus = self._has_focus()
        self._requests.change(label, verb, *values)

    def _go_from_contents(self, kind: str, lesson: str, step: str) -> None:
        self._popup.hide()
        if kind in ("lesson", "step"):
            self.study.go(lesson, step)
        elif kind == "quiz":
            self.study.start_quiz(lesson)
        elif kind in ("summary", "glossary"):
            self.study.show_view(kind)
        elif kind == "problem":
            self._ask_problems(lesson)
        else:
            self.asked.emit(kind)

    def _ask_problems(self, key: str) -> None:
        lesson = self.library.lesson(key) if key else None
        if lesson is not None:
            self.problems_asked.emit(lesson.title(self._words.lang), lesson.problems)
        else:
            self.problems_asked.emit(self._words("lessons.own"), self.library.own.refused)

    def _follow(self, link: str) -> None:
        """Show what a term means where it was clicked."""
        if link.startswith(SCHEME):
            self.page.show_term(*term_said(link, self._words.lang))

    def _open_contents(self, button: QWidget) -> None:
        width = 24 * self._theme.em
        self._popup.open_below(button, width, round(self.height() * 0.9))
        self.contents.list.setFocus()

    def _refused(self, error: UserError) -> None:
        self.page.note.tell("wrong", error.said_in(self._words.lang), "")

    def exportables(self) -> tuple[Exportable, ...]:
        """Return what the lab beside the text offers; nothing while it is covered in part."""
        lab = self.stage.lab
        return () if lab is None or lab.hidden.is_something else lab.exportables()  # type: ignore[attr-defined,no-any-return]

    # --- state down

    def compute(self, state: AppState) -> Shown:
        """Return what there is to show of the page, and of the lab beside it."""
        page = self._page_of(state)
        lab = self._labs.lend(page.step.lab) if isinstance(page, LessonsResult) and page.step.lab else None
        return Shown(page, lab, lab.compute(state) if lab is not None else None)

    def _page_of(self, state: AppState) -> Page:
        """Return the page's result, computed anew only when something else than the live lab has changed."""
        asked = (state.lessons, self.library, self._words.lang, self._report_on(state))
        if len(self._computed) != len(asked) or any(a is not b for a, b in zip(asked, self._computed, strict=True)):
            self._computed = asked
            self._page = self._result_of(state)
        return self._page

    def _report_on(self, state: AppState) -> object:
        """Return what the lab beside the text tells of the state that is no part of it."""
        lab = self.stage.lab
        return lab.report(state) if isinstance(lab, ArrangedLab) else None

    def _result_of(self, state: AppState) -> Page:
        view = state.lessons.view
        if view == "quiz":
            return quizzing.quiz_result(state, self._words.lang)
        if view != "step":
            return view
        return compute(state, self.library, self._words.lang, self._report_on(state))

    def render(self, result: Shown) -> None:
        """Paint a result: the page if it is another one, the lab in any case."""
        self._result = result
        news = result.page is not self._painted or result.page is None
        self._arrange_if_needed()
        if news:
            self._show_page(result.page)
        page = result.page
        self.stage.show_lab(result.lab, page.hidden if isinstance(page, LessonsResult) else NOTHING_HIDDEN)
        self._listen_to(result.lab)
        if result.lab is not None:
            result.lab.render(result.of_lab)
        if self._takes_focus:
            self._takes_focus = False
            self.pages.focus()
        if news or self.goal.watches(self.step):
            self._afterwards.ask()

    def _listen_to(self, lab: Any) -> None:
        if lab is not None and lab not in self._heard:
            self._heard.append(lab)
            lab.reported.connect(self._afterwards.ask)

    def _show_page(self, page: Page) -> None:
        before, self._painted = self._painted, page
        self.pages.show_page(views.page_name(page))
        if isinstance(page, LessonsResult):
            is_other = not isinstance(before, LessonsResult) or before.step is not page.step
            if is_other:
                self.study.note_visit(page)
            if is_other and self._tabs is not None:
                self._tabs.setCurrentIndex(0)
            leads_on = bool(self.study.follower(page.lesson.key))
            number = views.number_of(page.lesson.key, self.library)
            wanted = self._store.state.lessons.lesson
            note = views.note_above(page, bool(wanted) and self.library.lesson(wanted) is None, self._words)
            self.page.show_step(views.step_shown(page, number, note, leads_on, self._words))
        elif isinstance(page, QuizResult):
            lesson = self.library.lesson(page.scope) if page.scope else None
            name = lesson.title(self._words.lang) if lesson else ""
            if page.outcome is not None:
                self.pages.results.show_outcome(name, page.outcome)
            else:
                self.page.show_step(views.quiz_shown(page, name, self._words))
        elif page == "glossary":
            self.pages.glossary.show_term(self._store.state.lessons.term)
        elif page is None:
            self.page.show_step(StepShown("", note=self._words("lessons.nothing"), has_previous=False, has_next=False))
        self._show_notes()

    def _render_details(self) -> None:
        state: LessonsState = self._store.state.lessons
        listed = (self.library, state, self.learner.progress, self._words)
        # What is moved in the live lab changes nothing of the contents.
        if len(self._listed) != len(listed) or any(a is not b for a, b in zip(listed, self._listed, strict=True)):
            self._listed = listed
            rows = ContentsRows(*listed)
            self.contents.show_rows(rows.rows(), rows.aside())
        if state.view == "summary":
            done = summary(self.learner.progress, self.library.lessons, self._words.lang, filled)
            self.pages.summary.show_summary(done)
        if self.step is not None and self.goal.watches(self.step):
            whole = self._store.state
            is_there = self.goal.look(self.step, whole, self._report_on(whole), self._words)
            if self._tabs is not None:
                # Whoever works on the lab's page sees it on the other one's tab.
                self._tabs.setTabText(0, self._words("lessons.tab_text") + (" ✓" if is_there else ""))

    def _show_notes(self) -> None:
        is_private = self._theme.name != "projector"
        self.page.notes.setVisible(self._notes_wanted and is_private and self.step is not None)

    def _has_focus(self) -> bool:
        """Whether the next step's task may take the keyboard: not from the live lab or the contents."""
        focus = QApplication.focusWidget()
        return focus is None or focus is self.window() or self.pages.isAncestorOf(focus)

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
        is_first, self._was_shown = not self._was_shown, True
        if is_first:
            self.entered.emit()
        if is_first and not self._store.state.lessons.lesson:
            # The first visit: where the learner was, or the first step; it sets its lab up, as every step does. Not
            # again when undo leads back to before it: there would be no way past this step.
            self._takes_focus = self._has_focus()
            self._requests.begin(self.learner.progress.lesson, self.learner.progress.step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if distance := steps_asked(event):
            self.study.move(distance)
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
        return (self.contents, self.pages, self.profile, self.stage)

    def _has_lab(self) -> bool:
        return bool(self.step is not None and self.step.step.lab)

    def _shape(self) -> tuple[object, ...]:
        plan = plan_for(self.width(), self._theme)
        # Beside each other, the text's width follows the window's.
        return plan, self.width() if plan != "tabs" else 0, self._has_lab(), self._words.lang

    def _arranged(self) -> tuple[QWidget, QTabWidget | None]:
        self._popup.hide()
        parts = Parts(self.contents, self.pages, self.stage)
        self.pages.offer_contents(plan_for(self.width(), self._theme) != "columns")
        return arrange(self, parts, self._has_lab(), self._theme, self._words)

    def _show_plots_again(self) -> None:
        """Every part paints itself at its new size."""
