import re
from dataclasses import replace

import pytest

from detente.base.types import Factuality, Modality
from detente.extract.judging import Act
from detente.extract.subjects import with_subjects
from detente.extract.tags import Mark


@pytest.mark.parametrize(
    ("words", "known", "wanted"),
    [
        ("Orsk [closed] the bridge and [expelled] an envoy", {0: ("Orsk", "")}, "Orsk"),
        ("Orsk [closed] the bridge and has also [expelled] an envoy", {0: ("Orsk", "")}, "Orsk"),
        ("Orsk [shelled] the bay, having [blocked] the river", {0: ("Orsk", "")}, "Orsk"),
        ("Orsk [blamed] Tarvia for [shelling] a village", {0: ("Orsk", "Tarvia")}, "Tarvia"),
        ("Without [naming] Orsk, Tarvia [asked] for calm", {1: ("Tarvia", "")}, "Tarvia"),
        ("Orsk [closed] the bridge after an envoy was [expelled]", {0: ("Orsk", "")}, None),
        ("Orsk [met] Tarvia and was [praised]", {0: ("Orsk", "")}, None),
        ("Orsk [met] Tarvia and a mob [stormed] the hall", {0: ("Orsk", "")}, None),
    ],
)
def test_verbs_that_share_a_subject_get_it(words, known, wanted):
    acts, text = sentence(words, known)
    found = with_subjects(acts, text)
    (empty,) = {0, 1} - set(known)
    assert list(found[empty].actors) == ([party(words, wanted)] if wanted else [])
    assert found[1 - empty] == acts[1 - empty]


def test_whom_an_act_befalls_does_not_do_it():
    words = "Orsk [blamed] Tarvia and [shelled] Orsk"
    acts, text = sentence(words, {0: ("Orsk", ""), 1: ("", "Orsk")})
    assert with_subjects(acts, text) == acts


@pytest.mark.parametrize(
    ("words", "known", "actor", "recipient"),
    [
        ("Orsk [received] Tarvia in Dravno", ("Orsk", "Tarvia"), "Tarvia", "Orsk"),
        ("Orsk [hosted] Tarvia", ("Tarvia", "Orsk"), "Tarvia", "Orsk"),
        ("Orsk was [received] by Tarvia", ("Orsk", "Tarvia"), "Orsk", "Tarvia"),
        ("Orsk [phoned] Tarvia", ("Orsk", "Tarvia"), "Orsk", "Tarvia"),
    ],
)
def test_who_is_received_visits(words, known, actor, recipient):
    acts, text = sentence(words, {0: known})
    (found,) = with_subjects((replace(acts[0], type="CONSULT", mode="visit"),), text)
    assert (found.actors, found.recipients) == ((party(words, actor),), (party(words, recipient),))
    talks = (replace(acts[0], type="CONSULT", mode="third-party"),)
    assert with_subjects(talks, text) == talks


def party(words, name):
    at = words.replace("[", "").replace("]", "").index(name)
    return Mark(at, at + len(name), "state", 1.0)


def sentence(words, known):
    """The acts in brackets, pieces being characters."""
    plain = words.replace("[", "").replace("]", "")
    acts = tuple(
        act(one.start() - 2 * number, one.end() - 2 * number - 2, words, known.get(number, ("", "")))
        for number, one in enumerate(re.finditer(r"\[\w+\]", words))
    )
    return acts, lambda first, last: plain[max(first, 0) : last]


def act(first, last, words, names):
    actors, recipients = (((party(words, name),) if name else ()) for name in names)
    return Act(
        trigger=Mark(first, last, "trigger", 1.0),
        type="ACCUSE",
        mode=None,
        actors=actors,
        recipients=recipients,
        place=None,
        time=None,
        factuality=Factuality.HAPPENED,
        modality=Modality.ACTUAL,
        sure=1.0,
    )
