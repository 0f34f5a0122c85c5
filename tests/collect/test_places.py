"""Files and folders into documents: nothing is lost, and every failure says what and why."""

from __future__ import annotations

import json
import os
import time
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import IO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.base.errors import InputError
from detente.base.types import Document, Failure
from detente.collect import files, places
from detente.collect.places import Collected, CollectOptions, count_files, documents_from

CASES = tomllib.loads(Path(__file__).with_name("files.toml").read_text(encoding="utf-8"))
TEXT = "The envoy flew to Baku on Monday, officials said."


def content(case: dict[str, object]) -> bytes:
    if "hex" in case:
        return bytes.fromhex(str(case["hex"]))
    if "repeat" in case:
        return str(case["repeat"]).encode() * int(str(case["times"]))
    return str(case["bytes"]).encode()


def write(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def only(items: Iterator[Collected]) -> Document:
    (item,) = items
    assert isinstance(item, Document), item
    return item


def sorted_out(items: Iterator[Collected]) -> tuple[list[Document], list[Failure]]:
    found = list(items)
    documents = [item for item in found if isinstance(item, Document)]
    return documents, [item for item in found if isinstance(item, Failure)]


@pytest.mark.parametrize("case", CASES["file"], ids=[case["name"] for case in CASES["file"]])
def test_bad_files(case: dict[str, object], tmp_path: Path) -> None:
    """In a folder and named alone: a failure with its code, and the sound file beside it is read."""
    if str(case["name"]).endswith(".pdf"):
        pytest.importorskip("pypdfium2")
    bad = write(tmp_path / str(case["name"]), content(case))
    write(tmp_path / "zz-sound.txt", TEXT)
    options = CollectOptions(max_bytes=100_000 if case["code"] == "too_large" else 20_000_000)
    documents, failures = sorted_out(documents_from(str(tmp_path), options))
    assert [document.text for document in documents] == [TEXT]
    (failure,) = failures
    assert (failure.code, failure.step, failure.what) == (case["code"], "collect", case["name"])
    assert failure.message.startswith(f"{case['name']}: ")
    assert str(case.get("says", "")) in failure.message
    assert list(documents_from(str(bad), options)) == [failure]


@pytest.mark.parametrize("case", CASES["line"], ids=[case["code"] for case in CASES["line"]])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_bad_lines(case: dict[str, str], end: str, tmp_path: Path) -> None:
    first, last = json.dumps({"id": "first", "text": TEXT}), json.dumps({"id": "last", "text": "He left."})
    path = write(tmp_path / "many.jsonl", end.join((first, case["text"], last)))
    documents, failures = sorted_out(documents_from(str(path)))
    assert [document.id for document in documents] == ["first", "last"]
    (failure,) = failures
    assert failure.code == case["code"]
    if case["code"] != "duplicate_id":
        assert failure.what == "many.jsonl, line 2"
        assert failure.message.startswith("many.jsonl, line 2: ")


def test_failures_of_several_lines_have_ids_of_their_own(tmp_path: Path) -> None:
    path = write(tmp_path / "many.jsonl", "{\n{\n{\n")
    assert len({item.id for item in documents_from(str(path))}) == 3


def test_a_folder_is_read_in_order_with_all_below_it_and_without_hidden_files(tmp_path: Path) -> None:
    write(tmp_path / "b.txt", TEXT)
    write(tmp_path / "a" / "deep" / "c.md", "---\ntitle: Talks\nmood: grim\n---\nHe met the minister.")
    write(tmp_path / "c.jsonl", json.dumps({"text": "One."}) + "\n" + json.dumps({"text": "Two."}))
    write(tmp_path / "d.json", json.dumps([{"body": "Three.", "source": {"name": "Demo Post"}}]))
    write(tmp_path / "e.xyz", "what is this")
    write(tmp_path / ".hidden.txt", TEXT)
    write(tmp_path / ".git" / "x.txt", TEXT)
    documents, failures = sorted_out(documents_from(str(tmp_path)))
    assert [document.file for document in documents] == [
        "a/deep/c.md",
        "b.txt",
        "c.jsonl",
        "c.jsonl",
        "d.json",
    ]
    assert [failure.code for failure in failures] == ["unsupported"]
    assert "not read: .xyz" in failures[0].message
    assert documents[0].title == "Talks"
    assert documents[4].publisher == "Demo Post"
    assert count_files(str(tmp_path)) == 5


def test_the_same_folder_gives_the_same_documents_again(tmp_path: Path) -> None:
    write(tmp_path / "b.txt", TEXT)
    write(tmp_path / "a.md", TEXT)
    assert list(documents_from(str(tmp_path))) == list(documents_from(str(tmp_path)))


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert list(documents_from(str(tmp_path))) == []
    assert count_files(str(tmp_path)) == 0


def test_a_place_that_does_not_exist_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere.*check the spelling"):
        documents_from(str(tmp_path / "nowhere"))
    assert count_files(str(tmp_path / "nowhere")) is None


def test_links_in_a_circle_are_walked_once(tmp_path: Path) -> None:
    write(tmp_path / "a" / "one.txt", TEXT)
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "b").symlink_to(tmp_path / "a", target_is_directory=True)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "dead.txt").symlink_to(tmp_path / "gone.txt")
    documents, failures = sorted_out(documents_from(str(tmp_path)))
    assert [document.text for document in documents] == [TEXT]
    assert {failure.what: failure.code for failure in failures} == {
        "dead.txt": "unreadable",
        "self.txt": "unreadable",
    }


def test_a_dead_link_named_by_the_user_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dead.txt").symlink_to(tmp_path / "gone.txt")
    with pytest.raises(InputError, match="cannot be read"):
        list(documents_from(str(tmp_path / "dead.txt")))


def test_a_pipe_is_not_waited_on(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    _, failures = sorted_out(documents_from(str(tmp_path)))
    assert [failure.code for failure in failures] == ["unsupported"]


@pytest.mark.parametrize("name", ["locked.txt", "locked.jsonl", "locked.html"])
def test_an_unreadable_file(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Permissions do not hold for root, who runs tests in containers; so the refusal is simulated."""

    def refuse(path: Path) -> IO[bytes]:
        if path.name.startswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return path.open("rb")

    monkeypatch.setattr(files, "open_file", refuse)
    monkeypatch.setattr(places, "open_file", refuse)
    write(tmp_path / name, TEXT)
    write(tmp_path / "sound.txt", TEXT)
    documents, failures = sorted_out(documents_from(str(tmp_path)))
    assert len(documents) == 1
    assert [(failure.code, failure.what) for failure in failures] == [("unreadable", name)]
    with pytest.raises(InputError, match=r"Permission denied; check its permissions"):
        list(documents_from(str(tmp_path / name)))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_listed(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    write(locked / "one.txt", TEXT)
    locked.chmod(0)
    try:
        _, failures = sorted_out(documents_from(str(tmp_path)))
        assert [(failure.code, failure.what) for failure in failures] == [("unreadable", "locked")]
    finally:
        locked.chmod(0o700)


def test_a_name_that_is_no_utf8(tmp_path: Path) -> None:
    write(Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")), TEXT)
    assert only(documents_from(str(tmp_path))).file == "caf\ufffd.txt"


@pytest.mark.parametrize(
    ("encoded", "text"),
    [
        (b"\xef\xbb\xbfTalks in Baku", "Talks in Baku"),
        ("Talks – in Baku".encode("utf-16"), "Talks – in Baku"),
        (b"\xfe\xff" + "Talks".encode("utf-16-be"), "Talks"),
        ("Переговоры в Баку".encode("utf-32"), "Переговоры в Баку"),
        (b"Talks\r\nin\x07 Baku\x0c\r\n", "Talks\r\nin\x07 Baku\x0c\r\n"),
        ("zero\u200bwidth \ufeffmark".encode(), "zero\u200bwidth \ufeffmark"),
    ],
)
def test_decoding_changes_nothing_but_the_mark(encoded: bytes, text: str, tmp_path: Path) -> None:
    assert only(documents_from(str(write(tmp_path / "a.txt", encoded)))).text == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("The President’s envoy flew to Baku on Monday – officials said he met the minister.", "cp1252"),
        ("Der Präsident sprach am Montag über die Größe des Heeres und fuhr zurück.", "cp1252"),
        ("Россия и Азербайджан провели переговоры в Баку, сообщили в понедельник в Кремле.", "cp1251"),
    ],
)
def test_an_encoding_that_is_clear_is_found(text: str, encoding: str, tmp_path: Path) -> None:
    assert only(documents_from(str(write(tmp_path / "a.txt", text.encode(encoding))))).text == text


def test_letters_that_two_encodings_read_differently_are_not_guessed(tmp_path: Path) -> None:
    text = "Le président a déclaré que l’accord était signé à Bakou après une réunion très utile."
    (failure,) = documents_from(str(write(tmp_path / "a.txt", text.encode("cp1252"))))
    assert isinstance(failure, Failure)
    assert (failure.code, failure.hint) == ("encoding", "save it as UTF-8")


@pytest.mark.parametrize("name", ["line.txt", "line.md", "line.jsonl", "line.html"])
def test_ten_megabytes_on_one_line(name: str, tmp_path: Path) -> None:
    line = f"{TEXT} " * 200_000
    body = {"line.jsonl": json.dumps({"text": line}), "line.html": f"<html><body><p>{line}</p></body></html>"}
    path = write(tmp_path / name, body.get(name, line))
    start = time.perf_counter()
    document = only(documents_from(str(path)))
    assert time.perf_counter() - start < 20
    assert document.text.strip() == line.strip()
    assert document.title is None or name == "line.html"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Envoy flies to Baku\n\nThe envoy flew.", "Envoy flies to Baku"),
        ("Will Moscow answer?\r\n\r\nNobody knows.", "Will Moscow answer?"),
        (
            "Envoy flies to Baku\n" + "The envoy flew to Baku on Monday, officials said. " * 4,
            "Envoy flies to Baku",
        ),
        ("The envoy flew to Baku.\n\nHe left.", None),
        ("The envoy flew. Nobody met him\n\nHe left.", None),
        ("The president of the republic met with\nhis ministers on Monday.", None),
        ("Envoy flies to Baku", None),
        ("by Admin 72 views\n\nThe envoy flew.", None),
        ("- an apology\n\n- a payment", None),
        ("U.S. Envoy flies to Baku\n\nThe envoy flew.", "U.S. Envoy flies to Baku"),
    ],
)
def test_titles_of_plain_text(text: str, title: str | None, tmp_path: Path) -> None:
    document = only(documents_from(str(write(tmp_path / "a.txt", text))))
    assert (document.title, document.text) == (title, text)


def test_a_header_is_read_and_the_body_is_untouched(tmp_path: Path) -> None:
    head = (
        '---\r\nTitle: "Talks: the second day"\r\npublisher: Demo Post\r\npublished: 2025-03-14T20:30:26Z\r\n'
        "language: en-GB\r\nurl: https://demo.example/1\r\n# a remark\r\ntags:\r\n  - one\r\n---\r\n"
    )
    body = "\r\n# Talks\r\n\r\n---\r\nThe envoy flew to Baku.  \r\n"
    document = only(documents_from(str(write(tmp_path / "a.md", head + body))))
    assert document.text == body
    assert document.title == "Talks: the second day"
    assert (document.publisher, document.published) == ("Demo Post", date(2025, 3, 14))
    assert (document.language, document.url) == ("en", "https://demo.example/1")


def test_markdown_without_header_takes_its_heading_as_title(tmp_path: Path) -> None:
    document = only(documents_from(str(write(tmp_path / "a.md", "# Talks in Baku #\n\nHe left."))))
    assert (document.title, document.published) == ("Talks in Baku", None)


def test_what_the_user_says_fills_only_what_the_document_leaves_open(tmp_path: Path) -> None:
    options = CollectOptions(published=date(2025, 1, 1), publisher="Archive", language="ru")
    write(tmp_path / "a.md", "---\npublished: 2024-12-25\npublisher: Demo Post\nlanguage: en\n---\nHe left.")
    write(tmp_path / "b.md", "He left again.")
    stated, open_ = sorted_out(documents_from(str(tmp_path), options))[0]
    assert (stated.published, stated.publisher, stated.language) == (date(2024, 12, 25), "Demo Post", "en")
    assert (open_.published, open_.publisher, open_.language) == (date(2025, 1, 1), "Archive", "ru")


def test_ids_follow_the_content_not_the_file(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", TEXT)
    write(tmp_path / "b.txt", TEXT)
    write(tmp_path / "c.txt", TEXT + "\n")
    first, second, third = sorted_out(documents_from(str(tmp_path)))[0]
    assert first.id == second.id != third.id
    assert first.id.startswith("doc-")


def test_keys_of_json_records(tmp_path: Path) -> None:
    record = {
        "id": 8011115,
        "content": "The envoy flew.\r\n\u200b He left.",
        "title": "Talks",
        "site": "Demo Post",
        "date": "2025-03-14T20:30:26Z",
        "link": "https://demo.example/1",
        "section": "World",
        "language": "en",
    }
    document = only(documents_from(str(write(tmp_path / "a.json", json.dumps(record)))))
    assert (document.id, document.text) == ("8011115", record["content"])
    assert (document.publisher, document.published) == ("Demo Post", date(2025, 3, 14))
    assert (document.url, document.language) == ("https://demo.example/1", "en")


def test_the_same_record_twice_is_one_document(tmp_path: Path) -> None:
    line = json.dumps({"id": "x-1", "text": TEXT})
    documents, failures = sorted_out(documents_from(str(write(tmp_path / "a.jsonl", f"{line}\n{line}\n"))))
    assert {document.id for document in documents} == {"x-1"}
    assert failures == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_json_lines_in_other_encodings_and_under_other_names(encoding: str, tmp_path: Path) -> None:
    lines = '{"text": "One\u2028line."}\n\n{"text": "Two."}\n'
    for name in ("a.jsonl", "a.NDJSON", "a.json"):
        documents, failures = sorted_out(documents_from(str(write(tmp_path / name, lines.encode(encoding)))))
        assert [document.text for document in documents] == ["One\u2028line.", "Two."]
        assert failures == []


def test_a_line_past_the_limit_fails_alone(tmp_path: Path) -> None:
    long = json.dumps({"text": "x" * 5000})
    path = write(tmp_path / "a.jsonl", f'{{"text": "One."}}\n{long}\n{{"text": "Two."}}')
    documents, failures = sorted_out(documents_from(str(path), CollectOptions(max_bytes=1000)))
    assert [document.text for document in documents] == ["One.", "Two."]
    assert [(failure.code, failure.what) for failure in failures] == [("too_large", "a.jsonl, line 2")]


def test_furniture_is_recorded_and_stays_in_the_text(tmp_path: Path) -> None:
    text = f"Envoy flies to Baku\n\nby Admin 72 views\n\n{TEXT}\n\nExit mobile version"
    document = only(documents_from(str(write(tmp_path / "a.txt", text))))
    assert document.text == text
    assert [piece.why for piece in document.furniture] == ["byline with counter", "page control"]
    assert all(piece.span and document.quote(piece.span) == piece.text for piece in document.furniture)


BODY = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1, max_size=80
).filter(lambda text: bool(text.strip()) and not text.startswith(("\ufeff", "---")))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(BODY)
def test_no_format_alters_a_body(tmp_path: Path, body: str) -> None:
    for name, written in (
        ("a.txt", body),
        ("a.md", body),
        ("b.md", f"---\ntitle: Talks\n---\n{body}"),
        ("a.jsonl", json.dumps({"text": body})),
        ("b.jsonl", json.dumps({"text": body}, ensure_ascii=False)),
    ):
        assert only(documents_from(str(write(tmp_path / name, written)))).text == body
