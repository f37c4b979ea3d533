"""A worksheet about the screen in view: its curves, a table with blanks, room to write."""

from __future__ import annotations

import numpy as np
import torch

from core.evaluate import FloatArray, values
from core.facts import facts
from core.labs.explore import result as explore
from core.labs.softmax import result as softmax
from core.lessons.screen_tables import gradient_items, neuron_items, race_items
from core.lessons.sheet import Cell, Sheet, SheetItem, screen_figure, slope_to_draw
from core.lessons.text import printed
from core.state import AppState
from core.text import Lang, Words, words_in

_MOST_ELEMENTS = 8
_LINES = 4
_DECIMALS = ".4f"


def screen_sheet(app: AppState, lang: Lang, report: object = None) -> Sheet:
    """Return a worksheet about the lab in view, with what it reports beside the state.

    A picture of the screen stands on it where that shows what is asked about, and not the answers.
    """
    words = words_in(lang)
    asked = _items(app, lang, report)
    notice = SheetItem(
        words("worksheet.notice_title"),
        question=words("worksheet.notice"),
        lines=_LINES,
        why=words("worksheet.notice_key"),
    )
    return Sheet(words(f"{app.lab}.title"), "", (*asked, notice), picture=_has_picture(app, asked, report))


def _has_picture(app: AppState, asked: tuple[SheetItem, ...], report: object) -> bool:
    if app.lab == "gradient":
        return app.gradient.view == "layers"
    return not asked or (app.lab == "race" and report is None)


def _items(app: AppState, lang: Lang, report: object) -> tuple[SheetItem, ...]:
    """Return the questions about the lab in view with their tables, none for a lab that has none."""
    words = words_in(lang)
    if app.lab == "explore":
        return _explore(app, words)
    if app.lab == "compare":
        return (_compare(app, words),)
    if app.lab == "softmax":
        return (_softmax(app, words),)
    if app.lab == "neuron":
        return neuron_items(app.neuron, screen_figure(app, "neuron", lang), words)
    if app.lab == "gradient":
        return gradient_items(app.gradient, words)
    return race_items(app, report, words) if app.lab == "race" else ()


def _explore(app: AppState, words: Words) -> tuple[SheetItem, ...]:
    found = explore.compute(app.explore)
    if found.outputs is None or found.outputs.size != found.inputs.size or not found.inputs.size:
        return ()
    name = words.text(found.record.name)
    x, y = (array.reshape(-1)[:_MOST_ELEMENTS] for array in (found.inputs, found.outputs))
    rows = [(Cell("x"), *_given(x)), (Cell("f(x)"), *_blanks(y))]
    if found.slopes is not None:
        rows.append((Cell("f′(x)"), *_blanks(found.slopes.reshape(-1)[:_MOST_ELEMENTS])))
    values = SheetItem(
        title=name,
        question=words("worksheet.explore_slopes" if found.slopes is not None else "worksheet.explore", f=name),
        figure=screen_figure(app, "explore", words.lang),
        table=tuple(rows),
    )
    to_draw = slope_to_draw(app)
    if to_draw is None:
        return (values,)
    slope = SheetItem(words("worksheet.slope_title"), question=words("worksheet.slope", f=name), figure=to_draw)
    return values, slope


def _compare(app: AppState, words: Words) -> SheetItem:
    x = app.compare.probe
    ids = ("function", "range", "zero_centred", "largest_slope")
    head = (*(Cell(words(f"worksheet.column_{id}")) for id in ids), Cell(f"f({_short(x)})"))
    rows = [head]
    for chosen in app.compare.compared:
        record, params = chosen.record(), chosen.checked_params()
        known = facts(record, params)
        slope = known.largest_slope
        at_probe = "–"
        if not record.is_vector:
            at_probe = printed(np.asarray(values(record, params, torch.tensor(x))), _DECIMALS)
        rows.append(
            (
                Cell(words.text(record.name)),
                Cell(known.range_text, blank=True),
                Cell(words("progress.yes" if known.zero_centred else "progress.no"), blank=True),
                Cell("–" if slope is None else "∞" if np.isinf(slope) else _short(slope), blank=slope is not None),
                Cell(at_probe, blank=at_probe != "–"),
            )
        )
    return SheetItem(
        title=words("worksheet.compare_title"),
        question=words("worksheet.compare"),
        figure=screen_figure(app, "compare", words.lang),
        table=tuple(rows),
    )


def _softmax(app: AppState, words: Words) -> SheetItem:
    found = softmax.compute(app.softmax)
    exp = "e^(u − max)" if app.softmax.subtract_max else "e^u"
    rows = [
        (Cell("z"), *_given(found.logits)),
        (Cell("u"), *_given(found.scaled)),
        (Cell(exp), *_blanks(found.exp)),
        (Cell("p"), *_blanks(found.probabilities)),
    ]
    if found.factor == 1:
        rows = [rows[0], (Cell(exp.replace("u", "z")), *rows[2][1:]), rows[3]]
    return SheetItem(title="Softmax", question=words("worksheet.softmax"), table=tuple(rows))


def _given(numbers: FloatArray) -> tuple[Cell, ...]:
    whole = bool((numbers == np.round(numbers)).all())
    return tuple(Cell(printed(np.asarray(round(float(n), 6)), "", True, whole)) for n in numbers)


def _blanks(numbers: FloatArray) -> tuple[Cell, ...]:
    return tuple(Cell(printed(np.asarray(n), _DECIMALS), blank=True) for n in numbers)


def _short(number: float) -> str:
    return printed(np.asarray(round(number, 4)), "", True, number == round(number))
