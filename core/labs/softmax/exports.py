"""What Softmax leaves behind: the classes, the Jacobian and the 2-D tensor, as tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.export.table import Table
from core.labs.softmax.details import Groups, SoftmaxDetails
from core.labs.softmax.result import SoftmaxResult


def classes_table(names: Sequence[str], result: SoftmaxResult, details: SoftmaxDetails) -> Table:
    """Return a row for each class: z, u, the exp column, p, and ∂loss/∂u; all but z in float32."""
    columns = (result.scaled, result.exp, result.probabilities, details.cross_entropy.gradient)
    in_float32 = (column.astype(np.float32) for column in columns)
    return Table(("class", "logit", "u", "exp", "p", "dloss/du"), (list(names), result.logits, *in_float32))


def jacobian_table(names: Sequence[str], details: SoftmaxDetails) -> Table:
    """Return ∂pᵢ/∂uⱼ: a row for each class i, a column for each class j."""
    columns = details.jacobian.astype(np.float32).T
    return Table(("dp/du", *names), (list(names), *columns))


def matrix_table(groups: Groups) -> Table:
    """Return a row for each element of the 2-D tensor: its index, x, softmax(x)."""
    i0, i1 = (index.reshape(-1) for index in np.indices(groups.matrix.shape))
    values = (numbers.reshape(-1).astype(np.float32) for numbers in (groups.matrix, groups.softmax))
    return Table(("i0", "i1", "x", "softmax(x)"), (i0, i1, *values))
