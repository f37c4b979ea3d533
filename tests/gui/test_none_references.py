"""Faults of other versions of Qt's binding that these pins avoid: lost references to None; and painting into SVG."""

from __future__ import annotations

import gc
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pytest
from PySide6.QtCore import QBuffer, QPoint
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QSlider

from gui.app import Application
from gui.widgets.curve_plot import CurvePlot
from gui.widgets.plot_canvas import PlotCanvas
from tests.gui.hands import Hands

FRAMES = 200
# A faulty binding loses ten and more with every frame; what else runs meanwhile comes and goes by a few.
NOISE = 60


@pytest.fixture
def hands(application: Application) -> Hands:
    return Hands(application)


def test_two_hundred_frames_lose_no_reference_to_none(hands: Hands) -> None:
    plots = [hands.part(name, CurvePlot) for name in ("curvePlot", "slopePlot")]
    for plot in plots:
        plot.grab()
    gc.collect()  # what earlier tests left behind must not be freed while we count
    before = sys.getrefcount(None)
    for _ in range(FRAMES):
        for plot in plots:
            plot.findChild(PlotCanvas).repaint()
    assert sys.getrefcount(None) >= before - NOISE


def test_two_hundred_slider_moves_lose_no_reference_to_none(hands: Hands) -> None:
    hands.pick("Leaky ReLU")
    slider = hands.part("param_negative_slope_slider", QSlider)
    ticks = [slider.minimum() + (slider.maximum() - slider.minimum()) * i // FRAMES for i in range(FRAMES)]
    slider.setValue(ticks[-1])
    hands.settle()
    gc.collect()  # what earlier tests left behind must not be freed while we count
    before = sys.getrefcount(None)
    for tick in ticks:
        slider.setValue(tick)
        hands.application.bridge.render_now()
        hands.part("curvePlot").repaint()
    assert sys.getrefcount(None) >= before - NOISE


def test_a_curve_can_be_painted_into_an_svg_file(hands: Hands) -> None:
    plot = hands.part("curvePlot", CurvePlot)
    line = plot.view.series[0]
    plot.show(replace(plot.view, series=(replace(line, y=line.y.copy()),)))
    written, generator = QBuffer(), QSvgGenerator()
    written.open(QBuffer.OpenModeFlag.WriteOnly)
    generator.setOutputDevice(written)
    generator.setSize(plot.size())
    generator.setResolution(plot.logicalDpiX())
    painter = QPainter(generator)
    plot.render(painter, QPoint())
    painter.end()
    root = ElementTree.fromstring(bytes(written.data().data()))
    paths = [element.get("d", "") for element in root.iter() if element.tag.endswith("path")]
    assert any(len(path) > 10 for path in paths), "no curve in the file"
