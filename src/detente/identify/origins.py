"""Which documents go back to the same first report.

Signals: copies (word 3-grams); credit to another document's publisher in the title, in the first or
last lines, or as the source of a claim; a correction by the same publisher. Credit joins two
documents only if they also tell the same: a claim of the same type with a party in common, or two
rare names. What credits and copies nobody may still have been written from another (rewrites.py). A
document joins at most one report by credit, the one with which it shares most, lest a round-up of
independent reports makes one origin of them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from detente.base.ids import content_id
from detente.base.types import Claim, Document, Origin
from detente.collect.copies import near_copies
from detente.extract.corrections import is_correction
from detente.identify.lineage import Told
from detente.identify.publishing import days_after, first_published, publisher_key
from detente.identify.rewrites import rarities, written_from

__all__ = ["find_origins", "known_links"]

RARE_NAMES = 2
RARE_IN = 5  # documents; in large collections 2 % of them
EDGE_LINES = 3
QUOTE = 60

_NAME = re.compile(r"[^\W\d_a-z][\w'’-]+(?: [^\W\d_a-z][\w'’-]+)*")
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


def find_origins(documents: Sequence[Document], claims: Sequence[Claim]) -> tuple[Origin, ...]:
    """The origins of `documents`, by id; each document stands in exactly one. Order does not matter."""
    reads = _reads(documents, claims)
    credits, copies = _credit_links(reads), _copy_links(reads)
    linked = {member: report for report, member, _ in (*credits, *copies)}
    rewrites = _rewrite_links(reads, linked, {member for _, member, _ in credits})
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


def known_links(
    documents: Sequence[Document], claims: Sequence[Claim]
) -> tuple[dict[str, str], dict[str, str]]:
    """Who credits whom, and who copies whom: a document with the report that it goes back to."""
    reads = _reads(documents, claims)
    links = _credit_links(reads), _copy_links(reads)
    credits, copies = ({member: report for report, member, _ in some} for some in links)
    return credits, copies


def _reads(documents: Sequence[Document], claims: Sequence[Claim]) -> dict[str, _Read]:
    by_document: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_document[claim.document_id].append(claim)
    ordered = sorted({document.id: document for document in documents}.values(), key=first_published)
    return {one.id: _Read(one, tuple(by_document[one.id])) for one in ordered}


def _copy_links(reads: Mapping[str, _Read]) -> list[_Link]:
    links = []
    for pair in near_copies((id_, read.document.text) for id_, read in reads.items()):
        left, right = sorted((pair.left, pair.right), key=lambda id_: first_published(reads[id_].document))
        share = "the same words" if pair.exact else f"{pair.similarity:.0%} of 3-grams".replace("%", " %")
        links.append((left, right, f"{right} is a {'' if pair.exact else 'near '}copy of {left} ({share})"))
    return links


def _rewrite_links(reads: Mapping[str, _Read], linked: Mapping[str, str], crediting: set[str]) -> list[_Link]:
    rarity = rarities([read.document for read in reads.values()])
    told = {id_: Told(read.document, read.claims, rarity) for id_, read in reads.items()}
    return [
        (report, id_, f"{id_} tells what {report} tells and little of its own ({probability:.2f})")
        for report, id_, probability in written_from(told, linked, crediting)
    ]


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
            gap = days_after(reads[id_].document, read.document)
            if gap is not None and (claims[id_] or names[id_] >= RARE_NAMES):
                yield (claims[id_], names[id_], -gap, id_, reason)


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


def _is_inside(match: re.Match[str]) -> bool:
    """Whether the name does not open a sentence, where any word is capitalised; names of two words pass."""
    before = match.string[: match.start()].rstrip(" \"'“‘(")[-1:]
    return " " in match[0] or bool(before and before not in ".!?\n")


def _any_of(names: Sequence[str]) -> re.Pattern[str] | None:
    longest_first = sorted((name for name in names if name), key=lambda name: (-len(name), name))
    if not longest_first:
        return None
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b", re.IGNORECASE)


def _around(text: str, start: int, end: int) -> str:
    left = max(text.rfind(" ", 0, max(start - 14, 0)) + 1, 0)
    return _short(text[left : end + 14].replace("\n", " "))


def _short(words: str) -> str:
    return words if len(words) <= QUOTE else words[: QUOTE - 1].rstrip() + "…"


def _brace(words: str) -> str:
    return words.replace("{", "{{").replace("}", "}}")
