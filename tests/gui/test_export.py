"""Exports: each is made as a person makes it, then opened and checked: pixels, words, pages, numbers, output."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QProgressBar,
    QPushButton,
    QWidget,
)

from core import evaluate
from core.labs import explore
from core.state import AppState
from core.tensor_value import TensorValue, linspace
from gui.dialogs.export import ExportDialog
from gui.export_figure import Figure, pdf
from gui.exportables import Picture
from gui.widgets.code_view import CodeView
from gui.widgets.curve_plot import CurvePlot
from tests.gui.exporting import SECONDS, Exporter, count, pdf_characters, rendered
from tests.gui.hands import Hands
from tests.gui.looking import EVERY_LOOK, LOOK_NAMES, cut_off, doubled, overlapping


@pytest.fixture
def exporter(launch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Exporter:  # type: ignore[no-untyped-def]
    folder = tmp_path / "exports"
    folder.mkdir()
    return Exporter(Hands(launch(language="ko", theme="light", size=(1366, 768))), folder, monkeypatch)


def test_a_png_has_the_pixels_of_its_scale_and_shows_the_curve(exporter: Exporter) -> None:
    accent = exporter.hands.application.theme.color("accent")
    seen = {}
    for scale in (1, 4):
        exporter.name = f"{scale}.png"
        image = QImage(str(exporter.save("value_plot", "png", scale)))
        plot = exporter.hands.part("curvePlot", CurvePlot)
        assert image.width() >= scale * plot.width()
        seen[scale] = (image.width(), image.height(), count(image, accent))
        assert image.dotsPerMeterX() == pytest.approx(scale * 96 / 0.0254, rel=0.01)
    assert (seen[4][0], seen[4][1]) == (4 * seen[1][0], 4 * seen[1][1])
    # Lines are thicker in proportion, and drawn anew: the edges of enlarged pixels would lose some of them.
    assert seen[4][2] == pytest.approx(16 * seen[1][2], rel=0.25)


def test_title_and_legend_are_there_or_not(exporter: Exporter) -> None:
    sizes = []
    for title in (True, False):
        for legend in (True, False):
            exporter.choose("value_plot", "png", 1)
            exporter.dialog.findChild(QCheckBox, "exportTitle").setChecked(title)
            exporter.dialog.findChild(QCheckBox, "exportLegend").setChecked(legend)
            exporter.name = f"{title}{legend}.svg"
            text = exporter.save("value_plot", "svg").read_text(encoding="utf-8")
            assert (">ReLU: f(x)</text>" in text) == title
            sizes.append(float(re.search(r'viewBox="0 0 \S+ (\d+)', text).group(1)))  # type: ignore[union-attr]
    assert sizes[0] > sizes[1] > sizes[3]
    assert sizes[0] > sizes[2] > sizes[3]


def test_an_svg_shows_the_curve_in_paths_and_words_in_letters(exporter: Exporter) -> None:
    file = exporter.save("value_plot", "svg")
    text = file.read_text(encoding="utf-8")
    assert "<image" not in text
    assert "기울기" in text
    assert "Pretendard" in text
    theme = exporter.hands.application.theme
    view = [float(n) for n in re.search(r'viewBox="([^"]+)"', text).group(1).split()]  # type: ignore[union-attr]
    image = rendered(file, (round(view[2]), round(view[3])))
    exporter.name = "same.png"
    same = QImage(str(exporter.save("value_plot", "png", 1)))
    assert (image.width(), image.height()) == (same.width(), same.height())
    assert count(image, theme.color("accent")) == pytest.approx(count(same, theme.color("accent")), rel=0.15)
    assert count(image, QColor("magenta")) == 0
    # The curve passes through the same places.
    rows, columns = np.mgrid[5 : same.height() : 5, 5 : same.width() : 5]
    apart = [
        max(abs(a - b) for a, b in zip(image.pixelColor(x, y).getRgb(), same.pixelColor(x, y).getRgb(), strict=True))
        for x, y in zip(columns.ravel().tolist(), rows.ravel().tolist(), strict=True)
    ]
    assert np.mean(np.array(apart) > 60) < 0.01


def test_a_pdf_is_one_a4_page_with_its_fonts_and_words(exporter: Exporter) -> None:
    for id in ("value_plot", "lab"):
        data = exporter.save(id, "pdf").read_bytes()
        assert data.startswith(b"%PDF")
        assert data.count(b"/MediaBox") == 1
        box = [float(n) for n in re.search(rb"/MediaBox \[([^\]]+)\]", data).group(1).split()]  # type: ignore[union-attr]
        assert box[2:] == pytest.approx([842, 595], abs=1), "across, as the picture is"
        assert re.search(rb"/FontFile[23]?\b", data), "the fonts are in the file"
        assert b"Pretendard" in data
        assert set("ReLU기울기") <= pdf_characters(data)


def test_a_tall_picture_stands_upright_on_its_page(exporter: Exporter) -> None:
    tall = QWidget(exporter.hands.window)
    tall.resize(300, 700)
    data = pdf(Figure(Picture(tall, "제목"), exporter.hands.application.theme, True, False), "제목")
    box = [float(n) for n in re.search(rb"/MediaBox \[([^\]]+)\]", data).group(1).split()]  # type: ignore[union-attr]
    assert box[2:] == pytest.approx([595, 842], abs=1)


def test_csv_holds_the_numbers_of_the_curve(exporter: Exporter) -> None:
    file = exporter.save("curve")
    result = explore.compute(exporter.hands.own)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert result.curve is not None
    assert [float(row["x"]) for row in rows] == result.curve.x.tolist()
    assert [float(row["f(x)"]) for row in rows] == result.curve.y.tolist()


@pytest.mark.parametrize("kind", ["script", "notebook"])
def test_script_and_notebook_run_and_print_what_is_on_screen(exporter: Exporter, kind: str, tmp_path: Path) -> None:
    file = exporter.save(kind)
    if kind == "notebook":
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
        file = tmp_path / "cells.py"
        code = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
        file.write_text("\n".join(code), encoding="utf-8")
    command = [sys.executable, "-X", "utf8", "-W", "error", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=240)
    assert done.returncode == 0, done.stderr
    shown = exporter.hands.part("printedOutput", CodeView).toPlainText().strip()
    slopes = explore.compute(exporter.hands.own).slopes
    assert slopes is not None
    assert done.stdout.strip() == f"{shown}\n{evaluate.printed(torch.from_numpy(slopes).float())}"


def test_the_name_says_lab_thing_and_date_and_the_folder_is_remembered(exporter: Exporter) -> None:
    exporter.save("tensors")
    assert re.fullmatch(r"explore_tensors_\d{4}-\d\d-\d\d\.csv", Path(exporter.suggested).name)
    assert "저장했습니다" in exporter.message
    assert exporter.hands.application.settings.export_folder == str(exporter.folder)
    exporter.press("exportClose")
    exporter.hands.action("exportAction").trigger()
    exporter.hands.settle()
    exporter.dialog = exporter.hands.dialog(ExportDialog)  # type: ignore[assignment]
    exporter.save("curve")
    assert Path(exporter.suggested).parent == exporter.folder


def test_what_cannot_be_written_is_said_in_the_dialog_which_stays(exporter: Exporter) -> None:
    exporter.name = "no such folder/curve.csv"
    exporter.save("curve")
    assert "폴더" in exporter.message
    assert exporter.dialog.isVisible()
    assert list(exporter.folder.iterdir()) == []
    exporter.name = "curve.csv"
    assert exporter.save("curve").exists()


def test_a_long_export_tells_how_far_it_is_and_cancelled_leaves_nothing(exporter: Exporter) -> None:
    exporter.press("exportClose")
    hands = exporter.hands
    hands.application.store.commit(
        _with_tensor(hands.application.store.state, linspace(-5.0, 5.0, 1_000_000)), "change.tensor"
    )
    hands.settle()
    hands.action("exportAction").trigger()
    hands.settle()
    exporter.dialog = hands.dialog(ExportDialog)  # type: ignore[assignment]
    exporter.choose("tensors")
    exporter.press("exportSave")
    bar = exporter.dialog.findChild(QProgressBar)
    end = time.monotonic() + SECONDS
    while bar.value() == 0:
        assert time.monotonic() < end
        hands.settle()
        time.sleep(0.005)
    assert 0 < bar.value() < 100
    assert not exporter.dialog.findChild(QPushButton, "exportSave").isEnabled()
    exporter.press("exportCancel")
    assert not bar.isVisible()
    assert hands.application.exports._job.wait()
    hands.settle()
    assert list(exporter.folder.iterdir()) == []
    assert "취소" in exporter.message
    exporter.press("exportCopy")
    assert "1,000,000" in exporter.message, "too many to copy"
    # And once more, to the end.
    file = exporter.save("tensors")
    with file.open(encoding="utf-8-sig") as opened:
        assert sum(1 for _ in opened) == 1_000_001


def _with_tensor(state: AppState, tensor: TensorValue) -> AppState:
    return replace(state, explore=explore.set_tensor(state.explore, tensor))


def test_copies_are_what_their_kind_is_pasted_as(exporter: Exporter) -> None:
    clipboard = QGuiApplication.clipboard()
    exporter.choose("value_plot", "png", 2)
    exporter.press("exportCopy")
    plot = exporter.hands.part("curvePlot", CurvePlot)
    assert clipboard.image().width() >= 2 * plot.width()
    assert count(clipboard.image(), exporter.hands.application.theme.color("accent")) > 1000
    exporter.choose("curve")
    exporter.press("exportCopy")
    assert clipboard.mimeData().hasHtml()
    assert clipboard.text().startswith("x\tf(x)\tf'(x)\n-7.0\t0.0\t0.0")
    exporter.choose("tensors")
    exporter.press("exportCopy")
    assert clipboard.text() == "torch.tensor([[-1.0, 2.0, -3.0],\n              [4.0, -5.0, 6.0]])"
    exporter.choose("output")
    exporter.press("exportCopy")
    assert clipboard.text() == "torch.tensor([[0.0, 2.0, 0.0],\n              [4.0, 0.0, 6.0]])"


def test_everything_is_reached_by_keyboard(exporter: Exporter) -> None:
    dialog, seen = exporter.dialog, set()
    for _ in range(14):
        focused = dialog.focusWidget()
        assert focused is not None
        seen.add(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert {"exportList", "exportFormat", "exportScale", "exportTitle", "exportLegend", "exportSave", "exportCopy",
            "exportClose"} <= seen  # fmt: skip
    dialog.list.setFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.item.id == "slope_plot"
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    exporter.wait()
    assert [file.suffix for file in exporter.folder.iterdir()] == [".png"]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize(("lang", "theme", "size"), EVERY_LOOK, ids=LOOK_NAMES)
def test_nothing_is_cut_off(launch, lang, theme, size, tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    application = launch(language=lang, theme=theme, size=size)
    for words in (application.words, doubled(lang)):
        monkeypatch.setattr(type(application.looks), "words", property(lambda _self, words=words: words))
        exporter = Exporter(Hands(application), tmp_path, monkeypatch)
        for id in ("value_plot", "notebook"):
            exporter.choose(id)
            assert [*cut_off(exporter.dialog), *overlapping(exporter.dialog)] == []
            assert exporter.dialog.height() <= size[1]
            assert exporter.dialog.width() <= size[0]
        exporter.press("exportClose")


def test_a_large_picture_cancelled_while_it_is_written_leaves_no_file(exporter: Exporter) -> None:
    exporter.choose("lab", "png", 4)
    exporter.press("exportSave")
    bar = exporter.dialog.findChild(QProgressBar)
    assert bar.isVisible()
    assert bar.maximum() == 0, "nobody knows how far a picture is"
    exporter.press("exportCancel")
    assert exporter.hands.application.exports._job.wait()
    exporter.hands.settle()
    assert list(exporter.folder.iterdir()) == []
    assert not bar.isVisible()


def test_closing_the_dialog_gives_up_what_is_being_written(exporter: Exporter) -> None:
    exporter.choose("lab", "png", 4)
    exporter.press("exportSave")
    exporter.press("exportClose")
    assert exporter.hands.application.exports._job.wait()
    exporter.hands.settle()
    assert list(exporter.folder.iterdir()) == []


def test_a_plot_on_a_page_that_is_turned_away_has_room_in_its_picture(launch, tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    application = launch(language="ko", theme="projector", size=(1024, 768))
    exporter = Exporter(Hands(application), tmp_path, monkeypatch)
    assert not exporter.hands.part("slopePlot", CurvePlot).isVisible()
    image = QImage(str(exporter.save("slope_plot", "png", 1)))
    assert image.width() >= 40 * application.theme.em
    assert image.height() >= 25 * application.theme.em
    assert count(image, application.theme.color("slope")) > 1000


def test_a_curve_that_leaves_the_view_leaves_no_trace_outside_its_plot_in_svg(exporter: Exporter) -> None:
    hands = exporter.hands
    exporter.press("exportClose")
    state = hands.application.store.state
    steep = explore.set_view(replace(state.explore, function="identity"), (-7.0, 7.0), (-1.0, 1.0))
    hands.application.store.commit(replace(state, explore=steep), "change.view")
    hands.settle()
    hands.action("exportAction").trigger()
    hands.settle()
    exporter.dialog = hands.dialog(ExportDialog)  # type: ignore[assignment]
    lab = hands.application._labs["explore"]
    exporter.dialog.findChild(QCheckBox, "exportTitle").setChecked(False)
    file = exporter.save("lab", "svg")
    view = [float(n) for n in re.search(r'viewBox="([^"]+)"', file.read_text(encoding="utf-8")).group(1).split()]  # type: ignore[union-attr]
    vector = rendered(file, (round(view[2]), round(view[3])))
    exporter.name = "same.png"
    same = QImage(str(exporter.save("lab", "png", 1)))
    accent = hands.application.theme.color("accent")
    above = hands.part("curvePlot", CurvePlot).mapTo(lab, QPoint(0, 0)).y()
    strip = QRect(0, 0, vector.width(), above)
    assert count(vector.copy(strip), accent) == pytest.approx(count(same.copy(strip), accent), abs=60)
    assert count(vector, accent) == pytest.approx(count(same, accent), rel=0.15)
