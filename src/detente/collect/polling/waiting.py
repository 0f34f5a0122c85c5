"""How long to wait: between polls, after errors, and as long as a host asks for."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from detente.base.errors import InputError

__all__ = ["LONGEST", "SHORTEST", "after_failures", "asked_to_wait", "parse_interval", "spread"]

SHORTEST, LONGEST = timedelta(minutes=1), timedelta(days=1)
JITTER = 0.1  # of a regular wait, to either side
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def parse_interval(text: str, *, where: str = "--every") -> timedelta:
    """The time that `text` ("90s", "15m", "2h", "1d") names, from a minute to 30 days; else `InputError`."""
    match = re.fullmatch(r"\s*(\d{1,7})\s*([smhd])\s*", text.lower())
    if match is None:
        raise InputError(f"{where}: {text!r} is no time; write it as 15m, 2h or 1d")
    interval = timedelta(seconds=int(match[1]) * _UNITS[match[2]])
    if not SHORTEST <= interval <= timedelta(days=30):
        raise InputError(f"{where}: {text} is not between 1m and 30d; hosts are not asked more often")
    return interval


def spread(interval: timedelta, chance: float) -> timedelta:
    """`interval`, up to a tenth shorter or longer by `chance` (0 to 1), so that polls do not come in step."""
    return interval * (1 - JITTER + 2 * JITTER * chance)


def after_failures(failures: int, chance: float) -> timedelta:
    """The wait after so many failures in a row: doubled from a minute up to a day, of which half to all."""
    # A wait grows beyond all bounds before its exponent does.
    return min(LONGEST, SHORTEST * (1 << min(failures, 20))) * (0.5 + chance / 2)


def asked_to_wait(retry_after: str | None, now: datetime) -> timedelta:
    """What a Retry-After header (seconds, or a day and time) asks for: none to a day."""
    wait = timedelta(0)
    stated = (retry_after or "").strip()
    if stated.isascii() and stated.isdigit():
        wait = timedelta(seconds=min(int(stated[:9]), 10**8))
    elif stated:
        try:
            until = parsedate_to_datetime(stated)
            wait = (until if until.tzinfo else until.replace(tzinfo=UTC)) - now
        except ValueError:
            pass
    return min(max(wait, timedelta(0)), LONGEST)
