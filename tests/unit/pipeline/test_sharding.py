"""A folder is converted in shards: equal bytes for any number of processes, each graph once, whole or not at all."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from spaceaccord.errors import UnreadableArticle, UsageError
from spaceaccord.iris import Iris
from spaceaccord.pipeline.sharding import SHARD_ARTICLES, Written, convert_to_file

IRIS = Iris()
COUNT = SHARD_ARTICLES + 5


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    for number in range(COUNT):
        text = f"On 3 March 2019 NASA and CNES signed memorandum of understanding {number} on lunar science in Oslo.\n"
        (folder / f"text-{number:03d}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def alone(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Written]:
    output = tmp_path_factory.mktemp("out") / "one.nq.gz"
    return output, convert_to_file([folder], output, iris=IRIS)


def test_two_processes_write_the_bytes_of_one(folder: Path, alone: tuple[Path, Written], tmp_path: Path) -> None:
    written = convert_to_file([folder], tmp_path / "two.nq.gz", iris=IRIS, jobs=2)

    assert (tmp_path / "two.nq.gz").read_bytes() == alone[0].read_bytes()
    assert written == alone[1]


def test_every_article_has_its_graph_and_the_count_is_that_of_the_lines(alone: tuple[Path, Written]) -> None:
    output, written = alone
    lines = gzip.decompress(output.read_bytes()).decode().splitlines()

    assert written.articles == COUNT
    assert written.quads == len(lines) == len(set(lines))
    assert len({line.split()[-2] for line in lines}) == COUNT


def test_a_text_that_lies_there_twice_is_written_once(folder: Path, tmp_path: Path) -> None:
    text = (folder / "text-000.txt").read_text(encoding="utf-8")
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(text, encoding="utf-8")

    convert_to_file([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "out.nq", iris=IRIS)

    lines = (tmp_path / "out.nq").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(set(lines))


def test_progress_ends_with_all_articles(folder: Path, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []

    convert_to_file([folder], tmp_path / "out.nq", iris=IRIS, progress=lambda *stage: told.append(stage))

    assert told == [("convert", SHARD_ARTICLES, COUNT), ("convert", COUNT, COUNT)]


def test_a_bad_article_in_another_process_is_named_and_leaves_no_file(folder: Path, tmp_path: Path) -> None:
    bad = tmp_path / "zz-bad.txt"
    bad.write_bytes(b"")

    with pytest.raises(UnreadableArticle, match=r"zz-bad\.txt"):
        convert_to_file([folder, bad], tmp_path / "out.nq.gz", iris=IRIS, jobs=2)

    assert [p.name for p in tmp_path.iterdir()] == ["zz-bad.txt"]


def test_a_name_of_no_format_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"out\.ttl: the name must end in one of"):
        convert_to_file([tmp_path / "absent"], tmp_path / "out.ttl", iris=IRIS)
