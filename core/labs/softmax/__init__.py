"""Softmax: logits → exp → probabilities, and what they are used for."""

from core.labs.softmax.result import (
    CrossEntropy,
    Overflow,
    Pair,
    SoftmaxResult,
    Way,
    compute,
    full_code,
    overflow_limit,
    sigmoid_curve,
)
from core.labs.softmax.state import (
    LEAST_CLASSES,
    MOST_CLASSES,
    SLIDERS,
    SoftmaxState,
    add_class,
    apply_example,
    check_slider,
    checked,
    examples,
    remove_class,
    resize_matrix,
    select,
    select_cell,
    set_class_count,
    set_dim,
    set_logit,
    set_matrix,
    set_matrix_cell,
    set_name,
    set_range,
    set_slider,
    set_subtract_max,
    set_target,
)

__all__ = [
    "LEAST_CLASSES", "MOST_CLASSES", "SLIDERS", "CrossEntropy", "Overflow", "Pair", "SoftmaxResult", "SoftmaxState",
    "Way", "add_class", "apply_example", "check_slider", "checked", "compute", "examples", "full_code",
    "overflow_limit", "remove_class", "resize_matrix", "select", "select_cell", "set_class_count",
    "set_dim", "set_logit", "set_matrix", "set_matrix_cell", "set_name", "set_range", "set_slider", "set_subtract_max",
    "set_target", "sigmoid_curve",
]  # fmt: skip
