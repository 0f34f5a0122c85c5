"""What is held: the latest by its key, the recent ones up to a size."""

from __future__ import annotations

from detente.keep.latest import Latest, Recent


def test_the_latest_is_made_once_for_each_key() -> None:
    held, made = Latest[int](), []
    for key in ("a", "a", "b", "b", "a"):
        held.get(key, lambda: made.append(1) or len(made))
    assert len(made) == 3


def test_the_longest_unused_goes_first() -> None:
    recent = Recent[str](6, len)
    recent.put("a", "xxx")
    recent.put("b", "yy")
    assert recent.get("a") == "xxx"
    recent.put("c", "zzz")  # over the size: "b" was used before "a"
    assert [recent.get(key) for key in "abc"] == ["xxx", None, "zzz"]


def test_what_is_too_large_alone_is_given_back_and_not_held() -> None:
    recent = Recent[str](3, len)
    recent.put("a", "xx")
    assert recent.put("b", "four") == "four"
    assert (recent.get("a"), recent.get("b")) == ("xx", None)
