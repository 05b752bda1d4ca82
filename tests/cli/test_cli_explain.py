"""`extract --explain` shows people what was found and why."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "data" / "articles" / "us-luxembourg-memorandum.md"
COMMAND = [sys.executable, "-c", "from spaceaccord.cli import main; main()", "extract", str(REPORT)]


def test_explain_prints_the_text_with_rules_and_no_colour_where_there_is_no_terminal(tmp_path: Path) -> None:
    done = subprocess.run([*COMMAND, "--explain"], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "United States[" in done.stdout
    assert "type.name" in done.stdout
    assert "\x1b" not in done.stdout


def test_explain_writes_one_page_an_article(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    subprocess.run([*COMMAND, "--explain", "--output-dir", str(folder)], cwd=tmp_path, check=True)

    page = (folder / "us-luxembourg-memorandum.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "party.subject" in page


def test_json_goes_to_the_file_even_where_progress_is_shown_on_a_terminal(tmp_path: Path) -> None:
    main, terminal = pty.openpty()
    try:
        with (tmp_path / "out.json").open("wb") as out:
            subprocess.run(COMMAND, cwd=tmp_path, stdout=out, stderr=terminal, check=True)
    finally:
        os.close(terminal)
        os.close(main)

    assert (tmp_path / "out.json").read_text(encoding="utf-8").startswith('{\n "agreements"')


def test_a_model_is_asked_only_where_the_settings_name_one(tmp_path: Path) -> None:
    command = [*COMMAND[:-2], "convert", str(REPORT), "-o", "out.nq", "--llm"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "SPACEACCORD_LLM_BASE_URL" in done.stderr
