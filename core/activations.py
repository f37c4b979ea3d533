"""The catalogue of activation functions: one record for each, in the order of the picker.

To add a function, add its record here; everything else follows from it.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from types import MappingProxyType

import torch
from torch.nn import functional as F  # noqa: N812

from core import record_parts as parts
from core.record import ANY_NUMBER, Activation, Interval, Parameter, in_brackets, written_number
from core.record_parts import REALS, SELU_ALPHA, SELU_SCALE, between, number, upwards
from core.text import Text, UserError

_POSITIVE = Interval(0.0, ANY_NUMBER.high, low_open=True)
_AT_LEAST_0 = Interval(0.0, ANY_NUMBER.high)
_DIM = Parameter(
    "dim", "dim", Text("함께 계산할 차원", "dimension"), -1, -4, 3, 1, Interval(-4, 3), "integer"
)  # the application's tensors have up to four dimensions
_LAMBD = Parameter("lambd", "λ", Text("0으로 만드는 폭", "width set to 0"), 0.5, 0.0, 2.0, 0.05, _AT_LEAST_0)

_BASIC: tuple[Activation, ...] = (
    Activation(
        key="identity",
        name=Text("선형(없음)", "Linear (none)"),
        family="basic",
        module="Identity",
        formula="x",
        apply=lambda x, p: x.clone(),
        term="{x}",
        aliases=("linear", "none", "선형", "항등 함수", "항등"),
        value_range=lambda p: REALS,
        use=Text("값을 예측하는 회귀의 출력층", "output layer of a regression"),
        problem=Text("층을 쌓아도 한 층의 선형 함수와 같습니다.", "Stacked linear layers are one linear layer."),
    ),
    Activation(
        key="step",
        name=Text("계단 함수", "Step"),
        family="basic",
        module="",
        call="lambda x: torch.sign(x).clamp(min=0)",
        formula=r"\begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}",
        apply=lambda x, p: torch.sign(x).clamp(min=0),
        term=lambda x, p: parts.step_term(x),
        aliases=("heaviside", "perceptron", "threshold unit", "계단", "퍼셉트론"),
        kinks=lambda p: (0.0,),
        value_range=lambda p: (Interval(0.0, 0.0), Interval(1.0, 1.0)),
        smooth=False,
        use=Text("퍼셉트론, AND와 OR 같은 논리 회로", "the perceptron, logic gates such as AND and OR"),
        problem=Text(
            "기울기가 없어 경사 하강법으로 배우지 못합니다.", "No gradient, so gradient descent cannot learn."
        ),
        note=Text(
            "0에서 끊어지며, 자동 미분의 기울기는 어디서나 0입니다.", "Jumps at 0; autograd's slope is 0 everywhere."
        ),
    ),
    Activation(
        key="sigmoid",
        name=Text("Sigmoid", "Sigmoid"),
        family="basic",
        module="Sigmoid",
        formula=r"\frac{1}{1 + e^{-x}}",
        apply=lambda x, p: torch.sigmoid(x),
        term=lambda x, p: f"1 / (1 + e^{in_brackets(-x)})",
        aliases=("logistic", "시그모이드", "로지스틱"),
        value_range=lambda p: between(0.0, 1.0),
        use=Text("이진 분류의 출력층(확률), 게이트", "output of binary classification (probability), gates"),
        problem=Text("양 끝의 기울기가 0에 가깝고 출력이 늘 양수입니다.", "Saturates at both ends; never negative."),
        note=Text("기울기는 0에서 가장 크고 0.25입니다.", "Its largest slope is 0.25, at 0."),
    ),
    Activation(
        key="tanh",
        name=Text("Tanh", "Tanh"),
        family="basic",
        module="Tanh",
        formula=r"\tanh(x)",
        apply=lambda x, p: torch.tanh(x),
        term="tanh({x})",
        aliases=("hyperbolic tangent", "하이퍼볼릭 탄젠트", "쌍곡탄젠트", "탄에이치"),
        value_range=lambda p: between(-1.0, 1.0),
        use=Text("RNN, 0을 중심으로 모인 데이터", "RNNs, data centred on 0"),
        problem=Text("0에서 멀어지면 Sigmoid보다 빨리 포화합니다.", "Away from 0 it saturates faster than Sigmoid."),
        note=Text("2·sigmoid(2x) − 1과 같습니다.", "Equal to 2·sigmoid(2x) − 1."),
    ),
    Activation(
        key="softsign",
        name=Text("Softsign", "Softsign"),
        family="basic",
        module="Softsign",
        formula=r"\frac{x}{1 + |x|}",
        apply=lambda x, p: F.softsign(x),
        term="{x} / (1 + |{x}|)",
        aliases=("소프트사인",),
        value_range=lambda p: between(-1.0, 1.0),
        smooth=False,
        use=Text("Tanh를 대신하는 은닉층", "hidden layers, in place of Tanh"),
        problem=Text("±1에 느리게 다가가지만 역시 포화합니다.", "Nears ±1 slowly, but saturates all the same."),
    ),
    Activation(
        key="log_sigmoid",
        name=Text("LogSigmoid", "LogSigmoid"),
        family="basic",
        module="LogSigmoid",
        formula=r"\ln\frac{1}{1 + e^{-x}}",
        apply=lambda x, p: F.logsigmoid(x),
        term=lambda x, p: f"−ln(1 + e^{in_brackets(-x)})",
        aliases=("log sigmoid", "로그시그모이드", "로그 시그모이드"),
        value_range=lambda p: (Interval(-float("inf"), 0.0, True, True),),
        use=Text("로그 확률이 필요한 손실 함수", "loss functions that need log-probabilities"),
        problem=Text(
            "출력이 늘 음수여서 은닉층에는 맞지 않습니다.", "Always negative, so no choice for hidden layers."
        ),
    ),
    Activation(
        key="hardtanh",
        name=Text("Hardtanh", "Hardtanh"),
        family="basic",
        module="Hardtanh",
        formula=r"\min(\max(<min_val>, x), <max_val>)",
        apply=lambda x, p: F.hardtanh(x, number(p, "min_val"), number(p, "max_val")),
        term="min(max({min_val}, {x}), {max_val})",
        aliases=("hard tanh", "clip", "clamp", "하드탄에이치", "하드 탄젠트"),
        parameters=(
            Parameter("min_val", "min", Text("가장 작은 출력", "smallest output"), -1.0, -3.0, 0.0, 0.05),
            Parameter("max_val", "max", Text("가장 큰 출력", "largest output"), 1.0, 0.05, 3.0, 0.05),
        ),
        check=lambda p: parts.below_not_above(p, "min_val", "max_val", equal=False),
        kinks=lambda p: (number(p, "min_val"), number(p, "max_val")),
        value_range=lambda p: between(number(p, "min_val"), number(p, "max_val"), closed=True),
        smooth=False,
        use=Text("계산이 싼 Tanh, 양자화한 모델", "a cheap Tanh, quantised models"),
        problem=Text("두 경계 밖에서는 기울기가 0입니다.", "The slope is 0 outside the two limits."),
    ),
    Activation(
        key="hardsigmoid",
        name=Text("Hardsigmoid", "Hardsigmoid"),
        family="basic",
        module="Hardsigmoid",
        formula=r"\frac{\min(\max(0, x + 3), 6)}{6}",
        apply=lambda x, p: F.hardsigmoid(x),
        term="min(max(0, {x} + 3), 6) / 6",
        aliases=("hard sigmoid", "하드시그모이드", "하드 시그모이드"),
        kinks=lambda p: (-3.0, 3.0),
        value_range=lambda p: between(0.0, 1.0, closed=True),
        smooth=False,
        use=Text("휴대 기기용 모델의 게이트(MobileNetV3)", "gates in mobile models (MobileNetV3)"),
        problem=Text("−3과 3 밖에서는 기울기가 0입니다.", "The slope is 0 outside −3 and 3."),
    ),
)

_RELU: tuple[Activation, ...] = (
    Activation(
        key="relu",
        name=Text("ReLU", "ReLU"),
        family="relu",
        module="ReLU",
        formula=r"\max(0, x)",
        apply=lambda x, p: F.relu(x),
        term="max(0, {x})",
        aliases=("rectified linear unit", "렐루", "정류 선형 유닛"),
        kinks=lambda p: (0.0,),
        value_range=lambda p: parts.NOT_NEGATIVE,
        smooth=False,
        use=Text("은닉층의 첫 선택, CNN", "the first choice for hidden layers, CNNs"),
        problem=Text("모든 데이터에서 0이 된 뉴런은 죽은 뉴런입니다.", "A unit that is 0 for all of the data is dead."),
        note=Text("0에서 자동 미분의 기울기는 0입니다.", "Autograd's slope at 0 is 0."),
    ),
    Activation(
        key="leaky_relu",
        name=Text("Leaky ReLU", "Leaky ReLU"),
        family="relu",
        module="LeakyReLU",
        formula=r"\max(0, x) + <negative_slope> \cdot \min(0, x)",
        apply=lambda x, p: F.leaky_relu(x, number(p, "negative_slope")),
        term=lambda x, p: parts.leaky_term(x, number(p, "negative_slope")),
        aliases=("lrelu", "리키 렐루", "리키렐루", "누설 렐루"),
        parameters=(Parameter("negative_slope", "α", Text("음수 쪽 기울기", "negative slope"), 0.01),),
        kinks=lambda p: parts.kink_at_zero(number(p, "negative_slope")),
        value_range=lambda p: parts.leaky_range(number(p, "negative_slope")),
        smooth=lambda p: p["negative_slope"] == 1,
        use=Text("ReLU의 뉴런이 죽을 때의 은닉층, GAN", "hidden layers whose ReLU units die, GANs"),
        problem=Text("α를 미리 정해야 합니다.", "α has to be fixed beforehand."),
        note=Text("α = 0이면 ReLU, α = 1이면 선형입니다.", "α = 0 is ReLU and α = 1 is linear."),
    ),
    Activation(
        key="prelu",
        name=Text("PReLU", "PReLU"),
        family="relu",
        module="PReLU",
        formula=r"\max(0, x) + <init> \cdot \min(0, x)",
        apply=lambda x, p: F.prelu(x, torch.as_tensor(p["init"], dtype=x.dtype)),
        term=lambda x, p: parts.leaky_term(x, number(p, "init")),
        aliases=("parametric relu", "피렐루", "파라메트릭 렐루"),
        parameters=(Parameter("init", "α", Text("음수 쪽 기울기의 처음 값", "initial negative slope"), 0.25),),
        kinks=lambda p: parts.kink_at_zero(number(p, "init")),
        value_range=lambda p: parts.leaky_range(number(p, "init")),
        smooth=lambda p: p["init"] == 1,
        learned="init",
        use=Text("음수 쪽 기울기까지 배우는 은닉층, CNN", "hidden layers that learn the negative slope, CNNs"),
        problem=Text(
            "배울 값이 늘어 작은 데이터에 과적합할 수 있습니다.", "More to learn: may overfit small data sets."
        ),
        note=Text(
            "α는 학습으로 정해지며, 슬라이더가 그 값을 대신합니다.", "Training learns α; the slider stands in for it."
        ),
    ),
    Activation(
        key="rrelu",
        name=Text("RReLU", "RReLU"),
        family="relu",
        module="RReLU",
        call="nn.RReLU(lower={lower}, upper={upper}).train({training})",
        formula=r"\max(0, x) + \frac{<lower> + <upper>}{2} \cdot \min(0, x)",
        formula_for=parts.rrelu_formula,
        apply=parts.rrelu,
        term=parts.rrelu_term,
        aliases=("randomized relu", "랜덤 렐루", "무작위 렐루"),
        parameters=(
            Parameter("lower", "l", Text("가장 작은 기울기", "smallest slope"), 0.125, 0.0, 0.3),
            Parameter("upper", "u", Text("가장 큰 기울기", "largest slope"), 1 / 3, 0.3, 1.0),
            Parameter("training", "train", Text("학습 모드", "training mode"), False, kind="flag"),
            Parameter(
                "seed", "seed", Text("난수 시드", "random seed"), 0, 0, 100, 1, Interval(0, 2**31 - 1), kind="integer"
            ),
        ),
        check=lambda p: parts.below_not_above(p, "lower", "upper", equal=True),
        kinks=parts.rrelu_kinks,
        value_range=parts.rrelu_range,
        smooth=lambda p: not parts.rrelu_kinks(p),
        envelope=parts.rrelu_envelope,
        use=Text("과적합을 줄이려는 은닉층", "hidden layers, against overfitting"),
        problem=Text("학습할 때마다 출력이 달라집니다.", "Its output changes from run to run in training."),
        note=Text(
            "학습할 때는 원소마다 기울기를 무작위로 뽑고, 평가할 때는 평균 기울기를 씁니다.",
            "Training draws a random slope for every element; evaluation uses the mean slope.",
        ),
    ),
    Activation(
        key="relu6",
        name=Text("ReLU6", "ReLU6"),
        family="relu",
        module="ReLU6",
        formula=r"\min(\max(0, x), 6)",
        apply=lambda x, p: F.relu6(x),
        term="min(max(0, {x}), 6)",
        aliases=("렐루6", "렐루 6"),
        kinks=lambda p: (0.0, 6.0),
        value_range=lambda p: between(0.0, 6.0, closed=True),
        smooth=False,
        use=Text("휴대 기기와 낮은 정밀도(MobileNet)", "mobile devices and low precision (MobileNet)"),
        problem=Text("0 아래와 6 위에서 기울기가 0입니다.", "The slope is 0 below 0 and above 6."),
    ),
    Activation(
        key="elu",
        name=Text("ELU", "ELU"),
        family="relu",
        module="ELU",
        formula=r"\max(0, x) + <alpha> \cdot \min(0, e^{x} - 1)",
        apply=lambda x, p: F.elu(x, number(p, "alpha")),
        term=lambda x, p: parts.elu_term(x, number(p, "alpha")),
        aliases=("exponential linear unit", "엘루", "지수 선형 유닛"),
        parameters=(Parameter("alpha", "α", Text("음수 쪽 크기", "negative scale"), 1.0, 0.0, 3.0, 0.05),),
        kinks=lambda p: parts.kink_at_zero(number(p, "alpha")),
        value_range=lambda p: parts.elu_range(number(p, "alpha")),
        smooth=False,
        use=Text("평균 출력을 0에 가깝게 두는 은닉층", "hidden layers whose mean output should be near 0"),
        problem=Text(
            "지수 계산이 들고 음수 쪽에서 포화합니다.", "Needs an exponential; saturates on the negative side."
        ),
        note=Text("0에서 자동 미분의 기울기는 α입니다.", "Autograd's slope at 0 is α."),
    ),
    Activation(
        key="celu",
        name=Text("CELU", "CELU"),
        family="relu",
        module="CELU",
        formula=r"\max(0, x) + <alpha> \cdot \min(0, e^{x / <alpha>} - 1)",
        apply=lambda x, p: F.celu(x, number(p, "alpha")),
        term=lambda x, p: parts.elu_term(x, number(p, "alpha"), number(p, "alpha")),
        aliases=("continuously differentiable elu", "씨엘루"),
        parameters=(Parameter("alpha", "α", Text("음수 쪽 크기", "negative scale"), 1.0, 0.1, 3.0, 0.05, _POSITIVE),),
        value_range=lambda p: upwards(-number(p, "alpha")),
        smooth=False,
        use=Text("α를 바꾸어도 꺾이지 않는 ELU가 필요할 때", "where ELU should not bend for any α"),
        problem=Text(
            "지수 계산이 들고 음수 쪽에서 포화합니다.", "Needs an exponential; saturates on the negative side."
        ),
    ),
    Activation(
        key="selu",
        name=Text("SELU", "SELU"),
        family="relu",
        module="SELU",
        formula=r"1.0507 \left(\max(0, x) + 1.6733 \cdot \min(0, e^{x} - 1)\right)",
        apply=lambda x, p: F.selu(x),
        term=lambda x, p: f"1.0507 × {in_brackets(x) if x > 0 else parts.elu_term(x, SELU_ALPHA)}",
        aliases=("scaled elu", "self-normalizing", "셀루", "에스엘루", "자기 정규화"),
        kinks=lambda p: (0.0,),
        value_range=lambda p: upwards(-SELU_SCALE * SELU_ALPHA),
        smooth=False,
        use=Text("정규화 층이 없는 깊은 완전 연결망", "deep fully connected networks without normalisation"),
        problem=Text(
            "LeCun 초기화와 AlphaDropout이 맞아야 합니다.", "Relies on LeCun initialisation and AlphaDropout."
        ),
        note=Text("0에서 자동 미분의 기울기는 1.7581입니다.", "Autograd's slope at 0 is 1.7581."),
    ),
    Activation(
        key="threshold",
        name=Text("Threshold", "Threshold"),
        family="relu",
        module="Threshold",
        formula=r"\begin{cases} x & x > <threshold> \\ <value> & x \le <threshold> \end{cases}",
        apply=lambda x, p: F.threshold(x, number(p, "threshold"), number(p, "value")),
        term=parts.threshold_term,
        aliases=("문턱값", "임계값", "역치"),
        parameters=(
            Parameter("threshold", "θ", Text("문턱값", "threshold"), 1.0, -3.0, 3.0, 0.05),
            Parameter("value", "v", Text("문턱값 이하에서의 출력", "output at or below it"), 0.0, -3.0, 3.0, 0.05),
        ),
        kinks=lambda p: (number(p, "threshold"),),
        value_range=lambda p: parts.threshold_range(number(p, "threshold"), number(p, "value")),
        smooth=False,
        use=Text("작은 값을 정해진 값으로 바꾸는 층", "layers that replace small values by a fixed one"),
        problem=Text("문턱값 이하에서는 기울기가 0입니다.", "The slope is 0 at and below the threshold."),
        note=Text("PyTorch에는 기본값이 없습니다.", "PyTorch gives its parameters no defaults."),
    ),
)

_SMOOTH: tuple[Activation, ...] = (
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
            Parameter("beta", "β", Text("꺾이는 정도", "sharpness"), 1.0, 0.1, 5.0, 0.05, _POSITIVE),
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

_SHRINK: tuple[Activation, ...] = (
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

_VECTOR: tuple[Activation, ...] = (
    Activation(
        key="softmax",
        name=Text("Softmax", "Softmax"),
        family="vector",
        module="Softmax",
        formula=r"\frac{e^{x_i}}{\sum_j e^{x_j}}",
        apply=lambda x, p: F.softmax(x, dim=int(p["dim"])),
        aliases=("소프트맥스", "확률"),
        parameters=(_DIM,),
        axis=lambda p: int(p["dim"]),
        value_range=lambda p: between(0.0, 1.0),
        use=Text("여러 클래스 가운데 하나를 고르는 출력층", "output layer that picks one of many classes"),
        problem=Text(
            "확률을 CrossEntropyLoss에 넣으면 두 번 적용됩니다.", "CrossEntropyLoss would apply it a second time."
        ),
        note=Text(
            "입력 하나가 모든 출력을 바꾸고, 출력의 합은 1입니다.", "One input moves every output; outputs sum to 1."
        ),
    ),
    Activation(
        key="softmin",
        name=Text("Softmin", "Softmin"),
        family="vector",
        module="Softmin",
        formula=r"\frac{e^{-x_i}}{\sum_j e^{-x_j}}",
        apply=lambda x, p: F.softmin(x, dim=int(p["dim"])),
        aliases=("소프트민",),
        parameters=(_DIM,),
        axis=lambda p: int(p["dim"]),
        value_range=lambda p: between(0.0, 1.0),
        use=Text("가장 작은 값(거리, 비용)을 고를 때", "to pick the smallest: distances, costs"),
        problem=Text(
            "큰 값일수록 확률이 작아져 헷갈리기 쉽습니다.", "Easy to misread: the larger the input, the smaller."
        ),
        note=Text(
            "입력 하나가 모든 출력을 바꾸고, 출력의 합은 1입니다.", "One input moves every output; outputs sum to 1."
        ),
    ),
    Activation(
        key="log_softmax",
        name=Text("LogSoftmax", "LogSoftmax"),
        family="vector",
        module="LogSoftmax",
        formula=r"x_i - \ln \sum_j e^{x_j}",
        apply=lambda x, p: F.log_softmax(x, dim=int(p["dim"])),
        aliases=("log softmax", "로그소프트맥스", "로그 소프트맥스"),
        parameters=(_DIM,),
        axis=lambda p: int(p["dim"]),
        value_range=lambda p: (Interval(-float("inf"), 0.0, True, True),),
        use=Text("NLLLoss와 함께 쓰는 다중 분류 출력층", "multi-class output layer together with NLLLoss"),
        problem=Text("출력은 확률이 아니라 로그 확률입니다.", "Its outputs are log-probabilities, not probabilities."),
        note=Text("입력 하나가 모든 출력을 바꿉니다.", "One input moves every output."),
    ),
    Activation(
        key="softmax2d",
        name=Text("Softmax2d", "Softmax2d"),
        family="vector",
        module="Softmax2d",
        formula=r"\frac{e^{x_{chw}}}{\sum_k e^{x_{khw}}}",
        apply=lambda x, p: F.softmax(x, dim=-3),
        aliases=("소프트맥스 2d", "소프트맥스2d", "채널"),
        accepts=parts.image_shape,
        axis=lambda p: -3,
        value_range=lambda p: between(0.0, 1.0),
        use=Text("픽셀마다 클래스를 고르는 영상 분할", "image segmentation: one class for every pixel"),
        problem=Text("(C, H, W)나 (N, C, H, W) 모양만 받습니다.", "Takes only (C, H, W) or (N, C, H, W)."),
        note=Text("픽셀마다 채널 출력의 합이 1입니다.", "At every pixel the channels sum to 1."),
    ),
    Activation(
        key="glu",
        name=Text("GLU", "GLU"),
        family="vector",
        module="GLU",
        formula=r"a \cdot \sigma(b), \quad [a, b] = x",
        apply=lambda x, p: F.glu(x, dim=int(p["dim"])),
        aliases=("gated linear unit", "글루", "게이트"),
        parameters=(_DIM,),
        accepts=parts.even_along_dim,
        axis=lambda p: int(p["dim"]),
        value_range=lambda p: REALS,
        use=Text("언어 모델과 합성곱 번역 모델의 게이트", "gates in language models and convolutional translation"),
        problem=Text("출력의 크기가 입력의 절반이 됩니다.", "The output is half as large as the input."),
        note=Text(
            "앞 절반 a를 뒤 절반 b의 sigmoid로 여닫습니다.", "The second half b opens and closes the first half a."
        ),
    ),
)

ACTIVATIONS: tuple[Activation, ...] = _BASIC + _RELU + _SMOOTH + _SHRINK + _VECTOR
RECORDS: Mapping[str, Activation] = MappingProxyType({record.key: record for record in ACTIVATIONS})
_WELL_KNOWN = ("relu", "sigmoid", "tanh", "leaky_relu", "softmax")


def activation(key: str) -> Activation:
    """Return the record ``key``. Raises UserError ``function.unknown`` naming the closest keys there are."""
    record = RECORDS.get(key)
    if record is None:
        raise UserError("function.unknown", name=key, close=", ".join(closest(key)))
    return record


def closest(name: str) -> tuple[str, ...]:
    """Return up to three keys, by key, PyTorch name or other names closest to ``name``; the best known if none is."""
    known: dict[str, str] = {}
    for record in ACTIVATIONS:
        for called in (record.key, record.module, record.name.ko, record.name.en, *record.aliases):
            known.setdefault(_plain(called), record.key)
    known.pop("", None)
    found = [known[match] for match in difflib.get_close_matches(_plain(name), list(known), n=6, cutoff=0.6)]
    return tuple(dict.fromkeys(found))[:3] or _WELL_KNOWN


def _plain(name: str) -> str:
    return "".join(c for c in name.lower() if c.isalnum())
