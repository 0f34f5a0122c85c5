"""Files the entries of a foreign book into the desk's own: whom they mean, which office, for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from detente.base.types import Actor, ActorKind, Role
from detente.collect.datasets.formats import LeftOut
from detente.identify.coding import worded_sector
from detente.identify.gazetteer import Gazetteer
from detente.identify.imports.days import ends_before
from detente.identify.imports.entries import AS_OF, Account, Entry, Held, Reason
from detente.identify.imports.posts import post_of, sector_of
from detente.identify.imports.whom import Whom
from detente.identify.imports.writing import OwnWriter, RoleRow
from detente.identify.names import fold
from detente.identify.standing import domain_finder, parties

__all__ = ["Filing", "Import"]

PARTICLES = frozenset("al bin bint da de del den der di dos du el ibn la le van von y".split())  # noqa: SIM905
SURNAME_FIRST = frozenset(("CHN", "TWN", "KOR", "PRK", "VNM", "SGP", "HKG", "MAC", "KHM"))
LONGEST_NAME = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What an import did: new facts, what was left out and where first, and what the user should look at.

    `new` actors were in no book, `known` ones were. `told` names broken rows with file, line and remedy;
    `joined` who was found by name, `alike` who bears the name of somebody known and is kept apart,
    `conflicts` where an imported role contradicts another one. `resolved` are provisional actors of the
    desk's claims who are known now; `pending` tells why events were not concluded anew, if they were not.
    """

    source: str
    form: str
    rows: int
    new: int
    known: int
    names: int
    roles: int
    changed: bool
    left_out: tuple[LeftOut, ...] = ()
    told: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    resolved: int = 0
    pending: str = ""


@dataclass(slots=True)
class Filing:
    """One import of one source. `day` is the day of import, `as_of` the one on which the source was read."""

    book: Gazetteer
    writer: OwnWriter
    account: Account
    source: str
    form: str
    digest: str
    day: date
    as_of: date | None
    touched: dict[str, bool] = field(default_factory=dict)  # by actor id: whether a book knew him before
    names: int = 0
    roles: int = 0
    _whom: Whom = field(init=False)
    _sectors: dict[str, str] = field(default_factory=dict)  # of the new bodies of this import
    _sources: dict[str, tuple[int, date]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._whom = Whom(self.book)

    def file(self, entries: Iterable[Entry]) -> Import:
        """Keep all entries; those that come first can be named by those that follow."""
        before = self.writer.changed
        for entry in entries:
            self._file_one(entry)
        return Import(
            source=self.source,
            form=self.form,
            rows=self.account.rows,
            new=sum(not known for known in self.touched.values()),
            known=sum(self.touched.values()),
            names=self.names,
            roles=self.roles,
            changed=self.writer.changed > before,
            left_out=self.account.left_out,
            told=tuple(self.account.told),
            joined=tuple(dict.fromkeys(self._whom.joined)),
            alike=tuple(dict.fromkeys(self._whom.alike)),
        )

    def _file_one(self, entry: Entry) -> None:
        states = self._states(entry.countries, entry.line)
        _, first = self._source(entry)
        as_of = self.as_of or first
        rows = [row for held in entry.roles if (row := self._row(held, as_of)) is not None]
        domains = [*states, *(row.domain for row in rows if row.domain)]
        actor = self._whom.actor(entry, domains)
        if not actor:
            given = entry.wikidata or entry.key
            why = f"{given} is no {entry.kind.value} in the book; correct the id or the kind"
            self.account.leave(Reason.AMBIGUOUS, entry.line, why)
            return
        known = self.book.actor(actor)
        self.touched.setdefault(actor, known is not None)
        source, _ = self._source(entry)
        self.writer.entry(actor, entry.name, entry.kind.value, source, self.day)
        self._keep_names(actor, entry, source, domains)
        same = (("wikidata", entry.wikidata),) if entry.wikidata not in ("", actor) else ()
        for system, value in (*entry.codes, *same):
            self.writer.code(actor, system, value, (source, self.day))
        if known is None or known.id.startswith("own-"):
            rows += self._belonging(entry, states)
        if entry.kind is not ActorKind.PERSON:
            self._sectors |= dict.fromkeys([actor], next((row.sector for row in rows if row.sector), ""))
        for row in rows:
            self.roles += self.writer.role(actor, row, source, self.day)

    def _keep_names(self, actor: str, entry: Entry, source: int, domains: list[str]) -> None:
        at = (source, self.day)
        for name in dict.fromkeys((entry.name, *entry.names)):
            if not any(char.isalnum() for char in fold(name)) or len(name) > LONGEST_NAME:
                self.account.leave(Reason.NAME, entry.line)
                continue
            looked_for = " " in name or (entry.looked_for and len(name) > 1)
            # One word of a bulk file must not hide what the word means to everybody else ("Jordan").
            alone = "surname" if entry.kind is ActorKind.PERSON else "short"
            self.names += self.writer.name(actor, name, "name" if looked_for else alone, looked_for, at)
        if entry.kind is ActorKind.PERSON and " " in entry.name:
            self.writer.name(actor, self._surname(entry.name, domains), "surname", False, at)

    def _surname(self, name: str, domains: list[str]) -> str:
        """The last word of a name with the particles before it; the first where surnames stand there."""
        reached = {i for domain in domains for i in parties(domain, None, self.book)}
        codes = {dict(a.codes).get("iso3") for i in reached if (a := self.book.actor(i)) is not None}
        words = name.split()
        if codes & SURNAME_FIRST:
            return words[0]
        at = len(words) - 1
        while at > 1 and words[at - 1].lower() in PARTICLES:
            at -= 1
        return " ".join(words[at:])

    def _states(self, countries: Iterable[str], line: int) -> list[str]:
        found = [(country, self._whom.state(country)) for country in countries]
        for country, state in found:
            if state is None:
                self.account.leave(
                    Reason.COUNTRY, line, f"no state is known as {country!r}; write its ISO code"
                )
        return list(dict.fromkeys(state for _, state in found if state))

    def _source(self, entry: Entry) -> tuple[int, date]:
        """Number of the source of an entry, and the day on which this content of it came first."""
        name = entry.source or self.source
        if name not in self._sources:
            number = self.writer.source(name, self.form)
            self._sources[name] = number, self.writer.loaded(number, self.digest, self.day)
        return self._sources[name]

    def _row(self, held: Held, as_of: date) -> RoleRow | None:
        """A role as it is kept, `None` if it cannot be."""
        if ends_before(held.start, held.end):
            why = f"{held.post!r} ends ({held.end}) before it starts ({held.start}); correct the source"
            self.account.leave(Reason.DAY, held.line, why)
            return None
        office, domain = self._post(held)
        until = as_of.isoformat() if held.until == AS_OF else held.until
        return RoleRow(
            office=office,
            domain=domain,
            sector=held.sector or self._sector(office, domain),
            start=held.start,
            end=held.end,
            until="" if held.end else until,
        )

    def _post(self, held: Held) -> tuple[str, str]:
        """The office and for whom: the body the source names, else the one in the label, else the state."""
        post = post_of(held.post, domain_finder(self.book))
        named = next((found for words in held.of if (found := self._whom.body(words))), None)
        states = self._states(held.countries, held.line)
        if held.of and named is None and not states:
            wanted = held.of[0]
            why = f"nobody knows {wanted!r}, for whom {held.post!r} is held; add a row for it, or write an id"
            self.account.leave(Reason.BODY, held.line, why)
        inside = post.domain and (not states or set(states) & parties(post.domain, None, self.book))
        if post.domain and not inside:
            return held.post.lower(), named or states[0]
        return post.office, named or post.domain or (states[0] if states else "")

    def _sector(self, office: str, domain: str) -> str:
        """PLOVER's sector of an office; where the office tells none, that of a body that is no state."""
        body = self._sectors.get(domain) or next(
            (r.sector for r in _roles(self.book.actor(domain)) if r.sector), None
        )
        return sector_of(office, body)

    def _belonging(self, entry: Entry, states: list[str]) -> list[RoleRow]:
        """To which state a new body belongs, in the words of the shipped book."""
        sector = entry.sector or worded_sector(entry.name) or ""
        if entry.kind in (ActorKind.PERSON, ActorKind.STATE) or not (states or sector):
            return []
        office = ("body of" if entry.public else "based in") if states else "body"
        row = RoleRow(office=office, domain="", sector=sector, start="", end="", until="")
        return [replace(row, domain=state) for state in states[:1] or [""]]


def _roles(actor: Actor | None) -> tuple[Role, ...]:
    return actor.roles if actor is not None and actor.kind is not ActorKind.STATE else ()
