"""Full text: which documents hold these words. Words only, no query language."""

from __future__ import annotations

from detente.keep.opening import Catalogue

__all__ = ["find_words"]

# A word in the title says more of a document than one in its text.
_SQL = """SELECT documents.id FROM words JOIN documents ON documents.seq = words.rowid
    WHERE words MATCH ? ORDER BY bm25(words, 3.0, 1.0), documents.seq LIMIT ?"""


def find_words(catalogue: Catalogue, words: str, limit: int) -> list[str]:
    """Ids of at most `limit` documents with all of `words`, best first, whatever case and accents."""
    phrases = [_phrase(word) for word in words.split() if any(letter.isalnum() for letter in word)]
    if not phrases or limit < 1:
        return []
    return [row[0] for row in catalogue.rows(_SQL, (" ".join(phrases), limit))]


def _phrase(word: str) -> str:
    # In quotes, NEAR, AND, * and ^ are plain words to FTS5. A NUL would end the query, half a surrogate
    # pair cannot be sent at all.
    clean = word.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
    return '"' + clean.replace('"', '""') + '"'
