"""Finds the words of a sentence that name days, and the interval each means, as exactly as it is said.

Absolute ("5 March 2021"), anchored ("on Tuesday", "last month") and vague ("late 2024", "the weekend")
expressions. What counts from the day of publication means nothing where that day is unknown: the interval is
then `None`, never a guess. Which words are looked for stands here, in `RULES`; what they mean in
`time_rules.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from detente.base.types import DateRange, Precision
from detente.extract import time_rules as rules
from detente.extract.time_rules import Anchor, Rule
from detente.extract.time_words import DAYS, FEASTS, MONTHS, NUMBERS, ORDINALS

__all__ = ["Expression", "expressions"]


@dataclass(frozen=True, slots=True)
class Expression:
    """The characters `start` to `end` (exclusive) and the days they mean.

    `stated`: the words alone tell; otherwise they count from the day of publication or from another day of
    the sentence. `when` is `None` where that day is unknown. `told`: it counts from a day of the story ("two
    days earlier"), which the sentence may not name.
    """

    start: int
    end: int
    when: DateRange | None
    stated: bool
    told: bool = False


@lru_cache(maxsize=64)  # all acts of a sentence ask for the same days
def expressions(
    text: str, published: date | None = None, ahead: bool | None = None
) -> tuple[Expression, ...]:
    """The expressions of `text` in order, none inside another.

    `ahead` says whether the text tells of what is to come; `None` lets its verbs say. `expressions("Iran
    attacked Iraq on Tuesday.", date(2025, 7, 4))` is one expression: "Tuesday", 2025-07-01.
    """
    found: list[Expression] = []
    year: int | None = None
    named: DateRange | None = None

    def inner(words: str) -> DateRange | None:
        return next((one.when for one in expressions(words, published, False)), None)

    folded = text.translate(_FOLDED)
    for match, rule, kind in _matches(folded):
        tense = _is_ahead(folded, match) if ahead is None else ahead
        when = rule(match, Anchor(published, year, named, tense, inner))
        open_ = kind in ("told", "open") or (kind == "day" and published is None)
        if when is None and not open_:
            continue  # 31 February, the year 3021
        found.append(Expression(match.start(), match.end(), when, kind == "stated", kind == "told"))
        if when is not None and when.start.year == when.end.year:
            named = when
            if when.precision is Precision.YEAR and kind == "stated" and _SETS_THE_YEAR.match(match[0]):
                year = when.start.year
    return tuple(found)


def _matches(text: str) -> Iterator[tuple[re.Match[str], Rule, _Kind]]:
    """The longest match at each place, from left to right; of equally long ones that of the first rule."""
    at = 0
    candidates = [(match, rule, kind) for pattern, rule, kind in RULES for match in pattern.finditer(text)]
    for match, rule, kind in sorted(candidates, key=lambda one: (one[0].start(), -one[0].end())):
        if match.start() >= at:
            yield match, rule, kind
            at = match.end()


def _is_ahead(text: str, match: re.Match[str]) -> bool | None:
    """Whether the verb nearest to an expression speaks of what is to come; `None` where no verb says."""
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    after = text[match.end() : match.end() + _AFTER]
    left, right = _last_verb_is_ahead(before), _first_verb_is_ahead(after)
    if _OPENS_CLAUSE.search(before):  # "He said that on Monday Putin will ..."
        left, right = right, left
    return right if left is None else left


def _last_verb_is_ahead(text: str) -> bool | None:
    future = max((match.end() for match in _FUTURE_VERB.finditer(text)), default=-1)
    past = max((match.start() for match in _PAST_VERB.finditer(text)), default=-1)
    return None if future == past else future > past  # "is scheduled" holds "scheduled"


def _first_verb_is_ahead(text: str) -> bool | None:
    future, past = _FUTURE_VERB.search(text), _PAST_VERB.search(text)
    if future is None or past is None:
        return None if future is past else future is not None
    return future.start() < past.start()


_BEFORE, _AFTER = 120, 60  # characters around an expression in which its verb stands
_FUTURE_VERB = re.compile(
    r"\b(?:will|would|shall|must|should|can|(?-i:may)|might|until|if|unless|ahead\s+of|upcoming|slated"
    r"|(?:is|are)\s+(?:due|set|to|expected|scheduled|planned)|scheduled|(?:expected|planned)\s+(?:for|on|in)"
    r"|due(?!\s+to\s+(?:the|an?|its|his|her|their)\b)"  # not: due to the war
    r"|(?:plan|intend|hope|expect|aim|want)s?\s+to|to\s+(?:be\s+(?:held|\w+ed)|take\s+place)"
    r"|(?:expected|set|planned)\s+to)\b|'ll\b", re.I
)  # fmt: skip
# Not "the expelled envoy", "is paid", "will hit", "United", "need".
_PAST_VERB = re.compile(
    r"\b(?<!\bthe )(?<!\ban )(?<!\ba )(?<!\bits )(?<!newly )(?<!recently )(?<!\bbe )(?<!\bis )(?<!\bare )"
    r"(?<!\bto )(?<!will )(?<!would )(?<!\bmay )(?<!\bcan )(?<!must )(?<!could )(?<!should )(?<!might )"
    r"(?:(?-i:(?!(?:hundred|indeed|need|exceed|proceed|succeed|seed|speed|feed|breed|bed|red|shed|armed)\b)"
    r"[a-z]\w*ed)"
    r"|beat|became|been|began|blew|bought|broke|brought|built|came|caught|chose|cut|drew|drove|fell|flew|fled"
    r"|fought|found|froze|gave|grew|had|held|hit|hung|kept|knew|laid|led|left|lent|let|lost"
    r"|made|met|overthrew|overran|paid|put|quit|ran|rose|said|sank|sat|saw|sent|set|shook|shot|shut"
    r"|since|slew|sold|sought|spent|split|spoke|stole|stood|struck|swore|taught|threw|told|took|tore|was|went"
    r"|were|withdrew|won|wrote)\b",
    re.I,
)
_OPENS_CLAUSE = re.compile(r"(?:\bthat|[.!?:;“(])\s*(?:(?:on|in|by|at|late|early|the|from)\s+){0,3}$", re.I)
# Not "since 2007", "the 2015 deal": they say nothing about the year of "on 5 May" after them.
_SETS_THE_YEAR = re.compile(r"(?:back\s+)?in\b|during\b|throughout\b", re.I)
# One character for one, so that places in the text stay. The first four match i, s, k where case is ignored.
_FOLDED = str.maketrans("İıſ\u212a’‘\u2010\u2011\n\r\t\xa0\u2009\u202f", "Iisk''--      ")
# What the meaning stands on: the words alone, the day of publication, a day of the story, nothing.
_Kind = Literal["stated", "day", "told", "open"]


def _one_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _dated(form: str, rule: Rule) -> tuple[tuple[str, Rule, _Kind], ...]:
    """The two rules of a form that ends in a day or a month: with its year, and without."""
    return ((form + _YEARED, rule, "stated"), (form + _YEARLESS, rule, "day"))


# Pieces of the patterns. A digit before a mark belongs to a longer number: "1,200 years ago".
_COUNTED = (
    r"(?:people|troops|soldiers|men|women|children|fighters|civilians|police|officers|workers|prisoners"
    r"|migrants|refugees|protesters|victims|families|homes|vehicles|cases|votes|seats|jobs|pages|tons|tonnes"
    r"|barrels|kilomet\w+|km|miles|met(?:er|re)s|feet|acres|hectares|dollars|euros|hours|GMT|UTC"
    r"|hundred|thousand|million|billion|percent|per\s+cent)\b"
)  # fmt: skip
_NO_COUNT = rf"(?!\d|[.,:]\d|-[a-z]|\s*%|\s+{_COUNTED})"
_Y = rf"(?:1[89]|20)\d\d{_NO_COUNT}"
_YEARED = r"(?:,?\s+(?:of\s+)?(?P<y>(?:1[89]|20)\d\d))(?!\d|[.,:]\d)"
_NO_YEAR = r"(?!,?\s+(?:of\s+)?\d{4}\b)"
_YEARLESS = rf"{_NO_YEAR}{_NO_COUNT}(?:,?\s+(?:of\s+)?(?P<v>last|this|next)\s+year)?"
# In small letters "may" and "march" are no months.
_M = rf"(?!(?-i:may|mar|march)\b)(?:{_one_of(MONTHS)})\b\.?"
_D = rf"(?:{_one_of(DAYS)})"
_N = rf"(?<!hundred )(?<!hundred and )(?:\d{{1,3}}|{_one_of(NUMBERS)})"
_DD = r"\d{1,2}(?:st|nd|rd|th)?"
_NTH = rf"(?:{_one_of(ORDINALS)})"
_OF = r"(?:\s+(?:day\s+)?of)"
_TO = r"(?:-|–|—|to|until|through)"
_BOTH = rf"\s*(?:{_TO}|and)\s*"
_ACROSS = rf"\s*(?(b)and|{_TO})\s*"  # "between 5 May and 3 June" is a span, "on 5 May and 3 June" two days
_OVER = r"(?:(?:in|over|during|within|for)\s+)?"
_FROM, _BETWEEN = r"(?:(?:between|from)\s+)?", r"(?:(?P<b>between)\s+|from\s+)?"
_ON = rf"(?:{_D},?\s+(?:the\s+)?|the\s+)?"  # the weekday of a date is part of it
_PART = r"(?P<part>early|mid|middle of|late|(?:beginning|start|end|close) of)"
_PART_OF = rf"(?:the\s+)?{_PART}(?:\s+(?:of|in)\s+|[-–]|\s+)"
_ONE = r"(?P<u>day|week|fortnight|month|quarter|year|decade)\b(?!-)"
_UNIT = r"(?P<u>days?|weeks?|fortnights?|months?|years?|decades?)\b(?!-)"
_UNITS = r"(?:days|weeks|fortnights|months|years|decades|centuries)"
_CALENDAR = r"(?P<u>week|fortnight|month|quarter|year|decade)\b(?!-)"
_FEW = r"(?:several|some|many|a\s+few|few|a\s+number\s+of|couple\s+of)"
_QUARTER = r"(?P<q>Q[1-4]|(?:first|second|third|fourth|last|final)\s+quarter)"
_OF_YEAR = r"\s+of\s+(?:the|(?:the\s+)?(?P<v>this|last|next|previous))\s+year"
_SEASON = r"(?P<s>spring|summer|autumn|winter)"
# A season is a day's answer only where no noun follows: "in the spring", not "the summer camp".
_SEASON_ENDS = (
    r"(?=\s*(?:[^\w\s'-]|$)|\s+(?:(?-i:[A-Z])|(?:and|or|but|when|as|after|before|with|to|that|which|he|she|it"
    r"|they|we|is|was|were|are|has|had|have|will|would|by|at|for|from|until|on|in|amid|while|because|since"
    r"|months?|an?|the|its|his|her|their)\b))"
)  # fmt: skip
_NAME = r"(?!(?-i:[A-Z])\w+\s+(?-i:[A-Z]))"  # the Winter Palace
_NO_NAME = r"(?!\s+of\s+the\s+(?-i:[A-Z]))"  # March of the Living
_SINCE = (
    rf"(?:last\s+)?{_D}|{_DD}\s+{_M}(?:,?\s+{_Y})?|(?:early\s+|late\s+|mid-)?{_M}(?:\s+{_DD})?(?:,?\s+{_Y})?"
)
# "two days before the vote" counts from the vote; "two days before" from a day of the story.
_CLAUSE_ENDS = (
    r"(?=\s*(?:[^\w\s]|$)|\s+(?:and|but|or|that|he|she|it|they|in|on|at|when|with|by|was|were|had)\b)"
)

_TABLE: tuple[tuple[str, Rule, _Kind], ...] = (
    # Days of the calendar
    (r"(?P<y>(?:1[89]|20)\d\d)(?P<sep>[-/.])(?P<mm>\d\d)(?P=sep)(?P<d>\d\d)(?:T[\d:]+Z?)?",
     rules.iso_date, "stated"),
    (r"(?!0?(\d+)/0?\1/)(?:0?[1-9]|1[0-2])/(?:0?[1-9]|1[0-2])/(?:1[89]|20)\d\d", rules.unknown, "open"),
    (r"(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:1[89]|20)\d\d)",
     rules.slashed_date, "stated"),
    # ... that take the year of the next: "on 5 May and 3 June 2020"
    (rf"{_ON}(?P<d>{_DD})\s+(?P<m>{_M})(?=(?:,|\s+and)\s+{_DD}\s+{_M}{_YEARED})", rules.full_date, "stated"),
    (rf"{_ON}(?P<m>{_M})\s+(?P<d>{_DD})(?=\s+and\s+{_M}\s+{_DD}{_YEARED})", rules.full_date, "stated"),
    (rf"(?:in|during)\s+(?P<m>{_M})(?=\s+and\s+{_M}{_YEARED})", rules.month_named, "stated"),
    # ... and without
    *_dated(rf"{_ON}(?P<d>{_DD}|{_NTH}(?={_OF})){_OF}?\s+(?P<m>{_M})", rules.full_date),
    (rf"{_ON}(?P<m>{_M})\s+(?:the\s+)?(?P<d>{_DD}|{_NTH}){_YEARED}", rules.full_date, "stated"),
    (rf"(?<!\bin ){_ON}(?P<m>{_M})\s+(?:the\s+)?(?P<d>{_DD}){_YEARLESS}", rules.full_date, "day"),
    (rf"(?P<f>{_one_of(FEASTS)}),?\s+(?P<y>{_Y})", rules.feast_day, "stated"),
    (rf"(?P<f>{_one_of(FEASTS)})", rules.feast_day, "day"),
    # Days from one to another
    *_dated(rf"{_FROM}(?P<d>{_DD}){_BOTH}(?P<e>{_DD}){_OF}?\s+(?P<m>{_M})", rules.days_of_month),
    *_dated(rf"{_BETWEEN}(?P<d>{_DD})\s+(?P<m1>{_M}){_ACROSS}(?P<e>{_DD})\s+(?P<m>{_M})",
     rules.days_of_month),
    *_dated(rf"{_FROM}(?P<m>{_M})\s+(?P<d>{_DD}){_BOTH}(?P<e>{_DD})", rules.days_of_month),
    *_dated(rf"{_BETWEEN}(?P<m1>{_M})\s+(?P<d>{_DD}){_ACROSS}(?P<m>{_M})\s+(?P<e>{_DD})",
     rules.days_of_month),
    # Months, years, decades and their parts
    *_dated(rf"{_PART_OF}(?P<m>{_M})", rules.part_of_month),
    (rf"(?P<m>{_M}){_YEARED}", rules.month_named, "stated"),
    (rf"(?:in|during)\s+(?P<m>{_M}){_NO_NAME}(?!{_YEARED}){_YEARLESS}", rules.month_named, "day"),
    (rf"(?:by|of|for|until)\s+(?P<m>{_M}){_NO_NAME}(?!\s+(?:\d|said|told)){_YEARLESS}",
     rules.month_named, "day"),
    (rf"(?P<w>last|this|next)\s+(?P<m>{_M})(?!\s+\d)", rules.month_named, "day"),
    (rf"{_PART_OF}(?P<y>{_Y})", rules.part_of_year, "stated"),
    (rf"(?:between|from)\s+(?P<y>{_Y})\s+(?:and|to|until|through)\s+(?P<z>{_Y})", rules.years_said, "stated"),
    (rf"(?P<y>{_Y})[-–](?P<z>\d\d(?:\d\d)?)(?![-–\d])", rules.years_said, "stated"),
    (rf"(?:in|since|of|after|before|the|by|during|until|from|for|throughout|around|as early as|back in)"
     rf"\s+(?P<y>{_Y})(?![-–]\d)", rules.year_said, "stated"),
    (rf"(?:the\s+)?(?:{_PART}(?:\s+of\s+the\s+|-|\s+))?(?:the\s+)?(?P<y>(?:1[89]|20)\d0)s",
     rules.decade_named, "stated"),
    (rf"the\s+(?:{_PART}[-\s])?'?(?P<y>[3-9]0)s", rules.decade_named, "stated"),  # not: in his 50s
    (rf"(?:the\s+)?{_QUARTER}(?:\s+of)?\s+(?P<y>{_Y})", rules.quarter_named, "stated"),
    (rf"(?:the\s+)?{_QUARTER}(?:{_OF_YEAR})", rules.quarter_named, "day"),
    (rf"(?:the\s+)?(?!last|final){_QUARTER}(?!\s+of\b|\s+century|-)", rules.quarter_named, "day"),
    (rf"(?:the\s+)?(?P<h>H1|H2|(?:first|second)(?=\s+half))(?:\s+half)?(?:\s+of)?\s+(?P<y>{_Y})",
     rules.half_year, "stated"),
    (rf"(?:the\s+)?(?P<h>first|second)\s+half{_OF_YEAR}", rules.half_year, "day"),
    (rf"(?:(?P<w>in the|the|this|last|next)\s+)?(?P<s>spring|summer|autumn|fall|winter)"
     rf"\s+(?:of\s+)?(?P<y>{_Y})(?:[-–/]\d{{2,4}})?", rules.season_named, "stated"),
    (rf"(?P<w>this|last|next)\s+{_NAME}(?P<s>spring|summer|autumn|winter|fall(?!\s+(?:in|of|from)\b))",
     rules.season_named, "day"),
    (rf"(?P<w>in the|in|the|during the)\s+{_NAME}{_SEASON}{_SEASON_ENDS}", rules.season_named, "day"),
    # Days of the week
    (rf"(?:(?P<w>last|next|this coming|this|coming|the coming)\s+)?(?<!Bloody )(?<!Black )(?P<wd>{_D})"
     r"(?:\s+(?:morning|afternoon|evening|night))?"
     r"(?!\s+(?:Agreement|accord|Times|Telegraph|Mirror|Express|Mail|Herald|Post)\b)",
     rules.weekday_named, "day"),
    (rf"(?P<wd>{_D})\s+(?:of\s+)?(?P<w>last|this|next)\s+(?P<u>week)", rules.weekday_of_week, "day"),
    (rf"(?:from|between)\s+(?P<wd>{_D})\s+(?:to|and|until|through)\s+(?P<we>{_D})",
     rules.weekday_span, "day"),
    (r"(?P<w>last|next|this coming|coming|this|the|at the|over the|the past)\s+weekend",
     rules.weekend_said, "day"),
    # Counted from the day of publication
    (r"(?:the\s+)?day before yesterday|(?:the\s+)?day after tomorrow|last night|tonight"
     r"|(?:yesterday|tomorrow)(?:\s+(?:morning|afternoon|evening|night))?|this (?:morning|afternoon|evening)"
     r"|(?:(?<!\w )|(?!(?-i:Today)))today", rules.near_day, "day"),  # not: Russia Today
    (r"overnight", rules.over_night, "day"),
    (rf"(?<!\bthe )(?P<w>last|this|next|the coming|the current|the previous)\s+{_CALENDAR}(?!\s+\d)",
     rules.whole_unit, "day"),
    (rf"(?P<w>earlier|later|so far)\s+(?:in\s+)?(?:this|the)\s+{_CALENDAR}", rules.so_far, "day"),
    (rf"(?:the\s+)?{_PART}\s+(?P<w>last|this|next)\s+{_CALENDAR}", rules.part_of_unit, "day"),
    (rf"(?:the\s+)?{_PART}(?<=of)\s+(?P<w>the)\s+{_CALENDAR}", rules.part_of_unit, "day"),
    (rf"(?P<n>{_N})\s+{_UNIT}\s+ago", rules.units_ago, "day"),
    (rf"in\s+(?P<n>{_N})\s+{_UNIT}'?s?\s+time", rules.units_ahead, "day"),
    (rf"(?P<n>{_N})\s+{_UNIT}\s+from\s+now", rules.units_ahead, "day"),
    (rf"since\s+(?P<x>yesterday|last\s+(?:week|month|year)|{_SINCE})", rules.since_then, "day"),
    # Counted from a day of the story
    (rf"(?<!\bfor )(?P<n>{_N})\s+{_UNIT}\s+(?:earlier|later|afterwards|(?:before|after){_CLAUSE_ENDS})",
     rules.told_from, "told"),
    (rf"(?<!\bfor )(?P<n>{_N})\s+{_UNIT}\s+(?:before|after)", rules.unknown, "told"),
    (rf"(?:the|that)\s+(?:very\s+)?(?:same|following|next|previous|preceding|very)\s+{_UNIT}",
     rules.told_from, "told"),
    (r"that\s+(?P<u>day|week|month|year)\b(?!-)", rules.told_from, "told"),
    (rf"the\s+{_ONE}\s+(?:earlier|later|(?:before|after){_CLAUSE_ENDS})", rules.told_from, "told"),
    (rf"the\s+{_ONE}\s+(?:before|after)|on the eve", rules.unknown, "told"),
    # Spans that reach to publication ("the next day" is told, and stands before)
    (rf"{_OVER}(?:the\s+)?(?P<w>past|last|next|coming)\s+(?P<n>{_N})\s+{_UNIT}",
     rules.past_units, "day"),
    (rf"{_OVER}the\s+(?P<w>past|last|next|coming)\s+{_ONE}(?!\s+of\b)",
     rules.past_units, "day"),
    # Nothing that can be known
    (rf"(?:{_FEW}\s+)?{_UNITS}\s+(?:ago|earlier|later)", rules.unknown, "open"),
    (rf"{_OVER}(?:the\s+)?(?:past|last|next|coming|recent)\s+(?:{_FEW}\s+)?{_UNITS}",
     rules.unknown, "open"),
)  # fmt: skip
RULES = tuple(
    (re.compile(rf"\b(?!(?<=\d[.,:/])\d)(?:{p})\b", re.IGNORECASE), rule, kind) for p, rule, kind in _TABLE
)
