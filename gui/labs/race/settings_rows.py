"""The numbers of an experiment as rows with a slider: how each is called, what its slider spans."""

from __future__ import annotations

from collections.abc import Mapping

from core.labs import race
from core.record import Interval, Parameter
from core.text import Text, UserError, Words, load_entries
from core.training.datasets import LIMITS as DATA_LIMITS
from core.training.plan import LIMITS as DESIGN_LIMITS
from core.training.plan import WHOLE_NUMBERS
from gui.theme import Theme
from gui.widgets.param_row import NumberRow

# name -> (symbol, low, high, step of its slider). What may be typed is what the experiment takes.
_SLIDERS: Mapping[str, tuple[float, float, float]] = {
    "depth": (0, 8, 1),
    "width": (1, 64, 1),
    "learning_rate": (0.005, 0.5, 0.005),
    "batch_size": (0, 128, 1),
    "seeds": (1, 16, 1),
    "noise": (0.0, 1.0, 0.05),
    "momentum": (0.0, 0.999, 0.01),
    "l1": (0.0, 0.1, 0.001),
    "l2": (0.0, 0.1, 0.001),
    "init_std": (0.0, 3.0, 0.05),
    "count": (10, 1000, 10),
    "test_share": (0.0, 0.9, 0.05),
    "seed": (0, 100, 1),
    "first_seed": (0, 100, 1),
}
RESTARTS = " ↻"
_DATA_WHOLE = frozenset({"count", "seed"})
DATA_SETTINGS = frozenset(DATA_LIMITS)
_DEFAULTS = race.RaceState()


def setting(name: str) -> Parameter:
    """Return the record of a number of ``Design`` or ``DataChoice``; its label says whether it restarts the race."""
    low, high = DATA_LIMITS[name] if name in DATA_SETTINGS else DESIGN_LIMITS[name]
    holder = _DEFAULTS.data if name in DATA_SETTINGS else _DEFAULTS.design
    said = load_entries()[f"race.setting_{name}"]
    sign = RESTARTS if race.restarting(name) else ""
    slider = _SLIDERS[name]
    return Parameter(
        name=name,
        symbol="",
        label=Text(said.ko + sign, said.en + sign),
        default=getattr(holder, name),
        low=slider[0],
        high=slider[1],
        step=slider[2],
        accepted=Interval(low, high),
        kind="integer" if name in WHOLE_NUMBERS | _DATA_WHOLE else "number",
    )


class SettingRow(NumberRow):
    """A slider under its name and its box. It is not played: every value begins another race."""

    def __init__(self, name: str, words: Words, theme: Theme) -> None:
        super().__init__(setting(name), words, theme)
        for button in (self.play, self.more):
            button.hide()
            self.top.removeWidget(button)
        self.body.removeWidget(self.box)
        self.top.addWidget(self.box)
        self.setTabOrder(self.slider, self.box)

    def refuse(self, error: UserError) -> None:
        # By the name that stands at the row, not by the field's.
        name = load_entries()[f"race.setting_{self.parameter.name}"]
        super().refuse(UserError(error.id, **{**error.values, "name": name}))

    def retell(self) -> None:
        super().retell()
        tip = self._words(f"race.setting_{self.parameter.name}_tip")
        if self.parameter.label.en.endswith(RESTARTS):
            tip += "\n" + self._words("race.restarts_tip")
        self.label.setToolTip(tip)
        self.box.setToolTip(tip)
        self.label.tell(self.spoken())
