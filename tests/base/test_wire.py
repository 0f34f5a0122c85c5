"""Nouns to JSON and back: nothing is lost, and what does not fit is refused by its field."""

import dataclasses
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.base import types, wire
from detente.base.errors import InputError

PLAIN = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=12)
NUMBERS = st.floats(min_value=-10, max_value=10, allow_nan=False)
DAYS = st.dates()

SPANS = st.tuples(st.integers(0, 9999), st.integers(0, 9999)).map(
    lambda two: types.Span(start=min(two), end=max(two))
)
RANGES = st.builds(
    lambda two, precision: types.DateRange(start=min(two), end=max(two), precision=precision),
    st.tuples(DAYS, DAYS),
    st.sampled_from(types.Precision),
)

st.register_type_strategy(str, PLAIN)
st.register_type_strategy(float, NUMBERS)
OWN = {types.Span: SPANS, types.DateRange: RANGES}
for noun, strategy in OWN.items():
    st.register_type_strategy(noun, strategy)

NOUNS = [kind for name in types.__all__ if dataclasses.is_dataclass(kind := getattr(types, name))]
SOME = st.lists(PLAIN, min_size=1, max_size=3).map(tuple)
ALWAYS_GIVEN = {
    types.Event: {"claim_ids": SOME},
    types.Sentence: {"cites": SOME},
    types.Alert: {"cites": SOME},
}
for noun, required in ALWAYS_GIVEN.items():
    # Inferring leaves out fields with a default; they are named so that they vary too.
    st.register_type_strategy(noun, st.builds(noun, **required))


def every_field(kind):
    """A strategy that fills all fields of `kind`, also those with a default."""
    if kind in OWN:
        return OWN[kind]
    named = {field.name: ... for field in dataclasses.fields(kind)}
    return st.builds(kind, **(named | ALWAYS_GIVEN.get(kind, {})))


@pytest.mark.parametrize("kind", NOUNS, ids=lambda kind: kind.__name__)
def test_json_is_read_back_to_an_equal_value(kind):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(every_field(kind))
    def round_trip(noun):
        line = wire.to_json(noun)
        assert "\n" not in line
        assert wire.from_json(kind, line) == noun
        assert wire.from_json(kind, line.encode()) == noun
        assert wire.from_dict(kind, wire.to_dict(noun)) == noun
        assert json.loads(line) == wire.to_dict(noun)

    round_trip()


@pytest.mark.parametrize("kind", NOUNS, ids=lambda kind: kind.__name__)
def test_the_schema_names_every_field(kind):
    schema = wire.schema(kind)
    # A noun that is used within itself or shared stands among the definitions.
    properties = schema.get("properties") or schema["$defs"][kind.__name__]["properties"]
    assert set(properties) == {field.name for field in dataclasses.fields(kind)}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"text": "x"}', "Document.id"),
        ('{"id": "d", "text": 7}', "Document.text"),
        ('{"id": "d", "text": "x", "published": "soon"}', "Document.published"),
        ('{"id": "d", "text": "x", "furniture": [{"text": "Menu"}]}', "Document.furniture.0.why"),
        ('{"id": "d", "text": ', "Document.value"),
    ],
)
def test_what_does_not_fit_is_named(text, says):
    with pytest.raises(InputError, match=says):
        wire.from_json(types.Document, text)


def test_further_faults_are_counted():
    with pytest.raises(InputError, match=r"\(1 more\)"):
        wire.from_dict(types.Document, {})


def test_an_impossible_span_is_refused():
    with pytest.raises(InputError, match="start must be"):
        wire.from_json(types.Span, '{"start": 5, "end": 4}')
