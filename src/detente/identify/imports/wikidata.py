"""Actors and dated roles from Wikidata (CC0): who held offices, and named persons or bodies.

    offices ─who held them (P39), page by page─> holders ┐
    items ─what they are─> persons, bodies               ├─their names─> entries
    persons ─offices they held (P39)─> statements ───────┘

Statements marked as deprecated are not taken. A role without an end is known up to the day of the answer,
unless the statement names who replaced the holder, or he is dead: then only until then.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path

from detente.base.errors import InputError
from detente.base.types import ActorKind
from detente.identify.imports.days import edtf
from detente.identify.imports.entries import Account, Entry, Held, Reason
from detente.identify.imports.filing import Import
from detente.identify.imports.keeping import Shelf, Told, import_entries
from detente.identify.imports.sparql import Answer, Endpoint, Row, Sparql

__all__ = ["ENDPOINT", "Wanted", "import_wikidata", "listed_ids", "wikidata_entries"]

ENDPOINT = "https://query.wikidata.org/sparql"
CACHE = "wikidata-answers"
PAGE = 1000  # rows asked for at a time; more and the endpoint runs into its time limit
AT_ONCE = 50  # items in one question
LANGUAGES = ("en", "mul", "fr", "de", "es", "ru", "tr", "ar", "az")
HUMAN = "Q5"
# What a body is, by its "instance of": the first that fits.
KINDS = (
    (("Q484652", "Q245065", "Q1335818", "Q4120211"), ActorKind.ALLIANCE, "IGO"),
    (("Q7278",), ActorKind.GROUP, "PTY"),
    (("Q17149090", "Q17127659"), ActorKind.GROUP, "REB"),
    (("Q192350", "Q327333", "Q2659904", "Q20901295", "Q35749"), ActorKind.BODY, "GOV"),
    (("Q4830453", "Q783794", "Q6881511", "Q891723"), ActorKind.BODY, "BUS"),
)
STATES = ("Q3624078", "Q6256", "Q7275")
PRECISIONS = {"9": 4, "10": 7, "11": 10}  # characters of the day that are known; coarser ones are left out
_ID = re.compile(r"Q[1-9]\d*")

_STATEMENTS = """SELECT ?statement ?person ?office ?officeLabel ?start ?startPrecision ?end ?endPrecision
 ?death ?deathPrecision ?body ?state ?next WHERE {{
  VALUES ?{given} {{ {ids} }}
  ?person p:P39 ?statement . ?statement ps:P39 ?office .
  ?person wdt:P31 wd:Q5 .
  MINUS {{ ?statement wikibase:rank wikibase:DeprecatedRank }}
  OPTIONAL {{ ?statement pqv:P580 [ wikibase:timeValue ?start ; wikibase:timePrecision ?startPrecision ] }}
  OPTIONAL {{ ?statement pqv:P582 [ wikibase:timeValue ?end ; wikibase:timePrecision ?endPrecision ] }}
  OPTIONAL {{ ?statement pq:P1366 ?next }}
  OPTIONAL {{ ?person p:P570/psv:P570
    [ wikibase:timeValue ?death ; wikibase:timePrecision ?deathPrecision ] }}
  OPTIONAL {{ ?office wdt:P1001 ?body }}
  OPTIONAL {{ ?office wdt:P17 ?state }}
  SERVICE wikibase:label {{ bd:serviceParam wikibase:language "en,mul" }}
}} ORDER BY ?statement ?body ?state ?start ?end ?next ?death LIMIT {limit} OFFSET {offset}"""
_NAMES = """SELECT ?item ?name ?language ?use WHERE {{
  VALUES ?item {{ {ids} }}
  {{ ?item rdfs:label ?name . BIND("label" AS ?use) }}
  UNION {{ ?item skos:altLabel ?name . BIND("alias" AS ?use) }}
  BIND(LANG(?name) AS ?language) FILTER(?language IN ({languages}))
}} ORDER BY ?item ?use ?language ?name"""
_WHAT = """SELECT ?item ?kind ?state ?iso3 WHERE {{
  VALUES ?item {{ {ids} }}
  ?item wdt:P31 ?kind .
  OPTIONAL {{ ?item wdt:P17 ?state }}
  OPTIONAL {{ ?item wdt:P298 ?iso3 }}
}} ORDER BY ?item ?kind ?state"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to ask: holders of `offices`, and `items`, by Wikidata id; where, and whether to ask anew.

    `pause` and `timeout` are seconds between two questions and until an answer.
    """

    offices: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    endpoint: str = ENDPOINT
    contact: str = ""
    again: bool = False
    pause: float = 1.0
    timeout: float = 90.0

    def __post_init__(self) -> None:
        wrong = [id_ for id_ in (*self.offices, *self.items) if not _ID.fullmatch(id_)]
        if wrong:
            raise InputError(f"{wrong[0]!r} is not a Wikidata id; write it as Q14211")
        if not (self.offices or self.items):
            raise InputError(
                "nothing is asked for; name --offices or --items by their Wikidata ids: Q14211,Q7747"
            )


def import_wikidata(
    wanted: Wanted, shelf: Shelf, progress: Callable[[int], None], client: Sparql | None = None
) -> Import:
    """Keep what Wikidata says in the desk's own book, all or nothing; answers are kept in the desk's folder.

    `progress` is told how many questions were asked. `BackendError` if the endpoint is away: the same call
    goes on later where this one stopped.
    """
    where = Endpoint(url=wanted.endpoint, contact=wanted.contact, pause=wanted.pause, timeout=wanted.timeout)
    account = Account(file="wikidata")
    with client or Sparql(endpoint=where, cache=shelf.desk / CACHE, again=wanted.again) as asked:
        # All is asked before anything is written, so that the book is not held while we wait.
        entries = list(wikidata_entries(wanted, asked, account, progress))
    words = " ".join((*wanted.offices, "items", *wanted.items))
    told = Told(
        source="wikidata", form="wikidata", digest=hashlib.sha256(words.encode()).hexdigest(), as_of=None
    )
    return import_entries(entries, account, shelf, told)


def listed_ids(path: Path) -> tuple[str, ...]:
    """The Wikidata ids of a file, one a line; what follows an id on its line is a remark."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error}); give a text file with one id a line") from error
    found: list[str] = []
    for number, line in enumerate(lines, start=1):
        words = line.replace(",", " ").split()
        if words and not words[0].startswith("#"):
            if not _ID.fullmatch(words[0]):
                raise InputError(
                    f"{path}, line {number}: {words[0]!r} is not a Wikidata id; write it as Q7747"
                )
            found.append(words[0])
    return tuple(found)


def wikidata_entries(
    wanted: Wanted, client: Sparql, account: Account, progress: Callable[[int], None]
) -> Iterator[Entry]:
    """What is asked for as entries, bodies first; what is left out goes into `account`."""
    ask = _Asking(client, progress)
    items = dict(_by_item(chain.from_iterable(ask.some(_WHAT, wanted.items))))
    for missing in sorted(set(wanted.items) - items.keys()):
        account.leave(
            Reason.NAMELESS, 0, f"{missing} is not in Wikidata, or nothing says what it is; check the id"
        )
    persons = [id_ for id_, rows in items.items() if HUMAN in _values(rows, "kind")]
    held: dict[str, list[Held]] = defaultdict(list)
    for given, ids in (("office", wanted.offices), ("person", persons)):
        for person, role in _roles(ask.pages(given, ids), account):
            if role not in held[person]:
                held[person].append(role)
    everybody = [*(id_ for id_ in items if id_ not in persons), *dict.fromkeys([*held, *persons])]
    names = dict(_by_item(chain.from_iterable(ask.some(_NAMES, everybody))))
    for id_ in everybody:
        entry = _entry(id_, names.get(id_, []), items.get(id_, []), account)
        if entry is not None:
            yield replace(entry, roles=tuple(held.get(id_, ())))


@dataclass(slots=True)
class _Asking:
    """Questions to the client, in pieces that it can answer in time."""

    client: Sparql
    progress: Callable[[int], None]

    def some(self, question: str, ids: Sequence[str]) -> Iterator[tuple[Row, ...]]:
        """The rows on `ids`, so many at once."""
        for at in range(0, len(ids), AT_ONCE):
            languages = ", ".join(f'"{one}"' for one in LANGUAGES)
            yield self._answer(question.format(ids=_listed(ids[at : at + AT_ONCE]), languages=languages)).rows

    def pages(self, given: str, ids: Sequence[str]) -> Iterator[Answer]:
        """The statements on offices (one by one) or persons (so many at once), page by page."""
        size = 1 if given == "office" else AT_ONCE
        for at in range(0, len(ids), size):
            offset, rows = 0, PAGE
            while rows == PAGE:
                question = _STATEMENTS.format(
                    given=given, ids=_listed(ids[at : at + size]), limit=PAGE, offset=offset
                )
                answer = self._answer(question)
                yield answer
                offset, rows = offset + PAGE, len(answer.rows)

    def _answer(self, question: str) -> Answer:
        answer = self.client.answer(question)
        self.progress(self.client.asked)
        return answer


def _roles(answers: Iterable[Answer], account: Account) -> Iterator[tuple[str, Held]]:
    """Person and role of each statement; a statement may fill several rows, one for each of its bodies."""
    statements: dict[str, list[tuple[Row, date]]] = defaultdict(list)
    for answer in answers:
        for row in answer.rows:
            account.rows += 1
            statements[row.get("statement", "")].append((row, answer.day))
    for told in statements.values():
        rows, day = [row for row, _ in told], max(day for _, day in told)
        role = _held(rows, day, account)
        if role is not None:
            yield _id(rows[0]["person"]), role


def _held(rows: Sequence[Row], day: date, account: Account) -> Held | None:
    first = rows[0]
    label = first.get("officeLabel", "")
    if not label or _ID.fullmatch(label):
        account.leave(Reason.OFFICE, 0, f"{first.get('office', '?')} has no English name; it is left out")
        return None
    try:
        start, end, death = (_day(rows, which) for which in ("start", "end", "death"))
    except InputError as error:
        account.leave(Reason.DAY, 0, f"{first['person']}: {error.message}")
        return None
    over = any("next" in row for row in rows)
    end = end or (death if start and death >= start else "")
    return Held(
        post=label,
        line=0,
        of=(*_values(rows, "body"), *_values(rows, "state")),
        start=start,
        end=end,
        until="" if over else day.isoformat(),
    )


def _day(rows: Sequence[Row], which: str) -> str:
    """A day as exactly as it is known, empty if it is not; of two statements the first."""
    row = next((row for row in rows if which in row), None)
    known = PRECISIONS.get(row.get(f"{which}Precision", "11")) if row else None
    if row is None or known is None:
        return ""
    return edtf(row[which].removeprefix("+")[:known], which)


def _entry(id_: str, names: Sequence[Row], what: Sequence[Row], account: Account) -> Entry | None:
    """An item; what nothing is said of is the holder of an office, a person."""
    labels = [
        row["name"] for row in names if row.get("use") == "label" and row.get("language") in ("en", "mul")
    ]
    spelled = [*labels, *(row["name"] for row in names)]
    if not spelled:
        account.leave(
            Reason.NAMELESS, 0, f"{id_} has no name in {', '.join(LANGUAGES)}; name it in a CSV file"
        )
        return None
    kind, sector = _kind(what)
    iso3 = next((row["iso3"] for row in what if row.get("iso3")), "")
    person = kind is ActorKind.PERSON
    return Entry(
        line=0,
        key=id_,
        wikidata=id_,
        name=spelled[0],
        names=tuple(dict.fromkeys(spelled[1:])),
        kind=kind,
        codes=(("iso3", iso3),) if iso3 and kind is ActorKind.STATE else (),
        countries=() if person or kind is ActorKind.STATE else _values(what, "state")[:1],
        sector=sector,
        public=sector == "GOV",
    )


def _kind(what: Sequence[Row]) -> tuple[ActorKind, str]:
    kinds = set(_values(what, "kind"))
    if not kinds or HUMAN in kinds:
        return ActorKind.PERSON, ""
    if kinds & set(STATES):
        return ActorKind.STATE, ""
    told = next(((kind, sector) for ids, kind, sector in KINDS if kinds & set(ids)), None)
    return told or (ActorKind.BODY, "")


def _by_item(rows: Iterable[Row]) -> Iterator[tuple[str, list[Row]]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[_id(row["item"])].append(row)
    yield from found.items()


def _values(rows: Iterable[Mapping[str, str]], name: str) -> tuple[str, ...]:
    """The ids of a column, each once."""
    return tuple(dict.fromkeys(_id(row[name]) for row in rows if name in row))


def _id(address: str) -> str:
    return address.rsplit("/", 1)[-1]


def _listed(ids: Iterable[str]) -> str:
    return " ".join(f"wd:{id_}" for id_ in ids)
