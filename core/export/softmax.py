"""The Softmax lab's state → Python code that prints every number on its screen."""

from __future__ import annotations

from core.tensor_value import TensorValue
from core.tensors import to_code


def softmax_code(
    logits: TensorValue,
    temperature: float,
    scale: float,
    subtract_max: bool,
    target: int,
    matrix: TensorValue,
    dim: int,
) -> str:
    """Return a script that prints the exp column, probabilities, entropy, Jacobian, loss, overflow and 2-D softmax.

    ``logits`` has the shape (K,), ``matrix`` is 2-D.
    """
    parts = (
        _column(logits, temperature, scale, subtract_max),
        _loss(target),
        _JACOBIAN,
        _OVERFLOW,
        _PAIR,
        _matrix(matrix, dim),
    )
    return "\n".join(parts)


def _column(logits: TensorValue, temperature: float, scale: float, subtract_max: bool) -> str:
    scaled = "logits" + (f" * {scale!r}" if scale != 1 else "") + (f" / {temperature!r}" if temperature != 1 else "")
    return f"""import torch
from torch import nn

logits = {to_code(logits).replace(chr(10), chr(10) + " " * 9)}
u = {scaled}
exp = torch.exp({"u - u.max()" if subtract_max else "u"})
p = exp / exp.sum()
print(exp, exp.sum())
print(p, p.sum())
print(torch.softmax(u, dim=0))
print("entropy", torch.special.entr(torch.softmax(u, dim=0)).sum())
"""


def _loss(target: int) -> str:
    return f"""# cross-entropy takes logits, not probabilities
target = torch.tensor({target})
u.requires_grad_()
loss = nn.CrossEntropyLoss()(u, target)
loss.backward()
print(-torch.log(p[target]), loss.item())
print("softmax twice", nn.CrossEntropyLoss()(torch.softmax(u, dim=0), target).item())
print("p - y", u.grad)
"""


_JACOBIAN = """# Jacobian: row i, column j = dp_i/du_j
for p_i in torch.softmax(u, dim=0):
    print(torch.autograd.grad(p_i, u, retain_graph=True)[0])
"""

_OVERFLOW = """# overflow: exp as it is, and with the maximum subtracted
for values in (u.detach(), torch.tensor([1000.0, 1001.0, 1002.0])):
    for dtype in (torch.float32, torch.float16):
        x = values.to(dtype)
        naive, stable = torch.exp(x), torch.exp(x - x.max())
        print(dtype, naive / naive.sum(), stable / stable.sum())
"""

_PAIR = """# sigmoid is softmax of two
print(torch.softmax(u[:2], dim=0)[0].item(), torch.sigmoid(u[0] - u[1]).item())
"""


def _matrix(matrix: TensorValue, dim: int) -> str:
    return f"""# a 2-D tensor: which numbers sum to 1
x = {to_code(matrix).replace(chr(10), chr(10) + " " * 4)}
y = torch.softmax(x, dim={dim})
print(y)
print(y.sum(dim={dim}))
"""
