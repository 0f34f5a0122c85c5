"""Errors: their tree, their way across processes, and what they say of missing extras."""

import pickle

import pytest

from detente.base import errors
from detente.base.errors import DetenteError, MissingExtra, need

KINDS = [getattr(errors, name) for name in errors.__all__ if name != "need"]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("hint", [None, "do it again"])
def test_an_error_crosses_a_process_border_whole(kind, hint):
    back = pickle.loads(pickle.dumps(kind("desk/1: no such thing", hint=hint)))
    assert type(back) is kind
    assert (str(back), back.message, back.hint) == ("desk/1: no such thing", "desk/1: no such thing", hint)
    assert back.exit_code == kind.exit_code


def test_each_error_has_a_code_of_its_own():
    assert all(issubclass(kind, DetenteError) for kind in KINDS)
    assert len({kind.code for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize(
    ("name", "exit_code", "status"),
    [
        ("ConfigError", 2, 400),
        ("OntologyError", 2, 400),
        ("UnknownPart", 2, 400),
        ("NotFound", 2, 404),
        ("MissingExtra", 2, 501),
        ("BackendError", 3, 503),
        ("DetenteError", 1, 500),
    ],
)
def test_exit_codes_and_http_statuses(name, exit_code, status):
    kind = getattr(errors, name)
    assert (kind.exit_code, kind.http_status) == (exit_code, status)


def test_need_gives_an_installed_module():
    assert need("json", extra="pdf").loads("[1]") == [1]


def test_need_names_the_module_and_the_extra_that_brings_it():
    with pytest.raises(MissingExtra, match="no_such_module_here") as caught:
        need("no_such_module_here", extra="scale")
    assert caught.value.hint == "pip install 'detente[scale]'"
    assert caught.value.hint in caught.value.message
    assert isinstance(caught.value.__cause__, ImportError)
