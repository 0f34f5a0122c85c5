"""What a sentence may say of an event whose texts differ, name no day, or are read with little certainty."""

from dataclasses import replace
from datetime import date

import pytest
from made_record import WRITTEN, claim_in, evidence

from detente.base.dates import day_range
from detente.base.types import (
    DateRange,
    Factuality,
    Mention,
    Modality,
    Precision,
    Source,
    SourceKind,
    Span,
    WhenFrom,
)
from detente.report.causes import cause_in
from detente.report.check import check_brief, facts_of
from detente.report.compose import compose_brief
from detente.report.render import CitedBrief
from detente.report.sides import sides_told
from detente.report.telling import denials_of, stands, sure, told
from detente.report.voices import according_to, voice
from detente.testing.make import make_event


def on(*pairs, **changes):
    merged = make_event(pairs[0][1], id="evt-0", claim_ids=tuple(claim.id for _, claim in pairs))
    return evidence(list(pairs), [replace(merged, **changes)], findings=[])


def brief_on(made):
    brief = compose_brief(made, WRITTEN)
    assert check_brief(brief, facts_of(made)) == ()
    return brief


def text_of(brief):
    return " ".join(sentence.text for section in brief.sections for sentence in section.sentences)


@pytest.mark.parametrize(("confidence", "is_told"), [(0.9, True), (0.4, True), (0.3, False)])
def test_an_event_read_with_little_certainty_is_a_gap(confidence, is_told):
    made = on(claim_in("Northland threatened Southland.", publisher="Wire One", confidence=confidence))
    brief = brief_on(made)
    assert ("“Northland threatened Southland.”" in text_of(brief)) is is_told
    assert any(gap.looked_for == "a surer reading" for gap in brief.gaps) is not is_told


def test_one_sure_claim_is_enough():
    pairs = [claim_in(f"Northland threatened Southland, {n}.", confidence=n) for n in (0.2, 0.8)]
    made = on(*pairs)
    assert [event.id for event in sure(made, made.events)] == ["evt-0"]


def test_another_text_s_word_for_a_party_is_no_second_party():
    named = claim_in("Northland threatened Southland.")
    worded = claim_in(
        "Northland threatened the southern lady.", recipients=(Mention(text="lady", actor_id="new-lady"),)
    )
    made = on(named, worded, recipient_ids=("Q-south", "new-lady"))
    assert sides_told(made, made.events[0]) == ("Northland", "Southland")
    both = claim_in(
        "Northland threatened Southland and the southern lady.",
        recipients=(Mention(text="Southland", actor_id="Q-south"), Mention(text="lady", actor_id="new-lady")),
    )
    made = on(both, recipient_ids=("Q-south", "new-lady"))
    assert "lady" in (sides_told(made, made.events[0])[1] or "")


def test_a_party_is_who_most_texts_say():
    north = (Mention(text="Northland", actor_id="new-north"),)
    minister = (Mention(text="Marsh", actor_id="Q-minister"),)
    south = (Mention(text="Southland", actor_id="Q-south"),)
    pairs = [
        claim_in(f"They protested, {n}.", actors=actors, recipients=north)
        for n, actors in enumerate((minister, south, south))
    ]
    made = on(*pairs, actor_ids=("Q-minister",), recipient_ids=("new-north",))
    assert sides_told(made, made.events[0])[0] == "Southland"


@pytest.mark.parametrize(("published", "denied"), [(date(2025, 6, 1), False), (date(2025, 6, 3), True)])
def test_a_text_older_than_the_act_does_not_deny_it(published, denied):
    said = claim_in("Northland threatened Southland on 2 June.", when_from=WhenFrom.STATED)
    denial = claim_in(
        "Northland did not threaten Southland.", published=published, factuality=Factuality.NOT_HAPPENED
    )
    made = on(said, denial)
    assert bool(denials_of(made, made.events[0])) is denied


@pytest.mark.parametrize(
    ("published", "opening"),
    [(date(2025, 6, 2), "As told on 2 June 2025, “"), (None, "On an uncertain day, “")],
)
def test_an_act_without_a_day_has_that_of_its_telling(published, opening):
    made = on(claim_in("Northland threatened Southland.", published=published, when=None))
    assert told(made, made.events[0]).text.startswith(opening)


def test_what_a_text_says_plainly_is_not_told_as_a_mere_chance():
    made = on(claim_in("Northland threatened Southland."), factuality=Factuality.POSSIBLE)
    assert sure(made, (*made.events, *made.shown)) == []
    guess = claim_in("Northland may threaten Southland.", factuality=Factuality.POSSIBLE)
    made = on(guess)
    assert told(made, (*made.events, *made.shown)[0]).text.startswith(
        "Possible or alleged: “may”, as told on 2 June 2025. “"
    )


@pytest.mark.parametrize(
    ("kind", "word", "said"),
    [
        (SourceKind.UNNAMED, "an official", "an official, in Wire One of 2 June 2025"),
        (SourceKind.UNNAMED, "Sources", "unnamed sources, in Wire One of 2 June 2025"),
        (SourceKind.UNNAMED, "They", "Wire One of 2 June 2025"),
        (SourceKind.UNNAMED, "the mediator in their", "the mediator, in Wire One of 2 June 2025"),
        (SourceKind.NAMED, "They", "Wire One of 2 June 2025"),
        (SourceKind.NAMED, "We", "Wire One of 2 June 2025"),
        (SourceKind.NAMED, "Sudlandish side", "the Sudlandish side, in Wire One of 2 June 2025"),
        (SourceKind.NAMED, "Marsh", "Marsh, in Wire One of 2 June 2025"),
    ],
)
def test_who_speaks_is_nobody_made_up(kind, word, said):
    source = Source(kind=kind, chain=(Mention(text=word),))
    pair = claim_in("Northland threatened Southland.", publisher="Wire One", source=source)
    assert voice(on(pair), pair[1]) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("We ask Northland to free Southland.", "Wire One of 2 June 2025"),
        ("“We ask Northland to free Southland.”", "a quoted source, in Wire One of 2 June 2025"),
    ],
)
def test_a_text_that_speaks_for_itself_is_no_quoted_source(text, said):
    at = text.index("We")
    we = Mention(text="We", span=Span(start=at, end=at + 2))
    pair = claim_in(text, publisher="Wire One", source=Source(kind=SourceKind.NAMED, chain=(we,)))
    assert voice(on(pair), pair[1]) == said


def test_an_offer_made_that_day_is_no_plan_for_that_day():
    def passed(day):
        offer = claim_in(
            f"Northland offered Southland talks on {day.day} June.",
            type="CONSULT",
            modality=Modality.PLANNED,
            when=day_range(day),
            when_from=WhenFrom.STATED,
        )
        later = claim_in(
            "Nothing came of it.", published=date(2025, 8, 1), modality=Modality.PLANNED, when=None
        )
        plan, rest = (make_event(claim, id=f"evt-{n}") for n, (_, claim) in enumerate((offer, later)))
        brief = compose_brief(evidence([offer, later], [plan, rest], findings=[]), WRITTEN)
        return "Its day has passed" in text_of(brief)

    assert not passed(date(2025, 6, 2))
    assert passed(date(2025, 6, 20))


def test_a_yardstick_is_no_cause():
    quarrel = "The quarrel is the sharpest between the two since the crash of the airliner."
    assert cause_in(quarrel, quarrel.index("quarrel") + len("quarrel")) is None


def test_how_much_later_is_no_cause():
    sentence = "The crew came home, nine weeks after their ship was stopped in the strait."
    assert cause_in(sentence, sentence.index("came") + len("came")) is None


@pytest.mark.parametrize(
    ("sentence", "verb", "cause"),
    [
        ("It was freed after nineteen days with a fine.", "freed", None),
        ("It declared a truce that is due to end on Wednesday at noon.", "declared", None),
        ("It broke off the talks over the two lighthouses in the strait.", "broke", None),
        ("A jet shot down a balloon over the empty western marshes.", "shot", None),
        ("It protested at the firing of two rockets over its farmland.", "protested", None),
        ("It arrested six men over the burning of a jet.", "arrested", "over the burning of a jet"),
        ("She ruled out a ban such as the one that others imposed over herring and whales.", "ruled", None),
        (
            "It withheld the sum because of a quarrel about quality and that was all.",
            "withheld",
            "because of a quarrel about quality",
        ),
    ],
)
def test_a_cause_is_that_of_its_own_verb(sentence, verb, cause):
    found = cause_in(sentence, sentence.index(verb) + len(verb))
    assert (found and found.words) == cause


def test_two_names_with_a_comma_between_are_one_speaker():
    text = "Its utility, Fuelco, said that Northland threatened Southland."
    names = ("Its utility", "Fuelco")
    chain = tuple(
        Mention(text=name, span=Span(start=text.index(name), end=text.index(name) + len(name)))
        for name in names
    )
    pair = claim_in(text, publisher="Wire One", source=Source(kind=SourceKind.NAMED, chain=chain))
    assert voice(on(pair), pair[1]) == "Fuelco, in Wire One of 2 June 2025"


def named(*names, text="Northland threatened Southland."):
    """A claim whose speakers stand in the text after it, each where it says."""
    text += " " + " and ".join(names)
    chain = tuple(
        Mention(text=name, span=Span(start=text.index(name), end=text.index(name) + len(name)))
        for name in names
    )
    return claim_in(text, publisher="Wire One", source=Source(kind=SourceKind.NAMED, chain=chain))


def test_those_whom_the_text_joins_speak_as_one_and_a_common_noun_has_its_article():
    pair = named("Marsh", "Odell")
    assert voice(on(pair), pair[1]).startswith("Marsh and Odell, in Wire One")
    apart = named("Marsh", "quoting Odell")
    assert voice(on(apart), replace_chain(apart[1], "Odell", "Marsh")).startswith("Odell, as told by Marsh,")
    carrier = named("carrier")
    assert voice(on(carrier), carrier[1]).startswith("the carrier, in Wire One")


def replace_chain(claim, *names):
    chain = tuple(Mention(text=name) for name in names)
    return replace(claim, source=Source(kind=SourceKind.NAMED, chain=chain))


def test_two_acts_of_one_sentence_are_told_once_and_counted_twice():
    document, threat = claim_in("Northland threatened Southland and sent aid.", publisher="Wire One")
    aid = replace(threat, id="clm-aid", type="AID", trigger=Span(start=36, end=40))
    events = [make_event(threat, id="evt-threat"), make_event(aid, id="evt-aid")]
    made = evidence([(document, threat), (document, aid)], events, findings=[])
    brief = brief_on(made)
    (happened,) = (one for one in brief.sections if one.title.startswith("What happened"))
    assert [one.text.startswith("As told on 2 June 2025, “North") for one in happened.sentences] == [
        True,
        False,
    ]
    assert {"evt-threat", "evt-aid"} <= set(happened.sentences[0].cites)
    page = CitedBrief(brief=brief, evidence=made).to_markdown()
    assert "*AID: Northland → Southland; THREATEN: Northland → Southland*" in page


def test_whom_a_pronoun_means_stands_behind_the_quotation():
    text = "Northland met nobody. It threatened Southland."
    start = text.index("It")
    actor = Mention(text="Northland", actor_id="new-north", span=Span(start=0, end=9))
    pair = claim_in(text, actors=(actor,), sentence=Span(start=start, end=len(text)))
    made = on(pair)
    assert told(made, made.events[0]).text.endswith("“It threatened Southland.” (meant: Northland)")


def test_who_denies_an_event_is_not_among_those_who_tell_it():
    tells = claim_in("Northland threatened Southland.", publisher="Wire One")
    denies = claim_in(
        "Northland did not threaten Southland.", publisher="Paper Two", factuality=Factuality.NOT_HAPPENED
    )
    made = on(tells, denies)
    said = according_to(made, made.events[0])
    assert said.text == "According to Wire One of 2 June 2025 (1 text, 1 independent origin)."


def test_denied_is_what_somebody_denies():
    def standing(text, modality=Modality.ACTUAL):
        made = on(claim_in(text, factuality=Factuality.NOT_HAPPENED, modality=modality))
        return stands(made, (*made.events, *made.shown)[0])

    assert standing("Northland did not threaten Southland.") == "Did not happen"
    assert standing("Northland denied having threatened Southland.") == "Denied"
    assert standing("Northland will not strike.", Modality.PLANNED) == "Not planned, called off or put off"
    assert standing("Northland should not strike.", Modality.RECOMMENDED) == "Advised against"
    assert standing("Northland would not have struck.", Modality.CONDITIONAL) == "Did not happen"


def test_what_is_only_considered_is_told_in_a_text_and_said_by_nobody():
    thought = claim_in(
        "Northland is considering a raid on Southland.",
        publisher="Wire One",
        modality=Modality.PLANNED,
        factuality=Factuality.POSSIBLE,
    )
    text = text_of(brief_on(on(thought)))
    assert "Not told as done: “is”" in text
    assert "Told in Wire One of 2 June 2025 (1 text" in text


@pytest.mark.parametrize(
    ("text", "day", "told_so"),
    [
        ("Northland will talk to Southland on Friday.", date(2025, 6, 6), False),
        ("Northland will talk to Southland on 6 June.", date(2025, 6, 6), True),
    ],
)
def test_the_day_of_a_plan_is_told_where_its_month_is(text, day, told_so):
    plan = claim_in(
        text,
        type="CONSULT",
        modality=Modality.PLANNED,
        factuality=Factuality.POSSIBLE,
        when=day_range(day),
        when_from=WhenFrom.STATED,
    )
    made = on(plan)
    assert ("on 6 June 2025. “" in told(made, made.shown[0]).text) is told_so


def test_what_lies_back_is_told_with_the_day_of_the_telling():
    past = claim_in(
        "Northland threatened Southland in 2019.",
        when=DateRange(start=date(2019, 1, 1), end=date(2019, 12, 31), precision=Precision.YEAR),
        when_from=WhenFrom.STATED,
    )
    made = on(past)
    assert told(made, made.events[0]).text.startswith("As told on 2 June 2025, “")


def test_one_act_told_and_another_denied_are_no_dispute():
    asked = claim_in("Northland questioned the captain.", publisher="Wire One")
    denial = claim_in(
        "Northland denied that anybody was arrested.",
        publisher="Paper Two",
        factuality=Factuality.NOT_HAPPENED,
    )
    made = on(asked, denial)
    assert denials_of(made, made.events[0]) == []


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("Northland threatened Southland on Monday.", "On 2 June 2025, “"),
        ("Northland threatened Southland.", "As told on 3 June 2025, “"),  # no word of a time
        ("Northland threatened Southland on 28 May.", "As told on 3 June 2025, “"),  # of another day
        ("Northland threatened Southland on June 2.", "On 2 June 2025, “"),
    ],
)
def test_a_day_that_the_sentence_does_not_bear_out_is_that_of_the_telling(text, opening):
    pair = claim_in(
        text, published=date(2025, 6, 3), when=day_range(date(2025, 6, 2)), when_from=WhenFrom.INFERRED
    )
    made = on(pair)
    assert told(made, made.events[0]).text.startswith(opening)


def test_who_is_to_do_it_is_not_for_that_the_one_who_says_so():
    promised = claim_in(
        "Northland promised to free Southland’s crew.",
        publisher="Wire One",
        modality=Modality.PLANNED,
        factuality=Factuality.POSSIBLE,
        source=Source(kind=SourceKind.NAMED, chain=(Mention(text="Northland", actor_id="new-north"),)),
    )
    made = on(promised)
    assert according_to(made, made.shown[0]).text.startswith("Told in Wire One of 2 June 2025 (")
