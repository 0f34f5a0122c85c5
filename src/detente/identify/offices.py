"""Reads what a text calls somebody: an office, for whom, and whether it is said to be over."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from detente.base.types import Role

__all__ = ["FIELDS", "LEADERS", "UNIQUE", "Stated", "is_fallen", "same_office", "stated_offices"]

# What a ministry looks after, and the words for it in the name of the office.
FIELDS: tuple[tuple[str, str], ...] = (
    ("finance", r"financ\w*|treasury"),
    ("economy", r"econom\w*"),
    ("justice", r"justice"),
    ("energy", r"energy"),
    ("oil", r"oil|petroleum"),
    ("trade", r"trade|commerce"),
    ("industry", r"industr\w*"),
    ("transport", r"transport\w*|infrastructure"),
    ("health", r"health"),
    ("education", r"education"),
    ("agriculture", r"agricultur\w*|farm\w*"),
    ("environment", r"environment\w*|climate|ecology"),
    ("labour", r"labou?r|employment"),
    ("culture", r"culture"),
    ("information", r"information|communications?"),
    ("planning", r"planning"),
    ("development", r"development"),
    ("security", r"security"),
    ("science", r"science|research|technology"),
    ("sports", r"sports?"),
    ("tourism", r"tourism"),
    ("housing", r"housing|urban"),
    ("water", r"water"),
    ("religious affairs", r"religious affairs|waqfs?|awqaf"),
    ("women's affairs", r"wom[ae]n\S*(?: affairs)?"),
    ("youth", r"youth"),
    ("Europe", r"europe\w*"),
    ("emergencies", r"emergenc\w*"),
    ("digital", r"digital"),
    ("social affairs", r"social (?:affairs|welfare|development|policy)"),
    ("immigration", r"immigration|migration"),
    ("local government", r"local (?:government|administration)"),
)

_ALONG = (
    "(?:development|affairs|policy|planning|resources|cooperation|protection|security|reform|works|services)"
)
# Longer before shorter: "deputy foreign minister" must never be read as "foreign minister".
OFFICES: tuple[tuple[str, str], ...] = (
    (r"(?:deputy|junior|vice) (?!prime|foreign|defen[cs]e)\w+ minister", "deputy minister"),
    (r"shadow \w+ (?:minister|secretary)", "shadow minister"),
    (r"(?:first )?deputy prime minister|deputy premier|vice[- ](?:premier|chancellor)",
     "deputy prime minister"),
    (r"deputy foreign minister|deputy minister of foreign affairs", "deputy foreign minister"),
    (r"deputy defen[cs]e minister|deputy minister of defen[cs]e", "deputy defence minister"),
    (r"(?:deputy|vice)[- ](?:governor|head|leader|chair(?:man)?|speaker|minister|secretary)", "deputy"),
    (r"foreign ministry spokes(?:man|woman|person)", "spokesman"),
    (r"spokes(?:man|woman|person)|press secretary", "spokesman"),
    (r"high representative|foreign policy chief|foreign affairs chief|top EU diplomat"
     r"|(?:(?<=EU )|(?<=EU['’]s )|(?<=European Union['’]s ))top diplomat", "high representative"),
    (r"prime minister|premier|taoiseach", "prime minister"),
    (r"foreign minister|minister (?:of|for|responsible for|in charge of) foreign affairs|top diplomat"
     r"|chief diplomat|foreign secretary|secretary of state(?! for)", "foreign minister"),
    (r"(?:national )?defen[cs]e (?:minister|secretary)|armed forces minister"
     r"|(?:minister|secretary) of defen[cs]e", "defence minister"),
    (r"interior minister|minister of (?:the )?interior|minister of internal affairs", "interior minister"),
    (r"supreme leader", "supreme leader"),
    (r"(?:first )?vice[- ]president", "vice president"),
    (r"president-elect", "president-elect"),
    (r"presidential (?:aide|assistant)|aide to the president|kremlin aide", "presidential aide"),
    (r"secretary of the state council|state council secretary", "secretary of the state council"),
    (r"secretary of the security council|security council secretary", "secretary of the security council"),
    (r"secretary[- ]general", "secretary-general"),
    (r"(?<=UN )chief|(?<=NATO )chief|(?<=OSCE )chief|(?<=Nations )chief", "secretary-general"),
    (r"managing director", "managing director"),
    (r"(?<=Federal Reserve )chair(?:man|woman)?|(?<=Fed )chair(?:man|woman)?"
     r"|chair(?:man|woman|person)?(?= of (?:the )?(?:US )?(?:Federal Reserve|Fed|African Union))", "chair"),
    (r"president", "president"),
    (r"chancellor(?: of the exchequer)?", "chancellor"),
    (r"chief minister", "chief minister"),
    (r"(?<!deputy )first minister", "first minister"),
    (r"director(?:[- ]general)?", "director"),
    (r"(?<!lieutenant )governor|minister[- ]president", "governor"),
    (r"ambassador", "ambassador"),
    (r"special envoy", "special envoy"),
    (r"crown prince", "crown prince"),
    (r"king", "king"),
    (r"queen", "queen"),
    (r"sultan", "sultan"),
    (r"emperor", "emperor"),
    (r"emir", "emir"),
    (r"chief of staff", "chief of staff"),
    (r"(?:lord )?mayor", "mayor"),
    (r"(?:parliament(?:ary)? |house |duma |knesset |senate )?speaker"
     r"(?: of (?:the )?(?:parliament|house|knesset|state duma|national assembly|verkhovna rada|senate))?",
     "speaker of parliament"),
    (r"national security advis[eo]r", "national security adviser"),
    (r"opposition leader", "opposition leader"),
    (r"attorney[- ]general", "justice minister"),
    (r"home secretary|home minister", "interior minister"),
    (r"finance chief|treasury (?:secretary|chief)|secretary of the treasury",
     "finance minister"),
    *((rf"(?:{words})(?: {_ALONG})?(?: and [\w ]{{3,20}})? (?:minister|secretary)"
            rf"|minister (?:of|for) (?:state for )?(?:the )?(?:{words})",
       f"{field} minister") for field, words in FIELDS),
    (r"strongman|ruler|leader", "leader"),
    (r"head(?= of (?:the )?\w)", "head"),
)  # fmt: skip
PAST = frozenset(
    [
        "former",
        "formerly",
        "ex",
        "then",
        "late",
        "ousted",
        "deposed",
        "fallen",
        "toppled",
        "overthrown",
        "slain",
        "murdered",
        "assassinated",
        "exiled",
        "previous",
        "onetime",
        "one-time",
        "erstwhile",
        "retired",
        "dismissed",
        "ex-acting",
        "predecessor",
        "future",
        "next",
        "incoming",
    ]
)
PRESENT = frozenset(["current", "incumbent", "serving", "sitting", "present"])
OTHER = frozenset(
    [
        "acting",
        "long-time",
        "longtime",
        "new",
        "newly",
        "elected",
        "appointed",
        "first",
        "interim",
        "powerful",
        "the",
        "country's",
        "outgoing",
        "young",
        "old",
        "defeated",
        "beleaguered",
        "embattled",
        "veteran",
    ]
)
LEADERS = frozenset(
    (
        "president",
        "prime minister",
        "head",
        "supreme leader",
        "king",
        "queen",
        "sultan",
        "emir",
        "chancellor",
        "leader",
        "crown prince",
    )
)
UNIQUE = frozenset(
    ("president", "prime minister", "foreign minister", "defence minister", "governor", "chancellor")
)

_OFFICE = re.compile(
    r"\b(?:" + "|".join(f"(?P<o{i}>{pattern})" for i, (pattern, _) in enumerate(OFFICES)) + r")\b",
    re.IGNORECASE,
)
# "the fall of President X", "toppled President X": the office is over, whatever the words in front of it say.
_FALL = re.compile(
    r"\b(?:(?:fall|ouster|ousting|overthrow|toppling|removal|death|killing|assassination|resignation)\s+of"
    r"|toppled|ousted|overthrew|overthrown|deposed)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w.’'-]+")
_OF = re.compile(r"\s+(?:of|for)\s+(?:the\s+)?((?:[\w.’'-]+\s*){1,6})")


@dataclass(frozen=True, slots=True)
class Stated:
    """An office as a text states it at characters `start` to `end`; `domain` is the id it is held for."""

    office: str
    domain: str | None
    past: bool
    present: bool
    start: int
    end: int


def stated_offices(text: str, domain_of: Callable[[str], str | None]) -> list[Stated]:
    """The offices named in `text`, in order; `domain_of` gives the id of a state, region or body by name."""
    return [_stated(text, match, domain_of) for match in _OFFICE.finditer(text)]


def same_office(role: Role, stated: Stated, chain: Callable[[str], frozenset[str]]) -> bool:
    """Whether `stated` can mean `role`; `chain` gives all whom a body stands for."""
    held = role.office.removeprefix("acting ").removeprefix("first ")
    named = stated.office
    alike = (
        held == named
        or (named == "leader" and held in LEADERS)
        or (held == "leader" and named == "head")
        or (named not in UNIQUE and held.startswith((f"{named} to ", f"{named} of ")))
    )
    if not alike or role.stands_for is None:
        return alike
    return stated.domain is None or stated.domain == role.stands_for or _reaches(role, stated, chain)


def _reaches(role: Role, stated: Stated, chain: Callable[[str], frozenset[str]]) -> bool:
    # "the Russian governor" says where a region lies; "the Russian leader" is no leader of a region.
    if stated.office in LEADERS or role.stands_for is None:
        return False
    return stated.domain in chain(role.stands_for)


def is_fallen(text: str, start: int) -> bool:
    """Whether the words in front of `start` tell that who follows lost his office: "the fall of"."""
    return _FALL.search(text, max(0, start - 40), start) is not None


def _stated(text: str, match: re.Match[str], domain_of: Callable[[str], str | None]) -> Stated:
    office = OFFICES[int((match.lastgroup or "o0")[1:])][1]
    start, marks, domain = _before(text, match.start(), domain_of)
    end = match.end()
    if domain is None:
        end, domain = _after(text, end, domain_of)
    past = bool(marks & PAST) or is_fallen(text, start)
    present = bool(marks & PRESENT)
    return Stated(office=office, domain=domain, past=past, present=present, start=start, end=end)


def _before(
    text: str, start: int, domain_of: Callable[[str], str | None]
) -> tuple[int, frozenset[str], str | None]:
    """Where the phrase begins, the marks in front of the office, and the domain among them."""
    words = list(_WORD.finditer(text, max(0, start - 80), start))
    marks: set[str] = set()
    domain: str | None = None
    while words and not text[words[-1].end() : start].strip(" -"):
        mark = words[-1][0].lower()
        head, _, tail = mark.partition("-")
        if head in PAST and head in ("ex", "then", "former"):
            marks.add(head)
            if domain is None and tail:
                domain = domain_of(words[-1][0].partition("-")[2])
        elif mark in PAST | PRESENT | OTHER:
            marks.add(mark)
        elif domain is None and (found := _domain_ending(text, words, start, domain_of)):
            domain, count = found
            del words[len(words) - count + 1 :]
        else:
            break
        start = words.pop().start()
    return start, frozenset(marks), domain


def _domain_ending(
    text: str, words: list[re.Match[str]], start: int, domain_of: Callable[[str], str | None]
) -> tuple[str, int] | None:
    for count in (3, 2, 1):
        if count <= len(words):
            domain = domain_of(text[words[-count].start() : start].strip())
            if domain:
                return domain, count
    return None


def _after(text: str, end: int, domain_of: Callable[[str], str | None]) -> tuple[int, str | None]:
    match = _OF.match(text, end)
    if match is None:
        return end, None
    words = list(_WORD.finditer(text, match.start(1), match.end(1)))
    for last in reversed(words):
        domain = domain_of(text[match.start(1) : last.end()].rstrip("."))
        if domain:
            return last.end() - (last[0].endswith(".") and len(words) > 0), domain
    return end, None
