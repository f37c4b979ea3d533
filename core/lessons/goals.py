"""What a live lab must be brought to: named checks with typed arguments, never code."""

from __future__ import annotations

import msgspec


class _Goal(msgspec.Struct, frozen=True, tag_field="check", forbid_unknown_fields=True):
    pass


class ExploreOutput(_Goal, tag="explore_output", frozen=True):
    """In Explore, the chosen function (``function`` if given) makes ``equals`` of ``x``."""

    x: float
    equals: float
    tolerance: float = 0.005
    function: str = ""


class ExploreSlope(_Goal, tag="explore_slope", frozen=True):
    """In Explore, the probe stands where the slope lies in [``low``, ``high``]."""

    low: float
    high: float
    function: str = ""


class ExploreElement(_Goal, tag="explore_element", frozen=True):
    """In Explore, some element of the tensor has an output in [``low``, ``high``]."""

    low: float
    high: float
    function: str = ""


class CompareHas(_Goal, tag="compare_has", frozen=True):
    """In Compare, all of ``functions`` are shown."""

    functions: list[str]


class CompareSame(_Goal, tag="compare_same", frozen=True):
    """In Compare, another row's curve lies within ``tolerance`` of the one of ``function`` all over [-5, 5]."""

    function: str
    tolerance: float = 0.01


class NeuronGate(_Goal, tag="neuron_gate", frozen=True):
    """In Neuron's plane, ``right`` (0 to 4) points of ``gate`` or more are right, with ``layers`` layers at most."""

    gate: str
    right: int = 4
    layers: int = 2


class NeuronOutput(_Goal, tag="neuron_output", frozen=True):
    """In Neuron, the output y lies in [``low``, ``high``]."""

    low: float
    high: float


class CollapseParts(_Goal, tag="neuron_between", frozen=True):
    """In Neuron's linear collapse, an activation stands between the layers and the outputs differ."""


class SoftmaxShare(_Goal, tag="softmax_share", frozen=True):
    """In Softmax, the largest probability lies in [``low``, ``high``]."""

    low: float = 0.0
    high: float = 1.0


class SoftmaxDim(_Goal, tag="softmax_dim", frozen=True):
    """In Softmax, the 2-D tensor's softmax runs along ``dim``."""

    dim: int


class SoftmaxTarget(_Goal, tag="softmax_loss", frozen=True):
    """In Softmax, the cross-entropy lies in [``low``, ``high``]."""

    low: float
    high: float


class GradientScene(_Goal, tag="gradient_ratio", frozen=True):
    """In Gradient, the first layer's gradient over the last one's lies in [``low``, ``high``] for ``function``."""

    function: str
    low: float
    high: float


class DeadUnits(_Goal, tag="dead_units", frozen=True):
    """In the dead-neuron workshop, the number of dead units lies in [``low``, ``high``], with ``function`` if given."""

    low: int
    high: int
    function: str = ""


class WorkshopLoss(_Goal, tag="workshop_loss", frozen=True):
    """In the dead-neuron workshop, the loss lies in [``low``, ``high``], with ``function`` if given."""

    low: float
    high: float
    function: str = ""


class RaceReady(_Goal, tag="race_ready", frozen=True):
    """In the race: ``data`` is chosen (if given), ``functions`` take part, and with ``prediction`` one is written."""

    functions: list[str] = []
    data: str = ""
    prediction: bool = False
    conclusion: bool = False


class RaceRun(_Goal, tag="race_run", frozen=True):
    """As ``race_ready``, and the race has been run: ``epochs`` are behind it, or it came to its end before."""

    functions: list[str] = []
    data: str = ""
    prediction: bool = False
    conclusion: bool = False
    epochs: int = 1


Goal = (
    ExploreOutput
    | ExploreSlope
    | ExploreElement
    | CompareHas
    | CompareSame
    | NeuronGate
    | NeuronOutput
    | CollapseParts
    | SoftmaxShare
    | SoftmaxDim
    | SoftmaxTarget
    | GradientScene
    | DeadUnits
    | WorkshopLoss
    | RaceReady
    | RaceRun
)
