"""Which documents go back to the same first report.

Signals: copies (word 3-grams); credit to another document's publisher in the title, in the first or
last lines, or as the source of a claim; a correction by the same publisher. Credit joins two
documents only if they also tell the same: a claim of the same type between the same actors, or two
rare names. A document joins at most one report by credit, the one with which it shares most, lest a
round-up of independent reports makes one origin of them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import log

from detente.base.ids import content_id
from detente.base.types import Claim, Document, Factuality, Modality, Origin, SourceKind
from detente.collect.copies import near_copies
from detente.identify.lineage import Told, likelihood
from detente.identify.matching import SYMMETRIC

__all__ = [
    "claims_only_in_rewrites",
    "find_origins",
    "first_published",
    "independent_origins",
    "is_correction",
    "publisher_key",
    "rarities",
]

OLDEST = 14  # days a rewrite may come after its report; later it is history, not news
YOUNGEST = 1  # days a report may be dated after its rewrite (time zones, pages dated late)
RECENT = 21  # days for which a report may be what a rewrite tells
RARE_NAMES = 2
REWRITTEN = 0.45  # probability from which a document that credits nobody counts as written from another
USUAL, HABIT_OF = 0.4, 2  # share of rewrites supposed of a publisher, and as many texts as that weighs
FACTS = 1  # names and numbers in common, without which the same claim may come from anywhere
MOST_COMPARED = (
    40  # reports that share an act, the latest first; bounds the work on a story of a thousand copies
)
RARE_IN = 5  # documents; in large collections 2 % of them
EDGE_LINES = 3
QUOTE = 60

_NAME = re.compile(r"[^\W\d_a-z][\w'’-]+(?: [^\W\d_a-z][\w'’-]+)*")
_CORRECTION = re.compile(r"\s*(?:correct(?:ion|ed)|retract(?:ion|ed)|clarification)\b", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?:according to|citing|quoting|source:|via|by|as reported by|told)\s+(?:the\s+)?$"
    r"|[(–—|]\s*(?:the\s+)?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:['’]s)?\s*(?:(?:has |had |first |also )*(?:reports|reported|said|says|wrote|writes)\b"
    r"|[)|]|$)",
    re.IGNORECASE,
)

_Link = tuple[str, str, str]
Standing = Callable[[str, date | None], str | None]


@dataclass(frozen=True)
class _Read:
    """One document with what origins are told by."""

    document: Document
    claims: tuple[Claim, ...]

    @cached_property
    def tokens(self) -> frozenset[tuple[str, str]]:
        return frozenset(token for claim in self.claims for token in _tokens(claim))

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(match[0] for match in _NAME.finditer(self.document.text) if _is_inside(match))

    @cached_property
    def edges(self) -> tuple[str, ...]:
        lines = [line.strip() for line in self.document.text.splitlines() if line.strip()]
        chosen = [*lines[:EDGE_LINES], *lines[EDGE_LINES:][-EDGE_LINES:]]
        return (self.document.title or "", *chosen)


def _itself(actor_id: str, day: date | None) -> str | None:
    return actor_id


def first_published(document: Document) -> tuple[date, str]:
    """The order in which documents of an origin stand: by day, those without a day last, then by id."""
    return (document.published or date.max, document.id)


def is_correction(document: Document) -> bool:
    """Whether the title, or the first line, says that this corrects or retracts an earlier report."""
    first_line = document.text.lstrip().partition("\n")[0]
    return any(_CORRECTION.match(line) for line in (document.title or "", first_line))


def find_origins(documents: Sequence[Document], claims: Sequence[Claim]) -> tuple[Origin, ...]:
    """The origins of `documents`, by id; each document stands in exactly one. Order does not matter."""
    by_document: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_document[claim.document_id].append(claim)
    ordered = sorted({document.id: document for document in documents}.values(), key=first_published)
    reads = {one.id: _Read(one, tuple(by_document[one.id])) for one in ordered}
    credits, copies = _credit_links(reads), _copy_links(reads)
    linked = {member for _, member, _ in (*credits, *copies)}
    rewrites = _rewrite_links(reads, linked, rarities(ordered))
    links = [*copies, *credits, *rewrites]
    # A correction is its publisher's own word: it goes back to the report, but is no rewrite of it.
    corrections = {id_ for id_, read in reads.items() if is_correction(read.document)}
    crediting = {member for _, member, _ in (*credits, *rewrites)} - corrections
    # Of two alike that one credits somebody and the other nobody, the one with the credit is the copy.
    copied = {left if left in crediting and right not in crediting else right for left, right, _ in copies}
    groups = (_in_order(group, reads, crediting) for group in _groups(reads, links))
    reasons: dict[str, set[str]] = defaultdict(set)
    for _, member, reason in links:
        reasons[member].add(reason)
    found = (_origin(group, crediting | copied, reasons) for group in groups)
    return tuple(sorted(found, key=lambda origin: origin.id))


def claims_only_in_rewrites(
    origins: Iterable[Origin],
    documents: Sequence[Document],
    claims: Sequence[Claim],
    standing: Standing = _itself,
) -> tuple[str, ...]:
    """Ids of claims that only rewrites make, on their own word: the best sign of invention.

    A counterpart in a document of any origin that rewrites nothing, from three weeks before to a day after, is a
    claim of the same type between parties that may be the same. What a rewrite quotes from somebody, doubts,
    plans or recalls it need not have invented. `standing` tells on whose behalf somebody acts.
    """
    day_of = {document.id: document.published for document in documents}
    rewrites = {id_ for origin in origins for id_ in origin.rewrites}
    told: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.document_id not in rewrites:
            for key in _acts(claim, standing):
                told[key].append(claim)
    added = [
        claim for claim in claims
        if claim.document_id in rewrites and claim.document_id in day_of and _on_its_own_word(claim)
        and not any(
            _same_way(claim, other, standing)
            and _near_in_time(day_of.get(other.document_id), day_of[claim.document_id])
            for key in _acts(claim, standing) for other in told[key]
        )
    ]  # fmt: skip
    added.sort(key=lambda claim: (claim.document_id, claim.sentence, claim.id))
    return tuple(claim.id for claim in added)


def _on_its_own_word(claim: Claim) -> bool:
    told = claim.factuality is Factuality.HAPPENED and claim.modality is Modality.ACTUAL
    return told and claim.source.kind is SourceKind.AUTHOR


def _acts(claim: Claim, standing: Standing) -> set[tuple[str, str]]:
    return {(claim.type, one) for side in _sides(claim, standing) for one in side}


def _sides(claim: Claim, standing: Standing) -> tuple[set[str], set[str]]:
    day = claim.when.start if claim.when else None
    return tuple(  # type: ignore[return-value]
        {standing(id_, day) or id_ for id_ in _idents(claim, of_actors=of_actors)} for of_actors in (True, False)
    )


def _same_way(one: Claim, other: Claim, standing: Standing) -> bool:
    """Whether who acts upon whom in one claim does not contradict the other."""
    (actors, recipients), (doers, targets) = _sides(one, standing), _sides(other, standing)
    if one.type in SYMMETRIC:
        return True
    return bool(actors & doers or recipients & targets)


def _near_in_time(told: date | None, added: date | None) -> bool:
    return told is None or added is None or -YOUNGEST <= (added - told).days <= RECENT


def independent_origins(
    claims: Iterable[Claim], origins: Sequence[Origin], publishers: Mapping[str, str | None]
) -> tuple[str, ...]:
    """Ids of the origins that report, on their own, that what `claims` (of one event) tell took place.

    An origin reports if a document that copies and credits nobody tells of the event as having happened or as
    possible, by anything better than a rumour. Denials, recollections and what only a rewrite adds report
    nothing. Where no origin tells of the act as news, those count that tell of it as past, else as planned.
    Several texts of one publisher are one origin: `publishers` by document.
    """
    origin_of = {id_: origin for origin in origins for id_ in origin.document_ids}
    reports: dict[Modality, dict[str, str]] = defaultdict(dict)
    for claim in sorted(claims, key=lambda claim: claim.document_id):
        origin = origin_of.get(claim.document_id)
        if origin is not None and claim.document_id not in origin.rewrites and _reports(claim):
            reports[claim.modality].setdefault(origin.id, publishers.get(claim.document_id) or origin.id)
    worlds = (
        Modality.ACTUAL,
        Modality.BACKGROUND,
        Modality.PLANNED,
        Modality.RECOMMENDED,
        Modality.CONDITIONAL,
    )
    chosen = next((reports[world] for world in worlds if reports[world]), {})
    first: dict[str, str] = {}
    for id_, publisher in sorted(chosen.items()):
        first.setdefault(publisher_key(publisher), id_)
    return tuple(sorted(first.values()))


def _reports(claim: Claim) -> bool:
    asserts = claim.factuality in (Factuality.HAPPENED, Factuality.POSSIBLE)
    return asserts and claim.source.kind is not SourceKind.RUMOUR


def rarities(documents: Sequence[Document]) -> dict[str, float]:
    """How rare each word of the collection is.

    The logarithm of documents over documents with the word, plus one.
    """
    counts = Counter(
        word for one in documents for word in {w.lower() for w in re.findall(r"[^\W_]+", one.text)}
    )
    return {word: log((1 + len(documents)) / n) + 1 for word, n in counts.items()}


def _copy_links(reads: Mapping[str, _Read]) -> list[_Link]:
    links = []
    for pair in near_copies((id_, read.document.text) for id_, read in reads.items()):
        left, right = sorted((pair.left, pair.right), key=lambda id_: first_published(reads[id_].document))
        share = "the same words" if pair.exact else f"{pair.similarity:.0%} of 3-grams".replace("%", " %")
        links.append((left, right, f"{right} is a {'' if pair.exact else 'near '}copy of {left} ({share})"))
    return links


def _rewrite_links(reads: Mapping[str, _Read], linked: set[str], rarity: Mapping[str, float]) -> list[_Link]:
    """For each document that credits and copies none, the report that it was most likely written from."""
    told = {id_: Told(read.document, read.claims, rarity) for id_, read in reads.items()}
    near = _near(told, linked)
    alone = {
        id_: max((likelihood(told[other], told[id_]) for other in others), default=0.0)
        for id_, others in near.items()
    }
    habits = _habits(told, {id_: 1.0 if id_ in linked else alone[id_] for id_ in told})
    links = []
    for id_, others in near.items():
        found = (
            (likelihood(told[other], told[id_], (habits[id_], habits[other])), other) for other in others
        )
        best = max(found, default=(0.0, ""))
        if best[0] >= REWRITTEN:
            links.append(
                (best[1], id_, f"{id_} tells what {best[1]} tells and little of its own ({best[0]:.2f})")
            )
    return links


def _near(told: Mapping[str, Told], linked: set[str]) -> dict[str, tuple[str, ...]]:
    """For each document that is not yet linked, the earlier ones that share an act with it."""
    by_act: dict[tuple[str, str], list[str]] = defaultdict(list)
    near = {}
    for id_, later in told.items():
        if id_ not in linked:
            others = {other for act in later.acts for other in by_act[act][-MOST_COMPARED:]}
            near[id_] = tuple(
                sorted(
                    other for other in others
                    if len(told[other].facts & later.facts) >= FACTS
                    and _may_follow(told[other].document, later.document)
                )
            )  # fmt: skip
        for act in later.acts:
            by_act[act].append(id_)
    return near


def _habits(told: Mapping[str, Told], rewritten: Mapping[str, float]) -> dict[str, float]:
    """How much more often than usual the publisher of each document rewrites in its other texts."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    keys = {id_: publisher_key(one.document.publisher or "") for id_, one in told.items()}
    for id_, key in keys.items():
        sums[key][0] += rewritten[id_]
        sums[key][1] += 1
    found = {}
    for id_, key in keys.items():
        others = sums[key][1] - 1 if key else 0
        own = sums[key][0] - rewritten[id_] if key else 0
        found[id_] = (own + HABIT_OF * USUAL) / (others + HABIT_OF) - USUAL
    return found


def _may_follow(report: Document, later: Document) -> bool:
    """Whether one publisher may have written the second from another's first."""
    same = publisher_key(report.publisher or "") == publisher_key(later.publisher or "") != ""
    return not same and _gap(report, later) is not None and first_published(report) <= first_published(later)


def _credit_links(reads: Mapping[str, _Read]) -> list[_Link]:
    index = _index(reads)
    names = sorted(
        {publisher_key(one.document.publisher) for one in reads.values() if one.document.publisher}
    )
    pattern = _any_of(names)
    links = []
    for read in reads.values():
        found = _credits(read, pattern, frozenset(names))
        own = read.document.publisher
        if own and is_correction(read.document):
            found[publisher_key(own)] = f"corrects {{}}: '{_brace(_short(read.edges[0] or read.edges[1]))}'"
        best = max(_matches(read, found, index, reads), default=None)
        if best is not None:
            id_ = best[-2]
            links.append((id_, read.document.id, f"{read.document.id} {best[-1].format(id_)}"))
    return links


def _credits(read: _Read, pattern: re.Pattern[str] | None, names: frozenset[str]) -> dict[str, str]:
    """Publishers that `read` credits, each with a template of the reason."""
    own = publisher_key(read.document.publisher or "")
    found: dict[str, str] = {}
    for claim in read.claims:
        for speaker in claim.source.chain:
            if publisher_key(speaker.text) in names:
                cue = claim.source.cue
                words = _around(read.document.text, cue.start, cue.end) if cue else speaker.text
                found[publisher_key(speaker.text)] = f"cites {{}} as its source: '{_brace(words)}'"
    for line in read.edges if pattern else ():
        for match in pattern.finditer(line) if pattern else ():
            if _BEFORE.search(line[: match.start()]) or _AFTER.match(line, match.end()):
                words = _around(line, match.start(), match.end())
                found.setdefault(
                    publisher_key(match[0]), f"credits {_brace(match[0])} ({{}}): '{_brace(words)}'"
                )
    found.pop(own, None)
    return found


def _matches(
    read: _Read,
    found: Mapping[str, str],
    index: Mapping[tuple[str, object], list[str]],
    reads: Mapping[str, _Read],
) -> Iterable[tuple[int, int, int, str, str]]:
    """Documents that `read` may go back to: claims shared, names shared, nearness in days, id, reason."""
    for publisher, reason in found.items():
        claims = Counter(id_ for token in read.tokens for id_ in index.get((publisher, token), ()))
        names = Counter(id_ for name in read.names for id_ in index.get((publisher, name), ()))
        for id_ in sorted({*claims, *names} - {read.document.id}):
            gap = _gap(reads[id_].document, read.document)
            if gap is not None and (claims[id_] or names[id_] >= RARE_NAMES):
                yield (claims[id_], names[id_], -gap, id_, reason)


def _gap(report: Document, rewrite: Document) -> int | None:
    """Days from report to rewrite (absolute), 0 where a day is unknown, `None` if it cannot be."""
    if report.published is None or rewrite.published is None:
        return 0
    days = (rewrite.published - report.published).days
    return abs(days) if -YOUNGEST <= days <= OLDEST else None


def _index(reads: Mapping[str, _Read]) -> dict[tuple[str, object], list[str]]:
    """Documents by publisher and claim, and by publisher and rare name."""
    seen_in = Counter(name for read in reads.values() for name in read.names)
    limit = max(RARE_IN, len(reads) // 50)
    index: dict[tuple[str, object], list[str]] = defaultdict(list)
    for id_, read in reads.items():
        rare = (
            name
            for name in read.names
            if seen_in[name] <= limit and publisher_key(name) != publisher_key(read.document.publisher or "")
        )
        for token in (*read.tokens, *rare):
            index[publisher_key(read.document.publisher or ""), token].append(id_)
    return index


def _groups(reads: Mapping[str, _Read], links: Iterable[_Link]) -> list[list[str]]:
    parent = {id_: id_ for id_ in reads}

    def root(id_: str) -> str:
        while parent[id_] != id_:
            parent[id_] = parent[parent[id_]]
            id_ = parent[id_]
        return id_

    for left, right, _ in links:
        parent[root(right)] = root(left)
    groups: dict[str, list[str]] = defaultdict(list)
    for id_ in reads:
        groups[root(id_)].append(id_)
    return list(groups.values())


def _in_order(group: Sequence[str], reads: Mapping[str, _Read], crediting: set[str]) -> list[str]:
    """First report first: by day; on one day, who credits another comes after who credits nobody."""
    return sorted(group, key=lambda id_: (reads[id_].document.published or date.max, id_ in crediting, id_))


def _origin(group: Sequence[str], rewrites: set[str], reasons: Mapping[str, set[str]]) -> Origin:
    return Origin(
        id=content_id("org", group[0]),
        document_ids=tuple(group),
        rewrites=tuple(member for member in group[1:] if member in rewrites),
        reasons=tuple(reason for member in group for reason in sorted(reasons.get(member, ()))),
    )


def _tokens(claim: Claim) -> Iterable[tuple[str, str]]:
    """The type with each party: what is told of an act, whichever of its parties is left out."""
    return (
        (claim.type, mention.actor_id or mention.text.casefold())
        for mention in (*claim.actors, *claim.recipients)
    )


def _idents(claim: Claim, *, of_actors: bool) -> set[str]:
    mentions = claim.actors if of_actors else claim.recipients
    return {mention.actor_id or mention.text.casefold() for mention in mentions}


def _is_inside(match: re.Match[str]) -> bool:
    """Whether the name does not open a sentence, where any word is capitalised; names of two words pass."""
    before = match.string[: match.start()].rstrip(" \"'“‘(")[-1:]
    return " " in match[0] or bool(before and before not in ".!?\n")


def _any_of(names: Sequence[str]) -> re.Pattern[str] | None:
    longest_first = sorted((name for name in names if name), key=lambda name: (-len(name), name))
    if not longest_first:
        return None
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b", re.IGNORECASE)


def publisher_key(publisher: str) -> str:
    """The name of a publisher as it is compared: without case and without a leading article."""
    return publisher.casefold().strip().removeprefix("the ")


def _around(text: str, start: int, end: int) -> str:
    left = max(text.rfind(" ", 0, max(start - 14, 0)) + 1, 0)
    return _short(text[left : end + 14].replace("\n", " "))


def _short(words: str) -> str:
    return words if len(words) <= QUOTE else words[: QUOTE - 1].rstrip() + "…"


def _brace(words: str) -> str:
    return words.replace("{", "{{").replace("}", "}}")
