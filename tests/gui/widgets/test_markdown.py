"""Markdown as it is laid out: bold before Korean particles, code, tables, colours of the theme."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtGui import QTextCursor, QTextDocument, QTextFrame
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from gui.theme import load_themes
from gui.widgets.markdown import plain, set_markdown
from gui.widgets.markdown_view import MarkdownView
from gui.widgets.option_button import OptionButton

LIGHT = load_themes()["light"]


def laid_out(markdown: str, theme_name: str = "light") -> QTextDocument:
    document = QTextDocument()
    set_markdown(document, markdown, load_themes()[theme_name])
    return document


def letters(document: QTextDocument, word: str):  # type: ignore[no-untyped-def]
    found = document.find(word)
    assert not found.isNull(), word
    return found.charFormat()


@pytest.mark.parametrize(
    ("markdown", "bold", "said"),
    [
        ("**nn.ReLU()**를 씁니다.", "nn.ReLU()", "nn.ReLU()를 씁니다."),
        ("**[ReLU](term:relu)**의 곡선", "ReLU", "ReLU의 곡선"),
        ("**가중치**를 곱합니다.", "가중치", "가중치를 곱합니다."),
        ("**`torch.relu`**는 함수입니다.", "torch.relu", "torch.relu는 함수입니다."),
        ("두 **(ㄱ)**과 **[ㄴ]**을", "[ㄴ]", "두 (ㄱ)과 [ㄴ]을"),
        ("[**편향**](term:bias)도 더해 [**함수**](term:f)에 넣습니다.", "편향", "편향도 더해 함수에 넣습니다."),
        ("**AND** 다음 (**OR**만) 봅니다.", "OR", "AND 다음 (OR만) 봅니다."),
    ],
)
def test_bold_words_close_before_a_particle(qapp: QApplication, markdown: str, bold: str, said: str) -> None:
    document = laid_out(markdown)
    assert document.toPlainText() == said
    if "`" not in markdown:  # code has its own font and ground
        assert letters(document, bold).fontWeight() >= 600
    assert letters(document, said[-2:]).fontWeight() < 600
    assert plain(markdown) == said


def test_stars_in_code_stay_as_they_are(qapp: QApplication) -> None:
    assert laid_out("`x**2`는 `y**2`와").toPlainText() == "x**2는 y**2와"
    assert laid_out("```python\nx**2)**y\n```").toPlainText().strip() == "x**2)**y"


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_every_letter_has_the_themes_ink_and_code_its_ground(qapp: QApplication, theme: str) -> None:
    document = laid_out("말 **굵게** `code`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[link](term:x)", theme)
    own = load_themes()[theme]
    for word in ("말", "굵게", "code", "1"):
        assert letters(document, word).foreground().color() == own.color("ink")
    assert letters(document, "code").background().color() == own.color("hover")
    assert letters(document, "link").foreground().color() == own.color("accent")


def test_a_block_of_code_lies_in_a_frame_with_next_to_no_room_around(qapp: QApplication) -> None:
    document = laid_out("위\n\n```python\na = 1\nb = 2\n```\n\n아래")
    frames = document.rootFrame().childFrames()
    assert len(frames) == 1
    inside = QTextCursor(document)
    inside.setPosition(frames[0].firstPosition())
    assert inside.block().text() == "a = 1"
    document.setTextWidth(400)
    alone = laid_out("위\n\n아래")
    alone.setTextWidth(400)
    line = LIGHT.em * 1.4
    assert document.size().height() - alone.size().height() < 4.5 * line


def test_a_view_is_as_high_as_its_text_at_any_width(qapp: QApplication) -> None:
    holder = QWidget()
    column = QVBoxLayout(holder)
    view = MarkdownView(LIGHT, "x")
    column.addWidget(view)
    view.show_markdown("긴 글입니다. " * 40)
    holder.show()
    for width in (300, 500, 800):
        holder.resize(width, 900)
        qapp.processEvents()
        assert view.height() >= view.document().size().height()
        assert view.document().size().width() <= view.viewport().width() + 1
    view.show_markdown("")
    assert view.isHidden()
    holder.close()
    holder.deleteLater()


def test_an_option_grows_with_its_words(qapp: QApplication) -> None:
    option = OptionButton(LIGHT, many=False)
    option.show_option("짧음", "", "")
    low = option.heightForWidth(400)
    option.show_option("긴 보기입니다. " * 20, "right", "맞음")
    assert option.heightForWidth(400) > 2 * low
    assert option.accessibleName().endswith("(맞음)")
    option.deleteLater()


def test_the_words_of_an_option_stay_in_its_middle_whatever_the_layout_has_asked(qapp: QApplication) -> None:
    option = OptionButton(LIGHT, many=False)
    option.show_option("A unit is dead as soon as one input is negative", "", "")
    option.resize(600, option.heightForWidth(600))
    option.heightForWidth(180)  # as a layout does that tries a narrower column
    image = option.grab().toImage()
    words = range(4 * LIGHT.em, 300)
    dark = [y for y in range(4, image.height() - 4) if any(image.pixelColor(x, y).lightness() < 110 for x in words)]
    assert abs((dark[0] + dark[-1]) / 2 - image.height() / 2) <= 2.5, dark
    option.deleteLater()


def test_measuring_a_page_leaves_no_copy_of_it_behind(qapp: QApplication) -> None:
    window = QWidget()
    view = MarkdownView(LIGHT, "page", window)
    view.show_markdown("# 제목\n\n" + "말 **굵게** `code` " * 40)

    def copies() -> int:
        qapp.processEvents()
        gc.collect()
        return sum(type(one) is QTextDocument for one in gc.get_objects())

    view.heightForWidth(200)
    before = copies()
    heights = {view.heightForWidth(width) for width in range(100, 200)}
    assert len(heights) > 1
    assert copies() == before
    window.deleteLater()


def test_a_text_laid_out_again_and_again_leaves_no_frames(qapp: QApplication) -> None:
    view = MarkdownView(LIGHT, "page")
    table = "| a | b |\n|---|---|\n| 1 | 2 |"
    for number in range(20):
        view.show_markdown(f"# {number}\n\n{table}\n\n```\ncode\n```\n\n- one")
        set_markdown(view.document(), f"{number}\n\n{table}", LIGHT, compact=True)
    gc.collect()
    left = [one for one in gc.get_objects() if isinstance(one, QTextFrame)]
    assert left == []
    view.deleteLater()
