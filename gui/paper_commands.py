"""What a person prints: a worksheet with its key, a learner's results, a quiz; each asked for in a dialog."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from core.store import Store
from core.text import UserError
from gui.arranged_lab import ArrangedLab
from gui.dialogs.saving import ask_where_to_save, may_replace
from gui.looks import Looks
from gui.main_window import MainWindow
from gui.open_labs import OpenLabs

if TYPE_CHECKING:
    from core.lessons.sheet import Sheet
    from gui.labs.lessons.lab import LessonsLab
    from gui.worksheet.paper import Paper

LESSONS = "lessons"


class PaperCommands:
    """Writes PDF files. ``lessons`` gives the Lessons lab, made when it is first asked for."""

    def __init__(
        self, labs: OpenLabs, store: Store, window: MainWindow, looks: Looks, lessons: Callable[[], LessonsLab]
    ) -> None:
        self._labs, self._store, self._window, self._looks, self._lessons = labs, store, window, looks, lessons

    def ask_worksheet(self) -> None:
        """Save the lesson or quiz in view, or the screen of another lab, as a worksheet, and its key beside it."""
        from gui.worksheet.sheets import answer_key, worksheet

        words, sheet = self._looks.words, self._sheet()
        path = self._ask(f"{words('worksheet.file')} {sheet.title}", words("worksheet.save"))
        if path is None:
            return
        key = path.with_name(f"{path.stem} {words('worksheet.file_key')}{path.suffix}")
        if not may_replace(self._window, words, key):
            return
        picture = self._labs[self._store.state.lab].grab().toImage() if sheet.picture else None
        self._write({path: worksheet(sheet, words, picture), key: answer_key(sheet, words)}, sheet.title)

    def ask_results(self) -> None:
        """Save what the learner has done as pages for the teacher."""
        from core.lessons.results import summary
        from core.lessons.text import filled
        from gui.worksheet.results import results_page

        words, lab = self._looks.words, self._lessons()
        done = summary(lab.learner.progress, lab.library.lessons, words.lang, filled)
        title = f"{words('worksheet.file_results')} {done.name}".strip()
        path = self._ask(title, words("worksheet.save_results"))
        if path is not None:
            self._write({path: results_page(done, datetime.now(), words)}, title)

    def ask_quiz(self) -> None:
        """Save the quiz in view with the answers given, the right ones and why."""
        from core.labs.lessons.quizzing import quiz_result
        from gui.worksheet.results import quiz_page

        words, lab = self._looks.words, self._lessons()
        outcome = quiz_result(self._store.state, words.lang).outcome
        if outcome is None:
            return
        lesson = lab.library.lesson(outcome.scope) if outcome.scope else None
        about = lesson.title(words.lang) if lesson else words("progress.mixed_quiz")
        title = f"{words('worksheet.file_quiz')} {about} {lab.learner.progress.name}".strip()
        path = self._ask(title, words("worksheet.save_results"))
        if path is not None:
            name = lab.learner.progress.name
            self._write({path: quiz_page(outcome, about, name, datetime.now(), words)}, title)

    def _sheet(self) -> Sheet:
        from core.lessons.quiz import quiz_items
        from core.lessons.screen_sheet import screen_sheet
        from core.lessons.sheet import lesson_sheet, steps_sheet

        state, words = self._store.state, self._looks.words
        if state.lab != LESSONS:
            lab = self._labs[state.lab]
            return screen_sheet(state, words.lang, lab.report(state) if isinstance(lab, ArrangedLab) else None)
        own, library = state.lessons, self._lessons().library
        if own.view == "quiz":
            lesson = library.lesson(own.quiz) if own.quiz else None
            about = lesson.title(words.lang) if lesson else words("progress.mixed_quiz")
            title = words("progress.quiz_of", title=about, number=own.quiz_seed + 1)
            return steps_sheet(title, quiz_items(own.quiz, own.quiz_seed), words.lang)
        lesson = library.lesson(own.lesson)
        return lesson_sheet(lesson, words.lang) if lesson else screen_sheet(state, words.lang)

    def _ask(self, name: str, heading: str) -> Path | None:
        """Let the person choose a file; ``name`` is what it is called if they like it."""
        plain = " ".join("".join(c if c not in '\\/:*?"<>|' else " " for c in name).split())
        return ask_where_to_save(
            self._window,
            self._looks.words,
            heading,
            Path.home() / f"{plain}.pdf",
            self._looks.words("worksheet.pdf_filter"),
            ".pdf",
        )

    def _write(self, papers: dict[Path, Paper], title: str) -> None:
        from gui.worksheet.pdf import write_pdf

        try:
            for path, paper in papers.items():
                write_pdf(path, paper, title, self._looks.words)
        except UserError as error:
            self._window.notify_error(error)
            return
        names = "', '".join(path.name for path in papers)
        self._window.notify(lambda words: words("window.saved", name=names))
