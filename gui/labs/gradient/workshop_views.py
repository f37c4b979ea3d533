"""What the workshop's cards say."""

from __future__ import annotations

from core.labs.gradient import WorkshopResult, WorkshopState
from core.text import Words
from gui.labs.gradient.numbers import sized
from gui.labs.gradient.views import percent


def headline(result: WorkshopResult, words: Words) -> str:
    """Return the line that counts the dead."""
    asleep = int(result.asleep.sum())
    said = words("gradient.meter_dead", dead=str(result.dead_count), units=str(len(result.dead)))
    return f"{said} · {words('gradient.meter_asleep', asleep=str(asleep))}" if asleep else said


def status(result: WorkshopResult, words: Words) -> str:
    """Return how far training has come."""
    return words("gradient.status", steps=str(result.steps), loss=sized(result.loss))


def story(own: WorkshopState, result: WorkshopResult, words: Words) -> str:
    """Return what is seen and what to try next."""
    dead, asleep, units = result.dead_count, int(result.asleep.sum()), len(result.dead)
    name = words.text(result.record.name)
    if dead == units:
        lines = [words("gradient.workshop_all_dead", units=str(units)), words("gradient.workshop_try_leaky")]
    elif dead:
        lines = [words("gradient.workshop_some_dead", dead=str(dead), units=str(units))]
        lines.append(words("gradient.workshop_try_leaky"))
    elif asleep:
        lines = [words("gradient.workshop_asleep", name=name, asleep=str(asleep))]
    else:
        lines = [words("gradient.workshop_alive", units=str(units)), words("gradient.workshop_try_kill")]
    lines.append(words("gradient.hinges_plane" if result.is_plane else "gradient.hinges_line"))
    return "\n".join([*lines, *unit_story(own, result, words)])


def unit_story(own: WorkshopState, result: WorkshopResult, words: Words) -> tuple[str, ...]:
    """Return what is to say about the selected unit."""
    unit = own.unit
    if not 0 <= unit < len(result.dead):
        return (words("gradient.workshop_choose_unit"),)
    state = "dead" if result.dead[unit] else "asleep" if result.asleep[unit] else "active"
    weights = ", ".join(sized(float(w)) for w in result.hidden_weight[unit])
    return (
        words(
            "gradient.unit_weights", unit=str(unit + 1), weights=weights, bias=sized(float(result.hidden_bias[unit]))
        ),
        words(
            f"gradient.unit_{state}",
            share=percent(float(result.active[unit])),
            samples=str(len(result.targets)),
            size=sized(float(result.gradient[unit])),
        ),
    )
