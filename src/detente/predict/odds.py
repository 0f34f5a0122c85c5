"""Chances as log-odds, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["SMALLEST", "log_odds", "odds_to_chance"]

SMALLEST = 1e-6


def log_odds(chance: Floats, least: float = SMALLEST) -> Floats:
    """log(p / (1 - p)), with p kept `least` away from 0 and 1."""
    import numpy as np

    held = np.clip(chance, least, 1 - least)
    odds: Floats = np.log(held / (1 - held))
    return odds


def odds_to_chance(odds: Floats) -> Floats:
    """The inverse of `log_odds`."""
    import numpy as np

    chance: Floats = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return chance
