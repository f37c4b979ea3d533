"""What the deep stack's cards show, put into words and rows."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from core.labs.gradient import BATCH, GradientState, LayerLine, LayersResult
from core.record import written_number
from core.stage import Hidden
from core.text import Words
from gui.labs.gradient.functions_card import FunctionView
from gui.labs.gradient.layer_plot import PlotLine, PlotView
from gui.labs.gradient.layer_rows import ShareRow, StripRow
from gui.labs.gradient.numbers import raised, short, sized

# From here on it says something that the outputs keep their mean and spread.
_MANY_LAYERS = 10


def name_of(line: LayerLine, words: Words) -> str:
    """Return a function's name with the parameters that differ from the defaults: ``Leaky ReLU α=0.2``."""
    name = line.one.formula if line.one.function == "custom" else words.text(line.record.name)
    changed = [p for p in line.record.parameters if line.params[p.name] != p.default]
    return " ".join([name, *(f"{p.symbol}={_written(line.params[p.name])}" for p in changed)])


def function_views(result: LayersResult, words: Words) -> tuple[FunctionView, ...]:
    """Return the rows of the functions' card."""
    return tuple(FunctionView(line.record, line.one.series, name_of(line, words)) for line in result.lines)


def plot_view(result: LayersResult, layer: int, words: Words) -> PlotView:
    """Return the lines; beside the names, the values at ``layer`` (the hovered or the selected one)."""
    lines = tuple(
        PlotLine(name_of(line, words), line.one.series, line.shown, i == result.selected, _readout(line, layer, words))
        for i, line in enumerate(result.lines)
    )
    chosen = result.line
    return PlotView(lines, chosen.model, words("gradient.model", slope=_slope(chosen)) if _has(chosen.model) else "")


def without_hidden(view: PlotView, hidden: Hidden) -> PlotView:
    """Return the view with a question mark for every number that is hidden."""
    lines = tuple(replace(one, readout="?") if hidden.cell(i) else one for i, one in enumerate(view.lines))
    return replace(view, lines=lines)


def _readout(line: LayerLine, layer: int, words: Words) -> str:
    value = float(line.shown[layer - 1])
    if line.overflow and not math.isfinite(value):
        return words("gradient.overflow_at", layer=str(line.overflow))
    return sized(value)


def strip_rows(result: LayersResult, layer: int, words: Words) -> tuple[StripRow, ...]:
    """Return a row of histograms per function; the note is the mean and the spread at ``layer``."""
    return tuple(
        StripRow(
            name_of(line, words),
            line.one.series,
            i == result.selected,
            f"{short(float(line.mean[layer - 1]), 2)} ± {short(float(line.spread[layer - 1]), 2)}",
            short(line.value_range[0]),
            short(line.value_range[1]),
            line.counts,
        )
        for i, line in enumerate(result.lines)
    )


def share_rows(result: LayersResult, layer: int, words: Words) -> tuple[ShareRow, ...]:
    """Return a row of shares per function; the note is what ``layer`` has."""
    return tuple(
        ShareRow(
            name_of(line, words),
            line.one.series,
            i == result.selected,
            words(
                "gradient.share_note",
                saturated=percent(float(line.saturated[layer - 1])),
                dead=f"{int(line.dead[layer - 1])}",
            ),
            "0%",
            "100%",
            line.saturated,
            line.dead / result.width,
        )
        for i, line in enumerate(result.lines)
    )


def layer_facts(result: LayersResult, words: Words) -> dict[str, str]:
    """Return the numbers of the selected layer of the selected function."""
    line, at = result.line, result.layer - 1
    return {
        "gradient": sized(float(line.gradient[at])),
        "factors": f"{sized(float(line.weight_factor[at]))} × {sized(float(line.slope_factor[at]))}",
        "mean": sized(float(line.mean[at])),
        "spread": sized(float(line.spread[at])),
        "saturated": percent(float(line.saturated[at])),
        "dead": words("gradient.dead_of", dead=f"{int(line.dead[at])}", width=f"{result.width}"),
    }


def story(own: GradientState, result: LayersResult, words: Words) -> str:
    """Return what is seen, in sentences: the verdict, why, what the simple model says and where it fails."""
    line = result.line
    name = name_of(line, words)
    if line.verdict == "overflow":
        return words("gradient.story_overflow", name=name, layer=f"{line.overflow}")
    if line.verdict == "nothing":
        return "\n".join((words("gradient.story_nothing", name=name), *_dead_sentence(result, words)))
    arrived = words(f"gradient.story_{line.verdict}", name=name, depth=f"{result.depth}", size=sized(line.gradient[0]))
    parts = [arrived, _factors(result, words)]
    if own.quantity != "spread":
        parts += _model_sentence(own, result, words)
    parts += _spread_sentence(result, words)
    return "\n".join((*parts, *_dead_sentence(result, words)))


def percent(share: float) -> str:
    """Write a share: ``49.8%``; what is not quite none or all is not written as such, NaN as a dash."""
    if math.isnan(share):
        return "–"
    if 0 < share < 0.0005:
        return "<0.1%"
    if 0.9995 < share < 1:
        return ">99.9%"
    return f"{100 * share:.1f}".removesuffix(".0") + "%"


def _factors(result: LayersResult, words: Words) -> str:
    """Say what one layer does to the gradient on its way back, as the mean over the layers."""
    slope, weight = _factor_pair(result)
    return words("gradient.story_factors", slope=sized(slope), weight=sized(weight), both=sized(slope * weight))


def _factor_pair(result: LayersResult) -> tuple[float, float]:
    """Return what slopes and weights multiply by at each layer, as geometric means."""
    line = result.line
    inner = line.weight_factor[:-1] if result.depth > 1 else line.weight_factor
    return _mean_factor(line.slope_factor), _mean_factor(inner)


def _model_sentence(own: GradientState, result: LayersResult, words: Words) -> tuple[str, ...]:
    line, n = result.line, result.depth
    if not math.isfinite(line.largest_slope):
        return (words("gradient.story_no_model"),)
    try:
        model = line.largest_slope**n
    except OverflowError:
        model = math.inf
    said = words(
        "gradient.story_model",
        slope=_slope(line),
        power=raised(n),
        value=sized(model),
        measured=sized(line.gradient[0]),
    )
    slope, weight = _factor_pair(result)
    kind = _judged(model, line, slope, weight)
    return said, words(f"gradient.story_model_{kind}", slope=sized(slope), weight=sized(weight), largest=_slope(line))


def _judged(model: float, line: LayerLine, slope: float, weight: float) -> str:
    """Return whether the model is right, right by luck, or wrong because of the slopes, the weights, or both."""
    weights_matter = not 0.95 <= weight <= 1.05
    if _is_close(model, float(line.gradient[0])):
        return "lucky" if weights_matter else "close"
    if not weights_matter:
        return "slopes"
    return "weights" if 0.98 <= slope / line.largest_slope <= 1.02 else "fails"


def _is_close(model: float, measured: float) -> bool:
    """Return whether the model's line lies beside the measured one, for whatever reason: on the logarithmic axis."""
    if not (0 < model < math.inf and 0 < measured < math.inf):
        return False
    return abs(math.log(measured / model)) <= max(math.log(2.0), 0.15 * abs(math.log(model)))


def _spread_sentence(result: LayersResult, words: Words) -> tuple[str, ...]:
    line = result.line
    said = words(
        "gradient.story_spread", first=sized(line.spread[0]), last=sized(line.spread[-1]), mean=sized(line.mean[-1])
    )
    late = slice(result.depth // 2, None)
    keeps = np.abs(line.mean[late]).max() < 0.35 and np.abs(np.log(line.spread[late])).max() < 0.2
    return (said, words("gradient.story_normalised")) if keeps and result.depth >= _MANY_LAYERS else (said,)


def _dead_sentence(result: LayersResult, words: Words) -> tuple[str, ...]:
    most = int(result.line.dead.max())
    if most == 0:
        return ()
    layer = int(result.line.dead.argmax()) + 1
    return (words("gradient.story_dead", dead=f"{most}", width=f"{result.width}", layer=f"{layer}", batch=f"{BATCH}"),)


def _mean_factor(factors: np.ndarray) -> float:
    usable = factors[np.isfinite(factors) & (factors > 0)]
    return float(np.exp(np.log(usable).mean())) if usable.size else math.nan


def _slope(line: LayerLine) -> str:
    return written_number(round(line.largest_slope, 4)).removesuffix(".0")


def _has(model: np.ndarray | None) -> bool:
    return model is not None


def _written(value: object) -> str:
    return written_number(value) if isinstance(value, float) else str(value)
