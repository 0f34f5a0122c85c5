"""A boosted ranking of candidates (LambdaMART, Burges 2010, by LightGBM)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from detente.base.errors import need
from detente.predict.next_event.rows import CATEGORIES, NAMES
from detente.predict.next_event.walk import Rows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["fit_ranker"]

# Chosen on the valid part of ICEWS14, fitted on days before it.
ROUNDS = 300
SETTINGS = {
    "objective": "lambdarank",
    "learning_rate": 0.1,
    "num_leaves": 31,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.6,
    "lambdarank_truncation_level": 10,
    "data_sample_strategy": "goss",  # trees see the tenth that is most wrong and a tenth of the rest: faster
    "top_rate": 0.1,
    "other_rate": 0.1,
    "extra_trees": True,  # thresholds drawn at random: less sure of itself on the pairs it was taught
    "max_bin": 63,
    "deterministic": True,
    "force_col_wise": True,
    "verbose": -1,
}


def fit_ranker(asked: Sequence[Rows], seed: int, threads: int) -> Any:
    """A booster that ranks candidates; questions without a right candidate teach nothing."""
    import numpy as np

    lightgbm = need("lightgbm", extra="numbers")
    values, right, sizes = zip(*(_teaching(rows) for rows in asked), strict=True)
    data = lightgbm.Dataset(
        np.concatenate(values),
        np.concatenate(right),
        group=np.concatenate(sizes),
        feature_name=list(NAMES),
        categorical_feature=list(CATEGORIES),
        params={"max_bin": SETTINGS["max_bin"], "verbose": -1},
    )
    settings = {**SETTINGS, "seed": seed, "num_threads": threads}
    return lightgbm.train(settings, data, ROUNDS)


def _teaching(rows: Rows) -> tuple[NDArray[np.float32], NDArray[np.bool_], NDArray[np.int64]]:
    import numpy as np

    right = rows.right
    count = len(rows.questions.subject)
    taught = np.bincount(rows.question[right], minlength=count) > 0
    kept = taught[rows.question]
    sizes = np.bincount(rows.question[kept], minlength=count)
    return rows.values[kept], right[kept], sizes[sizes > 0]
