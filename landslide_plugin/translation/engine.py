"""What the engine says, in the language of QGIS.

The engine speaks English, with names, numbers and reasons inside its sentences. `engine_sentences.py` lists what it can
say; here a sentence is recognised, and its translation takes the same names and numbers. What is not recognised stays
as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Optional

from qgis.PyQt.QtCore import QCoreApplication

from ..common.errors import LandslideMapperError
from .engine_sentences import SENTENCES

_PLACE = re.compile(r"\\\{\d+\\\}")
_PLURAL = re.escape("(s)")


def translated(text: str) -> str:
    """One or more sentences, words of progress, or a reason, of the engine or of what both sides share."""
    known = _recognised(text)
    if known is not None:
        sentence, values = known
        wording = QCoreApplication.translate("Engine", sentence)
        return text if wording == sentence else wording.format(*map(translated, values))
    first, _, rest = text.partition(". ")
    return f"{translated(first + '.')} {translated(rest)}" if rest else text


def translate_error(error: Exception) -> None:
    """Lets an error that a person is meant to read say the same in the language of QGIS; any other stays as it is."""
    if isinstance(error, LandslideMapperError):
        error.args = (translated(str(error)),)


def translated_answer(answer: Any) -> Any:
    """The answer of a job with its sentences translated; names, paths and numbers stay."""
    if isinstance(answer, dict):
        return {name: translated_answer(value) for name, value in answer.items()}
    if isinstance(answer, list):
        return [translated_answer(value) for value in answer]
    return translated(answer) if isinstance(answer, str) and answer.endswith(".") else answer


@lru_cache(maxsize=1000)
def _recognised(text: str) -> Optional[tuple[str, tuple[str, ...]]]:
    """The sentence of the list that a text is, and the values in it; None where it is none of them."""
    for sentence, pattern in _patterns():
        found = pattern.fullmatch(text)
        if found:
            return sentence, found.groups()
    return None


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each sentence with what recognises it; first those that say most by themselves."""
    written = {sentence: re.escape(sentence).replace(_PLURAL, "s?") for sentence in SENTENCES}
    patterns = [(sentence, re.compile(_PLACE.sub("(.*?)", text), re.DOTALL)) for sentence, text in written.items()]
    return tuple(sorted(patterns, key=lambda pair: -len(_PLACE.sub("", written[pair[0]]))))
