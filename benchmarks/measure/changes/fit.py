"""How much each mark of a turn says: the weights in `detente.measure.salience`, fitted on the tuning half.

    .venv/bin/python benchmarks/measure/changes/fit.py

Prints the weights and the offset of a logistic regression that tells the known ruptures and thaws among
all turns, and, with each dyad scored by a fit that has not seen it, how many would be found at how many
false alarms per dyad and decade, for several values of `ChangeOptions.salient`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from run import NEAR, QUAD, between_sides, day_number, known, scored, table
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from detente.measure import salience as marked
from detente.measure.changes import ChangeOptions, Turn, _acts, course

RIDGE, FOLDS = 0.3, 13
EVERY = ChangeOptions(abrupt=0.0, salient=-np.inf, scarce=0.0, apart=0)


def main() -> None:
    events, listed = table(), known("tune")
    rows = [row for dyad in listed for row in turns_of(events, listed, dyad)]
    values, came = np.array([row[1] for row in rows]), np.array([row[2] for row in rows])
    print(f"{len(rows)} turns, {came.sum()} of them known")
    weights, offset = fitted(values, came)
    print("WEIGHTS =", tuple(round(one, 4) for one in weights), "OFFSET =", round(offset, 3))
    dyads = np.array([str(row[0]) for row in rows])
    folds = list(GroupKFold(FOLDS).split(values, came, dyads))
    for salient in np.arange(-5.0, -3.1, 0.2):
        print(round(float(salient), 2), across(events, listed, (values, came, dyads), folds, salient))


def turns_of(events, listed, dyad):  # type: ignore[no-untyped-def]
    """Each turn of the dyad, whatever it stands out: the dyad, its marks, and whether it is a known one."""
    on = between_sides(events, dyad)
    if len(on) < EVERY.least_events:
        return []
    acts = _acts(events, dyad, QUAD)
    return [
        (
            dyad,
            marked.marks(acts, day_number(point.day), worse=point.turn is Turn.RUPTURE),
            any(turn is point.turn and abs((day - point.day).days) <= NEAR for day, turn, _ in listed[dyad]),
        )
        for point in course(events, dyad, quad=QUAD, options=EVERY).turning_points
    ]


def fitted(values: np.ndarray, came: np.ndarray) -> tuple[list[float], float]:
    """Weights and offset for the marks as they are."""
    centre, scale = values.mean(0), values.std(0)
    model = LogisticRegression(C=RIDGE).fit((values - centre) / scale, came)
    weights = model.coef_[0] / scale
    return weights.tolist(), float(model.intercept_[0] - centre @ weights)


def across(events, listed, rows, folds, salient):  # type: ignore[no-untyped-def]
    """Found and false alarms with the dyads of each fold scored by the fit on the others."""
    values, came, dyads = rows
    found = many = false = decades = 0.0
    for learn, ask in folds:
        weights, marked.OFFSET = fitted(values[learn], came[learn])
        marked.WEIGHTS = tuple(weights)
        asked = {dyad: changes for dyad, changes in listed.items() if str(dyad) in set(dyads[ask])}
        numbers = scored(events, asked, replace(ChangeOptions(), salient=float(salient)), each=False)
        found, many = found + numbers["found"] * numbers["scored"], many + numbers["scored"]
        false, decades = (
            false + numbers["false_per_decade"] * numbers["dyads"], decades + numbers["dyads"]
        )  # fmt: skip
    return {"found": round(found / many, 3), "false_per_decade": round(false / decades, 2)}


if __name__ == "__main__":
    main()
