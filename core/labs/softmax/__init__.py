"""Softmax: logits → exp → probabilities, and what they are used for."""

from core.labs.softmax.details import (
    READY,
    CrossEntropy,
    Groups,
    Overflow,
    Pair,
    SoftmaxDetails,
    Way,
    details,
    full_code,
    loss_curve,
    overflow_limit,
    sigmoid_curve,
)
from core.labs.softmax.result import SoftmaxResult, compute
from core.labs.softmax.state import (
    CLASS_COUNT,
    LEAST_CLASSES,
    MATRIX_SIDES,
    MOST_CLASSES,
    SLIDERS,
    SoftmaxState,
    add_class,
    apply_example,
    check_slider,
    checked,
    drag_logit,
    examples,
    remove_class,
    resize_matrix,
    select,
    select_cell,
    set_class_count,
    set_difference,
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
from core.labs.softmax.tables import data_tables

__all__ = [
    "CLASS_COUNT", "LEAST_CLASSES", "MATRIX_SIDES", "MOST_CLASSES", "READY", "SLIDERS", "CrossEntropy", "Groups",
    "Overflow", "Pair", "SoftmaxDetails", "SoftmaxResult", "SoftmaxState", "Way", "add_class", "apply_example",
    "check_slider", "checked", "compute", "data_tables", "details", "drag_logit", "examples", "full_code", "loss_curve",
    "overflow_limit", "remove_class", "resize_matrix", "select", "select_cell", "set_class_count", "set_difference",
    "set_dim", "set_logit", "set_matrix", "set_matrix_cell", "set_name", "set_range", "set_slider",
    "set_subtract_max", "set_target", "sigmoid_curve",
]  # fmt: skip
