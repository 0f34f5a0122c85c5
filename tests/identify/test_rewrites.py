"""Rewrites that credit nobody: what habit does, circles, and the work on many documents."""

from __future__ import annotations

import time

import pytest
from claim_lines import make_claims, make_document

from detente.identify.lineage import Told
from detente.identify.origins import find_origins
from detente.identify.rewrites import HABIT_OF, USUAL, candidates, habits, rarities, written_from

TEXT = "Baku closed the crossing at Yalama on Tuesday. Some 140 lorries of Derbent stood there."


def told(*rows):
    """`rows` of id, day, publisher and text, as `written_from` takes them; all tell one act."""
    documents = [
        make_document(id_, day, publisher=publisher, text=text) for id_, day, publisher, text in rows
    ]
    rarity = rarities(documents)
    return {
        one.id: Told(one, tuple(make_claims([f"{one.id} AZE SANCTION RUS"])), rarity) for one in documents
    }


def test_habit_leaves_the_document_itself_out():
    rows = told(*((id_, "2025-07-01", "Mill", TEXT) for id_ in "abc"), ("d", "2025-07-01", None, TEXT))
    found = habits(rows, {"a": 1.0, "b": 1.0, "c": 0.0, "d": 1.0})
    assert found["a"] == pytest.approx((1 + HABIT_OF * USUAL) / (2 + HABIT_OF) - USUAL)
    assert found["c"] > found["a"] > found["d"] == pytest.approx(0)


def test_one_publisher_writes_nothing_from_itself_and_nobody_from_a_later_day():
    rows = told(
        ("a", "2025-07-01", "Wire", TEXT),
        ("b", "2025-07-02", "The Wire", TEXT),
        ("c", "2025-07-04", "Mill", TEXT),
    )
    assert candidates(rows, ()) == {"a": (), "b": (), "c": ("a", "b")}
    assert candidates(rows, {"c"}) == {"a": (), "b": ()}


def test_of_two_of_one_day_at_most_one_is_the_rewrite():
    short = "The crossing at Yalama was closed on Tuesday with 140 lorries."
    rows = told(
        ("a", "2025-07-01", "Mill", short), ("b", "2025-07-01", "Wire", f"{TEXT} The ministry said so.")
    )
    assert candidates(rows, ()) == {"a": ("b",), "b": ("a",)}
    assert [(report, later) for report, later, _ in written_from(rows, {}, ())] in ([], [("b", "a")])


def test_many_retellings_of_one_report_take_near_linear_time():
    def seconds(number):
        rows = [
            make_document(
                f"d{n:05}", "2025-07-01", publisher=f"Paper {n}", text=f"{TEXT} {' '.join(words(n))}"
            )
            for n in range(number)
        ]
        claims = make_claims([f"{one.id} AZE SANCTION RUS" for one in rows])
        start = time.perf_counter()
        find_origins(rows, claims)
        return time.perf_counter() - start

    few, many = seconds(250), seconds(1000)
    assert many < 4 * few * 2.5


def words(number):
    """Sixty words of which few others have any, so that no two texts are copies."""
    return [f"w{number * 61 + at}" for at in range(60)]
