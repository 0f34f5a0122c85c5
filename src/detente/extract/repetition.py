"""Repetition inside a text adds nothing: what the text first gives as rumour stays one when it is told again.

A rewrite often names its doubtful source once and then speaks as if the matter were settled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.base.types import Claim, ClaimKind, Factuality, Mention, Modality, Source, SourceKind

__all__ = ["without_repetition"]


def without_repetition(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims, those of the author that retell a rumour of the same document made possible only."""
    rumours: dict[tuple[str, frozenset[str]], Source] = {}
    for claim in claims:
        if claim.source.kind is SourceKind.RUMOUR:
            rumours.setdefault(_matter(claim), claim.source)
    return tuple(_as_rumour(claim, rumours.get(_matter(claim))) for claim in claims)


def _as_rumour(claim: Claim, rumour: Source | None) -> Claim:
    if rumour is None or not _retold(claim.source, rumour):
        return claim
    # The cue stands in another sentence; the chain is what carries over.
    source = Source(kind=SourceKind.RUMOUR, chain=rumour.chain)
    if claim.factuality is not Factuality.HAPPENED:
        return replace(claim, source=source)
    modality = Modality.ACTUAL if claim.modality is Modality.BACKGROUND else claim.modality
    return replace(claim, source=source, factuality=Factuality.POSSIBLE, modality=modality)


def _retold(source: Source, rumour: Source) -> bool:
    """Whether it is the author's own word, or that of the very speakers behind the rumour."""
    if source.kind is SourceKind.AUTHOR:
        return True
    names = {mention.text for mention in rumour.chain}
    return bool(source.chain) and all(mention.text in names for mention in source.chain)


def _matter(claim: Claim) -> tuple[str, frozenset[str]]:
    """What a claim is about: assessments of the same parties are one matter whatever they are called."""
    kind = "assessment" if claim.kind is ClaimKind.ASSESSMENT else claim.type
    return kind, frozenset(_key(mention) for mention in (*claim.actors, *claim.recipients))


def _key(mention: Mention) -> str:
    return mention.text.split()[-1].lower()
