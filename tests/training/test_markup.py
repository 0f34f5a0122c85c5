"""The markup of the corpus: what is read from it, and the fault that each mistake is called."""

import re

import pytest
from markup import documents_in, main

HEADER = """%% doc made-1
title: Envoys meet
publisher: Northern Wire
published: 2031-03-04
style: wire
region: gulf
era: 2030s
fictional: yes

"""
GOOD = """## [s1:Orsk] [x1:recalls] [g1:envoy]
= x1 SANCTION/withdraw s1 > g1

[k1:[p1:Lena Daro] [x1:met] [g1:envoys] on [t1:Monday]], [c1:said] [b1:Orsk Daily].
= x1 CONSULT p1+g1 <> t1
= c1 b1 : k1
[s1:It] may [x1:expel] them.
= x1 SANCTION/expel s1 > - possible conditional
"""


@pytest.fixture
def read(tmp_path):
    def _read(body, faults=None, header=HEADER):
        path = tmp_path / "made.txt"
        path.write_text(header + body, encoding="utf-8")
        return documents_in(path, faults)

    return _read


def test_spans_become_offsets_of_the_bare_text(read):
    document = read(GOOD)[0]
    assert document.text == (
        "Orsk recalls envoy\n\nLena Daro met envoys on Monday, said Orsk Daily. It may expel them."
    )
    headline, met, _ = document.sentences
    assert [document.quote(mark) for mark in headline.spans.values()] == ["Orsk", "recalls", "envoy"]
    assert document.quote(met.spans["k1"]) == "Lena Daro met envoys on Monday"


def test_acts_and_sources_are_read(read):
    headline, met, may = read(GOOD)[0].sentences
    assert (headline.acts[0].type, headline.acts[0].mode) == ("SANCTION", "withdraw")
    assert met.acts[0].mutual
    assert met.acts[0].actors == met.acts[0].recipients == ("p1", "g1")
    assert met.attributions[0].sources == ("b1",)
    assert (may.acts[0].factuality, may.acts[0].modality) == ("possible", "conditional")
    assert met.countable
    assert not may.countable


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("[s1:Orsk] [x1:left]\n= none", "x1 .* no annotation line"),
        ("[s1:Orsk [x1:left]\n= x1 RETREAT s1 > -", "not closed"),
        ("Orsk] left\n= none", "stray"),
        ("[s1:Orsk] [x1:left]\n= x1 LEAVE s1 > -", "no type 'LEAVE'"),
        ("[s1:Orsk] [x1:left]\n= x1 RETREAT/far s1 > -", "no mode 'far'"),
        ("[s1:Orsk] [x1:left]\n= x1 RETREAT s2 > -", "no span s2"),
        ("[s1:Orsk] [x1:left]\n= x1 RETREAT x1 > -", "x1 is a act"),
        ("[s1:Orsk] [x1:left]\n= x1 RETREAT s1 > - possible", "two words"),
        ("[s1:Orsk] is big", "says '= none'"),
        ("[s1:Orsk] [x1:left]\n= x1 RETREAT s1 > -\n= filler", "cannot be 'filler'"),
        ("[s1: Orsk] is big\n= none", "begins or ends with a space"),
        ("= none", "before any sentence"),
    ],
)
def test_a_fault_is_named_with_its_line(read, body, fault):
    faults = []
    read(body, faults)
    assert any(re.search(fault, one) and one.startswith("made.txt:") for one in faults), faults


def test_a_missing_header_is_named(read):
    faults = []
    read("Orsk is big.\n= none", faults, HEADER.replace("era: 2030s\n", ""))
    assert any("lacks the header 'era:'" in one for one in faults)


def test_the_command_names_faults_and_fails(tmp_path, capsys):
    path = tmp_path / "bad.txt"
    path.write_text(HEADER + "[s1:Orsk] [x1:left]\n= none\n", encoding="utf-8")
    assert main(["check", str(path)]) == 1
    assert "bad.txt:10" in capsys.readouterr().out


def test_the_command_strips_for_a_second_annotator(tmp_path, capsys):
    path = tmp_path / "good.txt"
    path.write_text(HEADER + GOOD, encoding="utf-8")
    assert main(["strip", str(path)]) == 0
    out = capsys.readouterr().out
    assert "Lena Daro met envoys on Monday, said Orsk Daily." in out
    assert "= x1" not in out
