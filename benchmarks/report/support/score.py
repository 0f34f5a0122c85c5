"""How many drawn sentences their citations do not support, by two readers, and how far the two agree.

python benchmarks/report/support/score.py sheet.md reader-a.tsv reader-b.tsv     # or of one reader alone
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

HERE = Path(__file__).parent
_ENTRY = re.compile(r"^## (\d+) · (.+)$", re.MULTILINE)
ANSWERS = ("yes", "no", "unclear")


def main() -> None:
    sheet, *readers = sys.argv[1:]
    sections = {int(number): section for number, section in _ENTRY.findall((HERE / sheet).read_text("utf-8"))}
    said = [answers(HERE / reader, sections) for reader in readers]
    print(f"{len(sections)} sentences")
    for reader, given in zip(readers, said, strict=True):
        print(f"{reader}: {share([given], sections, any)} unsupported; {dict(Counter(given.values()))}")
    if len(said) == 2:
        print(f"by both: {share(said, sections, all)}; by either: {share(said, sections, any)}")
        print(f"kappa {kappa(*said):.2f}")
    by_section = defaultdict[str, list[int]](list)
    for number, section in sections.items():
        by_section[section].append(number)
    for section, numbers in sorted(by_section.items()):
        wrong = [sum(given[number] == "no" for number in numbers) for given in said]
        print(f"  {section}: {' / '.join(map(str, wrong))} of {len(numbers)}")


def answers(file: Path, sections: dict[int, str]) -> dict[int, str]:
    """A reader's answer to each sentence; exits where one is missing or no answer."""
    with file.open(encoding="utf-8", newline="") as rows:
        given = {int(row[0]): row[1] for row in csv.reader(rows, delimiter="\t") if row and row[0].isdigit()}
    wrong = [number for number in sections if given.get(number) not in ANSWERS]
    if wrong or len(given) != len(sections):
        sys.exit(f"{file.name}: no answer of {'/'.join(ANSWERS)} to {wrong[:10]}, or too many rows")
    return given


def share(said: list[dict[int, str]], numbers: dict[int, str], how: Callable[[Iterable[bool]], bool]) -> str:
    """The share called "no" by all or any of the readers."""
    wrong = sum(how(given[number] == "no" for given in said) for number in numbers)
    return f"{wrong} ({wrong / len(numbers):.1%})"


def kappa(left: dict[int, str], right: dict[int, str]) -> float:
    """Cohen's kappa (Cohen 1960) of two readers: agreement beyond chance; 1 where both say one thing only."""
    total = len(left)
    agreed = sum(left[number] == right[number] for number in left) / total
    first, second = Counter(left.values()), Counter(right.values())
    chance = sum(first[answer] * second[answer] for answer in ANSWERS) / total**2
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)


if __name__ == "__main__":
    main()
