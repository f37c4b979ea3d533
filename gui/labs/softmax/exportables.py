"""What Softmax offers to be saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.labs import softmax
from core.labs.softmax import SoftmaxResult, SoftmaxState, exports
from core.tensors import to_code
from core.text import Words
from gui.exportables import Exportable, TensorNumbers, code_items, picture_item, plot_item
from gui.labs.softmax import views

if TYPE_CHECKING:
    from gui.labs.softmax.arrangement import Parts


def offered(own: SoftmaxState, result: SoftmaxResult, words: Words, parts: Parts) -> tuple[Exportable, ...]:
    """Return what can be saved: bars and plots, the classes, the Jacobian, the 2-D tensor, code."""
    details, names = softmax.details(own), views.class_names(own, words)
    matrix = TensorNumbers(exports.matrix_table(details.groups), lambda: to_code(own.matrix))
    return (
        picture_item("bars", "softmax.export_bars", parts.bars, words("softmax.title")),
        picture_item("cross_entropy", "softmax.cross_entropy", parts.cross_entropy, words("softmax.title")),
        picture_item("jacobian_map", "softmax.jacobian", parts.jacobian.map, words("softmax.jacobian")),
        plot_item("sigmoid", "softmax.sigmoid", parts.sigmoid.plot, words("softmax.sigmoid")),
        Exportable("classes", "softmax.export_classes", "table", lambda: exports.classes_table(names, result, details)),
        Exportable("jacobian", "softmax.export_jacobian", "table", lambda: exports.jacobian_table(names, details)),
        Exportable("tensor", "softmax.export_tensor", "tensor", lambda: matrix),
        *code_items(lambda: details.code, words("softmax.title"), words),
    )
