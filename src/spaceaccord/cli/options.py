"""The options that verbs share, and the settings of a run: those of the environment under those of the flags."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spaceaccord.errors import UsageError
from spaceaccord.settings import Settings, read_settings

if TYPE_CHECKING:
    from spaceaccord.language_model.asking import ModelAddress

Articles = Annotated[
    list[Path], typer.Argument(metavar="ARTICLE...", help="Text, HTML or Markdown files, or folders of them.")
]
Releases = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Folder of releases (default: releases).", show_default=False)
]
Base = Annotated[str | None, typer.Option(metavar="IRI", help="Base of all IRIs (default: from the settings).")]


def settings_from(**given: object) -> Settings:
    """Return the settings of the environment; what is given and not None wins.

    Raises:
        UsageError: a value is not what its key asks for; names the key.
    """
    return read_settings(**{key: value for key, value in given.items() if value is not None})


def model_address() -> ModelAddress:
    """Return where the language model of the settings answers.

    Raises:
        UsageError: the settings name none.
    """
    from spaceaccord.language_model.asking import ModelAddress

    known = settings_from()
    if not (known.llm_base_url and known.llm_model):
        raise UsageError("--llm: set SPACEACCORD_LLM_BASE_URL and SPACEACCORD_LLM_MODEL")
    key = known.llm_key.get_secret_value()
    return ModelAddress(base_url=known.llm_base_url, model=known.llm_model, key=key, cache=known.llm_cache)


def assignment(text: str) -> tuple[str, str]:
    """Return the name and the value of `NAME=VALUE`.

    Raises:
        UsageError: there is no equals sign.
    """
    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"--param {text!r}: write NAME=VALUE")
    return name, value
