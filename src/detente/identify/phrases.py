"""Takes the words of a mention apart: name, title, state, coordination, words that only refer back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from detente.identify.offices import Stated, stated_offices

__all__ = [
    "NEUTER",
    "PLURAL",
    "SINGULAR",
    "Part",
    "Phrase",
    "bare_name",
    "coordinated",
    "introduces",
    "is_body_name",
    "is_full_name",
    "is_one_person",
    "phrase_of",
]

SINGULAR = frozenset(["he", "she", "him", "her", "his", "hers", "himself", "herself"])
PLURAL = frozenset(
    ["they", "them", "their", "theirs", "we", "us", "our", "both", "themselves", "the two leaders",
     "both leaders", "the two", "the pair", "both sides", "the two sides", "both countries",
     "the two countries", "the two men", "the duo", "the two presidents", "the two ministers"]
)  # fmt: skip
NEUTER = frozenset(
    ["it", "its", "itself", "the country", "the kingdom", "the republic", "the group", "the organisation",
     "the organization", "the bloc", "the alliance", "the movement", "the agency", "the body", "the party",
     "the ministry", "the company", "the union", "the militia", "the nation"]
)  # fmt: skip
_HONORIFICS = re.compile(
    r"^(?:the\s+)?(?:(?:ex|then)-)?"
    r"(?:(?:foreign|home|defen[cs]e|interior|finance|state) (?:secretary|minister)"
    r"|secretary[- ]general|baroness|baron|field marshal|brigadier|captain|sergeant|cardinal|archbishop"
    r"|bishop|patriarch|madam|former|ex|president-elect|mr|mrs|ms|dr|gen|general|sir|lord|dame|president"
    r"|prime minister|foreign minister|premier|col|colonel|defen[cs]e minister|chancellor|governor|king|queen"
    r"|prince|princess|emir|sultan|secretary|minister|ayatollah|sheikh|crown prince|leader|ambassador|senator"
    r"|maj|major|lt|lieutenant|marshal|admiral|vice|deputy|pope|imam|mullah|chairman|speaker|commander|envoy"
    r"|spokes(?:man|woman|person)|professor|prof|judge|then)\.?\s+",
    re.IGNORECASE,
)
# Nouns that, with "the" before and no name behind, mean somebody of whom the text has spoken.
_SOMEBODY = (
    "year-old|diplomat|politician|leader|veteran|lawyer|economist|general|billionaire|official|minister"
    "|premier|chief|strongman|native|envoy|commander|statesman|statesperson|lawmaker|banker|technocrat"
    "|president|monarch|king|queen|emir|chancellor|governor|senator|ambassador|negotiator|academic|professor"
    "|physician|doctor|engineer|colonel|conservative|liberal|socialist|democrat|republican|nationalist"
    "|centrist|reformist|reformer|populist|incumbent|newcomer|dissident|cleric|ruler|head of state"
    "|head of government|secretary|man|woman|graduate|heir|prince|oligarch|mediator|businessman"
    "|businesswoman|judge|father of \\w+|mother of \\w+|mayor|spymaster|polyglot|princess|insider|journalist"
    "|historian|writer|author|novelist|poet|actor|actress|comedian|teacher|scholar|scientist|physicist|chemist"
    "|zoologist|mathematician|biologist|surgeon|philosopher|theologian|sociologist|linguist|tycoon|entrepreneur"
    "|guerrilla|rebel|footballer|boxer|singer|jurist|hardliner|moderate|maverick|outsider|upstart|loyalist"
    "|winner|loser|victor|candidate|contender|challenger|heiress|aristocrat|exile|Marxist|Islamist|apparatchik"
)
_BORN = (
    r"|the\s+(?:\w+\s+){0,2}(?:son|daughter|grandson|granddaughter|nephew|niece|child)\s+of\s+.+"
    r"|the\s+(?:first|last|youngest|oldest|only|second|third)\s+(?:[\w-]+\s+){0,2}(?:man|woman|person|premier"
    r"|president|leader|minister|holder)(?:\s+.+)?"
    r"|the\s+(?:former|one-time|onetime|erstwhile|retired)\s+[a-z][\w’' -]*"
    r"|the\s+former\s+(?:[A-Z][\w.-]*\s+)+(?:[a-z]+\s+)*[a-z]*(?:[eo]r|ist|ant|ent|an|woman|pilot|aide|spy|guard)"
)
_EPITHET = re.compile(
    rf"the\s+(?:[\w’'-]+\s+){{0,4}}(?:\w+-)?(?:{_SOMEBODY})(?:\s+(?:of|from|in)\s+[\w\s]+)?{_BORN}"
)
_COUNTERPART = re.compile(
    r"(?:(?:his|her|their|its|the)\s+)?(?P<state>[\w’'\- ]+?)\s+(?:counterpart|opposite number)s?",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"(?:(?P<name>[\w’'\- ]+?)['’]s?|his|her)\s+(?P<which>predecessor|successor)(?:\s+as\s+.+)?"
    r"|the\s+(?P<one>predecessor|successor)\s+(?:of|to)\s+(?P<of>[A-Z][\w’'\- ]+)",
    re.IGNORECASE,
)
_BODY_WORD = re.compile(
    r"\b(?:ministry|agency|committee|commission|party|company|corp|airlines?|court|university|council|bank"
    r"|group|force|forces|service|organi[sz]ation|union|office|institute|center|centre|foundation|news|times"
    r"|post|press|army|brigade|police|parliament|government|embassy|department|movement|front|association"
    r"|network|channel|alliance|league|federation|battalion|militia|congress|assembly|tv|radio|gazette|herald"
    r"|tribune|daily)\b",
    re.IGNORECASE,
)
_SMALL = frozenset(
    ["al", "bin", "van", "von", "de", "da", "dos", "del", "la", "le", "el", "ibn", "abu", "di", "der", "bint",
     "ben"]
)  # fmt: skip
_ONE_PERSON = re.compile(
    r"(?:the|an?|his|her|their|its|one|another)\s+(?:[\w’'-]+\s+){0,5}?"
    r"(?:[\w-]*(?:man|woman|person|er|or|ist|ian|ant|ent|ee|ess|eur"
    r"|chief|aide|official|clerk|boss|guard|spy|cook|head|guide|nurse|judge|monk|mayor|witness|diplomat|cleric"
    r"|boy|girl|widow|child|source|envoy|colonel|general|admiral|captain|analyst|critic|mechanic|pilot|tourist"
    r"|father|mother|son|daughter|deputy|ally|protege|mentor|friend))"
    r"(?:\s+(?:of|from|in|at|with|for|named|who|near|outside|by|on|behind)\s+.+|\s+(?:there|here|nearby|abroad|outside))?",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:The|A|An|His|Her|Their|Its|Our|One|Some|Both|Several|Many)\b")
_APPOSED = re.compile(r"(?:the|his|her|their|its|a|an)\s[^,A-Z]+,\s+(?P<name>[A-Z][\w’'\- ]+)")
_APPOSED_OFFICE = re.compile(r"(?P<what>(?:the|his|her|their|its)\s[^,]+),\s+(?P<name>[A-Z][\w’'\- ]+)")
_NAMED_FIRST = re.compile(r"(?P<name>[A-Z][\w’'\- ]+),\s+(?P<what>(?:the|his|her|their|its)\s[^,]+)")
_INTRODUCED = re.compile(r"[A-Z][\w’'\- ]+,\s+an?\s[^,]+,?")
_KIN = re.compile(
    r"(?:his|her|(?P<name>[A-Z][\w’'\- ]*?)['’]s?)\s+(?:(?:elder|younger|twin|older|late|half)[\s-])?"
    r"(?P<kin>father|mother|brother|sister|twin|son|daughter|sibling)(?:\s+(?P<given>[A-Z]\w+))?",
)
_OTHER = re.compile(
    r"(?:his|her|their|the)\s+(?:\w+\s+)?(?:guest|host|visitor|interlocutor|rival|opponent|colleague|partner)",
    re.IGNORECASE,
)
_MONARCHS = ("king", "queen", "sultan", "emir", "emperor")
_DEFINITE = ("the ", "a ", "an ", "his ", "her ", "their ", "its ")
_LOOSE_END = re.compile(r"(?:\s+(?:of|in|from|for|to|with|at|by|and|the))+$")
_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")
# A title of several in front of their names.
_TITLES = re.compile(
    r"(?:[Tt]he\s+)?((?:(?:[Ff]ormer|[Ff]oreign|[Dd]efen[cs]e|[Ii]nterior|[Ff]inance|[Pp]rime|[Vv]ice)[- ])*"
    r"(?:[Pp]residents|[Mm]inisters|[Pp]remiers|[Cc]hancellors|[Ss]ecretaries|[Kk]ings|[Gg]enerals|[Ss]enators"
    r"|[Gg]overnors|[Aa]mbassadors|Messrs))\s+(?=[A-Z])"
)
_HIS = re.compile(
    r"(?:his|her|their)\s+(?:[\w’'-]+\s+){0,4}(?:counterpart|predecessor|successor|deputy|\w*minister)"
)
_ONE_OFFICE = r"(?:prime minister|premier|president|chancellor|king|foreign minister|defen[cs]e minister)"
# Two offices of one state: "the Russian president and foreign minister".
_OFFICES_OF = re.compile(
    rf"(?:[Tt]he\s+)?(?P<one>{_ONE_OFFICE})\s+and\s+(?:the\s+)?(?P<other>{_ONE_OFFICE})\s+(?P<state>of\s+.+)"
    rf"|(?:[Tt]he\s+)?(?P<before>[A-Z].*?)\s+(?P<first>{_ONE_OFFICE})\s+and\s+(?P<second>{_ONE_OFFICE})"
    r"|(?:[Tt]he\s+)?(?P<front>[A-Z].*?)\s+(?P<field>[a-z]+)\s+and\s+(?P<field2>[a-z]+)\s+ministers"
)
_AND = re.compile(r",\s+and\s+|,\s+|\s+and\s+|\s+as well as\s+|\s+&\s+")


@dataclass(frozen=True, slots=True)
class Part:
    """One of several actors in one mention: its words and where they begin in the mention."""

    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A mention taken apart. `name` is what is left when titles are gone, empty for a mere description.

    `other`: somebody else than the subject ("his guest"). `state`: the words for the state in "his Turkish
    counterpart"; `relative`: ("predecessor", "Putin"). `once_told`: "the roofer", who must have been
    called so.
    `kin`: ("brother", "Castro", "Raul").
    """

    words: str
    name: str = ""
    stated: tuple[Stated, ...] = ()
    counterpart: str = ""
    relative: tuple[str, str] | None = None
    epithet: bool = False
    once_told: bool = False
    other: bool = False
    kin: tuple[str, str, str] | None = None


def phrase_of(words: str, domain_of: Callable[[str], str | None]) -> Phrase:
    """The parts of one mention's words."""
    words = _LOOSE_END.sub("", _POSSESSIVE.sub("", " ".join(words.split())))
    words = _name_apposed(_lowered(words), domain_of)
    if match := _COUNTERPART.fullmatch(words):
        return Phrase(words=words, counterpart=match["state"])
    if _OTHER.fullmatch(words):
        return Phrase(words=words, other=True)
    if match := _RELATIVE.fullmatch(words):
        which, name = match["which"] or match["one"], match["name"] or match["of"] or ""
        stated = tuple(stated_offices(words, domain_of)) if " as " in words else ()
        return Phrase(words=words, relative=(which.lower(), name), stated=stated)
    if match := _KIN.fullmatch(words):
        return Phrase(words=words, kin=(match["kin"], match["name"] or "", match["given"] or ""))
    stated = tuple(one for one in stated_offices(words, domain_of) if not _is_surname(one, words))
    epithet = _EPITHET.fullmatch(words) is not None
    name = "" if epithet and not stated else _name_in(words, stated)
    epithet = epithet and not name
    once_told = not name and words.startswith("the ") and is_one_person(words)
    return Phrase(words=words, name=name, stated=stated, epithet=epithet, once_told=once_told)


def _is_surname(stated: Stated, words: str) -> bool:
    """Whether a monarch's title behind a given name is no title: "Farouk Sultan", "Larry King"."""
    before = words[: stated.start].split()
    alone = stated.domain is None and stated.end == len(words) and words[stated.start].isupper()
    return alone and stated.office in _MONARCHS and bool(before) and before[-1][:1].isupper()


def _name_apposed(words: str, domain_of: Callable[[str], str | None]) -> str:
    """The name in "his twin, Jaroslaw" and "Patricia Rodas, the ousted minister"; else all the words."""
    if match := _APPOSED.fullmatch(words):
        return match["name"]
    match = _APPOSED_OFFICE.fullmatch(words) or _NAMED_FIRST.fullmatch(words)
    if match and " and " not in words and stated_offices(match["what"], domain_of):
        return match["name"]
    return words


def bare_name(text: str) -> str:
    """`text` without titles in front and a possessive behind."""
    bare = _POSSESSIVE.sub("", " ".join(text.split()))
    while (shorter := _HONORIFICS.sub("", bare)) != bare and shorter:
        bare = shorter
    return bare


def introduces(words: str) -> bool:
    """Whether the words present somebody by what he is: "a nurse, Ada Obi", "Tom Bush, a roofer"."""
    return bool(_INTRODUCED.fullmatch(words) or re.match(r"[Aa]n?\s[^,A-Z]+,\s+[A-Z]", words))


def is_full_name(name: str) -> bool:
    """Whether `name` looks like a person's given name and surname."""
    words = name.split()
    capital = all(word[:1].isupper() or word.lower() in _SMALL for word in words)
    return 2 <= len(words) <= 5 and capital and words[0][:1].isupper() and _BODY_WORD.search(name) is None


def is_one_person(words: str) -> bool:
    """Whether words speak of one person ("a spokesman", "the Turkish driver", "Tom Bush, a roofer")."""
    if _INTRODUCED.fullmatch(words) or (_APPOSED.fullmatch(_lowered(words)) and " and " not in words):
        return True
    return _ONE_PERSON.fullmatch(words) is not None and not is_body_name(words)


def _lowered(words: str) -> str:
    return _ARTICLE.sub(lambda m: m[0].lower(), words)


def is_body_name(name: str) -> bool:
    """Whether a word of `name` says that it is a body."""
    return _BODY_WORD.search(name) is not None


def coordinated(words: str, known: Callable[[str], bool], whole: Callable[[str], bool]) -> list[Part]:
    """The actors that `words` join, each as it would be named alone; empty where it is one mention.

    `known` tells whether words name somebody, `whole` whether all of them are one name. "Russian and Turkish
    troops" gives "Russian troops" and "Turkish troops".
    """
    if both := re.match(r"[Bb]oth\s+(?=\S.*\sand\s)", words):
        found = coordinated(words[both.end() :], known, whole)
        return [Part(p.words, p.start + both.end(), p.end + both.end()) for p in found]
    pieces = _pieces(words)
    if len(pieces) < 2 or whole(words) or _name_apposed(_lowered(words), lambda _: None) != _lowered(words):
        return []
    if (
        re.fullmatch(r"(?:the\s+)?(?:two|three|four)\s+[\w\s]+", pieces[0].words, re.IGNORECASE)
        and len(pieces) > 2
    ):
        pieces = pieces[1:]  # "three prime ministers, A, B and C"
    shared = _sharing_title(pieces) or _sharing_head(pieces, known) or _sharing_state(words, pieces, known)
    shared = shared or _sharing_offices(words, known)
    return shared or _with_his(pieces, known) or (pieces if all(known(part.words) for part in pieces) else [])


def _pieces(words: str) -> list[Part]:
    pieces, start = [], 0
    for match in [*_AND.finditer(words), None]:
        end = match.start() if match else len(words)
        if words[start:end].strip():
            pieces.append(Part(words[start:end], start, end))
        start = match.end() if match else end
    return pieces


def _sharing_head(pieces: list[Part], known: Callable[[str], bool]) -> list[Part]:
    """`Russian, Syrian and Turkish foreign ministers`: the last piece brings the head."""
    last = pieces[-1].words.split()
    for cut in range(1, len(last)):
        state, head = " ".join(last[:cut]), " ".join(last[cut:])
        firsts = [re.sub(r"^(?:the|both)\s+", "", part.words, flags=re.IGNORECASE) for part in pieces[:-1]]
        if head[0].islower() and known(state) and all(known(first) for first in firsts):
            head = _singular(head)
            joined = [
                Part(f"{first} {head}", p.start, p.end) for first, p in zip(firsts, pieces, strict=False)
            ]
            return [*joined, Part(f"{state} {head}", pieces[-1].start, pieces[-1].end)]
    return []


def _sharing_title(pieces: list[Part]) -> list[Part]:
    """`Presidents Lugo and Correa`: the first piece brings the title of all."""
    match = _TITLES.match(pieces[0].words)
    names = [pieces[0].words[match.end() :], *(p.words for p in pieces[1:])] if match else []
    if match is None or not all(is_full_name(f"Mr {name}") for name in names):
        return []
    title = _singular(match[1]) if match[1] != "Messrs" else "Mr"
    return [Part(f"{title} {name}", p.start, p.end) for name, p in zip(names, pieces, strict=True)]


def _sharing_offices(words: str, known: Callable[[str], bool]) -> list[Part]:
    """`The Russian president and foreign minister`: the state is that of both."""
    match = _OFFICES_OF.fullmatch(words)
    if match is None or not known(
        (match["state"] or "").removeprefix("of ") or match["before"] or match["front"]
    ):
        return []
    names = [
        name
        for name, value in match.groupdict().items()
        if value and name not in ("state", "before", "front")
    ]
    shapes = {"one": "{} {state}", "first": "{before} {}", "field": "{front} {} minister"}
    shape = shapes[names[0]]
    return [Part(shape.format(match[n], **match.groupdict()), match.start(n), match.end(n)) for n in names]


def _with_his(pieces: list[Part], known: Callable[[str], bool]) -> list[Part]:
    """`Kerry and his Russian counterpart, Sergey Lavrov`: who is told by somebody before him."""
    first, told, *named = pieces
    if not known(first.words) or not _HIS.fullmatch(told.words) or len(named) > 1:
        return []
    return [first, named[0] if named and is_full_name(named[0].words.rstrip(" ,")) else told]


def _sharing_state(words: str, pieces: list[Part], known: Callable[[str], bool]) -> list[Part]:
    """`the foreign ministers of Russia and Turkey`: the first piece brings the head."""
    match = re.match(r"(.+?\s(?:of|from|in)\s+(?:the\s+)?)(.+)", pieces[0].words)
    if match is None or not all(known(part.words) for part in (Part(match[2], 0, 0), *pieces[1:])):
        return []
    head = _singular(match[1].rsplit(maxsplit=1)[0].removesuffix(" of").removesuffix(" from")) + " of "
    first = Part(head + match[2], match.start(2), pieces[0].end)
    return [first, *(Part(head + p.words, p.start, p.end) for p in pieces[1:])]


def _singular(head: str) -> str:
    return re.sub(
        r"\b(minister|president|leader|premier|ambassador|envoy|governor|chief|monarch|king|secretar(?:y|ie)"
        r"|spokesm[ae]n|diplomat|chancellor|general|senator)s\b",
        lambda m: m[1].replace("tarie", "tary"),
        head,
        flags=re.IGNORECASE,
    )


def _name_in(words: str, stated: tuple[Stated, ...]) -> str:
    """The name behind the last office, or all of it where no office is stated."""
    rest = words
    if stated:
        last = stated[-1]
        after = words[last.end :].strip(" ,")
        before = "" if words.startswith(_DEFINITE) else words[: stated[0].start].strip(" ,")
        rest = after if _has_name(after) else before
        if not _has_name(rest):
            return ""
    name = bare_name(
        re.sub(
            r"^(?:the|a|an|former|ex-|late|then|one-time|ousted|exiled|jailed)\s+",
            "",
            rest,
            flags=re.IGNORECASE,
        )
    )
    return name if _has_name(name) else ""


def _has_name(words: str) -> bool:
    return any(word[:1].isupper() for word in words.split())
