import pytest

from detente.base.types import Document
from detente.extract.corrections import is_correction, own_word, taken_back
from detente.extract.places import placed_sentences


@pytest.mark.parametrize(
    ("words", "own"),
    [
        ("On Monday we reported that Kasra had [recalled] its envoy.", True),
        ("On 4 May this newspaper wrongly wrote that the colonel was [dismissed].", True),
        ("In March I wrote that Kasra would [close] the port.", True),
        ('Under the headline "Kasra [seizes] ferry with six aboard", we stated that it was at sea.', True),
        ("Under the headline “Kasra [seizes] ferry”, this agency reported on the matter.", True),
        ("“On Monday we said that we would [close] the port”, the mayor recalled.", False),
        ("The ministry said that Kasra had [recalled] its envoy.", False),
        ("We reported from the port; Kasra [recalled] its envoy.", False),
        ('Under the headline "Kasra [seizes] ferry" the Courant told another tale.', False),
        ("“It was late”, the mayor said. “It rained. On Monday we said that we would [close] it.”", False),
        ('The mayor spoke. "It rained. On Monday we said that we would [close] it."', False),
    ],
)
def test_a_paper_tells_again_what_it_told_before(words, own):
    at, text = words.index("["), words.replace("[", "").replace("]", "")
    placed = placed_sentences(Document(id="d", text=text))
    place, sentence = next(one for one in placed if one[1].start <= at < one[1].end)
    assert own_word(place, sentence, at) is own


@pytest.mark.parametrize(
    ("text", "title", "back"),
    [
        ("We reported that he was dismissed. That was not so.", None, True),
        ("We reported that he was dismissed. Colonel Brun remains head of the guard.", None, True),
        ("We reported that six were held. The ministry had told us so. The number was three.", None, True),
        ("We reported that six were held. A court heard the case on Friday.", None, False),
        ("We reported that six were held. The captain remains in custody.", None, False),
        ("We reported that six were held.\n\nThat was wrong.", None, False),  # another matter
        ("We reported that six were held. One. Two. That was wrong.", None, False),
        (
            "We reported that six were held. The mate wrote to us.",
            "Corrections and clarifications",
            True,
        ),
        (
            "We reported that six were held. The ministry says no. We stand by our story.",
            None,
            False,
        ),
        ("We reported that six were held. We stand by that.", "Clarification", False),
    ],
)
def test_it_is_taken_back_where_the_next_sentences_say_so(text, title, back):
    assert taken_back(*next(placed_sentences(Document(id="d", text=text, title=title)))) is back


@pytest.mark.parametrize("title", ["CORRECTION: Three, not six", "Corrections", "Retracted: the ferry"])
def test_a_correction_says_so_first(title):
    assert is_correction(Document(id="d", text="Six persons were held.", title=title))
    assert is_correction(Document(id="d", text=f"{title}\n\nSix persons were held."))
    assert not is_correction(Document(id="d", text=f"Six persons were held.\n\n{title}"))
    assert not is_correction(Document(id="d", text="Six were held.", title="Correctional officers strike"))
