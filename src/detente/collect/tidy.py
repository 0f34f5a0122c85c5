"""Page furniture inside a text: lines that belong to the frame of a page and were copied along with it.

Only whole, short lines are furniture, and only in forms that no sentence has: "Share this on Facebook"
is, "Share prices fell" is not. A missed line costs little, a lost sentence costs a claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.base.types import Furniture, Span

__all__ = ["find_furniture"]

_LONGEST = 300  # characters of a line
_TITLE_LINES = 6  # how far down the second copy of a title is looked for
_LONGEST_TITLE = 200
_LEAST_NAVIGATION = 3  # items of a navigation run

_PLATFORM = (
    r"(?:facebook|twitter|x|x \(twitter\)|whatsapp|telegram|linkedin|reddit|instagram|youtube|pinterest|"
    r"tumblr|viber|messenger|threads|bluesky|mastodon|tiktok|vk|vkontakte|ok|odnoklassniki|e-?mail|print|"
    r"copy link|rss|pocket|flipboard|google\+|google news|line|skype)"
)
_BETWEEN = r"(?:\s*[,|/·•]\s*|\s+and\s+|\s+or\s+|\s+)"
_PLATFORMS = rf"{_PLATFORM}(?:{_BETWEEN}{_PLATFORM})*"
_PIECE = r"(?:article|story|post|page|news|content|item|report|link|video)"
_NUMBER = r"\d[\d.,]*\s?[km]?"
_COUNTER = rf"{_NUMBER}\s+(?:views?|shares?|comments?|likes?|reads?|reactions?|visits?)"
_READ_TIME = (
    r"(?:(?:estimated\s+)?(?:reading|read)\s+time\s*:?\s*\d+\s?-?(?:mins?|minutes?)\.?|"
    r"\d+\s?-?(?:mins?|minutes?)\.?\s+(?:read|reading|to read))"
)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY = (
    rf"(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}})"
)
_CLOCK = r"(?:,?\s+(?:at\s+)?\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?)?(?:\s+(?:[A-Z]{2,4}|[A-Z]{3}[+-]\d{1,2}))?)"
_NAME = r"(?-i:[A-Z][\w.'’-]*)(?:\s+(?-i:[A-Z][\w.'’-]*|de|van|von|al)){0,3}"
_AUTHOR = rf"(?:admin|editor|staff|newsroom|(?:our )?(?:correspondent|staff (?:writer|reporter))|{_NAME})"
_SEPARATOR = r"\s*[-–—|·•,]?\s*"

# Tried in this order; each must match the whole line, marks of emphasis and bullets left off.
_FORMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "byline with counter",
        (
            rf"(?:posted |written |published )?by\s+{_AUTHOR}(?:{_SEPARATOR}{_DAY}{_CLOCK}?)?"
            rf"(?:{_SEPARATOR}(?:{_COUNTER}|{_READ_TIME}))+",
        ),
    ),
    (
        "byline",
        (
            rf"(?:posted|written|published)\s+by\s*:?\s*{_AUTHOR}(?:{_SEPARATOR}(?:on\s+)?{_DAY}{_CLOCK}?)?",
            rf"by\s+(?:{_AUTHOR}{_SEPARATOR}(?:on\s+)?{_DAY}{_CLOCK}?|admin|staff (?:writer|reporter))",
            rf"author\s*:\s*{_AUTHOR}",
        ),
    ),
    (
        "counter",
        (
            rf"{_COUNTER}(?:{_SEPARATOR}{_COUNTER})*",
            rf"(?:views?|shares?|post views|total views)\s*:\s*{_NUMBER}",
        ),
    ),
    (
        "page control",
        (
            r"exit mobile version|skip to (?:main |primary )?(?:content|navigation)",
            r"(?:back|return|scroll) to (?:the )?top|print (?:this )?(?:page|article|story)",
            r"(?:toggle|open|close|show|hide) (?:the )?(?:menu|navigation|search)",
            r"(?:read|show|load|view|see) (?:more|less|all)\s*[.…»›→]*",
            r"continue reading\s*(?:below)?\s*[.…»›→]*|click (?:here|below) (?:to|for) .{1,60}",
            r"(?:previous|next) (?:post|article|story|page)(?:\s*:.*)?|loading\s*(?:\.{3}|…)?",
            r"listen to (?:this )?(?:article|story)|text size|jump to comments",
        ),
    ),
    (
        "share buttons",
        (
            r"(?:please\s+)?(?:share|tweet|like|pin|send|post|email|e-mail|save)(?:\s+(?:it|this)"
            rf"(?:\s+{_PIECE})?)?(?:\s+(?:on|via|by|with|to|in|using)\s*:?\s*(?:{_PLATFORMS}|your "
            r"(?:friends|network)|friends|others))?\s*[:.!»]*",
            rf"share(?:\s+(?:on|via))?\s*:?\s*{_PLATFORMS}",
            r"share (?:options|buttons|with your (?:friends|network|followers))|shares?\s*:\s*\d+",
        ),
    ),
    (
        "follow",
        (
            rf"(?:(?:like|join|find|add)\s+(?:us|me)|follow\s+[\w ]{{1,30}})\s+on\s*:?\s*"
            rf"(?:our\s+)?{_PLATFORMS}(?:\s+(?:channel|page|@\w+))?(?:\s+(?:for|to)\s+.{{1,60}})?\s*[:.!]*",
            r"follow us\s*[:.!]*",
        ),
    ),
    (
        "social names",
        (rf"{_PLATFORM}(?:{_BETWEEN}{_PLATFORM})+",),
    ),
    (
        "newsletter",
        (
            r"(?:please\s+)?(?:subscribe|sign up|register|sign in)(?:\s+(?:now|here|today|free|"
            r"for free))?(?:\s+(?:to|for)\s+(?:our|the|my|a|free|this|daily|weekly|your)\s+[^.]{0,60}?"
            r"(?:newsletters?|channel|mailing list|podcast|bulletin|briefing|alerts?|updates?|feed)"
            r"(?:\s+(?:and|to|for|here|now|today|in|by|so)\b.{0,100})?)?\s*[:.!»]*",
            r"(?:subscribe|sign up)\s+(?:to|for)\s+(?:our|us)\b.{0,80}",
            r"get (?:the |our |all )?(?:latest|best|top|breaking|daily|weekly)\b.{0,60}\b(?:inbox|e-?mail|"
            r"newsletter|phone|app)\b.{0,20}",
            r"(?:your|enter your|type your) e-?mail(?: address)?\s*[:….]*",
            r"(?:our |the |daily |weekly |free )*newsletter\s*[:!]?",
        ),
    ),
    (
        "cookie notice",
        (
            r"(?:we|this (?:web)?site|our (?:web)?site|we and our partners)\s+uses?\s+cookies\b.*",
            r"(?:accept|reject|allow|manage|decline)(?:\s+all)?(?:\s+(?:the|our))?\s+cookies.{0,20}",
            r"cookies? (?:policy|settings?|notice|preferences|consent)(?:\s+.{0,40})?",
            r"by (?:continuing|clicking|using|browsing|visiting)\b.{0,100}"
            r"\b(?:cookies|you (?:agree|accept|consent)|our use of)\b.*",
            r"accept all|privacy policy|terms (?:of (?:use|service)|and conditions)",
        ),
    ),
    (
        "related links",
        (
            r"(?:(?:related|read also|also read|see also|read more|read next|read on|more on (?:this|"
            r"the) (?:topic|story)|more (?:from|in) [\w ]{1,30}|you (?:may|might) (?:also )?(?:like|"
            r"be interested in)|recommended(?: for you)?|don['’]t miss|trending(?: now)?|most (?:read|"
            r"popular|viewed|shared)|editor['’]s? picks?|in other news|up next|what to read next|"
            r"latest (?:news|stories|headlines|posts)|popular (?:news|stories|posts|now)|top stories|"
            r"must read)(?:\s+(?:articles?|stories|posts?|news|topics?|coverage|readings?|links?|content|"
            r"on this topic))?)\s*(?:[:»›→]+.*|…|\.\.\.)?",
        ),
    ),
    (
        "related links",
        (
            r"(?-i:READ (?:MORE|ALSO|NEXT)|ALSO READ|SEE ALSO|MUST READ)\s*[-–—>|]?\s+\S.*[^.]",
            r"(?-i:RELATED|WATCH)\s*[-–—>|]\s+\S.*[^.]",
        ),
    ),
    (
        "copyright",
        (
            r"(?:copyright\s*)?(?:©.{0,150}|\(c\)\s*\d{4}.{0,150})",
            r"copyright\s+(?:by\s+)?\d{4}.{0,150}|(?:.{0,60}\d{4}\b.{0,60}\s)?all rights reserved\.?",
            r"(?:this (?:material|content)) may not be (?:published|reproduced|copied|broadcast)\b.*",
        ),
    ),
    (
        "advertisement",
        (
            r"(?:advertise?ments?|advert|sponsored(?: content| post)?|promoted(?: content)?|paid "
            r"(?:content|post)|ad)(?:\s*[-–—:]?\s*(?:scroll to continue|continue reading below|"
            r"story continues below|remove ads))?\s*[:.]?",
            r"(?:story|article) continues (?:below|after)(?: (?:this |the )?(?:advertisement|ad))?\s*[.:]?",
            r"(?:remove|report this) ads?|advertise with us",
        ),
    ),
    (
        "image credit",
        (
            r"(?:image|photo|picture|cover|cover image|cover photo|featured image|file photo|photograph|"
            r"illustration|video|graphic)(?:\s+(?:credits?|source|courtesy))?\s*[:/]\s*\S.{0,100}[^.\s]",
            r"(?:image|photo|picture) credits?\b.{0,100}",
            r"(?:image|photo|picture|photograph)s?\s+(?:by|courtesy of|via|from)\s+.{1,80}[^.\s]",
            r"credits?\s*:\s*.{1,80}[^.\s]|(?:.{0,40}(?:\bvia |[/|©,]\s?))?getty images(?:\s?[/|].{0,30})?",
        ),
    ),
    (
        "comments",
        (
            r"(?:leave|post|add|write) (?:a |your )?(?:comment|reply|response)s?(?:\s+(?:below|here|"
            r"cancel reply))?\s*[.!:»]*",
            r"\(?\d+\)?\s+(?:comments?|responses?|replies)",
            r"(?:no|view|show|see|hide|read)(?: all)?(?: \d+)? comments?(?: yet)?\.?",
            r"comments?\s*(?:\(\d+\)|:\s*\d+|:)?|comments? (?:are|is) (?:closed|disabled|off)\.?",
            r"(?:log|sign) in to (?:comment|reply|post a comment)\.?|be the first to comment\.?",
            r"join the (?:conversation|discussion)\.?",
        ),
    ),
    ("reading time", (_READ_TIME,)),
    (
        "tags",
        (
            r"(?:tags?|tagged(?: (?:with|as|in))?|filed under|posted in|categor(?:y|ies)|keywords?|"
            r"labels?|hashtags?)\s*:\s*.{0,200}",
            r"#[\w-]{2,}(?:[\s,]+#[\w-]{2,})+",
        ),
    ),
    (
        "page date",
        (
            r"(?:published|posted|updated|last (?:updated|modified|update)|first published|modified|"
            rf"date)(?:\s+on)?\s*:?\s*{_DAY}{_CLOCK}?",
        ),
    ),
    (
        "share buttons",
        (r"поделиться(?:\s+.{0,60})?[:.]?",),
    ),
    (
        "related links",
        (r"(?:читайте также|читать далее|по теме|подробнее|смотрите также)\s*(?:[:»→].*|…)?",),
    ),
    (
        "advertisement",
        (r"реклама",),
    ),
)
_NAVIGATION_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        home world politics business sport sports opinion culture tech technology science health video videos
        photo photos about us contact contacts login register subscribe search menu news local weather
        lifestyle entertainment economy economics travel arts more live podcasts markets archive editorial
        national international europe asia africa americas uk russia ukraine caucasus regions society
        education environment climate investigations analysis interviews multimedia jobs shop donate
        advertise privacy terms sitemap faq help
        """,
    )
)
_DIVIDER = re.compile(r"\s*[|›»•·]\s*|\s+[/>]\s+")
_MARKS = "-*#>_•· \t"

_ANY = re.compile(
    "|".join(f"(?P<form{number}>{'|'.join(patterns)})" for number, (_, patterns) in enumerate(_FORMS)),
    re.IGNORECASE,
)
_LINE = re.compile(r"[^\r\n]+")


def find_furniture(text: str) -> tuple[Furniture, ...]:
    """The lines of `text` that are page furniture, each with its span and the reason, in their order."""
    found: list[Furniture] = []
    title: str | None = None
    for position, span in enumerate(_lines(text)):
        words = text[span.start : span.end]
        if position == 0:
            title = _comparable(words) if len(words) <= _LONGEST_TITLE else None
        why = _reason(words)
        if why is None and 0 < position < _TITLE_LINES and title and _comparable(words) == title:
            why = "title repeated"
        if why is not None:
            found.append(Furniture(text=words, why=why, span=span))
    return tuple(found)


def _lines(text: str) -> Iterator[Span]:
    """The spans of the lines that are not blank, without the white space around them."""
    for match in _LINE.finditer(text):
        if match.end() - match.start() > _LONGEST:
            yield Span(start=match.start(), end=match.end())
            continue
        line = match[0]
        words = line.strip()
        if words:
            start = match.start() + len(line) - len(line.lstrip())
            yield Span(start=start, end=start + len(words))


def _reason(line: str) -> str | None:
    if len(line) > _LONGEST:
        return None
    words = line.strip(_MARKS)
    match = _ANY.fullmatch(words) or _ANY.fullmatch(line)
    if match is not None:
        return _FORMS[int((match.lastgroup or "form0").removeprefix("form"))][0]
    return "navigation" if _is_navigation(words) else None


def _is_navigation(words: str) -> bool:
    """Whether a line is a run of sections; a row of a table has dividers too, but not these words."""
    items = [item.strip().lower() for item in _DIVIDER.split(words)]
    if len(items) < _LEAST_NAVIGATION or any(len(item) > 60 for item in items):
        return False
    known = sum(
        all(word in _NAVIGATION_WORDS for word in re.split(r"[\s&]+", item) if word) for item in items
    )
    is_path = items[0] == "home" and "|" not in words
    return is_path or known / len(items) > 0.6


def _comparable(line: str) -> str:
    return " ".join(line.strip(_MARKS).casefold().split())
