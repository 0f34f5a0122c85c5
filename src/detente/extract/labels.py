"""What the heads of the trained reader tell apart, in the order of their outputs.

Training and reading share these lists; the manifest of the weights repeats them, and weights that were
trained with other lists are refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.base.errors import BackendError
from detente.base.ontology import Ontology
from detente.base.types import Factuality, Modality, SourceKind

__all__ = [
    "ATTRIBUTION",
    "FIXED",
    "LINKS",
    "MENTIONS",
    "NOTHING",
    "POLARITIES",
    "ROLES",
    "SENTENCES",
    "SOURCES",
    "TRIGGERS",
    "check_labels",
    "modes_of",
    "types_of",
]

NOTHING = "nothing"


def _bio(*names: str) -> tuple[str, ...]:
    return ("O", *(f"{at}-{name}" for name in names for at in "BI"))


# Layers of tags over wordpieces.
MENTIONS = _bio("person", "body", "group", "state", "place", "time", "thing")
ROLES = _bio("role")
TRIGGERS = _bio("act", "assessment")
ATTRIBUTION = _bio("source", "cue", "content")  # once for the outer attribution, once for one inside it

# One choice for a sentence, a span, or a pair of spans.
SENTENCES = ("claim", "none", "filler", "furniture")
SOURCES = tuple(kind.value for kind in (SourceKind.NAMED, SourceKind.UNNAMED, SourceKind.RUMOUR))
LINKS = (NOTHING, "actor", "recipient", "both", "place", "time", "role", "source", "content")
POLARITIES = ("not_happened", "uncertain", "happened")  # what readers of UDS-IH2 and MEANTIME judged

# The heads whose labels no ontology decides.
FIXED: dict[str, tuple[str, ...]] = {
    "mention": MENTIONS,
    "role": ROLES,
    "trigger": TRIGGERS,
    "outer": ATTRIBUTION,
    "inner": ATTRIBUTION,
    "sentence": SENTENCES,
    "factuality": tuple(one.value for one in Factuality),
    "modality": tuple(one.value for one in Modality),
    "source": SOURCES,
    "polarity": POLARITIES,
    "link": LINKS,
}


def types_of(ontology: Ontology) -> tuple[str, ...]:
    """Nothing, the types of acts, the assessments."""
    return (NOTHING, *ontology.types, *ontology.assessments)


def modes_of(ontology: Ontology) -> tuple[str, ...]:
    """Every mode as TYPE/mode, and TYPE/ for an act of the type without one."""
    return tuple(f"{name}/{mode}" for name, one in ontology.types.items() for mode in ("", *one.modes))


def check_labels(labels: Mapping[str, Sequence[str]], ontology: Ontology) -> None:
    """Raise `BackendError` where weights know other labels of a head than these lists and the ontology."""
    for head, names in FIXED.items():
        if tuple(labels[head]) != names:
            remedy = "install detente again"
            raise BackendError(
                f"the weights know other labels of {head} than this detente; {remedy}", hint=remedy
            )
    for head, names in (("type", types_of(ontology)), ("mode", modes_of(ontology))):
        strange = set(labels[head]) - set(names)
        if strange:
            some = ", ".join(sorted(strange)[:5])
            remedy = "use the reader `rules`, or an ontology that keeps PLOVER's names"
            raise BackendError(f"the trained reader knows {head}s that the ontology lacks: {some}; {remedy}")
