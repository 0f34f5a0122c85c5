"""Feeds: each entry a document."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from detente.base.types import Document, Failure
from detente.collect.feeds import feed_drafts, looks_like_feed
from detente.collect.files import Draft, Unreadable
from detente.collect.places import documents_from

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Demo Post</title><link>https://demo.example/</link><language>en-gb</language>
<item><title>Envoy flies to Baku</title><link>https://demo.example/1</link>
<pubDate>Sat, 15 Mar 2025 01:30:00 +0400</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>The envoy flew to Baku.</p><p>He met the minister &amp; left.</p>]]>
</content:encoded></item>
<item><title>No day here</title><link>https://demo.example/2</link>
<description>The border was &lt;b&gt;closed&lt;/b&gt;.</description></item>
<item><title>Nothing here</title></item>
<item><title>Far away</title><description>Text.</description><pubDate>20250-03-14</pubDate></item>
</channel></rss>"""

ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">
<title>Demo Post</title>
<entry><title>One</title><link href="https://demo.example/1"/><published>2025-03-14T23:00:00-05:00</published>
<updated>2025-04-01T00:00:00Z</updated>
<content type="html">&lt;p&gt;The envoy flew.&lt;/p&gt;</content></entry>
<entry><title>Two</title><updated>2025-04-01T00:00:00Z</updated><summary>He left.</summary></entry></feed>"""

RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Demo Post</title></channel>
<item><title>One</title><description>The envoy flew.</description>
<dc:date>2025-03-14T10:00:00Z</dc:date></item></rdf:RDF>"""


def test_rss(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(RSS, encoding="utf-8")
    full, undated, nothing, far = documents_from(str(path))
    assert isinstance(full, Document)
    assert full.text == "The envoy flew to Baku.\n\nHe met the minister & left."
    assert (full.title, full.publisher, full.url) == (
        "Envoy flies to Baku",
        "Demo Post",
        "https://demo.example/1",
    )
    assert (full.published, full.language) == (date(2025, 3, 15), "en")
    assert isinstance(undated, Document)
    assert (undated.text, undated.published) == ("The border was closed.", None)
    assert isinstance(nothing, Failure)
    assert (nothing.code, nothing.what) == ("empty", "feed.xml, entry 3")
    assert isinstance(far, Failure)
    assert far.code == "date"
    assert "20250-03-14" in far.message


def test_atom_takes_the_day_of_publication_only() -> None:
    one, two = feed_drafts(ATOM.encode())
    assert isinstance(one, Draft)
    assert (one.text, one.published) == ("The envoy flew.", date(2025, 3, 14))
    assert isinstance(two, Draft)
    assert two.published is None


def test_rss_of_1999() -> None:
    (one,) = feed_drafts(RDF.encode())
    assert isinstance(one, Draft)
    assert (one.text, one.published) == ("The envoy flew.", date(2025, 3, 14))


def test_a_feed_that_is_cut_off_gives_what_it_has_and_says_so() -> None:
    *entries, last = feed_drafts(RSS[: RSS.index("<item><title>Nothing")].encode())
    assert len(entries) == 2
    assert isinstance(last, Unreadable)
    assert (last.reason, last.at) == ("feed", "end")


def test_a_name_is_never_opened_and_an_address_never_asked(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(RSS, encoding="utf-8")
    for data in (str(secret), "http://127.0.0.1:9/feed", secret.as_uri()):
        with pytest.raises(Unreadable):
            list(feed_drafts(data.encode()))


def test_a_page_saved_as_xml_is_read_as_a_page(tmp_path: Path) -> None:
    path = tmp_path / "page.xml"
    path.write_text(
        '<?xml version="1.0"?><html><body><p>The envoy flew to Baku.</p></body></html>', encoding="utf-8"
    )
    (document,) = documents_from(str(path))
    assert isinstance(document, Document)
    assert document.text == "The envoy flew to Baku."


@pytest.mark.parametrize(("text", "is_feed"), [(RSS, True), (ATOM, True), (RDF, True), ("<html>", False)])
def test_feeds_are_told_from_pages(text: str, is_feed: bool) -> None:
    assert looks_like_feed(text.encode()) is is_feed
