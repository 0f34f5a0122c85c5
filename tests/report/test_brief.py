import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from made_record import NAMES, WRITTEN, claim_in, evidence

from detente.base.errors import DetenteError
from detente.base.types import Brief, Mention, Relation, Section, Sentence, Source, SourceKind, Span
from detente.report import render
from detente.report.chart import draw
from detente.report.check import check_brief, facts_of
from detente.report.compose import compose_brief
from detente.report.render import label_of, to_html, to_markdown, written_brief
from detente.report.wording import likelihood, tidy
from detente.testing.make import make_event


def section(brief, start):
    return next(found for found in brief.sections if found.title.startswith(start))


def words(found):
    return " ".join(sentence.text for sentence in found.sentences)


def test_what_happened_and_what_is_only_said_stand_apart(full):
    assert [event.id for event in full.events] == ["evt-threat", "evt-arrest", "evt-undated"]
    assert {event.id for event in full.shown} == {"evt-talks", "evt-rumour", "evt-denied"}
    assert [event.id for event in full.undated] == ["evt-undated"]
    assert full.total.quads == (0, 0, 1, 1)


def test_every_section_in_order_and_the_brief_passes_its_check(full):
    brief = written_brief(full, WRITTEN).brief
    assert [found.title.split(":")[0] for found in brief.sections] == [
        "In short",
        "What happened, as told, and who says so",
        "The issues on the table, and what each side says",
        "What is said of the relation",
        "Claimed, planned or conditional",
        "What the record contradicts",
        "Outlook",
    ]
    assert check_brief(brief, facts_of(full)) == ()


def test_copies_are_one_origin_and_the_chain_of_speakers_is_told(full):
    happened = words(section(compose_brief(full, WRITTEN), "What happened"))
    assert "(2 texts, 1 independent origin)" in happened
    assert "Wire One, in Paper Two of 2 June 2025" in happened
    assert "On 3 July 2025, “Police held Northland drivers on 3 July.”" in happened


def test_a_day_taken_from_the_publication_is_not_given_as_the_day_of_the_act(full):
    assert "As told on 2 June 2025, “Northland" in words(
        section(compose_brief(full, WRITTEN), "What happened")
    )


@pytest.mark.parametrize(
    "start",
    [
        "Did not happen: “did”, as told on 2 June 2025. “Northland did not threaten anybody.”",
        "Rumour: “some”, as told on 2 June 2025. “Northland, some say, sent aid.”",
        "Planned or promised: “will”, as told on 2 June 2025. “They will meet in October.”",
    ],
)
def test_each_that_does_not_count_says_what_it_is(full, start):
    assert start in words(section(compose_brief(full, WRITTEN), "Claimed"))


def test_a_text_without_a_publisher_is_called_by_its_title(full):
    happened = words(section(compose_brief(full, WRITTEN), "What happened"))
    assert "According to the text “A warning”, undated" in happened


def test_outlook_in_words_and_numbers(full):
    text = words(section(compose_brief(full, WRITTEN), "Outlook"))
    for part in ("Unlikely, 21%", "5% to 42%", "2 of 11 windows", "31 October 2025", "December 2025"):
        assert part in text


def test_empty_sections_become_gaps():
    brief = written_brief(evidence([], [], assessments=[], forecasts=[], findings=[]), WRITTEN).brief
    assert brief.sections == ()
    assert len([gap for gap in brief.gaps if gap.why == "none is on record"]) == 13


def test_gaps_name_undated_texts_unknown_actors_and_days(full):
    text = " ".join(f"{gap.about} {gap.why}" for gap in compose_brief(full, WRITTEN).gaps)
    for part in (
        "1 text gives none",
        "not in the gazetteer: Northland",
        "counted in no month",
        "one language (en)",
    ):
        assert part in text


def test_a_long_list_says_what_it_left_out():
    pairs = [claim_in(f"Northland threatened Southland, case {number}.") for number in range(47)]
    made = evidence(
        pairs, [make_event(claim, id=f"evt-{i}") for i, (_, claim) in enumerate(pairs)], findings=[]
    )
    brief = written_brief(made, WRITTEN).brief
    assert any("7 further events are not listed" in gap.why for gap in brief.gaps)
    assert len({s.cites[0] for s in section(brief, "What happened").sentences}) == 40


@pytest.mark.parametrize(
    ("text", "cites", "problem"),
    [
        ("On 3 June 2025, Northland threatened Southland.", ("evt-threat",), "day '3 June 2025'"),
        ("On 2 June 2025, Northland threatened Westland.", ("evt-threat",), "name 'Westland'"),
        ("Northland threatened Southland 17 times.", ("evt-threat",), "number '17'"),
        ("In the words of Northland: “never said”", ("evt-threat",), "quotation 'never said'"),
        ("Northland threatened Southland.", ("evt-none",), "does not exist"),
        ("On 2 June 2025, Northland threatened Southland.", ("evt-threat",), None),
    ],
)
def test_the_check_finds_what_the_evidence_does_not_say(full, text, cites, problem):
    parts = (Section(title="Made", sentences=(Sentence(text=text, cites=cites),)),)
    found = check_brief(Brief(topic="x", sections=parts, gaps=(), written=WRITTEN), facts_of(full))
    assert (problem is None and found == ()) or problem in " ".join(found)


def test_a_brief_that_fails_its_check_is_not_given_out(full, monkeypatch):
    wrong = Section(title="Made", sentences=(Sentence(text="It was Westland.", cites=("evt-threat",)),))
    made = Brief(topic="x", sections=(wrong,), gaps=(), written=WRITTEN)
    monkeypatch.setattr(render, "compose_brief", lambda *given: made)
    with pytest.raises(DetenteError, match="Westland"):
        written_brief(full, WRITTEN)


def test_markdown_numbers_each_note_once(full):
    text = written_brief(full, WRITTEN).to_markdown()
    body, listed = text.split("## Evidence")
    numbers = re.findall(r"^- \[(\d+)\]", listed, re.M)
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert set(re.findall(r"\[(\d+)\]", body)) == set(numbers)
    assert "<https://example.org/a?b=1>" in listed


HOSTILE = '</p><script>alert("1")</script> [x](javascript:1) \u202egnp.exe **Northland** threatened'


def hostile():
    document, claim = claim_in(
        HOSTILE,
        publisher="<img src=x onerror=y>\u202e",
        url="javascript:alert(1)",
        title="`</title>`\n# head",
        language='en" onload="x',
        source=Source(kind=SourceKind.NAMED, chain=(Mention(text="<b>Wire\n\n# One</b>"),)),
    )
    claim = replace(claim, trigger=Span(start=4, end=12))
    return evidence([(document, claim)], [make_event(claim, id="evt-1")], findings=[])


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.seen, self.attributes = set(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.attributes += attrs


def test_hostile_words_stay_words():
    cited = written_brief(hostile(), WRITTEN)
    tags = Tags(cited.to_html())
    assert not tags.seen & {"script", "img", "b", "iframe", "link"}
    assert not [name for name, _ in tags.attributes if name.startswith("on")]
    assert not [value for name, value in tags.attributes if name in {"href", "src"} and "javascript" in value]
    assert "\u202e" not in cited.to_html() + cited.to_markdown()
    markdown = cited.to_markdown()
    assert "<script" not in re.sub(r"\\<", "", markdown)
    assert "](javascript" not in markdown.replace("\\]", "")
    assert not [line for line in markdown.splitlines() if line.startswith("# ") and "head" in line]


def test_the_page_stands_alone_and_marks_the_trigger(full):
    page = written_brief(full, WRITTEN).to_html()
    tags = Tags(page)
    links = [value for name, value in tags.attributes if name in {"src", "href"}]
    assert all(link.startswith("#") or link == "https://example.org/a?b=1" for link in links)
    assert "script" not in tags.seen
    assert "url(" not in page
    assert "@import" not in page
    assert "prefers-color-scheme: dark" in page
    assert "<svg" in page
    assert "<mark>" in page
    for standing in ("happened", "rumour", "planned-or-promised", "did-not-happen"):
        assert f'class="badge {standing}"' in page
    targets = {value for name, value in tags.attributes if name == "id"}
    assert {link[1:] for link in links if link.startswith("#")} <= targets


def test_the_note_is_the_sentence_with_its_trigger(full):
    claim = next(iter(full.claims.values()))
    note = label_of(full)(claim.id)
    assert note.quote == full.documents[claim.document_id].quote(claim.sentence)
    assert note.trigger == full.documents[claim.document_id].quote(claim.trigger)


def test_rendering_is_a_function_of_the_brief(full):
    brief = compose_brief(full, WRITTEN)
    assert to_html(brief, full) == to_html(brief, full)
    assert to_markdown(brief, label_of(full)) == to_markdown(brief, label_of(full))


def test_chart_breaks_the_line_where_nothing_is_known(full):
    first, second = full.relations
    empty = Relation(dyad=first.dyad, period=second.period, quads=(0, 0, 0, 0), goldstein=None, tension=None)
    assert len(draw([first, second, empty, first, second]).lines) == 2
    assert draw([]) is None


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (0.02, "almost no chance"),
        (0.1, "very unlikely"),
        (0.3, "unlikely"),
        (0.5, "roughly even chance"),
        (0.7, "likely"),
        (0.9, "very likely"),
        (0.99, "almost certain"),
        (1.0, "almost certain"),
    ],
)
def test_likelihood_words(probability, word):
    assert likelihood(probability) == word


def test_tidy_keeps_scripts_and_drops_tricks():
    assert tidy("a\u202eb\n\tc\x00") == "ab c"
    assert tidy("می\u200cخواهم") == "می\u200cخواهم"
    assert tidy("one two three", longest=9) == "one two…"


def test_names_come_from_the_look_up(full):
    assert full.topic == f"{NAMES['new-north']} and {NAMES['Q-south']}"
    assert full.events[0].when.end <= date(2025, 6, 2)


def test_what_one_text_says_again_is_said_once(full):
    once = full.assessments[0]
    again = replace(once, id="clm-again")
    twice = replace(full, assessments=(once, again), claims={**full.claims, again.id: again})
    said = section(compose_brief(twice, WRITTEN), "What is said")
    (sentence,) = said.sentences
    assert ", more than once: “" in sentence.text
    assert sentence.cites == (once.id, again.id)
