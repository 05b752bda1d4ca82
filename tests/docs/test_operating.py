"""What the page for operators says is so: every setting with its default, every command, the files to begin from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from spaceaccord.cli import app
from spaceaccord.settings import PREFIX, Settings

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "operating.md").read_text(encoding="utf-8")
ROW = re.compile(rf"^\| `{PREFIX}([A-Z_]+)` \| (.*?) \| ", re.MULTILINE)


def _told() -> dict[str, str]:
    return {name.lower(): default.replace("`", "").replace(",", "") for name, default in ROW.findall(PAGE)}


def test_the_table_has_every_setting_and_no_other() -> None:
    assert set(_told()) == set(Settings.model_fields)


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_the_table_tells_the_default(name: str) -> None:
    default = str(Settings.model_fields[name].default).replace(",", "")
    told = _told()[name]

    assert told == ("none" if default in ("", "**********") else default.removesuffix(".0"))


@pytest.mark.parametrize("command", ["build", "releases", "diff", "rollback", "prune", "doctor", "serve", "verify"])
def test_the_commands_that_the_page_names_are_there(command: str) -> None:
    names = {each.name or getattr(each.callback, "__name__", "") for each in app.registered_commands}

    assert f"spaceaccord {command}" in PAGE
    assert command in names


def test_the_unit_runs_as_a_user_without_rights_and_reloads_by_the_signal_that_switches() -> None:
    unit = (DOCS / "operating" / "spaceaccord.service").read_text(encoding="utf-8")

    for line in ("User=spaceaccord", "NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet="):
        assert f"\n{line}\n" in unit
    assert "ExecReload=/bin/kill -HUP $MAINPID" in unit
    named = set(re.findall(rf"{PREFIX}([A-Z_]+)=", unit))
    assert {name.lower() for name in named} <= set(Settings.model_fields)


def test_the_container_runs_as_a_user_without_rights() -> None:
    text = (DOCS / "operating" / "Containerfile").read_text(encoding="utf-8")

    assert re.search(r"^USER 10001$", text, re.MULTILINE)
    assert "--require-hashes" in text
    assert {name.lower() for name in re.findall(rf"{PREFIX}([A-Z_]+)=", text)} <= set(Settings.model_fields)
