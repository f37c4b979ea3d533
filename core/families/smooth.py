"""The smooth relatives of ReLU."""

from __future__ import annotations

from torch.nn import functional as F  # noqa: N812

from core import record_parts as parts
from core.record import Activation, Parameter, in_brackets, written_number
from core.record_parts import number, upwards
from core.text import Text

SMOOTH: tuple[Activation, ...] = (
    Activation(
        key="gelu",
        name=Text("GELU", "GELU"),
        family="smooth",
        module="GELU",
        formula=r"x \cdot \Phi(x)",
        formula_for=parts.gelu_formula,
        apply=lambda x, p: F.gelu(x, approximate=str(p["approximate"])),
        term=parts.gelu_term,
        aliases=("gaussian error linear unit", "겔루", "젤루", "가우스 오차"),
        parameters=(
            Parameter(
                "approximate",
                "approx",
                Text("근사식", "approximation"),
                "none",
                kind="choice",
                choices=("none", "tanh"),
            ),
        ),
        # The minima of the two forms to 16 digits, from the roots of their derivatives at 25 digits.
        value_range=lambda p: upwards(
            -0.1699712074799037 if p["approximate"] == "none" else -0.1700407505712541, closed=True
        ),
        use=Text("Transformer(BERT, GPT)의 은닉층", "hidden layers of Transformers (BERT, GPT)"),
        problem=Text("ReLU보다 계산이 많습니다.", "More work than ReLU."),
        note=Text("Φ는 표준정규분포의 누적분포함수입니다.", "Φ is the standard normal distribution function."),
    ),
    Activation(
        key="silu",
        name=Text("SiLU (Swish)", "SiLU (Swish)"),
        family="smooth",
        module="SiLU",
        formula=r"\frac{x}{1 + e^{-x}}",
        apply=lambda x, p: F.silu(x),
        term=lambda x, p: f"{written_number(x)} / (1 + e^{in_brackets(-x)})",
        aliases=("swish", "sigmoid linear unit", "스위시", "실루"),
        value_range=lambda p: upwards(-0.2784645427610738, closed=True),  # −W(1/e), W the Lambert function
        use=Text("깊은 CNN(EfficientNet)과 언어 모델", "deep CNNs (EfficientNet) and language models"),
        problem=Text("ReLU보다 계산이 많습니다.", "More work than ReLU."),
        note=Text("x · sigmoid(x)입니다.", "It is x · sigmoid(x)."),
    ),
    Activation(
        key="mish",
        name=Text("Mish", "Mish"),
        family="smooth",
        module="Mish",
        formula=r"x \cdot \tanh(\ln(1 + e^{x}))",
        apply=lambda x, p: F.mish(x),
        term=lambda x, p: f"{written_number(x)} × tanh(ln(1 + e^{in_brackets(x)}))",
        aliases=("미시", "미쉬"),
        value_range=lambda p: upwards(-0.3088434130172504, closed=True),  # from the root of the derivative
        use=Text("물체 검출 CNN(YOLOv4)", "object-detection CNNs (YOLOv4)"),
        problem=Text("지수, 로그, tanh를 모두 계산합니다.", "Needs an exponential, a logarithm and a tanh."),
    ),
    Activation(
        key="softplus",
        name=Text("Softplus", "Softplus"),
        family="smooth",
        module="Softplus",
        formula=r"\frac{1}{<beta>} \ln\left(1 + e^{<beta> x}\right)",
        apply=lambda x, p: F.softplus(x, number(p, "beta"), number(p, "threshold")),
        term=parts.softplus_term,
        aliases=("smooth relu", "소프트플러스"),
        parameters=(
            Parameter("beta", "β", Text("꺾이는 정도", "sharpness"), 1.0, 0.1, 5.0, 0.05, parts.POSITIVE),
            Parameter("threshold", "θ", Text("선형으로 바꾸는 값", "linear above"), 20.0, 0.0, 30.0, 0.5),
        ),
        kinks=parts.softplus_kinks,
        value_range=parts.softplus_range,
        smooth=lambda p: not parts.softplus_kinks(p),
        use=Text("분산처럼 양수여야 하는 출력", "outputs that must be positive, such as a variance"),
        problem=Text("출력이 늘 양수이고 ReLU보다 계산이 많습니다.", "Always positive, and more work than ReLU."),
        note=Text("βx가 threshold보다 크면 x를 그대로 냅니다.", "Where βx exceeds threshold it returns x itself."),
    ),
    Activation(
        key="hardswish",
        name=Text("Hardswish", "Hardswish"),
        family="smooth",
        module="Hardswish",
        formula=r"x \cdot \frac{\min(\max(0, x + 3), 6)}{6}",
        apply=lambda x, p: F.hardswish(x),
        term="{x} × min(max(0, {x} + 3), 6) / 6",
        aliases=("hard swish", "하드스위시", "하드 스위시"),
        kinks=lambda p: (-3.0, 3.0),
        value_range=lambda p: upwards(-0.375, closed=True),
        smooth=False,
        use=Text("휴대 기기용 CNN(MobileNetV3)", "mobile CNNs (MobileNetV3)"),
        problem=Text("−3보다 작으면 기울기가 0입니다.", "The slope is 0 below −3."),
    ),
)
