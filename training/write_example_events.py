"""Made-up acts between two countries that do not exist, as PLOVER lines: what docs/tension.svg is drawn from.

Eleven years: calm, a quarrel, calm, a crisis with clashes, a truce with months of silence.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

SEED = 11
SIDES = ("Veldonia", "Tarmark")
CALM = {"CONSULT": 0.9, "AGREE": 0.4, "COOPERATE": 0.2, "AID": 0.1, "ACCUSE": 0.2}
QUARREL = {"CONSULT": 0.5, "ACCUSE": 1.4, "REJECT": 0.7, "SANCTION": 0.5, "THREATEN": 0.3}
CRISIS = {"CONSULT": 0.4, "ACCUSE": 1.2, "COERCE": 0.9, "ASSAULT": 1.0, "MOBILIZE": 0.5}
TRUCE = {"CONSULT": 0.12, "AGREE": 0.08, "AID": 0.03}
# From which day on how many acts of each type a week are expected.
TIMES = (
    (date(2010, 1, 1), CALM),
    (date(2012, 9, 10), QUARREL),
    (date(2013, 8, 5), CALM),
    (date(2016, 4, 18), CRISIS),
    (date(2016, 12, 12), TRUCE),
    (date(2019, 1, 1), {}),
    (date(2019, 8, 1), TRUCE),
    (date(2021, 1, 1), {}),
)


def main() -> None:
    Path(sys.argv[1]).write_text("".join(f"{json.dumps(one)}\n" for one in acts()), encoding="utf-8")


def acts() -> Iterator[dict[str, str]]:
    """The acts, one by one, in the order of days."""
    chance = random.Random(SEED)
    for (start, rates), (end, _) in pairwise(TIMES):
        for number in range((end - start).days):
            day = start + timedelta(days=number)
            for type_, weekly in rates.items():
                if chance.random() < weekly / 7:
                    actor, recipient = chance.sample(SIDES, 2)
                    yield {
                        "id": f"{day}-{type_}",
                        "date": str(day),
                        "event": type_,
                        "source": actor,
                        "target": recipient,
                    }


if __name__ == "__main__":
    main()
