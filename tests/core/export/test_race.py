"""What a race exports: the script is run and must come to the app's own numbers."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from core.export.notebook import notebook
from core.export.table import csv_pieces
from core.labs import race
from core.labs.race import RaceState, exports
from core.text import words_in
from core.training.csv_points import parse_csv
from core.training.experiment import Experiment
from core.training.frames import Frame, Goal
from core.training.plan import Plan
from core.training.ranking import ranking

KO, EN = words_in("ko"), words_in("en")
_LINE = re.compile(r"^(.*): (test|train) (loss(?: and accuracy)?) ([\d.]+) ± ([\d.]+)(?:, ([\d.]+) ± ([\d.]+))?$", re.M)


def _small(**changes: object) -> RaceState:
    state = RaceState()
    for name, value in {"seeds": 2, "first_seed": 3, "batch_size": 20, **changes}.items():
        state = race.set_design(state, name, value)
    return race.set_data(state, "count", 80)


def _raced(state: RaceState, epochs: int) -> tuple[Plan, Frame]:
    made = race.plan(state)
    *_, frame = Experiment(made, Goal(last_epoch=epochs)).run(lambda: False)
    return made, frame


def _printed(script: str, folder: Path) -> list[tuple[str, ...]]:
    file = folder / "race.py"
    file.write_text(script, encoding="utf-8")
    command = [sys.executable, "-X", "utf8", "-W", "error", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=240)
    assert done.returncode == 0, done.stderr
    return _LINE.findall(done.stdout)


def _check(state: RaceState, epochs: int, folder: Path) -> None:
    made, frame = _raced(state, epochs)
    found = _printed(exports.script(state, KO, frame), folder)
    names = exports.entrant_names(state, KO)
    assert [line[0] for line in found] == list(names)
    part = "test" if made.dataset.test.size else "train"
    for e, line in enumerate(found):
        loss = getattr(frame.scores, f"{part}_loss")[e]
        assert float(line[3]) == pytest.approx(loss.mean(), rel=1e-3, abs=2e-4)
        if not made.is_regression:
            accuracy = getattr(frame.scores, f"{part}_accuracy")[e]
            assert float(line[5]) == pytest.approx(accuracy.mean(), abs=1e-4)


def test_the_script_comes_to_the_same_result(tmp_path: Path) -> None:
    state = race.set_param(_small(), 4, "negative_slope", 0.2)
    for key in ("prelu", "step"):
        state = race.add_entrant(state, key)
    state = race.set_layer(race.set_formula(state, 0, "x * sigmoid(a*x)"), 2, 1, "elu")
    _check(state, 8, tmp_path)


@pytest.mark.parametrize("steps", [2, 5])
def test_within_an_epoch_the_script_stops_at_the_same_step(steps: int, tmp_path: Path) -> None:
    state = _small()
    experiment = Experiment(race.plan(state), Goal())
    for _ in range(steps):
        frame = experiment.step()
    assert (frame.epoch, frame.step) == divmod(steps, 3)
    found = _printed(exports.script(state, KO, frame), tmp_path)
    for line, loss in zip(found, frame.scores.test_loss, strict=True):
        assert float(line[3]) == pytest.approx(loss.mean(), rel=1e-3, abs=2e-4)


@pytest.mark.parametrize(
    ("kind", "design"),
    [
        ("blobs", {"optimizer": "momentum", "learning_rate": 0.01, "initialization": "he", "l2": 0.01}),
        ("sine", {"optimizer": "sgd", "learning_rate": 0.02, "initialization": "matched", "l1": 0.001}),
        ("xor", {"depth": 0, "initialization": "normal", "batch_size": 0}),
    ],
)
def test_every_setting_reaches_the_script(kind: str, design: dict[str, object], tmp_path: Path) -> None:
    state = race.set_data(_small(**design), "kind", kind)
    state = race.set_data(state, "test_share", 0.0 if kind == "xor" else 0.25)
    _check(state, 5, tmp_path)


@pytest.mark.parametrize("target", ["반", "점수"])
def test_own_points_are_written_into_the_script(target: str, tmp_path: Path) -> None:
    rows = [f"{150 + n},{45 + n * n % 40},{n % 2 if target == '반' else 100 + 3 * n}" for n in range(40)]
    state = race.open_points(_small(), parse_csv(f"키,몸무게,{target}\n" + "\n".join(rows), "반.csv"))
    _check(state, 4, tmp_path)


def test_the_notebook_holds_the_same_code_and_both_texts() -> None:
    state = race.predict(race.write_prediction(_small(), "Tanh가 이길 것입니다."), 2)
    state = race.write_conclusion(state, "GELU가 이겼습니다.")
    document = json.loads(notebook(exports.notebook_cells(state, KO)))
    assert (document["nbformat"], document["nbformat_minor"]) == (4, 5)
    cells = document["cells"]
    assert len({cell["id"] for cell in cells}) == len(cells)
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert "\n\n".join(code) + "\n" == exports.script(state, KO)
    text = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    assert "Tanh가 이길 것입니다." in text[0]
    assert "**Tanh**" in text[0]
    assert "잠근 예상" not in text[0]
    locked = json.loads(notebook(exports.notebook_cells(race.start(state), KO)))
    assert "시작할 때 잠근 예상입니다." in "".join(locked["cells"][0]["source"])
    assert "GELU가 이겼습니다." in text[-1]


def test_the_curves_csv_holds_every_network_at_every_epoch() -> None:
    state = _small()
    _, frame = _raced(state, 3)
    data = b"".join(csv_pieces(exports.curves(state, EN, frame)))
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == 4 * 6 * 2
    row = rows[(2 * 6 + 3) * 2 + 1]
    assert (row["epoch"], row["activation"], row["seed"]) == ("2", "ReLU", "4")
    assert float(row["test_loss"]) == pytest.approx(float(frame.curves.test_loss[2, 3, 1]), rel=1e-5)


def test_the_curves_csv_says_how_far_apart_its_epochs_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.training.records.EVERY_ROW", 12 * 4)
    state = _small()
    _, frame = _raced(state, 7)
    rows = list(csv.DictReader(io.StringIO(b"".join(csv_pieces(exports.curves(state, EN, frame))).decode("utf-8-sig"))))
    seen = [(row["epoch"], row["epochs_since_last"]) for row in rows[:: 6 * 2]]
    assert seen == [("0", "1"), ("1", "1"), ("2", "1"), ("3", "1"), ("4", "1"), ("6", "2")]


def test_the_table_csv_is_the_ranking() -> None:
    state = _small()
    made, frame = _raced(state, 3)
    ranks = ranking(made, frame, (1.0,) * 6)
    rows = list(csv.DictReader(io.StringIO(b"".join(csv_pieces(exports.table(state, KO, ranks))).decode("utf-8-sig"))))
    assert [int(row["place"]) for row in rows] == [rank.place for rank in ranks]
    assert rows[0]["activation"] == exports.entrant_names(state, KO)[ranks[0].contestant]
    assert float(rows[0]["test_accuracy"]) == pytest.approx(ranks[0].score, rel=1e-5)


def test_entrants_that_look_alike_have_names_of_their_own() -> None:
    state = race.add_entrant(race.add_entrant(RaceState(), "relu"), "leaky_relu")
    state = race.set_param(state, 7, "negative_slope", 0.2)
    assert exports.entrant_names(state, EN)[3:] == ("ReLU", "Leaky ReLU", "GELU", "ReLU #2", "Leaky ReLU (0.2)")
    state = race.set_layer(state, 1, 1, "leaky_relu")
    assert exports.entrant_names(state, EN)[1] == "Sigmoid [·, Leaky ReLU]"
