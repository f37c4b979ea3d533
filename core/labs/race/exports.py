"""What a race leaves behind: script, notebook, CSV files; and what its entrants are called."""

from __future__ import annotations

from core.export.notebook import Cell
from core.export.race import curves_table, race_cells, race_script, ranking_table
from core.export.table import Table
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
    """Return the script that repeats the race up to the epoch of ``frame``. Raises UserError ``training.*``."""
    return race_script(plan(state), entrant_names(state, words), _epochs(state, frame))


def notebook_cells(state: RaceState, words: Words, frame: Frame | None = None) -> tuple[Cell, ...]:
    """Return the notebook of the race, with the prediction before and the conclusion after it. Raises UserError."""
    before = [f"# {words('race.notebook_title')}", words("race.notebook_about")]
    expected = [name for one, name in zip(state.entrants, entrant_names(state, words), strict=True)
                if one.series == state.predicted]  # fmt: skip
    if expected or state.prediction:
        before += [f"## {words('race.prediction')}", *(f"**{name}**" for name in expected), state.prediction]
    after = [f"## {words('race.conclusion')}", state.conclusion] if state.conclusion else []
    texts = ("\n\n".join(part for part in parts if part) for parts in (before, after))
    return race_cells(plan(state), entrant_names(state, words), _epochs(state, frame), *texts)


def curves(state: RaceState, words: Words, frame: Frame) -> Table:
    """Return the curves of every network."""
    return curves_table(frame, entrant_names(state, words), state.design.first_seed)


def table(state: RaceState, words: Words, ranks: tuple[Rank, ...]) -> Table:
    """Return the ranking table."""
    return ranking_table(ranks, entrant_names(state, words), plan(state).judged_by)


def _epochs(state: RaceState, frame: Frame | None) -> int:
    if frame is not None and frame.epoch:
        return frame.epoch
    return state.goal.last_epoch or DEFAULT_EPOCHS


def _name(one: Entrant, words: Words) -> str:
    record, params = one.record(), one.checked_params()
    name = f"f(x) = {one.formula}" if one.function == "custom" else words.text(record.name)
    differing = [_written(value) for key, value in params.items() if value != record.parameter(key).default]
    if differing:
        name += f" ({', '.join(differing)})"
    others = [key for key in one.layers if key]
    return f"{name} [{', '.join(key or '·' for key in one.layers)}]" if others else name


def _written(value: Value) -> str:
    return written_number(value) if isinstance(value, float) else str(value)
