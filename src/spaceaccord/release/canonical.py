"""The canonical text of triples: one line each, in code point order, none twice, nothing that a format cannot carry.

With no blank nodes about, the sorted lines of a dataset are its canonical N-Quads form.
Source: RDF Dataset Canonicalization (RDFC-1.0, W3C 2024), section 5.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from rdflib import Literal, URIRef
from rdflib.term import Node

from spaceaccord.errors import BadInput
from spaceaccord.namespaces import XSD

Triple = tuple[Node, Node, Node]

_XSD_STRING = str(XSD.string)
# What an IRI reference of N-Triples may not contain (RDF 1.1 N-Triples, IRIREF), and surrogates.
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\\ud800-\udfff]")
# An element name of RDF/XML: what follows the last character that is none of a name's.
_ELEMENT_NAME = re.compile(r"[^\W\d][\w.-]*$")
_NEEDS_CARE = re.compile(r"[\x00-\x1f\"\\\x7f\ud800-\udfff\ufffe\uffff]")
# XML 1.0 (section 2.2, Char) has no way to write these, so RDF/XML could not carry them.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = str.maketrans({"\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\", "\x7f": "\\u007F"})


class CanonicalWriter:
    """Writes the triples of one release, and remembers which IRIs and language tags it has met."""

    def __init__(self) -> None:
        self._iris: set[str] = set()
        self._languages: set[str] = set()
        self._predicates: set[str] = set()
        self._place = ""

    @property
    def iris(self) -> Set[str]:
        """Every IRI written so far, in angle brackets."""
        return self._iris

    @property
    def languages(self) -> Set[str]:
        """Every language tag written so far, in lower case."""
        return self._languages

    def statements(self, triples: Iterable[Triple], *, place: str) -> list[str]:
        """Return "subject predicate object" of each distinct triple, in code point order.

        Language tags come in lower case, the form in which RDF 1.1 compares them; lexical forms stay as they are.

        Args:
            triples: of rdflib terms, in any order.
            place: the graph, for messages.

        Raises:
            BadInput: a blank node, an IRI that is none, a predicate or a character that RDF/XML cannot write.
        """
        self._place = place
        iri, predicate, term = self._iri, self._predicate, self._object
        return sorted({f"{iri(s)} {predicate(p)} {term(o)}" for s, p, o in triples})

    def graph_name(self, name: Node) -> str:
        """Return the name of a graph as it stands in a line.

        Raises:
            BadInput: it is no IRI.
        """
        self._place = "names of graphs"
        return self._iri(name)

    def _iri(self, term: Node) -> str:
        text = f"<{term}>"
        if text not in self._iris:
            self._check_iri(term)
            self._iris.add(text)
        return text

    def _predicate(self, term: Node) -> str:
        text = self._iri(term)
        if text not in self._predicates:
            if not _ELEMENT_NAME.search(text[1:-1]):
                raise BadInput(
                    f"the predicate {text} cannot be written in RDF/XML",
                    place=self._place,
                    remedy="Name the property so that it ends in a letter-led name.",
                )
            self._predicates.add(text)
        return text

    def _object(self, term: Node) -> str:
        # The exact class first: isinstance asks an abstract base class, which costs as much as all the rest.
        if type(term) is URIRef or not isinstance(term, Literal):
            return self._iri(term)
        text = str(term)
        if _NEEDS_CARE.search(text):
            text = self._escaped(text)
        if term.language:
            language = term.language.lower()
            self._languages.add(language)
            return f'"{text}"@{language}'
        datatype = term.datatype
        if datatype is None or str(datatype) == _XSD_STRING:
            return f'"{text}"'
        return f'"{text}"^^{self._iri(datatype)}'

    def _check_iri(self, term: Node) -> None:
        if not isinstance(term, URIRef):
            raise BadInput(
                f"{term.n3()} stands where an IRI must stand",
                place=self._place,
                remedy="Published graphs have no blank nodes: mint an IRI for the node.",
            )
        if fault := _NOT_IN_IRI.search(str(term)):
            raise BadInput(
                f"the IRI {str(term)!r} contains {fault.group()!r}",
                place=self._place,
                remedy="Percent-encode the character or correct the IRI.",
            )

    def _escaped(self, text: str) -> str:
        if fault := _NOT_IN_XML.search(text):
            raise BadInput(
                f"the literal {text[:60]!r} contains U+{ord(fault.group()):04X}, which XML cannot write",
                place=self._place,
                remedy="Replace the character by a space where the text is read.",
            )
        return text.translate(_ESCAPES)
