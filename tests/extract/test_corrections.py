import pytest

from detente.base.text import blocks, sentences
from detente.base.types import Document
from detente.extract.corrections import is_correction, own_word, taken_back


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
    ],
)
def test_a_paper_tells_again_what_it_told_before(words, own):
    assert own_word(words.replace("[", "").replace("]", ""), words.index("[")) is own


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
    document = Document(id="d", text=text, title=title)
    block = blocks(text)[0].span
    assert taken_back(document, block, sentences(text, block)[0]) is back


@pytest.mark.parametrize("title", ["CORRECTION: Three, not six", "Corrections", "Retracted: the ferry"])
def test_a_correction_says_so_first(title):
    assert is_correction(Document(id="d", text="Six persons were held.", title=title))
    assert is_correction(Document(id="d", text=f"{title}\n\nSix persons were held."))
    assert not is_correction(Document(id="d", text=f"Six persons were held.\n\n{title}"))
    assert not is_correction(Document(id="d", text="Six were held.", title="Correctional officers strike"))
