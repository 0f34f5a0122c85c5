"""A stated assumption on a desk: the exciting process around a dyad, run on with an act and without it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from detente.base.errors import InputError
from detente.base.ontology import Ontology
from detente.base.table import EventTable, day_of
from detente.base.types import DateRange, Dyad, Gap, Question, Scenario
from detente.measure.streams import InfluenceOptions
from detente.predict.assumptions import Asked, Assumption, assume

if TYPE_CHECKING:
    from detente.measure.excitation import Process, Stream

__all__ = ["assumed_act", "scenario_if"]

KINDS = {False: "cooperation", True: "conflict"}


def assumed_act(words: str, dyad: Dyad, ontology: Ontology) -> tuple[str, str, str]:
    """Who (a name, or the dyad's actor), which type, at whom, from "SANCTION" or "USA SANCTION Russia".

    `InputError` where no type of act stands in it, or more than one.
    """
    parts = words.split()
    places = [place for place, part in enumerate(parts) if part.upper() in ontology.types]
    if len(places) != 1:
        raise InputError(
            f"--assume {words!r}: write one type of act, with who does it to whom where it is not the two"
            f" themselves: 'SANCTION' or 'USA SANCTION Russia'; types are {', '.join(ontology.types)}"
        )
    actor, recipient = " ".join(parts[: places[0]]), " ".join(parts[places[0] + 1 :])
    return actor or dyad.actor_id, parts[places[0]].upper(), recipient or dyad.recipient_id


def scenario_if(
    table: EventTable,
    dyad: Dyad,
    act: tuple[Dyad, str],
    window: DateRange,
    ontology: Ontology,
    words: str,
) -> Scenario | Gap:
    """The scenarios on `dyad` if an act (by whom on whom, type) comes on the first day not known.

    A `Gap` where the process cannot be fitted. `InputError` where the act is on a dyad that is not among
    the streams of the process, or the window begins by the last day known.
    """
    from detente.measure.excitation import Stream
    from detente.measure.influence import influence_on
    from detente.measure.simulate import Assumed, simulate

    found = influence_on(table, dyad, quad=ontology.quad, options=InfluenceOptions(resamples=0))
    if isinstance(found, Gap):
        return found
    process, (by, type_) = found.process, act
    stream = Stream(dyad=by, kind=KINDS[ontology.quad(type_).is_conflict])
    if stream not in process.streams:
        raise InputError(
            f"{by.actor_id} → {by.recipient_id}: acts of {stream.kind} there are not among the"
            f" {len(process.streams)} streams looked at with {dyad.actor_id} → {dyad.recipient_id};"
            " assume one of the two themselves, or of somebody with more acts on either"
        )
    known_until = day_of(process.last_day)
    questions = _questions(table.until(known_until), process, dyad, window, ontology)
    asked = Asked(questions=questions, known_until=known_until)
    return assume(simulate, process, Assumption(words=words, given=(Assumed(stream=stream),)), asked)


def _questions(
    known: EventTable, process: Process, dyad: Dyad, window: DateRange, ontology: Ontology
) -> Mapping[str, tuple[Question, Mapping[int, float]]]:
    return {
        name: (
            Question(dyad=dyad, types=types, window=window),
            _shares(known, process.streams, dyad, types, ontology),
        )
        for name, types in ontology.groups.items()
    }


def _shares(
    known: EventTable, streams: tuple[Stream, ...], dyad: Dyad, types: tuple[str, ...], ontology: Ontology
) -> Mapping[int, float]:
    """Which part of the acts on the dyad's streams was of `types` so far."""
    rows = known.on(dyad.actor_id, dyad.recipient_id)
    wanted, found = rows.of_types(types), dict[int, float]()
    for place, stream in enumerate(streams):
        if stream.dyad == dyad:
            kind = [name for name in rows.types if KINDS[ontology.quad(name).is_conflict] == stream.kind]
            of_kind = rows.of_types(kind)
            found[place] = float(wanted[of_kind].mean()) if of_kind.any() else 0.0
    return found
