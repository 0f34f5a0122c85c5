"""The pictures of a brief on one actor, a region or everybody."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from detente.report.ties import MOST_DRAWN, TiePictures, tie_pictures
from detente.run.desk import Desk, open_desk

ACTS = [
    # day, who, whom, and what is said of it; Kazakhstan and its neighbours over three months
    (date(2025, 1, 10), "Kazakhstan condemned Uzbekistan on Friday."),
    (date(2025, 1, 14), "Kazakhstan threatened Uzbekistan on Tuesday."),
    (date(2025, 1, 12), "Uzbekistan imposed sanctions on Kazakhstan on Sunday."),
    (date(2025, 3, 12), "Kazakhstan praised Uzbekistan on Wednesday."),
    (date(2025, 2, 12), "Kazakhstan praised Russia on Wednesday."),
    (date(2025, 3, 14), "Russia condemned Kyrgyzstan on Friday."),
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("ties")
    for number, (day, text) in enumerate(ACTS):
        told = f"---\npublisher: Wire\npublished: {day + timedelta(days=1)}\n---\n{text}\n"
        (folder / f"{number}.md").write_text(told, "utf-8")
    made = open_desk(folder / "desk")
    made.run(*sorted(folder.glob("*.md")))
    return made


def drawn_on(desk: Desk, **asked: str) -> TiePictures:
    drawn = tie_pictures(desk.report(written="2025-04-01", **asked).evidence)  # type: ignore[arg-type]
    assert drawn is not None
    return drawn


def test_panels_share_their_months_and_their_scale(desk: Desk) -> None:
    drawn = drawn_on(desk, region="Central Asia")
    titles = [panel.title for panel in drawn.panels]
    assert titles[0] == "Kazakhstan – Uzbekistan"
    assert len(titles) == 3 <= MOST_DRAWN
    busiest = drawn.panels[0]
    assert busiest.said.startswith("Kazakhstan – Uzbekistan: 1 of cooperation, 3 of conflict; tension")
    assert [bool(stick.conflict) for stick in busiest.sticks] == [True, False]
    assert drawn.most == 3
    # Three acts of conflict reach the edge of the drawing, one of cooperation goes a third of the way.
    down, up = busiest.sticks[0].conflict, busiest.sticks[1].cooperation
    assert up == pytest.approx(down / 3, abs=0.02)
    assert drawn.middle + down == pytest.approx(drawn.height - 6)
    # The act of February stands between those of January and March.
    other = next(panel for panel in drawn.panels if "Russia" in panel.title and "Kaz" in panel.title)
    january, march = (stick.x for stick in busiest.sticks)
    assert other.sticks[0].x == pytest.approx((january + march) / 2, abs=0.02)
    # Nothing is known of February between the two: no line bridges it.
    assert len(busiest.lines) == 2


def test_the_network_tells_whom_the_brief_is_on(desk: Desk) -> None:
    network = drawn_on(desk, region="Central Asia").network
    assert network is not None
    inside = {node.name: node.inside for node in network.nodes}
    assert inside == {"Kazakhstan": True, "Kyrgyzstan": True, "Uzbekistan": True, "Russia": False}
    kinds = {edge.title.split(":")[0]: (edge.kind, edge.width) for edge in network.edges}
    assert kinds["Kazakhstan – Uzbekistan"][0] == "conflict"
    assert kinds["Kazakhstan – Uzbekistan"][1] == max(width for _, width in kinds.values())
    everybody = drawn_on(desk).network
    assert everybody is not None
    assert not any(node.inside for node in everybody.nodes)


def test_one_actor_has_panels_and_no_network(desk: Desk) -> None:
    drawn = drawn_on(desk, actor="Kazakhstan")
    assert drawn.network is None
    assert {panel.title for panel in drawn.panels} == {"Kazakhstan – Uzbekistan", "Kazakhstan – Russia"}


def test_two_have_another_picture(desk: Desk) -> None:
    assert tie_pictures(desk.report("KAZ", "UZB", written="2025-04-01").evidence) is None


def test_the_page_holds_the_pictures_and_markdown_says_where_they_are(desk: Desk) -> None:
    brief = desk.report(region="Central Asia", written="2025-04-01")
    page = brief.to_html()
    alts = re.findall(r'role="img" aria-label="([^"]+)"', page)
    assert any(alt.startswith("Kazakhstan – Uzbekistan: 1 of cooperation") for alt in alts)
    assert any(alt.startswith("Network of 3 ties: ") for alt in alts)
    assert "pictures of the ties" in brief.to_markdown()
    assert "pictures of" not in desk.report("KAZ", "UZB", written="2025-04-01").to_markdown()


def test_nothing_is_drawn_where_nothing_passed(desk: Desk, tmp_path: Path) -> None:
    with open_desk(tmp_path / "empty") as empty:
        assert tie_pictures(empty.report(written="2025-04-01").evidence) is None
    assert tie_pictures(desk.report(since="2020-01-01", until="2020-02-01").evidence) is None
