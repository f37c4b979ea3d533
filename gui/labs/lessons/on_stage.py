"""A lesson's step on the stage: the lab it sets up, and its question until the answer is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtWidgets import QStackedWidget, QWidget

from core.labs.lessons.quizzing import QuizResult
from core.labs.lessons.result import LessonsResult, TaskResult
from core.lessons.model import Choose, Order, PickCurve, Predict, ReachGoal, Write
from core.lessons.text import filled
from core.stage import Hidden
from core.state import AppState
from core.text import Words
from core.thumbnail import drawing
from gui.labs.lessons.curve_task import RECORDS
from gui.stage.content import LabStage, StageContent
from gui.theme import Theme
from gui.widgets.curve_plot import CurvePlot
from gui.widgets.markdown import plain
from gui.widgets.markdown_view import MarkdownView
from gui.widgets.page import Page, column
from gui.widgets.plot_frame import CurveView, Series
from gui.widgets.series_look import DASHES, series_color

if TYPE_CHECKING:
    from gui.lab_table import Stages
    from gui.labs.lessons.lab import LessonsLab, Shown

_LETTERS = "ABCDE"
_LONGEST_ANSWER = 220
# What a class does with a task before it sees the answer.
_DOES = {Predict: "predict", Choose: "choose", Order: "order", PickCurve: "choose", ReachGoal: "try", Write: "write"}


class LessonsStage(LabStage):
    """Borrows the stage of the lab beside the text; curves to choose from and mere text have a picture of their own."""

    def __init__(
        self, words: Words, theme: Theme, lab: LessonsLab, changed: Callable[[], None], stages: Stages
    ) -> None:
        self._words, self._lab, self._stages = words, lab, stages
        self._own = QStackedWidget()
        self._curves = CurvePlot(words, theme)
        self._curves.setObjectName("stagePlot")
        self._text = MarkdownView(theme, "stageText")
        self._page = Page(column(0, 0, ((self._text, 0), (QWidget(), 1))))
        for part in (self._curves, self._page):
            self._own.addWidget(part)
        self.picture: QWidget = self._own
        self.controls: QWidget | None = None

    def set_words(self, words: Words) -> None:
        self._words = words
        self._curves.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        self._curves.set_theme(theme)
        self._text.set_theme(theme)

    def walk(self, distance: int) -> bool:
        """Show the answer of the step in view, then go to the next; back at once to the one before."""
        step = self._lab.step
        if distance < 0:
            self._lab.previous_step()
        elif step is not None and step.task is not None and not step.task.is_revealed:
            self._lab.reveal()
        else:
            self._lab.next_step()
        return True

    def show(self, state: AppState, result: Shown, hidden: Hidden) -> StageContent:
        page = result.page
        self.picture, self.controls = self._own, None
        if isinstance(page, LessonsResult):
            return self._show_step(state, result, page, hidden)
        content = StageContent(self._words("lessons.title"), has_curve=False, subject="lessons")
        if isinstance(page, QuizResult):
            self._show_text(page.body)
            content = replace(content, title=page.title, place=f"{page.index + 1} / {page.count}")
            return replace(content, **self._asked(page.task)) if page.task is not None else content
        self._show_text("")
        return content

    def _show_step(self, state: AppState, result: Shown, page: LessonsResult, hidden: Hidden) -> StageContent:
        task = page.task
        content = StageContent("", has_curve=False)
        waits = page.hidden.is_something and task is not None and not isinstance(task.task, PickCurve)
        if waits:
            hidden = Hidden(min(hidden.first_cell, page.hidden.first_cell), hidden.curve or page.hidden.curve)
        if task is not None and isinstance(task.task, PickCurve):
            self._show_curves(task)
        elif result.lab is not None:
            inner = self._stages(page.step.lab, result.lab)
            content = inner.show(state, result.of_lab, hidden)
            self.picture, self.controls = inner.picture, inner.controls
        else:
            self._show_text(page.body)
        is_wordy = task is not None and isinstance(task.task, Choose | Order)
        place = f"{page.index + 1} / {len(page.lesson.steps)}"
        content = replace(
            content,
            title=plain(page.title),
            also="",
            cards=() if is_wordy else content.cards,
            place=f"{page.lesson.section} · {place}" if page.lesson.section else place,
            subject=f"{page.lesson.key}/{page.step.id}/{page.draft.seed}",
            notes=" ".join(plain(text) for text in (page.teacher, page.ask) if text),
            next_step=self._next_title(page),
            hidden=hidden if waits else None,
        )
        return replace(content, **self._asked(task)) if task is not None else content

    def _asked(self, task: TaskResult) -> dict[str, str]:
        """Return the question with what can be chosen, and the answer once it is shown."""
        question = plain(task.question)
        if isinstance(task.task, Choose | Order):
            options = [f"{_LETTERS[n % 5]}. {plain(text)}" for n, (_, text) in enumerate(task.options)]
            question = "\n".join([question, *options])
        return {"question": question, "answer": self._answer(task), "then": f"stage.then_{_DOES[type(task.task)]}"}

    def _answer(self, task: TaskResult) -> str:
        if not task.is_revealed:
            return ""
        expected = [plain(text) for text in task.expected]
        if isinstance(task.task, PickCurve):
            expected = [self._words.text(RECORDS[key].name) if key in RECORDS else key for key in task.expected]
        said = " → ".join(expected) if isinstance(task.task, Order) else ", ".join(expected)
        said = said or plain(task.solution)
        if len(said) > _LONGEST_ANSWER:
            said = said[: _LONGEST_ANSWER - 1].rstrip() + "…"
        return self._words("stage.answer", answer=said) if said else self._words("stage.no_answer")

    def _show_curves(self, task: TaskResult) -> None:
        """Draw what can be chosen from over each other, called by letters until the answer is shown."""
        chosen = task.task
        assert isinstance(chosen, PickCurve)
        series, low, high = [], 0.0, 0.0
        for number, key in enumerate(key for key in task.functions if key in RECORDS):
            curve = drawing(RECORDS[key], chosen.slope)
            name = self._words.text(RECORDS[key].name) if task.is_revealed else _LETTERS[number % 5]
            look = {"color": series_color(number % 5), "dash": DASHES[number % 5]}
            series.append(Series(x=curve.x, y=curve.y, name=name, **look))  # type: ignore[arg-type]
            low, high = min(low, curve.low), max(high, curve.high)
        view = CurveView(series=tuple(series), x_range=(-5.0, 5.0), y_range=(low, np.nextafter(high, high + 1)))
        self._curves.show(view)
        self._own.setCurrentWidget(self._curves)

    def _show_text(self, markdown: str) -> None:
        self._text.show_markdown(markdown)
        self._own.setCurrentWidget(self._page)

    def _next_title(self, page: LessonsResult) -> str:
        steps = page.lesson.steps
        if page.index + 1 >= len(steps):
            return ""
        following = steps[page.index + 1]
        return plain(filled(following.page(self._words.lang).title, following, 0, self._words.lang))
