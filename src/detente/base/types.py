"""The nouns of detente: frozen values that every verb takes and gives.

Read this file first. A noun never changes after it is made; a step that knows more returns a new
one (`dataclasses.replace`). Absence is `None` and its reason stands in another field or in a `Gap`.

Four kinds of sureness, never mixed: `factuality` (how far the source commits itself), `confidence`
(how sure our reader is of its reading), `probability` (of a forecast), `goldstein` (how
cooperative an act is, -10 to +10).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from detente.base.alerts import Alert
from detente.base.forecasts import Forecast, Question, Scenario
from detente.base.ids import is_provisional
from detente.base.values import (
    ActorKind,
    ClaimKind,
    DateRange,
    Dyad,
    Factuality,
    Gap,
    Modality,
    Precision,
    Quad,
    SourceKind,
    Span,
    Verdict,
    WhenFrom,
)

__all__ = [
    "Actor",
    "ActorKind",
    "Alert",
    "Brief",
    "Claim",
    "ClaimKind",
    "DateRange",
    "Document",
    "Dyad",
    "Event",
    "Factuality",
    "Failure",
    "Finding",
    "Forecast",
    "Furniture",
    "Gap",
    "Judgement",
    "Mention",
    "Modality",
    "Origin",
    "Precision",
    "Quad",
    "Question",
    "Relation",
    "Role",
    "Scenario",
    "Section",
    "Sentence",
    "Source",
    "SourceKind",
    "Span",
    "Verdict",
    "WhenFrom",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """Words of a page's frame: recorded, never read for claims. `span=None`: not taken over into the text."""

    text: str
    why: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text as published, unaltered. Every span of every claim points into `text`.

    `published` is `None` when neither the page nor the user gives a day; nothing replaces it.
    `file` is where it was collected from, relative to the folder or list the user named.
    """

    id: str
    text: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: date | None = None
    language: str | None = None
    origin_id: str | None = None
    file: str | None = None
    furniture: tuple[Furniture, ...] = ()

    def quote(self, span: Span) -> str:
        """The characters of `span`."""
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words that point to an actor or a place.

    `claimed_role` is what the text says of the actor ("current governor of Tula"), never knowledge.
    `span` is `None` only for words that stand in the title or the header and not in the text.
    `sureness` is the probability (0 to 1) that `actor_id` is who is meant; `None` for provisional actors,
    and where nobody had to be told apart.
    """

    text: str
    span: Span | None = None
    claimed_role: str | None = None
    actor_id: str | None = None
    sureness: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """According to whom: the chain of speakers, nearest to the event first, and the cue words."""

    kind: SourceKind
    chain: tuple[Mention, ...] = ()
    cue: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One source's statement in one sentence of one document.

    `type` is a PLOVER type for an act ("ASSAULT") and an assessment of the ontology for an
    assessment ("STRAINED"). `trigger` are the words that carry it. `confidence` (0 to 1) is the
    reader's, `factuality` the source's. `reader` is name and version ("rules-en/1").
    """

    id: str
    document_id: str
    sentence: Span
    trigger: Span
    kind: ClaimKind
    type: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    actors: tuple[Mention, ...] = ()
    recipients: tuple[Mention, ...] = ()
    place: Mention | None = None
    when: DateRange | None = None
    when_from: WhenFrom = WhenFrom.UNKNOWN
    source: Source
    factuality: Factuality
    modality: Modality
    confidence: float
    reader: str

    @property
    def asserts_happened(self) -> bool:
        """Whether its source says, without reserve, that this took place."""
        return _happened(self.factuality, self.modality)


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """An office an actor holds from `start` to `end`.

    `start` and `end` are the intervals in which the role began and ended, as exactly as known.
    `end=None` means no end is on record up to `known_until`; after that day we do not know.
    """

    office: str
    stands_for: str | None = None
    sector: str | None = None
    start: DateRange | None = None
    end: DateRange | None = None
    known_until: date | None = None

    def held_on(self, day: date) -> bool | None:
        """True or False where the record says so, `None` where it does not reach."""
        if self.start is None or day < self.start.start:
            return None if self.start is None else False
        if self.end is not None and day > self.end.end:
            return False
        if day < self.start.end or (self.end is not None and day >= self.end.start):
            return None
        if self.end is None and (self.known_until is None or day > self.known_until):
            return None
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts. `id` is a Wikidata id, or "new-..." while provisional; `codes` are like ("iso3", "RUS")."""

    id: str
    name: str
    kind: ActorKind
    names: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()

    def roles_on(self, day: date) -> tuple[Role, ...]:
        """The roles that the record surely shows as held on `day`."""
        return tuple(role for role in self.roles if role.held_on(day))

    @property
    def is_provisional(self) -> bool:
        """Whether the gazetteer does not know this actor."""
        return is_provisional(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One happening as we conclude it from claims; it can always be rebuilt from them.

    `factuality` is weighed over independent origins, not over texts. `claim_ids` is never empty. `wrong`:
    people judged that its claims were misread; it stays on record and counts nowhere.
    """

    id: str
    type: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    actor_ids: tuple[str, ...] = ()
    recipient_ids: tuple[str, ...] = ()
    when: DateRange | None = None
    place_id: str | None = None
    goldstein: float
    factuality: Factuality
    modality: Modality
    claim_ids: tuple[str, ...]
    origin_ids: tuple[str, ...] = ()
    wrong: bool = False

    def __post_init__(self) -> None:
        if not self.claim_ids:
            raise ValueError(f"event {self.id}: an event stands on at least one claim")

    @property
    def happened(self) -> bool:
        """Whether it counts: asserted without reserve, in the reported world or its past, not wrong."""
        return not self.wrong and _happened(self.factuality, self.modality)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The first report of a group of documents; `rewrites` copy or credit another, `reasons` say why."""

    id: str
    document_ids: tuple[str, ...]
    rewrites: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What passed on a dyad in a period.

    `quads` counts events by quad in the order of `Quad`. `goldstein` is their mean (-10 to +10),
    `tension` an index from 0 to 100 and `tension_interval` its 90 % interval (docs/measure.md); all
    are `None` where nothing happened.
    """

    dyad: Dyad
    period: DateRange
    quads: tuple[int, int, int, int]
    goldstein: float | None
    tension: float | None
    event_ids: tuple[str, ...] = ()
    tension_interval: tuple[float, float] | None = None

    @property
    def cooperation(self) -> int:
        """Events of cooperation, verbal and material."""
        return self.quads[0] + self.quads[1]

    @property
    def conflict(self) -> int:
        """Events of conflict, verbal and material."""
        return self.quads[2] + self.quads[3]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A recorded human or machine decision about two things; withdrawn, never deleted.

    Where it is about one thing (`wrong`, `holds`), `left` and `right` are the same id, and `claim_ids` are
    the claims that it speaks of: those on which the event stood at that time.
    """

    id: str
    left: str
    right: str
    verdict: Verdict
    by: str
    at: datetime
    why: str | None = None
    withdrawn: datetime | None = None
    claim_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A statement that contradicts what the gazetteer knows for `day` (`None`: the document gives none)."""

    id: str
    document_id: str
    span: Span
    actor_id: str
    claimed: str
    known: str
    day: date | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A document that one step could not process: what, where, why and what to do."""

    id: str
    what: str
    step: str
    code: str
    message: str
    hint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a brief and the ids it cites (claims, events, relations, forecasts ...)."""

    text: str
    cites: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.cites:
            raise ValueError(f"a sentence of a brief cites at least one id: {self.text!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A titled part of a brief."""

    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A text in which every sentence cites its evidence; `gaps` lists what could not be said.

    `worded_by` is the language model whose words some of the sentences are, if any.
    """

    topic: str
    sections: tuple[Section, ...]
    gaps: tuple[Gap, ...]
    written: date
    worded_by: str | None = None


def _happened(factuality: Factuality, modality: Modality) -> bool:
    told = modality in (Modality.ACTUAL, Modality.BACKGROUND)
    return told and factuality is Factuality.HAPPENED
