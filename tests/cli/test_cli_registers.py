"""`spaceaccord convert --metadata`: a table becomes a graph, or nothing, and the exit code says which."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from spaceaccord.resources import shipped_folder

TABLE = shipped_folder("data") / "registers" / "moon-agreement.csv"
METADATA = TABLE.with_name(f"{TABLE.name}-metadata.json")


def convert(table: Path, output: Path) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-c",
        "from spaceaccord.cli import main; main()",
        "convert",
        str(table),
        "--metadata",
        str(METADATA),
        "-o",
        str(output),
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_table_is_written_as_a_graph(tmp_path: Path) -> None:
    done = convert(TABLE, tmp_path / "moon.nq")

    assert done.returncode == 0, done.stderr
    assert "/graph/register/moon-agreement>" in (tmp_path / "moon.nq").read_text(encoding="utf-8")


def test_a_wrong_cell_ends_with_its_place_and_writes_nothing(tmp_path: Path) -> None:
    wrong = tmp_path / TABLE.name
    wrong.write_text(TABLE.read_text(encoding="utf-8").replace("1986-07-07", "1986-13-07"), encoding="utf-8")

    done = convert(wrong, tmp_path / "moon.nq")

    assert done.returncode == 1
    assert "line 2, column bound_date" in done.stderr
    assert not (tmp_path / "moon.nq").exists()
