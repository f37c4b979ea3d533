"""The texts of every lesson as Qt shows them: no mark of Markdown is left over, whatever is linked."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QTextDocument

from core.labs.lessons.result import compute
from core.labs.lessons.steps import go_to
from core.lessons.glossary import linked
from core.lessons.library import Library, built_in
from core.lessons.model import Lesson, Step
from core.lessons.text import filled
from core.state import AppState
from core.text import LANGUAGES
from gui.theme import load_themes
from gui.widgets.markdown import set_markdown

LIGHT = load_themes()["light"]
STEPS = [pytest.param(lesson, step, id=f"{lesson.key}/{step.id}") for lesson in built_in() for step in lesson.steps]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("lesson", "step"), STEPS)
def test_no_mark_of_markdown_is_left_over(lesson: Lesson, step: Step) -> None:
    for lang in LANGUAGES:
        page = step.pages[lang]
        fixed = (page.body, page.question, page.right, page.answer, page.teacher, page.misconception, page.ask)
        for text in (*fixed, *page.hints, *page.wrong.values(), *page.options.values()):
            document = QTextDocument()
            set_markdown(document, linked(filled(text, step, 0, lang), lang), LIGHT)
            said = document.toPlainText()
            assert not re.search(r"\*\*|\]\(|`|:::", said), said


def test_numbers_above_the_cells_are_as_short_as_those_of_the_text() -> None:
    library = Library(built_in())
    shown = compute(go_to(AppState(), library, "neuron-and-step", "flat"), library, "ko")
    assert shown is not None
    assert shown.task is not None
    assert shown.task.inputs == ("−2", "0.5", "3")
