"""What ``core`` is asked: functions, formulas, every lab, a training, sessions, exports, lessons.

What is wanted is worked out here with Python's own arithmetic, never with the code that is checked.
"""

from __future__ import annotations

import csv
import io
import json
import math
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import ArrayLike

from core import session
from core.export.notebook import notebook, script_cells
from core.export.table import MARK, csv_pieces
from core.labs import compare, explore, gradient, neuron, race, softmax
from core.labs.compare.exports import curves_table
from core.labs.lessons.result import compute as compute_lesson
from core.labs.lessons.state import LessonsState
from core.lessons.library import Library, built_in, built_in_folders
from core.self_test.reference import check_formula, check_functions
from core.self_test.report import Check, WrongResultError, all_same, same
from core.state import AppState
from core.tensor_value import TensorValue
from core.text import LANGUAGES, words_in
from core.training.trainer import Trainer

EPOCHS, SEEDS = 40, 3
WELL_TRAINED = ("tanh", "relu", "leaky_relu", "gelu")
HANGUL = "활성화 함수"
FLOAT32 = 2e-7  # relative: what float32 rounds to


def check_labs() -> Mapping[str, object]:
    """Compute every lab's first screen and compare its main numbers."""
    parts = (_explore, _compare, _neuron, _softmax, _gradient)
    return {"numbers": sum(part() for part in parts), "labs": len(parts)}


def _explore() -> int:
    result = explore.compute(explore.choose_function(explore.ExploreState(), "leaky_relu"))
    if result.outputs is None or result.slopes is None:
        raise WrongResultError.differs("explore", result.error, "tensor")
    x = [-1.0, 2.0, -3.0, 4.0, -5.0, 6.0]
    count = all_same("explore y", result.outputs, [v if v > 0 else 0.01 * v for v in x], FLOAT32)
    return count + all_same("explore y′", result.slopes, [1.0 if v > 0 else 0.01 for v in x], FLOAT32)


def _compare() -> int:
    result = compare.compute(compare.CompareState())
    by_key = {line.record.key: line.curve for line in result.lines}
    count = 0
    for key, formula in (("relu", lambda x: max(0.0, x)), ("sigmoid", lambda x: 1 / (1 + math.exp(-x)))):
        curve = by_key[key]
        if curve is None:
            raise WrongResultError.differs(f"compare {key}", None, "curve")
        count += all_same(f"compare {key}", curve.y, [formula(x) for x in curve.x.tolist()])
    return count


def _neuron() -> int:
    state = replace(neuron.NeuronState(), function="sigmoid", numbers={"x0": 1.5, "w0": 0.7, "w1": -2.0, "b": 0.3})
    unit = neuron.compute(state).unit
    z = math.fsum([*(term.weight * term.value for term in unit.terms), unit.bias])
    same("neuron z", unit.z, z)
    same("neuron y", unit.y, 1 / (1 + math.exp(-z)))
    return 2


def _softmax() -> int:
    result = softmax.compute(softmax.SoftmaxState())
    exp = [math.exp(z) for z in (2.0, 1.0, 0.1)]
    return all_same("softmax", result.probabilities, [e / math.fsum(exp) for e in exp], FLOAT32)


def _gradient() -> int:
    layers = gradient.compute(gradient.GradientState()).layers
    if layers is None:
        raise WrongResultError.differs("gradient", None, "layers")
    for line in layers.lines:
        # Saturated at both ends with slopes of 0.25 at most: the textbook's vanishing gradient.
        wanted = "vanishes" if line.record.key == "sigmoid" else line.verdict
        if line.verdict != wanted:
            raise WrongResultError.differs(f"gradient {line.record.key}", line.verdict, wanted)
        if not np.isfinite(line.gradient).all():
            raise WrongResultError.differs(f"gradient {line.record.key}", line.gradient.tolist(), "finite")
    return sum(line.gradient.size for line in layers.lines)


def check_training() -> Mapping[str, object]:
    """Train the race's networks for a moment: what can learn the circle has to, a linear network cannot."""
    state = race.RaceState()
    plan = race.plan(replace(state, design=replace(state.design, seeds=SEEDS)))
    # Tensors this small gain nothing from a second thread.
    torch.set_num_threads(1)
    trainer = Trainer(plan)
    networks = len(state.entrants) * plan.design.seeds
    before = np.asarray(trainer.evaluate().train_loss)
    trainer.run(EPOCHS * plan.steps_per_epoch)
    after = trainer.evaluate()
    if not np.isfinite(after.train_loss).all():
        raise WrongResultError.differs("loss", np.asarray(after.train_loss).tolist(), "finite")
    shape = (len(state.entrants), plan.design.seeds)
    fell = (np.asarray(after.train_loss) / before).reshape(shape).mean(axis=1)
    accuracy = np.asarray(after.train_accuracy).reshape(shape).mean(axis=1)
    for entrant, share, right in zip(state.entrants, fell.tolist(), accuracy.tolist(), strict=True):
        if entrant.function in WELL_TRAINED and not (share < 0.5 and right > 0.9):
            raise WrongResultError.differs(entrant.function, f"{share:.2f}, {right:.2f}", "< 0.5, > 0.9")
        if entrant.function == "identity" and not right < 0.8:
            raise WrongResultError.differs(entrant.function, f"{right:.2f}", "< 0.8")
    return {"networks": networks, "epochs": EPOCHS}


def check_session() -> Mapping[str, object]:
    """Save a state and open it again, in a folder with Hangul in its name."""
    own = explore.set_param(explore.choose_function(explore.ExploreState(), "elu"), "alpha", 0.7)
    own = replace(own, tensor=TensorValue.of([[math.inf, -0.1], [1e-45, math.nan]]))
    state = replace(AppState(), lab="race", explore=own)
    with tempfile.TemporaryDirectory(prefix="activation-lab-") as folder:
        file = Path(folder) / HANGUL / "연습.actlab"
        session.save(state, file)
        if session.load(file) != state:
            raise WrongResultError.differs(file.name, "state", "same state")
        return {"bytes": file.stat().st_size}


def check_export() -> Mapping[str, object]:
    """Write curves as CSV, a script and a notebook, and read them again."""
    result = compare.compute(compare.CompareState())
    table = curves_table(result, words_in("ko"))
    data = b"".join(csv_pieces(table))
    rows = [*csv.reader(io.StringIO(data.removeprefix(MARK).decode("utf-8")))]
    if len(rows) != table.count + 1:
        raise WrongResultError.differs("CSV", len(rows), table.count + 1)
    curves = [line.curve for line in result.lines if line.curve is not None]
    for column, part in ((1, "x"), (2, "y")):
        wanted: ArrayLike = np.concatenate([getattr(curve, part) for curve in curves])
        all_same(f"CSV {part}", [float(row[column]) for row in rows[1:]], np.asarray(wanted).tolist())
    code = explore.full_code(explore.ExploreState())
    compile(code, "activation-lab.py", "exec")
    cells = json.loads(notebook(script_cells(code, HANGUL)))["cells"]
    if HANGUL not in "".join(cells[0]["source"]):
        raise WrongResultError.differs("notebook", cells[0]["source"], HANGUL)
    return {"rows": table.count, "lines": code.count("\n"), "cells": len(cells)}


def check_lessons() -> Mapping[str, object]:
    """Open every lesson, and show every step of it in both languages."""
    lessons, folders = built_in(), built_in_folders()
    if not folders or len(lessons) != len(folders):
        raise WrongResultError.differs("resources/lessons", len(lessons), len(folders) or "1, 2, …")
    library = Library(lessons)
    steps = 0
    for lesson in lessons:
        for step in lesson.steps:
            state = replace(AppState(), lab="lessons", lessons=LessonsState(lesson=lesson.key, step=step.id))
            for lang in LANGUAGES:
                shown = compute_lesson(state, library, lang)
                if shown is None or lang not in step.pages or not shown.title or not shown.body:
                    raise WrongResultError.differs(f"{lesson.key}/{step.id}", None, lang)
            steps += 1
    return {"lessons": len(lessons), "steps": steps}


CHECKS: tuple[Check, ...] = (
    Check("functions", check_functions),
    Check("formula", check_formula),
    Check("labs", check_labs),
    Check("training", check_training),
    Check("session", check_session),
    Check("export", check_export),
    Check("lessons", check_lessons),
)
