"""Draw sentences of briefs, each with what it cites: readers judge whether the one bears out the other.

Desks of fiction: `old` is the demo's documents and the 42 of documents.jsonl; dev and exam to exam9 have
sixty each. The shipped code writes the briefs. Sentences are drawn by seed, the sections taking turns.

    python benchmarks/report/support/draw.py --seed 1 --desk exam --output sheet.md
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import detente
from detente.base.types import Claim, Sentence
from detente.report.check import facts_of
from detente.report.render import CitedBrief, label_of
from detente.run.demo import demo_documents
from detente.run.desk import Desk

HERE = Path(__file__).parent
NUMBER, AROUND, MOST_CITES = 200, 300, 8
HEAD = """Judge each sentence by what stands under it alone: is each name, act, direction (who to whom), day,
source, standing and number borne out? yes, no or unclear, and why."""

Asked = tuple[tuple[str, ...], dict[str, Any]]
OF_DEMO: tuple[Asked, ...] = (
    (("RUS", "AZE"), {}),
    (("Kremlin", "Ramzan Kadyrov"), {}),
    (("Azerbaijan",), {}),
    (("Russia",), {}),
    (("RUS", "AZE"), {"since": "2025-06-01", "until": "2025-07-31"}),
    (("RUS", "AZE"), {"compared_with": "2025-06-28", "until": "2025-07-05"}),
    (("RUS", "AZE"), {"types": ["CONSULT"], "until": "2026-01-31"}),
)
OF_NEW: tuple[Asked, ...] = (
    ((), {}),
    (("Kestria", "Lomar"), {}),
    (("Norway", "Portugal"), {}),
    (("Norway", "Japan"), {}),
    (("Kestria",), {}),
    (("Finland",), {}),
    (("Uruguay",), {}),
    ((), {"compared_with": "2025-03-31", "until": "2025-04-13"}),
)
OF_OTHERS: dict[str, tuple[Asked, ...]] = {
    "dev": (
        ((), {}),
        (("Varnholm", "Ostrel"), {}),
        (("Varnholm", "POL"), {}),
        (("ISL", "DNK"), {}),
        (("Ostrel",), {}),
        (("SWE",), {}),
        (("POL",), {}),
        ((), {"compared_with": "2025-02-28", "until": "2025-03-20"}),
    ),
    "exam": (
        ((), {}),
        (("Marivan", "Tessoro"), {}),
        (("Marivan", "Front of the Hills"), {}),
        (("CHL", "BOL"), {}),
        (("VNM", "MYS"), {}),
        (("GHA",), {}),
        (("Marivan",), {}),
        (("IDN",), {}),
    ),
    "exam2": (
        ((), {}),
        (("Halvar", "Dresna"), {}),
        (("KAZ", "UZB"), {}),
        (("SRB", "GRC"), {}),
        (("FJI", "NZL"), {}),
        (("OMN",), {}),
        (("Halvar",), {}),
        (("JPN",), {}),
    ),
    "exam3": (
        ((), {}),
        (("Orvane", "Lethmark"), {}),
        (("Orvane", "Grey Banner"), {}),
        (("KEN", "TZA"), {}),
        (("THA", "LAO"), {}),
        (("IRL",), {}),
        (("Lethmark",), {}),
        (("URY",), {}),
    ),
    "exam4": (
        ((), {}),
        (("Tavria Nova", "Quessant"), {}),
        (("Quessant", "Red Lantern"), {}),
        (("SEN", "GMB"), {}),
        (("CHL", "PER"), {}),
        (("MYS",), {}),
        (("Tavria Nova",), {}),
        (("ISL",), {}),
    ),
    "exam5": (
        ((), {}),
        (("Valmora", "Ninth Brigade"), {}),
        (("GHA", "TGO"), {}),
        (("CRI", "PAN"), {}),
        (("MNG",), {}),
        (("Valmora",), {}),
        (("PRT",), {}),
    ),
    "exam6": (
        ((), {}),
        (("Tolvia", "Corrend"), {}),
        (("Tolvia", "Corrend Hydro"), {}),
        (("CHL", "NZL"), {}),
        (("PRT", "NOR"), {}),
        (("Corrend",), {}),
        (("NZL",), {}),
        ((), {"compared_with": "2026-03-09", "until": "2026-03-16"}),
    ),
    "exam7": (
        ((), {}),
        (("Karsany", "Tauvia"), {}),
        (("Karsany", "Sandrey"), {}),
        (("Tauvia", "Free Lauth Guard"), {}),
        (("Karsany",), {}),
        (("Tauvia",), {}),
        (("ISL",), {}),
        (("URY",), {}),
        ((), {"compared_with": "2026-05-01", "until": "2026-06-01"}),
    ),
    "exam8": (
        ((), {}),
        (("Iskara", "Borrenia"), {}),
        (("Iskara", "Ondria"), {}),
        (("Borrenia", "Red Sedge Brigade"), {}),
        (("Iskara",), {}),
        (("Borrenia",), {}),
        (("FIN",), {}),
        (("NZL",), {}),
        ((), {"compared_with": "2027-03-23", "until": "2027-04-29"}),
    ),
    "exam9": (
        ((), {}),
        (("Aurenza", "Hadrovia"), {}),
        (("Aurenza", "Ulmeria"), {}),
        (("Aurenza", "Free Skerra Movement"), {}),
        (("Aurenza",), {}),
        (("Hadrovia",), {}),
        (("ISL",), {}),
        (("URY",), {}),
        ((), {"compared_with": "2028-06-30", "until": "2028-07-31"}),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A sentence of a brief, the section it stands in, and the brief with its evidence."""

    section: str
    sentence: Sentence
    brief: CitedBrief


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--seed", type=int, required=True)
    asked.add_argument("--desk", choices=("old", *OF_OTHERS), default="old")
    asked.add_argument("--output", required=True)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sentences = list(once(written(options.desk, Path(folder))))
    drawn = spread(sentences, random.Random(options.seed))
    head = (
        f"# {len(drawn)} of {len(sentences)} sentences, desk {options.desk}, seed {options.seed}\n\n{HEAD}\n"
    )
    entries = [entry(number, one) for number, one in enumerate(drawn, 1)]
    (HERE / options.output).write_text("\n".join([head, *entries]), "utf-8")


def written(name: str, folder: Path) -> Iterator[Drawn]:
    """All sentences of the briefs on a desk; `old` are two."""
    if name in OF_OTHERS:
        with detente.open(folder / name, workers=1) as desk:
            desk.run(HERE / f"{name}.jsonl")
            yield from told(desk, OF_OTHERS[name])
        return
    with demo_documents() as documents, detente.open(folder / "demo", workers=1) as desk:
        desk.run(documents)
        desk.predict(
            "RUS",
            "AZE",
            types=["CONSULT"],
            since=desk.known_until() + timedelta(days=1),
            until=desk.known_until() + timedelta(days=90),
        )
        yield from told(desk, OF_DEMO)
    with detente.open(folder / "new", workers=1) as desk:
        desk.run(HERE / "documents.jsonl")
        yield from told(desk, OF_NEW)


def told(desk: Desk, briefs: tuple[Asked, ...]) -> Iterator[Drawn]:
    """The sentences of `briefs`; a brief that the desk cannot write is named on stderr."""
    for sides, more in briefs:
        try:
            brief = desk.report(*sides, written=desk.known_until(), **more)
        except detente.DetenteError as error:
            print(f"no brief on {sides} {more}: {error}", file=sys.stderr)
            continue
        for section in brief.brief.sections:
            for one in section.sentences:
                yield Drawn(section=section.title, sentence=one, brief=brief)


def once(drawn: Iterator[Drawn]) -> Iterator[Drawn]:
    """Each sentence once: the same stands in several briefs."""
    seen = set[tuple[str, tuple[str, ...]]]()
    for one in drawn:
        key = (one.sentence.text, one.sentence.cites)
        if key not in seen:
            seen.add(key)
            yield one


def spread(drawn: list[Drawn], chance: random.Random) -> list[Drawn]:
    """`NUMBER` sentences, one of each section in turn while it has any, then shuffled."""
    piles: dict[str, list[Drawn]] = {}
    for one in drawn:
        piles.setdefault(one.section, []).append(one)
    for pile in piles.values():
        chance.shuffle(pile)
    taken: list[Drawn] = []
    while len(taken) < NUMBER and any(piles.values()):
        taken += [pile.pop() for pile in piles.values() if pile][: NUMBER - len(taken)]
    chance.shuffle(taken)
    return taken


def entry(number: int, drawn: Drawn) -> str:
    """One sentence of the sheet with what it cites."""
    cites = drawn.sentence.cites
    lines = [f"## {number} · {drawn.section}", "", f"**{drawn.sentence.text}**", ""]
    lines += [f"- {cited(drawn.brief, cite)}" for cite in cites[:MOST_CITES]]
    lines += [f"- and {len(cites) - MOST_CITES} more"] if len(cites) > MOST_CITES else []
    return "\n".join([*lines, ""])


def cited(brief: CitedBrief, cite: str) -> str:
    """What stands behind one id: the sentence around a claim with its words marked, or the facts."""
    if (claim := brief.evidence.claims.get(cite)) is not None:
        return quoted(brief, claim)
    facts = " | ".join(filter(None, (facts_of(brief.evidence)(cite) or "").split("\n")))
    if (note := label_of(brief.evidence)(cite)) is not None:
        said = " ".join(f"{note.head}: {note.before}{note.trigger}{note.after} {note.title}".split())
        return f"{said} | on record: {facts}"
    return f"numbers and names: {facts}"


def quoted(brief: CitedBrief, claim: Claim) -> str:
    """A claim in its document: publisher, day, and the text around it, the sentence in [brackets]."""
    document = brief.evidence.documents[claim.document_id]
    start, end = claim.sentence.start, claim.sentence.end
    text = document.text
    around = f"{text[max(0, start - AROUND) : start]}[{text[start:end]}]{text[end : end + AROUND]}"
    return " ".join(f"{document.publisher}, {document.published}, “{document.title}”: {around}".split())


if __name__ == "__main__":
    main()
