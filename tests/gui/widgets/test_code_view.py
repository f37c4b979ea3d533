"""Code and printed output: colours, marks, cheap changes, copying."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from core.text import words_in
from gui.theme import FONT_FILES, RESOURCES, contrast, load_themes
from gui.widgets import code_view
from gui.widgets.code_view import MARK_TINT, TOKEN_COLORS, CodeView, CopyButton

# The off-screen platform says so whenever a window with a minimum size or a pop-up is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

CODE = """import torch
from torch import nn

x = torch.tensor([[-1.0, 2.0, -3.0]])
leaky_relu = nn.LeakyReLU(negative_slope=0.1)
print(leaky_relu(x))  # 출력
"""
PRINTED = "tensor([[-0.1000,  2.0000, -0.3000],\n        [ 4.0000, -0.5000,  6.0000]])"


@pytest.fixture
def view(qtbot):
    for name in FONT_FILES:
        QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / name))

    def make(theme: str = "light", highlighted: bool = True, lang: str = "ko") -> CodeView:
        made = CodeView(words_in(lang), load_themes()[theme], "codeText", "code_view.code", highlighted)
        qtbot.addWidget(made)
        made.setPalette(load_themes()[theme].palette())
        made.resize(900, 400)
        made.show()
        return made

    return make


def line_has(view: CodeView, line: int, color: str) -> bool:
    """Whether a pixel of that colour is painted in a line of the text."""
    image: QImage = view.viewport().grab().toImage()
    block = view.document().findBlockByNumber(line)
    box = view.blockBoundingGeometry(block).translated(view.contentOffset())
    wanted = QColor(color)
    for y in range(int(box.top()), int(box.bottom())):
        for x in range(image.width()):
            seen = image.pixelColor(x, y)
            far = abs(seen.red() - wanted.red()) + abs(seen.green() - wanted.green()) + abs(seen.blue() - wanted.blue())
            if far < 45:
                return True
    return False


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_the_live_value_in_the_code_has_the_probe_colour(view, theme):
    tokens = load_themes()[theme].tokens
    shown = view(theme)
    start = CODE.index("negative_slope=")
    shown.show_code(CODE, ((start, start + len("negative_slope=0.1")),))
    assert line_has(shown, 4, tokens.probe_ink)
    assert not line_has(shown, 3, tokens.probe_ink)


def test_keywords_strings_and_comments_have_their_colours(view):
    tokens = load_themes()["light"].tokens
    shown = view()
    shown.show_code("import torch\nx = 1.5\n# note\nname = 'import'\n")
    assert line_has(shown, 0, tokens.accent)
    assert line_has(shown, 1, tokens.slope)
    assert line_has(shown, 2, tokens.muted)
    assert line_has(shown, 3, tokens.slope)
    assert not line_has(shown, 3, tokens.accent)


def test_printed_output_is_not_coloured_as_code(view):
    tokens = load_themes()["light"].tokens
    shown = view(highlighted=False)
    start = PRINTED.index("-0.3000")
    shown.show_code(PRINTED, ((start, start + 7),))
    assert line_has(shown, 0, tokens.probe_ink)
    assert not line_has(shown, 1, tokens.slope)
    assert not line_has(shown, 1, tokens.probe_ink)


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_every_colour_of_the_code_can_be_read(theme):
    tokens = load_themes()[theme].tokens
    for token in TOKEN_COLORS.values():
        assert contrast(getattr(tokens, token), tokens.card) >= tokens.reading_contrast, token
    card, probe = QColor(tokens.card), QColor(tokens.probe)
    mixed = [
        round((1 - MARK_TINT) * c + MARK_TINT * p) for c, p in zip(card.getRgb()[:3], probe.getRgb()[:3], strict=True)
    ]
    behind = "#{:02X}{:02X}{:02X}".format(*mixed)
    assert contrast(tokens.probe_ink, behind) >= tokens.reading_contrast


def test_a_span_after_wide_characters_marks_the_right_text(view):
    shown = view()
    text = "# 😀 한글 0.10"
    start = text.index("0.10")
    shown.show_code(text, ((start, start + 4),))
    assert [mark.cursor.selectedText() for mark in shown.extraSelections()] == ["0.10"]


def test_marks_follow_a_change_of_the_text(view):
    shown = view()
    for value in ("0.1", "0.25", "0.1"):
        text = CODE.replace("=0.1)", f"={value})")
        start = text.index("negative_slope=")
        shown.show_code(text, ((start, start + len("negative_slope=" + value)),))
        assert [mark.cursor.selectedText() for mark in shown.extraSelections()] == [f"negative_slope={value}"]
        assert shown.toPlainText() == text


@given(st.lists(st.lists(st.sampled_from(["", "a", "bb = 1", "# 한글", "😀"]), min_size=1, max_size=5), max_size=6))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_shown_before_the_text_is_the_one_asked_for(view, texts):
    shown = view()
    for lines in texts:
        shown.show_code("\n".join(lines))
        assert shown.toPlainText() == "\n".join(lines)


def test_changing_one_line_does_not_scroll(view):
    shown = view()
    shown.resize(200, 80)
    text = "\n".join(f"line_{n} = {n} + {n} + {n} + {n} + {n}" for n in range(60))
    shown.show_code(text)
    shown.verticalScrollBar().setValue(30)
    shown.horizontalScrollBar().setValue(40)
    shown.show_code(text.replace("line_2 ", "line_two "))
    assert (shown.verticalScrollBar().value(), shown.horizontalScrollBar().value()) == (30, 40)


def test_the_same_text_again_touches_nothing(view, qtbot):
    shown = view()
    shown.show_code(CODE)
    changes = []
    shown.document().contentsChanged.connect(lambda: changes.append(1))
    shown.show_code(CODE)
    assert changes == []


def test_it_can_be_read_and_selected_but_not_written(view, qtbot):
    shown = view()
    shown.show_code(CODE)
    qtbot.keyClicks(shown, "hello")
    assert shown.toPlainText() == CODE
    qtbot.keyClick(shown, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(shown, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == CODE


def test_a_long_line_gets_a_scroll_bar_and_a_short_one_none(view, qtbot):
    shown = view()
    shown.show_code("x = 1")
    qtbot.wait(20)
    assert not shown.horizontalScrollBar().isVisible()
    shown.show_code("x = " + "1 + " * 100)
    qtbot.waitUntil(shown.horizontalScrollBar().isVisible, timeout=1000)


@pytest.mark.parametrize(("lang", "name"), [("ko", "PyTorch 코드"), ("en", "PyTorch code")])
def test_a_screen_reader_hears_what_it_is(view, lang, name):
    shown = view(lang=lang)
    assert shown.accessibleName() == name
    assert shown.objectName() == "codeText"


@pytest.mark.parametrize(("lang", "before", "after"), [("ko", "복사", "복사했습니다"), ("en", "Copy", "Copied")])
def test_copying_says_so_for_a_moment_without_a_jump(qtbot, monkeypatch, lang, before, after):
    monkeypatch.setattr(code_view, "SAID_FOR_MS", 80)
    button = CopyButton(words_in(lang), load_themes()["light"], lambda: CODE)
    qtbot.addWidget(button)
    button.show()
    size = button.sizeHint()
    assert button.text() == before
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == CODE
    assert button.text() == after
    assert button.sizeHint() == size
    qtbot.waitUntil(lambda: button.text() == before, timeout=2000)


def test_the_moment_is_one_and_a_half_seconds():
    assert code_view.SAID_FOR_MS == 1500


@pytest.mark.parametrize("highlighted", [True, False])
def test_a_change_in_one_line_paints_that_line_alone(view, highlighted: bool) -> None:
    shown = view(highlighted=highlighted)
    shown.show_code(CODE)
    QTest.qWait(20)
    painted = _Paints(shown.viewport())
    shown.show_code(CODE.replace("negative_slope=0.1", "negative_slope=0.25"))
    QTest.qWait(20)
    line = shown.blockBoundingGeometry(shown.document().findBlockByNumber(4)).translated(shown.contentOffset())
    assert painted.regions
    for box in painted.regions:
        assert line.top() - 2 <= box.top()
        assert box.bottom() <= line.bottom() + 2
    assert shown.toPlainText() == CODE.replace("negative_slope=0.1", "negative_slope=0.25")


class _Paints(QObject):
    """Notes where a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.regions: list[QRect] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.regions.append(event.rect())
        return False
