"""A step that asks for a prediction covers the answer in the lab beside it: in every way to read it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTabWidget, QWidget

from core.labs.explore import choose_function, set_tensor
from core.labs.neuron import set_number
from core.labs.softmax import set_logit
from core.lessons.library import open_lesson
from core.stage import NOTHING_HIDDEN
from core.state import AppState
from core.tensor_value import TensorValue
from gui.app import Application
from gui.arranged_lab import ArrangedLab
from gui.labs.explore.lab import ExploreLab
from gui.labs.lessons.lab import LessonsLab
from gui.widgets.card import Card
from tests.gui.hands import KEY, Hands
from tests.gui.looking import faults_in_view


class Pupil(Hands):
    """A person at a step of a lesson."""

    @property
    def lab(self) -> LessonsLab:
        return self.application._labs["lessons"]  # type: ignore[return-value]

    @property
    def explore(self) -> ExploreLab:
        return self.application._labs["explore"]  # type: ignore[return-value]

    def go(self, lesson: str, step: str) -> None:
        self.application.visit("lessons")
        self.settle()
        self.lab.study.go(lesson, step)
        self.look()

    def look(self) -> None:
        self.settle()
        self.lab.warm_up()
        self.settle()

    def answer(self, *numbers: str) -> None:
        for number, text in enumerate(numbers):
            self.retype(self.part(f"lessonCell_{number}"), text, None)
        self.press(KEY.Key_Return)
        self.look()

    def notice(self) -> QWidget:
        return self.part("lessonCovered")


@pytest.fixture
def pupil(launch) -> Pupil:  # type: ignore[no-untyped-def]
    pupil = Pupil(launch(language="ko", theme="light"))
    pupil.go("relu", "negatives")
    return pupil


def covered(lab: QWidget) -> set[str]:
    """The titles or names of the cards that are covered."""
    return {type(card).__name__ for card in lab.findChildren(Card) if card.is_covered}


def test_the_outputs_are_covered_until_the_answer_is_right(pupil: Pupil) -> None:
    explore = pupil.explore
    assert pupil.notice().isVisible()
    assert covered(explore) == {"OutputCard", "TextCard"}
    assert not explore.output.table.isVisible()
    assert not explore.printed.view.isVisible()
    assert explore.editor.isVisible(), "what goes in may be read and changed"
    view = explore.curve.view
    assert view is not None
    assert (len(view.points_x), view.readout, view.spoken, view.probe_y) == (0, (), "", None)
    pupil.answer("-1", "0", "1")
    assert pupil.notice().isVisible()
    assert not explore.output.table.isVisible()
    pupil.answer("0", "0", "1")
    assert not pupil.notice().isVisible()
    assert covered(explore) == set()
    assert explore.output.table.isVisible()
    assert explore.curve.view.readout  # type: ignore[union-attr]


def test_nothing_else_gives_the_answer_away(pupil: Pupil) -> None:
    explore = pupil.explore
    explore._slice.change("change.function", choose_function, "tanh")
    pupil.look()
    assert covered(explore) == {"OutputCard", "TextCard"}, "another function is covered as well"
    assert pupil.lab.exportables() == ()
    assert explore.tables_in_view() == ()
    told = [tip for part in explore.findChildren(QWidget) if part.isVisible() for tip in _said_by(part)]
    assert not [text for text in told if re.search(r"0[.]76|0[.]42|−0[.]7", text)]
    pupil.press(KEY.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert "0.76" not in QApplication.clipboard().text()
    pupil.part("lessonCell_0").setFocus()
    passed = set()
    for _ in range(60):
        pupil.press(KEY.Key_Tab)
        part = QApplication.focusWidget()
        passed.add(part.objectName() if part is not None else "")
        assert part is None or not (explore.output.isAncestorOf(part) or explore.printed.isAncestorOf(part))
    assert "lessonUncover" in passed


def _said_by(part: QWidget) -> list[str]:
    found = QAccessible.queryAccessibleInterface(part)
    told = [found.text(kind) for kind in QAccessible.Text if kind.value < 5] if found is not None else []
    spoken = [part.spoken_value()] if hasattr(part, "spoken_value") else []
    said = [part.text()] if isinstance(part, QLabel) else []
    return [part.toolTip(), part.accessibleDescription(), *told, *spoken, *said]


def test_whoever_looks_anyway_is_noted_as_having_seen_the_answer(pupil: Pupil) -> None:
    button = pupil.part("lessonUncover", QPushButton)
    button.setFocus()
    pupil.press(KEY.Key_Space)
    pupil.look()
    assert not pupil.notice().isVisible()
    assert covered(pupil.explore) == set()
    done = pupil.lab.learner.progress.of("relu", "negatives")
    assert (done.shown, done.right) == (True, False)
    pupil.action("undoAction").trigger()
    pupil.look()
    assert pupil.notice().isVisible()
    assert covered(pupil.explore) == {"OutputCard", "TextCard"}
    pupil.lab.study.try_again()
    pupil.look()
    assert covered(pupil.explore) == {"OutputCard", "TextCard"}


def test_at_home_a_lab_is_never_covered(pupil: Pupil) -> None:
    explore = pupil.explore
    pupil.application.visit("explore")
    pupil.settle()
    explore.warm_up()
    pupil.settle()
    assert explore.hidden == NOTHING_HIDDEN
    assert covered(explore) == set()
    assert explore.output.table.isVisible()
    assert explore.curve.view.readout  # type: ignore[union-attr]
    pupil.application.visit("lessons")
    pupil.look()
    assert covered(explore) == {"OutputCard", "TextCard"}
    pupil.go("relu", "ceiling")
    assert covered(explore) == set()
    assert not pupil.notice().isVisible()


def test_the_sign_speaks_the_language_of_the_moment(pupil: Pupil) -> None:
    said = [label.text() for label in pupil.explore.output._sign.findChildren(QLabel)]
    assert "가려짐" in said
    pupil.application.looks.set_language("en")
    pupil.look()
    said = [label.text() for label in pupil.explore.output._sign.findChildren(QLabel)]
    assert "Covered" in said
    assert pupil.part("lessonUncover", QPushButton).text() == "Show anyway"
    assert pupil.explore.output._sign.accessibleName().startswith("Covered")


@pytest.mark.parametrize(
    ("lesson", "step", "cards"),
    [
        ("neuron-and-step", "sum", {"SumCard", "PrintedCard"}),
        ("leaky-relu", "kinks", {"FactsCard"}),
        ("softmax", "run_f", {"CrossEntropyCard", "JacobianCard", "MatrixCard", "OverflowCard", "SigmoidCard"}),
        ("sigmoid", "shape", {"Card"}),
        ("sigmoid", "vanishing", set()),
    ],
)
def test_every_lab_covers_what_it_makes(application: Application, lesson: str, step: str, cards: set[str]) -> None:
    pupil = Pupil(application)
    pupil.go(lesson, step)
    inner = pupil.lab.stage.lab
    assert inner is not None
    found = covered(inner)
    assert cards <= found
    assert bool(found) == bool(cards)
    assert pupil.notice().isVisible() == bool(cards)


@pytest.mark.parametrize("look", [("ko", "light", (1366, 768)), ("en", "projector", (1024, 768))], ids=str)
def test_covered_nothing_is_cut_off(launch, look: tuple[str, str, tuple[int, int]]) -> None:  # type: ignore[no-untyped-def]
    language, theme, size = look
    pupil = Pupil(launch(language=language, theme=theme, size=size))
    for lesson, step in (("relu", "negatives"), ("softmax", "dim")):
        pupil.go(lesson, step)
        assert faults_in_view(pupil, size, f"{lesson}/{step}") == []


def _reveal_explore(app: AppState) -> AppState:
    return replace(app, explore=set_tensor(app.explore, TensorValue.of([-1.0, 0.0, 1.0])))


def _reveal_neuron(app: AppState) -> AppState:
    return replace(app, neuron=set_number(set_number(app.neuron, "x0", 2.0), "x1", 1.0))


def _reveal_softmax(app: AppState) -> AppState:
    logits = app.softmax
    for index, logit in enumerate((2.0, 1.0, 0.1)):
        logits = set_logit(logits, index, logit)
    return replace(app, softmax=logits)


@pytest.mark.parametrize(
    ("lesson", "step", "reveal", "answer"),
    [
        ("tanh", "run_d", _reveal_explore, "0[.]7616"),
        ("neuron-and-step", "sum", _reveal_neuron, "(?<![.0-9])0[.]8(?!5)"),
        ("softmax", "run_f", _reveal_softmax, "0[.]659"),
    ],
)
def test_whatever_is_changed_in_the_lab_the_answer_is_nowhere_to_be_read(
    application: Application, lesson: str, step: str, reveal: Callable[[AppState], AppState], answer: str
) -> None:
    pupil = Pupil(application)
    pupil.go(lesson, step)
    application.store.commit(reveal(application.store.state), "change.cell")
    pupil.look()

    def told() -> list[str]:
        found = []
        lab = pupil.lab.stage.lab
        assert lab is not None
        for tabs in [tabs for tabs in lab.findChildren(QTabWidget) if tabs.isVisible()] or [None]:
            for page in range(tabs.count() if tabs is not None else 1):
                if tabs is not None:
                    tabs.setCurrentIndex(page)
                    pupil.look()
                for part in lab.findChildren(QWidget):
                    if part.isVisible():
                        found += [text for text in _said_by(part) if re.search(answer, text)]
        return found

    assert told() == []
    pupil.lab.study.uncover()
    pupil.look()
    assert told(), "uncovered, it is there to be read"


@pytest.mark.parametrize("lab", ["explore", "compare", "neuron", "softmax", "gradient", "race"])
def test_a_teachers_step_may_cover_values_and_curves_of_every_lab(
    application: Application, tmp_path: Path, lab: str
) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    steps = "".join(
        f'[[step]]\nid = "{cover}"\nlab = "{lab}"\n[step.state]\n[step.numbers]\nx = {{ first = [1.0] }}\n'
        f'[step.task]\nkind = "predict"\nanswer = "x"\ncover = "{cover}"\n'
        for cover in ("values", "curve", "both", "none")
    )
    (folder / "lesson.toml").write_text(f'format = 1\ntitle = {{ ko = "것" }}\nsection = ""\n{steps}', encoding="utf-8")
    pages = "".join(
        f"## {cover} {{#{cover}}}\n글\n::: question\n?\n:::\n" for cover in ("values", "curve", "both", "none")
    )
    (folder / "ko.md").write_text(f"# 것\n\n{pages}", encoding="utf-8")
    application.lessons.open(folder)
    pupil = Pupil(application)
    pupil.look()
    assert pupil.lab.step is not None
    assert pupil.lab.step.lesson.problems == ()
    inner = pupil.lab.stage.lab
    assert isinstance(inner, ArrangedLab)
    seen = {}
    for cover in ("values", "curve", "both", "none"):
        pupil.lab.study.go(pupil.lab.step.lesson.key, cover)
        pupil.look()
        assert pupil.notice().isVisible() == (cover != "none")
        assert inner.tables_in_view() == () or cover == "none"
        seen[cover] = pupil.picture(inner)
    assert seen["none"] != seen["values"]
    assert seen["none"] != seen["both"]
    assert covered(inner) == set()


def test_what_may_be_covered_is_said_where_it_is_written_wrong(tmp_path: Path) -> None:
    (tmp_path / "lesson.toml").write_text(
        'format = 1\ntitle = { ko = "것" }\nsection = ""\n[[step]]\nid = "a"\n[step.task]\nkind = "curve"\n'
        'functions = ["relu", "tanh"]\nright = "relu"\ncover = "all"\n[[step]]\nid = "b"\n',
        encoding="utf-8",
    )
    (tmp_path / "ko.md").write_text("# 것\n\n## 가 {#a}\n글\n\n## 나 {#b}\n글\n", encoding="utf-8")
    lesson = open_lesson(tmp_path)
    assert [step.id for step in lesson.steps] == ["b"]
    said = lesson.problems[0].said_in("ko")
    assert "cover" in said
    assert all(word in said for word in ("values", "curve", "both", "none")), said
