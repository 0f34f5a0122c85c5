"""Parts by name."""

import json

import pytest

from detente.base.errors import UnknownPart
from detente.base.plugins import KINDS, find_part, part_names


def test_a_path_names_a_part_of_any_module():
    assert find_part("readers", "json:loads") is json.loads


@pytest.mark.parametrize("path", ["no_such_module:Reader", "json:NoSuchReader"])
def test_a_path_that_leads_nowhere_is_refused_with_its_cause(path):
    with pytest.raises(UnknownPart, match=path) as caught:
        find_part("readers", path)
    assert isinstance(caught.value.__cause__, (ImportError, AttributeError))


def test_an_unknown_name_is_refused_with_the_known_ones():
    with pytest.raises(UnknownPart, match="no readers part is called 'oracle'") as caught:
        find_part("readers", "oracle")
    for name in part_names("readers"):
        assert name in caught.value.message


def test_an_unknown_kind_is_refused_with_the_known_ones():
    with pytest.raises(UnknownPart, match="'printers'") as caught:
        part_names("printers")
    assert "readers" in caught.value.message


def test_the_built_in_parts_use_the_same_plug_as_foreign_ones():
    assert "rules" in part_names("readers")
    assert "folder" in part_names("stores")
    assert list(part_names("engines")) == sorted(part_names("engines"))
    assert {"readers", "gazetteers", "stores", "forecasters", "engines"} <= set(KINDS)
