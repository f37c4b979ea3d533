"""Every function's values and slopes against numbers that were not made by PyTorch.

``resources/self_test/activations.csv`` and ``more.toml`` hold them: 40 digits were computed from the definitions, and
rounded to float64.
"""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import torch

from core import evaluate, expression
from core.activations import ACTIVATIONS, RECORDS
from core.record import Activation
from core.self_test.report import WrongResultError, all_same, same

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "self_test"


def check_functions() -> Mapping[str, object]:
    """Compare every function of the catalogue, in float64."""
    seen: set[str] = set()
    count = 0
    for record, found in (*_elementwise(), *_others()):
        seen.add(record.key)
        count += found
    missing = [record.key for record in ACTIVATIONS if record.key not in seen]
    if missing:
        raise WrongResultError("self_test.no_numbers", functions=", ".join(missing))
    return {"functions": len(seen), "numbers": count}


def check_formula() -> Mapping[str, object]:
    """Compare a typed formula with the function of the catalogue that it is."""
    typed = expression.parse("x * tanh(softplus(x))")
    x = torch.linspace(-6.0, 6.0, 25, dtype=torch.float64)
    mish = RECORDS["mish"]
    own, known = (evaluate.value_and_slope(r, r.checked({}), x) for r in (typed, mish))
    count = sum(all_same("x * tanh(softplus(x))", a, b) for a, b in zip(own, known, strict=True))
    return {"numbers": count}


def _elementwise() -> Iterator[tuple[Activation, int]]:
    by_module = {record.module: record for record in ACTIVATIONS if record.module}
    with (FOLDER / "activations.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            record = by_module[row["module"]]
            params = record.checked(json.loads(row["params"]))
            x = torch.tensor([float(row["x"])], dtype=torch.float64)
            y, slope = evaluate.value_and_slope(record, params, x)
            place = f"{row['module']}({row['x']})"
            same(place, y.item(), float(row["f"]))
            same(f"{place}′", slope.item(), float(row["df"]))
            yield record, 2


def _others() -> Iterator[tuple[Activation, int]]:
    rows: list[dict[str, Any]] = tomllib.loads((FOLDER / "more.toml").read_text("utf-8"))["row"]
    for row in rows:
        record = RECORDS[row["function"]]
        params = record.checked(row["params"])
        x = torch.tensor(row["input"], dtype=torch.float64)
        count = all_same(record.key, evaluate.values(record, params, x).flatten(), _flat(row["output"]))
        if "slopes" in row:
            count += all_same(f"{record.key}′", evaluate.slopes(record, params, x), row["slopes"])
        else:
            jacobian = evaluate.jacobian(record, params, x).flatten()
            count += all_same(f"∂{record.key}", jacobian, _flat(row["jacobian"]))
        yield record, count


def _flat(nested: list[Any]) -> list[float]:
    return [one for part in nested for one in (_flat(part) if isinstance(part, list) else [part])]
