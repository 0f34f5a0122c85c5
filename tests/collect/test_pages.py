"""Pages: the text, what the page states of itself, and what was left out."""

from __future__ import annotations

from datetime import date

import pytest

from detente.collect.files import Draft, Unreadable
from detente.collect.pages import page_draft, text_of_markup

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Envoy flies to Baku | Demo Post</title>
<meta property="og:site_name" content="Demo Post">
<meta property="article:published_time" content="2025-06-03T23:30:00+04:00">
<meta property="article:modified_time" content="2025-06-09T10:00:00+04:00"></head><body>
<nav><a href="/">Home</a> <a href="/w">World news of today</a></nav>
<div class="cookie-banner"><p>We use cookies to improve this service.</p></div>
<article><h1>Envoy flies to Baku</h1>
<p>The envoy flew to Baku on <b>Monday</b>, officials said. He met the foreign minister for two hours.</p>
<h2>Demands</h2><p>Baku asked for:</p><ul><li>an apology</li><li>a payment to <i>the</i> families</li></ul>
<table><tr><th>Day</th><th>Step</th></tr><tr><td>3 June</td><td>Talks</td></tr></table>
<p>Both sides agreed<br>to meet again.</p></article>
<aside><p>Opinion: why nobody listens</p></aside>
<footer><p>Copyright 2025 Demo Post</p></footer>
<script>var hidden = "Scripts are never text";</script><noscript>Switch scripts on.</noscript>
</body></html>"""


def page(body: str, head: str = "") -> Draft:
    return page_draft(f"<html><head>{head}</head><body>{body}</body></html>".encode())


def test_the_text_keeps_headings_lists_and_tables() -> None:
    draft = page_draft(PAGE.encode())
    assert draft.text.split("\n\n") == [
        "Envoy flies to Baku",
        "The envoy flew to Baku on Monday, officials said. He met the foreign minister for two hours.",
        "Demands",
        "Baku asked for:",
        "- an apology\n- a payment to the families",
        "Day | Step\n3 June | Talks",
        "Both sides agreed to meet again.",
    ]


def test_what_the_page_states() -> None:
    draft = page_draft(PAGE.encode())
    assert (draft.title, draft.publisher, draft.published) == (
        "Envoy flies to Baku",
        "Demo Post",
        date(2025, 6, 3),
    )


def test_what_is_left_out_is_recorded() -> None:
    left_out = {piece.text: piece.why for piece in page_draft(PAGE.encode()).furniture}
    assert left_out["We use cookies to improve this service."] == "cookie notice"
    assert left_out["Copyright 2025 Demo Post"] == "footer"
    assert left_out["Opinion: why nobody listens"] == "aside"
    assert left_out["Home World news of today"] == "navigation"
    assert not any("Scripts are never" in text or "Switch scripts" in text for text in left_out)
    assert all(piece.span is None for piece in page_draft(PAGE.encode()).furniture)


def test_left_out_words_are_cut_and_counted() -> None:
    links = "".join(f"<p>Link number {number} {'x' * 400}</p>" for number in range(80))
    draft = page(
        f"<article><p>The envoy flew to Baku on Monday, officials said.</p></article><nav>{links}</nav>"
    )
    assert len(draft.furniture) == 50
    assert all(len(piece.text) <= 200 for piece in draft.furniture)


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        ('<meta name="date" content="2025-03-14">', "", date(2025, 3, 14)),
        ('<meta name="parsely-pub-date" content="2025/03/14 10:00">', "", date(2025, 3, 14)),
        ('<meta itemprop="datePublished" content="2025-03-14T01:00:00+03:00">', "", date(2025, 3, 14)),
        (
            '<script type="application/ld+json">{"datePublished": "2025-03-14"}</script>',
            "",
            date(2025, 3, 14),
        ),
        (
            '<script type="application/ld+json">{"@graph": [{"datePublished": "2025-03-14"}]}</script>',
            "",
            date(2025, 3, 14),
        ),
        ('<link rel="canonical" href="https://demo.example/2025/03/14/envoy">', "", date(2025, 3, 14)),
        ("", '<time datetime="2025-03-14T10:00">Friday</time>', date(2025, 3, 14)),
        (
            "",
            '<time pubdate datetime="2025-03-14">x</time><time datetime="2025-03-20">y</time>',
            date(2025, 3, 14),
        ),
        # What states no day of publication.
        ('<meta property="article:modified_time" content="2025-03-14">', "", None),
        ('<meta name="date" content="03/04/25">', "", None),
        ('<script type="application/ld+json">{"dateModified": "2025-03-14"}</script>', "", None),
        ('<script type="application/ld+json">{"datePublished": </script>', "", None),
        ('<link rel="canonical" href="https://demo.example/2025/33/14/envoy">', "", None),
        ('<link rel="canonical" href="https://demo.example/2025/03/envoy">', "", None),
        ("", '<time datetime="2025-03-14">x</time><time datetime="2025-03-20">y</time>', None),
        ("", '<time class="updated" datetime="2025-03-14">x</time>', None),
        ("", '<aside><time datetime="2025-03-14">x</time></aside>', None),
        ("", "<p>On 14 March 2025 the talks failed.</p>", None),
        ("", "<footer>Copyright 2025-03-14</footer>", None),
        ("", "", None),
    ],
)
def test_publication_days(head: str, body: str, day: date | None) -> None:
    assert page(f"<article><p>The envoy flew to Baku.</p></article>{body}", head).published == day


def test_the_address_may_state_the_day() -> None:
    draft = page_draft(b"<p>The envoy flew to Baku.</p>", "https://demo.example/news/2025/03/14/envoy.html")
    assert (draft.published, draft.url) == (
        date(2025, 3, 14),
        "https://demo.example/news/2025/03/14/envoy.html",
    )


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (
            '<html><head><meta charset="windows-1251"></head><body><p>Посол прилетел в Баку.</p>'.encode(
                "cp1251"
            ),
            None,
        ),
        ("<html><body><p>Посол прилетел в Баку.</p>".encode("koi8-r"), "koi8-r"),
        ("<html><body><p>Посол прилетел в Баку.</p>".encode(), "no-such-encoding"),
        (
            '<?xml version="1.0" encoding="utf-8"?><html><p>Посол прилетел в Баку.</p></html>'.encode(),
            None,
        ),
        ("<html><body><p>Посол прилетел в Баку.</p>".encode("utf-16"), None),
    ],
)
def test_encodings_of_pages(data: bytes, charset: str | None) -> None:
    assert page_draft(data, charset=charset).text == "Посол прилетел в Баку."


@pytest.mark.parametrize(
    "body", ["<script>x()</script>", "<div></div>", "<noscript>Scripts!</noscript>", "&nbsp;"]
)
def test_a_page_without_text(body: str) -> None:
    with pytest.raises(Unreadable) as caught:
        page(body)
    assert caught.value.reason == "no_text"
    assert caught.value.hint is not None


def test_a_list_in_a_list_gives_each_item_once() -> None:
    draft = page(
        "<article><p>The two sides agreed on the following steps in Baku on Monday:</p>"
        "<ul><li>prisoners<ul><li>twelve from each side</li></ul></li><li>borders</li></ul></article>"
    )
    assert "- prisoners\n- twelve from each side\n- borders" in draft.text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One &amp; two.</p><p>Three<br>four.</p>", "One & two.\n\nThree four."),
        ("Plain text.", "Plain text."),
        ("AT&amp;T left", "AT&T left"),
        ("", ""),
        ("<script>x()</script>", ""),
    ],
)
def test_markup_is_removed(markup: str, text: str) -> None:
    assert text_of_markup(markup) == text
