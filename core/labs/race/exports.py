"""What a race leaves behind: report, script, notebook, CSV files; and what its entrants are called."""

from __future__ import annotations

from dataclasses import dataclass

from core.activations import activation
from core.export import race_report as page
from core.export.notebook import Cell
from core.export.race import curves_table, race_cells, race_script, ranking_table
from core.export.table import Table
from core.labs.race.experiment import plan
from core.labs.race.state import Entrant, RaceState
from core.record import Value, written_number
from core.text import Words
from core.training.datasets import OWN
from core.training.frames import Frame, Rank
from core.training.plan import Plan

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


def notebook_cells(state: RaceState, words: Words, frame: Frame | None = None) -> tuple[Cell, ...]:
    """Return the notebook of the race, with the prediction before and the conclusion after it. Raises UserError."""
    before = [f"# {words('race.notebook_title')}", words("race.notebook_about")]
    expected = [name for one, name in zip(state.entrants, entrant_names(state, words), strict=True)
                if one.series == state.predicted]  # fmt: skip
    if expected or state.prediction:
        locked = f"*{words('race.prediction_was_locked')}*" if state.started else ""
        before += [f"## {words('race.prediction')}", *(f"**{name}**" for name in expected), state.prediction, locked]
    after = [f"## {words('race.conclusion')}", state.conclusion] if state.conclusion else []
    first, last = ("\n\n".join(part for part in parts if part) for parts in (before, after))
    epochs, steps = _length(state, frame)
    return race_cells(plan(state), entrant_names(state, words), epochs, first, last, steps)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the screen says of a race, as the report repeats it.

    Attributes:
        status: where it stands.  outcome: what came of the prediction.  rows: the ranking, its heading first.
        board, curves: pictures as PNG.  curves_said: what the curves show.
    """

    status: str
    outcome: str
    rows: tuple[tuple[str, ...], ...]
    board: bytes
    curves: bytes
    curves_said: str


def report_in_words(words: Words, seen: Seen) -> str:
    """Return how the report begins, in plain words: title, where the race stands, its ranking."""
    ranking_lines = ("\t".join(cell for cell in row if cell) for row in seen.rows)
    return "\n".join((words("race.notebook_title"), "", seen.status, *ranking_lines, seen.outcome)).rstrip()


def report(state: RaceState, words: Words, seen: Seen) -> bytes:
    """Return the report of the race as an HTML page. Raises UserError ``training.*``."""
    made = plan(state)
    expected = [name for one, name in zip(state.entrants, entrant_names(state, words), strict=True)
                if one.series == state.predicted]  # fmt: skip
    nothing = [page.aside(words("race.report_nothing"))]
    before = [*(page.text(name) for name in expected), *([page.text(state.prediction)] if state.prediction else [])]
    locked = [page.aside(words("race.prediction_was_locked"))] if state.started else []
    results = [
        page.aside(seen.status),
        page.picture(seen.board, words("race.board")),
        page.picture(seen.curves, seen.curves_said),
        page.table(seen.rows, has_heading=True),
        *([page.text(seen.outcome)] if seen.outcome else []),
    ]
    parts = (
        (words("race.prediction"), before + locked if before else nothing),
        (words("race.design"), [page.table(settings(state, made, words), has_heading=False)]),
        (words("race.report_results"), results),
        (words("race.conclusion"), [page.text(state.conclusion)] if state.conclusion else nothing),
    )
    return page.race_report(words.lang, words("race.notebook_title"), parts)


def settings(state: RaceState, made: Plan, words: Words) -> list[tuple[str, str]]:
    """Return the rows of what was set: everything that the result follows from, and that has a meaning here."""
    data, design = made.dataset, made.design
    kind = f"{words(f'race.data_{data.kind}')} {state.own.source if data.kind == OWN else ''}".strip()
    task = words("race.task", task=words(f"race.task_{made.loss}"), sizes="-".join(map(str, made.sizes)),
                 train=str(data.train_count), test=str(len(data.test)))  # fmt: skip
    left_out = {"momentum"} if design.optimizer != "momentum" else set()
    left_out |= {"init_std"} if design.initialization != "normal" else set()
    names = ("learning_rate", "batch_size", "momentum", "init_std", "l1", "l2", "seeds", "first_seed")
    rows = [(words("race.data"), kind), (words("race.report_task"), task)]
    rows += [(words("race.setting_noise"), f"{state.data.noise:g}")] if data.kind != OWN else []
    rows.append((words("race.setting_seed"), str(state.data.seed)))
    rows.append((words("race.optimizer"), words(f"race.optimizer_{design.optimizer}")))
    rows.append((words("race.initialization"), words(f"race.initialization_{design.initialization}")))
    values = {**{name: getattr(design, name) for name in names}, "batch_size": made.batch_size}
    rows += [(words(f"race.setting_{name}"), f"{values[name]:g}") for name in names if name not in left_out]
    return rows


def curves(state: RaceState, words: Words, frame: Frame) -> Table:
    """Return the curves of every network."""
    return curves_table(frame, entrant_names(state, words), state.design.first_seed)


def table(state: RaceState, words: Words, ranks: tuple[Rank, ...]) -> Table:
    """Return the ranking table."""
    return ranking_table(ranks, entrant_names(state, words), plan(state).judged_by)


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
