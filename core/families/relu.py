"""ReLU and what was made of it."""

from __future__ import annotations

import torch
from torch.nn import functional as F  # noqa: N812

from core import record_parts as parts
from core.record import Activation, Interval, Parameter, in_brackets
from core.record_parts import SELU_ALPHA, SELU_SCALE, between, number, upwards
from core.text import Text

RELU: tuple[Activation, ...] = (
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
        parameters=(
            Parameter("alpha", "α", Text("음수 쪽 크기", "negative scale"), 1.0, 0.1, 3.0, 0.05, parts.POSITIVE),
        ),
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
