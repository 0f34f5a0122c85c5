"""Which documents there are, in the order in which they are listed: some 60 bytes each, in memory.

Segments never change, so only those that came since are read when the desk has grown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.base.table import day_number
from detente.keep.query import Engine, relation
from detente.keep.segments import COLUMNS
from detente.keep.store import DocumentQuery

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["DocumentIndex", "grown", "no_documents"]

UNDATED = -(2**31)
NOBODY = "\0"  # stands for no publisher
_NEW = """SELECT id, coalesce(published - DATE '1970-01-01', {undated})::INTEGER AS published,
    coalesce(publisher, chr(0)) AS publisher FROM {documents}"""


@dataclass(frozen=True, kw_only=True, eq=False)
class DocumentIndex:
    """Row i of every column (shape [n]) is one document of `files`; the latest first, undated last.

    `published` are days since 1970-01-01, `publisher` is `NOBODY` where none is known.
    """

    files: tuple[Path, ...]
    ids: NDArray[Any]
    published: NDArray[np.int32]
    publisher: NDArray[Any]

    def listed(self, query: DocumentQuery) -> Sequence[str]:
        """The ids of the documents that fit `query` whatever their words, the latest first."""
        import numpy as np

        if query == DocumentQuery(words=query.words):
            return self._all
        fit = np.ones(len(self.ids), bool)
        if query.publisher is not None:
            fit &= self.publisher == query.publisher
        if query.since is not None:
            fit &= self.published >= day_number(query.since)
        if query.until is not None:
            fit &= (self.published <= day_number(query.until)) & (self.published != UNDATED)
        return [str(id_) for id_ in self.ids[fit]]

    @cached_property
    def _all(self) -> tuple[str, ...]:
        return tuple(self.ids.tolist())


def no_documents() -> DocumentIndex:
    """The index of no files."""
    import numpy as np

    none = np.array([], np.dtypes.StringDType())
    return DocumentIndex(files=(), ids=none, published=np.array([], np.int32), publisher=none)


def grown(index: DocumentIndex, engine: Engine, files: Sequence[Path]) -> DocumentIndex:
    """The index of the documents in `files`, from what `index` knows already and what is new in them."""
    import numpy as np

    if not set(index.files) <= set(files):
        index = no_documents()
    known = set(index.files)
    new = [file for file in files if file not in known]
    sql = _NEW.format(documents=relation(new, COLUMNS["documents"]), undated=UNDATED)
    found = engine.columns(sql, {}, new)
    text = np.dtypes.StringDType()
    ids = np.concatenate([index.ids, np.asarray(found["id"]).astype(text)])
    published = np.concatenate([index.published, np.asarray(found["published"], np.int32)])
    publisher = np.concatenate([index.publisher, np.asarray(found["publisher"]).astype(text)])
    by_id = np.argsort(ids, kind="stable")
    order = by_id[np.argsort(-published[by_id].astype(np.int64), kind="stable")]
    return DocumentIndex(
        files=tuple(files), ids=ids[order], published=published[order], publisher=publisher[order]
    )
