"""Offices in the words of `detente.identify.offices`, read from the labels of the sources."""

from __future__ import annotations

import re

from detente.identify.offices import FIELDS, stated_offices

# Sectors of PLOVER for an office; everything else acts for the government.
SECTORS = (
    (r"defen[cs]e minister|chief of staff|armed forces|army|navy|general staff|commander", "MIL"),
    (r"interior minister|police", "COP"),
    (r"intelligence|security service", "SPY"),
    (r"speaker|parliament|senator|deputy speaker|legislator", "LEG"),
    (r"justice|judge|prosecutor|court\b", "JUD"),
    (r"opposition leader", "OPP"),
)
PETRARCH = {
    "GOV": "GOV",
    "MIL": "MIL",
    "COP": "COP",
    "LEG": "LEG",
    "JUD": "JUD",
    "SPY": "SPY",
    "OPP": "OPP",
    "REB": "REB",
}
BY_KIND = {
    "head_of_state": "president",
    "head_of_government": "prime minister",
    "foreign_minister": "foreign minister",
    "defence_minister": "defence minister",
    "interior_minister": "interior minister",
    "governor": "governor",
}
INTERNATIONAL = (
    (r"^secretary.general of the united nations", "secretary-general", "Q1065"),
    (r"^secretary.general of nato", "secretary-general", "Q7184"),
    (r"^president of the european commission", "president", "Q8880"),
    (r"^president of the european council", "president", "Q8886"),
    (r"^president of the european parliament", "president", "Q8889"),
)  # fmt: skip
REIGNS = re.compile(
    r"\b(king|queen|emir|amir|sultan|grand duke|prince|monarch|emperor|supreme leader|pope)\b", re.IGNORECASE
)
DEPUTIES = ("deputy", "vice", "under", "assistant", "junior", "first deputy")
AMBASSADOR = re.compile(r"(?:the )?(?:\w+ )?ambassador (?:of .+? )?(?:to|in) (.+)", re.IGNORECASE)
MAYOR = re.compile(r"(?:lord )?mayor of (.+)", re.IGNORECASE)
CHAIR = re.compile(r"(?:president|chair\w*) of the (?:senate|chamber|house|national assembly|parliament)")
MINISTRY = re.compile(r"minist|secretary|cabinet|attorney|treasur|commissioner", re.IGNORECASE)
SAME = {
    "premier": "prime minister",
    "taoiseach": "prime minister",
    "amir": "emir",
    "monarch": "king",
    "head of state": "president",
}


def of_label(label: str, kind: str) -> list[str]:
    """The offices of a position's label: one, or one for each field of a ministry."""
    office = _told(label) or _of_kind(label, kind)
    return [office] if office else _further(label, kind)


def _told(label: str) -> str:
    """The office that a label tells whatever its kind; empty for other labels."""
    low = label.lower()
    if match := AMBASSADOR.match(label):
        return f"ambassador to {match[1].removeprefix('the ')}"
    if low.startswith(DEPUTIES) and "deputy prime" not in low:
        return f"deputy {_plain(label)}" if "president" not in low else "vice president"
    if low.startswith("chief minister"):
        return "chief minister"
    if match := MAYOR.match(label):
        return f"mayor of {match[1]}"
    return "speaker of parliament" if "speaker" in low or CHAIR.match(low) else ""


def _of_kind(label: str, kind: str) -> str:
    """The office that the kind of a position names; empty for other kinds."""
    low = label.lower()
    if kind in ("head_of_state", "head_of_government"):
        return _head(low, kind)
    return ("acting " if "acting" in low else "") + BY_KIND[kind] if kind in BY_KIND else ""


def _further(label: str, kind: str) -> list[str]:
    """The fields of a ministry, or what else the label states, or the label itself."""
    low = label.lower()
    fields = [f"{field} minister" for field, words in FIELDS if re.search(rf"\b(?:{words})", low)]
    if MINISTRY.search(label) and fields:
        return fields
    if "armed forces" in low and kind == "other_minister":
        return ["defence minister"]
    stated = [one for one in stated_offices(label, lambda _: None) if one.office not in BY_KIND.values()]
    return (
        [stated[0].office]
        if stated and stated[0].office not in ("chair", "director", "head", "leader", "president")
        else [_plain(label)]
    )


def international(label: str) -> tuple[str, str]:
    """Office and body of the heads of international organisations; empty for other labels."""
    return next(
        ((office, body) for words, office, body in INTERNATIONAL if re.search(words, label, re.IGNORECASE)),
        ("", ""),
    )


def of_leader(title: str, office: str) -> str:
    """The office of a line of the World Factbook; empty where its title says something else."""
    low = title.lower()
    if (
        office in ("head_of_state", "head_of_government")
        and low
        and re.search(r"designate|elect\b| (?:of|for|and)$", low)
    ):
        return ""
    if office in ("head_of_state", "head_of_government"):
        return _head(low, office)
    if office == "deputy":
        return "vice president" if "president" in low and "prime" not in low else "deputy prime minister"
    if office.startswith("ambassador_to_us"):
        return "ambassador to the United States"
    return ""


def place_of(label: str) -> str:
    """The words after the first `of` in a governor's label (`Governor of Tula Oblast`)."""
    match = re.search(r"\b(?:of|in)\s+(?:the\s+)?(.+)$", label)
    return re.split(r",\s", match[1])[0] if match else label


def sector(office: str) -> str:
    """PLOVER's sector of an office."""
    return next((code for words, code in SECTORS if re.search(words, office)), "GOV")


def _head(low: str, kind: str) -> str:
    acting = "acting " if re.search(r"\b(?:acting|interim|caretaker)\b", low) else ""
    reign = REIGNS.search(low)
    if reign and "minister" not in low:
        return acting + SAME.get(reign[1], reign[1])
    if "chancellor" in low:
        return acting + "chancellor"
    if "president" in low and "vice" not in low and not ("minister" in low and "council" in low):
        return acting + "president"
    if re.search(r"prime minister|premier|taoiseach", low):
        return acting + "prime minister"
    return acting + BY_KIND[kind]


def _plain(label: str) -> str:
    """A label without the state's name behind it, in lower case."""
    return re.split(r" of the (?:Republic|Kingdom)|,", label)[0].strip().lower()
