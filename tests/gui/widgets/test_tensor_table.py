"""The tensor table, driven as a person drives it, and looked at pixel by pixel."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFontDatabase, QGuiApplication, QImage, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from core.text import words_in
from gui.theme import FONT_FILES, RESOURCES, contrast, load_themes
from gui.widgets.tensor_cells import CellColours, cell_text
from gui.widgets.tensor_table import TensorTable

# The off-screen platform says so whenever a window with a minimum size is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

KEY = Qt.Key
LEFT = Qt.MouseButton.LeftButton
A = np.array([[-1.0, 2.0, -3.0], [4.0, -5.0, 6.0]])


@pytest.fixture(scope="module", autouse=True)
def _fonts(qapp: QApplication) -> None:
    for name in FONT_FILES:
        QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / name))


@pytest.fixture
def make(qtbot: QtBot) -> Callable[..., TensorTable]:
    def made(
        values: np.ndarray = A, selected: int = -1, lang: str = "ko", theme: str = "light", decimals: int = 1,
        editable: bool = True, width: int = 330,
    ) -> TensorTable:  # fmt: skip
        table = TensorTable(words_in(lang), load_themes()[theme], editable)
        qtbot.addWidget(table)
        table.resize(width, table.sizeHint().height())
        table.show_values(values, selected, -1, decimals)
        table.resize(width, table.sizeHint().height())
        table.show()
        qtbot.waitExposed(table)
        table.setFocus()
        return table

    return made


def heard(signal: object) -> list[object]:
    """Return a list that fills with what ``signal`` says from now on."""
    said: list[object] = []
    signal.connect(lambda *values: said.append(values if len(values) > 1 else values[0]))
    return said


def middle(table: TensorTable, row: int, column: int) -> QPoint:
    return table.visualRect(table.model().index(row, column)).center()


def click(qtbot: QtBot, table: TensorTable, row: int, column: int) -> None:
    qtbot.mouseClick(table.viewport(), LEFT, pos=middle(table, row, column))


def picture(table: TensorTable) -> QImage:
    return table.viewport().grab().toImage()


def left_edge(table: TensorTable, row: int, column: int) -> QColor:
    """Return the colour in the middle of the left edge of a cell's box."""
    rect = table.visualRect(table.model().index(row, column))
    return picture(table).pixelColor(rect.left() + 3, rect.center().y())


def inside(table: TensorTable, row: int, column: int) -> QColor:
    """Return the background of a cell beside its text."""
    rect = table.visualRect(table.model().index(row, column))
    return picture(table).pixelColor(rect.left() + 8, rect.top() + 10)


def editor_of(table: TensorTable) -> QLineEdit | None:
    return next((e for e in table.findChildren(QLineEdit, "cellEditor") if e.isVisible()), None)


# --- what is seen -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "decimals", "said"),
    [
        (-1.0, 1, "−1.0"), (2.0, 2, "2.00"), (0.0, 1, "0.0"), (-0.301, 2, "−0.30"), (math.inf, 1, "∞"),
        (-math.inf, 3, "−∞"), (math.nan, 1, "nan"), (999999.0, 1, "999999.0"), (1.25e9, 1, "1.2e9"),
        (-3e12, 2, "−3.00e12"), (1e6, 0, "1e6"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_in_a_textbook(value: float, decimals: int, said: str) -> None:
    assert cell_text(value, decimals) == said


@pytest.mark.parametrize("theme", load_themes().values(), ids=lambda t: t.name)
def test_every_cell_colour_is_readable(theme) -> None:
    tokens = theme.tokens
    backgrounds = CellColours(theme).backgrounds
    assert min(contrast(tokens.ink, color) for color in backgrounds) >= tokens.reading_contrast
    assert contrast(tokens.muted, tokens.hover) >= tokens.reading_contrast  # nan is muted, on a neutral cell


@pytest.mark.parametrize("theme", load_themes())
def test_sign_is_hue_and_size_is_strength(make, theme: str) -> None:
    table = make(theme=theme)
    card = QColor(load_themes()[theme].tokens.card)

    def strength(row: int, column: int) -> int:
        color = inside(table, row, column)
        return sum(abs(x - y) for x, y in zip(color.getRgb(), card.getRgb(), strict=True))

    assert inside(table, 1, 2).blue() > inside(table, 1, 2).red()  # 6 is positive
    assert inside(table, 1, 1).red() > inside(table, 1, 1).blue()  # -5 is negative
    assert strength(0, 1) < strength(1, 0) < strength(1, 2)  # 2 < 4 < 6
    assert strength(0, 0) < strength(0, 2) < strength(1, 1)  # 1 < 3 < 5


def test_infinity_does_not_wash_out_the_other_colours(make) -> None:
    plain, infinite = make(np.array([[6.0, 3.0, 0.0]])), make(np.array([[6.0, 3.0, math.inf]]))
    assert inside(infinite, 0, 1) == inside(plain, 0, 1)
    assert inside(infinite, 0, 2) == inside(infinite, 0, 0)


def test_nan_has_the_neutral_colour_of_zero(make) -> None:
    table = make(np.array([[math.nan, 0.0, 1.0]]))
    assert inside(table, 0, 0) == inside(table, 0, 1) == QColor(load_themes()["light"].tokens.hover)


@pytest.mark.parametrize("theme", load_themes())
def test_the_selected_cell_is_outlined_in_the_probe_colour(make, theme: str) -> None:
    table = make(selected=2, theme=theme, width=600)
    probe = QColor(load_themes()[theme].tokens.probe)
    rect = table.visualRect(table.model().index(0, 2))
    image = picture(table)
    row = [image.pixelColor(x, rect.center().y()) for x in range(rect.left(), rect.left() + 12)]
    assert row.count(probe) >= 3 - 1  # antialiasing takes part of the outer pixels
    others = [left_edge(table, r, c) for r in range(2) for c in range(3) if (r, c) != (0, 2)]
    assert probe not in others


def test_the_hovered_cell_is_outlined_thinner_than_the_selected_one(make) -> None:
    table = make(selected=2)
    table.show_values(A, 2, 3, 1)
    probe = QColor(load_themes()["light"].tokens.probe)

    def orange(row: int, column: int) -> float:
        rect = table.visualRect(table.model().index(row, column))
        image = picture(table)
        line = [image.pixelColor(x, rect.center().y()) for x in range(rect.left(), rect.left() + 8)]
        return sum(max(0.0, 1 - abs(color.blue() - probe.blue()) / 200) for color in line)

    assert orange(1, 0) < orange(0, 2)
    assert orange(1, 0) > orange(0, 1) + 0.5


def test_a_row_is_one_line_and_a_number_one_cell(make) -> None:
    row, number = make(np.arange(1000.0)), make(np.array(3.0))
    assert (row.model().rowCount(), row.model().columnCount()) == (1, 1000)
    assert (number.model().rowCount(), number.model().columnCount()) == (1, 1)
    assert row.horizontalScrollBar().maximum() > 0
    assert number.horizontalScrollBar().maximum() == 0


def test_indices_stand_beside_large_tensors_only(make) -> None:
    small, row, wide = make(np.zeros((8, 8))), make(np.zeros(9)), make(np.zeros((9, 2)))
    assert small.horizontalHeader().isHidden()
    assert small.verticalHeader().isHidden()
    assert not row.horizontalHeader().isHidden()
    assert row.verticalHeader().isHidden()
    assert not wide.verticalHeader().isHidden()


def test_height_follows_the_rows_up_to_six(make) -> None:
    heights = [make(np.zeros((rows, 3))).sizeHint().height() for rows in (1, 2, 6, 8)]
    assert heights[0] < heights[1] < heights[2] == heights[3]
    assert make(np.zeros((2, 3))).verticalScrollBar().maximum() == 0


@pytest.mark.parametrize(("theme", "width"), [("light", 330), ("dark", 330), ("projector", 600)])
def test_cells_shrink_to_fit_but_never_below_their_text(make, theme: str, width: int) -> None:
    three, five = make(A, theme=theme, width=width), make(np.full((2, 5), -1.0), theme=theme, width=width)
    assert three.horizontalScrollBar().maximum() == five.horizontalScrollBar().maximum() == 0
    assert five.columnWidth(0) < three.columnWidth(0)
    many = make(np.full((2, 30), -123.0), theme=theme, width=width)
    assert many.columnWidth(0) > many.fontMetrics().horizontalAdvance("−123.0")
    assert many.horizontalScrollBar().maximum() > 0


def test_the_width_does_not_jump_while_values_change(make) -> None:
    table = make(np.full((2, 30), -10.0))
    wide = table.columnWidth(0)
    table.show_values(np.full((2, 30), 1.0), -1, -1, 1)
    assert table.columnWidth(0) == wide


# --- showing is silent ------------------------------------------------------------------------------------------------


def test_showing_emits_nothing(make) -> None:
    table = make()
    said = [heard(s) for s in (table.cell_selected, table.cell_hovered, table.cell_edited, table.pasted)]
    table.show_values(A * 2, 4, 1, 2)
    table.show_values(np.zeros((3, 4, 5)), 37, -1, 1)
    table.set_slice((1,))
    table.show_values(np.zeros(3), -1, -1, 1)
    table.set_words(words_in("en"))
    table.set_theme(load_themes()["projector"])
    assert said == [[], [], [], []]


def test_a_million_elements_of_the_same_shape_keep_the_scroll_position(make) -> None:
    values = np.random.default_rng(0).normal(size=(1000, 1000))
    table = make(values)
    table.verticalScrollBar().setValue(20_000)
    table.show_values(values * 3, -1, -1, 1)
    assert table.verticalScrollBar().value() == 20_000
    first = table.indexAt(QPoint(50, 5))
    assert first.data() == cell_text(float(values[first.row(), first.column()] * 3), 1)


def test_the_state_selects_and_the_table_scrolls_there(make) -> None:
    table = make(np.arange(1000.0))
    table.show_values(np.arange(1000.0), 700, -1, 1)
    assert table.viewport().rect().contains(middle(table, 0, 700))


# --- slices -----------------------------------------------------------------------------------------------------------


def test_a_slice_shows_its_own_numbers_and_names_cells_in_the_whole_tensor(make, qtbot: QtBot) -> None:
    values = np.arange(2 * 3 * 4 * 5.0).reshape(2, 3, 4, 5)
    table = make(values)
    table.set_slice((1, 2))
    assert table.model().index(3, 4).data() == "119.0"
    selected = heard(table.cell_selected)
    click(qtbot, table, 0, 1)
    assert selected == [int(values[1, 2, 0, 1])]


def test_a_selection_in_another_slice_appears_with_its_slice(make) -> None:
    values = np.zeros((3, 4, 5))
    table = make(values, selected=2 * 20 + 7)
    assert not table.currentIndex().isValid()
    table.set_slice((2,))
    assert (table.currentIndex().row(), table.currentIndex().column()) == (1, 2)


def test_the_slice_may_be_set_before_the_values_and_is_held_inside(make) -> None:
    table = make()
    table.set_slice((9,))
    table.show_values(np.arange(24.0).reshape(2, 3, 4), -1, -1, 0)
    assert table.model().index(0, 0).data() == "12"


# --- selecting and hovering -------------------------------------------------------------------------------------------


def test_click_arrows_and_escape_select(make, qtbot: QtBot) -> None:
    table = make()
    selected = heard(table.cell_selected)
    click(qtbot, table, 0, 1)
    qtbot.keyClick(table, KEY.Key_Down)
    qtbot.keyClick(table, KEY.Key_Right)
    qtbot.keyClick(table, KEY.Key_Escape)
    assert selected == [1, 4, 5, -1]


def test_a_click_beside_the_cells_selects_nothing(make, qtbot: QtBot) -> None:
    table = make(selected=1)
    selected = heard(table.cell_selected)
    qtbot.mouseClick(table.viewport(), LEFT, pos=QPoint(table.viewport().width() - 4, 10))
    assert selected == [-1]


def test_hovering_names_the_cell_and_leaving_none(make, qtbot: QtBot) -> None:
    table = make()
    hovered = heard(table.cell_hovered)
    qtbot.mouseMove(table.viewport(), middle(table, 0, 0))
    qtbot.mouseMove(table.viewport(), middle(table, 1, 2))
    qtbot.mouseMove(table.viewport(), middle(table, 1, 2) + QPoint(2, 2))
    qtbot.mouseMove(table.viewport(), QPoint(table.viewport().width() - 4, 10))
    assert hovered == [0, 5, -1]


def test_a_cell_hovered_elsewhere_is_no_hover_of_this_table(make, qtbot: QtBot) -> None:
    table = make()
    hovered = heard(table.cell_hovered)
    table.show_values(A, -1, 4, 1)
    QApplication.sendEvent(table.viewport(), QEvent(QEvent.Type.Leave))
    assert hovered == []


def test_taking_the_focus_selects_nothing_until_an_arrow_is_pressed(make, qtbot: QtBot) -> None:
    table = make()
    selected = heard(table.cell_selected)
    QApplication.sendEvent(table, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    assert selected == []
    qtbot.keyClick(table, KEY.Key_Right)
    assert selected == [0]


def test_screen_readers_hear_place_and_value(make) -> None:
    korean, english = make(lang="ko"), make(lang="en", editable=False)
    role = Qt.ItemDataRole.AccessibleTextRole
    assert korean.model().index(0, 2).data(role) == "행 1 열 3, 값 −3.0"
    assert english.model().index(0, 2).data(role) == "row 1 column 3, value −3.0"
    assert (korean.accessibleName(), english.accessibleName()) == ("입력 텐서", "Output tensor")


# --- editing ----------------------------------------------------------------------------------------------------------


def test_typing_and_enter_ask_for_the_value_and_go_down(make, qtbot: QtBot) -> None:
    table = make()
    edited, selected = heard(table.cell_edited), heard(table.cell_selected)
    click(qtbot, table, 0, 1)
    qtbot.keyClicks(table, "-")
    qtbot.keyClicks(editor_of(table), "7.5")
    qtbot.keyClick(editor_of(table), KEY.Key_Return)
    qtbot.waitUntil(lambda: selected[-1] == 4)
    assert edited == [(1, -7.5)]
    assert table.model().index(0, 1).data() == "2.0"  # the widget changes nothing by itself


def test_enter_at_the_last_row_goes_to_the_next_column(make, qtbot: QtBot) -> None:
    table = make(np.zeros(3))
    selected = heard(table.cell_selected)
    click(qtbot, table, 0, 0)
    qtbot.keyClicks(table, "1")
    qtbot.keyClick(editor_of(table), KEY.Key_Return)
    qtbot.waitUntil(lambda: selected == [0, 1])


def test_tab_walks_through_the_cells_while_editing(make, qtbot: QtBot) -> None:
    table = make()
    edited = heard(table.cell_edited)
    click(qtbot, table, 0, 1)
    qtbot.keyClicks(table, "1")
    for number in ("2", "3"):
        qtbot.keyClick(editor_of(table), KEY.Key_Tab)
        qtbot.keyClicks(editor_of(table), number)
    qtbot.keyClick(editor_of(table), KEY.Key_Tab)
    assert edited == [(1, 1.0), (2, 2.0), (3, 3.0)]
    assert editor_of(table).text() == "-5"  # the next cell, unchanged, ready to be overwritten


def test_enter_opens_the_selected_cell(make, qtbot: QtBot) -> None:
    table = make()
    edited = heard(table.cell_edited)
    click(qtbot, table, 1, 0)
    qtbot.keyClick(table, KEY.Key_Return)
    assert editor_of(table).text() == "4"
    qtbot.keyClick(editor_of(table), KEY.Key_Tab)
    assert edited == []  # unchanged: nothing to ask for


def test_escape_cancels_editing(make, qtbot: QtBot) -> None:
    table = make()
    edited, selected = heard(table.cell_edited), heard(table.cell_selected)
    click(qtbot, table, 0, 0)
    qtbot.keyClicks(table, "9")
    qtbot.keyClick(editor_of(table), KEY.Key_Escape)
    assert edited == []
    assert selected == [0]


def test_a_word_is_refused_with_its_place_and_kept_for_correction(make, qtbot: QtBot) -> None:
    table = make()
    edited, refused = heard(table.cell_edited), heard(table.cell_refused)
    click(qtbot, table, 1, 1)
    qtbot.keyClicks(table, "1")
    qtbot.keyClicks(editor_of(table), "o0")
    qtbot.keyClick(editor_of(table), KEY.Key_Return)
    qtbot.waitUntil(lambda: bool(refused))
    assert edited == []
    assert refused[0][0] == 4
    assert refused[0][1].startswith("[1, 1]: ")
    assert "'1o0'" in refused[0][1]
    assert left_edge(table, 1, 1) == QColor(load_themes()["light"].tokens.probe)  # still selected
    table.show_values(A, 0, -1, 1)
    error = QColor(load_themes()["light"].tokens.error)
    assert abs(left_edge(table, 1, 1).red() - error.red()) < 25
    assert abs(left_edge(table, 1, 1).green() - error.green()) < 60
    qtbot.mouseDClick(table.viewport(), LEFT, pos=middle(table, 1, 1))
    assert editor_of(table).text() == "1o0"


def test_a_good_number_takes_the_error_away(make, qtbot: QtBot) -> None:
    table = make()
    for typed in ("x", "8"):
        click(qtbot, table, 0, 0)
        qtbot.keyClicks(table, typed)
        qtbot.keyClick(editor_of(table), KEY.Key_Tab)
        qtbot.wait(1)
    assert table.refusal_message() == ""


def test_what_is_being_typed_survives_a_new_picture(make, qtbot: QtBot) -> None:
    table = make()
    click(qtbot, table, 0, 0)
    qtbot.keyClicks(table, "1")
    qtbot.keyClicks(editor_of(table), "2")
    table.show_values(A + 1, 0, -1, 1)
    assert editor_of(table).text() == "12"


def test_a_syllable_being_composed_is_not_lost(make, qtbot: QtBot) -> None:
    table = make()
    refused = heard(table.cell_refused)
    click(qtbot, table, 0, 0)
    qtbot.keyClicks(table, "1")
    QApplication.sendEvent(editor_of(table), QInputMethodEvent("가", []))
    qtbot.keyClick(editor_of(table), KEY.Key_Tab)
    assert "'1가'" in refused[0][1]


def test_the_output_cannot_be_edited(make, qtbot: QtBot) -> None:
    table = make(editable=False)
    click(qtbot, table, 0, 0)
    qtbot.keyClicks(table, "1")
    qtbot.mouseDClick(table.viewport(), LEFT, pos=middle(table, 0, 0))
    assert editor_of(table) is None


# --- clipboard --------------------------------------------------------------------------------------------------------


def test_copy_gives_a_spreadsheet_the_selected_block(make, qtbot: QtBot) -> None:
    table = make(editable=False)
    click(qtbot, table, 0, 1)
    qtbot.mouseClick(table.viewport(), LEFT, Qt.KeyboardModifier.ShiftModifier, middle(table, 1, 2))
    qtbot.keyClick(table, KEY.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "2.0\t-3.0\n-5.0\t6.0"


def test_paste_asks_for_the_tensor_on_the_clipboard(make, qtbot: QtBot) -> None:
    table = make()
    pasted = heard(table.pasted)
    QGuiApplication.clipboard().setText("1\t2\n3\t4.5")
    qtbot.keyClick(table, KEY.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert pasted[0].values.tolist() == [[1.0, 2.0], [3.0, 4.5]]


def test_a_wrong_paste_is_refused_with_a_message(make, qtbot: QtBot) -> None:
    table = make(lang="en")
    pasted, refused = heard(table.pasted), heard(table.cell_refused)
    QGuiApplication.clipboard().setText("1\t2\n3")
    qtbot.keyClick(table, KEY.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert pasted == []
    assert refused[0][0] == -1
    assert "2" in refused[0][1]
