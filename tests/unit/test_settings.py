"""Settings: from the environment, from flags, and what is wrong with them by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from spaceaccord.errors import UsageError
from spaceaccord.settings import PREFIX, Settings, read_settings


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"{PREFIX}{name.upper()}", raising=False)


def test_the_defaults_serve_this_machine_only() -> None:
    settings = read_settings()

    assert (settings.host, settings.port, settings.base) == ("127.0.0.1", 8000, "https://w3id.org/spaceaccord/")


def test_the_environment_is_read_and_a_flag_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPACEACCORD_PORT", "9000")
    monkeypatch.setenv("SPACEACCORD_RELEASES", "elsewhere")

    assert read_settings().port == 9000
    assert read_settings().releases == Path("elsewhere")
    assert read_settings(port=9001, host=None).port == 9001


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "many"),
        ("PORT", "70000"),
        ("QUERY_SECONDS", "-1"),
        ("QUERY_MEMORY_MB", "0"),
        ("WORKERS", "0"),
        ("BASE", "w3id.org/spaceaccord"),
        ("BASE", "https://w3id.org/spaceaccord"),
        ("PUBLIC_ADDRESS", "javascript:alert(1)"),
    ],
)
def test_a_bad_value_is_told_by_its_key(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"SPACEACCORD_{name}", value)

    with pytest.raises(UsageError, match=f"SPACEACCORD_{name}"):
        read_settings()


def test_a_bad_flag_is_told_by_its_option() -> None:
    with pytest.raises(UsageError, match="--port"):
        read_settings(port=0)
    with pytest.raises(UsageError, match="colour"):
        read_settings(colour="red")


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        read_settings().port = 1  # type: ignore[misc]
