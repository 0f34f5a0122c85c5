"""Three forecasters that differ in kind, fitted on the same windows and averaged.

1. Rates that add up, none of them below zero: the expected number of events is a weighted sum of past
   rates, as in a self-exciting process, and the chance that there is one follows from it.
2. Logistic regression on the logarithms of the same rates.
3. Boosted trees, shared by all scenarios.

Their mean is taken in log-odds. Everything is deterministic and runs on one thread: with two, on cores that
others use too, the trees wait for each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.base.errors import need
from detente.predict.odds import SMALLEST, log_odds, odds_to_chance

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["SEEDS", "Blend", "Windows", "fit_blend"]

CLUMPING = 5.0  # shape of the negative binomial: events come in clumps, so zeros are commoner than Poisson's
ADDED_RIDGE = 3e-4
LOGISTIC_C = 0.01  # with standardised columns
ROUNDS, LEARNING_RATE, LEAVES = 150, 0.06, 15  # 300 at 0.03 are no better, and take twice the time
SEEDS = (1, 2, 3)
LEAST_IN_LEAF = 200
_RATE = re.compile(r" (rate|less|more) [0-9.e+]+$")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Windows:
    """Columns `names` [F] of N windows for each of S scenarios: `values` [S, N, F], `share` [S, N].

    `share` is the dyad's share of past windows with a hit (0 to 1).
    """

    names: tuple[str, ...]
    values: Floats
    share: Floats

    @property
    def logged(self) -> Floats:
        """The values with rates and days on a logarithmic scale."""
        import numpy as np

        scaled = np.array([_is_rate(name) or name.endswith("quiet") for name in self.names])
        logged: Floats = np.where(scaled, np.log1p(np.maximum(self.values, 0)), self.values)
        return logged

    @property
    def rates(self) -> Floats:
        """What can add up [S, N, R]: the rates, the rate that the share amounts to, and a constant."""
        import numpy as np

        chosen = [place for place, name in enumerate(self.names) if _is_rate(name)]
        by_share = -np.log1p(-np.clip(self.share, 0, 1 - SMALLEST))[:, :, None]
        return np.concatenate([self.values[:, :, chosen], by_share, np.ones_like(by_share)], 2)


def _is_rate(name: str) -> bool:
    return _RATE.search(name) is not None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Blend:
    """The three fitted forecasters."""

    names: tuple[str, ...]
    added: Floats  # [S, R]
    centre: Floats  # [S, F]
    scale: Floats  # [S, F]
    slopes: Floats  # [S, F]
    offsets: Floats  # [S]
    trees: tuple[Any, ...]

    def members(self, windows: Windows) -> Floats:
        """The chances [3, S, N] that each of the three gives."""
        import numpy as np

        expected = np.einsum("snr,sr->sn", windows.rates, self.added)
        logged = windows.logged
        linear = np.einsum("snf,sf->sn", (logged - self.centre[:, None]) / self.scale[:, None], self.slopes)
        boosted = [
            np.mean([tree.predict(_marked(rows, place), raw_score=True) for tree in self.trees], 0)
            for place, rows in enumerate(logged)
        ]
        return np.stack(
            [
                1 - (1 + expected / CLUMPING) ** -CLUMPING,
                odds_to_chance(linear + self.offsets[:, None]),
                odds_to_chance(np.array(boosted)),
            ]
        )

    def chances(self, windows: Windows) -> Floats:
        """The chance [S, N] of at least one event: the mean of the three in log-odds."""
        chance: Floats = odds_to_chance(log_odds(self.members(windows)).mean(0))
        return chance

    def pulls(self, windows: Windows) -> Floats:
        """What each column adds to the log-odds [S, N, F], against an average window.

        The mean of the logistic part and of the trees (TreeSHAP; Lundberg et al. 2020, Nature Machine
        Intelligence 2:56); the part of added rates has no such split and is left out.
        """
        import numpy as np

        logged = windows.logged
        linear = (logged - self.centre[:, None]) / self.scale[:, None] * self.slopes[:, None]
        boosted = [
            np.mean([tree.predict(_marked(rows, place), pred_contrib=True) for tree in self.trees], 0)
            for place, rows in enumerate(logged)
        ]
        mean: Floats = (linear + np.array(boosted)[:, :, : len(self.names)]) / 2
        return mean


def fit_blend(windows: Windows, came: NDArray[np.bool_], seeds: tuple[int, ...] = SEEDS) -> Blend:
    """The three fitted on windows of which it is known what `came` [S, N]; trees for each of `seeds`.

    `MissingExtra` where lightgbm, scikit-learn or scipy is not installed.
    """
    import numpy as np

    logged, rates = windows.logged, windows.rates
    fitted = [_logistic(rows, hits) for rows, hits in zip(logged, came, strict=True)]
    return Blend(
        names=windows.names,
        added=np.stack([_added(rows, hits) for rows, hits in zip(rates, came, strict=True)]),
        centre=np.stack([one[0] for one in fitted]),
        scale=np.stack([one[1] for one in fitted]),
        slopes=np.stack([one[2] for one in fitted]),
        offsets=np.array([one[3] for one in fitted]),
        trees=_trees(logged, came, seeds),
    )


def _added(rates: Floats, hits: NDArray[np.bool_]) -> Floats:
    """Weights [R], none below zero, of greatest likelihood for "none" = (1 + m / k) ** -k."""
    import numpy as np

    optimize = need("scipy.optimize", extra="numbers")
    size = rates.mean(0) + 1e-9
    scaled, came = rates / size, hits.astype(float)

    def loss(weights: Floats) -> tuple[float, Floats]:
        ratio = 1 + (scaled @ weights + SMALLEST) / CLUMPING
        chance = 1 - ratio**-CLUMPING + 1e-12
        likelihood = came * np.log(chance) - (1 - came) * CLUMPING * np.log(ratio)
        slope = came * ratio ** (-CLUMPING - 1) / chance - (1 - came) / ratio
        gradient = -(scaled.T @ slope) / len(came) + ADDED_RIDGE * weights
        return float(-likelihood.mean() + ADDED_RIDGE * weights @ weights / 2), gradient

    start = np.full(rates.shape[1], 0.3 / rates.shape[1])
    bounds = [(0.0, None)] * len(start)
    found = optimize.minimize(
        loss, start, jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 150}
    )
    weights: Floats = found.x / size
    return weights


def _logistic(rows: Floats, hits: NDArray[np.bool_]) -> tuple[Floats, Floats, Floats, float]:
    linear = need("sklearn.linear_model", extra="numbers")
    centre, scale = rows.mean(0), rows.std(0)
    scale[scale == 0] = 1.0
    model = linear.LogisticRegression(C=LOGISTIC_C, max_iter=300).fit((rows - centre) / scale, hits)
    return centre, scale, model.coef_[0], float(model.intercept_[0])


def _trees(logged: Floats, came: NDArray[np.bool_], seeds: tuple[int, ...]) -> tuple[Any, ...]:
    import numpy as np

    lightgbm = need("lightgbm", extra="numbers")
    rows = np.concatenate([_marked(rows, place) for place, rows in enumerate(logged)])
    settings = {
        "objective": "binary", "learning_rate": LEARNING_RATE, "num_leaves": LEAVES, "lambda_l2": 10.0,
        "min_data_in_leaf": min(LEAST_IN_LEAF, max(20, len(rows) // 100)), "feature_fraction": 0.2,
        "bagging_fraction": 0.5, "bagging_freq": 1, "max_bin": 63, "num_threads": 1, "verbosity": -1,
        "deterministic": True, "force_row_wise": True,
    }  # fmt: skip
    data = lightgbm.Dataset(rows, came.reshape(-1).astype(float), free_raw_data=False)
    return tuple(_grown(lightgbm, settings | {"seed": seed}, data) for seed in seeds)


def _grown(lightgbm: Any, settings: dict[str, object], data: Any) -> Any:
    return lightgbm.train(settings, data, ROUNDS)


def _marked(rows: Floats, scenario: int) -> Floats:
    """The rows [N, F] with the scenario's number as one more column, since the trees serve all."""
    import numpy as np

    return np.concatenate([rows, np.full((len(rows), 1), float(scenario))], 1)
