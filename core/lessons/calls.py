"""Numbers that a lesson asks for by the name of a function with typed arguments: never code."""

from __future__ import annotations

import msgspec

# A number, a list or rows of numbers, or the name of numbers of the step.
Given = float | str | list[float | list[float]]
# Parameters of a function by name; the text "{a}" is the number of the step called a.
GivenParams = dict[str, float | bool | str]


class _Call(msgspec.Struct, frozen=True, tag_field="call", forbid_unknown_fields=True):
    pass


class Output(_Call, tag="output", frozen=True):
    """``function(x)`` as PyTorch computes it in float32, elementwise or along ``dim``: the shape of ``x``."""

    function: str
    x: Given
    params: GivenParams = {}


class Slope(_Call, tag="slope", frozen=True):
    """autograd's slope of ``function`` at each of ``x``: the shape of ``x``."""

    function: str
    x: Given
    params: GivenParams = {}


class LargestSlope(_Call, tag="largest_slope", frozen=True):
    """The largest slope of ``function`` over [-10, 10]: one number."""

    function: str
    params: GivenParams = {}


class Exponential(_Call, tag="exp", frozen=True):
    """``exp(x)``, or with ``subtract_max`` ``exp(x - max(x))``, elementwise."""

    x: Given
    subtract_max: bool = False


class Softmax(_Call, tag="softmax", frozen=True):
    """``softmax(scale * logits / temperature)`` along ``dim``: the shape of ``logits``."""

    logits: Given
    dim: int = 0
    temperature: float = 1.0
    scale: float = 1.0


class CrossEntropy(_Call, tag="cross_entropy", frozen=True):
    """``nn.CrossEntropyLoss()(logits, target)``: one number. ``twice`` is the mistake of feeding it probabilities."""

    logits: Given
    target: int
    twice: bool = False


class BinaryCrossEntropy(_Call, tag="bce", frozen=True):
    """``nn.BCEWithLogitsLoss()(logit, target)``: one number. ``gradient`` gives its slope at the logit, p - y."""

    logit: Given
    target: float
    gradient: bool = False


class Neuron(_Call, tag="neuron", frozen=True):
    """``function(w · x + b)`` as ``nn.Linear`` computes it: one number. "identity" gives the weighted sum."""

    x: Given
    w: Given
    b: Given = 0.0
    function: str = "identity"


class MatrixProduct(_Call, tag="matmul", frozen=True):
    """``a @ b``."""

    a: Given
    b: Given


class Power(_Call, tag="power", frozen=True):
    """``base ** exponent``."""

    base: Given
    exponent: float | str


class Product(_Call, tag="product", frozen=True):
    """The numbers of ``of`` multiplied with each other, elementwise: two or more of one shape, or single numbers."""

    of: list[float | str]


class Listed(_Call, tag="list", frozen=True):
    """Single numbers one after the other, as one list."""

    of: list[float | str]


class Linspace(_Call, tag="linspace", frozen=True):
    """``torch.linspace(start, end, steps)``: a list of ``steps`` numbers."""

    start: float
    end: float
    steps: int


class Total(_Call, tag="sum", frozen=True):
    """The sum of numbers, along ``dim`` of rows if it is given."""

    of: Given
    dim: int | None = None


class Negated(_Call, tag="negated", frozen=True):
    """The same numbers with the other sign."""

    of: Given


class Same(_Call, tag="same", frozen=True):
    """Numbers as they stand, to give a second name."""

    of: Given


class Scaled(_Call, tag="scaled", frozen=True):
    """``by * of + plus``: three numbers, lists or rows that fit together as PyTorch broadcasts them."""

    of: Given
    by: Given = 1.0
    plus: Given = 0.0


class Facts(_Call, tag="fact", frozen=True):
    """A measured fact of ``function``: ``what`` is ``low``, ``high`` (ends of the range), ``saturated`` (share of
    [-5, 5] with a slope below 0.1, 0 to 1)."""

    function: str
    what: str
    params: GivenParams = {}


Call = (
    Output
    | Slope
    | LargestSlope
    | Exponential
    | Softmax
    | CrossEntropy
    | BinaryCrossEntropy
    | Neuron
    | MatrixProduct
    | Power
    | Product
    | Listed
    | Linspace
    | Total
    | Negated
    | Same
    | Scaled
    | Facts
)
