"""Every field of the window in which a number, a text or a formula is typed: nothing typed there is a fault."""

from __future__ import annotations

import contextlib
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QPlainTextEdit, QWidget

from core import session
from core.labs.lessons import steps
from core.lessons.library import Library, built_in
from core.lessons.model import Predict
from core.state import AppState
from core.text import UserError
from tests.fuzz.fuzz_formula import CORPUS as FORMULAS
from tests.fuzz.fuzz_tensor import CORPUS as TENSORS
from tests.fuzz.mutation import ODD_NUMBERS, mutate
from tests.fuzz.target import Target, check_refusal, scratch
from tests.gui.hands import CTRL, KEY, Hands

if TYPE_CHECKING:
    from gui.app import Application

LABS = ("explore", "compare", "neuron", "softmax", "gradient", "race", "lessons")
NUMBERS = ("0.1", "-3", "2,5", "1e3", "250", "0", "-0.001", "1/3", "10 %", "−7", "5.", "3초")
# A million cells are no fault, and take their time.
_SHORTER = {"inputText": 200}
_NO_FAULT = ("This plugin does not support",)


@dataclass(frozen=True, slots=True)
class Typing:
    """What is typed into which field: ``place`` counts the fields of the lab, round and round."""

    place: int
    text: str


@cache
def own_window() -> Hands:
    """Start a program for this process, its files in a folder of its own."""
    from core.files import Places
    from core.settings import Settings
    from gui.app import Application, load_heavy, make_application

    make_application(["activation-lab"])
    load_heavy()
    application: Application = Application(Places.below(scratch("fields")), Settings())
    application.window.resize(1440, 900)
    application.window.show()
    application.start()
    hands = Hands(application)
    hands.settle()
    return hands


def _at_a_task(state: AppState) -> AppState:
    """Return the state with the lessons at a step whose task has fields to type into."""
    library = Library(built_in())
    lesson, step = next((o, s) for o in library.lessons for s in o.steps if isinstance(s.task, Predict))
    return steps.go_to(state, library, lesson.key, step.id)


def fields(lab: QWidget) -> list[QLineEdit | QPlainTextEdit]:
    """Return what can be typed into in a lab, as it is in view."""
    found: list[QLineEdit | QPlainTextEdit] = []
    for widget in (*lab.findChildren(QLineEdit), *lab.findChildren(QPlainTextEdit)):
        if widget.isVisible() and widget.isEnabled() and not widget.isReadOnly():
            found.append(widget)
    return found


def use(window: Callable[[], Hands], lab: str, case: Typing) -> bool:
    """Put one text into one field as a paste does, press Enter, look at the state; return whether it changed."""
    hands = window()
    application = hands.application
    if application.store.state.lab != lab:
        application.store.commit(replace(_at_a_task(application.store.state), lab=lab), "change.reset_all")
        application.visit(lab)
        hands.settle()
    found = fields(hands.part("labs"))
    assert found, f"nothing to type into in {lab}"
    field = found[case.place % len(found)]
    before = application.store.state
    with _faults_told():
        _type(hands, field, case.text[: _SHORTER.get(field.objectName(), 2_000)])
    after = application.store.state
    try:
        assert session.decode(session.encode(after), "x") == after
    except UserError as error:
        check_refusal(error)
        raise AssertionError(f"{_name(field)}: the state cannot be opened again: {error.said_in('en')}") from error
    if isinstance(field.parentWidget(), QAbstractSpinBox):
        assert field.text().strip() or field.parentWidget().specialValueText() == "", _name(field)
    return after != before


def _type(hands: Hands, field: QLineEdit | QPlainTextEdit, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    field.setFocus()
    field.selectAll()
    field.paste()
    if isinstance(field, QPlainTextEdit):
        hands.press(KEY.Key_Return, CTRL)
    else:
        hands.press(KEY.Key_Return)
    hands.window.setFocus()
    hands.settle()


def _name(field: QWidget) -> str:
    return field.objectName() or field.parentWidget().objectName()


@contextlib.contextmanager
def _faults_told() -> Iterator[None]:
    """Raise what a slot let through, which Qt would swallow, and what Qt itself complains of."""
    caught: list[BaseException] = []
    said: list[str] = []

    def hear(kind: QtMsgType, _context: object, message: str) -> None:
        if kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg) and not message.startswith(_NO_FAULT):
            said.append(message)

    hook, sys.excepthook = sys.excepthook, lambda _type, error, _trace: caught.append(error)
    handler = qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(handler)
        sys.excepthook = hook
    if caught:
        raise caught[0]
    assert not said, said[0]


def mutated(draw: random.Random) -> Typing:
    """Return a number, a tensor or a formula, spoilt, for any field."""
    text = mutate(draw.choice((*NUMBERS, *NUMBERS, *TENSORS, *FORMULAS)), draw, ODD_NUMBERS, (*TENSORS, *FORMULAS))
    return Typing(draw.randrange(60), text)


texts = st.one_of(
    st.floats().map(repr),
    st.integers(-(2**40), 2**40).map(str),
    st.sampled_from([*NUMBERS, *ODD_NUMBERS, *TENSORS, *FORMULAS]),
    st.text(max_size=12),
)


def targets(window: Callable[[], Hands]) -> tuple[Target, ...]:
    """Return one target for each lab of the program that ``window`` gives."""
    grown = st.builds(Typing, st.integers(0, 60), texts)
    share = 1 / len(LABS)
    return tuple(Target(f"fields of {lab}", grown, mutated, partial(use, window, lab), share) for lab in LABS)
