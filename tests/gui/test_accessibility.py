"""What assistive programs are told of widgets that paint themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from core.labs import explore, softmax
from core.text import words_in
from gui import accessibility
from gui.lab_table import LAB_KEYS
from gui.theme import load_themes
from gui.widgets.curve_plot import CurvePlot
from tests.gui.hands import KEY, Hands

Role, Text = QAccessible.Role, QAccessible.Text
PLOTS = {
    "explore": ("curvePlot", "slopePlot"),
    "compare": ("compareCurves", "compareSlopes"),
    "neuron": ("neuronDiagram", "neuronCurve"),
    "softmax": ("logitBars", "expBars", "probabilityBars", "jacobianMap", "softmaxGroups"),
    "gradient": ("gradientLayers", "gradientHistograms", "gradientShares", "layerHistogram"),
    "race": ("raceLoss",),
}


def told(widget: QWidget, kind: QAccessible.Text = Text.Value) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(kind)


def change(hands: Hands, lab: str, slice_: object) -> None:
    hands.application.store.commit(replace(hands.application.store.state, **{lab: slice_}), "change.function")
    hands.settle()


@pytest.mark.parametrize(
    ("lang", "at_rest", "moved"),
    [
        ("ko", "ReLU, x −3, 값 0, 기울기 0", "ReLU, x 2.5, 값 2.5, 기울기 1"),
        ("en", "ReLU, x −3, value 0, slope 0", "ReLU, x 2.5, value 2.5, slope 1"),
    ],
)
def test_a_curve_is_read_out_at_its_probe(launch, lang: str, at_rest: str, moved: str) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language=lang, theme="light", fresh=True))
    hands.application.visit("explore")
    own = explore.select(explore.choose_function(hands.own, "relu"), -1)
    change(hands, "explore", explore.move_probe(own, -3.0))
    plot = hands.part("curvePlot")
    assert QAccessible.queryAccessibleInterface(plot).role() == Role.Chart
    assert told(plot) == at_rest
    assert "f(x)" in told(plot, Text.Name)
    change(hands, "explore", explore.move_probe(hands.own, 2.5))
    assert told(plot) == moved


def test_a_selected_bar_is_read_out(launch) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language="ko", theme="light", fresh=True))
    hands.application.visit("softmax")
    own = softmax.set_name(hands.application.store.state.softmax, 0, "고양이")
    change(hands, "softmax", softmax.select(softmax.set_logit(own, 0, 2.0), 0))
    # torch.softmax([2.0, 1.0, 0.1]) = [0.6590, 0.2424, 0.0986]
    assert hands.application.store.state.softmax.logits.values.tolist()[:3] == pytest.approx([2.0, 1.0, 0.1])
    assert told(hands.part("logitBars")) == "고양이, 로짓 2.0, 확률 0.659"
    hands.part("logitBars").setFocus()
    hands.press(KEY.Key_Right)
    assert told(hands.part("probabilityBars")).endswith("로짓 1.0, 확률 0.242")


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_plot_has_a_role_a_name_and_a_value(launch, lang: str) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language=lang, theme="light", fresh=True))
    for key in LAB_KEYS:
        hands.application.visit(key)
        hands.settle()
        hands.application._labs[key].warm_up()
        hands.settle()
        seen = [w for w in hands.window.findChildren(QWidget) if w.isVisible() and hasattr(w, "spoken_value")]
        assert {w.objectName() for w in seen} >= set(PLOTS.get(key, ()))
        for widget in seen:
            interface = QAccessible.queryAccessibleInterface(widget)
            said = (widget.objectName(), interface.text(Text.Name), interface.text(Text.Value))
            assert interface.role() == type(widget).accessible_role, said
            if interface.role() in (Role.Chart, Role.Graphic):
                assert said[1], said
                assert said[2], said
                assert any("가" <= char <= "힣" for char in said[1]) == (lang == "ko"), said


def test_whatever_paints_a_plot_can_be_read(launch) -> None:  # type: ignore[no-untyped-def]
    """No widget that takes keys and paints itself is left without a value, unless Qt knows what it is."""
    hands = Hands(launch(language="ko", theme="light", fresh=True))
    for key in LAB_KEYS:
        hands.application.visit(key)
        hands.settle()
        for widget in hands.window.findChildren(QWidget):
            own = type(widget).__module__.startswith("gui.") and not isinstance(widget, QAbstractScrollArea)
            if own and widget.isVisible() and widget.focusPolicy().value & 1:
                role = QAccessible.queryAccessibleInterface(widget).role()
                assert role != Role.Client, widget.objectName() or type(widget).__name__


def test_without_an_assistive_program_nothing_is_said_during_a_drag(launch, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language="ko", theme="light", fresh=True))
    hands.application.visit("explore")
    said: list[str] = []
    monkeypatch.setattr(accessibility.QAccessible, "updateAccessibility", lambda event: said.append(event))
    was = QAccessible.isActive()
    QAccessible.setActive(False)
    accessibility.value_changed(hands.part("curvePlot"))
    assert said == []
    QAccessible.setActive(True)
    accessibility.value_changed(hands.part("curvePlot"))
    assert len(said) == 1
    QAccessible.setActive(was)


def test_an_interface_goes_with_its_widget(launch) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language="ko", theme="light", fresh=True))
    for _ in range(50):
        painted = CurvePlot(words_in("ko"), load_themes()["light"], hands.window)
        assert QAccessible.queryAccessibleInterface(painted).role() == Role.Chart
        number = QAccessible.uniqueId(QAccessible.queryAccessibleInterface(painted))
        painted.deleteLater()
        del painted
        hands.settle()
        assert QAccessible.accessibleInterface(number) is None
