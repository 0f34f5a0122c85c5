"""The rule on stale roles: a statement the gazetteer contradicts, in a text that many others copied."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from detente.base.types import Alert, Finding, Origin
from detente.run.watch.looking import Look, Looked

__all__ = ["look_for_stale_roles"]


def look_for_stale_roles(look: Look) -> Looked:
    """Findings in texts that share their origin with at least the rule's number of others.

    The same statement in several texts of one origin is one cause: its copies carry it on.
    """
    large = {
        id_: origin
        for origin in look.desk.store.origins()
        if len(origin.document_ids) > look.rule.copies
        for id_ in origin.document_ids
    }
    groups: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for finding in look.desk.store.findings():
        if finding.document_id in large:
            groups[large[finding.document_id].id, finding.actor_id, finding.claimed].append(finding)
    causes = frozenset(finding.id for group in groups.values() for finding in group)
    # An origin's id may change when an earlier text of it turns up; its findings stay.
    new = [group for group in groups.values() if look.seen.isdisjoint(one.id for one in group)]
    alerts = (
        tuple(_alert(look, group, large[group[0].document_id]) for group in new) if not look.first else ()
    )
    return Looked(causes=causes, alerts=alerts)


def _alert(look: Look, group: Sequence[Finding], origin: Origin) -> Alert:
    first = group[0]
    document = look.desk.document(first.document_id)
    title = document.title or document.file or document.id
    others = len(origin.document_ids) - 1
    told = f"which shares its origin with {others} other {'text' if others == 1 else 'texts'}"
    return look.alert(
        first.id,
        f"“{title}” ({document.publisher or 'publisher not given'}), {told}, says of"
        f" {look.desk.name_of(first.actor_id)}: {first.claimed}; known is: {first.known}. {first.why}",
        about=(first.actor_id,),
        day=first.day,
        cites=(*(one.id for one in group), *(one.document_id for one in group), *origin.document_ids),
    )
