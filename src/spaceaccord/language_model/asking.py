"""A model behind any OpenAI-compatible endpoint asked about one article; its answers kept by what was asked."""

from __future__ import annotations

import hashlib
import logging
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from pydantic import ValidationError

from spaceaccord.errors import EnvironmentFault
from spaceaccord.language_model.answers import INSTRUCTIONS, PROMPT_DIGEST, Answer
from spaceaccord.language_model.checking import CheckedAnswer, InstrumentNames, check
from spaceaccord.model.article import Article

_log = logging.getLogger(__name__)
# What a model is shown of an article; longer texts are cut, and a quote from beyond is dropped like any other.
_LONGEST_CHARACTERS: Final = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAddress:
    """Where a model is asked: the base of an OpenAI-compatible interface, its name, the folder of kept answers.

    `key` is what the endpoint asks for, where it does; it is never written anywhere.
    """

    base_url: str
    model: str
    cache: Path
    key: str = field(default="", repr=False)

    @property
    def reading(self) -> str:
        """What a run with this model is told apart by: the model and what it is asked."""
        return f"{self.model}, prompt {PROMPT_DIGEST}"


class Asker(Protocol):
    """Something that answers about an article; `reasons` say what was wrong with its answer before."""

    def ask(self, text: str, *, reasons: tuple[str, ...] = ()) -> Answer:
        """Return what is told of in `text`."""
        ...


def read_with_model(
    article: Article, address: ModelAddress, names: InstrumentNames, *, asker: Asker | None = None
) -> CheckedAnswer:
    """Return what the model finds in `article`, checked; it is asked once more where something had to be dropped.

    An answer that is kept is not asked for again, so that a corpus can be converted anew without the model. What
    is dropped is logged.

    Raises:
        EnvironmentFault: the extra `llm` is not installed, the endpoint does not answer, or the folder of answers
            cannot be written.
    """
    kept = address.cache / f"{_question_digest(article, address)}.json"
    answer = _kept_answer(kept)
    if answer is None:
        answer = _ask(article, names, asker or _open_model(address))
        _keep(answer, kept)
    checked = check(answer, article, names)
    for reason in checked.dropped:
        _log.warning("%s: the model %s was not believed: %s", article.name, address.model, reason)
    return checked


def _ask(article: Article, names: InstrumentNames, asker: Asker) -> Answer:
    text = article.clean[:_LONGEST_CHARACTERS]
    answer = asker.ask(text)
    reasons = check(answer, article, names).dropped
    return asker.ask(text, reasons=reasons) if reasons else answer


def _question_digest(article: Article, address: ModelAddress) -> str:
    asked = "\0".join((address.base_url, address.model, PROMPT_DIGEST, Answer.__name__, article.clean))
    return hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()


def _kept_answer(path: Path) -> Answer | None:
    try:
        return Answer.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        raise EnvironmentFault(f"{path}: no answer that can be read: {error}. Delete the file.") from error


def _keep(answer: Answer, path: Path) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(answer.model_dump_json(indent=1), encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        raise EnvironmentFault(f"{path.parent}: {error.strerror}. Choose another folder of answers.") from error


def _open_model(address: ModelAddress) -> Asker:
    try:
        from spaceaccord.language_model.endpoint import Endpoint
    except ImportError as error:
        raise EnvironmentFault("the extra `llm` is not installed. Run: pip install 'spaceaccord[llm]'") from error
    return Endpoint(address.base_url, address.model, address.key, instructions=INSTRUCTIONS)
