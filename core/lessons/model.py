"""What a lesson is once it has been read and found valid: steps of text, a screen to set up, and a task."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import msgspec

from core.lessons.calls import Call
from core.lessons.goals import Goal
from core.text import LANGUAGES, Lang, words_in

Numbers = float | list[float | list[float]]
# What of the lab beside the text is covered until the answer is right or shown.
Cover = Literal["values", "curve", "both", "none"]


class Drawn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Numbers of a step that are drawn anew when a student tries again.

    Attributes:
        first: the numbers of the first try: one, a list, or rows.
        low, high, step: later tries draw every number from low, low + step, …, high. Without them it stays ``first``.
        avoid: numbers that are never drawn.
        distinct: whether no number comes twice.
    """

    first: Numbers
    low: float | None = None
    high: float | None = None
    step: float = 0.5
    avoid: list[float] = []
    distinct: bool = True


class Wrong(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A usual wrong answer: ``value`` names the numbers that someone who errs in this way would write."""

    id: str
    value: str


class Predict(msgspec.Struct, frozen=True, tag_field="kind", tag="predict", forbid_unknown_fields=True):
    """Write numbers into cells.

    Attributes:
        answer: name of the right numbers, in ``values`` or ``numbers``.
        input: name of numbers shown above the cells, "" for none.
        labels: what stands beside or above the cells instead, one per cell.
        digits: right when it agrees with the printed number of so many decimals.  tolerance: or when it is as near.
        wrong: usual wrong answers, the first that fits is answered.
        cover: what of the lab is covered until then.
    """

    answer: str
    input: str = ""
    labels: list[str] = []
    digits: int = 4
    tolerance: float | None = None
    wrong: list[Wrong] = []
    cover: Cover = "values"


class Choose(msgspec.Struct, frozen=True, tag_field="kind", tag="choose", forbid_unknown_fields=True):
    """Choose among ``options`` (their texts stand in the pages): one, or every right one if ``many``."""

    options: list[str]
    right: list[str]
    many: bool = False


class PickCurve(msgspec.Struct, frozen=True, tag_field="kind", tag="curve", forbid_unknown_fields=True):
    """Pick the curve of ``right`` (a catalogue key) among those of ``functions``; ``slope`` shows f′ instead of f.

    ``cover``: what of the lab is covered until it is picked.
    """

    functions: list[str]
    right: str
    slope: bool = False
    cover: Cover = "curve"


class Order(msgspec.Struct, frozen=True, tag_field="kind", tag="order", forbid_unknown_fields=True):
    """Put ``items`` in order; they are written here in the right one and shown shuffled.

    ``sorted_by`` names numbers, one per item, that must then rise or fall: the file is refused if they do not.
    """

    items: list[str]
    sorted_by: str = ""


class ReachGoal(msgspec.Struct, frozen=True, tag_field="kind", tag="goal", forbid_unknown_fields=True):
    """Bring the live lab into a state that ``check`` accepts."""

    check: Goal


class Write(msgspec.Struct, frozen=True, tag_field="kind", tag="write", forbid_unknown_fields=True):
    """Write an answer of at least ``min_length`` characters; the model answer is shown to compare with."""

    min_length: int = 10


Task = Predict | Choose | PickCurve | Order | ReachGoal | Write


@dataclass(frozen=True, slots=True)
class StepText:
    """What a step says in one language, in Markdown. ``{name}`` stands for numbers of the step."""

    title: str
    body: str = ""
    question: str = ""
    options: Mapping[str, str] = dataclasses.field(default_factory=dict)
    right: str = ""
    wrong: Mapping[str, str] = dataclasses.field(default_factory=dict)
    hints: tuple[str, ...] = ()
    answer: str = ""
    teacher: str = ""
    misconception: str = ""
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a lesson.

    Attributes:
        id: unique in the lesson; progress is kept under it.
        minutes: how long it takes in class.
        lab: key of the lab beside the text, "" for none.
        patch: what differs from that lab's first screen; None leaves the lab as it is.
        numbers: drawn numbers by name.  values: computed numbers by name.
        task: what the student does, None for a step that is only read.
        pages: the text by language; at least one.
    """

    id: str
    minutes: float
    lab: str
    patch: Mapping[str, object] | None
    numbers: Mapping[str, Drawn]
    values: Mapping[str, Call]
    task: Task | None
    pages: Mapping[Lang, StepText]

    def page(self, lang: Lang) -> StepText:
        """Return the text in ``lang``, or in the other language if that is all there is."""
        return (
            self.pages[lang]
            if lang in self.pages
            else next(self.pages[other] for other in LANGUAGES if other in self.pages)
        )


@dataclass(frozen=True, slots=True)
class Lesson:
    """A whole lesson.

    Attributes:
        key: unique; built-in ones are called as their folder without its number, own ones ``my:<file name>``.
        section: number of the textbook section, such as "6.1", or "".
        titles: by language.  summaries: one or two sentences by language.
        steps: 1 or more.
        problems: what was skipped because it is broken, each a message in both languages.
    """

    key: str
    section: str
    titles: Mapping[Lang, str]
    summaries: Mapping[Lang, str]
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...] = ()

    def title(self, lang: Lang) -> str:
        """Return the title in ``lang``, or in the other language if that is all there is."""
        return self.titles[lang] if lang in self.titles else next(iter(self.titles.values()))

    def step(self, id: str) -> Step:
        """Return the step called ``id``; the first one if there is none."""
        return next((step for step in self.steps if step.id == id), self.steps[0])


@dataclass(frozen=True, slots=True)
class Problem:
    """A broken place in a lesson file: where it is, and the catalogue id and values of what is wrong.

    ``line`` counts from 1, 0 if it is about the whole file. ``step`` is the id of the step it is in, "" for none.
    """

    file: str
    line: int
    field: str
    id: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)
    step: str = ""

    def said_in(self, lang: Lang) -> str:
        """Return the message in ``lang``: where it is, and what is wrong there."""
        words = words_in(lang)
        place = f"lesson_file.place{'_line' if self.line else ''}{'_field' if self.field else ''}"
        where = words(place, file=self.file, line=self.line, field=self.field)
        own = {"file": self.file, "field": self.field} if self.id.startswith("lesson_file.") else {}
        return f"{where} {words(self.id, **{**own, **self.values})}"
