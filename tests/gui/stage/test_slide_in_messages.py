"""What is typed wrongly among the controls that slide in is said there, before the class, not at the teacher's desk."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from core.labs import explore
from gui.app import Application
from tests.gui.stage.audience import Audience

KEY = Qt.Key


def type_into(box: QWidget, text: str, audience: Audience) -> None:
    box.setFocus()
    box.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(box, text)
    QTest.keyClick(box, KEY.Key_Return)
    audience.settle()


def said(row: QWidget, audience: Audience) -> str:
    """Return the message of a row of the slide-in, which has to be in its view."""
    message: QLabel = row.message  # type: ignore[attr-defined]
    if message.isHidden():
        return ""
    view = audience.stage.side._scroll.viewport()
    assert view.rect().contains(message.mapTo(view, QPoint(0, message.height() - 1)))
    return message.text()


@pytest.mark.parametrize("size", [(1366, 768), (1024, 768)])
def test_a_number_that_is_refused_is_told_under_it_on_the_stage(
    application: Application, size: tuple[int, int]
) -> None:
    audience = Audience(application)
    store = application.store
    store.commit(
        replace(store.state, explore=explore.choose_function(store.state.explore, "hardtanh")), "change.function"
    )
    stage = audience.project(size)
    stage.side.slide(True)
    QTest.qWait(300)
    panel = audience.projection._stages["explore"]._params
    row = panel._rows["min_val"]
    before = application.store.state.explore.params.get("hardtanh", {}).get("min_val", -1.0)
    # The lab refuses it: the smaller end above the larger one.
    type_into(row.box, "5", audience)
    assert said(row, audience) != ""
    assert application.store.state.explore.params.get("hardtanh", {}).get("min_val", -1.0) == before
    # The row refuses it: no number at all of a size that can be used.
    type_into(row.box, "1e99", audience)
    assert said(row, audience) != ""
    type_into(row.box, "-2", audience)
    assert said(row, audience) == ""
    assert application.store.state.explore.params["hardtanh"]["min_val"] == -2.0


@pytest.mark.parametrize(("lab", "name", "value"), [("softmax", "temperature", "-3"), ("gradient", "depth", "100000")])
def test_settings_that_are_refused_are_told_on_the_stage(
    application: Application, lab: str, name: str, value: str
) -> None:
    application.visit(lab)
    audience = Audience(application)
    audience.settle()
    stage = audience.project((1024, 768))
    stage.side.slide(True)
    QTest.qWait(300)
    row = audience.projection._stages[lab].controls.rows[name]
    before = getattr(getattr(application.store.state, lab), name)
    type_into(row.box, value, audience)
    assert said(row, audience) != ""
    assert getattr(getattr(application.store.state, lab), name) == before
