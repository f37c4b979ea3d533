"""What sets small values to 0 or shrinks them."""

from __future__ import annotations

from torch.nn import functional as F  # noqa: N812

from core import record_parts as parts
from core.record import ANY_NUMBER, Activation, Interval, Parameter, written_number
from core.record_parts import REALS, number
from core.text import Text

_LAMBD = Parameter(
    "lambd", "λ", Text("0으로 만드는 폭", "width set to 0"), 0.5, 0.0, 2.0, 0.05, Interval(0.0, ANY_NUMBER.high)
)

SHRINK: tuple[Activation, ...] = (
    Activation(
        key="hardshrink",
        name=Text("Hardshrink", "Hardshrink"),
        family="shrink",
        module="Hardshrink",
        formula=r"\begin{cases} x & |x| > <lambd> \\ 0 & |x| \le <lambd> \end{cases}",
        apply=lambda x, p: F.hardshrink(x, number(p, "lambd")),
        term=lambda x, p: parts.shrink_term(x, p, soft=False),
        aliases=("hard thresholding", "하드슈링크", "하드 슈링크"),
        parameters=(_LAMBD,),
        kinks=parts.shrink_kinks,
        value_range=lambda p: parts.hardshrink_range(number(p, "lambd")),
        smooth=lambda p: p["lambd"] == 0,
        use=Text("희소 표현, 잡음 제거", "sparse codes, denoising"),
        problem=Text("±λ에서 값이 끊어집니다.", "Its value jumps at ±λ."),
    ),
    Activation(
        key="softshrink",
        name=Text("Softshrink", "Softshrink"),
        family="shrink",
        module="Softshrink",
        formula=r"\operatorname{sign}(x) \cdot \max(0, |x| - <lambd>)",
        apply=lambda x, p: F.softshrink(x, number(p, "lambd")),
        term=lambda x, p: parts.shrink_term(x, p, soft=True),
        aliases=("soft thresholding", "lasso", "소프트슈링크", "소프트 슈링크"),
        parameters=(_LAMBD,),
        kinks=parts.shrink_kinks,
        value_range=lambda p: REALS,
        smooth=lambda p: p["lambd"] == 0,
        use=Text("희소 표현(라쏘), 잡음 제거", "sparse codes (lasso), denoising"),
        problem=Text("큰 값도 λ만큼 줄어듭니다.", "Large values shrink by λ too."),
    ),
    Activation(
        key="tanhshrink",
        name=Text("Tanhshrink", "Tanhshrink"),
        family="shrink",
        module="Tanhshrink",
        formula=r"x - \tanh(x)",
        apply=lambda x, p: F.tanhshrink(x),
        term=lambda x, p: f"{written_number(x)} − tanh({written_number(x)})",
        aliases=("탄에이치슈링크", "탄젠트 슈링크"),
        value_range=lambda p: REALS,
        use=Text("희소 표현", "sparse codes"),
        problem=Text("0 가까이에서 기울기가 거의 0입니다.", "Around 0 its slope is nearly 0."),
    ),
)
