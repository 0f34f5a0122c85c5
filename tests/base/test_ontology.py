"""The ontology: what the built-in one promises, and that a broken one is refused by name."""

import tomllib
from pathlib import Path

import pytest

from detente.base.errors import InputError, OntologyError
from detente.base.ontology import Coded, load_ontology
from detente.base.types import Quad

CASES = tomllib.loads(Path(__file__).with_name("ontology.toml").read_text(encoding="utf-8"))
ONTOLOGY = load_ontology()
ACTS = [(name, mode) for name, type_ in ONTOLOGY.types.items() for mode in (None, *type_.modes)]


def written(folder, old="", new=""):
    for name, key in (("own.toml", "plover"), ("cameo.toml", "cameo")):
        (folder / name).write_text(CASES["sound"][key].replace(old, new) if old else CASES["sound"][key])
    return folder / "own.toml"


@pytest.mark.parametrize("case", CASES["broken"], ids=lambda case: case["why"])
def test_a_file_that_contradicts_itself_is_refused_by_name(case, tmp_path):
    assert any(case["old"] in text for text in CASES["sound"].values())
    with pytest.raises(OntologyError) as caught:
        load_ontology(written(tmp_path, case["old"], case["new"]))
    assert str(tmp_path) in caught.value.message
    for part in case["says"]:
        assert part in caught.value.message


def test_a_sound_file_is_read_and_its_codes_lie_beside_it(tmp_path):
    own = load_ontology(written(tmp_path))
    assert own.goldstein("CONSULT") == 2.0
    assert own.to_cameo("CONSULT", "visit") == "042"
    with pytest.raises(InputError, match="no CAMEO code"):
        own.to_cameo("ASSAULT", "beat")
    (tmp_path / "cameo.toml").unlink()
    assert not load_ontology(tmp_path / "own.toml").cameo


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(OntologyError, match="cannot be read"):
        load_ontology(tmp_path / "none.toml")


def test_the_sixteen_types_have_their_quads():
    counts = [sum(type_.quad is quad for type_ in ONTOLOGY.types.values()) for quad in Quad]
    assert counts == [4, 3, 4, 5]
    assert ONTOLOGY.quad("SANCTION") is Quad.MATERIAL_CONFLICT
    assert ONTOLOGY.goldstein("ACCUSE") < 0
    assert not ONTOLOGY.types["PROTEST"].needs_recipient
    assert "vandalize" in ONTOLOGY.types["PROTEST"].modes


@pytest.mark.parametrize("name", ["AGREE", "AID", "ACCUSE", "CONSULT", "SANCTION", "PROTEST", "REQUEST"])
def test_a_choice_against_the_manual_gives_its_reason(name):
    assert "Ours" in ONTOLOGY.types[name].reason


@pytest.mark.parametrize(("name", "mode"), ACTS)
def test_an_act_is_read_back_from_its_cameo_code_as_the_same_type(name, mode):
    coded = ONTOLOGY.from_cameo(ONTOLOGY.to_cameo(name, mode))
    assert coded.type == name


@pytest.mark.parametrize("case", CASES["cameo"], ids=lambda case: case["why"])
def test_a_cameo_code_means(case):
    expected = Coded(type=case["type"], mode=case.get("mode"), contexts=tuple(case.get("contexts", ())))
    assert ONTOLOGY.from_cameo(case["code"]) == expected


@pytest.mark.parametrize("code", ["01", "010", "0256"])
def test_comments_and_mild_appeals_have_no_type(code):
    assert ONTOLOGY.from_cameo(code) is None


@pytest.mark.parametrize("code", ["99", "4", "", "04x", "---"])
def test_what_is_no_cameo_code_is_refused(code):
    with pytest.raises(InputError, match="CAMEO code"):
        ONTOLOGY.from_cameo(code)


def test_an_unknown_type_or_mode_is_refused_with_the_known_ones():
    with pytest.raises(InputError, match=r"no type is called 'DEMAND'.*REQUEST"):
        ONTOLOGY.goldstein("DEMAND")
    with pytest.raises(InputError, match=r"CONSULT has no mode 'lunch'.*visit"):
        ONTOLOGY.goldstein("CONSULT", "lunch")
    with pytest.raises(InputError, match="'FIGHT'"):
        ONTOLOGY.quad("FIGHT")


def test_the_built_in_ontology_is_read_once_and_cannot_be_changed():
    assert load_ontology() is ONTOLOGY
    with pytest.raises(TypeError):
        ONTOLOGY.types["NEW"] = ONTOLOGY.types["AID"]
    with pytest.raises(TypeError):
        ONTOLOGY.types["CONSULT"].modes["new"] = None


def test_groups_and_assessments():
    assert set(ONTOLOGY.groups) == {"clash", "public_rift", "coercion", "rapprochement", "talks"}
    directions = {name: found.direction for name, found in ONTOLOGY.assessments.items()}
    assert directions == {
        "STRAINED": -1,
        "WORSENING": -1,
        "BROKEN": -1,
        "STABLE": 0,
        "IMPROVING": 1,
        "CLOSE": 1,
    }
