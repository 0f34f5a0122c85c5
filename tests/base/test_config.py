"""Settings: who wins, and what is refused."""

from dataclasses import fields

import pytest

from detente.base.config import SETTINGS, Config, load_config
from detente.base.errors import ConfigError


@pytest.fixture(autouse=True)
def empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_setting_is_described_in_order():
    assert list(SETTINGS) == [field.name for field in fields(Config)]
    assert all(words.strip().endswith(".") for words in SETTINGS.values())


def test_without_anything_the_defaults_hold():
    assert load_config(environ={}) == Config()


def test_argument_beats_environment_beats_file_beats_default(empty_folder):
    (empty_folder / "detente.toml").write_text('store = "file"\nbatch = 8\nworkers = 2\n')
    environ = {"DETENTE_STORE": "environ", "DETENTE_BATCH": "16"}
    found = load_config(environ=environ, store="argument")
    assert (found.store, found.batch, found.workers, found.engine) == ("argument", 16, 2, "local")


def test_an_argument_that_is_none_is_not_given():
    assert load_config(environ={"DETENTE_READER": "own:Reader"}, reader=None).reader == "own:Reader"


def test_a_named_file_replaces_the_one_of_the_folder(empty_folder):
    (empty_folder / "detente.toml").write_text('store = "here"\n')
    (empty_folder / "other.toml").write_text("timeout_seconds = 5\n")
    found = load_config(empty_folder / "other.toml", environ={})
    assert (found.store, found.timeout_seconds) == ("desk", 5.0)


@pytest.mark.parametrize(("word", "expected"), [("true", True), ("1", True), ("No", False), ("off", False)])
def test_yes_and_no_in_the_environment(word, expected):
    assert load_config(environ={"DETENTE_ALLOW_PRIVATE": word}).allow_private is expected


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({"DETENTE_WORKERS": "many"}, ["DETENTE_WORKERS", "'many'", "whole number, at least 0"]),
        ({"DETENTE_BATCH": "0"}, ["DETENTE_BATCH", "at least 1"]),
        ({"DETENTE_ALLOW_PRIVATE": "maybe"}, ["allow_private", "true or false"]),
        ({"DETENTE_TIMEOUT_SECONDS": "nan"}, ["timeout_seconds", "above 0"]),
    ],
)
def test_a_value_that_cannot_be_used_is_refused(environ, says):
    with pytest.raises(ConfigError) as caught:
        load_config(environ=environ)
    assert all(part in caught.value.message for part in says)


@pytest.mark.parametrize(
    "line", ['workers = "2"', "batch = 1.5", "allow_private = 1", "store = 7", "batch = true"]
)
def test_a_file_gives_values_of_the_right_kind(line, empty_folder):
    (empty_folder / "detente.toml").write_text(line)
    with pytest.raises(ConfigError, match=r"detente\.toml: .* cannot be used; allowed: "):
        load_config(environ={})


def test_an_unknown_key_names_the_nearest(empty_folder):
    (empty_folder / "detente.toml").write_text('sotre = "x"\n')
    with pytest.raises(ConfigError, match="'sotre'; did you mean 'store'"):
        load_config(environ={})
    (empty_folder / "detente.toml").unlink()
    with pytest.raises(ConfigError, match="argument: no setting is called 'worker'"):
        load_config(environ={}, worker=3)


def test_a_file_that_cannot_be_read_is_refused(empty_folder):
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(empty_folder / "none.toml", environ={})
    (empty_folder / "detente.toml").write_text("store = ")
    with pytest.raises(ConfigError, match="is not TOML"):
        load_config(environ={})


def test_an_argument_of_the_wrong_kind_is_refused():
    with pytest.raises(ConfigError, match="argument workers: workers = -1"):
        load_config(environ={}, workers=-1)
