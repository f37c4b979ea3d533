"""What a race leaves behind: script, notebook, CSV files; and what its entrants are called."""

from __future__ import annotations

from core.activations import activation
from core.export.race import curves_csv, race_notebook, race_script, table_csv
from core.labs.race.experiment import plan
from core.labs.race.state import Entrant, RaceState
from core.record import Value, written_number
from core.text import Words
from core.training.frames import Frame, Rank

DEFAULT_EPOCHS = 200


def entrant_names(state: RaceState, words: Words) -> tuple[str, ...]:
    """Return what the entrants are called, all different: ``"Leaky ReLU (0.2)"``, ``"f(x) = x*a"``, ``"ReLU 2"``."""
    names: list[str] = []
    for one in state.entrants:
        name = _name(one, words)
        same = sum(other == name or other.startswith(f"{name} #") for other in names)
        names.append(f"{name} #{same + 1}" if same else name)
    return tuple(names)


def script(state: RaceState, words: Words, frame: Frame | None = None) -> str:
    """Return the script that repeats the race up to the step of ``frame``. Raises UserError ``training.*``."""
    return race_script(plan(state), entrant_names(state, words), *_length(state, frame))


def notebook(state: RaceState, words: Words, frame: Frame | None = None) -> bytes:
    """Return the notebook of the race, with the prediction before and the conclusion after it. Raises UserError."""
    before = [f"# {words('race.notebook_title')}", words("race.notebook_about")]
    expected = [name for one, name in zip(state.entrants, entrant_names(state, words), strict=True)
                if one.series == state.predicted]  # fmt: skip
    if expected or state.prediction:
        locked = f"*{words('race.prediction_was_locked')}*" if state.started else ""
        before += [f"## {words('race.prediction')}", *(f"**{name}**" for name in expected), state.prediction, locked]
    after = [f"## {words('race.conclusion')}", state.conclusion] if state.conclusion else []
    texts = ("\n\n".join(part for part in parts if part) for parts in (before, after))
    epochs, steps = _length(state, frame)
    return race_notebook(plan(state), entrant_names(state, words), epochs, *texts, steps=steps)


def curves(state: RaceState, words: Words, frame: Frame) -> bytes:
    """Return the curves of every network as a CSV file."""
    return curves_csv(frame, entrant_names(state, words), state.design.first_seed)


def table(state: RaceState, words: Words, ranks: tuple[Rank, ...]) -> bytes:
    """Return the ranking table as a CSV file."""
    return table_csv(ranks, entrant_names(state, words), plan(state).judged_by)


def _length(state: RaceState, frame: Frame | None) -> tuple[int, int]:
    """Return (epochs, further steps): where the race is, or where it will end if it has not begun."""
    if frame is not None and (frame.epoch or frame.step):
        return frame.epoch, frame.step
    return state.goal.last_epoch or DEFAULT_EPOCHS, 0


def _name(one: Entrant, words: Words) -> str:
    record, params = one.record(), one.checked_params()
    name = f"f(x) = {one.formula}" if one.function == "custom" else words.text(record.name)
    differing = [_written(value) for key, value in params.items() if value != record.parameter(key).default]
    if differing:
        name += f" ({', '.join(differing)})"
    layers = [words.text(activation(key).name) if key else "·" for key in one.layers]
    return f"{name} [{', '.join(layers)}]" if layers else name


def _written(value: Value) -> str:
    return written_number(value) if isinstance(value, float) else str(value)
