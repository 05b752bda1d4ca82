from __future__ import annotations

import gzip
import hashlib
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import XSD, Literal, URIRef

from spaceaccord.media_types import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE
from spaceaccord.release.building import ReleaseContent, publish
from spaceaccord.release.canonical import CanonicalWriter, Triple
from spaceaccord.release.dumps import DUMPS, Dump, StoreCount, build_store, count_statements, count_store, write_dump
from spaceaccord.release.opening import open_release

# rdflib calls deprecated parts of itself when it reads datasets and JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")

ContentMaker = Callable[..., ReleaseContent]
S = URIRef("https://example.org/accord/id/org/s")
P = URIRef("https://example.org/accord/ontology#p")
VIEW_DUMPS = [dump for dump in DUMPS if dump.holds == "view"]
ODD_LITERALS = [
    Literal('say "yes", then \\ leave'),
    Literal("line\nfeed, carriage\rreturn, both\r\n, tab\t, delete\x7f, next\x85line, separator\u2028"),
    Literal("  leading and trailing  "),
    Literal(""),
    Literal("<tag attr='x'>&amp;</tag> ]]> <!-- -->"),
    Literal("🚀 日本 עברית \u202e e\u0301 é"),
    Literal("colour", lang="en-GB"),
    Literal("Vertrag", lang="de"),
    Literal("1", datatype=XSD.integer, normalize=False),
    Literal("1.50", datatype=XSD.decimal, normalize=False),
    Literal("1.", datatype=XSD.decimal, normalize=False),
    Literal("1e0", datatype=XSD.double, normalize=False),
    Literal("TRUE", datatype=XSD.boolean, normalize=False),
    Literal("2019-05", datatype=XSD.gYearMonth, normalize=False),
    Literal("2019-05-10T00:00:00.000+00:00", datatype=XSD.dateTime, normalize=False),
]
ODD_TRIPLES: list[Triple] = [(S, P, literal) for literal in ODD_LITERALS]


def _as_seen(term: rdflib.term.Node) -> tuple[str, ...]:
    """What a literal is, without rdflib's opinion on which literals are equal."""
    if isinstance(term, Literal):
        return (str(term), (term.language or "").lower(), str(term.datatype or XSD.string))
    return (str(term),)


def _lines(triples: list[Triple]) -> bytes:
    return "".join(f"{text} .\n" for text in CanonicalWriter().statements(triples, place="test")).encode()


@pytest.fixture
def spelling_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let rdflib, which reads the dumps here, keep lexical forms."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


@pytest.mark.usefixtures("spelling_kept")
@pytest.mark.parametrize("dump", VIEW_DUMPS, ids=lambda dump: dump.media_type.label)
def test_odd_literals_come_back_from_each_dump_as_another_parser_reads_them(tmp_path: Path, dump: Dump) -> None:
    write_dump(tmp_path / dump.name, dump, _lines(ODD_TRIPLES), {"ex": "https://example.org/accord/ontology#"})

    graph = rdflib.Graph()
    graph.parse(data=gzip.decompress((tmp_path / dump.name).read_bytes()), format=dump.media_type.name)

    assert {_as_seen(value) for value in graph.objects(S, P)} == {_as_seen(literal) for literal in ODD_LITERALS}


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.name)
def test_numbers_keep_their_spelling_in_every_dump(tmp_path: Path, dump: Dump) -> None:
    # Not read by rdflib, whose Turtle reader makes 1 of an unquoted 01.
    spellings = [
        ("01", XSD.integer),
        ("1", XSD.integer),
        ("+1", XSD.integer),
        ("1.50", XSD.decimal),
        ("1E0", XSD.double),
    ]
    triples: list[Triple] = [(S, P, Literal(text, datatype=kind, normalize=False)) for text, kind in spellings]
    lines = _lines(triples)
    if dump.holds == "dataset":
        lines = lines.replace(b" .\n", b" <https://example.org/g> .\n")
    write_dump(tmp_path / dump.name, dump, lines, {})

    kind = pyoxigraph.RdfFormat.from_media_type(dump.media_type.name)
    read = pyoxigraph.parse(gzip.decompress((tmp_path / dump.name).read_bytes()), kind)

    values = [quad.object for quad in read]
    assert {(v.value, v.datatype.value) for v in values if isinstance(v, pyoxigraph.Literal)} == {
        (text, str(datatype)) for text, datatype in spellings
    }


_xml_text = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r\"\\'<&\x7f\x85"),
    max_size=20,
)
_literals = st.builds(Literal, _xml_text) | st.builds(
    Literal, _xml_text, lang=st.sampled_from(["en", "de-AT", "zh-Hant"])
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(literals=st.lists(_literals, min_size=1, max_size=8), dump=st.sampled_from(VIEW_DUMPS))
def test_every_text_survives_every_dump(tmp_path: Path, literals: list[Literal], dump: Dump) -> None:
    path = tmp_path / f"{hashlib.sha256(repr((literals, dump)).encode()).hexdigest()}.gz"
    path.unlink(missing_ok=True)
    lines = _lines([(S, P, literal) for literal in literals])

    write_dump(path, dump, lines, {})

    assert count_statements(path, dump.media_type) == lines.count(b"\n")
    graph = rdflib.Graph()
    graph.parse(data=gzip.decompress(path.read_bytes()), format=dump.media_type.name)
    assert {_as_seen(value) for value in graph.objects(S, P)} == {_as_seen(literal) for literal in literals}


def test_every_dump_of_a_release_holds_the_statements_that_the_manifest_counts(a_release: Path) -> None:
    release = open_release(a_release)
    formats = {each.name: each for each in (JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE)}

    counts = {
        file.name: count_statements(a_release / file.name, formats[file.media_type])
        for file in release.manifest.files
        if file.triples is not None
    }

    assert counts == {file.name: file.triples for file in release.manifest.files if file.triples is not None}
    assert set(counts) == {f"dumps/{dump.name}" for dump in DUMPS} | {"void.ttl", "report.ttl"}


def test_trig_and_json_ld_keep_each_statement_in_its_graph(a_release: Path) -> None:
    def per_graph(name: str, kind: str) -> Counter[str]:
        dataset = rdflib.Dataset()
        dataset.parse(data=gzip.decompress((a_release / "dumps" / name).read_bytes()), format=kind)
        return Counter(str(graph) for _, _, _, graph in dataset.quads())

    expected = Counter(dict(open_release(a_release).manifest.graphs))
    assert per_graph("spaceaccord.trig.gz", "trig") == expected
    assert per_graph("spaceaccord.jsonld.gz", "json-ld") == expected
    assert per_graph("spaceaccord.nq.gz", "nquads") == expected


def test_gzip_files_tell_neither_time_nor_name(a_release: Path) -> None:
    for dump in DUMPS:
        header = (a_release / "dumps" / dump.name).read_bytes()[:10]
        # RFC 1952, 2.3: magic, deflate, no flags (so no name), modification time 0.
        assert header[:8] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00", dump.name


def test_the_store_holds_the_view_in_its_default_graph_and_the_graphs_by_name(tmp_path: Path) -> None:
    quads = b"".join(line + b" <https://example.org/g> .\n" for line in _lines([(S, P, S)]).split(b" .\n") if line)

    built = build_store(tmp_path / "store", quads, _lines([(S, P, S), (S, P, Literal("x"))]))

    assert built == StoreCount(view=2, quads=1)
    assert count_store(tmp_path / "store") == built


def test_literals_that_the_store_spells_alike_are_counted_as_it_keeps_them(
    a_content: ContentMaker, releases: Path
) -> None:
    spellings: list[Triple] = [
        (S, P, Literal(text, datatype=XSD.integer, normalize=False)) for text in ("1", "01", "001")
    ]

    release = open_release(releases / publish(a_content(articles=0, further=spellings), releases))

    assert release.manifest.quads - release.manifest.stored_quads == 2
    assert count_store(release.store_path) == StoreCount(
        view=release.manifest.stored_view, quads=release.manifest.stored_quads
    )
    assert b'"001"' in gzip.decompress(release.dump_path("spaceaccord.nq.gz").read_bytes())


def test_the_store_tells_nothing_of_the_machine_that_made_it(a_release: Path) -> None:
    place = str(a_release.parent).encode()

    assert [path.name for path in (a_release / "store").iterdir() if place in path.read_bytes()] == []


@pytest.mark.skipif(shutil.which("rapper") is None, reason="rapper (Debian: raptor2-utils) is not installed")
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("spaceaccord.nq.gz", "nquads"),
        ("spaceaccord.trig.gz", "trig"),
        ("spaceaccord-view.ttl.gz", "turtle"),
        ("spaceaccord-view.nt.gz", "ntriples"),
        ("spaceaccord-view.rdf.gz", "rdfxml"),
    ],
)
def test_rapper_reads_as_many_statements_as_the_manifest_counts(
    a_content: ContentMaker, releases: Path, tmp_path: Path, name: str, kind: str
) -> None:
    release = open_release(releases / publish(a_content(further=ODD_TRIPLES), releases))
    plain = tmp_path / "plain"
    plain.write_bytes(gzip.decompress(release.dump_path(name).read_bytes()))

    told = subprocess.run(
        ["rapper", "--quiet", "--input", kind, "--output", "ntriples", str(plain), "https://example.org/"],
        capture_output=True,
        check=True,
    )

    expected = next(file.triples for file in release.dumps if file.name == f"dumps/{name}")
    assert told.stderr == b""
    assert told.stdout.count(b"\n") == expected
