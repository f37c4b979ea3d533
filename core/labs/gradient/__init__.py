"""Gradient: what a deep stack of one activation function does to the signal and to the gradient, and dead neurons."""

from core.labs.gradient import workshop
from core.labs.gradient.elementwise import Stacked
from core.labs.gradient.lab import GradientResult, compute, full_code, shown_code
from core.labs.gradient.result import BATCH, BINS, LayerDetail, LayerLine, LayersResult
from core.labs.gradient.scenes import SCENES, apply_scene
from core.labs.gradient.state import (
    INITS,
    MAX_DEPTH,
    MAX_STACKED,
    QUANTITIES,
    SETTINGS,
    VIEWS,
    GradientState,
    add_activation,
    checked,
    choose_activation,
    in_workshop,
    remove_activation,
    reset_params,
    select,
    select_layer,
    set_formula,
    set_init,
    set_param,
    set_param_range,
    set_quantity,
    set_range,
    set_setting,
    set_view,
    weight_spread,
)
from core.labs.gradient.tables import data_tables
from core.labs.gradient.workshop import WORKSHOP_SCENES, WORKSHOP_SETTINGS, WorkshopState
from core.labs.gradient.workshop_data import DATA_SETS
from core.labs.gradient.workshop_result import VIEW_REACH, WorkshopResult

__all__ = [
    "BATCH",
    "BINS",
    "DATA_SETS",
    "INITS",
    "MAX_DEPTH",
    "MAX_STACKED",
    "QUANTITIES",
    "SCENES",
    "SETTINGS",
    "VIEWS",
    "VIEW_REACH",
    "WORKSHOP_SCENES",
    "WORKSHOP_SETTINGS",
    "GradientResult",
    "GradientState",
    "LayerDetail",
    "LayerLine",
    "LayersResult",
    "Stacked",
    "WorkshopResult",
    "WorkshopState",
    "add_activation",
    "apply_scene",
    "checked",
    "choose_activation",
    "compute",
    "data_tables",
    "full_code",
    "in_workshop",
    "remove_activation",
    "reset_params",
    "select",
    "select_layer",
    "set_formula",
    "set_init",
    "set_param",
    "set_param_range",
    "set_quantity",
    "set_range",
    "set_setting",
    "set_view",
    "shown_code",
    "weight_spread",
    "workshop",
]
