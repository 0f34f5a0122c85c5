"""Who says so: the publishers and speakers of claims, as a brief calls them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from detente.base.text import blocks
from detente.base.types import Claim, Event, Factuality, Mention, Sentence, SourceKind
from detente.extract.quotes import quotes_of
from detente.report.bearing import asks
from detente.report.select import Evidence
from detente.report.wording import count, day_words, joined, opening, tidy

__all__ = ["DENIED", "according_to", "called", "origins_of", "publisher", "voice", "voices"]

MOST_SOURCES = 4
DENIED = (Factuality.NOT_HAPPENED, Factuality.DOUBTFUL)  # what takes the side of those who deny
_PRONOUNS = frozenset(
    ("he", "her", "hers", "him", "his", "it", "ours", "she", "theirs", "them", "they", "we")
)
_UNNAMED = frozenset(("another", "many", "most", "one", "others", "some", "source", "sources"))
_NO_NAMES = frozenset(("the latter", "latter", "the former", "former", "both", "from", "of", "by", "to"))
_NOBODY = _PRONOUNS | _UNNAMED | _NO_NAMES
# What is left of "the mediator in their talks" behind the mediator.
_CUT_OFF = re.compile(r" (?:in|of|for|to|with|on|from) (?:its|his|her|their)$")
_AND = re.compile(r"\s*(?:,|,? and|calling itself|known as)?\s+(?:the\s+)?")
_OWN_ARTICLE = re.compile(
    r"(?:an?|another|at|both|the|one|two|three|four|its|his|her|their|our|some|many|most|several|people|police"
    r"|[\w-]+s|[\w-]+ (?:officials|sources|people|diplomats))\b",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"\b(?:said|says?|told|tells|according to|announc\w+|report(?:s|ed)|claim(?:s|ed)|stat(?:es|ed)"
    r"|added|wrote|insist\w+|by (?:his|her|its|their) own account)\b",
    re.IGNORECASE,
)
_POSSESSIVE, _OWNER = re.compile(r"['’]s?$"), re.compile(r"['’]s? ")
# Common words that a sentence may begin with.
_COMMON = re.compile(
    r"^(?:An?|Its|His|Her|Their|Another|At least|Both|Four|Many|Most|One|People|Several|Some|The|Three|Two"
    r"|Activists|Analysts|Critics|Diplomats|Experts|Observers|Officials|Residents|Sources|Villagers|Witnesses)\b"
)


def according_to(evidence: Evidence, event: Event, *, vouched: bool = True) -> Sentence:
    """According to whom an event stands as it does, in how many texts and of how many independent origins.

    Where nobody may be said to have `vouched` for how it stands, the texts alone are named, as is a text in
    whose sentence somebody speaks or asks who was not read as the source.
    """
    claims = evidence.claims_of(event)
    speaking = [claim for claim in claims if _speaks_for(claim, event)] or claims
    vouching = [claim for claim in speaking if vouched and not _passes_on(evidence, claim, event)]
    heard = voices(evidence, vouching)
    telling = _texts(evidence, [claim for claim in speaking if claim not in vouching])
    parts = [
        f"{head} {'; '.join(some)}"
        for head, some in zip(("According to", "told in"), _at_most(heard, telling), strict=True)
        if some
    ]
    weight = [count(len({claim.document_id for claim in speaking}), "text")]
    if event.happened or evidence.independent(event):  # what is not told as done has no origin to count
        weight.append(origins_of(evidence, event))
    text = f"{opening('; '.join(parts))} ({', '.join(weight)})."
    return Sentence(text=text, cites=(event.id, *(claim.id for claim in claims)))


def _at_most(heard: list[str], telling: list[str]) -> tuple[list[str], list[str]]:
    """The first of both, and how many more there are."""
    left = len(heard) + len(telling) - MOST_SOURCES
    some, rest = heard[:MOST_SOURCES], telling[: max(0, MOST_SOURCES - len(heard))]
    if left > 0:
        (rest or some).append(f"{left} more")
    return some, rest


def _texts(evidence: Evidence, claims: Iterable[Claim]) -> list[str]:
    return list(dict.fromkeys(publisher(evidence, claim.document_id) for claim in claims))


def _passes_on(evidence: Evidence, claim: Claim, event: Event) -> bool:
    """Whether a text tells in its own name, as far as was read, what is likely to be the word of another.

    A plan or a call is somebody's, and what stands beside "said" is; who asks vouches for nothing. Whoever
    is to do something is not for that the one who says so.
    """
    words = evidence.documents[claim.document_id].quote(claim.sentence)
    speaks = _SPEAKS.search(words) is not None
    if claim.source.kind is SourceKind.AUTHOR:
        return not event.happened or speaks or asks(words)
    if claim.source.kind is SourceKind.NAMED and not event.happened and not speaks:
        return True
    return voice(evidence, claim) == publisher(evidence, claim.document_id)


def _speaks_for(claim: Claim, event: Event) -> bool:
    """Whether a claim is on the side of how the event stands: who denies it is heard elsewhere."""
    return (claim.factuality in DENIED) is (event.factuality in DENIED)


def origins_of(evidence: Evidence, event: Event) -> str:
    """How many origins report an event on their own, in words; rumours and what a rewrite adds have none."""
    number = evidence.independent(event)
    return count(number, "independent origin") if number else "no independent origin"


def voice(evidence: Evidence, claim: Claim) -> str:
    """Who speaks in a claim, and in which text."""
    where = publisher(evidence, claim.document_id)
    kind, chain = claim.source.kind, _chain(evidence, claim)
    if kind is SourceKind.AUTHOR:
        return where
    if kind is SourceKind.NAMED:
        return f"{', as told by '.join(chain)}, in {where}" if chain else _somebody(evidence, claim)
    if kind is SourceKind.RUMOUR:
        return f"rumour{''.join(f', as told by {name}' for name in chain)}, in {where}"
    # The words are those of the text ("an official in Moscow"), so nobody else is made up for them.
    words = [_words(one) for one in claim.source.chain if one.text.lower() not in _NOBODY]
    said = joined([_with_article(_COMMON.sub(lambda first: first[0].lower(), one)) for one in words])
    unnamed = any(one.text.lower() in _UNNAMED for one in claim.source.chain)
    said = said or ("unnamed sources" if unnamed else "")
    return f"{said}, in {where}" if said else _somebody(evidence, claim)


def _somebody(evidence: Evidence, claim: Claim) -> str:
    """Whoever speaks where nobody knows whose word it is: within quotation marks not the text itself."""
    text, where = evidence.documents[claim.document_id].text, publisher(evidence, claim.document_id)
    block = next((one.span for one in blocks(text) if one.span.covers(claim.sentence)), claim.sentence)
    quoted = quotes_of(text).holds(block, claim.trigger.start)
    return f"a quoted source, in {where}" if quoted else where


def _with_article(name: str) -> str:
    # "carrier" is one that the text has spoken of, "Chilean side" what it is called; plurals, and what has
    # its own article, stay as they are.
    last = name.rpartition(" ")[2]
    called_so = last[:1].islower() and not last.endswith("s") and not _OWNER.search(name)
    return f"the {name}" if (name[:1].islower() or called_so) and not _OWN_ARTICLE.match(name) else name


def _chain(evidence: Evidence, claim: Claim) -> list[str]:
    """Who speaks, and who passes on whose words; those whom the text joins by "and" speak as one.

    Two names with nothing but a comma between them are one speaker: "its utility, Quessenergi".
    """
    text, heard = evidence.documents[claim.document_id].text, list[list[Mention]]()
    for mention in sorted(claim.source.chain, key=lambda one: one.span.start if one.span else 0):
        last = heard[-1][-1].span if heard else None
        together = last and mention.span and _AND.fullmatch(text[last.end : mention.span.start])
        heard[-1:] = [[*heard[-1], mention]] if together else [*heard[-1:], [mention]]
    heard = [_apposed(text, some) or some for some in heard]
    heard.sort(key=lambda some: min(claim.source.chain.index(one) for one in some))
    names = [[_known_as(evidence, one) for one in some] for some in heard]
    kept = [[name for name in some if name.casefold() not in _PRONOUNS | _NO_NAMES] for some in names]
    return [joined(list(map(_with_article, some))) for some in kept if some]


def _apposed(text: str, some: list[Mention]) -> list[Mention]:
    """The proper one of two names of one speaker; nothing where they are not two, or "and" joins them."""
    spans = [mention.span for mention in some if mention.span]
    if len(some) != 2 or len(spans) != 2 or "and" in text[spans[0].end : spans[1].start]:
        return []
    return some[1:] if some[1].text[:1].isupper() else some[:1]


def _known_as(evidence: Evidence, mention: Mention) -> str:
    """A name, or the words of the text where they share none with it ("its minister")."""
    name, words = called(evidence, mention), _words(mention)
    shared = set(name.casefold().split()) & set(words.casefold().split())
    return name if shared else words


def _words(mention: Mention) -> str:
    return tidy(_POSSESSIVE.sub("", _CUT_OFF.sub("", mention.text)), longest=80)


def voices(evidence: Evidence, claims: Iterable[Claim]) -> list[str]:
    """Who speaks in claims, each once."""
    return list(dict.fromkeys(voice(evidence, claim) for claim in claims))


def called(evidence: Evidence, mention: Mention) -> str:
    """The name under which a mention is known, or its own words."""
    return tidy(evidence.names.get(mention.actor_id or "") or mention.text, longest=80)


def publisher(evidence: Evidence, document_id: str) -> str:
    """Who put out a document, and when."""
    document = evidence.documents[document_id]
    name = "a text without a publisher"
    if document.publisher:
        name = tidy(document.publisher, longest=80)
    elif document.title:
        name = f"the text “{tidy(document.title, longest=70)}”"
    return f"{name} of {day_words(document.published)}" if document.published else f"{name}, undated"
