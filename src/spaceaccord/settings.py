"""The settings of one run: environment variables and flags, checked once, frozen."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from spaceaccord.errors import UsageError
from spaceaccord.iris import Iris
from spaceaccord.namespaces import DEFAULT_BASE

PREFIX = "SPACEACCORD_"


class Settings(BaseSettings):
    """Everything that can be set, each from an environment variable `SPACEACCORD_<NAME>`.

    `base` is used by builds; a release is always served with the base it was built with. `public_address` is
    where readers reach the site, for links on pages; IRIs never come from it. `workers` is how many queries of
    strangers run at once, `queue` how many more may wait, `query_memory_mb` what one may add to its worker.
    `redirect_style` is how a thing leads to its document: by 303, or at once with 200 and Content-Location.
    `client_seconds` is the query time that one client has a minute, 0 for no limit; clients in the networks of
    `unmetered`, a list with commas, have no such limit, since a proxy on this machine hides who asks.
    `llm_base_url`, `llm_model` and `llm_key` say which language model `convert --llm` asks, behind any interface
    like OpenAI's; `llm_cache` is the folder of its answers.
    `query_log` is a file for a line of JSON a query, "-" for standard error, or nothing for no log.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    base: str = DEFAULT_BASE
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    releases: Path = Path("releases")
    public_address: str = ""
    query_seconds: Annotated[float, Field(ge=0.5, le=60)] = 10.0
    query_memory_mb: Annotated[int, Field(ge=64, le=65536)] = 1024
    max_rows: Annotated[int, Field(ge=1, le=10_000_000)] = 100_000
    max_bytes: Annotated[int, Field(ge=1024, le=2_000_000_000)] = 50_000_000
    workers: Annotated[int, Field(ge=1, le=64)] = 6
    queue: Annotated[int, Field(ge=0, le=10_000)] = 64
    redirect_style: Literal["303", "200"] = "303"
    cache_mb: Annotated[int, Field(ge=0, le=65536)] = 64
    client_seconds: Annotated[float, Field(ge=0, le=3600)] = 60.0
    unmetered: str = "127.0.0.0/8,::1/128"
    query_log: str = ""
    llm_base_url: str = ""
    llm_model: str = ""
    llm_key: SecretStr = SecretStr("")
    llm_cache: Path = Path("llm-answers")

    @field_validator("base")
    @classmethod
    def _base_is_a_base_iri(cls, value: str) -> str:
        try:
            return Iris(value).base
        except UsageError as error:
            raise ValueError(str(error)) from error

    @field_validator("unmetered")
    @classmethod
    def _unmetered_are_networks(cls, value: str) -> str:
        for each in _split(value):
            ipaddress.ip_network(each)
        return value

    @property
    def unmetered_networks(self) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
        """The networks of `unmetered`."""
        return tuple(ipaddress.ip_network(each) for each in _split(self.unmetered))

    @field_validator("public_address")
    @classmethod
    def _address_is_http(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("an address starts with http:// or https://")
        return value.rstrip("/")


def _split(listed: str) -> list[str]:
    return [each.strip() for each in listed.split(",") if each.strip()]


def read_settings(**overrides: Any) -> Settings:
    """Return the settings of the environment; `overrides` that are not None win.

    Raises:
        UsageError: a value is not what its key asks for; names the key.
    """
    given = {key: value for key, value in overrides.items() if value is not None}
    unknown = sorted(given.keys() - Settings.model_fields.keys())
    if unknown:
        raise UsageError(f"unknown setting: {', '.join(unknown)}")
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        key = str(first["loc"][0]) if first["loc"] else "?"
        where = f"option --{key.replace('_', '-')}" if key in given else f"{PREFIX}{key.upper()}"
        raise UsageError(f"{where}: {first['msg']}, not {first['input']!r}") from error
