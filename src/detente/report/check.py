"""The last check of a brief: nothing in it that its evidence does not say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from detente.base.types import Brief, Claim, Document, Event, Finding, Forecast, Quad, Relation, Sentence
from detente.measure.relations import relation_id
from detente.report.asked import asked_facts
from detente.report.changed import changed_facts
from detente.report.dealt import dealt_facts
from detente.report.foresight import foresight_facts
from detente.report.history import history_facts
from detente.report.moving import moving_facts
from detente.report.positions import issues_facts
from detente.report.select import Evidence
from detente.report.sides import sides_told
from detente.report.wording import MONTHS, QUAD_WORDS, day_words, likelihood, range_words, tidy

__all__ = [
    "Facts",
    "check_brief",
    "check_sentence",
    "days_in",
    "facts_of",
    "names_in",
    "numbers_in",
    "quotes_in",
]

Facts = Callable[[str], str | None]

_DAY = re.compile(rf"\b\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}\b")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_][\w-]*")
_QUOTE = re.compile(r"“([^”]*)”")
_START = re.compile(r"(?:^|[.:?!] )([^\W\d_]\w*)")
# Words of ours that open a sentence or the part after a colon; any other capital is taken for a name.
OPENERS = """About According Advised After Almost Among As Base Between Called Counted Denied Did Disputed
Doubted From In It Its Likely Most New No Not Of On Planned Possible Relations Roughly Rumour Since Somebody
The Told Unlikely Very What"""
_OPENERS = frozenset(OPENERS.split())


def check_brief(brief: Brief, facts: Facts) -> tuple[str, ...]:
    """What is wrong with `brief`, one problem each; empty if every sentence stands on what it cites.

    `facts` gives the evidence text behind a cited id, `None` if there is no such id. Every day, number,
    quotation and capitalised name of a sentence must occur in the facts of its own cites.
    """
    sentences = (sentence for section in brief.sections for sentence in section.sentences)
    return tuple(problem for sentence in sentences for problem in check_sentence(sentence, facts))


def facts_of(evidence: Evidence) -> Facts:
    """The evidence texts behind all ids that a brief on `evidence` may cite."""
    texts = {claim.id: _claim_facts(evidence, claim) for claim in evidence.claims.values()}
    texts |= {event.id: _event_facts(evidence, event) for event in evidence.told}
    texts |= {finding.id: _finding_facts(evidence, finding) for finding in evidence.findings}
    texts |= {forecast.id: _forecast_facts(evidence, forecast) for forecast in evidence.forecasts}
    texts |= {id_: text for id_, text in history_facts(evidence).items() if id_ not in texts}
    if evidence.foresight is not None:
        texts |= foresight_facts(evidence.foresight)
    known = (*evidence.relations, *([evidence.total] if evidence.total else []))
    texts |= {relation_id(relation): _relation_facts(evidence, relation) for relation in known}
    # A month may be cited both as one of many and as the period of the brief.
    further = (asked_facts, dealt_facts, changed_facts, moving_facts, issues_facts)
    for id_, text in (item for facts in further for item in facts(evidence).items()):
        texts[id_] = f"{texts[id_]}\n{text}" if id_ in texts else text
    return texts.get


def check_sentence(sentence: Sentence, facts: Facts) -> Iterator[str]:
    """What is wrong with one sentence; see `check_brief`."""
    found = {cite: facts(cite) for cite in sentence.cites}
    for cite, text in found.items():
        if text is None:
            yield f"{sentence.text!r} cites {cite}, which does not exist"
    evidence = "\n".join(text for text in found.values() if text is not None)
    for kind, said, known in (
        ("quotation", quotes_in(sentence.text), None),
        ("day", days_in(sentence.text), set(_DAY.findall(evidence))),
        ("number", numbers_in(sentence.text), set(_NUMBER.findall(evidence))),
        ("name", names_in(sentence.text), set(_WORD.findall(evidence))),
    ):
        for words in said:
            if not (words.removesuffix("…") in evidence if known is None else words in known):
                yield f"{sentence.text!r}: the {kind} {words!r} does not stand in what it cites"


def quotes_in(text: str) -> list[str]:
    """What stands between “ and ”."""
    return _QUOTE.findall(text)


def days_in(text: str) -> list[str]:
    """The days outside quotations, as a brief writes them."""
    return _DAY.findall(_plain(text))


def numbers_in(text: str) -> list[str]:
    """The numbers outside quotations, those of days among them."""
    return _NUMBER.findall(_plain(text))


def names_in(text: str) -> list[str]:
    """The words outside quotations with a capital, but for those of ours that open a sentence."""
    plain = _plain(text)
    starts = {match.start(1) for match in _START.finditer(plain) if match[1] in _OPENERS}
    words = [match for match in _WORD.finditer(plain) if match.start() not in starts]
    return [match[0] for match in words if match[0][0].isupper()]


def _plain(text: str) -> str:
    return _QUOTE.sub(" ", text)


def _document_facts(document: Document) -> str:
    published = day_words(document.published) if document.published else ""
    publisher = document.publisher or ""
    return "\n".join((tidy(publisher), tidy(publisher, longest=80), tidy(document.title or ""), published))


def _claim_facts(evidence: Evidence, claim: Claim) -> str:
    document = evidence.documents[claim.document_id]
    mentions = (*claim.actors, *claim.recipients, *claim.source.chain)
    known = [evidence.names.get(mention.actor_id or "", "") for mention in mentions]
    names = [tidy(name, longest=size) for name in known for size in (None, 80)]
    texts = [tidy(mention.text, longest=size) for mention in mentions for size in (None, 80)]
    return "\n".join((_document_facts(document), tidy(document.quote(claim.sentence)), *names, *texts))


def _event_facts(evidence: Evidence, event: Event) -> str:
    claims = evidence.claims_of(event)
    voices = {(c.document_id, c.source.kind, tuple(m.text for m in c.source.chain)) for c in claims}
    names = [tidy(evidence.name(actor_id)) for actor_id in (*event.actor_ids, *event.recipient_ids)]
    names += [side for side in sides_told(evidence, event) if side]
    numbers = {evidence.independent(event), *range(1, len({claim.document_id for claim in claims}) + 1)}
    numbers |= set(range(1, len(voices)))  # the rest of the voices, where only some are named
    return "\n".join((range_words(event.when), *names, *(str(number) for number in sorted(numbers))))


def _finding_facts(evidence: Evidence, finding: Finding) -> str:
    document = evidence.documents[finding.document_id]
    words = (evidence.name(finding.actor_id), finding.claimed, finding.known, finding.why)
    # The reason is put at the head of a sentence, so its first letter may stand as a capital.
    heads = [word[:1].upper() + word[1:] for word in words]
    return "\n".join((_document_facts(document), *(tidy(word) for word in (*words, *heads))))


def _forecast_facts(evidence: Evidence, forecast: Forecast) -> str:
    question = forecast.question
    names = [evidence.name(i) for i in (question.dyad.actor_id, question.dyad.recipient_id)]
    shares = [f"{share:.0%}" for share in (forecast.probability, *forecast.interval)]
    days = [range_words(question.window), day_words(forecast.known_until)]
    word = likelihood(forecast.probability).capitalize()
    return "\n".join((*names, *question.types, *shares, *days, word, tidy(forecast.base)))


def _relation_facts(evidence: Evidence, relation: Relation) -> str:
    names = [evidence.name(i) for i in (relation.dyad.actor_id, relation.dyad.recipient_id)]
    ends = [range_words(r.period) for r in evidence.relations if relation.period.contains(r.period.start)]
    counts = [f"{n} of {QUAD_WORDS[quad]}" for quad, n in zip(Quad, relation.quads, strict=True)]
    totals = [str(sum(relation.quads)), str(relation.conflict), str(relation.cooperation)]
    index = f"tension {relation.tension:.0f} of 100" if relation.tension is not None else ""
    return "\n".join((*names, *ends, *counts, *totals, index))
