"""Text from HTML pages, by trafilatura; what it leaves out is recorded as furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from detente.base.types import Furniture
from detente.collect.files import Draft, Unreadable, decode
from detente.collect.page_days import published_day

__all__ = ["page_draft", "text_of_markup"]

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_HEAD_BYTES = 4096
# lxml refuses Unicode text that still names its byte encoding.
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")

_UNSEEN = ("style", "noscript", "template", "svg", "iframe", "object")
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """
        address article aside blockquote body caption dd details div dl dt fieldset figcaption figure footer
        form h1 h2 h3 h4 h5 h6 header li main nav ol p pre section summary table tbody td tfoot th thead tr ul
        """,
    )
)
_FRAMES = ("nav", "footer", "aside", "header", "form")
_FRAME_WORDS = (
    ("cookie", "cookie notice"),
    ("consent", "cookie notice"),
    ("newsletter", "newsletter"),
    ("share", "share buttons"),
    ("related", "related links"),
    ("comment", "comments"),
    ("breadcrumb", "navigation"),
    ("menu", "navigation"),
    ("sidebar", "aside"),
)
_MOST_FURNITURE = 50
_MOST_BLOCKS = 5_000
_FURNITURE_LENGTH = 200


def page_draft(data: bytes, url: str | None = None, charset: str | None = None) -> Draft:
    """The main text of a page with headings, lists ("- ") and table rows (" | "), and what it says of itself.

    `charset` is the server's word on the encoding; the page's own comes first. `Unreadable`: "no_text"
    where nothing is left without scripts, "date" where the page states a day that is none.
    """
    tree = _tree(decode(data, _declared(data) or charset))
    if tree is None:
        raise _no_text()
    found = _extracted(tree, url)
    blocks = list(_blocks(tree))
    text = _rendered(found.body) if found is not None else ""
    if not text:
        text = "\n\n".join(words for words, why in blocks if why == "not part of the text")
    if not text:
        raise _no_text()
    return Draft(
        text=text,
        title=(found.title if found is not None else None) or _title(tree),
        publisher=found.sitename if found is not None else None,
        url=url or (found.url if found is not None else None),
        published=published_day(tree, url),
        furniture=_left_out(blocks, text),
    )


def text_of_markup(markup: str) -> str:
    """The words of an HTML fragment, one block a paragraph; text without markup comes back as it is."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    tree = _tree(f"<body>{markup}</body>")
    return "" if tree is None else "\n\n".join(words for words, _ in _blocks(tree))


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_HEAD_BYTES])
    return match[1].decode("ascii", "replace") if match else None


def _tree(text: str) -> Any | None:
    from lxml import etree, html

    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(_XML_DECLARATION.sub("", text).replace("\x00", ""), parser=parser)
    except (etree.ParserError, ValueError):
        return None
    for element in tree.xpath("|".join(f"//{name}" for name in _UNSEEN)):
        element.drop_tree()
    for script in tree.xpath('//script[not(@type="application/ld+json")]'):
        script.drop_tree()
    return tree


def _extracted(tree: Any, url: str | None) -> Any | None:
    from copy import deepcopy

    from trafilatura import bare_extraction

    frameless = deepcopy(tree)
    # On short pages it would fall back to all paragraphs there are, those of menus among them.
    for frame in frameless.xpath("//nav|//footer|//aside"):
        frame.drop_tree()
    return bare_extraction(
        frameless,
        url=url,
        with_metadata=True,
        include_comments=False,
        include_formatting=False,
        # Its own search would also take a day of change, or one from a list of other texts; see page_days.
        date_extraction_params={"original_date": True, "extensive_search": False},
    )


def _rendered(body: Any) -> str:
    return "\n\n".join(part for child in body for part in _parts(child) if part)


def _parts(element: Any) -> Iterator[str]:
    """One block of trafilatura's tree as text."""
    if element.tag == "list":
        yield "\n".join(f"- {words}" for item in element.iter("item") if (words := _item_words(item)))
    elif element.tag == "table":
        rows = ([_words(cell) for cell in row.iter("cell")] for row in element.iter("row"))
        yield "\n".join(" | ".join(cells) for cells in rows if any(cells))
    elif element.tag in ("quote", "div") and any(
        child.tag in ("p", "list", "table", "head") for child in element
    ):
        yield _squeezed(element.text or "")
        for child in element:
            yield from _parts(child)
            yield _squeezed(child.tail or "")
    else:
        yield _words(element)


def _item_words(item: Any) -> str:
    """The words of a list item without those of the lists inside it, which give items of their own."""
    nested = [words for inner in item.iter("list") for words in inner.itertext()]
    words = _words(item)
    for part in nested:
        words = words.replace(_squeezed(part), "", 1) if part.strip() else words
    return _squeezed(words)


def _words(element: Any) -> str:
    return _squeezed("".join(_with_breaks(element)))


def _with_breaks(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "lb":
            yield " "
        yield from _with_breaks(child)
        yield child.tail or ""


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _title(tree: Any) -> str | None:
    titles = (_squeezed(element.text_content()) for element in tree.xpath("//title|//h1"))
    return next((title for title in titles if title), None)


def _blocks(tree: Any) -> Iterator[tuple[str, str]]:
    """The words of each innermost block of the page, and which part of the page they belong to."""
    bodies = tree.xpath("//body") or [tree]
    for count, element in enumerate(bodies[0].iter()):
        if count > 20 * _MOST_BLOCKS:
            return
        if element.tag in _BLOCKS:
            words = _squeezed("".join(_own_words(element)))
            if words:
                yield words, _frame(element)


def _own_words(element: Any) -> Iterator[str]:
    """The words of a block without those of the blocks inside it."""
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield " "
        if child.tag not in _BLOCKS and child.tag != "script":
            yield from _own_words(child)
        yield child.tail or ""


def _frame(element: Any) -> str:
    for place in (element, *element.iterancestors()):
        names = f"{place.get('class', '')} {place.get('id', '')}".lower()
        for word, why in _FRAME_WORDS:
            if word in names and place.tag not in ("body", "html", "article", "main"):
                return why
        if place.tag in _FRAMES:
            return "navigation" if place.tag == "nav" else str(place.tag)
    return "not part of the text"


def _left_out(blocks: list[tuple[str, str]], text: str) -> tuple[Furniture, ...]:
    kept = _squeezed(text)
    seen: set[str] = set()
    furniture: list[Furniture] = []
    for words, why in blocks[:_MOST_BLOCKS]:
        if words in seen or words in kept:
            continue
        seen.add(words)
        furniture.append(Furniture(text=words[:_FURNITURE_LENGTH], why=why))
        if len(furniture) == _MOST_FURNITURE:
            break
    return tuple(furniture)


def _no_text() -> Unreadable:
    return Unreadable(
        "is a page without text; scripts are not run",
        reason="no_text",
        hint="open it in a browser and save what it shows",
    )
