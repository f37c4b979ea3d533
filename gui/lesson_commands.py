"""What a person does with lessons from the window: open a teacher's file, read its problems, show the notes.

What lessons are is imported when one is asked for: nothing of it is needed to show the first lab.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from PySide6.QtWidgets import QFileDialog

from core.files import write_atomically
from core.store import Store
from core.text import UserError
from gui.dialogs.opening import open_over_window
from gui.dialogs.saving import ask_where_to_save, may_replace
from gui.first_view import is_lesson
from gui.looks import Looks
from gui.main_window import MainWindow
from gui.open_labs import OpenLabs
from gui.paper_commands import PaperCommands

if TYPE_CHECKING:
    from core.lessons.model import Problem
    from core.lessons.progress import Progress
    from core.lessons.results import Summary
    from gui.dialogs.lesson_editor.editor import LessonEditor
    from gui.labs.lessons.lab import LessonsLab

LAB = "lessons"


class LessonCommands:
    """Asks in dialogs, acts on the Lessons lab, tells in the window. ``visit`` brings a lab into view."""

    def __init__(
        self, labs: OpenLabs, store: Store, window: MainWindow, looks: Looks, visit: Callable[[str], None]
    ) -> None:
        self._labs, self._store, self._window, self._looks, self._visit = labs, store, window, looks, visit
        self._editor: LessonEditor | None = None
        self.papers = PaperCommands(labs, store, window, looks, lambda: self.lab)
        labs.when_made(LAB, self._attend)

    @property
    def lab(self) -> LessonsLab:
        """The Lessons lab."""
        return cast("LessonsLab", self._labs.lend(LAB))

    def _attend(self) -> None:
        """Answer to what the lab asks for, from the first moment on."""
        lab = self.lab
        lab.asked.connect(self._act)
        lab.problems_asked.connect(self.show_problems)
        lab.troubled.connect(self._window.notify_error)
        lab.learner.recovered.connect(lambda: self._window.notify(lambda words: words("file.kept_again")))
        self._window.closed.connect(lab.learner.flush)
        lab.entered.connect(self._offer_nameless)
        lab.learner.resume()

    def _offer_nameless(self) -> None:
        learner = self.lab.learner
        if learner.waiting() and not learner.progress.name:
            self._window.notify(lambda words: words("progress.nameless_waits"))

    def _act(self, what: str) -> None:
        acts: dict[str, Callable[[], None]] = {
            "open": self.ask_open,
            "make": self.make_lesson,
            "results": lambda: self._save_table("results"),
            "quizzes": lambda: self._save_table("quizzes"),
            "class": self._save_class,
            "results_pdf": self.papers.ask_results,
            "quiz_pdf": self.papers.ask_quiz,
        }
        if what in acts:
            acts[what]()

    def _save_table(self, name: Literal["results", "quizzes"]) -> None:
        """Ask for a file and write the results of the learner in use into it as a table."""
        from core.lessons.results import quizzes_csv, results_csv

        made = results_csv if name == "results" else quizzes_csv
        done = self._summaries((self.lab.learner.progress,))
        file = self._ask_table(f"{self._looks.words(f'lessons.file_{name}')} {done[0].name}".strip())
        if file is not None:
            self._write_tables({file: made(done, self._looks.words.lang)})

    def _save_class(self) -> None:
        """Ask for a file and write what every learner has done into it; beside it what each did step by step."""
        from core.lessons.results import class_csv, results_csv

        words, done = self._looks.words, self._summaries(self.lab.learner.profiles.everybody())
        file = self._ask_table(words("lessons.file_class"))
        if file is None:
            return
        steps = file.with_name(f"{file.stem} {words('lessons.file_class_steps')}{file.suffix}")
        if may_replace(self._window, words, steps):
            self._write_tables({file: class_csv(done, words.lang), steps: results_csv(done, words.lang)})

    def _summaries(self, learners: Sequence[Progress]) -> list[Summary]:
        from core.lessons.results import summary
        from core.lessons.text import filled

        lessons, lang = self.lab.library.lessons, self._looks.words.lang
        return [summary(one, lessons, lang, filled) for one in learners]

    def _ask_table(self, name: str) -> Path | None:
        words = self._looks.words
        start = Path.home() / f"{name}.csv"
        heading, kinds = words("lessons.save_table"), words("lessons.csv_filter")
        return ask_where_to_save(self._window, words, heading, start, kinds, ".csv")

    def _write_tables(self, tables: dict[Path, bytes]) -> None:
        try:
            for file, table in tables.items():
                write_atomically(file, table)
        except UserError as error:
            self._window.notify_error(error)
        else:
            names = "', '".join(file.name for file in tables)
            self._window.notify(lambda words: words("window.saved", name=names))

    def ask_open(self) -> None:
        """Let the person choose a lesson's file."""
        words = self._looks.words
        name, _ = QFileDialog.getOpenFileName(
            self._window, words("action.open_lesson"), self._folder(), words("lessons.file_filter")
        )
        self._window.activateWindow()
        if name:
            self.open(Path(name))

    def ask_open_folder(self) -> None:
        """Let the person choose a lesson's folder."""
        name = QFileDialog.getExistingDirectory(
            self._window, self._looks.words("action.open_lesson_folder"), self._folder()
        )
        self._window.activateWindow()
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> bool:
        """Open a lesson, go to its first step and return True; on a fault say what it is and keep the screen."""
        from core.lessons.load import LessonError

        try:
            problems = self.open_quietly(path)
        except LessonError as error:
            self._window.notify_error(error)
            self.show_problems(path.name, error.problems)
            return False
        except UserError as error:
            self._window.notify_error(error)
            return False
        self._looks.remember(self._looks.settings.with_recent(Path(os.path.realpath(path))))
        if problems:
            self.show_problems(path.name, problems)
        return True

    def open_quietly(self, path: Path) -> tuple[Problem, ...]:
        """Open a lesson, go to its first step, return what of it was left out. Raises UserError."""
        lesson = self.lab.open_path(path)
        self._visit(LAB)
        return lesson.problems

    def show(self, key: str) -> None:
        """Go to a lesson: where its learner was is marked, its first step is shown."""
        self._visit(LAB)
        self.lab.study.go(key)

    def show_step(self, number: int) -> None:
        """Go to a step of the lesson in view, 1 is the first. Raises UserError ``command.step``."""
        step = self.lab.study.step
        steps = step.lesson.steps if step is not None else ()
        if step is None or not 1 <= number <= len(steps):
            raise UserError("command.step", value=number, count=len(steps))
        self.lab.study.go(step.lesson.key, steps[number - 1].id)

    def show_problems(self, name: str, problems: tuple[Problem, ...]) -> None:
        """Show what is wrong in a lesson's files, place by place."""
        from gui.dialogs.lesson_problems import LessonProblems

        dialog = LessonProblems(self._looks.words, name, problems, self._window)
        open_over_window(dialog)

    def make_lesson(self) -> None:
        """Take what is on screen as a step of a new lesson, in an editor that stays beside the window."""
        from gui.dialogs.lesson_editor.editor import LessonEditor

        if self._editor is None:
            looks, places = self._looks, self._labs.places
            self._editor = LessonEditor(
                looks.words, looks.theme, lambda: self._store.state, self._lab_in_view, places, self._window
            )
            self._editor.saved.connect(self._open_saved)
            self._window.closed.connect(self._editor.keeper.keep_now)
            self._looks.words_changed.connect(lambda: self._editor and self._editor.set_words(self._looks.words))
        self._editor.show()
        self._editor.raise_()
        self._editor.begin()

    def tell_of_draft(self) -> None:
        """Say so if there is a lesson that was never saved: a program that ended early leaves one behind."""
        if not os.path.exists(self._labs.places.lesson_draft):
            return
        from core.lessons.draft import load_draft

        if load_draft(self._labs.places.lesson_draft) is not None:
            self._window.notify(lambda words: words("lessons.draft_waits"))

    def _lab_in_view(self) -> str:
        key = self._store.state.lab
        if key != LAB:
            return key
        return self.lab.step.step.lab if self.lab.step is not None else ""

    def _open_saved(self, path: Path) -> None:
        self.lab.open_path(path)
        self._looks.remember(self._looks.settings.with_recent(Path(os.path.realpath(path))))

    def toggle_notes(self) -> None:
        """Show the teacher's notes or hide them; on a projector they are never shown."""
        self._visit(LAB)
        wanted = self.lab.toggle_notes()
        if wanted and self._looks.theme.name == "projector":
            self._window.notify(lambda words: words("lessons.notes_not_here"))

    def _folder(self) -> str:
        folder = self._labs.places.lessons
        recent = [Path(text) for text in self._looks.settings.recent if is_lesson(Path(text))]
        return str(recent[0].parent if recent else folder if os.path.isdir(folder) else Path.home())
