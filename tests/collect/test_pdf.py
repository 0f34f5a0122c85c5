"""PDF files, made here by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.base.types import Document, Failure
from detente.collect import pdf
from detente.collect.places import documents_from


def make_pdf(pages: list[str], title: str = "", trailer: str = "") -> bytes:
    """A PDF with one line of text on each page."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, words in enumerate(pages):
        drawing = f"BT /F1 12 Tf 40 700 Td ({words}) Tj ET" if words else ""
        fonts = "/Resources << /Font << /F1 3 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] {fonts} /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream")
    objects.append(f"<< /Title ({title}) /CreationDate (D:20200101000000Z) >>")
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    head = f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    ends = f"trailer\n<< /Size {size} /Root 1 0 R /Info {len(objects)} 0 R {trailer} >>\n"
    return (out + head + ends + f"startxref\n{len(out)}\n%%EOF\n").encode("latin-1")


ENCRYPTED = (
    "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + "41" * 32 + "> /U <" + "42" * 32 + "> >> "
    "/ID [<" + "43" * 16 + "> <" + "43" * 16 + ">]"
)


def collected(path: Path, data: bytes) -> Document | Failure:
    path.write_bytes(data)
    (item,) = documents_from(str(path))
    return item


def test_pages_are_parted_by_a_blank_line_and_the_files_own_day_is_not_taken(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    document = collected(
        tmp_path / "a.pdf", make_pdf(["The envoy flew to Baku.", "", "He left."], "Talks in Baku")
    )
    assert isinstance(document, Document)
    assert document.text == "The envoy flew to Baku.\n\nHe left."
    assert (document.title, document.published) == ("Talks in Baku", None)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (make_pdf([""]), "no_text"),
        (make_pdf(["The envoy flew."], trailer=ENCRYPTED), "encrypted"),
        (make_pdf(["The envoy flew."])[:120], "pdf"),
    ],
)
def test_what_gives_no_text(data: bytes, code: str, tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    failure = collected(tmp_path / "a.pdf", data)
    assert isinstance(failure, Failure)
    assert failure.code == code
    assert failure.hint


def test_without_the_extra_the_failure_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pdf.need
    monkeypatch.setattr(pdf, "need", lambda module, extra: real(f"no_such_{module}", extra=extra))
    failure = collected(tmp_path / "a.pdf", make_pdf(["The envoy flew."]))
    assert isinstance(failure, Failure)
    assert failure.code == "missing_extra"
    assert "pip install 'detente[pdf]'" in failure.message
