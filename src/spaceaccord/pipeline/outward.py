"""Links outward: candidates proposed, reviewed ones checked against a live endpoint, exported for the way back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from spaceaccord.errors import BadInput
from spaceaccord.iris import Iris
from spaceaccord.linking.authorities import AuthorityFile, read_authorities
from spaceaccord.linking.folding import fold
from spaceaccord.linking.ledger import CANDIDATES, LEXICAL, REVIEWED, SUFFIX, Ledger, read_ledger, write_links
from spaceaccord.mapping.link_graph import link_prefixes
from spaceaccord.media_types import RESULTS_JSON
from spaceaccord.model.link import IDENTITY, Link
from spaceaccord.model.party import Authority
from spaceaccord.namespaces import WIKIDATA
from spaceaccord.resources import shipped_folder
from spaceaccord.store.opening import open_store
from spaceaccord.store.port import QueryLimits
from spaceaccord.store.query_errors import BadAnswer
from spaceaccord.store.query_text import SparqlTerm, bind_terms, iri_term, literal_term, read_stored_query

WIKIDATA_ENDPOINT: Final = "https://query.wikidata.org/sparql"
_LIMITS: Final = QueryLimits(seconds=30, memory_bytes=1 << 28, max_rows=1000, max_bytes=4 << 20)
_QUERIES: Final = Path(__file__).parent / "queries"
_REVIEWED_HERE: Final = f"reviewed{SUFFIX}"
# A property of the item that says how it is known outside: exact match, a URL of the same thing.
_EXACT_MATCH: Final = "P2888"


@dataclass(frozen=True, slots=True)
class Item:
    """An item of another dataset with a name that it is known by."""

    iri: str
    label: str


Source = Callable[[str], Iterable[Item]]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A published link that did not stand a check, and why."""

    link: Link
    reason: str


def endpoint_source(endpoint: str) -> Source:
    """Return a source of candidates that asks a SPARQL endpoint for items of exactly a name.

    The source raises StoreUnavailable, QueryTimeout or BadAnswer where the endpoint is silent, slow or talks HTML.
    """

    def ask(name: str) -> Iterable[Item]:
        rows = _ask(endpoint, "items-by-name", {"name": literal_term(name, language="en")})
        return [Item(row["item"], row.get("label", name)) for row in rows if row.get("item")]

    return ask


def dump_source(file: Path) -> Source:
    """Return a source of candidates from a local file of lines such as {"id": "Q42", "names": ["A", "B"]}.

    Raises:
        BadInput: a line is not of this form; names it.
    """
    by_name: dict[str, list[Item]] = {}
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"cannot be read: {error}", file=str(file), remedy="Give a file of JSON lines.") from error
    for number, line in enumerate(lines, 1):
        try:
            found = json.loads(line)
            item, names = str(found["id"]), [str(n) for n in found["names"]]
        except (ValueError, KeyError, TypeError) as error:
            raise BadInput(
                f"no item: {error}", file=str(file), place=f"line {number}", remedy='Write {"id": ..., "names": [...]}.'
            ) from error
        for name in names:
            by_name.setdefault(fold(name), []).append(Item(str(WIKIDATA[item]), names[0]))
    return lambda name: by_name.get(fold(name), [])


def propose(data: Path, source: Source, *, most: int = 20) -> tuple[Link, ...]:
    """Add candidates for organisations without an identity to the ledger's candidates; return the new ones.

    What was ever proposed, reviewed or rejected is not proposed again. The file is written once, at the end:
    a source that breaks off leaves it as it was.
    """
    ledger, iris = read_links(data), Iris()
    linked = {link.subject for link in ledger.published if link.predicate == IDENTITY}
    made: list[Link] = []
    for record in _authorities(data).records:
        subject = str(iris.thing(record.kind, record.slug)) if record.kind == "org" else ""
        if not subject or subject in linked:
            continue
        made += [
            _candidate(subject, record, item)
            for item in {i.iri: i for i in source(record.label)}.values()
            if not ledger.knows(subject, item.iri)
        ]
        if len(made) >= most:
            break
    waiting = [link for link in ledger.links if not link.reviewer]
    if made:
        write_links(data / "mappings" / CANDIDATES, [*waiting, *made], link_prefixes())
    return tuple(made)


def _candidate(subject: str, record: Authority, item: Item) -> Link:
    same = fold(item.label) == fold(record.label)
    return Link(
        subject=subject,
        subject_label=record.label,
        predicate="skos:closeMatch",
        object=item.iri,
        object_label=item.label,
        justification=LEXICAL,
        confidence=0.7 if same else 0.5,
        comment="the same label" if same else "one of its names is the same",
    )


def candidates(data: Path) -> tuple[Link, ...]:
    """Return the links that wait for a reviewer."""
    return tuple(link for link in read_links(data).links if not link.reviewer)


def decide(data: Path, link: Link, *, accepted: bool, reviewer: str, day: str) -> None:
    """Move a candidate to the reviewed links: as an identity, or as one that does not hold."""
    ledger = read_links(data)
    decided = replace(
        link,
        predicate=IDENTITY,
        rejected=not accepted,
        justification=REVIEWED,
        confidence=0.95,
        reviewer=reviewer,
        day=day,
    )
    folder = data / "mappings"
    path = folder / _REVIEWED_HERE
    kept = read_ledger(folder, link_prefixes(), pattern=_REVIEWED_HERE).links
    write_links(path, [*kept, decided], link_prefixes())
    waiting = [w for w in ledger.links if not w.reviewer and (w.subject, w.object) != (link.subject, link.object)]
    write_links(folder / CANDIDATES, waiting, link_prefixes())


def read_links(data: Path) -> Ledger:
    """Return the ledger in `data`/mappings; empty where there is none.

    Raises:
        BadReference: see `linking.ledger.read_ledger`.
    """
    return read_ledger(data / "mappings", link_prefixes())


def check(data: Path, endpoint: str) -> tuple[Doubt, ...]:
    """Return the identities that the endpoint does not bear out: the item is gone, or has another name.

    Raises:
        StoreUnavailable, QueryProblem: the endpoint is silent, slow, or sends no SPARQL results.
    """
    names = {str(Iris().thing(r.kind, r.slug)): r for r in _authorities(data).records}
    doubts: list[Doubt] = []
    for link in read_links(data).published:
        record = names.get(link.subject)
        if link.predicate != IDENTITY or record is None or not link.object.startswith(str(WIKIDATA)):
            continue
        labels = [row["label"] for row in _ask(endpoint, "labels-of-item", {"item": iri_term(link.object)})]
        if not labels:
            doubts.append(Doubt(link, "the item has no label: it was removed, or never was"))
            continue
        ours = {fold(n) for n in (record.label, record.label_fr or "", *record.names, *record.acronyms)}
        if ours.isdisjoint(fold(label) for label in labels):
            doubts.append(Doubt(link, f"it is called {', '.join(sorted(labels)[:3])} there"))
    return tuple(doubts)


def quick_statements(links: Sequence[Link], *, base: str) -> Iterator[str]:
    """Yield QuickStatements (version 1) that give each identified item of Wikidata the IRI of our thing."""
    for link in links:
        if link.is_published and link.predicate == IDENTITY and link.object.startswith(str(WIKIDATA)):
            subject = base + link.subject.removeprefix(Iris().base)
            yield f'{link.object.removeprefix(str(WIKIDATA))}\t{_EXACT_MATCH}\t"{subject}"'


def _authorities(data: Path) -> AuthorityFile:
    folder = data / "reference"
    return read_authorities(folder if folder.is_dir() else shipped_folder("data") / "reference")


def _ask(endpoint: str, query: str, terms: Mapping[str, SparqlTerm]) -> list[dict[str, str]]:
    checked = bind_terms(read_stored_query(_QUERIES / f"{query}.rq"), terms)
    store = open_store(endpoint)
    try:
        with store.answer(checked, RESULTS_JSON, _LIMITS) as answer:
            found = json.loads(answer.read())
        rows = found["results"]["bindings"]
        return [{name: str(term["value"]) for name, term in row.items()} for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadAnswer(f"{endpoint} sent no SPARQL results: {error!r}") from error
    finally:
        store.close()
