"""Compare: up to five functions over one another, their slopes, their differences and their facts."""

from core.labs.compare.details import CompareDetails, details
from core.labs.compare.result import CompareResult, Difference, Line, ProbeRow, compute
from core.labs.compare.sets import READY_SETS, apply_set
from core.labs.compare.state import (
    LAYOUTS,
    MAX_COMPARED,
    Compared,
    CompareState,
    add_function,
    checked,
    choose_function,
    move_probe,
    remove_function,
    reset_params,
    select,
    set_difference,
    set_formula,
    set_layout,
    set_param,
    set_range,
    set_threshold,
    set_view,
    show_second,
)
from core.labs.compare.tables import data_tables

__all__ = [
    "LAYOUTS",
    "MAX_COMPARED",
    "READY_SETS",
    "CompareDetails",
    "CompareResult",
    "CompareState",
    "Compared",
    "Difference",
    "Line",
    "ProbeRow",
    "add_function",
    "apply_set",
    "checked",
    "choose_function",
    "compute",
    "data_tables",
    "details",
    "move_probe",
    "remove_function",
    "reset_params",
    "select",
    "set_difference",
    "set_formula",
    "set_layout",
    "set_param",
    "set_range",
    "set_threshold",
    "set_view",
    "show_second",
]
