import tomllib
from pathlib import Path

import pytest

from detente.base.types import Factuality, Modality
from detente.extract.scopes import keeps_silent, rumoured, scoped, vouches
from detente.extract.verbs import Frame

CASES = tomllib.loads((Path(__file__).parent / "scopes.toml").read_text(encoding="utf-8"))["case"]


def frame(world):
    factuality, modality = world.split()
    return Frame(start=0, factuality=Factuality(factuality), modality=Modality(modality))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["words"])
def test_a_scope_fixes_the_world_that_it_reaches(case):
    before, rest = case["words"].split("[")
    trigger, after = rest.split("]")
    words = before + trigger + after
    found = scoped(words, len(before), len(before) + len(trigger), frame(case["read"]))
    assert f"{found.factuality.value} {found.modality.value}" == case["world"]


@pytest.mark.parametrize(
    ("type_", "between", "world", "told"),
    [
        ("REQUEST", " Kasra to ", "possible recommended", True),
        ("REQUEST", " that Kasra ", "possible recommended", True),
        ("THREATEN", " to ", "possible planned", True),
        ("AGREE", " never again to ", "possible planned", True),
        ("ACCUSE", " Kasra of ", "possible actual", True),
        ("REJECT", " claims that it had ", "not_happened actual", True),
        ("REQUEST", " Kasra to ", "happened actual", False),  # not what was asked, but what came of it
        ("REQUEST", " Kasra for help, and later it planned to ", "possible recommended", False),
        ("REQUEST", " help. Kasra ought to ", "possible recommended", False),
        ("CONSULT", " Kasra to ", "possible planned", False),
    ],
)
def test_who_asks_or_promises_vouches_for_what_is_asked_or_promised(type_, between, world, told):
    assert vouches(type_, "word", between, frame(world)) is told
    assert not vouches(type_, "agreed", between, frame(world))


@pytest.mark.parametrize(
    ("words", "is_rumour"),
    [
        ("Press reports have spoken this week of [strained] ties between Orsk and Tarvia.", True),
        ("Reports suggest that Orsk has [closed] its border.", True),
        ("Rumours said on Monday that the envoy was [expelled].", True),
        ("The ministry's reports say that Orsk [closed] its border.", False),  # somebody's own
        ("Reports by the bank say that Orsk [repaid] its loan.", False),
        ("Reports suggest little; Orsk [closed] its border.", False),  # another clause
        ("Orsk [closed] its border, reports suggest.", False),  # behind the act: the network hears it
    ],
)
def test_what_reports_speak_of_is_rumour(words, is_rumour):
    assert rumoured(words.replace("[", "").replace("]", ""), words.index("[")) is is_rumour


@pytest.mark.parametrize(
    ("words", "silent"),
    [
        ("The ministry [declined] to comment.", True),
        ("He [declined] to speak about the health of the king.", True),
        ("A spokesman [refused] to say whether they had met.", True),
        ("She [would not] answer questions.", True),
        ("Orsk [refused] to speak to Tarvia.", False),
        ("Orsk [declined] to receive the envoy.", False),
        ("Orsk [refused] to say sorry to Tarvia.", False),
        ("Orsk [rejected] the call to comment.", False),
        ("Orsk [declined] to extradite the man.", False),
    ],
)
def test_who_would_not_speak_of_it_has_done_nothing(words: str, silent: bool) -> None:
    start, end = words.index("["), words.index("]") - 1
    assert keeps_silent(words.replace("[", "").replace("]", ""), start, end) is silent
