"""What is given as a cause, or as what went before: the words after "because", "in response to", "after" ...

Nothing is concluded from them. A cue counts only behind the words of a claim, in its own sentence; what it
introduces is quoted as it stands. Cues are English; texts in other languages give none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from detente.base.types import Claim, ClaimKind, Event, Factuality, Gap, Sentence
from detente.report.select import Evidence
from detente.report.telling import LEAST_SURE, told
from detente.report.voices import voice
from detente.report.wording import ASSESSMENTS, tidy

__all__ = ["Cause", "cause_in", "causes"]

MOST_CAUSES = 15
_ASSERTED = (Factuality.HAPPENED, Factuality.POSSIBLE)
REACH = 90  # characters between the words of a claim and the cue
LONGEST = 220

_REASONS = (
    r"because(?: of)?|due to|owing to"
    r"|in (?:response|reply|retaliation|reaction|protest) (?:to|for|at|against|over)"
)
_SPANS = r"phone|telephone|radio|air|border|river|weekend|next|past|last|coming|years?|months?|weeks?"
# Acts that are done over something; a dispute over a thing has it for its matter.
_ANSWERS = re.compile(
    r"\b(?:apolog|arrest|ban|blacklist|blam|boycott|charg|complain|condemn|convict|critici|cut|denounc|detain"
    r"|dismiss|expel|expuls|fin(?:e|ed|es|ing)\b|fr[oe]ez|impos|investigat|jail|protest|quit|rebuk|recall|resign"
    r"|sack|sanction|sentenc|str[iu]ck|strike|su(?:e|ed|es|ing)\b|summon|suspend|threat|walk|warn)\w*"
    r"(?: [\w’'-]+){0,8} over$",
    re.IGNORECASE,
)
_PLACES = (
    r"(?:\w+ ){1,3}(?:bridge|border|frontier|river|pass|road|hills?|mountains?|wall|sea|lake|strait"
    r"|days|weeks|months)\b"
)
_OVER = rf"over(?! {_PLACES})(?! the (?:{_SPANS})\b)(?! (?:\d|a |an hour))"
_TIMES = (
    r"after(?! all\b)|since(?! then\b)"
    r"|following(?= (?:the|a|an|his|her|its|their|reports?|weeks|months)\b)"
)
_CUE = re.compile(rf"\b(?:(?P<reason>{_REASONS}|{_OVER})|(?P<time>{_TIMES}))\b", re.IGNORECASE)
_NO_CAUSE = re.compile(
    r"\b(?:hand|take|took|turn|sign|win|won|cross|carry|fly|flew|pass)\w* (?:\w+ ){0,2}over$"
    # A matter, not a reason: what is quarrelled or talked over.
    r"|\b(?:disputes?|quarrels?|rows?|talks?|negotiat\w+|disagree\w*|argu\w+|differ\w*|deals?|feuds?|standoffs?)"
    r" (?:\w+ ){0,2}over$"
    # Where, not why: what is in the air is over something.
    r"|\b(?:fir(?:e|es|ed|ing)|sho(?:t|ot\w*)|shell\w*|bomb\w*|drop\w*|hover\w*|sail\w*|patrol\w*|balloons?|drones?"
    r"|jets?|(?:war|air)?planes?|aircraft|helicopters?|missiles?|rockets?|flares?|sky|skies)"
    r" (?:[\w’'-]+ ){0,2}over$"
    r"|\b(?:not|never|and|or) (?:after|because(?: of)?|over)$"
    r"|\b(?:is|are|was|were|be|been) due to$"  # on the timetable
    # "three days after": how much later, not why
    r"|\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|some|several|few|\d+)"
    r" (?:minute|hour|day|week|month|year|decade)s? after$",
    re.IGNORECASE,
)
_A_WHILE = re.compile(
    r" (?!the |its |their )(?:\d+|[a-z]+) (?:\w+ )?"
    r"(?:pause|while|moment|delay|minutes|hours|days|weeks|months|years)\b"
    r"| (?:an?|one) (?:minute|hour|day|week|month|year)\b"
)
_OF_ANOTHER = re.compile(r"\b(?:such as|that|which|who|whom|whose|when|where)\b")  # behind it, other acts
_YARDSTICK = re.compile(r"\b(?:the|its|their) (?:most|first|last|worst|best|[a-z]{3,}est)\b[^,;]*$")
_END = re.compile(
    r"[;.!?…]\s|[;.!?…]$|,? (?:but|while|whereas) | and (?:that|\w+ed)\b"
    r"|, (?:\w+ ){0,4}(?:said|reported|wrote)\b|, \w+ing\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What a claim's sentence puts behind it. `reason`: as its reason; else only as what went before."""

    words: str
    reason: bool


def causes(evidence: Evidence) -> tuple[list[Sentence], list[Gap]]:
    """Each act and assessment for which its sentence gives a reason, or what it came after."""
    found = list(_found(evidence))
    ranked = sorted(range(len(found)), key=lambda at: (not found[at][1].reason, at))[:MOST_CAUSES]
    sentences = [one for at in sorted(ranked) for one in _told(evidence, *found[at])]
    left = len(found) - len(ranked)
    if left <= 0:
        return sentences, []
    why = f"{left} further ones are not listed; those named as reasons go first"
    return sentences, [Gap(about="causes", looked_for="a complete list", why=why)]


def cause_in(sentence: str, behind: int, *, lasting: bool = True) -> Cause | None:
    """The cause that `sentence` gives behind its character `behind`, where the words of a claim end.

    Only what lasts can be so "since" something.
    """
    for cue in _CUE.finditer(sentence, behind):
        if not lasting and cue[0].lower() == "since":
            return None
        before = sentence[: cue.end()]
        if cue[0].lower() == "over" and not _ANSWERS.search(before):
            continue
        if _NO_CAUSE.search(before) or _A_WHILE.match(sentence, cue.end()):
            continue
        between = sentence[behind : cue.start()]
        if cue["time"] and _YARDSTICK.search(sentence[: cue.start()]):
            return None  # "the sharpest since the crash" tells no beginning
        if len(between) > REACH or ";" in between or _OF_ANOTHER.search(between):
            return None
        end = _END.search(sentence, cue.end())
        words = tidy(sentence[cue.start() : end.start() if end else len(sentence)]).rstrip(' ,.”"')
        if len(words.split()) >= 3 and len(words) <= LONGEST:
            return Cause(words=words, reason=cue["reason"] is not None)
    return None


def _found(evidence: Evidence) -> Iterator[tuple[Claim, Cause]]:
    seen: set[tuple[str, str]] = set()
    for claim in _attributed(evidence):
        document = evidence.documents[claim.document_id]
        behind = claim.trigger.end - claim.sentence.start
        lasting = claim.kind is ClaimKind.ASSESSMENT
        cause = cause_in(document.quote(claim.sentence), behind, lasting=lasting)
        if cause is not None and (claim.type, cause.words) not in seen:
            seen.add((claim.type, cause.words))
            yield claim, cause


def _attributed(evidence: Evidence) -> Iterable[Claim]:
    for event in evidence.events:
        yield from (claim for claim in evidence.claims_of(event) if _tells(claim, event))
    # A rumour of a cause is told as a rumour: its voice and its reserve stand in the sentence.
    yield from (
        claim
        for claim in evidence.assessments
        if claim.factuality in _ASSERTED and claim.confidence >= LEAST_SURE
    )


def _tells(claim: Claim, event: Event) -> bool:
    """Whether a claim alone, read surely enough, tells the event as concluded: its sides and its day."""
    if not claim.asserts_happened or claim.confidence < LEAST_SURE or claim.when != event.when:
        return False
    sides = ((claim.actors, event.actor_ids), (claim.recipients, event.recipient_ids))
    return all({mention.actor_id for mention in said} == set(ids) for said, ids in sides)


def _told(evidence: Evidence, claim: Claim, cause: Cause) -> list[Sentence]:
    event = next((one for one in evidence.events if claim.id in one.claim_ids), None)
    who = f"According to {voice(evidence, claim)}"
    if event is not None:
        cites = (event.id, claim.id)
        way = "the reason is" if cause.reason else "it came"
        said = f"{who}, {way} “{cause.words}”."
        return [told(evidence, event, quoting=claim), Sentence(text=said, cites=cites)]
    stand = ASSESSMENTS.get(claim.type, claim.type.lower())
    stand += "" if claim.asserts_happened else f" ({claim.factuality.value})"
    way = "; the reason given is:" if cause.reason else ""
    said = f"{who}, relations are {stand}{way} “{cause.words}”."
    return [Sentence(text=said, cites=(claim.id,))]
