"""Names with initials that the book has without them."""

from datetime import date

import pytest

from detente.base.types import Document
from detente.identify.builtin import BuiltinGazetteer
from detente.identify.roles import contradictions

BOOK = BuiltinGazetteer()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Secretary of Defense James N. Mattis ordered a review.", date(2020, 7, 15)),
        ("Prime Minister K.P. Sharma Oli of Nepal told parliament about the map.", date(2021, 11, 24)),
    ],
)
def test_a_former_holder_is_known_by_his_initials_too(text, day):
    (found,) = contradictions(Document(id="doc-1", text=text, published=day), (), BOOK)
    assert found.day == day
