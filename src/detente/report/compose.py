"""Evidence to a brief: sections of sentences, each of which cites what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from detente.base.ids import is_provisional
from detente.base.types import (
    Brief,
    Claim,
    Event,
    Factuality,
    Finding,
    Forecast,
    Gap,
    Modality,
    Quad,
    Relation,
    Section,
    Sentence,
)
from detente.measure.relations import relation_id
from detente.report.asked import asked, precedent, resembled
from detente.report.causes import causes
from detente.report.changed import moved, reweighed, told_anew
from detente.report.contested import contested, overtaken
from detente.report.dealt import in_short, with_whom
from detente.report.foresight import Foresight, around, measures, watch
from detente.report.history import history
from detente.report.moving import moving
from detente.report.positions import positions
from detente.report.select import Evidence
from detente.report.subjects import Subject
from detente.report.telling import LEAST_SURE, LONGEST_QUOTE, by_sentence, entry, quoted, sure, unlisted
from detente.report.voices import called, publisher, voice
from detente.report.wording import (
    ASSESSMENTS,
    QUAD_WORDS,
    count,
    day_words,
    joined,
    likelihood,
    period_words,
    range_words,
    tidy,
)

__all__ = ["SHOWN_NOTE", "compose_brief"]

MOST_EVENTS, MOST_SHOWN, MOST_ASSESSMENTS = 40, 25, 15
SHOWN_NOTE = "shown, not counted"

Writer = Callable[[Evidence], tuple[list[Sentence], list[Gap]]]


def compose_brief(evidence: Evidence, written: date) -> Brief:
    """The brief on the dyad of `evidence`. A section without evidence is left out; a gap says why."""
    sections, gaps = [], []
    for title, writer, looked_for in _sections_on(evidence.subject):
        sentences, missing = writer(evidence)
        gaps += missing
        if sentences:
            sections.append(Section(title=title, sentences=tuple(sentences)))
        elif not missing and looked_for:  # two of one side: said once is enough
            gaps.append(Gap(about=title, looked_for=looked_for, why="none is on record"))
    gaps += [*_standing_gaps(evidence), *(_readable(evidence, gap) for gap in evidence.gaps)]
    return Brief(topic=_title(evidence), sections=tuple(sections), gaps=tuple(gaps), written=written)


def _title(evidence: Evidence) -> str:
    period = evidence.subject.period
    if period is None:
        return evidence.topic
    title = f"{evidence.topic}, {period_words(period, bare=True)}"
    before = evidence.subject.before
    return f"{title}, compared with {period_words(before, bare=True)}" if before else title


def _in_short(evidence: Evidence) -> tuple[list[Sentence], list[Gap]]:
    total = evidence.total
    if total is None:
        return [], []
    cited = (relation_id(total),)
    first, last = (range_words(evidence.relations[i].period, bare=True) for i in (0, -1))
    span = f"In {first}" if first == last else f"From {first} to {last}"
    number = total.cooperation + total.conflict
    quads = [f"{n} of {QUAD_WORDS[quad]}" for quad, n in zip(Quad, total.quads, strict=True) if n]
    passed = f"{span}, {count(number, 'dated event')} passed between {evidence.topic}: {joined(quads)}."
    return [Sentence(text=passed, cites=cited), *_movement(evidence)], []


def _movement(evidence: Evidence) -> list[Sentence]:
    busy = [relation for relation in evidence.relations if relation.tension is not None]
    last, before = busy[-1], busy[-2] if len(busy) > 1 else None
    text = f"The tension index stands at {last.tension:.0f} of 100 for {_month(last)}"
    if before is not None:
        text += f", against {before.tension:.0f} for {_month(before)}, the month with events before it"
    sentences = [Sentence(text=text + ".", cites=tuple(relation_id(r) for r in (last, before) if r))]
    fullest, *next_ = sorted(busy, key=lambda relation: -sum(relation.quads))
    if next_ and sum(fullest.quads) > sum(next_[0].quads):
        what = f"{count(sum(fullest.quads), 'event')}, of them {fullest.conflict} of conflict"
        text = f"The fullest month is {_month(fullest)}: {what}."
        sentences.append(Sentence(text=text, cites=tuple(relation_id(one) for one in (fullest, *busy))))
    return sentences


def _month(relation: Relation) -> str:
    return range_words(relation.period, bare=True)


def _happened(evidence: Evidence) -> tuple[list[Sentence], list[Gap]]:
    events = sure(evidence, evidence.events)
    listed = _weightiest(evidence, events, MOST_EVENTS)
    sentences = [one for found in by_sentence(evidence, listed) for one in entry(evidence, *found)]
    left = unlisted("events", len(events) - len(listed), "those with most origins are")
    return sentences, [*left, *_unsure(len(evidence.events) - len(events), "events")]


def _shown(evidence: Evidence) -> tuple[list[Sentence], list[Gap]]:
    shown = sure(evidence, evidence.shown)
    listed = _weightiest(evidence, shown, MOST_SHOWN)
    sentences = [one for found in by_sentence(evidence, listed) for one in entry(evidence, *found)]
    left = unlisted("claims that do not count", len(shown) - len(listed), "those with most origins are")
    return sentences, [*left, *_unsure(len(evidence.shown) - len(shown), "claims that do not count")]


def _unsure(number: int, what: str) -> list[Gap]:
    """That so many are not told because each rests on claims read too unsurely."""
    if not number:
        return []
    why = f"{number} further {what} were read with too little certainty to be told"
    return [Gap(about=what, looked_for="a surer reading", why=why)]


def _weightiest(evidence: Evidence, events: Sequence[Event], most: int) -> list[Event]:
    ranked = sorted(events, key=lambda event: (-evidence.independent(event), -abs(event.goldstein), event.id))
    kept = {event.id for event in ranked[:most]}
    return [event for event in events if event.id in kept]


def _said_of_relation(evidence: Evidence) -> tuple[list[Sentence], list[Gap]]:
    # A page that says the same eight times has said it once.
    texts: dict[str, list[Claim]] = {}
    for claim in evidence.assessments:
        past = claim.modality is Modality.BACKGROUND  # "after months of feuding" is not how it stands
        if past or claim.confidence < LEAST_SURE or len(_called(evidence, claim)) < 2:
            continue  # a relation is between two
        texts.setdefault(_assessment(evidence, claim), []).append(claim)
    sentences: list[Sentence] = []
    for text, claims in list(texts.items())[-MOST_ASSESSMENTS:]:
        again = ", more than once" if len(claims) > 1 else ""
        words = f"{text}{again}: {quoted(evidence, claims[0], LONGEST_QUOTE)}"
        sentences.append(Sentence(text=words, cites=tuple(claim.id for claim in claims)))
    return sentences, unlisted("assessments", len(texts) - MOST_ASSESSMENTS, "the latest are")


def _assessment(evidence: Evidence, claim: Claim) -> str:
    stand = ASSESSMENTS.get(claim.type, claim.type.lower())
    reserve = "" if claim.asserts_happened else f" ({_reserve(claim)})"
    return f"Relations are called {stand}{reserve}, according to {voice(evidence, claim)}"


def _called(evidence: Evidence, claim: Claim) -> list[str]:
    mentions = (*claim.actors, *claim.recipients)
    return list(dict.fromkeys(called(evidence, mention) for mention in mentions))


def _reserve(claim: Claim) -> str:
    if claim.factuality is Factuality.NOT_HAPPENED:
        return "denied"
    return claim.factuality.value if claim.factuality is not Factuality.HAPPENED else claim.modality.value


def _contradicted(evidence: Evidence) -> tuple[list[Sentence], list[Gap]]:
    return [_finding(evidence, finding) for finding in evidence.findings], []


def _finding(evidence: Evidence, finding: Finding) -> Sentence:
    who = tidy(evidence.name(finding.actor_id))
    where = publisher(evidence, finding.document_id)
    claimed, known, why = (tidy(words).rstrip(".") for words in (finding.claimed, finding.known, finding.why))
    text = f"On {who}, {where} says “{claimed}”; on record is: {known}. {why[:1].upper()}{why[1:]}."
    return Sentence(text=text, cites=(finding.id,))


def _outlook(evidence: Evidence) -> tuple[list[Sentence], list[Gap]]:
    sentences = []
    for forecast in evidence.forecasts:
        sentences.append(_forecast(evidence, forecast))
        # What another pair went through says little in one line; a brief on the question tells of those too.
        nearest = [one for one in forecast.precedents if one.dyad == forecast.question.dyad][:1]
        sentences += [precedent(evidence, forecast, one, "Most like it was: ") for one in nearest]
    return sentences, []


def _forecast(evidence: Evidence, forecast: Forecast) -> Sentence:
    question = forecast.question
    actor, recipient = (evidence.name(i) for i in (question.dyad.actor_id, question.dyad.recipient_id))
    low, high = forecast.interval
    text = (
        f"{likelihood(forecast.probability).capitalize()}, {forecast.probability:.0%} "
        f"({low:.0%} to {high:.0%}): {' or '.join(question.types)} by {actor} towards {recipient}, "
        f"at least once {range_words(question.window)}. Base: {tidy(forecast.base) or 'none stated'}, "
        f"known until {day_words(forecast.known_until)}."
    )
    return Sentence(text=text, cites=(forecast.id,))


def _standing_gaps(evidence: Evidence) -> Iterable[Gap]:
    undated = [doc for doc in evidence.documents.values() if doc.published is None]
    if undated:
        titles = joined([tidy(doc.title or doc.file or doc.id, longest=80) for doc in undated[:5]])
        more = f" and {len(undated) - 5} more" if len(undated) > 5 else ""
        why = f"{count(len(undated), 'text gives', 'texts give')} none: {titles}{more}"
        yield Gap(about="documents", looked_for="the day of publication", why=why)
    if evidence.undated:
        number = count(len(evidence.undated), "event")
        why = f"{number} happened on a day not known to the month; counted in no month"
        yield Gap(about="events", looked_for="the day", why=why)
    unknown = sorted(tidy(name) for key, name in evidence.names.items() if is_provisional(key))
    if unknown:
        why = f"{count(len(unknown), 'name is', 'names are')} not in the gazetteer: {joined(unknown[:12])}"
        more = f" and {len(unknown) - 12} more" if len(unknown) > 12 else ""
        yield Gap(about="actors", looked_for="who they are", why=why + more)
    yield from _language_gap(evidence)


def _readable(evidence: Evidence, gap: Gap) -> Gap:
    document = evidence.documents.get(gap.about)
    if document is None:
        return replace(gap, about=evidence.name(gap.about))
    name = publisher(evidence, document.id)
    if document.publisher and document.title:
        name += f", “{tidy(document.title, longest=70)}”"
    return replace(gap, about=name if document.title else f"{name}, {document.id}")


def _language_gap(evidence: Evidence) -> Iterable[Gap]:
    languages = sorted({doc.language for doc in evidence.documents.values() if doc.language})
    if evidence.documents and len(languages) < 2:
        read = languages[0] if languages else "not recognised"
        why = f"all texts used here are in one language ({read})"
        yield Gap(about="languages", looked_for="texts in other languages", why=why)


def _foreseen(write: Callable[[Foresight], tuple[list[Sentence], list[Gap]]]) -> Writer:
    def written(evidence: Evidence) -> tuple[list[Sentence], list[Gap]]:
        return write(evidence.foresight) if evidence.foresight else ([], [])

    return written


Plan = tuple[tuple[str, Writer, str], ...]

_IN_SHORT: Plan = (("In short", _in_short, "a dated event between the two sides"),)
_OF_LATE: Plan = (("In short", in_short, "a dated event"),)
_HISTORY: Plan = (("The history of the relation", history, "turning points"),)
_WITH_WHOM: Plan = (("With whom, and how it moved", with_whom, "a tie between two sides"),)
_MOVING: Plan = (
    ("What moved the tension", moving, "a time in which the index moved, and acts that moved it"),
)
_HAPPENED: Plan = (
    (
        "What happened, as told, and who says so",
        _happened,
        "an event that is said without reserve to have happened",
    ),
)
_STANCES: Plan = (
    ("The issues on the table, and what each side says", positions, "a demand, refusal or charge of a side"),
    ("What is given as a cause or as what went before, as quoted", causes, "a sentence that names a cause"),
)
_SAID: Plan = (("What is said of the relation", _said_of_relation, "an assessment of the relation"),)
_SHOWN: Plan = (
    (
        f"Claimed, planned or conditional: {SHOWN_NOTE}",
        _shown,
        "a rumour, plan, condition, recommendation or denial",
    ),
)
_DOUBTS: Plan = (
    ("What is told and denied", contested, "an event that one voice tells and another denies"),
    ("Plans whose day has passed", overtaken, "a plan for a day that has passed"),
    ("What the record contradicts", _contradicted, "a statement that contradicts the gazetteer"),
)
_OUTLOOK: Plan = (("Outlook", _outlook, "a forecast"),)
_AROUND: Plan = (
    ("Outside actors and spill-over", _foreseen(around), "what followed what, between two different sides"),
    ("Measures, and what followed them elsewhere", _foreseen(measures), ""),
)
_WATCH: Plan = (("What to watch", _foreseen(watch), ""),)
_CHANGED: Plan = (
    ("New in these days", told_anew, "an event that no text had told before"),
    ("What stands otherwise now", reweighed, "an event with more origins, another standing or a denial"),
    ("Chances that moved", moved, "a probability that moved"),
)
_TOLD: Plan = (*_HAPPENED, *_STANCES, *_SAID, *_SHOWN, *_DOUBTS)


_QUESTION: Plan = (
    ("The question", asked, "a forecast"),
    ("What such times brought before", resembled, "a past time that began alike"),
)


def _sections_on(subject: Subject) -> Plan:
    two = subject.dyad is not None
    if subject.compared:
        first = _QUESTION if subject.question else _OF_LATE
        return (*first, *(() if two else _WITH_WHOM), *_MOVING, *_CHANGED, *_SAID)
    if subject.question is not None:
        return (*_QUESTION, *_HISTORY, *_HAPPENED, *_STANCES, *_SHOWN, *_DOUBTS, *_AROUND)
    if not two:
        return (*_OF_LATE, *_WITH_WHOM, *(_MOVING if subject.period else ()), *_TOLD, *_OUTLOOK)
    if subject.period is not None:
        return (*_OF_LATE, *_MOVING, *_TOLD, *_OUTLOOK)
    return (*_IN_SHORT, *_HISTORY, *_MOVING, *_TOLD, *_AROUND, *_OUTLOOK, *_WATCH)
