"""What stands on a worksheet and on its answer key, and a lesson's worksheet: its questions with blanks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.activations import activation
from core.evaluate import FloatArray, curve
from core.lessons.grade import expected_texts, grade, shuffled
from core.lessons.model import Choose, Lesson, Order, PickCurve, Predict, ReachGoal, Step, Write
from core.lessons.patch import set_up
from core.lessons.quiz.outcome import expected_in_words
from core.lessons.text import filled, printed
from core.lessons.values import computed, looked_up
from core.record import Activation, Params
from core.state import AppState
from core.text import Lang

_CURVE_POINTS = 401
_LETTERS = "ABCDEFGHIJKL"
_LINES_TO_WRITE, _LINES_TO_TELL = 6, 4
_MOST_FIGURE_CURVES = 5
_NEAR = (-5.0, 5.0)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. A ``blank`` is left empty on the worksheet and filled in on the key."""

    text: str
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One curve of a figure: its name ("A", "B", … where the name is the question), and points; NaN is a gap."""

    name: str
    x: FloatArray
    y: FloatArray


@dataclass(frozen=True, slots=True)
class Figure:
    """Curves in one plot, told apart by their dashes.

    Attributes:
        apart: each in a small plot of its own, all in the same ranges.
        blank: the plot is empty on the worksheet: students draw the curves.
    """

    lines: tuple[Line, ...]
    apart: bool = False
    blank: bool = False


@dataclass(frozen=True, slots=True)
class SheetItem:
    """One numbered part of a worksheet. Texts are Markdown.

    Attributes:
        figure: a blank one is drawn on the key.
        table: rows of cells.  has_head: whether the first row is a head.
        options: texts to tick.  items: texts to number in order.
        lines: how many lines to write on.
        answer, why: only for the key.
    """

    title: str
    text: str = ""
    question: str = ""
    figure: Figure | None = None
    table: tuple[tuple[Cell, ...], ...] = ()
    has_head: bool = False
    options: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    lines: int = 0
    answer: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet with its key. ``summary`` stands under the title, and a ``picture`` of the screen if so."""

    title: str
    summary: str
    items: tuple[SheetItem, ...]
    picture: bool = False


def lesson_sheet(lesson: Lesson, lang: Lang, seed: int = 0) -> Sheet:
    """Return the worksheet of a lesson, with the numbers of ``seed``."""
    title = lesson.title(lang)
    heading = f"{lesson.section} {title}" if lesson.section else title
    summary = lesson.summaries.get(lang) or next(iter(lesson.summaries.values()), "")
    return steps_sheet(heading, lesson.steps, lang, seed, summary)


def steps_sheet(title: str, steps: Sequence[Step], lang: Lang, seed: int = 0, summary: str = "") -> Sheet:
    """Return a worksheet of any steps, such as the questions of a quiz."""
    drawn: set[tuple[str, ...]] = set()
    return Sheet(title, summary, tuple(_step_item(step, lang, seed, drawn) for step in steps))


def _step_item(step: Step, lang: Lang, seed: int, drawn: set[tuple[str, ...]]) -> SheetItem:
    page, task = step.page(lang), step.task

    def said(markdown: str) -> str:
        return filled(markdown, step, seed, lang)

    options = tuple(said(page.options[id]) for id in task.options) if isinstance(task, Choose) else ()
    items = tuple(said(page.options[id]) for id in shuffled(step, seed)) if isinstance(task, Order) else ()
    return SheetItem(
        title=said(page.title),
        text=said(page.body),
        question=said(page.question),
        figure=_curves_to_pick(task) if isinstance(task, PickCurve) else _figure_of(step, seed, lang, drawn),
        table=_cells(step, task, seed) if isinstance(task, Predict) else (),
        options=options,
        items=items,
        lines=_LINES_TO_WRITE if isinstance(task, Write) else _LINES_TO_TELL if isinstance(task, ReachGoal) else 0,
        answer=_answer(step, seed, lang),
        why=said(page.answer or page.right),
    )


def _answer(step: Step, seed: int, lang: Lang) -> str:
    task = step.task
    if isinstance(task, PickCurve):
        letter = _LETTERS[task.functions.index(task.right)]
        return f"{letter} ({activation(task.right).name.said_in(lang)})"
    if isinstance(task, Choose):
        letters = [_LETTERS[task.options.index(option)] for option in task.right]
        return ", ".join(sorted(letters))
    if isinstance(task, Order):
        return expected_in_words(step, grade(step, seed, (), AppState()), lang)
    return ""


def _cells(step: Step, task: Predict, seed: int) -> tuple[tuple[Cell, ...], ...]:
    """Return the table of a prediction: what is given above, blanks below, row by row."""
    known = computed(step, seed)
    answer = looked_up(known, task.answer)
    rows = answer.reshape(answer.shape if answer.ndim == 2 else (1, -1))
    texts = np.asarray(expected_texts(task, answer)).reshape(rows.shape)
    given: Sequence[Sequence[str]] = [task.labels] if task.labels else []
    if not given and task.input:
        x = looked_up(known, task.input)
        if x.size == answer.size:
            drawn = task.input.split("[")[0] in step.numbers
            whole = bool((x == np.round(x)).all())
            given = [[printed(np.asarray(n), "", drawn, whole) for n in row] for row in x.reshape(rows.shape)]
    table = [tuple(Cell(text) for text in row) for row in given]
    if len(given) == len(rows) and len(rows) > 1:
        # Every row of inputs with its blanks right below it.
        pairs = zip(given, texts.tolist(), strict=True)
        return tuple(
            row
            for above, below in pairs
            for row in (tuple(map(Cell, above)), tuple(Cell(_short(text), blank=True) for text in below))
        )
    return (*table, *(tuple(Cell(_short(text), blank=True) for text in row) for row in texts.tolist()))


def _short(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number


def _curves_to_pick(task: PickCurve) -> Figure:
    lines = []
    for letter, key in zip(_LETTERS, task.functions, strict=False):
        record = activation(key)
        lines.append(_line(record, record.defaults(), letter, _NEAR, task.slope))
    return Figure(tuple(lines), apart=True)


def _figure_of(step: Step, seed: int, lang: Lang, drawn: set[tuple[str, ...]]) -> Figure | None:
    """Return the curves of the lab beside the step, unless the sheet has them already."""
    if step.lab not in ("explore", "compare") or step.patch is None:
        return None
    figure = screen_figure(set_up(AppState(), step, seed), step.lab, lang)
    names = tuple(line.name for line in figure.lines) if figure else ()
    if not figure or names in drawn:
        return None
    drawn.add(names)
    return figure


def screen_figure(app: AppState, lab: str, lang: Lang) -> Figure | None:
    """Return the curves that Explore, Compare or Neuron shows, None where there are none."""
    if lab == "explore":
        record = app.explore.record()
        if record.is_vector:
            return None
        view = app.explore.x_view
        return Figure((_line(record, app.explore.checked_params(), record.name.said_in(lang), view),))
    if lab == "neuron":
        record = app.neuron.record()
        return Figure((_line(record, app.neuron.checked_params(), f"h = {record.name.said_in(lang)}", _NEAR),))
    if lab == "compare":
        view = app.compare.x_view
        lines = []
        for chosen in app.compare.compared[:_MOST_FIGURE_CURVES]:
            record = chosen.record()
            if not record.is_vector:
                lines.append(_line(record, chosen.checked_params(), record.name.said_in(lang), view))
        return Figure(tuple(lines)) if lines else None
    return None


def slope_to_draw(app: AppState) -> Figure | None:
    """Return the empty plot in which the slope of Explore's function is drawn, None for a function without a curve."""
    record = app.explore.record()
    if record.is_vector:
        return None
    return Figure((_line(record, app.explore.checked_params(), "f′(x)", app.explore.x_view, slope=True),), blank=True)


def _line(record: Activation, params: Params, name: str, view: tuple[float, float], slope: bool = False) -> Line:
    found = curve(record, params, *view, _CURVE_POINTS)
    return Line(name, found.x, found.slope if slope else found.y)
