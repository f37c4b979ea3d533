"""What Compare shows → a script that prints the same numbers, and draws the curves where Matplotlib is installed."""

from __future__ import annotations

import json
from dataclasses import dataclass

from core.export.calls import called, in_dtype, literal
from core.record import Activation, Params
from core.view_range import Range

_HEAD = """import torch
from torch import nn
"""
_SLOPE = """

def slope(f, x):  # f'(x), autograd; 0 where it does not follow f
    y = f(x)
    return torch.autograd.grad(y.sum(), x, create_graph=True)[0] if y.requires_grad else torch.zeros_like(x)
"""
_SECOND = """

def second(f, x):  # f''(x), autograd twice
    y = slope(f, x)
    if not y.requires_grad:
        return torch.zeros_like(x)
    try:
        return torch.autograd.grad(y.sum(), x, materialize_grads=True)[0]
    except RuntimeError:  # PyTorch has no second derivative of f: the difference of its slopes
        left, right = ((x + d).detach().requires_grad_() for d in (-1e-6, 1e-6))
        return (slope(f, right) - slope(f, left)) / 2e-6
"""
_DRAW = """
try:
    import matplotlib.pyplot as plt
except ImportError:
    print("pip install matplotlib to see the curves")
else:
    for (name, f), style in zip(functions, [{styles}]):
        plt.plot(x.detach(), f(x).detach(), linestyle=style, label=name)
    plt.title({title})
    plt.xlabel("x")
    plt.ylabel("f(x)")
    plt.grid(alpha=0.3)
    plt.legend()
    plt.show()
"""
# Matplotlib's words for the five dashes of the plots.
_STYLES = ('"-"', '"--"', '"-."', '":"', "(0, (8, 2, 2, 2, 2, 2))")


@dataclass(frozen=True, slots=True)
class Shown:
    """What of Compare's screen the script repeats.

    Attributes:
        functions: (record, parameters, formula or empty) of each; of a random function the parameters of its mean.
        x_view: the ends of the curves.  count: how many even points they have.
        probe: where f, f′ and, if ``second``, f″ are read.
        pair: indices of the two functions whose difference is shown, or None.
        threshold: a slope below it counts as saturated.
    """

    functions: tuple[tuple[Activation, Params, str], ...]
    x_view: Range
    count: int
    probe: float
    second: bool
    pair: tuple[int, int] | None
    threshold: float


def compare_code(shown: Shown) -> str:
    """Return the script. Without Matplotlib it prints all the same."""
    curves = _curved(shown)
    head = _HEAD
    if any("F." in called(record, params) for record, params, _ in shown.functions):
        head += "from torch.nn import functional as F\n"
    parts = [head]
    if curves:
        parts += [_functions_code(shown), _SLOPE, _SECOND if shown.second else "", _numbers_code(shown)]
    vectors = [(record, params) for record, params, _ in shown.functions if record.is_vector]
    parts += [_vector_code(record, params) for record, params in vectors]
    if curves:
        title = ", ".join(dict.fromkeys(record.name.en for record, _, _ in curves))
        styles = ", ".join(_STYLES[: len(curves)])
        parts.append(_DRAW.format(title=_quoted(title), styles=styles))
    return "".join(parts)


def label_of(record: Activation, params: Params, formula: str) -> str:
    """Return what the script calls a function: its name, and the parameters it was given."""
    given = ", ".join(f"{p.name}={literal(params[p.name])}" for p in record.parameters if p.name != "seed")
    name = formula or record.name.en
    return f"{name}, {given}" if given else name


def _functions_code(shown: Shown) -> str:
    low, high = shown.x_view
    lines = [
        "",
        f"x = torch.linspace({low!r}, {high!r}, {shown.count}, dtype=torch.float64, requires_grad=True)",
        "functions = [",
        *(f"    ({_quoted(label_of(*entry))}, {_call(*entry[:2])})," for entry in _curved(shown)),
        "]",
    ]
    return "\n".join(lines) + "\n"


def _numbers_code(shown: Shown) -> str:
    lines = [
        "",
        "",
        f"p = torch.tensor({shown.probe!r}, dtype=torch.float64, requires_grad=True)",
        'print("x =", p.item())',
        "for name, f in functions:",
        '    print(name, "| f(x) =", f(p).item(), "| f\'(x) =", slope(f, p).item())',
    ]
    if shown.second:
        lines.append("    print(name, \"| f''(x) =\", second(f, p).item())")
    if shown.pair is not None:
        lines += ["", *_difference_lines(shown)]
    lines += [
        "",
        "wide = torch.linspace(-40, 40, 160001, dtype=torch.float64, requires_grad=True)",
        "inside = torch.linspace(-5, 5, 100001, dtype=torch.float64, requires_grad=True)",
        "for name, f in functions:",
        '    print(name, "| largest |f\'(x)| =", slope(f, wide).abs().max().item())',
        f"    share = (slope(f, inside).abs() < {shown.threshold!r}).double().mean().item()",
        f'    print(name, "| share of [-5, 5] where |f\'(x)| < {shown.threshold!r}:", share)',
    ]
    return "\n".join(lines) + "\n"


def _difference_lines(shown: Shown) -> list[str]:
    assert shown.pair is not None
    places = [i for i, entry in enumerate(shown.functions) if not entry[0].is_vector]
    first, second = (places.index(i) for i in shown.pair)
    return [
        f"f, g = functions[{first}][1], functions[{second}][1]",
        "difference = (f(x) - g(x)).detach()",
        "at = difference.abs().argmax()",
        'print("f(x) - g(x) at the probe:", (f(p) - g(p)).item())',
        'print("largest |f(x) - g(x)|:", difference.abs().max().item(), "at x =", x[at].item())',
    ]


def _curved(shown: Shown) -> list[tuple[Activation, Params, str]]:
    return [entry for entry in shown.functions if not entry[0].is_vector]


def _vector_code(record: Activation, params: Params) -> str:
    assert record.axis is not None
    name, dim = record.key, record.axis(params)
    return (
        f"\n{name} = {called(record, params)}  # a vector function: no single curve\n"
        f"z = {name}(torch.linspace(-2, 2, 16, dtype=torch.float64).reshape(2, 2, 2, 2))\n"
        f"print({_quoted(record.name.en)}, z.min().item(), z.max().item(), z.sum(dim={dim}))\n"
    )


def _call(record: Activation, params: Params) -> str:
    call = called(record, params)
    # The module of a learned parameter has a dtype of its own.
    return in_dtype(call, "float64") if record.learned else call


def _quoted(text: str) -> str:
    """Return ``text`` as a Python string in double quotes, whatever a formula holds."""
    return json.dumps(text, ensure_ascii=False)
