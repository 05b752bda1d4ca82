"""Every fact of the table is found in the published graph, with a claim, a passage and the right derivation."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
import pytest
import yaml

from spaceaccord.iris import Iris
from spaceaccord.pipeline.building import assemble
from spaceaccord.resources import shipped_folder

HERE = Path(__file__).parent
ORIGINALS = HERE.parents[1].parent / "shared" / "corpus" / "articles"
# What a derivation may be for a fact of a status: a fact that the text states may have needed a name resolved,
# never an inference; an inferred one is never told as explicit.
DERIVATIONS = {
    "E": ("explicit", "resolved"),
    "R": ("explicit", "resolved", "inferred"),
    "I": ("resolved", "inferred"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One fact: where it is told, how it is found."""

    article: str
    number: int
    fact: str
    status: str
    claim: tuple[str, str, str] | None
    where: str
    in_article_only: bool
    in_reports: bool

    @property
    def name(self) -> str:
        return f"{self.article}-{self.number:02d} {self.fact}"


def read_table() -> tuple[Mapping[str, Mapping[str, str]], str, list[Row]]:
    content = yaml.safe_load((HERE / "facts.yaml").read_text(encoding="utf-8"))
    prefixes = "".join(f"PREFIX {key}: <{iri}>\n" for key, iri in content["prefixes"].items())
    rows = [
        Row(
            article=article,
            number=number,
            fact=entry["fact"],
            status=entry["status"],
            claim=tuple(entry["claim"]) if "claim" in entry else None,
            where=entry.get("where", ""),
            in_article_only=entry.get("in") == "article",
            in_reports=entry.get("reports", True),
        )
        for article, entries in content["facts"].items()
        for number, entry in enumerate(entries, 1)
    ]
    return content["articles"], prefixes, rows


def load(articles: Path) -> pyoxigraph.Store:
    """Return a store with the default view of a build of `articles` in its default graph, and the named graphs."""
    content = assemble(data=shipped_folder("data"), articles=articles, iris=Iris()).content
    store = pyoxigraph.Store()
    for graph, triples in [(None, content.view), *content.graphs.items()]:
        lines = "".join(f"{s.n3()} {p.n3()} {o.n3()} .\n" for s, p, o in triples)
        name = pyoxigraph.NamedNode(str(graph)) if graph is not None else pyoxigraph.DefaultGraph()
        store.bulk_load(input=lines.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES, to_graph=name)
    return store


def query_of(row: Row, file_name: str) -> str:
    """Return the query that finds a fact in the article whose file name begins so."""
    article = f'?article sco:fileName ?file FILTER(STRSTARTS(?file, "{file_name}"))'
    if row.claim is None:
        return f"ASK {{ {article} {row.where} }}"
    s, p, o = row.claim
    pattern = f'FILTER(REGEX(STR(?object), "{o[1:]}"))' if o.startswith("~") else ""
    o = "?object" if o.startswith("~") else o
    codes = ", ".join(f"<https://w3id.org/spaceaccord/code/derivation/{name}>" for name in DERIVATIONS[row.status])
    canonical = f"FILTER EXISTS {{ {s} {p} {o} }}" if not row.in_article_only else ""
    return f"""ASK {{
      {article}
      ?c sco:claimSubject {s} ; sco:claimPredicate {p} ; sco:claimObject|sco:claimValue {o} ;
         sco:derivation ?derivation ; sco:evidence ?passage ; sco:statedIn ?graph .
      ?passage oa:hasSource ?article ; oa:hasSelector/oa:exact ?words .
      {row.where} {pattern} FILTER(?derivation IN ({codes}))
      GRAPH ?graph {{ {s} {p} {o} }} {canonical}
    }}"""


def missing_facts(store: pyoxigraph.Store, kind: str) -> tuple[list[str], dict[str, tuple[int, int]]]:
    """Return the facts that no query finds, and found and all by article."""
    articles, prefixes, rows = read_table()
    missing: list[str] = []
    counts: dict[str, tuple[int, int]] = {}
    for row in rows:
        if kind == "report" and not row.in_reports:
            continue
        found = bool(store.query(prefixes + query_of(row, articles[row.article][kind])))
        hits, total = counts.get(row.article, (0, 0))
        counts[row.article] = (hits + found, total + 1)
        if not found:
            missing.append(row.name)
    return missing, counts


def told(counts: Mapping[str, tuple[int, int]]) -> str:
    return ", ".join(f"{article}: {hits} of {total}" for article, (hits, total) in sorted(counts.items()))


@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the five originals are not part of the repository")
def test_every_fact_of_the_originals_is_found_with_its_evidence() -> None:
    missing, counts = missing_facts(load(ORIGINALS), "original")

    sys.stdout.write(f"{told(counts)}\n")
    assert missing == [], f"{told(counts)}; missing: {'; '.join(missing)}"


def test_every_fact_of_our_own_reports_is_found_with_its_evidence() -> None:
    missing, counts = missing_facts(load(shipped_folder("data") / "articles"), "report")

    sys.stdout.write(f"{told(counts)}\n")
    assert missing == [], f"{told(counts)}; missing: {'; '.join(missing)}"


def test_the_table_covers_every_article_and_no_fact_twice() -> None:
    articles, _, rows = read_table()

    assert {row.article for row in rows} == set(articles)
    queries = [(row.article, row.claim, row.where) for row in rows]
    assert len(set(queries)) == len(queries)
