"""Every string said twice, on every stage: nothing is cut off, shortened or written over the edge."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from core.labs import compare, gradient, neuron
from core.text import LANGUAGES, Lang
from gui.app import Application
from gui.stage.content import StageContent
from gui.stage.projection import Projection
from tests.conftest import Launch
from tests.gui.looking import cut_off, doubled, overlapping
from tests.gui.painted_words import PaintedWords
from tests.gui.stage.audience import SIZES, Audience
from tests.gui.stage.test_lessons_on_stage import STEPS

LABS = ("explore", "compare", "neuron", "softmax", "gradient", "race")
# English words are the longer ones: they are looked at where there is least room, and on the largest letters.
LOOKED_AT: dict[str, tuple[tuple[int, int], ...]] = {"en": (SIZES[0], SIZES[2]), "ko": (SIZES[1],)}
# What else a lab puts on the stage.
VIEWS = {
    "compare": lambda own: compare.set_layout(own, "difference"),
    "neuron": lambda own: neuron.set_view(own, "plane"),
    "gradient": lambda own: gradient.set_view(own, "workshop"),
}


def twice(text: str) -> str:
    """Return every line of ``text`` twice: a question and what can be chosen stand in lines of their own."""
    return "\n".join(f"{line} {line}" for line in text.splitlines())


def said_twice(content: StageContent) -> StageContent:
    """Return a lesson's step with the words of the lesson twice; those of the catalogue are so already."""
    return replace(content, title=twice(content.title), question=twice(content.question))


def double(application: Application, lang: Lang, monkeypatch: pytest.MonkeyPatch) -> None:
    words = doubled(lang)
    monkeypatch.setattr(type(application.looks), "words", property(lambda _self: words))
    application.looks.words_changed.emit()


def faults(audience: Audience, painted: PaintedWords, what: str) -> list[str]:
    found = []
    for size in LOOKED_AT[audience.application.words.lang]:
        stage = audience.stage
        stage.resize(*size)
        audience.settle()
        painted.clear()
        audience.picture()
        assert stage.body.picture is not None
        assert painted.written
        least = stage.body.picture.height() if not stage.body.picture.isHidden() else size[1]
        seen = [*cut_off(stage), *overlapping(stage), *painted.faults]
        seen += [f"the picture has {least} px of {size[1]}"] if least < 0.2 * size[1] else []
        seen += [
            f"{card.card.label} needs {card.needed_width():.0f}, has {card.width()}"
            for card in stage.body.shown_cards()
            if card.needed_width() > card.width() + 1
        ]
        found += [f"{what} at {size[0]}×{size[1]}: {fault}" for fault in seen]
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_lab_on_the_stage_with_every_string_doubled(
    launch: Launch, lang: Lang, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = launch(language=lang)
    audience, painted = Audience(application), PaintedWords(monkeypatch)
    audience.project(SIZES[0])
    double(application, lang, monkeypatch)
    found = []
    for lab in LABS:
        application.visit(lab)
        audience.settle()
        audience.projection._stages[lab].finish()
        found += faults(audience, painted, lab)
        if lab in VIEWS:
            state = application.store.state
            application.store.commit(replace(state, **{lab: VIEWS[lab](getattr(state, lab))}), "change.view")
            audience.settle()
            found += faults(audience, painted, f"{lab}, another view")
        audience.hands.action("predictAction").trigger()
        found += faults(audience, painted, f"{lab}, predicted")
        for _ in range(3):
            audience.hands.action("predictAction").trigger()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_three_steps_of_lessons_with_every_string_doubled(
    launch: Launch, lang: Lang, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = launch(language=lang)
    application.visit("lessons")
    audience, painted = Audience(application), PaintedWords(monkeypatch)
    shown = Projection._shown
    monkeypatch.setattr(Projection, "_shown", lambda self, *of: said_twice(shown(self, *of)))
    audience.settle()
    audience.project(SIZES[0])
    double(application, lang, monkeypatch)
    found = []
    for key, step in STEPS:
        application._labs["lessons"].study.go(key, step)
        audience.settle()
        found += faults(audience, painted, f"{key}/{step}")
        audience.press(Qt.Key.Key_Space)
        found += faults(audience, painted, f"{key}/{step}, answered")
    assert not found, "\n".join(found)
