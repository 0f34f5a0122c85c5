"""What a host asks of robots: its robots.txt, read as RFC 9309 says.

The longest rule that fits a path decides, and of two equally long ones the one that allows; `*` stands
for anything, a `$` at the end for the end. Rules for our own name count, else those for `*`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

__all__ = ["ALLOW_ALL", "REFUSE_ALL", "Robots", "read_robots"]

MOST_BYTES = 512 * 1024  # RFC 9309, 2.5: at least 500 kibibytes are read
_SAFE = "/?=&;:@+,!'()*$-._~%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """What one robot may ask of a host: rules as (path, allowed), and seconds to wait between requests."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float = 0.0

    def allows(self, url: str) -> bool:
        """Whether `url` may be asked for."""
        parts = urlsplit(url)
        path = _spelled((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        if path == "/robots.txt":
            return True
        fitting = [(len(rule), allowed) for rule, allowed in self.rules if _fits(rule, path)]
        return max(fitting, default=(0, True))[1]


ALLOW_ALL = Robots()
REFUSE_ALL = Robots(rules=(("/", False),))


def read_robots(text: str, name: str) -> Robots:
    """The rules for the robot `name` in a robots.txt; lines that say nothing are passed over."""
    own: list[tuple[str, str]] = []
    everybody: list[tuple[str, str]] = []
    found_own = False
    for agents, lines in _groups(text):
        if name.lower() in agents:
            found_own = True
            own += lines
        if "*" in agents:
            everybody += lines
    lines = own if found_own else everybody
    rules = tuple((_spelled(path), key == "allow") for key, path in lines if key != "crawl-delay" and path)
    return Robots(rules=rules, delay=_delay(lines))


def _groups(text: str) -> Iterable[tuple[set[str], list[tuple[str, str]]]]:
    agents: set[str] = set()
    lines: list[tuple[str, str]] = []
    for line in text[:MOST_BYTES].lstrip("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            if lines:
                yield agents, lines
                agents, lines = set(), []
            # "detente/0.1" names detente: a version is no part of the name.
            agents.add(value.lower().partition("/")[0].strip())
        elif key in ("allow", "disallow", "crawl-delay") and agents:
            lines.append((key, value))
    yield agents, lines


def _delay(lines: Iterable[tuple[str, str]]) -> float:
    stated = (value for key, value in lines if key == "crawl-delay")
    return max((float(value) for value in stated if re.fullmatch(r"\d{1,5}(\.\d+)?", value)), default=0.0)


def _fits(rule: str, path: str) -> bool:
    """Whether a rule fits the beginning of a path, or all of it where it ends in `$`.

    Each part between stars is looked for behind the one before: a hostile rule costs no more than its length.
    """
    to_the_end = rule.endswith("$")
    first, *others = (rule[:-1] if to_the_end else rule).split("*")
    if not path.startswith(first):
        return False
    place = len(first)
    last = others.pop() if to_the_end and others else None
    for part in others:
        found = path.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    if last is not None:
        return path.endswith(last) and len(path) - len(last) >= place
    return not to_the_end or place == len(path)


def _spelled(path: str) -> str:
    """One spelling for paths that mean the same: "%7e" and "~"."""
    return quote(unquote(path, errors="surrogateescape"), safe=_SAFE, errors="surrogateescape")
