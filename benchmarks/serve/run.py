"""How fast `detente serve` answers over a large desk, beside `/v1/health` (the floor)."""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
from asking import Client
from made import DAYS, FIRST, VERBS, State, make_desk, states_of
from record import record
from serving import served

from detente.run.desk import open_desk

MOST_SECONDS = 20.0  # for one kind of question
CLIENTS = 4
Ask = Callable[[random.Random], str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=200, help="of each kind")
    parser.add_argument("--desk", type=Path, help="make the desk here, or use the one made here before")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        desk = asked.desk or Path(folder) / "desk"
        make_desk(desk, asked.events, asked.documents)
        numbers = measured(desk, asked.requests)
    record("serve", {"events": asked.events, "documents": asked.documents, **numbers})


def measured(desk: Path, requests: int) -> dict[str, float]:
    """All numbers of one server over `desk`."""
    with open_desk(desk, create=False) as opened:
        states = states_of(opened)
    started = time.perf_counter()
    with served(desk) as (process, port):
        client = Client(port)
        numbers = {"start_s": round(time.perf_counter() - started, 2)}
        client.get("/v1/events")
        numbers["first_events_s"] = round(time.perf_counter() - started, 2)
        client.get("/v1/relations?actor=RUS&recipient=AZE")
        numbers["first_relation_s"] = round(time.perf_counter() - started, 2)
        for name, ask in questions(states, documents_of(client)).items():
            numbers |= latencies(client, name, ask, (process.pid, requests))
        numbers |= rates(port, questions(states, ())["events_any"])
        numbers["server_mb"] = resident_mb(process.pid)
    return numbers


def documents_of(client: Client) -> list[str]:
    """Ids of documents from all over the desk."""
    found = [client.get(f"/v1/documents?words=s{number}&limit=20") for number in range(0, 997, 20)]
    return re.findall(r'"id": ?"(doc-[^"]+)"', b"".join(found).decode())


def questions(states: Sequence[State], documents: Sequence[str]) -> dict[str, Ask]:
    """What is asked, by name: each makes another address every time."""

    def one(chance: random.Random) -> str:
        return states[int(len(states) * chance.random() ** 2)].id

    def two(chance: random.Random) -> tuple[str, str]:
        first = one(chance)
        return first, next(other for other in iter(lambda: one(chance), "") if other != first)

    def year(chance: random.Random) -> str:
        number = FIRST.year + chance.randrange(DAYS // 365)
        month = chance.randrange(1, 13)
        return f"since={number}-{month:02}-01&until={number}-{month:02}-{chance.randrange(2, 29):02}"

    def events(of: Ask) -> Ask:
        return lambda chance: f"/v1/events?{of(chance)}&limit={chance.randrange(40, 61)}"

    kinds = ("CONSULT", "AID", "ASSAULT", "COERCE", "PROTEST", "AGREE", "REJECT", *VERBS.values())
    filters: dict[str, Ask] = {
        "events_all": lambda chance: f"until=2030-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
        "events_actor": lambda chance: f"actor={one(chance)}",
        "events_between": lambda chance: "between={},{}".format(*two(chance)),
        "events_types": lambda chance: f"types={','.join(chance.sample(kinds, 2))}&happened=true",
        "events_period": year,
        "events_mixed": lambda chance: f"actor={one(chance)}&types={chance.choice(kinds)}&{year(chance)}",
    }
    lists = {name: events(of) for name, of in filters.items()}
    return {
        # The server keeps whole answers: only an address that is new each time makes it work.
        "health": lambda chance: f"/v1/health?again={chance.random()}",
        **lists,
        "events_third_page": lambda chance: f"after:/v1/events?actor={one(chance)}&limit=50",
        "events_any": lambda chance: chance.choice(list(lists.values()))(chance),
        "relation": lambda chance: "/v1/relations?actor={}&recipient={}&limit=240".format(*two(chance)),
        "actor": lambda chance: f"/v1/actors/{chance.choice(states).id}",
        "search_rare": lambda chance: f"/v1/documents?words=s{chance.randrange(997)}&limit=20",
        "search_common": lambda chance: (
            "/v1/documents?words={}+{}".format(
                *chance.sample(("government", "talks", "border", "the", "water", "treaty"), 2)
            )
            + f"&limit={chance.randrange(10, 31)}"
        ),
        "document": lambda chance: f"/v1/documents/{chance.choice(documents)}",
        "overview": lambda chance: f"/v1/overview?days={chance.randrange(1, 61)}",
    }


def latencies(client: Client, name: str, ask: Ask, of: tuple[int, int]) -> dict[str, float]:
    """Milliseconds of one kind of question: the median, the 95th percentile, and the server's own time."""
    (pid, requests), chance = of, random.Random(f"measure {name}")
    client.ask(ask(random.Random(f"warm {name}")))
    taken, spent, end = [], cpu_seconds(pid), time.perf_counter() + MOST_SECONDS
    while len(taken) < requests and (time.perf_counter() < end or len(taken) < 5):
        taken.append(client.ask(ask(chance)))
    taken.sort()
    own = 1000 * (cpu_seconds(pid) - spent) / len(taken)
    p50, p95 = (1000 * taken[int(part * (len(taken) - 1))] for part in (0.5, 0.95))
    sys.stderr.write(f"| {name} | {p50:.1f} | {p95:.1f} | {own:.1f} | {len(taken)} |\n")
    found = {"p50_ms": p50, "p95_ms": p95, "cpu_ms": own}
    return {f"{name}_{unit}": round(value, 1) for unit, value in found.items()}


def rates(port: int, ask: Ask) -> dict[str, float]:
    """Requests a second of four clients: the floor, event lists that differ, one that is asked again."""
    again = ask(random.Random("again"))
    asked: dict[str, Ask] = {
        "health_per_s": questions((), ())["health"],
        "events_per_s": ask,
        "events_again_per_s": lambda chance: again,
    }
    return {name: rate(port, name, one) for name, one in asked.items()}


def rate(port: int, name: str, ask: Ask, seconds: float = 5.0) -> float:
    """Requests a second of `CLIENTS` clients, each with one connection that is kept."""
    counts = [0] * CLIENTS
    end = time.perf_counter() + seconds

    def work(number: int) -> None:
        client, chance = Client(port), random.Random(f"{name} {number}")
        while time.perf_counter() < end:
            client.ask(ask(chance))
            counts[number] += 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = round(sum(counts) / seconds, 1)
    sys.stderr.write(f"| {name} | {found} |\n")
    return found


def cpu_seconds(pid: int) -> float:
    """The time of a processor that a process has used; 0 where /proc is not there."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.is_file():
        return 0.0
    fields = stat.read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mb(pid: int) -> float:
    """Memory of a process, in MB; 0 where /proc is not there."""
    statm = Path(f"/proc/{pid}/statm")
    pages = int(statm.read_text().split()[1]) if statm.is_file() else 0
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)


if __name__ == "__main__":
    main()
