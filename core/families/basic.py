"""From the straight line and the step to sigmoid, tanh and their relatives."""

from __future__ import annotations

import torch
from torch.nn import functional as F  # noqa: N812

from core import record_parts as parts
from core.record import Activation, Interval, Parameter, in_brackets
from core.record_parts import REALS, between, number
from core.text import Text

BASIC: tuple[Activation, ...] = (
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
