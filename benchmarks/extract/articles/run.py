"""Five real pages read by two readers, claim by claim, for a person to judge. Prints; records nothing.

The pages lie beside the project and are nothing that a reader was fitted to.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from exam import SHARED, line, options, reader_of

from detente.base.types import Document

READERS = ("rules", "neural")


def main() -> None:
    chosen = options("extract/articles", SHARED / "articles")
    documents = list(pages(chosen.data))
    readings = {}
    for name in READERS:
        chosen.reader = name
        readings[name] = reader_of(chosen).read(documents)
    for number, document in enumerate(documents):
        print(f"\n# {document.title or document.id}")
        both = [(claim, name) for name in READERS for claim in readings[name][number].claims]
        for claim, name in sorted(both, key=lambda one: (one[0].sentence.start, one[0].trigger.start)):
            print(f"{name:6} {line(document, claim)}")


def pages(folder: Path) -> Iterator[Document]:
    """The saved pages and the stories of the folder."""
    for path in sorted(folder.glob("*.txt")):
        yield Document(id=path.stem, text=path.read_text(encoding="utf-8"), language="en")
    with (folder / "voa.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            day = date.fromisoformat(row["published"][:10])
            yield Document(id=row["id"], text=row["text"], title=row["title"], published=day, language="en")


if __name__ == "__main__":
    main()
