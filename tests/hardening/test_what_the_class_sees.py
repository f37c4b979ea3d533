"""The teacher looks at the laptop: that the class sees a still picture, or none, stands there in words and colour."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QToolButton

from core.text import LANGUAGES, Lang
from gui.theme import contrast, load_themes
from tests.gui.looking import cut_off
from tests.hardening.desk import KEY, LAPTOP, PROJECTOR, Desk

SAID = {
    KEY.Key_F: ("seen_freeze", {"ko": "정지", "en": "Frozen"}),
    KEY.Key_B: ("seen_blank", {"ko": "검은 화면", "en": "Black screen"}),
    KEY.Key_W: ("seen_whiten", {"ko": "흰 화면", "en": "White screen"}),
}
TOOLS = ("seen_freeze", "seen_blank", "seen_whiten")


def said(desk: Desk) -> dict[str, str]:
    """Return the words that tell what the class sees, by the name of their part."""
    found = (desk.hands.part(name, QToolButton) for name in TOOLS)
    return {button.objectName(): button.text() for button in found if button.isVisible()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_said_in_words_and_a_colour_that_nothing_else_has(desk: Desk, lang: Lang) -> None:
    desk.application.set_language(lang)
    desk.project()
    strip, state = desk.application.projection.strip, desk.application.projection.state
    quiet = desk.hands.picture(strip)
    ink = desk.application.theme.color("probe_ink").name()
    assert ink not in {quiet.pixelColor(x, quiet.height() - 1).name() for x in range(0, quiet.width(), 5)}
    for key, (name, words) in SAID.items():
        assert said(desk) == {}
        desk.key(key)
        assert list(said(desk)) == [name]
        assert words[lang] in said(desk)[name]
        assert strip.accessibleDescription() == said(desk)[name]
        assert [*cut_off(strip)] == []
        button = desk.hands.part(name, QToolButton)
        loud = desk.hands.picture(strip)
        box = QRect(button.mapTo(strip, QPoint(0, 0)), button.size())
        assert {loud.pixelColor(x, box.top() + 5).name() for x in range(box.left() + 4, box.right() - 4)} == {ink}
        assert loud.pixelColor(loud.width() // 2, loud.height() - 1).name() == ink
        # A click ends it.
        desk.hands.click(button)
        assert desk.application.projection.state == state
    assert strip.accessibleDescription() == ""
    desk.application.set_language("ko")


def test_under_a_sheet_the_sheet_is_said_and_what_is_still_after_it(desk: Desk) -> None:
    desk.project()
    desk.key(KEY.Key_F)
    desk.key(KEY.Key_B)
    assert list(said(desk)) == ["seen_blank"]
    desk.have(LAPTOP)
    assert said(desk) == {}
    desk.have(LAPTOP, PROJECTOR)
    assert list(said(desk)) == ["seen_blank"]
    desk.key(KEY.Key_B)
    assert list(said(desk)) == ["seen_freeze"]
    desk.key(KEY.Key_F5)
    assert said(desk) == {}
    assert isinstance(desk.hands.part("presenterClock"), QLabel)


def test_the_words_can_be_read_in_every_theme() -> None:
    for theme in load_themes().values():
        assert contrast(theme.hex_of("probe_ink"), theme.hex_of("card")) >= theme.tokens.reading_contrast
        assert QColor(theme.hex_of("probe_ink")) != QColor(theme.hex_of("border"))
