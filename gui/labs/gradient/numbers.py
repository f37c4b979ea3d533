"""Numbers of very different sizes as the screen writes them."""

from __future__ import annotations

import math

from core.record import raised


def power(exponent: int) -> str:
    """Write a power of ten: ``10⁻¹²``, and 1 for its zeroth."""
    return "1" if exponent == 0 else "10" + raised(exponent)


def sized(value: float) -> str:
    """Write a number of any size in three digits: ``0.236``, ``2.59×10⁻¹³``, ``∞``."""
    if not math.isfinite(value):
        return "nan" if math.isnan(value) else "∞" if value > 0 else "−∞"
    if value == 0 or 1e-3 <= abs(value) < 1e5:
        return f"{value:.3g}".replace("-", "−") if abs(value) < 1000 else f"{value:.0f}".replace("-", "−")
    mantissa, _, exponent = f"{value:.2e}".partition("e")
    return f"{mantissa}×10{raised(int(exponent))}".replace("-", "−")


def short(value: float, digits: int = 3) -> str:
    """Write a number where there is little room: ``−1.76``, ``5``, ``2×10⁶``."""
    if value == 0 or 1e-2 <= abs(value) < 10.0**digits:
        return f"{value:.{digits}g}".replace("-", "−")
    mantissa, _, exponent = f"{value:.0e}".partition("e")
    return f"{mantissa}×10{raised(int(exponent))}".replace("-", "−")
