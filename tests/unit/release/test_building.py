from __future__ import annotations

import dataclasses
import errno
import gzip
import hashlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from rdflib import Literal, URIRef

from spaceaccord.errors import BadInput, EnvironmentFault, ReleaseLocked, UsageError
from spaceaccord.release.building import STAGES, ReleaseContent, publish
from spaceaccord.release.dumps import DUMPS
from spaceaccord.release.lock import build_lock
from spaceaccord.release.opening import open_current, open_intact_release, open_release
from spaceaccord.release.pointer import current_id, past_ids

ContentMaker = Callable[..., ReleaseContent]


def _bytes_of(release: Path) -> dict[str, bytes]:
    """All files of a release but the store's, which RocksDB never writes twice alike."""
    return {
        path.relative_to(release).as_posix(): path.read_bytes()
        for path in release.rglob("*")
        if path.is_file() and "store" not in path.relative_to(release).parts[0]
    }


def test_the_id_is_the_digest_of_the_unpacked_n_quads(a_release: Path) -> None:
    lines = gzip.decompress((a_release / "dumps" / "spaceaccord.nq.gz").read_bytes())

    assert a_release.name == hashlib.sha256(lines).hexdigest()[:16]
    assert lines == b"".join(sorted(set(lines.splitlines(keepends=True))))


def test_a_published_release_is_current_and_intact(a_release: Path) -> None:
    assert (a_release.parent / "current").readlink() == Path(a_release.name)
    assert open_current(a_release.parent).id == a_release.name


def test_stages_are_told_in_their_order(a_content: ContentMaker, releases: Path) -> None:
    told: list[str] = []

    publish(a_content(), releases, on_stage=told.append)

    assert told == list(STAGES)


def test_equal_content_in_another_order_gives_equal_bytes(a_content: ContentMaker, tmp_path: Path) -> None:
    content = a_content(articles=5)
    shuffled = random.Random(3)
    graphs = {
        graph: shuffled.sample(list(triples), len(triples))
        for graph, triples in shuffled.sample(list(content.graphs.items()), len(content.graphs))
    }
    other = dataclasses.replace(
        content, graphs=graphs, view=shuffled.sample(list(content.view) * 2, 2 * len(content.view))
    )

    one = tmp_path / "one" / publish(content, tmp_path / "one")
    two = tmp_path / "elsewhere" / "two" / publish(other, tmp_path / "elsewhere" / "two")

    assert _bytes_of(one) == _bytes_of(two)


_PUBLISH = """
import sys
from pathlib import Path
from rdflib import Literal, RDFS, URIRef
from spaceaccord.release.building import ReleaseContent, publish
base = "https://example.org/accord/"
words = {f"{word} {number}" for word in ("été", "Zebra", "apple", "ß", "İ") for number in range(9)}
graphs = {}
for word in words:
    node = URIRef(f"{base}id/org/{word.replace(' ', '-')}")
    graph = URIRef(f"{base}graph/article/{len(word)}")
    graphs.setdefault(graph, set()).add((node, RDFS.label, Literal(word, lang="fr")))
summary = {key: 1 for key in {"articles", "claims", "agreements"}}
content = ReleaseContent(base=base, graphs=graphs, view={t for ts in graphs.values() for t in ts},
                         report_turtle="", inputs=(), summary=summary)
print(publish(content, Path(sys.argv[1])))
"""


def test_neither_hash_seed_nor_locale_nor_path_changes_a_byte(tmp_path: Path) -> None:
    script = tmp_path / "publish.py"
    script.write_text(_PUBLISH, encoding="utf-8")
    found = []
    for seed, locale in (("0", "C"), ("1", "C.UTF-8"), ("4711", "POSIX")):
        folder = tmp_path / f"releases of {seed}"
        told = subprocess.run(
            [sys.executable, str(script), str(folder)],
            env={"PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": "Asia/Tokyo", "PYTHONUTF8": "0"},
            capture_output=True,
            check=True,
            text=True,
        )
        release = folder / told.stdout.strip()
        found.append({name: hashlib.sha256(data).hexdigest() for name, data in _bytes_of(release).items()})

    assert found[0] == found[1] == found[2]
    tables = ["agreements", "claims", "parties"]
    assert len(found[0]) == len(["void", "report", "sums", "manifest", *tables]) + len(DUMPS)


def test_a_date_of_issue_is_published_only_where_one_is_given(a_content: ContentMaker, tmp_path: Path) -> None:
    content = a_content()
    dated = dataclasses.replace(content, issued=date(2024, 5, 1))

    without = tmp_path / "a" / publish(content, tmp_path / "a")
    with_date = tmp_path / "b" / publish(dated, tmp_path / "b")

    assert without.name == with_date.name
    assert "issued" not in (without / "void.ttl").read_text()
    assert 'dcterms:issued "2024-05-01"^^xsd:date' in (with_date / "void.ttl").read_text()


def test_the_same_content_again_writes_no_file(a_content: ContentMaker, a_release: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in a_release.rglob("*")}
    told: list[str] = []

    assert publish(a_content(), a_release.parent, on_stage=told.append) == a_release.name

    assert {path: path.stat().st_mtime_ns for path in a_release.rglob("*")} == before
    assert "dumps" not in told


def test_the_same_content_again_mends_the_current_link(a_content: ContentMaker, a_release: Path) -> None:
    (a_release.parent / "current").unlink()

    publish(a_content(), a_release.parent)

    assert current_id(a_release.parent) == a_release.name


def test_the_same_content_again_mends_a_flipped_bit(a_content: ContentMaker, a_release: Path) -> None:
    dump = a_release / "dumps" / "spaceaccord-view.nt.gz"
    whole = dump.read_bytes()
    dump.write_bytes(whole[:40] + bytes([whole[40] ^ 1]) + whole[41:])

    publish(a_content(), a_release.parent)

    assert open_intact_release(a_release).path("dumps/spaceaccord-view.nt.gz").read_bytes() == whole


def test_equal_quads_with_another_summary_replace_the_release_in_place(
    a_content: ContentMaker, a_release: Path
) -> None:
    release_id = publish(a_content(summary={"articles": 2, "claims": 2}), a_release.parent)

    assert release_id == a_release.name
    assert dict(open_current(a_release.parent).manifest.summary) == {"articles": 2, "claims": 2}


def test_an_earlier_release_stays_beside_the_new_one(a_content: ContentMaker, a_release: Path) -> None:
    later = publish(a_content(articles=3), a_release.parent)

    assert open_intact_release(a_release).id != later
    assert current_id(a_release.parent) == later
    assert past_ids(a_release.parent) == (later, a_release.name)


def test_leftovers_of_a_dead_build_are_removed(a_content: ContentMaker, releases: Path) -> None:
    (releases / ".building-1-x" / "dumps").mkdir(parents=True)
    (releases / ".building-1-x" / "dumps" / "half.gz").write_bytes(b"half")
    (releases / ".building-1-current").symlink_to("nowhere")

    release_id = publish(a_content(), releases)

    assert sorted(path.name for path in releases.iterdir()) == sorted([".lock", release_id, "current", "history"])


def test_a_build_beside_a_live_one_is_refused_and_changes_nothing(a_content: ContentMaker, a_release: Path) -> None:
    before = sorted(path.name for path in a_release.parent.iterdir())

    with build_lock(a_release.parent), pytest.raises(ReleaseLocked, match=rf"process {os.getpid()}"):
        publish(a_content(articles=3), a_release.parent)

    assert sorted(path.name for path in a_release.parent.iterdir()) == before


def test_data_that_cannot_be_published_leaves_no_trace(a_content: ContentMaker, a_release: Path) -> None:
    bad = [(URIRef("https://example.org/s"), URIRef("https://example.org/p"), Literal("form\x0cfeed"))]

    with pytest.raises(BadInput, match=r"graph/merge.*U\+000C"):
        publish(a_content(further=bad), a_release.parent)

    assert current_id(a_release.parent) == a_release.name
    assert list(a_release.parent.glob(".building-*")) == []


def test_a_fault_at_any_stage_leaves_the_old_release_current(a_content: ContentMaker, a_release: Path) -> None:
    for failing in STAGES[:-1]:

        def fail(stage: str, failing: str = failing) -> None:
            if stage == failing:
                raise OSError(errno.ENOSPC, "No space left on device")

        with pytest.raises(EnvironmentFault, match=r"no space is left.*build again"):
            publish(a_content(articles=3), a_release.parent, on_stage=fail)
        assert open_current(a_release.parent).id == a_release.name
        assert list(a_release.parent.glob(".building-*")) == []


def test_a_folder_that_cannot_be_made_is_told_with_a_remedy(a_content: ContentMaker, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(EnvironmentFault, match=r"file/releases: .*build again"):
        publish(a_content(), tmp_path / "file" / "releases")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere; tests/faults covers a read-only file system")
def test_a_folder_that_is_not_ours_is_told_with_a_remedy(a_content: ContentMaker, releases: Path) -> None:
    releases.mkdir()
    releases.chmod(0o555)

    with pytest.raises(EnvironmentFault, match="Make the folder writable"):
        publish(a_content(), releases)


@pytest.mark.parametrize("name", ["manifest.json", "void.ttl", "../outside", "dumps", "/etc/passwd", ".hidden", "a/b"])
def test_an_attachment_can_neither_leave_the_folder_nor_take_a_name_of_ours(
    a_content: ContentMaker, releases: Path, name: str
) -> None:
    with pytest.raises(UsageError, match="cannot name an attachment"):
        publish(dataclasses.replace(a_content(), attachments={name: b"x"}), releases)

    assert not releases.exists()


def test_attachments_and_inputs_are_in_the_manifest(a_release: Path) -> None:
    release = open_release(a_release)

    assert json.loads(release.path("articles.json").read_text()) == {"articles": []}
    assert [file.name for file in release.manifest.inputs] == ["articles/one.txt"]


def test_the_sums_are_what_sha256sum_reads(a_release: Path) -> None:
    for sums in ("SHA256SUMS", "store.sha256"):
        subprocess.run(["sha256sum", "--check", "--strict", "--quiet", sums], cwd=a_release, check=True)


def test_a_graph_without_triples_is_no_graph_of_the_release(a_content: ContentMaker, releases: Path) -> None:
    content = a_content()
    empty = URIRef("https://example.org/accord/graph/links")

    with_empty = publish(dataclasses.replace(content, graphs={**content.graphs, empty: ()}), releases)

    assert str(empty) not in open_release(releases / with_empty).manifest.graphs
    assert with_empty == publish(content, releases)


def test_the_graph_of_the_description_is_not_for_others(a_content: ContentMaker, releases: Path) -> None:
    content = a_content()
    taken = URIRef("https://example.org/accord/graph/description")

    with pytest.raises(BadInput, match="graph/description"):
        publish(dataclasses.replace(content, graphs={taken: content.view}), releases)


def test_a_report_that_is_no_turtle_stops_the_build(a_content: ContentMaker, releases: Path) -> None:
    with pytest.raises(BadInput, match="the SHACL report is no Turtle"):
        publish(dataclasses.replace(a_content(), report_turtle="<broken"), releases)


def test_a_release_of_nothing_is_a_release(a_content: ContentMaker, releases: Path) -> None:
    release = open_release(releases / publish(a_content(articles=0), releases))

    assert list(release.manifest.graphs) == ["https://example.org/accord/graph/description"]
