"""The fields beside every slider: the exact value, and the slider's own minimum, maximum and step."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from core.activations import ACTIVATIONS
from core.record import Parameter
from core.text import UserError, words_in
from gui.app import make_application
from gui.theme import load_themes
from gui.widgets.param_box import IntegerBox, NumberBox
from gui.widgets.param_range import RangePopup
from tests.fuzz.fuzz_fields import NUMBERS, texts
from tests.fuzz.mutation import ODD_NUMBERS, mutate
from tests.fuzz.target import Target, check_refusal

PARAMETERS: tuple[Parameter, ...] = tuple(
    p for record in ACTIVATIONS for p in record.parameters if p.kind in ("number", "integer")
)
_RANGES = (("0", "1", "0.1"), ("-2", "5", "1"), ("1e-3", "1e3", "1"))


@dataclass(frozen=True, slots=True)
class Typing:
    """What is typed for one parameter: its value, and low, high and step of its slider."""

    parameter: int
    value: str
    low: str
    high: str
    step: str


_INVISIBLE = "".join(map(chr, range(33)))


@cache
def _box(place: int) -> NumberBox | IntegerBox:
    if QApplication.instance() is None:
        make_application(["activation-lab"])
    parameter = PARAMETERS[place]
    return (IntegerBox if parameter.kind == "integer" else NumberBox)(parameter)


@cache
def _popup(place: int) -> RangePopup:
    parameter = PARAMETERS[place]
    shown = (parameter.low, parameter.high, parameter.step)
    popup = RangePopup(parameter, shown, words_in("en"), load_themes()["light"])
    popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    return popup


def use(case: Typing) -> bool:
    """Type a value and a range as a person does; what is taken is accepted by the parameter, what is not is said."""
    is_taken = _use_box(_box(case.parameter), case.value)
    return _use_range(_popup(case.parameter), case) or is_taken


def _use_box(box: NumberBox | IntegerBox, text: str) -> bool:
    parameter = box.parameter
    box.setValue(parameter.default)
    refused: list[UserError] = []
    connection = box.refused.connect(refused.append)
    box.lineEdit().setText(text)
    # A field drops signs that nobody can type.
    typed = box.lineEdit().text()
    box.interpretText()
    box.refused.disconnect(connection)
    for error in refused:
        check_refusal(error, "name")
    assert parameter.check(box.value()) == box.value()
    if refused or typed == box.textFromValue(parameter.default):
        assert box.value() == parameter.default
    else:
        # What was taken is what was typed, as Python reads it; Qt leaves away signs that command a console at the ends.
        assert box.value() == float(typed.strip(_INVISIBLE).replace("−", "-"))
    return not refused


def _use_range(popup: RangePopup, case: Typing) -> bool:
    parameter = PARAMETERS[case.parameter]
    chosen: list[tuple[float, float, float]] = []
    connection = popup.chosen.connect(lambda *ends: chosen.append(ends))
    popup._message.clear()
    for name, text in (("low", case.low), ("high", case.high), ("step", case.step)):
        popup.findChild(QLineEdit, f"param_{parameter.name}_{name}").setText(text)
    popup._apply()
    popup.chosen.disconnect(connection)
    assert bool(chosen) != bool(popup._message.text())
    for low, high, step in chosen:
        parameter.check_range(low, high, step)
    return bool(chosen)


def mutated(draw: random.Random) -> Typing:
    """Return numbers, one of them spoilt."""
    given = [draw.choice((*NUMBERS, "0.5", "2")), *draw.choice(_RANGES)]
    at = draw.randrange(4)
    given[at] = mutate(given[at], draw, ODD_NUMBERS, NUMBERS)
    return Typing(draw.randrange(len(PARAMETERS)), *given)


_near = st.one_of(st.integers(-5, 9).map(str), st.floats(-10, 10).map(repr), texts)
_grown = st.builds(Typing, st.integers(0, len(PARAMETERS) - 1), _near, _near, _near, _near)
TARGET = Target("parameter's fields", _grown, mutated, use)
