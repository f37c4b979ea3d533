"""The largest and worst of everything, by hand: it works, or it is refused at the field in words and the old stays."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit

from core.labs.gradient.state import MAX_DEPTH, MAX_WIDTH
from core.labs.race import RaceState
from core.text import words_in
from gui.labs.race.lab import RaceLab
from tests.gui.hands import CTRL, KEY, Hands
from tests.hardening.faulty import hooked, live, reports

HANGUL = re.compile("[\uac00-\ud7a3]")
# No test of speed: what is not bounded does not end at all.
BOUNDED = 30.0


@pytest.fixture
def hands(launch, tmp_path: Path):  # type: ignore[no-untyped-def]
    made = Hands(launch(language="ko", theme="light", size=(1920, 1080)))
    with hooked(made.application, tmp_path):
        yield made
    assert reports() == [], "a fault was reported"


# --- the race ---------------------------------------------------------------------------------------------------------


def race_of(hands: Hands) -> RaceLab:
    hands.application.visit("race")
    hands.settle()
    lab = hands.application._labs["race"]
    assert isinstance(lab, RaceLab)
    assert lab.runner.wait(30)
    hands.settle()
    return lab


def own(hands: Hands) -> RaceState:
    return hands.application.store.state.race


def set_row(hands: Hands, lab: RaceLab, name: str, text: str) -> str:
    """Type into a row of the design; return what is said at it."""
    row = lab.design.rows[name]
    box = row.box.lineEdit() if hasattr(row.box, "lineEdit") else row.box
    box.setFocus()
    box.selectAll()
    hands.type(text, KEY.Key_Return)
    return row.message.text() if row.message.isVisible() else ""


def test_a_learning_rate_that_diverges_is_said_and_everything_goes_on(hands: Hands) -> None:
    lab = race_of(hands)
    said = set_row(hands, lab, "learning_rate", "1e9")
    if said:
        assert HANGUL.search(said)
        assert own(hands).design.learning_rate == RaceState().design.learning_rate
        largest = float(lab.design.rows["learning_rate"].parameter.accepted.high)  # type: ignore[union-attr]
        set_row(hands, lab, "learning_rate", f"{largest:g}")
        assert own(hands).design.learning_rate == largest
    # Regression with plain steps: nothing holds the weights.
    for part, name, value in (("data", "kind", "sine"), ("design", "optimizer", "sgd")):
        lab.design.set_requested.emit(part, name, value)
    assert lab.runner.wait(30)
    hands.settle()
    lab.run_card.asked.emit("run")
    end = time.monotonic() + BOUNDED
    while lab.runner.is_running and time.monotonic() < end and lab.shown.frame.epoch < 30:  # type: ignore[union-attr]
        live(20)
    lab.runner.pause()
    assert lab.runner.wait(30)
    hands.settle()
    tiles = [tile.view for tile in lab.board.tiles if tile.isVisible()]
    frame = lab.shown.frame  # type: ignore[union-attr]
    assert frame.stops, "nothing diverges at this rate: the test is no test"
    said = " ".join(str(view) for view in tiles)
    words = words_in("ko")
    assert any(words(f"race.stopped_{reason}") in said for reason in ("learning_rate", "exploding", "undefined")), said
    hands.application.visit("explore")
    hands.application.visit("race")
    hands.settle()
    set_row(hands, lab, "learning_rate", "0.1")
    assert lab.runner.wait(30)
    hands.settle()
    assert not lab.shown.frame.stops  # type: ignore[union-attr]


def test_too_many_neurons_are_refused_at_the_row_with_the_limit(hands: Hands) -> None:
    lab = race_of(hands)
    before = own(hands)
    for name, text in (("width", "100000"), ("depth", "1000"), ("seeds", "100000")):
        said = set_row(hands, lab, name, text)
        row = lab.design.rows[name]
        assert HANGUL.search(said)
        assert f"{row.parameter.accepted.high:g}" in said  # type: ignore[union-attr]
        assert own(hands) == before


def test_the_largest_race_runs_or_says_which_number_is_too_large(hands: Hands) -> None:
    lab = race_of(hands)
    for name in ("depth", "width", "seeds", "count"):
        set_row(hands, lab, name, f"{lab.design.rows[name].parameter.accepted.high:g}")  # type: ignore[union-attr]
    lab.runner.wait(60)
    hands.settle()
    notice = lab.run_card.notice.text()
    if lab._result.error is None:
        lab.run_card.asked.emit("step")
        assert lab.runner.wait(120)
        hands.settle()
        assert lab.shown.frame.step + lab.shown.frame.epoch >= 1  # type: ignore[union-attr]
    else:
        assert HANGUL.search(notice)
        assert not lab.run_card.run.isEnabled()
        hands.press(KEY.Key_Z, CTRL)
        assert lab.runner.wait(60)
        hands.settle()
        assert lab.run_card.run.isEnabled()


# --- formulas ---------------------------------------------------------------------------------------------------------

BOMBS = {
    "powers": "x**9**9**9",
    "parentheses": "(" * 5000 + "x" + ")" * 5000,
    "signs": "-" * 20_000 + "x",
    "long": "+".join(["x"] * 50_000),
    "exponentials": "exp(exp(exp(exp(x))))",
    "wheres": "where(x > 0, " * 500 + "x" + ", -x)" * 500,
    "some wheres": "where(x > 0, " * 20 + "x" + ", -x)" * 20,
    "many sliders": "+".join(f"a{n}*x" for n in range(5000)),
    "large number": "9" * 20_000 + "*x",
    "functions": "sin(" * 300 + "x" + ")" * 300,
    "division": "1/(x-x)",
    "zero byte": "x\0+1",
}


def test_no_formula_stops_the_program(hands: Hands) -> None:
    hands.pick(words_in("ko")("picker.own_formula"))
    field = hands.part("formulaInput", QLineEdit)
    hands.retype(field, "x*2")
    assert hands.own.formula == "x*2"
    for name, bomb in BOMBS.items():
        before = hands.own.formula
        began = time.monotonic()
        hands.paste(field, bomb)
        hands.printed()
        assert time.monotonic() - began < BOUNDED, name
        if hands.own.formula == before:
            messages = [m.text() for m in field.parentWidget().findChildren(QLabel) if m.isVisible() and m.text()]
            assert messages, f"{name} is refused and nothing is said"
            assert HANGUL.search(messages[0])
        else:
            assert hands.own.formula == bomb.strip(), f"{name} was cut"
        hands.retype(field, "x*2")
        assert hands.own.formula == "x*2", f"after {name} the field takes nothing any more"


# --- tensors ----------------------------------------------------------------------------------------------------------

TOO_MANY = {
    "numbers": "1 " * 1_000_001,
    "randn": "randn(1000001, seed=0)",
    "linspace": "linspace(0, 1, 1000001)",
    "huge randn": "randn(99999, 99999, 99999, seed=0)",
    "huge linspace": "linspace(0, 1, 99999999999999)",
}


def test_tensors_with_too_many_elements_are_refused_with_words_and_the_old_one_stays(
    hands: Hands, tmp_path: Path
) -> None:
    before = hands.own.tensor
    text = hands.part("inputText", QPlainTextEdit)
    if not text.isVisible():
        hands.application.set_zoom(0.8)
        hands.settle()
    for name, typed in TOO_MANY.items():
        QGuiApplication.clipboard().setText(typed)
        text.setFocus()
        text.selectAll()
        text.paste()
        if len(typed) < 1000:  # a large one is taken, or refused, as it is pasted
            hands.press(KEY.Key_Return)
        message = hands.part("textMessage", QLabel)
        assert message.isVisible(), f"{name}: nothing is said"
        assert HANGUL.search(message.text())
        assert "1,000,000" in message.text(), f"{name}: {message.text()}"
        assert hands.own.tensor == before
        hands.press(KEY.Key_Escape)
    assert hands.steps() == 0


def test_a_file_with_too_many_numbers_is_refused_and_the_old_tensor_stays(hands: Hands, tmp_path: Path) -> None:
    before = hands.own.tensor
    path = tmp_path / "너무 많음.csv"
    path.write_text("1\n" * 1_000_001)
    hands.application.files.open(path)
    hands.settle()
    notice = hands.part("noticeText", QLabel)
    assert notice.isVisible()
    assert HANGUL.search(notice.text())
    assert hands.own.tensor == before


def test_the_largest_of_the_gradient_lab(hands: Hands) -> None:
    hands.application.visit("gradient")
    hands.settle()
    state = hands.application.store.state
    largest = replace(state.gradient, depth=MAX_DEPTH, width=MAX_WIDTH, gain=100.0)
    hands.application.store.commit(replace(state, gradient=largest), "change.cell")
    live(200)
    assert hands.application._labs["gradient"]._result is not None  # type: ignore[attr-defined]
