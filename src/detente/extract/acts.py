"""Who did what to whom in one sentence: phrases of the lexicon with their parties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from detente.base.types import Factuality, Mention, Modality
from detente.extract.confidence import BOTH_PARTIES, NO_PARTY, ONE_PARTY, RESOLVED_BY_PRONOUN
from detente.extract.cues import cue_words
from detente.extract.factuality import frame
from detente.extract.lexicon import Form, Hit, hits
from detente.extract.mentions import DETERMINERS, Noun
from detente.extract.parties import first_subject, objects_of, place_after, subjects_of
from detente.extract.verbs import Frame, weaker
from detente.extract.words import Line

__all__ = ["Act", "acts"]

_TOOK_PLACE = cue_words("acts", "took_place")
_AGENTLESS = cue_words("acts", "agentless")
_HUMAN_OBJECT = cue_words("acts", "human_object")
_NOBODY = frozenset({"no", "nor", "neither", "none"})
_COMMENTATORS = frozenset({"experts", "analysts", "observers", "sources", "doctors", "critics", "economists"})
_MAY_BE_ACCIDENT = frozenset({"kill", "wound", "injure"})
_VIOLENT = cue_words("acts", "violent")
_NO_ACT_AFTER = cue_words("acts", "no_act_after")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act at the words `start` to `end`. `holder` is who denies or alleges it, where that is said."""

    type: str
    mode: str | None
    start: int
    end: int
    actors: tuple[Mention, ...]
    recipients: tuple[Mention, ...]
    place: Mention | None
    frame: Frame
    confidence: float
    holder: Mention | None = None


def acts(line: Line, nouns: Sequence[Noun]) -> Iterator[Act]:
    """The acts of a sentence in order."""
    for hit in hits(line.lower):
        if _inside_name(nouns, hit) or _no_act(line, hit):
            continue
        verbal = replace(hit, forms=hit.forms - {Form.NOUN})
        found = _verb_act(line, nouns, verbal) if verbal.forms else None
        if found is None and Form.NOUN in hit.forms:
            found = _noun_act(line, nouns, hit)
        if found is not None:
            yield found


def _inside_name(nouns: Sequence[Noun], hit: Hit) -> bool:
    return any(noun.start <= max(hit.verb, hit.start) < noun.end for noun in nouns)


def _no_act(line: Line, hit: Hit) -> bool:
    """Business, sport and science use the same verbs."""
    return any(word in _NO_ACT_AFTER for word in line.lower[max(0, hit.start - 4) : hit.end + 5])


def _verb_act(line: Line, nouns: Sequence[Noun], hit: Hit) -> Act | None:
    found = frame(line, hit)
    if found is None:
        return None
    if found.passive:
        return _passive(line, nouns, hit, found)
    if found.accused:
        return _accused(line, nouns, hit, found)
    subjects = _asked(line, nouns, hit) or _subjects(line, nouns, found)
    return _active(line, nouns, hit, found, subjects) if subjects else None


def _active(
    line: Line, nouns: Sequence[Noun], hit: Hit, found: Frame, subjects: tuple[Noun, ...]
) -> Act | None:
    objects = _recipients(line, nouns, hit)
    if _is_no_deed(line, hit, found, (subjects, objects)):
        return None
    if hit.sense.reciprocal and not objects and len(subjects) > 1:
        objects = subjects
    if _nobody(line, subjects[0]):
        found = weaker(found, Factuality.NOT_HAPPENED, Modality.ACTUAL)
    return _act(line, nouns, hit, found, (subjects, objects), holder=_denier(line, nouns, found, subjects))


def _denier(line: Line, nouns: Sequence[Noun], found: Frame, subjects: Sequence[Noun]) -> Mention | None:
    """Who denies: the subject of "denied that ...", else that of the act itself ("denied attacking")."""
    if not found.denied:
        return None
    if found.denied_at is not None:
        subjects = subjects_of(line, nouns, found.denied_at)
    return subjects[0].mention if subjects else None


def _is_no_deed(
    line: Line, hit: Hit, found: Frame, parties: tuple[tuple[Noun, ...], tuple[Noun, ...]]
) -> bool:
    """Whether subject and object show that the word is no such act here."""
    subjects, objects = parties
    apart = subjects[-1].end != found.start
    bare = found.factuality is Factuality.UNKNOWN and Form.PAST not in hit.forms
    alone = (
        hit.sense.type == "CONSULT"
        and hit.sense.reciprocal
        and len(subjects) < 2
        and not _plural(subjects[0])
    )
    return (
        (hit.sense.lemma in _HUMAN_OBJECT and not objects)
        or (alone and not objects)
        or (bare and apart)
        or subjects[0].mention.text.lower() in {"him", "them"}
        or _is_comment(hit, subjects, objects)
        or not _agrees(line, hit, found, subjects[-1])
    )


def _asked(line: Line, nouns: Sequence[Noun], hit: Hit) -> tuple[Noun, ...]:
    """Reads "urged Russia to release": who is asked is to do it."""
    to = next((i for i in range(hit.verb - 1, max(-1, hit.verb - 4), -1) if line.lower[i] == "to"), None)
    if to is None:
        return ()
    direct = tuple(noun for noun in nouns if noun.end == to and not noun.genitive)
    if direct and line.at(direct[0].start - 1) in {"in", "at", "near", "from"}:
        return ()
    return direct if line.heading or (direct and direct[0].start > 0) else ()


def _subjects(line: Line, nouns: Sequence[Noun], found: Frame) -> tuple[Noun, ...]:
    return (first_subject if found.adjunct else subjects_of)(line, nouns, found.start)


def _recipients(line: Line, nouns: Sequence[Noun], hit: Hit) -> tuple[Noun, ...]:
    """Those named within the phrase ("summoned the French ambassador"), else those after it."""
    within = tuple(noun for noun in nouns if hit.verb < noun.start < hit.end)
    if any(noun.mention.text != noun.mention.text.lower() for noun in within):
        return within
    return objects_of(line, nouns, hit.end) or within


def _is_comment(hit: Hit, subjects: Sequence[Noun], objects: Sequence[Noun]) -> bool:
    """Reads "experts warn that ...", which threatens nobody; and a visit needs somewhere to go."""
    if hit.sense.mode == "visit":
        return not objects
    return hit.sense.type == "THREATEN" and subjects[-1].head in _COMMENTATORS


def _nobody(line: Line, subject: Noun) -> bool:
    """Whether the subject is denied: "no minister", "neither of the two sides"."""
    start = subject.start
    while line.at(start - 1) in DETERMINERS:
        start -= 1
        if line.at(start) in _NOBODY:
            return True
    return line.at(start - 1) in _NOBODY


def _agrees(line: Line, hit: Hit, found: Frame, subject: Noun) -> bool:
    """Whether a bare "raids" can be the verb of its subject, and is no plural noun ("in police raids")."""
    if found.start != hit.verb or Form.PAST in hit.forms or Form.ING in hit.forms or line.heading:
        return True
    adjacent = subject.end == hit.verb or line.at(hit.verb - 1) in {"who", "which", "that", ",", "and"}
    plural = not subject.named and _plural(subject)
    return adjacent and not (Form.THIRD in hit.forms and plural)


def _plural(noun: Noun) -> bool:
    return noun.head.endswith("s") or noun.head in {"they", "people", "police"}


def _passive(line: Line, nouns: Sequence[Noun], hit: Hit, found: Frame) -> Act | None:
    agents = _agents(line, nouns, hit.end)
    if Form.PASSIVE_ORDER in hit.forms:
        suffering = objects_of(line, nouns, hit.end) if hit.sense.preposition else ()
        suffering = tuple(noun for noun in suffering if noun not in agents)
    else:
        suffering = subjects_of(line, nouns, found.start)
        if found.reduced and (not suffering or line.at(found.start - 1) == ","):
            return None
    if hit.sense.reciprocal and hit.sense.lemma == "meet" and not agents:
        return None
    if not agents and (not suffering or hit.sense.type not in _AGENTLESS):
        return None
    if not agents and hit.sense.lemma in _MAY_BE_ACCIDENT and not _VIOLENT & set(line.lower):
        return None
    if (
        not agents
        and found.factuality is Factuality.HAPPENED
        and hit.sense.lemma in {"close", "strike", "restrict"}
    ):
        return None if not suffering else _act(line, nouns, hit, found, ((), suffering))
    holder = _denier(line, nouns, found, ())
    return _act(line, nouns, hit, found, (agents, suffering), holder=holder)


def _agents(line: Line, nouns: Sequence[Noun], start: int) -> tuple[Noun, ...]:
    """Whom "by" names after a passive."""
    for index in range(start, min(len(line.lower), start + 14)):
        if line.lower[index] in {";", "while", "but", "which", "who", "that"}:
            return ()
        if line.lower[index] == "by":
            return objects_of(line, nouns, index + 1, reach=5)
    return ()


def _accused(line: Line, nouns: Sequence[Noun], hit: Hit, found: Frame) -> Act | None:
    """Reads "A accused B of attacking C": B is said, by A, to have attacked C."""
    accuse = next(
        (i for i in range(hit.start - 1, -1, -1) if line.lower[i].startswith(("accus", "suspect"))), None
    )
    if accuse is None:
        return None
    objects = objects_of(line, nouns, hit.end)
    doers = tuple(noun for noun in nouns if accuse < noun.start < hit.start)[:2]
    if doers:
        holders = subjects_of(line, nouns, accuse)
        return _act(line, nouns, hit, found, (doers, objects), holder=holders[0].mention if holders else None)
    start = accuse
    while line.at(start - 1) in {"was", "were", "is", "are", "been", "has", "have", "being", "also"}:
        start -= 1
    return _act(line, nouns, hit, found, (subjects_of(line, nouns, start), objects))


def _noun_act(line: Line, nouns: Sequence[Noun], hit: Hit) -> Act | None:
    """Reads "Talks between A and B took place": a noun needs such a verb, or "by" somebody."""
    between = next(
        (i for i in range(hit.end, min(hit.end + 3, len(line.lower))) if line.lower[i] in {"between", "by"}),
        None,
    )
    if between is None:
        return None
    parties = objects_of(line, nouns, between + 1, reach=3, whole=True)
    if not parties:
        return None
    after = max(noun.end for noun in parties)
    if line.lower[between] == "by":
        if hit.sense.type != "ASSAULT":
            return None
        on = next(
            (i for i in range(after, min(after + 2, len(line.lower))) if line.lower[i] in {"on", "against"}),
            None,
        )
        world = weaker(frame_of_noun(line, hit), Factuality.HAPPENED, Modality.BACKGROUND)
        return _act(line, nouns, hit, world, (parties, objects_of(line, nouns, on + 1) if on else ()))
    told = _told(line, after)
    if len(parties) < 2 or told is None:
        return None
    return _act(line, nouns, hit, told, (parties, parties))


def frame_of_noun(line: Line, hit: Hit) -> Frame:
    """How an act named by a noun stands: any sign of doubt in the sentence makes it merely possible."""
    doubt = {
        "may",
        "might",
        "could",
        "would",
        "if",
        "should",
        "alleged",
        "possible",
        "potential",
        "any",
        "threat",
        "planned",
        "no",
        "denied",
        "future",
        "will",
        "can",
        "another",
        "prevent",
        "avoid",
        "not",
        "must",
        "reported",
    }
    found = Frame(start=hit.start)
    return weaker(found, Factuality.POSSIBLE, Modality.CONDITIONAL) if doubt & set(line.lower) else found


def _told(line: Line, after: int) -> Frame | None:
    """What the verb after "talks between A and B" says of them; `None` where it is none of holding them."""
    window = line.lower[after : after + 7]
    held = next((after + n for n, word in enumerate(window) if word in _TOOK_PLACE), None)
    expected = {
        "will",
        "expected",
        "scheduled",
        "due",
        "planned",
        "set",
        "would",
        "may",
        "could",
        "might",
        "should",
        "to",
    }
    if expected & set(window):
        return Frame(start=after, factuality=Factuality.POSSIBLE, modality=Modality.PLANNED)
    if held is None:
        return None
    fake = Frame(start=after)
    if {"not", "never"} & set(window):
        return weaker(fake, Factuality.NOT_HAPPENED, Modality.ACTUAL)
    if {"if", "whether", "unless", "reportedly", "allegedly", "possibly"} & set(line.lower):
        return weaker(fake, Factuality.POSSIBLE, Modality.CONDITIONAL)
    return fake


def _act(
    line: Line,
    nouns: Sequence[Noun],
    hit: Hit,
    found: Frame,
    parties: tuple[Sequence[Noun], Sequence[Noun]],
    *,
    holder: Mention | None = None,
) -> Act:
    actors, recipients = parties
    return Act(
        type=hit.sense.type or "",
        mode=_mode(line, hit),
        start=hit.start,
        end=hit.end,
        actors=tuple(noun.mention for noun in actors),
        recipients=tuple(noun.mention for noun in recipients),
        place=place_after(line, nouns, hit.end),
        frame=found,
        confidence=_sureness(actors, recipients),
        holder=holder,
    )


def _mode(line: Line, hit: Hit) -> str | None:
    by_phone = {"telephone", "phone"} & set(line.lower[hit.end : hit.end + 10])
    return "phone" if hit.sense.lemma == "speak" and by_phone else hit.sense.mode


def _sureness(actors: Sequence[Noun], recipients: Sequence[Noun]) -> float:
    if not actors:
        return NO_PARTY
    if any(noun.pronoun for noun in actors):
        return RESOLVED_BY_PRONOUN
    return BOTH_PARTIES if recipients else ONE_PARTY
