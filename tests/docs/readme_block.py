"""The statement that the README shows, made from the article; `python tests/docs/readme_block.py` writes it anew."""

from __future__ import annotations

import re
from pathlib import Path

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from spaceaccord.iris import Iris
from spaceaccord.namespaces import OA
from spaceaccord.pipeline.converting import convert
from spaceaccord.pipeline.knowledge import Knowledge

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
BLOCK = re.compile(r"```turtle\n(.*?)```", re.DOTALL)
_SHOWN = ("claimSubject", "claimPredicate", "claimObject", "evidence", "valueText", "derivation", "confidence", "rule")


def statement_block() -> str:
    """Return one fact of the first report with its claim, passage and quote, in Turtle."""
    iris = Iris()
    made = convert([ROOT / "data" / "articles" / "lsa-nasa-statement-of-intent.md"], Knowledge.read(), iris=iris)
    graph = Graph()
    for triples in made.graphs.values():
        for triple in triples:
            graph.add(triple)
    agreement, nasa = iris.thing("agreement", "lsa-nasa-statement-of-intent-2019"), iris.thing("org", "nasa")
    (claim,) = (
        claim
        for claim in graph.subjects(iris.terms.claimObject, nasa)
        if (claim, iris.terms.claimSubject, agreement) in graph
        and (claim, iris.terms.claimPredicate, iris.terms.hasParty) in graph
    )
    passage = _one(graph, claim, iris.terms.evidence)
    quote = URIRef(f"{passage}-quote".replace("/passage/", "/selector/"))
    position = URIRef(f"{passage}-position".replace("/passage/", "/selector/"))
    start, end = _one(graph, position, OA.start), _one(graph, position, OA.end)
    claimed = "".join(f" ;\n    sco:{name} {_term(_one(graph, claim, iris.terms[name]), iris)}" for name in _SHOWN)
    lines = [
        f"@prefix sco: <{iris.terms}> .",
        f"@prefix code: <{iris.base}code/> .",
        f"@prefix id: <{iris.base}id/> .",
        f"@prefix oa: <{OA}> .",
        "",
        f"{_term(agreement, iris)} sco:hasParty {_term(nasa, iris)} .",
        "",
        f"{_term(claim, iris)} a sco:Claim{claimed} .",
        "",
        f"{_term(passage, iris)} a sco:EvidencePassage ;",
        f"    oa:hasSource {_term(_one(graph, passage, OA.hasSource), iris)} ;",
        f"    oa:hasSelector {_term(quote, iris)} , {_term(position, iris)} .",
        "",
        f"{_term(quote, iris)} oa:exact {_one(graph, quote, OA.exact).n3()} .",
        f"{_term(position, iris)} oa:start {start} ; oa:end {end} .",
    ]
    return "\n".join(lines) + "\n"


def _one(graph: Graph, subject: Node, predicate: URIRef) -> Node:
    (value,) = graph.objects(subject, predicate)
    return value


def _term(node: Node, iris: Iris) -> str:
    if isinstance(node, Literal):
        return str(node) if node.datatype else node.n3()
    text = str(node)
    for prefix, start in (("sco", str(iris.terms)), ("code", f"{iris.base}code/"), ("id", f"{iris.base}id/")):
        if text.startswith(start):
            return f"{prefix}:{text.removeprefix(start)}".replace("/", "\\/")
    return node.n3()


if __name__ == "__main__":
    text = README.read_text(encoding="utf-8")
    README.write_text(BLOCK.sub(lambda _: f"```turtle\n{statement_block()}```", text, count=1), encoding="utf-8")
