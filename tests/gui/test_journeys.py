"""Journeys through the real window, with a real mouse and a real keyboard, as a student and a teacher take them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QAction, QGuiApplication, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QSlider,
    QSpinBox,
    QTabWidget,
    QWidget,
)

from core.files import Places
from core.state import AppState
from core.tensors import TensorValue
from core.text import words_in
from gui.app import Application
from gui.theme import load_themes
from gui.widgets.bar_plot import BarPlot
from gui.widgets.curve_plot import CurvePlot
from tests.gui.hands import CTRL, KEY, NONE, SHIFT, Hands, is_like

HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")


@pytest.fixture
def hands(application: Application) -> Hands:
    return Hands(application)


# --- a function and its parameter -------------------------------------------------------------------------------------


def test_clicking_leaky_relu_in_the_list_shows_its_values(hands: Hands) -> None:
    hands.pick("Leaky ReLU")
    expected = torch.nn.LeakyReLU()(torch.tensor([[-1.0, 2.0, -3.0], [4.0, -5.0, 6.0]]))
    assert hands.printed() == str(expected)
    assert "nn.LeakyReLU(" in hands.part("codeText", QPlainTextEdit).toPlainText()
    assert hands.part("param_negative_slope", QDoubleSpinBox).value() == 0.01


def test_arrow_keys_walk_through_the_functions(hands: Hands) -> None:
    hands.pick("ReLU")
    hands.press(KEY.Key_Down)
    assert hands.own.function == "leaky_relu"
    assert hands.part("activationPicker", QListView).currentIndex().data() == "Leaky ReLU"


def test_a_function_is_found_by_its_korean_or_english_name_and_taken_with_enter(hands: Hands) -> None:
    hands.retype(hands.part("pickerSearch"), "하이퍼볼릭")
    assert hands.own.function == "tanh"
    hands.retype(hands.part("pickerSearch"), "gelu")
    assert hands.own.function == "gelu"


def test_typing_0_3_into_the_slope_changes_every_number(hands: Hands) -> None:
    hands.pick("Leaky ReLU")
    hands.retype(hands.part("param_negative_slope"), "0.3")
    expected = torch.nn.LeakyReLU(0.3)(torch.tensor([[-1.0, 2.0, -3.0], [4.0, -5.0, 6.0]]))
    assert hands.printed() == str(expected)
    assert hands.shown("outputTensor") == [["−0.30", "2.00", "−0.90"], ["4.00", "−1.50", "6.00"]]
    assert "0.3)" in hands.part("codeText", QPlainTextEdit).toPlainText()


def test_a_slope_outside_what_pytorch_takes_is_refused_and_the_old_one_stays(hands: Hands) -> None:
    hands.pick("Leaky ReLU")
    before = hands.printed()
    hands.retype(hands.part("param_negative_slope"), "abc")
    message = hands.part("param_negative_slope_error", QLabel)
    assert message.isVisible()
    assert "abc" in message.text()
    assert hands.printed() == before
    assert hands.part("param_negative_slope", QDoubleSpinBox).value() == 0.01


def test_the_card_of_a_functions_parameters_is_as_high_whatever_was_there_before(hands: Hands) -> None:
    card = hands.application._labs["explore"].params_card
    heights = set()
    for before in ("ReLU", "Threshold", "ELU"):
        hands.pick(before)
        hands.pick("Leaky ReLU")
        hands.settle()
        heights.add(card.height())
        assert card.heightForWidth(card.width()) == card.height(), before
    assert len(heights) == 1


def test_dragging_the_slider_is_one_undo_step_and_undo_restores(hands: Hands) -> None:
    hands.pick("Leaky ReLU")
    slider = hands.part("param_negative_slope_slider", QSlider)
    before, printed = hands.steps(), hands.printed()
    start = hands.handle(slider)
    hands.drag(slider, [start, *(QPoint(start.x() + dx, start.y()) for dx in range(10, 90, 10))])
    moved = hands.own.params["leaky_relu"]["negative_slope"]
    assert moved > 0.1
    assert hands.steps() == before + 1
    assert hands.printed() != printed
    hands.press(KEY.Key_Z, CTRL)
    assert hands.printed() == printed
    assert hands.part("param_negative_slope", QDoubleSpinBox).value() == 0.01
    hands.press(KEY.Key_Z, CTRL | SHIFT)
    assert hands.own.params["leaky_relu"]["negative_slope"] == moved


def test_undo_button_takes_back_and_redo_brings_again(hands: Hands) -> None:
    hands.pick("Tanh")
    assert hands.action("undoAction").isEnabled()
    hands.click(hands.part("undoButton"))
    assert hands.own.function == "relu"
    assert not hands.action("undoAction").isEnabled()
    hands.click(hands.part("redoButton"))
    assert hands.own.function == "tanh"


def test_ctrl_z_right_after_typing_a_parameter_takes_it_back(hands: Hands) -> None:
    hands.pick("Leaky ReLU")
    hands.retype(hands.part("param_negative_slope"), "0.3")
    hands.press(KEY.Key_Z, CTRL)
    assert hands.part("param_negative_slope", QDoubleSpinBox).value() == 0.01
    assert hands.own.function == "leaky_relu"


def test_ctrl_z_while_typing_takes_back_the_typing_not_the_work(hands: Hands) -> None:
    hands.pick("Tanh")
    text = hands.part("inputText", QPlainTextEdit)
    written = text.toPlainText()
    hands.click(text)
    hands.press(KEY.Key_End, CTRL)
    hands.type(" 7")
    hands.press(KEY.Key_Z, CTRL)
    assert text.toPlainText() == written
    assert hands.own.function == "tanh"


def test_reset_lab_brings_the_first_screen_and_is_undone_like_anything_else(hands: Hands) -> None:
    hands.pick("Tanh")
    hands.type_cell(0, 0, "0.5")
    worked = hands.own
    hands.press(KEY.Key_R, CTRL | SHIFT)
    assert hands.own == AppState().explore
    assert hands.printed() == "tensor([[0., 2., 0.],\n        [4., 0., 6.]])"
    hands.press(KEY.Key_Z, CTRL)
    assert hands.own == worked


# --- the tensor -------------------------------------------------------------------------------------------------------


def test_typing_a_cell_changes_the_output(hands: Hands) -> None:
    hands.type_cell(0, 0, "2.5")
    assert hands.shown("inputTensor")[0][0] == "2.5"
    assert hands.shown("outputTensor")[0][0] == "2.50"
    assert hands.printed() == str(torch.relu(torch.tensor([[2.5, 2.0, -3.0], [4.0, -5.0, 6.0]])))


def test_a_bad_cell_is_named_and_the_old_value_stays(hands: Hands) -> None:
    before = hands.own.tensor
    hands.type_cell(1, 2, "six")
    message = hands.part("tableMessage", QLabel)
    assert message.isVisible()
    assert "six" in message.text()
    assert hands.own.tensor == before
    assert hands.shown("outputTensor")[1][2] == "6.00"
    hands.click_cell("inputTensor", 0, 0)
    theme = load_themes()["light"]
    assert hands.has_outline("inputTensor", 1, 2, theme.color("error"))


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        ("torch.tensor([[1., -2.], [3., -4.]])", [[1, -2], [3, -4]]),
        ("1\t-2\n3\t-4\n", [[1, -2], [3, -4]]),
        ("[-1.5, 0, 2]", [-1.5, 0, 2]),
        ("[[ 1. -2.]\n [ 3. -4.]]", [[1, -2], [3, -4]]),
    ],
)
def test_pasting_text_makes_it_the_input(hands: Hands, pasted: str, expected: list[object]) -> None:
    hands.paste(hands.part("inputText"), pasted)
    assert hands.own.tensor == TensorValue.of(expected)
    assert hands.printed() == str(torch.relu(torch.tensor(expected, dtype=torch.float32)))


def test_pasted_ragged_rows_are_refused_by_name_and_the_tensor_stays(hands: Hands) -> None:
    before = hands.own.tensor
    hands.paste(hands.part("inputText"), "[[1, 2], [3]]")
    message = hands.part("textMessage", QLabel)
    assert message.isVisible()
    assert "2" in message.text()
    assert hands.own.tensor == before


PRINTED = {
    "a": "tensor([[0., 2., 0.],\n        [4., 0., 6.]])",
    "b": "tensor([0., 0., 1.])",
    "c": "tensor([0.2689, 0.5000, 0.7311])",
    "d": "tensor([-0.7616,  0.0000,  0.7616])",
    "e_relu": str(torch.relu(torch.linspace(-10, 10, 1000))),
    "e_sigmoid": str(torch.sigmoid(torch.linspace(-10, 10, 1000))),
    "f": "tensor([0.6590, 0.2424, 0.0986])",
}


def test_every_preset_prints_what_the_book_prints(hands: Hands) -> None:
    assert [a.data() for a in hands.part("presetMenu", QMenu).actions()] == list(PRINTED)
    for key, text in PRINTED.items():
        hands.preset(key)
        assert hands.printed() == text, key


def test_the_presets_open_from_their_button(hands: Hands) -> None:
    menu = hands.part("presetMenu", QMenu)
    seen: list[bool] = []
    menu.aboutToShow.connect(lambda: seen.append(True))
    menu.aboutToShow.connect(lambda: QTimer.singleShot(0, menu.close))
    hands.click(hands.part("presetButton"))
    assert seen


@pytest.mark.parametrize(
    ("dtype", "printed"), [("float64", "dtype=torch.float64"), ("bfloat16", "dtype=torch.bfloat16")]
)
def test_another_dtype_shows_in_what_pytorch_prints(hands: Hands, dtype: str, printed: str) -> None:
    hands.choose("dtypeBox", dtype)
    assert printed in hands.printed()
    assert dtype in hands.part("codeText", QPlainTextEdit).toPlainText()


# --- linked views -----------------------------------------------------------------------------------------------------


def test_clicking_a_point_lights_up_its_cells_and_its_printed_number(hands: Hands) -> None:
    plot = hands.part("curvePlot", CurvePlot)
    hands.click(plot, plot.to_pixel(4.0, 4.0))
    probe = load_themes()["light"].color("probe")
    for table in ("inputTensor", "outputTensor"):
        assert hands.has_outline(table, 1, 0, probe), table
        assert not hands.has_outline(table, 0, 2, probe), table
    assert hands.lit_text() == ["4."]
    at = plot.to_pixel(4.0, 4.0).toPoint()
    assert is_like(hands.picture(plot).pixelColor(at), probe)


def test_clicking_a_cell_lights_up_its_points_on_both_plots(hands: Hands) -> None:
    hands.click_cell("outputTensor", 1, 2)
    probe = load_themes()["light"].color("probe")
    for name, y in (("curvePlot", 6.0), ("slopePlot", 1.0)):
        plot = hands.part(name, CurvePlot)
        assert is_like(hands.picture(plot).pixelColor(plot.to_pixel(6.0, y).toPoint()), probe), name
    assert hands.lit_text() == ["6."]


def test_hovering_a_point_previews_and_changes_nothing(hands: Hands) -> None:
    plot = hands.part("curvePlot", CurvePlot)
    before = hands.application.store.state
    hands.hover(plot, plot.to_pixel(2.0, 2.0))
    probe = load_themes()["light"].color("probe")
    assert hands.has_outline("inputTensor", 0, 1, probe)
    hands.hover(plot, QPointF(plot.width() - 40, plot.height() - 40))
    assert not hands.has_outline("inputTensor", 0, 1, probe)
    assert hands.application.store.state is before


def test_dragging_a_point_changes_its_cell_in_one_undo_step(hands: Hands) -> None:
    plot = hands.part("curvePlot", CurvePlot)
    before, steps = hands.own.tensor, hands.steps()
    start = plot.to_pixel(4.0, 4.0)
    target = plot.to_pixel(1.0, 1.0).x()
    way = [QPointF(start.x() + (target - start.x()) * i / 8, start.y()) for i in range(9)]
    hands.drag(plot, way)
    assert hands.own.tensor.values[1, 0] == pytest.approx(1.0, abs=0.05)
    assert hands.shown("inputTensor")[1][0].startswith(("1.0", "0.9"))
    hands.press(KEY.Key_Z, CTRL)
    assert hands.own.tensor == before
    assert hands.steps() <= steps + 1, "the drag was more than one step beside the selection"


def test_the_probe_follows_the_arrow_keys(hands: Hands) -> None:
    plot = hands.part("curvePlot", CurvePlot)
    hands.pick("Tanh")
    hands.click(plot, plot.to_pixel(2.5, float(torch.tanh(torch.tensor(2.5)))))
    at = plot.view.probe_x
    assert at == pytest.approx(2.5, abs=0.05)
    hands.press(KEY.Key_Right)
    assert plot.view.probe_x == pytest.approx(at + 0.14, abs=1e-6)
    assert f"{plot.view.probe_x:.3f}" in plot.view.readout[0]


def test_wheel_zooms_about_the_mouse_and_double_click_fits(hands: Hands) -> None:
    plot = hands.part("curvePlot", CurvePlot)
    place = plot.to_pixel(1.0, 1.0)
    event = QWheelEvent(
        place,
        plot.mapToGlobal(place),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QGuiApplication.sendEvent(plot, event)
    hands.settle()
    low, high = hands.own.x_view
    assert high - low == pytest.approx(14 / 1.15, rel=1e-3)
    assert plot.to_pixel(1.0, 1.0).x() == pytest.approx(place.x(), abs=1.5)
    hands.press(KEY.Key_Z, CTRL)
    assert hands.own.x_view == (-7.0, 7.0)


def test_typing_the_view_moves_both_plots(hands: Hands) -> None:
    hands.retype(hands.part("viewLow"), "-3")
    hands.retype(hands.part("viewHigh"), "5")
    for name in ("curvePlot", "slopePlot"):
        assert hands.part(name, CurvePlot).frame.x_range == (-3.0, 5.0)


def test_an_empty_view_is_refused_with_a_message_and_the_plot_stays(hands: Hands) -> None:
    hands.retype(hands.part("viewLow"), "9")
    assert hands.own.x_view == (-7.0, 7.0)
    said = [
        label for label in hands.window.findChildren(QLabel) if label.isVisible() and label.property("role") == "error"
    ]
    assert said, "nothing says why"
    assert hands.part("viewLow", QDoubleSpinBox).value() == -7.0


# --- own formula, vector functions ------------------------------------------------------------------------------------


def test_a_typed_formula_is_computed_and_its_letters_become_sliders(hands: Hands) -> None:
    hands.pick(words_in("ko")("picker.own_formula"))
    field = hands.part("formulaInput", QLineEdit)
    assert field.isVisible()
    hands.retype(field, "where(x > 0, x, a*x)")
    x = torch.tensor([[-1.0, 2.0, -3.0], [4.0, -5.0, 6.0]])
    a = hands.part("param_a", QDoubleSpinBox).value()
    assert hands.printed() == str(torch.where(x > 0, x, a * x))
    hands.retype(hands.part("param_a"), "0.5")
    assert hands.printed() == str(torch.where(x > 0, x, 0.5 * x))


@pytest.mark.parametrize(
    ("formula", "column"),
    [("x +", "4"), ("x * tahn(x)", "5"), ("__import__('os')", "1"), ("9**9**9", ""), ("x[0]", "2")],
)
def test_a_formula_error_names_the_column_and_the_old_formula_stays(hands: Hands, formula: str, column: str) -> None:
    hands.pick(words_in("ko")("picker.own_formula"))
    before = hands.printed()
    field = hands.part("formulaInput", QLineEdit)
    hands.retype(field, formula)
    said = [label.text() for label in field.parentWidget().findChildren(QLabel) if label.property("role") == "error"]
    said = [text for text in said if text]
    assert len(said) == 1
    assert column in said[0]
    assert field.text() == formula, "what was typed stays for correction"
    assert hands.printed() == before


def test_softmax_shows_bars_and_no_curve(hands: Hands) -> None:
    hands.preset("f")
    assert hands.part("barPlot", BarPlot).isVisible()
    assert not hands.part("curvePlot").isVisible()
    assert not hands.part("slopePlot").isVisible()
    bars = hands.part("barPlot", BarPlot)
    assert bars.view.outputs == pytest.approx([0.6590, 0.2424, 0.0986], abs=5e-5)
    hands.pick("ReLU")
    assert hands.part("curvePlot").isVisible()
    assert not hands.part("barPlot").isVisible()


def test_softmax_shows_one_outputs_curve_when_asked(hands: Hands) -> None:
    hands.preset("f")
    choice = hands.part("outputCurve", QComboBox)
    hands.choose("outputCurve", choice.itemText(2))
    plot = hands.part("curvePlot", CurvePlot)
    assert plot.isVisible()
    at = int(abs(plot.view.series[0].x - 3.0).argmin())
    x = float(plot.view.series[0].x[at])
    assert plot.view.series[0].y[at] == pytest.approx(float(torch.softmax(torch.tensor([2.0, x, 0.1]), 0)[0]), abs=1e-5)


def test_a_dim_the_tensor_has_not_says_so_and_the_program_goes_on(hands: Hands) -> None:
    hands.preset("f")
    hands.retype(hands.part("param_dim"), "1")
    assert not hands.part("outputTensor").isVisible()
    assert hands.dialog() is None
    hands.retype(hands.part("param_dim"), "-1")
    assert hands.printed() == PRINTED["f"]


# --- language, theme, zoom --------------------------------------------------------------------------------------------


def said_by(root: QWidget) -> list[tuple[str, str]]:
    """Every word of a window that a person can see, hover or have read aloud, with the part that says it."""
    said: list[tuple[str, str]] = []
    for part in [root, *root.findChildren(QWidget)]:
        if isinstance(part, CurvePlot) and not part.isVisible():
            continue  # it is told anew what it shows before it is seen again
        texts = [part.toolTip(), part.whatsThis(), part.accessibleName(), part.accessibleDescription()]
        texts.append(part.windowTitle())
        if isinstance(part, QLabel | QAbstractButton | QLineEdit):
            texts.append(part.text())
        if isinstance(part, QLineEdit):
            texts.append(part.placeholderText())
        if isinstance(part, QPlainTextEdit):
            texts.append(part.toPlainText())
        if isinstance(part, QSpinBox | QDoubleSpinBox):
            texts += [part.prefix(), part.suffix()]
        if isinstance(part, QComboBox):
            texts += [part.itemText(i) for i in range(part.count())]
        if isinstance(part, QTabWidget):
            texts += [part.tabText(i) for i in range(part.count())]
        if isinstance(part, QListView):
            model = part.model()
            texts += [str(model.index(r, 0).data()) for r in range(model.rowCount())]
        said += [(part.objectName() or type(part).__name__, text) for text in texts if text]
    for action in root.findChildren(QAction):
        said += [(action.objectName(), text) for text in (action.text(), action.toolTip()) if text]
    return said


@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768)])
def test_in_english_no_hangul_is_left(launch, size: tuple[int, int]) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language="ko", theme="light", size=size))
    for function in ("leaky_relu", "prelu", "softmax", "gelu", "threshold"):
        hands.application._labs["explore"].picker.function_requested.emit(function)
        hands.settle()
        hands.press(KEY.Key_L, CTRL | SHIFT)
        assert hands.application.settings.language == "en"
        button = words_in("en")("window.language_button")
        left = [(name, text) for name, text in said_by(hands.window) if HANGUL.search(text.replace(button, ""))]
        # A language is called by its own name.
        assert not [(name, text) for name, text in left if name != "languageAction"]
        hands.press(KEY.Key_L, CTRL | SHIFT)
        assert HANGUL.search(hands.window.windowTitle())


def test_the_language_button_changes_the_window_and_its_messages(hands: Hands) -> None:
    hands.type_cell(0, 0, "six")
    assert HANGUL.search(hands.part("tableMessage", QLabel).text())
    hands.click(hands.part("languageButton"))
    assert not HANGUL.search(hands.part("tableMessage", QLabel).text())
    assert "six" in hands.part("tableMessage", QLabel).text()
    assert hands.window.windowTitle() == words_in("en")("window.title")
    assert hands.own.tensor == AppState().explore.tensor


def test_a_notice_speaks_the_language_that_is_chosen_later(hands: Hands, tmp_path: Path) -> None:
    hands.application.files.open(tmp_path / "nothing.actlab")
    notice = hands.part("noticeText", QLabel)
    assert notice.isVisible()
    assert "nothing.actlab" in notice.text()
    hands.click(hands.part("languageButton"))
    assert not notice.isVisible() or not HANGUL.search(notice.text())


def test_the_theme_command_goes_through_light_dark_projector(hands: Hands) -> None:
    for name in ("dark", "projector", "light"):
        hands.press(KEY.Key_T, CTRL | SHIFT)
        theme = load_themes()[name]
        plot = hands.part("curvePlot", CurvePlot)
        seen = hands.picture(plot).pixelColor(plot.to_pixel(3.0, 3.0).toPoint())
        assert is_like(seen, theme.color("accent")), name
        corner = hands.picture(hands.part("commandBar")).pixelColor(2, 2)
        assert corner.name() == theme.color("card").name(), name
    assert hands.own == AppState().explore


def test_a_theme_is_taken_from_the_theme_menu(hands: Hands) -> None:
    hands.window.findChild(QAction, "theme_dark").trigger()
    hands.settle()
    assert hands.application.settings.theme == "dark"


def test_zoom_makes_everything_larger_and_ctrl_0_brings_it_back(hands: Hands) -> None:
    button, text = hands.part("saveButton"), hands.part("printedOutput")
    before = button.font().pixelSize(), text.font().pixelSize()
    for _ in range(3):
        hands.press(KEY.Key_Plus, CTRL)
    assert hands.application.settings.zoom == 1.5
    assert button.font().pixelSize() == pytest.approx(before[0] * 1.5, abs=1)
    assert text.font().pixelSize() == pytest.approx(before[1] * 1.5, abs=1)
    hands.press(KEY.Key_0, CTRL)
    assert (button.font().pixelSize(), text.font().pixelSize()) == before
    for _ in range(4):
        hands.press(KEY.Key_Minus, CTRL)
    assert hands.application.settings.zoom == 0.8


# --- files, restart, faults -------------------------------------------------------------------------------------------


def test_save_and_open_bring_the_same_screen(hands: Hands, tmp_path: Path) -> None:
    hands.pick("Leaky ReLU")
    hands.retype(hands.part("param_negative_slope"), "0.3")
    hands.type_cell(0, 1, "1.25")
    saved, printed = hands.own, hands.printed()
    path = tmp_path / "수업.actlab"
    hands.application.document.save(path)
    assert "수업.actlab" in hands.window.windowTitle()
    hands.press(KEY.Key_R, CTRL | SHIFT)
    assert "•" in hands.window.windowTitle(), "an unsaved change is not marked"
    hands.application.files.open(path)
    hands.settle()
    assert hands.own == saved
    assert hands.printed() == printed
    assert "•" not in hands.window.windowTitle()
    assert not hands.action("undoAction").isEnabled()


@pytest.mark.parametrize("content", [b"", b"{}", b"\x00\xff", b'{"format": "activation-lab-session", "version": 99}'])
def test_a_damaged_file_is_refused_with_a_notice_and_the_screen_stays(
    hands: Hands, tmp_path: Path, content: bytes
) -> None:
    hands.pick("Tanh")
    before = hands.own
    path = tmp_path / "bad.actlab"
    path.write_bytes(content)
    hands.application.files.open(path)
    hands.settle()
    assert hands.part("noticeText", QLabel).isVisible()
    assert "bad.actlab" in hands.part("noticeText", QLabel).text()
    assert hands.own == before


def test_a_restart_brings_the_last_screen_back(launch) -> None:  # type: ignore[no-untyped-def]
    first = Hands(launch(language="ko", theme="light"))
    first.pick("ELU")
    first.retype(first.part("param_alpha"), "1.7")
    first.press(KEY.Key_L, CTRL | SHIFT)
    last, printed = first.own, first.printed()
    first.window.close()
    second = Hands(launch())
    assert second.own == last
    assert second.printed() == printed
    assert second.application.settings.language == "en"
    assert not second.action("undoAction").isEnabled()


def test_fresh_starts_anew(launch) -> None:  # type: ignore[no-untyped-def]
    first = Hands(launch(language="ko"))
    first.pick("ELU")
    first.window.close()
    assert Hands(launch(fresh=True)).own == AppState().explore


def test_a_broken_last_session_is_told_and_kept_and_the_program_starts(launch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    last = Places.below(tmp_path).last_session
    last.write_text('{"format": "activation-lab-session", "version": 1, "state": {"lab": 5')
    hands = Hands(launch(language="ko"))
    notice = hands.part("noticeText", QLabel)
    assert notice.isVisible()
    assert last.name in notice.text()
    assert hands.printed() == PRINTED["a"]
    assert "last.actlab.broken" in notice.text()
    assert last.with_name("last.actlab.broken").read_text().endswith("5")
