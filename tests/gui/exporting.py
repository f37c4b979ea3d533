"""A person at the export dialog, and eyes for the files that come of it. Serves every lab."""

from __future__ import annotations

import re
import time
import zlib
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QProgressBar,
    QPushButton,
)

from gui.app import Application
from gui.dialogs.export import ExportDialog
from tests.gui.hands import Hands

SECONDS = 60.0


class Exporter:
    """Works the export dialog and keeps the files in one folder."""

    def __init__(self, hands: Hands, folder: Path, monkeypatch: pytest.MonkeyPatch, chosen: str = "") -> None:
        self.hands, self.folder = hands, folder
        self.suggested = ""
        self.name = ""

        def ask(_parent: object, _title: str, start: str, *_rest: object) -> tuple[str, str]:
            self.suggested = start
            return (str(folder / (self.name or Path(start).name)), "")

        monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
        hands.action("exportAction").trigger()
        hands.settle()
        found = hands.dialog(ExportDialog)
        assert isinstance(found, ExportDialog)
        self.dialog = found
        if chosen:
            self.choose(chosen)

    def choose(self, id: str, ending: str = "", scale: int = 0) -> None:
        self.dialog.choose(id)
        for name, wanted in (("exportFormat", ending), ("exportScale", scale)):
            if wanted:
                box = self.dialog.findChild(QComboBox, name)
                assert box.findData(wanted) >= 0
                box.setCurrentIndex(box.findData(wanted))
        self.hands.settle()

    def press(self, name: str) -> None:
        button = self.dialog.findChild(QPushButton, name)
        assert button.isVisible()
        assert button.isEnabled()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.hands.settle()

    def save(self, id: str, ending: str = "", scale: int = 0) -> Path:
        self.choose(id, ending, scale)
        self.press("exportSave")
        self.wait()
        return self.folder / (self.name or Path(self.suggested).name)

    def wait(self) -> None:
        end = time.monotonic() + SECONDS
        bar = self.dialog.findChild(QProgressBar)
        while bar.isVisible():
            assert time.monotonic() < end, "the export never ends"
            self.hands.settle()
            time.sleep(0.005)

    @property
    def message(self) -> str:
        label = self.dialog.findChild(QLabel, "exportMessage")
        return label.text() if label.isVisible() else ""


def in_lab(application: Application, lab: str) -> Hands:
    """Go to a lab and let it show everything."""
    application.visit(lab)
    hands = Hands(application)
    hands.settle()
    application._labs[lab].warm_up()  # type: ignore[attr-defined]
    hands.settle()
    return hands


def count(image: QImage, color: QColor, near: int = 40) -> int:
    """Return how many pixels have nearly this colour."""
    pixels = np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), dtype=np.uint8)
    pixels = pixels.reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width(), :3].astype(int)
    wanted = np.array([color.blue(), color.green(), color.red()])
    return int((np.abs(pixels - wanted).max(axis=2) < near).sum())


def rendered(file: Path, size: tuple[int, int]) -> QImage:
    renderer = QSvgRenderer(str(file))
    assert renderer.isValid()
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.magenta)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def pdf_characters(data: bytes) -> set[str]:
    """Return the characters that the fonts of a PDF map their glyphs to: what can be found and copied in it."""
    found = set()
    for part in re.findall(rb"stream\r?\n(.*?)endstream", data, re.S):
        try:
            text = zlib.decompressobj().decompress(part).decode("latin-1")
        except zlib.error:
            text = part.decode("latin-1")
        for block in re.findall(r"begin(?:bfrange|bfchar)(.*?)end", text, re.S):
            found |= {chr(int(code, 16)) for code in re.findall(r"<([0-9A-Fa-f]{4})>\s*\n", block + "\n")}
            found |= {chr(int(code, 16)) for codes in re.findall(r"\[(.*?)\]", block, re.S)
                      for code in re.findall(r"<([0-9A-Fa-f]{4})>", codes)}  # fmt: skip
    return found
