"""A brief as a PDF. The only file that knows fpdf2; its letters are DejaVu's, which matplotlib brings along.

Numbers in the text lead to the evidence at the end, addresses there to the web. The same brief gives the same
bytes: the file says that it was made on the day of the brief.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from detente.base.errors import need
from detente.base.types import Brief, Section, Sentence
from detente.report.wording import tidy, written_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.report.render import Note

__all__ = ["EXTRA", "Mark", "check_extra", "set_pdf"]

EXTRA: Final = "pdf-out"
INK, SOFT, LINK, RULE = (29, 33, 38), (93, 100, 109), (31, 79, 122), (200, 196, 186)
BLUE, ORANGE = (31, 111, 178), (194, 87, 12)
MARGIN, INDENT, MARK = 20.0, 5.0, 1.7  # millimetres
TITLE, HEAD, BODY, SMALL, TINY = 20.0, 12.5, 9.5, 8.0, 6.5  # points
LEADING = 1.42
POINT = 25.4 / 72  # millimetres
LACKING = "\u25a1"

Numbers = dict[str, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """How an entry on an event is marked: conflict or cooperation, whether it happened, how it is counted."""

    conflict: bool
    happened: bool
    code: str


Entries = Callable[[Section], Iterable[tuple[Sentence, ...]]]


def check_extra() -> None:
    """`MissingExtra` where what sets a PDF is not installed."""
    for module in ("fpdf", "uharfbuzz", "matplotlib"):
        need(module, extra=EXTRA)


def set_pdf(
    brief: Brief,
    notes: Sequence[Note],
    entries: Entries,
    marks: Mapping[str, Mark],
    pictures: Sequence[bytes] = (),
) -> bytes:
    """The pages of `brief`; `notes` are its evidence in the order of their numbers.

    `entries` gives the sentences of a section that belong together; `marks` are those of
    events, by their ids; `pictures` are PNGs. `MissingExtra` without the extra `pdf-out`.
    """
    check_extra()
    page = _Page(brief)
    page.links = {note.id: page.pdf.add_link() for note in notes}
    page.numbers = {note.id: number for number, note in enumerate(notes, start=1)}
    page.head(brief)
    for at, section in enumerate(brief.sections):
        page.section(section.title)
        for entry in entries(section):
            page.entry(entry, [marks[cite] for cite in entry[0].cites if cite in marks])
        for picture in pictures if at == 0 else ():
            page.picture(picture)
    page.gaps(brief)
    page.section("Evidence")
    for note in notes:
        page.note(note)
    return page.bytes()


class _Page:
    """The pen: fpdf2 draws by moving one, so this is the one value here that changes."""

    def __init__(self, brief: Brief) -> None:
        from fpdf import FPDF

        logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of every table it drops
        self.pdf: Any = FPDF(format="A4")
        self.links: dict[str, int] = {}
        self.numbers: Numbers = {}
        self.lacking: set[str] = set()
        self._set_up(brief)

    def head(self, brief: Brief) -> None:
        """The title and the day."""
        self._words("BRIEF", SMALL, SOFT)
        self._break(SMALL)
        self._words(tidy(brief.topic), TITLE, INK, style="B")
        self._break(TITLE, 1.2)
        self._words(f"{written_words(brief)} Every sentence cites its evidence.", SMALL, SOFT)
        self._break(SMALL, 1.6)
        self._rule()

    def section(self, title: str) -> None:
        """A heading, which also stands in the outline."""
        if self.pdf.will_page_break(30):
            self.pdf.add_page()
        self.pdf.ln(4)
        self.pdf.start_section(self._known(tidy(title)))
        self._words(tidy(title), HEAD, INK, style="B")
        self._break(HEAD, 1.5)

    def entry(self, sentences: Sequence[Sentence], marks: Sequence[Mark]) -> None:
        """Sentences that belong together, each with the numbers of its evidence."""
        self._bullet(marks[0] if marks else None)
        for place, sentence in enumerate(sentences):
            # The blank stands before the words: without one a line could only be broken inside a word.
            self._words(f"{' ' if place else ''}{tidy(sentence.text)}", BODY, SOFT if place else INK)
            self._cites(sentence.cites)
        if marks:
            self._words(f"  {tidy('; '.join(mark.code for mark in marks))}", TINY, SOFT)
        self._break(BODY, 1.45)
        self.pdf.set_left_margin(MARGIN)

    def picture(self, png: bytes) -> None:
        """A picture over the whole width."""
        self.pdf.ln(2)
        self.pdf.image(BytesIO(png), x=MARGIN, w=self.pdf.epw, alt_text="The relation month by month")
        self.pdf.ln(2)

    def gaps(self, brief: Brief) -> None:
        """What is not known."""
        self.section("What is not known")
        for gap in brief.gaps:
            self._bullet(None)
            self._words(f"{tidy(gap.about)}: ", SMALL, INK, style="B")
            self._words(f"{tidy(gap.looked_for)}: {tidy(gap.why)}", SMALL, INK)
            self._break(SMALL, 1.35)
            self.pdf.set_left_margin(MARGIN)

    def note(self, note: Note) -> None:
        """What stands behind a number: who published it when, the quotation, the address."""
        if self.pdf.will_page_break(18):
            self.pdf.add_page()
        self.pdf.set_link(self.links[note.id], y=self.pdf.get_y(), page=self.pdf.page)
        self._words(f"{self.numbers[note.id]}  ", SMALL, SOFT)
        self._words(tidy(note.head), SMALL, INK, style="B")
        if note.title:
            self._words(f" · {tidy(note.title)}", SMALL, SOFT, style="I")
        self._break(SMALL, 1.25)
        if note.quote:
            self._words(f"“{note.before}", SMALL, INK)
            self._words(note.trigger, SMALL, INK, style="B")
            self._words(f"{note.after}”", SMALL, INK)
            self._break(SMALL, 1.25)
        if note.url:
            self._words(note.url, TINY, LINK, link=note.url)
            self._words("   ", TINY, SOFT)
        self._words(note.id, TINY, SOFT)
        self._break(TINY, 2.2)

    def bytes(self) -> bytes:
        """The file."""
        if self.lacking:
            text = (
                f"{len(self.lacking)} characters are not in the font of this file and stand as {LACKING}; "
                "the HTML brief shows them."
            )
            self._words(text, TINY, SOFT)
        return bytes(self.pdf.output())

    def _set_up(self, brief: Brief) -> None:
        from matplotlib import get_data_path

        folder = Path(get_data_path()) / "fonts" / "ttf"
        for style, name in (("", "DejaVuSans"), ("B", "DejaVuSans-Bold"), ("I", "DejaVuSans-Oblique")):
            self.pdf.add_font("letters", style=style, fname=folder / f"{name}.ttf")
        self.pdf.set_text_shaping(True)
        self.pdf.set_margins(MARGIN, MARGIN)
        self.pdf.set_auto_page_break(True, margin=MARGIN)
        self.pdf.set_title(tidy(brief.topic))
        self.pdf.set_lang("en")
        self.pdf.set_creator("detente")
        self.pdf.set_creation_date(datetime.combine(brief.written, time(12), UTC))
        self.pdf.alias_nb_pages()
        self.pdf.footer = self._foot
        self.pdf.add_page()

    def _foot(self) -> None:
        with self._at_foot():
            self.pdf.set_font("letters", size=TINY)
            self.pdf.set_text_color(*SOFT)
            self.pdf.cell(0, 4, f"{self.pdf.page_no()} / {{nb}}", align="R")

    @contextmanager
    def _at_foot(self) -> Iterator[None]:
        margin = self.pdf.l_margin
        self.pdf.set_left_margin(MARGIN)
        self.pdf.set_y(-14)
        yield
        self.pdf.set_left_margin(margin)

    def _words(
        self, text: str, size: float, ink: tuple[int, int, int], *, style: str = "", link: str | int = ""
    ) -> None:
        self.pdf.set_font("letters", style=style, size=size)
        self.pdf.set_text_color(*ink)
        self.pdf.write(size * POINT * LEADING, self._known(text), link)

    def _known(self, text: str) -> str:
        """The text with a box for each character that the font lacks, so that nothing vanishes unseen."""
        have = self.pdf.fonts["letters"].cmap
        lacking = {char for char in text if ord(char) not in have}
        self.lacking |= lacking
        return "".join(LACKING if char in lacking else char for char in text)

    def _cites(self, cites: Sequence[str]) -> None:
        for cite in cites:
            if cite in self.numbers:
                self.pdf.char_vpos = "SUP"
                self._words(f" {self.numbers[cite]}", BODY, LINK, link=self.links[cite])
                self.pdf.char_vpos = "LINE"

    def _bullet(self, mark: Mark | None) -> None:
        """A square for conflict, a disc for cooperation; hollow where it is not said to have happened."""
        if self.pdf.will_page_break(8):
            self.pdf.add_page()
        x, y = MARGIN + 0.6, self.pdf.get_y() + BODY * POINT * LEADING / 2 - MARK / 2
        conflict, happened = (mark.conflict, mark.happened) if mark else (False, True)
        ink = SOFT if mark is None else ORANGE if conflict else BLUE
        self.pdf.set_draw_color(*ink)
        self.pdf.set_fill_color(*ink)
        self.pdf.set_line_width(0.35)
        draw = self.pdf.rect if conflict else self.pdf.ellipse
        size = MARK if mark else MARK * 0.6
        draw(x, y + (MARK - size) / 2, size, size, style="DF" if happened else "D")
        self.pdf.set_left_margin(MARGIN + INDENT)
        self.pdf.set_x(MARGIN + INDENT)

    def _rule(self) -> None:
        self.pdf.set_draw_color(*RULE)
        self.pdf.set_line_width(0.4)
        self.pdf.line(MARGIN, self.pdf.get_y(), self.pdf.w - MARGIN, self.pdf.get_y())

    def _break(self, size: float, lines: float = 1.0) -> None:
        self.pdf.ln(size * POINT * LEADING * lines)
