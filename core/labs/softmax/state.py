"""What a person can change in the Softmax lab, and the verbs that change it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from core.record import Parameter
from core.tensor_value import FloatArray, TensorValue
from core.text import Text, UserError

LEAST_CLASSES, MOST_CLASSES = 2, 10
MOST_ROWS = MOST_COLUMNS = 4
LARGEST_LOGIT = 1e4
LARGEST_FACTOR = 1000.0
LONGEST_NAME = 20
Slider = Literal["temperature", "scale"]

# Named as the literature names them; the slider's own reach is a lesson's, ``LARGEST_FACTOR`` is what may be typed.
SLIDERS: Mapping[str, Parameter] = {
    "temperature": Parameter("temperature", "T", Text("온도", "temperature"), 1.0, low=0.1, high=5.0, step=0.1),
    "scale": Parameter("scale", "s", Text("로짓 배율", "logit scale"), 1.0, low=0.1, high=10.0, step=0.1),
}
CLASS_COUNT = Parameter("classes", "K", Text("클래스 수", "number of classes"), 3, kind="integer")
MATRIX_SIDES = (
    Parameter("rows", "", Text("행의 수", "number of rows"), 2, kind="integer"),
    Parameter("columns", "", Text("열의 수", "number of columns"), 3, kind="integer"),
)


@dataclass(frozen=True, slots=True)
class SoftmaxState:
    """What a person can change in Softmax.

    Attributes:
        logits: z, shape (K,), 2 to 10 classes. Each is finite within ±1e4, or −inf for a masked class, never all.
        names: one for each class; an empty one is the ready-made name of its place, in the language of the moment.
        temperature, scale: T and s. Softmax takes u = z · s / T.
        ranges: (low, high, step) of sliders that were changed.
        subtract_max: whether the exp column is exp(u − max u) or exp(u).
        target: the right class of the cross-entropy.
        selected: the class lit up everywhere, or -1.
        matrix: the 2-D tensor, up to 4×4, finite.  dim: along which softmax runs over it: 0, 1, -1 or -2.
        cell: flat index of the selected element of ``matrix``, or -1.
    """

    logits: TensorValue = field(default_factory=lambda: TensorValue.of([2.0, 1.0, 0.1]))
    names: tuple[str, ...] = ("", "", "")
    temperature: float = 1.0
    scale: float = 1.0
    ranges: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    subtract_max: bool = True
    target: int = 0
    selected: int = 0
    matrix: TensorValue = field(default_factory=lambda: TensorValue.of([[2.0, 1.0, 0.1], [0.0, 1.0, 2.0]]))
    dim: int = 1
    cell: int = 0

    @property
    def classes(self) -> int:
        """How many classes there are."""
        return self.logits.size


# --- verbs: each returns a new state, or raises UserError and changes nothing ---


def set_logit(state: SoftmaxState, index: int, number: float) -> SoftmaxState:
    """Give the class ``index`` another logit and select it; an index that is not there changes nothing.

    Raises UserError ``softmax.logit_*``, or ``softmax.all_masked`` if no finite logit would be left.
    """
    if not 0 <= index < state.classes:
        return state
    changed = state.logits.replaced(index, number + 0.0)  # −0.0 is 0.0
    _check_logits(changed.values)
    return replace(state, logits=changed, selected=index)


def drag_logit(state: SoftmaxState, index: int, number: float) -> SoftmaxState:
    """Give a class the logit that its dragged bar shows: as ``set_logit``, held within ±1e4."""
    return set_logit(state, index, min(max(number, -LARGEST_LOGIT), LARGEST_LOGIT))


def set_difference(state: SoftmaxState, difference: float) -> SoftmaxState:
    """Move the first logit so that u₀ − u₁ is ``difference``; nothing changes while the second class is masked."""
    second = float(state.logits.values[1])
    if not math.isfinite(second) or not math.isfinite(difference):
        return state
    return drag_logit(state, 0, round(second + difference * state.temperature / state.scale, 6))


def set_name(state: SoftmaxState, index: int, name: str) -> SoftmaxState:
    """Call the class ``index`` by another name; an empty one brings the ready-made name back.

    Raises UserError ``softmax.name_too_long``.
    """
    if not 0 <= index < state.classes:
        return state
    plain = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    if len(plain) > LONGEST_NAME:
        raise UserError("softmax.name_too_long", limit=LONGEST_NAME, count=len(plain))
    return replace(state, names=(*state.names[:index], plain, *state.names[index + 1 :]))


def set_class_count(state: SoftmaxState, count: int) -> SoftmaxState:
    """Have ``count`` classes: new ones get the logit 0, the last ones go.

    Raises UserError ``softmax.too_many_classes`` above 10, ``softmax.one_class`` below 2.
    """
    if count > MOST_CLASSES:
        raise UserError("softmax.too_many_classes", limit=MOST_CLASSES, count=count)
    if count < LEAST_CLASSES:
        raise UserError("softmax.one_class", limit=MOST_CLASSES)
    missing = max(0, count - state.classes)
    logits = np.concatenate([state.logits.values[:count], np.zeros(missing)])
    _check_logits(logits)
    return replace(
        state,
        logits=TensorValue.of(logits),
        names=(*state.names[:count], *("",) * missing),
        target=min(state.target, count - 1),
        selected=min(state.selected, count - 1),
    )


def add_class(state: SoftmaxState) -> SoftmaxState:
    """Have one class more. Raises UserError ``softmax.too_many_classes``."""
    return set_class_count(state, state.classes + 1)


def remove_class(state: SoftmaxState) -> SoftmaxState:
    """Have one class less: the last one goes. Raises UserError ``softmax.one_class`` or ``softmax.all_masked``."""
    return set_class_count(state, state.classes - 1)


def check_slider(name: str, value: object) -> float:
    """Return T or s as a number. Raises UserError for 0, a negative one, one above 1000 and what is no number."""
    number = float(SLIDERS[name].check(value))
    if number <= 0 and name == "temperature":
        raise UserError("softmax.temperature_zero" if number == 0 else "softmax.temperature_negative", value=value)
    if number <= 0:
        raise UserError("softmax.scale_zero" if number == 0 else "softmax.scale_negative", value=value)
    if not 1 / LARGEST_FACTOR <= number <= LARGEST_FACTOR:
        raise UserError("softmax.factor_range", low=f"{1 / LARGEST_FACTOR:g}", high=f"{LARGEST_FACTOR:g}", value=value)
    return number


def set_slider(state: SoftmaxState, name: Slider, value: object) -> SoftmaxState:
    """Change ``"temperature"`` or ``"scale"``. Raises what ``check_slider`` raises."""
    number = check_slider(name, value)
    return replace(state, temperature=number) if name == "temperature" else replace(state, scale=number)


def set_range(state: SoftmaxState, name: str, low: float, high: float, step: float) -> SoftmaxState:
    """Change what a slider spans. Raises UserError ``parameter.range`` unless low < high and 0 < step ≤ high − low."""
    if name not in SLIDERS:
        return state
    if not all(math.isfinite(n) for n in (low, high, step)) or not (low < high and 0 < step <= high - low):
        raise UserError("parameter.range", name=name)
    for end in (low, high):
        check_slider(name, end)
    return replace(state, ranges={**state.ranges, name: (low, high, step)})


def set_subtract_max(state: SoftmaxState, subtracted: bool) -> SoftmaxState:
    """Let the exp column subtract the maximum first, or not."""
    return replace(state, subtract_max=subtracted)


def set_target(state: SoftmaxState, index: int) -> SoftmaxState:
    """Choose the right class; an index that is not there changes nothing."""
    return replace(state, target=index) if 0 <= index < state.classes else state


def select(state: SoftmaxState, index: int) -> SoftmaxState:
    """Light up a class (-1 for none); an index that is not there changes nothing."""
    return replace(state, selected=index) if -1 <= index < state.classes else state


def set_matrix(state: SoftmaxState, matrix: TensorValue) -> SoftmaxState:
    """Put in another 2-D tensor; a 1-D one becomes a single row.

    Raises UserError ``softmax.matrix_shape`` beyond 2 dimensions or 4×4, ``softmax.matrix_finite`` for inf and nan,
    ``softmax.logit_range`` beyond ±1e4.
    """
    if not 1 <= len(matrix.shape) <= 2 or matrix.shape[-1] > MOST_COLUMNS or math.prod(matrix.shape[:-1]) > MOST_ROWS:
        shape = "×".join(map(str, matrix.shape)) or "()"
        raise UserError("softmax.matrix_shape", shape=shape, rows=MOST_ROWS, columns=MOST_COLUMNS)
    if not np.isfinite(matrix.values).all():
        raise UserError("softmax.matrix_finite")
    _check_logits(matrix.values)
    two_d = TensorValue(np.atleast_2d(matrix.values))
    return replace(state, matrix=two_d, cell=state.cell if state.cell < two_d.size else -1)


def set_matrix_cell(state: SoftmaxState, index: int, number: float) -> SoftmaxState:
    """Replace one element (flat index) of the 2-D tensor and select it. Raises what ``set_matrix`` raises."""
    if not 0 <= index < state.matrix.size:
        return state
    return replace(set_matrix(state, state.matrix.replaced(index, number + 0.0)), cell=index)


def resize_matrix(state: SoftmaxState, rows: int, columns: int) -> SoftmaxState:
    """Cut off or fill up the 2-D tensor with 0. Raises UserError ``softmax.matrix_shape`` beyond 4×4."""
    if not (1 <= rows <= MOST_ROWS and 1 <= columns <= MOST_COLUMNS):
        raise UserError("softmax.matrix_shape", shape=f"{rows}×{columns}", rows=MOST_ROWS, columns=MOST_COLUMNS)
    return set_matrix(state, state.matrix.resized((rows, columns)))


def set_dim(state: SoftmaxState, dim: int) -> SoftmaxState:
    """Let softmax run along another dimension of the 2-D tensor. Raises UserError ``softmax.dim`` unless −2 to 1."""
    if dim not in (-2, -1, 0, 1):
        raise UserError("softmax.dim", dim=dim)
    return replace(state, dim=dim)


def select_cell(state: SoftmaxState, index: int) -> SoftmaxState:
    """Select an element of the 2-D tensor (flat index, -1 for none)."""
    return replace(state, cell=index) if -1 <= index < state.matrix.size else state


# --- ready examples ---


@dataclass(frozen=True, slots=True)
class Example:
    """Ready logits: the catalogue id of its name is ``softmax.example_<key>``."""

    key: str
    logits: tuple[float, ...]
    scale: float = 1.0


def examples() -> tuple[Example, ...]:
    """Return the ready examples in the order of the menu; the first is the curriculum's example F."""
    return (
        Example("f", (2.0, 1.0, 0.1)),
        Example("thousand", (1000.0, 1001.0, 1002.0)),
        Example("winner", (2.0, 1.0, 0.1), scale=10.0),
        Example("equal", (1.0, 1.0, 1.0)),
        Example("two", (2.0, 0.0)),
    )


def apply_example(state: SoftmaxState, key: str) -> SoftmaxState:
    """Set up the example ``key``; the 2-D tensor stays. Raises UserError ``softmax.example`` for an unknown one."""
    for example in examples():
        if example.key == key:
            return replace(
                state,
                logits=TensorValue.of(example.logits),
                names=("",) * len(example.logits),
                temperature=1.0,
                scale=example.scale,
                ranges={},
                subtract_max=True,
                target=0,
                selected=0,
            )
    raise UserError("softmax.example", name=key, known=", ".join(e.key for e in examples()))


# --- what a file may hold ---


def checked(state: SoftmaxState) -> SoftmaxState:
    """Return ``state`` as the verbs would have made it. Raises UserError for what they would have refused."""
    if len(state.logits.shape) != 1 or len(state.names) != state.classes:
        raise UserError("softmax.file_classes", limit=MOST_CLASSES)
    result = set_class_count(replace(state, logits=TensorValue(state.logits.values)), state.classes)
    for index, name in enumerate(state.names):
        result = set_name(result, index, name)
    for name, (low, high, step) in state.ranges.items():
        if name not in SLIDERS:
            raise UserError("parameter.unknown", name=name, function="softmax", known=", ".join(SLIDERS))
        result = set_range(result, name, low, high, step)
    result = set_slider(set_slider(result, "temperature", state.temperature), "scale", state.scale)
    result = set_dim(set_matrix(result, state.matrix), state.dim)
    result = replace(result, target=0, selected=-1, cell=-1)
    result = select_cell(select(set_target(result, state.target), state.selected), state.cell)
    return result


def _check_logits(values: FloatArray) -> None:
    """Raise UserError unless every logit is finite within ±1e4 or −inf, and one at least is finite."""
    for value in values.reshape(-1).tolist():
        if math.isnan(value):
            raise UserError("softmax.logit_nan")
        if value == math.inf:
            raise UserError("softmax.logit_infinite")
        if math.isfinite(value) and abs(value) > LARGEST_LOGIT:
            raise UserError("softmax.logit_range", limit=f"{LARGEST_LOGIT:g}", value=f"{value:g}")
    if not np.isfinite(values).any():
        raise UserError("softmax.all_masked")
