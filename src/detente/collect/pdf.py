"""Text from PDF files, by pypdfium2 (extra `pdf`)."""

from __future__ import annotations

from typing import Any

from detente.base.errors import MissingExtra, need
from detente.collect.files import Draft, Unreadable, first_line_title

__all__ = ["pdf_draft"]


def pdf_draft(data: bytes) -> Draft:
    """The pages of a PDF as one draft, a blank line between two pages.

    The day in the file's properties is that of the file, not of publication, so it is not taken.
    `Unreadable`: "missing_extra", "encrypted", "pdf" (broken) or "no_text" (pictures of pages).
    """
    try:
        pdfium = need("pypdfium2", extra="pdf")
    except MissingExtra as error:
        raise Unreadable(error.message, reason="missing_extra", hint=error.hint) from error
    try:
        title, pages = _read(pdfium, data)
    except pdfium.PdfiumError as error:
        raise _complaint(str(error)) from error
    text = "\n\n".join(page for page in pages if page)
    if not text:
        raise Unreadable(
            "is a PDF without text", reason="no_text", hint="it may be a scan; run OCR on it first"
        )
    return Draft(text=text, title=title or first_line_title(text))


def _read(pdfium: Any, data: bytes) -> tuple[str | None, list[str]]:
    document = pdfium.PdfDocument(data)
    try:
        title = (document.get_metadata_value("Title") or "").strip() or None
        return title, [_page_text(document[number]) for number in range(len(document))]
    finally:
        document.close()


def _page_text(page: Any) -> str:
    words = page.get_textpage()
    try:
        text = words.get_text_range()
    finally:
        words.close()
        page.close()
    # U+FFFE is how PDFium writes a hyphen that only divides a word at a line's end.
    return (
        str(text)
        .replace("\r\n", "\n")
        .replace("\ufffe\n", "")
        .replace("\ufffe", "")
        .replace("\x00", "")
        .strip()
    )


def _complaint(message: str) -> Unreadable:
    if "password" in message.lower():
        return Unreadable("is encrypted", reason="encrypted", hint="save a copy without a password")
    return Unreadable(
        f"is a broken PDF ({message})", reason="pdf", hint="open it in a viewer and save it again"
    )
