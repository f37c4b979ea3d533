"""One question of a quiz: what is drawn and asked, and how it becomes a step of a lesson."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from core.activations import activation
from core.lessons.calls import Call
from core.lessons.model import Choose, Drawn, Numbers, PickCurve, Predict, Step, StepText, Task
from core.lessons.values import computed, tells_apart
from core.record import Params, written_number
from core.text import LANGUAGES, Lang, Text, load_entries, words_in

T = TypeVar("T")
MINUTES = 1.0
OTHER = "other"


class Draw:
    """Chance that is the same for a seed in every version of Python: only ``random()`` is promised to be."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def pick(self, options: Sequence[T]) -> T:
        """Return one of ``options``."""
        return options[int(self._random.random() * len(options))]

    def sample(self, options: Sequence[T], count: int) -> list[T]:
        """Return ``count`` different places of ``options`` in any order."""
        left = list(options)
        return [left.pop(int(self._random.random() * len(left))) for _ in range(count)]

    def shuffled(self, options: Sequence[T]) -> list[T]:
        """Return all ``options`` in any order."""
        return self.sample(options, len(options))

    def numbers(self, count: int, low: float, high: float, step: float, avoid: Sequence[float] = ()) -> list[float]:
        """Return ``count`` different numbers of low, low + step, …, high."""
        steps = range(round((high - low) / step) + 1)
        return self.sample([n for n in (round(low + k * step, 6) for k in steps) if n not in avoid], count)


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the catalogue with parameters, as it is called in a question."""

    key: str
    params: Mapping[str, float | bool] = field(default_factory=dict)

    @property
    def name(self) -> Text:
        """The name, with the parameters that are not PyTorch's defaults: ``Leaky ReLU(α = 0.1)``."""
        record = activation(self.key)
        symbols = {p.name: p.symbol for p in record.parameters}
        said = [f"{symbols[name]} = {short(float(value))}" for name, value in self.params.items()]
        tail = f"({', '.join(said)})" if said else ""
        return Text(record.name.ko + tail, record.name.en + tail)

    @property
    def all_params(self) -> Params:
        """Every parameter by name."""
        return activation(self.key).checked(self.params)


@dataclass(frozen=True, slots=True)
class Item:
    """What one draw of a question is.

    Attributes:
        words: fills the placeholders ``{name}`` of the catalogue's words; ``{{name}}`` is left for the numbers below.
        options: what the options and items of the task are called.
        feedback: to usual wrong answers, by id.
        why: why the right answer is right, if it is not the template's ``…_why``.  hint: likewise ``…_hint``.
    """

    task: Task
    numbers: Mapping[str, Numbers] = field(default_factory=dict)
    values: Mapping[str, Call] = field(default_factory=dict)
    words: Mapping[str, object] = field(default_factory=dict)
    options: Mapping[str, Text] = field(default_factory=dict)
    feedback: Mapping[str, Text] = field(default_factory=dict)
    why: Text | None = None
    hint: Text | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question: its words are ``quiz.<template>_title``, ``…_question``, ``…_why`` and ``…_hint``.

    Two kinds are the same question if ``template`` and ``about`` are the same.
    """

    template: str
    build: Callable[[Draw], Item]
    about: str = ""


def in_both(id: str, **words: object) -> Text:
    """Return ``quiz.<id>`` in both languages with its placeholders filled."""
    # With no value at all the words would be left as they stand, doubled braces and all.
    values = {"_": "", **words}
    return Text(*(words_in(lang)(f"quiz.{id}", **values) for lang in LANGUAGES))


def same(text: str) -> Text:
    """Return a text that is the same in both languages, such as code; braces stand for themselves."""
    escaped = text.replace("{", "{{").replace("}", "}}")
    return Text(escaped, escaped)


def short(number: float) -> str:
    """Return a number as short as it can be said, with a real minus sign: ``−2``, ``0.25``."""
    return written_number(number).removesuffix(".0")


def chosen(
    draw: Draw, options: Mapping[str, Text], right: Sequence[str], many: bool = False
) -> tuple[Choose, Mapping[str, Text]]:
    """Return the task and the texts of ``options`` in a drawn order."""
    order = draw.shuffled(tuple(options))
    return Choose(order, [id for id in order if id in right], many), options


def as_step(kind: Kind, number: int, draw: Draw) -> Step:
    """Return the question as the step ``number`` (its id) of a quiz."""
    item = kind.build(draw)
    numbers = {name: Drawn(first) for name, first in item.numbers.items()}
    step = Step(str(number), MINUTES, "", None, numbers, item.values, item.task, {})
    task = _without_right_ones(step)
    return dataclasses.replace(step, task=task, pages={lang: _page(kind, item, task, lang) for lang in LANGUAGES})


def _page(kind: Kind, item: Item, task: Task, lang: Lang) -> StepText:
    words = words_in(lang)

    def text(part: str) -> str:
        return words(f"quiz.{kind.template}_{part}", **{"_": "", **item.words})

    why = item.why.said_in(lang) if item.why else text("why")
    hint = item.hint.said_in(lang) if item.hint else text("hint")
    return StepText(
        title=text("title"),
        question=text("question"),
        options={id: option.said_in(lang) for id, option in item.options.items()},
        right=why,
        wrong={id: said.said_in(lang) for id, said in _feedback(kind, item, task).items()} | {OTHER: hint},
        hints=(hint,),
        answer=why,
    )


def _feedback(kind: Kind, item: Item, task: Task) -> dict[str, Text]:
    """Return what is said to the wrong answers: the item's own words, else the template's ``…_not_<id>``."""
    if isinstance(task, Predict):
        ids = [wrong.id for wrong in task.wrong]
    elif isinstance(task, Choose):
        ids = [option for option in task.options if option not in task.right]
    else:
        ids = [key for key in task.functions if key != task.right] if isinstance(task, PickCurve) else []
    known = load_entries()
    general = {id: f"{kind.template}_not_{id}" for id in ids if f"quiz.{kind.template}_not_{id}" in known}
    return {id: in_both(word, **item.words) for id, word in general.items()} | dict(item.feedback)


def _without_right_ones(step: Step) -> Task:
    """Return the task without those usual wrong answers that happen to be right with these numbers."""
    assert step.task
    if not isinstance(step.task, Predict):
        return step.task
    bare = msgspec.structs.replace(step.task, wrong=[])
    known = computed(step, 0)
    kept = [one for one in step.task.wrong if tells_apart(msgspec.structs.replace(bare, wrong=[one]), known)]
    return msgspec.structs.replace(bare, wrong=kept)
