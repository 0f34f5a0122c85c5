import json

import pytest

from detente.base.errors import BackendError
from detente.base.weights import MANIFEST, digest_of, load_weights


def write(folder, content=b"model", **changes):
    (folder / "model.bin").write_bytes(content)
    known = {"bytes": len(content), "sha256": digest_of(folder / "model.bin")} | changes
    told = {"name": "made-en/1", "files": {"model.bin": known}}
    (folder / MANIFEST).write_text(json.dumps(told), encoding="utf-8")


def test_good_weights_tell_what_their_manifest_tells(tmp_path):
    write(tmp_path)
    weights = load_weights(tmp_path)
    assert weights.name == "made-en/1"
    assert weights.path("model.bin").read_bytes() == b"model"


def test_a_file_that_no_manifest_names_is_not_given(tmp_path):
    write(tmp_path)
    with pytest.raises(BackendError, match=r"other\.bin"):
        load_weights(tmp_path).path("other.bin")


@pytest.mark.parametrize("changes", [{"sha256": "0" * 64}, {"bytes": 4}])
def test_another_file_than_the_trained_one_is_refused(tmp_path, changes):
    write(tmp_path, **changes)
    with pytest.raises(BackendError, match=r"model\.bin.*install detente again"):
        load_weights(tmp_path)


def test_a_missing_file_is_named(tmp_path):
    write(tmp_path)
    (tmp_path / "model.bin").unlink()
    with pytest.raises(BackendError, match=r"model\.bin is missing"):
        load_weights(tmp_path)


@pytest.mark.parametrize("manifest", ["", "{", "[]", '{"name": "x"}'])
def test_a_broken_manifest_is_named(tmp_path, manifest):
    (tmp_path / MANIFEST).write_text(manifest, encoding="utf-8")
    with pytest.raises(BackendError, match="no usable manifest"):
        load_weights(tmp_path)


def test_no_manifest_at_all_says_how_to_get_one(tmp_path):
    with pytest.raises(BackendError, match="make -C training reader"):
        load_weights(tmp_path)
