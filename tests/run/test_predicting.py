"""What a desk says of scenarios, assumptions and what followed, on a made-up data set of two years."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from detente.base.errors import InputError
from detente.base.types import Brief, DateRange, Gap, Scenario, Section
from detente.predict.aftermath import Aftermath
from detente.predict.questions import window_of
from detente.report.check import check_brief
from detente.report.foresight import around, foresight_facts, foresight_notes, measures, watch
from detente.run.assuming import assumed_act
from detente.run.desk import Desk, open_desk
from detente.run.foreseeing import foresight_on

WRITERS = {"around": around, "measures": measures, "watch": watch}
FIRST = date(2019, 1, 1)
DAYS = 1500
UNTIL = FIRST + timedelta(days=DAYS + 29)
STATES = ("FRA", "DEU", "ITA", "ESP", "POL", "SWE", "GRC", "AUT", "NLD", "PRT")


def acts() -> Iterator[dict[str, str]]:
    """Each of ten states deals with each other; an accusation is often answered the day after."""
    random, number = np.random.default_rng(3), 0
    pace = {"CONSULT": 0.03, "ACCUSE": 0.02, "AGREE": 0.003, "SANCTION": 0.003}
    for actor in STATES:
        for recipient in STATES:
            for day in range(DAYS) if actor != recipient else ():
                for kind, often in pace.items():
                    if random.random() < often:
                        number += 1
                        yield row(number, day, actor, recipient, kind)
                        if kind == "ACCUSE" and day + 1 < DAYS and random.random() < 0.6:
                            number += 1
                            yield row(number, day + 1, recipient, actor, kind)


def row(number: int, day: int, actor: str, recipient: str, kind: str) -> dict[str, str]:
    when = (FIRST + timedelta(days=day)).isoformat()
    return {"id": f"r{number}", "date": when, "actor": actor, "recipient": recipient, "type": kind}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    file = folder / "acts.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in acts()), "utf-8")
    with open_desk(folder / "desk") as made:
        made.run(file, dataset="plover")
        yield made


def test_the_desks_forecaster_learns_from_all_dyads_and_keeps_what_it_learned(desk: Desk) -> None:
    known = desk.known_until()
    made = desk.predict("FRA", "DEU", types=["CONSULT"], since=known + timedelta(days=1), until=UNTIL)
    assert made.forecaster == "hazard/1"
    assert made.base.endswith(f"learned from events until {known}")
    assert len(made.precedents) >= 3
    kept = list((Path(desk.config.store) / "fits").iterdir())
    assert len(kept) == 1
    found = desk.scenarios("DEU", "FRA", until=UNTIL)
    assert found.scenarios[4].forecast.forecaster == "hazard/1"
    assert list((Path(desk.config.store) / "fits").iterdir()) == kept


def test_what_to_watch(desk: Desk) -> None:
    posts = desk.signposts("FRA", "DEU", until=UNTIL)
    assert posts
    assert {post.by for post in posts} <= {desk.dyad("FRA", "DEU"), desk.dyad("DEU", "FRA")}


def test_an_assumption_moves_what_followed_such_acts(desk: Desk) -> None:
    until = desk.known_until() + timedelta(days=5)
    found = desk.scenarios_if("FRA", "DEU", act="DEU ACCUSE France", until=until)
    assert isinstance(found, Scenario)
    assert found.assumption == "ACCUSE comes from Germany to France"
    chances = dict(zip(found.name.split(", "), found.forecasts, strict=True))
    rift = chances["public_rift"]
    assert rift.base_rate is not None
    assert rift.probability > rift.base_rate + 0.1
    assert chances["talks"].probability == pytest.approx(chances["talks"].base_rate, abs=0.05)


def test_an_assumption_about_somebody_else_is_refused(desk: Desk) -> None:
    with pytest.raises(InputError, match="not among the"):
        desk.scenarios_if("FRA", "DEU", act="USA ACCUSE China", until=UNTIL)


def test_an_assumption_on_an_unknown_pair_is_a_gap(desk: Desk) -> None:
    assert isinstance(desk.scenarios_if("USA", "CHN", act="ACCUSE", until=UNTIL), Gap)


def test_what_followed_acts_of_a_kind(desk: Desk) -> None:
    found = desk.aftermath("SANCTION")
    assert isinstance(found, Aftermath)
    assert found.act == "SANCTION"
    assert all(len(case.event_ids) >= 1 for case in found.cases)
    thirds = desk.aftermath("SANCTION", by_a_third=True)
    assert thirds != found
    near = desk.aftermath("SANCTION", like=("FRA", "DEU"))
    assert isinstance(near, Gap) or len(near.cases) <= len(found.cases)
    with pytest.raises(InputError, match="not a type of act"):
        desk.aftermath("DANCE")


@pytest.mark.parametrize(
    ("words", "act"),
    [
        ("SANCTION", ("a", "SANCTION", "b")),
        ("sanction", ("a", "SANCTION", "b")),
        ("United States SANCTION Saudi Arabia", ("United States", "SANCTION", "Saudi Arabia")),
        ("USA SANCTION", ("USA", "SANCTION", "b")),
    ],
)
def test_an_assumed_act_in_words(desk: Desk, words: str, act: tuple[str, str, str]) -> None:
    dyad = desk.dyad("FRA", "DEU").__class__(actor_id="a", recipient_id="b")
    assert assumed_act(words, dyad, desk.parts.ontology) == act


@pytest.mark.parametrize("words", ["", "dance", "SANCTION AID"])
def test_an_assumption_without_one_act_is_refused(desk: Desk, words: str) -> None:
    with pytest.raises(InputError, match="one type of act"):
        assumed_act(words, desk.dyad("FRA", "DEU"), desk.parts.ontology)


def ahead(desk: Desk) -> DateRange:
    return window_of(desk.known_until() + timedelta(days=1), UNTIL)


def test_every_sentence_on_what_lies_around_and_ahead_stands_on_its_figures(desk: Desk) -> None:
    told = foresight_on(desk, desk.dyad("FRA", "DEU"), ahead(desk))
    assert told is not None
    sections = [Section(title=title, sentences=tuple(write(told)[0])) for title, write in WRITERS.items()]
    assert all(section.sentences for section in sections)
    brief = Brief(topic=told.topic, sections=tuple(sections), gaps=(), written=UNTIL)
    assert check_brief(brief, foresight_facts(told).get) == ()
    assert check_brief(brief, dict.fromkeys(foresight_facts(told), "").get) != ()
    cited = {cite for section in sections for sentence in section.sentences for cite in sentence.cites}
    assert cited == set(foresight_notes(told))


def test_the_brief_tells_what_lies_around_and_ahead(desk: Desk) -> None:
    known = desk.known_until()
    page = desk.report("FRA", "DEU", written=known).to_markdown()
    for title in ("Outside actors and spill-over", "Measures, and what followed them", "What to watch"):
        assert f"## {title}" in page
    assert "What followed AGREE in" in page.partition("## Evidence")[2]
    assert "learned from events until" in page


def test_two_of_the_same_side_have_nothing_around_them(desk: Desk) -> None:
    assert foresight_on(desk, desk.dyad("FRA", "FRA-GOV"), ahead(desk)) is None


def test_what_cannot_be_told_is_a_gap(desk: Desk) -> None:
    told = foresight_on(desk, desk.dyad("USA", "CHN"), ahead(desk))
    assert told is not None
    for write in (around, watch):
        sentences, gaps = write(told)
        assert not sentences
        assert len(gaps) == 1
    assert all("between any two" in sentence.text for sentence in measures(told)[0])


def test_a_replay_learns_from_what_was_known(desk: Desk) -> None:
    from detente.predict.backtest import Replay

    start = FIRST + timedelta(days=1300)
    replay = Replay(since=start, until=start + timedelta(days=150), days=30, every=60)
    found = desk.backtest("FRA", "DEU", types=["CONSULT"], replay=replay)
    assert [one.known_until for one in found] == list(replay.cuts())
    assert {one.outcome for one in found} <= {True, False}
    assert not [gap for one in found for gap in one.gaps if "precedents" not in gap.looked_for]
