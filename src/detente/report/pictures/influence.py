"""Who follows whom around a dyad: earlier acts at the left, the acts that followed them to the right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from detente.measure.excitation import Stream
from detente.measure.influence import Influence, InfluenceMap
from detente.measure.streams import both_ways
from detente.report.pictures.marks import (
    Arrow,
    Axis,
    Dash,
    Mark,
    Panel,
    Picture,
    Scale,
    Tone,
    Words,
)

__all__ = ["influence_picture"]

MOST = 8  # outside streams at the left, and as many at the right; the rest is counted in the caption
WIDTH, MARGIN = 7.0, 0.15  # inches, as all that follows
STEP = 0.4  # from one stream to the next
REACH = {2: 2.0, 3: 1.6}  # of the words of a stream, by the number of columns
LETTERS = {columns: int(reach * 72 / 4.4) for columns, reach in REACH.items()}
HEAD = 0.3  # the headings' height
THINNEST, THICKEST = 0.5, 6.0  # points, at a share of 0 and of 1
HEADINGS = ("after acts of", "acts between the two followed", "after these, acts elsewhere")
AMONG, NEAR_TAIL, NEAR_HEAD = 0.3, 0.1, 0.85  # where on an arrow its figure stands: apart from the others'

Name = Callable[[str], str]
Places = dict[Stream, tuple[float, float]]


def influence_picture(found: InfluenceMap, *, name: Name = str) -> Picture:
    """After whose acts the acts on the dyad followed, and (if any did) which acts elsewhere followed theirs.

    An arrow's width and figure are the share of the acts at its head that it accounts for; dashed where
    it did not hold in four of five resamples. `name` gives an actor's name for its id.
    """
    own = both_ways(found.dyad)
    sources, spilled = _outside(found.influences, own, at="source"), _outside(found.spills, own, at="on")
    columns = _columns(own, sources, spilled)
    tall = HEAD + STEP * max(map(len, columns))
    places = [_places(streams, number, len(columns), tall) for number, streams in enumerate(columns)]
    reach = REACH[len(columns)]
    arrows = _arrows([*found.momentum, *found.influences], places[0], places[1], reach)
    if spilled:
        arrows += _arrows(found.spills, places[1], places[2], reach)
    words = [
        mark for number, held in enumerate(places) for mark in _streams(held, number, len(places), tall, name)
    ]
    return Picture(
        title=f"{name(found.dyad.actor_id)} and {name(found.dyad.recipient_id)}: who follows whom",
        caption=_caption(found, len(sources), len(spilled), name),
        panels=(_sheet(tall, (*arrows, *words)),),
        heights=(tall,),
        width=WIDTH,
        left=MARGIN,
        beside=MARGIN,
        below=0.1,
    )


def _columns(
    own: Sequence[Stream], sources: Sequence[Stream], spilled: Sequence[Stream]
) -> list[tuple[Stream | None, ...]]:
    """The streams of each column from above, `None` for an empty row: the dyad's own stand in the middle."""
    over, under = sources[0::2][::-1], sources[1::2]
    columns: list[tuple[Stream | None, ...]] = [(*over, *own, *under), (*[None] * len(over), *own)]
    if spilled:
        middle = len(over) + len(own) / 2
        columns.append((*[None] * max(0, int(middle - len(spilled) / 2)), *spilled))
    return columns


def _sheet(tall: float, marks: tuple[Mark, ...]) -> Panel:
    """A panel without axes, measured in inches."""
    return Panel(
        x=Axis(label="", low=0, high=WIDTH - 2 * MARGIN, scale=Scale.NONE),
        y=Axis(label="", low=0, high=tall, scale=Scale.NONE),
        marks=marks,
    )


def _outside(influences: Sequence[Influence], own: Sequence[Stream], *, at: str) -> tuple[Stream, ...]:
    """The streams at the outer ends, each once, the greatest share first; no more than there is room for."""
    ends: list[Stream] = [getattr(one, at) for one in influences]
    return tuple(dict.fromkeys(end for end in ends if end not in own))[:MOST]


def _places(streams: Sequence[Stream | None], column: int, columns: int, tall: float) -> Places:
    """The left end of each stream's words, in inches."""
    x = column * (WIDTH - 2 * MARGIN - REACH[columns]) / (columns - 1)
    rows = {stream: row for row, stream in enumerate(streams) if stream is not None}
    return {stream: (x, tall - HEAD - STEP * (row + 0.5)) for stream, row in rows.items()}


def _arrows(influences: Sequence[Influence], tails: Places, heads: Places, reach: float) -> list[Mark]:
    """The arrows whose two ends are drawn, the widest first so that it hides no other; then their figures."""
    kept = [one for one in influences if one.source in tails and one.on in heads]
    drawn: list[Mark] = []
    figures: list[Mark] = []
    turns: Counter[Stream] = Counter()
    for one in sorted(kept, key=lambda one: -one.share):
        start = (tails[one.source][0] + reach * 0.95, tails[one.source][1])
        end = (heads[one.on][0] - 0.05, heads[one.on][1])
        along = AMONG if one.source in heads else NEAR_HEAD if one.on not in tails else NEAR_TAIL
        if along == NEAR_TAIL:
            along += NEAR_TAIL * turns[one.source]
            turns[one.source] += 1
        drawn.append(_arrow(one, start, end))
        figures.append(_figure(one, start, end, along))
    return [*drawn, *figures]


def _arrow(one: Influence, start: tuple[float, float], end: tuple[float, float]) -> Arrow:
    return Arrow(
        start=start,
        end=end,
        width=THINNEST + (THICKEST - THINNEST) * one.share,
        dash=Dash.SOLID if one.is_stable else Dash.DASHED,
        tone=Tone.MIST if one.source == one.on else Tone.GREY,
        name="influence",
    )


def _figure(one: Influence, start: tuple[float, float], end: tuple[float, float], along: float) -> Words:
    x, y = (a + (b - a) * along for a, b in zip(start, end, strict=True))
    text = f"{one.share:.0%}" if one.share >= 0.01 else "<1%"
    return Words(x=x, y=y, text=text, across="center", size=6.5, boxed=True)


def _streams(places: Places, column: int, columns: int, tall: float, name: Name) -> list[Mark]:
    x = next(iter(places.values()))[0]
    words: list[Mark] = [Words(x=x, y=tall - 0.1, text=HEADINGS[column], bold=True, size=7.5)]
    for stream, (left, y) in places.items():
        pair = _pair(name(stream.dyad.actor_id), name(stream.dyad.recipient_id), LETTERS[columns])
        words.append(Words(x=left, y=y, text=pair, dy=1, upright="bottom", bold=stream.kind == "conflict"))
        words.append(Words(x=left, y=y, text=stream.kind, dy=-1, upright="top", tone=Tone.GREY, size=6.5))
    return words


def _pair(actor: str, recipient: str, letters: int) -> str:
    """Both names, the longer one cut where they have no room together."""
    room = letters - 3
    if len(actor) + len(recipient) > room:
        half = max(room // 2, room - min(len(actor), len(recipient)))
        actor, recipient = _cut(actor, half), _cut(recipient, max(half, room - len(_cut(actor, half))))
    return f"{actor} → {recipient}"


def _cut(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def _caption(found: InfluenceMap, sources: int, spilled: int, name: Name) -> str:
    own = both_ways(found.dyad)
    hidden = len({one.source for one in found.influences} - set(own)) - sources
    hidden += len({one.on for one in found.spills} - set(own)) - spilled
    parts = [
        found.sentence(name),
        "Width and figure: the share of the acts at the head that followed those at the tail."
        " Solid: above 0 in at least 80% of the resamples of months; dashed: not, so do not rely on it."
        " Pale: after acts of the same direction and kind.",
    ]
    if hidden > 0:
        parts.append(f"{hidden} streams with smaller shares are not drawn.")
    parts += [f"Not measured: {gap.about} ({gap.why})." for gap in found.gaps]
    parts.append("Nothing here says what caused what.")
    return " ".join(parts)
