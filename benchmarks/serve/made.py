"""A made-up desk of the size that the server is measured on: events of a data set, documents, conclusions."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path

from detente.base.config import load_config
from detente.base.ids import content_id
from detente.base.types import Claim, Document, Event, Mention, Origin, Span
from detente.keep.store import Batch, Conclusions
from detente.run.desk import Desk, open_desk
from detente.testing.make import make_claim, make_document, make_event

__all__ = ["CODES", "DAYS", "FIRST", "State", "make_desk", "row", "states_of"]

SEED = 6
FIRST, DAYS = date(2005, 1, 1), 20 * 365
# fmt: off
CODES = [
    "036", "040", "042", "043", "046", "051", "057", "061", "071", "080", "084", "090", "100", "111",
    "112", "120", "130", "138", "141", "150", "160", "173", "190", "193", "194",
]
# fmt: on
PLACE = "4\tBaku, Baki, Azerbaijan\tAJ\tAJ09\t25106\t40.3953\t49.8822\t-2705195"
ADDRESS = "https://news.example.org/world/{number}/a-headline-of-some-length-as-pages-have.html"
VERBS = {"warned": "THREATEN", "accused": "ACCUSE", "praised": "SUPPORT", "sanctioned": "SANCTION"}
PUBLISHERS = tuple(
    f"{name} Wire" for name in ("Northern", "Harbour", "Valley", "Capital", "Evening", "Coast")
)
OF_EACH_ORIGIN = 3  # documents that go back to one first report


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state as data sets and as texts name it."""

    id: str
    code: str
    name: str


def states_of(desk: Desk) -> list[State]:
    """The states of today, by their codes; the first ones are the busiest in a made desk."""
    found = {
        dict(one.codes)["iso3"]: one for one in desk.parts.gazetteer.states()
        if "iso3" in dict(one.codes) and "until" not in dict(one.codes)
    }  # fmt: skip
    return [State(id=one.id, code=code, name=one.name) for code, one in sorted(found.items())]


def make_desk(path: Path, events: int, documents: int) -> None:
    """Make the desk, unless the one at `path` was made whole before."""
    done = path.with_name(f"{path.name}.made")
    if done.is_file() and done.read_text() == f"{events} {documents}":
        return
    with open_desk(path) as desk:
        states = states_of(desk)
        _load(desk, path.with_name("rows.tsv"), events, states)
        _keep(desk, documents, states)
    done.write_text(f"{events} {documents}")


def _load(desk: Desk, file: Path, events: int, states: Sequence[State]) -> None:
    with file.open("w", encoding="utf-8", newline="\n") as lines:
        lines.writelines(_rows(events, states))
    desk.load(file, dataset="gdelt")
    file.unlink()


def _rows(events: int, states: Sequence[State]) -> Iterator[str]:
    """Rows of GDELT's shape between states (a fifth of the sides are their bodies), some far busier."""
    chance, kinds = random.Random(SEED), ("",) * 8 + ("GOV", "MIL")
    days = [f"{FIRST + timedelta(days=number):%Y%m%d}" for number in range(DAYS)]
    for number in range(events):
        day, code = chance.choice(days), chance.choice(CODES)
        one, other = _two(chance, states)
        yield row(number, day, code, ((one, chance.choice(kinds)), (other, chance.choice(kinds))))


def row(number: int, day: str, code: str, sides: tuple[tuple[State, str], tuple[State, str]]) -> str:
    """One line of GDELT's shape: actor and recipient are a state and the kind of its body ("" for itself)."""
    actor, recipient = (f"{side.code}{kind}\tNAME\t{side.code}\t\t\t\t\t{kind}\t\t" for side, kind in sides)
    head = f"{900_000_000 + number}\t{day}\t{day[:6]}\t{day[:4]}\t{day[:4]}.5\t{actor}\t{recipient}"
    what = f"1\t{code}\t{code}\t{code[:2]}\t1\t1.9\t10\t1\t10\t-2.4"
    tail = f"{PLACE}\t{PLACE}\t{PLACE}\t{day}120000\t{ADDRESS.format(number=number)}"
    return f"{head}\t{what}\t{tail}\n"


def _two(chance: random.Random, states: Sequence[State]) -> tuple[State, State]:
    one = int(len(states) * chance.random() ** 2)
    other = int(len(states) * chance.random() ** 2)
    return states[one], states[other if other != one else (one + 1) % len(states)]


def _keep(desk: Desk, documents: int, states: Sequence[State]) -> None:
    """Documents with a claim each, in batches of a run's size; an origin and an event for every three."""
    chance, numbers = random.Random(SEED), count()
    origins: list[Origin] = []
    events: list[Event] = []
    stories = (_story(chance, states, numbers) for _ in range(-(-documents // OF_EACH_ORIGIN)))
    size = max(1, load_config().batch // OF_EACH_ORIGIN)
    while some := tuple(islice(stories, size)):
        read = [document for story, _ in some for document in story]
        claims = [claim for _, said in some for claim in said]
        desk.store.add(Batch(documents=tuple(read), claims=tuple(claims)))
        for story, said in some:
            origin = Origin(
                id=content_id("org", story[0].id), document_ids=tuple(one.id for one in story),
                rewrites=tuple(one.id for one in story[1:]), reasons=("made so",),
            )  # fmt: skip
            origins.append(origin)
            events.append(make_event(*said, origin_ids=(origin.id,)))
    desk.store.conclude(Conclusions(origins=tuple(origins), events=tuple(events)))


def _story(
    chance: random.Random, states: Sequence[State], numbers: Iterator[int]
) -> tuple[list[Document], list[Claim]]:
    one, other = _two(chance, states)
    verb = chance.choice(tuple(VERBS))
    day = FIRST + timedelta(days=chance.randrange(DAYS))
    said = (one.name, verb, other.name)
    documents = [_document(chance, " ".join(said), day, next(numbers)) for _ in range(OF_EACH_ORIGIN)]
    return documents, [_claim(document, said, (one, other)) for document in documents]


def _claim(document: Document, said: tuple[str, str, str], sides: tuple[State, State]) -> Claim:
    """What the first words of a document say: who did what to whom."""
    starts = (0, len(said[0]) + 1, len(said[0]) + len(said[1]) + 2)
    actor, trigger, recipient = (
        Span(start=at, end=at + len(word)) for at, word in zip(starts, said, strict=True)
    )
    return make_claim(
        document, type=VERBS[said[1]], trigger=trigger,
        actors=(Mention(text=said[0], span=actor, actor_id=sides[0].id),),
        recipients=(Mention(text=said[2], span=recipient, actor_id=sides[1].id),),
    )  # fmt: skip


def _document(chance: random.Random, said: str, day: date, number: int) -> Document:
    """Some 120 words: a sentence on two states, then made-up ones, a few of them rare."""
    more = " ".join(_sentence(chance) for _ in range(8))
    text = f"{said} on {day:%A}. {more} Its number is n{number}, its series s{number % 997}."
    return make_document(
        text, title=said, publisher=chance.choice(PUBLISHERS), published=day,
        url=ADDRESS.format(number=number),
    )  # fmt: skip


# fmt: off
_WORDS = [
    "the", "government", "minister", "said", "talks", "border", "trade", "army", "officials",
    "president", "agreement", "on", "in", "of", "a", "to", "with", "after", "before", "over", "water",
    "grain", "pipeline", "island", "treaty", "election", "report", "week", "month", "council",
    "delegation",
]
# fmt: on


def _sentence(chance: random.Random) -> str:
    words = [chance.choice(_WORDS) for _ in range(12)] + [f"w{int(20_000 * chance.random() ** 2)}"]
    return f"{words[0].capitalize()} {' '.join(words[1:])}."
