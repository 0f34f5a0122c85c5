"""Bodies that every state has: ministries, forces, courts. They are made from their state and a suffix."""

from __future__ import annotations

import re

from detente.base.types import Actor, ActorKind, Role

__all__ = ["AFTER", "BEFORE", "SUFFIXES", "body_id", "body_of", "split_id", "suffix_of"]

# Suffix of the id, PLOVER sector, how the body is called, words that follow "Russian" or stand before
# "of Russia".
_BODIES: tuple[tuple[str, str, str, str], ...] = (
    ("MFA", "GOV", "foreign ministry",
     r"foreign ministry|ministry of foreign affairs|foreign office|embassy|consulate(?: general)?|diplomats"
     r"|ministry of external affairs|foreign affairs ministry"),
    ("MOD", "MIL", "defence ministry",
     r"defen[cs]e ministry|ministry of (?:national )?defen[cs]e|defen[cs]e department"),
    ("MIA", "COP", "interior ministry",
     r"interior ministry|ministry of internal affairs|ministry of (?:the )?interior|home ministry"
     r"|ministry of home affairs"),
    ("COP", "COP", "police",
     r"(?:riot |national |federal |border )?police(?:men)?|security forces|law enforcement(?: agencies)?"
     r"|border guards?|gendarmerie|coast ?guard"),
    ("MIL", "MIL", "armed forces",
     r"armed forces|air force|air defen[cs]es?|army|military|navy"
     r"|(?:ground |special |naval |government )?forces|troops|soldiers|warplanes|(?:fighter )?jets"
     r"|general staff|marines|servicemen|artillery|paratroopers|warships?|army units|peacekeepers|drones"
     r"|national guard"),
    ("LEG", "LEG", "parliament",
     r"parliament|lawmakers|legislature|senate|MPs|deputies|national assembly|house of representatives"
     r"|legislators|parliamentarians|(?:house of )?commons|congress(?! party)"),
    ("JUD", "JUD", "courts",
     r"(?:supreme |constitutional |appeals? |high |military )?courts?|prosecutors?"
     r"|prosecutor[- ]general(?:'s office)?|investigators|judges|judiciary|public prosecutor(?:'s office)?"),
    ("SPY", "SPY", "intelligence",
     r"(?:military |foreign )?intelligence(?: services?| agenc(?:y|ies)| officers?| officials?)?"
     r"|(?:state )?security services?|secret services?|special services?|spies|spy agenc(?:y|ies)"),
    ("CB", "GOV", "central bank",
     r"central bank|national bank|reserve bank"),
    ("GOV", "GOV", "government",
     r"government|authorities|officials|leadership|administration|cabinet|delegation|council of ministers"
     r"|negotiators|presidency|regime|side"),
)  # fmt: skip
SUFFIXES = frozenset(suffix for suffix, _, _, _ in _BODIES)
_WORDS = "|".join(f"(?P<{suffix}>{words})" for suffix, _, _, words in _BODIES)
AFTER = re.compile(rf"(?:'s)?\s+(?:{_WORDS})\b", re.IGNORECASE)
BEFORE = re.compile(rf"\b(?:{_WORDS})\s+of\s+(?:the\s+)?$", re.IGNORECASE)
_OF = re.compile(rf"(?:the\s+)?(?:{_WORDS})\s+(?:of|in)\s+(?:the\s+)?(?P<state>.+)", re.IGNORECASE)
_ALONE = re.compile(rf"(?:the\s+)?(?:country's\s+|state\s+|national\s+)?(?:{_WORDS})", re.IGNORECASE)
_ID = re.compile(r"([A-Z]{3}|X-[A-Z]+)-(" + "|".join(sorted(SUFFIXES)) + r")")


def split_id(actor_id: str) -> tuple[str, str] | None:
    """ISO3 of the state and suffix of `RUS-MFA`, `None` for other ids."""
    match = _ID.fullmatch(actor_id)
    return (match[1], match[2]) if match else None


def body_id(state: Actor, suffix: str) -> str:
    """The id of the body of `state` that `suffix` names: `RUS-MFA`."""
    return f"{dict(state.codes).get('iso3', state.id)}-{suffix}"


def body_of(state: Actor, suffix: str) -> Actor:
    """The body of `state` that `suffix` names."""
    _, sector, title, _ = next(body for body in _BODIES if body[0] == suffix)
    name = f"{state.name}{'’' if state.name.endswith('s') else '’s'} {title}"
    role = Role(office="body of", stands_for=state.id, sector=sector)
    return Actor(id=body_id(state, suffix), name=name, kind=ActorKind.BODY, roles=(role,))


def suffix_of(words: str) -> tuple[str, str] | None:
    """Suffix and the words for the state in `parliament of Georgia`; these are `""` in `the parliament`."""
    match = _OF.fullmatch(words) or _ALONE.fullmatch(words)
    if match is None:
        return None
    found = match.groupdict()
    state = found.pop("state", "") or ""
    return next(suffix for suffix, said in found.items() if said), state
