"""A small finder of known names: a dozen states, places and persons, by regular expression."""

import re

from detente.base.types import ActorKind, Span
from detente.extract.reader import KnownName

STATES = (
    "Russia|Russian|Azerbaijan|Azerbaijani|Armenia|Armenian|Turkey|Turkish|Iran|Iranian|Iraq|Iraqi|Georgia|Ukraine|Ukrainian|"
    "France|French|Moscow|Baku|Yerevan|Ankara|Tehran|Kyiv|Tbilisi|Paris|Kremlin|Chechnya|Chechen"
)
PERSONS = (
    "Vladimir Putin|Putin|Ilham Aliyev|Aliyev|Sergei Lavrov|Lavrov|Ramzan Kadyrov|Kadyrov|"
    "Alexei Dyumin|Dyumin|Erdogan|Pashinyan"
)
BODIES = "NATO|European Union|OSCE"
_ALL = re.compile(rf"\b(?:(?P<person>{PERSONS})|(?P<state>{STATES})|(?P<body>{BODIES}))\b")


def find(text):
    kinds = {"person": ActorKind.PERSON, "state": ActorKind.STATE, "body": ActorKind.ALLIANCE}
    for match in _ALL.finditer(text):
        yield KnownName(span=Span(start=match.start(), end=match.end()), kind=kinds[match.lastgroup])
