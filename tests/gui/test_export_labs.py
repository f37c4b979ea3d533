"""What every lab offers to be saved: pictures that show something, tables with its numbers, code that runs."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from PySide6.QtGui import QImage

from tests.gui.exporting import Exporter, count, in_lab, rendered

LABS = {
    "compare": ("values", "slopes", "curves", "facts", "script", "notebook", "lab"),
    "neuron": ("drawing", "curve_plot", "curve", "numbers", "script", "notebook", "lab"),
    "softmax": ("bars", "cross_entropy", "jacobian_map", "sigmoid", "classes", "jacobian", "tensor", "script",
                "notebook", "lab"),
    "gradient": ("layers_plot", "strips", "shares", "layers", "script", "notebook", "lab"),
    "lessons": ("values", "slopes", "curves", "facts", "script", "notebook", "lab"),
    "race": ("board_picture", "curves_picture", "curves", "table", "script", "notebook", "report", "lab"),
}  # fmt: skip


# Pictures with maps of colours: cells of their own in a file without pixels.
HEAT_MAPS = ("board_picture", "strips", "layers_plot")


@pytest.mark.parametrize("lab", LABS)
def test_every_lab_offers_what_it_shows_and_each_becomes_a_file(launch, lab, tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    hands = in_lab(launch(language="ko", theme="light", size=(1366, 768)), lab)
    application, exporter = hands.application, Exporter(hands, tmp_path, monkeypatch)
    assert tuple(item.id for item in exporter.dialog._items) == LABS[lab]
    theme = application.theme
    plain = (theme.color("background"), theme.color("card"))
    for item in exporter.dialog._items:
        if item.kind != "picture":
            exporter.name = ""
            file = exporter.save(item.id)
            assert file.stat().st_size > 50, item.id
            continue
        exporter.name = f"{item.id}.png"
        image = QImage(str(exporter.save(item.id, "png", 1)))
        drawn = image.width() * image.height() - sum(count(image, color, 4) for color in plain)
        assert drawn > 0.005 * image.width() * image.height(), f"{item.id} is empty"
        exporter.name = f"{item.id}.svg"
        file = exporter.save(item.id, "svg")
        assert item.id not in HEAT_MAPS or b"<image" not in file.read_bytes(), item.id
        vector = rendered(file, (image.width(), image.height()))
        for color in plain:
            assert count(vector, color, 4) == pytest.approx(count(image, color, 4), rel=0.25, abs=3000), item.id


def numbers(file: Path) -> dict[str, list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.reader(opened))
    return {name: [row[i] for row in rows[1:]] for i, name in enumerate(rows[0])}


def test_tables_of_the_labs_hold_their_numbers(launch, tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    application = launch(language="en", theme="light", size=(1366, 768))

    def saved(lab: str, id: str) -> dict[str, list[str]]:
        exporter = Exporter(in_lab(application, lab), tmp_path, monkeypatch)
        read = numbers(exporter.save(id))
        exporter.press("exportClose")
        return read

    state = application.store.state
    read = saved("compare", "curves")
    x = torch.tensor([float(v) for v in read["x"]], dtype=torch.float64)
    y = torch.tensor([float(v) for v in read["f(x)"]], dtype=torch.float64)
    for name, f in (("ReLU", torch.relu), ("Sigmoid", torch.sigmoid)):
        own = torch.tensor([function == name for function in read["function"]])
        assert own.any()
        torch.testing.assert_close(y[own], f(x[own]), equal_nan=True)
    read = saved("softmax", "classes")
    logits = torch.from_numpy(state.softmax.logits.values.copy()).float()
    assert torch.tensor([float(v) for v in read["p"]]).allclose(torch.softmax(logits, 0), atol=1e-7)
    read = saved("softmax", "jacobian")
    p = torch.softmax(logits, 0)
    rows = torch.tensor([[float(v) for v in read[name]] for name in list(read)[1:]])
    assert rows.allclose(torch.diag(p) - torch.outer(p, p), atol=1e-6)
    read = saved("neuron", "numbers")
    at = dict(zip(read["term"], read["value"], strict=True))
    assert float(at["z"]) == pytest.approx(sum(float(at[f"w{i} * x{i}"]) for i in range(2)) + float(at["b"]))
    read = saved("gradient", "layers")
    assert len(read["layer"]) == len(state.gradient.activations) * state.gradient.depth
    last = {name: float(v) for name, layer, v in zip(read["function"], read["layer"], read["gradient"], strict=True)
            if layer == str(state.gradient.depth)}  # fmt: skip
    assert all(value > 0 for value in last.values())


@pytest.mark.parametrize("lab", ["compare", "neuron", "softmax", "gradient"])
def test_the_notebook_of_every_lab_runs_and_prints_as_its_script(launch, lab, tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    hands = in_lab(launch(language="ko", theme="light", size=(1366, 768)), lab)
    exporter = Exporter(hands, tmp_path, monkeypatch)
    script = exporter.save("script")
    cells = json.loads(exporter.save("notebook").read_text(encoding="utf-8"))["cells"]
    assert cells[0]["cell_type"] == "markdown"
    joined = tmp_path / "cells.py"
    joined.write_text(
        "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"), encoding="utf-8"
    )
    said = []
    for file in (script, joined):
        command = [sys.executable, "-X", "utf8", str(file)]
        environment = {**os.environ, "MPLBACKEND": "agg"}
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=240, env=environment)
        assert done.returncode == 0, done.stderr
        said.append(done.stdout)
    assert said[0] == said[1]
    assert re.search(r"\d\.\d", said[0])
