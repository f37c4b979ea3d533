"""The tensor editor, driven as a person drives it; requests are carried out as the state would."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSpinBox,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.tensors import TensorValue, linspace, parse
from core.text import Text, words_in
from gui.theme import FONT_FILES, RESOURCES, load_themes
from gui.widgets.tensor_editor import TensorEditor

# The off-screen platform says so whenever a window with a minimum size or a pop-up is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

KEY = Qt.Key
LEFT = Qt.MouseButton.LeftButton
A = parse("[[-1, 2, -3], [4, -5, 6]]")
PRESETS = [("a", Text("예제 가", "Example A")), ("b", Text("예제 나", "Example B"))]
ERROR = load_themes()["light"].tokens.error.lower()
CONTROLS = ("presetButton", "shapeButton", "randomButton", "pasteButton", "seedBox", "linspaceButton", "dtypeBox")


@pytest.fixture(scope="module", autouse=True)
def _fonts(qapp: QApplication) -> None:
    for name in FONT_FILES:
        QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / name))


@dataclass
class Bench:
    """An editor whose requests are carried out at once and written down."""

    editor: TensorEditor
    value: TensorValue = A
    dtype: str = "float32"
    selected: int = -1
    slice_index: tuple[int, ...] = ()
    log: list[tuple[str, object]] = field(default_factory=list)

    def __post_init__(self) -> None:
        editor = self.editor
        editor.tensor_requested.connect(lambda value: self._do("tensor", "value", value))
        editor.dtype_requested.connect(lambda name: self._do("dtype", "dtype", name))
        editor.cell_selected.connect(lambda flat: self._do("selected", "selected", flat))
        editor.slice_requested.connect(lambda leading: self._do("slice", "slice_index", leading))
        editor.preset_requested.connect(lambda key: self.log.append(("preset", key)))
        editor.cell_hovered.connect(lambda flat: self.log.append(("hovered", flat)))
        self.show()

    def _do(self, kind: str, name: str, value: object) -> None:
        self.log.append((kind, value))
        setattr(self, name, value)
        self.show()

    def show(self) -> None:
        self.editor.show_tensor(self.value, self.dtype, self.selected, -1, self.slice_index, 1)

    def put(self, value: TensorValue) -> None:
        self.value = value
        self.show()

    def tensors(self) -> list[list[object]]:
        return [value.values.tolist() for kind, value in self.log if kind == "tensor"]

    def child(self, kind: type, name: str) -> QWidget:
        return self.editor.findChild(kind, name)

    def text(self) -> str:
        return self.editor.text.toPlainText()

    def message(self, name: str = "textMessage") -> str:
        label = self.child(QLabel, name)
        return label.text() if label.isVisible() else ""


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    return shown(qtbot)


def shown(qtbot: QtBot, lang: str = "ko", theme: str = "light", width: int = 330, value: TensorValue = A) -> Bench:
    editor = TensorEditor(words_in(lang), load_themes()[theme])
    qtbot.addWidget(editor)
    editor.set_presets(PRESETS)
    made = Bench(editor, value)
    editor.resize(width, editor.heightForWidth(width))
    editor.show()
    qtbot.waitExposed(editor)
    editor.resize(width, editor.heightForWidth(width))
    QApplication.processEvents()
    return made


def colours(widget: QWidget) -> set[str]:
    """Return the colours of a widget's picture."""
    image = widget.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def write(qtbot: QtBot, bench: Bench, text: str) -> None:
    bench.editor.text.setFocus()
    bench.editor.text.selectAll()
    qtbot.keyClicks(bench.editor.text, text)


def press(qtbot: QtBot, bench: Bench, name: str) -> None:
    qtbot.mouseClick(bench.child(QToolButton, name), LEFT)


# --- state down -------------------------------------------------------------------------------------------------------


def test_showing_emits_nothing(bench: Bench) -> None:
    for value in (parse("3"), linspace(0, 1, 1000), TensorValue(np.zeros((2, 3, 4, 5)))):
        bench.editor.show_tensor(value, "bfloat16", 1, 2, (1, 1), 3)
    bench.editor.set_words(words_in("en"))
    bench.editor.set_theme(load_themes()["projector"])
    assert bench.log == []


def test_table_and_text_show_the_same_tensor(bench: Bench) -> None:
    assert parse(bench.text()) == A
    assert bench.editor.table.model().index(1, 1).data() == "−5.0"
    bench.put(parse("[7, 8]"))
    assert bench.text() == "[7, 8]"


def test_a_long_linspace_is_shown_as_what_made_it(bench: Bench) -> None:
    bench.put(linspace(-10, 10, 1000))
    assert parse(bench.text()) == bench.value
    assert len(bench.text()) < 60
    bench.put(TensorValue(np.arange(1000.0)))
    assert bench.text().endswith("…]")
    assert bench.message() == words_in("ko")("tensor_editor.text_shortened")


def test_controls_say_the_shape_and_the_type(bench: Bench) -> None:
    assert bench.child(QToolButton, "shapeButton").text() == "모양 2×3"
    bench.editor.show_tensor(parse("3"), "float16", -1, -1, (), 1)
    assert bench.child(QToolButton, "shapeButton").text() == "모양 스칼라"
    assert bench.child(QComboBox, "dtypeBox").currentText() == "float16"


# --- the table --------------------------------------------------------------------------------------------------------


def test_editing_a_cell_asks_for_the_whole_tensor(bench: Bench, qtbot: QtBot) -> None:
    table = bench.editor.table
    qtbot.mouseClick(table.viewport(), LEFT, pos=table.visualRect(table.model().index(0, 2)).center())
    qtbot.keyClicks(table, "9")
    qtbot.keyClick(QApplication.focusWidget(), KEY.Key_Return)
    qtbot.waitUntil(lambda: bench.selected == 5)  # and went on to the cell below
    assert bench.tensors() == [[[-1, 2, 9], [4, -5, 6]]]
    assert parse(bench.text()) == bench.value


def test_a_wrong_cell_leaves_tensor_and_text_alone_and_says_why(bench: Bench, qtbot: QtBot) -> None:
    table = bench.editor.table
    table.setCurrentIndex(table.model().index(0, 0))
    table.setFocus()
    qtbot.keyClicks(table, "x")
    qtbot.keyClick(QApplication.focusWidget(), KEY.Key_Tab)
    assert bench.tensors() == []
    assert bench.message("tableMessage").startswith("[0, 0]: 'x'는 숫자가 아닙니다.")
    bench.editor.set_words(words_in("en"))
    assert bench.message("tableMessage").startswith("[0, 0]: 'x' is not a number.")
    bench.put(parse("[[1, 2, 3], [4, 5, 6]]"))
    assert bench.message("tableMessage") == ""


def test_paste_in_the_table_replaces_the_tensor(bench: Bench, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("1\t2\n3\t4")
    bench.editor.table.setFocus()
    qtbot.keyClick(bench.editor.table, KEY.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert bench.tensors() == [[[1, 2], [3, 4]]]


# --- the text field ---------------------------------------------------------------------------------------------------


def test_enter_applies_the_text(bench: Bench, qtbot: QtBot) -> None:
    write(qtbot, bench, "linspace(0, 1, 3)")
    assert bench.tensors() == []
    assert bench.message() == "Enter를 누르면 적용하고, Esc를 누르면 되돌립니다."
    qtbot.keyClick(bench.editor.text, KEY.Key_Return)
    assert bench.tensors() == [[0, 0.5, 1]]
    assert bench.text() == "[0, 0.5, 1]"
    assert bench.message() == ""


def test_text_that_means_the_same_tensor_is_written_anew(bench: Bench, qtbot: QtBot) -> None:
    write(qtbot, bench, "-1 2 -3; 4 -5 6")
    qtbot.keyClick(bench.editor.text, KEY.Key_Return)
    assert bench.text() == "[[-1, 2, -3], [4, -5, 6]]"
    assert bench.message() == ""


def test_wrong_text_stays_for_correction_and_the_tensor_too(bench: Bench, qtbot: QtBot) -> None:
    write(qtbot, bench, "[[1, 2], [3]]")
    qtbot.keyClick(bench.editor.text, KEY.Key_Return)
    assert bench.tensors() == []
    assert bench.text() == "[[1, 2], [3]]"
    assert "2행" in bench.message()
    assert ERROR in colours(bench.child(QLabel, "textMessage"))
    bench.editor.show_tensor(A, "float32", 3, 1, (), 1)  # a hover or a selection elsewhere
    assert bench.text() == "[[1, 2], [3]]"
    bench.editor.set_words(words_in("en"))
    assert "ow 2" in bench.message()
    qtbot.keyClick(bench.editor.text, KEY.Key_Escape)
    assert parse(bench.text()) == A
    assert bench.message() == ""


def test_shift_enter_starts_a_row(bench: Bench, qtbot: QtBot) -> None:
    write(qtbot, bench, "1 2")
    qtbot.keyClick(bench.editor.text, KEY.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(bench.editor.text, "3 4")
    qtbot.keyClick(bench.editor.text, KEY.Key_Return)
    assert bench.tensors() == [[[1, 2], [3, 4]]]


def test_a_syllable_being_composed_is_read_too(bench: Bench, qtbot: QtBot) -> None:
    write(qtbot, bench, "1 ")
    QApplication.sendEvent(bench.editor.text, QInputMethodEvent("둘", []))
    qtbot.keyClick(bench.editor.text, KEY.Key_Return)
    assert bench.text() == "1 둘"
    assert "'둘'" in bench.message()


def test_tab_leaves_the_text_field(bench: Bench, qtbot: QtBot) -> None:
    bench.editor.text.setFocus()
    qtbot.keyClick(bench.editor.text, KEY.Key_Tab)
    assert QApplication.focusWidget() is not bench.editor.text
    assert "\t" not in bench.text()


def test_a_huge_paste_into_the_text_is_applied_without_being_laid_out(bench: Bench, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("\n".join("\t".join(["0.25"] * 100) for _ in range(100)))
    bench.editor.text.setFocus()
    bench.editor.text.paste()
    assert bench.value.shape == (100, 100)


# --- the buttons ------------------------------------------------------------------------------------------------------


def test_presets_are_offered_in_the_chosen_language(bench: Bench) -> None:
    menu = bench.child(QMenu, "presetMenu")
    assert [action.text() for action in menu.actions()] == ["예제 가", "예제 나"]
    bench.editor.set_words(words_in("en"))
    assert [action.text() for action in menu.actions()] == ["Example A", "Example B"]
    menu.actions()[1].trigger()
    assert bench.log == [("preset", "b")]


def test_paste_button_reads_the_clipboard_or_says_what_is_wrong(bench: Bench, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("torch.tensor([[1., 2.],\n              [3., 4.]])")
    press(qtbot, bench, "pasteButton")
    assert bench.tensors() == [[[1, 2], [3, 4]]]
    QGuiApplication.clipboard().setText("one two")
    press(qtbot, bench, "pasteButton")
    assert bench.text() == "one two"
    assert "'one'" in bench.message()
    QGuiApplication.clipboard().setText("")
    press(qtbot, bench, "pasteButton")
    assert bench.message() == words_in("ko")("tensor_editor.clipboard_empty")
    assert len(bench.tensors()) == 1


def test_random_takes_the_next_seed_and_keeps_the_shape(bench: Bench, qtbot: QtBot) -> None:
    press(qtbot, bench, "randomButton")
    press(qtbot, bench, "randomButton")
    assert bench.child(QSpinBox, "seedBox").value() == 2
    expected = torch.randn(2, 3, generator=torch.Generator().manual_seed(2))
    assert torch.equal(bench.value.to_torch("float32"), expected)


def test_a_typed_seed_gives_its_numbers(bench: Bench, qtbot: QtBot) -> None:
    seed = bench.child(QSpinBox, "seedBox")
    seed.setFocus()
    seed.selectAll()
    qtbot.keyClicks(seed, "42")
    qtbot.keyClick(seed, KEY.Key_Return)
    assert len(bench.tensors()) == 1
    expected = torch.randn(2, 3, generator=torch.Generator().manual_seed(42))
    assert torch.equal(bench.value.to_torch("float32"), expected)


def test_the_type_is_asked_for(bench: Bench, qtbot: QtBot) -> None:
    box = bench.child(QComboBox, "dtypeBox")
    box.setFocus()
    qtbot.keyClick(box, KEY.Key_Down)
    assert bench.log == [("dtype", "float64")]


def test_a_typed_shape_of_the_same_size_rearranges(bench: Bench, qtbot: QtBot) -> None:
    press(qtbot, bench, "shapeButton")
    text = bench.child(QLineEdit, "shapeText")
    assert text.text() == "2x3"
    text.selectAll()
    qtbot.keyClicks(text, "3x2")
    assert [bench.child(QSpinBox, f"shapeSize{axis}").value() for axis in (0, 1)] == [3, 2]
    qtbot.keyClick(text, KEY.Key_Return)
    assert bench.tensors() == [[[-1, 2], [-3, 4], [-5, 6]]]
    assert not text.isVisible()


def test_shape_numbers_cut_off_and_fill(bench: Bench, qtbot: QtBot) -> None:
    press(qtbot, bench, "shapeButton")
    bench.child(QSpinBox, "shapeSize1").setValue(4)
    assert bench.child(QLineEdit, "shapeText").text() == "2x4"
    qtbot.mouseClick(bench.child(QLineEdit, "shapeText").parent().findChild(QPushButton, "applyButton"), LEFT)
    assert bench.tensors() == [[[-1, 2, -3, 0], [4, -5, 6, 0]]]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ("2 by 3", "'2 by 3'"),
        ("2000x2000", "4,000,000"),
        ("0x3", "1 이상으로 쓰십시오"),
        ("1x1x1x1x1", "4차원까지 쓰십시오"),
        ("", "2x3이나 (2, 3)처럼 쓰십시오"),
    ],
)
def test_an_impossible_shape_keeps_the_panel_open_and_says_why(
    bench: Bench, qtbot: QtBot, wrong: str, reason: str
) -> None:
    press(qtbot, bench, "shapeButton")
    text = bench.child(QLineEdit, "shapeText")
    text.selectAll()
    qtbot.keyClick(text, KEY.Key_Delete)
    qtbot.keyClicks(text, wrong)
    qtbot.keyClick(text, KEY.Key_Return)
    assert text.isVisible()
    assert text.text() == wrong
    messages = [m.text() for m in text.parent().findChildren(QLabel) if m.property("role") == "error"]
    assert len(messages) == 1
    assert reason in messages[0]
    assert ERROR in colours(text.parent())
    assert bench.tensors() == []


def test_linspace_asks_for_even_steps(bench: Bench, qtbot: QtBot) -> None:
    press(qtbot, bench, "linspaceButton")
    for name, typed in (("linspaceFrom", "-1"), ("linspaceTo", "1"), ("linspaceCount", "5")):
        box = bench.child(QWidget, name)
        box.setFocus()
        box.selectAll()
        qtbot.keyClicks(box, typed)
    qtbot.keyClick(box, KEY.Key_Return)
    assert bench.tensors() == [[-1, -0.5, 0, 0.5, 1]]


def test_escape_closes_a_panel_and_changes_nothing(bench: Bench, qtbot: QtBot) -> None:
    press(qtbot, bench, "linspaceButton")
    field = bench.child(QLineEdit, "linspaceFrom")
    qtbot.keyClick(field, KEY.Key_Escape)
    assert not field.isVisible()
    assert bench.log == []


def test_slices_are_asked_for_and_shown(bench: Bench, qtbot: QtBot) -> None:
    bench.put(TensorValue(np.arange(120.0).reshape(2, 3, 4, 5)))
    boxes = [bench.child(QSpinBox, f"sliceIndex{axis}") for axis in (0, 1)]
    assert all(box.isVisible() for box in boxes)
    qtbot.keyClick(boxes[0], KEY.Key_Up)
    qtbot.keyClick(boxes[1], KEY.Key_Up)
    assert bench.log == [("slice", (1, 0)), ("slice", (1, 1))]
    assert bench.editor.table.model().index(0, 0).data() == "80.0"
    bench.put(A)
    assert not boxes[0].isVisible()


# --- for every eye, hand and screen -----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_control_has_a_name_and_a_tip(qtbot: QtBot, lang: str) -> None:
    bench = shown(qtbot, lang, value=TensorValue(np.zeros((2, 3, 4, 5))))
    controls = [bench.child(QWidget, name) for name in (*CONTROLS, "inputText", "sliceIndex0", "sliceIndex1")]
    assert all(control.accessibleName() for control in controls)
    assert all(control.toolTip() for control in controls)
    korean = [any("가" <= char <= "힣" for char in control.accessibleName()) for control in controls]
    assert all(korean) if lang == "ko" else not any(korean)
    assert bench.child(QWidget, "inputTensor").accessibleDescription()


@pytest.mark.parametrize(("theme", "width"), [("light", 330), ("dark", 400), ("projector", 600)])
@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("shape", [(2, 3), (1000,), (3, 4, 5), ()])
def test_everything_fits_the_column(qtbot: QtBot, theme: str, width: int, lang: str, shape: tuple[int, ...]) -> None:
    bench = shown(qtbot, lang, theme, width, TensorValue(np.full(shape, -1.5)))
    editor = bench.editor
    assert editor.minimumSizeHint().width() <= width
    names = ("inputTensor", "inputText", *CONTROLS)
    parts = {name: bench.child(QWidget, name) for name in names}
    places = {name: QRect(part.mapTo(editor, QPoint(0, 0)), part.size()) for name, part in parts.items()}
    outside = [name for name, place in places.items() if not editor.rect().contains(place)]
    overlapping = [pair for pair in combinations(names, 2) if places[pair[0]].intersects(places[pair[1]])]
    low = [name for name in CONTROLS if places[name].height() < load_themes()[theme].tokens.target]
    cut = [name for name in CONTROLS if parts[name].width() < parts[name].sizeHint().width()]
    assert (outside, overlapping, low, cut) == ([], [], [], [])


def test_the_text_field_grows_with_its_lines(qtbot: QtBot) -> None:
    heights = []
    for count in (3, 12, 40, 190):
        bench = shown(qtbot, value=TensorValue(np.full(count, -1.25)))
        heights.append(bench.editor.text.height())
        if count < 40:
            assert bench.editor.text.verticalScrollBar().maximum() == 0
    assert heights[0] < heights[1] < heights[2] == heights[3]
