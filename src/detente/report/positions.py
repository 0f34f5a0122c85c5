"""The issues on the table and each side's stated position: who asks, refuses, accuses what, as quoted.

An issue is a word that several statements share; nothing is known of it but the statements under it. Words
are compared as English ones: texts in other languages stand under no issue unless they share a word.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files

from detente.base.types import Claim, Document, Gap, Mention, Modality, Sentence, SourceKind, WhenFrom
from detente.report.select import Evidence
from detente.report.telling import LEAST_SURE, quoted
from detente.report.voices import called, publisher
from detente.report.wording import count, range_words, tidy

__all__ = ["Issue", "Statement", "issues_facts", "issues_of", "positions"]

MOST_ISSUES, MOST_OF_A_SIDE, LEAST_STATEMENTS = 8, 3, 2
LONGEST_QUOTE = 280
OTHER = ""  # the word of statements that share none

# Acts in which a side says what it wants or grants; the rest are deeds, not positions.
STANCES = frozenset(["REQUEST", "REJECT", "ACCUSE", "THREATEN", "CONCEDE", "SUPPORT", "AGREE"])
# Words that say something; a deed of the same type ("signed", "sued", "walked out") is no statement.
_SAYS = re.compile(
    r"\b(?:accus|admit|acknowledg|agree|accept|apolog|appeal|applaud|appreciat|approv|ask|assur|back|beg|blam"
    r"|blast|brand|call(?!\w* off)|caution|cheer|claim|commend|complain|conced|condemn|congratulat|critici"
    r"|declin|defend|demand|den(?:y|ied|ies)|denounc|deplor|dismiss|disput|disagree|endors|entreat|exhort|express"
    r"|favou?r|hail|implor|insist|invit|lament|lash|object|offer|oppos|petition|plea|pledg|prais|press|promis"
    r"|propos|protest|rebuff|rebuk|rebut|recogni[sz]|refus|refut|regret|reiterat|reject|reproach|repudiat|request"
    r"|rul(?:e|ed|es|ing) out|scoff|slam|spurn|support|swear|swore|tell|thank|threat|told|urg|voic|vow"
    r"|want|warn|welcom)\w*",
    re.IGNORECASE,
)
_GUESSED = re.compile(r"\b(?:it|they|we|its|his|her|their|our|both|two)\b", re.IGNORECASE)
# A noun, as far as the words before it tell: "the pipeline", "over the new pipeline", "Orsk's pipeline".
_WORD = re.compile(
    r"(?:(?<![\w'’-])(?:the|an?|its|his|her|their|of|over|on|about|against|for|from|with|this|that|any|all|no)"
    r"|['’]s) (?:[a-z-]+ )?([a-z][a-z-]{3,})(?![\w’'])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One claim in which a side takes a position: the side's id, and the words it may be about."""

    claim: Claim
    side: str
    day: date | None
    quote: str
    words: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Statements that share `word`; those that share none stand under the word ``""``."""

    word: str
    statements: tuple[Statement, ...]


def positions(evidence: Evidence) -> tuple[list[Sentence], list[Gap]]:
    """Issue by issue: how many statements each side made, and the latest of each, quoted with its day."""
    issues = issues_of(_statements(evidence))
    sentences = [one for issue in issues for one in _issue(evidence, issue)]
    return sentences, []


def issues_of(statements: Sequence[Statement]) -> tuple[Issue, ...]:
    """The statements by the word that most of them share, then the next; the rest share no word."""
    left, found = list(statements), list[Issue]()
    while left and len(found) < MOST_ISSUES:
        shared = Counter(word for statement in left for word in statement.words)
        sides: dict[str, set[str]] = defaultdict(set)
        for statement in left:
            for word in statement.words:
                sides[word].add(statement.side)
        # A word that both sides use says more of what is between them than one that only one uses.
        best = max(shared, key=lambda word: (len(sides[word]), shared[word], word), default=OTHER)
        if not best or shared[best] < LEAST_STATEMENTS:
            break
        found.append(Issue(word=best, statements=tuple(one for one in left if best in one.words)))
        left = [one for one in left if best not in one.words]
    found.sort(key=lambda issue: -len(issue.statements))
    return (*found, Issue(word=OTHER, statements=tuple(left))) if left else tuple(found)


def issues_facts(evidence: Evidence) -> dict[str, str]:
    """How many statements an issue has, of which side, and their days, by the ids that cite them."""
    found = {}
    for issue in issues_of(_statements(evidence)):
        for one in issue.statements:
            found[one.claim.id] = range_words(one.claim.when) if one.claim.when else ""
        numbers = [str(len(issue.statements)), *(str(n) for _, n in _by_side(evidence, issue))]
        names = [name for name, _ in _by_side(evidence, issue)]
        found[_issue_id(evidence, issue)] = "\n".join((issue.word, *numbers, *names))
    return found


def _statements(evidence: Evidence) -> list[Statement]:
    found: dict[tuple[str, str], Statement] = {}
    for event in (*evidence.events, *evidence.shown):
        for claim in evidence.claims_of(event):
            statement = _statement(evidence, claim)
            if statement is not None:
                # However many texts tell it, a side said it once; the first of them speaks.
                found.setdefault((statement.side, event.id), statement)
    once = {(one.side, one.claim.document_id, one.quote): one for one in found.values()}
    return sorted(once.values(), key=lambda one: (one.day or date.max, one.claim.id))


def _statement(evidence: Evidence, claim: Claim) -> Statement | None:
    # Only what is plainly told of a side is its position: no rumour, no plan, no word of unnamed others.
    if claim.type not in STANCES or not claim.asserts_happened or claim.confidence < LEAST_SURE:
        return None
    # "As it had promised" is told again behind something else.
    known = claim.source.kind in (SourceKind.AUTHOR, SourceKind.NAMED)
    if claim.modality is Modality.BACKGROUND or not known:
        return None
    day = claim.when.start if claim.when else None
    sides = _sides_of(evidence, claim.actors, day)
    # What a side does together with another is the position of neither.
    side = sides[0] if len(set(sides)) == 1 and len(sides) == len(claim.actors) else None
    document = evidence.documents[claim.document_id]
    owned = document.text[: claim.trigger.start].endswith(("'s ", "’s "))  # "Orsk's promise is worth little"
    if owned or not _SAYS.match(document.quote(claim.trigger)):
        return None
    guessed = any(_is_guessed(mention, document) for mention in claim.actors)
    both = len(claim.actors) > 1 and not all(m.span and claim.sentence.covers(m.span) for m in claim.actors)
    if side is None or guessed or both:
        return None
    speaks = _sides_of(evidence, claim.source.chain[:1], day)
    if claim.source.kind is SourceKind.NAMED and speaks != [side]:
        return None  # what somebody says of a side is no position of that side
    quote = document.quote(claim.sentence)
    said = document.text[claim.trigger.start : claim.trigger.end].lower().split()
    empty = _empty_words()
    words = {_stem(word) for word in _WORD.findall(quote) if word not in empty and word not in said}
    words -= {_stem(word) for word in words if word.endswith(("ed", "ing", "ly"))}
    stated = claim.when if claim.when_from in (WhenFrom.STATED, WhenFrom.INFERRED) else None
    told = stated.start if stated else document.published
    return Statement(claim=claim, side=side, day=told, quote=tidy(quote), words=frozenset(words))


def _sides_of(evidence: Evidence, mentions: Iterable[Mention], day: date | None) -> list[str]:
    return [side for one in mentions if one.actor_id and (side := evidence.side_of(one.actor_id, day))]


def _is_guessed(mention: Mention, document: Document) -> bool:
    """Whether it is "it", "his deputy" or the like: a guess whom that means is too little to quote a side."""
    before = document.text[max(0, mention.span.start - 6) : mention.span.start] if mention.span else ""
    return _GUESSED.search(f"{before.rpartition('.')[2]}{mention.text}") is not None


@cache
def _empty_words() -> frozenset[str]:
    lines = files("detente.report").joinpath("empty_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def _stem(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _issue(evidence: Evidence, issue: Issue) -> list[Sentence]:
    cite = _issue_id(evidence, issue)
    what = f"On “{_as_written(issue)}”" if issue.word else "On other matters"
    counted = " and ".join(f"{n} of {name}" for name, n in _by_side(evidence, issue))
    text = f"{what}: {count(len(issue.statements), 'statement')}, {counted}."
    claims = tuple(statement.claim.id for statement in issue.statements)
    sentences = [Sentence(text=text, cites=(cite, *claims))]
    for name, _ in _by_side(evidence, issue):
        own = [one for one in issue.statements if _side_name(evidence, one) == name]
        sentences += [_said(evidence, cite, one) for one in own[-MOST_OF_A_SIDE:]]
    return sentences


def _said(evidence: Evidence, cite: str, statement: Statement) -> Sentence:
    claim, side = statement.claim, _side_name(evidence, statement)
    day = claim.when.start if claim.when else None
    acting = [
        one for one in claim.actors if one.actor_id and evidence.side_of(one.actor_id, day) == statement.side
    ]
    who = called(evidence, acting[0])
    speaker = side if who == side else f"{side} ({who})"
    # The day of a text stands behind the quotation; of an act only a day that the text gives is told.
    stated = claim.when if claim.when_from in (WhenFrom.STATED, WhenFrom.INFERRED) else None
    when = f", {range_words(stated)}" if stated else ""
    words = quoted(evidence, claim, LONGEST_QUOTE)
    text = f"{speaker}{when}: {words} ({publisher(evidence, claim.document_id)})."
    return Sentence(text=text, cites=(cite, claim.id))


def _as_written(issue: Issue) -> str:
    """The word as the statements have it: "raid" where they all say so, "raids" where they do."""
    texts = [set(_WORD.findall(statement.quote)) for statement in issue.statements]
    return max((issue.word, issue.word + "s"), key=lambda word: sum(word in text for text in texts))


def _by_side(evidence: Evidence, issue: Issue) -> list[tuple[str, int]]:
    counted = Counter(_side_name(evidence, statement) for statement in issue.statements)
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def _side_name(evidence: Evidence, statement: Statement) -> str:
    return tidy(evidence.name(statement.side))


def _issue_id(evidence: Evidence, issue: Issue) -> str:
    return f"issue:{evidence.subject.key}:{issue.word or 'other'}"
