"""What a person can change in the training race, and the verbs that change it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from math import isfinite
from typing import TypeVar

from core.activations import activation
from core.chosen_function import ChosenFunction, free_series
from core.text import UserError
from core.training.datasets import KINDS, OWN, DataChoice, OwnPoints, check_choice, check_own
from core.training.frames import Goal
from core.training.plan import MAX_CONTESTANTS, MAX_DEPTH, Design, check_design

CURVES = ("loss", "accuracy")
PARTS = ("test", "train")
MAX_TEXT = 2_000
LOSS_TARGET = 0.05
MAX_EPOCHS = 100_000
MAX_PACE = 1_000.0
_Settings = TypeVar("_Settings", Design, DataChoice, Goal)


@dataclass(frozen=True, slots=True)
class Entrant(ChosenFunction):
    """One activation of the race; ``series`` is 0 to 9.

    Attributes:
        layers: for each hidden layer a catalogue key that stands there instead, "" for this function itself. Layers
            beyond its end have this function.
    """

    layers: tuple[str, ...] = ()


_FIRST = ("identity", "sigmoid", "tanh", "relu", "leaky_relu", "gelu")


@dataclass(frozen=True, slots=True)
class RaceState:
    """What a person can change in the training race. The training itself is not part of it: it follows from it.

    Attributes:
        data: which data.  own: the person's points, kept while other data is shown.
        design: the networks' shape and how they learn.
        entrants: the activations, 1 to 10, each with another ``series``.
        selected: index of the entrant whose parameters are shown.
        goal: the target, and when the race ends.
        prediction: what the person wrote before the start.  predicted: ``series`` of the expected winner, -1 for none.
        started: whether training has begun since: what was predicted then stands, so that a prediction is one.
        conclusion: what the person wrote after it.
        pace: epochs per second, 0 as fast as possible.
        board_seed: seed whose boundaries are shown, -1 for the mean over seeds.
        curve: "loss" or "accuracy".  curve_part: of the "test" or the "train" data.  log_scale: for the loss.
        enlarged: index of the entrant shown large, -1 for none.
        opened_seed: which of its networks is opened.
        opened_layer, opened_unit: the hidden unit of it that stands out, -1 for none.
        opened_numbers: whether its weights are shown as numbers where there is no room for numbers and picture.
        brush: the class that a click in the plane adds; -1 removes the nearest point.
    """

    data: DataChoice = field(default_factory=DataChoice)
    own: OwnPoints = field(default_factory=OwnPoints)
    design: Design = field(default_factory=Design)
    entrants: tuple[Entrant, ...] = tuple(Entrant(key, series) for series, key in enumerate(_FIRST))
    selected: int = 0
    goal: Goal = field(default_factory=Goal)
    prediction: str = ""
    predicted: int = -1
    started: bool = False
    conclusion: str = ""
    pace: float = 30.0
    board_seed: int = -1
    curve: str = "loss"
    curve_part: str = "test"
    log_scale: bool = False
    enlarged: int = -1
    opened_seed: int = 0
    opened_layer: int = -1
    opened_unit: int = -1
    opened_numbers: bool = False
    brush: int = 0


# --- verbs: each returns a new state, or raises UserError and changes nothing ---


def add_entrant(state: RaceState, key: str) -> RaceState:
    """Let one more activation take part and select it. Raises UserError ``race.too_many``, ``function.*``."""
    if len(state.entrants) >= MAX_CONTESTANTS:
        raise UserError("race.too_many", limit=MAX_CONTESTANTS)
    added = Entrant(key, free_series(state.entrants))
    _check_elementwise(added)
    return replace(state, entrants=(*state.entrants, added), selected=len(state.entrants))


def remove_entrant(state: RaceState, index: int) -> RaceState:
    """Take an activation out. Raises UserError ``race.last_one`` for the only one."""
    if len(state.entrants) == 1:
        raise UserError("race.last_one")
    if not 0 <= index < len(state.entrants):
        return state
    left = state.entrants[:index] + state.entrants[index + 1 :]
    selected = min(state.selected - (state.selected > index), len(left) - 1)
    enlarged = -1 if state.enlarged == index else state.enlarged - (state.enlarged > index)
    predicted = -1 if state.entrants[index].series == state.predicted else state.predicted
    return replace(state, entrants=left, selected=selected, enlarged=enlarged, predicted=predicted)


def choose_function(state: RaceState, index: int, key: str) -> RaceState:
    """Put another function in an entrant's place, with its defaults. Raises UserError ``function.*``, ``race.*``."""
    one = state.entrants[index].with_function(key)
    _check_elementwise(one)
    return replace(_with(state, index, one), selected=index)


def set_formula(state: RaceState, index: int, text: str) -> RaceState:
    """Race the person's own function. Raises UserError ``expression.*`` pointing at the column."""
    return _with(state, index, state.entrants[index].with_formula(text))


def set_param(state: RaceState, index: int, name: str, value: object) -> RaceState:
    """Give a parameter of one entrant a value. Raises UserError ``parameter.*``."""
    return _with(state, index, state.entrants[index].with_param(name, value))


def reset_params(state: RaceState, index: int) -> RaceState:
    """Give one entrant PyTorch's defaults and its own slider ranges."""
    return _with(state, index, replace(state.entrants[index], params={}, ranges={}))


def set_range(state: RaceState, index: int, name: str, low: float, high: float, step: float) -> RaceState:
    """Change what a slider spans. Raises UserError ``parameter.*`` unless low < high and 0 < step ≤ high − low."""
    return _with(state, index, state.entrants[index].with_range(name, low, high, step))


def set_layer(state: RaceState, index: int, layer: int, key: str) -> RaceState:
    """Put another function behind one hidden layer (from 0), "" for the entrant's own. Raises UserError."""
    if not 0 <= layer < MAX_DEPTH:
        raise UserError("race.no_layer", layer=layer + 1, limit=MAX_DEPTH)
    one = state.entrants[index]
    keys = [*one.layers, *[""] * (layer + 1 - len(one.layers))]
    keys[layer] = key
    while keys and not keys[-1]:
        keys.pop()
    changed = replace(one, layers=tuple(keys))
    _check_elementwise(changed)
    return _with(state, index, changed)


def select(state: RaceState, index: int) -> RaceState:
    """Show the parameters of another entrant; one that is not there changes nothing."""
    return replace(state, selected=index) if 0 <= index < len(state.entrants) else state


def set_design(state: RaceState, name: str, value: object) -> RaceState:
    """Change one field of ``Design``. Raises UserError ``training.*`` for a value that it cannot have."""
    design = _changed(state.design, name, value)
    check_design(design)
    return replace(state, design=design, board_seed=min(state.board_seed, design.seeds - 1),
                   opened_seed=min(state.opened_seed, design.seeds - 1))  # fmt: skip


def set_data(state: RaceState, name: str, value: object) -> RaceState:
    """Change one field of ``DataChoice``. Raises UserError ``training.*`` for a value that it cannot have."""
    data = _changed(state.data, name, value)
    check_choice(data)
    return with_fitting_target(state, replace(state, data=data))


def set_goal(state: RaceState, name: str, value: object) -> RaceState:
    """Change one field of ``Goal``. Raises UserError ``race.target``, ``race.last_epoch``, ``training.*``."""
    goal = _changed(state.goal, name, value)
    if not (isfinite(goal.target) and 0 < goal.target <= 1):
        raise UserError("race.target")
    if not 0 <= goal.last_epoch <= MAX_EPOCHS:
        raise UserError("race.last_epoch", limit=f"{MAX_EPOCHS:,}")
    return replace(state, goal=goal)


def write_prediction(state: RaceState, text: str) -> RaceState:
    """Write down what is expected. Raises UserError ``race.text_too_long``, ``race.prediction_locked``."""
    _check_open(state)
    return replace(state, prediction=_short(text))


def predict(state: RaceState, series: int) -> RaceState:
    """Say which entrant (by ``series``) is expected to win, -1 for none; one that does not take part is none.

    Raises UserError ``race.prediction_locked``.
    """
    _check_open(state)
    return replace(state, predicted=series if series in {one.series for one in state.entrants} else -1)


def start(state: RaceState) -> RaceState:
    """Begin to train: from here on the prediction stands."""
    return replace(state, started=True)


def start_anew(state: RaceState) -> RaceState:
    """Go back to before the training: the prediction is open again."""
    return replace(state, started=False)


def write_conclusion(state: RaceState, text: str) -> RaceState:
    """Write down what came out. Raises UserError ``race.text_too_long``."""
    return replace(state, conclusion=_short(text))


def set_pace(state: RaceState, pace: float) -> RaceState:
    """Run at ``pace`` epochs per second, 0 as fast as possible. Raises UserError ``race.pace``."""
    if not (isfinite(pace) and 0 <= pace <= MAX_PACE):
        raise UserError("race.pace", limit=f"{MAX_PACE:g}")
    return replace(state, pace=float(pace))


def show_seed(state: RaceState, seed: int) -> RaceState:
    """Show the boundaries of one seed (from 0), -1 for the mean over seeds."""
    return replace(state, board_seed=min(max(-1, seed), state.design.seeds - 1))


def show_curve(state: RaceState, curve: str, part: str, log_scale: bool) -> RaceState:
    """Show the curves of "loss" or "accuracy" of the "test" or "train" data. Raises UserError ``race.choice``."""
    for value, known in ((curve, CURVES), (part, PARTS)):
        if value not in known:
            raise UserError("race.choice", value=value, known=", ".join(known))
    return replace(state, curve=curve, curve_part=part, log_scale=bool(log_scale))


def enlarge(state: RaceState, index: int, seed: int = 0) -> RaceState:
    """Show one entrant large with the network of ``seed`` opened; -1 shows all of them."""
    shown = index if 0 <= index < len(state.entrants) else -1
    opened = min(max(0, seed), state.design.seeds - 1)
    return replace(state, enlarged=shown, opened_seed=opened, opened_layer=-1, opened_unit=-1)


def point_out(state: RaceState, layer: int, unit: int) -> RaceState:
    """Let one hidden unit (layer and unit from 0) of the opened network stand out; one that is not there is none."""
    is_there = 0 <= layer < state.design.depth and 0 <= unit < state.design.width
    return replace(state, opened_layer=layer if is_there else -1, opened_unit=unit if is_there else -1)


def show_numbers(state: RaceState, shown: bool) -> RaceState:
    """Show the opened network's weights as numbers, or as a picture."""
    return replace(state, opened_numbers=bool(shown))


def is_regression(state: RaceState) -> bool:
    """Return whether the data asks for numbers, so that the target is a loss."""
    return not state.own.classes if state.data.kind == OWN else KINDS[state.data.kind][0] == "regression"


def with_fitting_target(before: RaceState, after: RaceState) -> RaceState:
    """Return ``after`` with the usual target of its kind where an accuracy has become a loss or the other way round."""
    if is_regression(before) == is_regression(after):
        return after
    target = LOSS_TARGET if is_regression(after) else Goal().target
    return replace(after, goal=replace(after.goal, target=target))


# --- what a file may hold ---


def checked(state: RaceState) -> RaceState:
    """Return ``state`` with every part as the verbs would have made it. Raises UserError for what cannot be used."""
    if not 1 <= len(state.entrants) <= MAX_CONTESTANTS:
        raise UserError("race.too_many", limit=MAX_CONTESTANTS)
    numbers = [one.series for one in state.entrants]
    if len(set(numbers)) != len(numbers) or not set(numbers) <= set(range(MAX_CONTESTANTS)):
        raise UserError("race.series", limit=MAX_CONTESTANTS - 1)
    check_choice(state.data)
    check_own(state.own)
    check_design(state.design)
    made = replace(state, entrants=tuple(_checked_one(one) for one in state.entrants))
    for name in (f.name for f in fields(Goal)):
        made = set_goal(made, name, getattr(state.goal, name))
    made = write_conclusion(write_prediction(start_anew(made), state.prediction), state.conclusion)
    made = replace(set_pace(predict(made, state.predicted), state.pace), started=state.started)
    made = show_curve(made, state.curve, state.curve_part, state.log_scale)
    made = select(replace(made, selected=0), state.selected)
    made = enlarge(show_seed(made, state.board_seed), state.enlarged, state.opened_seed)
    made = point_out(made, state.opened_layer, state.opened_unit)
    return replace(made, brush=min(max(-1, state.brush), max(0, len(state.own.classes) - 1)))


def _checked_one(one: Entrant) -> Entrant:
    if len(one.layers) > MAX_DEPTH:
        raise UserError("race.no_layer", layer=len(one.layers), limit=MAX_DEPTH)
    _check_elementwise(one)
    return one.checked()


def _check_elementwise(one: Entrant) -> None:
    for record in (one.record(), *(activation(key) for key in one.layers if key)):
        if record.is_vector:
            raise UserError("training.not_elementwise", function=record.name)


def _changed(settings: _Settings, name: str, value: object) -> _Settings:
    """Return ``settings`` with one field changed. Raises UserError ``training.not_a_number`` or ``training.not_whole``.

    Whether the value can be used is for the caller to check.
    """
    return replace(settings, **{name: _like(getattr(settings, name), name, value)})  # type: ignore[arg-type]


def _like(old: object, name: str, value: object) -> object:
    """Return ``value`` in the type of ``old``. Raises UserError ``training.not_a_number``, ``training.not_whole``."""
    if isinstance(old, str):
        return str(value)
    if isinstance(old, bool):
        return bool(value)
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise UserError("training.not_a_number", name=name, value=value) from None
    if not isfinite(number):
        raise UserError("training.not_a_number", name=name, value=value)
    if isinstance(old, int):
        if number != int(number):
            raise UserError("training.not_whole", name=name, value=value)
        return int(number)
    return number


def _check_open(state: RaceState) -> None:
    if state.started:
        raise UserError("race.prediction_locked")


def _short(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise UserError("race.text_too_long", limit=f"{MAX_TEXT:,}")
    return text


def _with(state: RaceState, index: int, one: Entrant) -> RaceState:
    return replace(state, entrants=(*state.entrants[:index], one, *state.entrants[index + 1 :]))
