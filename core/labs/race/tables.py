"""The numbers of the race as tables: its curves, its ranking, its setting."""

from __future__ import annotations

from collections.abc import Sequence

from core.data_table import DataTable
from core.text import Words
from core.training.frames import PARTS, Frame


def data_tables(frame: Frame, names: Sequence[str], words: Words) -> tuple[DataTable, ...]:
    """Return for every loss and accuracy a row per recorded epoch: mean and deviation of every entrant.

    ``names`` are those of the entrants. What has no number at all, as the accuracy of a regression, has no table.
    """
    heads = tuple(head for name in names for head in (name, f"± {name}"))
    tables = []
    for part in PARTS:
        band = frame.curves.bands[part]
        if not (band.mean == band.mean).any():
            continue
        pairs = (
            (epoch, *(value for pair in zip(means, spreads, strict=True) for value in pair))
            for epoch, means, spreads in zip(
                frame.curves.epochs.tolist(), band.mean.tolist(), band.spread.tolist(), strict=True
            )
        )
        where, what = part.split("_")
        title = f"{words(f'race.part_{where}')} {words(f'race.curve_{what}')}"
        tables.append(DataTable(title, (words("race.epoch"), *heads), tuple(pairs)))
    return tuple(tables)


def table_of_words(title: str, rows: Sequence[Sequence[str]]) -> DataTable:
    """Return what stands on the screen as a table: the first of ``rows`` is its heading."""
    heading, *below = (tuple(row) for row in rows)
    return DataTable(title, heading, tuple(below))
