"""The numbers of the Softmax lab's bars and grids as tables."""

from __future__ import annotations

from collections.abc import Sequence

from core.data_table import DataTable
from core.labs.softmax.details import SoftmaxDetails
from core.labs.softmax.result import SoftmaxResult
from core.text import Words


def data_tables(
    result: SoftmaxResult, shown: SoftmaxDetails, names: Sequence[str], words: Words
) -> tuple[DataTable, ...]:
    """Return a row per class, the Jacobian and the 2-D tensor; ``names`` are those of the K classes."""
    parts = (result.logits, result.scaled, result.exp, result.probabilities, shown.cross_entropy.gradient)
    columns = tuple(words(f"softmax.table_{id}") for id in ("class", "logit", "scaled", "exp", "probability", "slope"))
    classes = tuple(zip(names, *(part.tolist() for part in parts), strict=True))
    jacobian = tuple((f"∂p({name})", *row) for name, row in zip(names, shown.jacobian.tolist(), strict=True))
    return (
        DataTable(words("softmax.table_classes"), columns, classes),
        DataTable(words("softmax.jacobian"), ("", *(f"∂u({name})" for name in names)), jacobian),
        _groups(shown, words),
    )


def _groups(shown: SoftmaxDetails, words: Words) -> DataTable:
    groups = shown.groups
    heads = tuple(f"[{column}]" for column in range(groups.softmax.shape[1]))
    rows: list[tuple[str | float, ...]] = [(f"[{i}]", *row) for i, row in enumerate(groups.softmax.tolist())]
    if groups.axis == 1:
        rows = [(*row, total) for row, total in zip(rows, groups.sums.tolist(), strict=True)]
        return DataTable(words("softmax.groups"), ("", *heads, "Σ"), tuple(rows))
    return DataTable(words("softmax.groups"), ("", *heads), (*rows, ("Σ", *groups.sums.tolist())))
