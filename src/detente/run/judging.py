"""What a person says about one thing or two, made into a judgement that can be kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from detente.base.errors import InputError, NotFound
from detente.base.ids import content_id
from detente.base.types import Judgement, Verdict

if TYPE_CHECKING:
    from detente.keep.store import Store

__all__ = ["said"]

OF_ONE = (Verdict.WRONG, Verdict.HOLDS)


def said(
    store: Store, left: str, right: str | None, verdict: Verdict | str, *, by: str, why: str | None = None
) -> Judgement:
    """The judgement of `by` at this moment, not kept yet.

    `right` is left out (or repeats `left`) where one thing is judged: `wrong`, `holds`, or `unsure` after
    one of them. `InputError` for a verdict that does not fit the number of things, and for loaded events;
    `NotFound` where one thing is judged that is not here.
    """
    verdict, right = Verdict(verdict), right or left
    if verdict in OF_ONE and right != left:
        raise InputError(f"{verdict} is said of one claim or event; leave {right!r} out, or judge it apart")
    if verdict in (Verdict.SAME, Verdict.DIFFERENT) and right == left:
        raise InputError(f"{verdict} is said of two claims or events; give another beside {left!r}")
    claim_ids: tuple[str, ...] = ()
    if right == left:
        left, claim_ids = _found(store, left)
        right = left
    now = datetime.now(UTC)
    id_ = content_id("jdg", left, right, verdict, by, now.isoformat())
    return Judgement(
        id=id_, left=left, right=right, verdict=verdict, by=by, at=now, why=why, claim_ids=claim_ids
    )


def _found(store: Store, id_: str) -> tuple[str, tuple[str, ...]]:
    """The id of the claim or event, through merges, and the claims it stands on."""
    if next(iter(store.claims(ids=[id_])), None) is not None:
        return id_, (id_,)
    try:
        event = store.event(id_)
    except NotFound as error:
        raise NotFound(f"no claim and no event {id_!r}; `detente show events` lists them") from error
    if event.claim_ids == (event.id,):
        raise InputError(
            f"{id_} was loaded from a data set and has no claims here; it cannot be judged wrong"
        )
    return event.id, event.claim_ids
