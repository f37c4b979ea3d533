"""A fault in what Qt calls is reported, and the program goes on. In processes of their own, as they used to die."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import main

ROOT = Path(main.__file__).parent
PROGRAM = """
import sys
from gui.app import make_application
app = make_application(["activation-lab"])
from PySide6.QtCore import QTimer
import gui.widgets.sample_button as module
sys.excepthook = lambda kind, error, trace: print("reported", kind.__name__, flush=True)
made = {"__name__": "gui.widgets.made_later"}
exec('''
from PySide6.QtWidgets import QWidget
class Faulty(QWidget):
    def paintEvent(self, event):
        FAULT
    def close(self):
        return True
''', made)
widget = made["Faulty"]()
widget.show()
QTimer.singleShot(200, app.quit)
code = app.exec()
print("alive", code, widget.close.__name__, flush=True)
"""


@pytest.mark.parametrize(
    ("fault", "kind"),
    [("[][0]", "IndexError"), ("1 / 0", "ZeroDivisionError"), ("len(3)", "TypeError"), ('float("x")', "ValueError")],
)
def test_a_fault_while_painting_is_reported_and_the_program_goes_on(fault: str, kind: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM.replace("FAULT", fault)], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 0, run.stderr[-2000:]
    assert f"reported {kind}" in run.stdout
    assert "alive 0" in run.stdout


def test_every_painted_class_of_ours_is_guarded(qapp) -> None:  # type: ignore[no-untyped-def]
    from gui.labs.gradient.layer_plot import LayerPlot
    from gui.widgets.bar_plot import BarPlot
    from gui.widgets.plot_canvas import PlotCanvas
    from gui.widgets.tensor_table import TensorTable

    for kind in (LayerPlot, BarPlot, PlotCanvas, TensorTable):
        painted = next(base for base in kind.__mro__ if "paintEvent" in vars(base) or "sizeHint" in vars(base))
        if painted.__module__.startswith("gui."):
            name = "paintEvent" if "paintEvent" in vars(painted) else "sizeHint"
            assert getattr(vars(painted)[name], "_hands_faults_on", False), kind
