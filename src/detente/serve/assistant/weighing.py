"""Tools that weigh: relations, the network, forecasts and their scorecard, briefs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from detente.base.errors import MissingExtra, need
from detente.base.types import Quad, Sentence
from detente.base.wire import to_dict
from detente.report.render import CitedBrief, Note, label_of
from detente.serve.assistant.answers import asked_page, few, fitted, listed
from detente.serve.assistant.parameters import After, Day, Limit, Name, Side, Types
from detente.serve.assistant.quoting import an_id, quoted
from detente.serve.assistant.shown import (
    A_SENTENCE,
    A_TITLE,
    AN_ADDRESS,
    dyad_shown,
    events_by_id,
    who,
)
from detente.serve.routes.actors import network_told
from detente.serve.routes.briefs import BriefQuery, brief_written
from detente.serve.routes.forecasts import forecasts_page, scores_page
from detente.serve.routes.relations import RelationsAsked, relations_page

if TYPE_CHECKING:
    from detente.serve.assistant.server import Tools
    from detente.serve.served import Served

__all__ = ["forecast_shown", "register"]

MOST_PERIODS = 120
MOST_ACTORS = 100
TIES_PER_ACTOR = 3
MOST_FORECASTS = 20
MOST_SENTENCES = 60
MOST_IDS = 8
MOST_TURNS = 6

Values = Mapping[str, Any]


def register(tools: Tools, served: Served) -> None:
    """Add the tools to the server."""

    def relation(
        actor: Side,
        recipient: Side,
        by: str = "month",
        since: Day = None,
        until: Day = None,
        limit: Limit = 24,
        after: After = None,
    ) -> str:
        """What passed from actor to recipient by day, week or month: counts by quad, tension (0 to 100).

        With the latest turning points and the acts behind them. Tension is an index of what was read here,
        not of the world; null where nothing happened.
        """
        asked = RelationsAsked(actor=actor, recipient=recipient, by=by, since=since, until=until)
        page = asked_page("relation", to_dict(asked), limit=limit, after=after, most=MOST_PERIODS)
        return _relation(served, asked, page)

    def network(since: Day = None, until: Day = None, types: Types = None, limit: Limit = 25) -> str:
        """Who dealt with whom: the most active actors (camps, centrality) and the ties with most events."""
        asked_page("network", {}, limit=limit, after=None, most=MOST_ACTORS)
        found = network_told(served, since=since, until=until, types=types, limit=max(2, limit))
        return _network(served, found, limit)

    def forecasts(limit: Limit = 5, after: After = None) -> str:
        """The ledger of forecasts, the newest first: probability, interval, rule, reasons, how it ended."""
        page = asked_page("forecasts", {}, limit=limit, after=after, most=MOST_FORECASTS)
        found = forecasts_page(served, page)
        return listed(page, [forecast_shown(served, one) for one in found.items], found.total)

    def scorecard(limit: Limit = 20, after: After = None) -> str:
        """How good the forecasts were: all, then by scenario, horizon, forecaster; null if none ended."""
        page = asked_page("scorecard", {}, limit=limit, after=after, most=MOST_SENTENCES)
        found = scores_page(served, page)
        return listed(page, [_score(one) for one in found.items], found.total)

    def brief(
        actor: Name = None,
        recipient: Name = None,
        region: str | None = None,
        since: Day = None,
        until: Day = None,
        compared_with: Day = None,
        written_on: Day = None,
        limit: Limit = 20,
        after: After = None,
    ) -> str:
        """The brief on two sides, one `actor`, a `region` ("Central Asia"; "ARM,AZE"), or everybody.

        `since` and `until` make it one on a period, `compared_with` on what changed after that day. Each
        sentence names the ids it cites; `evidence` quotes them.
        """
        asked = BriefQuery(
            actor=actor,
            recipient=recipient,
            region=region,
            since=since,
            until=until,
            compared_with=compared_with,
            written=written_on,
        )
        page = asked_page("brief", to_dict(asked), limit=limit, after=after, most=MOST_SENTENCES)
        return _brief(brief_written(served, asked), page)

    for tool in (relation, network, forecasts, scorecard, brief):
        tools.add(tool)


def forecast_shown(served: Served, forecast: Values) -> dict[str, Any]:
    """A forecast with all that holds it to its word."""
    question = forecast["question"]
    plain = ("probability", "interval", "base_rate", "known_until", "made", "forecaster", "outcome", "void")
    return {
        "forecast": forecast["id"],
        **dyad_shown(served, question["dyad"]),
        "types": question["types"],
        "from": question["window"]["start"],
        "to": question["window"]["end"],
        **{name: forecast[name] for name in plain},
        "rule": quoted(forecast["rule"], A_SENTENCE),
        "reasons": [quoted(one, A_SENTENCE) for one in forecast["reasons"][:MOST_IDS]],
        **few("because", [an_id(one) for one in forecast["because"]], MOST_IDS),
        **few("precedents", [_precedent(served, one) for one in forecast["precedents"]], 3),
        **few("gaps", [_gap(one) for one in forecast["gaps"]], 5),
    }


def _precedent(served: Served, one: Values) -> dict[str, Any]:
    return {
        **dyad_shown(served, one["dyad"]),
        "from": one["window"]["start"],
        "to": one["window"]["end"],
        "happened": one["happened"],
        "text": quoted(one["text"]),
        **_events(one["event_ids"]),
    }


def _events(ids: Sequence[str]) -> dict[str, Any]:
    return few("events", [an_id(one) for one in ids], MOST_IDS)


def _gap(gap: Values) -> dict[str, Any]:
    return {name: quoted(gap[name]) for name in ("about", "looked_for", "why")}


def _relation(served: Served, asked: RelationsAsked, page: Any) -> str:
    found = relations_page(served, asked, page)
    desk = served.desk
    one, other = desk.actor(asked.actor or ""), desk.actor(asked.recipient or "")
    turns = found.more["turning_points"][::-1]
    more = {
        "actor": who(served, one.id),
        "recipient": who(served, other.id),
        "by": asked.by,
        **few("turning_points", [_turn(served, turn) for turn in turns[:MOST_TURNS]], MOST_TURNS),
        "turning_points_in_all": len(turns),
        **_why_no_turns(),
    }
    return listed(page, [_period(one) for one in found.items], found.total, more)


def _why_no_turns() -> dict[str, Any]:
    """The gap where what finds turning points is not installed: none found is not none there."""
    try:
        need("scipy", extra="numbers")
    except MissingExtra as error:
        return {"turning_points": None, "turning_points_in_all": None, "gap": error.message}
    return {}


def _period(relation: Values) -> dict[str, Any]:
    counts = zip((quad.value for quad in Quad), relation["quads"], strict=True)
    return {
        "from": relation["period"]["start"],
        "to": relation["period"]["end"],
        **dict(counts),
        "goldstein": relation["goldstein"],
        "tension": relation["tension"],
        "tension_interval": relation["tension_interval"],
        **_events(relation["event_ids"]),
    }


def _turn(served: Served, turn: Values) -> dict[str, Any]:
    return {
        "day": turn["day"],
        "turn": turn["turn"],
        "told": quoted(turn["text"], A_SENTENCE),
        **_events(turn["event_ids"]),
        "first_events": events_by_id(served, turn["event_ids"][:1]),
    }


def _network(served: Served, found: Values, limit: int) -> str:
    nodes = sorted(found["nodes"], key=lambda node: (-node["events"], node["id"]))
    ties = sorted(found["edges"], key=lambda tie: (-tie["events"], tie["source"], tie["target"]))
    ties = [{**tie, "source": an_id(tie["source"]), "target": an_id(tie["target"])} for tie in ties]

    def make(size: int) -> dict[str, Any]:
        some = [_node(served, node) for node in nodes[:size]]
        return {
            "shown": f"{len(some)} of {len(nodes):,} actors and the ties with most events",
            "total": len(nodes),
            "actors": some,
            **few("ties", ties, size * TIES_PER_ACTOR),
            "left_out": found["left_out"],
        }

    return fitted(make, limit)


def _node(served: Served, node: Values) -> dict[str, Any]:
    kept = {name: node[name] for name in ("kind", "events", "centrality")}
    camp = an_id(node["camp"]) if node["camp"] else None
    return {**who(served, node["id"], node["name"]), **kept, "camp": camp}


def _score(row: Values) -> dict[str, Any]:
    score = {name: value for name, value in row["score"].items() if name != "bins"} if row["score"] else None
    return {**row, "score": score}


def _brief(cited: CitedBrief, page: Any) -> str:
    note_of = label_of(cited.evidence)
    sentences = [(section.title, one) for section in cited.brief.sections for one in section.sentences]
    some = page.of(sentences)
    items = [_sentence(title, one, note_of) for title, one in some]
    gaps = [_gap(to_dict(gap)) for gap in cited.brief.gaps]
    more = {
        "topic": quoted(cited.brief.topic, A_TITLE),
        "written": cited.brief.written.isoformat(),
        **few("gaps", gaps, 10),
    }
    return listed(page, items, len(sentences), more)


def _sentence(title: str, sentence: Sentence, note_of: Any) -> dict[str, Any]:
    notes: Sequence[Note | None] = [note_of(cite) for cite in sentence.cites]
    known = [note for note in notes if note is not None]
    return {
        "section": quoted(title, A_TITLE),
        "text": quoted(sentence.text, A_SENTENCE),
        **few("cites", [an_id(cite) for cite in sentence.cites], MOST_IDS),
        **few("evidence", [_note(note) for note in known], 2),
    }


def _note(note: Note) -> dict[str, Any]:
    return {
        "id": an_id(note.id),
        "head": quoted(note.head, A_TITLE),
        "quote": quoted(note.quote, A_SENTENCE) if note.quote else None,
        "address": quoted(note.url, AN_ADDRESS),
    }
