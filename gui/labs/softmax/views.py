"""What Softmax's parts show of a result: numbers become words and ``BarChartView``s, nothing is computed."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtGui import QColor

from core.labs.softmax import READY, SoftmaxDetails, SoftmaxResult, SoftmaxState, Way
from core.record import written_number
from core.text import Words
from gui.theme import Theme
from gui.widgets.bar_chart import BarChartView, unit_span

# Up to five classes have a colour and a mark of their own. More colours than five cannot be told apart at a glance
# (SCREENS), so from six classes on every bar has the accent, and classes are known by their place and name.
MOST_COLORS = 5
MARKS = ("●", "■", "▲", "◆", "★")
# The series' colours in an order in which the first three differ most and black is the last.
_ORDER = {"dark": (0, 1, 3, 4, 2)}
_DEFAULT_ORDER = (1, 2, 3, 4, 0)


def class_names(state: SoftmaxState, words: Words) -> tuple[str, ...]:
    """Return what the classes are called: the person's own name, or the ready-made one in this language."""
    return tuple(name or words(f"softmax.class_{index}") for index, name in enumerate(state.names))


def marked_names(state: SoftmaxState, words: Words) -> tuple[str, ...]:
    """Return the names with their marks, as they stand under the bars."""
    names = class_names(state, words)
    return tuple(f"{mark} {name}".strip() for mark, name in zip(class_marks(len(names)), names, strict=True))


def class_marks(classes: int) -> tuple[str, ...]:
    """Return a mark for each class; empty ones from six classes on."""
    return MARKS[:classes] if classes <= MOST_COLORS else ("",) * classes


def class_colors(classes: int, theme: Theme) -> tuple[QColor, ...]:
    """Return a colour for each class."""
    if classes > MOST_COLORS:
        return (theme.color("accent"),) * classes
    series = theme.tokens.series
    return tuple(QColor(series[place]) for place in _ORDER.get(theme.name, _DEFAULT_ORDER)[:classes])


def chart_views(
    state: SoftmaxState, result: SoftmaxResult, hovered: int, words: Words, theme: Theme
) -> tuple[BarChartView, BarChartView, BarChartView]:
    """Return the views of logits, exp and probabilities: the same class at the same place in the same colour."""
    marks = class_marks(state.classes)
    logits = BarChartView(
        values=result.logits,
        labels=class_names(state, words),
        marks=marks if marks[0] else (),
        colors=class_colors(state.classes, theme),
        digits=result.logit_digits,
        selected=state.selected,
        hovered=hovered,
        spoken=spoken(state, result, words),
    )
    exp = replace(logits, values=result.exp, span=unit_span(result.exp), digits=3)
    probabilities = replace(logits, values=result.probabilities, span=(0.0, 1.0), digits=4)
    return logits, exp, probabilities


def gradient_view(state: SoftmaxState, shown: SoftmaxDetails, bars: BarChartView, words: Words) -> BarChartView:
    """Return the view of p − y, which is like that of the other bars."""
    slopes = shown.cross_entropy.gradient
    named = zip(class_names(state, words), slopes.tolist(), strict=True)
    spoken = "; ".join(f"{name} {four(slope)}" for name, slope in named)
    return replace(bars, values=slopes, span=(-1.0, 1.0), digits=4, spoken=spoken)


def spoken(state: SoftmaxState, result: SoftmaxResult, words: Words) -> str:
    """Return what is read off the bars: the selected class, or every one, with logit and probability."""
    said = [
        words("softmax.spoken", name=name, logit=written_number(z), probability=three(p))
        for name, z, p in zip(
            class_names(state, words), result.logits.tolist(), result.probabilities.tolist(), strict=True
        )
    ]
    return said[state.selected] if 0 <= state.selected < len(said) else "; ".join(said)


def scaled_line(state: SoftmaxState, result: SoftmaxResult, words: Words) -> str:
    """Return what becomes of the logits before softmax."""
    if state.scale == 1 and state.temperature == 1:
        return words("softmax.unscaled")
    scale, temperature = written_number(state.scale), written_number(state.temperature)
    return words("softmax.scaled", scale=scale, temperature=temperature, u=listed(result.scaled.tolist()))


def exp_title(state: SoftmaxState) -> str:
    """Return the id of the exp card's title: it says what is computed."""
    return "softmax.exp_shifted" if state.subtract_max else "softmax.exp_plain"


def exp_line(state: SoftmaxState, result: SoftmaxResult, words: Words) -> str:
    """Return the sum of the exp column, and the maximum that was subtracted."""
    total = three(result.exp_sum)
    if state.subtract_max:
        return words("softmax.exp_shifted_line", largest=written_number(result.largest), total=total)
    if not math.isfinite(result.exp_sum):
        return words("softmax.exp_overflow_line", total=total)
    return words("softmax.exp_plain_line", total=total)


def sum_line(result: SoftmaxResult, words: Words) -> str:
    """Return the sum of the probabilities, ticked if it is 1."""
    return words("softmax.sum_right" if result.sums_to_one else "softmax.sum", total=four(result.probability_sum))


def entropy_line(result: SoftmaxDetails, words: Words) -> str:
    """Return the entropy and how near it is to that of equal chances."""
    share = f"{100 * result.entropy_share:.0f}"
    return words("softmax.entropy", entropy=four(result.entropy), most=four(result.most_entropy), share=share)


def jacobian_line(state: SoftmaxState, result: SoftmaxDetails, shown: int, words: Words) -> str:
    """Return what the logit of the class ``shown`` does to every probability."""
    if shown < 0:
        return words("softmax.jacobian_hint")
    names = class_names(state, words)
    slopes = ", ".join(
        f"{name} {signed(slope)}" for name, slope in zip(names, result.jacobian[:, shown].tolist(), strict=True)
    )
    return words("softmax.jacobian_line", name=names[shown], slopes=slopes)


def worked_loss(result: SoftmaxDetails, words: Words) -> str:
    """Return −log p with its numbers."""
    loss = result.cross_entropy
    return words("softmax.worked_loss", p=four(loss.probability), loss=four(loss.worked))


def module_loss(state: SoftmaxState, result: SoftmaxDetails, words: Words) -> str:
    """Return the loss by the module, ticked where the two agree."""
    loss = result.cross_entropy
    tick = " ✓" if loss.agrees else ""
    return words("softmax.module_loss", target=state.target, loss=four(loss.loss)) + tick


def double_loss(state: SoftmaxState, result: SoftmaxDetails, words: Words) -> str:
    """Return the mistake of feeding probabilities, and why it is one."""
    return words("softmax.double_loss", target=state.target, loss=four(result.cross_entropy.double))


def gradient_line(state: SoftmaxState, result: SoftmaxDetails, factor: float, shown: int, words: Words) -> str:
    """Return p − y of one class, worked out."""
    index = shown if shown >= 0 else state.target
    y = 1 if index == state.target else 0
    p, slope = four(result.stable[index]), four(result.cross_entropy.gradient[index])
    line = words("softmax.gradient_line", name=class_names(state, words)[index], p=p, y=y, slope=slope)
    if state.scale == 1 and state.temperature == 1:
        return line
    return line + "\n" + words("softmax.gradient_scaled", factor=written_number(factor))


def overflow_blocks(scaled: list[float], result: SoftmaxDetails) -> tuple[tuple[tuple[str, ...], tuple[Way, ...]], ...]:
    """Return the rows of the overflow table: the logits on screen, then [1000, 1001, 1002]."""
    live = tuple(written_number(u) for u in scaled)
    ready = tuple(f"{z:.0f}" for z in READY)
    return (live, result.overflow.live), (ready, result.overflow.ready)


def limits_line(result: SoftmaxDetails, words: Words) -> str:
    """Return where exp overflows in each dtype."""
    (first, at), (second, there) = result.overflow.limits
    return words("softmax.limits", first=first, at=f"{at:.2f}", second=second, there=f"{there:.2f}")


def pair_line(result: SoftmaxDetails, words: Words) -> str:
    """Return softmax of two beside sigmoid of their difference."""
    if result.pair is None:
        return words("softmax.pair_masked")
    pair = result.pair
    return words("softmax.pair", d=two(pair.difference), softmax=four(pair.softmax), sigmoid=four(pair.sigmoid))


def pair_note(state: SoftmaxState, words: Words) -> str:
    """Return which two classes they are, and why a single one makes no curve."""
    first, second = class_names(state, words)[:2]
    return words("softmax.sigmoid_note", first=first, second=second)


def dim_line(axis: int, words: Words) -> str:
    """Return which numbers of the 2-D tensor sum to 1."""
    return words("softmax.dim_rows" if axis == 1 else "softmax.dim_columns")


def four(value: float) -> str:
    """Return a number with four decimals, as PyTorch prints it, with a real minus sign."""
    return _fixed(value, 4)


def three(value: float) -> str:
    """Return a number with three decimals."""
    return _fixed(value, 3)


def two(value: float) -> str:
    """Return a number with two decimals."""
    return _fixed(value, 2)


def signed(value: float) -> str:
    """Return a number with four decimals and its sign, plus included."""
    said = four(value)
    return said if said.startswith("−") or said == "nan" else f"+{said}"


def listed(values: list[float]) -> str:
    """Return numbers as a list: ``[2.0, 1.0, 0.1]``."""
    return "[" + ", ".join(written_number(value) for value in values) + "]"


def minus(text: str) -> str:
    """Return ``text`` with real minus signs."""
    return text.replace("-", "−")


def _fixed(value: float, digits: int) -> str:
    if not math.isfinite(value) or abs(value) >= 1e6:
        return written_number(value)
    return minus(f"{value:.{digits}f}") if float(f"{value:.{digits}f}") else f"{0.0:.{digits}f}"
