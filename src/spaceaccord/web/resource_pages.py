"""The HTML of documents: which template shows a thing, and what it is given."""

from __future__ import annotations

from spaceaccord.media_types import N_QUADS, RDF_FORMATS, TRIG
from spaceaccord.store.query_text import iri_term
from spaceaccord.web.ontology_files import read_version, version_numbers, version_of_path
from spaceaccord.web.page_agreement import read_agreement
from spaceaccord.web.page_lists import Lists
from spaceaccord.web.page_terms import Named
from spaceaccord.web.page_thing import read_thing
from spaceaccord.web.page_vocabulary import count_concepts, read_concepts, read_ontology
from spaceaccord.web.publication import Publication


class ResourcePages:
    """Writes the page of a thing, a graph or a vocabulary."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication
        self._lists = Lists(publication.data)

    def write(self, root: str, thing: str, path: str) -> bytes:
        """Return the page of the document `path`, which is about `thing`."""
        if root == "graph":
            return self._graph(thing, path)
        if root == "ontology":
            return self._ontology(thing, path)
        if thing == str(self._publication.iris.topic_scheme):
            concepts = read_concepts(self._publication.data, "topic/")
            return self._render(
                "topics.html",
                thing,
                path,
                title="Topics",
                concepts=concepts,
                counts=self._lists.by_topic,
                number=count_concepts(concepts),
            )
        if "/id/agreement/" in thing:
            view = read_agreement(self._publication.data, thing)
            return self._render(
                "agreement.html", thing, path, title=view.label, view=view, query_behind=self._behind("claims", thing)
            )
        return self._thing(thing, path)

    def _ontology(self, thing: str, path: str) -> bytes:
        """Return the page of a version: the one that the path names, else the one that the release uses."""
        publication = self._publication
        numbers = version_numbers()
        number = version_of_path(path) or publication.data.ontology_version
        file = read_version(number, publication.iris.base) or read_version(numbers[0], publication.iris.base)
        assert file is not None  # noqa: S101 - the installation carries the versions that it lists
        view = read_ontology(file, publication.iris.base)
        return self._render("ontology.html", thing, path, title="The ontology", view=view, versions=numbers)

    def _thing(self, thing: str, path: str) -> bytes:
        view = read_thing(self._publication.data, self._lists, thing)
        return self._render(
            "thing.html", thing, path, title=view.title, view=view, query_behind=self._behind("thing-claims", thing)
        )

    def _graph(self, thing: str, path: str) -> bytes:
        data = self._publication.data
        rows = [
            tuple(data.named(row[name], {}) for name in ("subject", "property", "value"))
            for row in data.rows("graph-facts", this=iri_term(thing))
        ]
        triples: list[tuple[Named, ...]] = rows
        total = self._publication.release.manifest.graphs.get(thing, len(rows))
        return self._render(
            "graph.html",
            thing,
            path,
            title="A named graph",
            triples=triples,
            total=total,
            query_behind=self._behind("graph-facts", thing),
        )

    def _behind(self, name: str, thing: str) -> str:
        return self._publication.data.text(name, this=iri_term(thing))

    def _render(self, template: str, thing: str, path: str, **context: object) -> bytes:
        graphs = (TRIG, N_QUADS) if path.startswith("/graph/") else ()
        alternates = [(f"{path}.{each.suffix}", each.name, each.label) for each in (*RDF_FORMATS, *graphs)]
        return self._publication.pages.render(template, thing=thing, page_path=path, alternates=alternates, **context)
