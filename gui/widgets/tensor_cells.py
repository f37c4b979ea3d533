"""The cells of a tensor table: what they say, how they are coloured, the model that reads them from the array."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QFont

from core.text import Words
from gui.theme import MONO, SANS, Theme, contrast

MINUS = "\u2212"
INFINITY = "\u221e"
PLAIN_LIMIT = 1e6  # from here on a number is written with an exponent, so that a cell stays a cell
LEVELS = 32
FAINTEST = 0.14
STRONGEST = 0.9

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


def cell_text(value: float, decimals: int) -> str:
    """Return ``value`` as a cell shows it: ``−1.0``, ``2.50``, ``1.2e9``, ``∞``, ``nan``."""
    if -PLAIN_LIMIT < value < PLAIN_LIMIT:
        return f"{value:.{decimals}f}".replace("-", MINUS)
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return INFINITY if value > 0 else MINUS + INFINITY
    return short_text(value, decimals)


def short_text(value: float, decimals: int = 1) -> str:
    """Return ``value`` with an exponent and no padding: ``1.2e9``, ``−3.0e−7``."""
    mantissa, exponent = f"{value:.{decimals}e}".split("e")
    return f"{mantissa}e{int(exponent)}".replace("-", MINUS)


def cell_font(theme: Theme) -> QFont:
    """Return the monospaced font of the cells; what it lacks (the minus sign) comes from the bundled sans font."""
    font = theme.font("number_font", mono=True)
    font.setFamilies([MONO, SANS])
    return font


def blended(over: str, under: str, alpha: float) -> str:
    """Return #RRGGBB ``over`` at opacity ``alpha`` on #RRGGBB ``under``."""
    pairs = ((int(over[i : i + 2], 16), int(under[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(o * alpha + u * (1 - alpha)):02X}" for o, u in pairs)


class CellColours:
    """The backgrounds of one theme: ``LEVELS`` steps per sign, all of them readable under the ink colour.

    ``brushes[LEVELS + k]`` is the k-th positive step, ``brushes[LEVELS - k]`` the k-th negative one,
    ``brushes[LEVELS]`` zero and nan.
    """

    def __init__(self, theme: Theme) -> None:
        tokens = theme.tokens
        positive = self._ramp(theme, tokens.positive)
        negative = self._ramp(theme, tokens.negative)
        self.backgrounds = [*reversed(negative), tokens.hover, *positive]
        self.brushes = [QBrush(QColor(color)) for color in self.backgrounds]

    @staticmethod
    def _ramp(theme: Theme, color: str) -> list[str]:
        tokens = theme.tokens
        strongest = STRONGEST
        while contrast(tokens.ink, blended(color, tokens.card, strongest)) < tokens.reading_contrast:
            strongest -= 0.02
        alphas = np.linspace(FAINTEST, strongest, LEVELS)
        return [blended(color, tokens.card, float(alpha)) for alpha in alphas]

    @staticmethod
    def levels(cells: np.ndarray, largest: float) -> np.ndarray:
        """Return for each of ``cells`` the index of its brush; ``largest`` is the |value| of the strongest colour."""
        with np.errstate(invalid="ignore"):
            strength = np.ceil(np.abs(cells) / largest * LEVELS).clip(1, LEVELS)
            signed = np.nan_to_num(strength * np.sign(cells), nan=0.0)
        return LEVELS + signed.astype(np.intp)


def largest_finite(values: np.ndarray) -> tuple[float, float, float]:
    """Return (smallest, greatest, largest |value| or 1.0 if all are 0) over the finite ones of ``values``."""
    if values.size == 0:
        return 0.0, 0.0, 1.0
    low, high = float(values.min()), float(values.max())
    if not (math.isfinite(low) and math.isfinite(high)):
        finite = values[np.isfinite(values)]
        low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    return low, high, max(abs(low), abs(high)) or 1.0


class TensorModel(QAbstractTableModel):
    """A 2-D window on an n-D array, read lazily. It is never written through: edits are requests of the view."""

    def __init__(self, words: Words, editable: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self.editable = editable
        self.decimals = 1
        self.wanted: tuple[int, ...] = ()
        self.leading: tuple[int, ...] = ()
        self.values = np.zeros((0, 0))
        self.cells = self.values
        self.limits = largest_finite(self.values)

    def show(self, values: np.ndarray, decimals: int) -> None:
        """Show ``values`` (any shape); views are told as little as possible."""
        if values is self.values and decimals == self.decimals:
            return
        same_shape = values.shape == self.values.shape
        if values is not self.values:
            self.limits = largest_finite(values)
        self.decimals = decimals
        self._window(values, reset=not same_shape)

    def show_slice(self, leading: tuple[int, ...]) -> None:
        """Show the slice ``[*leading, :, :]``; indices are held inside the shape, missing ones are 0.

        Remembered: a tensor shown later is cut at the same place.
        """
        if leading != self.wanted:
            self.wanted = leading
            self._window(self.values, reset=False)

    def _window(self, values: np.ndarray, reset: bool) -> None:
        if reset:
            self.beginResetModel()
        outer = values.shape[:-2]
        padded = (*self.wanted, *(0 for _ in outer))[: len(outer)]
        self.leading = tuple(min(max(i, 0), max(n - 1, 0)) for i, n in zip(padded, outer, strict=True))
        self.values = values
        empty = 0 in outer
        self.cells = np.zeros((0, 0)) if empty else values[self.leading] if outer else np.atleast_2d(values)
        if reset:
            self.endResetModel()
        elif self.cells.size:
            last = self.index(self.cells.shape[0] - 1, self.cells.shape[1] - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def flat(self, index: _Index) -> int:
        """Return the C-order index in the whole array of a cell, -1 for no cell."""
        if not index.isValid():
            return -1
        return self._offset() + index.row() * self.cells.shape[1] + index.column()

    def cell(self, flat: int) -> QModelIndex:
        """Return the cell of C-order index ``flat``; invalid when it is in another slice or there is none."""
        inside = flat - self._offset()
        if flat < 0 or not 0 <= inside < self.cells.size:
            return QModelIndex()
        return self.index(*divmod(inside, self.cells.shape[1]))

    def _offset(self) -> int:
        if not self.leading or self.cells.size == 0:
            return 0
        return int(np.ravel_multi_index(self.leading, self.values.shape[:-2])) * self.cells.size

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self.cells.shape[0]

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self.cells.shape[1]

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if self.editable else flags

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        value = partial(self.cells.item, index.row(), index.column())
        if role == _Role.DisplayRole:
            return cell_text(value(), self.decimals)
        if role == _Role.EditRole:
            return repr(value())
        if role == _Role.AccessibleTextRole:
            said = cell_text(value(), self.decimals)
            return self.words("tensor_editor.cell", row=index.row() + 1, column=index.column() + 1, value=said)
        if role == _Role.ToolTipRole:
            return f"{self.position(index)} = {repr(value()).replace('-', MINUS)}"
        return None

    def position(self, index: _Index) -> str:
        """Return a cell's index as Python writes it: ``[1, 2]``."""
        own = (index.row(), index.column())
        return str([*self.leading, *own][-self.values.ndim :]) if self.values.ndim else "[]"

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        return str(section) if role == _Role.DisplayRole else None
