"""What computes along a dimension of the tensor: softmax, its relatives and GLU."""

from __future__ import annotations

from torch.nn import functional as F  # noqa: N812

from core import record_parts as parts
from core.record import Activation, Interval, Parameter
from core.record_parts import REALS, between
from core.text import Text

_DIM = Parameter(
    "dim", "dim", Text("함께 계산할 차원", "dimension"), -1, -4, 3, 1, Interval(-4, 3), "integer"
)  # the application's tensors have up to four dimensions

VECTOR: tuple[Activation, ...] = (
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
