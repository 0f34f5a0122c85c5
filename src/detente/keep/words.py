"""Full text: which documents hold these words. Words only, no query language."""

from __future__ import annotations

from detente.keep.opening import Catalogue

__all__ = ["best_words", "find_words"]

MOST_RANKED = 10_000

# A word in the title says more of a document than one in its text.
_BEST = """SELECT documents.id FROM (SELECT rowid AS seq, bm25(words, 3.0, 1.0) AS worth FROM words
    WHERE words MATCH ? AND rowid >= ?) JOIN documents USING (seq) ORDER BY worth, seq LIMIT ?"""
_FIRST = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?"
_COUNT = "SELECT count(*) FROM words WHERE words MATCH ? AND rowid < ?"


def find_words(catalogue: Catalogue, words: str, limit: int) -> list[str]:
    """Ids of at most `limit` documents with all of `words`, best first, whatever case and accents."""
    return best_words(catalogue, words, limit)[0]


def best_words(catalogue: Catalogue, words: str, limit: int = MOST_RANKED) -> tuple[list[str], int]:
    """As `find_words`, and how many documents with all of `words` were left out.

    Words that stand in very many documents tell them hardly apart: of more than `MOST_RANKED` only those
    kept last are looked at, which takes a bounded time.
    """
    phrases = [_phrase(word) for word in words.split() if any(letter.isalnum() for letter in word)]
    if not phrases or limit < 1:
        return [], 0
    match = " ".join(phrases)
    first = next((row[0] for row in catalogue.rows(_FIRST, (match, MOST_RANKED - 1))), None)
    left_out = catalogue.rows(_COUNT, (match, first))[0][0] if first is not None else 0
    return [row[0] for row in catalogue.rows(_BEST, (match, first or 0, limit))], left_out


def _phrase(word: str) -> str:
    # In quotes, NEAR, AND, * and ^ are plain words to FTS5. A NUL would end the query, half a surrogate
    # pair cannot be sent at all.
    clean = word.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
    return '"' + clean.replace('"', '""') + '"'
