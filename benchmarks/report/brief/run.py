"""How long a brief takes on a desk with ten years of other people's events, and what learning takes before.

Data: ICEWS05-15 between states of the gazetteer (some 90,000 events), kept in a desk made for the run.
Floor: a brief on the last 90 days alone, which counts and forecasts nothing. Learning and answer are of one
run, a brief is the quickest of three: what was measured around the two is remembered. The first
brief on two others remembers only what does not rest on them.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))
from record import record

from detente.base.ontology import load_ontology
from detente.base.table import EventTable, day_of
from detente.base.types import ActorKind
from detente.collect.datasets.quadruples import between_states, read_quadruples
from detente.identify.builtin import BuiltinGazetteer
from detente.run.desk import Desk, open_desk

DATA = HERE.parents[2].parent / "shared" / "data" / "tkg" / "icews05-15"
SIDES, OTHERS = ("CHN", "JPN"), ("IRN", "ISR")


def main() -> None:
    if not DATA.is_dir():
        print("report/brief: skipped, ../shared/data/tkg/icews05-15 is not here")
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "acts.jsonl"
        file.write_text("".join(json.dumps(row) + "\n" for row in rows(acts())), "utf-8")
        with open_desk(Path(folder) / "desk") as desk:
            desk.run(file, dataset="plover")
            record("report/brief", {"sides": "-".join(SIDES), **numbers(desk)})


def acts() -> EventTable:
    """The acts between states, actors by their code of three letters."""
    book, names = BuiltinGazetteer(), read_quadruples(DATA)

    def code(name: str) -> str | None:
        states = [actor for actor in book.bearers(name) if actor.kind is ActorKind.STATE]
        return dict(states[0].codes).get("iso3") if states else None

    first = date(2005, 1, 1)
    return between_states(names.all, names, first_day=first, state_named=code, ontology=load_ontology())


def rows(table: EventTable) -> list[dict[str, object]]:
    """As PLOVER JSON lines."""
    return [
        {
            "id": str(id_),
            "date": day_of(day).isoformat(),
            "event_type": table.types[kind],
            "source": table.actors[actor],
            "target": table.actors[recipient],
            "goldstein": float(goldstein),
        }
        for day, actor, recipient, kind, goldstein, id_ in zip(
            table.day, table.actor, table.recipient, table.type, table.goldstein, table.ids, strict=True
        )
    ]


def numbers(desk: Desk) -> dict[str, float]:
    """Events on the desk and between the two; seconds of learning, of an answer, of a brief, of the floor."""
    known, table = desk.known_until(), desk.table()
    left, right = (desk.actor(side).id for side in SIDES)
    until = known + timedelta(days=91)
    learn = seconds(lambda: desk.scenarios(*SIDES, until=until))
    answer = seconds(lambda: desk.scenarios(*SIDES, until=until))
    brief = min(seconds(lambda: desk.report(*SIDES, written=known)) for _ in range(3))
    other = seconds(lambda: desk.report(*OTHERS, written=known))
    floor = seconds(lambda: desk.report(*SIDES, since=known - timedelta(days=90), until=known))
    return {
        "events": len(table),
        "events_between": len(table.on(left, right)) + len(table.on(right, left)),
        "learn_s": round(learn, 1),
        "answer_s": round(answer, 2),
        "brief_s": round(brief, 2),
        "brief_on_others_s": round(other, 2),
        "brief_floor_s": round(floor, 2),
    }


def seconds(work: Callable[[], object]) -> float:
    """Seconds of a piece of work."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
