"""What a student does in lessons and quizzes: requests to the state, and what of it is noted as progress."""

from __future__ import annotations

from collections.abc import Callable

from core.labs.lessons import quizzing, steps
from core.labs.lessons.quizzing import QuizResult
from core.labs.lessons.result import LessonsResult
from core.lessons import progress
from gui.composing import finish_composing
from gui.labs.lessons.learner import Learner
from gui.labs.lessons.requests import Requests

Page = LessonsResult | QuizResult | str | None


class Study:
    """Carries out what the page in view asks for. ``page`` gives that page's result for the state of the moment.

    A request that leads to another step or question goes through ``lead``, which takes care of the keyboard.
    """

    def __init__(
        self, requests: Requests, learner: Learner, page: Callable[[], Page], lead: Callable[..., None]
    ) -> None:
        self._requests, self._change, self.learner = requests, requests.change, learner
        self._page, self._lead = page, lead

    @property
    def step(self) -> LessonsResult | None:
        """The step in view, None while another page is."""
        page = self._page()
        return page if isinstance(page, LessonsResult) else None

    def answer(self, answer: tuple[str, ...], what: str) -> None:
        """Write an answer down; changes of one place (``what``) that follow each other are one step of undo."""
        verb = quizzing.set_quiz_answer if isinstance(self._page(), QuizResult) else steps.set_answer
        self._change("lessons.change_answer", verb, answer, merge=what)

    def check(self) -> None:
        """Say what the answer as it stands is worth."""
        finish_composing()
        if self.step is None or self.step.task is None:
            return
        self._change("lessons.change_check", steps.check)
        checked = self.step
        task = checked.task if checked else None
        if checked and task and task.verdict is not None and task.verdict.problem is None:
            self.learner.note(progress.tried, checked.lesson.key, checked.step.id, task.answer, task.verdict.right)

    def show_hint(self) -> None:
        """Open one hint more."""
        finish_composing()
        self._change("lessons.change_hint", steps.show_hint)
        if self.step is not None:
            self.learner.note(progress.hinted, self.step.lesson.key, self.step.step.id, self.step.draft.hints)

    def reveal(self) -> None:
        """Show the answer of the step in view."""
        finish_composing()
        if self.step is not None and self.step.task is not None:
            self._change("lessons.change_reveal", steps.reveal)
            self.learner.note(progress.revealed, self.step.lesson.key, self.step.step.id)

    def uncover(self) -> None:
        """Show what the lab beside the step has covered: whoever sees it has seen the answer."""
        if self.step is not None:
            self._change("lessons.change_uncover", steps.uncover)
            self.learner.note(progress.revealed, self.step.lesson.key, self.step.step.id)

    def try_again(self) -> None:
        """Begin the task anew."""
        finish_composing()
        self._lead("lessons.change_again", steps.try_again)

    def set_up_again(self) -> None:
        """Set the live lab up again as the step says; the answer stays."""
        self._change("lessons.change_set_up", steps.set_up_again)

    def go(self, lesson: str, step: str = "") -> None:
        """Go to a step, "" is the first one."""
        finish_composing()
        self._lead("lessons.change_step", steps.go_to, lesson, step)

    def move(self, distance: int) -> None:
        """Go some steps or questions on or back; behind the last question a new quiz begins."""
        finish_composing()
        page = self._page()
        if isinstance(page, QuizResult):
            self._move_in_quiz(page, distance)
        elif isinstance(page, LessonsResult) and distance > 0 and page.index + 1 == len(page.lesson.steps):
            if follower := self.follower(page.lesson.key):
                self.go(follower)
        elif page is not None:
            self._lead("lessons.change_step", steps.go_on, distance)

    def follower(self, lesson: str) -> str:
        """Return the key of the lesson that follows in the list, "" behind the last one."""
        keys = [one.key for one in self._requests.library.lessons]
        place = keys.index(lesson) + 1 if lesson in keys else len(keys)
        return keys[place] if place < len(keys) else ""

    def start_quiz(self, scope: str) -> None:
        """Begin the next quiz on a lesson, "" on all of them."""
        self._lead("lessons.change_quiz", quizzing.start_quiz, scope, self._next_seed(scope))

    def show_view(self, view: str, term: str = "", merge: str = "") -> None:
        """Show the steps, the results or the glossary."""
        self._change("lessons.change_view", quizzing.show, view, term, merge=merge)

    def forget(self, lesson: str) -> None:
        """Forget the progress in a lesson, "" in all of them."""
        self.learner.clear(lambda kept: progress.reset(kept, lesson or None))

    def note_visit(self, step: LessonsResult) -> None:
        """Note that a step was opened: where to resume."""
        self.learner.note(progress.visited, step.lesson.key, step.step.id)

    def note_goal(self, step: LessonsResult) -> None:
        """Note that a step's goal was reached in the live lab."""
        self.learner.note(progress.tried, step.lesson.key, step.step.id, (), True)

    def _move_in_quiz(self, quiz: QuizResult, distance: int) -> None:
        if quiz.outcome is not None and distance > 0:
            self.start_quiz(quiz.scope)
            return
        self._lead("lessons.change_quiz", quizzing.go_to_item, quiz.index + distance)
        now = self._page()
        is_over = isinstance(now, QuizResult) and now.outcome is not None and quiz.outcome is None
        if is_over and isinstance(now, QuizResult) and now.outcome and self._next_seed(now.scope) <= now.seed:
            self.learner.note(progress.finished_quiz, now.scope, now.seed, now.outcome.right, now.count)

    def _next_seed(self, scope: str) -> int:
        """Return what draws the next quiz: each of a learner's is another one."""
        return 1 + max((run.seed for run in self.learner.progress.quizzes if run.quiz == scope), default=-1)
