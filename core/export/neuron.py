"""What the Neuron lab shows → scripts that print the same numbers: PyTorch's own first, then the exact ones."""

from __future__ import annotations

from collections.abc import Sequence

from core.export.calls import called, draws, in_dtype, is_tracked, literal
from core.record import Activation, Params

Vector = Sequence[float]
Matrix = Sequence[Sequence[float]]

_EXACT = """
# The sums on screen add the numbers as they are written, without binary rounding.
def weighted_sum(weights, inputs, bias):
    products = (Fraction(w) * Fraction(x) for w, x in zip(weights, inputs))
    return sum(products, Fraction(bias))
""".splitlines()


def neuron_code(record: Activation, params: Params, weights: Vector, inputs: Vector, bias: float, dtype: str) -> str:
    """Return a script that prints z and h(z) of ``nn.Linear`` in ``dtype``, then of the exact sum, then the slopes.

    The slopes: ∂y/∂w of every weight, then ∂y/∂b.
    """
    in_float64 = _made(record, params, "float64") if record.learned else "h"
    lines = [
        *_imports(record, params),
        "",
        f"x = torch.tensor({list(inputs)!r}{_of(dtype)})",
        f"h = {_made(record, params, dtype)}",
        *_linear("linear", [weights], [bias], dtype),
        "with torch.no_grad():",
        "    z = linear(x)",
        "    print(z)",
        *(f"    {line}" for line in _seeded(record, params)),
        "    print(h(z))",
        *_EXACT,
        "",
        f"z = float(weighted_sum({_quoted(weights)}, {_quoted(inputs)}, {_quoted(bias)}))",
        "print(z)",
        "z = torch.tensor([z], dtype=torch.float64, requires_grad=True)",
        *_seeded(record, params),
        f"y = {in_float64}(z)",
        "print(y.item())",
        "",
        "# The slopes of y: h'(z) by autograd, times what each weight is multiplied with",
        *(["y.sum().backward()", "slope = z.grad.item()"] if is_tracked(record, params) else ["slope = 0.0"]),
        f"print([slope * v + 0.0 for v in {list(inputs)!r}] + [slope])",
    ]
    return "\n".join(lines) + "\n"


def plane_code(
    record: Activation, params: Params, layers: Sequence[tuple[Matrix, Vector]], targets: Sequence[int], dtype: str
) -> str:
    """Return a script that prints PyTorch's outputs at the four points, then one exact row for each point.

    A row: inputs, outputs of hidden units (if any), last sum, its h, decision, target. ``layers``: (weight, bias) of
    each, one or two; the last has one unit.
    """
    names = ["linear"] if len(layers) == 1 else ["hidden", "output"]
    lines = [*_imports(record, params), "", *_defined_h(record, params, dtype), ""]
    for name, (weight, bias) in zip(names, layers, strict=True):
        lines += _linear(name, weight, bias, dtype)
    lines += [
        "",
        f"points = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]{_of(dtype)})",
        "with torch.no_grad():",
        f"    print({_nested(names)})",
        *_EXACT,
        "",
        "def exact_h(sums):",
        f"    return h(torch.tensor([float(z) for z in sums], dtype=torch.float64){_again(record)}).tolist()",
        "",
        "inputs = points.tolist()",
        "values, units = inputs, [[] for _ in inputs]",
    ]
    for weight, bias in layers[:-1]:
        units = zip(weight, bias, strict=True)
        columns = [f"exact_h([{_sum_at_point(w, b)} for p in values])" for w, b in units]
        lines.append(f"values = units = list(zip({', '.join(columns)}))")
    (last_weight,), (last_bias,) = layers[-1]
    lines += [
        f"z = [{_sum_at_point(last_weight, last_bias)} for p in values]",
        "decided = [int(s > 0) for s in z]",
        f"targets = {list(targets)!r}",
        "for p, unit, s, y, d, t in zip(inputs, units, z, exact_h(z), decided, targets):",
        "    print(*p, *unit, float(s), y, d, t)",
        'print(sum(d == t for d, t in zip(decided, targets)), "/", len(targets))',
    ]
    return "\n".join(lines) + "\n"


def _sum_at_point(weight: Vector, bias: float) -> str:
    return f"weighted_sum({_quoted(weight)}, map(repr, p), {_quoted(bias)})"


def collapse_code(
    record: Activation | None,
    params: Params,
    first: tuple[Matrix, Vector],
    second: tuple[Matrix, Vector],
    x: Vector,
    dtype: str,
) -> str:
    """Return a script that prints PyTorch's outputs of two layers and of their product, then the exact numbers.

    Exact: W₁x + b₁, what passes, the output, W₂W₁, W₂b₁ + b₂, the output of that layer, the difference. ``record`` is
    None for nothing between the layers.
    """
    lines = [*_imports(record, params), "", f"x = torch.tensor({list(x)!r}{_of(dtype)})"]
    lines += [*_linear("first", *first, dtype), *_linear("second", *second, dtype)]
    if record:
        lines += ["", *_defined_h(record, params, dtype), ""]
    lines += [
        f"product = nn.Linear({len(x)}, {len(second[1])}{_of(dtype)})",
        "with torch.no_grad():",
        "    product.weight.copy_(second.weight @ first.weight)",
        "    product.bias.copy_(second.weight @ first.bias + second.bias)",
        f"    print({'second(h(first(x)))' if record else 'second(first(x))'})",
        "    print(product(x))",
        *_EXACT,
        *_exact_collapse(record, first, second, x),
    ]
    return "\n".join(lines) + "\n"


def _exact_collapse(
    record: Activation | None, first: tuple[Matrix, Vector], second: tuple[Matrix, Vector], x: Vector
) -> list[str]:
    """Return the lines that print the exact numbers of the collapse."""
    passed = []
    if record:
        given = "torch.tensor([float(n) for n in hidden], dtype=torch.float64)"
        passed = [f"passed = [repr(n) for n in h({given}{_again(record)}).tolist()]"]
    return [
        "",
        "def layer(weight, inputs, bias):",
        "    return [weighted_sum(row, inputs, b) for row, b in zip(weight, bias)]",
        "",
        "def show(part):",
        "    print([[float(n) for n in p] if isinstance(p, list) else float(p) for p in part])",
        "",
        f"W1, b1 = {_quoted(first[0])}, {_quoted(first[1])}",
        f"W2, b2 = {_quoted(second[0])}, {_quoted(second[1])}",
        f"x = {_quoted(x)}",
        "passed = hidden = layer(W1, x, b1)",
        *passed,
        "output = layer(W2, passed, b2)",
        "columns = list(zip(*W1))",
        'W = [[weighted_sum(row, column, "0") for column in columns] for row in W2]',
        "b = layer(W2, b1, b2)",
        "one_layer = layer(W, x, b)",
        "difference = [p - q for p, q in zip(output, one_layer)]",
        "for part in (hidden, passed, output, W, b, one_layer, difference):",
        "    show([Fraction(p) if isinstance(p, str) else p for p in part])",
    ]


def _imports(record: Activation | None, params: Params) -> list[str]:
    lines = ["from fractions import Fraction", "", "import torch", "from torch import nn"]
    if record and "F." in called(record, params):
        lines.append("from torch.nn import functional as F")
    return lines


def _of(dtype: str) -> str:
    return "" if dtype == "float32" else f", dtype=torch.{dtype}"


def _linear(name: str, weight: Matrix, bias: Vector, dtype: str) -> list[str]:
    """Return the lines that make a layer and give it its numbers."""
    return [
        f"{name} = nn.Linear({len(weight[0])}, {len(weight)}{_of(dtype)})",
        "with torch.no_grad():",
        f"    {name}.weight.copy_(torch.tensor({[list(row) for row in weight]!r}{_of(dtype)}))",
        f"    {name}.bias.copy_(torch.tensor({list(bias)!r}{_of(dtype)}))",
    ]


def _nested(names: Sequence[str]) -> str:
    """Return ``h(output(h(hidden(points))))``."""
    call = "points"
    for name in names:
        call = f"h({name}({call}))"
    return call


def _made(record: Activation, params: Params, dtype: str) -> str:
    call = called(record, params)
    return in_dtype(call, dtype) if record.learned and dtype != "float32" else call


def _seeded(record: Activation, params: Params) -> list[str]:
    return [f"torch.manual_seed({literal(params['seed'])})"] if draws(record, params) else []


def _defined_h(record: Activation, params: Params, dtype: str) -> list[str]:
    """Return the lines that define h; one that draws begins anew at every call, one that learns takes its dtype."""
    seeded = _seeded(record, params)
    if record.learned:
        made = {name: _made(record, params, name) for name in ("float32", "float64")}
        return [
            f'def h(x, dtype="{dtype}"):',
            f'    return ({made["float32"]} if dtype == "float32" else {made["float64"]})(x).detach()',
        ]
    if not seeded:
        return [f"h = {called(record, params)}"]
    return ["def h(x):", *(f"    {line}" for line in seeded), f"    return {called(record, params)}(x)"]


def _again(record: Activation) -> str:
    return ', "float64"' if record.learned else ""


def _quoted(part: object) -> str:
    """Return numbers as the texts that they are written as: ``['0.5', '-0.3']``."""
    if isinstance(part, float):
        return repr(repr(part))
    return "[" + ", ".join(_quoted(p) for p in part) + "]"  # type: ignore[attr-defined]
